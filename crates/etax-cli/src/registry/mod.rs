//! `etax registry`: fills a store of issued codes, looks things up in it, counts and audits it.

mod consult;
mod import;

pub(crate) use consult::check;
pub(crate) use import::row;

use crate::args::{ARGUMENTS, BAD_TIME, COMMANDS, LANG, LANGS, OPTIONS, TEMPLATE, TIME, help_flag};
use crate::exit::Status;
use crate::input::{Content, Reader, walk};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use etax::message::Message;
use etax::rule::{Lang, Text};
use etax::value::Moment;
use etax::xml::{Document, Element, Limits, Parsed};
use etax_store::audit::{self, AuditKey};
use etax_store::{Access, End, Entry, InvoiceKey, Outcome, Store, StoreError, StoredCode};
use serde_json::json;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What `etax registry` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct RegistryArgs {
    store: String,
    lang: Lang,
    asked: Asked,
}

#[derive(Clone, Debug)]
enum Asked {
    Import(Vec<PathBuf>),
    Lookup(Vec<String>),
    Stats,
    /// Gives up the texts of answers from before this moment.
    Prune(Moment),
    Verify(Option<[u8; 32]>),
    Sign(PathBuf),
    Root,
}

/// Rows recorded in one transaction by an import.
const GROUP: usize = 1000;
/// The longest document, and the longest line, that is read.
const LONGEST: u64 = 64 << 20;

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let sub = |name: &'static str, about: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
            .arg(
                Arg::new("store")
                    .long("store")
                    .value_name(say(STORE))
                    .required(true)
                    .help(say(STORES))
                    .help_heading(say(OPTIONS)),
            )
            .arg(
                Arg::new("lang")
                    .long("lang")
                    .value_name(say(LANG))
                    .help(say(LANGS))
                    .help_heading(say(OPTIONS))
                    .value_parser(PossibleValuesParser::new(["vi", "en"]))
                    .hide_possible_values(true),
            )
            .arg(help_flag(lang))
    };
    let group = |name: &'static str, about: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand_help_heading(say(COMMANDS))
            .arg(help_flag(lang))
    };
    let paths = Arg::new("paths")
        .help(say(PATHS))
        .help_heading(say(ARGUMENTS))
        .value_parser(value_parser!(PathBuf))
        .num_args(1..)
        .required(true);
    let codes = Arg::new("codes").help(say(CODES)).help_heading(say(ARGUMENTS)).num_args(1..).required(true);
    let key = Arg::new("key").long("key").help(say(PUBLIC)).help_heading(say(OPTIONS));
    let seed = Arg::new("key")
        .long("key")
        .help(say(SEED))
        .help_heading(say(OPTIONS))
        .value_parser(value_parser!(PathBuf))
        .required(true);
    let before = Arg::new("before")
        .long("before")
        .value_name(say(TIME))
        .help(say(BEFORE))
        .help_heading(say(OPTIONS))
        .value_parser(move |text: &str| Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned()))
        .required(true);
    group("registry", REGISTRY)
        .subcommand(sub("import", IMPORT).arg(paths))
        .subcommand(sub("lookup", LOOKUP).arg(codes))
        .subcommand(sub("stats", STATS))
        .subcommand(sub("prune", PRUNE).arg(before))
        .subcommand(
            group("audit", AUDIT)
                .subcommand(sub("verify", VERIFY).arg(key))
                .subcommand(sub("sign", SIGN).arg(seed))
                .subcommand(sub("root", ROOT)),
        )
}

pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Result<RegistryArgs, clap::Error> {
    let refuse = || command(lang).error(clap::error::ErrorKind::ValueValidation, NOT_A_KEY.template(lang));
    let (name, mut found) = found.subcommand().ok_or_else(refuse)?;
    let mut name = name;
    if name == "audit" {
        (name, found) = found.subcommand().ok_or_else(refuse)?;
    }
    let path = |name: &str| found.get_one::<PathBuf>(name).cloned().ok_or_else(refuse);
    let asked = match name {
        "import" => Asked::Import(found.get_many("paths").unwrap_or_default().cloned().collect()),
        "lookup" => Asked::Lookup(found.get_many("codes").unwrap_or_default().cloned().collect()),
        "stats" => Asked::Stats,
        "prune" => Asked::Prune(found.get_one::<Moment>("before").copied().ok_or_else(refuse)?),
        "sign" => Asked::Sign(path("key")?),
        "root" => Asked::Root,
        _ => Asked::Verify(match found.get_one::<String>("key") {
            Some(text) => Some(unhex(text).ok_or_else(refuse)?),
            None => None,
        }),
    };
    let store = found.get_one::<String>("store").cloned().ok_or_else(refuse)?;
    Ok(RegistryArgs { store, lang, asked })
}

