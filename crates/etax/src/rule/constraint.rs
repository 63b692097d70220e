//! What a policy says single rules weigh, and until when.

use super::{Rule, Weight};
use crate::value::Moment;
use serde::de::{Error, SeqAccess, Visitor, value::StrDeserializer};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What one rule weighs: one weight for ever, or weights that follow each other by date.
///
/// In policy files one word, or a list of which each entry but the last says until when it holds.
/// A date is the day's beginning in Vietnam and no longer belongs to the entry that names it.
///
/// ```
/// use etax::rule::{Constraint, Weight};
/// use etax::value::Moment;
/// let text = r#"[{"until": "2027-01-01", "weight": "inform"}, {"weight": "fail"}]"#;
/// let sha1: Constraint = serde_json::from_str(text).unwrap();
/// assert_eq!(sha1.at(Moment::parse("2026-12-31T23:59:59").unwrap()), Weight::Inform);
/// assert_eq!(sha1.at(Moment::parse("2027-01-01").unwrap()), Weight::Fail);
/// assert_eq!(sha1.to_string(), "inform until 2027-01-01, then fail");
/// assert_eq!(serde_json::from_str::<Constraint>(r#""warn""#).unwrap(), Constraint::always(Weight::Warn));
/// assert!(serde_json::from_str::<Constraint>(r#"[{"until": "2027-01-01", "weight": "inform"}]"#).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Ends, ascending, with the weight that holds before each.
    steps: Vec<(Moment, Weight)>,
    /// What holds from the last end on.
    last: Weight,
}

impl Constraint {
    /// One weight at all times.
    #[must_use]
    pub const fn always(weight: Weight) -> Self {
        Self { steps: Vec::new(), last: weight }
    }

    /// Puts a weight before this constraint, until a moment; `None` when that is not before the first end.
    ///
    /// ```
    /// use etax::rule::{Constraint, Weight};
    /// use etax::value::Moment;
    /// let end = Moment::parse("2027-01-01").unwrap();
    /// let dated = Constraint::always(Weight::Fail).until(end, Weight::Inform).unwrap();
    /// assert!(dated.until(end, Weight::Warn).is_none());
    /// ```
    #[must_use]
    pub fn until(mut self, end: Moment, weight: Weight) -> Option<Self> {
        if self.steps.first().is_some_and(|(first, _)| *first <= end) {
            return None;
        }
        self.steps.insert(0, (end, weight));
        Some(self)
    }

    /// The weight at a moment.
    #[must_use]
    pub fn at(&self, moment: Moment) -> Weight {
        self.steps.iter().find(|(end, _)| moment < *end).map_or(self.last, |(_, weight)| *weight)
    }

    /// Each weight with its beginning and its end, in order.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (Option<Moment>, Weight, Option<Moment>)> {
        let begins = std::iter::once(None).chain(self.steps.iter().map(|(end, _)| Some(*end)));
        let ends = self.steps.iter().map(|(end, weight)| (Some(*end), *weight));
        begins
            .zip(ends.chain(std::iter::once((None, self.last))))
            .map(|(from, (end, weight))| (from, weight, end))
    }
}

/// In words: `inform until 2027-01-01, then fail`.
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (end, weight) in &self.steps {
            write!(f, "{} until {}, then ", weight.word(), end.date())?;
        }
        f.write_str(self.last.word())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    until: Option<Day>,
    weight: Weight,
}

/// A date, `YYYY-MM-DD`.
struct Day(Moment);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date in quotes, \"YYYY-MM-DD\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                Moment::parse(text)
                    .filter(|_| text.len() == 10)
                    .map(Day)
                    .ok_or_else(|| E::custom(format_args!("{text:?} is not a date YYYY-MM-DD")))
            }
        }
        deserializer.deserialize_any(Written)
    }
}

