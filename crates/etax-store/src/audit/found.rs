//! Whether what was recorded is found the way it is asked for.
//!
//! Look-ups go through indexes of the database, which the log's chain says nothing of. A damaged index hides a row: its code is
//! then unknown, and its invoice may be given another one, though every row is as it was recorded.

use super::{BATCH, Misfit, readable};
use crate::backend::Backend;
use crate::event::Logged;
use crate::row::{FilingRow, InvoiceKey};
use crate::{StoreError, StoredCode};

type Found = Result<Option<Misfit>, StoreError>;

/// Asks for the rows of events that go by, many at once.
pub(super) struct Seek<'s> {
    store: &'s dyn Backend,
    ids: Vec<i64>,
    codes: Vec<StoredCode>,
    keys: Vec<InvoiceKey>,
    found: Found,
}

impl<'s> Seek<'s> {
    pub(super) const fn new(store: &'s dyn Backend) -> Self {
        Self { store, ids: Vec::new(), codes: Vec::new(), keys: Vec::new(), found: Ok(None) }
    }

    pub(super) fn see(&mut self, logged: &Logged) {
        if !matches!(self.found, Ok(None)) {
            return;
        }
        if let Some(filing) = &logged.filing {
            self.found = self.filing(filing);
        }
        if let Some(row) = &logged.code {
            self.ids.push(row.id);
            self.codes.push(row.content.code.clone());
            self.keys.push(row.content.key.clone());
            if self.ids.len() >= BATCH {
                self.found = self.rows();
            }
        }
    }

    /// The first row that is not found, once all events have gone by; answers are gone through here.
    pub(super) fn finish(mut self) -> Found {
        if matches!(self.found, Ok(None)) {
            self.found = self.rows();
        }
        match self.found {
            Ok(None) => answers(self.store),
            found => found,
        }
    }

    fn rows(&mut self) -> Found {
        let ids = std::mem::take(&mut self.ids);
        let (codes, keys) = (std::mem::take(&mut self.codes), std::mem::take(&mut self.keys));
        let first = ids.first().copied().unwrap_or_default();
        for found in [self.store.by_code(&codes), self.store.by_invoice(&keys)] {
            let found = match readable(found, "code", first)? {
                Ok(found) => found,
                Err(unreadable) => return Ok(Some(unreadable)),
            };
            for (id, entry) in ids.iter().zip(found) {
                if entry.is_none_or(|entry| entry.row.id != *id) {
                    return Ok(Some(Misfit::Hidden { table: "code", row: *id }));
                }
            }
        }
        Ok(None)
    }

    fn filing(&self, filing: &FilingRow) -> Found {
        let key = &filing.key;
        let found = self.store.filings(&key.taxpayer, Some(&key.period), filing.id - 1, 1);
        Ok(match readable(found, "filing", filing.id)? {
            Ok(found) if found.first().is_some_and(|found| found.id == filing.id) => None,
            Ok(_) => Some(Misfit::Hidden { table: "filing", row: filing.id }),
            Err(unreadable) => Some(unreadable),
        })
    }
}

/// Each kept answer by its message's identifier.
fn answers(store: &dyn Backend) -> Found {
    let mut after = 0;
    loop {
        let kept = store.answers(after, BATCH)?;
        let Some(last) = kept.last() else { return Ok(None) };
        after = last.1.seq;
        for (id, answer, _) in &kept {
            match readable(store.by_message(id), "answer", answer.seq)? {
                Ok(Some(found)) if found.seq == answer.seq => {}
                Ok(_) => return Ok(Some(Misfit::Hidden { table: "answer", row: answer.seq })),
                Err(unreadable) => return Ok(Some(unreadable)),
            }
        }
    }
}
