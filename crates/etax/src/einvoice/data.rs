//! A document of the standard as plain data.

use super::node::Tables;
use super::write::{self, Unknown};
use super::{JsonError, Mistake, fill, read, sound};
use crate::declaration::json::Json;
use crate::xml::{Document, Element, Limits, Parsed};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// An invoice, a message or a paper around invoices as plain data: made from JSON, written as XML, read back.
///
/// ```
/// use etax::einvoice::{EInvoiceData, Unknown};
/// let json = r#"{"TDiep": {
///   "DLieu": {"HDon": [{"DLHDon": {
///     "NDHDon": {"TToan": {"TgTTTBSo": 1500}, "NBan": {"MST": "0123456787", "Ten": "A & B"}},
///     "TTChung": {"SHDon": 7, "KHMSHDon": "1"}}}]},
///   "TTChung": {"MLTDiep": 200, "MNGui": "0123456787", "MNNhan": "TCT"}}}"#;
/// let message = EInvoiceData::from_json(json).unwrap().filled();
/// let xml = message.to_xml(Unknown::Refuse).unwrap();
/// assert!(xml.contains("<TTChung><PBan>2.1.0</PBan><KHMSHDon>1</KHMSHDon><SHDon>7</SHDon></TTChung>"));
/// assert!(xml.contains("<NBan><Ten>A &amp; B</Ten><MST>0123456787</MST></NBan>"));
/// assert!(xml.contains("<MST>0123456787</MST><SLuong>1</SLuong>"));
///
/// let again = EInvoiceData::from_xml(xml.as_bytes()).unwrap();
/// assert_eq!((again.root(), again.to_xml(Unknown::Refuse).unwrap()), ("TDiep", xml));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct EInvoiceData {
    tag: &'static str,
    json: Json,
}

impl EInvoiceData {
    /// Reads a JSON text: an object with the root's name as its only key. Of at most 64 MiB, two million values and 128
    /// levels.
    ///
    /// # Errors
    ///
    /// Where it is no JSON or another root, has a key twice, a number that is not whole or longer than 64 bits, or a
    /// character that no XML document can hold. Whether the standard has its keys, [`EInvoiceData::to_xml`] says.
    ///
    /// ```
    /// use etax::einvoice::{EInvoiceData, Mistake};
    /// let wrong = |json| EInvoiceData::from_json(json).unwrap_err();
    /// let twice = wrong(r#"{"HDon": {"DLHDon": {}, "DLHDon": {}}}"#);
    /// assert_eq!((&*twice.pointer, twice.mistake), ("/HDon/DLHDon", Mistake::Duplicate));
    /// let fraction = wrong(r#"{"HDon": {"DLHDon": [1.5]}}"#);
    /// assert_eq!((&*fraction.pointer, fraction.mistake), ("/HDon/DLHDon/0", Mistake::Inexact));
    /// assert_eq!(wrong(r#"{"HoaDon": {}}"#).pointer, "/HoaDon");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        let json = sound::read(text)?;
        let Json::Object(mut entries) = json else {
            let mistake = Mistake::WrongType { expected: "an object", found: json.kind() };
            return Err(JsonError::new("", mistake));
        };
        if let [_, (second, _), ..] = entries.as_slice() {
            return Err(below(second, Mistake::NoPlace));
        }
        let tables = Tables::get();
        let Some((key, json)) = entries.pop() else {
            return Err(JsonError::new("", Mistake::Missing { name: tables.root_tags().join(", ") }));
        };
        match tables.root(&key) {
            Some(node) => Ok(Self { tag: node.tag, json }),
            None => Err(below(&key, Mistake::UnknownName)),
        }
    }

    /// Reads what a document says, without judging it; `None` when its root is none of the standard's.
    #[must_use]
    pub fn read(root: Element<'_>) -> Option<Self> {
        read::root(root).map(|(tag, json)| Self { tag, json })
    }

    /// Reads the bytes of a document; `None` when they are no XML, too large, or another kind of document.
    #[must_use]
    pub fn from_xml(bytes: &[u8]) -> Option<Self> {
        match Document::parse(bytes, &Limits::default()) {
            Parsed::Document(document) => Self::read(document.root()),
            Parsed::Refused(_) => None,
        }
    }

    /// The root element: `HDon`, `TDiep`, `TKhai`, `TBao`, `DNghi`, `BTHDLieu`, `BKe` or `BBan`.
    #[must_use]
    pub const fn root(&self) -> &'static str {
        self.tag
    }

    /// The same with what follows from the rest, where it is left empty: PBan is 2.1.0; MSo of a paper in a message is
    /// that of the message; TgTTTBChu are the words of TgTTTBSo in whole đồng; SLuong and MST of a message are the
    /// number of its documents and the taxpayer of them all. No amount is worked out, and no id is made.
    #[must_use]
    pub fn filled(mut self) -> Self {
        fill::fill(self.tag, &mut self.json);
        self
    }

    /// The unsigned document, without white space between elements. The same data give the same bytes, whatever the
    /// order of keys.
    ///
    /// # Errors
    ///
    /// The first mistake with its JSON pointer: a key that the standard does not have at its place, another shape than
    /// it has there, or a paper without a number (MSo) that is known.
    ///
    /// ```
    /// use etax::einvoice::{EInvoiceData, Mistake, Unknown};
    /// let invoice = EInvoiceData::from_json(r#"{"HDon": {"DLHDon": {"?Them": "x", "TTChung": {}}}}"#).unwrap();
    /// let error = invoice.to_xml(Unknown::Refuse).unwrap_err();
    /// assert_eq!((&*error.pointer, error.mistake), ("/HDon/DLHDon/?Them", Mistake::UnknownName));
    /// let xml = invoice.to_xml(Unknown::Keep).unwrap();
    /// assert!(xml.ends_with("<HDon><DLHDon><TTChung/><Them>x</Them></DLHDon></HDon>\n"));
    /// ```
    pub fn to_xml(&self, unknown: Unknown) -> Result<String, JsonError> {
        write::document(self.tag, &self.json, unknown)
    }

    /// The JSON text, two blanks deeper at each level.
    ///
    /// ```
    /// use etax::einvoice::EInvoiceData;
    /// let invoice = EInvoiceData::from_xml(b"<HDon><DLHDon Id=\"a\"/></HDon>").unwrap();
    /// assert_eq!(invoice.to_json(), "{\n  \"HDon\": {\n    \"DLHDon\": {\n      \"@Id\": \"a\"\n    }\n  }\n}");
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers whose digits are lost, the only values that cannot be written, are refused when they are read.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// A mistake at a key of the whole text.
fn below(key: &str, mistake: Mistake) -> JsonError {
    let mut path = super::path::Path::default();
    path.enter(key);
    path.error(mistake)
}

impl Serialize for EInvoiceData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.tag, &self.json)?;
        map.end()
    }
}
