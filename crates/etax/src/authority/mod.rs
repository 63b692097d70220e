//! The tax authority's side: a message in, the answers out.
//!
//! [`answer`] takes what a taxpayer or provider sent and gives the messages that go back: the technical
//! acknowledgement (999), and what comes of the check: the invoice with its code and the authority's signature (202), the
//! notice with the list of errors (204), receipt and acceptance of a registration (102, 103 with the five characters for
//! cash registers, 104), the result on a notice of wrong invoices (301). Which type answers which, and what each holds,
//! stands in `docs/authority.md`.
//!
//! What is not in the message comes from the caller: who answers and with which key ([`Office`]), what the authority's
//! books grant ([`Grants`]), the moment, and 16 random bytes for each answer's id. The same arguments give the same
//! bytes (but for ECDSA keys, whose values differ each time).
//!
//! A message may be anything: what is wrong with it is said in the answer. An `Err` is the caller's own: a key that
//! cannot sign, an office without a name, books that cannot be asked.
//!
//! Sources: Decision 1450/QĐ-TCT, part II, its amendment 1510/QĐ-TCT, answers of the authority from 2021 to 2026.

mod answer;
mod checked;
mod envelope;
mod error;
mod grant;
mod granted;
mod mistakes;
mod notice;
mod office;
mod reason;
mod registration;
mod summary;
mod technical;

pub use answer::{Incoming, answer, answer_checked};
pub use envelope::Answer;
pub use error::{AnswerError, GrantError};
pub use grant::{CodeRequest, Grant, Grants, RegistrationRequest};
pub use office::Office;
pub use reason::Reason;

use answer::Desk;
