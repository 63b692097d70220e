//! Form files made of imported schemas.

use super::source::Source;
use super::{Catalogue, Form, Head, NotationError, Section, Version};
use crate::rule::{Lang, Text};
use crate::schema::{Additions, FormId, Importer, Kept, Parts, WriteError};
use std::collections::BTreeMap;
use std::fmt;

/// How the authority names the schema of amended declarations: as that of the form, with this before it.
const AMENDED: &str = "KHBS_";

/// Why no form file was made of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertError {
    /// The file's name does not end with the three digits of a version, as that of a form's schema does.
    NoVersion,
    /// Nobody says which maTKhai the form has: neither the catalogue, nor the file that is there, nor the caller.
    NoCode,
    /// The structure cannot be written.
    Write(WriteError),
    /// What was made, with what is kept of the file that is there, cannot be read.
    Read(NotationError),
}

impl ConvertError {
    /// What is wrong, in a language; what a notation cannot say is told in English, as its keys are.
    ///
    /// ```
    /// use etax::form::ConvertError;
    /// use etax::rule::Lang;
    /// assert_eq!(ConvertError::NoCode.message(Lang::Vi), "chưa biết mã tờ khai (maTKhai) của mẫu");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::NoVersion => NO_VERSION.template(lang).to_owned(),
            Self::NoCode => NO_CODE.template(lang).to_owned(),
            Self::Write(error) => error.to_string(),
            Self::Read(error) => error.to_string(),
        }
    }
}

const NO_VERSION: Text = Text {
    vi: "tên tệp không kết thúc bằng các chữ số của phiên bản",
    en: "the name does not end with the digits of a version",
};
const NO_CODE: Text = Text {
    vi: "chưa biết mã tờ khai (maTKhai) của mẫu",
    en: "the form's code (maTKhai) is not known",
};

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for ConvertError {}

/// Form files made of schemas.
#[derive(Clone, Debug, Default)]
pub struct Conversion {
    /// Texts by path: `01_GTGT_TT80_268.form`, `parts/PL01_KHBS.part`.
    pub files: BTreeMap<String, String>,
    /// Schemas of which no file was made, and why.
    pub refused: Vec<(String, ConvertError)>,
}

impl Conversion {
    /// Makes a form file of each schema that was imported. `schemas` are the paths and ids of those, `existing` the texts
    /// of the folder that is written to, by path; of a file that is there the head, the additions and all sections but that
    /// of structure are kept. Without one, the head is that of the catalogue's form of the same name, or `codes` says which
    /// maTKhai the form has, by the file's name without version. What that form says of filing goes with it.
    ///
    /// A schema of amended declarations (`KHBS_…`) beside that of the form becomes additions to it.
    ///
    /// ```
    /// use etax::form::{Catalogue, Conversion};
    /// use etax::schema::Importer;
    /// use std::collections::BTreeMap;
    /// let mut importer = Importer::default();
    /// importer.provide("01_GTGT_TT80_290.xsd", br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    ///   <xs:element name="HSoThueDTu" type="xs:long"/></xs:schema>"#.to_vec());
    /// let schemas = [("01_GTGT_TT80_290.xsd", importer.add("01_GTGT_TT80_290.xsd").unwrap())];
    /// let none = BTreeMap::new();
    /// let made = Conversion::of(&mut importer, &schemas, &none, &none, Catalogue::built_in());
    /// let text = &made.files["01_GTGT_TT80_290.form"];
    /// assert!(text.starts_with("form 842\nversion 2.9.0\nfile 01_GTGT_TT80\nsign 01/GTGT\n"));
    /// assert!(text.contains("\nstructure\n  HSoThueDTu: long\n\nfiling\n  due current\n"));
    /// ```
    #[must_use]
    pub fn of(
        importer: &mut Importer,
        schemas: &[(&str, FormId)],
        existing: &BTreeMap<String, String>,
        codes: &BTreeMap<String, String>,
        catalogue: &Catalogue,
    ) -> Self {
        let mut conversion = Self::default();
        let mut parts = Parts::clone(catalogue.parts());
        for (path, text) in existing {
            if let Some(name) = path.strip_prefix("parts/").and_then(|path| path.strip_suffix(".part")) {
                parts.insert(name, text);
            }
        }
        let mut forms = Vec::new();
        for (path, id) in schemas {
            let stem = stem_of(path);
            if stem.starts_with(AMENDED) {
                continue;
            }
            let amended =
                schemas.iter().find(|(other, _)| stem_of(other).strip_prefix(AMENDED) == Some(stem));
            match heading(stem, existing.get(&format!("{stem}.form")), codes, catalogue) {
                Ok(heading) => forms.push((stem, heading, *id, amended.map(|(_, id)| *id))),
                Err(error) => conversion.refused.push(((*path).to_owned(), error)),
            }
        }
        let pairs: Vec<(FormId, Option<FormId>)> =
            forms.iter().map(|(_, _, id, amended)| (*id, *amended)).collect();
        match importer.shared(&pairs, &parts) {
            Ok(shared) => {
                for (name, text) in shared {
                    parts.insert(&name, &text);
                    conversion.files.insert(format!("parts/{name}.part"), text);
                }
            }
            Err(error) => {
                let refused =
                    forms.iter().map(|(stem, ..)| ((*stem).to_owned(), ConvertError::Write(error.clone())));
                conversion.refused.extend(refused);
                return conversion;
            }
        }
        for (stem, heading, id, amended) in forms {
            let file = format!("{stem}.form");
            let before = existing.get(&file).map_or("", String::as_str);
            match make(importer, &file, before, &heading, id, amended, &parts) {
                Ok(text) => {
                    conversion.files.insert(file, text);
                }
                Err(error) => conversion.refused.push((stem.to_owned(), error)),
            }
        }
        conversion
    }
}

