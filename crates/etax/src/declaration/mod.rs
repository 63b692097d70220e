//! Tax declarations, hồ sơ khai thuế: the document `HSoThueDTu` of HTKK, eTax and the other portals.
//!
//! [`Declaration`] reads one; [`check`] judges it: the envelope of any form, and structure, formulas and cross-checks of
//! those in the catalogue of forms ([`crate::form::Catalogue`]). Any other form or version is undecided, not accepted: its
//! envelope is checked and the nearest known version is named. A form whose formulas have not been carried over is
//! undecided too.
//!
//! What needs another document is judged where the caller gives it ([`check_chain`], [`Filings`]): that indicator 22
//! continues indicator 43 of the period before, that an amendment follows a first declaration, that a period is not
//! declared twice.

mod amounts;
mod cell;
mod envelope;
mod filing;
pub mod json;
mod listing;
mod part;
mod rules;
mod unknown;
mod view;

pub use cell::{Cell, Value};
pub use filing::{
    Calendar, CalendarError, CalendarProblem, ChainError, Deadline, FileName, FilePeriod, Filed, Filings,
    RULES as FILING_RULES, check_chain, check_chain_under,
};
pub use listing::{Listed, listing};
pub use part::Part;
pub use view::{Declaration, DeclarationKind, Party, Software};

use crate::form::{Catalogue, Form, Known, Section, Version};
use crate::report::{Checks, DocumentInfo, Finding, Findings};
use crate::rule::{Check, Rule};
use crate::value::Moment;
use crate::xml::Element;

/// The namespace of declarations.
pub const NAMESPACE: &str = "http://kekhaithue.gdt.gov.vn/TKhaiThue";

/// What the caller knows and the document cannot say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a> {
    /// When the declaration was received. Periods and dates after it are findings; without it they
    /// are not judged.
    pub at: Option<Moment>,
    /// The name of its file, held against the content where it is one that filings have ([`FileName`]).
    pub name: Option<&'a str>,
    /// Days off and working Saturdays; without it only weekends move a deadline.
    pub calendar: Option<&'a Calendar>,
    /// The forms that are known; without it those built in.
    pub forms: Option<&'a Catalogue>,
    /// The declaration it continues. One that it does not continue is not looked at: ask [`Filed::precedes`] before.
    pub previous: Option<&'a Filed>,
    /// Declarations that it stands among.
    pub filings: Option<&'a Filings>,
}

impl<'a> Settings<'a> {
    /// The forms that are known.
    pub(crate) fn catalogue(&self) -> &'a Catalogue {
        self.forms.unwrap_or_else(|| Catalogue::built_in())
    }
}

/// All rules of this module. Those of single forms are in their files: ask [`Form::rules`].
pub static RULES: &[&Rule] = rules::COMMON;

/// Judges the declaration under `root` (`HSoThueDTu`) and says what it is.
///
/// Marks the checks of structure and rules as made. Signatures are not looked at.
///
/// ```
/// use etax::declaration::{self, Settings};
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<HSoThueDTu/>", &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(100), Checks::default());
/// let info = declaration::check(document.root(), &Settings::default(), &mut findings, &mut checks);
/// assert_eq!(info.kind, "declaration");
/// assert!(findings.as_slice().iter().any(|finding| finding.rule.id == "declaration.namespace"));
/// ```
pub fn check(
    root: Element<'_>,
    settings: &Settings<'_>,
    findings: &mut Findings,
    checks: &mut Checks,
) -> DocumentInfo {
    checks.mark(Check::Structure);
    checks.mark(Check::Rules);
    if root.namespace() != NAMESPACE {
        let finding = Finding::new(&rules::NAMESPACE).at_span(root.path(), root.start_tag_span());
        findings.push(finding.expected(NAMESPACE).found(root.namespace()));
    }
    let catalogue = settings.catalogue();
    let day = settings.at.map(|at| at.date());
    if root.local() == "TKhai" {
        return transmission(root, catalogue, day, findings);
    }
    let Some(declaration) = Declaration::read(root) else {
        unknown::check(root, None, "", "", None, findings);
        return DocumentInfo::of("declaration");
    };
    let (code, version) = (declaration.form(), declaration.version());
    let mut info = describe(&declaration);
    envelope::check(&declaration, settings, findings);
    filing::check(&declaration, settings, findings);
    let known = match Version::parse(&version) {
        Some(version) => catalogue.find(&code, version, day),
        None => Known::Nearest(catalogue.nearest(&code, None)),
    };
    match known {
        Known::Form(form) => {
            form.schema().check_in(form.id(), root, findings);
            info.id.add("formName", form.head().title());
            indicators(&declaration, form, findings);
            amounts::describe(&declaration, &mut info);
        }
        Known::Nearest(nearest) => {
            unknown::check(root, Some(&declaration), &code, &version, nearest, findings);
            if let Some(head) = nearest {
                info.id.add("formName", head.title());
            }
        }
    }
    info
}

