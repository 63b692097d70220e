//! The table at the end of a run over many documents.

use super::{Style, words};
use crate::tally::{Tally, Verdicts};
use comfy_table::{Cell, CellAlignment, Table, presets};
use etax::report::Verdict;
use etax::rule::Text;
use std::time::Duration;

/// Rules listed.
const MOST_RULES: usize = 15;

/// Documents by kind and verdict, the most frequent findings, and the speed.
pub(crate) fn table(tally: &Tally, elapsed: Duration, style: &Style) -> String {
    let mut text = kinds(tally, style).to_string();
    text.push('\n');
    let rules = tally.most_frequent(MOST_RULES);
    if !rules.is_empty() {
        let mut table = plain([style.say(RULE), style.say(FINDINGS)]);
        for (rule, count) in rules {
            table.add_row([Cell::new(rule), number(count)]);
        }
        text.push_str(&table.to_string());
        text.push('\n');
    }
    let per_second = |amount: u64| {
        let micros = elapsed.as_micros().max(1);
        u128::from(amount).saturating_mul(1_000_000) / micros
    };
    // One tenth of a megabyte is the unit, so that whole numbers do.
    let tenths = per_second(tally.bytes) / 100_000;
    text.push_str(&SPEED.fill(
        style.lang,
        &[
            ("inputs", &tally.inputs.to_string()),
            ("seconds", &format!("{}.{:02}", elapsed.as_secs(), elapsed.subsec_millis() / 10)),
            ("rate", &per_second(tally.inputs).to_string()),
            ("megabytes", &format!("{}.{}", tenths / 10, tenths % 10)),
        ],
    ));
    text.push('\n');
    if tally.troubles > 0 {
        text.push_str(&TROUBLES.fill(style.lang, &[("count", &tally.troubles.to_string())]));
        text.push('\n');
    }
    text
}

fn kinds(tally: &Tally, style: &Style) -> Table {
    let verdict = |verdict: Verdict| style.say(words::verdict(verdict));
    let mut table = plain([
        style.say(KIND),
        verdict(Verdict::Accepted),
        verdict(Verdict::Rejected),
        verdict(Verdict::Undecided),
        style.say(SUM),
    ]);
    let mut row = |name: &str, counts: Verdicts| {
        let numbers = [counts.accepted, counts.rejected, counts.undecided, counts.sum()];
        table.add_row(std::iter::once(Cell::new(name)).chain(numbers.map(number)));
    };
    let mut all = Verdicts::default();
    for (kind, counts) in &tally.kinds {
        row(style.say(words::kind(kind)), *counts);
        all.add(*counts);
    }
    if tally.kinds.len() != 1 {
        row(style.say(SUM), all);
    }
    table
}

fn plain<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_header(header);
    table
}

fn number(value: u64) -> Cell {
    Cell::new(value).set_alignment(CellAlignment::Right)
}

const KIND: Text = Text { vi: "Loại chứng từ", en: "Kind of document" };
const SUM: Text = Text { vi: "Tổng", en: "Sum" };
const RULE: Text = Text { vi: "Quy tắc", en: "Rule" };
const FINDINGS: Text = Text { vi: "Phát hiện", en: "Findings" };
const SPEED: Text = Text {
    vi: "{inputs} tệp trong {seconds} giây: {rate} tệp/giây, {megabytes} MB/giây",
    en: "{inputs} inputs in {seconds} s: {rate} inputs/s, {megabytes} MB/s",
};
const TROUBLES: Text =
    Text { vi: "{count} đầu vào không kiểm tra được", en: "{count} inputs could not be checked" };
