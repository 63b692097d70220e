//! What an empty declaration still lacks.

use etax::declaration::{self, Settings};
use etax::form::Catalogue;
use etax::report::{Checks, Findings};
use etax::rule::{Check, Lang, Text};
use etax::xml::{Document, Limits, Parsed};

/// As many as fit on a screen.
const MOST: usize = 20;

/// One line for each cell that the form's structure does not accept as it stands, and one for a period of a kind that
/// the form is not declared for: what nobody can guess, and must be put right before the document is sound.
pub(super) fn points(xml: &str, forms: &Catalogue, lang: Lang) -> Vec<String> {
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
        return Vec::new();
    };
    let settings = Settings { forms: Some(forms), ..Settings::default() };
    let (mut findings, mut checks) = (Findings::new(1000), Checks::default());
    declaration::check(document.root(), &settings, &mut findings, &mut checks);
    let open = findings.as_slice().iter().filter(|finding| {
        finding.rule.check == Check::Structure || finding.rule.id == "declaration.period.kind"
    });
    let said = |message: String| OPEN.fill(lang, &[("found", &message)]);
    open.take(MOST).map(|finding| said(finding.message(lang))).collect()
}

const OPEN: Text = Text {
    vi: "còn phải điền hoặc sửa: {found}",
    en: "still to be filled in or put right: {found}",
};
