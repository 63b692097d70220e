//! One transaction: what has to be known is read, the plan made, the rows written.

use super::{fault, read};
use crate::StoreError;
use crate::command::{Command, Message, Outcome};
use crate::plan::{Known, Needs, Planner, Writes};
use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior, params};

pub(super) fn transact(
    connection: &mut Connection,
    commands: &[&Command],
    now: i64,
) -> Result<Vec<Outcome>, StoreError> {
    // Holds off other processes from the first look to the commit.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
    let known = known(&transaction, &Needs::of(commands)).map_err(fault)?;
    let (writes, outcomes) = Planner::new(known, now).run(commands);
    if writes.is_empty() {
        return Ok(outcomes);
    }
    // Not yet committed, whatever goes wrong has not happened.
    write(&transaction, &writes).map_err(fault)?;
    transaction.commit().map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => StoreError::OutcomeUnknown(error.to_string()),
        _ => fault(error),
    })?;
    Ok(outcomes)
}

fn known<'c>(connection: &Connection, needs: &Needs<'c>) -> rusqlite::Result<Known<'c>> {
    let mut known = Known::new(read::head(connection)?);
    for id in &needs.messages {
        if let Some(answer) = read::by_message(connection, id)? {
            known.message(id, answer);
        }
    }
    read::each_code(connection, needs.codes.iter().copied(), |code, found| {
        if let Some(found) = found {
            known.code(code, found);
        }
    })?;
    read::each_invoice(connection, needs.invoices.iter().copied(), |key, found| {
        if let Some(found) = found {
            known.invoice(key, found);
        }
    })?;
    for serial in &needs.serials {
        let used = connection
            .prepare_cached("SELECT 1 FROM code WHERE issuer = ?1 AND serial = ?2")?
            .exists(params![serial.issuer, serial.number])?;
        if used {
            known.serial(*serial);
        }
    }
    for key in &needs.filings {
        if let Some(row) = read::filing(connection, key)? {
            known.filing(row);
        }
    }
    for (after, upto) in &needs.prunes {
        for (seq, answer) in read::whole(connection, *after, *upto)? {
            known.whole(seq, &answer);
        }
    }
    for issuer in &needs.issuers {
        let past: Option<i64> = connection
            .prepare_cached("SELECT past FROM block WHERE issuer = ?1 ORDER BY past DESC LIMIT 1")?
            .query_row([issuer], |row| row.get(0))
            .optional()?;
        known.past(*issuer, past.unwrap_or(0));
    }
    Ok(known)
}

fn write(connection: &Connection, writes: &Writes<'_>) -> rusqlite::Result<()> {
    let mut event = connection.prepare_cached("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for row in &writes.events {
        let kind = row.kind.map_or(0, crate::EventKind::number);
        event.execute(params![row.seq, row.at, kind, row.subject, row.body, row.chain])?;
    }
    let mut code = connection
        .prepare_cached("INSERT INTO code VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?;
    for (id, new) in &writes.codes {
        code.execute(params![
            id,
            new.code.as_bytes(),
            new.key.seller,
            new.key.form,
            new.key.series,
            new.key.number,
            new.day,
            new.buyer,
            new.total.normalize().to_string(),
            new.digest,
            new.serial.map(|serial| serial.issuer),
            new.serial.map(|serial| serial.number),
        ])?;
    }
    let mut block = connection.prepare_cached("INSERT INTO block VALUES (?1, ?2, ?3, ?4)")?;
    for row in &writes.blocks {
        block.execute(params![row.seq, row.issuer, row.first, row.past])?;
    }
    let mut filing = connection.prepare_cached("INSERT INTO filing VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for row in &writes.filings {
        let key = &row.key;
        filing.execute(params![
            row.id,
            key.taxpayer,
            key.form,
            key.period,
            key.amendment,
            key.submission,
            row.digest
        ])?;
    }
    let mut answer = connection.prepare_cached(
        "INSERT INTO answer (seq, message, subject, content, answer) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (Message { id, content, answer: bytes }, seq, subject) in &writes.answers {
        answer.execute(params![seq, id, subject, content, bytes])?;
    }
    let mut root = connection.prepare_cached("INSERT INTO root VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for row in &writes.roots {
        root.execute(params![row.day, row.size, row.root, row.chain, row.key, row.signature])?;
    }
    let mut node = connection.prepare_cached("INSERT OR IGNORE INTO node VALUES (?1, ?2, ?3)")?;
    for row in &writes.nodes {
        node.execute(params![row.level, row.place, row.hash])?;
    }
    let mut pruned =
        connection.prepare_cached("UPDATE answer SET answer = x'', digest = ?2 WHERE seq = ?1")?;
    for (seq, digest) in &writes.pruned {
        pruned.execute(params![seq, digest])?;
    }
    Ok(())
}
