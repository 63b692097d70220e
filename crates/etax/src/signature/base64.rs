//! Base64 as XML signatures write it: strict alphabet, XML white space allowed, right padding.

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;

/// Decodes `text`; `None` for a foreign character, wrong padding, stray bits, or more than
/// `most` decoded bytes. Empty text gives no bytes.
pub(crate) fn decode(text: &str, most: usize) -> Option<Vec<u8>> {
    let text = text.trim_matches(is_space);
    let decoded = if memchr::memchr3(b'\n', b'\r', b' ', text.as_bytes()).is_none() && !text.contains('\t') {
        if text.len() / 4 * 3 > most.saturating_add(3) {
            return None;
        }
        STANDARD.decode(text).ok()?
    } else {
        let packed: Vec<u8> = text.bytes().filter(|byte| !is_space(char::from(*byte))).collect();
        if packed.len() / 4 * 3 > most.saturating_add(3) {
            return None;
        }
        STANDARD.decode(packed).ok()?
    };
    (decoded.len() <= most).then_some(decoded)
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn accepts_white_space_and_refuses_everything_else_foreign() {
        assert_eq!(decode(" AQ\r\nID \t", 8), Some(vec![1, 2, 3]));
        assert_eq!(decode("AQID", 8), Some(vec![1, 2, 3]));
        assert_eq!(decode("AQ==", 8), Some(vec![1]));
        for wrong in ["AQ=", "AQ", "A-ID", "AQ==AQ==", "AR==", "AQID\u{a0}", "=AQI", "AQI\u{0}"] {
            assert_eq!(decode(wrong, 8), None, "{wrong:?}");
        }
        assert_eq!(decode("AQID", 2), None);
    }
}