/// 32 bytes in hex.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    is_hex.then_some(bytes)
}

/// The invoices of a document: itself, or those of the message.
fn invoices<'d>(document: &'d Document<'d>) -> Vec<Element<'d>> {
    let root = document.root();
    if root.child("DLHDon").is_some() {
        return vec![root];
    }
    Message::new(root).documents().map(|(_, element)| element).collect()
}

pub(crate) fn run(args: &RegistryArgs) -> Status {
    let lang = args.lang;
    match work(args) {
        Ok(status) => status,
        Err(why) => {
            let why = etax_render::clean::line(&why).into_owned();
            complain(&FAILED.fill(lang, &[("why", &why)]));
            Status::Failed
        }
    }
}

fn complain(line: &str) {
    // Where standard error cannot be written there is nowhere to say so.
    let _ = writeln!(io::stderr(), "etax: {line}");
}

fn print(line: &str) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}

fn work(args: &RegistryArgs) -> Result<Status, String> {
    let words = |error: StoreError| error.message(args.lang);
    let open = |access| Store::open(&args.store, access).map_err(words);
    match &args.asked {
        Asked::Import(paths) => import_all(&open(Access::Create)?, paths, args.lang),
        Asked::Lookup(codes) => lookup(&open(Access::Read)?, codes, args.lang),
        Asked::Stats => {
            let stats = open(Access::Read)?.read().stats().map_err(words)?;
            let line = json!({
                "events": stats.events, "codes": stats.codes, "replaced": stats.replaced, "adjusted": stats.adjusted,
                "cancelled": stats.cancelled, "refused": stats.refused, "filings": stats.filings,
                "answers": stats.answers, "bytes": stats.bytes,
            });
            print(&line.to_string()).map(|()| Status::Accepted)
        }
        Asked::Prune(before) => {
            let pruned = open(Access::Write)?.prune(before.unix().saturating_mul(1000)).map_err(words)?;
            print(&json!({ "pruned": pruned }).to_string()).map(|()| Status::Accepted)
        }
        Asked::Verify(key) => {
            let found = audit::verify(open(Access::Read)?.read(), key.as_ref()).map_err(words)?;
            let misfit = found.misfit.as_ref().map(ToString::to_string);
            let line = json!({
                "events": found.events, "roots": found.roots, "root": audit::hex(&found.root), "misfit": misfit,
            });
            print(&line.to_string())?;
            Ok(if found.misfit.is_none() { Status::Accepted } else { Status::NotAccepted })
        }
        Asked::Sign(file) => {
            let text = std::fs::read_to_string(file)
                .map(zeroize::Zeroizing::new)
                .map_err(|error| error.to_string())?;
            let seed = unhex(text.trim()).map(zeroize::Zeroizing::new);
            let key = seed.and_then(|seed| AuditKey::from_seed(&seed));
            let key = key.ok_or_else(|| NOT_A_KEY.template(args.lang).to_owned())?;
            let now = crate::check::now().map_or(0, |now| now.unix().saturating_mul(1000));
            roots(&audit::sign(&open(Access::Write)?, &key, now).map_err(words)?)
        }
        Asked::Root => roots(&open(Access::Read)?.read().roots().map_err(words)?),
    }
}

fn roots(roots: &[audit::SignedRoot]) -> Result<Status, String> {
    for root in roots {
        let line = json!({
            "day": audit::date(root.day), "size": root.size, "root": audit::hex(&root.root),
            "chain": audit::hex(&root.chain), "key": audit::hex(&root.key), "signature": audit::hex(&root.signature),
        });
        print(&line.to_string())?;
    }
    Ok(Status::Accepted)
}

fn lookup(store: &Store, asked: &[String], lang: Lang) -> Result<Status, String> {
    let mut status = Status::Accepted;
    for text in asked {
        let found = entry(store, text).map_err(|error| error.message(lang))?;
        let Some(Entry { row, status: now }) = found else {
            print(&json!({ "asked": text, "known": false }).to_string())?;
            status = status.max(Status::NotAccepted);
            continue;
        };
        let content = row.content;
        let (state, by) = match now.end {
            Some(End::Replaced(by)) => ("replaced", Some(by.to_string())),
            Some(End::Cancelled(notice)) => ("cancelled", Some(notice)),
            None if now.adjusted_by.is_empty() => ("issued", None),
            None => ("adjusted", None),
        };
        let line = json!({
            "asked": text, "known": true, "id": row.id, "code": content.code.to_string(),
            "seller": content.key.seller, "form": content.key.form, "series": content.key.series,
            "number": content.key.number.to_string(), "date": audit::date(content.day), "buyer": content.buyer,
            "total": content.total.to_string(), "digest": audit::hex(&content.digest),
            "state": state, "by": by, "adjustedBy": now.adjusted_by,
        });
        print(&line.to_string())?;
    }
    Ok(status)
}

