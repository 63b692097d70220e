//! HMAC-SHA-256 (RFC 2104) from states that are kept with the key.
//!
//! A code takes two short messages under known keys. What is done beside the compressions counts: the message is laid out with
//! its padding where it was written, and compressed in one go.

use sha2::block_api::compress256;
use zeroize::Zeroizing;

/// A block of SHA-256, in bytes.
pub(super) const BLOCK: usize = 64;

/// The state of SHA-256 before anything (FIPS 180-4, section 5.3.3).
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// What becomes of a secret before any message: the inner state and the outer one. Wiped when dropped.
#[derive(Clone)]
pub(super) struct Keyed {
    inner: Zeroizing<[u32; 8]>,
    outer: Zeroizing<[u32; 8]>,
}

impl Keyed {
    pub(super) fn new(secret: &[u8; 32]) -> Self {
        let state = |pad: u8| {
            let mut block = Zeroizing::new([pad; BLOCK]);
            block.iter_mut().zip(secret).for_each(|(byte, secret)| *byte ^= secret);
            let mut state = Zeroizing::new(START);
            compress256(&mut state, std::slice::from_ref(&*block));
            state
        };
        Self { inner: state(0x36), outer: state(0x5c) }
    }

    /// The code of a message that [`padded`] laid out.
    pub(super) fn mac(&self, message: &[[u8; BLOCK]]) -> [u8; 32] {
        let mut state = *self.inner;
        compress256(&mut state, message);
        // The inner digest, and the padding behind it: a block and 32 bytes are 768 bits.
        let mut last = [0; BLOCK];
        write(&state, &mut last);
        last[32] = 0x80;
        last[62] = 0x03;
        let mut state = *self.outer;
        compress256(&mut state, &[last]);
        let mut code = [0; 32];
        write(&state, &mut code);
        code
    }
}

fn write(state: &[u32; 8], to: &mut [u8]) {
    for (to, word) in to.chunks_exact_mut(4).zip(state) {
        to.copy_from_slice(&word.to_be_bytes());
    }
}

/// Pads a message that stands at the beginning of zeros, with room for nine bytes and up to the end of a block, for
/// [`Keyed::mac`].
pub(super) fn padded(buffer: &mut [u8], length: usize) -> &[[u8; BLOCK]] {
    let whole = (length + 9).div_ceil(BLOCK) * BLOCK;
    if let Some(end) = buffer.get_mut(length) {
        *end = 0x80;
    }
    // The key's own block counts.
    let bits = u64::try_from((BLOCK + length) * 8).unwrap_or(u64::MAX);
    if let Some(end) = buffer.get_mut(whole - 8..whole) {
        end.copy_from_slice(&bits.to_be_bytes());
    }
    buffer.get(..whole).unwrap_or_default().as_chunks().0
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::hmac::digest::{KeyInit, Mac};

    /// Held against the implementation of another library, for messages around every length at which a block begins.
    #[test]
    fn codes_are_those_of_another_implementation() {
        let secret: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 7 + 1).unwrap());
        let keyed = Keyed::new(&secret);
        for length in 0..=320usize {
            let message: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let mut other = ::hmac::Hmac::<sha2::Sha256>::new_from_slice(&secret).unwrap();
            other.update(&message);
            let expected: [u8; 32] = other.finalize().into_bytes().into();
            let mut buffer = [0; 384];
            buffer[..length].copy_from_slice(&message);
            assert_eq!(keyed.mac(padded(&mut buffer, length)), expected, "{length}");
        }
    }
}
