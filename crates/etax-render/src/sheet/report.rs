//! What the engine says, as a sheet shows it: title, verdict, signers, findings.

use super::shown;
use crate::words;
use etax::report::{DocumentInfo, DocumentReport, Finding, Outcome, SignatureInfo, SignatureStatus, Verdict};
use etax::rule::{Lang, Text};

const fn text(vi: &'static str, en: &'static str) -> Text {
    Text { vi, en }
}

/// The box that says what to think of the document.
#[derive(Debug, Default)]
pub(crate) struct VerdictBox {
    /// A CSS class: `accepted`, `rejected` or `undecided`.
    pub(crate) class: &'static str,
    pub(crate) verdict: String,
    /// Is it authentic, is it right: a word each and its class.
    pub(crate) answers: Vec<(String, String, &'static str)>,
    pub(crate) code: Option<String>,
    pub(crate) signers: Vec<Signer>,
    /// Said where nobody has signed.
    pub(crate) unsigned: Option<String>,
}

/// Who signed, and whether that holds.
#[derive(Debug)]
pub(crate) struct Signer {
    pub(crate) class: &'static str,
    pub(crate) role: String,
    pub(crate) status: String,
    pub(crate) name: String,
    pub(crate) details: Vec<String>,
}

/// A finding as a row.
#[derive(Debug)]
pub(crate) struct FindingRow {
    pub(crate) class: &'static str,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) hint: String,
    pub(crate) rule: &'static str,
    pub(crate) place: String,
    pub(crate) basis: &'static str,
}

pub(super) fn title(info: &DocumentInfo, lang: Lang) -> String {
    let kind = words::document(info).template(lang);
    let get = |name| info.id.get(name).unwrap_or_default();
    let form = info.form.as_deref().unwrap_or_default();
    let mut parts = vec![kind.to_owned()];
    match info.kind {
        "invoice" => {}
        "declaration" if !get("formName").is_empty() => parts.push(get("formName").to_owned()),
        _ => parts.push(form.to_owned()),
    }
    let mut joined = shown(&parts.join(" "));
    // The first letter of a heading.
    if let Some(first) = joined.chars().next() {
        joined.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    joined
}

pub(super) fn verdict(report: &DocumentReport, lang: Lang) -> VerdictBox {
    let say = |text: Text| text.template(lang).to_owned();
    let answer = |question: Text, outcome: Outcome| {
        (say(question), say(words::outcome(outcome)), outcome_class(outcome))
    };
    let code = report.code.as_ref().map(|code| {
        let binding = words::binding(code.binding).template(lang);
        shown(&format!("{} {}: {binding}", say(words::AUTHORITY_CODE), code.value))
    });
    VerdictBox {
        class: match report.verdict {
            Verdict::Accepted => "accepted",
            Verdict::Undecided => "undecided",
            Verdict::Rejected => "rejected",
        },
        verdict: say(words::verdict(report.verdict)),
        answers: vec![answer(AUTHENTIC, report.authentic), answer(RIGHT, report.right)],
        code,
        signers: report.signatures.iter().map(|signature| signer(signature, lang)).collect(),
        unsigned: report.signatures.is_empty().then(|| say(UNSIGNED)),
    }
}

const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "accepted",
        Outcome::Failed => "rejected",
        Outcome::Undecided => "undecided",
        Outcome::NotApplicable => "none",
    }
}

fn signer(signature: &SignatureInfo, lang: Lang) -> Signer {
    let say = |text: Text| text.template(lang).to_owned();
    let mut details = Vec::new();
    let mut name = String::new();
    let mut class = match signature.status {
        SignatureStatus::Valid => "accepted",
        SignatureStatus::Invalid => "rejected",
        SignatureStatus::Undecided => "undecided",
    };
    if let Some(certificate) = &signature.certificate {
        name = common_name(&certificate.subject);
        let trust = &certificate.trust;
        details.push(format!(
            "{}, {}",
            say(words::chain(trust.chain)),
            say(words::revocation(trust.revocation))
        ));
        details.push(ISSUER.fill(lang, &[("issuer", &common_name(&certificate.issuer))]));
        // A signature that holds says little while its signer is not known.
        if class == "accepted" && trust.chain != Outcome::Passed {
            class = outcome_class(trust.chain);
        }
    }
    if let Some(time) = &signature.signing_time {
        details.push(format!("{} {}", say(words::SIGNED), shown(time)));
    }
    if !signature.covers.is_empty() {
        details.push(format!("{}: {}", say(words::COVERS), shown(&signature.covers.join(", "))));
    }
    Signer {
        class,
        role: words::party(signature.role, lang),
        status: say(words::status(signature.status)),
        name,
        details,
    }
}

/// CN of a name written as RFC 4514 has it; the whole name where it has none.
fn common_name(name: &str) -> String {
    let mut rest = name;
    while let Some(at) = rest.find("CN=") {
        let begins = at == 0 || rest.get(..at).is_some_and(|before| before.ends_with([',', '+']));
        rest = rest.get(at + 3..).unwrap_or_default();
        if begins {
            return shown(&unescaped(rest));
        }
    }
    shown(name)
}

/// Up to the first comma or plus that is not escaped.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            ',' | '+' => break,
            '\\' => out.extend(characters.next()),
            other => out.push(other),
        }
    }
    out
}

pub(super) fn finding(finding: &Finding, lang: Lang) -> FindingRow {
    let severity = finding.weight.severity();
    let (class, word) = match severity {
        "error" => ("rejected", ERROR),
        "warning" => ("undecided", WARNING),
        _ => ("none", REMARK),
    };
    let position = finding.location.position;
    let place = format!("{} ({}:{})", finding.location.path, position.line, position.column);
    FindingRow {
        class,
        severity: word.template(lang).to_owned(),
        message: shown(&finding.message(lang)),
        hint: shown(&finding.hint(lang)),
        rule: finding.rule.id,
        place: shown(&place),
        basis: finding.rule.basis,
    }
}

pub(super) fn more(left_out: usize, lang: Lang) -> Option<String> {
    (left_out > 0).then(|| words::LEFT_OUT.fill(lang, &[("count", &left_out.to_string())]))
}

const AUTHENTIC: Text = text("Xác thực (ai ký, mã của ai)", "Authentic (whose signature, whose code)");
const RIGHT: Text = text("Đúng (cấu trúc, số tiền, quy tắc)", "Right (structure, amounts, rules)");
const UNSIGNED: Text = text("Không có chữ ký số.", "Nobody has signed.");
const ISSUER: Text = text("chứng thư số của {issuer}", "certificate by {issuer}");
const ERROR: Text = text("lỗi", "error");
const WARNING: Text = text("cảnh báo", "warning");
const REMARK: Text = text("thông tin", "note");

#[cfg(test)]
mod tests {
    use super::common_name;

    #[test]
    fn names_are_read_as_rfc_4514_writes_them() {
        assert_eq!(common_name("CN=CÔNG TY A\\, B,O=X"), "CÔNG TY A, B");
        assert_eq!(common_name("OU=x,CN=Y+UID=MST:1"), "Y");
        assert_eq!(common_name("O=BCN=1"), "O=BCN=1");
    }
}
