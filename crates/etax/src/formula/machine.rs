//! Evaluates formulas over the cells of a document.

use super::program::{Formula, Slot, Step};
use crate::value::TaxCode;
use rust_decimal::{Decimal, RoundingStrategy};
use std::borrow::Cow;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// An exact decimal.
    Number(Decimal),
    /// Characters.
    Text(Cow<'v, str>),
    /// True or false.
    Truth(bool),
}

/// Why a formula has no value for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// What stands in this cell is no number.
    Unreadable(Slot),
    /// A text is no number.
    NotANumber,
    /// More than 28 digits, which no amount has.
    Overflow,
    /// Something is divided by 0.
    DivisionByZero,
    /// The document makes the formulas cost more than any honest one does.
    Costly,
    /// The formula and the cells do not belong together, or a loop over rows does not end.
    Broken,
}

/// Where values come from: the cells of one document.
///
/// Inside a loop over rows, a row's cells are those of the row last entered.
pub trait Cells<'d> {
    /// The number in a cell; 0 where nothing is written.
    ///
    /// # Errors
    ///
    /// [`Trouble::Unreadable`] when what is written is no number.
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble>;

    /// What is written in a cell, blanks at its ends left out; nothing where it is not there.
    fn text(&self, slot: Slot) -> Cow<'d, str>;

    /// Whether the element is in the document: an appendix, a group, rows, a cell with anything in it or nothing.
    fn exists(&self, slot: Slot) -> bool {
        !self.text(slot).is_empty()
    }

    /// Whether the same text stands in this cell of an earlier row; never where nothing stands.
    fn twice(&self, _slot: Slot) -> bool {
        false
    }

    /// The number of the row at hand that a cell is in, among the rows beside it, counted from 1; 0 outside rows.
    fn position(&self, _slot: Slot) -> u32 {
        0
    }

    /// A sum that was made before over the same cells, by its number.
    fn recall(&self, _memo: u32) -> Option<Decimal> {
        None
    }

    /// Keeps a sum.
    fn remember(&mut self, _memo: u32, _sum: Decimal) {}

    /// Goes into the first row of a block, of those in the rows at hand or of those of the `whole` document; false,
    /// and nothing changes, when there is none.
    fn enter(&mut self, rows: Slot, whole: bool) -> bool;

    /// Goes on to the next row of the block last entered; false when there is none.
    fn next(&mut self) -> bool;

    /// Leaves the block last entered.
    fn leave(&mut self);
}

/// The stack that formulas are evaluated on. Kept between evaluations it is allocated once.
#[derive(Debug)]
pub struct Machine {
    numbers: Vec<Decimal>,
    truths: Vec<bool>,
    /// Empty between evaluations: only its room is kept.
    texts: Vec<Cow<'static, str>>,
    /// How many more steps may be taken.
    steps: u64,
}

/// Steps of a machine whose maker says nothing. A sum over the rows of the largest document takes ten million.
const MOST_STEPS: u64 = 1 << 32;

impl Default for Machine {
    fn default() -> Self {
        Self::with_steps(MOST_STEPS)
    }
}

impl Machine {
    /// A machine that takes so many steps, over all its evaluations; after them everything is [`Trouble::Costly`].
    #[must_use]
    pub const fn with_steps(steps: u64) -> Self {
        Self { numbers: Vec::new(), truths: Vec::new(), texts: Vec::new(), steps }
    }

    /// How many more steps it may take.
    #[must_use]
    pub const fn steps_left(&self) -> u64 {
        self.steps
    }

    /// The value of a formula. Allocates nothing but what text functions make.
    ///
    /// # Errors
    ///
    /// [`Trouble`] when the document's values give no answer.
    pub fn run<'v, 'd: 'v>(
        &mut self,
        formula: &'v Formula,
        cells: &mut (impl Cells<'d> + ?Sized),
    ) -> Result<Value<'v>, Trouble> {
        self.numbers.clear();
        self.truths.clear();
        let mut run = Run {
            numbers: &mut self.numbers,
            truths: &mut self.truths,
            texts: emptied(std::mem::take(&mut self.texts)),
            left: &mut self.steps,
            entered: 0,
        };
        let done = run.steps(formula, cells);
        // Rows in which something went wrong are left, so that the cells can be used again.
        for _ in 0..run.entered {
            cells.leave();
        }
        let value = done.and_then(|()| {
            match formula.kind() {
                super::Kind::Number => run.numbers.pop().map(Value::Number),
                super::Kind::Text => run.texts.pop().map(Value::Text),
                super::Kind::Truth => run.truths.pop().map(Value::Truth),
                super::Kind::Rows => None,
            }
            .ok_or(Trouble::Broken)
        });
        self.texts = emptied(run.texts);
        value
    }
}

