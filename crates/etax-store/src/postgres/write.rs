//! One transaction: the lock, what has to be known, the plan, the rows.

use super::{fault, read};
use crate::command::{Command, Outcome};
use crate::plan::{Known, Needs, Planner, Writes};
use crate::{EventKind, StoreError};
use deadpool_postgres::{Client, GenericClient, Transaction};
use tokio_postgres::error::SqlState;

/// The lock that all nodes share; of one schema, so that several stores may be on one server.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1702125944, (SELECT oid::int4 FROM pg_namespace WHERE nspname = current_schema()))";

pub(super) async fn lock(transaction: &Transaction<'_>) -> Result<(), tokio_postgres::Error> {
    let statement = transaction.prepare_cached(LOCK).await?;
    transaction.execute(&statement, &[]).await.map(|_| ())
}

pub(super) async fn transact(
    client: &mut Client,
    commands: &[&Command],
    now: i64,
) -> Result<Vec<Outcome>, StoreError> {
    let transaction = client.transaction().await.map_err(fault)?;
    // Each statement sees what was committed before it began, so the lock comes first and by itself.
    lock(&transaction).await.map_err(fault)?;
    let known = known(&transaction, &Needs::of(commands)).await?;
    let (writes, outcomes) = Planner::new(known, now).run(commands);
    if writes.is_empty() {
        transaction.rollback().await.map_err(fault)?;
        return Ok(outcomes);
    }
    // Not yet committed, whatever goes wrong has not happened.
    let past = || StoreError::Database("somebody wrote past the lock".to_owned());
    let whole = write(&transaction, &writes).await.map_err(|error| match error.code() {
        // The lock sees to it that every row is new; the unique indexes see to it again.
        Some(&SqlState::UNIQUE_VIOLATION) => past(),
        _ => fault(error),
    })?;
    if !whole {
        return Err(past());
    }
    transaction.commit().await.map_err(|error| match error.code() {
        // Refused by a server that says so, which is no confirmation that got lost.
        Some(_) if !matches!(fault_of(&error), Fate::Unknown) => fault(error),
        _ => StoreError::OutcomeUnknown(error.to_string()),
    })?;
    Ok(outcomes)
}

enum Fate {
    Unknown,
    RolledBack,
}

/// Class 57 is the server going down, during which a commit may have reached the disk.
fn fault_of(error: &tokio_postgres::Error) -> Fate {
    let code = error.code().map(SqlState::code).unwrap_or_default();
    if code.starts_with("57") || code.starts_with("08") || code.starts_with("58") || code.starts_with("XX") {
        Fate::Unknown
    } else {
        Fate::RolledBack
    }
}

async fn known<'c>(client: &impl GenericClient, needs: &Needs<'c>) -> Result<Known<'c>, read::ReadError> {
    let mut known = Known::new(read::head(client).await?);
    if !needs.messages.is_empty() {
        for (id, answer) in read::by_message(client, &needs.messages).await? {
            // They are in order.
            if let Ok(at) = needs.messages.binary_search(&&*id)
                && let Some(asked) = needs.messages.get(at)
            {
                known.message(asked, answer);
            }
        }
    }
    for (code, found) in needs.codes.iter().zip(read::by_code(client, &needs.codes).await?) {
        if let Some(found) = found {
            known.code(code, found);
        }
    }
    for (key, found) in needs.invoices.iter().zip(read::by_invoice(client, &needs.invoices).await?) {
        if let Some(found) = found {
            known.invoice(key, found);
        }
    }
    if !needs.serials.is_empty() {
        for serial in read::used(client, &needs.serials).await? {
            known.serial(serial);
        }
    }
    if !needs.filings.is_empty() {
        for row in read::by_filing(client, &needs.filings).await? {
            known.filing(row);
        }
    }
    for (after, upto) in &needs.prunes {
        for (seq, answer) in read::whole(client, *after, *upto).await? {
            known.whole(seq, &answer);
        }
    }
    for issuer in &needs.issuers {
        known.past(*issuer, read::past(client, *issuer).await?);
    }
    Ok(known)
}

