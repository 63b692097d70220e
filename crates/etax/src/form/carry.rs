//! What a declaration carries over from the period before, as a form says it: `ct22 = previous ct43`.

/// The longest address of an indicator, in bytes.
const LONGEST: usize = 200;

/// One indicator that continues another of the period before.
///
/// ```
/// use etax::form::Carry;
/// let carry = Carry::parse("ct22 = previous ct43").unwrap();
/// assert_eq!((carry.to(), carry.from()), ("ct22", "ct43"));
/// assert_eq!(Carry::parse("ct22 = ct43"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carry {
    to: String,
    from: String,
}

impl Carry {
    /// Reads `PATH = previous PATH`; both are paths under `CTieuTKhaiChinh`. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (to, from) = text.split_once('=')?;
        let from = from.trim().strip_prefix("previous")?;
        let from = from.strip_prefix([' ', '\t'])?.trim();
        let (to, from) = (path(to.trim())?, path(from)?);
        Some(Self { to, from })
    }

    /// The indicator of the present declaration.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The indicator of the declaration before.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }
}

fn path(text: &str) -> Option<String> {
    let step = |step: &str| {
        !step.is_empty() && step.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
    };
    (text.len() <= LONGEST && text.split('/').all(step)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Carry;

    #[test]
    fn notations() {
        let carry = Carry::parse(" A/ct22=previous  B/ct43 ").unwrap();
        assert_eq!((carry.to(), carry.from()), ("A/ct22", "B/ct43"));
        let long = format!("{} = previous a", "a".repeat(300));
        for text in
            ["", "=", "a = previousb", "a = previous", "a b = previous c", "/a = previous b", long.as_str()]
        {
            assert_eq!(Carry::parse(text), None, "{text}");
        }
    }
}
