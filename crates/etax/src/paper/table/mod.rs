//! The tables of the papers, as data (Decision 1450/QĐ-TCT, parts II.I to II.IV, its amendment
//! 1510/QĐ-TCT and the decision of 2025 for version 2.1.0).

pub(super) mod list;
pub(super) mod mistakes;
pub(super) mod notice;
pub(super) mod registration;
pub(super) mod request;
pub(super) mod summary;

use super::entry::{Entry, number, text};

/// LDo, lý do: one reason of a refusal, as answers to registrations and technical answers write it. The text
/// allows four characters for MLoi; the authority sends up to five.
const REASON: &[Entry] = &[number_of_reason(), text("MLoi", 5).must().uncertain(), text("MTa", 255).must()];

/// LDo with what to do about it, as the notices on checks write it. The authority leaves HDXLy out.
const ADVICE: &[Entry] = &[
    number_of_reason(),
    text("MLoi", 5).must().uncertain(),
    text("MTLoi", 255).must().alias("MTa").uncertain(),
    text("HDXLy", 255).must().uncertain(),
    text("GChu", 255),
];

const fn number_of_reason() -> Entry {
    number("STT", 4, 0)
}
