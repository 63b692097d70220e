//! `etax sign`: from arguments to a signed document.

mod args;
mod output;

pub(crate) use args::{SignArgs, command, read};
pub(crate) use output::replace;

use crate::check::{NO_CLOCK, complain, now};
use crate::exit::Status;
use crate::render;
use etax::rule::{Lang, Text};
use etax::signature::sign::{KeyError, KeyInfo, PrivateKey, SignRequest, SystemRandom, sign};
use etax::value::Moment;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// Where a password comes from that no file holds.
const VARIABLE: &str = "ETAX_KEY_PASSWORD";
/// The largest key, certificate or password file read.
const LONGEST_KEY: u64 = 256 * 1024;

/// Signs what the arguments name; nothing is written unless all of it went well.
pub(crate) fn run(args: &SignArgs) -> Status {
    match work(args) {
        Ok(()) => Status::Accepted,
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

fn work(args: &SignArgs) -> Result<(), String> {
    let name = shown(&args.file);
    let cannot = |why: &str| CANNOT_SIGN.fill(args.lang, &[("name", &name), ("why", why)]);
    let at = args.at.or_else(now).ok_or_else(|| NO_CLOCK.template(args.lang).to_owned())?;
    let key = key(args)?;
    let request = request(args, &key, at);
    let limit = u64::try_from(request.limits.bytes).unwrap_or(u64::MAX);
    // One byte more than is allowed, so that what is too long is seen to be.
    let document = if args.file.as_os_str() == "-" {
        contents(io::stdin().lock(), limit.saturating_add(1))
    } else {
        File::open(&args.file).and_then(|file| contents(file, limit.saturating_add(1)))
    };
    let document = document.map_err(|error| cannot(&error.to_string()))?;
    let signed = sign(&document, &request, &key.signer(&SystemRandom::new()))
        .map_err(|error| cannot(&error.say(args.lang)))?;
    let target = if args.in_place { Some(&args.file) } else { args.output.as_ref() };
    let Some(target) = target else {
        let mut out = io::stdout().lock();
        return out
            .write_all(&signed)
            .and_then(|()| out.flush())
            .map_err(|error| CANNOT_WRITE.fill(args.lang, &[("name", "-"), ("why", &error.to_string())]));
    };
    let written = shown(target);
    if !args.in_place && output::is_same(&args.file, target) {
        return Err(SAME_FILE.fill(args.lang, &[("name", &written)]));
    }
    replace(target, &signed)
        .map_err(|error| CANNOT_WRITE.fill(args.lang, &[("name", &written), ("why", &error.to_string())]))
}

fn request<'a>(args: &'a SignArgs, key: &PrivateKey, at: Moment) -> SignRequest<'a> {
    let chain = if args.chain { key.chain().to_vec() } else { Vec::new() };
    SignRequest {
        state_time: args.state_time,
        algorithm: args.algorithm,
        digest: args.digest,
        key_info: KeyInfo { chain, ..KeyInfo::default() },
        prefixed: args.prefixed,
        code: args.code.as_deref(),
        document: args.document,
        ..SignRequest::new(args.role, at)
    }
}

/// A path as it may be shown on a terminal.
pub(crate) fn shown(path: &Path) -> String {
    render::clean::line(&path.display().to_string()).into_owned()
}

/// Everything there is, at most `limit` bytes.
pub(crate) fn contents(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where a key is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyFiles<'f> {
    pub(crate) key: &'f Path,
    /// Its certificate, where the key's file has none.
    pub(crate) certificates: Option<&'f Path>,
    /// The file whose first line is its password; else the environment has it.
    pub(crate) password: Option<&'f Path>,
}

/// The key with its certificate.
fn key(args: &SignArgs) -> Result<PrivateKey, String> {
    let files = KeyFiles {
        key: &args.key,
        certificates: args.certificates.as_deref(),
        password: args.password_file.as_deref(),
    };
    key_in(&files, args.lang)
}

/// The key in these files, with its certificate.
pub(crate) fn key_in(files: &KeyFiles<'_>, lang: Lang) -> Result<PrivateKey, String> {
    let secret = read_secret(files.key, lang)?;
    let certificates = match files.certificates {
        Some(path) => read_secret(path, lang)?,
        None => Zeroizing::default(),
    };
    if let Some(path) = files.certificates.filter(|_| certificates.is_empty()) {
        return Err(unusable(path, &KeyError::NoCertificate, lang));
    }
    let password = password(files.password, lang)?;
    PrivateKey::from_files(&secret, &certificates, password.as_ref().map(|password| password.as_str()))
        .map_err(|error| match error {
            KeyError::Encrypted => {
                PASSWORD_WANTED.fill(lang, &[("file", &shown(files.key)), ("variable", VARIABLE)])
            }
            other => unusable(files.key, &other, lang),
        })
}

fn unusable(path: &Path, error: &KeyError, lang: Lang) -> String {
    UNUSABLE_KEY.fill(lang, &[("file", &shown(path)), ("why", &error.say(lang))])
}

/// A small file, wiped when it has been used.
fn read_secret(path: &Path, lang: Lang) -> Result<Zeroizing<Vec<u8>>, String> {
    let read = || -> io::Result<Zeroizing<Vec<u8>>> {
        let file = File::open(path)?;
        // Room for all of it from the start: a vector that grows leaves copies behind.
        let room = usize::try_from(file.metadata()?.len().min(LONGEST_KEY)).unwrap_or_default();
        let mut bytes = Zeroizing::new(Vec::with_capacity(room.saturating_add(64)));
        file.take(LONGEST_KEY.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| {
        let file = shown(path);
        UNUSABLE_KEY.fill(lang, &[("file", &file), ("why", &error.to_string())])
    })
}

/// The password: the first line of a file, or the environment's.
fn password(path: Option<&Path>, lang: Lang) -> Result<Option<Zeroizing<String>>, String> {
    let Some(path) = path else {
        return std::env::var_os(VARIABLE)
            .map(|value| {
                let text = value.into_string().map_err(|_| NOT_TEXT.fill(lang, &[("file", VARIABLE)]))?;
                Ok(Zeroizing::new(text))
            })
            .transpose();
    };
    let bytes = read_secret(path, lang)?;
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = first.strip_suffix(b"\r").unwrap_or(first);
    let text = std::str::from_utf8(first).map_err(|_| {
        let file = shown(path);
        NOT_TEXT.fill(lang, &[("file", &file)])
    })?;
    Ok(Some(Zeroizing::new(text.to_owned())))
}

const CANNOT_SIGN: Text = Text { vi: "không ký được {name}: {why}", en: "cannot sign {name}: {why}" };
const CANNOT_WRITE: Text = Text { vi: "không ghi được {name}: {why}", en: "cannot write {name}: {why}" };
const SAME_FILE: Text = Text {
    vi: "{name} là chính tệp vào; dùng --in-place nếu muốn thay nó",
    en: "{name} is the input itself; use --in-place to replace it",
};
const UNUSABLE_KEY: Text =
    Text { vi: "không dùng được {file} để ký: {why}", en: "{file} cannot be used to sign: {why}" };
const PASSWORD_WANTED: Text = Text {
    vi: "{file} được mã hóa; cho mật khẩu bằng --password-file hoặc biến môi trường {variable}",
    en: "{file} is encrypted; give its password with --password-file or in the environment's {variable}",
};
const NOT_TEXT: Text = Text {
    vi: "mật khẩu trong {file} không phải là UTF-8",
    en: "the password in {file} is not UTF-8",
};
