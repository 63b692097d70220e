//! Number to words.

use rust_decimal::Decimal;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// Writes an amount in Vietnamese words, with a capital letter and a currency at its end. Up to
/// two decimals become hundredths (`xu`). `None` for amounts of 10¹⁸ units or more, or with more
/// than two decimals.
///
/// ```
/// use etax::value::words::write;
/// assert_eq!(write(1_205_021.into(), "đồng").unwrap(), "Một triệu hai trăm linh năm nghìn không trăm hai mươi mốt đồng");
/// assert_eq!(write("-15.05".parse().unwrap(), "đô la Mỹ").unwrap(), "Âm mười lăm đô la Mỹ và năm xu");
/// ```
#[must_use]
pub fn write(amount: Decimal, currency: &str) -> Option<String> {
    let amount = amount.normalize();
    if amount.scale() > 2 {
        return None;
    }
    let whole =
        u64::try_from(amount.abs().trunc()).ok().filter(|whole| *whole < 1_000_000_000_000_000_000)?;
    let cents = u64::try_from(amount.abs().fract().checked_mul(Decimal::ONE_HUNDRED)?).ok()?;
    let mut words = Vec::new();
    if amount.is_sign_negative() && !amount.is_zero() {
        words.push("âm");
    }
    number(whole, &mut words);
    words.push(currency);
    if cents > 0 {
        words.push("và");
        number(cents, &mut words);
        words.push("xu");
    }
    let text = words.join(" ");
    let mut chars = text.chars();
    let first = chars.next()?;
    Some(first.to_uppercase().chain(chars).collect())
}

/// Adds the words of a whole number.
fn number(value: u64, words: &mut Vec<&str>) {
    if value == 0 {
        words.push(DIGITS[0]);
        return;
    }
    let billions = value / 1_000_000_000;
    let mut begun = false;
    if billions > 0 {
        below_billion(billions, &mut begun, words);
        words.push("tỷ");
    }
    below_billion(value % 1_000_000_000, &mut begun, words);
}

/// Adds the words of a number below 10⁹; `begun` tells whether something stands before it.
fn below_billion(value: u64, begun: &mut bool, words: &mut Vec<&str>) {
    for (group, scale) in
        [(value / 1_000_000, Some("triệu")), (value / 1000 % 1000, Some("nghìn")), (value % 1000, None)]
    {
        if group == 0 {
            continue;
        }
        below_thousand(group, *begun, words);
        words.extend(scale);
        *begun = true;
    }
}

/// Adds the words of 1 to 999, with its empty hundreds where something stands before it.
fn below_thousand(value: u64, begun: bool, words: &mut Vec<&str>) {
    let digit =
        |value: u64| DIGITS.get(usize::try_from(value).unwrap_or_default()).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (value / 100, value / 10 % 10, value % 10);
    if hundreds > 0 || begun {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && (hundreds > 0 || begun) => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (value, words) in [
            (0_u64, "Không đồng"),
            (5, "Năm đồng"),
            (15, "Mười lăm đồng"),
            (21, "Hai mươi mốt đồng"),
            (100, "Một trăm đồng"),
            (1_000_001, "Một triệu không trăm linh một đồng"),
            (2_000_000_000, "Hai tỷ đồng"),
            (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
        ] {
            assert_eq!(write(value.into(), "đồng").unwrap(), words);
        }
        assert_eq!(write(Decimal::new(1, 3), "đồng"), None);
        assert_eq!(write(Decimal::MAX, "đồng"), None);
    }
}
