//! The text of lists of codes.
//!
//! A line `[KIND]` or `[KIND complete]` begins a list; each line below it is a code, the first and last day it is in
//! force, and its names in Vietnamese and English, separated by tabs. What is not known is left empty. Empty lines and
//! lines that begin with `#` say nothing.

use super::{Entry, List, ListKind};
use crate::rule::{Lang, Text};
use crate::value::parse_date;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// The longest text taken, in bytes.
const LONGEST: usize = 16 << 20;
/// The longest code, in bytes.
const LONGEST_CODE: usize = 20;
/// The longest name, in bytes.
const LONGEST_NAME: usize = 1000;

/// Why a text is no list of codes, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: ListProblem,
}

/// What can be wrong with a list of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListProblem {
    /// The text is longer than 16 MiB.
    TooLong,
    /// A code stands before any line that says of which kind it is.
    NoKind,
    /// A line in brackets that names no kind of list.
    UnknownKind(String),
    /// A second list of the same kind.
    TwoLists,
    /// A code that is empty, longer than 20 bytes, or has other signs than ASCII letters, digits, `-` and `.`.
    Code(String),
    /// A text that is no date `YYYY-MM-DD`.
    Day(String),
    /// The last day lies before the first.
    Backwards,
    /// The code is in force already on some of these days.
    Overlap(String),
    /// A name of more than 1000 bytes, or more than five fields.
    Fields,
}

impl ListError {
    /// The line and what is wrong with it in a language.
    ///
    /// ```
    /// use etax::payment::Lists;
    /// use etax::rule::Lang;
    /// let error = Lists::built_in().clone().with("[sub-item]\n1701\t01/07/2026\n").unwrap_err();
    /// assert_eq!(error.message(Lang::Vi), "dòng 2: \"01/07/2026\" không phải ngày dạng 2026-07-01");
    /// assert_eq!(error.message(Lang::En), "line 2: \"01/07/2026\" is no date like 2026-07-01");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (text, found) = match &self.problem {
            ListProblem::TooLong => (TOO_LONG, ""),
            ListProblem::NoKind => (NO_KIND, ""),
            ListProblem::UnknownKind(found) => (UNKNOWN_KIND, found.as_str()),
            ListProblem::TwoLists => (TWO_LISTS, ""),
            ListProblem::Code(found) => (CODE, found.as_str()),
            ListProblem::Day(found) => (DAY, found.as_str()),
            ListProblem::Backwards => (BACKWARDS, ""),
            ListProblem::Overlap(found) => (OVERLAP, found.as_str()),
            ListProblem::Fields => (FIELDS, ""),
        };
        let kinds = ListKind::ALL.map(ListKind::word).join(", ");
        let why = text.fill(lang, &[("found", found), ("kinds", &kinds)]);
        AT_LINE.fill(lang, &[("line", &self.line.to_string()), ("why", &why)])
    }
}

const AT_LINE: Text = Text { vi: "dòng {line}: {why}", en: "line {line}: {why}" };
const TOO_LONG: Text = Text { vi: "tệp dài hơn 16 MiB", en: "the text is longer than 16 MiB" };
const NO_KIND: Text = Text {
    vi: "mã đứng trước dòng đầu tiên dạng [sub-item]",
    en: "a code before the first line like [sub-item]",
};
const UNKNOWN_KIND: Text = Text {
    vi: "\"{found}\" không phải loại danh mục; các loại: {kinds}, có hoặc không có \" complete\"",
    en: "\"{found}\" is no kind of list; kinds: {kinds}, each with or without \" complete\"",
};
const TWO_LISTS: Text =
    Text { vi: "danh mục thứ hai của cùng một loại", en: "a second list of this kind" };
const CODE: Text = Text { vi: "\"{found}\" không phải mã", en: "\"{found}\" is no code" };
const DAY: Text = Text {
    vi: "\"{found}\" không phải ngày dạng 2026-07-01",
    en: "\"{found}\" is no date like 2026-07-01",
};
const BACKWARDS: Text =
    Text { vi: "ngày cuối đứng trước ngày đầu", en: "the last day lies before the first" };
const OVERLAP: Text = Text {
    vi: "mã {found} đã có hiệu lực trong một số ngày này",
    en: "the code {found} is in force already on some of these days",
};
const FIELDS: Text = Text {
    vi: "mỗi dòng gồm mã, ngày đầu, ngày cuối và hai tên, cách nhau bằng tab",
    en: "a line is code, first day, last day and two names, separated by tabs",
};

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for ListError {}

