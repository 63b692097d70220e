//! Look-ups.

use crate::audit::SignedRoot;
use crate::backend::PAGE;
use crate::event::{Event, EventKind, Logged};
use crate::plan::{Head, PRUNED};
use crate::row::{
    CodeRow, Cursor, Entry, FilingKey, FilingRow, InvoiceKey, KeptAnswer, NewCode, Page, Serial, Side, Stats,
    Status, TaxpayerQuery,
};
use crate::{Damage, StoreError, StoredCode};
use deadpool_postgres::{GenericClient, Object};
use std::collections::HashMap;
use std::hash::Hash;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, ToSql};

/// Why something cannot be read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// What the server says.
    Server(tokio_postgres::Error),
    /// A value that the store never writes, in this column of what was read.
    Value(usize),
    /// The same, with its place.
    Damaged(Damage),
}

impl From<ReadError> for StoreError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Server(error) => super::fault(error),
            ReadError::Damaged(damage) => Self::Damaged(damage),
            ReadError::Value(at) => Self::Corrupt(format!("column {at} of an answer of the server")),
        }
    }
}

impl From<tokio_postgres::Error> for ReadError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error)
    }
}

type Result<T> = std::result::Result<T, ReadError>;

const CODE: &str = "c.id, c.code, c.seller, c.form, c.series, c.number, c.day, c.buyer, c.total, c.digest, \
     c.issuer, c.serial";
/// Keys of a look-up that is planned anew.
const LARGE: usize = 1000;
const FILING: &str = "f.id, f.taxpayer, f.form, f.period, f.amendment, f.submission, f.digest";

fn get<'r, T: FromSql<'r>>(row: &'r Row, at: usize) -> Result<T> {
    row.try_get(at).map_err(|_| ReadError::Value(at))
}

/// Names the row, whose number is in column `id`, where a value of it cannot be read.
fn of<T>(table: &'static str, row: &Row, id: usize, value: Result<T>) -> Result<T> {
    value.map_err(|error| match error {
        ReadError::Value(at) => ReadError::Damaged(Damage {
            table,
            row: row
                .try_get::<_, i64>(id)
                .or_else(|_| row.try_get::<_, i32>(id).map(i64::from))
                .unwrap_or_default(),
            column: row.columns().get(at).map(|column| column.name().to_owned()).unwrap_or_default(),
        }),
        other => other,
    })
}

fn hash(row: &Row, at: usize) -> Result<[u8; 32]> {
    get::<&[u8]>(row, at)?.try_into().map_err(|_| ReadError::Value(at))
}

/// Reads the columns of [`CODE`] and the event's time.
fn code_row(row: &Row, at: usize, time: usize) -> Result<CodeRow> {
    of("code", row, at, code_columns(row, at, time))
}

fn code_columns(row: &Row, at: usize, time: usize) -> Result<CodeRow> {
    let issuer: Option<i16> = get(row, at + 10)?;
    let number: Option<i64> = get(row, at + 11)?;
    let content = NewCode {
        code: StoredCode::from_bytes(get(row, at + 1)?).ok_or(ReadError::Value(at + 1))?,
        key: InvoiceKey {
            seller: get(row, at + 2)?,
            form: get(row, at + 3)?,
            series: get(row, at + 4)?,
            number: get(row, at + 5)?,
        },
        day: get(row, at + 6)?,
        buyer: get(row, at + 7)?,
        total: get::<&str>(row, at + 8)?.parse().map_err(|_| ReadError::Value(at + 8))?,
        digest: hash(row, at + 9)?,
        serial: serial(issuer, number).ok_or(ReadError::Value(at + 10))?,
    };
    Ok(CodeRow { id: get(row, at)?, at: get(row, time)?, content })
}

/// `None` for an issuer that is none.
fn serial(issuer: Option<i16>, number: Option<i64>) -> Option<Option<Serial>> {
    let Some((issuer, number)) = issuer.zip(number) else { return Some(None) };
    u8::try_from(issuer).ok().map(|issuer| Some(Serial { issuer, number }))
}

