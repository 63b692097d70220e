//! Proofs that an event is in the log.

use super::{SignedRoot, date};
use crate::StoreError;
use crate::backend::Backend;
use crate::event::Logged;
use crate::merkle::{Hash, Inclusion, LOWEST, node_hash, root_of};

/// Why an event is in the log that a head was signed over. `None` when the log is shorter, or has no such event.
///
/// Reads the events below one kept node, at most 255 more at the end of the log, and one node for each level: no more for a
/// long log than for a short one. What [`super::sign`] has not kept yet is made from the events.
///
/// # Errors
///
/// [`StoreError`]; [`StoreError::Corrupt`] when what the store has does not lead to the head.
pub fn prove(store: &dyn Backend, seq: i64, root: &SignedRoot) -> Result<Option<Inclusion>, StoreError> {
    let index = seq - 1;
    if index < 0 || index >= root.size {
        return Ok(None);
    }
    let mut path = Vec::new();
    let (mut from, mut count) = (0, root.size);
    // From the root down (RFC 6962, section 2.1.1); the nearest is wanted first.
    while count > 1 << LOWEST {
        let half = left_half(count);
        let (own, beside) = if index < from + half {
            ((from, half), (from + half, count - half))
        } else {
            ((from + half, count - half), (from, half))
        };
        match subtree(store, beside.0, beside.1)? {
            Some(hash) => path.push(hash),
            None => return Ok(None),
        }
        (from, count) = own;
    }
    let Some(leaves) = leaves(store, from, count)? else { return Ok(None) };
    let at = usize::try_from(index - from).unwrap_or(usize::MAX);
    let (Some(near), Some(leaf)) = (Inclusion::of(&leaves, at), leaves.get(at)) else { return Ok(None) };
    let path = near.path.into_iter().chain(path.into_iter().rev()).collect();
    let unsigned = |number: i64| u64::try_from(number).unwrap_or(u64::MAX);
    let proof = Inclusion { index: unsigned(index), size: unsigned(root.size), path };
    if proof.root(*leaf) != Some(root.root) {
        return Err(StoreError::Corrupt(format!(
            "row {seq} does not lead to the head of {}",
            date(root.day)
        )));
    }
    Ok(Some(proof))
}

/// The largest power of two below a count of at least two: the leaves on the left.
fn left_half(count: i64) -> i64 {
    1 << (i64::BITS - 1 - (count - 1).leading_zeros())
}

/// The hash over so many leaves: a node that is kept, or made of its halves. `None` where the log is shorter.
fn subtree(store: &dyn Backend, from: i64, count: i64) -> Result<Option<Hash>, StoreError> {
    if count >= 1 << LOWEST && count.count_ones() == 1 {
        let level = u8::try_from(count.trailing_zeros()).unwrap_or(u8::MAX);
        if let Some(Some(hash)) = store.nodes(&[(level, from >> level)])?.pop() {
            return Ok(Some(hash));
        }
    }
    if count <= 1 << LOWEST {
        return Ok(leaves(store, from, count)?.map(|leaves| root_of(&leaves)));
    }
    let half = left_half(count);
    let left = subtree(store, from, half)?;
    let right = subtree(store, from + half, count - half)?;
    Ok(left.zip(right).map(|(left, right)| node_hash(&left, &right)))
}

/// The hashes of so many leaves. `None` where the log is shorter.
fn leaves(store: &dyn Backend, from: i64, count: i64) -> Result<Option<Vec<Hash>>, StoreError> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let events = store.events(from, count)?;
    let last = events.last().map_or(from, |logged| logged.event.seq);
    let whole = events.len() == count && usize::try_from(last - from) == Ok(count);
    Ok(whole.then(|| events.iter().map(Logged::leaf_hash).collect()))
}
