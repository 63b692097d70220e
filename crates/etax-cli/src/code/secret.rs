//! Root secrets, from files or the environment.

use etax::code::auth34::Root;
use etax::rule::{Lang, Text};
use std::env::VarError;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// An issuer's root secret: the file named for it, else the environment's; `None` where neither is.
pub(super) fn root(issuer: u8, files: &[(u8, PathBuf)], lang: Lang) -> Result<Option<Root>, String> {
    let mut of_issuer = files.iter().filter(|(of, _)| *of == issuer);
    if let Some((_, file)) = of_issuer.next() {
        if of_issuer.next().is_some() {
            return Err(TWICE.fill(lang, &[("issuer", &issuer.to_string())]));
        }
        return in_file(file, lang).map(|bytes| Some(Root::from_bytes(*bytes)));
    }
    let variable = format!("ETAX_ROOT_{issuer}");
    let text = match std::env::var(&variable) {
        Ok(text) => text,
        Err(VarError::NotPresent) => return Ok(None),
        Err(VarError::NotUnicode(_)) => return Err(NOT_HEX.fill(lang, &[("name", &variable)])),
    };
    secret(&Zeroizing::new(text), &variable, lang).map(|bytes| Some(Root::from_bytes(*bytes)))
}

/// A secret of 32 bytes in a file of hex digits.
pub(super) fn in_file(file: &Path, lang: Lang) -> Result<Zeroizing<[u8; 32]>, String> {
    let name = crate::render::clean::line(&file.display().to_string()).into_owned();
    // Longer than any secret, and allocated once: a text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(256));
    let read = File::open(file).and_then(|file| file.take(200).read_to_string(&mut text));
    read.map_err(|error| UNREADABLE.fill(lang, &[("name", &name), ("why", &error.to_string())]))?;
    secret(&text, &name, lang)
}

/// Bytes that a file holds in hex; as many as a key in PKCS#8 may have.
pub(super) fn bytes_in_file(file: &Path, lang: Lang) -> Result<Zeroizing<Vec<u8>>, String> {
    let name = crate::render::clean::line(&file.display().to_string()).into_owned();
    let mut text = Zeroizing::new(String::with_capacity(1_024));
    let read = File::open(file).and_then(|file| file.take(1_000).read_to_string(&mut text));
    read.map_err(|error| UNREADABLE.fill(lang, &[("name", &name), ("why", &error.to_string())]))?;
    let digits = text.trim();
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len() / 2));
    for pair in digits.as_bytes().chunks(2) {
        let byte = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2 && !pair.contains('+'));
        let byte = byte.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.ok_or_else(|| HEX.fill(lang, &[("name", &name)]))?);
    }
    Ok(bytes)
}

fn secret(text: &str, name: &str, lang: Lang) -> Result<Zeroizing<[u8; 32]>, String> {
    unhex(text.trim()).map(Zeroizing::new).ok_or_else(|| NOT_HEX.fill(lang, &[("name", name)]))
}

/// Exactly as many bytes in hex.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

const TWICE: Text = Text {
    vi: "--root cho đơn vị cấp {issuer} xuất hiện hai lần",
    en: "--root stands twice for issuer {issuer}",
};
const UNREADABLE: Text =
    Text { vi: "không đọc được {name}: {why}", en: "{name} cannot be read: {why}" };
const HEX: Text =
    Text { vi: "{name} chỉ được chứa chữ số hex", en: "{name} must hold hex digits alone" };
const NOT_HEX: Text = Text {
    vi: "{name} phải chứa đúng 64 chữ số hex",
    en: "{name} must hold exactly 64 hex digits",
};
