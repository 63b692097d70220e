//! Certificate revocation lists: complete lists of one issuer.

use super::certificate::{moment, sha256};
use super::der::sequence_parts;
use super::key::Encoding;
use super::{Certificate, DistinguishedName, PublicKey, SignatureAlgorithm, Unreadable};
use crate::value::Moment;
use ::der::Decode;
use std::fmt;
use std::ops::Range;
use x509_cert::certificate::Raw;
use x509_cert::crl::CertificateList;

/// The largest list read, in bytes.
const LARGEST_LIST: usize = 64 * 1024 * 1024;

/// deltaCRLIndicator and issuingDistributionPoint (RFC 5280, sections 5.2.4 and 5.2.5).
const PARTIAL: [&str; 2] = ["2.5.29.27", "2.5.29.28"];

/// A revocation list (RFC 5280, section 5), sorted for look-up.
#[derive(Clone)]
pub struct RevocationList {
    signed: Vec<u8>,
    signature: Vec<u8>,
    algorithm: Option<SignatureAlgorithm>,
    issuer: DistinguishedName,
    this_update: Moment,
    next_update: Option<Moment>,
    revoked: Vec<(Vec<u8>, Moment)>,
    sha256: [u8; 32],
}

impl fmt::Debug for RevocationList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationList({}, {} entries, {})", self.issuer, self.revoked.len(), self.this_update)
    }
}

/// What the lists at hand say about one certificate. Independent of the moment judged at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// No usable list of the issuer is at hand.
    NoList,
    /// A list was published at `published` and says nothing against the certificate.
    NotListed {
        /// When the list was published.
        published: Moment,
        /// Until when the issuer promised to publish the next one.
        next: Option<Moment>,
    },
    /// Revoked since this moment.
    Revoked {
        /// Since when.
        since: Moment,
    },
}

impl RevocationList {
    /// Reads one list from its DER bytes.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when the bytes are not one X.509 revocation list, or one of a kind that
    /// needs more than the list itself: a delta list, or one with other critical extensions.
    pub fn from_der(der: &[u8]) -> Result<Self, Unreadable> {
        if der.len() > LARGEST_LIST {
            return Err(Unreadable("larger than 64 MB"));
        }
        let parts = sequence_parts(der, 3).ok_or(Unreadable("not a DER sequence"))?;
        let [tbs, _, _]: [Range<usize>; 3] = parts.try_into().map_err(|_| Unreadable("not three parts"))?;
        let parsed =
            CertificateList::<Raw>::from_der(der).map_err(|_| Unreadable("not a revocation list"))?;
        let body = parsed.tbs_cert_list;
        if body.signature != parsed.signature_algorithm {
            return Err(Unreadable("two different signature algorithms"));
        }
        for extension in body.crl_extensions.iter().flatten() {
            // Delta lists and lists of only some certificates must be marked critical; believing one that is not
            // would take its silence for an answer.
            let partial = PARTIAL.contains(&extension.extn_id.to_string().as_str());
            if extension.critical || partial {
                return Err(Unreadable("a revocation list with a critical extension"));
            }
        }
        let entries = body.revoked_certificates.unwrap_or_default();
        let mut revoked = Vec::with_capacity(entries.len());
        for entry in entries {
            if entry.crl_entry_extensions.iter().flatten().any(|extension| extension.critical) {
                return Err(Unreadable("a revocation list with a critical entry extension"));
            }
            let since = moment(entry.revocation_date).ok_or(Unreadable("unreadable revocation date"))?;
            revoked.push((entry.serial_number.as_bytes().to_vec(), since));
        }
        revoked.sort();
        Ok(Self {
            signed: der.get(tbs).unwrap_or_default().to_vec(),
            signature: parsed
                .signature
                .as_bytes()
                .ok_or(Unreadable("signature is not whole bytes"))?
                .to_vec(),
            algorithm: SignatureAlgorithm::from_oid(&parsed.signature_algorithm.oid.to_string()),
            issuer: DistinguishedName::of(&body.issuer).ok_or(Unreadable("unreadable issuer"))?,
            this_update: moment(body.this_update).ok_or(Unreadable("unreadable date"))?,
            next_update: body.next_update.and_then(moment),
            revoked,
            sha256: sha256(der),
        })
    }

    /// Whose certificates it lists.
    #[must_use]
    pub const fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// How many certificates it lists.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.revoked.len()
    }

    /// Whether it lists none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.revoked.is_empty()
    }

    /// SHA-256 of the DER bytes.
    pub(crate) const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// When it was published.
    #[must_use]
    pub const fn this_update(&self) -> Moment {
        self.this_update
    }

    /// Whether the list was signed by this certificate, and that certificate may sign lists.
    pub(crate) fn signed_by(&self, issuer: &Certificate) -> bool {
        self.issuer == *issuer.subject()
            && issuer.key_usage().is_none_or(|usage| usage.crl_sign)
            && self.signed_with(issuer.key())
    }

    fn signed_with(&self, key: &PublicKey) -> bool {
        self.algorithm.is_some_and(|algorithm| {
            key.verify_encoded(algorithm, Encoding::Der, &self.signed, &self.signature)
        })
    }

    /// What this list says about a serial number of its issuer.
    pub(crate) fn look_up(&self, serial: &[u8]) -> Revocation {
        let at = self.revoked.partition_point(|(listed, _)| listed.as_slice() < serial);
        match self.revoked.get(at) {
            // Entries of one serial are sorted by date, so this is the earliest.
            Some((listed, since)) if listed == serial => Revocation::Revoked { since: *since },
            _ => Revocation::NotListed { published: self.this_update, next: self.next_update },
        }
    }
}

impl Revocation {
    /// Joins what two lists say: a revocation stays, else the newer list speaks.
    pub(crate) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Revoked { since: a }, Self::Revoked { since: b }) => Self::Revoked { since: a.min(b) },
            (revoked @ Self::Revoked { .. }, _) | (_, revoked @ Self::Revoked { .. }) => revoked,
            (Self::NoList, other) => other,
            (this, Self::NoList) => this,
            (Self::NotListed { published: a, .. }, Self::NotListed { published: b, .. }) if b > a => other,
            (this, _) => this,
        }
    }
}
