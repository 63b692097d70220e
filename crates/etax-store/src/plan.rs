//! What commands lead to, decided once for both databases: which rows have to be known, and what is to be written.

mod known;

pub(crate) use known::{Known, Needs};

use crate::StoredCode;
use crate::audit::SignedRoot;
use crate::command::{Command, Message, Outcome, Refusal, Relation, RelationKind, Target};
use crate::event::{Event, EventKind, chain, commitment};
use crate::leaf::{Recorded, leaf};
use crate::merkle::{Node, leaf_hash};
use crate::row::{End, FilingKey, FilingRow, NewCode};

/// The largest serial number of an `auth34` code.
const LARGEST_SERIAL: i64 = (1 << 42) - 1;
/// Most serial numbers set aside at once.
const LARGEST_BLOCK: i64 = 1 << 20;

/// Most answers of one transaction whose texts are given up.
pub(crate) const PRUNED: i64 = 1000;

/// The end of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) chain: [u8; 32],
}

/// Serial numbers set aside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) seq: i64,
    pub(crate) issuer: u8,
    pub(crate) first: i64,
    pub(crate) past: i64,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(crate) struct Writes<'c> {
    pub(crate) events: Vec<Event>,
    /// Invoices, and the events that record them.
    pub(crate) codes: Vec<(i64, &'c NewCode)>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) filings: Vec<FilingRow>,
    pub(crate) answers: Vec<(&'c Message, i64, i64)>,
    pub(crate) roots: Vec<&'c SignedRoot>,
    pub(crate) nodes: Vec<&'c Node>,
    /// Answers whose texts give way to these digests.
    pub(crate) pruned: Vec<(i64, [u8; 32])>,
}

impl Writes<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.roots.is_empty() && self.nodes.is_empty()
    }
}

/// Decides commands in order, each knowing what those before it did.
pub(crate) struct Planner<'c> {
    known: Known<'c>,
    now: i64,
    writes: Writes<'c>,
}

type Decided = Result<Outcome, Refusal>;

impl<'c> Planner<'c> {
    pub(crate) fn new(known: Known<'c>, now: i64) -> Self {
        let now = now.max(known.head.at);
        Self { known, now, writes: Writes::default() }
    }

