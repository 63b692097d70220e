//! The registry of a tax authority or an authorised unit: codes that were issued and what became of the invoices, filings
//! and their receipts, and the answers that messages were given, none of which is ever lost or given twice.
//!
//! One set of rules ([`Command`], [`Outcome`]) over two databases: SQLite, one file for one machine, and PostgreSQL for
//! several nodes. What each promises, the schema and the format of the log stand in `docs/registry.md`.
//!
//! ```
//! use etax_store::{Access, Command, InvoiceKey, NewCode, Outcome, Store, StoredCode};
//! let folder = tempfile::tempdir().unwrap();
//! let store = Store::open_file(&folder.path().join("registry.db"), Access::Create).unwrap();
//! let row = NewCode {
//!     code: StoredCode::parse("0001311CAF6430843B89FAD3B46D70665A").unwrap(),
//!     key: InvoiceKey::new("0300123450", "1", "C26TAA", "68").unwrap(),
//!     day: 20_780,
//!     buyer: None,
//!     total: 132_000.into(),
//!     digest: [7; 32],
//!     serial: None,
//! };
//! let issue = Command::Issue { row: Box::new(row.clone()), message: None, relation: None };
//! assert!(matches!(store.record_one(issue), Ok(Outcome::Recorded { id: 1, .. })));
//! let found = store.read().by_code(&[row.code.clone()]).unwrap();
//! assert_eq!(found[0].as_ref().unwrap().row.content, row);
//! ```
#![forbid(unsafe_code)]

pub mod audit;
mod backend;
mod bulk;
mod code;
mod command;
mod error;
mod event;
mod issue;
mod leaf;
pub mod merkle;
mod plan;
#[cfg(feature = "postgres")]
pub mod postgres;
mod row;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod store;
mod ticket;

pub use backend::{Backend, PAGE};
pub use bulk::{BULK, Bulk};
pub use code::StoredCode;
pub use command::{Command, Message, Outcome, Refusal, Relation, RelationKind, Target};
pub use error::{Damage, StoreError};
pub use event::{Event, EventKind, Logged};
pub use issue::{IssueFault, Issued, Issuer, Request};
pub use leaf::Leaf;
pub use row::{
    CodeRow, Cursor, End, Entry, FilingKey, FilingRow, InvoiceKey, KeptAnswer, NewCode, Page, Serial, Side,
    Stats, Status, TaxpayerQuery,
};
pub use store::{Access, Store};
pub use ticket::Ticket;
