//! `etax registry`: fills a store of issued codes, looks things up in it, counts and audits it.

mod consult;
mod fill;
mod import;
mod proof;

pub(crate) use consult::check;
pub(crate) use import::row;

use crate::args::{ARGUMENTS, BAD_TIME, COMMANDS, LANG, LANGS, OPTIONS, TEMPLATE, TIME, help_flag};
use crate::exit::Status;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use etax::rule::{Lang, Text};
use etax::value::Moment;
use etax_store::audit::{self, AuditKey};
use etax_store::{Access, End, Entry, InvoiceKey, Store, StoreError, StoredCode};
use serde_json::json;
use std::io::{self, Write};
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
    Prove(Vec<String>),
    /// Holds proofs in a file against a public key; asks no store.
    CheckProof(PathBuf, [u8; 32]),
}

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let alone = |name: &'static str, about: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
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
    let sub = |name: &'static str, about: Text| {
        alone(name, about).arg(
            Arg::new("store")
                .long("store")
                .value_name(say(STORE))
                .required(true)
                .help(say(STORES))
                .help_heading(say(OPTIONS)),
        )
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
    let issued =
        Arg::new("codes").help(say(ISSUED)).help_heading(say(ARGUMENTS)).num_args(1..).required(true);
    let file = Arg::new("file")
        .value_name(say(PROOF))
        .help(say(PROOFS))
        .help_heading(say(ARGUMENTS))
        .value_parser(value_parser!(PathBuf))
        .required(true);
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
                .subcommand(sub("verify", VERIFY).arg(key.clone()))
                .subcommand(sub("sign", SIGN).arg(seed))
                .subcommand(sub("root", ROOT))
                .subcommand(sub("prove", PROVE).arg(issued))
                .subcommand(alone("check-proof", CHECK_PROOF).arg(key.required(true)).arg(file)),
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
    let public = || found.get_one::<String>("key").map(|text| unhex(text).ok_or_else(refuse)).transpose();
    let asked = match name {
        "import" => Asked::Import(found.get_many("paths").unwrap_or_default().cloned().collect()),
        "lookup" => Asked::Lookup(found.get_many("codes").unwrap_or_default().cloned().collect()),
        "stats" => Asked::Stats,
        "prune" => Asked::Prune(found.get_one::<Moment>("before").copied().ok_or_else(refuse)?),
        "sign" => Asked::Sign(path("key")?),
        "root" => Asked::Root,
        "prove" => Asked::Prove(found.get_many("codes").unwrap_or_default().cloned().collect()),
        "check-proof" => Asked::CheckProof(path("file")?, public()?.ok_or_else(refuse)?),
        _ => Asked::Verify(public()?),
    };
    // Every subcommand that has the option requires it.
    let store = found.try_get_one::<String>("store").ok().flatten().cloned().unwrap_or_default();
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
        Asked::Import(paths) => fill::import_all(&open(Access::Create)?, paths, args.lang),
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
        Asked::Prove(codes) => proof::prove(&open(Access::Read)?, codes, args.lang),
        Asked::CheckProof(file, key) => proof::check(file, key, args.lang),
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
const PROVE: Text = Text {
    vi: "Ghi bằng chứng (JSON) rằng mã có trong nhật ký dưới một gốc đã ký",
    en: "Write proofs (JSON) that codes stand in the log under a signed root",
};
const CHECK_PROOF: Text =
    Text { vi: "Kiểm tra bằng chứng, không cần sổ", en: "Check proofs, without the store" };
const ISSUED: Text =
    Text { vi: "Mã, hoặc MST/mẫu số/ký hiệu/số", en: "Codes, or SELLER/FORM/SYMBOL/NUMBER" };
const PROOF: Text = Text { vi: "TỆP", en: "FILE" };
const PROOFS: Text = Text { vi: "Tệp do prove ghi", en: "A file that prove wrote" };
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
