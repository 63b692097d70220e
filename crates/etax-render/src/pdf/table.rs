//! Tables: how wide the columns are, and their rows over pages.

use super::layout::{Layout, SMALL};
use super::pen::{BLACK, RULE, SHADE};
use crate::sheet::Table;

const PAD: f32 = 3.0;
/// No column is narrower than this, so that a letter always fits.
const NARROWEST: f32 = 18.0;

impl Layout<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        if let Some(heading) = &table.heading {
            self.heading(heading);
        }
        let widths = self.widths(table);
        let head: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| self.faces.bold.lines(&column.head, SMALL, width - 2.0 * PAD))
            .collect();
        let head_height = Self::height(&head);
        self.room(head_height + 30.0);
        self.row(&head, &widths, table, true);
        for row in &table.rows {
            let cells: Vec<Vec<String>> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| self.faces.regular.lines(cell, SMALL, width - 2.0 * PAD))
                .collect();
            if self.room(Self::height(&cells)) {
                self.row(&head, &widths, table, true);
            }
            self.row(&cells, &widths, table, false);
        }
        self.down(4.0);
    }

    fn height(cells: &[Vec<String>]) -> f32 {
        let most = cells.iter().map(Vec::len).max().unwrap_or(1);
        // A row never has more lines than fit on a page: cells are cut there.
        Self::LINE * f32::from(u16::try_from(most.min(Self::MOST_LINES)).unwrap_or(1)) + 2.0 * PAD
    }

    fn row(&mut self, cells: &[Vec<String>], widths: &[f32], table: &Table, head: bool) {
        let height = Self::height(cells);
        let top = self.y;
        let mut x = Self::LEFT;
        for ((cell, width), column) in cells.iter().zip(widths).zip(&table.columns) {
            if head {
                self.pen.area(x, top, *width, height, SHADE);
            }
            self.pen.frame(x, top, *width, height, 0.4, RULE);
            let face = self.faces.get(head);
            let mut y = top + PAD + SMALL;
            for line in cell.iter().take(Self::MOST_LINES) {
                let wide = face.width(line, SMALL);
                let at = if head {
                    x + (width - wide) / 2.0
                } else if column.amounts {
                    x + width - PAD - wide
                } else {
                    x + PAD
                };
                self.pen.text(at, y, SMALL, face, BLACK, line);
                y += Self::LINE;
            }
            x += width;
        }
        self.y += height;
    }

    /// Columns as wide as what they hold; where that is too much together, the widest give way.
    fn widths(&self, table: &Table) -> Vec<f32> {
        let all = Self::RIGHT - Self::LEFT;
        let mut widths: Vec<f32> = (0_usize..)
            .zip(&table.columns)
            .map(|(at, column)| {
                let longest_word = column
                    .head
                    .split_whitespace()
                    .map(|word| self.faces.bold.width(word, SMALL))
                    .fold(0.0, f32::max);
                let cells = table.rows.iter().filter_map(|row| row.get(at));
                let widest =
                    cells.map(|cell| self.faces.regular.width(cell, SMALL)).fold(longest_word, f32::max);
                (widest + 2.0 * PAD + 0.5).max(NARROWEST)
            })
            .collect();
        let sum = |widths: &[f32]| widths.iter().sum::<f32>();
        let count = f32::from(u16::try_from(widths.len().max(1)).unwrap_or(u16::MAX));
        if sum(&widths) > all {
            // The largest width that all columns may have together so that they fit.
            let (mut low, mut high) = (all / count, all);
            for _ in 0..24 {
                let middle = (low + high) / 2.0;
                let cut: f32 = widths.iter().map(|width| width.min(middle)).sum();
                if cut > all { high = middle } else { low = middle }
            }
            for width in &mut widths {
                *width = width.min(low);
            }
        }
        let rest = (all - sum(&widths)).max(0.0);
        // What is left goes to the columns of text, or to all.
        let texts = table.columns.iter().filter(|column| !column.amounts).count();
        let share = rest
            / f32::from(u16::try_from(if texts == 0 { widths.len() } else { texts }.max(1)).unwrap_or(1));
        for (width, column) in widths.iter_mut().zip(&table.columns) {
            if texts == 0 || !column.amounts {
                *width += share;
            }
        }
        widths
    }
}
