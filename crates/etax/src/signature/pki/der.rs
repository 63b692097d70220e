//! The few cuts into raw DER that keep the signed bytes as they were written.

use ::der::asn1::AnyRef;
use ::der::{Decode, Reader, SliceReader, Tag, Tagged};
use std::ops::Range;

/// The largest certificate looked at, in bytes. Real ones have 1 to 2 KB.
pub(crate) const LARGEST_CERTIFICATE: usize = 64 * 1024;

/// The children of one SEQUENCE, each as the byte range of its whole encoding.
pub(crate) fn sequence_parts(der: &[u8], most: usize) -> Option<Vec<Range<usize>>> {
    let outer = AnyRef::from_der(der).ok().filter(|outer| outer.tag() == Tag::Sequence)?;
    let inside = outer.value();
    let base = der.len().checked_sub(inside.len())?;
    let mut reader = SliceReader::new(inside).ok()?;
    let mut parts = Vec::with_capacity(most.min(16));
    while !reader.is_finished() {
        if parts.len() == most {
            return None;
        }
        let start = base + usize::try_from(reader.position()).ok()?;
        let length = reader.tlv_bytes().ok()?.len();
        parts.push(start..start + length);
    }
    Some(parts)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a String has no failing case.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