/// Whether every row was there to be written.
async fn write(client: &impl GenericClient, writes: &Writes<'_>) -> Result<bool, tokio_postgres::Error> {
    let mut whole = true;
    macro_rules! columns {
        ($rows:expr, $sql:literal, $($column:expr),+ $(,)?) => {
            if !$rows.is_empty() {
                let statement = client.prepare_cached($sql).await?;
                let written = client
                    .execute(&statement, &[$(&$rows.iter().map($column).collect::<Vec<_>>()),+])
                    .await?;
                whole &= usize::try_from(written) == Ok($rows.len());
            }
        };
    }
    columns!(
        writes.events,
        "INSERT INTO event SELECT * FROM UNNEST($1::int8[], $2::int8[], $3::int2[], $4::int8[], $5::bytea[], \
         $6::bytea[])",
        |row| row.seq,
        |row| row.at,
        |row| row.kind.map_or(0, EventKind::number),
        |row| row.subject,
        |row| &*row.body,
        |row| &row.chain[..],
    );
    columns!(
        writes.codes,
        "INSERT INTO code SELECT * FROM UNNEST($1::int8[], $2::bytea[], $3::text[], $4::text[], $5::text[], \
         $6::int8[], $7::int4[], $8::text[], $9::text[], $10::bytea[], $11::int2[], $12::int8[])",
        |(id, _)| *id,
        |(_, row)| row.code.as_bytes(),
        |(_, row)| &*row.key.seller,
        |(_, row)| &*row.key.form,
        |(_, row)| &*row.key.series,
        |(_, row)| row.key.number,
        |(_, row)| row.day,
        |(_, row)| row.buyer.as_deref(),
        |(_, row)| row.total.normalize().to_string(),
        |(_, row)| &row.digest[..],
        |(_, row)| row.serial.map(|serial| i16::from(serial.issuer)),
        |(_, row)| row.serial.map(|serial| serial.number),
    );
    columns!(
        writes.blocks,
        "INSERT INTO block SELECT * FROM UNNEST($1::int8[], $2::int2[], $3::int8[], $4::int8[])",
        |row| row.seq,
        |row| i16::from(row.issuer),
        |row| row.first,
        |row| row.past,
    );
    columns!(
        writes.filings,
        "INSERT INTO filing SELECT * FROM UNNEST($1::int8[], $2::text[], $3::text[], $4::text[], $5::int4[], \
         $6::int4[], $7::bytea[])",
        |row| row.id,
        |row| &*row.key.taxpayer,
        |row| &*row.key.form,
        |row| &*row.key.period,
        |row| row.key.amendment,
        |row| row.key.submission,
        |row| &row.digest[..],
    );
    columns!(
        writes.answers,
        "INSERT INTO answer (seq, message, subject, content, answer) SELECT * FROM UNNEST($1::int8[], $2::text[], $3::int8[], $4::bytea[], \
         $5::bytea[])",
        |(_, seq, _)| *seq,
        |(message, ..)| &*message.id,
        |(_, _, subject)| *subject,
        |(message, ..)| &message.content[..],
        |(message, ..)| &*message.answer,
    );
    columns!(
        writes.roots,
        "INSERT INTO root SELECT * FROM UNNEST($1::int4[], $2::int8[], $3::bytea[], $4::bytea[], \
         $5::bytea[], $6::bytea[])",
        |row| row.day,
        |row| row.size,
        |row| &row.root[..],
        |row| &row.chain[..],
        |row| &row.key[..],
        |row| &*row.signature,
    );
    columns!(
        writes.pruned,
        "UPDATE answer a SET answer = ''::bytea, digest = k.digest FROM UNNEST($1::int8[], $2::bytea[]) \
         AS k (seq, digest) WHERE a.seq = k.seq",
        |(seq, _)| *seq,
        |(_, digest)| &digest[..],
    );
    if !writes.nodes.is_empty() {
        let sql = "INSERT INTO node SELECT * FROM UNNEST($1::int2[], $2::int8[], $3::bytea[]) ON CONFLICT DO NOTHING";
        let statement = client.prepare_cached(sql).await?;
        let levels: Vec<i16> = writes.nodes.iter().map(|node| node.level.into()).collect();
        let places: Vec<i64> = writes.nodes.iter().map(|node| node.place).collect();
        let hashes: Vec<&[u8]> = writes.nodes.iter().map(|node| &node.hash[..]).collect();
        // Two who sign at once keep the same nodes.
        client.execute(&statement, &[&levels, &places, &hashes]).await?;
    }
    Ok(whole)
}
