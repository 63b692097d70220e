//! One suite for both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "../place/mod.rs"]
mod place;

mod audit;
mod bulk;
mod damage;
mod decisions;
mod durable;
mod lookups;
mod migrate;
mod proofs;
mod prune;
#[cfg(feature = "tls")]
mod tls;
mod together;

/// Makes a test for each database out of a function over a place.
macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[test] fn $name() { super::$name(&crate::place::Place::sqlite().unwrap()); } )* }
        mod postgres { $( #[test] fn $name() { if let Some(place) = crate::place::Place::postgres() { super::$name(&place); } } )* }
    };
}
pub(crate) use both;
