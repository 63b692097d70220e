//! QR codes: which modules are dark, and that as SVG.

#[cfg(feature = "pdf")]
use qrcode::Color;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use std::fmt;

/// The most bytes that are drawn: what DLQRCode may hold (Decision 1450/QĐ-TCT, part I.IV.7).
const LONGEST: usize = 512;

/// A text as a QR code.
pub(crate) struct Qr(QrCode);

impl Qr {
    /// The code of a text; `None` where there is none or it is too long.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok().map(Self)
    }

    /// As a drawing inside HTML.
    pub(crate) fn svg(&self) -> String {
        let drawing = self.0.render::<svg::Color<'_>>().min_dimensions(160, 160).quiet_zone(true).build();
        // The page is HTML: no XML declaration inside.
        drawing.find("<svg").and_then(|at| drawing.get(at..)).unwrap_or_default().to_owned()
    }

    /// Modules on a side.
    #[cfg(feature = "pdf")]
    pub(crate) fn width(&self) -> usize {
        self.0.width()
    }

    /// Row and column of each dark module.
    #[cfg(feature = "pdf")]
    pub(crate) fn dark(&self) -> impl Iterator<Item = (usize, usize)> {
        let width = self.0.width().max(1);
        let colours = self.0.to_colors();
        colours
            .into_iter()
            .enumerate()
            .filter(|(_, colour)| *colour == Color::Dark)
            .map(move |(at, _)| (at / width, at % width))
    }
}

impl fmt::Debug for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Qr({})", self.0.width())
    }
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn texts_that_fit_are_drawn() {
        assert!(Qr::of("00020101021199").is_some_and(|code| code.svg().starts_with("<svg")));
        assert!(Qr::of("").is_none() && Qr::of(&"1".repeat(513)).is_none());
    }
}
