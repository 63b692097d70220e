//! A declaration in the making.

use super::error::{JsonError, Mistake};
use super::value::Json;
use super::xml::{Composed, Stated, Writer};
use super::{FORM, VERSION};
use crate::declaration::DeclarationKind;
use crate::form::{Form, Head, Version};
use crate::value::Period;
use jiff::civil::Date;

/// A declaration given as JSON, not yet held against its form.
///
/// ```
/// use etax::declaration::json::{Draft, Mistake};
/// use etax::form::{Form, Parts};
/// let form = Form::read("x.form", "form 000\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    ct22: long nil\n    ngay: date\n", &Parts::default()).unwrap();
/// let wrong = Draft::read(r#"{"form": "000", "ngay": "2026-11-20", "ct22": 1.5}"#).unwrap().xml(&form).unwrap_err();
/// assert_eq!((&*wrong.pointer, wrong.mistake), ("/ct22", Mistake::Inexact));
/// let xml = Draft::read(r#"{"form": "000", "ngay": "2026-11-20", "ct22": 1}"#).unwrap().xml(&form).unwrap();
/// assert!(xml.find("<ct22>").unwrap() < xml.find("<ngay>").unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Draft {
    json: Json,
}

/// What is known of a declaration before there are figures: what goes into the envelope of an empty one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The period.
    pub period: Option<Period>,
    /// First, amended or replacing; a first one without it.
    pub kind: Option<DeclarationKind>,
    /// The number of the amendment.
    pub number: u32,
    /// mst: the taxpayer's tax code; empty where it is not known yet.
    pub tax_code: &'a str,
    /// tenNNT: the taxpayer's name.
    pub name: &'a str,
    /// ngayLapTKhai and ngayKy: the day of drawing up and of signing.
    pub date: Option<Date>,
}

impl Draft {
    /// Reads a JSON text.
    ///
    /// # Errors
    ///
    /// Where it is no JSON, or no object.
    pub fn read(text: &str) -> Result<Self, JsonError> {
        match Json::read(text)? {
            json @ Json::Object(_) => Ok(Self { json }),
            other => {
                let mistake = Mistake::WrongType { expected: "an object", found: other.kind() };
                Err(JsonError::new("", mistake))
            }
        }
    }

    fn said(&self, key: &str) -> Result<Option<&str>, JsonError> {
        match self.json.get(key) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => {
                let mistake = Mistake::WrongType { expected: "a string", found: other.kind() };
                Err(JsonError::new(&format!("/{key}"), mistake))
            }
        }
    }

    /// `form`: the code of its form, or the number printed on it.
    ///
    /// # Errors
    ///
    /// Where it is missing or no string.
    pub fn form(&self) -> Result<&str, JsonError> {
        let missing = || JsonError::new("", Mistake::Missing { name: FORM.to_owned() });
        self.said(FORM)?.ok_or_else(missing)
    }

    /// `version`: the version of its form; `None` stands for the newest.
    ///
    /// # Errors
    ///
    /// Where it is no version.
    pub fn version(&self) -> Result<Option<Version>, JsonError> {
        let Some(text) = self.said(VERSION)? else { return Ok(None) };
        let wrong = || Mistake::Value { expected: "2.8.3".to_owned(), found: text.to_owned() };
        Version::parse(text).map(Some).ok_or_else(|| JsonError::new("/version", wrong()))
    }

    /// Writes it as XML, elements in the order of the form. What must stand and is not given is nil where it may be
    /// nil, else empty, 0 or unticked; `maTKhai`, `pbanTKhaiXML`, `tenTKhai` and `moTaBMau` are those of the form.
    ///
    /// # Errors
    ///
    /// The first mistake, with its JSON pointer. That every value is one the form allows, in a place that it has, makes
    /// the document sound in structure, but not right.
    pub fn xml(&self, form: &Form) -> Result<String, JsonError> {
        self.compose(form).map(|composed| composed.xml)
    }

    pub(super) fn compose(&self, form: &Form) -> Result<Composed, JsonError> {
        let head = form.head();
        let named = self.form()?;
        let contradiction = |key: &str, expected: String, found: &str| {
            let mistake = Mistake::Contradiction { expected, found: found.to_owned() };
            Err(JsonError::new(&format!("/{key}"), mistake))
        };
        if !head.has_code(named) && head.sign != named {
            return contradiction(FORM, head.code.clone(), named);
        }
        let code = if head.has_code(named) { named } else { &head.code };
        let version = self.version()?.unwrap_or(head.version);
        if !head.serves(code, version) {
            return contradiction(VERSION, head.version.to_string(), &version.to_string());
        }
        write(form, &self.json, code, version, &Facts::default(), false)
    }

    /// An empty declaration of a form, as XML: every element that must stand, in order, and what is known already. What
    /// nobody can guess stays empty, and must be filled in before the document is sound.
    ///
    /// # Errors
    ///
    /// Where the form allows no document, which no form of the authority does.
    ///
    /// ```
    /// use etax::declaration::json::{Draft, Facts};
    /// use etax::form::{Form, Parts};
    /// let form = Form::read("x.form", "form 000\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    NNT\n      mst: string\n    ct22: long nil\n", &Parts::default()).unwrap();
    /// let xml = Draft::blank(&form, form.head().version, &Facts { tax_code: "0123456789", ..Facts::default() }).unwrap();
    /// assert!(xml.contains("<mst>0123456789</mst>") && xml.contains("<ct22 xsi:nil=\"true\"/>"));
    /// ```
    pub fn blank(form: &Form, version: Version, facts: &Facts<'_>) -> Result<String, JsonError> {
        let json = Json::Object(Vec::new());
        write(form, &json, &form.head().code, version, facts, true).map(|composed| composed.xml)
    }
}

