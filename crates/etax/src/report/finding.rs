//! A finding: one rule, one place, what was expected and what was found.

use crate::rule::{Lang, Rule, Weight, Weights};
use crate::value::Moment;
use crate::xml::{Element, Position, Positions};
use std::borrow::Cow;
use std::ops::Range;

/// Where in the document a finding stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Path from the root, with `[n]` where a name is repeated: `/HDon/DLHDon/NDHDon/DSHHDVu/HHDVu[2]/ThTien`.
    pub path: String,
    /// First byte, counted from 0 in the document's UTF-8 text.
    pub offset: usize,
    /// Length in bytes.
    pub length: usize,
    /// Line and column of the first byte, both counted from 1; columns count characters.
    pub position: Position,
}

/// One defect or remark, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// What it does to its check, after the policy had its say.
    pub weight: Weight,
    /// Where.
    pub location: Location,
    /// What would have been right, where that can be said.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    pub(crate) bound: Bound,
}

/// How far the place of a finding lets the policy go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// The policy says what it weighs.
    Free,
    /// Something else at this place speaks for the document: no graver than this.
    AtMost(Weight),
    /// At this place it is worse than elsewhere: no lighter than this.
    AtLeast(Weight),
    /// The policy has had its say.
    Settled,
}

impl Bound {
    /// What a rule weighs at a moment under a policy, where this bound stands.
    pub(crate) fn apply(self, rule: &Rule, own: Weight, weights: &Weights, at: Moment) -> Weight {
        let said = || weights.of(rule, at).unwrap_or(rule.weight);
        // Weights are ordered from the gravest to the lightest.
        match self {
            Self::Free => weights.of(rule, at).unwrap_or(own),
            Self::AtMost(gravest) => said().max(gravest),
            Self::AtLeast(lightest) => said().min(lightest),
            Self::Settled => own,
        }
    }
}

impl Finding {
    /// A finding of `rule` with the rule's own weight, at no particular place.
    #[must_use]
    pub const fn new(rule: &'static Rule) -> Self {
        Self {
            rule,
            weight: rule.weight,
            location: Location {
                path: String::new(),
                offset: 0,
                length: 0,
                position: Position { line: 1, column: 1 },
            },
            expected: None,
            found: None,
            bound: Bound::Free,
        }
    }

    /// Places it on an element: on its text when it has any, else on its start tag.
    #[must_use]
    pub fn at(mut self, element: Element<'_>) -> Self {
        let text = element.text_span();
        let span = if text.is_empty() { element.start_tag_span() } else { text };
        self.location.path = element.path();
        self.location.offset = span.start;
        self.location.length = span.len();
        self
    }

    /// Places it on bytes of the document under a path of its own.
    #[must_use]
    pub fn at_span(mut self, path: impl Into<String>, span: Range<usize>) -> Self {
        self.location.path = path.into();
        self.location.offset = span.start;
        self.location.length = span.len();
        self
    }

    /// What would have been right.
    #[must_use]
    pub fn expected(mut self, value: impl Into<String>) -> Self {
        self.expected = Some(shorten(value.into()));
        self
    }

    /// What stands there. Long values are cut to 200 characters.
    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.found = Some(shorten(value.into()));
        self
    }

    /// Lets the policy say what it weighs, once: what has been settled stays.
    pub(crate) fn settle(&mut self, weights: &Weights, at: Moment) {
        self.weight = self.bound.apply(self.rule, self.weight, weights, at);
        self.bound = Bound::Settled;
    }

    /// Here it is no graver than this, whatever the policy says.
    pub(crate) fn at_most(mut self, weight: Weight) -> Self {
        self.weight = self.weight.max(weight);
        self.bound = Bound::AtMost(weight);
        self
    }

    /// Here it is no lighter than this, whatever the policy says.
    pub(crate) fn at_least(mut self, weight: Weight) -> Self {
        self.weight = self.weight.min(weight);
        self.bound = Bound::AtLeast(weight);
        self
    }

    /// The rule's sentence about this finding.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.rule.message, lang)
    }

    /// How to mend it; empty where the rule has no advice.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        self.fill(self.rule.hint, lang)
    }

    /// What would have been right, as the message writes it: with grouped digits where it is an amount.
    #[must_use]
    pub fn expected_in(&self, lang: Lang) -> Option<Cow<'_, str>> {
        let value = self.expected.as_deref()?;
        let amount = self.rule.message.template(lang).contains("{expected_amount}");
        Some(if amount { lang.amount(value) } else { Cow::Borrowed(value) })
    }

    /// What stands there, as the message writes it: with grouped digits where it is an amount.
    #[must_use]
    pub fn found_in(&self, lang: Lang) -> Option<Cow<'_, str>> {
        let value = self.found.as_deref()?;
        let amount = self.rule.message.template(lang).contains("{found_amount}");
        Some(if amount { lang.amount(value) } else { Cow::Borrowed(value) })
    }

    fn fill(&self, text: crate::rule::Text, lang: Lang) -> String {
        let last = self.location.path.rsplit('/').next().unwrap_or_default();
        let name = last.split('[').next().unwrap_or_default();
        // Where nothing stands a sentence still needs a word for it.
        let found = self.found.as_deref().unwrap_or(match lang {
            Lang::Vi => "(trống)",
            Lang::En => "(nothing)",
        });
        let expected = self.expected.as_deref().unwrap_or("?");
        text.fill(
            lang,
            &[
                ("expected", expected),
                ("found", found),
                ("name", name),
                ("expected_amount", &lang.amount(expected)),
                ("found_amount", &lang.amount(found)),
            ],
        )
    }
}

