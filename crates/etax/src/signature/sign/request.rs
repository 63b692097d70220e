//! What a signature is to be like.

use crate::signature::Role;
use crate::signature::algorithm::DigestAlgorithm;
use crate::signature::pki::{Certificate, KeyKind, SignatureAlgorithm};
use crate::value::Moment;
use crate::xml::Limits;

/// The digest of each reference (XML Signature 1.1, section 6.2). SHA-1 is read, never written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DigestMethod {
    /// SHA-256: what the country's signers write.
    #[default]
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestMethod {
    pub(crate) const fn algorithm(self) -> DigestAlgorithm {
        match self {
            Self::Sha256 => DigestAlgorithm::Sha256,
            Self::Sha384 => DigestAlgorithm::Sha384,
            Self::Sha512 => DigestAlgorithm::Sha512,
        }
    }

    /// Bytes of a digest.
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// How `SignedInfo` becomes bytes (`CanonicalizationMethod`).
///
/// With an exclusive form the references get it too, as a transform, so that the signature outlives
/// being moved into an envelope with namespaces of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CanonicalForm {
    /// Canonical XML 1.0: e-invoices, notices.
    #[default]
    Inclusive,
    /// Canonical XML 1.0 with comments: declarations. `SignedInfo` has none, so only the name differs.
    InclusiveWithComments,
    /// Exclusive XML Canonicalization 1.0.
    Exclusive,
    /// Exclusive XML Canonicalization 1.0 with comments.
    ExclusiveWithComments,
}

impl CanonicalForm {
    pub(crate) const fn is_exclusive(self) -> bool {
        matches!(self, Self::Exclusive | Self::ExclusiveWithComments)
    }

    pub(crate) const fn has_comments(self) -> bool {
        matches!(self, Self::InclusiveWithComments | Self::ExclusiveWithComments)
    }
}

/// What `KeyInfo` says besides the signer's certificate, which always stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// `X509SubjectName` before the certificate, as every signer in the country writes. For people:
    /// no verifier may rely on it.
    pub subject_name: bool,
    /// `KeyValue` before `X509Data`, as the signing tools of declarations write. RSA only.
    pub key_value: bool,
    /// DER bytes of further certificates, the issuer's first: at most five. Real signatures carry none.
    pub chain: Vec<Vec<u8>>,
}

impl Default for KeyInfo {
    fn default() -> Self {
        Self { subject_name: true, key_value: false, chain: Vec::new() }
    }
}

/// Which signature to make.
///
/// ```
/// use etax::signature::Role;
/// use etax::signature::sign::{DigestMethod, SignRequest};
/// use etax::value::Moment;
/// let at = Moment::parse("2026-11-23T10:00:00").unwrap();
/// let request = SignRequest { digest: DigestMethod::Sha512, ..SignRequest::new(Role::Seller, at) };
/// assert_eq!((request.algorithm, request.state_time), (None, None));
/// ```
#[derive(Clone, Debug)]
pub struct SignRequest<'r> {
    /// Who signs. With the document's kind this says where the signature goes and what it covers.
    pub role: Role,
    /// The signing time: written as Vietnam's clock shows it, and the moment at which the
    /// certificate must be valid.
    pub at: Moment,
    /// Whether the signing time is written. `None` does as the role's signers do: always, except in
    /// `HSoThueDTu` and `TBaoThueDTu`, whose signing tools state none.
    pub state_time: Option<bool>,
    /// How the value is made. `None`: RSA PKCS#1 v1.5 or ECDSA, whichever the certificate's key is,
    /// over SHA-256 (SHA-384 for P-384).
    pub algorithm: Option<SignatureAlgorithm>,
    /// The digest of the references.
    pub digest: DigestMethod,
    /// The canonical form. Default: inclusive.
    pub canonical: CanonicalForm,
    /// What stands in `KeyInfo`.
    pub key_info: KeyInfo,
    /// Writes `ds:Signature`, as the signing tools of declarations do, instead of `Signature`.
    pub prefixed: bool,
    /// For [`Role::Authority`] on an invoice without MCCQT, mã của cơ quan thuế: the code to insert.
    pub code: Option<&'r str>,
    /// For a document in an envelope (`TDiep`): which of those in `DLieu` that the role can sign,
    /// from 1. Not needed where there is only one.
    pub document: Option<usize>,
    /// What the document may cost.
    pub limits: Limits,
}

impl SignRequest<'_> {
    /// The role's usual signature at this time.
    #[must_use]
    pub fn new(role: Role, at: Moment) -> Self {
        Self {
            role,
            at,
            state_time: None,
            algorithm: None,
            digest: DigestMethod::default(),
            canonical: CanonicalForm::default(),
            key_info: KeyInfo::default(),
            prefixed: false,
            code: None,
            document: None,
            limits: Limits::default(),
        }
    }

    /// The algorithm asked for, or the certificate's own; `None` for a key that cannot sign here.
    pub(crate) fn algorithm_for(&self, certificate: &Certificate) -> Option<SignatureAlgorithm> {
        self.algorithm.or_else(|| match certificate.key().kind() {
            KeyKind::Rsa { .. } => Some(SignatureAlgorithm::RsaSha256),
            KeyKind::EcdsaP256 => Some(SignatureAlgorithm::EcdsaSha256),
            KeyKind::EcdsaP384 => Some(SignatureAlgorithm::EcdsaSha384),
            KeyKind::Other => None,
        })
    }
}
