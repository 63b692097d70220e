//! What the tests of schemas share: files, documents damaged at random, and two other readers of XML Schema.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "not every test needs all of it"
)]

pub mod damage;
pub mod files;
pub mod oracle;
pub mod tree;

#[path = "../declaration_support/random.rs"]
pub mod random;
#[path = "../shared/mod.rs"]
pub mod shared;
