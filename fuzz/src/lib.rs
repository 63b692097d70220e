//! What the targets share: the test kit's trust, read from testdata once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etax::engine::Policy;
use etax::signature::{TrustStore, TrustStoreBuilder};
use etax::value::Moment;
use std::ops::Range;

/// The moment at which inputs are judged.
#[must_use]
pub fn moment() -> Moment {
    Moment::parse("2026-11-23T10:00:00").expect("a moment")
}

/// The test data's anchors and intermediates.
#[must_use]
pub fn evidence() -> TrustStoreBuilder {
    const ANCHORS: &[u8] = include_bytes!("../../testdata/trust/anchors.pem");
    const INTERMEDIATES: &[u8] = include_bytes!("../../testdata/trust/intermediates.pem");
    let builder = TrustStore::builder().anchors(ANCHORS);
    builder.and_then(|builder| builder.intermediates(INTERMEDIATES)).expect("readable test data")
}

/// These and the test data's revocation lists.
#[must_use]
pub fn trust() -> TrustStore {
    const LISTS: &[u8] = include_bytes!("../../testdata/crl/lists.pem");
    evidence().crls(LISTS).expect("readable test data").build()
}

/// The default policy, which besides recognises the test data's tax authority.
#[must_use]
pub fn policy() -> Policy {
    Policy::from_toml(include_str!("../../testdata/policy/test.toml")).expect("a readable policy")
}

/// An invoice without code, signed by its seller.
pub const INVOICE: &[u8] = include_bytes!("../../testdata/good/invoice-1-uncoded.xml");

/// Where the first `SignedInfo` of a document stands, tags included.
#[must_use]
pub fn signed_info(document: &[u8]) -> Range<usize> {
    let text = std::str::from_utf8(document).expect("UTF-8");
    let (start, end) = (text.find("<SignedInfo"), text.find("</SignedInfo>"));
    start.expect("a start tag")..end.expect("an end tag") + "</SignedInfo>".len()
}

/// Whether `part` is a piece of `whole`, byte for byte.
#[must_use]
pub fn within(whole: &[u8], part: &[u8]) -> bool {
    part.is_empty() || whole.windows(part.len()).any(|window| window == part)
}

/// The first certificate in a document.
#[must_use]
pub fn certificate(document: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(document).expect("UTF-8");
    let (_, rest) = text.split_once("<X509Certificate>").expect("a certificate");
    let (encoded, _) = rest.split_once("</X509Certificate>").expect("its end");
    STANDARD.decode(encoded.trim()).expect("base64")
}
