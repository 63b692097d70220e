//! Codes are found in photos that are turned, tilted, blurred, noisy and badly lit; hostile files are refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "pictures are made of floats"
)]

use etax_qr::{PhotoError, png, read};
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat, Luma};
use std::io::Cursor;

/// As long as a sealed QR code gets.
fn text() -> String {
    let mut text = "00020199".to_owned();
    while text.len() < 271 {
        text.push_str("0130C26TYY");
    }
    text.truncate(271);
    text
}

/// A camera: where a pixel of the photo lies on the paper.
#[derive(Clone, Copy)]
struct Shot {
    turn: f64,
    /// How much smaller the far end of the paper is.
    tilt: f64,
    zoom: f64,
    blur: usize,
    noise: f64,
    /// How much darker the right end is.
    shade: f64,
}

const PLAIN: Shot = Shot { turn: 0.0, tilt: 0.0, zoom: 1.0, blur: 0, noise: 0.0, shade: 0.0 };

fn shoot(code: &GrayImage, shot: Shot) -> GrayImage {
    let (width, height) = (f64::from(code.width()), f64::from(code.height()));
    let side = width.max(height) * shot.zoom * 1.6;
    let mut seed = 12_345_u64;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(seed >> 33).unwrap()) / f64::from(1_u32 << 31) - 0.5
    };
    let (sin, cos) = shot.turn.to_radians().sin_cos();
    let photo = GrayImage::from_fn(side as u32, side as u32, |x, y| {
        let (x, y) = ((f64::from(x) - side / 2.0) / shot.zoom, (f64::from(y) - side / 2.0) / shot.zoom);
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        let depth = 1.0 + shot.tilt * y / height;
        let (x, y) = (x / depth + width / 2.0, y / depth + height / 2.0);
        let paper = if x < 0.0 || y < 0.0 || x >= width || y >= height {
            235.0
        } else {
            f64::from(code.get_pixel(x as u32, y as u32)[0]) * 0.8 + 25.0
        };
        Luma([paper as u8])
    });
    let blurred = if shot.blur == 0 { photo } else { image::imageops::fast_blur(&photo, shot.blur as f32) };
    let mut out = blurred.clone();
    for (x, _, pixel) in out.enumerate_pixels_mut() {
        let light = 1.0 - shot.shade * f64::from(x) / side;
        pixel[0] = (f64::from(pixel[0]) * light + shot.noise * random()).clamp(0.0, 255.0) as u8;
    }
    out
}

fn as_png(picture: &GrayImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

fn as_jpeg(picture: &GrayImage, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(picture).unwrap();
    out
}

#[test]
fn photos_are_read() {
    let text = text();
    let code = image::load_from_memory(&png(&text, 8).unwrap()).unwrap().into_luma8();
    let mut missed = Vec::new();
    let mut tried = 0;
    for turn in [0.0, 7.0, 30.0, 45.0, 90.0, 163.0, 271.0] {
        for (tilt, zoom, blur, noise, shade) in [
            (0.0, 1.0, 0, 0.0, 0.0),
            (0.25, 1.0, 0, 20.0, 0.0),
            (0.4, 1.2, 1, 20.0, 0.2),
            (0.1, 0.6, 1, 30.0, 0.4),
            (0.0, 2.0, 3, 60.0, 0.0),
            (0.2, 3.0, 2, 40.0, 0.5),
        ] {
            let shot = Shot { turn, tilt, zoom, blur, noise, shade };
            let photo = shoot(&code, shot);
            for bytes in [as_png(&photo), as_jpeg(&photo, 60)] {
                tried += 1;
                if read(&bytes).unwrap() != [text.clone()] {
                    missed.push(format!(
                        "turn {turn} tilt {tilt} zoom {zoom} blur {blur} noise {noise} shade {shade}"
                    ));
                }
            }
        }
    }
    assert_eq!(tried, 84);
    // Small, blurred, noisy and in the shade at once: most turns of that one are beyond the reader, and no other may be.
    let beyond = |shot: &&String| shot.contains("zoom 0.6 blur 1 noise 30 shade 0.4");
    let new: Vec<_> = missed.iter().filter(|shot| !beyond(shot)).collect();
    assert!(
        new.is_empty() && missed.len() <= 9,
        "{} of {tried} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn several_codes_and_none_are_told_apart() {
    let codes =
        ["000201", "a;b;c"].map(|text| image::load_from_memory(&png(text, 6).unwrap()).unwrap().into_luma8());
    let mut page = GrayImage::from_pixel(700, 400, Luma([250]));
    image::imageops::overlay(&mut page, &codes[0], 20, 40);
    image::imageops::overlay(&mut page, &codes[1], 380, 100);
    let mut found = read(&as_png(&page)).unwrap();
    found.sort();
    assert_eq!(found, ["000201", "a;b;c"]);
    assert!(read(&as_png(&GrayImage::from_pixel(300, 300, Luma([200])))).unwrap().is_empty());
    assert!(read(&as_png(&GrayImage::from_pixel(3, 3, Luma([0])))).unwrap().is_empty());
    let inverted = GrayImage::from_fn(codes[0].width(), codes[0].height(), |x, y| {
        Luma([255 - codes[0].get_pixel(x, y)[0]])
    });
    assert_eq!(read(&as_png(&inverted)).unwrap(), ["000201"]);
    let dim = shoot(&codes[0], Shot { shade: 0.6, ..PLAIN });
    assert_eq!(read(&as_png(&dim)).unwrap(), ["000201"]);
}

/// The header of a PNG of this size, with nothing behind it.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = as_png(&GrayImage::new(1, 1));
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    // The checksum of the header.
    let mut crc = u32::MAX;
    for byte in &bytes[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

#[test]
fn hostile_pictures_are_refused_before_they_are_decoded() {
    assert_eq!(read(&claims(100_000, 100_000)), Err(PhotoError::TooLarge));
    assert_eq!(read(&claims(16_384, 16_384)), Err(PhotoError::TooLarge));
    assert_eq!(read(&claims(1, 1_000_000)), Err(PhotoError::TooLarge));
    assert_eq!(read(&claims(4000, 4000)), Err(PhotoError::Damaged));
    assert_eq!(read(&vec![0; etax_qr::MOST_BYTES + 1]), Err(PhotoError::TooLong));
    for bytes in [&b""[..], b"GIF89a", b"<svg/>", b"\x89PNG"] {
        assert!(read(bytes).is_err());
    }
    let good = as_jpeg(&image::load_from_memory(&png("000201", 4).unwrap()).unwrap().into_luma8(), 80);
    for end in (0..good.len()).step_by(37) {
        let _ = read(&good[..end]);
    }
}
