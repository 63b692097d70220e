//! DER read in place, one element after the other (ITU-T X.690, section 10).
//!
//! Evidence of revocation and time-stamps are read with this and not with `der`'s types: a revocation list may
//! have half a million entries, and none of them is to cost an allocation. Definite, minimal lengths and
//! one-byte tags only; every read is a step forward, so reading is linear whatever the bytes are.

use super::SignatureAlgorithm;
use crate::signature::algorithm::DigestAlgorithm;
use crate::value::Moment;
use ::der::Tag;
use ::der::asn1::{AnyRef, ObjectIdentifier};

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// A context-specific tag, primitive.
pub(crate) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// A context-specific tag, constructed.
pub(crate) const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// One element: its tag, its content, and its whole encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) whole: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The one element that `bytes` are, with nothing after it.
    pub(crate) fn only(bytes: &'a [u8], tag: u8) -> Option<Self> {
        let mut fields = Fields::of(bytes);
        let element = fields.take(tag)?;
        fields.is_empty().then_some(element)
    }

    /// What it holds, element by element.
    pub(crate) const fn fields(self) -> Fields<'a> {
        Fields::of(self.value)
    }

    /// The one element that it holds, as an explicit tag does.
    pub(crate) fn inside(self, tag: u8) -> Option<Self> {
        Tlv::only(self.value, tag)
    }

    /// The bytes of a BIT STRING of whole bytes.
    pub(crate) fn bits(self) -> Option<&'a [u8]> {
        let (unused, bytes) = self.value.split_first()?;
        (*unused == 0).then_some(bytes)
    }

    /// Dotted decimal form of an OBJECT IDENTIFIER.
    pub(crate) fn dotted(self) -> Option<String> {
        (self.tag == OBJECT_IDENTIFIER)
            .then(|| ObjectIdentifier::from_bytes(self.value).ok())
            .flatten()
            .map(|oid| oid.to_string())
    }

    /// DER's only two forms of a BOOLEAN.
    pub(crate) const fn boolean(self) -> Option<bool> {
        match self.value {
            [0] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    /// A small non-negative INTEGER or ENUMERATED.
    pub(crate) fn number(self) -> Option<u32> {
        match self.value {
            [] => None,
            [first, ..] if *first >= 0x80 => None,
            bytes if bytes.len() > 5 || (bytes.len() == 5 && bytes.first() != Some(&0)) => None,
            bytes => Some(bytes.iter().fold(0u32, |sum, byte| (sum << 8) | u32::from(*byte))),
        }
    }

    /// A UTCTime or GeneralizedTime as RFC 5280 writes them (section 4.1.2.5).
    pub(crate) fn time(self) -> Option<Moment> {
        let tag = match self.tag {
            UTC_TIME => Tag::UtcTime,
            GENERALIZED_TIME => Tag::GeneralizedTime,
            _ => return None,
        };
        super::time::read(AnyRef::new(tag, self.value).ok()?)
    }
}

/// Elements that stand one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What is left.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// How many bytes are left.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// Whether the next element has this tag.
    pub(crate) fn sees(&self, tag: u8) -> bool {
        self.rest.first() == Some(&tag)
    }

    /// The next element, whatever it is; `None` when there is none or it is no DER.
    pub(crate) fn next(&mut self) -> Option<Tlv<'a>> {
        let (tag, after) = self.rest.split_first()?;
        let (first, after) = after.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, header) = if *first < 0x80 {
            (usize::from(*first), 2)
        } else {
            let count = usize::from(first & 0x7f);
            if !(1..=4).contains(&count) {
                return None;
            }
            let octets = after.get(..count)?;
            let length = octets
                .iter()
                .try_fold(0usize, |sum, octet| sum.checked_mul(256)?.checked_add(usize::from(*octet)))?;
            // The shortest form only: two spellings of one thing are two things to a signature.
            if length < 0x80 || octets.first() == Some(&0) {
                return None;
            }
            (length, 2 + count)
        };
        let (whole, rest) = self.rest.split_at_checked(header.checked_add(length)?)?;
        self.rest = rest;
        Some(Tlv { tag: *tag, value: whole.get(header..)?, whole })
    }

    /// The next element, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Option<Tlv<'a>> {
        if self.sees(tag) { self.next() } else { None }
    }

    /// The next element if it has this tag: `Some(None)` when it has another, `None` when it is no DER.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Option<Tlv<'a>>> {
        if self.sees(tag) { self.next().map(Some) } else { Some(None) }
    }
}

