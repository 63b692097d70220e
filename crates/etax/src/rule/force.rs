//! Since when a rule holds, and until when.

use super::Rule;
use jiff::civil::Date;

/// The days of a document's own date on which a rule holds. Law comes into force and goes out of it; a rule
/// never speaks about a document of another day.
///
/// ```
/// use etax::rule::Force;
/// use jiff::civil::date;
/// let decree_70 = Force { from: Some(date(2025, 6, 1)), until: None };
/// assert!(decree_70.holds_on(Some(date(2025, 6, 1))));
/// assert!(!decree_70.holds_on(Some(date(2025, 5, 31))));
/// // Of a document without a readable date nobody knows.
/// assert!(!decree_70.holds_on(None) && Force::ALWAYS.holds_on(None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Force {
    /// The first day; `None` for as long as there are documents of this kind.
    pub from: Option<Date>,
    /// The first day on which it no longer holds; `None` while it is in force.
    pub until: Option<Date>,
}

impl Force {
    /// On every day.
    pub const ALWAYS: Self = Self { from: None, until: None };

    /// Whether the rule holds for a document of this day; only a rule of every day holds for one without a day.
    #[must_use]
    pub fn holds_on(self, day: Option<Date>) -> bool {
        self == Self::ALWAYS
            || day.is_some_and(|day| {
                self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
            })
    }

    /// What a list says of a rule, of which there is one static each; a rule that it does not name holds on every day.
    pub(crate) fn in_list(list: &[(&Rule, Self)], rule: &Rule) -> Self {
        list.iter().find(|(dated, _)| std::ptr::eq(*dated, rule)).map_or(Self::ALWAYS, |(_, force)| *force)
    }
}
