//! Digests that let a verdict be run again.

use super::{Policy, rules as all_rules};
use crate::form::Catalogue;
use crate::{declaration, invoice, notice, paper, payment};
use ring::digest::{Context, SHA256, digest};
use std::fmt::{self, Write};

/// SHA-256 in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    to_hex(digest(&SHA256, bytes).as_ref())
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Hashes what is written to it.
struct Hasher(Context);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

fn of(data: &dyn fmt::Debug) -> String {
    let mut hasher = Hasher(Context::new(&SHA256));
    // Writing into a digest cannot fail.
    let _ = write!(hasher, "{data:?}");
    to_hex(hasher.0.finish().as_ref())
}

/// Over every rule: id, weight, basis, texts, and the days on which it holds.
pub(super) fn rules() -> String {
    let rules = all_rules();
    let force: Vec<_> = rules.iter().map(|rule| super::force(rule)).collect();
    of(&(rules, force))
}

/// Over the tables of forms and elements, and the lists of codes.
pub(super) fn forms(catalogue: &Catalogue, lists: &payment::Lists) -> String {
    of(&(
        invoice::tables(),
        paper::Form::all(),
        catalogue.digest(),
        payment::tables(),
        notice::tables(),
        lists,
    ))
}

/// Over the policy, in its JSON form.
pub(super) fn policy(policy: &Policy) -> String {
    hex(serde_json::to_string(policy).unwrap_or_default().as_bytes())
}

/// Over the days of a calendar.
pub(super) fn calendar(calendar: &declaration::Calendar) -> String {
    of(calendar)
}
