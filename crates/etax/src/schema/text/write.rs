//! Writes structure: lines of tables.
//!
//! What is written is read back into the same tables, which keep equal parts once: if the text makes the very form that it
//! was made of, it says the same.

use super::frame::{Frame, additions, is_frame, part};
use super::read::Maker;
use super::shared::Shared;
use super::source::Text;
use super::within::{is_recursive, roots};
use super::worth::choose;
use super::writer::Writer;
use crate::schema::import::Importer;
use crate::schema::table::FormId;
use crate::schema::{NotationError, Parts};
use std::collections::{BTreeMap, HashMap};

/// What a form has beside the authority's structure: what only its documents or another schema show.
#[derive(Clone, Copy, Debug)]
pub enum Additions<'a> {
    /// What the schema for amended declarations has besides: the appendices of an amendment.
    Of(FormId),
    /// What another text of the form added.
    Lines(&'a Kept),
    /// Nothing.
    None,
}

/// Lines of a text that are kept when another is written; the first level of each is not indented.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What is marked as an addition, by the open type that it is added to.
    pub added: BTreeMap<String, Vec<String>>,
    /// Definitions of types by name, for those that additions use.
    pub types: BTreeMap<String, Vec<String>>,
}

/// Why structure cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// The id is of another schema.
    NoForm,
    /// A part cannot be read.
    Part(NotationError),
    /// What was written does not say the same; a fault of the writer.
    Differs,
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoForm => f.write_str("no form of this schema"),
            Self::Part(error) => error.fmt(f),
            Self::Differs => f.write_str("the notation does not say the same as the schema"),
        }
    }
}

impl std::error::Error for WriteError {}

impl Importer {
    /// Writes the structure of a form in the forms' notation, with what it shares with others as `use` of parts. The lines
    /// begin at a level of indentation, 1 in a form file.
    ///
    /// The text has been read back: it makes the same tables.
    ///
    /// ```
    /// use etax::schema::{Additions, Importer, Parts};
    /// let mut importer = Importer::default();
    /// importer.provide("r.xsd", br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r">
    ///   <xs:complexType><xs:sequence><xs:element name="a" type="xs:long" nillable="true"/>
    ///   <xs:element name="b" type="xs:long" nillable="true" minOccurs="0"/></xs:sequence></xs:complexType>
    ///   </xs:element></xs:schema>"#.to_vec());
    /// let form = importer.add("r.xsd").unwrap();
    /// assert_eq!(importer.write(form, Additions::None, &Parts::default(), 0).unwrap(), "r\n  a, b?: long nil\n");
    /// ```
    ///
    /// Additions are marked with `+`.
    ///
    /// # Errors
    ///
    /// When a part cannot be read, or the form cannot be said in the notation.
    pub fn write(
        &mut self,
        form: FormId,
        added: Additions<'_>,
        parts: &Parts,
        level: usize,
    ) -> Result<String, WriteError> {
        let builder = self.builder();
        let wanted = builder.schema.form(form).cloned().ok_or(WriteError::NoForm)?;
        let frame = Frame::find(builder, form, parts)?;
        let mut shared = Shared::default();
        for (name, _) in parts.iter().filter(|(_, text)| !is_frame(text)) {
            let made = part(builder, name, parts, &HashMap::new())?;
            shared.add(&made);
        }
        if let Some(frame) = &frame {
            shared.add_types(&frame.made);
        }
        let amended = match added {
            Additions::Of(amended) => Some(amended),
            _ => None,
        };
        let particles = additions(builder, frame.as_ref(), amended, parts)?;
        let none = Kept::default();
        let kept = match added {
            Additions::Lines(kept) => kept,
            _ => &none,
        };
        let writer = Writer::new(builder, form, &shared, frame.as_ref());
        let text = writer.form(level, &particles, kept).ok_or(WriteError::Differs)?;
        let read = Text { file: &wanted.name, text: &text, first: 1, level };
        let made = Maker::make(builder, read, parts, &HashMap::new(), false).map_err(WriteError::Part)?;
        let same = (made.form.globals, made.form.attributes, made.form.root)
            == (wanted.globals, wanted.attributes, wanted.root);
        // Types that hold themselves have a place of their own each time they are read.
        if same || is_recursive(&builder.schema, form) { Ok(text) } else { Err(WriteError::Differs) }
    }

    /// Types that several of the forms have, as texts of parts by name: those of many lines that are not in one another.
    /// What the parts given already define is left to them.
    ///
    /// Forms are given with that for amended declarations, if there is one.
    ///
    /// # Errors
    ///
    /// When a part cannot be read, or an id is of another schema.
    pub fn shared(
        &mut self,
        forms: &[(FormId, Option<FormId>)],
        parts: &Parts,
    ) -> Result<BTreeMap<String, String>, WriteError> {
        let mut shared = Shared::default();
        let mut bodies = Vec::new();
        for (name, _) in parts.iter().filter(|(_, text)| !is_frame(text)) {
            let made = part(self.builder(), name, parts, &HashMap::new())?;
            shared.add(&made);
        }
        for (form, amended) in forms {
            let builder = self.builder();
            let frame = Frame::find(builder, *form, parts)?;
            let added = additions(builder, frame.as_ref(), *amended, parts)?;
            let added = added.values().flatten().filter_map(|it| {
                let type_ = builder.schema.type_of(it.term)?;
                Some((type_, builder.schema.names.local(it.name).to_owned()))
            });
            let added: Vec<(u32, String)> = added.collect();
            if let Some(frame) = &frame {
                shared.add_types(&frame.made);
            }
            let Some(made) = builder.schema.form(*form) else { return Err(WriteError::NoForm) };
            let stem = made.name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem = stem.split_once('.').map_or(stem, |(stem, _)| stem).to_owned();
            let named = |type_: u32| (type_, format!("main_{stem}"));
            bodies.push(match frame {
                Some(frame) => frame.given.values().copied().map(named).chain(added).collect(),
                None => roots(&builder.schema, made.globals).into_iter().map(named).collect(),
            });
        }
        let chosen = choose(&self.builder().schema, &bodies, &shared);
        let mut texts = BTreeMap::new();
        for (type_, wanted) in chosen {
            let (form, _) = *forms.first().ok_or(WriteError::NoForm)?;
            let mut writer = Writer::new(self.builder(), form, &shared, None);
            let name = writer.fresh(&wanted);
            let text = writer.part(&name, type_);
            shared.names.insert(name.clone());
            texts.insert(name, text);
        }
        Ok(texts)
    }
}
