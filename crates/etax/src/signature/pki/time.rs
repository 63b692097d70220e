//! The dates of certificates (RFC 5280, section 4.1.2.5).

use crate::value::Moment;
use ::der::asn1::AnyRef;
use ::der::{Tag, Tagged};
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The last second that can be shown at UTC+7; RFC 5280's "no well-defined expiration" is seven hours later.
pub(super) const LAST_SECOND: i64 = 253_402_207_200;

/// A UTCTime or GeneralizedTime in the only form DER and RFC 5280 allow: to the second, ending in `Z`.
///
/// Read here because the ASN.1 library ends at 1970, and UTCTime reaches back to 1950.
pub(super) fn read(any: AnyRef<'_>) -> Option<Moment> {
    let digits = any.value().strip_suffix(b"Z")?;
    let (year, rest) = match any.tag() {
        Tag::UtcTime => {
            let (short, rest) = digits.split_at_checked(2)?;
            let short = number(short)?;
            (if short < 50 { 2000 + short } else { 1900 + short }, rest)
        }
        Tag::GeneralizedTime => {
            let (year, rest) = digits.split_at_checked(4)?;
            (number(year)?, rest)
        }
        _ => return None,
    };
    let [month, day, hour, minute, second] = pairs(rest)?;
    let local = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    match Offset::UTC.to_timestamp(local) {
        Ok(instant) => Moment::from_unix(instant.as_second().min(LAST_SECOND)),
        // The calendar ends some hours before the year 9999 does everywhere on Earth.
        Err(_) if year == 9999 => Moment::from_unix(LAST_SECOND),
        Err(_) => None,
    }
}

fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(digits).ok()?.parse().ok()).flatten()
}

fn pairs(digits: &[u8]) -> Option<[i8; 5]> {
    let mut found = [0; 5];
    if digits.len() != 10 {
        return None;
    }
    for (to, pair) in found.iter_mut().zip(digits.chunks_exact(2)) {
        *to = i8::try_from(number(pair)?).ok()?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tag: Tag, text: &str) -> Option<String> {
        read(AnyRef::new(tag, text.as_bytes()).unwrap()).map(|moment| moment.to_string())
    }

    #[test]
    fn reads_both_forms_and_both_centuries() {
        let utc = |text| shown(Tag::UtcTime, text);
        assert_eq!(utc("500101120100Z").unwrap(), "1950-01-01T19:01:00+07:00");
        assert_eq!(utc("491231235959Z").unwrap(), "2050-01-01T06:59:59+07:00");
        let general = |text| shown(Tag::GeneralizedTime, text);
        assert_eq!(general("19000101000000Z").unwrap(), "1900-01-01T07:00:00+07:00");
        assert_eq!(general("99991231235959Z").unwrap(), "9999-12-31T05:00:00+07:00");
    }

    #[test]
    fn refuses_every_other_form() {
        for text in
            ["5001011201Z", "500101120100", "500101120100+0700", "501301120100Z", "", "Z", "5001011201+1Z"]
        {
            assert_eq!(shown(Tag::UtcTime, text), None, "{text}");
        }
        for text in ["500101120100Z", "20230229000000Z", "20230228000060Z", "20230228000000.5Z"] {
            assert_eq!(shown(Tag::GeneralizedTime, text), None, "{text}");
        }
        assert_eq!(shown(Tag::Utf8String, "500101120100Z"), None);
    }
}
