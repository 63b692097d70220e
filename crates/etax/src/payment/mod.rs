//! Payment orders, giấy nộp tiền vào ngân sách nhà nước (form C1-02/NS): the document `CHUNGTU` of the tax portals.
//!
//! [`PaymentOrder`] reads one; [`check`] judges it: structure of the versions 4.0.0 and 4.0.1, sums, references, periods,
//! budget codes. A newer version is undecided, not accepted: what does not depend on it is checked all the same, and the
//! nearest known version is named. Codes of the budget (sub-items, chapters, treasuries, collecting offices, banks) are
//! held against [`Lists`], which an operator can load.
//!
//! The element order and what each element means come from orders of 2019 and 2020 that the authority took in, and from
//! the printed form of Circular 84/2016/TT-BTC; no XSD of these documents is public. So an element that those orders
//! always carry, but that says nothing about the payment itself (addresses, names of places, the party that pays
//! instead), may be left out here.
//!
//! Who signed is the concern of [`crate::signature`]: the payer's certificate must name the taxpayer (`MST_NNOP`) or who
//! pays instead (`MST_NTHAY`).

mod code;
mod data;
mod header;
mod lines;
pub mod list;
mod period;
mod rules;
mod structure;
pub(crate) mod view;

pub use code::{Chapter, CollectorCode, DigitCode, SubItem};
pub use data::{BankVoucher, HeaderData, LineData, PaymentOrderData};
pub use list::{ListError, ListKind, Lists};
pub use period::PaymentPeriod;
pub use view::{OrderKind, PaymentLine, PaymentOrder, Stage};

use crate::report::{Checks, DocumentInfo, Finding, Findings};
use crate::rule::{Check, Rule};
use crate::value::Moment;
use crate::xml::Element;
use structure::BUILT;

/// All rules of this module.
///
/// ```
/// assert!(etax::payment::RULES.iter().any(|rule| rule.id == "payment.total"));
/// ```
pub static RULES: &[&Rule] = rules::TABLE;

/// What the caller knows and the document cannot say.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// When the order was received. Dates after it are findings; without it they are not judged.
    pub at: Option<Moment>,
    /// The lists of budget codes.
    pub lists: &'a Lists,
}

/// Judges the payment order under `root` (`CHUNGTU`) and says what it is.
///
/// Marks the checks of structure and rules as made. Signatures are not looked at, except for the days they state.
///
/// ```
/// use etax::payment::{self, Lists, Settings};
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<CHUNGTU/>", &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(100), Checks::default());
/// let lists = Lists::built_in();
/// let info = payment::check(document.root(), &Settings { at: None, lists }, &mut findings, &mut checks);
/// assert_eq!(info.kind, "payment-order");
/// assert!(!findings.as_slice().is_empty());
/// ```
pub fn check(
    root: Element<'_>,
    settings: &Settings<'_>,
    findings: &mut Findings,
    checks: &mut Checks,
) -> DocumentInfo {
    checks.mark(Check::Structure);
    checks.mark(Check::Rules);
    if !root.namespace().is_empty() {
        findings.push(
            Finding::new(&rules::NAMESPACE)
                .at_span(root.path(), root.start_tag_span())
                .found(root.namespace()),
        );
    }
    let Some(order) = PaymentOrder::read(root) else {
        BUILT.schema.check(BUILT.newest(), root, findings);
        return DocumentInfo::of("payment-order");
    };
    let version = order.version();
    match BUILT.table(&version) {
        Some(table) => {
            BUILT.schema.check(table, root, findings);
        }
        // An order that does not say its version is held against the newest.
        None if version.is_empty() => {
            BUILT.schema.check(BUILT.newest(), root, findings);
        }
        None => {
            let place = order.field("PBAN_TLIEU_XML").unwrap_or(root);
            for rule in [&rules::VERSION, &rules::VERSION_RULES] {
                let finding = Finding::new(rule).at(place).expected(structure::nearest(&version));
                findings.push(finding.found(&*version));
            }
        }
    }
    header::check(&order, settings, findings);
    lines::check(&order, settings, findings);
    describe(&order)
}

fn describe(order: &PaymentOrder<'_>) -> DocumentInfo {
    let mut info = DocumentInfo::of("payment-order");
    let text = |tag: &str| order.text(tag).chars().take(LONGEST).collect::<String>();
    let some = |text: String| (!text.is_empty()).then_some(text);
    info.form = some(text("MA_CTU"));
    info.version = some(text("PBAN_TLIEU_XML"));
    info.id.add("orderId", text("ID_CTU"));
    info.id.add("number", text("SO_GNT"));
    info.id.add("date", text("NGAY_LAP"));
    info.id.add("reference", text("MA_THAMCHIEU"));
    info.id.add("account", text("STK_THU"));
    info.id.add("treasury", text("MA_HIEU_KBAC"));
    for (name, value) in [("bankSeries", order.bank_series()), ("bankNumber", order.bank_number())] {
        info.id.add(name, value.chars().take(LONGEST).collect::<String>());
    }
    info.parties.add("taxpayerTaxCode", text("MST_NNOP"));
    info.parties.add("taxpayerName", text("TEN_NNOP"));
    info.parties.add("payerTaxCode", text("MST_NTHAY"));
    info.parties.add("payerName", text("TEN_NTHAY"));
    info.parties.add("bankName", text("TEN_NHANG_NOP"));
    info.parties.add("collectorCode", text("MA_CQTHU"));
    info.amounts.add("total", text("TONG_TIEN"));
    info.amounts.add("currency", text("MA_NGUYENTE"));
    info
}

/// The most characters of a name or number that a report repeats.
const LONGEST: usize = 400;

/// Every structure table, for a digest over them.
pub(crate) fn tables() -> impl std::fmt::Debug {
    structure::VERSIONS
}
