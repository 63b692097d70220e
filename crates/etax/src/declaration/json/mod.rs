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

mod error;
mod read;
mod value;
mod xml;

pub use error::{JsonError, Mistake};

use crate::schema::Place;
use crate::xml::Element;
use read::{Known, Node};
use serde::ser::{Serialize, SerializeMap, Serializer};
use value::Json;
use xml::{Composed, Stated, Writer};

/// The keys of the whole object that are no elements.
const FORM: &str = "form";
const VERSION: &str = "version";

/// A form, as far as JSON is concerned.
#[derive(Clone, Copy, Debug)]
struct Grammar<'f> {
    root: Place<'f>,
    code: &'f str,
    version: &'f str,
    name: &'f str,
    basis: &'f str,
}

impl Grammar<'_> {
    fn compose(self, json: &Json, lenient: bool) -> Result<Composed, JsonError> {
        let stated = |name, text: &str, only| Stated { name, text: text.to_owned(), only };
        let stated = [
            stated("maTKhai", self.code, true),
            stated("pbanTKhaiXML", self.version, true),
            stated("tenTKhai", self.name, false),
            stated("moTaBMau", self.basis, false),
        ];
        Writer::new(&stated, lenient).document(self.root, json, &[FORM, VERSION])
    }
}

/// A declaration that is serialized as the JSON of its form.
struct Whole<'f, 'd> {
    grammar: Grammar<'f>,
    element: Element<'d>,
}

impl Serialize for Whole<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(FORM, self.grammar.code)?;
        map.serialize_entry(VERSION, self.grammar.version)?;
        let known = Known::new();
        Node { known: &known, place: Some(self.grammar.root), element: self.element }.entries(&mut map)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FormId, Importer, Schema};
    use crate::xml::{Document, Limits, Parsed};
    use std::path::Path;

    /// Every form of the folder of XSD files beside the checkout.
    fn forms() -> Option<(Schema, Vec<(String, FormId)>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata/declaration/xsd");
        if !folder.is_dir() {
            eprintln!("SKIPPED: {} is not there", folder.display());
            return None;
        }
        let mut importer = Importer::default();
        let mut names = Vec::new();
        for below in ["", "Validate"] {
            for entry in std::fs::read_dir(folder.join(below)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|extension| extension == "xsd") {
                    let name = path.file_name().unwrap().to_str().unwrap();
                    let name = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
                    importer.provide(&name, std::fs::read(&path).unwrap());
                    if !below.is_empty() {
                        names.push(name);
                    }
                }
            }
        }
        let forms = names.into_iter().map(|name| (name.clone(), importer.add(&name).unwrap())).collect();
        Some((importer.finish(), forms))
    }

    fn grammar(schema: &Schema, form: FormId) -> Grammar<'_> {
        let root = schema.root_place(form).unwrap();
        Grammar { root, code: "000", version: "1.0.0", name: "x", basis: "y" }
    }

    fn tree(element: Element<'_>, out: &mut String) {
        use std::fmt::Write as _;
        let mut attributes: Vec<String> = element
            .attributes()
            .map(|it| format!("{{{}}}{}={:?}", it.namespace, it.local(), it.value))
            .collect();
        attributes.sort();
        write!(out, "<{{{}}}{} {attributes:?}>", element.namespace(), element.local()).unwrap();
        let children =
            || element.children().filter(|child| !xml::is_signature(child.local(), child.namespace()));
        if children().next().is_none() {
            // White space around a signature that is gone says nothing.
            let text = if element.is_leaf() { element.text() } else { element.trimmed() };
            write!(out, "{text:?}").unwrap();
        }
        for child in children() {
            tree(child, out);
        }
        out.push_str("</>");
    }

    fn parsed(xml: &str) -> Document<'_> {
        match Document::parse(xml.as_bytes(), &Limits::default()) {
            Parsed::Document(document) => document,
            _ => panic!("{xml}"),
        }
    }

    #[test]
    fn documents_of_every_form_come_back_as_they_were() {
        let Some((schema, forms)) = forms() else { return };
        let mut seed = 7_u64;
        for (name, form) in &forms {
            let grammar = grammar(&schema, *form);
            for round in 0..6 {
                let mut choose = |ways: usize| {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    if round == 0 { 0 } else { usize::try_from(seed >> 33).unwrap() % ways }
                };
                let Some(sample) = schema.sample(*form, &mut choose) else { panic!("{name}") };
                let before = parsed(&sample);
                let element = before.root();
                let json = serde_json::to_string(&Whole { grammar, element }).unwrap();
                let json = Json::read(&json).unwrap();
                let mut stated = grammar;
                let statement = element.find("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue");
                let said = |name| statement.and_then(|it| it.child(name)).map(|it| it.trimmed().into_owned());
                let (code, version) = (said("maTKhai"), said("pbanTKhaiXML"));
                stated.code = code.as_deref().unwrap_or_default();
                stated.version = version.as_deref().unwrap_or_default();
                let xml = stated.compose(&json, false).unwrap_or_else(|error| panic!("{name}: {error}")).xml;
                let after = parsed(&xml);
                let (mut a, mut b) = (String::new(), String::new());
                tree(before.root(), &mut a);
                tree(after.root(), &mut b);
                assert_eq!(a, b, "{name}");
            }
        }
    }
}
