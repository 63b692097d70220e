//! A report for people.

use super::snippet::{self, Placed, Shown};
use super::{Style, clean, title, words};
use etax::report::{
    Checks, DocumentReport, EngineInfo, Finding, Outcome, Report, SignatureInfo, SignatureStatus, Verdict,
};
use etax::rule::{Text, Weight};
use miette::Severity;
use std::borrow::Cow;
use std::fmt::Write;

/// Paths longer than this are shown by their ends; the JSON form has them whole.
const LONGEST_PATH: usize = 72;

/// Characters of an expected or found value under a mark; the JSON form has more.
const LONGEST_VALUE: usize = 80;

/// Characters of a line that lists what the policy relaxes; one item may be longer.
const LONGEST_LIST: usize = 100;

/// Covered elements listed per signature.
const MOST_COVERED: usize = 6;

/// The whole text of a report. With `quiet`, accepted documents inside a message are left out.
pub(crate) fn report(report: &Report, bytes: &[u8], style: &Style, quiet: bool) -> String {
    let page = Page { style, name: &report.source.name, source: snippet::decode(bytes), out: String::new() };
    page.report(report, quiet)
}

struct Page<'p> {
    style: &'p Style,
    name: &'p str,
    source: Cow<'p, str>,
    out: String,
}

