//! Broken documents: for every rule one that breaks it and the sound twin.

mod allocation;
mod appendix;
mod code;
mod content;
mod declaration;
mod filing;
mod identity;
mod invoice;
mod markup;
mod message;
mod paper;
mod payment;
mod pilot;
mod place;
mod signature;
mod signer;
mod sums;
mod tax_notice;
mod time;
mod timestamp;
mod verdict;
mod whole;

use std::sync::Arc;

use crate::declaration::{Appendices, Figures, Form, Resolution, Sharing};
use crate::draft::{Draft, Job};
use crate::error::{Error, Result};
use crate::generate::batch;
use crate::invoice::{Discount, Plan, Related};
use crate::key::Hash;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::Random;
use crate::tree::Element;
use crate::world::{Maker, World};

/// A document that breaks rules, and the circumstances under which it does.
///
/// ```
/// let variants = etax_testkit::variants().unwrap();
/// let altered = variants.iter().find(|v| v.name == "signature-digest.xml").unwrap();
/// assert_eq!(altered.fires, ["signature.digest"]);
/// assert_ne!(altered.bytes, altered.twin);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// File name without directory.
    pub name: String,
    /// The broken file.
    pub bytes: Vec<u8>,
    /// The same document without the defect.
    pub twin: Vec<u8>,
    /// Ids of the rules that must fire on the file and must not on the twin.
    pub fires: Vec<&'static str>,
    /// What the file shows, in English.
    pub shows: &'static str,
    /// The built-in policy under which it shows it.
    pub policy: &'static str,
    /// Time of receipt, `YYYY-MM-DDThh:mm:ss` in Vietnam, of file and twin.
    pub received: &'static str,
    /// Time of receipt of the twin where it differs.
    pub twin_received: &'static str,
    /// The checker has revocation lists for the file; for the twin it always has.
    pub with_lists: bool,
    /// What that policy is changed by for the file, in words of a policy file; nothing is for the twin.
    pub changes: &'static str,
    /// The policy for the twin where it differs.
    pub twin_policy: &'static str,
    /// The file's verdict: `rejected`, `undecided` or `accepted`.
    pub verdict: &'static str,
    /// The twin's: `accepted`, and `undecided` where it is of a kind without rules of its own.
    pub twin_verdict: &'static str,
    /// What the checker calls the file, where its name matters.
    pub named: String,
    /// What it calls the twin.
    pub twin_named: String,
    /// Declarations that the file is checked among; none, when it is checked alone.
    pub beside: Vec<Vec<u8>>,
    /// Those of the twin.
    pub twin_beside: Vec<Vec<u8>>,
    /// The checker's calendar of days off, for both; empty when it has none.
    pub calendar: &'static str,
    /// Lists of budget codes that the checker has for file and twin instead of its own.
    pub codes: &'static str,
    /// What the registry that is asked says of the file's codes: `replaced`, `adjusted`, `cancelled`, `other-invoice`,
    /// `content`, `unknown`, `unrecorded`; of the twin's, that they hold. None is asked when this is empty.
    pub registry: &'static str,
    /// The longest file taken, in bytes, where the policy's own limit is too far away to try.
    pub longest: Option<usize>,
}

/// When the documents are received unless a variant says otherwise.
pub(crate) const RECEIVED: &str = "2026-11-23T10:00:00";

/// All broken documents, the same on every call.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// assert!(etax_testkit::variants().unwrap().len() > 40);
/// ```
pub fn variants() -> Result<Vec<Variant>> {
    let bench = Bench { world: World::new(20_261_123, 4)? };
    let mut list = Vec::new();
    invoice::add(&bench, &mut list)?;
    sums::add(&bench, &mut list)?;
    code::add(&bench, &mut list)?;
    message::add(&bench, &mut list)?;
    content::add(&bench, &mut list)?;
    declaration::add(&bench, &mut list)?;
    filing::add(&bench, &mut list)?;
    appendix::add(&bench, &mut list)?;
    markup::add(&bench, &mut list)?;
    signature::add(&bench, &mut list)?;
    signer::add(&bench, &mut list)?;
    timestamp::add(&bench, &mut list)?;
    time::add(&bench, &mut list)?;
    identity::add(&bench, &mut list)?;
    whole::add(&bench, &mut list)?;
    place::add(&bench, &mut list)?;
    payment::add(&bench, &mut list)?;
    paper::add(&bench, &mut list)?;
    tax_notice::add(&bench, &mut list)?;
    pilot::add(&bench, &mut list)?;
    for variant in &mut list {
        variant.verdict = verdict::of(&variant.name);
    }
    Ok(list)
}

