//! What the rules of filing know of each form, as data (`forms.txt`).

use crate::declaration::{Declaration, Settings};
use crate::form::{Filing, Line};
use crate::value::PeriodKind;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is known of one form. What is not is empty and is not judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'f> {
    /// The kinds of period it may be declared for.
    pub(super) periods: Cow<'f, [PeriodKind]>,
    pub(super) filing: Cow<'f, Filing>,
}

#[derive(Debug, Default)]
struct Forms {
    by_code: BTreeMap<&'static str, Known<'static>>,
    by_file: BTreeMap<&'static str, Vec<&'static str>>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| read(include_str!("forms.txt")));

/// What is known of the declaration's form: what the caller's form says, or what is built in.
pub(super) fn of<'a>(declaration: &Declaration<'_>, settings: &Settings<'a>) -> Known<'a> {
    let code = declaration.form();
    if let Some(form) = settings.form.filter(|form| form.head().has_code(&code)) {
        return Known { periods: Cow::Borrowed(&form.head().periods), filing: Cow::Borrowed(form.filing()) };
    }
    FORMS.by_code.get(&*code).map_or_else(Known::default, |known| Known {
        periods: Cow::Borrowed(&known.periods),
        filing: Cow::Borrowed(&known.filing),
    })
}

/// What is built in about the form with this maTKhai.
pub(super) fn built_in(code: &str) -> Option<&'static Filing> {
    FORMS.by_code.get(code).map(|known| &*known.filing)
}

/// The forms (maTKhai) whose filings are named so.
pub(super) fn codes(file: &str) -> &'static [&'static str] {
    FORMS.by_file.get(file).map_or(&[], Vec::as_slice)
}

/// Reads the file. A form that is not understood is left out; a test holds that there is none.
fn read(text: &'static str) -> Forms {
    let mut forms = Forms::default();
    for text in text.split("\nform ").skip(1) {
        let Some((code, lines)) = text.split_once('\n') else { continue };
        // A checkout may have given the file other line ends.
        let code = code.trim_end();
        if let Some((known, files)) = form(lines) {
            forms.by_code.insert(code, known);
            for file in files {
                forms.by_file.entry(file).or_default().push(code);
            }
        }
    }
    forms
}

/// The lines of one form: its files and kinds of period, then the lines that a form file has under `filing`.
fn form(lines: &'static str) -> Option<(Known<'static>, Vec<&'static str>)> {
    let (mut files, mut periods) = (Vec::new(), Vec::new());
    let mut rest = Vec::new();
    for line in Line::all(lines, 1) {
        let line = line.ok()?;
        match line.text.split_once(' ')? {
            ("file", names) => files = names.split(' ').collect(),
            ("periods", kinds) => periods = kinds.split(' ').map(PeriodKind::parse).collect::<Option<_>>()?,
            _ => rest.push(line),
        }
    }
    let filing = Filing::read(rest.into_iter()).ok()?;
    Some((Known { periods: Cow::Owned(periods), filing: Cow::Owned(filing) }, files))
}

#[cfg(test)]
mod tests {
    use super::{FORMS, built_in, codes, form};
    use crate::form::{Catalogue, Due};

    #[test]
    fn every_form_is_understood() {
        let text = include_str!("forms.txt");
        for form in text.split("\nform ").skip(1) {
            assert!(self::form(form.split_once('\n').unwrap().1).is_some(), "{form}");
        }
        let count = text.lines().filter(|line| line.starts_with("form ")).count();
        assert!(FORMS.by_code.len() == count && count > 180);
        assert!(form("  due soon\n").is_none() && form("  periods X\n").is_none());
    }

    /// The forms built in and this list say the same of names and periods.
    #[test]
    fn the_catalogue_agrees() {
        let mut wrong = Vec::new();
        let mut count = 0;
        for head in Catalogue::built_in().heads() {
            count += 1;
            let Some(known) = FORMS.by_code.get(head.code.as_str()) else {
                wrong.push(format!("{} is not in forms.txt", head.code));
                continue;
            };
            // Those that end so are only looked at, never filed.
            let files =
                std::iter::once(&head.file).chain(&head.files).filter(|file| !file.ends_with("_VIEW"));
            for file in files.filter(|file| !codes(file).contains(&head.code.as_str())) {
                wrong.push(format!("{} has no file {file}", head.code));
            }
            if !head.periods.is_empty() && head.periods != *known.periods {
                wrong.push(format!("{}: {:?}, not {:?}", head.code, head.periods, known.periods));
            }
        }
        assert!(wrong.is_empty() && count > 190, "{count}: {}", wrong.join("\n"));
    }

    #[test]
    fn forms_are_found_by_code_and_by_file() {
        let vat = built_in("842").unwrap();
        assert_eq!((vat.due, vat.amendment.len(), vat.carries.len()), (Due::Current, 2, 1));
        assert_eq!(built_in("952").unwrap().due, Due::Year(4));
        assert_eq!(codes("01_GTGT_TT80"), ["842"]);
        // One name for a report and its twins of other periods.
        assert_eq!(codes("BC26_AC"), ["102", "103", "131"]);
        assert!(codes("X").is_empty() && built_in("9999").is_none());
    }
}