    pub(crate) fn run(mut self, commands: &[&'c Command]) -> (Writes<'c>, Vec<Outcome>) {
        let outcomes =
            commands.iter().map(|command| self.decide(command).unwrap_or_else(Outcome::Refused)).collect();
        (self.writes, outcomes)
    }

    fn decide(&mut self, command: &'c Command) -> Decided {
        match command {
            Command::Reserve { issuer, count } => self.reserve(*issuer, *count),
            Command::Issue { row, message, relation } => self.issue(row, message.as_ref(), relation.as_ref()),
            Command::Refuse(message) => {
                if let Some(outcome) = self.replay(Some(message))? {
                    return Ok(outcome);
                }
                let seq = self.event(EventKind::Refused, 0, commit(Some(message)), Recorded::default());
                self.answer(Some(message), seq, 0);
                Ok(Outcome::Recorded { id: seq, related: None })
            }
            Command::Cancel { code, notice, message } => self.cancel(code, notice, message.as_ref()),
            Command::File { key, digest, message } => self.file(key, digest, message.as_ref()),
            Command::Publish(root) => {
                self.writes.roots.push(root);
                Ok(Outcome::Recorded { id: root.size, related: None })
            }
            Command::Keep(nodes) => {
                self.writes.nodes.extend(nodes);
                Ok(Outcome::Recorded { id: 0, related: None })
            }
            Command::Prune { after, upto } => Ok(self.prune(*after, *upto)),
        }
    }

    fn prune(&mut self, after: i64, upto: i64) -> Outcome {
        if after >= upto {
            return Outcome::Pruned { count: 0, last: after };
        }
        let kept = self.known.take_whole(after, upto);
        let Some((&last, _)) = kept.last_key_value() else {
            return Outcome::Pruned { count: 0, last: after };
        };
        let count = kept.len();
        let mut body = last.to_be_bytes().to_vec();
        body.extend_from_slice(&u64::try_from(count).unwrap_or(u64::MAX).to_be_bytes());
        self.event(EventKind::Pruned, 0, body, Recorded::default());
        self.writes.pruned.extend(kept);
        Outcome::Pruned { count, last }
    }

    fn reserve(&mut self, issuer: u8, count: i64) -> Decided {
        if !(1..=LARGEST_BLOCK).contains(&count) {
            return Err(Refusal::Field("count"));
        }
        let first = self.known.free(issuer);
        let past = first + count;
        if past > LARGEST_SERIAL + 1 {
            return Err(Refusal::SerialsUsedUp);
        }
        let mut body = vec![issuer];
        body.extend_from_slice(&first.to_be_bytes());
        body.extend_from_slice(&past.to_be_bytes());
        let seq = self.event(EventKind::Reserved, 0, body, Recorded::default());
        self.known.past(issuer, past);
        self.writes.blocks.push(Block { seq, issuer, first, past });
        Ok(Outcome::Reserved { first, past })
    }

    fn issue(
        &mut self,
        row: &'c NewCode,
        message: Option<&'c Message>,
        relation: Option<&'c Relation>,
    ) -> Decided {
        check(row)?;
        if let Some(outcome) = self.replay(message)? {
            return Ok(outcome);
        }
        if let Some(held) = self.known.of_invoice(&row.key) {
            let (id, code) = (held.id, held.code.clone());
            if held.digest != row.digest {
                return Err(Refusal::InvoiceDiffers(code));
            }
            if code != row.code {
                return Ok(Outcome::Known { id, code: Some(code) });
            }
            // The same code again: what is new is the message, or an earlier invoice that is known only now.
            let related = self.relate(id, relation)?;
            if message.is_some() {
                let seq = self.event(EventKind::Answered, id, commit(message), Recorded::default());
                self.answer(message, seq, id);
                return Ok(Outcome::Recorded { id, related });
            }
            return Ok(Outcome::Known { id, code: Some(code) });
        }
        if let Some(held) = self.known.of_code(&row.code) {
            return Err(Refusal::CodeTaken(held.key.clone()));
        }
        if let Some(serial) = row.serial {
            let past = self.known.free(serial.issuer);
            if !(0..past).contains(&serial.number) || self.known.is_used(serial) {
                return Err(Refusal::Serial);
            }
        }
        // Whether the relation can be recorded is decided before anything is.
        self.may_relate(relation, None)?;
        let id = self.known.head.seq + 1;
        let seq =
            self.event(EventKind::Issued, id, commit(message), Recorded { code: Some(row), filing: None });
        self.known.issued(id, row);
        self.writes.codes.push((id, row));
        self.answer(message, seq, id);
        let related = self.relate(id, relation)?;
        Ok(Outcome::Recorded { id, related })
    }

    /// The earlier invoice, where it is known and `by` may still be related to it.
    fn may_relate(&self, relation: Option<&Relation>, by: Option<i64>) -> Result<Option<i64>, Refusal> {
        let Some(relation) = relation else { return Ok(None) };
        let held = match &relation.target {
            Target::Code(code) => self.known.of_code(code),
            Target::Invoice(key) => self.known.of_invoice(key),
        };
        let Some(held) = held.filter(|held| Some(held.id) != by) else { return Ok(None) };
        match &held.status.end {
            Some(End::Replaced(other)) if Some(*other) == by && relation.kind == RelationKind::Replaces => {}
            // Whoever asks is told the chain's tip, which takes reading: see `Store`.
            Some(End::Replaced(_)) => return Err(Refusal::Replaced(held.code.clone())),
            Some(End::Cancelled(notice)) => return Err(Refusal::Cancelled(notice.clone())),
            None => {}
        }
        Ok(Some(held.id))
    }

    /// Records a relation, unless it is recorded. Whether the earlier invoice is known.
    fn relate(&mut self, by: i64, relation: Option<&Relation>) -> Result<Option<bool>, Refusal> {
        let Some(kind) = relation.map(|relation| relation.kind) else { return Ok(None) };
        let Some(of) = self.may_relate(relation, Some(by))? else { return Ok(Some(false)) };
        let Some(status) = self.known.status(of) else { return Ok(Some(false)) };
        let is_new = match kind {
            RelationKind::Replaces => status.end.replace(End::Replaced(by)).is_none(),
            RelationKind::Adjusts if status.adjusted_by.contains(&by) => false,
            RelationKind::Adjusts => {
                status.adjusted_by.push(by);
                true
            }
        };
        if is_new {
            let kind = match kind {
                RelationKind::Replaces => EventKind::Replaced,
                RelationKind::Adjusts => EventKind::Adjusted,
            };
            self.event(kind, of, by.to_be_bytes().to_vec(), Recorded::default());
        }
        Ok(Some(true))
    }

    fn cancel(&mut self, code: &StoredCode, notice: &str, message: Option<&'c Message>) -> Decided {
        text(notice, "notice", 64)?;
        if let Some(outcome) = self.replay(message)? {
            return Ok(outcome);
        }
        let (id, own, end) = {
            let held = self.known.of_code(code).ok_or(Refusal::UnknownCode)?;
            (held.id, held.code.clone(), held.status.end.clone())
        };
        match end {
            Some(End::Replaced(_)) => return Err(Refusal::Replaced(own)),
            Some(End::Cancelled(by)) if by == notice => {}
            Some(End::Cancelled(by)) => return Err(Refusal::Cancelled(by)),
            None => {
                if let Some(status) = self.known.status(id) {
                    status.end = Some(End::Cancelled(notice.to_owned()));
                }
                self.event(EventKind::Cancelled, id, notice.as_bytes().to_vec(), Recorded::default());
            }
        }
        self.answered(message, id);
        Ok(Outcome::Recorded { id, related: None })
    }

    fn file(&mut self, key: &'c FilingKey, digest: &[u8; 32], message: Option<&'c Message>) -> Decided {
        text(&key.taxpayer, "taxpayer", 20)?;
        text(&key.form, "form", 20)?;
        text(&key.period, "period", 40)?;
        if let Some(outcome) = self.replay(message)? {
            return Ok(outcome);
        }
        if let Some((id, known)) = self.known.of_filing(key) {
            if known != *digest {
                return Err(Refusal::FilingDiffers(id));
            }
            self.answered(message, id);
            return Ok(Outcome::Known { id, code: None });
        }
        let id = self.known.head.seq + 1;
        let seq = self.event(
            EventKind::Filed,
            id,
            commit(message),
            Recorded { code: None, filing: Some((key, digest)) },
        );
        let row = FilingRow { id, at: self.now, key: key.clone(), digest: *digest };
        self.known.filing(row.clone());
        self.writes.filings.push(row);
        self.answer(message, seq, id);
        Ok(Outcome::Recorded { id, related: None })
    }

    /// The answer of a message that has come before.
    fn replay(&self, message: Option<&Message>) -> Result<Option<Outcome>, Refusal> {
        let Some(message) = message else { return Ok(None) };
        text(&message.id, "message", 64)?;
        match self.known.of_message(&message.id) {
            None => Ok(None),
            Some(kept) if kept.content == message.content => Ok(Some(match kept.pruned {
                Some(digest) => Outcome::Forgotten { subject: kept.subject, digest },
                None => Outcome::Replayed { subject: kept.subject, answer: kept.answer.to_vec() },
            })),
            Some(_) => Err(Refusal::MessageConflict),
        }
    }

    fn answered(&mut self, message: Option<&'c Message>, id: i64) {
        if message.is_some() {
            let seq = self.event(EventKind::Answered, id, commit(message), Recorded::default());
            self.answer(message, seq, id);
        }
    }

    fn answer(&mut self, message: Option<&'c Message>, seq: i64, subject: i64) {
        let Some(message) = message else { return };
        self.known.answered(message, subject);
        self.writes.answers.push((message, seq, subject));
    }

    fn event(&mut self, kind: EventKind, subject: i64, body: Vec<u8>, row: Recorded<'_>) -> i64 {
        let head = &mut self.known.head;
        head.seq += 1;
        head.at = self.now;
        let mut event =
            Event { seq: head.seq, at: self.now, kind: Some(kind), subject, body, chain: [0; 32] };
        head.chain = chain(&head.chain, &leaf_hash(&leaf(&event, row)));
        event.chain = head.chain;
        self.writes.events.push(event);
        head.seq
    }
}

fn commit(message: Option<&Message>) -> Vec<u8> {
    message.map_or_else(Vec::new, |Message { id, content, answer }| commitment(id, content, answer).to_vec())
}

fn check(row: &NewCode) -> Result<(), Refusal> {
    text(&row.key.seller, "seller", 20)?;
    text(&row.key.form, "form", 20)?;
    text(&row.key.series, "series", 20)?;
    row.buyer.as_deref().map_or(Ok(()), |buyer| text(buyer, "buyer", 20))?;
    if row.key.number < 0 { Err(Refusal::Field("number")) } else { Ok(()) }
}

fn text(text: &str, name: &'static str, most: usize) -> Result<(), Refusal> {
    let kept = (1..=most).contains(&text.len()) && text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if kept { Ok(()) } else { Err(Refusal::Field(name)) }
}
