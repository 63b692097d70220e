//! Whole sets of documents for trying out and measuring.

use std::path::Path;
use std::sync::Arc;

use crate::declaration::{Appendices, Figures, Form, Resolution, Sharing};
use crate::draft::{Draft, Dressing};
use crate::error::Result;
use crate::invoice::{Discount, Plan, Related};
use crate::key::Hash;
use crate::notice::Paper;
use crate::order::Order;
use crate::pilot;
use crate::pki::{Oddity, SELLERS};
use crate::random::Random;
use crate::tree::Empty;
use crate::world::{MAKERS, Maker, World};

/// Which documents [`generate`] makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Invoices, messages, batches and declarations in turn.
    All,
    /// Single invoices (`HDon`) of all nine forms, every maker's signature and dress.
    Invoice,
    /// Messages (`TDiep`) of types 200, 202 and 203.
    Message,
    /// Cash-register batches (`TDiep` 206).
    Batch,
    /// Declarations 01/GTGT (`HSoThueDTu`), signed once or twice.
    Declaration,
    /// Declarations 01/GTGT of every version with their appendices.
    Appendices,
    /// Finalisations 05/QTT-TNCN with 90,000 employees, 47 MB each, signed once.
    Large,
    /// Financial statements B01a-DNN with a full trial balance, signed once.
    TrialBalance,
    /// Payment orders (`CHUNGTU`) with the signatures of payer, tax authority and bank.
    Order,
    /// Payment orders with noise in every place that is no signature's: white space, comments, declarations.
    NoisyOrder,
    /// Notices, minutes, registrations and invoices of the pilot, in turn.
    Paper,
    /// Coded invoices of about 13 KB by 50 sellers, all alike in form.
    Bench,
    /// The same of about 6 KB: uncoded, one signature.
    BenchSmall,
    /// Messages of about 6 KB with one coded cash-register invoice each, under one signature.
    BenchRegister,
    /// As [`Kind::Bench`], the seller's signature with SHA-1 throughout.
    BenchSha1,
}

/// A document: file name, bytes, and what it shows in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// File name without directory.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What is special about it, in English.
    pub shows: String,
}

/// Makes `count` valid documents of a kind; equal arguments give equal bytes.
///
/// # Errors
///
/// Only when the kit itself is broken (a test key that cannot be read).
///
/// ```
/// use etax_testkit::{Kind, generate};
/// let documents = generate(Kind::BenchSmall, 7, 2).unwrap();
/// assert_eq!(documents.len(), 2);
/// assert_eq!(documents, generate(Kind::BenchSmall, 7, 2).unwrap());
/// ```
pub fn generate(kind: Kind, seed: u64, count: usize) -> Result<Vec<Generated>> {
    let sellers = match kind {
        Kind::Bench | Kind::BenchSmall | Kind::BenchRegister | Kind::BenchSha1 => SELLERS.min(count.max(1)),
        _ => 6,
    };
    let world = World::new(seed, sellers)?;
    (0..count).map(|at| one(&world, kind, at)).collect()
}

