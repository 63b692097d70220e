//! The documents of the e-invoice standard as JSON, both ways: invoices (HDon), messages (TDiep) and the papers around
//! invoices (TKhai, TBao, DNghi, BTHDLieu, BKe, BBan). `docs/invoice-json.md` describes the shape and promises to keep it.
//!
//! | XML | JSON |
//! |---|---|
//! | the root | an object with the root's name as its only key |
//! | an element with elements | an object; its keys are the elements' names, in any order |
//! | an element that may stand several times | an array, also of one |
//! | a text | a string, white space around it left out; made of a whole number too where the standard has a number or a code of one digit |
//! | an empty element | `""`, `{}` or `[]`; `null` is an element that is left out |
//! | TTKhac, the free fields | an array of objects with `TTruong`, `KDLieu` and `DLieu` |
//! | the attribute `Id` | a key `@Id`; the text beside it is under `$` |
//! | what the standard does not have | a key that begins with `?` ([`Unknown`]) |
//! | signatures | who signed and when, under `Signature`; never written |
//! | comments, processing instructions | nothing |
//!
//! The elements, and their order, are those of the tables with which documents are judged. An element that belongs to
//! another version or kind of document is written all the same: whether a document is right is what a check says.

mod choose;
mod data;
mod fill;
mod node;
mod path;
mod read;
mod sound;
mod write;

pub use crate::declaration::json::{JsonError, Mistake};
pub use data::EInvoiceData;
pub use write::Unknown;

/// The key of an element's text, where the element is an object.
const TEXT: &str = "$";
/// The beginning of an attribute's key.
const ATTRIBUTE: char = '@';
/// The namespace of an element that is not in that of the element around it.
const NAMESPACE: &str = "@xmlns";
/// The only attribute that documents of the standard have.
const ID: &str = "@Id";
/// The beginning of the keys of what the standard does not have.
const UNKNOWN: char = '?';
/// The key of signatures.
const SIGNATURE: &str = "Signature";
