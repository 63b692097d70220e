//! Reads the XSD files of the authority.
//!
//! Hostile input is normal here too: files are parsed as every document is, references are followed to a bounded depth,
//! cycles are errors, and the number of parts is bounded.

mod complex;
mod error;
mod facets;
mod scope;
mod simple;

pub use error::{ImportError, Mended, Note, Problem};

use super::build::Builder;
use super::table::{Form, FormId, Schema};
use crate::xml::{DefectKind, Document, Element, Limits, Parsed};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The namespace of XSD files.
pub(super) const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// What an import may cost.
///
/// ```
/// use etax::schema::{Bounds, Importer, Problem};
/// let mut importer = Importer::new(Bounds { parts: 2, ..Bounds::default() });
/// importer.provide("a.xsd", br#"<schema xmlns="http://www.w3.org/2001/XMLSchema">
///   <element name="a"/><element name="b"/><element name="c"/></schema>"#.to_vec());
/// assert_eq!(importer.add("a.xsd").unwrap_err().problem, Problem::TooLarge);
/// ```
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Bounds on each file.
    pub xml: Limits,
    /// Most files that one form may draw in. Default 64.
    pub files: usize,
    /// Most elements, attributes, groups and types made for one form, counted again at every reference to a group.
    /// Default 200,000.
    pub parts: usize,
    /// Deepest chain of references: elements in types of elements in types, types derived from types. Default 256.
    pub depth: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { xml: Limits { depth: 128, ..Limits::default() }, files: 64, parts: 200_000, depth: 256 }
    }
}

/// A file that was provided.
#[derive(Clone, Debug)]
enum File {
    Bytes(Vec<u8>),
    Read(Document<'static>),
}

/// Reads XSD files and makes one [`Schema`] of many forms, in which equal parts are kept once.
///
/// It reads nothing itself: first every file is provided under its path, then the forms are added.
///
/// ```
/// use etax::schema::{Importer, Mended};
/// let mut importer = Importer::default();
/// importer.provide("base.xsd", br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///   <xs:complexType name="Main" abstract="true"/><xs:element name="doc" type="Main"/></xs:schema>"#.to_vec());
/// importer.provide("forms/one.xsd", br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///   <xs:redefine schemaLocation="..\Base.xsd"><xs:complexType name="Main"><xs:complexContent>
///     <xs:extension base="Main"><xs:sequence><xs:element name="ct22 " type="xs:long"/></xs:sequence>
///   </xs:extension></xs:complexContent></xs:complexType></xs:redefine></xs:schema>"#.to_vec());
/// let form = importer.add("forms/one.xsd").unwrap();
/// let mended: Vec<Mended> = importer.notes().iter().map(|note| note.mended).collect();
/// assert_eq!(mended, [Mended::Backslash, Mended::Capitals, Mended::Blanks]);
/// let schema = importer.finish();
/// assert_eq!(schema.root(form), Some(("", "doc")));
/// ```
#[derive(Clone, Debug)]
pub struct Importer {
    bounds: Bounds,
    files: BTreeMap<String, File>,
    /// Paths in lower case, for references whose capitals differ.
    lower: BTreeMap<String, String>,
    notes: Vec<Note>,
    noted: BTreeSet<Note>,
    builder: Builder,
}

impl Default for Importer {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

impl Importer {
    /// An importer without files.
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            files: BTreeMap::new(),
            lower: BTreeMap::new(),
            notes: Vec::new(),
            noted: BTreeSet::new(),
            builder: Builder::new(),
        }
    }

    /// Gives a file under its path, parts separated by `/`. References between files are relative to their own paths.
    pub fn provide(&mut self, path: &str, bytes: Vec<u8>) {
        self.lower.insert(path.to_lowercase(), path.to_owned());
        self.files.insert(path.to_owned(), File::Bytes(bytes));
    }

    /// Adds the form whose schema is in a file, under that file's path.
    ///
    /// # Errors
    ///
    /// When the file or one that it refers to cannot be used; the error says why and where. Other forms are not touched.
    pub fn add(&mut self, path: &str) -> Result<FormId, ImportError> {
        let files = self.draw_in(path)?;
        let scope = scope::Scope::open(&self.files, files, &self.bounds, path)?;
        let mut notes = Vec::new();
        let made = scope.make(&mut self.builder, &mut notes);
        for note in notes {
            self.note(note);
        }
        let (globals, attributes, root) = made?;
        let name = path.into();
        Ok(self.builder.add_form(Form { name, globals, attributes, root }))
    }

    /// What was mended so far, each fault once; of blanks at most a hundred in one form.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The tables of all forms added.
    #[must_use]
    pub fn finish(self) -> Schema {
        self.builder.finish()
    }

    /// The tables in the making.
    pub(in crate::schema) const fn builder(&mut self) -> &mut Builder {
        &mut self.builder
    }

    fn note(&mut self, note: Note) {
        if self.noted.insert(note.clone()) {
            self.notes.push(note);
        }
    }

