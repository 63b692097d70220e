//! The signing time that a signer states.

use super::notes::Notes;
use super::rules;
use crate::report::Finding;
use crate::value::Moment;
use crate::xml::Element;
use jiff::civil::DateTime;

/// A stated signing time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SigningTime<'d> {
    pub(crate) element: Element<'d>,
    pub(crate) moment: Moment,
}

/// Finds `SigningTime` or `DateTimeStamp` in the signature's own objects, in any namespace: most
/// signers write `<SignatureProperties xmlns="">`. Two different times are no time.
pub(crate) fn signing_time<'d>(objects: &[Element<'d>], notes: &mut Notes) -> Option<SigningTime<'d>> {
    let mut found: Option<SigningTime<'d>> = None;
    for object in objects {
        for element in object.descendants() {
            let parse = match element.local() {
                "SigningTime" => Moment::parse,
                "DateTimeStamp" => stamp,
                _ => continue,
            };
            let text = element.trimmed();
            let Some(moment) = (if element.is_plain() { parse(&text) } else { None }) else {
                notes.remark(Finding::new(&rules::TIME_FORMAT).at(element).found(text));
                return None;
            };
            if found.is_some_and(|earlier| earlier.moment != moment) {
                notes.remark(Finding::new(&rules::TIME_FORMAT).at(element).found(text));
                return None;
            }
            found = found.or(Some(SigningTime { element, moment }));
        }
    }
    found
}

/// `DDMMYYYYhhmmss` at UTC+7, the form of payment orders.
pub(crate) fn stamp(text: &str) -> Option<Moment> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    let year = text.get(4..8)?.parse::<i16>().ok()?;
    let local = DateTime::new(
        year,
        number(2, 4)?,
        number(0, 2)?,
        number(8, 10)?,
        number(10, 12)?,
        number(12, 14)?,
        0,
    )
    .ok()?;
    Moment::from_local(local)
}

#[cfg(test)]
mod tests {
    use super::stamp;

    #[test]
    fn reads_the_stamp_of_payment_orders() {
        assert_eq!(stamp("23112026100000").unwrap().to_string(), "2026-11-23T10:00:00+07:00");
        for wrong in ["20261123100000", "2311202610000", "2311202610000x", "31022026100000", ""] {
            assert!(stamp(wrong).is_none(), "{wrong}");
        }
    }
}
