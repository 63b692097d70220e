//! The kinds of code.

use std::fmt;

/// A scheme of authentication codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Hanoi's pilot of 2015 and 2016: a certified id and a signature of the authority's device.
    #[serde(rename = "pilot-2015")]
    Pilot2015,
    /// The authority's 34 characters since 2022.
    #[serde(rename = "mccqt-34")]
    Mccqt34,
    /// A cash register's 23 characters.
    #[serde(rename = "cash-register-23")]
    CashRegister23,
    /// A keyed code of 34 characters.
    Auth34,
    /// A signature in the printed QR code.
    SealedQr,
}

impl Scheme {
    /// All of them, oldest first.
    pub const ALL: [Self; 5] =
        [Self::Pilot2015, Self::Mccqt34, Self::CashRegister23, Self::Auth34, Self::SealedQr];

    /// The word used in reports and on the command line.
    ///
    /// ```
    /// use etax::code::Scheme;
    /// assert_eq!(Scheme::ALL.map(Scheme::word).join(" "), "pilot-2015 mccqt-34 cash-register-23 auth34 sealed-qr");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pilot2015 => "pilot-2015",
            Self::Mccqt34 => "mccqt-34",
            Self::CashRegister23 => "cash-register-23",
            Self::Auth34 => "auth34",
            Self::SealedQr => "sealed-qr",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
