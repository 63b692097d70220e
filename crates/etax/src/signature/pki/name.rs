//! Distinguished names: how they are shown, and when two are the same.

use ::der::asn1::ObjectIdentifier;
use ::der::{Encode, Tag, Tagged};
use std::fmt;
use x509_cert::name::Name;

/// The longest attribute value kept, in characters. RFC 5280 allows 64; real ones are longer.
const LONGEST_VALUE: usize = 512;

const SHORT_NAMES: [(&str, &str); 12] = [
    ("2.5.4.3", "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "STREET"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "title"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
];

/// A subject or issuer name.
///
/// Two names are equal when their attributes are the same in the same order, letter case and
/// runs of spaces aside (RFC 5280, section 7.1, without Unicode normalisation).
///
/// ```
/// use etax::signature::pki::Certificate;
/// # const DER: &[u8] = include_bytes!("example.der");
/// let certificate = Certificate::from_der(DER).unwrap();
/// assert_eq!(certificate.subject().attribute("CN"), Some("Example Signer"));
/// assert_eq!(certificate.subject().to_string(), "C=VN,CN=Example Signer,UID=MST:0300123450");
/// ```
#[derive(Clone, Debug)]
pub struct DistinguishedName {
    attributes: Vec<(String, String)>,
    key: Vec<u8>,
    text: String,
}

impl DistinguishedName {
    pub(crate) fn of(name: &Name) -> Option<Self> {
        let mut attributes = Vec::new();
        let mut key = Vec::new();
        for rdn in name.iter_rdn() {
            key.push(b'/');
            for pair in rdn.iter() {
                let label = label(pair.oid);
                key.extend_from_slice(pair.oid.as_bytes());
                key.push(0);
                match text(pair.value.tag(), pair.value.value()) {
                    Some(value) => {
                        push_folded(&mut key, &value);
                        attributes.push((label, value.chars().take(LONGEST_VALUE).collect()));
                    }
                    None => {
                        let raw = pair.value.to_der().ok()?;
                        key.push(1);
                        key.extend_from_slice(&raw);
                        attributes.push((label, format!("#{}", super::der::hex(&raw))));
                    }
                }
                key.push(2);
            }
        }
        let text = rfc4514(&attributes);
        Some(Self { attributes, key, text })
    }

    /// The first value of an attribute, by its short name (`CN`, `O`, `UID`) or dotted OID.
    #[must_use]
    pub fn attribute(&self, label: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == label).map(|(_, value)| value.as_str())
    }

    /// All attributes with their values, in the order of the certificate.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(label, value)| (label.as_str(), value.as_str()))
    }

    /// What equality compares.
    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }
}

impl PartialEq for DistinguishedName {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for DistinguishedName {}

/// RFC 4514: last attribute first, separated by commas, special characters escaped.
impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn rfc4514(attributes: &[(String, String)]) -> String {
    let mut text = String::new();
    for (label, value) in attributes.iter().rev() {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(label);
        text.push('=');
        let last = value.chars().count().saturating_sub(1);
        for (at, c) in value.chars().enumerate() {
            match c {
                ' ' if at == 0 || at == last => text.push_str("\\ "),
                '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', c]),
                c if c.is_control() => {
                    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                        text.push('\\');
                        text.push_str(&super::der::hex(&[byte]));
                    }
                }
                c => text.push(c),
            }
        }
    }
    text
}

fn label(oid: ObjectIdentifier) -> String {
    let dotted = oid.to_string();
    SHORT_NAMES.iter().find(|(known, _)| *known == dotted).map_or(dotted, |(_, short)| (*short).to_owned())
}

/// The characters of a directory string, whatever its encoding.
fn text(tag: Tag, value: &[u8]) -> Option<String> {
    match tag {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString => {
            std::str::from_utf8(value).ok().map(str::to_owned)
        }
        Tag::TeletexString => Some(value.iter().copied().map(char::from).collect()),
        Tag::BmpString => {
            let units: Vec<u16> = value
                .chunks_exact(2)
                .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
                .collect();
            if value.len() % 2 == 1 {
                return None;
            }
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

/// Lower case, spaces trimmed and collapsed.
fn push_folded(key: &mut Vec<u8>, value: &str) {
    let mut first = true;
    for word in value.split(' ').filter(|word| !word.is_empty()) {
        if !first {
            key.push(b' ');
        }
        first = false;
        key.extend_from_slice(word.to_lowercase().as_bytes());
    }
}
