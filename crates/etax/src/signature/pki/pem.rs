//! PEM text (RFC 7468) taken apart: operators paste certificates and lists from many tools.

use crate::signature::base64;

/// One block: its label and its DER bytes, or `None` where the content is not base64.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) der: Option<Vec<u8>>,
}

/// Whether bytes look like PEM rather than DER.
pub(crate) fn looks_like_pem(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"-----BEGIN ").is_some() && bytes.first() != Some(&0x30)
}

/// All blocks, in order. Text between blocks is ignored, as RFC 7468 says.
pub(crate) fn blocks(bytes: &[u8]) -> Vec<Block> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(start) = memchr::memmem::find(rest, b"-----BEGIN ") {
        let after = rest.get(start + 11..).unwrap_or_default();
        let Some(label_end) = memchr::memmem::find(after, b"-----") else { break };
        let label = String::from_utf8_lossy(after.get(..label_end).unwrap_or_default()).into_owned();
        let body = after.get(label_end + 5..).unwrap_or_default();
        let Some(end) = memchr::memmem::find(body, b"-----END ") else {
            found.push(Block { label, der: None });
            break;
        };
        let der = std::str::from_utf8(body.get(..end).unwrap_or_default())
            .ok()
            .and_then(|text| base64::decode(text, usize::MAX));
        found.push(Block { label, der });
        rest = body.get(end + 9..).unwrap_or_default();
    }
    found
}
