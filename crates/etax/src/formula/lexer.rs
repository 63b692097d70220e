//! A formula's text, cut into words.

use super::error::{Fault, FormulaError};
use rust_decimal::Decimal;
use std::ops::Range;

/// The longest text of a formula, in bytes. A trial balance's totals name a hundred accounts.
const LONGEST: usize = 16 * 1024;

/// One word of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'s> {
    Number(Decimal),
    /// Text between single quotes; two stand for one.
    Text(&'s str),
    /// What stands between brackets.
    Reference(&'s str),
    /// A function's name or `and`, `or`, `not`, `true`, `false`.
    Word(&'s str),
    /// `+ - * / & ( ) , = <> < <= > >=`
    Sign(&'static str),
}

/// A word and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Spanned<'s> {
    pub(super) token: Token<'s>,
    pub(super) at: Range<usize>,
}

/// Longer signs before those that they begin with.
const SIGNS: [&str; 14] = ["<>", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "&", "(", ")", ","];

/// Cuts a formula into words.
pub(super) fn words(text: &str) -> Result<Vec<Spanned<'_>>, FormulaError> {
    if text.len() > LONGEST {
        return Err(FormulaError::new(0..text.len(), Fault::TooLarge));
    }
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let (token, length) = word(rest, first).map_err(|(fault, length)| {
            let end = at.saturating_add(length).min(text.len());
            FormulaError::new(at..end, fault)
        })?;
        words.push(Spanned { token, at: at..at + length });
        at += length;
    }
    Ok(words)
}

/// The first word of `rest` and its length in bytes.
fn word(rest: &str, first: char) -> Result<(Token<'_>, usize), (Fault, usize)> {
    if first.is_ascii_digit() {
        return number(rest);
    }
    if first.is_ascii_alphabetic() {
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        return Ok((Token::Word(rest.get(..length).unwrap_or_default()), length));
    }
    if first == '[' {
        let end = rest.find(']').ok_or((Fault::Unclosed, rest.len()))?;
        return Ok((Token::Reference(rest.get(1..end).unwrap_or_default().trim()), end + 1));
    }
    if first == '\'' {
        let inside = rest.get(1..).unwrap_or_default();
        let end = inside.find('\'').ok_or((Fault::Unclosed, rest.len()))?;
        return Ok((Token::Text(inside.get(..end).unwrap_or_default()), end + 2));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Token::Sign(sign), sign.len())),
        None => Err((Fault::Character(first), first.len_utf8())),
    }
}

/// Digits with at most one point; `%` behind it divides by a hundred.
fn number(rest: &str) -> Result<(Token<'_>, usize), (Fault, usize)> {
    let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    let digits = rest.get(..length).unwrap_or_default();
    let wrong = (Fault::Number, length);
    if digits.ends_with('.') {
        return Err(wrong);
    }
    let number = Decimal::from_str_exact(digits).map_err(|_| wrong.clone())?;
    if !rest.get(length..).is_some_and(|rest| rest.starts_with('%')) {
        return Ok((Token::Number(number), length));
    }
    let part = number.checked_div(Decimal::ONE_HUNDRED).ok_or(wrong)?;
    Ok((Token::Number(part), length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_placed() {
        let found: Vec<Token<'_>> =
            words("round([ct 1]*10%,0)<>'a' &[.b]").unwrap().into_iter().map(|word| word.token).collect();
        let expected = [
            Token::Word("round"),
            Token::Sign("("),
            Token::Reference("ct 1"),
            Token::Sign("*"),
            Token::Number(Decimal::new(1, 1)),
            Token::Sign(","),
            Token::Number(Decimal::ZERO),
            Token::Sign(")"),
            Token::Sign("<>"),
            Token::Text("a"),
            Token::Sign("&"),
            Token::Reference(".b"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn mistakes_are_placed() {
        for (text, at) in [("1 + é", 4), ("[a", 0), ("2*'a", 2), ("1.", 0), ("1.2.3", 0), ("  #", 2)] {
            assert_eq!(words(text).unwrap_err().at.start, at, "{text}");
        }
        assert!(words(&"1+".repeat(9000)).is_err());
        assert!(words("99999999999999999999999999999999").is_err());
    }
}
