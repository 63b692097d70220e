//! The identities that an issuing authority writes into a subject.

use super::DistinguishedName;
use crate::value::{TaxCode, TaxCodeKind};

/// Which register an identity in a certificate's subject comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentityKind {
    /// `MST:`, mã số thuế: a tax code.
    TaxCode,
    /// `CCCD:`, căn cước công dân: the number of a citizen's card.
    CitizenCard,
    /// `CMND:`, chứng minh nhân dân: the number of the older identity card.
    IdentityCard,
}

/// An identity that the issuing authority wrote into the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The register.
    pub kind: IdentityKind,
    /// The number, as written after the prefix, without blanks.
    pub value: String,
}

impl Identity {
    /// The tax code that it is, if it is a well-formed one. Since 2025-07 the number of the citizen's card is the tax
    /// code of a person (Circular 86/2024/TT-BTC); the older card's number never became one.
    ///
    /// ```
    /// use etax::signature::pki::{Identity, IdentityKind};
    /// let identity = |kind, value: &str| Identity { kind, value: value.to_owned() };
    /// let code = identity(IdentityKind::TaxCode, "0123456787").tax_code().unwrap();
    /// assert_eq!(code.as_str(), "0123456787");
    /// assert!(identity(IdentityKind::CitizenCard, "001099000001").tax_code().is_some());
    /// assert!(identity(IdentityKind::CitizenCard, "0123456787").tax_code().is_none());
    /// assert!(identity(IdentityKind::TaxCode, "012345678").tax_code().is_none());
    /// ```
    #[must_use]
    pub fn tax_code(&self) -> Option<TaxCode> {
        match self.kind {
            IdentityKind::TaxCode => TaxCode::parse_lenient(&self.value),
            IdentityKind::CitizenCard => {
                TaxCode::parse(&self.value).filter(|code| code.kind() == TaxCodeKind::Person)
            }
            IdentityKind::IdentityCard => None,
        }
    }

    /// Reads `MST:0123456787` and the spellings that occur: in lower case, with blanks around the colon or in the number,
    /// with the colon of East Asian keyboards.
    fn read(text: &str) -> Option<Self> {
        let (prefix, number) = text.split_once([':', '：'])?;
        let kind = match prefix.trim().to_ascii_uppercase().as_str() {
            "MST" => IdentityKind::TaxCode,
            "CCCD" => IdentityKind::CitizenCard,
            "CMND" => IdentityKind::IdentityCard,
            _ => return None,
        };
        Some(Self { kind, value: number.split_whitespace().collect() })
    }
}

/// All of a subject: those in UID before those in O, where the authority's certificates before 2021 have it.
pub(super) fn identities(subject: &DistinguishedName) -> Vec<Identity> {
    let values = |wanted: &'static str| {
        subject.attributes().filter(move |(label, _)| *label == wanted).map(|(_, value)| value)
    };
    values("UID").chain(values("O")).filter_map(Identity::read).collect()
}

#[cfg(test)]
mod tests {
    use super::{Identity, IdentityKind};

    #[test]
    fn spellings_are_read_and_judged() {
        for (text, kind, code) in [
            ("MST:0123456787", IdentityKind::TaxCode, Some("0123456787")),
            (" mst : 0123456787 ", IdentityKind::TaxCode, Some("0123456787")),
            ("MST:0123 456 787", IdentityKind::TaxCode, Some("0123456787")),
            ("Mst：0123456787-001", IdentityKind::TaxCode, Some("0123456787-001")),
            ("MST:0123456787 - 001", IdentityKind::TaxCode, Some("0123456787-001")),
            ("MST:0123456787001", IdentityKind::TaxCode, Some("0123456787-001")),
            ("MST:001099000001", IdentityKind::TaxCode, Some("001099000001")),
            ("CCCD:001099000001", IdentityKind::CitizenCard, Some("001099000001")),
            ("CMND:012345678", IdentityKind::IdentityCard, None),
            ("CMND:001099000001", IdentityKind::IdentityCard, None),
            ("MST:", IdentityKind::TaxCode, None),
            ("MST:01234567870", IdentityKind::TaxCode, None),
            ("MST:O123456787", IdentityKind::TaxCode, None),
            ("MST:0123456787:1", IdentityKind::TaxCode, None),
            ("MST:０１２３４５６７８７", IdentityKind::TaxCode, None),
        ] {
            let read = Identity::read(text).unwrap();
            assert_eq!(read.kind, kind, "{text}");
            assert_eq!(read.tax_code().map(|code| code.to_string()).as_deref(), code, "{text}");
        }
        for text in ["0123456787", "MST 0123456787", "XMST:0123456787", "UID:0123456787", "", ":"] {
            assert_eq!(Identity::read(text), None, "{text}");
        }
    }
}
