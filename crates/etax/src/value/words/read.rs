//! Words to number.

use super::token::{Token, Tokens};
use rust_decimal::Decimal;

/// What an amount in words says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadAmount {
    /// The amount in units of the currency, never negative.
    pub value: Decimal,
    /// Whether the words begin with `âm`, `trừ` or `giảm`.
    pub negative: bool,
}

/// The longest text looked at, in bytes: TgTTTBChu holds 255 characters.
const LONGEST: usize = 2048;

/// Reads an amount in Vietnamese words, with or without a currency at its end, with hundredths
/// (`và hai mươi xu`) or a decimal part (`phẩy hai lăm`). `None` when the words are no number, or
/// one that could be read in more than one way.
///
/// ```
/// use etax::value::words::read;
/// let amount = read("Một triệu hai trăm linh năm ngàn đồng chẵn./.").unwrap();
/// assert_eq!(amount.value, 1_205_000.into());
/// assert!(read("Âm hai mươi mốt nghìn đồng").unwrap().negative);
/// assert_eq!(read("Hai ba nghìn"), None);
/// ```
#[must_use]
pub fn read(text: &str) -> Option<ReadAmount> {
    if text.len() > LONGEST {
        return None;
    }
    let mut tokens = Tokens::new(text).peekable();
    let mut negative = false;
    // Words in front of the number: "Bằng chữ:", "Âm".
    while let Some(token) = tokens.next_if(|token| matches!(token, Token::Other | Token::Minus)) {
        negative |= token == Token::Minus;
    }
    let mut number = Number::default();
    while let Some(token) = tokens.next_if(|token| is_number(*token)) {
        number.take(token)?;
    }
    let mut value = Decimal::from(number.finish()?);
    if tokens.next_if_eq(&Token::Point).is_some() {
        value = value.checked_add(fraction(&mut tokens)?)?;
    }
    // The currency, then perhaps hundredths; a number followed by anything else is not understood.
    while tokens.next_if(|token| matches!(token, Token::Other | Token::And)).is_some() {}
    if tokens.peek().is_some() {
        let mut cents = Number::default();
        while let Some(token) = tokens.next_if(|token| is_number(*token)) {
            cents.take(token)?;
        }
        let cents = cents.finish()?;
        if tokens.next() != Some(Token::Cent) || cents > 99 {
            return None;
        }
        value = value.checked_add(Decimal::new(i64::try_from(cents).ok()?, 2))?;
        if tokens.any(|token| token != Token::Other) {
            return None;
        }
    }
    Some(ReadAmount { value, negative })
}

const fn is_number(token: Token) -> bool {
    matches!(token, Token::Digit(_) | Token::Ten | Token::Hundred | Token::Odd | Token::Scale(_))
}

/// What stands after `phẩy`: single digits one after another (`không năm` is 05), or a number
/// below a thousand (`hai mươi lăm` is 25).
fn fraction<I: Iterator<Item = Token>>(tokens: &mut std::iter::Peekable<I>) -> Option<Decimal> {
    let mut number = Number::default();
    let mut digits: u64 = 0;
    let mut count: u32 = 0;
    let mut single = true;
    let mut zeros: u32 = 0;
    while let Some(token) = tokens.next_if(|token| is_number(*token)) {
        count += 1;
        if count > 6 {
            return None;
        }
        if let (Token::Digit(digit), true) = (token, single) {
            digits = digits * 10 + u64::from(digit);
            if digits == 0 {
                zeros += 1;
                continue;
            }
        } else {
            single = false;
        }
        // Digits in a row are no number, but they are digits.
        if number.take(token).is_none() && !single {
            return None;
        }
    }
    if count == 0 {
        return None;
    }
    let (mantissa, scale) = if single {
        (digits, count)
    } else {
        let value = number.finish().filter(|value| *value < 1000)?;
        let width = value.checked_ilog10().map_or(1, |log| log + 1);
        (value, width + zeros)
    };
    Some(Decimal::new(i64::try_from(mantissa).ok()?, scale))
}

/// A number being read from left to right.
#[derive(Default)]
struct Number {
    /// Closed groups of billions and more.
    above: u128,
    /// Closed groups below the next `tỷ`.
    below: u128,
    /// The open group without its last digit.
    group: u128,
    /// A digit whose place is not known yet.
    digit: Option<u8>,
    place: Place,
    /// The smallest scale closed since the last `tỷ`, to refuse "nghìn … triệu".
    scale: Option<u8>,
    /// Whether a `tỷ` was closed already.
    billions: bool,
    any: bool,
}

/// How far the open group is filled.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Empty,
    Hundreds,
    /// After `linh`, or `lẻ` between groups.
    Odd,
    Tens,
    /// A digit after the tens: nothing more fits.
    Ones,
}

