//! A table of deviations, and what holds it against the engine.

use std::sync::LazyLock;

use etax::engine::{Engine, Input, Policy};
use etax::invoice::Invoice;
use etax::message::{DocumentKind, Message};
use etax::report::{DocumentReport, Report};
use etax::signature::TrustStore;
use etax::value::{Amount, Currency, FormSymbol, InvoiceNumber, Moment, Series, VatRate, parse_date};
use etax::xml::{Document, Element, Limits, Parsed};
use etax_testkit::{Result, Sound, Specimen, testdata};

/// What a row ends in: verdict, whether the document is authentic, whether it is right.
pub(crate) type Answer = (&'static str, &'static str, &'static str);

pub(crate) const ACCEPTED: Answer = ("accepted", "passed", "passed");
/// Something in its content is wrong; it is what its seller signed.
pub(crate) const WRONG: Answer = ("rejected", "passed", "failed");
/// Its content is right; nobody vouches for it.
pub(crate) const FORGED: Answer = ("rejected", "failed", "passed");

/// One deviation.
pub(crate) struct Row {
    /// What deviates.
    pub(crate) name: &'static str,
    /// The document.
    pub(crate) document: fn() -> Result<String>,
    /// Every finding there is, with its severity.
    pub(crate) findings: &'static [(&'static str, &'static str)],
    /// What is read, `-` for what cannot be.
    pub(crate) reads: &'static [(&'static str, &'static str)],
    /// The verdict.
    pub(crate) answer: Answer,
    /// Why.
    pub(crate) why: &'static str,
}

/// The engine with the kit's trust material, as an operator would have it.
pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let files = testdata().unwrap();
    let test = files.iter().find(|file| file.path == "policy/test.toml").unwrap();
    let test = Policy::from_toml(std::str::from_utf8(&test.bytes).unwrap()).unwrap();
    let mut policy = Policy::named("transition").unwrap();
    policy.signature.authorities = test.signature.authorities;
    let mut trust = TrustStore::builder();
    for file in &files {
        if file.path.starts_with("trust/") {
            trust = trust.certificates(&file.bytes).unwrap();
        } else if file.path.starts_with("crl/") {
            trust = trust.crls(&file.bytes).unwrap();
        }
    }
    Engine::new(policy, trust.build())
});

pub(crate) fn check(bytes: &[u8]) -> Report {
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    ENGINE.check(&Input { name: "invoice.xml", bytes, at })
}

pub(crate) fn documents(report: &Report) -> impl Iterator<Item = &DocumentReport> {
    std::iter::once(&report.main).chain(&report.documents)
}

/// Every finding, sorted.
pub(crate) fn findings(report: &Report) -> Vec<(&'static str, &'static str)> {
    let all = documents(report).flat_map(|document| &document.findings);
    let mut all: Vec<_> = all.map(|finding| (finding.rule.id, finding.weight.severity())).collect();
    all.sort_unstable();
    all
}

pub(crate) fn answer(report: &Report) -> Answer {
    let whole = documents(report).map(|document| document.checks).reduce(|all, one| all.and(one)).unwrap();
    (report.verdict.word(), whole.authentic().word(), whole.right().word())
}

/// A sound coded invoice with one element changed.
pub(crate) fn coded(path: &str, text: &str) -> Result<String> {
    Specimen::new(Sound::Coded)?.set(path, text)?.sign()
}

/// A sound uncoded invoice of 2021 with one element changed.
pub(crate) fn of_2021(path: &str, text: &str) -> Result<String> {
    Specimen::new(Sound::Year2021)?.set(path, text)?.sign()
}

/// The first invoice of a document.
fn invoice(root: Element<'_>) -> Option<Invoice<'_>> {
    match root.local() {
        "HDon" | "DLHDon" => Some(Invoice::new(root)),

        _ => Message::new(root)
            .documents()
            .find(|(kind, _)| *kind == DocumentKind::Invoice)
            .map(|(_, element)| Invoice::new(element)),
    }
}

/// What the typed view and the values of the domain make of a document.
fn read(bytes: &[u8], what: &str) -> String {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else { panic!("not XML") };
    let Some(invoice) = invoice(document.root()) else { panic!("no invoice") };
    let general = invoice.general();
    let line = invoice.lines().next();
    let text = |element: Option<Element<'_>>| element.map(|element| element.trimmed().into_owned());
    let amount = |element: Option<Element<'_>>| {
        text(element)
            .and_then(|text| Amount::parse(&text).ok())
            .map(|amount| amount.value().normalize().to_string())
    };
    let read = match what {
        "version" => text(general.and_then(|general| general.version())),
        "form" => text(general.and_then(|general| general.form()))
            .and_then(|text| FormSymbol::parse(&text))
            .map(|form| form.to_string()),
        "series" => text(general.and_then(|general| general.series()))
            .and_then(|text| {
                Series::parse(&text).or_else(|| Series::parse_printed(&text).map(|(_, series)| series))
            })
            .map(|series| series.to_string()),
        "number" => text(general.and_then(|general| general.number()))
            .and_then(|text| InvoiceNumber::parse(&text))
            .map(|number| number.to_string()),
        "date" => text(general.and_then(|general| general.date()))
            .and_then(|text| parse_date(&text))
            .map(|date| date.to_string()),
        "list date" => text(general.and_then(|general| general.list_date()))
            .and_then(|text| parse_date(&text))
            .map(|date| date.to_string()),
        "currency" => text(general.and_then(|general| general.currency()))
            .and_then(|text| Currency::parse(&text))
            .map(|currency| currency.to_string()),
        "exchange rate" => amount(general.and_then(|general| general.exchange_rate())),
        "payment" => text(general.and_then(|general| general.payment_method())),
        "quantity" => amount(line.and_then(|line| line.quantity())),
        "price" => amount(line.and_then(|line| line.unit_price())),
        "rate" => text(line.and_then(|line| line.rate()))
            .and_then(|text| VatRate::parse_lenient(&text))
            .map(|rate| rate.to_string()),
        "payable" => amount(invoice.totals().and_then(|totals| totals.payable())),
        "buyer" => text(invoice.buyer().and_then(|buyer| buyer.name())),
        "lookup" => invoice
            .extensions()
            .find(|entry| entry.name().is_some_and(|name| name.trimmed() == "MTCuu"))
            .and_then(|entry| text(entry.value())),
        "code" => text(invoice.top().code()),
        "unknown" => {
            Some(invoice.unknown().map(|element| element.local().to_owned()).collect::<Vec<_>>().join(" "))
        }
        _ => panic!("nothing is read as {what}"),
    };
    read.filter(|text| !text.is_empty()).unwrap_or_else(|| "-".to_owned())
}

/// Holds every row against the engine.
pub(crate) fn hold(rows: &[Row]) {
    let mut wrong = Vec::new();
    for row in rows {
        assert!(!row.why.is_empty(), "{}: no reason", row.name);
        let text = (row.document)().unwrap_or_else(|error| panic!("{}: {error}", row.name));
        let report = check(text.as_bytes());
        let mut wanted = row.findings.to_vec();
        wanted.sort_unstable();
        let found = findings(&report);
        if found != wanted {
            wrong.push(format!("{}:\n  wanted {wanted:?}\n  found  {found:?}", row.name));
        }
        if answer(&report) != row.answer {
            wrong.push(format!("{}: wanted {:?}, is {:?}", row.name, row.answer, answer(&report)));
        }
        for (what, wanted) in row.reads {
            let read = read(text.as_bytes(), what);
            if read != *wanted {
                wrong.push(format!("{}: {what} is read as {read}, wanted {wanted}", row.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