/// By code, by `SELLER/FORM/SYMBOL/NUMBER`, or by message id.
fn entry(store: &Store, text: &str) -> Result<Option<Entry>, StoreError> {
    if let Some(code) = StoredCode::parse(text) {
        return Ok(store.read().by_code(&[code])?.pop().flatten());
    }
    if let [seller, form, series, number] = *text.split('/').collect::<Vec<_>>()
        && let Some(key) = InvoiceKey::new(seller, form, series, number)
    {
        return Ok(store.read().by_invoice(&[key])?.pop().flatten());
    }
    match store.read().by_message(text)? {
        Some(kept) => Ok(store.read().by_id(&[kept.subject])?.pop().flatten()),
        None => Ok(None),
    }
}

/// Counts of an import.
#[derive(Default)]
struct Counts {
    recorded: usize,
    known: usize,
    refused: usize,
}

struct Import<'s> {
    store: &'s Store,
    lang: Lang,
    waiting: Vec<(String, etax_store::Command)>,
    counts: Counts,
}

impl Import<'_> {
    fn take(
        &mut self,
        name: &str,
        command: Result<etax_store::Command, impl AsRef<str>>,
    ) -> Result<(), StoreError> {
        match command {
            Ok(command) => self.waiting.push((name.to_owned(), command)),
            Err(why) => self.refuse(name, why.as_ref()),
        }
        if self.waiting.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    fn refuse(&mut self, name: &str, why: &str) {
        self.counts.refused += 1;
        let name = etax_render::clean::line(name);
        let why = etax_render::clean::line(why);
        complain(&LEFT_OUT.fill(self.lang, &[("name", &name), ("why", &why)]));
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let (names, commands): (Vec<_>, Vec<_>) = self.waiting.drain(..).unzip();
        let given: Vec<Option<StoredCode>> = commands.iter().map(import::code).collect();
        for ((name, given), outcome) in names.iter().zip(given).zip(self.store.record(commands)?) {
            match outcome {
                Outcome::Recorded { .. } => self.counts.recorded += 1,
                // The invoice is known, and the code that was to be recorded is not: nobody would find it.
                Outcome::Known { code: Some(code), .. }
                    if given.as_ref().is_some_and(|given| *given != code) =>
                {
                    let why = OTHER_CODE.fill(self.lang, &[("code", &code.to_string())]);
                    self.refuse(name, &why);
                }
                Outcome::Known { .. } => self.counts.known += 1,
                Outcome::Refused(refusal) => self.refuse(name, &refusal.message(self.lang)),
                other => self.refuse(name, &format!("{other:?}")),
            }
        }
        Ok(())
    }
}

fn import_all(store: &Store, paths: &[PathBuf], lang: Lang) -> Result<Status, String> {
    let mut import = Import { store, lang, waiting: Vec::new(), counts: Counts::default() };
    let mut reader = Reader::new(LONGEST);
    let mut fault = None;
    for path in paths {
        let is_lines = path.extension().is_some_and(|end| end == "ndjson" || end == "jsonl");
        if is_lines {
            lines(path, &mut import, lang)?;
            continue;
        }
        let _ = walk(std::slice::from_ref(path), &mut |item| {
            let name = item.name;
            match reader.read(item.place) {
                Ok(Content::Bytes(bytes)) => match document(&name, &bytes, &mut import) {
                    Ok(()) => return ControlFlow::Continue(()),
                    Err(error) => {
                        fault = Some(error);
                        return ControlFlow::Break(());
                    }
                },
                Ok(Content::Oversized(_)) => import.refuse(&name, "> 64 MiB"),
                Err(trouble) => import.refuse(&name, &trouble.words(lang)),
            }
            ControlFlow::Continue(())
        });
    }
    if let Some(error) = fault {
        return Err(error.message(lang));
    }
    import.flush().map_err(|error| error.message(lang))?;
    let Counts { recorded, known, refused } = import.counts;
    print(&json!({ "recorded": recorded, "known": known, "refused": refused }).to_string())?;
    Ok(if refused == 0 { Status::Accepted } else { Status::NotAccepted })
}

