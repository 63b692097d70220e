//! Simple types as they are written.

use super::read::Maker;
use super::tokens::{Token, Tokens};
use crate::schema::NotationError;
use crate::schema::name::NONE;
use crate::schema::number::Number;
use crate::schema::pattern::PatternError;
use crate::schema::value::{Edge, Fault, Kind, SimpleType, Space, Speech, normalize};

type Made<T> = Result<T, NotationError>;

impl<'t> Maker<'t, '_> {
    /// A simple type: a base and what narrows it. Stops at the first word that is no facet.
    pub(super) fn simple(&mut self, tokens: &mut Tokens<'t>) -> Made<u32> {
        let base = match tokens.peek() {
            Some(Token::Word("list")) => {
                tokens.take("list");
                let items = self.members(tokens)?;
                let [item] = *items.as_slice() else {
                    return Err(tokens.error_before("one type in list(…)"));
                };
                self.builder.add_simple(SimpleType::of(Kind::List(item), Space::Collapse))
            }
            Some(Token::Word("union")) => {
                tokens.take("union");
                let members = self.members(tokens)?;
                let members = self.builder.add_indices(&members);
                self.builder.add_simple(SimpleType::of(Kind::Union(members), Space::Preserve))
            }
            _ => {
                let name = tokens.word("a type")?;
                self.simple_named(name).ok_or_else(|| tokens.error_before("a simple type"))??
            }
        };
        self.facets(tokens, base)
    }

    fn members(&mut self, tokens: &mut Tokens<'t>) -> Made<Vec<u32>> {
        tokens.need("(")?;
        let mut members = Vec::new();
        loop {
            let name = tokens.word("a type")?;
            members.push(self.simple_named(name).ok_or_else(|| tokens.error_before("a simple type"))??);
            if tokens.take(")") {
                return Ok(members);
            }
            tokens.need(",")?;
        }
    }

    fn facets(&mut self, tokens: &mut Tokens<'t>, base: u32) -> Made<u32> {
        let Some(before) = self.builder.schema.simples.get(base as usize).copied() else { return Ok(base) };
        let mut simple = before;
        let mut words = Vec::new();
        loop {
            match tokens.peek() {
                Some(Token::Sign("&") | Token::Pattern(_)) => self.patterns(tokens, &mut simple)?,
                Some(Token::Quoted(_)) => {
                    let word = tokens.quoted()?;
                    let judged = self.builder.schema.judge(&before, &word);
                    if !matches!(judged, Ok(()) | Err(Fault::Length | Fault::Pattern)) {
                        return Err(tokens.error_before("a text of the type"));
                    }
                    let word = normalize(&word, before.space).into_owned();
                    words.push(self.builder.add_text(&word));
                }
                Some(Token::Sign(sign @ (">=" | ">" | "<=" | "<"))) => {
                    let sign = *sign;
                    tokens.take(sign);
                    self.bound(tokens, sign, &mut simple)?;
                }
                Some(Token::Word("length")) => {
                    tokens.take("length");
                    let text = tokens.word("a length such as 5, 2..10 or ..10")?;
                    (simple.shortest, simple.longest) = range(text)
                        .ok_or_else(|| tokens.error_before("a length such as 5, 2..10 or ..10"))?;
                }
                Some(Token::Word("digits")) => simple.total = count(tokens, "digits")?,
                Some(Token::Word("fraction")) => simple.fraction = count(tokens, "fraction")?,
                Some(Token::Word("space")) => {
                    tokens.take("space");
                    simple.space = match tokens.word("replace or collapse")? {
                        "replace" => Space::Replace,
                        "collapse" => Space::Collapse,
                        _ => return Err(tokens.error_before("replace or collapse")),
                    };
                }
                _ => break,
            }
        }
        if !words.is_empty() {
            simple.words = self.builder.add_indices(&words);
        }
        Ok(self.builder.add_simple(simple))
    }

    /// Patterns of one step: alternatives of each other.
    fn patterns(&mut self, tokens: &mut Tokens<'t>, simple: &mut SimpleType) -> Made<()> {
        tokens.take("&");
        let mut alternatives = Vec::new();
        loop {
            match tokens.next() {
                Some(Token::Pattern(pattern)) => alternatives.push(pattern),
                _ => return Err(tokens.error_before("a pattern between / and /")),
            }
            if !tokens.take("|") {
                break;
            }
        }
        self.builder.narrow(simple, &alternatives).map_err(|error| {
            tokens.error_before(match error {
                PatternError::Malformed => "a pattern of XML Schema",
                PatternError::Property => "a pattern without character properties",
                PatternError::TooLarge => "a smaller pattern",
            })
        })
    }

    fn bound(&mut self, tokens: &mut Tokens<'t>, sign: &str, simple: &mut SimpleType) -> Made<()> {
        let number = tokens.word("a number")?;
        if Number::decimal(number).is_none() || !matches!(simple.kind, Kind::Decimal | Kind::Integer) {
            return Err(tokens.error_before("a number, of a type of numbers"));
        }
        let edge = Some(Edge { text: self.builder.add_text(number), exclusive: sign.len() == 1 });
        if sign.starts_with('>') {
            simple.low = edge;
        } else {
            simple.high = edge;
        }
        simple.speech = Speech::Kind;
        Ok(())
    }
}

fn count(tokens: &mut Tokens<'_>, facet: &str) -> Made<u32> {
    tokens.take(facet);
    let number = tokens.word("a number")?.parse().ok().filter(|number| *number != NONE);
    number.ok_or_else(|| tokens.error_before("a number"))
}

/// `5`, `2..10`, `..10`, `2..`.
fn range(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number != NONE);
    let (least, most) = match text.split_once("..") {
        None => (number(text)?, number(text)?),
        Some(("", most)) => (0, number(most)?),
        Some((least, "")) => (number(least)?, NONE),
        Some((least, most)) => (number(least)?, number(most)?),
    };
    (least <= most).then_some((least, most))
}
