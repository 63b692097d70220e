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
/// Two names are equal when their attributes are the same in the same order, letter case, runs of
/// white space and the string type aside (RFC 5280, section 7.1, without Unicode normalisation:
/// issuers copy their own name byte for byte).
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
            let mut pairs = Vec::new();
            for pair in rdn.iter() {
                let label = label(pair.oid);
                let value = match text(pair.value.tag(), pair.value.value()) {
                    Some(value) => {
                        attributes.push((label, value.chars().take(LONGEST_VALUE).collect()));
                        (b's', folded(&value).into_bytes())
                    }
                    None => {
                        let raw = pair.value.to_der().ok()?;
                        attributes.push((label, format!("#{}", super::der::hex(&raw))));
                        (b'#', raw)
                    }
                };
                pairs.push((pair.oid, value));
            }
            // The order in a set is that of the encodings, which differ between string types.
            pairs.sort();
            push_count(&mut key, pairs.len())?;
            for (oid, (kind, value)) in pairs {
                push_count(&mut key, oid.as_bytes().len())?;
                key.extend_from_slice(oid.as_bytes());
                key.push(kind);
                push_count(&mut key, value.len())?;
                key.extend_from_slice(&value);
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

    /// Whether it has no attribute at all.
    pub(crate) const fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Whether `base` is this name or one above it in the directory.
    pub(crate) fn starts_with(&self, base: &Self) -> bool {
        // Every part of the key carries its length, so a prefix of the bytes is a prefix of the parts.
        self.key.starts_with(&base.key)
    }

    /// What equality compares: for each relative name its attributes, each part with its length before it.
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

/// Lower case, white space trimmed and collapsed (RFC 4518, sections 2.2 and 2.6).
fn folded(value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.to_lowercase());
    }
    folded
}

fn push_count(key: &mut Vec<u8>, count: usize) -> Option<()> {
    key.extend_from_slice(&u32::try_from(count).ok()?.to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn name(text: &str) -> DistinguishedName {
        DistinguishedName::of(&Name::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn letter_case_and_runs_of_spaces_do_not_matter() {
        assert_eq!(name("O=Công  ty ,C=VN"), name("O=CÔNG TY,C=VN"));
        assert_ne!(name("O=Công ty,C=VN"), name("O=Côngty,C=VN"));
        assert_ne!(name("CN=a,C=VN"), name("C=VN,CN=a"));
    }

    #[test]
    fn no_value_passes_for_several_attributes() {
        // What the separators of a naive key would be.
        assert_ne!(name("CN=b,O=a"), name("O=a\\02\\2F\\55\\04\\03\\00b"));
        assert_ne!(name("O=a+CN=b"), name("CN=b,O=a"));
    }

    #[test]
    fn a_name_lies_below_its_own_first_parts_only() {
        let below = name("CN=x,OU=b,O=a");
        assert!(below.starts_with(&name("OU=B,O=A")) && below.starts_with(&below));
        assert!(!below.starts_with(&name("CN=x,O=a")) && !below.starts_with(&name("OU=b,O=")));
        assert!(!name("O=a+CN=b").starts_with(&name("O=a")));
        assert!(!name("O=ab").starts_with(&name("O=a")));
    }
}
