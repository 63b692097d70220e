//! Every error of structure or rules in a real document of 2021 to 2026 is explained; a new one fails here, and so does an
//! explanation that is no longer needed. Documents are named by the beginning of their SHA-256, so that nothing of a
//! real party stands here. What signatures say is tested elsewhere.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

mod shared;

use etax::engine::{Engine, Input, Policy};
use etax::rule::{Check, Weight};
use etax::signature::TrustStore;
use etax::value::Moment;
use std::collections::BTreeSet;

const MOCK: &str = "a developer's template: field names stand where values belong";
const DRAFT: &str = "a draft or a test of a provider, which leaves out or sets what the standard demands";
const NO_HEADER: &str = "a test of a provider: the envelope's version, or another field, is left out";
const WORDS: &str = "a test of a provider: words and digits are of different amounts";
const INVENTED: &str = "a number typed at random in a test: no tax code, or one whose check digit is wrong";
const SERIES: &str = "the form symbol is written together with the series, or the series is of a test";
const RATE: &str = "the rate lacks its percent sign";
const SUMS: &str = "a test of a provider: the sums do not add up";
const PAPER: &str =
    "a paper of a test, or of the first days of the standard, which leaves out what its table demands";

/// Beginning of the SHA-256, rule, why the rule is right.
const EXPLAINED: &[(&str, &str, &str)] = &[
    ("062bf1e6", "message.tax-code", INVENTED),
    ("0b63b245", "message.field.missing", NO_HEADER),
    ("15f2c6cd", "invoice.related.incomplete", DRAFT),
    ("15f2c6cd", "invoice.total.words", WORDS),
    ("1ac07795", "message.count", DRAFT),
    ("1ca9f6b0", "invoice.field.missing", DRAFT),
    ("1ca9f6b0", "invoice.series.form", SERIES),
    ("1cb9b66a", "invoice.total.words", WORDS),
    ("201fc7d3", "message.field.missing", NO_HEADER),
    ("201fc7d3", "paper.field.missing", PAPER),
    ("228bb9ad", "invoice.line.none", DRAFT),
    ("250a2e87", "invoice.total.words", WORDS),
    ("2ee526cb", "message.tax-code", INVENTED),
    ("315b8348", "message.field.missing", NO_HEADER),
    ("476f3499", "message.id", MOCK),
    ("476f3499", "message.tax-code.check-digit", MOCK),
    ("4b52dfdf", "paper.tax-code", PAPER),
    ("4b52dfdf", "paper.tax-code.check-digit", PAPER),
    ("4bf1a6ff", "message.field.missing", NO_HEADER),
    ("50af25e1", "invoice.buyer.tax-code", INVENTED),
    ("50af25e1", "invoice.field.missing", DRAFT),
    ("51b620b3", "message.field.missing", NO_HEADER),
    ("590b2537", "message.field.missing", NO_HEADER),
    ("5c7ded6b", "invoice.buyer.tax-code", MOCK),
    ("5c7ded6b", "invoice.date", MOCK),
    ("5c7ded6b", "invoice.field.date", MOCK),
    ("5c7ded6b", "invoice.field.missing", MOCK),
    ("5c7ded6b", "invoice.form", MOCK),
    ("5c7ded6b", "invoice.line.amount", MOCK),
    ("5c7ded6b", "invoice.number", MOCK),
    ("5c7ded6b", "invoice.related.incomplete", MOCK),
    ("5c7ded6b", "invoice.seller.tax-code", MOCK),
    ("5c7ded6b", "invoice.series.form", MOCK),
    ("5c7ded6b", "message.id", MOCK),
    ("5c7ded6b", "message.tax-code.check-digit", MOCK),
    ("62d51a8a", "message.field.missing", NO_HEADER),
    ("6add8081", "message.count", DRAFT),
    ("6add8081", "message.empty", DRAFT),
    ("6df101bc", "message.field.missing", NO_HEADER),
    ("729ff311", "invoice.buyer.tax-code", MOCK),
    ("729ff311", "invoice.date", MOCK),
    ("729ff311", "invoice.field.missing", MOCK),
    ("729ff311", "invoice.form", MOCK),
    ("729ff311", "invoice.line.amount", MOCK),
    ("729ff311", "invoice.number", MOCK),
    ("729ff311", "invoice.related.incomplete", MOCK),
    ("729ff311", "invoice.seller.tax-code", MOCK),
    ("729ff311", "invoice.series.form", MOCK),
    ("729ff311", "message.id", MOCK),
    ("729ff311", "message.tax-code.check-digit", MOCK),
    ("72d45770", "invoice.total.words", WORDS),
    ("74b54756", "paper.field.type", PAPER),
    ("74b54756", "paper.tax-code", PAPER),
    ("786c0da8", "invoice.buyer.tax-code.check-digit", INVENTED),
    ("7b20ecc2", "message.field.missing", NO_HEADER),
    ("7e49a246", "paper.field.type", PAPER),
    ("7e49a246", "registration.delegate.self", PAPER),
    ("7f299d01", "invoice.buyer.tax-code", INVENTED),
    ("7f299d01", "invoice.field.missing", DRAFT),
    ("7f299d01", "invoice.vat-rate", RATE),
    ("861e8c18", "invoice.form", DRAFT),
    ("861e8c18", "invoice.series.printed", SERIES),
    ("861e8c18", "invoice.total.before-tax", SUMS),
    ("861e8c18", "invoice.total.tax", SUMS),
    ("8baf468b", "invoice.related.incomplete", DRAFT),
    ("8baf468b", "invoice.total.words", WORDS),
    ("8ca25fd0", "paper.field.type", PAPER),
    ("907764d4", "invoice.field.missing", DRAFT),
    ("92f35597", "paper.field.missing", PAPER),
    ("95d5a6b2", "message.field.missing", NO_HEADER),
    ("966a4517", "invoice.field.missing", DRAFT),
    ("966a4517", "invoice.number", DRAFT),
    ("99d146fa", "paper.field.type", PAPER),
    ("9c8ce91f", "message.field.missing", NO_HEADER),
    ("a779954a", "message.tax-code", INVENTED),
    ("ad8a25bf", "invoice.buyer.tax-code.check-digit", INVENTED),
    ("ad8a25bf", "invoice.field.missing", DRAFT),
    ("ad8a25bf", "invoice.total.words", WORDS),
    ("ad8a25bf", "invoice.vat-rate", RATE),
    ("ad8a25bf", "message.count", DRAFT),
    ("b53ea41a", "paper.field.type", PAPER),
    ("b69b1a71", "invoice.buyer.tax-code", MOCK),
    ("b69b1a71", "invoice.date", MOCK),
    ("b69b1a71", "invoice.field.missing", MOCK),
    ("b69b1a71", "invoice.form", MOCK),
    ("b69b1a71", "invoice.line.amount", MOCK),
    ("b69b1a71", "invoice.number", MOCK),
    ("b69b1a71", "invoice.related.incomplete", MOCK),
    ("b69b1a71", "invoice.seller.tax-code", MOCK),
    ("b69b1a71", "invoice.series.form", MOCK),
    ("b69b1a71", "invoice.total.payable", MOCK),
    ("b69b1a71", "message.id", MOCK),
    ("b69b1a71", "message.tax-code.check-digit", MOCK),
    ("c91e415d", "invoice.buyer.tax-code", MOCK),
    ("c91e415d", "invoice.date", MOCK),
    ("c91e415d", "invoice.field.date", MOCK),
    ("c91e415d", "invoice.field.missing", MOCK),
    ("c91e415d", "invoice.form", MOCK),
    ("c91e415d", "invoice.line.amount", MOCK),
    ("c91e415d", "invoice.line.discount.percent", MOCK),
    ("c91e415d", "invoice.number", MOCK),
    ("c91e415d", "invoice.related.incomplete", MOCK),
    ("c91e415d", "invoice.seller.tax-code", MOCK),
    ("c91e415d", "invoice.series.form", MOCK),
    ("c91e415d", "invoice.total.payable", MOCK),
    ("c91e415d", "invoice.vat-rate", MOCK),
    ("c91e415d", "message.id", MOCK),
    ("c91e415d", "message.tax-code.check-digit", MOCK),
    ("d9738d28", "message.field.missing", NO_HEADER),
    ("d9bb3043", "message.field.missing", NO_HEADER),
    ("e557af45", "invoice.buyer.tax-code", MOCK),
    ("e557af45", "invoice.date", MOCK),
    ("e557af45", "invoice.field.date", MOCK),
    ("e557af45", "invoice.field.missing", MOCK),
    ("e557af45", "invoice.form", MOCK),
    ("e557af45", "invoice.line.amount", MOCK),
    ("e557af45", "invoice.line.discount.percent", MOCK),
    ("e557af45", "invoice.number", MOCK),
    ("e557af45", "invoice.related.incomplete", MOCK),
    ("e557af45", "invoice.seller.tax-code", MOCK),
    ("e557af45", "invoice.series.form", MOCK),
    ("e557af45", "invoice.total.payable", MOCK),
    ("e557af45", "invoice.vat-rate", MOCK),
    ("e557af45", "message.id", MOCK),
    ("e557af45", "message.tax-code.check-digit", MOCK),
    ("ec06ac07", "invoice.buyer.tax-code", INVENTED),
    ("ec06ac07", "invoice.field.missing", DRAFT),
    ("ec06ac07", "invoice.vat-rate", RATE),
    ("f235fcf9", "message.field.missing", NO_HEADER),
];

