//! The checked-in set: sound documents, broken ones, trust material, policy
//! and a page that says what each file shows.

use std::path::Path;
use std::sync::Arc;

use crate::declaration::{Appendices, Figures, Form, Resolution};
use crate::draft::{Draft, Dressing};
use crate::error::{Error, Result};
use crate::generate::batch;
use crate::invoice::{Discount, Plan, Related};
use crate::key::Hash;
use crate::notice::Paper;
use crate::order::Order;
use crate::pilot;
use crate::pki::{Oddity, Pki};
use crate::random::Random;
use crate::tree::Empty;
use crate::variant::{Variant, variants};
use crate::world::{Maker, World};

/// One file of the set, with its path relative to the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFile {
    /// Path below `testdata/`, with `/` between its parts.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The broken documents that are checked in: one of each kind worth looking
/// at. The others live in memory only, see [`variants`].
const SHOWN: [&str; 24] = [
    "invoice-missing",
    "invoice-number-comma",
    "invoice-series-year",
    "invoice-date-future",
    "invoice-seller-digit",
    "invoice-related-self",
    "invoice-code-missing",
    "signature-digest",
    "signature-digest-indented",
    "signature-value",
    "signature-missing-authority",
    "signature-coverage-code",
    "signature-reference-external",
    "signature-digest-batch",
    "signature-digest-declaration",
    "whole-message-sum",
    "declaration-842-pl012-ct12a",
    "wrapping-second-data",
    "wrapping-moved-to-object",
    "signer-expired",
    "signer-revoked",
    "signer-unknown-issuer",
    "signer-tax-code-mismatch",
    "signer-authority",
];

/// Every file of `testdata/`, the same on every call.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// let files = etax_testkit::testdata().unwrap();
/// assert!(files.iter().any(|file| file.path == "good/invoice-1-coded.xml"));
/// ```
pub fn testdata() -> Result<Vec<TestFile>> {
    let mut files = Vec::new();
    let good = good()?;
    let all = variants()?;
    let broken = SHOWN
        .iter()
        .map(|name| {
            let file = format!("{name}.xml");
            all.iter()
                .find(|variant| variant.name == file)
                .ok_or_else(|| Error::new(format!("no variant {name}")))
        })
        .collect::<Result<Vec<_>>>()?;
    let readme = readme(&good, &broken);
    for (name, bytes, ..) in good {
        files.push(TestFile { path: format!("good/{name}.xml"), bytes });
    }
    for variant in broken {
        files.push(TestFile { path: format!("broken/{}", variant.name), bytes: variant.bytes.clone() });
    }
    for (path, text) in crate::trust::files()? {
        files.push(TestFile { path, bytes: text.into_bytes() });
    }
    // Signed bytes must not be touched by line-end conversion.
    files.push(TestFile { path: ".gitattributes".to_owned(), bytes: b"* -text\n".to_vec() });
    files.push(TestFile { path: "policy/test.toml".to_owned(), bytes: policy()?.into_bytes() });
    files.push(TestFile { path: "README.md".to_owned(), bytes: readme.into_bytes() });
    Ok(files)
}

/// Writes [`testdata`] below a directory. Files that do not belong to the set
/// are left alone.
///
/// # Errors
///
/// When a file cannot be written.
///
/// ```no_run
/// etax_testkit::testdata_into(std::path::Path::new("testdata")).unwrap();
/// ```
pub fn testdata_into(out: &Path) -> Result<()> {
    for file in testdata()? {
        let path = out.join(&file.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, &file.bytes)?;
    }
    Ok(())
}

fn policy() -> Result<String> {
    let key: String = Pki::new()?.government.key_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!(
        r#"# The transition policy, and the test authority besides the real one.
name = "test"

[signature.authorities.test]
subject = {{ CN = "CỤC THUẾ THỬ NGHIỆM", O = "BỘ TÀI CHÍNH THỬ NGHIỆM" }}
issuer = {{ CN = "Etax Test Government CA" }}
issuer-key = "{key}"
signs = "everything"
"#
    ))
}

type Good = (String, Vec<u8>, String);