fn make(
    importer: &mut Importer,
    file: &str,
    before: &str,
    heading: &Heading,
    id: FormId,
    amended: Option<FormId>,
    parts: &Parts,
) -> Result<String, ConvertError> {
    let (kept, sections) = match Source::read(before) {
        Ok(source) => (kept(&source, before), rest(&source, before)),
        Err(_) => (Kept::default(), heading.filing.clone()),
    };
    let additions = match amended {
        Some(amended) => Additions::Of(amended),
        None => Additions::Lines(&kept),
    };
    let structure = importer.write(id, additions, parts, 1).map_err(ConvertError::Write)?;
    let text = format!("{}structure\n{structure}{sections}", heading.head);
    Form::read(file, &text, parts).map_err(ConvertError::Read)?;
    Ok(text)
}

/// The name of a schema's file, without folders and ending.
fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What is known of a form before its structure.
struct Heading {
    head: String,
    /// The section `filing` where no file says it.
    filing: String,
}

/// The head of a form: that of the file that is there, or one made of what is known.
fn heading(
    stem: &str,
    existing: Option<&String>,
    codes: &BTreeMap<String, String>,
    catalogue: &Catalogue,
) -> Result<Heading, ConvertError> {
    if let Some((text, end)) = existing.and_then(|text| Some((text, text.find("\nstructure\n")?))) {
        let head = text.get(..=end).unwrap_or_default().to_owned();
        return Ok(Heading { head, filing: String::new() });
    }
    let (name, digits) = stem.rsplit_once('_').ok_or(ConvertError::NoVersion)?;
    let &[a, b, c] = digits.as_bytes() else { return Err(ConvertError::NoVersion) };
    let version = if digits.bytes().all(|digit| digit.is_ascii_digit()) {
        Version(a - b'0', b - b'0', c - b'0')
    } else {
        return Err(ConvertError::NoVersion);
    };
    let known = catalogue.like(name);
    let code = codes.get(name).map(String::as_str).or_else(|| known.map(|(head, _)| head.code.as_str()));
    let code = code.ok_or(ConvertError::NoCode)?;
    let mut lines = vec![("form", code.to_owned())];
    if let Some((Head { codes, .. }, _)) = known
        && !codes.is_empty()
    {
        lines.push(("codes", codes.join(" ")));
    }
    lines.push(("version", version.to_string()));
    lines.push(("file", known.map_or(name, |(head, _)| head.file.as_str()).to_owned()));
    if let Some((head, _)) = known {
        let said = [
            ("files", &head.files.join(" ")),
            ("sign", &head.sign),
            ("name.vi", &head.name.vi),
            ("name.en", &head.name.en),
            ("basis", &head.basis),
        ];
        lines.extend(said.map(|(key, value)| (key, value.clone())));
        let periods: Vec<&str> = head.periods.iter().map(|kind| kind.code()).collect();
        lines.push(("periods", periods.join(" ")));
    }
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let text: String = lines.map(|(key, value)| format!("{key} {value}\n")).collect();
    let filing = known.map(|(_, filing)| filing.to_string()).filter(|lines| !lines.is_empty());
    let filing = filing.map(|lines| format!("\n{}\n{lines}", Section::Filing.name()));
    Ok(Heading { head: text + "\n", filing: filing.unwrap_or_default() })
}

/// What is added to the authority's structure, and the definitions beside it.
fn kept(source: &Source, text: &str) -> Kept {
    let mut kept = Kept::default();
    let (mut name, mut inside) = ("", false);
    for line in source.lines(text, Section::Structure) {
        if line.indent == 1 {
            let defined = line.text.strip_prefix("type ");
            name = defined.and_then(|rest| rest.split([' ', ':']).next()).unwrap_or("");
            inside = false;
        } else if line.indent == 2 {
            inside = line.text.starts_with("+ ");
        }
        if name.is_empty() {
            continue;
        }
        let at = |level: usize| format!("{}{}", "  ".repeat(line.indent.saturating_sub(level)), line.text);
        kept.types.entry(name.to_owned()).or_default().push(at(1));
        if inside {
            kept.added.entry(name.to_owned()).or_default().push(at(2));
        }
    }
    kept
}

/// The sections behind that of structure.
fn rest(source: &Source, text: &str) -> String {
    let mut out = String::new();
    for section in Section::ALL.into_iter().filter(|section| *section != Section::Structure) {
        if source.has(section) {
            let (lines, _) = source.section(text, section);
            out.push_str(&format!("\n{}\n{}\n", section.name(), lines.trim_end_matches('\n')));
        }
    }
    out
}