/// The same room for texts of another lifetime. Collecting a list from itself keeps its block, which a test counts.
#[allow(clippy::unnecessary_filter_map, reason = "a filter keeps the lifetime")]
fn emptied<'b>(mut texts: Vec<Cow<'_, str>>) -> Vec<Cow<'b, str>> {
    texts.clear();
    texts.into_iter().filter(|_| false).map(|_| Cow::Borrowed("")).collect()
}

/// One evaluation. Values of each kind have a stack of their own: the kinds were checked.
struct Run<'r, 'v> {
    numbers: &'r mut Vec<Decimal>,
    truths: &'r mut Vec<bool>,
    texts: Vec<Cow<'v, str>>,
    left: &'r mut u64,
    entered: usize,
}

impl<'v> Run<'_, 'v> {
    fn steps<'d: 'v>(
        &mut self,
        formula: &'v Formula,
        cells: &mut (impl Cells<'d> + ?Sized),
    ) -> Result<(), Trouble> {
        let mut at = 0;
        while let Some(step) = formula.steps.get(at) {
            at += 1;
            *self.left = self.left.checked_sub(1).ok_or(Trouble::Costly)?;
            match step {
                Step::Number(number) => self.numbers.push(*number),
                Step::Text(range) => {
                    let text = formula.text().get(range.clone()).unwrap_or_default();
                    self.texts.push(Cow::Borrowed(text));
                }
                Step::Truth(truth) => self.truths.push(*truth),
                Step::ReadNumber(slot) => self.numbers.push(cells.number(*slot)?),
                Step::ReadText(slot) => self.texts.push(cells.text(*slot)),
                Step::Jump(to) => at = *to,
                Step::JumpUnless(to) => {
                    if !self.truth()? {
                        at = *to;
                    }
                }
                Step::JumpKeeping(decides, to) => {
                    let truth = self.truth()?;
                    if truth == *decides {
                        self.truths.push(truth);
                        at = *to;
                    }
                }
                Step::Exists(slot) => self.truths.push(cells.exists(*slot)),
                Step::Twice(slot) => self.truths.push(cells.twice(*slot)),
                Step::Position(slot) => self.numbers.push(Decimal::from(cells.position(*slot))),
                Step::Leave => {
                    cells.leave();
                    self.entered = self.entered.saturating_sub(1);
                }
                Step::Recall(memo, past) => {
                    if let Some(sum) = cells.recall(*memo) {
                        self.numbers.push(sum);
                        at = *past;
                    }
                }
                Step::Remember(memo) => {
                    if let Some(sum) = self.numbers.last() {
                        cells.remember(*memo, *sum);
                    }
                }
                Step::Enter { rows, whole, past } => {
                    if cells.enter(*rows, *whole) {
                        self.entered += 1;
                    } else {
                        at = *past;
                    }
                }
                Step::Next(again) => {
                    if cells.next() {
                        at = *again;
                    } else {
                        cells.leave();
                        self.entered = self.entered.saturating_sub(1);
                    }
                }
                other => self.operate(other)?,
            }
        }
        Ok(())
    }

    /// Steps that only take values and make one.
    fn operate(&mut self, step: &Step) -> Result<(), Trouble> {
        match step {
            Step::Negate => {
                let number = self.number()?;
                self.numbers.push(-number);
            }
            Step::Abs => {
                let number = self.number()?;
                self.numbers.push(number.abs());
            }
            Step::Add => self.arithmetic(Decimal::checked_add)?,
            Step::Subtract => self.arithmetic(Decimal::checked_sub)?,
            Step::Multiply => self.arithmetic(Decimal::checked_mul)?,
            Step::Divide => {
                self.refuse_zero()?;
                self.arithmetic(Decimal::checked_div)?;
            }
            Step::Mod => {
                self.refuse_zero()?;
                self.arithmetic(Decimal::checked_rem)?;
            }
            Step::Min => self.arithmetic(|a, b| Some(a.min(b)))?,
            Step::Max => self.arithmetic(|a, b| Some(a.max(b)))?,
            Step::Round => {
                let places = self.places()?;
                let number = self.number()?;
                self.numbers.push(round(number, places));
            }
            Step::RoundNear => {
                let places = self.places()?;
                let number = self.number()?;
                self.numbers.push(round_near(number, places));
            }
            Step::RoundQuotient => {
                let places = self.places()?;
                let (right, left) = (self.number()?, self.number()?);
                self.numbers.push(round_quotient(left, right, places)?);
            }
            Step::Less => self.compare(|a, b| a < b)?,
            Step::AtMost => self.compare(|a, b| a <= b)?,
            Step::More => self.compare(|a, b| a > b)?,
            Step::AtLeast => self.compare(|a, b| a >= b)?,
            Step::EqualNumbers(same) => {
                let same = *same;
                self.compare(|a, b| (a == b) == same)?;
            }
            Step::EqualTexts(same) => {
                let (right, left) = (self.text()?, self.text()?);
                self.truths.push((left == right) == *same);
            }
            Step::EqualTruths(same) => {
                let (right, left) = (self.truth()?, self.truth()?);
                self.truths.push((left == right) == *same);
            }
            Step::Not => {
                let truth = self.truth()?;
                self.truths.push(!truth);
            }
            other => self.write(other)?,
        }
        Ok(())
    }

    /// Steps on texts.
    fn write(&mut self, step: &Step) -> Result<(), Trouble> {
        match step {
            Step::Join => {
                let (right, left) = (self.text()?, self.text()?);
                self.texts.push(left + right);
            }
            Step::Len => {
                let text = self.text()?;
                self.numbers.push(Decimal::from(text.chars().count()));
            }
            Step::Trim => {
                let text = self.text()?;
                self.texts.push(piece(text, |text| text.trim()));
            }
            Step::Upper => {
                let text = self.text()?;
                self.texts.push(Cow::Owned(text.to_uppercase()));
            }
            Step::Left => {
                let (many, text) = (self.count()?, self.text()?);
                self.texts.push(piece(text, |text| characters(text, 0, many)));
            }
            Step::Right => {
                let (many, text) = (self.count()?, self.text()?);
                let skip = text.chars().count().saturating_sub(many);
                self.texts.push(piece(text, |text| characters(text, skip, many)));
            }
            Step::Mid => {
                let (many, first, text) = (self.count()?, self.count()?, self.text()?);
                self.texts.push(piece(text, |text| characters(text, first.saturating_sub(1), many)));
            }
            Step::Contains => {
                let (part, text) = (self.text()?, self.text()?);
                self.truths.push(text.contains(&*part));
            }
            Step::Replace => {
                let (by, part, text) = (self.text()?, self.text()?, self.text()?);
                // An empty part stands between all characters; nothing sensible replaces that.
                self.texts.push(if part.is_empty() { text } else { Cow::Owned(text.replace(&*part, &by)) });
            }
            Step::Parse => {
                let text = self.text()?;
                let trimmed = text.trim();
                let number = if trimmed.is_empty() {
                    Decimal::ZERO
                } else {
                    Decimal::from_str_exact(trimmed).map_err(|_| Trouble::NotANumber)?
                };
                self.numbers.push(number);
            }
            Step::DropBelow => {
                let (kept, _) = (self.text()?, self.text()?);
                self.texts.push(kept);
            }
            Step::IsDigits => {
                let text = self.text()?;
                self.truths.push(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
            }
            Step::IsTaxCode => {
                let text = self.text()?;
                self.truths.push(TaxCode::parse(&text).is_some_and(|code| code.check_digit_holds()));
            }
            Step::IsBlank => {
                let text = self.text()?;
                self.truths.push(text.trim().is_empty());
            }
            // The others were handled before.
            _ => return Err(Trouble::Broken),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Decimal, Trouble> {
        self.numbers.pop().ok_or(Trouble::Broken)
    }

    fn truth(&mut self) -> Result<bool, Trouble> {
        self.truths.pop().ok_or(Trouble::Broken)
    }

    fn text(&mut self) -> Result<Cow<'v, str>, Trouble> {
        self.texts.pop().ok_or(Trouble::Broken)
    }

    /// A number of characters or decimals: whole and not negative.
    fn count(&mut self) -> Result<usize, Trouble> {
        let number = self.number()?;
        let whole = number.is_integer() && !number.is_sign_negative();
        if whole { usize::try_from(number).map_err(|_| Trouble::Overflow) } else { Err(Trouble::NotANumber) }
    }

    /// How many decimals are kept.
    fn places(&mut self) -> Result<u32, Trouble> {
        let places = self.count()?;
        u32::try_from(places).ok().filter(|places| *places <= 10).ok_or(Trouble::Overflow)
    }

    fn arithmetic(&mut self, join: impl FnOnce(Decimal, Decimal) -> Option<Decimal>) -> Result<(), Trouble> {
        let (right, left) = (self.number()?, self.number()?);
        self.numbers.push(join(left, right).ok_or(Trouble::Overflow)?);
        Ok(())
    }

    fn compare(&mut self, test: impl FnOnce(Decimal, Decimal) -> bool) -> Result<(), Trouble> {
        let (right, left) = (self.number()?, self.number()?);
        self.truths.push(test(left, right));
        Ok(())
    }

    fn refuse_zero(&self) -> Result<(), Trouble> {
        if self.numbers.last().is_some_and(Decimal::is_zero) { Err(Trouble::DivisionByZero) } else { Ok(()) }
    }
}

fn piece<'v>(text: Cow<'v, str>, cut: impl Fn(&str) -> &str) -> Cow<'v, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(cut(text)),
        Cow::Owned(text) => Cow::Owned(cut(&text).to_owned()),
    }
}

