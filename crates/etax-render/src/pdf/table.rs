//! Tables: how wide the columns are, and their rows over pages.

use super::layout::{Layout, SMALL};
use super::pen::{BLACK, RULE, SHADE};
use super::typeface::Typeface;
use crate::sheet::{Table, TableKind};

const PAD: f32 = 3.0;
/// No column is narrower than this, so that a letter always fits.
const NARROWEST: f32 = 16.0;
/// A word that is longer than this is broken.
const LONGEST_WORD: f32 = 130.0;
/// What a column asks for at most to have its text on one line.
const WIDEST: f32 = 330.0;
/// A head would like to have about so many lines.
const HEAD_LINES: f32 = 3.0;
/// Upright pages are for tables that fit them with this much to spare.
const SLACK: f32 = 1.25;
/// Letters become smaller, in this order, where the columns need it.
const SIZES: [f32; 4] = [SMALL, 7.5, 6.5, 5.5];

/// How a table stands on its pages.
struct Plan {
    size: f32,
    widths: Vec<f32>,
}

/// What a column needs so that no word and no figure is broken, and what it would like, for letters of size 1.
#[derive(Clone, Copy)]
struct Need {
    least: f32,
    most: f32,
}

impl Layout<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let plan = self.plan(table);
        let bold = &self.faces.bold;
        let inner = |width: &f32| width - 2.0 * PAD;
        let head: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(&plan.widths)
            .map(|(column, width)| bold.lines(column, plan.size, inner(width)))
            .collect();
        let head: Vec<&[String]> = head.iter().map(Vec::as_slice).collect();
        let head_height = self.height(&head, &plan);
        // The heading, the head and a row stay together.
        self.room(head_height + 60.0);
        if let Some(heading) = &table.heading {
            self.heading(heading);
        }
        self.row(&head, &[], &plan, true);
        for row in &table.rows {
            let cells: Vec<Vec<String>> = row
                .iter()
                .zip(&plan.widths)
                .map(|(cell, width)| self.faces.regular.lines(&cell.text, plan.size, inner(width)))
                .collect();
            let rights: Vec<bool> = row.iter().map(|cell| cell.right).collect();
            // A row that is higher than half a page comes in pieces.
            let most = self.most_lines(&plan);
            let pieces = cells.iter().map(|cell| cell.len().div_ceil(most)).max().unwrap_or(1);
            for piece in 0..pieces.max(1) {
                let part: Vec<&[String]> =
                    cells.iter().map(|cell| cell.chunks(most).nth(piece).unwrap_or_default()).collect();
                if self.room(self.height(&part, &plan)) {
                    self.row(&head, &[], &plan, true);
                }
                self.row(&part, &rights, &plan, false);
            }
        }
        self.down(4.0);
    }

    /// As many lines as half a page takes: neither the head nor a piece of a row is higher.
    fn most_lines(&self, plan: &Plan) -> usize {
        let mut lines = 1_u16;
        while f32::from(lines + 1) * plan.size * 1.3 + 2.0 * PAD < self.depth() / 2.0 - 20.0 {
            lines += 1;
        }
        usize::from(lines)
    }

    fn height(&self, cells: &[&[String]], plan: &Plan) -> f32 {
        let most = cells.iter().map(|cell| cell.len()).max().unwrap_or(1).min(self.most_lines(plan));
        plan.size * 1.3 * f32::from(u16::try_from(most).unwrap_or(1)) + 2.0 * PAD
    }

    fn row(&mut self, cells: &[&[String]], rights: &[bool], plan: &Plan, head: bool) {
        let height = self.height(cells, plan);
        let most = self.most_lines(plan);
        let top = self.y;
        let mut x = Self::LEFT;
        for (at, (cell, width)) in cells.iter().zip(&plan.widths).enumerate() {
            if head {
                self.pen.area(x, top, *width, height, SHADE);
            }
            self.pen.frame(x, top, *width, height, 0.4, RULE);
            let face = self.faces.get(head);
            let right = rights.get(at).copied().unwrap_or_default();
            let mut y = top + PAD + plan.size;
            for line in cell.iter().take(most) {
                let wide = face.width(line, plan.size);
                let start = if head {
                    x + (width - wide) / 2.0
                } else if right {
                    x + width - PAD - wide
                } else {
                    x + PAD
                };
                self.pen.text(start, y, plan.size, face, BLACK, line);
                y += plan.size * 1.3;
            }
            x += width;
        }
        self.y += height;
    }

    /// Whether a table needs a page that lies on its side.
    pub(super) fn is_broad(&self, table: &Table) -> bool {
        let least: f32 = self.needs(table).iter().map(|need| need.at(SMALL).0).sum();
        table.kind == TableKind::Rows && least * SLACK > Self::breadth(false)
    }

    /// The largest letters with which no word is broken on the pages at hand.
    fn plan(&self, table: &Table) -> Plan {
        let all = Self::breadth(self.wide);
        if table.kind == TableKind::Cells {
            return Plan { size: SMALL, widths: cell_widths(table.columns.len(), all) };
        }
        let needs = self.needs(table);
        let fits = |size: &f32| needs.iter().map(|need| need.at(*size).0).sum::<f32>() <= all;
        let size = SIZES.into_iter().find(fits).or(SIZES.last().copied()).unwrap_or(SMALL);
        Plan { size, widths: share(&needs, size, all) }
    }

    fn needs(&self, table: &Table) -> Vec<Need> {
        let (regular, bold) = (&self.faces.regular, &self.faces.bold);
        (0_usize..)
            .zip(&table.columns)
            .map(|(at, column)| {
                let mut least = longest_word(bold, column);
                let mut most = least.max(bold.width(column, 1.0) / HEAD_LINES);
                for cell in table.rows.iter().filter_map(|row| row.get(at)) {
                    let whole = regular.width(&cell.text, 1.0);
                    most = most.max(whole);
                    least = least.max(if cell.right { whole } else { longest_word(regular, &cell.text) });
                }
                Need { least, most: most.max(least) }
            })
            .collect()
    }
}

impl Need {
    /// What the column needs and what it would like, at a size.
    fn at(self, size: f32) -> (f32, f32) {
        let padded = |width: f32| (width * size + 2.0 * PAD + 0.5).max(NARROWEST);
        let least = padded(self.least).min(LONGEST_WORD);
        (least, padded(self.most).min(WIDEST).max(least))
    }
}

fn longest_word(face: &Typeface, text: &str) -> f32 {
    text.split_whitespace().map(|word| face.width(word, 1.0)).fold(0.0, f32::max)
}

/// The widths of number, name and value: the same in all tables of cells.
fn cell_widths(columns: usize, all: f32) -> Vec<f32> {
    const NUMBER: f32 = 44.0;
    let value = all * 0.27;
    match columns {
        3 => vec![NUMBER, all - NUMBER - value, value],
        _ => vec![all - value, value],
    }
}

/// Divides a width between columns.
fn share(needs: &[Need], size: f32, all: f32) -> Vec<f32> {
    let needs: Vec<(f32, f32)> = needs.iter().map(|need| need.at(size)).collect();
    let least: f32 = needs.iter().map(|need| need.0).sum();
    let most: f32 = needs.iter().map(|need| need.1).sum();
    let width = |(own, wish): &(f32, f32)| {
        if least > all {
            own * all / least
        } else if most > all {
            own + (wish - own) * (all - least) / (most - least)
        } else {
            wish * all / most
        }
    };
    needs.iter().map(width).collect()
}
