//! Issuing: serial number, code, answer and record, in this order, and the answer last to leave.

use crate::command::{Command, Message, Outcome, Refusal, Relation};
use crate::row::{InvoiceKey, NewCode, Serial};
use crate::{Store, StoreError, StoredCode};
use etax::code::auth34::Printed;
use etax::code::keyring::{IssueError, Keyring};
use etax::value::Moment;
use rust_decimal::Decimal;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Serial numbers set aside at a time. Those left when the process ends are lost; 2^42 are enough for that.
const BLOCK: i64 = 4096;

/// A request for a code.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// MTDiep: the message's identifier.
    pub message: &'r str,
    /// SHA-256 of the message's content.
    pub content: [u8; 32],
    /// The invoice's fields, as the code binds them.
    pub printed: Printed<'r>,
    /// Which invoice it is.
    pub key: InvoiceKey,
    /// Its date, in days since 1970-01-01.
    pub day: i32,
    /// What is to be paid.
    pub total: Decimal,
    /// SHA-256 of the canonical invoice data (DLHDon).
    pub digest: [u8; 32],
    /// What it says of an earlier invoice.
    pub relation: Option<Relation>,
}

/// What a request led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issued {
    /// The answer, durable: of this request, or of the first one with this message id and content.
    Answer(Vec<u8>),
    /// The message was answered before, by a text that is no longer kept: its SHA-256. No other answer is given.
    Forgotten([u8; 32]),
    /// No code: why.
    Refused(Refusal),
}

/// Why no answer can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IssueFault {
    /// The store.
    Store(StoreError),
    /// No code can be made.
    Mint(IssueError),
}

impl fmt::Display for IssueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Mint(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for IssueFault {}

impl From<StoreError> for IssueFault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Issues the codes of one issuer into a store.
///
/// A code is made from a serial number that was durably set aside before, on the caller's thread; it becomes a fact with
/// the one transaction that records code, invoice, message and answer. A code that was made and not recorded is never
/// seen by anybody.
#[derive(Debug)]
pub struct Issuer<'s> {
    store: &'s Store,
    keys: &'s Keyring,
    issuer: u8,
    /// The serial numbers that this process may use: the next, and the one after the last.
    free: Mutex<(i64, i64)>,
}

impl<'s> Issuer<'s> {
    /// An issuer over a store and the keys.
    #[must_use]
    pub const fn new(store: &'s Store, keys: &'s Keyring, issuer: u8) -> Self {
        Self { store, keys, issuer, free: Mutex::new((0, 0)) }
    }

    fn serial(&self) -> Result<Serial, StoreError> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.0 >= free.1 {
            let reserve = Command::Reserve { issuer: self.issuer, count: BLOCK };
            match self.store.record_one(reserve)? {
                Outcome::Reserved { first, past } => *free = (first, past),
                other => return Err(StoreError::Database(format!("no serial numbers: {other:?}"))),
            }
        }
        let number = free.0;
        free.0 += 1;
        Ok(Serial { issuer: self.issuer, number })
    }

    /// Answers a request. `answer` makes the answer's bytes for the code that the invoice has; what it made counts only
    /// when it is what was recorded.
    ///
    /// # Errors
    ///
    /// [`IssueFault`]. Asking again with the same message id is always safe.
    pub fn issue(
        &self,
        request: &Request<'_>,
        at: Moment,
        answer: &mut dyn FnMut(&StoredCode) -> Vec<u8>,
    ) -> Result<Issued, IssueFault> {
        // A message that has been answered takes no serial number.
        if let Some(kept) = self.store.read().by_message(request.message)? {
            return Ok(match kept.pruned {
                _ if kept.content != request.content => Issued::Refused(Refusal::MessageConflict),
                Some(digest) => Issued::Forgotten(digest),
                None => Issued::Answer(kept.answer),
            });
        }
        let serial = self.serial()?;
        let minted = self.keys.mint(
            self.issuer,
            at,
            u64::try_from(serial.number).unwrap_or(u64::MAX),
            &request.printed,
        );
        let minted = minted.map_err(IssueFault::Mint)?.to_string();
        let mut code = StoredCode::parse(&minted)
            .ok_or_else(|| StoreError::Database(format!("not a code: {minted}")))?;
        let mut serial = Some(serial);
        // Twice at most: the second time with the code that the invoice was found to have.
        loop {
            let message =
                Message { id: request.message.to_owned(), content: request.content, answer: answer(&code) };
            let row = Box::new(NewCode {
                code: code.clone(),
                key: request.key.clone(),
                day: request.day,
                buyer: request.printed.buyer.filter(|buyer| !buyer.is_empty()).map(str::to_owned),
                total: request.total,
                digest: request.digest,
                serial,
            });
            let bytes = message.answer.clone();
            let issue = Command::Issue { row, message: Some(message), relation: request.relation.clone() };
            return Ok(match self.store.record_one(issue)? {
                Outcome::Recorded { .. } => Issued::Answer(bytes),
                Outcome::Replayed { answer, .. } => Issued::Answer(answer),
                Outcome::Forgotten { digest, .. } => Issued::Forgotten(digest),
                Outcome::Known { code: Some(known), .. } if known != code => {
                    (code, serial) = (known, None);
                    continue;
                }
                Outcome::Refused(refusal) => Issued::Refused(refusal),
                other => Err(StoreError::Database(format!("not an answer to a request: {other:?}")))?,
            });
        }
    }
}
