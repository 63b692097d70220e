//! Reads the spellings in use, and says how they deviate.

use super::crc::crc16;
use super::deviation::Deviation;
use super::part::{Field, InvoicePart};
use super::text::QrText;

/// What was made of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it says about the invoice; `None` when it says nothing, or nothing certain.
    pub invoice: Option<InvoicePart>,
    /// More than one reading fits; none was chosen.
    pub ambiguous: bool,
    /// How the text deviates from the regulation. Empty for a text that follows it.
    pub deviations: Vec<Deviation>,
}

/// The longest text looked at. Real ones have up to 300 characters.
const LONGEST_READ: usize = 1024;
/// The most objects outside object 99.
const MOST_OBJECTS: usize = 70;

/// One way to read the text: what was read so far, and how it deviates.
#[derive(Clone, Debug, Default)]
struct Attempt {
    invoice: Option<InvoicePart>,
    deviations: Vec<Deviation>,
}

/// Reads a text: strictly if it can be, else by every spelling in use at once. A length may have
/// one digit inside object 99, and three for object 99 itself; objects may be empty; the checksum
/// may be wrong or missing. A reading counts only if each field can mean what its identifier says.
///
/// ```
/// let reading = etax::code::qr::read("00020199410110030012345002011030 6C26TYY");
/// assert!(reading.invoice.is_none() && !reading.ambiguous);
/// ```
#[must_use]
pub fn read(text: &str) -> Reading {
    if let Ok(strict) = QrText::parse(text) {
        return Reading { invoice: strict.invoice().cloned(), ..Reading::default() };
    }
    let trimmed = text.trim();
    let ascii = trimmed.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if !ascii || trimmed.is_empty() || trimmed.len() > LONGEST_READ {
        return Reading::default();
    }
    let mut found = Vec::new();
    outside(trimmed, 0, 0, Attempt::default(), &mut found);
    let same = found.windows(2).all(|pair| matches!(pair, [a, b] if a.invoice == b.invoice));
    let Some(best) = found.into_iter().min_by_key(|attempt| attempt.deviations.len()) else {
        return Reading::default();
    };
    if !same {
        return Reading { ambiguous: true, ..Reading::default() };
    }
    let mut deviations = best.deviations;
    if trimmed.len() != text.len() {
        deviations.insert(0, Deviation::Blanks);
    }
    if trimmed.len() > super::LONGEST {
        deviations.push(Deviation::TooLong);
    }
    Reading { invoice: best.invoice, ambiguous: false, deviations }
}

fn digits(text: &str, from: usize, count: usize) -> Option<(&str, usize)> {
    let digits = text.get(from..from + count)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    Some((digits, number))
}

/// Objects up to the end of the text. Only object 99 can be read in several ways, so the number of
/// attempts is at most that of its readings.
fn outside(text: &str, at: usize, count: usize, attempt: Attempt, found: &mut Vec<Attempt>) {
    if at == text.len() {
        let mut attempt = attempt;
        let checked = attempt.deviations.iter().any(|d| matches!(d, Deviation::Checksum { .. }));
        if !checked && !ends_with_checksum(text) {
            attempt.deviations.push(Deviation::NoChecksum);
        }
        found.push(attempt);
        return;
    }
    let Some((id, _)) = digits(text, at, 2) else { return };
    if count == MOST_OBJECTS {
        return;
    }
    let widths: &[usize] = if id == "99" && attempt.invoice.is_none() { &[2, 3] } else { &[2] };
    for width in widths {
        let Some((_, length)) = digits(text, at + 2, *width) else { continue };
        let start = at + 2 + width;
        let end = start + length;
        let Some(value) = text.get(start..end) else { continue };
        let mut next = attempt.clone();
        if *width != 2 {
            next.deviations.push(Deviation::LengthDigits { object: id.to_owned(), digits: *width });
        }
        if value.is_empty() {
            next.deviations.push(Deviation::Empty { object: id.to_owned() });
        }
        match id {
            "00" if at == 0 && value == "01" => {}
            "00" if at == 0 => next.deviations.push(Deviation::Value { object: id.to_owned() }),
            "00" => next.deviations.push(Deviation::Order { object: id.to_owned() }),
            "63" => {
                let expected = crc16(text.get(..start).unwrap_or_default().as_bytes());
                if value != format!("{expected:04X}") {
                    next.deviations.push(Deviation::Checksum { expected, found: value.to_owned() });
                }
                if end != text.len() {
                    next.deviations.push(Deviation::Order { object: id.to_owned() });
                }
            }
            "99" if next.invoice.is_none() => {
                let mut parts = Vec::new();
                inside(value, 0, None, (InvoicePart::default(), Vec::new()), &mut parts);
                for (part, deviations) in parts {
                    let mut each = next.clone();
                    each.invoice = Some(part);
                    each.deviations.extend(deviations);
                    outside(text, end, count + 1, each, found);
                }
                continue;
            }
            _ if at == 0 => next.deviations.push(Deviation::Order { object: id.to_owned() }),
            _ => {}
        }
        outside(text, end, count + 1, next, found);
    }
}

fn ends_with_checksum(text: &str) -> bool {
    let start = text.len().saturating_sub(8);
    text.get(start..).is_some_and(|end| end.starts_with("6304"))
}

type Part = (InvoicePart, Vec<Deviation>);

/// The fields of object 99, in the order of their identifiers; at most seven, each in two ways.
fn inside(value: &str, at: usize, before: Option<Field>, part: Part, found: &mut Vec<Part>) {
    if at == value.len() {
        found.push(part);
        return;
    }
    let Some((id, _)) = digits(value, at, 2) else { return };
    let Some(field) = Field::of_id(id).filter(|field| before.is_none_or(|before| before < *field)) else {
        return;
    };
    for width in [2, 1] {
        let Some((_, length)) = digits(value, at + 2, width) else { continue };
        let start = at + 2 + width;
        let Some(text) = value.get(start..start + length) else { continue };
        if !text.is_empty() && !field.can_mean(text) {
            continue;
        }
        let mut next = part.clone();
        let object = || format!("99.{id}");
        if width != 2 {
            next.1.push(Deviation::LengthDigits { object: object(), digits: width });
        }
        if text.is_empty() {
            next.1.push(Deviation::Empty { object: object() });
        } else if !field.accepts(text) {
            next.1.push(Deviation::Value { object: object() });
        }
        next.0.set(field, text);
        inside(value, start + length, Some(field), next, found);
    }
}
