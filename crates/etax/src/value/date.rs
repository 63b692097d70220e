//! Calendar dates.

use jiff::civil::Date;

/// Reads a date written `YYYY-MM-DD`, meant on Vietnam's calendar (Decision 1450/QĐ-TCT, part I).
/// Anything else, such as a date with a time, is `None`.
///
/// ```
/// assert_eq!(etax::value::parse_date("2026-07-01").unwrap().year(), 2026);
/// assert_eq!(etax::value::parse_date("01/07/2026"), None);
/// assert_eq!(etax::value::parse_date("2026-02-30"), None);
/// ```
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *text.as_bytes() else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let year = digit(a)? * 1000 + digit(b)? * 100 + digit(c)? * 10 + digit(d)?;
    let pair = |tens: u8, ones: u8| i8::try_from(digit(tens)? * 10 + digit(ones)?).ok();
    Date::new(year, pair(e, f)?, pair(g, h)?).ok()
}

#[cfg(test)]
mod tests {
    use super::parse_date;

    #[test]
    fn shapes() {
        for text in [
            "",
            "2026-7-1",
            "2026-07-01T00:00:00",
            "2026-00-01",
            "2026-13-01",
            "2o26-07-01",
            "2026-07-0é",
            "+026-07-01",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_date("2024-02-29"), Some(jiff::civil::date(2024, 2, 29)));
    }
}
