//! `etax check --set`: the invoices of a run held against each other.

use crate::render::clean;
use etax::invoice::set::{Added, InvoiceSet, Judged, SetFinding};
use etax::report::{DocumentInfo, Report};
use etax::rule::{Lang, Text};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The most invoices of one run that are held against each other: some 300 MB.
const MOST: u32 = 2_000_000;

/// The most findings that are printed.
const MOST_FINDINGS: usize = 10_000;

/// The name of the JSON form.
const SCHEMA: &str = "etax-set/1";

/// What a report says of the invoices in it: the input's name, and each of them.
pub(crate) type Invoices = (String, Vec<DocumentInfo>);

/// The invoices of a report.
pub(crate) fn invoices(report: &Report) -> Invoices {
    let documents = std::iter::once(&report.main).chain(&report.documents);
    let infos = documents.map(|document| &document.document).filter(|info| info.kind == "invoice");
    (report.source.name.clone(), infos.cloned().collect())
}

/// The invoices of a run so far.
#[derive(Debug)]
pub(crate) struct Set {
    set: InvoiceSet,
    /// The names of the inputs one behind the other, and where each ends.
    names: String,
    ends: Vec<usize>,
    /// The first invoice of each input.
    firsts: Vec<u32>,
    next: u32,
}

impl Set {
    pub(crate) fn new() -> Self {
        Self {
            set: InvoiceSet::new(MOST),
            names: String::new(),
            ends: Vec::new(),
            firsts: Vec::new(),
            next: 0,
        }
    }

    /// Takes the invoices of one input.
    pub(crate) fn add(&mut self, (name, infos): &Invoices) {
        let first = self.next;
        for info in infos {
            if let Added::Taken(at) = self.set.add(info) {
                self.next = at.saturating_add(1);
            }
        }
        if self.next > first {
            self.names.push_str(name);
            self.ends.push(self.names.len());
            self.firsts.push(first);
        }
    }

    /// Judges them all together.
    pub(crate) fn judge(self) -> Verdict {
        let Self { set, names, ends, firsts, .. } = self;
        Verdict { judged: set.judge(MOST_FINDINGS), names, ends, firsts }
    }
}

/// What was found.
#[derive(Debug)]
pub(crate) struct Verdict {
    judged: Judged,
    names: String,
    ends: Vec<usize>,
    firsts: Vec<u32>,
}

impl Verdict {
    /// Whether something is an error.
    pub(crate) const fn failed(&self) -> bool {
        self.judged.failed || self.judged.left_out > 0
    }

    /// The input that an invoice was in.
    fn name(&self, invoice: u32) -> &str {
        let at = self.firsts.partition_point(|first| *first <= invoice).saturating_sub(1);
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).map_or(0, end);
        self.names.get(start..end(at)).unwrap_or_default()
    }

    /// For people.
    pub(crate) fn text(&self, lang: Lang) -> String {
        let judged = &self.judged;
        let count = |number: u64| number.to_string();
        let mut out = HEAD.fill(lang, &[("count", &count(judged.invoices))]);
        out.push('\n');
        for finding in &judged.findings {
            let severity = SEVERITIES.iter().find(|row| row.0 == finding.rule.weight.severity());
            let severity = severity.map_or("", |(_, text)| text.template(lang));
            let _ =
                writeln!(out, "  {severity} {}: {}", finding.rule.id, clean::line(&finding.message(lang)));
            let _ = writeln!(out, "    {}", clean::line(self.name(finding.about)));
            if let Some(other) = finding.other {
                let _ = writeln!(out, "    {}", clean::line(self.name(other)));
            }
        }
        for (text, number) in [
            (NOTHING, u64::from(judged.findings.is_empty())),
            (MORE, judged.findings_left_out),
            (INCOMPARABLE, judged.incomparable),
            (LEFT_OUT, judged.left_out),
        ] {
            if number > 0 {
                let _ = writeln!(out, "  {}", text.fill(lang, &[("count", &count(number))]));
            }
        }
        out
    }

    /// For programs, on one line.
    pub(crate) fn json(&self) -> String {
        let judged = &self.judged;
        let findings: Vec<Value> = judged.findings.iter().map(|finding| self.finding(finding)).collect();
        let mut line = json!({
            "schema": SCHEMA,
            "invoices": judged.invoices,
            "incomparable": judged.incomparable,
            "leftOut": judged.left_out,
            "findings": findings,
            "findingsLeftOut": judged.findings_left_out,
        })
        .to_string();
        line.push('\n');
        line
    }

    fn finding(&self, finding: &SetFinding) -> Value {
        let mut out = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                out.insert(name.to_owned(), value);
            }
        };
        let rule = finding.rule;
        put("id", Some(rule.id.into()));
        put("severity", Some(rule.weight.severity().into()));
        put("invoice", Some(finding.invoice.as_str().into()));
        put("source", Some(self.name(finding.about).into()));
        put("other", finding.other.map(|other| self.name(other).into()));
        put("expected", finding.expected.as_deref().map(Into::into));
        put("found", finding.found.as_deref().map(Into::into));
        put("basis", Some(rule.basis.into()));
        put("message", Some(json!({"vi": finding.message(Lang::Vi), "en": finding.message(Lang::En)})));
        Value::Object(out)
    }
}

const SEVERITIES: [(&str, Text); 3] = [
    ("error", Text { vi: "lỗi", en: "error" }),
    ("warning", Text { vi: "cảnh báo", en: "warning" }),
    ("info", Text { vi: "thông tin", en: "info" }),
];
const HEAD: Text = Text {
    vi: "Đối chiếu {count} hóa đơn với nhau",
    en: "{count} invoices held against each other",
};
const NOTHING: Text = Text { vi: "Không phát hiện gì.", en: "Nothing to say." };
const MORE: Text =
    Text { vi: "Còn {count} phát hiện không in.", en: "{count} more findings are not printed." };
const INCOMPARABLE: Text = Text {
    vi: "{count} hóa đơn không đủ mã số thuế, ký hiệu, số để đối chiếu.",
    en: "{count} invoices lack the tax code, symbols or number to be told by.",
};
const LEFT_OUT: Text = Text {
    vi: "{count} hóa đơn vượt quá số lượng đối chiếu được trong một lần; hãy chia nhỏ theo người bán.",
    en: "{count} invoices are more than one run holds against each other; divide them by seller.",
};
