//! Replacements and adjustments: each invoice against the one that it corrects.

use super::entry::{Entry, Relation, date};
use super::finding::Collector;
use super::rules;

/// A correction among the entries.
#[derive(Clone, Copy)]
struct Link {
    /// The invoice that is corrected, and the one that corrects it: indices of entries.
    original: u32,
    by: u32,
    replaces: bool,
}

/// Judges what the invoices say of each other. The entries are ordered by book and number.
pub(super) fn judge(entries: &[Entry], relations: &[Relation], collector: &mut Collector<'_>) {
    let mut links = links(entries, relations, collector);
    let get = |at: u32| entries.get(at as usize);
    let when = |at: u32| get(at).map(|entry| (entry.day, entry.number, entry.added));
    links.sort_unstable_by_key(|link| (link.original, when(link.by)));
    circles(entries, &links, collector);
    for of_one in links.chunk_by(|a, b| a.original == b.original) {
        let Some((first, later)) = of_one.split_first() else { continue };
        let mut replaced = first.replaces;
        for link in later {
            let (Some(entry), Some(original)) = (get(link.by), get(link.original)) else { continue };
            // The same invoice a second time is said elsewhere.
            if get(first.by).is_some_and(|first| first.same_number(entry)) {
                continue;
            }
            if link.replaces && replaced {
                let tip = tip(&links, link.original, entries.len()).and_then(get);
                collector.add(&rules::TWICE, entry, Some(original), |collector| {
                    let tip = tip.map(|tip| collector.name(tip.book, tip.number));
                    (tip, Some(collector.name(original.book, original.number)))
                });
            } else if link.replaces != first.replaces {
                let rule = if link.replaces { &rules::REPLACED_AFTER } else { &rules::ADJUSTED_AFTER };
                collector.add(rule, entry, Some(original), |collector| {
                    (None, Some(collector.name(original.book, original.number)))
                });
            }
            replaced |= link.replaces;
        }
    }
}

/// Finds the corrected invoices, and holds each correction against its own.
fn links(entries: &[Entry], relations: &[Relation], collector: &mut Collector<'_>) -> Vec<Link> {
    let mut links = Vec::with_capacity(relations.len());
    for (by, entry) in (0_u32..).zip(entries) {
        let Some(relation) = relations.get(entry.relation as usize) else { continue };
        let wanted = (relation.book, relation.number);
        let at = entries.partition_point(|other| (other.book, other.number) < wanted);
        let Some(original) = entries.get(at).filter(|other| (other.book, other.number) == wanted) else {
            missing(entries, at, entry, relation, collector);
            continue;
        };
        if relation.day != Entry::UNDATED && original.day != Entry::UNDATED && relation.day != original.day {
            collector.add(&rules::DATE, entry, Some(original), |_| (original.date(), date(relation.day)));
        }
        let buyers = (entry.buyer, original.buyer);
        if buyers.0 != buyers.1 && buyers.0 != Entry::NO_BUYER && buyers.1 != Entry::NO_BUYER {
            collector.add(&rules::BUYER, entry, Some(original), |collector| {
                (None, Some(collector.name(original.book, original.number)))
            });
        }
        let original = u32::try_from(at).unwrap_or(u32::MAX);
        links.push(Link { original, by, replaces: relation.replaces });
    }
    links
}

/// Says that a corrected invoice is not there, where numbers on both sides of it are: most sets begin somewhere, and what
/// lies before is no news.
fn missing(entries: &[Entry], at: usize, entry: &Entry, relation: &Relation, collector: &mut Collector<'_>) {
    let of_book = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.book == relation.book);
    if of_book(at.checked_sub(1).and_then(|at| entries.get(at))) && of_book(entries.get(at)) {
        collector.add(&rules::MISSING, entry, None, |collector| {
            (None, Some(collector.name(relation.book, relation.number)))
        });
    }
}

/// The invoice that stands at the end of the replacements of another.
fn tip(links: &[Link], original: u32, most: usize) -> Option<u32> {
    let mut at = original;
    for _ in 0..most {
        let next = links.partition_point(|link| link.original < at);
        let of_one = links.get(next..)?.iter().take_while(|link| link.original == at);
        match of_one.into_iter().find(|link| link.replaces) {
            Some(link) => at = link.by,
            None => return Some(at),
        }
    }
    None
}

/// Finds corrections that lead back to where they began. Every invoice corrects one other at most, so following them takes
/// as many steps as there are invoices, all together.
fn circles(entries: &[Entry], links: &[Link], collector: &mut Collector<'_>) {
    const NONE: u32 = u32::MAX;
    let mut next = vec![NONE; if links.is_empty() { 0 } else { entries.len() }];
    for link in links {
        if let Some(next) = next.get_mut(link.by as usize) {
            *next = link.original;
        }
    }
    // Which walk came by, counted from 1.
    let mut seen = vec![0_u32; next.len()];
    for (walk, link) in (1_u32..).zip(links) {
        let mut at = link.by;
        while let Some(mark) = seen.get_mut(at as usize) {
            if *mark != 0 {
                let back = *mark == walk;
                if back && let Some(entry) = entries.get(at as usize) {
                    collector.add(&rules::CIRCLE, entry, None, |_| (None, None));
                }
                break;
            }
            *mark = walk;
            at = next.get(at as usize).copied().unwrap_or(NONE);
        }
    }
}
