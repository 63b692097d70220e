//! Simple types: what may be written in an element or an attribute.

use super::amount::Amounts;
use super::calendar::{Calendar, is_duration};
use super::name::NONE;
use super::number::{Number, is_float};
use super::rules;
use super::table::{Schema, Span};
use crate::rule::Rule;
use crate::xml::{is_name_character, is_ncname, is_space, qname_prefix};
use std::borrow::Cow;
use std::cmp::Ordering;

/// The lexical space of a type, before its facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Any text: `xs:string`, `xs:normalizedString`, `xs:token`, `xs:anySimpleType`.
    Text,
    Boolean,
    Decimal,
    Integer,
    Float,
    Calendar(Calendar),
    Duration,
    Base64,
    Hex,
    Uri,
    Language,
    NmToken,
    Name,
    NcName,
    QName,
    Id,
    IdRef,
    /// Items of the simple type with this number, separated by blanks.
    List(u32),
    /// One of several simple types: a range of `indices`.
    Union(Span),
}

/// The facet `whiteSpace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Preserve,
    Replace,
    Collapse,
}

/// Which rule speaks when a text is not of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Speech {
    /// That of the kind.
    Kind,
    NonNegative,
    /// A machine's integers, whose bounds mean nothing to a bookkeeper.
    Machine,
    Word,
    TaxCode,
    TaxCodeOrPerson,
}

/// One bound of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Edge {
    /// The number, as text.
    pub(super) text: u32,
    /// Whether the number itself is outside.
    pub(super) exclusive: bool,
}

/// A simple type: a kind and its facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SimpleType {
    pub(super) kind: Kind,
    pub(super) space: Space,
    pub(super) speech: Speech,
    pub(super) shortest: u32,
    /// [`NONE`] without a bound, as the two below.
    pub(super) longest: u32,
    pub(super) total: u32,
    pub(super) fraction: u32,
    pub(super) low: Option<Edge>,
    pub(super) high: Option<Edge>,
    /// Patterns that must all match: a range of `indices`.
    pub(super) patterns: Span,
    /// The only texts allowed: a range of `indices`; without enumeration empty.
    pub(super) words: Span,
    /// Known once all types are.
    pub(super) amounts: Amounts,
}

impl SimpleType {
    pub(super) const fn of(kind: Kind, space: Space) -> Self {
        Self {
            kind,
            space,
            speech: Speech::Kind,
            shortest: 0,
            longest: NONE,
            total: NONE,
            fraction: NONE,
            low: None,
            high: None,
            patterns: Span::EMPTY,
            words: Span::EMPTY,
            amounts: Amounts::UNKNOWN,
        }
    }

    /// Whether every text is of the type.
    pub(super) fn takes_all(&self) -> bool {
        self.kind == Kind::Text
            && self.shortest == 0
            && self.longest == NONE
            && self.patterns.is_empty()
            && self.words.is_empty()
    }
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Kind,
    Length,
    Pattern,
    Words,
    Range,
    Digits,
}

/// The text as the type sees it.
pub(super) fn normalize(text: &str, space: Space) -> Cow<'_, str> {
    match space {
        Space::Preserve => Cow::Borrowed(text),
        Space::Replace if text.contains(['\t', '\n', '\r']) => {
            Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
        }
        Space::Replace => Cow::Borrowed(text),
        Space::Collapse => {
            let text = text.trim_matches([' ', '\t', '\n', '\r']);
            let bytes = text.as_bytes();
            let odd = |pair: &[u8]| is_space(pair[0]) && (pair[0] != b' ' || is_space(pair[1]));
            if bytes.windows(2).any(odd) {
                let words = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
                Cow::Owned(words.collect::<Vec<_>>().join(" "))
            } else {
                Cow::Borrowed(text)
            }
        }
    }
}

impl Schema {
    pub(super) fn text(&self, index: u32) -> &str {
        self.texts.get(index as usize).map_or("", AsRef::as_ref)
    }

    /// Judges a text.
    pub(super) fn judge(&self, simple: &SimpleType, text: &str) -> Result<(), Fault> {
        if simple.takes_all() || simple.amounts.take(text) {
            return Ok(());
        }
        let text = match simple.kind {
            // White space inside makes these wrong whether collapsed or not.
            Kind::Integer | Kind::Decimal | Kind::Boolean | Kind::Calendar(_) => {
                Cow::Borrowed(text.trim_matches([' ', '\t', '\n', '\r']))
            }
            _ => normalize(text, simple.space),
        };
        let number = match simple.kind {
            Kind::Integer => Number::integer(&text),
            Kind::Decimal => Number::decimal(&text),
            _ => None,
        };
        if number.is_none() && !self.is_of_kind(simple, &text) {
            return Err(Fault::Kind);
        }
        let words = self.indices(simple.words);
        if !words.is_empty() && !words.iter().any(|word| same_value(simple.kind, self.text(*word), &text)) {
            return Err(Fault::Words);
        }
        if simple.shortest > 0 || simple.longest != NONE {
            let length = length(simple.kind, &text);
            let most = if simple.longest == NONE { usize::MAX } else { simple.longest as usize };
            if length < simple.shortest as usize || length > most {
                return Err(Fault::Length);
            }
        }
        for pattern in self.indices(simple.patterns) {
            if !self.patterns.get(*pattern as usize).is_some_and(|pattern| pattern.matches(&text)) {
                return Err(Fault::Pattern);
            }
        }
        number.map_or(Ok(()), |number| self.judge_number(simple, number))
    }

