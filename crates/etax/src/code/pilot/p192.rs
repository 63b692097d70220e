//! The curve of the pilot's device: NIST P-192 (FIPS 186-4, D.1.2.1), as far as it takes to say whether a point lies on
//! it and a number is below its order. Everything computed with here is public.
//!
//! No library is used: the one kept for this curve has no release that goes with the others of this crate, and
//! nothing is signed or verified.

/// 192 bits, the lowest 64 first.
type Number = [u64; 3];

/// The field: 2¹⁹² − 2⁶⁴ − 1.
const PRIME: Number = [0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff];
/// The order of the base point.
const ORDER: Number = [0x146b_c9b1_b4d2_2831, 0xffff_ffff_99de_f836, 0xffff_ffff_ffff_ffff];
/// The curve is y² = x³ − 3x + b.
const B: Number = [0xfeb8_deec_c146_b9b1, 0x0fa7_e9ab_7224_3049, 0x6421_0519_e59c_80e7];

/// A big-endian number.
fn number(bytes: &[u8; 24]) -> Number {
    let mut limbs = [0_u64; 3];
    for (at, byte) in bytes.iter().enumerate() {
        let limb = &mut limbs[2 - at / 8];
        *limb = (*limb << 8) | u64::from(*byte);
    }
    limbs
}

fn is_below(a: &Number, b: &Number) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// The low 64 bits and what is carried.
#[allow(clippy::cast_possible_truncation, reason = "the halves of a number of 128 bits")]
const fn halves(wide: u128) -> (u64, u128) {
    (wide as u64, wide >> 64)
}

/// Takes the prime away until the number is below it; `high` is what stands above 192 bits.
fn reduce(mut low: Number, mut high: u128) -> Number {
    while high > 0 || !is_below(&low, &PRIME) {
        let mut borrow = 0;
        for (limb, prime) in low.iter_mut().zip(PRIME) {
            let (less, first) = limb.overflowing_sub(prime);
            let (rest, second) = less.overflowing_sub(borrow);
            *limb = rest;
            borrow = u64::from(first || second);
        }
        high -= u128::from(borrow);
    }
    low
}

fn sum(parts: &[Number]) -> Number {
    let (mut low, mut carry) = ([0; 3], 0_u128);
    for (at, limb) in low.iter_mut().enumerate() {
        let column: u128 = parts.iter().filter_map(|part| part.get(at)).map(|part| u128::from(*part)).sum();
        (*limb, carry) = halves(column + carry);
    }
    reduce(low, carry)
}

fn product(a: &Number, b: &Number) -> Number {
    let mut c = [0_u64; 6];
    for (i, a) in a.iter().enumerate() {
        let mut carry = 0;
        for (j, b) in b.iter().enumerate() {
            let Some(limb) = c.get_mut(i + j) else { continue };
            (*limb, carry) = halves(u128::from(*a) * u128::from(*b) + u128::from(*limb) + carry);
        }
        if let Some(limb) = c.get_mut(i + 3) {
            (*limb, _) = halves(carry);
        }
    }
    // 2¹⁹² is 2⁶⁴ + 1 modulo the prime (FIPS 186-4, D.2.1).
    let [c0, c1, c2, c3, c4, c5] = c;
    sum(&[[c0, c1, c2], [c3, c3, 0], [0, c4, c4], [c5, c5, c5]])
}

/// Whether these coordinates, big-endian, are a point of the curve.
pub(super) fn is_point(x: &[u8; 24], y: &[u8; 24]) -> bool {
    let (x, y) = (number(x), number(y));
    if !is_below(&x, &PRIME) || !is_below(&y, &PRIME) {
        return false;
    }
    let cube = product(&product(&x, &x), &x);
    // y² + 3x = x³ + b, so that nothing is subtracted.
    sum(&[product(&y, &y), x, x, x]) == sum(&[cube, B])
}

/// Whether a big-endian number can be half of a signature: above zero and below the order.
pub(super) fn is_scalar(bytes: &[u8; 24]) -> bool {
    let number = number(bytes);
    number != [0; 3] && is_below(&number, &ORDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> [u8; 24] {
        std::array::from_fn(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap())
    }

    /// The base point of FIPS 186-4, D.1.2.1, and its double.
    #[test]
    fn points_of_the_curve_are_told_from_others() {
        for (x, y) in [
            (
                "188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012",
                "07192b95ffc8da78631011ed6b24cdd573f977a11e794811",
            ),
            (
                "dafebf5828783f2ad35534631588a3f629a70fb16982a888",
                "dd6bda0d993da0fa46b27bbc141b868f59331afa5c7e93ab",
            ),
        ] {
            let (x, mut y) = (bytes(x), bytes(y));
            assert!(is_point(&x, &y));
            for at in 0..24 {
                y[at] ^= 1;
                assert!(!is_point(&x, &y), "{at}");
                y[at] ^= 1;
            }
            assert!(!is_point(&y, &x));
        }
        assert!(!is_point(&[0; 24], &[0; 24]) && !is_point(&[0xff; 24], &[0xff; 24]));
    }

    #[test]
    fn halves_of_signatures_are_below_the_order() {
        let mut order = bytes("ffffffffffffffffffffffff99def836146bc9b1b4d22831");
        assert!(!is_scalar(&order) && !is_scalar(&[0; 24]) && !is_scalar(&[0xff; 24]));
        order[23] -= 1;
        assert!(is_scalar(&order));
    }
}
