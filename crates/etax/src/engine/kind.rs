//! What kind of document it is, and the checks that go with the kind.

use super::judge::{self, Draft};
use super::related::Related;
use super::{Engine, Input, kind_rules};
use crate::message::Message;
use crate::report::{DocumentInfo, DocumentReport, Finding, Findings};
use crate::rule::Check;
use crate::signature::{Role, Subject, UnitKind, Verification};
use crate::value::Moment;
use crate::xml::{Document, Element, Positions};
use crate::{code, declaration, invoice, message, notice, paper, payment, pilot, signature};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Checks a well-formed document: the report on it, and on each document inside it where it is a message.
pub(super) fn check(
    engine: &Engine,
    document: &Document<'_>,
    input: &Input<'_>,
    related: Related<'_>,
) -> (DocumentReport, Vec<DocumentReport>) {
    let root = document.root();
    let judged = Judged {
        engine,
        document,
        at: input.at,
        name: input.name,
        related,
        findings_left: Cell::new(engine.policy.findings.saturating_mul(10)),
        positions: RefCell::new(document.positions()),
    };
    if UnitKind::of_element(root) == UnitKind::Message && root.namespace().is_empty() {
        return judged.message(root);
    }
    if pilot::is_transaction(root) {
        return judged.transaction(root);
    }
    let mut draft = judged.unit(root, None);
    judged.encoding(root, &mut draft);
    (judged.report(draft), Vec::new())
}

/// What the envelope says about a document inside it.
#[derive(Clone, Copy)]
struct Envelope<'v, 'd> {
    /// MLTDiep, the message's type.
    message_type: Option<u16>,
    message: &'v Message<'d>,
    /// DLieu, what the batch signature covers.
    data: Option<Element<'d>>,
    /// The envelope's own signatures.
    verification: &'v Verification<'d>,
}

impl Envelope<'_, '_> {
    /// Whether the batch signature covers the documents and speaks for a party with one of these tax codes: anybody
    /// can sign a batch of somebody else's invoices.
    fn is_signed_for(&self, tax_codes: &[&str]) -> bool {
        self.verification.by(Role::Batch).any(|signed| {
            signed.is_trusted()
                && self.data.is_some_and(|data| signed.covers(data))
                && signed.speaks_for(tax_codes)
        })
    }
}

struct Judged<'e, 'd> {
    engine: &'e Engine,
    document: &'d Document<'d>,
    at: Moment,
    /// What the caller calls the input.
    name: &'e str,
    related: Related<'e>,
    /// How many more findings may be kept for this input, over all its documents.
    findings_left: Cell<usize>,
    /// Lines and columns, counted once for all documents.
    positions: RefCell<Positions<'d>>,
}

