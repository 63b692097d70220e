//! DER taken apart without keeping any of it: key files must not leave copies behind.

use crate::signature::pki::tlv::Fields;
pub(crate) use crate::signature::pki::tlv::{INTEGER, OBJECT_IDENTIFIER as OID, OCTET_STRING, SEQUENCE};

/// Takes the next element: its tag and its contents.
pub(crate) fn take<'d>(rest: &mut &'d [u8]) -> Option<(u8, &'d [u8])> {
    let mut fields = Fields::of(rest);
    let element = fields.next()?;
    *rest = fields.rest();
    Some((element.tag, element.value))
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
        let mut rest: &[u8] = &[2, 1, 5, 4, 1, 7];
        assert_eq!(take(&mut rest), Some((2, &[5][..])));
        assert_eq!(next_if(&mut rest, 2), None);
        assert_eq!(next(&mut rest, 4), Some(&[7][..]));
        assert_eq!(take(&mut rest), None);
        assert_eq!(only(&[0x30, 0], SEQUENCE), Some(&[][..]));
        for wrong in [
            &[0x30][..],
            &[0x30, 1],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0, 0],
            &[0x1f, 1, 0],
            &[0x30, 0x85],
            &[0x30, 0x81, 0],
        ] {
            assert_eq!(only(wrong, SEQUENCE), None, "{wrong:?}");
        }
    }
}