fn filing_row(row: &Row, at: usize, time: usize) -> Result<FilingRow> {
    let columns = || {
        Ok(FilingRow {
            id: get(row, at)?,
            at: get(row, time)?,
            key: FilingKey {
                taxpayer: get(row, at + 1)?,
                form: get(row, at + 2)?,
                period: get(row, at + 3)?,
                amendment: get(row, at + 4)?,
                submission: get(row, at + 5)?,
            },
            digest: hash(row, at + 6)?,
        })
    };
    of("filing", row, at, columns())
}

/// PostgreSQL refuses texts with a zero byte. Nothing that is kept has one, nor is empty.
fn plain(text: &str) -> &str {
    if text.contains('\0') { "" } else { text }
}

async fn query(client: &impl GenericClient, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.query(&statement, values).await?)
}

pub(super) async fn head(client: &impl GenericClient) -> Result<Head> {
    let rows = query(client, "SELECT seq, at, chain FROM event ORDER BY seq DESC LIMIT 1", &[]).await?;
    rows.first().map_or_else(
        || Ok(Head::default()),
        |row| {
            let head = || Ok(Head { seq: get(row, 0)?, at: get(row, 1)?, chain: hash(row, 2)? });
            of("event", row, 0, head())
        },
    )
}

/// Adds what has become of rows.
async fn with_status(client: &impl GenericClient, rows: Vec<CodeRow>) -> Result<Vec<Entry>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut status: HashMap<i64, Status> = HashMap::new();
    if !ids.is_empty() {
        let sql = "SELECT e.subject, e.kind, e.body FROM event e JOIN UNNEST($1::int8[]) AS k (id) ON e.subject = k.id \
             WHERE e.kind >= 16 ORDER BY e.seq";
        for row in query(client, sql, &[&ids]).await? {
            let kind = EventKind::from_number(get(&row, 1)?);
            status.entry(get(&row, 0)?).or_default().fold(kind, get(&row, 2)?);
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| Entry { status: status.get(&row.id).cloned().unwrap_or_default(), row })
        .collect())
}

async fn many<'k, K: Eq + Hash + 'k>(
    client: &impl GenericClient,
    place: &str,
    values: &[&(dyn ToSql + Sync)],
    keys: impl ExactSizeIterator<Item = &'k K>,
    key: impl Fn(&Entry) -> K,
) -> Result<Vec<Option<Entry>>> {
    let sql = format!("SELECT {CODE}, e.at FROM code c JOIN event e ON e.seq = c.id {place}");
    // A plan that was made for an empty table may take another index with the same first column. A small look-up bears that
    // until the server has counted the rows; among a million rows of one seller a large one does not.
    let is_large = keys.len() >= LARGE;
    let rows = if is_large { client.query(&sql, values).await? } else { query(client, &sql, values).await? };
    if rows.is_empty() {
        // As it is with nearly all of a bulk import.
        return Ok(keys.map(|_| None).collect());
    }
    let rows = rows.iter().map(|row| code_row(row, 0, 12)).collect::<Result<_>>()?;
    let found: HashMap<K, Entry> =
        with_status(client, rows).await?.into_iter().map(|entry| (key(&entry), entry)).collect();
    Ok(keys.map(|key| found.get(key).cloned()).collect())
}

pub(super) async fn by_code(
    client: &impl GenericClient,
    codes: &[&StoredCode],
) -> Result<Vec<Option<Entry>>> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let bytes: Vec<&[u8]> = codes.iter().map(|code| code.as_bytes()).collect();
    let place = "JOIN UNNEST($1::bytea[]) AS k (code) ON c.code = k.code";
    many(client, place, &[&bytes], codes.iter().copied(), |entry| entry.row.content.code.clone()).await
}