fn characters(text: &str, skip: usize, many: usize) -> &str {
    let edge = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(edge(skip)..edge(skip.saturating_add(many))).unwrap_or_default()
}

fn round(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// The same of a number that comes from a quotient cut to 28 digits: 5 / 6 * 3 is 2.4999999999999999999999999999, which
/// stands for 2.5. What was cut is less than the tenth decimal of any amount.
fn round_near(number: Decimal, places: u32) -> Decimal {
    round(round(number, (places + 4).max(10)), places)
}

/// `a / b` to so many decimals, half away from zero, from whole numbers: cut to 28 digits first, the quotient could come
/// to lie on a half that it is not on.
fn round_quotient(a: Decimal, b: Decimal, places: u32) -> Result<Decimal, Trouble> {
    if b.is_zero() {
        return Err(Trouble::DivisionByZero);
    }
    let exact = || {
        let scale = a.scale().max(b.scale());
        let whole =
            |value: Decimal| value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?);
        let numerator = whole(a)?.checked_mul(10_i128.checked_pow(places)?)?;
        let denominator = whole(b)?;
        let quotient = numerator.checked_div(denominator)?;
        let remainder = numerator.checked_rem(denominator)?.unsigned_abs();
        let away = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
        let half = remainder >= denominator.unsigned_abs() - remainder;
        let rounded = if half { quotient.checked_add(away)? } else { quotient };
        Decimal::try_from_i128_with_scale(rounded, places).ok()
    };
    exact().ok_or(Trouble::Overflow)
}

