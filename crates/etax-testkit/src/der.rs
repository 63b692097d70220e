//! The few DER encodings a test certificate needs (ITU-T X.690).

pub(crate) type Der = Vec<u8>;

pub(crate) fn tagged(tag: u8, content: &[u8]) -> Der {
    let mut out = vec![tag];
    let length = content.len();
    if length < 0x80 {
        out.push(u8::try_from(length).unwrap_or(0));
    } else {
        let bytes = length.to_be_bytes();
        let significant: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
        out.push(0x80 | u8::try_from(significant.len()).unwrap_or(0));
        out.extend(significant);
    }
    out.extend_from_slice(content);
    out
}

pub(crate) fn sequence(parts: &[Der]) -> Der {
    tagged(0x30, &parts.concat())
}

pub(crate) fn set(parts: &[Der]) -> Der {
    tagged(0x31, &parts.concat())
}

/// A non-negative integer from big-endian bytes.
pub(crate) fn integer(bytes: &[u8]) -> Der {
    let mut content: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    tagged(0x02, &content)
}

pub(crate) fn oid(dotted: &str) -> Der {
    let arcs: Vec<u64> = dotted.split('.').filter_map(|arc| arc.parse().ok()).collect();
    let mut content = Vec::new();
    let head = arcs.first().copied().unwrap_or(0) * 40 + arcs.get(1).copied().unwrap_or(0);
    for arc in std::iter::once(head).chain(arcs.iter().skip(2).copied()) {
        let mut groups = vec![u8::try_from(arc & 0x7F).unwrap_or(0)];
        let mut rest = arc >> 7;
        while rest > 0 {
            groups.push(0x80 | u8::try_from(rest & 0x7F).unwrap_or(0));
            rest >>= 7;
        }
        content.extend(groups.iter().rev());
    }
    tagged(0x06, &content)
}

pub(crate) fn null() -> Der {
    vec![0x05, 0x00]
}

pub(crate) fn boolean_true() -> Der {
    vec![0x01, 0x01, 0xFF]
}

pub(crate) fn utf8(text: &str) -> Der {
    tagged(0x0C, text.as_bytes())
}

pub(crate) fn printable(text: &str) -> Der {
    tagged(0x13, text.as_bytes())
}

pub(crate) fn ia5_context(number: u8, text: &str) -> Der {
    tagged(0x80 | number, text.as_bytes())
}

pub(crate) fn octets(content: &[u8]) -> Der {
    tagged(0x04, content)
}

pub(crate) fn bits(content: &[u8]) -> Der {
    let mut whole = vec![0];
    whole.extend_from_slice(content);
    tagged(0x03, &whole)
}

/// A named-bit string: trailing zero bits are left out.
pub(crate) fn named_bits(byte: u8) -> Der {
    let unused = u8::try_from(byte.trailing_zeros().min(7)).unwrap_or(0);
    tagged(0x03, &[unused, byte])
}

pub(crate) fn explicit(number: u8, content: &[u8]) -> Der {
    tagged(0xA0 | number, content)
}

/// `YYYYMMDDhhmmssZ`: UTCTime until 2049, GeneralizedTime after (RFC 5280,
/// section 4.1.2.5).
pub(crate) fn time(text: &str) -> Der {
    if text < "2050" { tagged(0x17, &text.as_bytes()[2..]) } else { tagged(0x18, text.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_lengths_integers_and_identifiers() {
        assert_eq!(integer(&[0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(integer(&[0]), [2, 1, 0]);
        assert_eq!(oid("1.2.840.113549"), [6, 6, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]);
        assert_eq!(tagged(4, &[0; 200])[..3], [4, 0x81, 200]);
        assert_eq!(named_bits(0b1100_0000), [3, 2, 6, 0b1100_0000]);
    }
}