fn document(name: &str, bytes: &[u8], import: &mut Import<'_>) -> Result<(), StoreError> {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else {
        import.refuse(name, "XML");
        return Ok(());
    };
    for invoice in invoices(&document) {
        import.take(name, import::of_invoice(invoice))?;
    }
    Ok(())
}

fn lines(path: &std::path::Path, import: &mut Import<'_>, lang: Lang) -> Result<(), String> {
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut reader = BufReader::new(file);
    for at in 1.. {
        let mut line = Vec::new();
        let length = io::Read::take(&mut reader, LONGEST).read_until(b'\n', &mut line);
        if length.map_err(|error| format!("{}: {error}", path.display()))? == 0 {
            break;
        }
        let name = format!("{}:{at}", path.display());
        let command = match std::str::from_utf8(&line).map(str::trim) {
            Ok("") => continue,
            Ok(text) => import::of_line(text),
            Err(error) => Err(format!("UTF-8: {}", error.valid_up_to() + 1)),
        };
        import.take(&name, command).map_err(|error| error.message(lang))?;
    }
    Ok(())
}

const REGISTRY: Text = Text {
    vi: "Sổ đăng ký mã đã cấp: nạp, tra cứu, thống kê, kiểm toán",
    en: "The registry of issued codes: import, look up, count, audit",
};
const IMPORT: Text = Text {
    vi: "Ghi hóa đơn có mã vào sổ: tệp XML, thư mục, .zip, hoặc .ndjson",
    en: "Record invoices with codes: XML files, folders, .zip, or .ndjson",
};
const LOOKUP: Text = Text {
    vi: "Tra theo mã, theo MST/mẫu số/ký hiệu/số, hoặc theo mã thông điệp",
    en: "Look up by code, by SELLER/FORM/SYMBOL/NUMBER, or by message id",
};
const STATS: Text = Text { vi: "Đếm những gì sổ có", en: "Count what the registry holds" };
const PRUNE: Text = Text {
    vi: "Bỏ nội dung các trả lời cũ, giữ lại SHA-256: thông điệp gửi lại sẽ không nhận được nội dung nữa",
    en: "Give up the texts of old answers and keep their SHA-256: a message that comes again gets no text any more",
};
const BEFORE: Text = Text {
    vi: "Trả lời ghi trước thời điểm này",
    en: "Answers that were recorded before this time",
};
const AUDIT: Text = Text { vi: "Kiểm toán nhật ký của sổ", en: "Audit the registry's log" };
const VERIFY: Text = Text {
    vi: "Tính lại nhật ký và các gốc đã ký",
    en: "Recompute the log and the signed roots",
};
const SIGN: Text =
    Text { vi: "Ký gốc của mỗi ngày đã qua", en: "Sign the root of every day that has ended" };
const ROOT: Text = Text { vi: "In các gốc đã ký", en: "Print the signed roots" };
pub(crate) const STORE: Text = Text { vi: "TỆP|URL", en: "FILE|URL" };
const STORES: Text = Text {
    vi: "Tệp SQLite, hoặc postgres://NGƯỜI_DÙNG@MÁY/CƠ_SỞ_DỮ_LIỆU",
    en: "A file of SQLite, or postgres://USER@HOST/DATABASE",
};
const PATHS: Text =
    Text { vi: "Tệp, thư mục, .zip hoặc .ndjson", en: "Files, folders, .zip or .ndjson" };
const CODES: Text = Text {
    vi: "Mã, MST/mẫu số/ký hiệu/số, hoặc mã thông điệp",
    en: "Codes, SELLER/FORM/SYMBOL/NUMBER, or message ids",
};
const PUBLIC: Text = Text {
    vi: "Khóa công khai Ed25519, 64 chữ số hex: gốc phải do khóa này ký",
    en: "Ed25519 public key, 64 hex digits: the roots must be signed with it",
};
const SEED: Text = Text {
    vi: "Tệp chứa khóa bí mật Ed25519: 64 chữ số hex",
    en: "A file with the Ed25519 secret key: 64 hex digits",
};
const NOT_A_KEY: Text = Text { vi: "khóa phải gồm 64 chữ số hex", en: "a key has 64 hex digits" };
const FAILED: Text = Text { vi: "sổ đăng ký: {why}", en: "registry: {why}" };
const OTHER_CODE: Text = Text {
    vi: "hóa đơn đã được ghi với mã khác: {code}",
    en: "the invoice is recorded with another code: {code}",
};
const LEFT_OUT: Text = Text { vi: "không ghi {name}: {why}", en: "not recorded: {name}: {why}" };
