//! A formula in words, for people who keep books.

use super::expr::{Expr, Node, Operator};
use super::function::Function;
use super::program::{Formula, Slot};
use super::{lexer, parser};
use crate::rule::Lang;
use std::fmt::Write as _;

/// How tightly a piece of text holds together; a looser piece inside a tighter one gets brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Whole,
}

/// Writes formulas of one form.
struct Writer<'f, 'l> {
    formula: &'f Formula,
    lang: Lang,
    label: &'l dyn Fn(Slot) -> String,
}

impl Formula {
    /// Whether it is a number or text alone.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.references.is_empty() && self.steps.len() == 1
    }

    /// A condition in words, as what must be: "`[22]` must be filled in".
    #[must_use]
    pub fn demand(&self, lang: Lang, label: &dyn Fn(Slot) -> String) -> String {
        let writer = Writer { formula: self, lang, label };
        let words = lexer::words(&self.text);
        let tree =
            words.and_then(|words| parser::parse(&words, self.text.len()).map(|tree| writer.demand(&tree)));
        tree.unwrap_or_else(|_| self.text.to_string())
    }

    /// The formula in words: cells by their labels, sums of rows as `Σ`, conditions as sentences. What is only there
    /// for the machine, such as that a text is read as a number, is left out.
    #[must_use]
    pub fn words(&self, lang: Lang, label: &dyn Fn(Slot) -> String) -> String {
        let writer = Writer { formula: self, lang, label };
        let tree = lexer::words(&self.text).and_then(|words| {
            // The text was parsed before, so it is again.
            parser::parse(&words, self.text.len()).map(|tree| writer.write(&tree).0)
        });
        tree.unwrap_or_else(|_| self.text.to_string())
    }
}

impl Writer<'_, '_> {
    const fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn inside(&self, expr: &Expr<'_>, least: Tight) -> String {
        let (text, tight) = self.write(expr);
        if tight < least { format!("({text})") } else { text }
    }

