//! Which types of several forms are worth a part.

use super::shared::Shared;
use super::within::{below, size};
use crate::schema::table::{Schema, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From how many elements on a type that several forms have becomes a part.
const WORTH_PART: usize = 30;

/// Types worth a part of their own, and the name of an element that has each.
pub(super) fn choose(schema: &Schema, bodies: &[Vec<(u32, String)>], shared: &Shared) -> Vec<(u32, String)> {
    let mut sizes = HashMap::new();
    let mut forms: BTreeMap<u32, usize> = BTreeMap::new();
    for body in bodies {
        let mut all = BTreeSet::new();
        body.iter().for_each(|(root, _)| below(schema, *root, &mut all));
        for type_ in all {
            *forms.entry(type_).or_default() += 1;
        }
    }
    let mut candidates: BTreeSet<u32> = forms
        .into_iter()
        .filter(|(type_, count)| *count > 1 && size(schema, *type_, &mut sizes) >= WORTH_PART)
        .map(|(type_, _)| type_)
        .collect();
    loop {
        let mut outermost: BTreeMap<u32, (usize, String)> = BTreeMap::new();
        for body in bodies {
            let mut met: BTreeMap<u32, String> = BTreeMap::new();
            let mut open: Vec<u32> = body.iter().map(|(type_, _)| *type_).collect();
            let mut seen = BTreeSet::new();
            while let Some(type_) = open.pop() {
                if !seen.insert(type_) || shared.types.contains_key(&type_) {
                    continue;
                }
                schema.each_term(type_, &mut |term| {
                    let Term::Element(at) = term else { return };
                    let Some(declared) = schema.declarations.get(at as usize) else { return };
                    if candidates.contains(&declared.type_) {
                        met.insert(declared.type_, schema.names.local(declared.name).to_owned());
                    } else {
                        open.push(declared.type_);
                    }
                });
                if let Some((_, name)) = body.iter().find(|(root, _)| *root == type_)
                    && candidates.contains(&type_)
                {
                    met.insert(type_, name.clone());
                }
            }
            for (type_, name) in met {
                outermost.entry(type_).or_insert((0, name)).0 += 1;
            }
        }
        let before = candidates.len();
        candidates.retain(|type_| outermost.get(type_).is_some_and(|(count, _)| *count > 1));
        if candidates.len() == before {
            return outermost
                .into_iter()
                .filter(|(type_, _)| candidates.contains(type_) && !shared.types.contains_key(type_))
                .map(|(type_, (_, name))| (type_, name))
                .collect();
        }
    }
}
