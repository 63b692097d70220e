//! Simple types: what may be written in an element or attribute.

use crate::value::TaxCode;
use std::borrow::Cow;

/// The kind of a text. The lexical forms are those of XML Schema part 2; white space at both ends
/// is ignored where the XSD type collapses it (numbers, dates, booleans, ids) and counts where it
/// does not (codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple {
    /// `xs:string`, `xs:token`: any text, also none.
    Text,
    /// `xs:long`: a whole number that fits in 64 bits.
    Long,
    /// `xs:nonNegativeInteger`: a whole number from 0.
    NonNegative,
    /// `xs:boolean`: `0`, `1`, `false`, `true`.
    Boolean,
    /// `xs:decimal`: a number with `.` before its fraction.
    Decimal,
    /// `xs:date`: `YYYY-MM-DD`.
    Date,
    /// One of these words, white space counting.
    OneOf(&'static [&'static str]),
    /// MST, mã số thuế: ten digits, or ten digits, `-` and three digits.
    TaxCode,
    /// The same or twelve digits: the personal number that is the tax code of people since 1 July 2025.
    TaxCodeOrPerson,
    /// `xs:ID`: a name without colon.
    Id,
}

impl Simple {
    /// Whether the text is of this kind.
    ///
    /// ```
    /// use etax::schema::Simple;
    /// assert!(Simple::Long.accepts(" -12 "));
    /// assert!(!Simple::Long.accepts("1.000"));
    /// assert!(Simple::Date.accepts("2024-02-29"));
    /// assert!(!Simple::Date.accepts("2023-02-29"));
    /// ```
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Long => {
                let text = collapse(text);
                is_integer(text) && unsigned(text).parse::<i64>().is_ok()
            }
            Self::NonNegative => {
                let text = collapse(text);
                is_integer(text) && (!text.starts_with('-') || text.bytes().skip(1).all(|byte| byte == b'0'))
            }
            Self::Boolean => matches!(collapse(text), "0" | "1" | "false" | "true"),
            Self::Decimal => is_decimal(collapse(text)),
            Self::Date => is_date(collapse(text)),
            Self::OneOf(words) => words.contains(&text),
            Self::TaxCode => TaxCode::parse(text).is_some() && text.len() != 12,
            Self::TaxCodeOrPerson => TaxCode::parse(text).is_some(),
            Self::Id => is_name(collapse(text)),
        }
    }

    /// What may be written, for a report: the words of [`Simple::OneOf`], else a pattern
    /// or example.
    #[must_use]
    pub fn expected(self) -> Cow<'static, str> {
        match self {
            Self::Text => "".into(),
            Self::Long => "-1234, 0, 1234".into(),
            Self::NonNegative => "0, 1234".into(),
            Self::Boolean => "0 | 1".into(),
            Self::Decimal => "0, 12.5".into(),
            Self::Date => "YYYY-MM-DD".into(),
            Self::OneOf(words) => words.join(" | ").into(),
            Self::TaxCode => "0123456789 | 0123456789-001".into(),
            Self::TaxCodeOrPerson => "0123456789 | 0123456789-001 | 012345678901".into(),
            Self::Id => "ID_1".into(),
        }
    }
}

/// White space of XML at both ends removed.
fn collapse(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// Without a leading `+`, which Rust's parsers take too but `-` after it they must not.
fn unsigned(text: &str) -> &str {
    text.strip_prefix('+').unwrap_or(text)
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    !(whole.is_empty() && fraction.is_empty())
        && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
}

/// `YYYY-MM-DD`, more year digits and a zone allowed, as XML Schema part 2, 3.2.9 has it.
fn is_date(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some((year, rest)) = text.split_once('-') else { return false };
    let Some((month, rest)) = rest.split_once('-') else { return false };
    let Some((day, zone)) = rest.split_at_checked(2) else { return false };
    let two = |text: &str| (text.len() == 2).then(|| digits(text)).flatten();
    let leading_zero = year.len() > 4 && year.starts_with('0');
    let (Some(year), Some(month), Some(day)) = (
        // The last digits decide about leap years; years of many digits stay bounded this way.
        (year.len() >= 4 && !leading_zero && year.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| year.get(year.len().saturating_sub(8)..).and_then(|tail| year_of(tail, year)))
            .flatten(),
        two(month),
        two(day),
    ) else {
        return false;
    };
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=length).contains(&day) && is_zone(zone)
}

/// The year's last digits as a number; `None` for the year 0, which XML Schema 1.0 does not have.
fn year_of(tail: &str, year: &str) -> Option<u32> {
    if year.bytes().all(|byte| byte == b'0') {
        return None;
    }
    digits(tail)
}

fn is_zone(zone: &str) -> bool {
    if zone.is_empty() || zone == "Z" {
        return true;
    }
    let Some(time) = zone.strip_prefix(['+', '-']) else { return false };
    let Some((hours, minutes)) = time.split_once(':') else { return false };
    if hours.len() != 2 || minutes.len() != 2 {
        return false;
    }
    match (digits(hours), digits(minutes)) {
        (Some(14), Some(0)) => true,
        (Some(hours), Some(minutes)) => hours < 14 && minutes < 60,
        _ => false,
    }
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// An NCName (Namespaces in XML 1.0), with letters as Unicode has them.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|rest| matches!(rest, '_' | '-' | '.' | '\u{b7}') || rest.is_alphanumeric())
}