impl Variant {
    fn new(name: &str, bytes: Vec<u8>, twin: &[u8], fires: &[&'static str], shows: &'static str) -> Self {
        Self {
            name: format!("{name}.xml"),
            bytes,
            twin: twin.to_vec(),
            fires: fires.to_vec(),
            shows,
            policy: "transition",
            changes: "",
            received: RECEIVED,
            twin_received: RECEIVED,
            with_lists: true,
            twin_policy: "transition",
            verdict: "rejected",
            twin_verdict: "accepted",
            named: "document.xml".to_owned(),
            twin_named: "document.xml".to_owned(),
            beside: Vec::new(),
            twin_beside: Vec::new(),
            calendar: "",
            codes: "",
            registry: "",
            longest: None,
        }
    }
}

/// The sound documents that the broken ones start from.
pub(crate) struct Bench {
    pub(crate) world: World,
}

/// Which sound document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// VAT invoice with the authority's code.
    Coded,
    Uncoded,
    /// With free fields.
    FreeFields,
    /// Ticket without code.
    UncodedTicket,
    /// Uncoded sales invoice, form 2.
    Sales,
    /// Sale of public property, form 3.
    PublicProperty,
    /// Ticket that is a VAT invoice, form 5.
    Ticket,
    /// Internal transfer slip, form 6.
    Transfer,
    /// Consignment slip, form 6.
    Consignment,
    /// Export invoice, form 7.
    Export,
    Replacing,
    Dollars,
    DiscountGross,
    DiscountLine,
    Fees,
    /// VAT invoice of the first format version.
    Old,
    /// Message 200 with one invoice that asks for its code.
    Request,
    /// Message 202 with a coded invoice.
    Answer,
    /// Message 203 with two uncoded invoices.
    Report,
    /// Message 206 with two cash-register invoices.
    Batch,
    Declaration,
    /// With the rate-reduction appendix.
    Reduced,
    /// With a credit carried forward.
    Credit,
    /// With every appendix of allocation and reduction.
    Appendices,
    /// With production sites that share the tax by turnover.
    ByTurnover,
    /// With production sites and telecoms.
    BothSites,
    /// With telecoms.
    Telecoms,
    /// With hydropower, production sites and telecoms.
    ThreeAllocations,
    /// An amendment with its explanation.
    Amended,

    /// Message 203 with one invoice whose signature covers the whole message.
    WholeReport,
    /// An invoice whose signature covers the whole document.
    Whole,
    // What follows is a declaration again: a number of its own seeds each base.
    /// By a tax agent.
    ByAgent,
    /// With the taxpayer's commune, as since July 2025.
    Communes,
}

impl Bench {
    pub(crate) fn invoice(&self, plan: &Plan, maker: Maker, seller: (&Party, Arc<Signer>)) -> Result<Draft> {
        self.world.invoice(plan, maker, seller, &mut Random::branch(99, 7))
    }

    /// A VAT invoice of this seller with this maker's signature.
    pub(crate) fn by(&self, coded: bool, maker: Maker, seller: (&Party, Arc<Signer>)) -> Result<Draft> {
        self.invoice(&Plan::new(1, coded, "2026-09-15", 68), maker, seller)
    }

    /// Another coded invoice of the first seller, signed, with nothing of [`Base::Coded`] in it.
    pub(crate) fn other(&self) -> Result<Element> {
        let plan = Plan::new(1, true, "2026-09-16", 69);
        let random = &mut Random::branch(99, 901);
        self.world.invoice(&plan, Maker::Plain, self.world.seller(0), random)?.signed()
    }

    /// The n-th batch of cash-register invoices, signed.
    pub(crate) fn message(&self, number: usize) -> Result<Element> {
        batch(&self.world, number, 2, &mut Random::branch(99, 900))?.signed()
    }