/// Reads the lists of a text.
pub(super) fn read(text: &str) -> Result<BTreeMap<ListKind, List>, ListError> {
    if text.len() > LONGEST {
        return Err(ListError { line: 1, problem: ListProblem::TooLong });
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lists: BTreeMap<ListKind, List> = BTreeMap::new();
    let mut kind = None;
    for (line, text) in (1..).zip(text.lines()) {
        let at = |problem| ListError { line, problem };
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(inside) = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            let (named, complete) = header(inside).map_err(at)?;
            if lists.contains_key(&named) {
                return Err(at(ListProblem::TwoLists));
            }
            lists.insert(named, List { complete, codes: BTreeMap::new() });
            kind = Some(named);
            continue;
        }
        let list = kind.and_then(|kind| lists.get_mut(&kind)).ok_or_else(|| at(ListProblem::NoKind))?;
        let (code, entry) = entry(text).map_err(at)?;
        let entries = list.codes.entry(code.into()).or_default();
        // Few codes have more than two spans of days; the bound keeps a text of one code linear.
        if entries.len() >= 32 || entries.iter().any(|other| overlap(other, &entry)) {
            return Err(at(ListProblem::Overlap(code.to_owned())));
        }
        entries.push(entry);
        entries.sort_by_key(|entry| entry.from);
    }
    Ok(lists)
}

fn header(inside: &str) -> Result<(ListKind, bool), ListProblem> {
    let (word, complete) = match inside.strip_suffix(" complete") {
        Some(word) => (word, true),
        None => (inside, false),
    };
    let kind = ListKind::ALL.into_iter().find(|kind| kind.word() == word.trim());
    kind.map(|kind| (kind, complete)).ok_or_else(|| ListProblem::UnknownKind(short(inside)))
}

fn entry(text: &str) -> Result<(&str, Entry), ListProblem> {
    let mut fields = text.split('\t').map(str::trim);
    let code = fields.next().unwrap_or_default();
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if code.is_empty() || code.len() > LONGEST_CODE || !code.bytes().all(sign) {
        return Err(ListProblem::Code(short(code)));
    }
    let (from, until) = (day(fields.next())?, day(fields.next())?);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(ListProblem::Backwards);
    }
    let names = [fields.next().unwrap_or_default(), fields.next().unwrap_or_default()];
    if fields.next().is_some() || names.iter().any(|name| name.len() > LONGEST_NAME) {
        return Err(ListProblem::Fields);
    }
    let [vi, en] = names.map(Into::into);
    Ok((code, Entry { from, until, vi, en }))
}

fn day(text: Option<&str>) -> Result<Option<Date>, ListProblem> {
    match text {
        None | Some("") => Ok(None),
        Some(text) => parse_date(text).map(Some).ok_or_else(|| ListProblem::Day(short(text))),
    }
}

fn overlap(one: &Entry, other: &Entry) -> bool {
    let before = |one: &Entry, other: &Entry| matches!((one.until, other.from), (Some(until), Some(from)) if until < from);
    !before(one, other) && !before(other, one)
}

/// What is quoted of a wrong line.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Lists, Lookup};
    use super::{ListKind, ListProblem, read};
    use jiff::civil::date;

    #[test]
    fn mistakes_are_named_with_their_line() {
        let long = format!("[bank]\nA\t\t\t{}\n", "x".repeat(1001));
        for (text, line, problem) in [
            ("1701\n", 1, ListProblem::NoKind),
            ("# x\n[banks]\n", 2, ListProblem::UnknownKind("banks".to_owned())),
            ("[bank whole]\n", 1, ListProblem::UnknownKind("bank whole".to_owned())),
            ("[bank]\n[bank complete]\n", 2, ListProblem::TwoLists),
            ("[bank]\n\tx\n", 2, ListProblem::Code(String::new())),
            ("[bank]\nA B\n", 2, ListProblem::Code("A B".to_owned())),
            ("[bank]\nA\t01/07/2026\n", 2, ListProblem::Day("01/07/2026".to_owned())),
            ("[bank]\nA\t2026-07-01\t2026-06-30\n", 2, ListProblem::Backwards),
            ("[bank]\nA\t\t2026-06-30\nA\t2026-06-30\n", 3, ListProblem::Overlap("A".to_owned())),
            ("[bank]\nA\nA\n", 3, ListProblem::Overlap("A".to_owned())),
            ("[bank]\nA\t\t\tx\ty\tz\n", 2, ListProblem::Fields),
            (&long, 2, ListProblem::Fields),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.line, &error.problem), (line, &problem), "{text}");
            assert!(error.to_string().starts_with(&format!("line {line}: ")));
        }
    }

    #[test]
    fn a_code_is_in_force_on_its_days() {
        let text = "\u{FEFF}[treasury complete]\r\n1\t2026-07-01\t\tmới\tnew\r\n1\t\t2025-06-30\tcũ\r\n\r\n# hết\r\n";
        let lists = Lists::default().with(text).unwrap();
        let on = |day| match lists.look_up(ListKind::Treasury, "1", Some(day)) {
            Lookup::Listed(entry) => entry.vi.to_string(),
            Lookup::OutOfForce(entry) => format!("not in force: {}", entry.days()),
            other => format!("{other:?}"),
        };
        assert_eq!(on(date(2020, 1, 1)), "cũ");
        assert_eq!(on(date(2025, 12, 31)), "not in force: 2026-07-01 …");
        assert_eq!(on(date(2026, 7, 1)), "mới");
    }

    #[test]
    fn the_built_in_list_is_read() {
        assert!(Lists::built_in().count(ListKind::SubItem) >= 10);
    }
}
