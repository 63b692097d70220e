//! The Merkle tree over the log, as RFC 6962 section 2.1 hashes it.

use sha2::{Digest, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The hash of a leaf: a byte 0 before the data, so that no inner node can pass for a leaf.
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

/// The hash of an inner node: a byte 1 before both children.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A tree that grows leaf by leaf and keeps only the roots of its complete subtrees.
///
/// ```
/// use etax_store::merkle::{Tree, leaf_hash, node_hash};
/// let mut tree = Tree::default();
/// let leaves = [leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")];
/// leaves.iter().for_each(|leaf| tree.push(*leaf));
/// assert_eq!(tree.root(), node_hash(&node_hash(&leaves[0], &leaves[1]), &leaves[2]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// The largest subtree first.
    peaks: Vec<Hash>,
}

/// The lowest level of nodes that a store keeps: those over 256 leaves. A proof reads the leaves below one such node, and for
/// the rest nodes.
pub const LOWEST: u8 = 8;

/// An inner node of the tree that is complete, and so the same in every longer tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// How many levels it is above the leaves; it is over 2 to this power of them.
    pub level: u8,
    /// Its place among the nodes of its level, from 0.
    pub place: i64,
    /// Its hash.
    pub hash: Hash,
}

impl Tree {
    /// Appends a leaf's hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_noting(leaf, &mut |_| {});
    }

    /// Appends a leaf's hash, and shows the nodes that it completes, the lowest first.
    ///
    /// ```
    /// use etax_store::merkle::{Tree, leaf_hash};
    /// let mut tree = Tree::default();
    /// let mut noted = Vec::new();
    /// (0..4u8).for_each(|byte| tree.push_noting(leaf_hash(&[byte]), &mut |node| noted.push((node.level, node.place))));
    /// assert_eq!(noted, [(1, 0), (1, 1), (2, 0)]);
    /// ```
    pub fn push_noting(&mut self, leaf: Hash, note: &mut dyn FnMut(Node)) {
        let mut hash = leaf;
        for level in 1..=self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
                let place = i64::try_from(self.size >> level).unwrap_or(i64::MAX);
                note(Node { level: u8::try_from(level).unwrap_or(u8::MAX), place, hash });
            }
        }
        self.peaks.push(hash);
        self.size = self.size.saturating_add(1);
    }

    /// How many leaves it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root. Of no leaves at all, the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Sha256::digest([]).into() };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }
}

/// Why a leaf is in a tree: the hashes beside the way from it to the root, the nearest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// The leaf's place, from 0.
    pub index: u64,
    /// The number of leaves.
    pub size: u64,
    /// The hashes.
    pub path: Vec<Hash>,
}

impl Inclusion {
    /// The proof for one leaf of all the leaves of a tree. `None` when there is no such leaf.
    #[must_use]
    pub fn of(leaves: &[Hash], index: usize) -> Option<Self> {
        leaves.get(index)?;
        let mut path = Vec::new();
        let (mut part, mut at) = (leaves, index);
        // From the root down; the nearest is wanted first.
        while part.len() > 1 {
            let half = part.len().next_power_of_two() / 2;
            let (left, right) = part.split_at(half);
            let (own, other, shift) = if at < half { (left, right, 0) } else { (right, left, half) };
            path.push(root_of(other));
            (part, at) = (own, at - shift);
        }
        path.reverse();
        Some(Self { index: u64::try_from(index).ok()?, size: u64::try_from(leaves.len()).ok()?, path })
    }

    /// The root that a leaf leads to by this proof. `None` when the proof cannot be one of such a tree.
    ///
    /// ```
    /// use etax_store::merkle::{Inclusion, Tree, leaf_hash};
    /// let leaves: Vec<_> = (0..7u8).map(|byte| leaf_hash(&[byte])).collect();
    /// let mut tree = Tree::default();
    /// leaves.iter().for_each(|leaf| tree.push(*leaf));
    /// let proof = Inclusion::of(&leaves, 5).unwrap();
    /// assert_eq!(proof.root(leaves[5]), Some(tree.root()));
    /// assert_ne!(proof.root(leaves[4]), Some(tree.root()));
    /// ```
    #[must_use]
    pub fn root(&self, leaf: Hash) -> Option<Hash> {
        if self.index >= self.size {
            return None;
        }
        // RFC 9162, section 2.1.3.2.
        let (mut node, mut last, mut hash) = (self.index, self.size - 1, leaf);
        for beside in &self.path {
            if last == 0 {
                return None;
            }
            if node & 1 == 1 || node == last {
                hash = node_hash(beside, &hash);
                while node & 1 == 0 && node != 0 {
                    (node, last) = (node >> 1, last >> 1);
                }
            } else {
                hash = node_hash(&hash, beside);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        (last == 0).then_some(hash)
    }
}

pub(crate) fn root_of(leaves: &[Hash]) -> Hash {
    let mut tree = Tree::default();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    /// The leaves and roots that implementations of certificate transparency test with.
    #[test]
    fn roots_are_those_of_certificate_transparency() {
        let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        ];
        let mut tree = Tree::default();
        for (leaf, root) in leaves.iter().zip(roots) {
            tree.push(leaf_hash(&unhex(leaf)));
            assert_eq!(tree.root().to_vec(), unhex(root));
        }
    }

    #[test]
    fn every_leaf_of_every_tree_has_a_proof_and_no_other_leaf_fits_it() {
        for size in 1..40usize {
            let leaves: Vec<Hash> = (0..size).map(|at| leaf_hash(&at.to_be_bytes())).collect();
            let root = root_of(&leaves);
            for index in 0..size {
                let proof = Inclusion::of(&leaves, index).unwrap();
                for (at, leaf) in leaves.iter().enumerate() {
                    assert_eq!(proof.root(*leaf) == Some(root), at == index, "{size} {index} {at}");
                }
                let longer = Inclusion { path: [&*proof.path, &[root]].concat(), ..proof.clone() };
                assert_eq!(longer.root(leaves[index]), None);
            }
        }
    }
}
