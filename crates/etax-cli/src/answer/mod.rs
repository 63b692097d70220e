//! `etax answer`: the authority's answers to messages.

mod args;
mod books;
mod chance;

pub(crate) use args::{AnswerArgs, command, read};

use crate::check::{NO_CLOCK, complain, now};
use crate::exit::Status;
use crate::sign::{KeyFiles, contents, key_in, replace, shown};
use crate::{code, policy, trust};
use books::Books;
use chance::Chance;
use etax::authority::{Answer, Incoming, Office, Reason, answer};
use etax::engine::Engine;
use etax::form::Catalogue;
use etax::message::Message;
use etax::rule::{Lang, Text};
use etax::signature::sign::{Signer, SystemRandom};
use etax::value::Moment;
use etax::xml::{Document, Element, Parsed};
use etax_store::{Access, Store};
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The office as its file describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    code: String,
    name: String,
    above: String,
    place: String,
    #[serde(default)]
    stead: String,
    #[serde(default)]
    title: String,
}

/// The longest file on an office.
const LONGEST_OFFICE: u64 = 64 * 1024;

/// Answers the messages that the arguments name.
pub(crate) fn run(args: &AnswerArgs) -> Status {
    match work(args) {
        Ok(status) => status,
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

fn work(args: &AnswerArgs) -> Result<Status, String> {
    let lang = args.lang;
    let at = args.at.or_else(now).ok_or_else(|| NO_CLOCK.template(lang).to_owned())?;
    let file = office(&args.office, lang)?;
    let key = key_in(
        &KeyFiles {
            key: &args.key,
            certificates: args.certificates.as_deref(),
            password: args.password.as_deref(),
        },
        lang,
    )?;
    let head = match &args.head_key {
        Some(key) => {
            let certificates = args.head_certificates.as_deref();
            Some(key_in(&KeyFiles { key, certificates, password: args.head_password.as_deref() }, lang)?)
        }
        None => None,
    };
    let policy = policy::load(args.policy.as_deref(), Catalogue::built_in(), lang)?;
    let store = trust::load(&args.trust, &args.crl, &args.ocsp, lang)?;
    for line in trust::refused(&store, lang) {
        complain(&line);
    }
    let limit = policy::byte_limit(&policy);
    let engine = Engine::new(policy, store);
    let codes = match &args.store {
        Some(address) => Some(Store::open(address, Access::Create).map_err(|error| error.to_string())?),
        None => None,
    };
    let ring = args.keys.as_ref().map(|keys| code::keyring(keys, lang)).transpose()?;
    let random = SystemRandom::new();
    let signer = key.signer(&random);
    let head = head.as_ref().map(|head| head.signer(&random));
    let office = Office {
        code: &file.code,
        name: &file.name,
        above: &file.above,
        place: &file.place,
        stead: &file.stead,
        title: &file.title,
        signer: &signer,
        head: head.as_ref().map(|head| head as &dyn Signer),
    };
    let chance = Chance::new(args.seed.clone());
    let mut status = Status::Accepted;
    for path in &args.messages {
        let cannot = |why: &str| CANNOT.fill(lang, &[("name", &shown(path)), ("why", why)]);
        let bytes = message(path, limit).map_err(|error| cannot(&error.to_string()))?;
        let from = match &args.from {
            Some(from) => from.clone(),
            None => sender(&bytes, &engine).ok_or_else(|| cannot(FROM_WANTED.template(lang)))?,
        };
        let digest = ring::digest::digest(&ring::digest::SHA256, &bytes);
        let mut content = [0; 32];
        for (to, from) in content.iter_mut().zip(digest.as_ref()) {
            *to = *from;
        }
        let mut books = Books {
            store: codes.as_ref(),
            issuer: codes
                .as_ref()
                .zip(ring.as_ref())
                .map(|(store, ring)| Books::issuer(store, ring, args.issuer)),
            registers: args.registers.clone(),
            refuse: args.refuse.iter().map(|(code, text)| Reason::new(code, text)).collect(),
            chance: &chance,
            lang,
            content,
            day: day(at),
            notices: 0,
        };
        let mut trouble = None;
        let mut ids = || {
            chance.bytes().unwrap_or_else(|why| {
                trouble = Some(why);
                [0; 16]
            })
        };
        let answers =
            answer(&office, &engine, &Incoming { bytes: &bytes, from: &from, at }, &mut books, &mut ids)
                .map_err(|error| cannot(&error.say(lang)))?;
        if let Some(why) = trouble {
            return Err(cannot(&why));
        }
        for (number, answer) in (1_usize..).zip(&answers) {
            put(args, path, number, answer)?;
            if !answer.grants {
                status = status.max(Status::NotAccepted);
            }
        }
    }
    Ok(status)
}

/// Writes an answer, and says which.
fn put(args: &AnswerArgs, message: &Path, number: usize, answer: &Answer) -> Result<(), String> {
    let cannot = |path: &Path, error: io::Error| {
        CANNOT_WRITE.fill(args.lang, &[("name", &shown(path)), ("why", &error.to_string())])
    };
    let mut out = io::stdout().lock();
    if args.output.as_os_str() == "-" {
        return writeln!(out, "{}", answer.xml).map_err(|error| cannot(&args.output, error));
    }
    fs::create_dir_all(&args.output).map_err(|error| cannot(&args.output, error))?;
    let stem = match message.file_stem() {
        Some(stem) if message.as_os_str() != "-" => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    };
    let path = args.output.join(format!("{stem}.{number}-{}.xml", answer.code));
    replace(&path, answer.xml.as_bytes()).map_err(|error| cannot(&path, error))?;
    let word = if answer.grants { GRANTS } else { REFUSES };
    writeln!(out, "{:>4}  {}  {}", answer.code, word.template(args.lang), shown(&path))
        .map_err(|error| cannot(Path::new("-"), error))
}

/// The message, and one byte more than is allowed, so that what is too long is seen to be.
fn message(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if path.as_os_str() == "-" {
        return contents(io::stdin().lock(), limit.saturating_add(1));
    }
    File::open(path).and_then(|file| contents(file, limit.saturating_add(1)))
}

/// Who a message says it is from, without the hyphen of its tax code.
fn sender(bytes: &[u8], engine: &Engine) -> Option<String> {
    let Parsed::Document(document) = Document::parse(bytes, &engine.policy().limits) else { return None };
    let message = Message::new(document.root());
    let said = message.header()?.sender().map(Element::trimmed)?.replace('-', "");
    etax::message::MessageId::new(&said, [0; 16]).is_ok().then_some(said)
}

fn day(at: Moment) -> String {
    at.date().to_string().replace('-', "")
}

fn office(path: &Path, lang: Lang) -> Result<OfficeFile, String> {
    let refuse = |why: &str| UNUSABLE_OFFICE.fill(lang, &[("name", &shown(path)), ("why", why)]);
    let bytes = File::open(path)
        .and_then(|file| contents(file, LONGEST_OFFICE))
        .map_err(|error| refuse(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| refuse(&error.to_string()))?;
    toml::from_str(&text).map_err(|error| refuse(error.message()))
}

const GRANTS: Text = Text { vi: "chấp nhận      ", en: "grants " };
const REFUSES: Text = Text { vi: "không chấp nhận", en: "refuses" };
const CANNOT: Text =
    Text { vi: "không trả lời được {name}: {why}", en: "{name} cannot be answered: {why}" };
const CANNOT_WRITE: Text = Text { vi: "không ghi được {name}: {why}", en: "cannot write {name}: {why}" };
const FROM_WANTED: Text = Text {
    vi: "thông điệp không cho biết bên gửi; cho mã của bên đã chuyển bằng --from",
    en: "it does not say who sent it; give the code of whoever handed it in with --from",
};
const UNUSABLE_OFFICE: Text = Text {
    vi: "không dùng được {name} làm tệp cơ quan: {why}",
    en: "{name} does not describe an office: {why}",
};
