//! A document by its parts: names and values, and rows where elements repeat. Serves every kind that has no drawing of its
//! own: payment orders, notices, registrations, messages; and the parts of declarations.

use super::label::{Label, Labels};
use super::{Block, Cell, Sheet, Table, TableKind, said};
use etax::rule::{Lang, Text};
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
    let mut drawing = Drawing::new(sheet, Labels::new(lang, None), lang);
    drawing.part(element, None, 0);
    drawing.end();
}

/// Writes blocks.
pub(super) struct Drawing<'s, 'f> {
    sheet: &'s mut Sheet,
    labels: Labels<'f>,
    lang: Lang,
    /// Whether there was more than a sheet takes.
    full: bool,
}

impl<'s, 'f> Drawing<'s, 'f> {
    pub(super) const fn new(sheet: &'s mut Sheet, labels: Labels<'f>, lang: Lang) -> Self {
        Self { sheet, labels, lang, full: false }
    }

    /// Says what was left out.
    pub(super) fn end(self) {
        if self.full {
            self.sheet.blocks.push(Block::Line(MORE_PARTS.template(self.lang).to_owned()));
        }
    }

    fn push(&mut self, block: Block) {
        if self.sheet.blocks.len() < MOST_BLOCKS {
            self.sheet.blocks.push(block);
        } else {
            self.full = true;
        }
    }

    /// Leaves as names and values; runs of alike children as a table; other parts after them.
    pub(super) fn part(&mut self, element: Element<'_>, heading: Option<String>, depth: usize) {
        if self.full || depth > DEEPEST || element.namespace() == DSIG {
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
            self.push(Block::Fields { heading: heading.clone(), rows });
        }
        for alike in runs(children.into_iter().filter(|child| !child.is_leaf())) {
            let Some(first) = alike.first() else { continue };
            // A part that only holds another, or that has no name, lends it the one above.
            let own = self.labels.of_part(*first);
            let heading = own.or_else(|| if alone { heading.clone() } else { None });
            if alike.len() > 1 || is_row(*first) {
                self.table(&alike, heading, depth, false);
            } else {
                self.part(*first, heading, depth + 1);
            }
        }
    }

    /// The cells of a form: number, name and value of each in the order of the document, whatever parts they stand in; rows
    /// that repeat as tables between them.
    pub(super) fn indicators(&mut self, element: Element<'_>, heading: Option<String>, depth: usize) {
        let mut rows = Vec::new();
        let mut heading = heading;
        self.collect(element, &mut rows, &mut heading, depth);
        self.flush(&mut rows, &mut heading);
    }

    fn collect(
        &mut self,
        element: Element<'_>,
        rows: &mut Vec<(Label, String)>,
        heading: &mut Option<String>,
        depth: usize,
    ) {
        if self.full || depth > DEEPEST {
            return;
        }
        for alike in runs(element.children().filter(|child| child.namespace() != DSIG)) {
            let Some(first) = alike.first() else { continue };
            if first.is_leaf() {
                for leaf in alike {
                    let value = said(Some(leaf));
                    if !value.is_empty() {
                        let label = self.labels.of_leaf(leaf);
                        let value = label.value(value);
                        rows.push((label, value));
                    }
                }
            } else if alike.len() > 1 || is_row(*first) || self.labels.is_many(*first) {
                self.flush(rows, heading);
                let own = self.labels.of_part(*first).or_else(|| heading.take());
                self.table(&alike, own, depth + 1, true);
            } else if let Some(own) = self.labels.of_part(*first) {
                self.flush(rows, heading);
                self.indicators(*first, Some(own), depth + 1);
            } else {
                self.collect(*first, rows, heading, depth + 1);
            }
        }
    }

    fn flush(&mut self, rows: &mut Vec<(Label, String)>, heading: &mut Option<String>) {
        if rows.is_empty() {
            return;
        }
        let say = |text: Text| text.template(self.lang).to_owned();
        let numbered = rows.iter().any(|(label, _)| !label.number.is_empty());
        let mut columns = vec![say(INDICATOR), say(VALUE)];
        if numbered {
            columns.insert(0, say(CODE));
        }
        let rows = rows
            .drain(..)
            .map(|(label, value)| {
                let value = Cell::new(value, label.amount());
                let mut row = vec![Cell::new(label.name, false), value];
                if numbered {
                    row.insert(0, Cell::new(label.number, false));
                }
                row
            })
            .collect();
        let kind = TableKind::Cells;
        self.push(Block::Table(Table { heading: heading.take(), kind, columns, rows }));
    }

