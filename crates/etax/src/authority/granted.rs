//! 202, kết quả cấp mã: the invoice with its code and the authority's signature.

use super::checked::Checked;
use super::reason::{DATA, Reason};
use super::{AnswerError, CodeRequest, Desk, Grant};
use crate::code::auth34::InvoiceFields;
use crate::engine::Input;
use crate::report::{DocumentReport, SignatureStatus};
use crate::signature::Role;
use crate::signature::sign::{SignError, SignRequest, prepare, sign};
use crate::value::Series;
use crate::xml::{Element, escape_attribute};
use std::collections::BTreeMap;

/// In the place of the code while it is tried out whether an invoice can be signed: a code is on the authority's books
/// once it is given, so nothing may go wrong afterwards.
const TRIAL: &str = "0000000000000000000000000000000000";

impl Desk<'_, '_> {
    /// Grants an invoice its code, or says why not.
    pub(super) fn grant(
        &mut self,
        number: usize,
        invoice: Element<'_>,
        report: Option<&DocumentReport>,
        mut reasons: Vec<Reason>,
    ) -> Result<(), AnswerError> {
        if reasons.is_empty() {
            reasons = self.ungrantable(invoice);
        }
        if reasons.is_empty() {
            match self.try_grant(number, invoice, report)? {
                Grant::Given(()) => return Ok(()),
                Grant::Refused(why) => reasons = why,
            }
        }
        if reasons.is_empty() {
            reasons.push(Reason::new(DATA, "Không đủ điều kiện cấp mã."));
        }
        self.tell_checked(Checked::Code, &[(invoice, &reasons)], Some(number))
    }

    /// What keeps an invoice from a code though it is right as a document.
    fn ungrantable(&self, invoice: Element<'_>) -> Vec<Reason> {
        let series = invoice.find("DLHDon/TTChung/KHHDon").map(Element::trimmed).unwrap_or_default();
        let mut reasons = Vec::new();
        if !Series::parse(&series).is_some_and(|series| series.coded() && !series.cash_register()) {
            reasons.push(Reason::new(DATA, "Ký hiệu hóa đơn không phải của hóa đơn do cơ quan thuế cấp mã."));
        }
        if invoice.children_named("MCCQT").next().is_some() {
            reasons.push(Reason {
                advice: "Bỏ thẻ MCCQT rồi gửi lại.".to_owned(),
                ..Reason::new(DATA, "Hóa đơn gửi đến để cấp mã đã có thẻ MCCQT.")
            });
        }
        reasons
    }

    fn try_grant(
        &mut self,
        number: usize,
        invoice: Element<'_>,
        report: Option<&DocumentReport>,
    ) -> Result<Grant<()>, AnswerError> {
        let envelope = self.envelope(202)?;
        let source = invoice.document().source().get(invoice.span()).unwrap_or_default();
        let unsigned = envelope.around(&inherited(invoice), source);
        if !self.holds(&unsigned, report) {
            return Ok(Grant::Refused(vec![Reason {
                advice: "Ký trên dữ liệu của hóa đơn (DLHDon).".to_owned(),
                ..Reason::new(
                    "1011",
                    "Chữ ký của người bán không còn đúng khi hóa đơn được trả lại trong thông điệp khác.",
                )
            }]));
        }
        let mut request = SignRequest {
            code: Some(TRIAL),
            limits: self.engine.policy().limits.clone(),
            ..SignRequest::new(Role::Authority, self.incoming.at)
        };
        if let Err(why) = prepare(unsigned.as_bytes(), &request, self.office.signer.certificate()) {
            return refused(why);
        }
        let fields = InvoiceFields::of(invoice);
        let asked =
            CodeRequest { message: &self.heard.id, number, invoice, fields: &fields, at: self.incoming.at };
        let code = match self.grants.code(&asked).map_err(AnswerError::Grants)? {
            Grant::Given(code) => code,
            Grant::Refused(why) => return Ok(Grant::Refused(why)),
        };
        request.code = Some(code.as_str());
        match sign(unsigned.as_bytes(), &request, self.office.signer) {
            Ok(signed) => {
                let xml = String::from_utf8_lossy(&signed).into_owned();
                self.answer(202, true, Some(number), envelope.id, xml);
                Ok(Grant::Given(()))
            }
            Err(why) => refused(why),
        }
    }

    /// Whether the invoice's signatures are in the new envelope what they were in the old one.
    fn holds(&self, unsigned: &str, before: Option<&DocumentReport>) -> bool {
        let input = Input { name: "202.xml", bytes: unsigned.as_bytes(), at: self.incoming.at };
        let after = self.engine.check(&input);
        let count = |report: Option<&DocumentReport>| {
            let mut count = BTreeMap::<&'static str, usize>::new();
            let valid = report.into_iter().flat_map(|report| &report.signatures);
            for signature in valid.filter(|signature| signature.status == SignatureStatus::Valid) {
                *count.entry(signature.role).or_default() += 1;
            }
            count
        };
        before.is_some() && count(before) == count(after.documents.first())
    }
}

/// What the invoice's surroundings declare that its canonical form repeats: namespaces, and attributes of `xml:`
/// (Canonical XML 1.0, section 2.4). Without them what the seller signed would not be the same.
fn inherited(invoice: Element<'_>) -> String {
    let mut attributes = BTreeMap::new();
    let mut around = invoice.parent();
    while let Some(element) = around {
        for (prefix, uri) in element.declarations() {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            attributes.entry(name).or_insert_with(|| uri.into_owned());
        }
        for attribute in element.attributes().filter(|attribute| attribute.prefix() == "xml") {
            let name = format!("xml:{}", attribute.local());
            attributes.entry(name).or_insert_with(|| attribute.value.clone().into_owned());
        }
        around = element.parent();
    }
    let mut out = String::new();
    for (name, value) in attributes {
        // An undeclared default namespace is none.
        if name == "xmlns" && value.is_empty() {
            continue;
        }
        out.push_str(&format!(" {name}=\""));
        escape_attribute(&value, &mut out);
        out.push('"');
    }
    out
}

/// What keeps an invoice from being signed is its own defect, or the key's.
fn refused(why: SignError) -> Result<Grant<()>, AnswerError> {
    use SignError as E;
    match why {
        E::NotWellFormed(_)
        | E::Utf16
        | E::WrongRoot { .. }
        | E::WhichDocument { .. }
        | E::TargetMissing { .. }
        | E::TargetAmbiguous { .. }
        | E::DuplicateId { .. }
        | E::IdUnusable { .. }
        | E::PlaceAmbiguous { .. }
        | E::AlreadySigned { .. }
        | E::TooManySignatures
        | E::BreaksSignature { .. }
        | E::CodeDiffers { .. }
        | E::NoCanonicalForm
        | E::NotAccepted { .. } => {
            let text = format!("Không ký cấp mã được: {}.", why.say(crate::rule::Lang::Vi));
            Ok(Grant::Refused(vec![Reason::new(DATA, text)]))
        }
        _ => Err(AnswerError::Sign(why)),
    }
}
