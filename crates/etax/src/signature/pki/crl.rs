//! Certificate revocation lists: complete or partitioned lists of one issuer (RFC 5280, section 5).

use super::certificate::sha256;
use super::key::Encoding;
use super::scope::Scope;
use super::tlv::{
    BIT_STRING, BOOLEAN, ENUMERATED, Fields, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING,
    SEQUENCE, Tlv, UTC_TIME, constructed, extensions, shortest, signature_algorithm,
};
use super::{
    Certificate, DistinguishedName, PublicKey, Reason, Refusal, Revoked, SignatureAlgorithm, Unreadable,
};
use crate::value::Moment;
use ::der::Decode;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use x509_cert::name::Name;

/// The largest list read, in bytes. Those of the country's authorities reach some 30 MB.
const LARGEST_LIST: usize = 256 * 1024 * 1024;
/// Keys that a list remembers whether they signed it.
const MOST_SIGNERS: usize = 8;

/// A revocation list (RFC 5280, section 5): its bytes, and where each entry stands in the order of serial numbers.
///
/// An entry costs four bytes besides its own, and a look-up the logarithm of their number.
///
/// ```
/// use etax::signature::pki::RevocationList;
/// let why = RevocationList::from_der(b"not a list").unwrap_err();
/// assert_eq!(why.to_string(), "not a DER sequence");
/// ```
pub struct RevocationList {
    der: Vec<u8>,
    signed: Range<usize>,
    signature: Range<usize>,
    algorithm: Option<SignatureAlgorithm>,
    issuer: DistinguishedName,
    this_update: Moment,
    next_update: Option<Moment>,
    /// expiredCertsOnCRL.
    pub(crate) retains: Option<Moment>,
    pub(crate) scope: Scope,
    refusal: Option<Refusal>,
    /// Where each entry starts, in the order of [`Key`].
    entries: Vec<u32>,
    sha256: [u8; 32],
    /// Which keys signed it, and which did not: a long list is hashed once for each.
    signers: Mutex<Vec<([u8; 32], bool)>>,
}

impl fmt::Debug for RevocationList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationList({}, {} entries, {})", self.issuer, self.entries.len(), self.this_update)
    }
}

const BAD: Unreadable = Unreadable("not a revocation list");

impl RevocationList {
    /// Reads one list from its DER bytes.
    ///
    /// A list that can be read and must not be used, such as an indirect one, is no error: it says so
    /// ([`refusal`](Self::refusal)).
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when the bytes are not one X.509 revocation list.
    pub fn from_der(der: &[u8]) -> Result<Self, Unreadable> {
        if der.len() > LARGEST_LIST {
            return Err(Unreadable("larger than 256 MB"));
        }
        Self::read(der.to_vec())
    }