impl Page<'_> {
    fn report(mut self, report: &Report, quiet: bool) -> String {
        let what = title::title(&report.main.document, self.style);
        let name = self.style.bold(&clean::line(self.name));
        let verdict = self.verdict(report.verdict);
        self.line("", &format!("{name}: {what} — {verdict}"));
        self.document(&report.main, "  ");
        for (number, document) in (1_usize..).zip(&report.documents) {
            if quiet && document.verdict == Verdict::Accepted {
                continue;
            }
            let what = title::title(&document.document, self.style);
            let verdict = self.verdict(document.verdict);
            self.line("  ", &format!("[{number}] {what} — {verdict}"));
            self.document(document, "      ");
        }
        if !quiet {
            self.relaxed(&report.engine);
        }
        self.out
    }

    /// What the policy relaxes, as many to a line as fit.
    fn relaxed(&mut self, engine: &EngineInfo) {
        if engine.relaxed.is_empty() {
            return;
        }
        let text = words::RELAXED.fill(self.style.lang, &[("policy", &engine.policy)]);
        self.row("  ", self.style.say(words::POLICY), &clean::line(&text));
        let mut line = String::new();
        for relaxed in &engine.relaxed {
            let relaxed = relaxed.strip_prefix("rules.").unwrap_or(relaxed);
            if !line.is_empty() && line.chars().count() + relaxed.chars().count() > LONGEST_LIST {
                self.row("  ", "", &clean::line(&line));
                line.clear();
            }
            line.push_str(if line.is_empty() { "" } else { "; " });
            line.push_str(relaxed);
        }
        self.row("  ", "", &clean::line(&line));
    }

    fn verdict(&self, verdict: Verdict) -> String {
        self.style.verdict(verdict, self.style.say(words::verdict(verdict)))
    }

    fn line(&mut self, indent: &str, text: &str) {
        self.out.push_str(indent);
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn row(&mut self, indent: &str, label: &str, text: &str) {
        // The label may be coloured, so it is padded first.
        let label = self.style.dim(&format!("{label:<14}"));
        self.line(indent, &format!("{label} {text}"));
    }

    fn document(&mut self, document: &DocumentReport, indent: &str) {
        for (label, text) in title::rows(&document.document, self.style) {
            self.row(indent, &label, &text);
        }
        if let Some(code) = &document.code {
            let text =
                format!("{} ({})", clean::line(&code.value), self.style.say(words::binding(code.binding)));
            self.row(indent, self.style.say(words::AUTHORITY_CODE), &text);
        }
        for signature in &document.signatures {
            self.row(indent, self.style.say(words::SIGNATURE), &self.signature(signature));
        }
        let checks = &document.checks;
        self.outcome(indent, words::AUTHENTIC, document.authentic, &authentic(checks));
        self.outcome(indent, words::RIGHT, document.right, &right(checks));
        for finding in &document.findings {
            self.finding(finding, indent);
        }
        if document.findings_left_out > 0 {
            let count = document.findings_left_out.to_string();
            self.line(indent, &words::LEFT_OUT.fill(self.style.lang, &[("count", &count)]));
        }
    }

    /// `không đạt (cấu trúc: đạt; quy tắc: không đạt)`.
    fn outcome(&mut self, indent: &str, label: Text, outcome: Outcome, parts: &[(Text, Outcome)]) {
        let mut text = self.style.outcome(outcome, self.style.say(words::outcome(outcome)));
        let mut parts = parts.iter().filter(|(_, part)| *part != Outcome::NotApplicable).peekable();
        if parts.peek().is_some() {
            let list: Vec<String> = parts
                .map(|(name, part)| {
                    format!("{}: {}", self.style.say(*name), self.style.say(words::outcome(*part)))
                })
                .collect();
            let _ = write!(text, " ({})", list.join("; "));
        }
        self.row(indent, self.style.say(label), &text);
    }

    /// `người bán: hợp lệ, phủ DLHDon, SigningTime; ký lúc …; chứng thư số tin cậy tại thời điểm ký, không bị thu hồi`.
    fn signature(&self, signature: &SignatureInfo) -> String {
        let style = self.style;
        let status = match signature.status {
            SignatureStatus::Valid => Outcome::Passed,
            SignatureStatus::Invalid => Outcome::Failed,
            SignatureStatus::Undecided => Outcome::Undecided,
        };
        let mut text = format!(
            "{}: {}",
            words::party(signature.role, style.lang),
            style.outcome(status, style.say(words::status(signature.status)))
        );
        if !signature.covers.is_empty() {
            let name = |path| match last(path) {
                // The signing time has an Object of its own in this format.
                "Object" if signature.signing_time_covered == Some(true) => "SigningTime",
                other => other,
            };
            let mut covered: Vec<&str> =
                signature.covers.iter().take(MOST_COVERED).map(|path| name(path)).collect();
            if signature.covers.len() > MOST_COVERED {
                covered.push("…");
            }
            let _ = write!(text, ", {} {}", style.say(words::COVERS), clean::line(&covered.join(", ")));
        }
        if let Some(time) = &signature.signing_time {
            let _ = write!(text, "; {} {}", style.say(words::SIGNED), clock(time));
        }
        if let Some(certificate) = &signature.certificate {
            let trust = &certificate.trust;
            let _ = write!(
                text,
                "; {} {}, {}",
                style.say(words::chain(trust.chain)),
                style.say(words::clock(trust.clock)),
                style.say(words::revocation(trust.revocation)),
            );
            if let Some(evidence) = &trust.evidence {
                let _ = write!(text, " ({} {})", evidence.source.to_uppercase(), clock(&evidence.published));
            }
        }
        if let Some(timestamp) = &signature.timestamp {
            let _ = write!(text, "; {} {}", style.say(words::STAMPED), clock(&timestamp.at));
        }
        text
    }

    fn finding(&mut self, finding: &Finding, indent: &str) {
        let style = self.style;
        let place = &finding.location;
        let position = place.position;
        let severity = match finding.weight {
            Weight::Fail => Severity::Error,
            Weight::Undecide | Weight::Warn => Severity::Warning,
            Weight::Inform | Weight::Ignore => Severity::Advice,
        };
        let headline = format!(
            "{}  {}  {}:{}\n{}",
            style.bold(finding.rule.id),
            clean::line(&shorten(&place.path)),
            position.line,
            position.column,
            clean::line(&finding.message(style.lang)),
        );
        let window = match severity {
            // What is only for information does not need its place shown.
            Severity::Advice => None,
            // Without a place in the document there is no line to show.
            _ if place.path.is_empty() && place.length == 0 => None,
            _ => snippet::cut(&self.source, place.offset, place.length),
        };
        let label = differs(finding, style);
        let hint = finding.hint(style.lang);
        let mut below = Vec::new();
        if window.is_none() {
            below.extend(label.clone());
        }
        if !hint.is_empty() {
            below.push(format!("{}: {}", style.say(words::HINT), clean::line(&hint)));
        }
        if severity != Severity::Advice && !finding.rule.basis.is_empty() {
            below.push(style.dim(&format!("{}: {}", style.say(words::BASIS), finding.rule.basis)));
        }
        let shown = Shown {
            headline,
            severity,
            place: window.map(|window| Placed {
                window,
                name: clean::line(self.name).into_owned(),
                line: position.line,
                column: position.column,
                label,
            }),
        };
        let mut text = String::new();
        // Writing into a String does not fail, and the window is always there to be read.
        if style.handler.render_report(&mut text, &shown).is_err() {
            text = format!("  {shown}\n");
        }
        // miette indents by two already.
        let indent = indent.strip_prefix("  ").unwrap_or(indent);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.line(indent, line);
        }
        for line in below {
            self.line(indent, &format!("    {line}"));
        }
    }
}

