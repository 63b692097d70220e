//! Which types stand in a type.

use crate::schema::table::{FormId, Schema, Span, Term};
use std::collections::{BTreeSet, HashMap};

pub(super) fn roots(schema: &Schema, globals: Span) -> Vec<u32> {
    let declared = globals.of(&schema.globals).iter();
    declared.filter_map(|(_, at)| schema.declarations.get(*at as usize)).map(|it| it.type_).collect()
}

/// The types of elements at or below one.
pub(super) fn below(schema: &Schema, type_: u32, seen: &mut BTreeSet<u32>) {
    let mut open = vec![type_];
    while let Some(type_) = open.pop() {
        if !seen.insert(type_) {
            continue;
        }
        schema.each_term(type_, &mut |term| {
            if let Term::Element(inner) = term
                && let Some(declared) = schema.declarations.get(inner as usize)
            {
                open.push(declared.type_);
            }
        });
    }
}

pub(super) fn is_recursive(schema: &Schema, form: FormId) -> bool {
    let mut all = BTreeSet::new();
    if let Some(form) = schema.form(form) {
        roots(schema, form.globals).into_iter().for_each(|root| below(schema, root, &mut all));
    }
    all.iter().any(|type_| {
        let mut inner = BTreeSet::new();
        schema.each_term(*type_, &mut |term| {
            if let Term::Element(at) = term
                && let Some(declared) = schema.declarations.get(at as usize)
            {
                below(schema, declared.type_, &mut inner);
            }
        });
        inner.contains(type_)
    })
}

/// How many elements a type has, those inside its elements counted too.
pub(super) fn size(schema: &Schema, type_: u32, known: &mut HashMap<u32, usize>) -> usize {
    if let Some(size) = known.get(&type_) {
        return *size;
    }
    known.insert(type_, 0);
    let mut inner = Vec::new();
    schema.each_term(type_, &mut |term| inner.push(term));
    let mut total: usize = 0;
    for term in inner {
        total = total.saturating_add(1);
        if let Term::Element(at) = term
            && let Some(declared) = schema.declarations.get(at as usize)
        {
            total = total.saturating_add(size(schema, declared.type_, known));
        }
    }
    known.insert(type_, total);
    total
}

impl Schema {
    /// The type of the elements at a place.
    pub(super) fn type_of(&self, term: Term) -> Option<u32> {
        let Term::Element(at) = term else { return None };
        self.declarations.get(at as usize).map(|declared| declared.type_)
    }
}
