//! Numbers: each used once, none left out, in the order of dates; and codes, each on one invoice.

use super::entry::Entry;
use super::finding::Collector;
use super::rules;

/// The most stretches of missing numbers that one finding names.
const MOST_STRETCHES: usize = 20;

/// Judges the numbers of every book. The entries are ordered by book and number.
pub(super) fn judge(entries: &[Entry], collector: &mut Collector<'_>) {
    for book in entries.chunk_by(|a, b| a.book == b.book) {
        let mut before: Option<&Entry> = None;
        for same in book.chunk_by(|a, b| a.number == b.number) {
            let Some(first) = same.first() else { continue };
            repeated(first, same, collector);
            if let Some(before) = before {
                follow(before, first, collector);
            }
            before = Some(first);
        }
        gaps(book, collector);
    }
}

fn repeated(first: &Entry, same: &[Entry], collector: &mut Collector<'_>) {
    for other in same.iter().skip(1) {
        let rule = if other.particulars == first.particulars { &rules::COPY } else { &rules::REPEATED };
        collector.add(rule, other, Some(first), |_| (None, None));
    }
}

fn follow(before: &Entry, entry: &Entry, collector: &mut Collector<'_>) {
    if before.day != Entry::UNDATED && entry.day != Entry::UNDATED && entry.day < before.day {
        collector.add(&rules::ORDER, entry, Some(before), |_| (before.date(), entry.date()));
    }
}

/// One finding a book, on the invoice behind the first gap: a seller whose numbers go astray would fill the report.
fn gaps(book: &[Entry], collector: &mut Collector<'_>) {
    let mut stretches = book
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if b.number - a.number > 1 => Some((b, a.number + 1, b.number - 1)),
            _ => None,
        })
        .peekable();
    let Some((entry, ..)) = stretches.peek() else { return };
    let entry = **entry;
    collector.add(&rules::GAP, &entry, None, |_| {
        let mut found = String::new();
        for (at, (_, first, last)) in stretches.enumerate() {
            if at == MOST_STRETCHES {
                found.push_str(", …");
                break;
            }
            if at > 0 {
                found.push_str(", ");
            }
            found.push_str(&first.to_string());
            if last > first {
                found.push_str(&format!("-{last}"));
            }
        }
        (None, Some(found))
    });
}

/// Finds codes that stand on two invoices of different numbers.
pub(super) fn codes(entries: &[Entry], collector: &mut Collector<'_>) {
    let mut coded: Vec<u32> =
        (0_u32..).zip(entries).filter(|(_, entry)| entry.code != Entry::NO_CODE).map(|(at, _)| at).collect();
    let get = |at: &u32| entries.get(*at as usize);
    coded.sort_unstable_by_key(|at| get(at).map(|entry| (entry.code, entry.added)));
    for shared in coded.chunk_by(|a, b| get(a).map(|entry| entry.code) == get(b).map(|entry| entry.code)) {
        let mut of_code = shared.iter().filter_map(get);
        let Some(first) = of_code.next() else { continue };
        for other in of_code.filter(|other| !other.same_number(first)) {
            collector.add(&rules::SHARED_CODE, other, Some(first), |collector| {
                (None, Some(collector.name(first.book, first.number)))
            });
        }
    }
}