pub(super) async fn by_invoice(
    client: &impl GenericClient,
    keys: &[&InvoiceKey],
) -> Result<Vec<Option<Entry>>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sellers: Vec<&str> = keys.iter().map(|key| plain(&key.seller)).collect();
    let forms: Vec<&str> = keys.iter().map(|key| plain(&key.form)).collect();
    let series: Vec<&str> = keys.iter().map(|key| plain(&key.series)).collect();
    let numbers: Vec<i64> = keys.iter().map(|key| key.number).collect();
    let place = "JOIN UNNEST($1::text[], $2::text[], $3::text[], $4::int8[]) \
         AS k (seller, form, series, number) ON c.seller = k.seller AND c.form = k.form \
         AND c.series = k.series AND c.number = k.number";
    let values: [&(dyn ToSql + Sync); 4] = [&sellers, &forms, &series, &numbers];
    many(client, place, &values, keys.iter().copied(), |entry| entry.row.content.key.clone()).await
}

pub(super) async fn by_id(client: &impl GenericClient, ids: &[i64]) -> Result<Vec<Option<Entry>>> {
    let place = "JOIN UNNEST($1::int8[]) AS k (id) ON c.id = k.id";
    many(client, place, &[&ids], ids.iter(), |entry| entry.row.id).await
}

pub(super) async fn by_message(
    client: &impl GenericClient,
    ids: &[&str],
) -> Result<Vec<(String, KeptAnswer)>> {
    let sql = "SELECT a.message, a.seq, a.subject, a.content, a.answer, a.digest FROM answer a \
         JOIN UNNEST($1::text[]) AS k (message) ON a.message = k.message";
    let ids: Vec<&str> = ids.iter().copied().map(plain).collect();
    let rows = query(client, sql, &[&ids]).await?;
    rows.iter().map(|row| Ok((get(row, 0)?, kept(row)?))).collect()
}

fn kept(row: &Row) -> Result<KeptAnswer> {
    let pruned = |at| get::<Option<&[u8]>>(row, at)?.map(|_| hash(row, at)).transpose();
    let columns = || {
        Ok(KeptAnswer {
            seq: get(row, 1)?,
            subject: get(row, 2)?,
            content: hash(row, 3)?,
            answer: get(row, 4)?,
            pruned: pruned(5)?,
        })
    };
    of("answer", row, 1, columns())
}

/// Answers whose texts are kept, after and up to an event.
pub(super) async fn whole(client: &impl GenericClient, after: i64, upto: i64) -> Result<Vec<(i64, Vec<u8>)>> {
    let sql = "SELECT seq, answer FROM answer WHERE seq > $1 AND seq <= $2 AND digest IS NULL ORDER BY seq LIMIT $3";
    let rows = query(client, sql, &[&after, &upto, &PRUNED]).await?;
    rows.iter().map(|row| Ok((get(row, 0)?, get(row, 1)?))).collect()
}

pub(super) async fn nodes(
    client: &impl GenericClient,
    places: &[(u8, i64)],
) -> Result<Vec<Option<[u8; 32]>>> {
    let levels: Vec<i16> = places.iter().map(|(level, _)| i16::from(*level)).collect();
    let numbers: Vec<i64> = places.iter().map(|(_, place)| *place).collect();
    let sql = "SELECT n.place, n.level, n.hash FROM node n JOIN UNNEST($1::int2[], $2::int8[]) AS k (level, place) \
         ON n.level = k.level AND n.place = k.place";
    let mut found = HashMap::new();
    for row in query(client, sql, &[&levels, &numbers]).await? {
        let (level, place): (i16, i64) = (get(&row, 1)?, get(&row, 0)?);
        found.insert((level, place), of("node", &row, 0, hash(&row, 2))?);
    }
    Ok(places.iter().map(|(level, place)| found.get(&(i16::from(*level), *place)).copied()).collect())
}

