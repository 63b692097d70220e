//! DER taken apart without keeping any of it: key files must not leave copies behind.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;

/// Takes the next element: its tag and its contents. Definite lengths only, as DER has them.
pub(crate) fn take<'d>(rest: &mut &'d [u8]) -> Option<(u8, &'d [u8])> {
    let (&tag, after) = rest.split_first()?;
    // Tags over 30 do not occur in key files.
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (&first, after) = after.split_first()?;
    let (length, after) = match first {
        0..=0x7f => (usize::from(first), after),
        0x81..=0x84 => {
            let (bytes, after) = after.split_at_checked(usize::from(first & 0x7f))?;
            let length = bytes
                .iter()
                .try_fold(0usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))?;
            (length, after)
        }
        _ => return None,
    };
    let (contents, after) = after.split_at_checked(length)?;
    *rest = after;
    Some((tag, contents))
}

/// Takes the next element, which must have this tag.
pub(crate) fn next<'d>(rest: &mut &'d [u8], tag: u8) -> Option<&'d [u8]> {
    take(rest).filter(|(found, _)| *found == tag).map(|(_, contents)| contents)
}

/// Takes the next element if it has this tag.
pub(crate) fn next_if<'d>(rest: &mut &'d [u8], tag: u8) -> Option<&'d [u8]> {
    if rest.first() == Some(&tag) { next(rest, tag) } else { None }
}

/// The contents of the one element that there is.
pub(crate) fn only(der: &[u8], tag: u8) -> Option<&[u8]> {
    let mut rest = der;
    next(&mut rest, tag).filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{SEQUENCE, next, next_if, only, take};

    #[test]
    fn elements_come_out_in_order_and_nonsense_does_not() {
        let mut rest: &[u8] = &[2, 1, 5, 4, 0x81, 1, 7];
        assert_eq!(take(&mut rest), Some((2, &[5][..])));
        assert_eq!(next_if(&mut rest, 2), None);
        assert_eq!(next(&mut rest, 4), Some(&[7][..]));
        assert_eq!(take(&mut rest), None);
        assert_eq!(only(&[0x30, 0], SEQUENCE), Some(&[][..]));
        for wrong in
            [&[0x30][..], &[0x30, 1], &[0x30, 0x80, 0, 0], &[0x30, 0, 0], &[0x1f, 1, 0], &[0x30, 0x85]]
        {
            assert_eq!(only(wrong, SEQUENCE), None, "{wrong:?}");
        }
    }
}