    fn write(&self, expr: &Expr<'_>) -> (String, Tight) {
        match &expr.node {
            Node::Number(number) => {
                let written = self.formula.text.get(expr.at.clone()).unwrap_or_default();
                let text = if written.ends_with('%') {
                    written.to_owned()
                } else {
                    self.lang.amount(&number.normalize().to_string()).into_owned()
                };
                (text, Tight::Whole)
            }
            Node::Text("") => (self.say("để trống", "empty").to_owned(), Tight::Whole),
            Node::Text(text) => (format!("“{text}”"), Tight::Whole),
            Node::Truth(true) => (self.say("đúng", "so").to_owned(), Tight::Whole),
            Node::Truth(false) => (self.say("không được phép", "not allowed").to_owned(), Tight::Whole),
            Node::Reference(_) => (self.name(expr), Tight::Whole),
            Node::Brackets(inner) => self.write(inner),
            Node::Negate(inner) => (format!("-{}", self.inside(inner, Tight::Product)), Tight::Product),
            Node::Not(inner) => self.not(inner),
            Node::And(pair) => self.joined(pair, self.say(" và ", " and "), Tight::And),
            Node::Or(pair) => self.joined(pair, self.say(" hoặc ", " or "), Tight::Or),
            Node::Binary(operator, pair) => self.binary(*operator, pair),
            Node::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn name(&self, expr: &Expr<'_>) -> String {
        let slot = self.formula.references.iter().find(|(at, _)| at.start == expr.at.start);
        slot.map_or_else(String::new, |(_, slot)| (self.label)(*slot))
    }

    /// What must be.
    fn demand(&self, expr: &Expr<'_>) -> String {
        let expr = expr.bare();
        match &expr.node {
            Node::Truth(_) => self.say("điều này không được phép", "this is not allowed").to_owned(),
            Node::And(pair) => {
                let [left, right] = &**pair;
                format!("{}{}{}", self.demand(left), self.say(" và ", " and "), self.demand(right))
            }
            Node::Or(_) => {
                format!("{}{}", self.say("phải thỏa: ", "this must hold: "), self.write(expr).0)
            }
            Node::Not(inner) => match &inner.bare().node {
                Node::Call(Function::Empty, arguments) => {
                    self.must(arguments, "phải được ghi", "must be filled in")
                }
                Node::Call(Function::Exists, arguments) => {
                    self.must(arguments, "không được có", "must not be attached")
                }
                Node::Call(..) => {
                    format!("{}{}", self.say("không được: ", "this must not be: "), self.write(inner).0)
                }
                Node::And(_) | Node::Or(_) => {
                    format!("{}{}", self.say("không được: ", "this must not be: "), self.write(inner).0)
                }
                Node::Binary(operator, pair) => self.must_compare(operator.reversed(), pair),
                Node::Not(inner) => self.demand(inner),
                _ => self.write(expr).0,
            },
            Node::Call(Function::Empty, arguments) => {
                self.must(arguments, "phải để trống", "must be left empty")
            }
            Node::Call(Function::Exists, arguments) => self.must(arguments, "phải có", "must be attached"),
            Node::Binary(operator, pair) => self.must_compare(*operator, pair),
            _ => format!("{}{}", self.say("phải thỏa: ", "this must hold: "), self.write(expr).0),
        }
    }

    fn must(&self, arguments: &[Expr<'_>], vi: &'static str, en: &'static str) -> String {
        let cell = arguments.first().map(|cell| self.name(cell)).unwrap_or_default();
        format!("{cell} {}", self.say(vi, en))
    }

    fn must_compare(&self, operator: Operator, [left, right]: &[Expr<'_>; 2]) -> String {
        use Operator as O;
        let how = match operator {
            O::Equal => self.say("phải là", "must be"),
            O::Different => self.say("phải khác", "must not be"),
            O::Less => self.say("phải nhỏ hơn", "must be less than"),
            O::AtMost => self.say("không được lớn hơn", "must not exceed"),
            O::More => self.say("phải lớn hơn", "must be more than"),
            O::AtLeast => self.say("không được nhỏ hơn", "must be at least"),
            // No comparisons; the kinds were checked.
            O::Add | O::Subtract | O::Multiply | O::Divide | O::Join => "?",
        };
        format!("{} {how} {}", self.write(left).0, self.write(right).0)
    }

    fn not(&self, inner: &Expr<'_>) -> (String, Tight) {
        match &inner.bare().node {
            Node::Call(Function::Empty, arguments) => {
                let cell = arguments.first().map(|cell| self.name(cell)).unwrap_or_default();
                (format!("{cell} {}", self.say("được ghi", "is filled in")), Tight::Comparison)
            }
            Node::Call(Function::Exists, arguments) => {
                let what = arguments.first().map(|what| self.name(what)).unwrap_or_default();
                (format!("{} {what}", self.say("không có", "there is no")), Tight::Comparison)
            }
            Node::Call(Function::Contains, _) => {
                let words = self.write(inner).0;
                (format!("{}({words})", self.say("không phải ", "not ")), Tight::Comparison)
            }
            Node::Binary(operator, pair) => self.binary(operator.reversed(), pair),
            Node::Not(inner) => self.write(inner),
            _ => (
                format!("{} {}", self.say("không phải", "not"), self.inside(inner, Tight::Whole)),
                Tight::Comparison,
            ),
        }
    }

    fn joined(&self, [left, right]: &[Expr<'_>; 2], by: &str, tight: Tight) -> (String, Tight) {
        (format!("{}{by}{}", self.inside(left, tight), self.inside(right, tight)), tight)
    }

    fn binary(&self, operator: Operator, [left, right]: &[Expr<'_>; 2]) -> (String, Tight) {
        use Operator as O;
        let (by, tight) = match operator {
            O::Add => (" + ", Tight::Sum),
            O::Subtract => (" - ", Tight::Sum),
            O::Join => (" & ", Tight::Sum),
            O::Multiply => (" x ", Tight::Product),
            O::Divide => (" / ", Tight::Product),
            O::Equal => (self.say(" bằng ", " is "), Tight::Comparison),
            O::Different => (self.say(" khác ", " is not "), Tight::Comparison),
            O::Less => (self.say(" nhỏ hơn ", " is less than "), Tight::Comparison),
            O::AtMost => (self.say(" không lớn hơn ", " is at most "), Tight::Comparison),
            O::More => (self.say(" lớn hơn ", " is more than "), Tight::Comparison),
            O::AtLeast => (self.say(" không nhỏ hơn ", " is at least "), Tight::Comparison),
        };
        // What stands behind a minus or below a line needs its own brackets.
        let behind = match operator {
            O::Subtract => Tight::Product,
            O::Divide => Tight::Whole,
            O::Add | O::Join | O::Multiply => tight,
            _ => Tight::Sum,
        };
        let before = if tight == Tight::Comparison { Tight::Sum } else { tight };
        (format!("{}{by}{}", self.inside(left, before), self.inside(right, behind)), tight)
    }

    fn call(&self, function: Function, arguments: &[Expr<'_>]) -> (String, Tight) {
        use Function as F;
        let (vi, en) = match (function, arguments) {
            (F::Abs, [number]) => return (format!("|{}|", self.write(number).0), Tight::Whole),
            (F::Number | F::Trim | F::Upper, [text]) => return self.write(text),
            (F::If, [condition, yes, no]) => {
                let [condition, yes, no] = [condition, yes, no].map(|part| self.write(part).0);
                let text = match self.lang {
                    Lang::Vi => format!("({yes} nếu {condition}, ngược lại {no})"),
                    Lang::En => format!("({yes} if {condition}, else {no})"),
                };
                return (text, Tight::Whole);
            }
            (F::Sum, [_, each, rest @ ..]) => {
                return self.over(&self.inside(each, Tight::Whole), rest.first());
            }
            (F::Count, [_, rest @ ..]) => {
                return self.over(self.say("số dòng", "number of rows"), rest.first());
            }
            (F::Min | F::Max | F::Round | F::Mod, _) => return self.plain(function, arguments),
            (F::Empty, [cell]) => {
                return (
                    format!("{} {}", self.name(cell), self.say("để trống", "is empty")),
                    Tight::Comparison,
                );
            }
            (F::Exists, [what]) => {
                return (format!("{} {}", self.say("có", "there is"), self.name(what)), Tight::Comparison);
            }
            (F::Twice, [cell]) => {
                return (
                    format!("{} {}", self.name(cell), self.say("bị trùng", "stands twice")),
                    Tight::Comparison,
                );
            }
            (F::Position, _) => {
                return (self.say("số thứ tự của dòng", "the number of the row").to_owned(), Tight::Whole);
            }
            (F::First, [_, each]) => {
                let each = self.write(each).0;
                return (
                    format!("{each} {}", self.say("của dòng đầu", "of the first row")),
                    Tight::Comparison,
                );
            }
            (F::Digits, _) => ("{0} chỉ gồm chữ số", "{0} is digits alone"),
            (F::TaxCode, _) => ("{0} là mã số thuế đúng", "{0} is a valid tax code"),
            (F::Len, _) => ("độ dài của {0}", "the length of {0}"),
            (F::Left, _) => ("{1} ký tự đầu của {0}", "the first {1} characters of {0}"),
            (F::Right, _) => ("{1} ký tự cuối của {0}", "the last {1} characters of {0}"),
            (F::Mid, _) => ("{2} ký tự từ vị trí {1} của {0}", "{2} characters of {0} from number {1} on"),
            (F::Contains, _) => ("{0} có chứa {1}", "{0} contains {1}"),
            (F::Replace, _) => ("{0} thay {1} bằng {2}", "{0} with {1} replaced by {2}"),
            (_, _) => return self.plain(function, arguments),
        };
        let mut text = self.say(vi, en).to_owned();
        for (at, argument) in arguments.iter().enumerate() {
            text = text.replace(&format!("{{{at}}}"), &self.inside(argument, Tight::Sum));
        }
        (text, Tight::Comparison)
    }

    fn over(&self, what: &str, only: Option<&Expr<'_>>) -> (String, Tight) {
        let summed = if what.starts_with(['[', '(', '|']) || !what.contains(' ') {
            format!("Σ{what}")
        } else {
            what.to_owned()
        };
        match only {
            None => (summed, Tight::Whole),
            Some(only) => {
                let only = self.write(only).0;
                (format!("{summed} ({} {only})", self.say("với", "where")), Tight::Whole)
            }
        }
    }

    fn plain(&self, function: Function, arguments: &[Expr<'_>]) -> (String, Tight) {
        let mut text = format!("{}(", function.words().0);
        for (at, argument) in arguments.iter().enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            // Writing into a String cannot fail.
            let _ = write!(text, "{}", self.write(argument).0);
        }
        text.push(')');
        (text, Tight::Whole)
    }
}
