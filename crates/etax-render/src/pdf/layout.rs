//! Where things stand on the pages.

use super::pen::{BLACK, Colour, GREY, HEIGHT, Pen, RULE};
use super::typeface::Typefaces;
use crate::html::{FINDINGS, SIGNERS};
use crate::sheet::{Block, FindingRow, Sheet, VerdictBox};
use etax::rule::Lang;

pub(super) const SMALL: f32 = 8.5;
const NORMAL: f32 = 9.5;
const TINY: f32 = 7.0;
const TITLE: f32 = 15.0;

/// A page being filled from above.
pub(super) struct Layout<'t> {
    pub(super) faces: &'t Typefaces,
    pub(super) pen: Pen,
    /// How far down the page is filled.
    pub(super) y: f32,
}

impl<'t> Layout<'t> {
    pub(super) const LEFT: f32 = 36.0;
    pub(super) const RIGHT: f32 = 559.0;
    const TOP: f32 = 40.0;
    const BOTTOM: f32 = HEIGHT - 46.0;
    /// From line to line of small text.
    pub(super) const LINE: f32 = SMALL * 1.3;
    /// As many of them as a page takes.
    pub(super) const MOST_LINES: usize = 60;

    pub(super) fn new(faces: &'t Typefaces) -> Self {
        Self { faces, pen: Pen::default(), y: Self::BOTTOM }
    }

    /// Turns the page where less than this is left; whether it did.
    pub(super) fn room(&mut self, height: f32) -> bool {
        let turn = self.pen.pages() == 0 || self.y + height > Self::BOTTOM;
        if turn {
            self.pen.turn();
            self.y = Self::TOP;
        }
        turn
    }

    pub(super) const fn down(&mut self, by: f32) {
        self.y += by;
    }

    /// Lines of text between two edges.
    fn paragraph(&mut self, left: f32, right: f32, size: f32, bold: bool, colour: Colour, text: &str) {
        let step = size * 1.3;
        for line in self.faces.get(bold).lines(text, size, right - left) {
            self.room(step);
            self.pen.text(left, self.y + size, size, self.faces.get(bold), colour, &line);
            self.y += step;
        }
    }

    fn centred(&mut self, size: f32, bold: bool, colour: Colour, text: &str) {
        for line in self.faces.get(bold).lines(text, size, Self::RIGHT - Self::LEFT) {
            self.room(size * 1.3);
            let face = self.faces.get(bold);
            let x = Self::LEFT + (Self::RIGHT - Self::LEFT - face.width(&line, size)) / 2.0;
            self.pen.text(x, self.y + size, size, face, colour, &line);
            self.y += size * 1.3;
        }
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.room(50.0);
        self.down(7.0);
        self.paragraph(Self::LEFT, Self::RIGHT, NORMAL, true, BLACK, text);
        self.pen.area(Self::LEFT, self.y + 1.0, Self::RIGHT - Self::LEFT, 0.5, RULE);
        self.down(4.0);
    }

    pub(super) fn sheet(&mut self, sheet: &Sheet, lang: Lang) {
        // Each document begins a page.
        self.y = Self::BOTTOM;
        self.centred(TITLE, true, BLACK, &sheet.title.to_uppercase());
        for line in &sheet.under {
            self.centred(SMALL, false, GREY, line);
        }
        self.down(6.0);
        for block in &sheet.blocks {
            match block {
                Block::Fields { heading, rows } => self.fields(heading.as_deref(), rows),
                Block::Table(table) => self.table(table),
                Block::Totals(rows) => self.totals(rows),
                Block::Line(line) => self.paragraph(Self::LEFT, Self::RIGHT, NORMAL, false, BLACK, line),
                Block::Qr(qr) => self.qr(qr),
            }
        }
        self.verdict(&sheet.verdict, SIGNERS.template(lang));
        if !sheet.findings.is_empty() {
            self.heading(FINDINGS.template(lang));
            for finding in &sheet.findings {
                self.finding(finding);
            }
        }
        if let Some(more) = &sheet.more {
            self.paragraph(Self::LEFT, Self::RIGHT, SMALL, false, GREY, more);
        }
    }