impl Number {
    /// Takes one word; `None` when it does not fit.
    fn take(&mut self, token: Token) -> Option<()> {
        self.any = true;
        match token {
            Token::Digit(digit) => {
                if self.digit.is_some() || self.place == Place::Ones {
                    return None;
                }
                self.digit = Some(digit);
                if matches!(self.place, Place::Odd | Place::Tens) {
                    self.place = Place::Ones;
                }
            }
            Token::Hundred => {
                if self.place != Place::Empty {
                    return None;
                }
                self.group += u128::from(self.digit.take()?) * 100;
                self.place = Place::Hundreds;
            }
            Token::Odd => {
                if self.digit.is_some() || !matches!(self.place, Place::Empty | Place::Hundreds) {
                    return None;
                }
                self.place = Place::Odd;
            }
            Token::Ten => {
                if !matches!(self.place, Place::Empty | Place::Hundreds) {
                    return None;
                }
                self.group += u128::from(self.digit.take().unwrap_or(1)) * 10;
                self.place = Place::Tens;
            }
            Token::Scale(9) => {
                self.close(9)?;
                // "tỷ tỷ" and a second "tỷ" are no way to write an amount.
                if self.billions {
                    return None;
                }
                self.billions = true;
                self.above = self.below.checked_mul(1_000_000_000)?;
                self.below = 0;
                self.scale = None;
            }
            Token::Scale(scale) => {
                if self.scale.is_some_and(|last| last <= scale) {
                    return None;
                }
                self.close(scale)?;
                self.scale = Some(scale);
            }
            _ => return None,
        }
        Some(())
    }

    /// Adds the open group to the sum, times a power of ten (`tỷ` multiplies everything before it).
    fn close(&mut self, scale: u8) -> Option<()> {
        let open = self.digit.is_none() && self.place == Place::Empty;
        let bare_scale_after_group = open && scale == 9 && self.scale.is_some();
        if open && !bare_scale_after_group {
            return None;
        }
        let group = self.open_group()?;
        let factor = match scale {
            3 => 1000,
            6 => 1_000_000,
            _ => 1,
        };
        self.below += group * factor;
        self.group = 0;
        self.place = Place::Empty;
        Some(())
    }

    /// The open group with its last digit. After `trăm` a lone digit is ambiguous: "một trăm hai"
    /// is said for 120 and written for 102.
    fn open_group(&mut self) -> Option<u128> {
        if self.place == Place::Odd || (self.place == Place::Hundreds && self.digit.is_some()) {
            return None;
        }
        Some(self.group + u128::from(self.digit.take().unwrap_or(0)))
    }

    fn finish(mut self) -> Option<u64> {
        if !self.any {
            return None;
        }
        let group = self.open_group()?;
        let value = self.above.checked_add(self.below)?.checked_add(group)?;
        u64::try_from(value).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for (text, value) in [
            ("Không đồng", "0"),
            ("Mười đồng", "10"),
            ("mười lăm", "15"),
            ("Hai mươi mốt nghìn đồng", "21000"),
            ("Hai mươi một ngàn đồng chẵn.", "21000"),
            ("Ba mươi tư triệu đồng", "34000000"),
            ("Ba mươi bốn triệu đồng ./.", "34000000"),
            ("Một trăm lẻ năm đồng", "105"),
            ("Một trăm linh năm đồng", "105"),
            ("Một triệu không trăm linh năm nghìn không trăm mười đồng chẵn", "1005010"),
            ("Mười nghìn tỷ hai triệu đồng", "10000002000000"),
            ("MỘT TỶ ĐỒNG VND", "1000000000"),
            ("Một tỉ, hai trăm triệu; ba trăm nghìn Việt Nam đồng", "1200300000"),
            ("Bằng chữ: Năm mươi nhăm nghìn đồng", "55000"),
            ("Một triệu lẻ năm nghìn đồng", "1005000"),
            ("Mười ba nghìn tám trăm đô la Mỹ và hai mươi nhăm xu", "13800.25"),
            ("Một trăm Đô la Mỹ và năm cents", "100.05"),
            ("Một nghìn phẩy hai mươi lăm Euro", "1000.25"),
            ("Một phẩy không năm Euro", "1.05"),
            ("Một phẩy hai lăm", "1.25"),
            ("Một phẩy năm", "1.5"),
            ("Hai tỷ", "2000000000"),
        ] {
            let read = read(text).unwrap_or_else(|| panic!("not read: {text}"));
            assert_eq!(read.value, value.parse::<Decimal>().unwrap(), "{text}");
            assert!(!read.negative, "{text}");
        }
    }

    #[test]
    fn decomposed_accents() {
        let decomposed = "Hai tra\u{306}m ba\u{309}y mu\u{31b}o\u{31b}i mo\u{302}\u{301}t nghi\u{300}n \u{111}o\u{302}\u{300}ng";
        assert_eq!(read(decomposed).unwrap().value, 271_000.into());
    }

    #[test]
    fn negative() {
        for text in ["Âm một trăm đồng", "Trừ một trăm đồng", "Giảm một trăm đồng", "ÂM MỘT TRĂM ĐỒNG"]
        {
            let read = read(text).unwrap();
            assert!(read.negative && read.value == 100.into(), "{text}");
        }
    }

    #[test]
    fn not_numbers() {
        for text in [
            "",
            "đồng",
            "one hundred",
            "Hai ba nghìn",
            "Một trăm hai",
            "Một nghìn hai triệu",
            "Một tỷ tỷ",
            "nghìn đồng",
            "Một nghìn đồng và hai nghìn đồng",
            "Một trăm linh",
            "Một trăm linh mười",
            "Một trăm đồng và một trăm xu",
            "Một trăm phẩy đồng",
            "Một nghìn trieuu hai",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
