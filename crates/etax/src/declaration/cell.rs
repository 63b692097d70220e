//! One cell of a declaration.

use crate::form::Form;
use crate::schema::{Place, Written};
use crate::value::parse_date;
use crate::xml::Element;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;

/// A cell (chỉ tiêu, or a column of a row): its element, and what the form says about it.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'d> {
    element: Element<'d>,
    written: Option<Written>,
}

/// What a cell says, by the type that the form gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'d> {
    /// Nothing is written in it, or it is nil.
    Empty,
    /// Whole đồng, or a count.
    Amount(i64),
    /// A number with a fraction, or a whole one of more than 64 bits.
    Number(Decimal),
    /// A box: ticked or not.
    Ticked(bool),
    /// Anything else, and numbers that cannot be read: without blanks at its ends.
    Text(Cow<'d, str>),
}

impl<'d> Cell<'d> {
    pub(super) fn new(element: Element<'d>, form: Option<&Form>) -> Self {
        Self { element, written: form.and_then(|form| place(form, element)).and_then(Place::written) }
    }

    /// The element.
    #[must_use]
    pub const fn element(self) -> Element<'d> {
        self.element
    }

    /// The text, without blanks at its ends; empty for an empty or nil cell.
    #[must_use]
    pub fn text(self) -> Cow<'d, str> {
        self.element.trimmed()
    }

    /// A whole number: đồng or a count. `None` where nothing, or no whole number of 64 bits, is written. `1000.00` is
    /// whole.
    #[must_use]
    pub fn amount(self) -> Option<i64> {
        let number = self.decimal()?;
        number.is_integer().then(|| number.to_i64()).flatten()
    }

    /// A number. `None` where nothing, or no number of at most 28 digits in the notation of XML Schema, is written.
    #[must_use]
    pub fn decimal(self) -> Option<Decimal> {
        let text = self.text();
        let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        // `.5` and `5.` are numbers, and rust_decimal reads both; it would also read `1_000`.
        (plain && digits.len() <= 64).then(|| Decimal::from_str_exact(&text).ok()).flatten()
    }

    /// Whether a box is ticked. `None` where neither is written.
    #[must_use]
    pub fn ticked(self) -> Option<bool> {
        match &*self.text() {
            "1" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        }
    }

    /// A date, `YYYY-MM-DD`.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        parse_date(&self.text())
    }

    /// What it says, by the type that the form gives it. Without a form ([`super::Declaration::with_form`]), and where
    /// the text is not of its type, that is a text.
    #[must_use]
    pub fn value(self) -> Value<'d> {
        let text = self.text();
        if text.is_empty() {
            return Value::Empty;
        }
        let value = match self.written {
            Some(Written::Whole) => {
                self.amount().map(Value::Amount).or_else(|| self.decimal().map(Value::Number))
            }
            Some(Written::Decimal) => self.decimal().map(Value::Number),
            Some(Written::Truth) => self.ticked().map(Value::Ticked),
            Some(Written::Text) | None => None,
        };
        value.unwrap_or(Value::Text(text))
    }
}

/// The place of an element in its form, by the names on the way from the root.
pub(super) fn place<'f>(form: &'f Form, element: Element<'_>) -> Option<Place<'f>> {
    match element.parent() {
        None => form.schema().root_place(form.id()),
        Some(parent) => place(form, parent)?.child(element.local()).map(|child| child.place),
    }
}