/// The longest value quoted in a finding, in characters.
const LONGEST_VALUE: usize = 200;

fn shorten(mut value: String) -> String {
    if let Some((cut, _)) = value.char_indices().nth(LONGEST_VALUE) {
        value.truncate(cut);
        value.push('…');
    }
    value
}

/// Collects the findings of one document, up to a bound; what is over it is counted, and its
/// weight still counts.
#[derive(Clone, Debug)]
pub struct Findings {
    list: Vec<Finding>,
    most: usize,
    dropped: Vec<(&'static Rule, Weight, Bound)>,
    dropped_count: usize,
}

impl Findings {
    /// An empty collection that keeps at most `most` findings.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { list: Vec::new(), most, dropped: Vec::new(), dropped_count: 0 }
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        if self.list.len() < self.most {
            self.list.push(finding);
            return;
        }
        self.dropped_count += 1;
        // A rule may weigh less in one place than in another: each weight of it is remembered.
        let left_out = (finding.rule, finding.weight, finding.bound);
        if !self.dropped.contains(&left_out) {
            self.dropped.push(left_out);
        }
    }

    /// The findings kept so far, in the order they were added.
    #[must_use]
    pub fn as_slice(&self) -> &[Finding] {
        &self.list
    }

    /// Mutable access for policy overrides.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        self.list.iter_mut()
    }

    /// Rules whose findings were dropped because the bound was reached, each once for each weight.
    pub(crate) fn dropped(&self) -> &[(&'static Rule, Weight, Bound)] {
        &self.dropped
    }

    /// How many findings were dropped because the bound was reached.
    #[must_use]
    pub const fn dropped_count(&self) -> usize {
        self.dropped_count
    }

    /// Orders by place, fills in lines and columns and gives the list away. `cursor` serves all documents of
    /// one message in their order, so that no document's place is counted from the top again.
    pub(crate) fn into_sorted(mut self, cursor: Option<&mut Positions<'_>>) -> Vec<Finding> {
        self.list.sort_by(|a, b| {
            (a.location.offset, a.rule.id, &a.location.path).cmp(&(
                b.location.offset,
                b.rule.id,
                &b.location.path,
            ))
        });
        if let Some(cursor) = cursor {
            let mut before = cursor.restarted();
            for finding in &mut self.list {
                let offset = finding.location.offset;
                let cursor = if offset < cursor.offset() { &mut before } else { &mut *cursor };
                finding.location.position = cursor.at(offset);
            }
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Finding, Findings};
    use crate::rule::{Check, Constraint, Rule, Text, Weight, Weights};
    use crate::value::Moment;

    static RULE: Rule = Rule {
        id: "test.rule",
        check: Check::Signers,
        weight: Weight::Fail,
        basis: "",
        message: Text::NONE,
        hint: Text::NONE,
    };

    #[test]
    fn a_light_finding_left_out_does_not_hide_a_grave_one_of_the_same_rule() {
        let mut findings = Findings::new(0);
        for weight in [Weight::Inform, Weight::Fail, Weight::Inform] {
            let mut finding = Finding::new(&RULE);
            finding.weight = weight;
            findings.push(finding);
        }
        assert_eq!(findings.dropped().len(), 2);
        assert!(findings.dropped().contains(&(&RULE, Weight::Fail, Bound::Free)));
        assert_eq!(findings.dropped_count(), 3);
    }

    #[test]
    fn the_place_of_a_finding_bounds_what_the_policy_says() {
        let at = Moment::parse("2026-11-23").unwrap();
        let under = |said: Option<Weight>, mut finding: Finding| {
            let mut weights = Weights::default();
            if let Some(weight) = said {
                weights.set(RULE.id, Constraint::always(weight));
            }
            finding.settle(&weights, at);
            finding.settle(&Weights::default(), at);
            finding.weight
        };
        let new = || Finding::new(&RULE);
        assert_eq!(under(None, new()), Weight::Fail);
        assert_eq!(under(Some(Weight::Warn), new()), Weight::Warn);
        assert_eq!(under(Some(Weight::Fail), new().at_most(Weight::Undecide)), Weight::Undecide);
        assert_eq!(under(Some(Weight::Ignore), new().at_most(Weight::Undecide)), Weight::Ignore);
        assert_eq!(under(Some(Weight::Ignore), new().at_least(Weight::Undecide)), Weight::Undecide);
        assert_eq!(under(None, new().at_least(Weight::Undecide)), Weight::Fail);
    }
}
