//! Root secrets, from files or the environment.

use etax::code::auth34::Root;
use etax::rule::{Lang, Text};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use zeroize::{Zeroize, Zeroizing};

/// An issuer's root secret: the file named for it, else the environment's; `None` where neither is.
pub(super) fn root(issuer: u8, files: &[(u8, PathBuf)], lang: Lang) -> Result<Option<Root>, String> {
    let variable = format!("ETAX_ROOT_{issuer}");
    let (name, text) = match files.iter().find(|(of, _)| *of == issuer) {
        Some((_, file)) => {
            let name = crate::render::clean::line(&file.display().to_string()).into_owned();
            // Longer than any secret, and allocated once: a text that grows leaves copies behind.
            let mut text = Zeroizing::new(String::with_capacity(256));
            let read = File::open(file).and_then(|file| file.take(200).read_to_string(&mut text));
            read.map_err(|error| UNREADABLE.fill(lang, &[("name", &name), ("why", &error.to_string())]))?;
            (name, text)
        }
        None => match std::env::var(&variable) {
            Ok(text) => (variable, Zeroizing::new(text)),
            Err(_) => return Ok(None),
        },
    };
    let mut bytes = Zeroizing::new([0; 32]);
    let digits = text.trim();
    let hex = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    for (at, byte) in bytes.iter_mut().enumerate().take(if hex { 32 } else { 0 }) {
        let pair = digits.get(at * 2..at * 2 + 2).unwrap_or_default();
        *byte = u8::from_str_radix(pair, 16).unwrap_or_default();
    }
    if !hex {
        bytes.zeroize();
        return Err(NOT_HEX.fill(lang, &[("name", &name)]));
    }
    Ok(Some(Root::from_bytes(*bytes)))
}

const UNREADABLE: Text =
    Text { vi: "không đọc được {name}: {why}", en: "{name} cannot be read: {why}" };
const NOT_HEX: Text = Text {
    vi: "{name} phải chứa đúng 64 chữ số hex",
    en: "{name} must hold exactly 64 hex digits",
};
