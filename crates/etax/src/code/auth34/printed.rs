//! What is printed on an invoice, in the one spelling that a code is made over.

use super::hmac::{BLOCK, padded};
use crate::rule::{Lang, Text};
use std::fmt;

/// The longest field, in bytes. A code, the longest that occurs, has 34.
const LONGEST: usize = 64;

/// The fields of an invoice that a code binds. A field that the invoice does not have is `None`,
/// which is not the same as an empty one.
///
/// Each field is ASCII, as the invoice format has it, and at most 64 bytes long. What may be
/// written in several ways is brought into one: the number loses leading zeros, amounts their
/// leading zeros, zeros behind the point and the sign of zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Printed<'f> {
    /// MST of NBan: the seller's tax code, with its hyphen.
    pub seller: Option<&'f str>,
    /// KHMSHDon, ký hiệu mẫu số hóa đơn.
    pub form: Option<&'f str>,
    /// KHHDon, ký hiệu hóa đơn.
    pub series: Option<&'f str>,
    /// SHDon, số hóa đơn.
    pub number: Option<&'f str>,
    /// NLap, ngày lập: `YYYY-MM-DD`.
    pub date: Option<&'f str>,
    /// MST of NMua: the buyer's tax code, with its hyphen.
    pub buyer: Option<&'f str>,
    /// DVTTe, đơn vị tiền tệ.
    pub currency: Option<&'f str>,
    /// TgTThue, tổng tiền thuế, in units of the currency.
    pub tax: Option<&'f str>,
    /// TgTTTBSo, tổng tiền thanh toán bằng số, in units of the currency.
    pub total: Option<&'f str>,
    /// MCCQT of the invoice that this one replaces or adjusts.
    pub related: Option<&'f str>,
    /// SHA-256 of the canonical invoice data (DLHDon), for keys that bind the whole document.
    pub document: Option<&'f [u8; 32]>,
}

/// A field that no code can be made over. Its number is the field's place in [`Printed`], from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// A character outside ASCII, or a control character.
    Character(u8),
    /// More than 64 bytes.
    Length(u8),
    /// Not a plain decimal number, or for the invoice number, not digits.
    Number(u8),
    /// Not `YYYY-MM-DD`.
    Date,
}

impl FieldError {
    /// What is wrong, in a language, with the field's name as the invoice has it.
    ///
    /// ```
    /// use etax::code::auth34::FieldError;
    /// use etax::rule::Lang;
    /// let error = FieldError::Number(9);
    /// assert_eq!(error.message(Lang::Vi), "TgTTTBSo (trường 9) không phải số thập phân thường");
    /// assert_eq!(error.message(Lang::En), "TgTTTBSo (field 9) is not a plain number");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (text, number) = match self {
            Self::Character(number) => (CHARACTER, *number),
            Self::Length(number) => (LENGTH, *number),
            Self::Number(number) => (NUMBER, *number),
            Self::Date => (DATE, 5),
        };
        let name = number.checked_sub(1).and_then(|at| NAMES.get(usize::from(at))).copied();
        let values = [number.to_string(), LONGEST.to_string()];
        let [number, longest] = values.each_ref().map(String::as_str);
        text.fill(lang, &[("name", name.unwrap_or_default()), ("number", number), ("longest", longest)])
    }
}

/// The fields as the invoice names them, in the order of their numbers.
const NAMES: [&str; 11] = [
    "NBan/MST", "KHMSHDon", "KHHDon", "SHDon", "NLap", "NMua/MST", "DVTTe", "TgTThue", "TgTTTBSo", "MCCQT",
    "DLHDon",
];
const CHARACTER: Text = Text {
    vi: "{name} (trường {number}) có ký tự không thuộc ASCII in được",
    en: "{name} (field {number}) has a character that is not printable ASCII",
};
const LENGTH: Text = Text {
    vi: "{name} (trường {number}) dài hơn {longest} byte",
    en: "{name} (field {number}) is longer than {longest} bytes",
};
const NUMBER: Text = Text {
    vi: "{name} (trường {number}) không phải số thập phân thường",
    en: "{name} (field {number}) is not a plain number",
};
const DATE: Text = Text {
    vi: "{name} (trường {number}) không phải ngày dạng YYYY-MM-DD",
    en: "{name} (field {number}) is not a date YYYY-MM-DD",
};

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for FieldError {}

/// Where canonical bytes are collected. As large as all fields together and the padding behind them.
pub(super) struct Canonical {
    bytes: [u8; Self::SIZE],
    length: usize,
}

impl Canonical {
    const SIZE: usize = (11 * (LONGEST + 3) + 64).div_ceil(BLOCK) * BLOCK;

    /// Starts with what stands before the fields.
    pub(super) fn new(before: &[&[u8]]) -> Self {
        let mut canonical = Self { bytes: [0; Self::SIZE], length: 0 };
        for part in before {
            canonical.write(part);
        }
        canonical
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// The same, padded: nothing can be added any more.
    pub(super) fn padded(&mut self) -> &[[u8; BLOCK]] {
        padded(&mut self.bytes, self.length)
    }

    fn write(&mut self, part: &[u8]) {
        let end = self.length.saturating_add(part.len());
        // There is room for every field at its longest.
        if let Some(free) = self.bytes.get_mut(self.length..end) {
            free.copy_from_slice(part);
            self.length = end;
        }
    }

    /// One field: its number, the length of its value and the value in pieces.
    fn field(&mut self, number: u8, pieces: &[&[u8]]) -> Result<(), FieldError> {
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        let short = u8::try_from(length).ok().filter(|short| usize::from(*short) <= LONGEST);
        let short = short.ok_or(FieldError::Length(number))?;
        let before = self.length.saturating_add(3);
        if let Some(free) = self.bytes.get_mut(self.length..before) {
            free.copy_from_slice(&[number, 0, short]);
            self.length = before;
        }
        pieces.iter().filter(|piece| !piece.is_empty()).for_each(|piece| self.write(piece));
        Ok(())
    }
}

impl Printed<'_> {
    /// Appends the fields in the order of their numbers, each in its one spelling.
    pub(in crate::code) fn append(&self, out: &mut Vec<u8>) -> Result<(), FieldError> {
        let mut canonical = Canonical::new(&[]);
        self.write(&mut canonical)?;
        out.extend_from_slice(canonical.as_bytes());
        Ok(())
    }

