//! Writes and draws on pages.

use super::typeface::Typeface;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::text::{Font, TextDirection};

/// A4, in points.
pub(super) const WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 842.0;

/// A colour of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const BLACK: Colour = Colour(0x1b, 0x1b, 0x19);
pub(super) const GREY: Colour = Colour(0x55, 0x55, 0x55);
pub(super) const RULE: Colour = Colour(0xbb, 0xbb, 0xbb);
pub(super) const SHADE: Colour = Colour(0xf3, 0xf3, 0xf0);

/// Something on a page.
enum Mark {
    Text { x: f32, y: f32, size: f32, font: Font, text: String, colour: Colour },
    Frame { x: f32, y: f32, width: f32, height: f32, thick: f32, colour: Colour },
    Area { x: f32, y: f32, width: f32, height: f32, colour: Colour },
}

/// Pages that are being written. They become a file at the end, so that the pen can go back to an earlier page.
#[derive(Default)]
pub(super) struct Pen {
    pages: Vec<Page>,
}

/// What is on a page, and whether the page lies on its side.
struct Page {
    wide: bool,
    marks: Vec<Mark>,
}

impl Pen {
    pub(super) fn turn(&mut self, wide: bool) {
        self.pages.push(Page { wide, marks: Vec::new() });
    }

    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// A line of text whose baseline is at `y` from above.
    pub(super) fn text(&mut self, x: f32, y: f32, size: f32, face: &Typeface, colour: Colour, text: &str) {
        if !text.is_empty() {
            let font = face.font.clone();
            self.put(Mark::Text { x, y, size, font, text: text.to_owned(), colour });
        }
    }

    pub(super) fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, thick: f32, colour: Colour) {
        self.put(Mark::Frame { x, y, width, height, thick, colour });
    }

    pub(super) fn area(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.put(Mark::Area { x, y, width, height, colour });
    }

    /// The file.
    pub(super) fn finish(self) -> Result<Vec<u8>, String> {
        let mut document = Document::new();
        for Page { wide, marks } in self.pages {
            let (width, height) = if wide { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
            let settings = PageSettings::from_wh(width, height).ok_or("the page has no size")?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                match mark {
                    Mark::Text { x, y, size, font, text, colour } => {
                        surface.set_stroke(None);
                        surface.set_fill(Some(fill(colour)));
                        surface.draw_text(
                            Point::from_xy(x, y),
                            font,
                            size,
                            &text,
                            false,
                            TextDirection::Auto,
                        );
                    }
                    Mark::Frame { x, y, width, height, thick, colour } => {
                        let Some(path) = rectangle(x, y, width, height) else { continue };
                        surface.set_fill(None);
                        surface.set_stroke(Some(Stroke {
                            paint: rgb::Color::new(colour.0, colour.1, colour.2).into(),
                            width: thick,
                            ..Stroke::default()
                        }));
                        surface.draw_path(&path);
                    }
                    Mark::Area { x, y, width, height, colour } => {
                        let Some(path) = rectangle(x, y, width, height) else { continue };
                        surface.set_stroke(None);
                        surface.set_fill(Some(fill(colour)));
                        surface.draw_path(&path);
                    }
                }
            }
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|error| format!("{error:?}"))
    }
}

fn fill(colour: Colour) -> Fill {
    Fill {
        paint: rgb::Color::new(colour.0, colour.1, colour.2).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}
