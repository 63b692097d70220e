//! Drawing.

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::{self, Write as _};
use std::io::Cursor;

/// Why nothing can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawError {
    /// The text is longer than any QR code holds at this level of correction: 2,331 bytes.
    TooLong,
    /// Modules of no or of more than 64 pixels.
    Scale,
}

impl fmt::Display for DrawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the text is too long for a QR code",
            Self::Scale => "a module has 1 to 64 pixels",
        })
    }
}

impl std::error::Error for DrawError {}

/// Modules of white around the code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// Error correction of level M: a seventh of the code may be spoilt. The pilot's viewer drew it so.
fn modules(text: &str) -> Result<(usize, Vec<bool>), DrawError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| DrawError::TooLong)?;
    Ok((code.width(), code.to_colors().into_iter().map(|color| color == Color::Dark).collect()))
}

/// Draws a text as SVG, one unit a module, four modules of white around it.
///
/// # Errors
///
/// [`DrawError::TooLong`].
///
/// ```
/// let svg = etax_qr::svg("0002010102").unwrap();
/// assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\""));
/// ```
pub fn svg(text: &str) -> Result<String, DrawError> {
    let (width, dark) = modules(text)?;
    let side = width + 2 * QUIET;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\""
    );
    for (y, row) in dark.chunks(width).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row.iter().skip(x).take_while(|dark| **dark).count();
            if run > 0 {
                let _ = write!(out, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    out.push_str("\"/></svg>\n");
    Ok(out)
}

/// Draws a text as a grey PNG with this many pixels a module, four modules of white around it.
///
/// # Errors
///
/// [`DrawError`] for a text that is too long, or modules of 0 or more than 64 pixels.
///
/// ```
/// assert!(etax_qr::png("0002010102", 3).unwrap().starts_with(b"\x89PNG"));
/// assert_eq!(etax_qr::png("0002010102", 0), Err(etax_qr::DrawError::Scale));
/// ```
pub fn png(text: &str, scale: u32) -> Result<Vec<u8>, DrawError> {
    if !(1..=64).contains(&scale) {
        return Err(DrawError::Scale);
    }
    let (width, dark) = modules(text)?;
    let side = u32::try_from(width + 2 * QUIET).unwrap_or(u32::MAX).saturating_mul(scale);
    let at = |pixel: u32| (pixel / scale) as usize;
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let (x, y) = (at(x).wrapping_sub(QUIET), at(y).wrapping_sub(QUIET));
        let is_dark = x < width && y < width && dark.get(y * width + x).copied().unwrap_or(false);
        Luma([if is_dark { 0 } else { 255 }])
    });
    let mut out = Cursor::new(Vec::new());
    // Memory is written to, which does not fail.
    picture.write_to(&mut out, ImageFormat::Png).map_err(|_| DrawError::TooLong)?;
    Ok(out.into_inner())
}
