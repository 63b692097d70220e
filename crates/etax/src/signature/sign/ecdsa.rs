//! The two ways in which ECDSA values are written.

use super::tlv::{self, INTEGER, SEQUENCE};
use crate::signature::pki::KeyKind;

/// An ECDSA value as XML signatures have it: `r` and `s` side by side (RFC 6931). Signers that
/// write a DER SEQUENCE of both (RFC 3279), as most services do, are understood. Anything else stays
/// as it is and will not verify.
pub(crate) fn side_by_side(key: KeyKind, value: &[u8]) -> Vec<u8> {
    let half = match key {
        KeyKind::EcdsaP256 => 32,
        KeyKind::EcdsaP384 => 48,
        KeyKind::Rsa { .. } | KeyKind::Other => return value.to_vec(),
    };
    if value.len() == half * 2 {
        return value.to_vec();
    }
    from_der(value, half).unwrap_or_else(|| value.to_vec())
}

fn from_der(value: &[u8], half: usize) -> Option<Vec<u8>> {
    let mut numbers = tlv::only(value, SEQUENCE)?;
    let mut out = Vec::with_capacity(half * 2);
    for _ in 0..2 {
        let number = tlv::next(&mut numbers, INTEGER)?;
        // A leading zero keeps the number positive; without one a high first bit would make it negative.
        let number = match number.split_first()? {
            (0, rest) => rest,
            (128.., _) => return None,
            _ => number,
        };
        out.resize(out.len() + half.checked_sub(number.len())?, 0);
        out.extend_from_slice(number);
    }
    numbers.is_empty().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::side_by_side;
    use crate::signature::pki::KeyKind;

    #[test]
    fn both_ways_give_the_same_value() {
        let der = [0x30, 7, 2, 1, 5, 2, 2, 0, 0x81];
        let fixed = side_by_side(KeyKind::EcdsaP256, &der);
        assert_eq!((fixed.len(), fixed[31], fixed[63]), (64, 5, 0x81));
        assert_eq!(side_by_side(KeyKind::EcdsaP256, &fixed), fixed);
        assert_eq!(side_by_side(KeyKind::EcdsaP384, &fixed), fixed);
        assert_eq!(side_by_side(KeyKind::Rsa { bits: 2048 }, &der), der);
    }

    #[test]
    fn nonsense_stays_as_it_is() {
        for wrong in [&[][..], &[0x30], &[0x30, 3, 2, 1, 5], &[0x30, 6, 2, 1, 5, 2, 1, 0xff], &[0x31, 0]] {
            assert_eq!(side_by_side(KeyKind::EcdsaP256, wrong), wrong);
        }
    }
}
