//! What is written: entries of keyrings and lists, and secrets.

use super::args::Kind;
use super::unusable;
use crate::code::Sealer;
use etax::code::sealed_qr::KeyId;
use etax::rule::{Lang, Text};
use etax::value::Moment;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt::{Display, Write as _};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use zeroize::Zeroizing;

/// An entry of a keyring.
pub(super) fn keyed(issuer: u8, id: u8, from: impl Display, until: impl Display, kind: &Kind) -> String {
    let (algorithm, binds) = (kind.algorithm.word(), &kind.binds);
    format!(
        "[[key]]\nissuer = {issuer}\nid = {id}\nalgorithm = \"{algorithm}\"\nfrom = \"{from}\"\nuntil = \"{until}\"\n\
         binds = \"{binds}\"\n"
    )
}

/// An entry of a list of public keys.
pub(super) fn sealing(id: KeyId, key: &Sealer, from: impl Display, until: impl Display) -> String {
    let (algorithm, public) = (key.algorithm(), key.public_hex());
    format!(
        "[[key]]\nid = \"{id}\"\nalgorithm = \"{algorithm}\"\npublic = \"{public}\"\nfrom = \"{from}\"\nuntil = \"{until}\"\n"
    )
}

/// A text with an entry behind it.
pub(super) fn joined(text: &str, entry: &str) -> String {
    match text {
        "" => entry.to_owned(),
        text => format!("{}\n\n{entry}", text.trim_end()),
    }
}

/// A text with the cut-off behind this line; `None` where the line does not begin an entry.
pub(super) fn revoked(text: &str, line: usize, at: Moment) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = false;
    for (number, content) in text.lines().enumerate() {
        out.push_str(content);
        out.push('\n');
        if number + 1 == line && content.trim_start().starts_with("[[key]]") {
            out.push_str(&format!("revoked = \"{at}\"\n"));
            done = true;
        }
    }
    done.then_some(out)
}

/// 32 random bytes of the system.
pub(super) fn random(lang: Lang) -> Result<Zeroizing<[u8; 32]>, String> {
    let mut bytes = Zeroizing::new([0; 32]);
    SystemRandom::new().fill(bytes.as_mut_slice()).map_err(|_| no_random(lang))?;
    Ok(bytes)
}

pub(super) fn no_random(lang: Lang) -> String {
    NO_RANDOM.template(lang).to_owned()
}

/// Writes a secret in hex to a file that is not there yet, for its owner alone.
pub(super) fn secret(file: &Path, bytes: &[u8], lang: Lang) -> Result<(), String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2 + 2));
    bytes.iter().for_each(|byte| {
        // Text is written to, which does not fail.
        let _ = write!(text, "{byte:02x}");
    });
    text.push('\n');
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| unusable(file, error, lang))
}

/// Puts a text in the place of a file, at once: whoever reads it sees the old text or the new one.
pub(super) fn replace(file: &Path, text: &str, lang: Lang) -> Result<(), String> {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let beside = Path::new(&name);
    let written = fs::write(beside, text)
        .and_then(|()| fs::File::open(beside)?.sync_all())
        .and_then(|()| fs::rename(beside, file));
    written.map_err(|error| unusable(file, error, lang))
}

const NO_RANDOM: Text =
    Text { vi: "hệ thống không cho số ngẫu nhiên", en: "the system gives no random numbers" };
