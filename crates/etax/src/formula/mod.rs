//! The small expression language that a form's computed cells and checks are written in.
//!
//! A formula is text such as `max([ct36] - [ct22] + [ct37] - [ct38], 0)`. It is parsed and
//! type-checked once, when its form is loaded, and then evaluated for any number of documents
//! without allocating: [`Formula`] is a flat list of steps, [`Machine`] the stack they run on.
//! What a reference in brackets means is the caller's to say ([`Names`]), and where its value comes
//! from as well ([`Cells`]), so the language knows nothing of XML.
//!
//! Numbers are exact decimals, never floating point; rounding is half away from zero, as the tax
//! forms have it; an amount that is not there counts as 0. Division by zero and results of more
//! than 28 digits are reported ([`Trouble`]), not guessed. The grammar and every function stand in
//! `docs/formulas.md`.
//!
//! ```
//! use etax::formula::{Cells, Formula, Machine, Meaning, Names, Reference, Slot, Trouble, Value};
//! use rust_decimal::Decimal;
//! use std::borrow::Cow;
//!
//! struct Form;
//! impl Names for Form {
//!     fn meaning(&self, reference: &Reference<'_>, _: &[Slot]) -> Option<Meaning> {
//!         ["ct36", "ct22"].iter().position(|name| *name == reference.path).map(|at| Meaning::Number(Slot(at as u32)))
//!     }
//! }
//! struct Declaration([i64; 2]);
//! impl<'d> Cells<'d> for Declaration {
//!     fn number(&self, slot: Slot) -> Result<Decimal, Trouble> { Ok(Decimal::from(self.0[slot.0 as usize])) }
//!     fn text(&self, _: Slot) -> Cow<'d, str> { Cow::Borrowed("") }
//!     fn enter(&mut self, _: Slot, _: bool) -> bool { false }
//!     fn next(&mut self) -> bool { false }
//!     fn leave(&mut self) {}
//! }
//!
//! let formula = Formula::parse("max([ct36] - [ct22], 0)", &Form, &[]).unwrap();
//! let mut machine = Machine::default();
//! let value = machine.run(&formula, &mut Declaration([1_200_000, 200_000]));
//! assert_eq!(value, Ok(Value::Number(Decimal::from(1_000_000))));
//! assert_eq!(formula.render(|slot| ["[36]", "[22]"][slot.0 as usize]), "max([36] - [22], 0)");
//! assert!(Formula::parse("[ct36] + 'a'", &Form, &[]).is_err());
//! ```

mod compile;
mod condition;
mod error;
mod expr;
mod function;
mod lexer;
mod machine;
mod order;
mod parser;
mod program;
mod words;

pub use condition::{Comparison, Condition};
pub use error::{Fault, FormulaError};
pub use expr::Reference;
pub use machine::{Cells, Machine, Trouble, Value};
pub(crate) use order::order_of;
pub use order::{Cycle, order};
pub use program::{Formula, Kind, Meaning, Names, Slot};
