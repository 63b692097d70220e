//! One form, ready to check with.

use super::source::Source;
use super::{Head, Line, NotationError, Parts, Section};
use crate::schema::{FormId, Schema, Text};

/// A version of a form: its head, its structure, and the lines of its other sections.
///
/// ```
/// use etax::form::{Form, Parts, Section};
/// let text = "form 842\nversion 2.8.3\nfile 01_GTGT_TT80\nstructure\n  HSoThueDTu\n    ct22: long nil\nlabels\n  ct22 [22]\n";
/// let form = Form::read("x.form", text, &Parts::default()).unwrap();
/// assert_eq!(form.schema().root(form.id()), Some(("", "HSoThueDTu")));
/// let labels: Vec<_> = form.lines(Section::Labels).collect();
/// assert_eq!((labels[0].number, labels[0].text), (8, "ct22 [22]"));
/// ```
#[derive(Clone, Debug)]
pub struct Form {
    text: Box<str>,
    source: Source,
    schema: Schema,
    id: FormId,
}

impl Form {
    /// Reads a form file. `file` is its name, for errors; parts are what `use` finds.
    ///
    /// # Errors
    ///
    /// When the text, or a part that it uses, does not follow the notation or is too large.
    pub fn read(file: &str, text: &str, parts: &Parts) -> Result<Self, NotationError> {
        let source = Source::read(text).map_err(|error| error.within(file))?;
        let (structure, first) = source.section(text, Section::Structure);
        let (schema, id) = if structure.is_empty() {
            Schema::nothing()
        } else {
            Schema::read_text(Text { file, text: structure, first, level: 1 }, parts, true)?
        };
        Ok(Self { text: text.into(), source, schema, id })
    }

    /// What the file says of the form.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.source.head
    }

    /// The tables of its structure.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Which form of the tables it is. Without a section of structure the tables know no form, and nothing passes them.
    #[must_use]
    pub const fn id(&self) -> FormId {
        self.id
    }

    /// The lines of a section, with their numbers in the file. Its outermost lines are indented by one level.
    pub fn lines(&self, section: Section) -> impl Iterator<Item = Line<'_>> {
        self.source.lines(&self.text, section)
    }

    /// The whole file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