impl<'d> Judged<'_, 'd> {
    fn message(&self, root: Element<'d>) -> (DocumentReport, Vec<DocumentReport>) {
        let mut draft = self.draft(DocumentInfo::of("message"));
        draft.info = message::check(root, &mut draft.findings, &mut draft.checks);
        self.encoding(root, &mut draft);
        let message = Message::new(root);
        let tax_code = root.find("TTChung/MST").map(Element::trimmed).unwrap_or_default();
        let subject = Subject { tax_codes: &[&tax_code], ..Subject::new(UnitKind::Message, self.at) };
        let verification =
            signature::check(root, &subject, &self.engine.verifier, &mut draft.findings, &mut draft.checks);
        let envelope = Envelope {
            message_type: message.code().and_then(|code| u16::try_from(code).ok()),
            message: &message,
            data: root.child("DLieu"),
            verification: &verification,
        };
        let most = self.engine.policy.documents;
        let documents = message
            .documents()
            .take(most)
            .map(|(_, element)| self.report(self.unit(element, Some(envelope))))
            .collect();
        self.limit(root, message.documents().count(), &mut draft);
        draft.signatures = verification.signatures;
        (self.report(draft), documents)
    }

    fn draft(&self, info: DocumentInfo) -> Draft {
        Draft::new(info, Findings::new(self.engine.policy.findings.min(self.findings_left.get())))
    }

    fn report(&self, draft: Draft) -> DocumentReport {
        let report =
            judge::report(draft, &self.engine.policy, self.at, Some(&mut self.positions.borrow_mut()));
        self.findings_left.set(self.findings_left.get().saturating_sub(report.findings.len()));
        report
    }

    fn encoding(&self, root: Element<'_>, draft: &mut Draft) {
        if self.document.is_transcoded() {
            draft.findings.push(Finding::new(&kind_rules::UTF16).at_span(root.path(), root.start_tag_span()));
        }
    }

    /// One document that is not an envelope.
    fn unit(&self, unit: Element<'d>, envelope: Option<Envelope<'_, 'd>>) -> Draft {
        if unit.is(declaration::NAMESPACE, "TKhai") {
            return self.transmission(unit);
        }
        if unit.is("", "DLHDon") {
            return self.invoice_data(unit, envelope);
        }
        match UnitKind::of_element(unit) {
            UnitKind::Invoice => self.invoice(unit, envelope),
            UnitKind::Declaration => self.declaration(unit),
            UnitKind::PaymentOrder => self.payment_order(unit),
            kind @ (UnitKind::Registration
            | UnitKind::Notice
            | UnitKind::Request
            | UnitKind::Summary
            | UnitKind::List
            | UnitKind::Minutes) => self.paper(unit, kind, envelope),
            UnitKind::TaxNotice => self.tax_notice(unit),
            UnitKind::PilotInvoice => self.pilot(unit),
            kind => self.other(unit, kind),
        }
    }

    fn invoice(&self, hdon: Element<'d>, envelope: Option<Envelope<'_, 'd>>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("invoice"));
        let settings = self.invoice_settings(envelope);
        draft.info = invoice::check(hdon, &settings, &mut draft.findings, &mut draft.checks);
        let parties = Parties::of(hdon);
        let seller = &*parties.seller;
        let named = [&*parties.delegate, &*parties.provider];
        let (tax_codes, delegates) = (std::slice::from_ref(&seller), &*filled(&named));
        let own_batch = envelope.is_some_and(|envelope| envelope.is_signed_for(tax_codes));
        let signed_batch = own_batch || envelope.is_some_and(|envelope| envelope.is_signed_for(delegates));
        if signed_batch && !own_batch {
            draft.findings.push(signature::delegated(hdon, tax_codes, delegates));
        }
        let subject = Subject {
            kind: UnitKind::Invoice,
            tax_codes,
            delegates,
            coded: parties.has_authority_code,
            cash_register: parties.cash_register,
            in_signed_batch: signed_batch,
            at: self.at,
        };
        let verification =
            signature::check(hdon, &subject, &self.engine.verifier, &mut draft.findings, &mut draft.checks);
        draft.code = code::check(hdon, &verification, signed_batch, &mut draft.findings, &mut draft.checks);
        if let Some(answers) = self.related.registry {
            code::check_registry(hdon, answers, &mut draft.findings, &mut draft.checks);
        }
        draft.signatures = verification.signatures;
        draft
    }

    fn invoice_settings(&self, envelope: Option<Envelope<'_, 'd>>) -> invoice::Settings {
        invoice::Settings {
            tolerance: self.engine.policy.tolerance,
            message: envelope.and_then(|envelope| envelope.message_type),
            received: Some(self.at.date()),
            intake: self.engine.policy.intake,
        }
    }

    /// The data of an invoice without the invoice around them. No signature has a place here: one inside would sign
    /// something else than what is read.
    fn invoice_data(&self, data: Element<'d>, envelope: Option<Envelope<'_, 'd>>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("invoice"));
        let settings = self.invoice_settings(envelope);
        draft.info = invoice::check(data, &settings, &mut draft.findings, &mut draft.checks);
        self.owned(data, UnitKind::Unknown, &mut draft);
        draft
    }

    fn declaration(&self, root: Element<'d>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("declaration"));
        let settings = declaration::Settings {
            at: Some(self.at),
            // The name is the input's, not that of a document inside it.
            name: root.parent().is_none().then_some(self.name),
            calendar: self.engine.calendar.as_ref(),
            forms: Some(&self.engine.forms),
            previous: self.related.previous,
            filings: self.related.filings,
        };
        draft.info = declaration::check(root, &settings, &mut draft.findings, &mut draft.checks);
        let codes = ["taxpayerTaxCode", "agentTaxCode"]
            .map(|name| draft.info.parties.get(name).unwrap_or_default().to_owned());
        let [taxpayer, agent] = codes.each_ref().map(String::as_str);
        let subject = Subject {
            tax_codes: &[taxpayer],
            delegates: &filled(&[agent]),
            ..Subject::new(UnitKind::Declaration, self.at)
        };
        let verification =
            signature::check(root, &subject, &self.engine.verifier, &mut draft.findings, &mut draft.checks);
        draft.signatures = verification.signatures;
        draft
    }

    /// A transmission of invoice data; it is signed as registrations for invoices are.
    fn transmission(&self, root: Element<'d>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("declaration"));
        let settings = declaration::Settings {
            at: Some(self.at),
            forms: Some(&self.engine.forms),
            ..declaration::Settings::default()
        };
        draft.info = declaration::check(root, &settings, &mut draft.findings, &mut draft.checks);
        self.owned(root, UnitKind::Registration, &mut draft);
        draft
    }

    /// A registration, notice, summary, list, or minutes.
    fn paper(&self, root: Element<'d>, kind: UnitKind, envelope: Option<Envelope<'_, 'd>>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("notice"));
        let header = envelope.map(|envelope| envelope.message);
        let answered =
            header.and_then(|message| message.header()?.answered()).map(Element::trimmed).unwrap_or_default();
        let settings = paper::Settings {
            message: header.and_then(|message| message.code()),
            answered: Some(&*answered),
            received: Some(self.at.date()),
            tolerance: self.engine.policy.tolerance,
        };
        draft.info = paper::check(root, &settings, &mut draft.findings, &mut draft.checks);
        self.owned(root, kind, &mut draft);
        draft
    }

    /// Certified invoices of 2015 and 2016 that were sent together.
    fn transaction(&self, root: Element<'d>) -> (DocumentReport, Vec<DocumentReport>) {
        let mut draft = self.draft(DocumentInfo::of("message"));
        draft.info = pilot::check_transaction(root, &mut draft.findings, &mut draft.checks);
        self.encoding(root, &mut draft);
        let invoices = || {
            root.children_named("invoices")
                .flat_map(|invoices| invoices.children_named("invoice"))
                .filter(|invoice| UnitKind::of_element(*invoice) == UnitKind::PilotInvoice)
        };
        let most = self.engine.policy.documents;
        let documents = invoices().take(most).map(|invoice| self.report(self.pilot(invoice))).collect();
        self.limit(root, invoices().count(), &mut draft);
        (self.report(draft), documents)
    }

    /// Says that a message holds more documents than are checked.
    fn limit(&self, root: Element<'d>, count: usize, draft: &mut Draft) {
        let most = self.engine.policy.documents;
        if count > most {
            draft.findings.push(
                Finding::new(&kind_rules::TOO_MANY_DOCUMENTS)
                    .at_span(root.path(), root.start_tag_span())
                    .expected(format!("<= {most}"))
                    .found(count.to_string()),
            );
        }
    }

    fn pilot(&self, root: Element<'d>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("certified-invoice"));
        let tolerance = &self.engine.policy.tolerance;
        draft.info = pilot::check(root, tolerance, &mut draft.findings, &mut draft.checks);
        let owner = signature::Owner::of(root, UnitKind::PilotInvoice);
        let subject =
            Subject { tax_codes: &[&owner.tax_code], ..Subject::new(UnitKind::PilotInvoice, self.at) };
        let verification =
            signature::check(root, &subject, &self.engine.verifier, &mut draft.findings, &mut draft.checks);
        draft.code = code::pilot::check(root, &verification, &mut draft.findings, &mut draft.checks);
        draft.signatures = verification.signatures;
        draft
    }

    /// A document whose structure and rules are not built in: what it says of itself, and its signatures.
    fn other(&self, root: Element<'d>, kind: UnitKind) -> Draft {
        let info = message::other_info(root);
        let mut draft = self.draft(info);
        let rule =
            if kind == UnitKind::Unknown { &kind_rules::KIND_UNKNOWN } else { &kind_rules::RULES_MISSING };
        draft
            .findings
            .push(Finding::new(rule).at_span(root.path(), root.start_tag_span()).found(root.qualified()));
        draft.checks.mark(Check::Structure);
        self.owned(root, kind, &mut draft);
        draft
    }

    fn payment_order(&self, root: Element<'d>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("payment-order"));
        let settings = payment::Settings { at: Some(self.at), lists: &self.engine.lists };
        draft.info = payment::check(root, &settings, &mut draft.findings, &mut draft.checks);
        self.owned(root, UnitKind::PaymentOrder, &mut draft);
        draft
    }

    fn tax_notice(&self, root: Element<'d>) -> Draft {
        let mut draft = self.draft(DocumentInfo::of("notice"));
        draft.info = notice::check(root, Some(self.at), &mut draft.findings, &mut draft.checks);
        self.owned(root, UnitKind::TaxNotice, &mut draft);
        draft
    }

    /// The signatures of a document that says at a fixed place whose it is.
    fn owned(&self, root: Element<'d>, kind: UnitKind, draft: &mut Draft) {
        let owner = signature::Owner::of(root, kind);
        let (tax_code, delegate) = (&*owner.tax_code, &*owner.delegate);
        // An empty code says that the document should name its owner, and that nobody can be held against it.
        let subject = Subject {
            tax_codes: &[tax_code],
            delegates: &filled(&[delegate]),
            ..Subject::new(kind, self.at)
        };
        let verification =
            signature::check(root, &subject, &self.engine.verifier, &mut draft.findings, &mut draft.checks);
        draft.signatures = verification.signatures;
    }
}

/// Those of the texts that say anything.
fn filled<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    texts.iter().copied().filter(|text| !text.is_empty()).collect()
}

/// What signatures of an invoice are held against.
struct Parties<'d> {
    /// Empty when the invoice names none.
    seller: Cow<'d, str>,
    /// Whoever issues for the seller, as the invoice says.
    delegate: Cow<'d, str>,
    /// Whose software issues the invoice, as it says: some sign with their own certificate.
    provider: Cow<'d, str>,
    has_authority_code: bool,
    cash_register: bool,
}

impl<'d> Parties<'d> {
    fn of(hdon: Element<'d>) -> Self {
        let data = |path: &str| {
            hdon.child("DLHDon").and_then(|data| data.find(path)).map(Element::trimmed).unwrap_or_default()
        };
        let code = hdon.child("MCCQT").map(Element::trimmed).unwrap_or_default();
        Self {
            seller: data("NDHDon/NBan/MST"),
            delegate: data("TTChung/MSTDVNUNLHDon"),
            provider: data("TTChung/MSTTCGP"),
            has_authority_code: !code.is_empty() && !code.starts_with('M'),
            cash_register: data("TTChung/KHHDon").chars().nth(3) == Some('M'),
        }
    }
}
