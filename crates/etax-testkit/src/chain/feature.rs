//! What is done to a sound chain.

use crate::der;
use crate::key::Hash;
use crate::random::Random;

use super::Draft;
use super::certificate::{Name, Plan, Spelling, is_rsa};
use super::constraint::{POLICIES, give_names, give_policies, name_constraints};

/// Changes a draft; `false` where the chain has no place for it.
type Change = fn(&mut Draft, &mut Random) -> bool;

pub(super) const FEATURES: [(&str, Change); 24] = [
    ("expired", |draft, random| any(draft, random, |plan| plan.not_after = "20230101000000Z")),
    ("not yet valid", |draft, random| any(draft, random, |plan| plan.not_before = "20300101000000Z")),
    ("cA is false", |draft, random| between(draft, random, |plan| plan.authority = false)),
    ("no basicConstraints", |draft, random| {
        between(draft, random, |plan| plan.with_basic_constraints = false)
    }),
    ("path length", path_length),
    ("path length", path_length),
    ("no keyCertSign", |draft, random| between(draft, random, |plan| plan.key_usage = 0x82)),
    ("damaged signature", |draft, random| below(draft, random, |plan| plan.damaged = true)),
    ("signed by another", |draft, random| {
        let key = draft.new_key();
        below(draft, random, |plan| plan.signed_with = Some(key))
    }),
    ("name constraints", constraints),
    ("name constraints", constraints),
    ("name constraints", constraints),
    ("policies", policies),
    ("policies", policies),
    ("policies", policies),
    ("unknown critical extension", |draft, random| {
        between(draft, random, |plan| plan.extend("1.3.6.1.4.1.99999.9", true, &der::null()))
    }),
    ("missing issuer", |draft, random| {
        draft.missing = place(draft, random, 1, 1);
        draft.missing.is_some()
    }),
    ("cross-certificate", cross),
    ("strangers", strangers),
    ("rolled over", roll_over),
    ("SHA-1", |draft, random| {
        below(draft, random, |plan| {
            if is_rsa(plan.issuer_key) {
                plan.hash = Hash::Sha1;
            }
        })
    }),
    ("version 1", |draft, random| between(draft, random, |plan| plan.version_1 = true)),
    ("another spelling", |draft, random| {
        let spelling = *random.pick(&[Spelling::UpperCase, Spelling::Spaced, Spelling::Printable]);
        below(draft, random, |plan| plan.spelling = spelling)
    }),
    ("namesake", namesake),
];

/// A place in the chain, leaving out some at the top and some at the bottom.
fn place(draft: &Draft, random: &mut Random, top: usize, bottom: usize) -> Option<usize> {
    let end = draft.chain.len().checked_sub(bottom)?;
    (top < end).then(|| usize::try_from(random.within(top as u64, end as u64 - 1)).unwrap_or(top))
}

fn change(draft: &mut Draft, place: Option<usize>, edit: impl FnOnce(&mut Plan)) -> bool {
    let Some(plan) = place.and_then(|place| draft.chain.get_mut(place)) else { return false };
    edit(plan);
    true
}

fn any(draft: &mut Draft, random: &mut Random, edit: impl FnOnce(&mut Plan)) -> bool {
    let place = place(draft, random, 0, 0);
    change(draft, place, edit)
}

fn below(draft: &mut Draft, random: &mut Random, edit: impl FnOnce(&mut Plan)) -> bool {
    let place = place(draft, random, 1, 0);
    change(draft, place, edit)
}

fn between(draft: &mut Draft, random: &mut Random, edit: impl FnOnce(&mut Plan)) -> bool {
    let place = place(draft, random, 1, 1);
    change(draft, place, edit)
}

fn path_length(draft: &mut Draft, random: &mut Random) -> bool {
    let place = place(draft, random, 0, 1);
    let length = u8::try_from(random.within(0, 3)).unwrap_or(0);
    change(draft, place, |plan| plan.path_length = Some(length))
}

fn constraints(draft: &mut Draft, random: &mut Random) -> bool {
    if let Some(leaf) = draft.chain.last_mut() {
        give_names(random, leaf);
    }
    let value = name_constraints(random, &draft.organization);
    let place = place(draft, random, 0, 1);
    change(draft, place, |plan| plan.extend("2.5.29.30", true, &value))
}

fn policies(draft: &mut Draft, random: &mut Random) -> bool {
    for plan in draft.chain.iter_mut().skip(1) {
        give_policies(random, plan);
    }
    draft.inputs.policy = random.one_in(3).then(|| *random.pick(&POLICIES));
    draft.inputs.require_explicit = random.one_in(2);
    draft.inputs.inhibit_mapping = random.one_in(5);
    draft.inputs.inhibit_any = random.one_in(5);
    true
}

/// A second certificate for an authority of the chain, by a second anchor; the first may be broken.
fn cross(draft: &mut Draft, random: &mut Random) -> bool {
    let Some(place) = place(draft, random, 1, 1) else { return false };
    let name = Name::new(&draft.organization, "Second Root");
    let key = draft.new_key();
    let mut second = draft.chain[place].clone();
    second.issuer = name.clone();
    second.issuer_key = key;
    second.serial += 100;
    draft.further_anchors.push(Plan::new(name.clone(), key, name, key, 100));
    let broken = &mut draft.chain[place];
    match random.within(0, 5) {
        0 => broken.not_after = "20230101000000Z",
        1 => broken.damaged = true,
        2 => broken.path_length = Some(0),
        3 => second.not_after = "20230101000000Z",
        4 => second.damaged = true,
        _ => {}
    }
    draft.further.push(second);
    true
}

/// Authorities that have nothing to do with the chain.
fn strangers(draft: &mut Draft, random: &mut Random) -> bool {
    for number in 0..random.within(1, 4) {
        let (root, other) = (draft.new_key(), draft.new_key());
        let name = Name::new(&draft.organization, &format!("Stranger {number}"));
        let below = Name::new(&draft.organization, &format!("Below Stranger {number}"));
        draft.further.push(Plan::new(below, other, name.clone(), root, 200 + number));
        draft.further.push(Plan::new(name.clone(), root, name, root, 210 + number));
    }
    true
}

/// An authority goes over to a new key: its old key certifies the new one under the same name.
fn roll_over(draft: &mut Draft, random: &mut Random) -> bool {
    let Some(place) = place(draft, random, 0, 1) else { return false };
    let key = draft.new_key();
    let old = draft.chain[place].clone();
    let mut renewed = Plan::new(old.subject.clone(), key, old.subject, old.key, 300 + place as u64);
    renewed.path_length = random.one_in(4).then_some(0);
    draft.chain.insert(place + 1, renewed);
    if let Some(next) = draft.chain.get_mut(place + 2) {
        next.issuer_key = key;
    }
    true
}

/// Another authority of the same name with another key; the key identifier tells them apart, or only the signature.
fn namesake(draft: &mut Draft, random: &mut Random) -> bool {
    let Some(place) = place(draft, random, 1, 1) else { return false };
    let mut other = draft.chain[place].clone();
    other.key = draft.new_key();
    other.serial += 400;
    draft.further.push(other);
    if random.one_in(2) {
        draft.chain[place + 1].with_issuer_key_id = false;
    }
    true
}
