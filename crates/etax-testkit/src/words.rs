//! Amounts in Vietnamese words, as `TgTTTBChu` carries them.

use rust_decimal::Decimal;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// Reads a group of three digits; `full` says the hundreds even when zero,
/// as every group after the first must.
fn group(value: u64, full: bool) -> Vec<&'static str> {
    let digit = |n: u64| DIGITS[(n % 10) as usize];
    let (hundreds, tens, units) = (value / 100, value / 10 % 10, value % 10);
    let mut said = Vec::new();
    if hundreds > 0 || full {
        said.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if units > 0 && !said.is_empty() => said.push("linh"),
        0 => {}
        1 => said.push("mười"),
        _ => said.extend([digit(tens), "mươi"]),
    }
    match units {
        0 => {}
        1 if tens > 1 => said.push("mốt"),
        5 if tens > 0 => said.push("lăm"),
        _ => said.push(digit(units)),
    }
    said
}

/// Reads a number below 10^18 without its first letter raised.
fn number(value: u64, full: bool) -> Vec<&'static str> {
    const BILLION: u64 = 1_000_000_000;
    if value == 0 {
        return vec![DIGITS[0]];
    }
    let mut said = Vec::new();
    if value >= BILLION {
        said.extend(number(value / BILLION, full));
        said.push("tỷ");
    }
    let rest = value % BILLION;
    for (unit, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let three = rest / unit % 1_000;
        if three > 0 {
            let full = full || !said.is_empty();
            said.extend(group(three, full));
            if !name.is_empty() {
                said.push(name);
            }
        }
    }
    said
}

/// The amount in words with the currency's Vietnamese name, first letter
/// upper case: `Một triệu không trăm mười lăm nghìn đồng`.
///
/// `DVTTe` VND has no fraction; every other currency is read with two
/// decimals as hundredths (`xu`). Amounts above 10^18 are not read.
///
/// ```
/// use etax_testkit::amount_in_words;
/// assert_eq!(amount_in_words("1015000", "VND").as_deref(), Some("Một triệu không trăm mười lăm nghìn đồng"));
/// assert_eq!(amount_in_words("-21", "VND").as_deref(), Some("Âm hai mươi mốt đồng"));
/// assert_eq!(amount_in_words("13800.25", "USD").as_deref(), Some("Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu"));
/// ```
pub fn amount_in_words(amount: &str, currency: &str) -> Option<String> {
    let amount: Decimal = amount.parse().ok()?;
    let size = amount.abs();
    let whole = u64::try_from(size.trunc()).ok().filter(|n| *n < 1_000_000_000_000_000_000)?;
    let cents = u64::try_from((size.fract() * Decimal::from(100)).round()).ok()?;
    let mut said = Vec::new();
    if amount.is_sign_negative() && !amount.is_zero() {
        said.push("âm");
    }
    said.extend(number(whole, false));
    said.push(match currency {
        "VND" => "đồng",
        "USD" => "đô la Mỹ",
        "EUR" => "ơ rô",
        "JPY" => "yên Nhật",
        _ => return None,
    });
    if currency != "VND" && cents > 0 {
        said.push("và");
        said.extend(number(cents, false));
        said.push("xu");
    }
    let text = said.join(" ");
    let mut letters = text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_hard_places() {
        for (amount, words) in [
            ("0", "Không đồng"),
            ("5", "Năm đồng"),
            ("10", "Mười đồng"),
            ("15", "Mười lăm đồng"),
            ("101", "Một trăm linh một đồng"),
            ("1000", "Một nghìn đồng"),
            ("1000005", "Một triệu không trăm linh năm đồng"),
            ("99998280", "Chín mươi chín triệu chín trăm chín mươi tám nghìn hai trăm tám mươi đồng"),
            ("1000000000", "Một tỷ đồng"),
            ("2000000031", "Hai tỷ không trăm ba mươi mốt đồng"),
            ("1500000000000", "Một nghìn năm trăm tỷ đồng"),
        ] {
            assert_eq!(amount_in_words(amount, "VND").as_deref(), Some(words));
        }
    }
}
