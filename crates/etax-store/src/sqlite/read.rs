//! Look-ups.

use crate::audit::SignedRoot;
use crate::backend::PAGE;
use crate::event::{Event, EventKind, Logged};
use crate::merkle::Hash;
use crate::plan::{Head, PRUNED};
use crate::row::{
    CodeRow, Cursor, Entry, FilingKey, FilingRow, InvoiceKey, KeptAnswer, NewCode, Page, Serial, Side, Stats,
    Status, TaxpayerQuery,
};
use crate::{Damage, StoredCode};
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Result, Row, params};

const CODE: &str = "c.id, c.code, c.seller, c.form, c.series, c.number, c.day, c.buyer, c.total, c.digest, \
     c.issuer, c.serial";

fn damaged(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Null, Box::new(FromSqlError::InvalidType))
}

/// Names the row, whose number is in column `id`, where a value of it cannot be read.
fn of<T>(table: &'static str, row: &Row<'_>, id: usize, value: Result<T>) -> Result<T> {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
    value.map_err(|error| match error {
        FromSqlConversionFailure(_, _, inner) if inner.is::<Damage>() => {
            FromSqlConversionFailure(id, Type::Null, inner)
        }
        FromSqlConversionFailure(at, ..)
        | IntegralValueOutOfRange(at, _)
        | InvalidColumnType(at, ..)
        | Utf8Error(at, _) => {
            let column = row.as_ref().column_name(at).unwrap_or_default().to_owned();
            let damage = Damage { table, row: row.get(id).unwrap_or_default(), column };
            FromSqlConversionFailure(at, Type::Null, Box::new(damage))
        }
        other => other,
    })
}

/// Reads the columns of [`CODE`] and, behind them, the event's time.
fn code_row(row: &Row<'_>, at: usize, time: usize) -> Result<CodeRow> {
    of("code", row, at, code_columns(row, at, time))
}

fn code_columns(row: &Row<'_>, at: usize, time: usize) -> Result<CodeRow> {
    let code: Vec<u8> = row.get(at + 1)?;
    let total: String = row.get(at + 8)?;
    let issuer: Option<u8> = row.get(at + 10)?;
    let number: Option<i64> = row.get(at + 11)?;
    let content = NewCode {
        code: StoredCode::from_bytes(&code).ok_or_else(|| damaged(at + 1))?,
        key: InvoiceKey {
            seller: row.get(at + 2)?,
            form: row.get(at + 3)?,
            series: row.get(at + 4)?,
            number: row.get(at + 5)?,
        },
        day: row.get(at + 6)?,
        buyer: row.get(at + 7)?,
        total: total.parse().map_err(|_| damaged(at + 8))?,
        digest: row.get(at + 9)?,
        serial: issuer.zip(number).map(|(issuer, number)| Serial { issuer, number }),
    };
    Ok(CodeRow { id: row.get(at)?, at: row.get(time)?, content })
}

fn filing_row(row: &Row<'_>, at: usize, time: usize) -> Result<FilingRow> {
    let columns = || {
        Ok(FilingRow {
            id: row.get(at)?,
            at: row.get(time)?,
            key: FilingKey {
                taxpayer: row.get(at + 1)?,
                form: row.get(at + 2)?,
                period: row.get(at + 3)?,
                amendment: row.get(at + 4)?,
                submission: row.get(at + 5)?,
            },
            digest: row.get(at + 6)?,
        })
    };
    of("filing", row, at, columns())
}

pub(super) fn head(connection: &Connection) -> Result<Head> {
    let head = connection
        .prepare_cached("SELECT seq, at, chain FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            let head = || Ok(Head { seq: row.get(0)?, at: row.get(1)?, chain: row.get(2)? });
            of("event", row, 0, head())
        })
        .optional()?;
    Ok(head.unwrap_or_default())
}

/// Finds one invoice after the other by the same statements.
struct Finder<'s> {
    row: CachedStatement<'s>,
    events: CachedStatement<'s>,
}

impl<'s> Finder<'s> {
    fn new(connection: &'s Connection, place: &str) -> Result<Self> {
        let row = format!("SELECT {CODE}, e.at FROM code c JOIN event e ON e.seq = c.id WHERE {place}");
        Ok(Self { row: connection.prepare_cached(&row)?, events: events_of(connection)? })
    }

    fn find(&mut self, values: impl Params) -> Result<Option<Entry>> {
        let row = self.row.query_row(values, |row| code_row(row, 0, 12)).optional()?;
        row.map(|row| Ok(Entry { status: status(&mut self.events, row.id)?, row })).transpose()
    }
}

/// The events that change what a row is worth.
fn events_of(connection: &Connection) -> Result<CachedStatement<'_>> {
    connection.prepare_cached("SELECT kind, body FROM event WHERE subject = ?1 AND kind >= 16 ORDER BY seq")
}

