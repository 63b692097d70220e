//! Words to a tree, by precedence: or, and, not, comparison, `+ - &`, `* /`, sign.

use super::error::{Fault, FormulaError};
use super::expr::{Expr, Node, Operator, Reference};
use super::function::Function;
use super::lexer::{Spanned, Token};
use std::ops::Range;

/// How deep brackets, functions and signs may nest.
const DEEPEST: usize = 48;

pub(super) struct Parser<'w, 's> {
    words: &'w [Spanned<'s>],
    at: usize,
    depth: usize,
    end: usize,
}

type Parsed<'s> = Result<Expr<'s>, FormulaError>;

/// Parses the words of a text of `end` bytes.
pub(super) fn parse<'s>(words: &[Spanned<'s>], end: usize) -> Parsed<'s> {
    let mut parser = Parser { words, at: 0, depth: 0, end };
    let expr = parser.either()?;
    match parser.words.get(parser.at) {
        None => Ok(expr),
        Some(extra) => Err(FormulaError::new(extra.at.clone(), Fault::Expected("the end or an operator"))),
    }
}

impl<'s> Parser<'_, 's> {
    fn peek(&self) -> Option<&Token<'s>> {
        self.words.get(self.at).map(|word| &word.token)
    }

    /// Where the next word stands; the end of the text behind the last one.
    fn here(&self) -> Range<usize> {
        self.words.get(self.at).map_or(self.end..self.end, |word| word.at.clone())
    }

    fn sign(&mut self, signs: &[&str]) -> Option<&'static str> {
        match self.peek() {
            Some(Token::Sign(sign)) if signs.contains(sign) => {
                let sign = *sign;
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Word(word)) if *word == keyword);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), FormulaError> {
        match self.sign(&[sign]) {
            Some(_) => Ok(()),
            None => Err(FormulaError::new(self.here(), Fault::Expected(sign))),
        }
    }

    fn either(&mut self) -> Parsed<'s> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(FormulaError::new(self.here(), Fault::TooLarge));
        }
        let mut left = self.both()?;
        while self.keyword("or") {
            left = joined(left, self.both()?, Node::Or);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn both(&mut self) -> Parsed<'s> {
        let mut left = self.negated()?;
        while self.keyword("and") {
            left = joined(left, self.negated()?, Node::And);
        }
        Ok(left)
    }

    fn negated(&mut self) -> Parsed<'s> {
        let start = self.here().start;
        if !self.keyword("not") {
            return self.comparison();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(FormulaError::new(self.here(), Fault::TooLarge));
        }
        let inner = self.negated()?;
        self.depth -= 1;
        Ok(Expr { at: start..inner.at.end, node: Node::Not(Box::new(inner)) })
    }

    /// At most one: `a < b < c` is a mistake, not a chain.
    fn comparison(&mut self) -> Parsed<'s> {
        let left = self.sum()?;
        let operator = match self.sign(&["=", "<>", "<", "<=", ">", ">="]) {
            None => return Ok(left),
            Some("=") => Operator::Equal,
            Some("<>") => Operator::Different,
            Some("<") => Operator::Less,
            Some("<=") => Operator::AtMost,
            Some(">") => Operator::More,
            Some(_) => Operator::AtLeast,
        };
        let right = self.sum()?;
        Ok(joined(left, right, |pair| Node::Binary(operator, pair)))
    }

    fn sum(&mut self) -> Parsed<'s> {
        let mut left = self.product()?;
        while let Some(sign) = self.sign(&["+", "-", "&"]) {
            let operator = match sign {
                "+" => Operator::Add,
                "-" => Operator::Subtract,
                _ => Operator::Join,
            };
            left = joined(left, self.product()?, |pair| Node::Binary(operator, pair));
        }
        Ok(left)
    }

    fn product(&mut self) -> Parsed<'s> {
        let mut left = self.signed()?;
        while let Some(sign) = self.sign(&["*", "/"]) {
            let operator = if sign == "*" { Operator::Multiply } else { Operator::Divide };
            left = joined(left, self.signed()?, |pair| Node::Binary(operator, pair));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Parsed<'s> {
        let start = self.here().start;
        if self.sign(&["-"]).is_none() {
            return self.value();
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(FormulaError::new(self.here(), Fault::TooLarge));
        }
        let inner = self.signed()?;
        self.depth -= 1;
        Ok(Expr { at: start..inner.at.end, node: Node::Negate(Box::new(inner)) })
    }

    fn value(&mut self) -> Parsed<'s> {
        let at = self.here();
        let Some(word) = self.words.get(self.at) else {
            return Err(FormulaError::new(at, Fault::Expected("a value")));
        };
        let token = word.token.clone();
        self.at += 1;
        let node = match token {
            Token::Number(number) => Node::Number(number),
            Token::Text(text) => Node::Text(text),
            Token::Word("true") => Node::Truth(true),
            Token::Word("false") => Node::Truth(false),
            Token::Reference(inside) => match Reference::read(inside) {
                Some(reference) => Node::Reference(reference),
                None => return Err(FormulaError::new(at, Fault::Reference(inside.to_owned()))),
            },
            Token::Sign("(") => {
                let inner = self.either()?;
                let end = self.here().end;
                self.expect(")")?;
                return Ok(Expr { at: at.start..end, node: Node::Brackets(Box::new(inner)) });
            }
            Token::Word(name) => {
                let Some(function) = Function::named(name) else {
                    return Err(FormulaError::new(at, Fault::Function(name.to_owned())));
                };
                let (arguments, end) = self.arguments()?;
                let at = at.start..end;
                if !function.takes(arguments.len()) {
                    let (function, takes) = function.words();
                    return Err(FormulaError::new(at, Fault::Arguments { function, takes }));
                }
                return Ok(Expr { at, node: Node::Call(function, arguments) });
            }
            Token::Sign(_) => return Err(FormulaError::new(at, Fault::Expected("a value"))),
        };
        Ok(Expr { at, node })
    }

    fn arguments(&mut self) -> Result<(Vec<Expr<'s>>, usize), FormulaError> {
        self.expect("(")?;
        let mut arguments = vec![self.either()?];
        while self.sign(&[","]).is_some() {
            arguments.push(self.either()?);
        }
        let end = self.here().end;
        self.expect(")")?;
        Ok((arguments, end))
    }
}

fn joined<'s>(
    left: Expr<'s>,
    right: Expr<'s>,
    node: impl FnOnce(Box<[Expr<'s>; 2]>) -> Node<'s>,
) -> Expr<'s> {
    let at = left.at.start..right.at.end;
    Expr { at, node: node(Box::new([left, right])) }
}
