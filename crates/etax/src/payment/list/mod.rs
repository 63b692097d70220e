//! Lists of budget codes that payment orders are held against.
//!
//! The codes of sub-items, chapters, treasuries, collecting offices and banks change with circulars and with every
//! reform of the administration, so they are the operator's data: [`Lists::with`] reads them from a text. Built in is a
//! short list of sub-items. A list says whether it is complete. A code that a complete list does not have is an error;
//! one that an incomplete list does not have is a remark; of what there is no list nothing is said.

mod notation;

pub use notation::{ListError, ListProblem};

use super::rules::{EXPIRED, UNLISTED};
use crate::report::{Finding, Findings};
use crate::rule::{Lang, Weight};
use crate::xml::Element;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// Tiểu mục (`MA_NDKT`).
    SubItem,
    /// Chương (`MA_CHUONG`).
    Chapter,
    /// Kho bạc (`MA_HIEU_KBAC`).
    Treasury,
    /// Cơ quan thu (`MA_CQTHU`).
    Collector,
    /// Ngân hàng của người nộp (`MA_NHANG_NOP`).
    Bank,
}

impl ListKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::SubItem, Self::Chapter, Self::Treasury, Self::Collector, Self::Bank];

    /// The word in the notation: `sub-item`, `chapter`, `treasury`, `collector`, `bank`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SubItem => "sub-item",
            Self::Chapter => "chapter",
            Self::Treasury => "treasury",
            Self::Collector => "collector",
            Self::Bank => "bank",
        }
    }
}

/// One code of a list, for the days it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    from: Option<Date>,
    until: Option<Date>,
    vi: Box<str>,
    en: Box<str>,
}

impl Entry {
    /// Its name; empty where the list has none, and in Vietnamese where it has none in the other language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.vi,
        }
    }

    /// The first day it is in force.
    #[must_use]
    pub const fn from(&self) -> Option<Date> {
        self.from
    }

    /// The last day it is in force.
    #[must_use]
    pub const fn until(&self) -> Option<Date> {
        self.until
    }

    fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Its days, as `2016-01-01 … 2025-12-31`.
    fn days(&self) -> String {
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("{} … {}", text(self.from), text(self.until)).trim().to_owned()
    }
}

/// The codes of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct List {
    complete: bool,
    codes: BTreeMap<Box<str>, Vec<Entry>>,
}

/// What the lists say of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'l> {
    /// There is no list of this kind.
    NoList,
    /// The code is in force.
    Listed(&'l Entry),
    /// The code is listed, but not in force on the day asked for; the entry is the last of its code.
    OutOfForce(&'l Entry),
    /// The code is not listed.
    Unlisted {
        /// Whether the list says that it has all codes.
        complete: bool,
    },
}

/// Lists of budget codes.
///
/// ```
/// use etax::payment::{ListKind, Lists, list::Lookup};
/// use etax::rule::Lang;
/// let lists = Lists::built_in();
/// let day = jiff::civil::date(2026, 11, 23);
/// let Lookup::Listed(entry) = lists.look_up(ListKind::SubItem, "1701", Some(day)) else { panic!() };
/// assert!(entry.name(Lang::En).starts_with("Value added tax"));
/// assert_eq!(lists.look_up(ListKind::SubItem, "9999", None), Lookup::Unlisted { complete: false });
/// assert_eq!(lists.look_up(ListKind::Chapter, "755", None), Lookup::NoList);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists(BTreeMap<ListKind, List>);

static BUILT_IN: LazyLock<Lists> = LazyLock::new(|| {
    // The file is read by a test; without it nothing would be known.
    Lists::default().with(include_str!("built-in.tsv")).unwrap_or_default()
});

impl Lists {
    /// The lists that come with the engine: some sub-items, incomplete.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The same lists, with those of a text in place of any of their kind. The notation is in `docs/payments.md`.
    ///
    /// ```
    /// use etax::payment::{ListKind, Lists, list::Lookup};
    /// let text = "[chapter complete]\n755\t2009-01-01\t\tKinh tế tư nhân\n";
    /// let lists = Lists::built_in().clone().with(text).unwrap();
    /// assert!(matches!(lists.look_up(ListKind::Chapter, "755", None), Lookup::Listed(_)));
    /// assert_eq!(lists.look_up(ListKind::Chapter, "754", None), Lookup::Unlisted { complete: true });
    /// assert_eq!(Lists::default().with("755\n").unwrap_err().line, 1);
    /// ```
    ///
    /// # Errors
    /// The first line that is not of the notation; nothing of the text is taken then.
    pub fn with(mut self, text: &str) -> Result<Self, ListError> {
        for (kind, list) in notation::read(text)? {
            self.0.insert(kind, list);
        }
        Ok(self)
    }

    /// What is known of a code on a day; without a day, whether it is or was in force at all.
    #[must_use]
    pub fn look_up(&self, kind: ListKind, code: &str, day: Option<Date>) -> Lookup<'_> {
        let Some(list) = self.0.get(&kind) else { return Lookup::NoList };
        let entries = list.codes.get(code).map(Vec::as_slice).unwrap_or_default();
        let Some(last) = entries.last() else { return Lookup::Unlisted { complete: list.complete } };
        let Some(day) = day else { return Lookup::Listed(last) };
        match entries.iter().find(|entry| entry.holds_on(day)) {
            Some(entry) => Lookup::Listed(entry),
            None => Lookup::OutOfForce(last),
        }
    }

    /// How many codes there are of a kind.
    #[must_use]
    pub fn count(&self, kind: ListKind) -> usize {
        self.0.get(&kind).map_or(0, |list| list.codes.len())
    }
}

/// Holds a code against its list.
pub(super) fn listed(
    element: Option<Element<'_>>,
    kind: ListKind,
    lists: &Lists,
    day: Option<Date>,
    findings: &mut Findings,
) {
    let Some((element, code)) = super::header::said(element) else { return };
    match lists.look_up(kind, &code, day) {
        Lookup::NoList | Lookup::Listed(_) => {}
        Lookup::OutOfForce(entry) => {
            let finding = Finding::new(&EXPIRED).at(element).expected(entry.days());
            findings.push(finding.found(code));
        }
        Lookup::Unlisted { complete } => {
            let finding = Finding::new(&UNLISTED).at(element).found(code);
            findings.push(if complete { finding } else { finding.at_most(Weight::Inform) });
        }
    }
}