/// Writes the documents into a directory, one file each, and the trust
/// material they need into `trust/` and `crl/` beside them.
///
/// # Errors
///
/// When the directory or a file cannot be written.
///
/// ```no_run
/// etax_testkit::generate_into(etax_testkit::Kind::All, 1, 20, std::path::Path::new("out")).unwrap();
/// ```
pub fn generate_into(kind: Kind, seed: u64, count: usize, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    for document in generate(kind, seed, count)? {
        std::fs::write(out.join(&document.name), &document.bytes)?;
    }
    for (name, text) in crate::trust::files()? {
        let path = out.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

fn one(world: &World, kind: Kind, at: usize) -> Result<Generated> {
    let mut random = Random::branch(world.seed, 1_000 + at as u64);
    let random = &mut random;
    let (label, draft, shows) = match kind {
        Kind::All => {
            let kinds = [
                Kind::Invoice,
                Kind::Message,
                Kind::Invoice,
                Kind::Declaration,
                Kind::Invoice,
                Kind::Batch,
                Kind::Appendices,
            ];
            return one(world, kinds[at % kinds.len()], at);
        }
        Kind::Invoice => {
            let (draft, shows) = varied(world, at, random)?;
            ("invoice", draft, shows)
        }
        Kind::Message => {
            let (draft, shows) = message(world, at, random)?;
            ("message", draft, shows)
        }
        Kind::Batch => {
            let draft = batch(world, at, 2 + at % 4, random)?;
            ("batch", draft, "a batch of cash-register invoices under one signature".to_owned())
        }
        Kind::Declaration => {
            let (draft, shows) = declaration(world, at, random);
            ("declaration", draft, shows)
        }
        Kind::Appendices => {
            let (draft, shows) = appendices(world, at, random);
            ("appendices", draft, shows)
        }
        Kind::Large => {
            let draft = crate::large::draft(world.seller(at), crate::large::ROWS, random)?;
            ("large", draft, "a finalisation of 90,000 employees".to_owned())
        }
        Kind::TrialBalance => {
            let draft = crate::trial_balance::draft(world.seller(at), random)?;
            ("trial-balance", draft, "financial statements with a full trial balance".to_owned())
        }
        Kind::Order | Kind::NoisyOrder => {
            let mut order = Order::new(world, world.seller(at), random);
            if kind == Kind::NoisyOrder {
                order.disturb(random)?;
            }
            let bytes = order.finish()?.into_bytes();
            let shows = "a payment order with three signatures".to_owned();
            return Ok(Generated { name: format!("order-{at:05}.xml"), bytes, shows });
        }
        Kind::Paper => {
            let (draft, shows) = match Paper::ALL.get(at % (Paper::ALL.len() + 1)) {
                Some(paper) => (paper.draft(world, world.seller(at), random), format!("{paper:?}")),
                None => {
                    let draft = pilot::invoice(world, world.seller(at), random);
                    (pilot::certified(&draft)?, "an invoice of the pilot".to_owned())
                }
            };
            ("paper", draft, shows)
        }
        Kind::Bench | Kind::BenchSha1 => {
            // Of the time when the authority still signed with RSA-2048: what other verifiers were measured with.
            let mut plan = Plan::new(1, true, "2024-09-16", at as u64 + 1);
            plan.lines = 6 + at % 5;
            plan.rates = vec!["8%", "10%", "8%"];
            plan.qr = true;
            plan.free_fields = true;
            let maker = if kind == Kind::BenchSha1 { Maker::Sha1 } else { Maker::Plain };
            let draft = world.invoice(&plan, maker, world.seller(at), random)?;
            ("bench", draft, "a coded invoice of usual size".to_owned())
        }
        Kind::BenchSmall => {
            let mut plan = Plan::new(1, false, "2026-09-15", at as u64 + 1);
            plan.lines = 4;
            plan.rates = vec!["8%"];
            let draft = world.invoice(&plan, Maker::Plain, world.seller(at), random)?;
            ("small", draft, "an uncoded invoice of usual size".to_owned())
        }
        Kind::BenchRegister => {
            let draft = batch(world, at, 1, random)?;
            ("register", draft, "one coded cash-register invoice in its message".to_owned())
        }
    };
    Ok(Generated { name: format!("{label}-{at:05}.xml"), bytes: draft.finish()?.into_bytes(), shows })
}

fn day(random: &mut Random) -> String {
    format!("2026-{:02}-{:02}", random.within(7, 10), random.within(1, 28))
}

/// The n-th of a cycle through forms, makers and dresses.
fn varied(world: &World, at: usize, random: &mut Random) -> Result<(Draft, String)> {
    let form = u8::try_from(at % 9 + 1).unwrap_or(1);
    let coded = at.is_multiple_of(2);
    let mut plan = Plan::new(form, coded, &day(random), random.within(1, 99_999));
    let mut shows = vec![format!("form {form}, {}", if coded { "coded" } else { "uncoded" })];
    let maker = MAKERS[at % MAKERS.len()];
    shows.push(format!("signed {maker:?}"));
    let mut choose = |odds: u64, what: &str, random: &mut Random| {
        let yes = random.one_in(odds);
        if yes {
            shows.push(what.to_owned());
        }
        yes
    };
    plan.leading_zeros = choose(4, "leading zeros", random);
    plan.padded = choose(5, "amounts with four decimals", random);
    plan.permuted = choose(5, "children in another order", random);
    plan.qr = choose(3, "QR text", random);
    plan.free_fields = choose(4, "free fields", random);
    plan.notes = choose(4, "promotion and note lines", random);
    plan.fees = form != 6 && choose(6, "fees", random);
    if choose(6, "US dollars", random) {
        plan.currency = "USD";
    }
    if choose(4, "several rates", random) {
        plan.rates = vec!["10%", "8%", "5%", "0%", "KCT", "KKKNT", "KHAC:07.00%"];
        plan.lines = 7;
    }
    if choose(6, "replaces another invoice", random) {
        plan.related = Some(Related::Replaces);
    } else if choose(6, "adjusts another invoice", random) {
        plan.related = Some(Related::Adjusts);
    }
    if matches!(form, 1 | 2 | 5) {
        plan.discount =
            *random.pick(&[Discount::None, Discount::None, Discount::Gross, Discount::Net, Discount::Line]);
    }
    if form == 6 && random.one_in(2) {
        plan.letter = Some('B');
    }
    if form == 5 && random.one_in(2) {
        plan.letter = Some('H');
    }
    let odd = [
        Oddity::CodeInOrganization,
        Oddity::PersonalCode,
        Oddity::NoConstraints,
        Oddity::CriticalUsage,
        Oddity::LongName,
    ];
    let mut draft = if random.one_in(4) {
        let oddity = *random.pick(&odd);
        shows.push(format!("certificate {oddity:?}"));
        let (party, signer) = world.odd(oddity, random)?;
        world.invoice(&plan, maker, (&party, signer), random)?
    } else {
        world.invoice(&plan, maker, world.seller(at), random)?
    };
    if random.one_in(5) {
        shows.push("indented before signing".to_owned());
        draft.root.indent(0);
    }
    draft.dressing = dressing(random);
    if maker == Maker::Whole {
        // Here the dress would be signed too.
        draft.dressing.stylesheet = false;
        draft.dressing.crlf = false;
    }
    shows.push(format!("{:?}", draft.dressing));
    Ok((draft, shows.join("; ")))
}

fn dressing(random: &mut Random) -> Dressing {
    Dressing {
        byte_order_mark: random.one_in(5),
        no_declaration: random.one_in(3),
        stylesheet: random.one_in(6),
        crlf: random.one_in(6),
        empty: *random.pick(&[Empty::Pair, Empty::Pair, Empty::SelfClosed, Empty::SelfClosedSpaced]),
    }
}

fn message(world: &World, at: usize, random: &mut Random) -> Result<(Draft, String)> {
    let kind = [200, 202, 203][at % 3];
    let maker = MAKERS[at / 3 % MAKERS.len()];
    // A signature over the whole message leaves no room for another invoice's.
    let invoices = if kind == 203 && maker != Maker::Whole { 3 } else { 1 };
    let mut drafts = Vec::new();
    for number in 0..invoices {
        let mut plan = Plan::new(1, kind != 203, &day(random), random.within(1, 9_999) * 10 + number);
        plan.lines = 2;
        let mut draft = world.invoice(&plan, maker, world.seller(at), random)?;
        if kind == 200 {
            // Sent to get its code: neither code nor authority signature yet.
            draft.root.remove("MCCQT")?;
            draft.root.remove("DSCKS/CQT")?;
            draft.jobs.truncate(1);
        }
        drafts.push(draft);
    }
    let draft = world.message(kind, world.seller(at), drafts, random);
    Ok((draft, format!("message {kind}, signed {maker:?}")))
}

pub(crate) fn batch(world: &World, at: usize, invoices: usize, random: &mut Random) -> Result<Draft> {
    let mut drafts = Vec::new();
    for number in 0..invoices {
        let form = if at.is_multiple_of(2) { 1 } else { 2 };
        let mut plan = Plan::new(form, true, "2026-10-05", (at * 100 + number) as u64 + 1);
        plan.cash_register = true;
        plan.consumer = number % 2 == 1;
        plan.lines = 2;
        drafts.push(world.invoice(&plan, Maker::Plain, world.seller(at), random)?);
    }
    Ok(world.message(206, world.seller(at), drafts, random))
}

fn declaration(world: &World, at: usize, random: &mut Random) -> (Draft, String) {
    let mut figures = Figures::some(random, at.is_multiple_of(2));
    let mut shows = vec!["form 01/GTGT".to_owned()];
    // The appendix is younger than version 2.5.1 of the form.
    let reduced = at.is_multiple_of(3);
    if reduced {
        figures = figures.with_reduction();
        shows.push("with the rate-reduction appendix".to_owned());
    }
    let mut form = Form::vat(if at % 4 == 1 && !reduced { "2.5.1" } else { "2.8.3" }, figures);
    form.quarter = at % 2 == 1;
    if at % 5 == 4 {
        form.agent = Some(world.buyer(random).clone());
        shows.push("by a tax agent".to_owned());
    }
    let hash = if at % 3 == 1 { Hash::Sha1 } else { Hash::Sha256 };
    let (party, signer) = world.seller(at);
    let mut draft = world.declaration(&form, hash, (party, Arc::clone(&signer)), random);
    if at % 4 == 3 {
        shows.push("signed twice".to_owned());
        if let Some(mut second) = draft.jobs.first().cloned() {
            second.style.id = Some("second".to_owned());
            draft.jobs.push(second);
        }
    }
    (draft, shows.join(", "))
}

/// The n-th of a cycle through versions, reductions and allocations.
fn appendices(world: &World, at: usize, random: &mut Random) -> (Draft, String) {
    use Resolution::{R43, R101, R142};
    let (version, known): (_, &[Resolution]) = [
        ("2.8.3", &[R43, R101, R142][..]),
        ("2.5.1", &[R43]),
        ("2.6.8", &[R43, R101]),
        ("2.7.4", &[R43, R101, R142]),
    ][at % 4];
    let mut shows = vec![format!("form 01/GTGT {version}")];
    let owing = !at.is_multiple_of(5);
    let mut figures = Figures::some(random, owing);
    if at.is_multiple_of(6) {
        figures = figures.under(known);
        shows.push("with every appendix of reduced rates".to_owned());
    } else if at.is_multiple_of(3) {
        figures = figures.under(&known[known.len() - 1..]);
        shows.push("with an appendix of reduced rates".to_owned());
    }
    let (mut appendices, what) = match at % 5 {
        // A credit has nothing to allocate.
        0 => (Appendices::default(), "with a credit"),
        1 => (Appendices::ALLOCATIONS, "with every allocation"),
        2 => {
            let sites = Some(Sharing::ByTurnover);
            (Appendices { sites, ..Appendices::default() }, "production sites, shared by turnover")
        }
        3 => (Appendices { telecoms: true, ..Appendices::default() }, "telecoms"),
        _ => (Appendices::default(), "with tax to pay"),
    };
    shows.push(what.to_owned());
    if at % 7 == 6 {
        appendices.amendment = true;
        shows.push("an amendment".to_owned());
    }
    let mut form = Form::vat(version, figures).with(appendices);
    form.quarter = at % 2 == 1;
    if at % 5 == 4 {
        form.agent = Some(world.buyer(random).clone());
        shows.push("by a tax agent".to_owned());
    }
    let hash = if at % 3 == 1 { Hash::Sha1 } else { Hash::Sha256 };
    let (party, signer) = world.seller(at);
    let mut draft = world.declaration(&form, hash, (party, Arc::clone(&signer)), random);
    if at % 4 == 3 {
        shows.push("signed twice".to_owned());
        if let Some(mut second) = draft.jobs.first().cloned() {
            second.style.id = Some("second".to_owned());
            draft.jobs.push(second);
        }
    }
    (draft, shows.join(", "))
}