fn good() -> Result<Vec<Good>> {
    let world = World::new(20_261_123, 4)?;
    let mut list = Vec::new();
    let mut push = |name: &str, draft: &Draft, shows: &str| -> Result<()> {
        list.push((name.to_owned(), draft.finish()?.into_bytes(), shows.to_owned()));
        Ok(())
    };
    invoices(&world, &mut push)?;
    messages(&world, &mut push)?;
    declarations(&world, &mut push)?;
    papers(&world, &mut push)?;
    let order = Order::new(&world, world.seller(0), &mut Random::branch(1, 90)).finish()?;
    let shows = "a payment order signed by payer, tax authority and bank";
    list.push(("payment-order".to_owned(), order.into_bytes(), shows.to_owned()));
    Ok(list)
}

/// Documents whose contents have no rules yet, so that only their signatures are judged, and those of the pilot, whose
/// code nobody can verify.
const WITHOUT_RULES: [&str; 4] =
    ["declaration-unknown", "filing-registration", "pilot-invoice", "pilot-transaction"];

fn papers(world: &World, push: &mut Push<'_>) -> Result<()> {
    for (at, (paper, name, shows)) in [
        (
            Paper::Numbered,
            "notice-two-signers",
            "a notice signed by the head of a tax office, then by the office",
        ),
        (Paper::Minutes, "minutes", "minutes signed by seller and buyer"),
        (Paper::Registration, "registration", "registration of e-invoice use"),
        (Paper::TaxNotice, "tax-notice", "notice of the tax authority on a declaration"),
        (Paper::Filing, "filing-registration", "registration of filing, its signature inside what it signs"),
        (Paper::Mistakes, "notice-of-mistakes", "a seller's notice of two wrong invoices"),
        (
            Paper::Refused,
            "notice-of-check",
            "notice of the tax authority that refuses an invoice without code",
        ),
        (Paper::Summary, "summary", "summary of the invoices of a month"),
        (Paper::List, "list", "list of two invoices that one invoice adjusts"),
        (Paper::Request, "request", "request for an invoice with a per-occurrence code"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut random = Random::branch(1, 91 + at as u64);
        push(name, &paper.draft(world, world.seller(at), &mut random), shows)?;
    }
    let draft = pilot::invoice(world, world.seller(1), &mut Random::branch(1, 98));
    let first = pilot::certified(&draft)?;
    push("pilot-invoice", &first, "a certified invoice of the pilot of 2015")?;
    let other = pilot::invoice(world, world.seller(2), &mut Random::branch(1, 99));
    let both = pilot::transaction(&[first, pilot::certified(&other)?])?;
    push("pilot-transaction", &both, "two certified invoices of the pilot, sent together")
}

type Push<'a> = dyn FnMut(&str, &Draft, &str) -> Result<()> + 'a;

fn invoices(world: &World, push: &mut Push<'_>) -> Result<()> {
    let date = "2026-09-15";
    let forms = [
        (1, true, "VAT invoice with the authority's code"),
        (1, false, "VAT invoice without code"),
        (2, true, "sales invoice"),
        (3, true, "sale of public property"),
        (4, true, "sale of national reserve goods"),
        (5, true, "ticket that is a VAT invoice"),
        (6, true, "internal transfer slip"),
        (7, true, "export invoice in US dollars"),
        (8, true, "VAT invoice with receipts"),
        (9, true, "sales invoice with receipts"),
    ];
    for (at, (form, coded, shows)) in forms.into_iter().enumerate() {
        let mut random = Random::branch(1, at as u64);
        let mut plan = Plan::new(form, coded, date, 100 + at as u64);
        if form == 7 {
            plan.currency = "USD";
        }
        let draft = world.invoice(&plan, Maker::Plain, world.seller(at), &mut random)?;
        let kind = if coded { "coded" } else { "uncoded" };
        push(&format!("invoice-{form}-{kind}"), &draft, shows)?;
    }

    let mut plan = Plan::new(1, true, date, 201);
    plan.rates = vec!["10%", "8%", "5%", "0%", "KCT", "KKKNT", "KHAC:07.00%"];
    plan.lines = 7;
    plan.discount = Discount::Gross;
    plan.fees = true;
    plan.qr = true;
    plan.notes = true;
    let mut random = Random::branch(1, 20);
    let draft = world.invoice(&plan, Maker::NamedByUuid, world.seller(0), &mut random)?;
    push(
        "invoice-rates-discount-fees",
        &draft,
        "seven kinds of rate, a discount taken off the total, fees, notes, QR text",
    )?;

    let mut plan = Plan::new(1, true, date, 202);
    plan.discount = Discount::Line;
    plan.related = Some(Related::Replaces);
    plan.permuted = true;
    plan.leading_zeros = true;
    plan.padded = true;
    let draft = world.invoice(&plan, Maker::Unqualified, world.seller(1), &mut random)?;
    push(
        "invoice-replacing-permuted",
        &draft,
        "replaces another; children in another order, leading zeros, four decimals, SignatureProperties in no namespace",
    )?;

    let plan = Plan::new(1, true, date, 203);
    let mut draft = world.invoice(&plan, Maker::EnvelopedTime, world.seller(2), &mut random)?;
    draft.root.indent(0);
    draft.dressing = Dressing {
        byte_order_mark: true,
        no_declaration: false,
        stylesheet: true,
        crlf: true,
        empty: Empty::SelfClosed,
    };
    push(
        "invoice-indented-dressed",
        &draft,
        "indented before signing; byte order mark, style sheet, CR LF; enveloped-signature on the time Object",
    )?;

    let mut plan = Plan::new(1, true, "2023-03-15", 204);
    plan.version = "2.0.1";
    let draft = world.invoice(&plan, Maker::Sha1, world.seller(3), &mut random)?;
    push("invoice-2023-sha1", &draft, "format 2.0.1, rsa-sha1, the authority's former certificate")?;

    for (at, (oddity, name, shows)) in [
        (Oddity::CriticalUsage, "remote-signing", "critical extended key usage and application policies"),
        (Oddity::PersonalCode, "household", "a household business with a 12-digit tax code"),
        (Oddity::LongName, "long-name", "a subject name longer than 64 bytes"),
        (Oddity::CodeInOrganization, "code-in-organization", "the tax code in O instead of UID"),
        (Oddity::Elliptic, "ecdsa", "ecdsa-sha256 with P-256"),
        (
            Oddity::CertificateSigner,
            "certificate-signer",
            "a leaf that may sign certificates by its own words",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut random = Random::branch(1, 40 + at as u64);
        let (party, signer) = world.odd(oddity, &mut random)?;
        let plan = Plan::new(1, true, date, 300 + at as u64);
        let draft = world.invoice(&plan, Maker::Plain, (&party, signer), &mut random)?;
        push(&format!("invoice-signer-{name}"), &draft, shows)?;
    }
    Ok(())
}

fn messages(world: &World, push: &mut Push<'_>) -> Result<()> {
    for (at, (kind, shows)) in [
        (200, "message that asks for a code"),
        (202, "answer with a coded invoice"),
        (203, "two uncoded invoices"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut random = Random::branch(1, 60 + at as u64);
        let count = if kind == 203 { 2 } else { 1 };
        let mut drafts = Vec::new();
        for number in 0..count {
            let plan = Plan::new(1, kind != 203, "2026-09-15", 400 + number);
            let mut draft = world.invoice(&plan, Maker::NamedByUuid, world.seller(at), &mut random)?;
            if kind == 200 {
                draft.root.remove("MCCQT")?;
                draft.root.remove("DSCKS/CQT")?;
                draft.jobs.truncate(1);
            }
            drafts.push(draft);
        }
        push(&format!("message-{kind}"), &world.message(kind, world.seller(at), drafts, &mut random), shows)?;
    }
    let draft = batch(world, 1, 3, &mut Random::branch(1, 70))?;
    push("message-206", &draft, "three cash-register invoices under one signature")?;
    let mut random = Random::branch(1, 71);
    let plan = Plan::new(1, false, "2026-09-15", 410);
    let invoice = world.invoice(&plan, Maker::Whole, world.seller(3), &mut random)?;
    let draft = world.message(203, world.seller(3), vec![invoice], &mut random);
    push("message-203-whole", &draft, "an uncoded invoice whose signature covers the whole message")
}

fn declarations(world: &World, push: &mut Push<'_>) -> Result<()> {
    let mut random = Random::branch(1, 80);
    let random = &mut random;
    let seller = |at| world.seller(at);
    let form = Form::vat("2.8.3", Figures::some(random, true));
    push(
        "declaration-01gtgt",
        &world.declaration(&form, Hash::Sha256, seller(0), random),
        "01/GTGT 2.8.3 of a month, tax to pay",
    )?;

    let mut form = Form::vat("2.5.1", Figures::some(random, false));
    form.quarter = true;
    form.agent = Some(world.buyer(random).clone());
    push(
        "declaration-01gtgt-quarter",
        &world.declaration(&form, Hash::Sha1, seller(1), random),
        "01/GTGT 2.5.1 of a quarter by a tax agent, tax carried forward, rsa-sha1",
    )?;

    let form = Form::vat("2.8.3", Figures::some(random, true).with_reduction());
    let mut draft = world.declaration(&form, Hash::Sha256, seller(2), random);
    if let Some(mut second) = draft.jobs.first().cloned() {
        second.style.id = Some("second".to_owned());
        second.signer = Arc::clone(&second.signer);
        draft.jobs.push(second);
    }
    push("declaration-01gtgt-reduced", &draft, "with the rate-reduction appendix, signed twice")?;

    let mut form = Form::vat("9.9.9", Figures::some(random, true));
    form.code = "9999";
    form.name = "TỜ KHAI THỬ NGHIỆM (Mẫu số 99/THU)";
    push(
        "declaration-unknown",
        &world.declaration(&form, Hash::Sha256, seller(3), random),
        "a form the catalogue does not know: undecided, not accepted",
    )?;

    let random = &mut Random::branch(1, 81);
    let figures = Figures::some(random, true).under(&Resolution::ALL);
    let form = Form::vat("2.8.3", figures).with(Appendices::ALLOCATIONS);
    push(
        "declaration-01gtgt-appendices",
        &world.declaration(&form, Hash::Sha256, seller(0), random),
        "with all appendices of allocation and reduction",
    )?;
    let appendices = Appendices { amendment: true, ..Appendices::default() };
    let form = Form::vat("2.6.8", Figures::some(random, true)).with(appendices);
    push(
        "declaration-01gtgt-amended",
        &world.declaration(&form, Hash::Sha256, seller(1), random),
        "an amendment with 01/KHBS and 01-1/KHBS",
    )
}

fn readme(good: &[Good], broken: &[&Variant]) -> String {
    let mut text = String::from(
        "# Test documents\n\n\
         Every file here is invented and generated; no company, person, tax code or key in it is real.\n\
         Regenerate all of it, byte for byte, with\n\n\
         \x20   cargo run -p etax-testkit -- testdata --out testdata\n\n\
         A test compares the files with what that command writes. Do not edit them by hand.\n\n\
         - `trust/`: two test roots (`anchors.pem`) and the authorities below them (`intermediates.pem`)\n\
         - `crl/`: their revocation lists, good until 2036\n\
         - `policy/test.toml`: the transition policy, with the test tax authority recognised\n\n\
         Verdicts hold with `trust/`, `crl/` and `policy/test.toml`, received at 2026-11-23T10:00:00.\n\n\
         ## good\n\n\
         | file | shows | verdict |\n|---|---|---|\n",
    );
    for (name, _, shows) in good {
        let verdict = if WITHOUT_RULES.contains(&name.as_str()) { "undecided" } else { "accepted" };
        text.push_str(&format!("| `{name}.xml` | {shows} | {verdict} |\n"));
    }
    text.push_str("\n## broken\n\n| file | shows | rule | verdict |\n|---|---|---|---|\n");
    for variant in broken {
        let rules: Vec<_> = variant.fires.iter().map(|rule| format!("`{rule}`")).collect();
        text.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            variant.name,
            variant.shows,
            rules.join(", "),
            variant.verdict
        ));
    }
    text
}
