//! Time-stamp tokens (RFC 3161): proof by a third party that some bytes existed at a moment.

use super::Certificate;
use super::cms::{SignedData, Unproven, digest};
use super::parts::Parts;
use super::tlv::{
    BOOLEAN, Fields, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, Tlv, constructed,
    context, digest_algorithm, extensions,
};
use crate::signature::algorithm::DigestAlgorithm;
use crate::value::Moment;
use std::sync::Arc;

/// The largest token read, in bytes. Real ones have 3 to 8 KB.
const LARGEST_TOKEN: usize = 256 * 1024;

const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";
const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";

/// A token whose own signature holds over the bytes it was made for. Whether its signer may stamp time, and is known,
/// is for the caller to judge.
#[derive(Debug)]
pub(crate) struct Token {
    /// genTime, to the second.
    pub(crate) at: Moment,
    /// The latest moment that genTime and its accuracy leave open.
    pub(crate) latest: Moment,
    pub(crate) signer: Arc<Certificate>,
    /// All certificates in the token, the signer's included.
    pub(crate) certificates: Vec<Arc<Certificate>>,
    /// The token hangs on SHA-1.
    pub(crate) sha1: bool,
}

impl Token {
    /// Reads a token and verifies all that it says about `stamped` without knowing whom to believe.
    pub(crate) fn verify(der: &[u8], stamped: &[u8]) -> Result<Self, Unproven> {
        if der.len() > LARGEST_TOKEN {
            return Err(Unproven::Wrong("length"));
        }
        let data = SignedData::read(der).ok_or(Unproven::Wrong("CMS SignedData"))?;
        let info = Info::read(data.content).ok_or(Unproven::Wrong("TSTInfo"))?;
        let Some(hash) = info.hash else { return Err(Unproven::Algorithm) };
        if digest(hash, stamped).is_none_or(|made| made.as_bytes() != info.imprint) {
            return Err(Unproven::Wrong("messageImprint"));
        }
        let signer = data.verify(TST_INFO)?;
        if !may_stamp_time(&signer) {
            return Err(Unproven::Wrong("extendedKeyUsage"));
        }
        let sha1 = hash == DigestAlgorithm::Sha1 || data.uses_sha1();
        Ok(Self { at: info.at, latest: info.latest, signer, certificates: data.certificates, sha1 })
    }
}

/// extendedKeyUsage critical and nothing but timeStamping (RFC 3161, section 2.3), and a keyUsage that may sign.
fn may_stamp_time(certificate: &Certificate) -> bool {
    let usage = certificate.key_usage().is_none_or(|usage| usage.digital_signature || usage.non_repudiation);
    let extended = Parts::of(certificate).and_then(|parts| parts.extension("2.5.29.37"));
    usage
        && extended.is_some_and(|extended| {
            let only = || Tlv::only(extended.value, SEQUENCE)?.inside(OBJECT_IDENTIFIER)?.dotted();
            extended.critical && only().as_deref() == Some(TIME_STAMPING)
        })
}

struct Info<'a> {
    hash: Option<DigestAlgorithm>,
    imprint: &'a [u8],
    at: Moment,
    latest: Moment,
}

impl<'a> Info<'a> {
    fn read(der: &'a [u8]) -> Option<Self> {
        let mut fields = Tlv::only(der, SEQUENCE)?.fields();
        if fields.take(INTEGER)?.number()? != 1 {
            return None;
        }
        fields.take(OBJECT_IDENTIFIER)?;
        let mut imprint = fields.take(SEQUENCE)?.fields();
        let hash = digest_algorithm(imprint.take(SEQUENCE)?);
        let hashed = imprint.take(OCTET_STRING)?.value;
        fields.take(INTEGER)?;
        let (at, fraction) = gen_time(fields.take(GENERALIZED_TIME)?)?;
        let accuracy = match fields.optional(SEQUENCE)? {
            Some(accuracy) => accuracy_seconds(accuracy.fields())?,
            None => 0,
        };
        fields.optional(BOOLEAN)?;
        fields.optional(INTEGER)?;
        fields.optional(constructed(0))?;
        if let Some(extra) = fields.optional(constructed(1))? {
            // None is defined; a critical one would change what the token means.
            let sequence = Tlv { tag: SEQUENCE, ..extra };
            if extensions(sequence)?.iter().any(|extension| extension.critical) {
                return None;
            }
        }
        if !fields.is_empty() || !imprint.is_empty() {
            return None;
        }
        let latest = at.unix().checked_add(accuracy)?.checked_add(i64::from(fraction))?;
        Some(Self { hash, imprint: hashed, at, latest: Moment::from_unix(latest)? })
    }
}

/// A GeneralizedTime that may have a fraction of a second (RFC 3161, section 2.4.2): the second, and whether there is one.
fn gen_time(element: Tlv<'_>) -> Option<(Moment, bool)> {
    if element.value.len() == 15 {
        return Some((element.time()?, false));
    }
    let (seconds, rest) = element.value.split_at_checked(14)?;
    let digits = rest.strip_prefix(b".")?.strip_suffix(b"Z")?;
    let fits = (1..=9).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && digits.last().is_some_and(|last| *last != b'0');
    if !fits {
        return None;
    }
    let mut whole = seconds.to_vec();
    whole.push(b'Z');
    let element = Tlv { tag: GENERALIZED_TIME, value: &whole, whole: &whole };
    Some((element.time()?, true))
}

/// Accuracy rounded up to whole seconds.
fn accuracy_seconds(mut fields: Fields<'_>) -> Option<i64> {
    let seconds = match fields.optional(INTEGER)? {
        Some(seconds) => i64::from(seconds.number()?),
        None => 0,
    };
    let mut part = false;
    for number in [0, 1] {
        if let Some(small) = fields.optional(context(number))? {
            part |= (1..=999).contains(&small.number()?);
        }
    }
    fields.is_empty().then(|| seconds.saturating_add(i64::from(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<(i64, bool)> {
        let element = Tlv { tag: GENERALIZED_TIME, value: text.as_bytes(), whole: text.as_bytes() };
        gen_time(element).map(|(moment, fraction)| (moment.unix(), fraction))
    }

    #[test]
    fn fractions_of_a_second_are_noticed() {
        assert_eq!(time("19700101000001Z"), Some((1, false)));
        assert_eq!(time("19700101000001.25Z"), Some((1, true)));
        for wrong in ["19700101000001.Z", "19700101000001.50Z", "19700101000001,5Z", "19700101000001.5", ""] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn accuracy_is_rounded_up() {
        assert_eq!(accuracy_seconds(Fields::of(&[])), Some(0));
        assert_eq!(accuracy_seconds(Fields::of(&[2, 1, 60])), Some(60));
        assert_eq!(accuracy_seconds(Fields::of(&[2, 1, 1, 0x80, 1, 1])), Some(2));
        assert_eq!(accuracy_seconds(Fields::of(&[0x81, 1, 1])), Some(1));
        assert_eq!(accuracy_seconds(Fields::of(&[4, 1, 1])), None);
    }
}
