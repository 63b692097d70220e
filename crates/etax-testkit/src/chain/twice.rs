//! An authority that two roots have certified.

use crate::error::Result;
use crate::key::Hash;

use super::certificate::{Name, Plan, revocation_list};
use super::{ChainCase, ChainInputs};

/// An authority with a certificate by each of two roots, the first of which is signed with SHA-1 where asked for, and
/// the lists of both roots and of the authority; the roots whose number (0 or 1) is in `revoked` have revoked it.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// let (case, lists) = etax_testkit::twice_certified(&[0], false).unwrap();
/// assert_eq!((case.anchors.len(), case.others.len(), lists.len()), (2, 2, 3));
/// ```
pub fn twice_certified(revoked: &[usize], sha1: bool) -> Result<(ChainCase, Vec<Vec<u8>>)> {
    // A multiple of nine has an RSA key, as SHA-1 asks for.
    let root_keys = [3_000_006, 3_000_007];
    let authority = Name::new("Twice", "Authority");
    let mut case = ChainCase {
        name: "twice".to_owned(),
        anchors: Vec::new(),
        others: Vec::new(),
        leaf: Plan::new(Name::new("Twice", "Signer"), 3_000_002, authority.clone(), 3_000_001, 3)
            .leaf()
            .write()?,
        inputs: ChainInputs::default(),
        shows: vec!["twice certified"],
    };
    let mut lists = Vec::new();
    for (place, key) in root_keys.into_iter().enumerate() {
        let name = Name::new("Twice", &format!("Root {place}"));
        let root = Plan::new(name.clone(), key, name.clone(), key, 1);
        let mut below = Plan::new(authority.clone(), 3_000_001, name, key, 2);
        if sha1 && place == 0 {
            below.hash = Hash::Sha1;
        }
        let serials: &[u64] = if revoked.contains(&place) { &[2] } else { &[] };
        lists.push(revocation_list(&root, serials)?);
        if place == 0 {
            lists.push(revocation_list(&below, &[])?);
        }
        case.anchors.push(root.write()?);
        case.others.push(below.write()?);
    }
    Ok((case, lists))
}
