//! Deviations that real invoices have from the standard, each with the answer that the engine is to give.
//!
//! Each row makes a sound invoice with one deviation, signed after it unless the row says otherwise, and states
//! everything that comes of it: every finding with its severity, what is read, and the verdict. Nothing is to be refused
//! that can be read in one way only, and nothing that can be read in two is to be taken silently.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod bench;
mod changed;
mod codes;
mod envelope;
mod extras;
mod messages;
mod symbols;
mod values;
mod writing;
