//! Codes of the budget that are a fixed number of digits.

use std::fmt;

/// A code of exactly `N` digits, zeros in front counting.
///
/// ```
/// use etax::payment::{Chapter, SubItem};
/// assert_eq!(SubItem::parse("1701").unwrap().as_str(), "1701");
/// assert_eq!(SubItem::parse("701"), None);
/// assert_eq!(Chapter::parse("75a"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DigitCode<const N: usize>([u8; N]);

/// MA_NDKT, mã nội dung kinh tế (tiểu mục): what the payment is, in the budget's index. `1701` is VAT on domestic
/// production and trade, `1052` corporate income tax on business.
pub type SubItem = DigitCode<4>;

/// MA_CHUONG, mã chương: which level and branch of administration the taxpayer belongs to.
pub type Chapter = DigitCode<3>;

/// MA_CQTHU, mã cơ quan thu: the office that the money is collected for.
pub type CollectorCode = DigitCode<7>;

impl<const N: usize> DigitCode<N> {
    /// Reads exactly `N` digits, without white space around them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; N] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> fmt::Display for DigitCode<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for DigitCode<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DigitCode({})", self.as_str())
    }
}
