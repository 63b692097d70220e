//! Certificates that are made to cost as much as they can.

use crate::der;
use crate::error::Result;

use super::certificate::{Name, Plan};
use super::{ChainCase, ChainInputs};

/// Cross-certified authorities, `width` to a level: each issued by every one of the level above, none of the top level
/// by the anchor, so that no chain exists and the number of ways to look for one is `width` to the power of `levels`.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// let mesh = etax_testkit::mesh(3, 4).unwrap();
/// assert_eq!(mesh.others.len(), 3 + 3 * 3 * 3);
/// ```
pub fn mesh(width: u64, levels: u64) -> Result<ChainCase> {
    let name = |level: u64| Name::new("Mesh", &format!("Level {level}"));
    let key = |level: u64, place: u64| 1_000_000 + level * 100 + place;
    let mut others = Vec::new();
    for level in 1..=levels {
        for place in 0..width {
            let above = if level == 1 { 1 } else { width };
            for issuer in 0..above {
                let issuer_name = if level == 1 { Name::new("Mesh", "Nobody") } else { name(level - 1) };
                let serial = level * 10_000 + place * 100 + issuer + 1;
                let mut plan =
                    Plan::new(name(level), key(level, place), issuer_name, key(level - 1, issuer), serial);
                // Without it every certificate of the level above may be the issuer's.
                plan.with_issuer_key_id = false;
                others.push(plan.write()?);
            }
        }
    }
    let root = Name::new("Mesh", "Root");
    let anchor = Plan::new(root.clone(), 1, root, 1, 1).write()?;
    let mut leaf = Plan::new(Name::new("Mesh", "Signer"), 2, name(levels), key(levels, 0), 2).leaf();
    leaf.with_issuer_key_id = false;
    Ok(ChainCase {
        name: "mesh".to_owned(),
        anchors: vec![anchor],
        others,
        leaf: leaf.write()?,
        inputs: ChainInputs::default(),
        shows: vec!["mesh"],
    })
}

/// A sound chain under `levels` authorities, each with `subtrees` permitted subtrees of which only the last fits, and
/// an end certificate with `names` alternative names.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// assert_eq!(etax_testkit::crowd(2, 5, 3).unwrap().others.len(), 2);
/// ```
pub fn crowd(levels: u64, subtrees: usize, names: usize) -> Result<ChainCase> {
    let key = |level: u64| 2_000_000 + level;
    let name = |level: u64| Name::new("Crowd", &format!("Level {level}"));
    let dns = |text: String| der::ia5_context(2, &text);
    let permitted: Vec<_> = (1..subtrees)
        .map(|number| der::sequence(&[dns(format!("other{number}.example"))]))
        .chain([der::sequence(&[dns("crowd.example".to_owned())])])
        .collect();
    let constraints = der::sequence(&[der::explicit(0, &permitted.concat())]);
    let mut others = Vec::new();
    for level in 1..=levels {
        let mut plan = Plan::new(name(level), key(level), name(level - 1), key(level - 1), level + 1);
        plan.extend("2.5.29.30", true, &constraints);
        others.push(plan.write()?);
    }
    let anchor = Plan::new(name(0), key(0), name(0), key(0), 1).write()?;
    let mut leaf = Plan::new(name(99), key(99), name(levels), key(levels), 99).leaf();
    let names: Vec<_> = (0..names).map(|number| dns(format!("h{number}.crowd.example"))).collect();
    leaf.extend("2.5.29.17", false, &der::sequence(&names));
    Ok(ChainCase {
        name: "crowd".to_owned(),
        anchors: vec![anchor],
        others,
        leaf: leaf.write()?,
        inputs: ChainInputs::default(),
        shows: vec!["crowd"],
    })
}

/// A sound chain under `levels` authorities that each state all of `policies` policies and map each to every other:
/// RFC 5280's tree of them has `policies` to the power of `levels` leaves.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// assert_eq!(etax_testkit::policy_crowd(2, 3).unwrap().others.len(), 2);
/// ```
pub fn policy_crowd(levels: u64, policies: u64) -> Result<ChainCase> {
    let key = |level: u64| 4_000_000 + level;
    let name = |level: u64| Name::new("Policy Crowd", &format!("Level {level}"));
    let policy = |number: u64| der::oid(&format!("1.3.6.1.4.1.99999.2.{number}"));
    let stated: Vec<_> = (0..policies).map(|number| der::sequence(&[policy(number)])).collect();
    let stated = der::sequence(&stated);
    let pairs = (0..policies).flat_map(|from| (0..policies).map(move |to| (from, to)));
    let mappings: Vec<_> = pairs.map(|(from, to)| der::sequence(&[policy(from), policy(to)])).collect();
    let mut others = Vec::new();
    for level in 1..=levels {
        let mut plan = Plan::new(name(level), key(level), name(level - 1), key(level - 1), level + 1);
        plan.extend("2.5.29.32", false, &stated);
        plan.extend("2.5.29.33", true, &der::sequence(&mappings));
        others.push(plan.write()?);
    }
    let anchor = Plan::new(name(0), key(0), name(0), key(0), 1).write()?;
    let mut leaf = Plan::new(name(99), key(99), name(levels), key(levels), 99).leaf();
    leaf.extend("2.5.29.32", false, &stated);
    Ok(ChainCase {
        name: "policy-crowd".to_owned(),
        anchors: vec![anchor],
        others,
        leaf: leaf.write()?,
        inputs: ChainInputs { require_explicit: true, ..ChainInputs::default() },
        shows: vec!["policy crowd"],
    })
}
