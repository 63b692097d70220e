//! The fonts, and how wide a text becomes.

use krilla::text::Font;
use std::sync::Arc;

const REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSerifCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSerifCondensed-Bold.ttf");

/// A font with the widths of its glyphs.
pub(super) struct Typeface {
    pub(super) font: Font,
    face: ttf_parser::Face<'static>,
    units: f32,
}

/// The two that pages are set in.
pub(super) struct Typefaces {
    pub(super) regular: Typeface,
    pub(super) bold: Typeface,
}

impl Typefaces {
    /// Those that the crate carries.
    pub(super) fn shipped() -> Option<Self> {
        Some(Self { regular: Typeface::new(REGULAR)?, bold: Typeface::new(BOLD)? })
    }

    pub(super) const fn get(&self, bold: bool) -> &Typeface {
        if bold { &self.bold } else { &self.regular }
    }
}

impl Typeface {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let face = ttf_parser::Face::parse(bytes, 0).ok()?;
        let units = f32::from(face.units_per_em());
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes);
        Some(Self { font: Font::new(data.into(), 0)?, face, units })
    }

    /// The width of a text at a size, in points. Letters that the font lacks take the place of its empty box.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let advance = |letter: char| {
            let glyph = self.face.glyph_index(letter).unwrap_or_default();
            f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default())
        };
        text.chars().map(advance).sum::<f32>() * size / self.units
    }

    /// Breaks a text into lines no wider than `width`: between words, and inside one that is wider by itself.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        let blank = self.width(" ", size);
        for word in text.split_whitespace() {
            let wide = self.width(word, size);
            if !line.is_empty() && used + blank + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if wide <= width {
                if !line.is_empty() {
                    line.push(' ');
                    used += blank;
                }
                line.push_str(word);
                used += wide;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            for letter in word.chars() {
                let mut one = [0; 4];
                let wide = self.width(letter.encode_utf8(&mut one), size);
                if used + wide > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += wide;
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::Typefaces;

    #[test]
    fn every_letter_of_vietnamese_is_there() {
        let faces = Typefaces::shipped().unwrap();
        let letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ";
        for face in [&faces.regular, &faces.bold] {
            for letter in letters.chars().chain(letters.to_uppercase().chars()) {
                assert!(face.face.glyph_index(letter).is_some(), "{letter}");
            }
        }
    }

    #[test]
    fn lines_keep_every_word_and_stay_within_the_width() {
        let face = Typefaces::shipped().unwrap().regular;
        let text = "Công ty trách nhiệm hữu hạn một thành viên 0123456789012345678901234567890123456789";
        let lines = face.lines(text, 9.0, 80.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| face.width(line, 9.0) <= 80.0));
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert_eq!(face.lines("", 9.0, 80.0), [""]);
    }
}
