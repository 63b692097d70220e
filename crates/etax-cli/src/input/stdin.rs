//! A document on standard input.

use super::{Content, Trouble};
use std::io;

/// The whole of standard input.
pub(super) fn read(limit: u64) -> Result<Content, Trouble> {
    super::whole(io::stdin().lock(), 0, limit)
}
