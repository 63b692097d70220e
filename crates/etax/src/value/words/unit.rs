//! Which currency an amount in words names.

use super::token::base_letters;

/// The longest text looked at, in bytes.
const LONGEST: usize = 2048;

/// Words that name a currency, in base letters, and its ISO 4217 code. Of two that fit the longer comes first.
const NAMES: &[(&str, &str)] = &[
    ("do la my", "USD"),
    ("dola my", "USD"),
    ("do la uc", "AUD"),
    ("do la singapore", "SGD"),
    ("do la", "USD"),
    ("dola", "USD"),
    ("usd", "USD"),
    ("o ro", "EUR"),
    ("euro", "EUR"),
    ("eur", "EUR"),
    ("yen", "JPY"),
    ("jpy", "JPY"),
    ("nhan dan te", "CNY"),
    ("cny", "CNY"),
    ("bang anh", "GBP"),
    ("gbp", "GBP"),
    ("won", "KRW"),
    ("krw", "KRW"),
    ("viet nam dong", "VND"),
    ("dong", "VND"),
    ("vnd", "VND"),
];

/// The currency that an amount in Vietnamese words names, as its ISO 4217 code; `None` when it names none that is
/// known. Accents and capitals make no difference.
///
/// ```
/// use etax::value::words::currency;
/// assert_eq!(currency("Một nghìn đồng chẵn."), Some("VND"));
/// assert_eq!(currency("Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu"), Some("USD"));
/// assert_eq!(currency("Một nghìn"), None);
/// ```
#[must_use]
pub fn currency(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    let text = format!(" {} ", base_letters(text));
    NAMES.iter().find(|(name, _)| text.contains(&format!(" {name} "))).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::currency;

    #[test]
    fn names() {
        for (text, code) in [
            ("HAI TRĂM ĐỒNG VND", Some("VND")),
            ("Hai trăm Việt Nam đồng./.", Some("VND")),
            ("Một trăm Đô la Úc", Some("AUD")),
            ("Một trăm Euro", Some("EUR")),
            ("Một trăm yên Nhật", Some("JPY")),
            ("một trăm", None),
            ("đồngxu", None),
        ] {
            assert_eq!(currency(text), code, "{text}");
        }
    }
}
