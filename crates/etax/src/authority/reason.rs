//! Why something is refused, as answers write it.

use crate::paper::write::{Fields, Said, cut, inside, text};
use crate::report::{Finding, Report};
use crate::rule::{Check, Lang, Weight};

/// A reason of a refusal: LDo, lý do.
///
/// No complete list of the authority's codes is published. These are used where real answers use them: `20001` data that
/// is not as it must be, `1011` a signature or certificate that does not hold, `2013` a certificate of another taxpayer,
/// `20609` an invoice that is there already.
///
/// ```
/// use etax::authority::Reason;
/// let reason = Reason::new("20609", "Hóa đơn đã được cấp mã");
/// assert_eq!((reason.code.as_str(), reason.advice.as_str()), ("20609", ""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// MLoi, mã lỗi.
    pub code: String,
    /// MTLoi or MTa, mô tả lỗi.
    pub text: String,
    /// HDXLy, hướng dẫn xử lý: how to mend it.
    pub advice: String,
    /// GChu, ghi chú: the rule of this engine that speaks, where one does.
    pub note: String,
    /// Where in the message; written behind the note.
    pub path: String,
}

/// Data that is not as it must be.
pub(super) const DATA: &str = "20001";
const SIGNATURE: &str = "1011";
const SIGNER: &str = "2013";
const DUPLICATE: &str = "20609";

/// Reasons that one list gives.
const MOST: usize = 50;

/// Rules whose warnings are errors to whoever must act on the message: it is of the wrong type for what it holds.
const GRAVE: [&str; 4] =
    ["message.content", "message.invoice.coded", "message.invoice.register", "paper.message"];

impl Reason {
    /// A reason with nothing but its code and text.
    #[must_use]
    pub fn new(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            text: text.into(),
            advice: String::new(),
            note: String::new(),
            path: String::new(),
        }
    }

    /// What a finding says to whoever sent the document; `None` for remarks.
    #[must_use]
    pub fn of(finding: &Finding) -> Option<Self> {
        let (rule, path) = (finding.rule, finding.location.path.as_str());
        if !matches!(finding.weight, Weight::Fail | Weight::Undecide) && !GRAVE.contains(&rule.id) {
            return None;
        }
        let code = match rule.check {
            _ if rule.id == "message.invoice.duplicate" => DUPLICATE,
            _ if rule.id == "signer.tax-code.mismatch" => SIGNER,
            Check::Signatures | Check::Signers => SIGNATURE,
            _ => DATA,
        };
        let tag = path.rsplit('/').find(|step| !step.is_empty()).unwrap_or("tệp");
        let mut advice = finding.hint(Lang::Vi);
        if advice.is_empty() {
            advice = format!("Kiểm tra {tag} rồi gửi lại.");
        }
        Some(Self {
            code: code.to_owned(),
            text: finding.message(Lang::Vi),
            advice,
            note: rule.id.to_owned(),
            path: path.to_owned(),
        })
    }

    /// In answers to registrations and in technical ones (MTa), where the element has no place of its own.
    fn brief(&self, number: usize) -> (&'static str, Said) {
        let tag = self.path.rsplit('/').next().unwrap_or_default();
        let said = if tag.is_empty() || self.text.contains(tag) {
            self.text.clone()
        } else {
            format!("{} ({tag})", cut(&self.text, 200))
        };
        inside("LDo", vec![text("STT", number.to_string()), text("MLoi", &*self.code), text("MTa", said)])
    }

    /// In notices on checks.
    fn full(&self, number: usize) -> (&'static str, Said) {
        let advice = if self.advice.is_empty() { "Liên hệ cơ quan thuế." } else { &self.advice };
        // The end of a long path says more than its beginning.
        let room = 254_usize.saturating_sub(self.note.chars().count());
        let skipped = self.path.chars().count().saturating_sub(room);
        let end: String = self.path.chars().skip(skipped).collect();
        inside(
            "LDo",
            vec![
                text("STT", number.to_string()),
                text("MLoi", &*self.code),
                text("MTLoi", &*self.text),
                text("HDXLy", advice),
                text("GChu", format!("{} {end}", self.note)),
            ],
        )
    }
}

/// A list of reasons, for answers to registrations and technical ones.
pub(super) fn brief(tag: &'static str, reasons: &[Reason]) -> (&'static str, Said) {
    inside(tag, listed(reasons, Reason::brief))
}

/// A list of reasons, for notices on checks.
pub(super) fn full(tag: &'static str, reasons: &[Reason]) -> (&'static str, Said) {
    inside(tag, listed(reasons, Reason::full))
}

fn listed(reasons: &[Reason], write: impl Fn(&Reason, usize) -> (&'static str, Said)) -> Fields {
    let mut all: Fields =
        (1..).zip(reasons.iter().take(MOST)).map(|(at, reason)| write(reason, at)).collect();
    let more = reasons.len().saturating_sub(MOST);
    if more > 0 {
        all.push(write(&Reason::new(DATA, format!("Còn {more} lỗi khác.")), MOST + 1));
    }
    all
}

/// What a report has against a message.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Against the envelope.
    pub(super) envelope: Vec<Reason>,
    /// Against everything in it: the signature of a batch.
    pub(super) common: Vec<Reason>,
    /// Against each document, by its number.
    pub(super) documents: Vec<Vec<Reason>>,
}

impl Faults {
    /// Sorts a report's errors; `spans` says where each document begins and ends.
    pub(super) fn of(report: &Report, spans: &[std::ops::Range<usize>]) -> Self {
        let mut faults = Self { documents: vec![Vec::new(); spans.len()], ..Self::default() };
        for finding in &report.main.findings {
            let Some(reason) = Reason::of(finding) else { continue };
            // Documents follow each other, so the one around a place is found by halving.
            let next = spans.partition_point(|span| span.end <= finding.location.offset);
            let within = spans.get(next).is_some_and(|span| span.contains(&finding.location.offset));
            let list = match (faults.documents.get_mut(next).filter(|_| within), finding.rule.check) {
                (Some(list), _) => list,
                (None, Check::Structure | Check::Rules) => &mut faults.envelope,
                (None, _) => &mut faults.common,
            };
            list.push(reason);
        }
        let unread = Reason::new(DATA, "Dữ liệu chưa đủ căn cứ để chấp nhận.");
        for (list, document) in faults.documents.iter_mut().zip(&report.documents) {
            list.extend(document.findings.iter().filter_map(Reason::of));
            if list.is_empty() && document.verdict != crate::report::Verdict::Accepted {
                list.push(unread.clone());
            }
        }
        // What the engine has not looked at is not accepted.
        for list in faults.documents.iter_mut().skip(report.documents.len()).filter(|list| list.is_empty()) {
            list.push(unread.clone());
        }
        let known = faults.envelope.len() + faults.common.len();
        if known == 0
            && report.main.verdict != crate::report::Verdict::Accepted
            && faults.documents.iter().all(Vec::is_empty)
        {
            faults.common.push(unread);
        }
        faults
    }
}
