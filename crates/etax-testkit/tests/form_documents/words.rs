//! What cells are tried with.

use etax::form::Clause;
use etax::formula::Formula;
use rust_decimal::Decimal;

/// Texts that cells of any kind are tried with, the likeliest first.
pub(crate) const TEXTS: &[&str] = &[
    "Thử",
    "1",
    "01",
    "9900000009",
    "9900000009-001",
    "9900000016-001",
    "2026-11-20",
    "2026-11-20T08:00:00",
    "20/11/2026",
    "10/2026",
    "2026",
    "701",
    "0",
    "Có",
    "C",
    "B",
    "M",
    "Q",
    "5%",
    "10%",
    "VND",
    "X",
];

/// Amounts that an input's neighbours are tried with: nothing, rates, quantities, money.
pub(crate) const AMOUNTS: &[&str] =
    &["0", "0", "1", "2", "5", "10", "20", "50", "100", "3000", "40000", "7000000", "900000000"];

/// What stands in the envelope of a sound declaration.
pub(crate) fn header_text(address: &str) -> &'static str {
    match address.rsplit(['/', ':']).next().unwrap_or_default() {
        "loaiTKhai" => "C",
        "kieuKy" => "M",
        "kyKKhai" => "10/2026",
        "kyKKhaiTuNgay" => "01/10/2026",
        "kyKKhaiDenNgay" => "31/10/2026",
        "ngayLapTKhai" | "ngayKy" => "2026-11-18",
        "nguoiKy" => "Người ký thử",
        "mst" => "9900000009",
        "tenNNT" => "Công ty Thử nghiệm",
        _ => "",
    }
}

/// The numbers that a clause's formulas speak of.
pub(crate) fn numbers(clause: &Clause) -> Vec<Decimal> {
    let in_one = |formula: &Formula| {
        // Names of cells have digits too: they stand in brackets.
        let text: String =
            formula.text().split('[').map(|part| part.rsplit(']').next().unwrap_or_default()).collect();
        text.split(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .filter_map(|word| word.parse().ok())
            .collect::<Vec<_>>()
    };
    clause.formulas().flat_map(in_one).collect()
}

/// The texts that a clause's formulas speak of.
fn literals(clause: &Clause) -> Vec<String> {
    let quoted = |formula: &Formula| {
        formula.text().split('\'').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    clause.formulas().flat_map(quoted).collect()
}

/// A text with its beginning, or its end, replaced by a word: the month of a period, the year of a day.
pub(crate) fn joined(text: &str, word: &str) -> Vec<String> {
    let Some(more) = text.chars().count().checked_sub(word.chars().count()) else { return Vec::new() };
    let (head, tail): (String, String) =
        (text.chars().take(more).collect(), text.chars().skip(word.chars().count()).collect());
    vec![format!("{word}{tail}"), format!("{head}{word}")]
}

/// What a clause speaks of, as texts: those it quotes, and its numbers.
pub(crate) fn spoken(clause: &Clause) -> Vec<String> {
    let mut spoken = literals(clause);
    spoken.extend(numbers(clause).into_iter().map(|number| number.to_string()));
    spoken
}
