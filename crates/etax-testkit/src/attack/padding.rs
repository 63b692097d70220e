//! Signature values that a careless verifier takes: wrong PKCS #1 padding that the private operation was
//! applied to (Bleichenbacher 2006, CVE-2006-4339, CVE-2014-1568), numbers out of range, ECDSA's odd numbers.
//!
//! The forms are those of the Wycheproof vectors, over SignedInfo instead of their messages.

use super::class::Class;
use super::stage::{Stage, elliptic_stage};
use super::{Attack, Carrier};
use crate::error::{Error, Result};
use crate::key::Hash;
use crate::sign::base64;
use crate::variant::Bench;

const RULE: &str = "signature.value";

/// DigestInfo of SHA-256 before the digest.
pub(super) const SHA256: &[u8] = &[
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x20,
];

/// `00 01 FF … FF 00` and what follows, as long as the modulus.
pub(super) fn padded(size: usize, tail: &[u8]) -> Vec<u8> {
    block(size, 1, 0xFF, tail)
}

fn block(size: usize, kind: u8, filler: u8, tail: &[u8]) -> Vec<u8> {
    let count = size.saturating_sub(tail.len() + 3);
    [&[0, kind], vec![filler; count].as_slice(), &[0], tail].concat()
}

/// Padding that is too short, and something behind the digest.
fn garbage(size: usize, filler: usize, tail: &[u8]) -> Vec<u8> {
    let mut made = [&[0, 1], vec![0xFF; filler].as_slice(), &[0], tail].concat();
    made.resize(size, 0x5A);
    made
}

type Form = (&'static str, &'static str, fn(usize, &[u8]) -> Vec<u8>);