/// `cần 1.080.000, thấy 1.088.000`.
fn differs(finding: &Finding, style: &Style) -> Option<String> {
    let part = |text: Text, name, value: Option<Cow<'_, str>>| {
        let value = value?;
        let short = match value.char_indices().nth(LONGEST_VALUE) {
            Some((cut, _)) => format!("{}…", value.get(..cut).unwrap_or_default()),
            None => value.into_owned(),
        };
        Some(clean::line(&text.fill(style.lang, &[(name, &short)])).into_owned())
    };
    let parts: Vec<String> = part(words::EXPECTED, "expected", finding.expected_in(style.lang))
        .into_iter()
        .chain(part(words::FOUND, "found", finding.found_in(style.lang)))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

const fn authentic(checks: &Checks) -> [(Text, Outcome); 4] {
    [
        (words::SIGNATURES, checks.signatures),
        (words::SIGNERS, checks.signers),
        (words::CODE, checks.code),
        (words::REGISTRY, checks.registry),
    ]
}

const fn right(checks: &Checks) -> [(Text, Outcome); 2] {
    [(words::STRUCTURE, checks.structure), (words::RULES, checks.rules)]
}

/// `2026-11-23 10:00:00`: all times of a report are Vietnam's, so the offset need not be repeated.
fn clock(time: &str) -> String {
    clean::line(time).trim_end_matches("+07:00").replacen('T', " ", 1)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `/HDon/…/HHDVu[2]/ThTien` for a long path.
fn shorten(path: &str) -> String {
    let steps: Vec<&str> = path.split('/').collect();
    match steps.as_slice() {
        [root, first, .., parent, element] if path.chars().count() > LONGEST_PATH && steps.len() > 5 => {
            format!("{root}/{first}/…/{parent}/{element}")
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use etax::report::{DocumentInfo, EngineInfo, Source};
    use etax::rule::{Check, Lang, Rule};
    use std::sync::Arc;

    static TOTAL: Rule = Rule {
        id: "test.total",
        check: Check::Rules,
        weight: Weight::Fail,
        basis: "cơ sở",
        message: Text { vi: "{name} phải là {expected}", en: "{name} must be {expected}" },
        hint: Text { vi: "cộng lại", en: "add up again" },
    };

    fn example(source: &str) -> Report {
        let offset = source.find("1088000").unwrap();
        let mut finding = Finding::new(&TOTAL)
            .at_span("/HDon/DLHDon/NDHDon/TToan/TgTTTBSo", offset..offset + 7)
            .expected("1080000")
            .found("1088000");
        finding.location.position = etax::xml::Position { line: 12, column: 34 };
        let mut document = DocumentInfo::of("invoice");
        document.form = Some("1".into());
        document.id.add("series", "C26TAA");
        document.id.add("number", "12");
        document.id.add("date", "2026-03-02");
        document.parties.add("sellerTaxCode", "9912345678");
        document.parties.add("sellerName", "CÔNG TY \u{1b}[2J VÍ DỤ");
        let mut checks = Checks::default();
        checks.mark(Check::Structure);
        checks.apply(Check::Rules, Weight::Fail);
        let main = DocumentReport {
            document,
            verdict: Verdict::Rejected,
            authentic: checks.authentic(),
            right: checks.right(),
            checks,
            signatures: Vec::new(),
            code: None,
            findings: vec![finding],
            findings_left_out: 2,
        };
        let engine = EngineInfo {
            version: "0",
            rules: String::new(),
            forms: String::new(),
            trust: String::new(),
            policy: "transition".into(),
            policy_sha256: String::new(),
            relaxed: vec!["intake = true".into(), "rules.signature.sha1 = inform until 2027-01-01".into()],
            calendar: None,
        };
        Report {
            source: Source { name: "hoa-don.xml".into(), bytes: source.len(), sha256: String::new() },
            engine: Arc::new(engine),
            at: etax::value::Moment::parse("2026-03-02").unwrap(),
            main,
            documents: Vec::new(),
            verdict: Verdict::Rejected,
        }
    }

    fn rendered(lang: Lang, colours: bool) -> String {
        let source = format!("{}<TgTTTBSo>1088000</TgTTTBSo>{}", "ễ".repeat(9000), "ữ".repeat(9000));
        report(&example(&source), source.as_bytes(), &Style::with_colours(lang, colours), false)
    }

    #[test]
    fn a_report_in_vietnamese() {
        let text = rendered(Lang::Vi, false);
        let around = ("ễ".repeat(50), "ữ".repeat(49));
        let expected = format!(
            "\
hoa-don.xml: hóa đơn GTGT 1C26TAA số 12 ngày 2026-03-02 — TỪ CHỐI
  người bán      9912345678 CÔNG TY \u{fffd}[2J VÍ DỤ
  xác thực       không áp dụng
  đúng           không đạt (cấu trúc: đạt; quy tắc: không đạt)
  × test.total  /HDon/DLHDon/NDHDon/TToan/TgTTTBSo  12:34
  │ TgTTTBSo phải là 1080000
    ╭─[hoa-don.xml:12:34]
 12 │ …{}<TgTTTBSo>1088000</TgTTTBSo>{}…
    · {}───┬───
    · {}╰── cần 1080000, thấy 1088000
    ╰────
    gợi ý: cộng lại
    căn cứ: cơ sở
  … và 2 phát hiện nữa, vượt giới hạn của chính sách
  chính sách     transition, nhẹ hơn strict ở:
                 intake = true; signature.sha1 = inform until 2027-01-01
",
            around.0,
            around.1,
            " ".repeat(61),
            " ".repeat(64),
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_report_in_english() {
        let text = rendered(Lang::En, false);
        for part in [
            "VAT invoice 1C26TAA no. 12 of 2026-03-02 — REJECTED",
            "expected 1080000, found 1088000",
            "hint: add up again",
        ] {
            assert!(text.contains(part), "{part} is not in:\n{text}");
        }
    }

    #[test]
    fn colours_only_when_wanted() {
        assert!(rendered(Lang::Vi, true).contains("\u{1b}["));
        assert!(!rendered(Lang::Vi, false).contains('\u{1b}'));
    }

    #[test]
    fn long_paths_keep_their_ends() {
        assert_eq!(shorten("/HDon/DLHDon/TToan"), "/HDon/DLHDon/TToan");
        let long = format!("/TDiep/{}/HHDVu[2]/ThTien", ["DLieu"; 20].join("/"));
        assert_eq!(shorten(&long), "/TDiep/…/HHDVu[2]/ThTien");
    }
}
