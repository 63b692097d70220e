//! `etax keys`: keyrings and lists of public keys, made and kept.

mod args;
mod list;
mod write;

pub(crate) use args::{KeysArgs, command, read};

use crate::check::{NO_CLOCK, complain, now};
use crate::code::Sealer;
use crate::exit::Status;
use crate::render::clean;
use args::{Key, Kind, Validity};
use etax::code::keyring::{Binds, KeyRule, read_rules};
use etax::code::sealed_qr::{KeyId, PublicKeys};
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::fs;
use std::path::Path;

/// Does what the arguments ask.
pub(crate) fn run(args: &KeysArgs) -> Status {
    let lang = args.lang();
    let done = match args {
        KeysArgs::New { ring, key, validity, kind, secret, .. } => {
            new(ring, key, validity, kind, secret.as_deref(), lang)
        }
        KeysArgs::Rotate { ring, issuer, until, .. } => rotate(ring, *issuer, *until, lang),
        KeysArgs::Revoke { ring, key, at, .. } => revoke(ring, key, *at, lang),
        KeysArgs::List { ring, at, .. } => list::run(ring, *at, lang),
        KeysArgs::Sign { ring, secret, .. } => sign(ring, secret, lang),
    };
    match done {
        Ok(()) => Status::Accepted,
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

/// A file that cannot be used, and why.
fn unusable(file: &Path, why: impl ToString, lang: Lang) -> String {
    let name = clean::line(&file.display().to_string()).into_owned();
    UNUSABLE.fill(lang, &[("name", &name), ("why", &why.to_string())])
}

/// The text of a keyring or list; empty where there is no such file yet.
fn text_of(file: &Path, lang: Lang) -> Result<String, String> {
    match fs::read_to_string(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| unusable(file, error, lang)),
    }
}

fn new(
    ring: &Path,
    key: &Key,
    validity: &Validity,
    kind: &Kind,
    secret: Option<&Path>,
    lang: Lang,
) -> Result<(), String> {
    let text = text_of(ring, lang)?;
    let (from, until) = (validity.from.date(), validity.until.date());
    match key {
        Key::Keyed { issuer, id } => {
            let rules = read_rules(&text).map_err(|error| unusable(ring, error.message(lang), lang))?;
            let id = match id {
                Some(id) => *id,
                None => next(&rules, *issuer).ok_or_else(|| unusable(ring, FULL.template(lang), lang))?,
            };
            let entry = write::keyed(*issuer, id, from, until, kind);
            let whole = write::joined(&text, &entry);
            read_rules(&whole).map_err(|error| unusable(ring, error.message(lang), lang))?;
            if let Some(secret) = secret {
                write::secret(secret, &*write::random(lang)?, lang)?;
            }
            write::replace(ring, &whole, lang)?;
            println!("{}", MADE.fill(lang, &[("issuer", &issuer.to_string()), ("id", &id.to_string())]));
        }
        Key::Sealing(id) => {
            PublicKeys::read(&text).map_err(|error| unusable(ring, error.message(lang), lang))?;
            let secret = secret.ok_or_else(|| NEEDS_SECRET.template(lang).to_owned())?;
            let made = Sealer::new_secret(kind.es256).ok_or_else(|| write::no_random(lang))?;
            let key = Sealer::of(*id, &made).ok_or_else(|| write::no_random(lang))?;
            let whole = write::joined(&text, &write::sealing(*id, &key, from, until));
            PublicKeys::read(&whole).map_err(|error| unusable(ring, error.message(lang), lang))?;
            write::secret(secret, &made, lang)?;
            write::replace(ring, &whole, lang)?;
            println!("{}", MADE_SEALING.fill(lang, &[("id", &id.to_string())]));
        }
    }
    Ok(())
}

/// The number after the issuer's largest; numbers are never used again.
fn next(rules: &[(usize, KeyRule)], issuer: u8) -> Option<u8> {
    let used = rules.iter().filter(|(_, rule)| rule.issuer == issuer).map(|(_, rule)| rule.id).max();
    used.map_or(Some(1), |used| used.checked_add(1))
}

/// Adds the key that follows the issuer's last one, for as long as that was unless said otherwise.
fn rotate(ring: &Path, issuer: u8, until: Option<Moment>, lang: Lang) -> Result<(), String> {
    let text = text_of(ring, lang)?;
    let rules = read_rules(&text).map_err(|error| unusable(ring, error.message(lang), lang))?;
    let last = rules.iter().filter(|(_, rule)| rule.issuer == issuer).max_by_key(|(_, rule)| rule.until);
    let (_, last) = last.ok_or_else(|| unusable(ring, NO_KEY.template(lang), lang))?;
    let id = next(&rules, issuer).ok_or_else(|| unusable(ring, FULL.template(lang), lang))?;
    let (from, length) = (last.until.unix() + 1, last.until.unix() - last.from.unix());
    let moment =
        |seconds| Moment::from_unix(seconds).ok_or_else(|| unusable(ring, NO_KEY.template(lang), lang));
    let until = until.map_or_else(|| moment(from + length), Ok)?;
    let kind = Kind {
        algorithm: last.algorithm,
        es256: false,
        binds: if last.binds == Binds::Document { "document" } else { "printed" }.to_owned(),
    };
    let entry = write::keyed(issuer, id, moment(from)?.date(), until.date(), &kind);
    let whole = write::joined(&text, &entry);
    read_rules(&whole).map_err(|error| unusable(ring, error.message(lang), lang))?;
    write::replace(ring, &whole, lang)?;
    println!("{}", MADE.fill(lang, &[("issuer", &issuer.to_string()), ("id", &id.to_string())]));
    Ok(())
}

/// Writes the cut-off behind the line that a key begins on.
fn revoke(ring: &Path, key: &Key, at: Option<Moment>, lang: Lang) -> Result<(), String> {
    let at = at.or_else(now).ok_or_else(|| NO_CLOCK.template(lang).to_owned())?;
    let text = text_of(ring, lang)?;
    let missing = || unusable(ring, NO_KEY.template(lang), lang);
    let again = || unusable(ring, REVOKED_ALREADY.template(lang), lang);
    let whole = match key {
        Key::Keyed { issuer, id } => {
            let rules = read_rules(&text).map_err(|error| unusable(ring, error.message(lang), lang))?;
            let is_it = |rule: &KeyRule| rule.issuer == *issuer && Some(rule.id) == *id;
            let (line, rule) = rules.iter().find(|(_, rule)| is_it(rule)).ok_or_else(missing)?;
            if rule.revoked.is_some() {
                return Err(again());
            }
            let whole =
                write::revoked(&text, *line, at).ok_or_else(|| unusable(ring, FORM.template(lang), lang))?;
            let after = read_rules(&whole).map_err(|error| unusable(ring, error.message(lang), lang))?;
            if !after.iter().any(|(_, rule)| is_it(rule) && rule.revoked.is_some()) {
                return Err(unusable(ring, FORM.template(lang), lang));
            }
            whole
        }
        Key::Sealing(id) => {
            let list = PublicKeys::read(&text).map_err(|error| unusable(ring, error.message(lang), lang))?;
            let (line, revoked) = find(&list, *id).ok_or_else(missing)?;
            if revoked.is_some() {
                return Err(again());
            }
            let whole =
                write::revoked(&text, line, at).ok_or_else(|| unusable(ring, FORM.template(lang), lang))?;
            let after =
                PublicKeys::read(&whole).map_err(|error| unusable(ring, error.message(lang), lang))?;
            if find(&after, *id).is_none_or(|(_, revoked)| revoked.is_none()) {
                return Err(unusable(ring, FORM.template(lang), lang));
            }
            whole
        }
    };
    write::replace(ring, &whole, lang)?;
    println!("{}", REVOKED.fill(lang, &[("at", &at.to_string())]));
    Ok(())
}

/// A key of a list: the line that it begins on, and since when it is revoked.
fn find(list: &PublicKeys, id: KeyId) -> Option<(usize, Option<Moment>)> {
    list.rules().find(|rule| rule.id == id).map(|rule| (rule.line, rule.revoked))
}

/// Signs a list of public keys and prints the signature in hex.
fn sign(ring: &Path, secret: &Path, lang: Lang) -> Result<(), String> {
    let text = fs::read_to_string(ring).map_err(|error| unusable(ring, error, lang))?;
    PublicKeys::read(&text).map_err(|error| unusable(ring, error.message(lang), lang))?;
    let key = crate::code::list_key(secret, lang)?;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    println!("{}", hex(&key.sign_list(&text)));
    Ok(())
}

const UNUSABLE: Text = Text { vi: "không dùng được {name}: {why}", en: "{name} cannot be used: {why}" };
const FULL: Text = Text {
    vi: "đơn vị cấp đã dùng hết 256 số khóa",
    en: "the issuer has used all key numbers",
};
const NO_KEY: Text = Text { vi: "không có khóa này", en: "there is no such key" };
const REVOKED_ALREADY: Text = Text { vi: "khóa đã bị thu hồi", en: "the key is revoked already" };
const FORM: Text = Text {
    vi: "khóa không được viết dưới dòng [[key]]; hãy tự thêm dòng revoked",
    en: "the key is not written below a line [[key]]; add the line revoked by hand",
};
const NEEDS_SECRET: Text = Text {
    vi: "khóa niêm phong cần --secret TỆP để ghi khóa bí mật",
    en: "a sealing key needs --secret FILE to write its secret to",
};
const MADE: Text = Text {
    vi: "đã thêm khóa {id} của đơn vị cấp {issuer}",
    en: "key {id} of issuer {issuer} added",
};
const MADE_SEALING: Text = Text { vi: "đã thêm khóa niêm phong {id}", en: "sealing key {id} added" };
const REVOKED: Text = Text { vi: "đã thu hồi từ {at}", en: "revoked since {at}" };
