//! Numbers that are of their type by their length alone. Most texts of most declarations are amounts: this spares them
//! the facets.

use super::name::NONE;
use super::number::Number;
use super::table::Schema;
use super::value::{Edge, Kind, SimpleType};
use std::cmp::Ordering;

/// How long a number may be to be of a type whatever its digits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Amounts {
    /// The most digits of a number without a sign.
    from_zero: u32,
    /// The most digits of a number with `-` before it.
    below_zero: u32,
    /// The most digits after a point; 0 where there may be none.
    fraction: u32,
}

impl Amounts {
    /// Nothing can be said by length.
    pub(super) const UNKNOWN: Self = Self { from_zero: 0, below_zero: 0, fraction: 0 };

    /// Whether a text is certainly of the type; one that is not may be all the same.
    pub(super) fn take(self, text: &str) -> bool {
        let (most, digits) = match text.as_bytes() {
            [b'-', digits @ ..] => (self.below_zero, digits),
            digits => (self.from_zero, digits),
        };
        if digits.len() > most as usize {
            return false;
        }
        let whole = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        match digits.get(whole..) {
            Some([]) => whole > 0,
            Some([b'.', fraction @ ..]) => {
                whole > 0
                    && (1..=self.fraction as usize).contains(&fraction.len())
                    && fraction.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        }
    }
}

impl Schema {
    /// What can be said of the numbers of a type.
    pub(super) fn amounts(&self, simple: &SimpleType) -> Amounts {
        let numeric = matches!(simple.kind, Kind::Integer | Kind::Decimal);
        let plain = simple.patterns.is_empty() && simple.words.is_empty();
        if !numeric || !plain || simple.shortest > 0 || simple.longest != NONE {
            return Amounts::UNKNOWN;
        }
        // A number of fewer digits before the point is nearer to 0 than a bound is.
        let within = |edge: Option<Edge>| {
            edge.map_or(u32::MAX, |edge| {
                self.bound(edge).map_or(0, |bound| bound.whole_digits().saturating_sub(1))
            })
        };
        let zero = Number::integer("0");
        let lets = |edge: Option<Edge>, outside: Ordering| {
            edge.is_none_or(|edge| {
                match self.bound(edge).zip(zero).map(|(bound, zero)| zero.compare(bound)) {
                    Some(Ordering::Equal) => !edge.exclusive,
                    Some(order) => order != outside,
                    None => false,
                }
            })
        };
        // Bounds that 0 is outside of leave nothing to be said by length.
        if !lets(simple.low, Ordering::Less) || !lets(simple.high, Ordering::Greater) {
            return Amounts::UNKNOWN;
        }
        Amounts {
            from_zero: within(simple.high).min(simple.total),
            below_zero: within(simple.low).min(simple.total),
            fraction: if simple.kind == Kind::Decimal { simple.fraction } else { 0 },
        }
    }

    /// The number at the edge of a range.
    pub(super) fn bound(&self, edge: Edge) -> Option<Number<'_>> {
        Number::decimal(self.text(edge.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::build::Builder;

    /// Types with every facet that bears on numbers, built in and narrowed.
    fn types(builder: &mut Builder) -> Vec<SimpleType> {
        let edges: Vec<Option<Edge>> =
            [("10", false), ("0", false), ("0", true), ("9.9", true), ("-3", false), ("-100", true)]
                .into_iter()
                .map(|(text, exclusive)| Some(Edge { text: builder.add_text(text), exclusive }))
                .chain([None])
                .collect();
        let mut all = Vec::new();
        for name in
            ["integer", "nonNegativeInteger", "negativeInteger", "long", "unsignedByte", "byte", "decimal"]
        {
            let built = builder.builtin(name).unwrap();
            all.push(built);
            for low in &edges {
                all.extend(edges.iter().map(|high| SimpleType { low: *low, high: *high, ..built }));
            }
            all.push(SimpleType { total: 3, ..built });
            all.push(SimpleType { fraction: 1, ..built });
            all.push(SimpleType { fraction: 0, total: 2, ..built });
            all.push(SimpleType { longest: 2, ..built });
        }
        all
    }

    #[test]
    fn what_goes_by_length_is_what_the_facets_take() {
        let mut builder = Builder::new();
        let numbers: Vec<u32> =
            types(&mut builder).iter().map(|simple| builder.add_simple(*simple)).collect();
        let schema = builder.finish();
        let mut quick = 0;
        for number in numbers {
            let simple = schema.simples[number as usize];
            let slow = SimpleType { amounts: Amounts::UNKNOWN, ..simple };
            for sign in ["", "-", "+", " "] {
                for digits in [
                    "",
                    "0",
                    "00",
                    "000",
                    "1",
                    "2",
                    "3",
                    "4",
                    "9",
                    "10",
                    "11",
                    "099",
                    "99",
                    "100",
                    "101",
                    "128",
                    "255",
                    "256",
                    "999",
                    "1000",
                    "0010",
                    ".",
                    "1.",
                    ".5",
                    "1.0",
                    "9.8",
                    "9.9",
                    "9.95",
                    "0.00",
                    "10.1",
                    "1.2.3",
                    "1e3",
                    "9223372036854775807",
                    "9223372036854775808",
                    "9223372036854775809",
                    "12345678901234567890",
                ] {
                    let text = format!("{sign}{digits}");
                    assert_eq!(
                        schema.judge(&simple, &text),
                        schema.judge(&slow, &text),
                        "{simple:?} {text:?}"
                    );
                    quick += u32::from(simple.amounts.take(&text));
                }
            }
        }
        assert!(quick > 1_000, "{quick}");
    }
}
