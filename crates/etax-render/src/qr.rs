//! QR codes as SVG.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The most characters that are drawn: what DLQRCode may hold (Decision 1450/QĐ-TCT, part I.IV.7).
const LONGEST: usize = 512;

/// The drawing of a text; `None` where there is none or it is too long.
pub(crate) fn svg(text: &str) -> Option<String> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(160, 160).quiet_zone(true).build();
    // The page is HTML: no XML declaration inside.
    drawing.find("<svg").and_then(|at| drawing.get(at..)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn texts_that_fit_are_drawn() {
        assert!(svg("00020101021199").is_some_and(|drawing| drawing.starts_with("<svg")));
        assert_eq!(svg(""), None);
        assert_eq!(svg(&"1".repeat(513)), None);
    }
}