    pub(crate) fn read(der: Vec<u8>) -> Result<Self, Unreadable> {
        if der.len() > LARGEST_LIST {
            return Err(Unreadable("larger than 256 MB"));
        }
        let outer = Tlv::only(&der, SEQUENCE).ok_or(Unreadable("not a DER sequence"))?;
        let mut outer = outer.fields();
        let signed = at(&der, &outer);
        let body = outer.take(SEQUENCE).ok_or(BAD)?;
        let signed = signed..signed + body.whole.len();
        let stated = outer.take(SEQUENCE).ok_or(BAD)?;
        let signature = outer.take(BIT_STRING).ok_or(BAD)?;
        let signature_bytes = signature.bits().ok_or(Unreadable("signature is not whole bytes"))?;
        let end = at(&der, &outer);
        let signature = end - signature_bytes.len()..end;
        if !outer.is_empty() {
            return Err(BAD);
        }
        let mut fields = body.fields();
        let version = fields.optional(INTEGER).ok_or(BAD)?;
        if version.is_some_and(|version| version.value != [1]) {
            return Err(Unreadable("unknown version"));
        }
        let inside = fields.take(SEQUENCE).ok_or(BAD)?;
        if inside.whole != stated.whole {
            return Err(Unreadable("two different signature algorithms"));
        }
        let algorithm = signature_algorithm(stated).ok_or(BAD)?;
        let issuer_der = fields.take(SEQUENCE).ok_or(BAD)?.whole;
        let issuer = Name::from_der(issuer_der).ok().and_then(|name| DistinguishedName::of(&name));
        let issuer = issuer.ok_or(Unreadable("unreadable issuer"))?;
        let this_update = fields.next().and_then(Tlv::time).ok_or(Unreadable("unreadable date"))?;
        let next_update = if fields.sees(UTC_TIME) || fields.sees(GENERALIZED_TIME) {
            Some(fields.next().and_then(Tlv::time).ok_or(Unreadable("unreadable date"))?)
        } else {
            None
        };
        let mut refusal = algorithm.is_none().then_some(Refusal::Algorithm);
        let listed = fields.optional(SEQUENCE).ok_or(BAD)?;
        let entries = match listed {
            Some(listed) => {
                let end = signed.end.saturating_sub(fields.left());
                index(&der, listed, end, &mut refusal)?
            }
            None => Vec::new(),
        };
        let mut delta = false;
        let mut retains = None;
        let mut scope = Scope::default();
        if let Some(explicit) = fields.optional(constructed(0)).ok_or(BAD)? {
            let sequence = explicit.inside(SEQUENCE).ok_or(BAD)?;
            for extension in extensions(sequence).ok_or(Unreadable("unreadable extension"))? {
                match extension.oid.as_str() {
                    // deltaCRLIndicator and issuingDistributionPoint must be critical; believing one that is not
                    // would take its silence for an answer.
                    "2.5.29.27" => delta = true,
                    "2.5.29.28" => {
                        scope = Scope::read(extension.value, issuer_der)
                            .ok_or(Unreadable("unreadable extension"))?;
                        if scope.indirect {
                            refusal = refusal.or(Some(Refusal::Indirect));
                        }
                    }
                    "2.5.29.60" => {
                        retains = Some(
                            Tlv::only(extension.value, GENERALIZED_TIME)
                                .and_then(Tlv::time)
                                .ok_or(Unreadable("unreadable extension"))?,
                        );
                    }
                    // cRLNumber and authorityKeyIdentifier change nothing about what is listed.
                    "2.5.29.20" | "2.5.29.35" => {}
                    _ if extension.critical => refusal = refusal.or(Some(Refusal::CriticalExtension)),
                    _ => {}
                }
            }
        }
        if !fields.is_empty() {
            return Err(BAD);
        }
        Ok(Self {
            signed,
            signature,
            algorithm,
            issuer,
            this_update,
            next_update,
            retains,
            scope,
            refusal: refusal.or_else(|| delta.then_some(Refusal::Delta)),
            entries,
            sha256: sha256(&der),
            signers: Mutex::default(),
            der,
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
        self.entries.len()
    }

    /// Whether it lists none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Why it must not be used, if so.
    #[must_use]
    pub const fn refusal(&self) -> Option<Refusal> {
        self.refusal
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

    /// When the next one is due, if it says so.
    #[must_use]
    pub const fn next_update(&self) -> Option<Moment> {
        self.next_update
    }

    /// Whether its signature uses SHA-1.
    pub(crate) fn uses_sha1(&self) -> bool {
        self.algorithm == Some(SignatureAlgorithm::RsaSha1)
    }

    /// Whether a certificate of the issuer's name may sign lists and signed this one.
    pub(crate) fn signed_by(&self, issuer: &Certificate) -> bool {
        self.issuer == *issuer.subject()
            && issuer.key_usage().is_none_or(|usage| usage.crl_sign)
            && self.signed_with(issuer)
    }

    fn signed_with(&self, issuer: &Certificate) -> bool {
        {
            let known = self.signers.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, signed)) = known.iter().find(|(signer, _)| signer == issuer.sha256()) {
                return *signed;
            }
        }
        let signed = self.verify(issuer.key());
        let mut known = self.signers.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_SIGNERS {
            known.push((*issuer.sha256(), signed));
        }
        signed
    }

    fn verify(&self, key: &PublicKey) -> bool {
        let parts = (self.der.get(self.signed.clone()), self.der.get(self.signature.clone()));
        let (Some(algorithm), (Some(signed), Some(signature))) = (self.algorithm, parts) else {
            return false;
        };
        key.verify_encoded(algorithm, Encoding::Der, signed, signature)
    }

    /// What it says of one of its issuer's certificates, by the bytes of its serial number; `None` when it says nothing.
    /// Whether the list itself may be believed is another question.
    #[must_use]
    pub fn revoked(&self, serial: &[u8]) -> Option<Revoked> {
        let serial = shortest(serial);
        let wanted = Key::of(serial);
        let before =
            |offset: &u32| entry(&self.der, *offset).is_some_and(|entry| Key::of(entry.serial) < wanted);
        let place = self.entries.partition_point(before);
        let found = entry(&self.der, *self.entries.get(place)?)?;
        // Entries of one serial are in the order of their dates, so this is the earliest.
        (found.serial == serial).then(|| found.revoked()).flatten()
    }
}

/// How far into `der` the fields that are left begin. They are the end of it.
fn at(der: &[u8], fields: &Fields<'_>) -> usize {
    der.len().saturating_sub(fields.left())
}

/// Where every entry stands, in the order of [`Key`] and date. The last ends at `end`.
fn index(
    der: &[u8],
    listed: Tlv<'_>,
    end: usize,
    refusal: &mut Option<Refusal>,
) -> Result<Vec<u32>, Unreadable> {
    const ENTRY: Unreadable = Unreadable("unreadable entry");
    /// What an entry takes in the lists of today, so that the index need not grow.
    const USUAL: usize = 40;
    let mut found: Vec<(u64, u32)> = Vec::with_capacity(listed.value.len() / USUAL);
    let mut fields = listed.fields();
    while !fields.is_empty() {
        let offset = end.checked_sub(fields.left()).and_then(|offset| u32::try_from(offset).ok());
        let whole = fields.take(SEQUENCE).ok_or(ENTRY)?.whole;
        let read = Entry::read(whole).ok_or(ENTRY)?;
        read.time.time().ok_or(Unreadable("unreadable revocation date"))?;
        match read.defect() {
            Ok(None) => {}
            Ok(Some(why)) => *refusal = refusal.or(Some(why)),
            Err(()) => return Err(ENTRY),
        }
        found.push((Key::of(read.serial).end, offset.ok_or(ENTRY)?));
    }
    found.sort_unstable_by(|(a_end, a), (b_end, b)| {
        a_end.cmp(b_end).then_with(|| {
            let serial = |offset: &u32| entry(der, *offset).map(|entry| entry.serial);
            let since = |offset: &u32| entry(der, *offset)?.revoked().map(|revoked| revoked.since);
            serial(a).cmp(&serial(b)).then_with(|| since(a).cmp(&since(b)))
        })
    });
    Ok(found.into_iter().map(|(_, offset)| offset).collect())
}

/// The order of serial numbers: by their last eight bytes, which differ most, then by all. Sorting rarely needs more
/// than the first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    end: u64,
    serial: &'a [u8],
}

