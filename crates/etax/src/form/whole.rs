//! One form, ready to check with.

use super::source::Source;
use super::{Filing, FormRules, Head, Layout, Line, NotationError, Parts, Section};
use crate::schema::{FormId, Schema, Text};

/// A version of a form: its head, its structure, and the lines of its other sections.
///
/// ```
/// use etax::form::{Form, Parts, Section};
/// let head = "form 842\nversion 2.8.3\nfile 01_GTGT_TT80\n";
/// let structure = "structure\n  HSoThueDTu\n    HSoKhaiThue\n      CTieuTKhaiChinh\n        ct22: long nil\n";
/// let text = format!("{head}{structure}labels\n  ct22 [22] | Thuế chuyển kỳ | Credit brought forward\n");
/// let form = Form::read("x.form", &text, &Parts::default()).unwrap();
/// assert_eq!(form.schema().root(form.id()), Some(("", "HSoThueDTu")));
/// let labels: Vec<_> = form.lines(Section::Labels).collect();
/// assert_eq!(labels[0].number, 10);
/// assert_eq!(form.rules().labels().get(form.rules().layout().find("ct22").unwrap()).unwrap().printed, "[22]");
/// ```
#[derive(Clone, Debug)]
pub struct Form {
    file: Box<str>,
    text: Box<str>,
    source: Source,
    schema: Schema,
    id: FormId,
    rules: FormRules,
}

impl Form {
    /// Reads a form file. `file` is its name, for errors; parts are what `use` finds.
    ///
    /// # Errors
    ///
    /// When the text, or a part that it uses, does not follow the notation or is too large; when a formula is wrong, names
    /// what the form does not have, or computes cells from each other in a circle.
    pub fn read(file: &str, text: &str, parts: &Parts) -> Result<Self, NotationError> {
        let source = Source::read(text).map_err(|error| error.within(file))?;
        let (structure, first) = source.section(text, Section::Structure);
        let (schema, id) = if structure.is_empty() {
            Schema::nothing()
        } else {
            Schema::read_text(Text { file, text: structure, first, level: 1 }, parts, true)?
        };
        let lines = |section| source.lines(text, section).collect::<Vec<_>>();
        let [labels, cells, checks] = [Section::Labels, Section::Cells, Section::Checks].map(lines);
        let Head { code, sign, basis, .. } = &source.head;
        let basis = match (sign.is_empty(), basis.is_empty()) {
            (false, false) => format!("Mẫu {sign}, {basis}"),
            (false, true) => format!("Mẫu {sign}"),
            (true, _) => basis.clone(),
        };
        let rules = FormRules::read(code, &basis, Layout::of(&schema, id), &labels, &cells, &checks)
            .map_err(|error| error.within(file))?;
        Ok(Self { file: file.into(), text: text.into(), source, schema, id, rules })
    }

    /// Its computed cells and checks.
    #[must_use]
    pub const fn rules(&self) -> &FormRules {
        &self.rules
    }

    /// What the file says of the form.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.source.head
    }

    /// What the file says of filing.
    #[must_use]
    pub const fn filing(&self) -> &Filing {
        &self.source.filing
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

    /// The tables of its structure without what is marked as an addition: the authority's own. `parts` are those that it
    /// was read with.
    ///
    /// # Errors
    ///
    /// When a part is not among them, or is another one.
    pub fn official(&self, parts: &Parts) -> Result<(Schema, FormId), NotationError> {
        let (text, first) = self.source.section(&self.text, Section::Structure);
        Schema::read_text(Text { file: &self.file, text, first, level: 1 }, parts, false)
    }

    /// The name it was read under; for a form built in that of its file, without ending.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether the file has a section, perhaps an empty one.
    #[must_use]
    pub const fn has(&self, section: Section) -> bool {
        self.source.has(section)
    }

    /// The whole file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
