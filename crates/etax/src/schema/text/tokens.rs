//! The words of a line.

use super::tree::Item;
use crate::schema::NotationError;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name or a number.
    Word(&'t str),
    /// Text in `"`, escapes undone.
    Quoted(String),
    /// A pattern in `/`.
    Pattern(String),
    /// One of `( ) , | & = [ ] : > < >= <=`.
    Sign(&'t str),
}

/// The tokens of a part of a line, and where each begins.
pub(super) struct Tokens<'t> {
    item: Item<'t>,
    all: Vec<(Token<'t>, &'t str)>,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn read(item: Item<'t>, text: &'t str) -> Result<Self, NotationError> {
        let mut all = Vec::new();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let (token, after) = match first {
                '"' => {
                    let (text, after) = delimited(&item, rest, '"')?;
                    (Token::Quoted(text), after)
                }
                '/' => {
                    let (text, after) = delimited(&item, rest, '/')?;
                    (Token::Pattern(text), after)
                }
                '>' | '<' => {
                    let length = if rest[1..].starts_with('=') { 2 } else { 1 };
                    let (sign, after) = rest.split_at(length);
                    (Token::Sign(sign), after)
                }
                '(' | ')' | ',' | '|' | '&' | '=' | '[' | ']' => {
                    let (sign, after) = rest.split_at(1);
                    (Token::Sign(sign), after)
                }
                _ => {
                    let end = rest.find([' ', '"', '(', ')', ',', '|', '&', '[', ']']).unwrap_or(rest.len());
                    let (word, after) = rest.split_at(end.max(first.len_utf8()));
                    (Token::Word(word), after)
                }
            };
            all.push((token, rest));
            rest = after.trim_start();
        }
        Ok(Self { item, all, at: 0 })
    }

    pub(super) fn peek(&self) -> Option<&Token<'t>> {
        self.all.get(self.at).map(|(token, _)| token)
    }

    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        let token = self.all.get(self.at).map(|(token, _)| token.clone());
        self.at += 1;
        token
    }

    /// Takes a sign or word if it is next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(word) | Token::Sign(word)) if *word == text);
        self.at += usize::from(is);
        is
    }

    pub(super) fn need(&mut self, text: &'static str) -> Result<(), NotationError> {
        if self.take(text) { Ok(()) } else { Err(self.error(text)) }
    }

    pub(super) fn word(&mut self, expected: &'static str) -> Result<&'t str, NotationError> {
        match self.peek() {
            Some(Token::Word(word)) => {
                let word = *word;
                self.at += 1;
                Ok(word)
            }
            _ => Err(self.error(expected)),
        }
    }

    pub(super) fn quoted(&mut self) -> Result<String, NotationError> {
        match self.next() {
            Some(Token::Quoted(text)) => Ok(text),
            _ => {
                self.at -= 1;
                Err(self.error("a text in \"\""))
            }
        }
    }

    /// An error at the token that is next.
    pub(super) fn error(&self, expected: impl Into<String>) -> NotationError {
        match self.all.get(self.at) {
            Some((_, place)) => self.item.error(place, expected),
            None => self.item.ends(expected),
        }
    }

    /// An error at the token before.
    pub(super) fn error_before(&self, expected: impl Into<String>) -> NotationError {
        match self.at.checked_sub(1).and_then(|at| self.all.get(at)) {
            Some((_, place)) => self.item.error(place, expected),
            None => self.error(expected),
        }
    }
}

/// Text between two of one sign: in `"` with `\n`, `\t`, `\r`, `\"` and `\\`; in `/` only `\/` is an escape, since the
/// others are the pattern's.
fn delimited<'t>(item: &Item<'t>, text: &'t str, sign: char) -> Result<(String, &'t str), NotationError> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == sign {
            return Ok((out, text.get(at + 1..).unwrap_or_default()));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some((at, escaped)) = chars.next() else { break };
        match (sign, escaped) {
            ('/', '/') | ('"', '"' | '\\') => out.push(escaped),
            ('"', 'n') => out.push('\n'),
            ('"', 't') => out.push('\t'),
            ('"', 'r') => out.push('\r'),
            ('/', _) => out.extend(['\\', escaped]),
            _ => {
                let place = text.get(at..).unwrap_or_default();
                return Err(item.error(place, "one of n, t, r, \" and \\ after \\"));
            }
        }
    }
    Err(item.ends(format!("{sign} to close what {sign} opens")))
}

/// A text as it is written between `"`.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A pattern as it is written between `/`. Line ends and tabs become the escapes that patterns have for them.
pub(super) fn slash(pattern: &str) -> String {
    let mut out = String::from("/");
    let mut escaped = false;
    for c in pattern.chars() {
        match c {
            '/' if !escaped => out.push_str("\\/"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out.push('/');
    out
}