#[cfg(test)]
mod tests {
    use super::{Trouble, round_quotient};
    use rust_decimal::Decimal;

    fn round(a: &str, b: &str, digits: u32) -> Result<String, Trouble> {
        let number = |text: &str| Decimal::from_str_exact(text).unwrap();
        round_quotient(number(a), number(b), digits).map(|value| value.normalize().to_string())
    }

    #[test]
    fn quotients_round_half_away_from_zero() {
        for (a, b, digits, expected) in [
            ("5", "10", 0, "1"),
            ("-5", "10", 0, "-1"),
            ("5", "-10", 0, "-1"),
            ("4", "10", 0, "0"),
            ("1", "3", 2, "0.33"),
            ("2", "3", 2, "0.67"),
            ("12.5", "0.5", 0, "25"),
            ("640", "100", 1, "6.4"),
            // 28 digits of the quotient alone would make this a half.
            ("49999999999999", "100000000000000", 0, "0"),
            ("99999999999999", "3", 0, "33333333333333"),
        ] {
            assert_eq!(round(a, b, digits).as_deref(), Ok(expected), "{a} / {b}");
        }
    }

    #[test]
    fn trouble_is_named() {
        assert_eq!(round("1", "0", 0), Err(Trouble::DivisionByZero));
        assert_eq!(round("79228162514264337593543950335", "0.0000000001", 2), Err(Trouble::Overflow));
    }
}