pub(super) async fn used(client: &impl GenericClient, serials: &[Serial]) -> Result<Vec<Serial>> {
    let issuers: Vec<i16> = serials.iter().map(|serial| serial.issuer.into()).collect();
    let numbers: Vec<i64> = serials.iter().map(|serial| serial.number).collect();
    let sql = "SELECT c.issuer, c.serial FROM code c JOIN UNNEST($1::int2[], $2::int8[]) AS k (issuer, serial) \
         ON c.issuer = k.issuer AND c.serial = k.serial WHERE c.serial IS NOT NULL";
    let rows = query(client, sql, &[&issuers, &numbers]).await?;
    let found = rows.iter().map(|row| serial(get(row, 0)?, get(row, 1)?).ok_or(ReadError::Value(0)));
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

pub(super) async fn past(client: &impl GenericClient, issuer: u8) -> Result<i64> {
    let sql = "SELECT past FROM block WHERE issuer = $1 ORDER BY past DESC LIMIT 1";
    let rows = query(client, sql, &[&i16::from(issuer)]).await?;
    rows.first().map_or(Ok(0), |row| get(row, 0))
}

pub(super) async fn by_filing(client: &impl GenericClient, keys: &[&FilingKey]) -> Result<Vec<FilingRow>> {
    let mut found = Vec::new();
    let sql = format!(
        "SELECT {FILING}, e.at FROM filing f JOIN event e ON e.seq = f.id WHERE f.taxpayer = $1 \
         AND f.form = $2 AND f.period = $3 AND f.amendment = $4 AND f.submission = $5"
    );
    for key in keys {
        let FilingKey { taxpayer, form, period, amendment, submission } = key;
        let (taxpayer, form, period) = (&plain(taxpayer), &plain(form), &plain(period));
        for row in query(client, &sql, &[taxpayer, form, period, amendment, submission]).await? {
            found.push(filing_row(&row, 0, 7)?);
        }
    }
    Ok(found)
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit.clamp(1, PAGE)).unwrap_or(1)
}

pub(super) async fn by_taxpayer(
    client: &impl GenericClient,
    asked: &TaxpayerQuery<'_>,
) -> Result<Page<Entry>> {
    let party = match asked.side {
        Side::Seller => "seller",
        Side::Buyer => "buyer",
    };
    let limit = asked.limit.clamp(1, PAGE);
    let start = Cursor { day: asked.first.saturating_sub(1), id: i64::MAX };
    let after = asked.after.unwrap_or(start);
    let sql = format!(
        "SELECT {CODE}, e.at FROM code c JOIN event e ON e.seq = c.id \
         WHERE c.{party} = $1 AND (c.day, c.id) > ($2, $3) AND c.day BETWEEN $4 AND $5 \
         ORDER BY c.day, c.id LIMIT $6"
    );
    let values: [&(dyn ToSql + Sync); 6] =
        [&plain(asked.taxpayer), &after.day, &after.id, &asked.first, &asked.last, &count(limit)];
    let rows = query(client, &sql, &values).await?;
    let rows: Vec<CodeRow> = rows.iter().map(|row| code_row(row, 0, 12)).collect::<Result<_>>()?;
    let next = rows.last().filter(|_| rows.len() == limit);
    let next = next.map(|row| Cursor { day: row.content.day, id: row.id });
    Ok(Page { rows: with_status(client, rows).await?, next })
}

pub(super) async fn filings(
    client: &impl GenericClient,
    taxpayer: &str,
    period: Option<&str>,
    after: i64,
    limit: usize,
) -> Result<Vec<FilingRow>> {
    let sql = format!(
        "SELECT {FILING}, e.at FROM filing f JOIN event e ON e.seq = f.id \
         WHERE f.taxpayer = $1 AND f.id > $2 AND ($3::text IS NULL OR f.period = $3) ORDER BY f.id LIMIT $4"
    );
    let rows = query(client, &sql, &[&plain(taxpayer), &after, &period.map(plain), &count(limit)]).await?;
    rows.iter().map(|row| filing_row(row, 0, 7)).collect()
}

