//! General names (RFC 5280, section 4.2.1.6): the other names of a subject, and what name constraints restrict.

use super::{DistinguishedName, Unreadable};
use ::der::asn1::AnyRef;
use ::der::{Class, Decode, Reader, SliceReader, Tagged};
use x509_cert::name::Name;

/// The most names or subtrees looked at in one certificate. Real ones have a handful.
pub(super) const MOST_NAMES: usize = 256;

/// One general name. Forms that no constraint here can restrict keep their tag only.
#[derive(Clone, Debug)]
pub(super) enum GeneralName {
    /// rfc822Name.
    Email(String),
    /// dNSName.
    Dns(String),
    /// directoryName.
    Directory(Box<DistinguishedName>),
    /// uniformResourceIdentifier.
    Uri(String),
    /// iPAddress: 4 or 16 bytes, twice as many in a constraint.
    Address(Vec<u8>),
    /// Another form, or one of the forms above whose content is not what it should be.
    Other(u32),
}

impl GeneralName {
    /// The form, by its number in the choice of RFC 5280.
    pub(super) const fn form(&self) -> u32 {
        match self {
            Self::Email(_) => 1,
            Self::Dns(_) => 2,
            Self::Directory(_) => 4,
            Self::Uri(_) => 6,
            Self::Address(_) => 7,
            Self::Other(form) => *form,
        }
    }

    /// What stands for names that cannot be read: one of every form, so that no constraint passes over them.
    pub(super) const fn unknown() -> [Self; 9] {
        [
            Self::Other(0),
            Self::Other(1),
            Self::Other(2),
            Self::Other(3),
            Self::Other(4),
            Self::Other(5),
            Self::Other(6),
            Self::Other(7),
            Self::Other(8),
        ]
    }

    pub(super) fn of(any: AnyRef<'_>) -> Option<Self> {
        let tag = any.tag();
        if tag.class() != Class::ContextSpecific {
            return None;
        }
        let form = tag.number().value();
        let text = || {
            let text = std::str::from_utf8(any.value()).ok().filter(|text| text.is_ascii());
            text.map(str::to_owned)
        };
        let read = match form {
            1 => text().map(Self::Email),
            2 => text().map(Self::Dns),
            4 => Name::from_der(any.value())
                .ok()
                .and_then(|name| DistinguishedName::of(&name))
                .map(|name| Self::Directory(Box::new(name))),
            6 => text().map(Self::Uri),
            7 => Some(Self::Address(any.value().to_vec())),
            0 | 3 | 5 | 8 => None,
            _ => return None,
        };
        Some(read.unwrap_or(Self::Other(form)))
    }

    /// The names of a GeneralNames sequence, and whether there were more than [`MOST_NAMES`].
    pub(super) fn read_all(der: &[u8]) -> Result<(Vec<Self>, bool), Unreadable> {
        const BAD: Unreadable = Unreadable("unreadable alternative name");
        let outer = AnyRef::from_der(der).map_err(|_| BAD)?;
        if outer.tag() != ::der::Tag::Sequence {
            return Err(BAD);
        }
        let mut reader = SliceReader::new(outer.value()).map_err(|_| BAD)?;
        let mut names = Vec::new();
        while !reader.is_finished() {
            if names.len() == MOST_NAMES {
                return Ok((names, true));
            }
            let any = AnyRef::decode(&mut reader).map_err(|_| BAD)?;
            names.push(Self::of(any).ok_or(BAD)?);
        }
        Ok((names, false))
    }
}
