//! What has to be known before commands are decided, and what the database says about it. Nothing of the commands is copied:
//! a bulk transaction has a hundred thousand of them.

use super::Head;
use crate::StoredCode;
use crate::command::{Command, Message, Target};
use crate::row::{Entry, FilingKey, FilingRow, InvoiceKey, KeptAnswer, NewCode, Serial, Status};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Deref;

/// What commands ask about. Codes and invoices are in the order of their indexes and each is there once, so that a bulk
/// transaction reads an index's pages one after the other.
#[derive(Debug, Default)]
pub(crate) struct Needs<'c> {
    pub(crate) messages: Vec<&'c str>,
    pub(crate) codes: Vec<&'c StoredCode>,
    pub(crate) invoices: Vec<&'c InvoiceKey>,
    pub(crate) serials: Vec<Serial>,
    pub(crate) filings: Vec<&'c FilingKey>,
    pub(crate) issuers: Vec<u8>,
    /// Answers to be given up: after and up to which events.
    pub(crate) prunes: Vec<(i64, i64)>,
}

impl<'c> Needs<'c> {
    pub(crate) fn of(commands: &[&'c Command]) -> Self {
        let mut needs = Self::default();
        for command in commands {
            match command {
                Command::Reserve { issuer, .. } => needs.issuers.push(*issuer),
                Command::Issue { row, message, relation } => {
                    needs.codes.push(&row.code);
                    needs.invoices.push(&row.key);
                    if let Some(serial) = row.serial {
                        needs.serials.push(serial);
                        needs.issuers.push(serial.issuer);
                    }
                    needs.messages.extend(message.as_ref().map(|message| &*message.id));
                    match relation.as_ref().map(|relation| &relation.target) {
                        Some(Target::Code(code)) => needs.codes.push(code),
                        Some(Target::Invoice(key)) => needs.invoices.push(key),
                        None => {}
                    }
                }
                Command::Refuse(message) => needs.messages.push(&message.id),
                Command::Cancel { code, message, .. } => {
                    needs.codes.push(code);
                    needs.messages.extend(message.as_ref().map(|message| &*message.id));
                }
                Command::File { key, message, .. } => {
                    needs.filings.push(key);
                    needs.messages.extend(message.as_ref().map(|message| &*message.id));
                }
                Command::Prune { after, upto } => needs.prunes.push((*after, *upto)),
                Command::Publish(_) | Command::Keep(_) => {}
            }
        }
        once(&mut needs.messages);
        once(&mut needs.codes);
        once(&mut needs.invoices);
        once(&mut needs.serials);
        once(&mut needs.issuers);
        needs
    }
}

fn once<T: Ord>(wanted: &mut Vec<T>) {
    wanted.sort_unstable();
    wanted.dedup();
}

/// An invoice that was read, or that a command records.
#[derive(Debug)]
enum Invoice<'c> {
    Read(Box<NewCode>),
    New(&'c NewCode),
}

/// A recorded invoice and what has become of it.
#[derive(Debug)]
pub(super) struct Held<'c> {
    pub(super) id: i64,
    invoice: Invoice<'c>,
    pub(super) status: Status,
}

impl Deref for Held<'_> {
    type Target = NewCode;

    fn deref(&self) -> &NewCode {
        match &self.invoice {
            Invoice::Read(row) => row,
            Invoice::New(row) => row,
        }
    }
}

/// The answer of a message.
#[derive(Debug)]
pub(super) struct Kept<'c> {
    pub(super) subject: i64,
    pub(super) content: [u8; 32],
    pub(super) answer: Cow<'c, [u8]>,
    pub(super) pruned: Option<[u8; 32]>,
}

/// What the database says about what was asked.
#[derive(Debug, Default)]
pub(crate) struct Known<'c> {
    pub(super) head: Head,
    messages: HashMap<&'c str, Kept<'c>>,
    held: HashMap<i64, Held<'c>>,
    by_code: HashMap<&'c StoredCode, i64>,
    by_invoice: HashMap<&'c InvoiceKey, i64>,
    serials: HashSet<Serial>,
    filings: HashMap<FilingKey, (i64, [u8; 32])>,
    /// The first serial number that no block has, by issuer.
    past: HashMap<u8, i64>,
    /// Answers that may be given up: the event and the digest of the text.
    whole: BTreeMap<i64, [u8; 32]>,
}

