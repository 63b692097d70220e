//! Reading photos.

use crate::scale::Grey;
use image::{ImageFormat, ImageReader, Limits};
use std::fmt;
use std::io::Cursor;

/// The largest file taken, in bytes.
pub const MOST_BYTES: usize = 32 << 20;
/// The most pixels of a picture that is decoded: a photo of 48 megapixels.
pub const MOST_PIXELS: u64 = 48_000_000;
/// The longest side, in pixels.
const LONGEST: u32 = 16_384;
/// What decoding may allocate, in bytes.
const MEMORY: u64 = 512 << 20;
/// Longer sides are reduced before a code is looked for.
const LOOKED_AT: usize = 1600;
/// Shorter pictures are tried twice as large too.
const SMALL: usize = 800;
/// The most codes returned of one picture.
const MOST_CODES: usize = 16;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoError {
    /// More than [`MOST_BYTES`].
    TooLong,
    /// Neither PNG nor JPEG by its first bytes.
    Format,
    /// More than [`MOST_PIXELS`], or a side of more than 16,384; found out before anything is decoded.
    TooLarge,
    /// Damaged, or of a kind that is not read.
    Damaged,
}

impl fmt::Display for PhotoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the file is larger than 32 MB",
            Self::Format => "neither PNG nor JPEG",
            Self::TooLarge => "the picture has more than 48 megapixels or a side of more than 16,384",
            Self::Damaged => "the picture is damaged or of a kind that is not read",
        })
    }
}

impl std::error::Error for PhotoError {}

/// The texts of the QR codes in a PNG or JPEG picture; none where there is no code that can be read.
///
/// The picture's size is looked at before anything is decoded, and what decoding may allocate is bounded.
///
/// # Errors
///
/// [`PhotoError`] for a file that is no such picture, or too large a one.
///
/// ```
/// assert_eq!(etax_qr::read(b"GIF89a"), Err(etax_qr::PhotoError::Format));
/// ```
pub fn read(bytes: &[u8]) -> Result<Vec<String>, PhotoError> {
    let whole = decode(bytes)?;
    let longest = whole.width.max(whole.height);
    let base = match longest.div_ceil(LOOKED_AT) {
        0 | 1 => whole,
        by => whole.reduced(by),
    };
    // Each way in turn, the likeliest first, until one finds a code.
    let found = codes(&base);
    if !found.is_empty() {
        return Ok(found);
    }
    let smooth = base.smoothed();
    let mut ways: Vec<Grey> = vec![smooth.clone()];
    if base.width.max(base.height) <= SMALL {
        ways.push(base.doubled());
        ways.push(smooth.doubled().smoothed());
    } else {
        ways.push(base.reduced(2));
        ways.push(base.reduced(3));
    }
    ways.push(base.inverted());
    Ok(ways.iter().map(codes).find(|found| !found.is_empty()).unwrap_or_default())
}

fn decode(bytes: &[u8]) -> Result<Grey, PhotoError> {
    if bytes.len() > MOST_BYTES {
        return Err(PhotoError::TooLong);
    }
    let format = match bytes {
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        [0xff, 0xd8, 0xff, ..] => ImageFormat::Jpeg,
        _ => return Err(PhotoError::Format),
    };
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| PhotoError::Damaged)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST {
        return Err(PhotoError::TooLarge);
    }
    let mut reader = reader();
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let grey = reader.decode().map_err(|_| PhotoError::Damaged)?.into_luma8();
    let (width, height) = grey.dimensions();
    Ok(Grey { width: width as usize, height: height as usize, pixels: grey.into_raw() })
}

fn codes(picture: &Grey) -> Vec<String> {
    if picture.width < 21 || picture.height < 21 {
        return Vec::new();
    }
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(picture.width, picture.height, |x, y| picture.at(x, y));
    let mut texts = Vec::new();
    for grid in prepared.detect_grids().iter().take(MOST_CODES) {
        if let Ok((_, text)) = grid.decode()
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }
    texts
}