/// An INTEGER without the leading bytes that DER forbids and some authorities write: two spellings of a serial number
/// must not hide an entry.
pub(crate) fn shortest(integer: &[u8]) -> &[u8] {
    let mut bytes = integer;
    while let [first, rest @ ..] = bytes
        && let Some(second) = rest.first()
        && ((*first == 0 && *second < 0x80) || (*first == 0xff && *second >= 0x80))
    {
        bytes = rest;
    }
    bytes
}

/// The OID of an AlgorithmIdentifier, dotted.
pub(crate) fn algorithm_oid(identifier: Tlv<'_>) -> Option<String> {
    identifier.fields().take(OBJECT_IDENTIFIER)?.dotted()
}

/// The signature algorithm of an AlgorithmIdentifier; `Some(None)` for one that this engine does not have.
pub(crate) fn signature_algorithm(identifier: Tlv<'_>) -> Option<Option<SignatureAlgorithm>> {
    Some(SignatureAlgorithm::from_oid(&algorithm_oid(identifier)?))
}

/// The digest of an AlgorithmIdentifier (RFC 8017, appendix B.1).
pub(crate) fn digest_algorithm(identifier: Tlv<'_>) -> Option<DigestAlgorithm> {
    match algorithm_oid(identifier)?.as_str() {
        "1.3.14.3.2.26" => Some(DigestAlgorithm::Sha1),
        "2.16.840.1.101.3.4.2.1" => Some(DigestAlgorithm::Sha256),
        "2.16.840.1.101.3.4.2.2" => Some(DigestAlgorithm::Sha384),
        "2.16.840.1.101.3.4.2.3" => Some(DigestAlgorithm::Sha512),
        _ => None,
    }
}

/// One extension: OID, whether critical, and the DER inside its OCTET STRING.
pub(crate) struct Extension<'a> {
    pub(crate) oid: String,
    pub(crate) critical: bool,
    pub(crate) value: &'a [u8],
}

/// The extensions in the value of an `Extensions` SEQUENCE; `None` when one is malformed or stands twice.
pub(crate) fn extensions(sequence: Tlv<'_>) -> Option<Vec<Extension<'_>>> {
    /// Lists and responses have a handful.
    const MOST: usize = 64;
    let mut fields = sequence.fields();
    let mut found: Vec<Extension<'_>> = Vec::new();
    while !fields.is_empty() {
        let mut parts = fields.take(SEQUENCE)?.fields();
        let oid = parts.take(OBJECT_IDENTIFIER)?.dotted()?;
        let critical = match parts.optional(BOOLEAN)? {
            Some(flag) => flag.boolean()?,
            None => false,
        };
        let value = parts.take(OCTET_STRING)?.value;
        if !parts.is_empty() || found.len() == MOST || found.iter().any(|other| other.oid == oid) {
            return None;
        }
        found.push(Extension { oid, critical, value });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_definite_and_minimal() {
        assert_eq!(Tlv::only(&[4, 2, 7, 8], OCTET_STRING).map(|found| found.value), Some(&[7u8, 8][..]));
        let mut long = vec![4, 0x81, 0x80];
        long.resize(3 + 128, 0);
        assert!(Tlv::only(&long, OCTET_STRING).is_some());
        for wrong in [
            &[4, 0x81, 1, 7][..],
            &[4, 0x80, 7, 0, 0],
            &[4, 0x82, 0, 1, 7],
            &[4, 3, 7],
            &[4, 1, 7, 8],
            &[4],
            &[],
            &[0x1f, 1, 7],
            &[4, 0x85, 0, 0, 0, 0, 1, 7],
            &[4, 0x84, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert!(Tlv::only(wrong, OCTET_STRING).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn integers_lose_only_what_says_nothing() {
        assert_eq!(shortest(&[0, 0, 1]), [1]);
        assert_eq!(shortest(&[0, 0x80]), [0, 0x80]);
        assert_eq!(shortest(&[0xff, 0xff]), [0xff]);
        assert_eq!(shortest(&[0]), [0]);
        assert_eq!(shortest(&[]), [0u8; 0]);
    }
}