    /// Rows of one name. Leaves below them, to any depth, are the columns, in the order in which they are met. Where a row has
    /// one of them twice, or there are too many, the rows are drawn one below the other.
    fn table(&mut self, rows: &[Element<'_>], heading: Option<String>, depth: usize, cells: bool) {
        if self.full {
            return;
        }
        let nested = |row: &Element<'_>| row.children().any(|child| self.labels.is_many(child));
        if rows.first().is_some_and(nested) {
            return self.one_by_one(rows, heading, depth, cells);
        }
        let mut columns: Vec<(String, Label)> = Vec::new();
        let mut filled: Vec<Vec<(usize, String)>> = Vec::new();
        for row in rows.iter().take(MOST_ROWS) {
            let mut cell = Vec::new();
            let mut last = 0;
            let mut seen = 0_u64;
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
                let bit = 1_u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or_default();
                twice |= seen & bit != 0;
                seen |= bit;
                last = at;
                let value = said(Some(leaf));
                if !value.is_empty() {
                    cell.push((at, value));
                }
            }
            filled.push(cell);
            if twice || columns.len() > MOST_COLUMNS {
                return self.one_by_one(rows, heading, depth, cells);
            }
        }
        let used: Vec<usize> = (0..columns.len())
            .filter(|at| filled.iter().any(|cell| cell.iter().any(|(column, _)| column == at)))
            .collect();
        let head = |at: &usize| columns.get(*at).map(|(_, label)| label);
        let made = filled
            .into_iter()
            .map(|cell| {
                let of = |at: &usize| {
                    let value = cell.iter().find(|(column, _)| column == at);
                    match (value, head(at)) {
                        (Some((_, value)), Some(label)) => {
                            Cell::new(label.value(value.clone()), label.amount())
                        }
                        _ => Cell::new(String::new(), false),
                    }
                };
                used.iter().map(of).collect()
            })
            .collect();
        let columns: Vec<String> = used.iter().filter_map(head).map(Label::words).collect();
        if !columns.is_empty() {
            self.push(Block::Table(Table { heading, kind: TableKind::Rows, columns, rows: made }));
        }
        if let Some(more) = rows.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
            self.push(Block::Line(MORE_ROWS.fill(self.lang, &[("count", &more.to_string())])));
        }
    }

    fn one_by_one(&mut self, rows: &[Element<'_>], heading: Option<String>, depth: usize, cells: bool) {
        for (at, row) in rows.iter().enumerate() {
            let number = (at + 1).to_string();
            let of = heading.clone().unwrap_or_default();
            let heading = ROW.fill(self.lang, &[("of", &of), ("number", &number)]).trim().to_owned();
            if cells {
                self.indicators(*row, Some(heading), depth + 1);
            } else {
                self.part(*row, Some(heading), depth + 1);
            }
        }
    }
}

/// Neighbours of one name together.
fn runs<'d>(elements: impl Iterator<Item = Element<'d>>) -> Vec<Vec<Element<'d>>> {
    let mut out: Vec<Vec<Element<'d>>> = Vec::new();
    for element in elements {
        match out.last_mut() {
            Some(run) if run.first().is_some_and(|first| first.local() == element.local()) => {
                run.push(element);
            }
            _ => out.push(vec![element]),
        }
    }
    out
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

const CODE: Text = Text { vi: "Mã", en: "Code" };
const INDICATOR: Text = Text { vi: "Chỉ tiêu", en: "Indicator" };
const VALUE: Text = Text { vi: "Giá trị", en: "Value" };
const ROW: Text = Text { vi: "{of} – dòng {number}", en: "{of} – row {number}" };
const MORE_ROWS: Text =
    Text { vi: "… {count} dòng nữa không in", en: "… {count} further rows are not drawn" };
const MORE_PARTS: Text = Text { vi: "… các phần sau không in", en: "… further parts are not drawn" };
