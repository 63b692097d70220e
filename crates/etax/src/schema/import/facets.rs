//! The facets of a restriction.

use super::super::name::NONE;
use super::super::number::Number;
use super::super::pattern::PatternError;
use super::super::value::{Edge, Fault, Kind, SimpleType, Space as White, Speech, normalize};
use super::complex::parts;
use super::scope::{Maker, Place};
use super::{ImportError, Problem};
use crate::xml::Element;

type Made<T> = Result<T, ImportError>;

/// Facets of one step that stand more than once.
#[derive(Default)]
struct Several {
    patterns: Vec<String>,
    words: Vec<u32>,
}

impl<'d> Maker<'_, 'd, '_> {
    /// The simple type that the facets make of a base.
    pub(super) fn facets(&mut self, restriction: Element<'d>, place: Place, base: u32) -> Made<u32> {
        let Some(before) = self.builder.schema.simples.get(base as usize).copied() else { return Ok(base) };
        let mut simple = before;
        let mut several = Several::default();
        for facet in parts(restriction) {
            if matches!(facet.local(), "simpleType" | "attribute" | "attributeGroup" | "anyAttribute") {
                continue;
            }
            let Some(value) = facet.attribute("value") else {
                return self.error(facet, place, Problem::Invalid("value".to_owned()));
            };
            if !applies(simple.kind, facet.local()) {
                return self.unsupported(facet, place, &format!("xs:{} ({:?})", facet.local(), simple.kind));
            }
            self.facet(facet, place, &value, &before, &mut simple, &mut several)?;
        }
        if !several.patterns.is_empty() {
            self.patterns(restriction, place, &several.patterns, &mut simple)?;
        }
        if !several.words.is_empty() {
            simple.words = self.builder.add_indices(&several.words);
        }
        Ok(self.builder.add_simple(simple))
    }

    fn facet(
        &mut self,
        facet: Element<'d>,
        place: Place,
        value: &str,
        before: &SimpleType,
        simple: &mut SimpleType,
        several: &mut Several,
    ) -> Made<()> {
        let invalid = || Problem::Invalid(format!("xs:{} value=\"{value}\"", facet.local()));
        let trimmed = value.trim_matches([' ', '\t', '\n', '\r']);
        let count =
            trimmed.strip_prefix('+').unwrap_or(trimmed).parse::<u32>().ok().filter(|count| *count != NONE);
        let counted =
            |count: Option<u32>| count.ok_or_else(|| self.scope.error(facet, place.member, invalid()));
        match facet.local() {
            "length" => {
                let length = counted(count)?;
                (simple.shortest, simple.longest) = (length, length);
            }
            "minLength" => simple.shortest = counted(count)?,
            "maxLength" => simple.longest = counted(count)?,
            "totalDigits" => simple.total = counted(count)?,
            "fractionDigits" => simple.fraction = counted(count)?,
            "pattern" => several.patterns.push(value.to_owned()),
            "whiteSpace" => {
                let space = match trimmed {
                    "preserve" => White::Preserve,
                    "replace" => White::Replace,
                    "collapse" => White::Collapse,
                    _ => return self.error(facet, place, invalid()),
                };
                let rank = |space| match space {
                    White::Preserve => 0,
                    White::Replace => 1,
                    White::Collapse => 2,
                };
                if rank(space) < rank(before.space) {
                    return self.error(facet, place, invalid());
                }
                simple.space = space;
            }
            "enumeration" => {
                // Patterns are looked at in the value as it is written, which some of the authority's words do not match;
                // such a word simply can never be written.
                let judged = self.builder.schema.judge(before, value);
                if !matches!(judged, Ok(()) | Err(Fault::Length | Fault::Pattern)) {
                    return self.error(facet, place, invalid());
                }
                let word = normalize(value, before.space).into_owned();
                several.words.push(self.builder.add_text(&word));
            }
            bound => {
                if Number::decimal(trimmed).is_none() {
                    return self.error(facet, place, invalid());
                }
                let edge = Some(Edge {
                    text: self.builder.add_text(trimmed),
                    exclusive: bound.ends_with("Exclusive"),
                });
                if bound.starts_with("min") {
                    simple.low = edge;
                } else {
                    simple.high = edge;
                }
                simple.speech = Speech::Kind;
            }
        }
        if simple.longest < simple.shortest {
            return self.error(facet, place, invalid());
        }
        Ok(())
    }

    fn patterns(
        &mut self,
        restriction: Element<'d>,
        place: Place,
        patterns: &[String],
        simple: &mut SimpleType,
    ) -> Made<()> {
        let Err(error) = self.builder.narrow(simple, patterns) else { return Ok(()) };
        let source = format!("xs:pattern {}", patterns.join(" | "));
        let problem = match error {
            PatternError::Malformed => Problem::Invalid(source),
            PatternError::Property => Problem::Unsupported(source),
            PatternError::TooLarge => Problem::TooLarge,
        };
        self.error(restriction, place, problem)
    }
}

/// Whether a facet can be judged for a kind of value. Dates, times and floats are not compared, and XML Schema itself has
/// no length of a number.
fn applies(kind: Kind, facet: &str) -> bool {
    let number = matches!(kind, Kind::Decimal | Kind::Integer);
    match facet {
        "pattern" => true,
        "whiteSpace" => !matches!(kind, Kind::Union(_)),
        "enumeration" => {
            !matches!(kind, Kind::Calendar(_) | Kind::Float | Kind::Duration | Kind::Base64 | Kind::QName)
        }
        "length" | "minLength" | "maxLength" => {
            !number
                && !matches!(
                    kind,
                    Kind::Boolean | Kind::Float | Kind::Calendar(_) | Kind::Duration | Kind::Union(_)
                )
        }
        "totalDigits" | "fractionDigits" | "minInclusive" | "maxInclusive" | "minExclusive"
        | "maxExclusive" => number,
        _ => false,
    }
}
