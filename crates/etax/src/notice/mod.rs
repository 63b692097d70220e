//! Notices of the tax authority, thông báo thuế điện tử: the document `TBaoThueDTu` of the tax portals.
//!
//! [`Notice`] reads one; [`check`] judges it. Known are the answers to a filing, 01-1/TB-TĐT (`maTBao` 843, received) and
//! 01-2/TB-TĐT (844, accepted or refused), and 213 (a T-VAN provider's transaction is not valid). Of any other code the
//! common part and the signatures are checked, and the verdict is undecided.

mod data;
mod filing;
mod rules;
mod structure;
mod view;

pub use data::{FilingData, NoticeData, PayableData, ReasonData, TransactionPartData, shown};
pub use view::{Notice, NoticeKind, NoticeState, Payable};

use crate::report::{Checks, DocumentInfo, Finding, Findings};
use crate::rule::{Check, Rule};
use crate::value::{Moment, TaxCode};
use crate::xml::Element;
use structure::BUILT;

/// All rules of this module.
///
/// ```
/// assert!(etax::notice::RULES.iter().any(|rule| rule.id == "notice.state"));
/// ```
pub static RULES: &[&Rule] = rules::TABLE;

/// The namespace of notices.
pub const NAMESPACE: &str = "http://kekhaithue.gdt.gov.vn/TBaoThue";

/// The codes whose content is known.
const KNOWN: &str = "843 (01-1/TB-TĐT), 844 (01-2/TB-TĐT), 213";

/// Judges the notice under `root` (`TBaoThueDTu`), received at a moment if one is given, and says what it is.
///
/// Marks the checks of structure and rules as made. Signatures are not looked at.
///
/// ```
/// use etax::notice;
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<TBaoThueDTu/>", &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(100), Checks::default());
/// let info = notice::check(document.root(), None, &mut findings, &mut checks);
/// assert_eq!((info.kind, findings.as_slice()[0].rule.id), ("notice", "notice.namespace"));
/// ```
pub fn check(
    root: Element<'_>,
    at: Option<Moment>,
    findings: &mut Findings,
    checks: &mut Checks,
) -> DocumentInfo {
    checks.mark(Check::Structure);
    checks.mark(Check::Rules);
    if root.namespace() != NAMESPACE {
        let finding = Finding::new(&rules::NAMESPACE).at_span(root.path(), root.start_tag_span());
        findings.push(finding.expected(NAMESPACE).found(root.namespace()));
    }
    let notice = Notice::read(root);
    let kind = notice.and_then(|notice| notice.kind());
    let (schema, forms) = &*BUILT;
    let table = match kind {
        Some(NoticeKind::Reception | NoticeKind::Acceptance) => 0,
        Some(NoticeKind::InvalidTransaction) => 1,
        None => 2,
    };
    if let Some(form) = forms.get(table) {
        schema.check(*form, root, findings);
    }
    let Some(notice) = notice else { return DocumentInfo::of("notice") };
    if kind.is_none() {
        let place = notice.common("TTinTBaoThue/maTBao").unwrap_or(root);
        for rule in [&rules::CODE, &rules::CODE_RULES] {
            findings.push(Finding::new(rule).at(place).expected(KNOWN).found(notice.code()));
        }
    }
    common(&notice, at, findings);
    match kind {
        Some(NoticeKind::InvalidTransaction) => filing::transaction(&notice, findings),
        Some(kind) => filing::check(&notice, kind, findings),
        None => {}
    }
    describe(&notice)
}

/// Who says it to whom, and when.
fn common(notice: &Notice<'_>, at: Option<Moment>, findings: &mut Findings) {
    for path in [
        "CQT/maCQT",
        "CQT/tenCQT",
        "NNhanTBaoThue/maNNhan",
        "NNhanTBaoThue/tenNNhan",
        "TTinTBaoThue/maTBao",
        "TTinTBaoThue/soTBao",
        "TTinTBaoThue/ngayTBao",
    ] {
        filing::filled(notice.common(path), findings);
    }
    if let Some((element, text)) = filing::said(notice.common("NNhanTBaoThue/maNNhan")) {
        match TaxCode::parse(&text) {
            None => findings.push(Finding::new(&rules::TAX_CODE).at(element).found(text)),
            Some(code) if !code.check_digit_holds() => {
                findings.push(Finding::new(&rules::CHECK_DIGIT).at(element).found(text));
            }
            Some(_) => {}
        }
    }
    let day = notice.common("TTinTBaoThue/ngayTBao");
    filing::dated(day, findings);
    if let (Some(element), Some(made), Some(at)) = (day, notice.made_on(), at)
        && made.date() > at.date()
    {
        let finding = Finding::new(&rules::DATE_FUTURE).at(element);
        findings.push(finding.expected(at.date().to_string()).found(element.trimmed()));
    }
}

fn describe(notice: &Notice<'_>) -> DocumentInfo {
    let mut info = DocumentInfo::of("notice");
    let short = |text: std::borrow::Cow<'_, str>| text.chars().take(400).collect::<String>();
    let common = |path: &str| short(notice.common(path).map(Element::trimmed).unwrap_or_default());
    let some = |text: String| (!text.is_empty()).then_some(text);
    info.form = some(short(notice.code()));
    info.version = some(common("TTinTBaoThue/pbanTBao"));
    info.id.add("name", common("TTinTBaoThue/tenTBao"));
    info.id.add("number", common("TTinTBaoThue/soTBao"));
    info.id.add("date", common("TTinTBaoThue/ngayTBao"));
    info.id.add("transaction", short(notice.transaction()));
    info.id.add("result", short(notice.text("trangThai")));
    info.id.add("filedAt", short(notice.text("ngayNopThucTe")));
    info.id.add("acceptedAt", short(notice.text("ngayChapNhan")));
    info.parties.add("recipientTaxCode", common("NNhanTBaoThue/maNNhan"));
    info.parties.add("recipientName", common("NNhanTBaoThue/tenNNhan"));
    info.parties.add("taxOfficeCode", common("CQT/maCQT"));
    info.parties.add("taxOfficeName", common("CQT/tenCQT"));
    info
}

/// Every structure table, for a digest over them.
pub(crate) fn tables() -> impl std::fmt::Debug {
    (&structure::FILING_NOTICE, &structure::TRANSACTION_NOTICE, &structure::OTHER_NOTICE)
}
