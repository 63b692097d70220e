//! Versions of forms.

use std::fmt;

/// A version of a form's schema, pbanTKhaiXML: `2.6.8`.
///
/// ```
/// use etax::form::Version;
/// assert!(Version::parse("2.6.8") < Version::parse("2.8.3"));
/// assert_eq!(Version::parse("2.6.8").unwrap().to_string(), "2.6.8");
/// assert_eq!(Version::parse("2.6"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u8, pub u8, pub u8);

impl Version {
    /// Reads three numbers from 0 to 255 with dots between them; any other text is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| {
            let plain =
                part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
            plain.then(|| part.parse().ok()).flatten()
        });
        let version = Self(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }

    /// How far apart two versions are, to tell which of several is nearest.
    pub(super) fn distance(self, other: Self) -> u32 {
        let number = |it: Self| u32::from(it.0) << 16 | u32::from(it.1) << 8 | u32::from(it.2);
        number(self).abs_diff(number(other))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}
