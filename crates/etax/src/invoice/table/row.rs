//! One row of an element table: what the standard says about one element.

/// PBan, phiên bản: versions of the format, in order.
///
/// ```
/// use etax::invoice::Version;
/// assert_eq!(Version::parse("2.1.0"), Some(Version::V2_1_0));
/// assert_eq!(Version::parse("9.0.0"), None);
/// assert!(Version::V2_0_0 < Version::V2_0_1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 1.1.0: drafts under Decision 635/QĐ-TCT, before the standard came into use.
    V1_1_0,
    /// 2.0.0: Decision 1450/QĐ-TCT of 2021-10-07.
    V2_0_0,
    /// 2.0.1: Decision 1510/QĐ-TCT of 2022-09-21.
    V2_0_1,
    /// 2.1.0: the decision of 2025-05-30.
    V2_1_0,
}

impl Version {
    /// Reads a version that this crate has tables for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "1.1.0" => Self::V1_1_0,
            "2.0.0" => Self::V2_0_0,
            "2.0.1" => Self::V2_0_1,
            "2.1.0" => Self::V2_1_0,
            _ => return None,
        })
    }

    /// The version as PBan writes it.
    ///
    /// ```
    /// assert_eq!(etax::invoice::Version::V2_1_0.as_str(), "2.1.0");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_1_0 => "1.1.0",
            Self::V2_0_0 => "2.0.0",
            Self::V2_0_1 => "2.0.1",
            Self::V2_1_0 => "2.1.0",
        }
    }
}

/// A set of invoice kinds: KHMSHDon 1 to 9, and whether invoices of cash registers are meant too.
///
/// ```
/// use etax::invoice::Forms;
/// assert!(Forms::of(&[1, 8]).contains(8, false));
/// assert!(!Forms::of(&[1, 8]).contains(2, false));
/// assert!(!Forms::ALL.except_cash_registers().contains(1, true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Forms(u16);

/// The bit for cash registers; the bits 1 to 9 are the forms.
const CASH_REGISTER: u16 = 1;

impl Forms {
    /// Every kind.
    pub const ALL: Self = Self(0b11_1111_1111);
    /// No kind.
    pub const NONE: Self = Self(0);

    /// The given forms, cash registers included. Numbers outside 1 to 9 are left out.
    #[must_use]
    pub const fn of(forms: &[u8]) -> Self {
        let mut bits = CASH_REGISTER;
        let mut at = 0;
        while at < forms.len() {
            if forms[at] >= 1 && forms[at] <= 9 {
                bits |= 1 << forms[at];
            }
            at += 1;
        }
        Self(bits)
    }

    /// The same forms without invoices of cash registers.
    #[must_use]
    pub const fn except_cash_registers(self) -> Self {
        Self(self.0 & !CASH_REGISTER)
    }

    /// Whether an invoice of this form, from a cash register or not, belongs to the set.
    #[must_use]
    pub const fn contains(self, form: u8, cash_register: bool) -> bool {
        form >= 1 && form <= 9 && self.0 & (1 << form) != 0 && (!cash_register || self.0 & CASH_REGISTER != 0)
    }
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text of at most so many characters.
    Text(u16),
    /// A number of at most so many digits, of which so many after the point.
    Number(u8, u8),
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A date and time, `YYYY-MM-DDThh:mm:ss`.
    Moment,
    /// `0` or `1`.
    Flag,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A tax code, its check digit included.
    TaxCode,
    /// A value that a rule of its own judges (tax codes, symbols, rates, …).
    Judged,
    /// Elements, once.
    Block,
    /// Elements, any number of times.
    Blocks,
    /// TTKhac, thông tin khác: the free extension.
    Extension,
}

/// What the standard says about one element of a block.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The tag.
    pub tag: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The first version that knows it.
    pub since: Version,
    /// Since which version it is mandatory without condition, and for which kinds of invoice.
    pub must: Option<(Version, Forms)>,
    /// The kinds of invoice whose table has it.
    pub forms: Forms,
}

impl Row {
    /// A row for an element of version 2.0.0 that may be left out.
    pub(crate) const fn new(tag: &'static str, kind: Kind) -> Self {
        Self { tag, kind, since: Version::V2_0_0, must: None, forms: Forms::ALL }
    }

    /// Known only since a version.
    pub(crate) const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    /// Mandatory since version 2.0.0 for some kinds.
    pub(crate) const fn must(self, forms: Forms) -> Self {
        Self { must: Some((Version::V2_0_0, forms)), ..self }
    }

    /// Mandatory only since a later version.
    pub(crate) const fn must_since(self, version: Version, forms: Forms) -> Self {
        Self { must: Some((version, forms)), ..self }
    }

    /// Part of the table of some kinds only.
    pub(crate) const fn only(self, forms: Forms) -> Self {
        Self { forms, ..self }
    }
}
