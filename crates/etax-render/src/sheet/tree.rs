//! A document by its parts: names and values, and rows where elements repeat. Serves every kind that has no drawing of its
//! own: declarations, payment orders, notices, registrations.

use super::label::{Label, Labels};
use super::{Block, Column, Sheet, Table, said};
use etax::rule::Lang;
use etax::xml::{DSIG, Element};

/// Deeper than this, parts are not drawn apart any more.
const DEEPEST: usize = 24;
/// The most rows of a table and the most blocks of a sheet.
const MOST_ROWS: usize = 5_000;
const MOST_BLOCKS: usize = 2_000;
/// With more columns than this it is no table: the rows are drawn one below the other.
const MOST_COLUMNS: usize = 60;

pub(super) fn fill(sheet: &mut Sheet, element: Option<Element<'_>>, lang: Lang) {
    let Some(element) = element else { return };
    let mut drawing = Drawing { sheet, labels: Labels::of(element, lang) };
    drawing.part(element, None, 0);
}

struct Drawing<'s> {
    sheet: &'s mut Sheet,
    labels: Labels,
}

impl Drawing<'_> {
    /// Leaves as names and values; runs of alike children as a table; other parts after them.
    fn part(&mut self, element: Element<'_>, heading: Option<String>, depth: usize) {
        if self.sheet.blocks.len() >= MOST_BLOCKS || depth > DEEPEST || element.namespace() == DSIG {
            return;
        }
        let children: Vec<Element<'_>> =
            element.children().filter(|child| child.namespace() != DSIG).collect();
        let mut rows = Vec::new();
        for child in children.iter().filter(|child| child.is_leaf()) {
            let value = said(Some(*child));
            if !value.is_empty() {
                let label = self.labels.of_leaf(*child);
                rows.push((label.words(), label.value(value)));
            }
        }
        let alone = rows.is_empty();
        if !alone {
            self.sheet.blocks.push(Block::Fields { heading: heading.clone(), rows });
        }
        let mut rest = children.iter().copied().filter(|child| !child.is_leaf()).peekable();
        while let Some(child) = rest.next() {
            let mut alike = vec![child];
            while let Some(next) = rest.next_if(|next| next.local() == child.local()) {
                alike.push(next);
            }
            let own = self.labels.of_part(child);
            // A part that only holds another lends it its name.
            let heading =
                if alone && heading.is_some() && children.len() == 1 { heading.clone() } else { own };
            if alike.len() > 1 || is_row(child) {
                self.table(&alike, heading, depth);
            } else {
                self.part(child, heading, depth + 1);
            }
        }
    }

    /// Rows of one name. Leaves below them, to any depth, are the columns, in the order in which they are met. Where a row has
    /// one of them twice, or there are too many, the rows are drawn one below the other.
    fn table(&mut self, rows: &[Element<'_>], heading: Option<String>, depth: usize) {
        let mut columns: Vec<(String, Label)> = Vec::new();
        let mut cells: Vec<Vec<(usize, String)>> = Vec::new();
        for row in rows.iter().take(MOST_ROWS) {
            let mut cell = Vec::new();
            let mut last = 0;
            let mut twice = false;
            for leaf in row.descendants().filter(|leaf| leaf.is_leaf()).take(MOST_COLUMNS + 1) {
                let path = below(*row, leaf);
                // Rows are alike: the column is most often the next one.
                let found = columns.iter().skip(last).position(|(known, _)| *known == path);
                let at = match found {
                    Some(at) => last + at,
                    None => match columns.iter().position(|(known, _)| *known == path) {
                        Some(at) => at,
                        None => {
                            let label = self.labels.of_leaf(leaf);
                            columns.push((path, label));
                            columns.len() - 1
                        }
                    },
                };
                twice |= cell.iter().any(|(column, _)| *column == at);
                last = at;
                let value = said(Some(leaf));
                if !value.is_empty() {
                    cell.push((at, value));
                }
            }
            cells.push(cell);
            if twice || columns.len() > MOST_COLUMNS {
                for row in rows {
                    self.part(*row, heading.clone(), depth + 1);
                }
                return;
            }
        }
        let used: Vec<usize> = (0..columns.len())
            .filter(|at| cells.iter().any(|cell| cell.iter().any(|(column, _)| column == at)))
            .collect();
        let head = |at: &usize| columns.get(*at).map(|(_, label)| label);
        let made = cells
            .into_iter()
            .map(|cell| {
                let of = |at: &usize| {
                    let value = cell.iter().find(|(column, _)| column == at);
                    value.map_or_else(String::new, |(_, value)| {
                        head(at).map_or_else(String::new, |label| label.value(value.clone()))
                    })
                };
                used.iter().map(of).collect()
            })
            .collect();
        let columns = used
            .iter()
            .filter_map(head)
            .map(|label| Column { head: label.words(), amounts: label.amount })
            .collect::<Vec<_>>();
        if !columns.is_empty() {
            self.sheet.blocks.push(Block::Table(Table { heading, columns, rows: made }));
        }
    }
}

/// Whether an element that stands alone is a row all the same: it is numbered as rows are.
fn is_row(element: Element<'_>) -> bool {
    ["id", "ID", "Id"].iter().any(|name| {
        element
            .attribute(name)
            .is_some_and(|id| id.starts_with("ID_") && element.children().all(Element::is_leaf))
    })
}

/// The steps from an element to one below it.
fn below(above: Element<'_>, leaf: Element<'_>) -> String {
    let mut steps = Vec::new();
    let mut at = Some(leaf);
    while let Some(element) = at.filter(|element| element.index() != above.index()) {
        steps.push(element.local());
        at = element.parent();
    }
    steps.reverse();
    steps.join("/")
}