    fn judge_number(&self, simple: &SimpleType, number: Number<'_>) -> Result<(), Fault> {
        let within = |edge: Option<Edge>, outside: Ordering| {
            edge.is_none_or(|edge| match self.bound(edge) {
                None => false,
                Some(bound) => match number.compare(bound) {
                    Ordering::Equal => !edge.exclusive,
                    order => order != outside,
                },
            })
        };
        if !within(simple.low, Ordering::Less) || !within(simple.high, Ordering::Greater) {
            return Err(Fault::Range);
        }
        let over = |most: u32, digits: usize| most != NONE && digits > most as usize;
        if over(simple.total, number.total_digits()) || over(simple.fraction, number.fraction_digits()) {
            return Err(Fault::Digits);
        }
        Ok(())
    }

    fn is_of_kind(&self, simple: &SimpleType, text: &str) -> bool {
        match simple.kind {
            Kind::Text => true,
            Kind::Boolean => matches!(text, "0" | "1" | "false" | "true"),
            // Numbers have been read by now.
            Kind::Decimal | Kind::Integer => false,
            Kind::Float => is_float(text),
            Kind::Calendar(calendar) => calendar.accepts(text),
            Kind::Duration => is_duration(text),
            Kind::Base64 => base64_octets(text).is_some(),
            Kind::Hex => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
            Kind::Uri => is_uri(text),
            Kind::Language => is_language(text),
            Kind::NmToken => !text.is_empty() && text.chars().all(|c| is_name_character(c, false)),
            Kind::Name => {
                text.chars().next().is_some_and(|first| is_name_character(first, true))
                    && text.chars().all(|c| is_name_character(c, false))
            }
            Kind::NcName | Kind::Id | Kind::IdRef => is_ncname(text),
            Kind::QName => qname_prefix(text).is_some(),
            Kind::List(item) => self.simples.get(item as usize).is_some_and(|item| {
                text.split(' ').filter(|word| !word.is_empty()).all(|word| self.judge(item, word).is_ok())
            }),
            Kind::Union(members) => self.indices(members).iter().any(|member| {
                self.simples.get(*member as usize).is_some_and(|member| self.judge(member, text).is_ok())
            }),
        }
    }

    /// Whether two texts have the same value in the type.
    pub(super) fn same_value(&self, simple: &SimpleType, a: &str, b: &str) -> bool {
        same_value(simple.kind, &normalize(a, simple.space), &normalize(b, simple.space))
    }