    /// What all was judged with, below the last sheet.
    pub(super) fn closing(&mut self, text: &str) {
        self.down(8.0);
        self.paragraph(Self::LEFT, Self::RIGHT, TINY, false, GREY, text);
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, String> {
        if self.pen.pages() == 0 {
            self.pen.turn();
        }
        self.pen.finish()
    }

    fn fields(&mut self, heading: Option<&str>, rows: &[(String, String)]) {
        if let Some(heading) = heading {
            self.heading(heading);
        }
        const MIDDLE: f32 = 200.0;
        for (name, value) in rows {
            let names = self.faces.regular.lines(name, SMALL, MIDDLE - Self::LEFT - 8.0);
            let values = self.faces.regular.lines(value, SMALL, Self::RIGHT - MIDDLE);
            for at in 0..names.len().max(values.len()) {
                self.room(Self::LINE);
                let y = self.y + SMALL;
                let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
                self.pen.text(Self::LEFT, y, SMALL, &self.faces.regular, GREY, &line(&names));
                self.pen.text(MIDDLE, y, SMALL, &self.faces.regular, BLACK, &line(&values));
                self.y += Self::LINE;
            }
        }
    }

    fn totals(&mut self, rows: &[(String, String)]) {
        const FROM: f32 = 290.0;
        self.down(3.0);
        for (at, (name, value)) in rows.iter().enumerate() {
            let last = at + 1 == rows.len();
            let wide = self.faces.bold.width(value, SMALL);
            let names = self.faces.get(last).lines(name, SMALL, (Self::RIGHT - FROM - wide - 10.0).max(60.0));
            self.room(Self::LINE * 2.0);
            if last {
                self.pen.area(FROM, self.y, Self::RIGHT - FROM, 0.8, BLACK);
                self.down(2.0);
            }
            self.pen.text(Self::RIGHT - wide, self.y + SMALL, SMALL, &self.faces.bold, BLACK, value);
            for line in names {
                self.room(Self::LINE);
                self.pen.text(FROM, self.y + SMALL, SMALL, self.faces.get(last), BLACK, &line);
                self.y += Self::LINE;
            }
        }
        self.down(4.0);
    }

    fn qr(&mut self, qr: &crate::qr::Qr) {
        const SIDE: f32 = 92.0;
        self.room(SIDE + 6.0);
        let count = f32::from(u16::try_from(qr.width().max(1)).unwrap_or(1));
        let module = SIDE / count;
        let top = self.y + 3.0;
        for (row, column) in qr.dark() {
            let place = |at: usize| f32::from(u16::try_from(at).unwrap_or_default()) * module;
            self.pen.area(Self::LEFT + place(column), top + place(row), module, module, BLACK);
        }
        self.y = top + SIDE + 3.0;
    }

    fn verdict(&mut self, verdict: &VerdictBox, signers: &str) {
        let mark = colour(verdict.class);
        self.down(10.0);
        // The head of the box stays together; a long list of signers may go on to the next page.
        self.room(74.0);
        let (page, top) = (self.pen.pages(), self.y);
        let (left, right) = (Self::LEFT + 9.0, Self::RIGHT - 9.0);
        self.down(6.0);
        self.paragraph(left, right, 12.0, true, mark, &verdict.verdict);
        for (question, answer, class) in &verdict.answers {
            let asked = format!("{question}: ");
            let wide = self.faces.regular.width(&asked, SMALL);
            self.room(Self::LINE);
            let y = self.y + SMALL;
            self.pen.text(left, y, SMALL, &self.faces.regular, BLACK, &asked);
            self.pen.text(left + wide, y, SMALL, &self.faces.bold, colour(class), answer);
            self.y += Self::LINE;
        }
        for line in verdict.code.iter().chain(&verdict.unsigned) {
            self.paragraph(left, right, SMALL, false, BLACK, line);
        }
        if !verdict.signers.is_empty() {
            self.paragraph(left, right, SMALL, false, BLACK, &format!("{signers}:"));
        }
        for signer in &verdict.signers {
            let said = format!("{}: {} – {}", signer.role, signer.name, signer.status);
            self.paragraph(left + 8.0, right, SMALL, true, colour(signer.class), &said);
            for detail in &signer.details {
                self.paragraph(left + 16.0, right, TINY, false, GREY, detail);
            }
        }
        self.down(6.0);
        if self.pen.pages() == page {
            self.pen.frame(Self::LEFT, top, Self::RIGHT - Self::LEFT, self.y - top, 1.2, mark);
        }
        self.down(4.0);
    }

    fn finding(&mut self, finding: &FindingRow) {
        const TEXT: f32 = 96.0;
        self.room(Self::LINE * 2.0);
        let face = &self.faces.bold;
        self.pen.text(Self::LEFT, self.y + SMALL, SMALL, face, colour(finding.class), &finding.severity);
        let said = format!("{} {}", finding.message, finding.hint);
        self.paragraph(TEXT, Self::RIGHT, SMALL, false, BLACK, said.trim());
        let place = [finding.rule, &finding.place, finding.basis].join(" · ");
        self.paragraph(TEXT, Self::RIGHT, TINY, false, GREY, place.trim_end_matches([' ', '·']));
        self.down(2.0);
    }
}

fn colour(class: &str) -> Colour {
    match class {
        "accepted" => Colour(0x1a, 0x6b, 0x34),
        "rejected" => Colour(0xa3, 0x15, 0x15),
        "undecided" => Colour(0x8a, 0x5a, 0x00),
        _ => GREY,
    }
}
