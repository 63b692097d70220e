//! The parts of a certificate that evidence refers to by their bytes.

use super::Certificate;
use super::tlv::{BIT_STRING, Extension, Fields, INTEGER, SEQUENCE, Tlv, constructed, extensions, shortest};

/// Cut out of the signed bytes when needed: names and keys as they were encoded, because OCSP names an issuer by the
/// hash of its encoding and time-stamps name a certificate by issuer and serial number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'c> {
    pub(crate) serial: &'c [u8],
    pub(crate) issuer: &'c [u8],
    /// The content of subjectPublicKey.
    pub(crate) key: &'c [u8],
    extensions: Option<Tlv<'c>>,
}

impl<'c> Parts<'c> {
    pub(crate) fn of(certificate: &'c Certificate) -> Option<Self> {
        let mut fields = Tlv::only(certificate.signed_bytes(), SEQUENCE)?.fields();
        fields.optional(constructed(0))?;
        let serial = shortest(fields.take(INTEGER)?.value);
        fields.take(SEQUENCE)?;
        let issuer = fields.take(SEQUENCE)?.whole;
        fields.take(SEQUENCE)?;
        fields.take(SEQUENCE)?;
        let mut key = fields.take(SEQUENCE)?.fields();
        key.take(SEQUENCE)?;
        let key = key.take(BIT_STRING)?.bits()?;
        Some(Self { serial, issuer, key, extensions: last(fields) })
    }

    /// An extension: whether it is critical, and its content.
    pub(crate) fn extension(&self, oid: &str) -> Option<Extension<'c>> {
        extensions(self.extensions?)?.into_iter().find(|extension| extension.oid == oid)
    }
}

/// The extensions stand last, after unique identifiers that nobody uses.
fn last(mut fields: Fields<'_>) -> Option<Tlv<'_>> {
    while let Some(field) = fields.next() {
        if field.tag == constructed(3) {
            return field.inside(SEQUENCE);
        }
    }
    None
}