    pub(crate) fn draft(&self, base: Base) -> Result<Draft> {
        let date = "2026-09-15";
        let mut random = Random::branch(99, base as u64);
        let random = &mut random;
        let seller = || self.world.seller(0);
        let plain = |change: &dyn Fn(&mut Plan), form: u8, coded: bool| {
            let mut plan = Plan::new(form, coded, date, 68);
            change(&mut plan);
            self.invoice(&plan, Maker::Plain, seller())
        };
        match base {
            Base::Coded => plain(&|p| p.qr = true, 1, true),
            Base::Uncoded => plain(&|_| (), 1, false),
            Base::FreeFields => plain(&|p| p.free_fields = true, 1, true),
            Base::UncodedTicket => plain(&|_| (), 5, false),
            Base::Sales => plain(&|_| (), 2, false),
            Base::PublicProperty => plain(&|_| (), 3, true),
            Base::Ticket => plain(&|_| (), 5, true),
            Base::Transfer => plain(&|_| (), 6, true),
            Base::Consignment => plain(&|p| p.letter = Some('B'), 6, true),
            Base::Export => plain(&|p| p.currency = "USD", 7, true),
            Base::Replacing => plain(&|p| p.related = Some(Related::Replaces), 1, true),
            Base::Dollars => plain(&|p| p.currency = "USD", 1, true),
            Base::DiscountGross => plain(&|p| p.discount = Discount::Gross, 1, true),
            Base::DiscountLine => plain(&|p| p.discount = Discount::Line, 1, true),
            Base::Fees => plain(&|p| p.fees = true, 1, true),
            Base::Old => {
                let mut plan = Plan::new(1, true, "2023-03-15", 68);
                plan.version = "2.0.1";
                self.invoice(&plan, Maker::Plain, seller())
            }
            Base::Request | Base::Answer => {
                let mut inner = self.draft(Base::Coded)?;
                let kind = if base == Base::Request { 200 } else { 202 };
                if base == Base::Request {
                    inner.root.remove("MCCQT")?;
                    inner.root.remove("DSCKS/CQT")?;
                    inner.jobs.truncate(1);
                }
                Ok(self.world.message(kind, seller(), vec![inner], random))
            }
            Base::Report => {
                let first = self.draft(Base::Uncoded)?;
                let plan = Plan::new(1, false, date, 69);
                let second = self.world.invoice(&plan, Maker::Plain, seller(), random)?;
                Ok(self.world.message(203, seller(), vec![first, second], random))
            }
            Base::Batch => batch(&self.world, 0, 2, random),
            Base::Whole => self.by(false, Maker::Whole, seller()),
            Base::WholeReport => {
                let inner = self.draft(Base::Whole)?;
                Ok(self.world.message(203, seller(), vec![inner], random))
            }
            _ => Ok(self.declaration(base, random)),
        }
    }

    fn declaration(&self, base: Base, random: &mut Random) -> Draft {
        use Resolution::{R43, R101, R142};
        let mut figures = Figures::some(random, base != Base::Credit);
        figures = match base {
            Base::Reduced => figures.under(&[R142]),
            Base::Appendices => figures.under(&[R43, R101, R142]),
            _ => figures,
        };
        let none = Appendices::default();
        let all = Appendices::ALLOCATIONS;
        let appendices = match base {
            Base::Appendices => all,
            Base::ByTurnover => Appendices { sites: Some(Sharing::ByTurnover), ..none },
            Base::BothSites => Appendices { sites: Some(Sharing::ByRate), telecoms: true, ..none },
            Base::Telecoms => Appendices { telecoms: true, ..none },
            Base::ThreeAllocations => Appendices { lottery: false, ..all },
            Base::Amended => Appendices { amendment: true, ..none },
            _ => none,
        };
        let mut form = Form::vat("2.8.3", figures).with(appendices);
        form.communes = base == Base::Communes;
        form.agent = (base == Base::ByAgent).then(|| self.world.buyer(random).clone());
        self.world.declaration(&form, Hash::Sha256, self.world.seller(0), random)
    }

    /// A variant made by changing the draft before it is signed.
    pub(crate) fn changed(
        &self,
        name: &str,
        base: Base,
        fires: &[&'static str],
        shows: &'static str,
        change: impl FnOnce(&mut Draft) -> Result<()>,
    ) -> Result<Variant> {
        let sound = self.draft(base)?;
        let mut broken = sound.clone();
        change(&mut broken)?;
        Ok(Variant::new(name, broken.finish()?.into_bytes(), sound.finish()?.as_bytes(), fires, shows))
    }

    /// A variant made by changing the signed text.
    pub(crate) fn altered(
        &self,
        name: &str,
        base: Base,
        fires: &[&'static str],
        shows: &'static str,
        change: impl FnOnce(&str) -> String,
    ) -> Result<Variant> {
        let sound = self.draft(base)?.finish()?;
        let broken = change(&sound);
        if broken == sound {
            return Err(Error::new(format!("{name} changes nothing")));
        }
        Ok(Variant::new(name, broken.into_bytes(), sound.as_bytes(), fires, shows))
    }
}

/// The n-th signature still to be made.
pub(crate) fn job(draft: &mut Draft, at: usize) -> Result<&mut Job> {
    draft.jobs.get_mut(at).ok_or_else(|| Error::new("no such signature to make"))
}

/// The text between two marks of a document, marks included.
pub(crate) fn part<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    text.find(from)
        .and_then(|start| {
            let tail = text.get(start..)?;
            let end = tail.find(to)? + to.len();
            tail.get(..end)
        })
        .unwrap_or("")
}