/// What the private operation is applied to: from the modulus' length and the digest.
const FORMS: &[Form] = &[
    ("short-garbage", "eight bytes of padding, then the digest, then anything", |n, h| {
        garbage(n, 8, &[SHA256, h].concat())
    }),
    ("no-padding-garbage", "no padding at all, then the digest, then anything", |n, h| {
        garbage(n, 0, &[SHA256, h].concat())
    }),
    ("one-byte-garbage", "one byte behind the digest", |n, h| padded(n, &[SHA256, h, &[0]].concat())),
    ("parameter-garbage", "something inside the NULL of the hash's parameters", |n, h| {
        let head: &[u8] = &[
            0x30, 0x35, 0x30, 0x11, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 0x05, 4, 1, 2, 3, 4, 4,
            0x20,
        ];
        padded(n, &[head, h].concat())
    }),
    ("missing-null", "no parameters of the hash", |n, h| {
        let head: &[u8] = &[0x30, 0x2f, 0x30, 0x0b, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 4, 0x20];
        padded(n, &[head, h].concat())
    }),
    ("long-length", "a length in BER's longer way", |n, h| {
        let head: &[u8] =
            &[0x30, 0x81, 0x31, 0x30, 0x0d, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
        padded(n, &[head, h].concat())
    }),
    ("indefinite-length", "a length of BER's indefinite kind", |n, h| {
        let head: &[u8] =
            &[0x30, 0x80, 0x30, 0x0d, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
        padded(n, &[head, h, &[0, 0]].concat())
    }),
    ("wrong-length", "a length one too many", |n, h| {
        let mut head = SHA256.to_vec();
        if let Some(length) = head.get_mut(1) {
            *length += 1;
        }
        padded(n, &[head.as_slice(), h].concat())
    }),
    ("other-hash", "the identifier of SHA-512 before a SHA-256 digest", |n, h| {
        let mut head = SHA256.to_vec();
        if let Some(last) = head.get_mut(14) {
            *last = 3;
        }
        padded(n, &[head.as_slice(), h].concat())
    }),
    ("md5", "the identifier of MD5 before a SHA-256 digest", |n, h| {
        let head: &[u8] =
            &[0x30, 0x30, 0x30, 0x0c, 6, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5, 5, 0, 4, 0x20];
        padded(n, &[head, h].concat())
    }),
    ("half-digest", "only the first half of the digest", |n, h| {
        padded(n, &[SHA256, &h[..h.len() / 2]].concat())
    }),
    ("bare-digest", "the digest without its identifier", |n, h| padded(n, h)),
    ("no-digest", "an identifier without a digest", |n, _| padded(n, SHA256)),
    ("type-0", "a padding of type 0", |n, h| block(n, 0, 0, &[SHA256, h].concat())),
    ("type-2", "a padding of type 2, as for encryption", |n, h| block(n, 2, 0xA5, &[SHA256, h].concat())),
    ("type-3", "a padding of a type nobody knows", |n, h| block(n, 3, 0xFF, &[SHA256, h].concat())),
    ("other-filler", "one byte of the padding that is not FF", |n, h| {
        let mut made = padded(n, &[SHA256, h].concat());
        if let Some(byte) = made.get_mut(n / 2) {
            *byte = 0xFE;
        }
        made
    }),
    ("last-filler", "the last byte of the padding is not FF", |n, h| {
        let mut made = padded(n, &[SHA256, h].concat());
        let at = n - SHA256.len() - h.len() - 2;
        if let Some(byte) = made.get_mut(at) {
            *byte = 0;
        }
        made
    }),
    ("no-separator", "no zero between padding and digest", |n, h| {
        let mut made = padded(n, &[SHA256, h].concat());
        let at = n - SHA256.len() - h.len() - 1;
        if let Some(byte) = made.get_mut(at) {
            *byte = 0xFF;
        }
        made
    }),
    ("left", "the padding behind the digest", |n, h| {
        let mut made = [&[0, 1, 0], SHA256, h].concat();
        made.resize(n, 0xFF);
        made
    }),
];

type Value = (&'static str, &'static str, &'static str, fn(&[u8], &[u8]) -> Vec<u8>);

/// Values made from the sound value and the modulus.
const VALUES: &[Value] = &[
    ("zero", RULE, "the number zero", |v, _| vec![0; v.len()]),
    ("one", RULE, "the number one", |v, _| {
        let mut made = vec![0; v.len()];
        if let Some(last) = made.last_mut() {
            *last = 1;
        }
        made
    }),
    ("modulus", RULE, "the modulus itself", |_, n| n.to_vec()),
    ("modulus-less-one", RULE, "the modulus less one", |_, n| {
        let mut made = n.to_vec();
        if let Some(last) = made.last_mut() {
            *last -= 1;
        }
        made
    }),
    ("plus-modulus", RULE, "the value plus the modulus, which means the same number", |v, n| sum(v, n)),
    ("negated", RULE, "the modulus less the value", |v, n| subtract(n, v)),
    ("leading-zero", RULE, "the value with a zero before it", |v, _| [&[0], v].concat()),
    ("trailing-zero", RULE, "the value with a zero behind it", |v, _| [v, &[0]].concat()),
    ("one-short", RULE, "the value without its last byte", |v, _| v[..v.len() - 1].to_vec()),
    ("reversed", RULE, "the value backwards", |v, _| v.iter().rev().copied().collect()),
    ("all-ones", RULE, "every bit set", |v, _| vec![0xFF; v.len()]),
    ("wrapped", RULE, "the value in an OCTET STRING", |v, _| {
        [&[4, 0x82, u8::try_from(v.len() / 256).unwrap_or(1), u8::try_from(v.len() % 256).unwrap_or(0)], v]
            .concat()
    }),
];

/// Two numbers of equal length, the sum one byte longer if it must be.
fn sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = 0u16;
    let mut sum: Vec<u8> = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .map(|(a, b)| {
            let digit = u16::from(*a) + u16::from(*b) + carry;
            carry = digit >> 8;
            digit.to_le_bytes()[0]
        })
        .collect();
    if carry > 0 {
        sum.push(1);
    }
    sum.reverse();
    sum
}

fn subtract(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut borrow = 0i16;
    let mut rest: Vec<u8> = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .map(|(a, b)| {
            let digit = i16::from(*a) - i16::from(*b) - borrow;
            borrow = i16::from(digit < 0);
            digit.to_le_bytes()[0]
        })
        .collect();
    rest.reverse();
    rest
}

fn add_rsa(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let key = stage.signer.key;
    let (modulus, _) = key.rsa_numbers().ok_or_else(|| Error::new("no RSA key"))?;
    let signed = stage.signed_bytes(&stage.root)?;
    let digest = Hash::Sha256.digest(&signed);
    let put =
        |value: &[u8]| stage.edited(|root| root.set(&stage.inside("SignatureValue"), &base64(value, false)));
    // The private operation by hand over the right padding gives the right value again: only its base64 is broken into lines.
    let right = key.raw(&padded(modulus.len(), &[SHA256, &digest].concat()))?;
    let twin = stage.edited(|root| root.set(&stage.inside("SignatureValue"), &base64(&right, true)));
    let twin = twin.unwrap_or_else(|_| stage.sound.clone().into_bytes());
    for (idea, shows, form) in FORMS {
        let bytes = put(&key.raw(&form(modulus.len(), &digest))?)?;
        list.push(Attack::on(stage, Class::Padding, idea, &[RULE], shows, bytes).with_twin(twin.clone()));
    }
    for (idea, rule, shows, change) in VALUES {
        let bytes = put(&change(&right, &modulus))?;
        list.push(Attack::on(stage, Class::Padding, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    Ok(())
}

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    // 2048 and 3072 bits, and a signature with a prefix.
    if matches!(stage.carrier, Carrier::Invoice | Carrier::Authority | Carrier::Declaration) {
        add_rsa(stage, list)?;
    }
    Ok(())
}

/// The order of P-256 (SEC 2, 2.4.2).
const ORDER: [u8; 32] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC,
    0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
];

/// Values of ECDSA: `r` and `s` side by side.
pub(super) fn elliptic(bench: &Bench, list: &mut Vec<Attack>) -> Result<()> {
    let stage = elliptic_stage(bench)?;
    let value = stage.signer.key.sign(Hash::Sha256, &stage.signed_bytes(&stage.root)?)?;
    let (r, s) = value.split_at(32);
    let zero = [0u8; 32];
    let pair = |r: &[u8], s: &[u8]| [r, s].concat();
    let put =
        |value: &[u8]| stage.edited(|root| root.set(&stage.inside("SignatureValue"), &base64(value, false)));
    let der = stage.signer.key.sign_certificate(Hash::Sha256, &stage.signed_bytes(&stage.root)?)?;
    let last = |bytes: &[u8]| {
        let mut made = bytes.to_vec();
        if let Some(byte) = made.last_mut() {
            *byte ^= 1;
        }
        made
    };
    // ECDSA's other value for the same signature is as valid by the standard; nothing here goes by the value's bytes.
    let twin = put(&pair(r, &subtract(&ORDER, s)))?;
    for (idea, shows, value) in [
        ("zeros", "r and s zero (CVE-2022-21449)", pair(&zero, &zero)),
        ("zero-r", "r zero", pair(&zero, s)),
        ("zero-s", "s zero", pair(r, &zero)),
        ("order", "r and s the order of the curve", pair(&ORDER, &ORDER)),
        ("order-r", "r the order of the curve", pair(&ORDER, s)),
        ("order-s", "s the order of the curve", pair(r, &ORDER)),
        ("ones", "r and s with every bit set", pair(&[0xFF; 32], &[0xFF; 32])),
        ("negated-r", "the order less r", pair(&subtract(&ORDER, r), s)),
        ("exchanged", "s before r", pair(s, r)),
        ("der", "r and s in a DER SEQUENCE", der),
        (
            "leading-zeros",
            "r and s each with a zero before it",
            pair(&[&[0], r].concat(), &[&[0], s].concat()),
        ),
        ("short", "without the last byte", value.get(..63).unwrap_or_default().to_vec()),
        ("long", "with a byte too much", pair(&value, &[0])),
        ("only-r", "r without s", r.to_vec()),
        ("nothing", "no value", Vec::new()),
        ("changed", "the last bit of s changed", last(&value)),
    ] {
        let bytes = put(&value)?;
        let mut attack = Attack::on(&stage, Class::Padding, &format!("ecdsa-{idea}"), &[RULE], shows, bytes);
        attack.twin.clone_from(&twin);
        list.push(attack);
    }
    Ok(())
}