/// Whether a form is that of a version, as text.
pub(super) fn serves(head: &Head, version: &str) -> bool {
    Version::parse(version).is_some_and(|version| head.serves(&head.code, version))
}

fn write(
    form: &Form,
    json: &Json,
    code: &str,
    version: Version,
    facts: &Facts<'_>,
    lenient: bool,
) -> Result<Composed, JsonError> {
    let missing = || JsonError::new("", Mistake::Missing { name: "structure".to_owned() });
    let root = form.schema().root_place(form.id()).ok_or_else(missing)?;
    let head = form.head();
    let version = version.to_string();
    let mut stated: Vec<Stated> = Vec::new();
    let mut state = |parent, name, text: &str, only| {
        if !text.is_empty() {
            stated.push(Stated { parent, name, text: text.to_owned(), only });
        }
    };
    // Registrations of taxpayers say in TTinTKhaiThue itself what declarations say in TKhaiThue and NNT.
    for parent in ["TKhaiThue", "TTinTKhaiThue"] {
        state(parent, "maTKhai", code, true);
        state(parent, "pbanTKhaiXML", &version, true);
        state(parent, "tenTKhai", &head.name.vi, false);
        state(parent, "moTaBMau", &head.basis, false);
    }
    // A transmission of invoice data (TKhai) names its form by the printed number.
    state("TTChung", "MSo", &head.sign, true);
    state("TTChung", "PBan", &version, true);
    state("TTChung", "Ten", &head.name.vi, false);
    if lenient {
        let kind = match facts.kind {
            Some(DeclarationKind::Amended) => "B",
            Some(DeclarationKind::Replacing) => "T",
            Some(DeclarationKind::First) | None => "C",
        };
        state("TKhaiThue", "loaiTKhai", kind, false);
        state("TKhaiThue", "soLan", &facts.number.to_string(), false);
        if let Some(period) = facts.period {
            let day = |date: Date| format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
            state("KyKKhaiThue", "kieuKy", period.kind().code(), false);
            state("KyKKhaiThue", "kyKKhai", &period.to_string(), false);
            state("KyKKhaiThue", "kyKKhaiTuNgay", &day(period.first()), false);
            state("KyKKhaiThue", "kyKKhaiDenNgay", &day(period.last()), false);
        }
        let date = facts.date.map(|date| date.to_string()).unwrap_or_default();
        state("TKhaiThue", "ngayLapTKhai", &date, false);
        state("TKhaiThue", "ngayKy", &date, false);
        state("TTinTKhaiThue", "ngayKy", &date, false);
        state("TTChung", "NLap", &date, false);
        for parent in ["NNT", "TTinTKhaiThue"] {
            state(parent, "mst", facts.tax_code, false);
            state(parent, "tenNNT", facts.name, false);
        }
        state("TTChung", "MST", facts.tax_code, false);
        state("TTChung", "TNNT", facts.name, false);
    }
    Writer::new(&stated, lenient).document(root, json, &[FORM, VERSION])
}
