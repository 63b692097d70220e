//! In which form a code is written, and what follows from it.

/// The form of a code: the usual one, or the longer tag for whoever can store letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// `auth34`: 34 hex digits that are a UUID behind the issuer; a tag of 72 bits and serial numbers of 42.
    #[default]
    Hex,
    /// `auth34-b32`: 34 digits of Crockford's base 32, 170 bits; a tag of 120 and serial numbers of 34. Off unless a key asks
    /// for it: databases and readers of paper expect hex digits.
    Base32,
}

/// Bytes of the longest tag.
pub(super) const LONGEST_TAG: usize = 15;

impl Profile {
    /// The word used in reports and on the command line.
    ///
    /// ```
    /// use etax::code::auth34::Profile;
    /// assert_eq!((Profile::Hex.word(), Profile::Base32.word()), ("auth34", "auth34-b32"));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hex => "auth34",
            Self::Base32 => "auth34-b32",
        }
    }

    /// The largest serial number.
    ///
    /// ```
    /// use etax::code::auth34::Profile;
    /// assert_eq!(Profile::Hex.largest_serial(), 4_398_046_511_103);
    /// assert_eq!(Profile::Base32.largest_serial(), 17_179_869_183);
    /// ```
    #[must_use]
    pub const fn largest_serial(self) -> u64 {
        (1 << self.serial_bits()) - 1
    }

    /// Bits of the serial number.
    pub(super) const fn serial_bits(self) -> u32 {
        match self {
            Self::Hex => 42,
            Self::Base32 => 34,
        }
    }

    /// Bytes of the tag.
    pub(super) const fn tag(self) -> usize {
        match self {
            Self::Hex => 9,
            Self::Base32 => LONGEST_TAG,
        }
    }

    /// What keeps these codes apart from those of another form under the same key, and from any other use of it.
    pub(super) const fn domain(self) -> &'static [u8] {
        match self {
            Self::Hex => b"vn-auth34/v1",
            Self::Base32 => b"vn-auth34-b32/v1",
        }
    }
}