pub(super) async fn events(client: &impl GenericClient, after: i64, limit: usize) -> Result<Vec<Logged>> {
    let sql = format!(
        "SELECT e.seq, e.at, e.kind, e.subject, e.body, e.chain, {CODE}, {FILING} FROM \
         (SELECT * FROM event WHERE seq > $1 ORDER BY seq LIMIT $2) e \
         LEFT JOIN code c ON c.id = e.seq LEFT JOIN filing f ON f.id = e.seq ORDER BY e.seq"
    );
    let rows = query(client, &sql, &[&after, &count(limit)]).await?;
    rows.iter()
        .map(|row| {
            let has = |at: usize| Ok::<_, ReadError>(get::<Option<i64>>(row, at)?.is_some());
            let event = || {
                Ok(Event {
                    seq: get(row, 0)?,
                    at: get(row, 1)?,
                    kind: EventKind::from_number(get(row, 2)?),
                    subject: get(row, 3)?,
                    body: get(row, 4)?,
                    chain: hash(row, 5)?,
                })
            };
            Ok(Logged {
                event: of("event", row, 0, event())?,
                code: if has(6)? { Some(code_row(row, 6, 1)?) } else { None },
                filing: if has(18)? { Some(filing_row(row, 18, 1)?) } else { None },
            })
        })
        .collect()
}

pub(super) async fn answers(
    client: &impl GenericClient,
    after: i64,
    limit: usize,
) -> Result<Vec<(String, KeptAnswer, Vec<u8>)>> {
    let sql = "SELECT a.message, a.seq, a.subject, a.content, a.answer, a.digest, e.body FROM answer a \
         JOIN event e ON e.seq = a.seq WHERE a.seq > $1 ORDER BY a.seq LIMIT $2";
    let rows = query(client, sql, &[&after, &count(limit)]).await?;
    rows.iter().map(|row| Ok((get(row, 0)?, kept(row)?, get(row, 6)?))).collect()
}

pub(super) async fn roots(client: &impl GenericClient) -> Result<Vec<SignedRoot>> {
    let sql = "SELECT day, size, root, chain, key, signature FROM root ORDER BY size, day";
    let rows = query(client, sql, &[]).await?;
    rows.iter()
        .map(|row| {
            let columns = || {
                Ok(SignedRoot {
                    day: get(row, 0)?,
                    size: get(row, 1)?,
                    root: hash(row, 2)?,
                    chain: hash(row, 3)?,
                    key: hash(row, 4)?,
                    signature: get(row, 5)?,
                })
            };
            of("root", row, 0, columns())
        })
        .collect()
}

pub(super) async fn stats(client: &mut Object) -> Result<Stats> {
    let sql = "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM code), \
         (SELECT count(*) FROM event WHERE kind >= 16 AND kind = 16), \
         (SELECT count(*) FROM event WHERE kind >= 16 AND kind = 17), \
         (SELECT count(*) FROM event WHERE kind >= 16 AND kind = 18), \
         (SELECT count(*) FROM event WHERE kind = 3), (SELECT count(*) FROM filing), \
         (SELECT count(*) FROM answer), \
         (SELECT sum(pg_total_relation_size(c.oid))::int8 FROM pg_class c WHERE c.relkind = 'r' \
         AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))";
    // Here all rows are read, which is done fastest in the order they lie in.
    let transaction = client.transaction().await?;
    transaction.batch_execute("SET LOCAL enable_seqscan = on").await?;
    let rows = transaction.query(sql, &[]).await?;
    transaction.commit().await?;
    let row = rows.first().ok_or(ReadError::Value(0))?;
    Ok(Stats {
        events: get(row, 0)?,
        codes: get(row, 1)?,
        replaced: get(row, 2)?,
        adjusted: get(row, 3)?,
        cancelled: get(row, 4)?,
        refused: get(row, 5)?,
        filings: get(row, 6)?,
        answers: get(row, 7)?,
        bytes: get(row, 8)?,
    })
}
