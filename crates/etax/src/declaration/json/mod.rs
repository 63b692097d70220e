//! Declarations as JSON, both ways.
//!
//! The object is the root element; its keys are the elements' own names, so that a JSON pointer is the path of the
//! element. `form` and `version` say which form it is. `docs/declaration-json.md` describes the shape and promises to
//! keep it.
//!
//! | XML | JSON |
//! |---|---|
//! | an element with elements | an object |
//! | an element that the form lets repeat | an array, also of one |
//! | a whole number (`xs:long`, `xs:integer`, …) | a number; a string where it was written in another way (`+7`, `007`) or has more than 64 bits |
//! | a number that may have a fraction (`xs:decimal`) | a string |
//! | a truth value | `true` for `1`, `false` for `0`; a string for `true` and `false` |
//! | any other text | a string, blanks and all |
//! | `xsi:nil="true"` | `null` |
//! | an attribute `id` | a key `@id`; the text of an element with attributes is under `$` |
//! | signatures (`CKyDTu`), comments, what stands in `xs:any` | nothing |

mod attributes;
mod choose;
mod draft;
mod error;
mod fill;
mod group;
mod read;
mod value;
mod xml;

pub use choose::choose;
pub use draft::{Draft, Facts};
pub use error::{JsonError, Mistake};
pub(crate) use value::Json;

use crate::form::Form;
use crate::xml::Element;
use read::{Known, Node};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The keys of the whole object that are no elements.
const FORM: &str = "form";
const VERSION: &str = "version";

/// A declaration that is serialized as the JSON of its form, straight from the arena.
///
/// ```
/// use etax::declaration::json::{Draft, Whole};
/// use etax::form::{Form, Parts};
/// use etax::xml::{Document, Limits, Parsed};
/// let form = Form::read("x.form", "form 000\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    ct21: boolean\n    ct22: long nil\n", &Parts::default()).unwrap();
/// let input = b"<HSoThueDTu><ct21>1</ct21><ct22>-5</ct22></HSoThueDTu>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let json = serde_json::to_string(&Whole::new(&form, document.root())).unwrap();
/// assert_eq!(json, r#"{"form":"000","version":"1.0.0","ct21":true,"ct22":-5}"#);
///
/// let xml = Draft::read(&json).unwrap().xml(&form).unwrap();
/// assert!(xml.contains("<ct21>1</ct21>\n  <ct22>-5</ct22>"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Whole<'f, 'd> {
    form: &'f Form,
    root: Element<'d>,
}

impl<'f, 'd> Whole<'f, 'd> {
    /// The declaration whose root element is `root`, read as one of this form. Elements that the form does not know
    /// are there too, under their own names.
    #[must_use]
    pub const fn new(form: &'f Form, root: Element<'d>) -> Self {
        Self { form, root }
    }
}

impl Serialize for Whole<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let head = self.form.head();
        // A file of a form may serve several codes and versions: the document says which one is meant.
        let said = |name: &str| {
            let statement = self.root.find("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue");
            statement.and_then(|statement| statement.child(name)).map(|it| it.trimmed().into_owned())
        };
        let code = said("maTKhai").filter(|code| head.has_code(code));
        map.serialize_entry(FORM, &code.unwrap_or_else(|| head.code.clone()))?;
        let version = said("pbanTKhaiXML").filter(|version| draft::serves(head, version));
        map.serialize_entry(VERSION, &version.unwrap_or_else(|| head.version.to_string()))?;
        let known = Known::new();
        let place = self.form.schema().root_place(self.form.id());
        Node { known: &known, place, element: self.root }.entries(&mut map)?;
        map.end()
    }
}
