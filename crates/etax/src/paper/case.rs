//! One paper being checked: what its rules need to know, and where their findings go.

use super::Settings;
use super::form::Form;
use crate::invoice::{Version, report_at};
use crate::report::{Finding, Findings};
use crate::rule::Rule;
use crate::value::{Amount, parse_date};
use crate::xml::Element;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// One paper being checked.
#[derive(Debug)]
pub(super) struct Case<'c, 'd> {
    pub(super) settings: &'c Settings<'c>,
    pub(super) findings: &'c mut Findings,
    pub(super) form: &'static Form,
    pub(super) paper: Element<'d>,
    /// PBan, phiên bản; the newest when it is not stated or not known.
    pub(super) version: Version,
    /// The day that the paper states for itself.
    pub(super) date: Option<Date>,
}

impl<'d> Case<'_, 'd> {
    /// Adds a finding at an element.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        at: Element<'_>,
        fill: impl FnOnce(Finding) -> Finding,
    ) {
        if super::rules::force(rule).holds_on(self.date) {
            report_at(self.findings, rule, at, fill);
        }
    }

    /// Adds a finding with the text that stands there.
    pub(super) fn add_found(&mut self, rule: &'static Rule, at: Element<'_>) {
        self.add(rule, at, |finding| finding.found(at.trimmed()));
    }

    /// An element of the paper that says something.
    pub(super) fn find(&self, path: &str) -> Option<Element<'d>> {
        self.paper.find(path).filter(|element| says(*element))
    }
}

/// Whether an element holds text or elements.
pub(super) fn says(element: Element<'_>) -> bool {
    !element.is_leaf() || !element.trimmed().is_empty()
}

/// A child of any namespace: where parts of a paper declare one, what they say can still be read. The search
/// ends soon: a hostile list of children is not gone through.
pub(super) fn near_child<'d>(block: Element<'d>, tag: &str) -> Option<Element<'d>> {
    block.children().take(64).find(|child| child.local() == tag)
}

/// A child that says something, under its tag or another spelling.
pub(super) fn child<'d>(block: Element<'d>, tags: &[&str]) -> Option<Element<'d>> {
    tags.iter().find_map(|tag| block.child(tag)).filter(|element| says(*element))
}

/// Whether a child says exactly this.
pub(super) fn is(block: Element<'_>, tag: &str, text: &str) -> bool {
    block.child(tag).is_some_and(|element| element.trimmed() == text)
}

/// The number in a child.
pub(super) fn amount(block: Element<'_>, tag: &str) -> Option<Decimal> {
    Amount::parse(&child(block, &[tag])?.trimmed()).ok().map(Amount::value)
}

/// The day in an element, which may have a time of day behind it.
pub(super) fn day_of(element: Element<'_>) -> Option<Date> {
    let text = element.trimmed();
    parse_date(text.get(..10)?).filter(|_| text.len() == 10 || text.as_bytes().get(10) == Some(&b'T'))
}

/// The entries of a list.
pub(super) fn entries<'d>(
    list: Option<Element<'d>>,
    tag: &'static str,
) -> impl Iterator<Item = Element<'d>> + use<'d> {
    list.into_iter().flat_map(move |list| list.children().filter(move |child| child.local() == tag))
}