impl Serialize for Constraint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Entry(Option<Moment>, Weight);
        impl Serialize for Entry {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                if let Some(end) = self.0 {
                    map.serialize_entry("until", &end.date().to_string())?;
                }
                map.serialize_entry("weight", &self.1)?;
                map.end()
            }
        }
        if self.steps.is_empty() {
            return self.last.serialize(serializer);
        }
        let mut list = serializer.serialize_seq(None)?;
        for (_, weight, end) in self.steps() {
            list.serialize_element(&Entry(end, weight))?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Constraint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Constraint;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "fail, undecide, warn, inform or ignore, or a list such as \
                     [{ until = \"2027-01-01\", weight = \"inform\" }, { weight = \"fail\" }]",
                )
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Constraint, E> {
                Weight::deserialize(StrDeserializer::new(word)).map(Constraint::always)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Constraint, A::Error> {
                let mut steps: Vec<(Moment, Weight)> = Vec::new();
                let mut last = None;
                while let Some(step) = list.next_element::<Step>()? {
                    if last.is_some() {
                        return Err(A::Error::custom("an entry without until must be the last"));
                    }
                    match step.until {
                        None => last = Some(step.weight),
                        Some(Day(end)) if steps.last().is_some_and(|(before, _)| *before >= end) => {
                            return Err(A::Error::custom("the dates of until must ascend"));
                        }
                        Some(Day(end)) => steps.push((end, step.weight)),
                    }
                }
                let last = last.ok_or_else(|| A::Error::custom("the last entry must have no until"))?;
                Ok(Constraint { steps, last })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// What a policy says rules weigh, by rule id. A rule that it does not name keeps its own weight.
///
/// ```
/// use etax::rule::{Constraint, Weight, Weights};
/// use etax::value::Moment;
/// let weights: Weights = serde_json::from_str(r#"{"signature.missing": "warn"}"#).unwrap();
/// let rule = etax::engine::rules().into_iter().find(|rule| rule.id == "signature.missing").unwrap();
/// let moment = Moment::parse("2026-11-23").unwrap();
/// assert_eq!(rule.weight, Weight::Fail);
/// assert_eq!(weights.of(rule, moment), Some(Weight::Warn));
/// assert_eq!(Weights::default().of(rule, moment), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weights(BTreeMap<String, Constraint>);

impl Weights {
    /// What the rule weighs at a moment; `None` when nothing is said about it.
    #[must_use]
    pub fn of(&self, rule: &Rule, at: Moment) -> Option<Weight> {
        self.0.get(rule.id).map(|constraint| constraint.at(at))
    }

    /// Whether breaking the rule at a moment leaves its check passed.
    pub(crate) fn tolerates(&self, rule: &Rule, at: Moment) -> bool {
        !matches!(self.of(rule, at).unwrap_or(rule.weight), Weight::Fail | Weight::Undecide)
    }

    /// What is said about the rule of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Constraint> {
        self.0.get(id)
    }

    /// Says what the rule of this id weighs, instead of what was said before.
    pub fn set(&mut self, id: &str, constraint: Constraint) {
        self.0.insert(id.to_owned(), constraint);
    }

    /// Rule ids with their constraints, ordered by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Constraint)> {
        self.0.iter().map(|(id, constraint)| (id.as_str(), constraint))
    }
}

#[cfg(test)]
mod tests {
    use super::{Constraint, Weight};
    use crate::value::Moment;

    fn read(text: &str) -> Result<Constraint, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_is_read_and_written_alike() {
        let text = r#"[{"until":"2020-01-01","weight":"ignore"},{"until":"2027-01-01","weight":"inform"},{"weight":"fail"}]"#;
        let constraint = read(text).unwrap();
        assert_eq!(serde_json::to_string(&constraint).unwrap(), text);
        let weights: Vec<_> = ["2019-12-31", "2020-01-01", "2026-12-31", "2027-01-01"]
            .map(|day| constraint.at(Moment::parse(day).unwrap()))
            .to_vec();
        assert_eq!(weights, [Weight::Ignore, Weight::Inform, Weight::Inform, Weight::Fail]);
        assert_eq!(constraint.steps().count(), 3);
    }

    #[test]
    fn mistakes_are_said() {
        for (text, part) in [
            (r#""often""#, "often"),
            ("3", "fail, undecide"),
            ("[]", "the last entry"),
            (r#"[{"until":"2027-01-01","weight":"fail"}]"#, "the last entry"),
            (r#"[{"weight":"fail"},{"weight":"warn"}]"#, "must be the last"),
            (
                r#"[{"until":"2027-01-01","weight":"fail"},{"until":"2027-01-01","weight":"warn"},{"weight":"fail"}]"#,
                "ascend",
            ),
            (r#"[{"until":"1/1/2027","weight":"fail"},{"weight":"fail"}]"#, "1/1/2027"),
            (r#"[{"until":"2027-02-30","weight":"fail"},{"weight":"fail"}]"#, "2027-02-30"),
            (r#"[{"until":2027,"weight":"fail"},{"weight":"fail"}]"#, "in quotes"),
            (r#"[{"since":"2027-01-01","weight":"fail"},{"weight":"fail"}]"#, "since"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