    /// The rule that speaks about a fault.
    pub(super) const fn rule(simple: &SimpleType, fault: Fault) -> &'static Rule {
        match (simple.speech, fault) {
            (Speech::TaxCode | Speech::TaxCodeOrPerson, _) => return &rules::TAX_CODE,
            (Speech::Word, _) | (_, Fault::Words) => return &rules::WORD,
            (Speech::NonNegative, Fault::Kind | Fault::Range) => return &rules::NON_NEGATIVE,
            _ => {}
        }
        match fault {
            Fault::Length => &rules::LENGTH,
            Fault::Pattern => &rules::PATTERN,
            Fault::Digits => &rules::DIGITS,
            Fault::Range if matches!(simple.speech, Speech::Machine) => &rules::INTEGER,
            Fault::Range => &rules::RANGE,
            Fault::Words => &rules::WORD,
            Fault::Kind => match simple.kind {
                Kind::Integer => &rules::INTEGER,
                Kind::Decimal => &rules::DECIMAL,
                Kind::Boolean => &rules::BOOLEAN,
                Kind::Calendar(Calendar::Date) => &rules::DATE,
                Kind::Id => &rules::ID,
                _ => &rules::VALUE,
            },
        }
    }

    /// What may be written, for a report.
    pub(super) fn expected(&self, simple: &SimpleType, fault: Fault) -> String {
        match simple.speech {
            Speech::TaxCode => return "0123456789 | 0123456789-001".into(),
            Speech::TaxCodeOrPerson => return "0123456789 | 0123456789-001 | 012345678901".into(),
            Speech::NonNegative if matches!(fault, Fault::Kind | Fault::Range) => return "0, 1234".into(),
            Speech::Word | Speech::NonNegative | Speech::Machine | Speech::Kind => {}
        }
        let words = || -> Vec<&str> {
            let listed = self.indices(simple.words).iter().map(|word| self.text(*word));
            let patterns =
                self.indices(simple.patterns).iter().filter_map(|at| self.patterns.get(*at as usize));
            listed.chain(patterns.filter_map(|p| p.words()).flatten().map(String::as_str)).collect()
        };
        match fault {
            Fault::Words => words().join(" | "),
            Fault::Pattern if simple.speech == Speech::Word => words().join(" | "),
            Fault::Pattern => {
                let sources = self.indices(simple.patterns).iter();
                sources
                    .filter_map(|at| self.sources.get(*at as usize))
                    .map(|alternatives| alternatives.join(" | "))
                    .collect::<Vec<String>>()
                    .join(" & ")
            }
            Fault::Length => match (simple.shortest, simple.longest) {
                (least, NONE) => format!("≥ {least}"),
                (0, most) => format!("≤ {most}"),
                (least, most) if least == most => least.to_string(),
                (least, most) => format!("{least}–{most}"),
            },
            Fault::Digits => match (simple.total, simple.fraction) {
                (NONE, fraction) => format!("*.{fraction}"),
                (total, NONE) => total.to_string(),
                (total, fraction) => format!("{}.{fraction}", total.saturating_sub(fraction)),
            },
            Fault::Range if simple.speech == Speech::Machine => "-1234, 0, 1234".into(),
            Fault::Range => {
                let edge = |edge: Option<Edge>, signs: [&str; 2]| {
                    edge.map(|edge| {
                        format!("{} {}", signs[usize::from(edge.exclusive)], self.text(edge.text))
                    })
                };
                let edges = [edge(simple.low, ["≥", ">"]), edge(simple.high, ["≤", "<"])];
                edges.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            Fault::Kind => match simple.kind {
                Kind::Text => "",
                Kind::Integer => "-1234, 0, 1234",
                Kind::Boolean => "0 | 1",
                Kind::Decimal => "0, 12.5",
                Kind::Float => "12.5E3",
                Kind::Calendar(calendar) => calendar.example(),
                Kind::Duration => "P1Y2M3DT4H5M6S",
                Kind::Base64 => "base64",
                Kind::Hex => "0A1F",
                Kind::Uri => "http://example.vn/",
                Kind::Language => "vi",
                Kind::NmToken | Kind::Name | Kind::NcName | Kind::QName => "abc",
                Kind::Id | Kind::IdRef => "ID_1",
                Kind::List(_) => "a b c",
                Kind::Union(members) => {
                    let mut all: Vec<String> = Vec::new();
                    for member in self.indices(members) {
                        if let Some(member) = self.simples.get(*member as usize)
                            && !matches!(member.kind, Kind::Union(_) | Kind::List(_))
                        {
                            let fault = if member.words.is_empty() { Fault::Kind } else { Fault::Words };
                            all.push(self.expected(member, fault));
                        }
                    }
                    return all.join(" | ");
                }
            }
            .into(),
        }
    }
}

fn same_value(kind: Kind, a: &str, b: &str) -> bool {
    match kind {
        Kind::Decimal | Kind::Integer => match (Number::decimal(a), Number::decimal(b)) {
            (Some(a), Some(b)) => a.compare(b) == Ordering::Equal,
            _ => false,
        },
        Kind::Boolean => matches!(a, "1" | "true") == matches!(b, "1" | "true"),
        _ => a == b,
    }
}

/// Length in the units of the type: octets of binary data, items of a list, else characters.
fn length(kind: Kind, text: &str) -> usize {
    match kind {
        Kind::Base64 => base64_octets(text).unwrap_or_default(),
        Kind::Hex => text.len() / 2,
        Kind::List(_) => text.split(' ').filter(|item| !item.is_empty()).count(),
        _ if text.is_ascii() => text.len(),
        _ => text.chars().count(),
    }
}

/// How many octets a base64 text stands for, white space inside allowed (XML Schema part 2, 3.2.16).
fn base64_octets(text: &str) -> Option<usize> {
    let (mut digits, mut padding, mut last) = (0_usize, 0_usize, 0_u8);
    for byte in text.bytes().filter(|byte| *byte != b' ') {
        match byte {
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => {
                digits += 1;
                last = byte;
            }
            _ => return None,
        }
    }
    if !(digits + padding).is_multiple_of(4) || padding > 2 || digits == 0 && padding > 0 {
        return None;
    }
    // The bits of the last digit that padding leaves over are zero.
    let clean = match padding {
        1 => b"AEIMQUYcgkosw048".contains(&last),
        2 => b"AQgw".contains(&last),
        _ => true,
    };
    clean.then_some(digits * 3 / 4)
}

/// `xs:anyURI`: nearly everything, as part 2, 3.2.17 says; but no broken escapes where both other readers refuse them.
fn is_uri(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| {
        *byte != b'%'
            || bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    }) && text.matches('#').count() < 2
        // Brackets are for addresses of hosts (RFC 2732) and are not escaped as other characters are.
        && (text.contains("//[") || !text.contains(['[', ']']))
        && has_sound_scheme(text)
}

/// Whether what stands before a first colon can be a scheme (RFC 2396, 3.1), if anything does.
fn has_sound_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':').filter(|(before, _)| !before.contains(['/', '?', '#']))
    else {
        return true;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `xs:language`: `[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*`.
fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        (1..=8).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphabetic() || at > 0 && byte.is_ascii_digit())
    })
}
