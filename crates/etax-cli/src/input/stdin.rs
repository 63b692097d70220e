//! A document on standard input.

use super::Trouble;
use std::io;

/// The whole of standard input, up to a limit.
pub(super) fn read(limit: u64) -> Result<Vec<u8>, Trouble> {
    super::bounded(io::stdin().lock(), 0, limit)
}
