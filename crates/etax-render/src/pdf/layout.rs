//! Where things stand on the pages.

use super::pen::{BLACK, Colour, GREY, HEIGHT, Pen, RULE, WIDTH};
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
    /// Whether pages lie on their side.
    pub(super) wide: bool,
}

impl<'t> Layout<'t> {
    pub(super) const LEFT: f32 = 36.0;
    const TOP: f32 = 40.0;
    /// From line to line of small text.
    pub(super) const LINE: f32 = SMALL * 1.3;

    pub(super) fn new(faces: &'t Typefaces) -> Self {
        Self { faces, pen: Pen::default(), y: HEIGHT, wide: false }
    }

    /// Where lines end.
    pub(super) const fn right(&self) -> f32 {
        (if self.wide { HEIGHT } else { WIDTH }) - Self::LEFT
    }

    /// Where pages end.
    pub(super) const fn bottom(&self) -> f32 {
        (if self.wide { WIDTH } else { HEIGHT }) - 46.0
    }

    /// How wide lines are on a page that lies on its side, and on one that does not.
    pub(super) const fn breadth(wide: bool) -> f32 {
        (if wide { HEIGHT } else { WIDTH }) - 2.0 * Self::LEFT
    }

    /// How high the text of a page is.
    pub(super) const fn depth(&self) -> f32 {
        self.bottom() - Self::TOP
    }

    /// Turns to a page that lies on its side, unless the pages do already.
    pub(super) const fn widen(&mut self) {
        if !self.wide {
            self.wide = true;
            self.y = HEIGHT;
        }
    }

    /// Turns the page where less than this is left; whether it did.
    pub(super) fn room(&mut self, height: f32) -> bool {
        let turn = self.pen.pages() == 0 || self.y + height > self.bottom();
        if turn {
            self.pen.turn(self.wide);
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
        for line in self.faces.get(bold).lines(text, size, self.right() - Self::LEFT) {
            self.room(size * 1.3);
            let face = self.faces.get(bold);
            let x = Self::LEFT + (self.right() - Self::LEFT - face.width(&line, size)) / 2.0;
            self.pen.text(x, self.y + size, size, face, colour, &line);
            self.y += size * 1.3;
        }
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.room(50.0);
        self.down(7.0);
        self.paragraph(Self::LEFT, self.right(), NORMAL, true, BLACK, text);
        self.pen.area(Self::LEFT, self.y + 1.0, self.right() - Self::LEFT, 0.5, RULE);
        self.down(4.0);
    }

    pub(super) fn sheet(&mut self, sheet: &Sheet, lang: Lang) {
        // Each document begins a page.
        self.wide = false;
        self.y = HEIGHT;
        self.centred(TITLE, true, BLACK, &sheet.title.to_uppercase());
        for line in &sheet.under {
            self.centred(SMALL, false, GREY, line);
        }
        self.down(6.0);
        let broad = |block: &Block| matches!(block, Block::Table(table) if self.is_broad(table));
        let turns_at = sheet.blocks.iter().position(broad).map(|at| sheet.group_of(at));
        for (at, block) in sheet.blocks.iter().enumerate() {
            if Some(at) == turns_at {
                self.widen();
            }
            match block {
                Block::Fields { heading, rows } => self.fields(heading.as_deref(), rows),
                Block::Table(table) => self.table(table),
                Block::Totals(rows) => self.totals(rows),
                Block::Line(line) => self.paragraph(Self::LEFT, self.right(), NORMAL, false, BLACK, line),
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
            self.paragraph(Self::LEFT, self.right(), SMALL, false, GREY, more);
        }
    }

    /// What all was judged with, below the last sheet.
    pub(super) fn closing(&mut self, text: &str) {
        self.down(8.0);
        self.paragraph(Self::LEFT, self.right(), TINY, false, GREY, text);
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, String> {
        if self.pen.pages() == 0 {
            self.pen.turn(false);
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
            let values = self.faces.regular.lines(value, SMALL, self.right() - MIDDLE);
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
            let names =
                self.faces.get(last).lines(name, SMALL, (self.right() - FROM - wide - 10.0).max(60.0));
            self.room(Self::LINE * 2.0);
            if last {
                self.pen.area(FROM, self.y, self.right() - FROM, 0.8, BLACK);
                self.down(2.0);
            }
            self.pen.text(self.right() - wide, self.y + SMALL, SMALL, &self.faces.bold, BLACK, value);
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
        // The box stays together; where it is longer than a page it has no frame.
        self.room(self.verdict_height(verdict).min(self.depth()));
        let (page, top) = (self.pen.pages(), self.y);
        let (left, right) = (Self::LEFT + 9.0, self.right() - 9.0);
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
            self.pen.frame(Self::LEFT, top, self.right() - Self::LEFT, self.y - top, 1.2, mark);
        }
        self.down(4.0);
    }

    /// About how high the box becomes; a little more rather than less.
    fn verdict_height(&self, verdict: &VerdictBox) -> f32 {
        let wide = self.right() - Self::LEFT - 18.0;
        let lines = |bold: bool, size: f32, width: f32, text: &str| {
            let count = self.faces.get(bold).lines(text, size, width).len();
            f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * size * 1.3
        };
        let mut height = 12.0 + 12.0 * 1.3 + Self::LINE * 2.0;
        height += verdict.answers.iter().map(|_| Self::LINE).sum::<f32>();
        for line in verdict.code.iter().chain(&verdict.unsigned) {
            height += lines(false, SMALL, wide, line);
        }
        for signer in &verdict.signers {
            let said = format!("{}: {} – {}", signer.role, signer.name, signer.status);
            height += lines(true, SMALL, wide - 8.0, &said);
            height += signer.details.iter().map(|text| lines(false, TINY, wide - 16.0, text)).sum::<f32>();
        }
        height
    }

    fn finding(&mut self, finding: &FindingRow) {
        const TEXT: f32 = 96.0;
        self.room(Self::LINE * 2.0);
        let face = &self.faces.bold;
        self.pen.text(Self::LEFT, self.y + SMALL, SMALL, face, colour(finding.class), &finding.severity);
        let said = format!("{} {}", finding.message, finding.hint);
        self.paragraph(TEXT, self.right(), SMALL, false, BLACK, said.trim());
        let place = [finding.rule, &finding.place, finding.basis].join(" · ");
        self.paragraph(TEXT, self.right(), TINY, false, GREY, place.trim_end_matches([' ', '·']));
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
