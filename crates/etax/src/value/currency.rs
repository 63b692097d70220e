//! Currencies.

use std::fmt;

/// DVTTe, đơn vị tiền tệ: an alphabetic currency code of ISO 4217.
///
/// ```
/// use etax::value::Currency;
/// assert!(Currency::parse("VND").unwrap().is_vnd());
/// assert_eq!(Currency::parse("USD").unwrap().to_string(), "USD");
/// assert_eq!(Currency::parse("VNĐ"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// The alphabetic codes of ISO 4217 list one with the codes withdrawn since 2020, in order.
const CODES: &str = "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCLFCLPCNYCOPCOUCRCCUCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHRKHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESLLSOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUSNUYIUYUUYWUZSVEDVESVNDVUVWSTXAFXAGXAUXBAXBBXBCXBDXCDXDRXOFXPDXPFXPTXSUXTSXUAXXXYERZARZMWZWGZWL";

impl Currency {
    /// Reads three capital letters that ISO 4217 assigns.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let code: [u8; 3] = text.as_bytes().try_into().ok()?;
        let known = code == *b"VND" || CODES.as_bytes().chunks_exact(3).any(|known| known == code);
        known.then_some(Self(code))
    }

    /// Whether it is Vietnam's đồng, which has no subdivision in use.
    #[must_use]
    pub const fn is_vnd(self) -> bool {
        matches!(&self.0, b"VND")
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_in_order_and_whole() {
        assert_eq!(CODES.len() % 3, 0);
        let codes: Vec<_> = CODES.as_bytes().chunks_exact(3).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        for text in ["EUR", "JPY", "LAK", "KHR", "CNY", "ZWG"] {
            assert_eq!(Currency::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "đ", "vnd", "VN", "VNDD", "ABC", "EDA"] {
            assert_eq!(Currency::parse(text), None, "{text}");
        }
    }
}