    /// Appends the fields in the order of their numbers.
    pub(super) fn write(&self, out: &mut Canonical) -> Result<(), FieldError> {
        let texts = [
            (1, self.seller),
            (2, self.form),
            (3, self.series),
            (4, self.number),
            (5, self.date),
            (6, self.buyer),
            (7, self.currency),
            (8, self.tax),
            (9, self.total),
            (10, self.related),
        ];
        for (number, text) in texts {
            let Some(text) = text else { continue };
            if !text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                return Err(FieldError::Character(number));
            }
            match number {
                4 => out.field(number, &[invoice_number(text)?])?,
                5 => out.field(number, &[date(text)?])?,
                8 | 9 => out.field(number, &amount(number, text)?)?,
                _ => out.field(number, &[text.as_bytes()])?,
            }
        }
        if let Some(document) = self.document {
            out.field(11, &[document])?;
        }
        Ok(())
    }
}

/// Digits without leading zeros.
fn invoice_number(text: &str) -> Result<&[u8], FieldError> {
    let digits = text.as_bytes();
    if digits.is_empty() {
        return Ok(digits);
    }
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(FieldError::Number(4));
    }
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count().min(digits.len() - 1);
    Ok(digits.get(zeros..).unwrap_or_default())
}

fn date(text: &str) -> Result<&[u8], FieldError> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped || text.is_empty() { Ok(text.as_bytes()) } else { Err(FieldError::Date) }
}

/// Sign, whole part, point, fraction.
fn amount(number: u8, text: &str) -> Result<[&[u8]; 4], FieldError> {
    if text.is_empty() {
        return Ok([b""; 4]);
    }
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let plain = !whole.is_empty()
        && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        && (rest.len() == whole.len() || !fraction.is_empty());
    if !plain {
        return Err(FieldError::Number(number));
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    let zero = whole == "0" && fraction.is_empty();
    Ok([
        if zero { b"" } else { sign.as_bytes() },
        whole.as_bytes(),
        if fraction.is_empty() { b"" } else { b"." },
        fraction.as_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(printed: &Printed<'_>) -> Result<Vec<u8>, FieldError> {
        let mut out = Canonical::new(&[]);
        printed.write(&mut out)?;
        Ok(out.as_bytes().to_vec())
    }

    #[test]
    fn one_amount_has_one_spelling() {
        let of = |total| canonical(&Printed { total: Some(total), ..Printed::default() });
        let plain = of("132000").unwrap();
        assert_eq!(plain, b"\x09\x00\x06132000");
        for same in ["0132000", "132000.0", "132000.000"] {
            assert_eq!(of(same).as_ref(), Ok(&plain), "{same}");
        }
        assert_eq!(of("-0.00"), of("0"));
        assert_eq!(of("-007.50").unwrap(), b"\x09\x00\x04-7.5");
        for wrong in ["1e5", "1,5", "--1", ".5", "5.", "+1", "1.2.3", " 1", "-"] {
            assert_eq!(of(wrong), Err(FieldError::Number(9)), "{wrong}");
        }
    }

    #[test]
    fn absent_and_empty_differ() {
        let empty = canonical(&Printed { buyer: Some(""), ..Printed::default() }).unwrap();
        assert_eq!(empty, b"\x06\x00\x00");
        assert_eq!(canonical(&Printed::default()).unwrap(), b"");
    }

    #[test]
    fn what_cannot_be_bound_is_named() {
        let long = "1".repeat(65);
        for (printed, error) in [
            (Printed { seller: Some("đ"), ..Printed::default() }, FieldError::Character(1)),
            (Printed { series: Some("C26\tAA"), ..Printed::default() }, FieldError::Character(3)),
            (Printed { related: Some(&long), ..Printed::default() }, FieldError::Length(10)),
            (Printed { number: Some("12a"), ..Printed::default() }, FieldError::Number(4)),
            (Printed { date: Some("21/11/2026"), ..Printed::default() }, FieldError::Date),
        ] {
            assert_eq!(canonical(&printed), Err(error));
            assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn every_field_at_its_longest_has_room() {
        let long = "1".repeat(LONGEST);
        let all = Printed {
            seller: Some(&long),
            form: Some(&long),
            series: Some(&long),
            number: Some(&long),
            date: Some("2026-11-21"),
            buyer: Some(&long),
            currency: Some(&long),
            tax: Some(&long),
            total: Some(&long),
            related: Some(&long),
            document: Some(&[9; 32]),
        };
        let mut out = Canonical::new(&[&[1; 60]]);
        all.write(&mut out).unwrap();
        assert_eq!(out.as_bytes().len(), 60 + 9 * (LONGEST + 3) + 13 + 35);
    }
}