fn status(events: &mut CachedStatement<'_>, id: i64) -> Result<Status> {
    let mut status = Status::default();
    let mut rows = events.query([id])?;
    while let Some(row) = rows.next()? {
        let body: Vec<u8> = row.get(1)?;
        status.fold(EventKind::from_number(row.get(0)?), &body);
    }
    Ok(status)
}

/// Looks codes up in their order, and shows what is there of each.
pub(super) fn each_code<'c>(
    connection: &Connection,
    codes: impl IntoIterator<Item = &'c StoredCode>,
    mut show: impl FnMut(&'c StoredCode, Option<Entry>),
) -> Result<()> {
    let mut finder = Finder::new(connection, "c.code = ?1")?;
    for code in codes {
        show(code, finder.find([code.as_bytes()])?);
    }
    Ok(())
}

/// Looks invoices up in their order, and shows what is there of each.
pub(super) fn each_invoice<'c>(
    connection: &Connection,
    keys: impl IntoIterator<Item = &'c InvoiceKey>,
    mut show: impl FnMut(&'c InvoiceKey, Option<Entry>),
) -> Result<()> {
    let mut finder =
        Finder::new(connection, "c.seller = ?1 AND c.form = ?2 AND c.series = ?3 AND c.number = ?4")?;
    for key in keys {
        show(key, finder.find(params![key.seller, key.form, key.series, key.number])?);
    }
    Ok(())
}

pub(super) fn by_code(connection: &Connection, codes: &[StoredCode]) -> Result<Vec<Option<Entry>>> {
    let mut found = Vec::with_capacity(codes.len());
    each_code(connection, codes, |_, entry| found.push(entry))?;
    Ok(found)
}

pub(super) fn by_invoice(connection: &Connection, keys: &[InvoiceKey]) -> Result<Vec<Option<Entry>>> {
    let mut found = Vec::with_capacity(keys.len());
    each_invoice(connection, keys, |_, entry| found.push(entry))?;
    Ok(found)
}

pub(super) fn by_id(connection: &Connection, ids: &[i64]) -> Result<Vec<Option<Entry>>> {
    let mut finder = Finder::new(connection, "c.id = ?1")?;
    ids.iter().map(|id| finder.find([id])).collect()
}

pub(super) fn by_message(connection: &Connection, id: &str) -> Result<Option<KeptAnswer>> {
    connection
        .prepare_cached("SELECT seq, subject, content, answer, digest FROM answer WHERE message = ?1")?
        .query_row([id], |row| of("answer", row, 0, kept(row, 0)))
        .optional()
}

fn kept(row: &Row<'_>, at: usize) -> Result<KeptAnswer> {
    Ok(KeptAnswer {
        seq: row.get(at)?,
        subject: row.get(at + 1)?,
        content: row.get(at + 2)?,
        answer: row.get(at + 3)?,
        pruned: row.get(at + 4)?,
    })
}