impl<'a> Key<'a> {
    fn of(serial: &'a [u8]) -> Self {
        let last = serial.get(serial.len().saturating_sub(8)..).unwrap_or_default();
        Self { end: last.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)), serial }
    }
}

fn entry(der: &[u8], offset: u32) -> Option<Entry<'_>> {
    Entry::read(der.get(usize::try_from(offset).ok()?..)?)
}

/// One entry, cut but not interpreted.
struct Entry<'a> {
    serial: &'a [u8],
    time: Tlv<'a>,
    extensions: Option<Tlv<'a>>,
}

impl<'a> Entry<'a> {
    /// Reads the entry that `der` begins with.
    fn read(der: &'a [u8]) -> Option<Self> {
        let mut fields = Fields::of(der).take(SEQUENCE)?.fields();
        let serial = shortest(fields.take(INTEGER)?.value);
        let time = fields.next()?;
        let extensions = fields.optional(SEQUENCE)?;
        (fields.is_empty() && !serial.is_empty()).then_some(Self { serial, time, extensions })
    }

    /// Calls `each` with OID, criticality and value of every extension; `None` when one is malformed.
    fn walk(&self, mut each: impl FnMut(&[u8], bool, &'a [u8]) -> Option<()>) -> Option<()> {
        let Some(extensions) = self.extensions else { return Some(()) };
        let mut fields = extensions.fields();
        while !fields.is_empty() {
            let mut parts = fields.take(SEQUENCE)?.fields();
            let oid = parts.take(OBJECT_IDENTIFIER)?.value;
            let critical = match parts.optional(BOOLEAN)? {
                Some(flag) => flag.boolean()?,
                None => false,
            };
            each(oid, critical, parts.take(OCTET_STRING)?.value)?;
        }
        Some(())
    }

    /// Why the list must not be used because of this entry; `Err` when the entry is malformed.
    fn defect(&self) -> Result<Option<Refusal>, ()> {
        let mut refusal = None;
        self.walk(|oid, critical, value| {
            match oid {
                REASON_CODE => Tlv::only(value, ENUMERATED).and_then(Tlv::number).map(|_| ())?,
                INVALIDITY_DATE => Tlv::only(value, GENERALIZED_TIME).and_then(Tlv::time).map(|_| ())?,
                // An entry of another issuer's: only indirect lists have them.
                CERTIFICATE_ISSUER => refusal = Some(Refusal::Indirect),
                _ if critical => refusal = refusal.or(Some(Refusal::CriticalEntryExtension)),
                _ => {}
            }
            Some(())
        })
        .ok_or(())?;
        Ok(refusal)
    }

    /// What it says; `None` for a suspension that was lifted, which is no revocation.
    fn revoked(&self) -> Option<Revoked> {
        let mut since = self.time.time()?;
        let mut reason = Reason::Unspecified;
        let mut invalid = None;
        self.walk(|oid, _, value| {
            match oid {
                REASON_CODE => reason = Reason::of(Tlv::only(value, ENUMERATED)?.number()?),
                INVALIDITY_DATE => invalid = Tlv::only(value, GENERALIZED_TIME)?.time(),
                _ => {}
            }
            Some(())
        })?;
        if let Some(invalid) = invalid
            && reason.is_compromise()
        {
            since = since.min(invalid);
        }
        (reason != Reason::Removed).then_some(Revoked { since, reason })
    }
}

/// 2.5.29.21
const REASON_CODE: &[u8] = &[0x55, 0x1d, 0x15];
/// 2.5.29.24
const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 0x18];
/// 2.5.29.29
const CERTIFICATE_ISSUER: &[u8] = &[0x55, 0x1d, 0x1d];