impl<'c> Known<'c> {
    pub(crate) fn new(head: Head) -> Self {
        Self { head, ..Self::default() }
    }

    /// What is kept of a message.
    pub(crate) fn message(&mut self, asked: &'c str, found: KeptAnswer) {
        let KeptAnswer { subject, content, answer, pruned, .. } = found;
        self.messages.insert(asked, Kept { subject, content, answer: Cow::Owned(answer), pruned });
    }

    /// What is recorded of a code.
    pub(crate) fn code(&mut self, asked: &'c StoredCode, found: Entry) {
        self.by_code.insert(asked, found.row.id);
        self.entry(found);
    }

    /// What is recorded of an invoice.
    pub(crate) fn invoice(&mut self, asked: &'c InvoiceKey, found: Entry) {
        self.by_invoice.insert(asked, found.row.id);
        self.entry(found);
    }

    fn entry(&mut self, Entry { row, status }: Entry) {
        let invoice = Invoice::Read(Box::new(row.content));
        self.held.insert(row.id, Held { id: row.id, invoice, status });
    }

    pub(crate) fn serial(&mut self, serial: Serial) {
        self.serials.insert(serial);
    }

    pub(crate) fn filing(&mut self, row: FilingRow) {
        self.filings.insert(row.key, (row.id, row.digest));
    }

    /// An answer whose text is kept.
    pub(crate) fn whole(&mut self, seq: i64, answer: &[u8]) {
        self.whole.insert(seq, Sha256::digest(answer).into());
    }

    pub(crate) fn past(&mut self, issuer: u8, past: i64) {
        self.past.insert(issuer, past);
    }

    /// A command of this transaction recorded it.
    pub(super) fn issued(&mut self, id: i64, row: &'c NewCode) {
        self.by_code.insert(&row.code, id);
        self.by_invoice.insert(&row.key, id);
        self.held.insert(id, Held { id, invoice: Invoice::New(row), status: Status::default() });
        if let Some(serial) = row.serial {
            self.serials.insert(serial);
        }
    }

    /// A command of this transaction brought it.
    pub(super) fn answered(&mut self, message: &'c Message, subject: i64) {
        let Message { id, content, answer } = message;
        let kept = Kept { subject, content: *content, answer: Cow::Borrowed(answer), pruned: None };
        self.messages.insert(id, kept);
    }

    pub(super) fn of_code(&self, code: &StoredCode) -> Option<&Held<'c>> {
        self.held.get(self.by_code.get(code)?)
    }

    pub(super) fn of_invoice(&self, key: &InvoiceKey) -> Option<&Held<'c>> {
        self.held.get(self.by_invoice.get(key)?)
    }

    pub(super) fn status(&mut self, id: i64) -> Option<&mut Status> {
        self.held.get_mut(&id).map(|held| &mut held.status)
    }

    pub(super) fn of_message(&self, id: &str) -> Option<&Kept<'c>> {
        self.messages.get(id)
    }

    pub(super) fn is_used(&self, serial: Serial) -> bool {
        self.serials.contains(&serial)
    }

    pub(super) fn of_filing(&self, key: &FilingKey) -> Option<(i64, [u8; 32])> {
        self.filings.get(key).copied()
    }

    /// The first serial number that no block of the issuer has.
    pub(super) fn free(&self, issuer: u8) -> i64 {
        self.past.get(&issuer).copied().unwrap_or(0)
    }

    /// Takes out the answers after one event and up to another whose texts may be given up.
    pub(super) fn take_whole(&mut self, after: i64, upto: i64) -> BTreeMap<i64, [u8; 32]> {
        let mut taken = self.whole.split_off(&after.saturating_add(1));
        let mut beyond = taken.split_off(&upto.saturating_add(1));
        self.whole.append(&mut beyond);
        taken
    }
}
