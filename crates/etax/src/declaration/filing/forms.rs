//! What the rules of filing know of each form, as data (`forms.txt`).

use super::carry::Carry;
use crate::value::PeriodKind;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How far away the deadline of a form is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Due {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// A declaration of a month, a quarter or an occurrence.
    Current,
    /// A yearly finalisation, due at the end of this month after the year.
    Year(i8),
}

/// What is known of one form. What is not is empty and is not judged.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The part of a filing's file name that stands for the form (maFile).
    pub(super) files: Vec<&'static str>,
    /// The kinds of period it may be declared for.
    pub(super) periods: Vec<PeriodKind>,
    pub(super) due: Due,
    /// The most months that a year's declaration may cover.
    pub(super) months: Option<u8>,
    /// The appendices of an amendment.
    pub(super) amendment: Vec<&'static str>,
    /// What is carried over from the period before.
    pub(super) carries: Vec<Carry>,
}

#[derive(Debug, Default)]
struct Forms {
    by_code: BTreeMap<&'static str, Form>,
    by_file: BTreeMap<&'static str, Vec<&'static str>>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| read(include_str!("forms.txt")));

/// What is known of the form with this maTKhai.
pub(super) fn form(code: &str) -> Option<&'static Form> {
    FORMS.by_code.get(code)
}

/// The forms (maTKhai) whose filings are named so.
pub(super) fn codes(file: &str) -> &'static [&'static str] {
    FORMS.by_file.get(file).map_or(&[], Vec::as_slice)
}

/// Reads the file. What a line says that is not understood is left out; a test holds that there is none.
fn read(text: &'static str) -> Forms {
    let mut forms = Forms::default();
    let mut code = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, rest)) = line.trim().split_once(' ') else { continue };
        if key == "form" {
            code = rest;
        } else {
            let form = forms.by_code.entry(code).or_default();
            if set(form, key, rest).is_some() && key == "file" {
                for file in rest.split(' ') {
                    forms.by_file.entry(file).or_default().push(code);
                }
            }
        }
    }
    forms
}

fn set(form: &mut Form, key: &str, rest: &'static str) -> Option<()> {
    match key {
        "file" => form.files = rest.split(' ').collect(),
        "periods" => form.periods = rest.split(' ').map(PeriodKind::parse).collect::<Option<_>>()?,
        "due" if rest == "current" => form.due = Due::Current,
        "due" => form.due = Due::Year(rest.strip_prefix("year ")?.parse().ok()?),
        "months" => form.months = Some(rest.parse().ok()?),
        "amendment" => form.amendment = rest.split(' ').collect(),
        "chain" => form.carries.push(Carry::parse(rest)?),
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Due, Form, codes, form, set};
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_understood() {
        let mut codes = BTreeSet::new();
        for line in include_str!("forms.txt").lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix("  ") {
                None => assert!(codes.insert(line.strip_prefix("form ").unwrap()), "{line}"),
                Some(line) => {
                    let (key, rest) = line.split_once(' ').unwrap();
                    assert!(set(&mut Form::default(), key, rest).is_some(), "{line}");
                }
            }
        }
        assert!(codes.len() > 180);
    }

    #[test]
    fn forms_are_found_by_code_and_by_file() {
        let vat = form("842").unwrap();
        assert_eq!((vat.due, vat.amendment.len(), vat.carries.len()), (Due::Current, 2, 1));
        assert_eq!(form("952").unwrap().due, Due::Year(4));
        assert_eq!(codes("01_GTGT_TT80"), ["842"]);
        // One name for the report and for its quarterly twin.
        assert_eq!(codes("BC26_AC"), ["102", "131"]);
        assert!(codes("X").is_empty() && form("9999").is_none());
    }
}