#[test]
fn every_error_in_a_real_document_is_explained() {
    let files = shared::files("einvoice", ".xml");
    if files.is_empty() {
        return;
    }
    let engine = Engine::new(Policy::default(), TrustStore::default());
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    let mut found: BTreeSet<(String, &str)> = BTreeSet::new();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let report = engine.check(&Input { name: "real.xml", bytes: &bytes, at });
        let short = report.source.sha256.chars().take(8).collect::<String>();
        for finding in std::iter::once(&report.main).chain(&report.documents).flat_map(|one| &one.findings) {
            let right = matches!(finding.rule.check, Check::Structure | Check::Rules);
            if right && finding.weight == Weight::Fail {
                found.insert((short.clone(), finding.rule.id));
            }
        }
    }
    let known: BTreeSet<(String, &str)> =
        EXPLAINED.iter().map(|(file, rule, _)| ((*file).to_owned(), *rule)).collect();
    let unexplained: Vec<_> = found.difference(&known).collect();
    let idle: Vec<_> = known.difference(&found).collect();
    assert!(unexplained.is_empty(), "not explained: {unexplained:#?}");
    assert!(idle.is_empty(), "explained, and not there: {idle:#?}");
    println!(
        "{} documents, {} explained errors in {} of them",
        files.len(),
        found.len(),
        found.iter().map(|(file, _)| file).collect::<BTreeSet<_>>().len()
    );
}
