//! `etax payment` and `etax notice`: documents made from JSON, and shown as JSON.

use crate::args::{ARGUMENTS, LANG, LANGS, OPTIONS, TEMPLATE, help_flag};
use crate::check::complain;
use crate::exit::Status;
use crate::sign::replace;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use etax::notice::{self, NoticeData};
use etax::payment::PaymentOrderData;
use etax::rule::{Lang, Text};
use etax::schema::ComposeError;
use etax::xml::{Document, Limits, Parsed};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Which documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noun {
    Payment,
    Notice,
}

/// What `etax payment` or `etax notice` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct MadeArgs {
    noun: Noun,
    /// To make a document; else to show one.
    new: bool,
    file: PathBuf,
    output: Option<PathBuf>,
    lang: Lang,
}

/// The longest file that is read.
const LONGEST: u64 = 64 << 20;

pub(crate) fn payment(lang: Lang) -> Command {
    noun(lang, "payment", PAYMENT)
}

pub(crate) fn notice(lang: Lang) -> Command {
    noun(lang, "notice", NOTICE)
}

fn noun(lang: Lang, name: &'static str, about: Text) -> Command {
    let say = move |text: Text| text.template(lang);
    let verb = |name: &'static str, about: Text, file: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
            .arg(
                Arg::new("file")
                    .value_name(say(FILE))
                    .help(say(file))
                    .help_heading(say(ARGUMENTS))
                    .value_parser(value_parser!(PathBuf))
                    .required(true),
            )
            .arg(
                Arg::new("output")
                    .short('o')
                    .long("output")
                    .value_name(say(FILE))
                    .help(say(OUTPUT))
                    .help_heading(say(OPTIONS))
                    .value_parser(value_parser!(PathBuf)),
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
    Command::new(name)
        .about(say(about))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(help_flag(lang))
        .subcommand(verb("new", NEW, JSON_FILE))
        .subcommand(verb("show", SHOW, XML_FILE))
}

/// Reads the arguments below `etax payment` or `etax notice`.
pub(crate) fn read(name: &str, found: &ArgMatches, lang: Lang) -> Option<MadeArgs> {
    let (verb, found) = found.subcommand()?;
    Some(MadeArgs {
        noun: if name == "payment" { Noun::Payment } else { Noun::Notice },
        new: verb == "new",
        file: found.get_one::<PathBuf>("file")?.clone(),
        output: found.get_one::<PathBuf>("output").cloned(),
        lang,
    })
}

/// Makes or shows a document.
pub(crate) fn run(args: &MadeArgs) -> Status {
    let done = content(&args.file).and_then(|bytes| match (args.new, args.noun) {
        (true, noun) => make(noun, &bytes, args.lang),
        (false, noun) => show(noun, &bytes).ok_or_else(|| NOT_ONE.template(args.lang).to_owned()),
    });
    let text = match done {
        Ok(text) => text,
        Err(why) => {
            complain(&format!("{}: {why}", args.file.display()));
            return Status::Failed;
        }
    };
    let written = match &args.output {
        Some(path) => replace(path, text.as_bytes()),
        None => io::stdout().lock().write_all(text.as_bytes()),
    };
    match written {
        Ok(()) => Status::Accepted,
        // Whoever closed the pipe has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Accepted,
        Err(error) => {
            complain(&error.to_string());
            Status::Failed
        }
    }
}

fn content(path: &Path) -> Result<Vec<u8>, String> {
    let read = |from: &mut dyn Read| {
        let mut bytes = Vec::new();
        from.take(LONGEST + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = if path.as_os_str() == "-" {
        read(&mut io::stdin().lock())
    } else {
        File::open(path).and_then(|mut file| read(&mut file))
    };
    let bytes = bytes.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LONGEST { Err("> 64 MiB".to_owned()) } else { Ok(bytes) }
}

fn make(noun: Noun, bytes: &[u8], lang: Lang) -> Result<String, String> {
    let composed = |made: Result<String, ComposeError>| made.map_err(|error| error.message(lang));
    let unread = |error: serde_json::Error| error.to_string();
    match noun {
        Noun::Payment => {
            composed(serde_json::from_slice::<PaymentOrderData>(bytes).map_err(unread)?.filled().to_xml())
        }
        Noun::Notice => {
            composed(serde_json::from_slice::<NoticeData>(bytes).map_err(unread)?.filled().to_xml())
        }
    }
}

fn show(noun: Noun, bytes: &[u8]) -> Option<String> {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else { return None };
    let json = match noun {
        Noun::Payment => serde_json::to_string_pretty(&PaymentOrderData::read(document.root())?),
        Noun::Notice => serde_json::to_string_pretty(&notice::shown(document.root())?),
    };
    json.ok().map(|json| json + "\n")
}

const PAYMENT: Text = Text {
    vi: "Giấy nộp tiền: lập từ JSON, xem dưới dạng JSON",
    en: "Payment orders: make them from JSON, show them as JSON",
};
const NOTICE: Text = Text {
    vi: "Thông báo của cơ quan thuế: lập từ JSON, xem dưới dạng JSON",
    en: "Notices of the tax authority: make them from JSON, show them as JSON",
};
const NEW: Text = Text {
    vi: "Lập chứng từ chưa ký từ JSON, các phần tử đúng thứ tự",
    en: "Make an unsigned document from JSON, its elements in order",
};
const SHOW: Text =
    Text { vi: "In nội dung chứng từ dưới dạng JSON", en: "Print what a document says as JSON" };
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
const JSON_FILE: Text = Text {
    vi: "Tệp JSON, hoặc - để đọc đầu vào chuẩn",
    en: "A JSON file, or - for standard input",
};
const XML_FILE: Text = Text {
    vi: "Tệp XML, hoặc - để đọc đầu vào chuẩn",
    en: "An XML file, or - for standard input",
};
const OUTPUT: Text = Text {
    vi: "Ghi vào tệp này thay vì đầu ra chuẩn",
    en: "Write to this file instead of standard output",
};
const NOT_ONE: Text =
    Text { vi: "không phải loại chứng từ này", en: "not a document of this kind" };
