//! Form symbols, series and numbers: what identifies an invoice of one seller.

use std::fmt;

/// KHMSHDon, ký hiệu mẫu số hóa đơn: the kind of invoice, 1 to 9 (Circular 91/2026/TT-BTC, annex I).
///
/// ```
/// use etax::value::FormSymbol;
/// assert_eq!(FormSymbol::parse("1").unwrap().name_en(), "VAT invoice");
/// assert_eq!(FormSymbol::parse("0"), None);
/// assert!(FormSymbol::is_of_old_law("01GTKT0/001"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormSymbol(u8);

impl FormSymbol {
    /// Reads one digit 1 to 9.
    #[must_use]
    pub const fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [digit @ b'1'..=b'9'] => Some(Self(*digit - b'0')),
            _ => None,
        }
    }

    /// The digit as a number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The name in Vietnamese (Circular 91/2026/TT-BTC, annex I).
    #[must_use]
    pub const fn name_vi(self) -> &'static str {
        match self.0 {
            1 => "hóa đơn giá trị gia tăng",
            2 => "hóa đơn bán hàng",
            3 => "hóa đơn bán tài sản công",
            4 => "hóa đơn bán hàng dự trữ quốc gia",
            5 => "tem, vé, thẻ, phiếu thu và chứng từ khác",
            6 => "phiếu xuất kho",
            7 => "hóa đơn thương mại điện tử",
            8 => "hóa đơn giá trị gia tăng tích hợp biên lai",
            _ => "hóa đơn bán hàng tích hợp biên lai",
        }
    }

    /// The name in English.
    #[must_use]
    pub const fn name_en(self) -> &'static str {
        match self.0 {
            1 => "VAT invoice",
            2 => "sales invoice",
            3 => "invoice for the sale of public property",
            4 => "invoice for the sale of national reserve goods",
            5 => "stamp, ticket, card or other receipt",
            6 => "delivery note",
            7 => "commercial e-invoice for export",
            8 => "VAT invoice with fee receipt",
            _ => "sales invoice with fee receipt",
        }
    }

    /// Whether a text is a form of the law before Decree 123/2020 (Decree 51/2010): 11 characters
    /// such as `01GTKT0/001`, or the 6 characters before the number of copies.
    #[must_use]
    pub fn is_of_old_law(text: &str) -> bool {
        let (stem, tail) = text.as_bytes().split_at_checked(6).unwrap_or_default();
        let stem_holds = stem.iter().enumerate().all(|(at, byte)| match at {
            0 => *byte == b'0',
            1 => byte.is_ascii_digit(),
            _ => byte.is_ascii_uppercase(),
        });
        let tail_holds = match tail {
            [] => true,
            [copies, b'/', number @ ..] => {
                copies.is_ascii_digit() && number.len() == 3 && number.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        stem.len() == 6 && stem_holds && tail_holds
    }
}

impl fmt::Display for FormSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// KHHDon, ký hiệu hóa đơn: the series of an invoice, six characters: `C` or `K` (with or without
/// an authority's code), two digits of the year, one letter for the kind of use, two letters chosen
/// by the seller (Circular 91/2026/TT-BTC, annex I).
///
/// ```
/// use etax::value::Series;
/// let series = Series::parse("C26MYY").unwrap();
/// assert!(series.coded());
/// assert_eq!((series.year(), series.letter()), (2026, 'M'));
/// assert_eq!(Series::parse("1C26TYY"), None);
/// assert!(Series::is_of_old_law("AB/21E"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series([u8; 6]);

/// The fourth character: T registered enterprise, D public property, reserve or special invoice,
/// L per-occurrence code, M cash register, N internal transfer slip, B consignment slip, G ticket
/// as VAT invoice, H ticket as sales invoice, X e-commercial, F invoice and refund declaration.
const LETTERS: &[u8] = b"TDLMNBGHXF";

impl Series {
    /// Reads exactly six characters of the form above.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 6] = text.as_bytes().try_into().ok()?;
        let [code, tens, ones, letter, a, b] = bytes;
        let holds = matches!(code, b'C' | b'K')
            && tens.is_ascii_digit()
            && ones.is_ascii_digit()
            && LETTERS.contains(&letter)
            && a.is_ascii_uppercase()
            && b.is_ascii_uppercase();
        holds.then_some(Self(bytes))
    }

    /// Whether invoices of the series carry a code of the authority.
    #[must_use]
    pub const fn coded(self) -> bool {
        self.0[0] == b'C'
    }

    /// The year, four digits.
    #[must_use]
    pub fn year(self) -> i16 {
        2000 + i16::from(self.0[1] - b'0') * 10 + i16::from(self.0[2] - b'0')
    }

    /// The letter for the kind of use.
    #[must_use]
    pub const fn letter(self) -> char {
        self.0[3] as char
    }

    /// Whether invoices of the series come from a cash register connected to the authority.
    #[must_use]
    pub const fn cash_register(self) -> bool {
        self.0[3] == b'M'
    }

    /// The six characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether a text is a series of the law before Decree 123/2020, such as `AB/21E`.
    #[must_use]
    pub const fn is_of_old_law(text: &str) -> bool {
        matches!(
            text.as_bytes(),
            [b'A'..=b'Z', b'A'..=b'Z', b'/', b'0'..=b'9', b'0'..=b'9', b'E' | b'P' | b'T']
        )
    }

    /// Splits the printed form of seven characters (`1C26TYY`: form symbol and series) that some
    /// files store where the series alone belongs.
    ///
    /// ```
    /// use etax::value::Series;
    /// let (form, series) = Series::parse_printed("1C26TYY").unwrap();
    /// assert_eq!((form.get(), series.as_str()), (1, "C26TYY"));
    /// ```
    #[must_use]
    pub fn parse_printed(text: &str) -> Option<(FormSymbol, Self)> {
        let (form, series) = text.split_at_checked(1)?;
        Some((FormSymbol::parse(form)?, Self::parse(series)?))
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Series({})", self.as_str())
    }
}

/// SHDon, số hóa đơn: the number of an invoice within its series, 1 to 99 999 999. Leading zeros
/// are common in real files and mean nothing: numbers are compared as numbers.
///
/// ```
/// use etax::value::InvoiceNumber;
/// assert_eq!(InvoiceNumber::parse("00001131"), InvoiceNumber::parse("1131"));
/// assert_eq!(InvoiceNumber::parse("0"), None);
/// assert_eq!(InvoiceNumber::parse("123456789"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceNumber(u32);

impl InvoiceNumber {
    /// Reads one to eight digits, not all zero.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|number| *number > 0).map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_shapes() {
        for text in ["C26TAA", "K21DZZ", "C25XAB", "C26FQO"] {
            assert_eq!(Series::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "c26TAA", "C2GTAA", "C26EAA", "C26TA1", "C26TAé", "X26TAA", "C26TAAA", "AB/21E"] {
            assert_eq!(Series::parse(text), None, "{text}");
        }
        assert_eq!(Series::parse_printed("éC26TAA"), None);
    }

    #[test]
    fn old_law() {
        for text in ["01GTKT0/001", "02GTTT", "03XKNB", "07KPTQ2/010"] {
            assert!(FormSymbol::is_of_old_law(text), "{text}");
        }
        for text in ["", "1", "01GTKT", "01GTKTé/001", "01GTKT0/0011", "11GTKT0/001"] {
            assert_eq!(FormSymbol::is_of_old_law(text), text == "01GTKT", "{text}");
        }
        assert!(!Series::is_of_old_law("AB/21e"));
    }
}