/// The formulas and checks of a form.
fn indicators(declaration: &Declaration<'_>, form: &Form, findings: &mut Findings) {
    if form.has(Section::Cells) || form.has(Section::Checks) {
        form.rules().check(declaration.body(), findings);
    } else {
        unknown::formulas(declaration, form.head(), findings);
    }
}

/// A transmission of invoice data, `TKhai` of form 03/DL-HĐĐT: the form names itself by its printed number.
fn transmission(
    root: Element<'_>,
    catalogue: &Catalogue,
    day: Option<jiff::civil::Date>,
    findings: &mut Findings,
) -> DocumentInfo {
    let common = root.child("DLTKhai").and_then(|data| data.child("TTChung"));
    let (sign, version) = (view::text(common, "MSo"), view::text(common, "PBan"));
    let mut info = DocumentInfo::of("declaration");
    let head = catalogue.heads().find(|head| head.sign == sign && !sign.is_empty());
    let known = match (head, Version::parse(&version)) {
        (Some(head), Some(version)) => catalogue.find(&head.code, version, day),
        _ => Known::Nearest(head),
    };
    info.form = head.map(|head| head.code.clone());
    info.version = (!version.is_empty()).then(|| version.clone().into_owned());
    info.id.add("period", view::text(common, "KTThue"));
    info.parties.add("taxpayerTaxCode", view::text(common, "MST"));
    info.parties.add("taxpayerName", view::text(common, "TNNT"));
    info.parties.add("agentTaxCode", view::text(common, "MSTDLThue"));
    info.parties.add("agentName", view::text(common, "TDLThue"));
    match known {
        Known::Form(form) => {
            form.schema().check_in(form.id(), root, findings);
            info.id.add("formName", form.head().title());
        }
        Known::Nearest(nearest) => unknown::check(root, None, &sign, &version, nearest, findings),
    }
    info
}

fn describe(declaration: &Declaration<'_>) -> DocumentInfo {
    let mut info = DocumentInfo::of("declaration");
    let some = |text: std::borrow::Cow<'_, str>| (!text.is_empty()).then(|| text.into_owned());
    info.form = some(declaration.form());
    info.version = some(declaration.version());
    let statement = declaration.statement();
    for (name, path) in [
        ("period", "KyKKhaiThue/kyKKhai"),
        ("periodKind", "KyKKhaiThue/kieuKy"),
        ("from", "KyKKhaiThue/kyKKhaiTuNgay"),
        ("to", "KyKKhaiThue/kyKKhaiDenNgay"),
        ("kind", "loaiTKhai"),
        ("number", "soLan"),
    ] {
        info.id.add(name, view::text(statement, path));
    }
    for (name, tag) in [("software", "maDVu"), ("softwareVersion", "pbanDVu"), ("provider", "ttinNhaCCapDVu")]
    {
        info.id.add(name, view::text(declaration.body().find("TTinChung/TTinDVu"), tag));
    }
    info.parties.add("taxpayerTaxCode", view::text(declaration.taxpayer(), "mst"));
    info.parties.add("taxpayerName", view::text(declaration.taxpayer(), "tenNNT"));
    info.parties.add("agentTaxCode", view::text(declaration.agent(), "mstDLyThue"));
    info.parties.add("agentName", view::text(declaration.agent(), "tenDLyThue"));
    info
}
