//! 204, thông báo kết quả kiểm tra dữ liệu (01/TB-KTDL): what came of the check.

use super::notice::Notice;
use super::reason::{self, Reason};
use super::summary;
use super::{AnswerError, Desk};
use crate::message::MessageType;
use crate::paper::write::{Fields, Said, inside, text};
use crate::value::{FormSymbol, InvoiceNumber, Series, parse_date};
use crate::xml::Element;

/// What the check was of, and so where errors stand: LTBao, loại thông báo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    /// An invoice that asks for a code.
    Code,
    /// Invoices without code.
    Uncoded,
    /// Summaries.
    Summaries,
    /// A request for a per-occurrence code.
    Request,
    /// Invoices of cash registers.
    Registers,
}

/// A document and what is wrong with it.
pub(super) type Judged<'j, 'd> = (Element<'d>, &'j [Reason]);

impl Desk<'_, '_> {
    /// Says what came of the check of these documents. `document` is the one it is about, when it is about one.
    pub(super) fn tell_checked(
        &mut self,
        checked: Checked,
        documents: &[Judged<'_, '_>],
        document: Option<usize>,
    ) -> Result<(), AnswerError> {
        let wrong: Vec<_> = documents.iter().filter(|(_, reasons)| !reasons.is_empty()).copied().collect();
        let (kind, sections) = if wrong.is_empty() { ("2", Vec::new()) } else { sections(checked, &wrong) };
        let owner = documents.first().map(|(element, _)| taxpayer_name(*element)).unwrap_or_default();
        let message = MessageType::of(self.heard.code).map(|kind| kind.vi).unwrap_or_default();
        let mut data: Fields = vec![
            text("MST", &*self.heard.tax_code),
            text("TNNT", if owner.is_empty() { self.heard.tax_code.clone() } else { owner }),
            text("LTBao", kind),
            text("CCu", format!("Thông điệp {}: {message}", self.heard.code)),
            text("MGDDTu", &*self.heard.id),
            text("SLuong", documents.len().to_string()),
        ];
        data.extend(sections);
        self.notify(Notice {
            form: "01/TB-KTDL",
            message: 204,
            title: "Thông báo về việc kết quả kiểm tra dữ liệu hóa đơn điện tử",
            data,
            numbered: false,
            grants: wrong.is_empty(),
            document,
        })
    }
}

/// LTBao and the parts that go with it.
fn sections(checked: Checked, wrong: &[Judged<'_, '_>]) -> (&'static str, Fields) {
    let all = || -> Vec<Reason> { wrong.iter().flat_map(|(_, reasons)| reasons.iter().cloned()).collect() };
    match checked {
        Checked::Code => {
            let mut part = wrong.first().map(|(invoice, _)| named(*invoice)).unwrap_or_default();
            part.push(reason::full("DSLDo", &all()));
            ("1", vec![inside("LCMa", part)])
        }
        Checked::Uncoded => {
            let entries = (1..).zip(wrong).map(|(number, (invoice, reasons))| {
                let mut entry = named(*invoice);
                entry.insert(0, number_of(number));
                entry.push(reason::full("DSLDo", reasons));
                inside("HDon", entry)
            });
            ("3", vec![inside("LHDKMa", vec![inside("DSHDon", entries.collect())])])
        }
        Checked::Registers => {
            let named = wrong.iter().flat_map(|(invoice, reasons)| {
                let name = short_name(*invoice);
                reasons
                    .iter()
                    .map(move |reason| Reason { text: format!("{name}{}", reason.text), ..reason.clone() })
            });
            ("7", vec![inside("LHDMTTien", vec![reason::full("DSLDo", &named.collect::<Vec<_>>())])])
        }
        Checked::Request => ("6", vec![inside("LDNCLe", vec![reason::full("DSLDo", &all())])]),
        Checked::Summaries => summary::sections(wrong),
    }
}

pub(super) fn number_of(number: usize) -> (&'static str, Said) {
    text("STT", number.to_string())
}

/// KHMSHDon, KHHDon, SHDon, NLap as far as they are what they should be: a notice repeats no nonsense.
fn named(invoice: Element<'_>) -> Fields {
    let field = |tag: &str, holds: &dyn Fn(&str) -> bool| {
        let found = invoice.find("DLHDon/TTChung").and_then(|general| general.child(tag))?;
        let said = found.trimmed();
        holds(&said).then(|| said.into_owned())
    };
    let fields = [
        ("KHMSHDon", field("KHMSHDon", &|text| FormSymbol::parse(text).is_some())),
        ("KHHDon", field("KHHDon", &|text| Series::parse(text).is_some())),
        ("SHDon", field("SHDon", &|text| InvoiceNumber::parse(text).is_some())),
        ("NLap", field("NLap", &|text| parse_date(text).is_some())),
    ];
    fields.into_iter().filter_map(|(tag, said)| Some(text(tag, said?))).collect()
}

/// `form;series;number;`, as the authority begins the errors of cash-register invoices.
fn short_name(invoice: Element<'_>) -> String {
    let fields = named(invoice);
    ["KHMSHDon", "KHHDon", "SHDon"]
        .iter()
        .map(|tag| {
            let said = fields.iter().find_map(|(found, said)| match said {
                Said::Text(said) if found == tag => Some(said.as_str()),
                _ => None,
            });
            format!("{};", said.unwrap_or_default())
        })
        .collect()
}

/// The name of whose document it is: the seller, or the taxpayer of a paper.
pub(super) fn taxpayer_name(document: Element<'_>) -> String {
    [
        "DLHDon/NDHDon/NBan/Ten",
        "DLTKhai/TTChung/TNNT",
        "DLBTHop/TTChung/TNNT",
        "DLTBao/TNNT",
        "DLDNghi/TTChung/TTCCNhan",
    ]
    .iter()
    .find_map(|path| document.find(path).map(|element| element.trimmed().into_owned()))
    .unwrap_or_default()
}