/// Answers whose texts are kept, after and up to an event.
pub(super) fn whole(connection: &Connection, after: i64, upto: i64) -> Result<Vec<(i64, Vec<u8>)>> {
    connection
        .prepare_cached(
            "SELECT seq, answer FROM answer WHERE seq > ?1 AND seq <= ?2 AND digest IS NULL ORDER BY seq LIMIT ?3",
        )?
        .query_map([after, upto, PRUNED], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

pub(super) fn nodes(connection: &Connection, places: &[(u8, i64)]) -> Result<Vec<Option<Hash>>> {
    let mut node =
        connection.prepare_cached("SELECT place, hash FROM node WHERE level = ?1 AND place = ?2")?;
    places
        .iter()
        .map(|(level, place)| {
            node.query_row(params![level, place], |row| of("node", row, 0, row.get(1))).optional()
        })
        .collect()
}

pub(super) fn by_taxpayer(connection: &Connection, query: &TaxpayerQuery<'_>) -> Result<Page<Entry>> {
    let party = match query.side {
        Side::Seller => "seller",
        Side::Buyer => "buyer",
    };
    let limit = query.limit.clamp(1, PAGE);
    let after = query.after.unwrap_or_else(|| Cursor { day: query.first.saturating_sub(1), id: i64::MAX });
    let sql = format!(
        "SELECT {CODE}, e.at FROM code c JOIN event e ON e.seq = c.id \
         WHERE c.{party} = ?1 AND (c.day, c.id) > (?2, ?3) AND c.day BETWEEN ?4 AND ?5 \
         ORDER BY c.day, c.id LIMIT ?6"
    );
    let rows: Vec<CodeRow> = connection
        .prepare_cached(&sql)?
        .query_map(
            params![query.taxpayer, after.day, after.id, query.first, query.last, count(limit)],
            |row| code_row(row, 0, 12),
        )?
        .collect::<Result<_>>()?;
    let next = rows.last().filter(|_| rows.len() == limit);
    let next = next.map(|row| Cursor { day: row.content.day, id: row.id });
    let mut events = events_of(connection)?;
    let rows = rows.into_iter().map(|row| Ok(Entry { status: status(&mut events, row.id)?, row }));
    Ok(Page { rows: rows.collect::<Result<_>>()?, next })
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit.clamp(1, PAGE)).unwrap_or(1)
}

const FILING: &str = "f.id, f.taxpayer, f.form, f.period, f.amendment, f.submission, f.digest";

pub(super) fn filing(connection: &Connection, key: &FilingKey) -> Result<Option<FilingRow>> {
    let sql = format!(
        "SELECT {FILING}, e.at FROM filing f JOIN event e ON e.seq = f.id WHERE f.taxpayer = ?1 \
         AND f.form = ?2 AND f.period = ?3 AND f.amendment = ?4 AND f.submission = ?5"
    );
    connection
        .prepare_cached(&sql)?
        .query_row(params![key.taxpayer, key.form, key.period, key.amendment, key.submission], |row| {
            filing_row(row, 0, 7)
        })
        .optional()
}

pub(super) fn filings(
    connection: &Connection,
    taxpayer: &str,
    period: Option<&str>,
    after: i64,
    limit: usize,
) -> Result<Vec<FilingRow>> {
    let sql = format!(
        "SELECT {FILING}, e.at FROM filing f JOIN event e ON e.seq = f.id \
         WHERE f.taxpayer = ?1 AND f.id > ?2 AND (?3 IS NULL OR f.period = ?3) ORDER BY f.id LIMIT ?4"
    );
    connection
        .prepare_cached(&sql)?
        .query_map(params![taxpayer, after, period, count(limit)], |row| filing_row(row, 0, 7))?
        .collect()
}

pub(super) fn events(connection: &Connection, after: i64, limit: usize) -> Result<Vec<Logged>> {
    let sql = format!(
        "SELECT e.seq, e.at, e.kind, e.subject, e.body, e.chain, {CODE}, {FILING} FROM event e \
         LEFT JOIN code c ON c.id = e.seq LEFT JOIN filing f ON f.id = e.seq \
         WHERE e.seq > ?1 ORDER BY e.seq LIMIT ?2"
    );
    connection
        .prepare_cached(&sql)?
        .query_map(params![after, count(limit)], |row| {
            let has = |column: usize| row.get_ref(column).map(|value| value.data_type() != Type::Null);
            let event = || {
                Ok(Event {
                    seq: row.get(0)?,
                    at: row.get(1)?,
                    kind: EventKind::from_number(row.get(2)?),
                    subject: row.get(3)?,
                    body: row.get(4)?,
                    chain: row.get(5)?,
                })
            };
            Ok(Logged {
                event: of("event", row, 0, event())?,
                code: if has(6)? { Some(code_row(row, 6, 1)?) } else { None },
                filing: if has(18)? { Some(filing_row(row, 18, 1)?) } else { None },
            })
        })?
        .collect()
}

pub(super) fn answers(
    connection: &Connection,
    after: i64,
    limit: usize,
) -> Result<Vec<(String, KeptAnswer, Vec<u8>)>> {
    connection
        .prepare_cached(
            "SELECT a.seq, a.subject, a.content, a.answer, a.digest, a.message, e.body FROM answer a \
             JOIN event e ON e.seq = a.seq WHERE a.seq > ?1 ORDER BY a.seq LIMIT ?2",
        )?
        .query_map(params![after, count(limit)], |row| {
            let columns = || Ok((row.get(5)?, kept(row, 0)?, row.get(6)?));
            of("answer", row, 0, columns())
        })?
        .collect()
}

pub(super) fn roots(connection: &Connection) -> Result<Vec<SignedRoot>> {
    connection
        .prepare_cached("SELECT day, size, root, chain, key, signature FROM root ORDER BY size, day")?
        .query_map([], |row| {
            let columns = || {
                Ok(SignedRoot {
                    day: row.get(0)?,
                    size: row.get(1)?,
                    root: row.get(2)?,
                    chain: row.get(3)?,
                    key: row.get(4)?,
                    signature: row.get(5)?,
                })
            };
            of("root", row, 0, columns())
        })?
        .collect()
}

pub(super) fn stats(connection: &Connection) -> Result<Stats> {
    let sql = "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM code), \
         (SELECT count(*) FROM event WHERE kind >= 16 AND kind = 16), \
         (SELECT count(*) FROM event WHERE kind >= 16 AND kind = 17), \
         (SELECT count(*) FROM event WHERE kind >= 16 AND kind = 18), \
         (SELECT count(*) FROM event WHERE kind = 3), (SELECT count(*) FROM filing), \
         (SELECT count(*) FROM answer), \
         (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)";
    connection.query_row(sql, [], |row| {
        Ok(Stats {
            events: row.get(0)?,
            codes: row.get(1)?,
            replaced: row.get(2)?,
            adjusted: row.get(3)?,
            cancelled: row.get(4)?,
            refused: row.get(5)?,
            filings: row.get(6)?,
            answers: row.get(7)?,
            bytes: row.get(8)?,
        })
    })
}
