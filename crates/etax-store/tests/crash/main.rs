//! Programs and servers that are killed in the middle, and files that are cut.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "../place/mod.rs"]
mod place;

mod cut;
mod kill;