    /// Reads a file and all that it refers to; gives each reference's target by file and offset of the element.
    fn draw_in(&mut self, path: &str) -> Result<scope::References, ImportError> {
        let mut references = scope::References::new();
        let mut open = vec![path.to_owned()];
        let mut seen: Vec<String> = vec![path.to_owned()];
        while let Some(path) = open.pop() {
            self.read(&path)?;
            let Some(File::Read(document)) = self.files.get(&path) else { continue };
            let mut notes = Vec::new();
            let mut found = Vec::new();
            for child in document.root().children() {
                let optional = child.is(XS, "import");
                if !(optional || child.is(XS, "include") || child.is(XS, "redefine")) {
                    continue;
                }
                let Some(location) = child.attribute("schemaLocation") else { continue };
                let note = |mended| Note { file: path.clone(), line: line(child), mended };
                let target = resolve(&path, &location, &mut |mended| notes.push(note(mended)));
                let target = match self.files.contains_key(&target) {
                    true => target,
                    false => match self.lower.get(&target.to_lowercase()) {
                        Some(known) => {
                            notes.push(note(Mended::Capitals));
                            known.clone()
                        }
                        None if optional => {
                            notes.push(note(Mended::NoImport));
                            continue;
                        }
                        None => {
                            let problem = Problem::NoFile;
                            return Err(ImportError { file: target, line: 1, problem });
                        }
                    },
                };
                found.push((child.index(), target));
                if found.len() > self.bounds.files {
                    return Err(ImportError { file: path, line: 1, problem: Problem::TooLarge });
                }
            }
            for (index, target) in found {
                if !seen.contains(&target) {
                    seen.push(target.clone());
                    open.push(target.clone());
                }
                references.insert((path.clone(), index), target);
            }
            if seen.len() > self.bounds.files {
                return Err(ImportError { file: path, line: 1, problem: Problem::TooLarge });
            }
            for note in notes {
                self.note(note);
            }
        }
        Ok(references)
    }

    /// Parses a file, unless that has been done.
    fn read(&mut self, path: &str) -> Result<(), ImportError> {
        let error = |line, problem| ImportError { file: path.to_owned(), line, problem };
        let bytes = match self.files.get(path) {
            None => return Err(error(1, Problem::NoFile)),
            Some(File::Read(_)) => return Ok(()),
            Some(File::Bytes(bytes)) => bytes,
        };
        let mut mended = Vec::new();
        let document =
            parse(bytes, &self.bounds.xml, &mut mended).map_err(|(line, problem)| error(line, problem))?;
        if !document.root().is(XS, "schema") {
            return Err(error(1, Problem::NoSchema));
        }
        self.files.insert(path.to_owned(), File::Read(document));
        for mended in mended {
            self.note(Note { file: path.to_owned(), line: 1, mended });
        }
        Ok(())
    }
}

/// Parses a file that may have the known faults of encoding, or a document type.
fn parse(
    bytes: &[u8],
    limits: &Limits,
    mended: &mut Vec<Mended>,
) -> Result<Document<'static>, (usize, Problem)> {
    let mut input = Cow::Borrowed(bytes);
    // Each fault is mended once.
    for _ in 0..4 {
        let defect = match Document::parse(&input, limits) {
            Parsed::Document(document) => return Ok(document.into_owned()),
            Parsed::Refused(defect) => defect,
        };
        let better = match defect.kind {
            DefectKind::NotText => Some(String::from_utf8_lossy(&input).into_owned().into_bytes()),
            DefectKind::Encoding => without_declaration(&input),
            DefectKind::Doctype => without_doctype(&input, defect.offset),
            _ => None,
        };
        let Some(better) = better else {
            let text = String::from_utf8_lossy(&input);
            let line = text.bytes().take(defect.offset).filter(|byte| *byte == b'\n').count() + 1;
            return Err((line, Problem::Xml(defect.kind, defect.found.unwrap_or_default())));
        };
        let kind = if defect.kind == DefectKind::Doctype { Mended::Doctype } else { Mended::Encoding };
        mended.push(kind);
        input = Cow::Owned(better);
    }
    Err((1, Problem::Xml(DefectKind::Encoding, String::new())))
}

/// The text in UTF-8 with blanks in place of the XML declaration, whose encoding is not the file's.
fn without_declaration(input: &[u8]) -> Option<Vec<u8>> {
    let text = match input {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(input).into_owned(),
    };
    let end = text.find("?>")? + 2;
    let start = text.find("<?xml")?;
    let (before, rest) = (text.get(..start)?, text.get(end..)?);
    Some([before.as_bytes(), rest.as_bytes()].concat())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The text with line ends in place of a document type, so that lines keep their numbers.
fn without_doctype(input: &[u8], offset: usize) -> Option<Vec<u8>> {
    let start = input.get(offset..)?.windows(9).position(|part| part == b"<!DOCTYPE")? + offset;
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, byte) in input.iter().enumerate().skip(start) {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'<' | b'[') => depth += 1,
            (None, b'>' | b']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let doctype = input.get(start..=at)?;
                    let lines = doctype.iter().copied().filter(|byte| *byte == b'\n');
                    let mut out = input.get(..start)?.to_vec();
                    out.extend(lines);
                    out.extend_from_slice(input.get(at + 1..)?);
                    return Some(out);
                }
            }
            _ => {}
        }
    }
    None
}

/// The path that a reference in a file means.
fn resolve(file: &str, location: &str, mended: &mut dyn FnMut(Mended)) -> String {
    let trimmed = location.trim();
    if trimmed.len() != location.len() {
        mended(Mended::Blanks);
    }
    let slashes = trimmed.replace('\\', "/");
    if slashes != trimmed {
        mended(Mended::Backslash);
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in slashes.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The line of an element.
fn line(element: Element<'_>) -> usize {
    element.document().positions().at(element.span().start).line
}
