//! `etax invoice`, `message`, `paper`, `payment` and `notice`: documents made from JSON, and shown as JSON.

use crate::args::{ARGUMENTS, COMMANDS, LANG, LANGS, OPTIONS, TEMPLATE, help_flag};
use crate::check::complain;
use crate::exit::Status;
use crate::sign::replace;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::einvoice::{EInvoiceData, JsonError, Unknown};
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
    Invoice,
    Message,
    Paper,
    Payment,
    Notice,
}

/// The nouns in the order of the help.
const NOUNS: &[(Noun, &str, Text)] = &[
    (Noun::Invoice, "invoice", INVOICE),
    (Noun::Message, "message", MESSAGE),
    (Noun::Paper, "paper", PAPER),
    (Noun::Payment, "payment", PAYMENT),
    (Noun::Notice, "notice", NOTICE),
];

impl Noun {
    fn of(name: &str) -> Option<Self> {
        NOUNS.iter().find(|(_, known, _)| *known == name).map(|(noun, ..)| *noun)
    }

    fn name(self) -> &'static str {
        NOUNS.iter().find(|(noun, ..)| *noun == self).map_or("", |(_, name, _)| name)
    }

    /// Whether its documents are those of the e-invoice standard.
    const fn standard(self) -> bool {
        matches!(self, Self::Invoice | Self::Message | Self::Paper)
    }

    /// The noun of a document of the e-invoice standard.
    fn of_root(root: &str) -> Self {
        match root {
            "HDon" => Self::Invoice,
            "TDiep" => Self::Message,
            _ => Self::Paper,
        }
    }
}

/// What one of the nouns was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct MadeArgs {
    noun: Noun,
    /// To make a document; else to show one.
    new: bool,
    file: PathBuf,
    output: Option<PathBuf>,
    unknown: Unknown,
    lang: Lang,
}

/// The longest file that is read.
const LONGEST: u64 = 64 << 20;

/// The name of one of the nouns.
pub(crate) fn is_noun(name: &str) -> bool {
    Noun::of(name).is_some()
}

pub(crate) fn commands(lang: Lang) -> impl Iterator<Item = Command> {
    NOUNS.iter().map(move |(noun, name, about)| command(lang, *noun, name, *about))
}

fn command(lang: Lang, noun: Noun, name: &'static str, about: Text) -> Command {
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
        .subcommand_help_heading(say(COMMANDS))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(help_flag(lang))
        .subcommand(if noun.standard() {
            keeping(verb("new", NEW, JSON_FILE), lang)
        } else {
            verb("new", NEW, JSON_FILE)
        })
        .subcommand(verb("show", SHOW, XML_FILE))
}

/// A verb that can also keep what the standard does not have.
fn keeping(verb: Command, lang: Lang) -> Command {
    verb.arg(
        Arg::new("keep-unknown")
            .long("keep-unknown")
            .action(ArgAction::SetTrue)
            .help(KEEP.template(lang))
            .help_heading(OPTIONS.template(lang)),
    )
}

/// Reads the arguments below one of the nouns.
pub(crate) fn read(name: &str, found: &ArgMatches, lang: Lang) -> Option<MadeArgs> {
    let (verb, found) = found.subcommand()?;
    let (noun, new) = (Noun::of(name)?, verb == "new");
    let keep = noun.standard() && new && found.get_flag("keep-unknown");
    Some(MadeArgs {
        noun,
        new,
        file: found.get_one::<PathBuf>("file")?.clone(),
        output: found.get_one::<PathBuf>("output").cloned(),
        unknown: if keep { Unknown::Keep } else { Unknown::Refuse },
        lang,
    })
}

/// Makes or shows a document.
pub(crate) fn run(args: &MadeArgs) -> Status {
    let done =
        content(&args.file).and_then(|bytes| if args.new { make(args, &bytes) } else { show(args, &bytes) });
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

fn make(args: &MadeArgs, bytes: &[u8]) -> Result<String, String> {
    let composed = |made: Result<String, ComposeError>| made.map_err(|error| error.message(args.lang));
    let unread = |error: serde_json::Error| error.to_string();
    match args.noun {
        Noun::Invoice | Noun::Message | Noun::Paper => {
            let said = |error: JsonError| error.message(args.lang);
            let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
            let data = meant(args, EInvoiceData::from_json(text).map_err(said)?)?;
            data.filled().to_xml(args.unknown).map_err(said)
        }
        Noun::Payment => {
            composed(serde_json::from_slice::<PaymentOrderData>(bytes).map_err(unread)?.filled().to_xml())
        }
        Noun::Notice => {
            composed(serde_json::from_slice::<NoticeData>(bytes).map_err(unread)?.filled().to_xml())
        }
    }
}

/// A document of the e-invoice standard, if it is one of the noun's; else who is to be asked.
fn meant(args: &MadeArgs, data: EInvoiceData) -> Result<EInvoiceData, String> {
    let noun = Noun::of_root(data.root());
    if noun == args.noun {
        return Ok(data);
    }
    Err(OTHER_NOUN.fill(args.lang, &[("root", data.root()), ("noun", noun.name())]))
}

fn show(args: &MadeArgs, bytes: &[u8]) -> Result<String, String> {
    let not_one = || NOT_ONE.template(args.lang).to_owned();
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else {
        return Err(not_one());
    };
    let root = document.root();
    let json = match args.noun {
        Noun::Invoice | Noun::Message | Noun::Paper => {
            return Ok(meant(args, EInvoiceData::read(root).ok_or_else(not_one)?)?.to_json() + "\n");
        }
        Noun::Payment => serde_json::to_string_pretty(&PaymentOrderData::read(root).ok_or_else(not_one)?),
        Noun::Notice => serde_json::to_string_pretty(&notice::shown(root).ok_or_else(not_one)?),
    };
    json.map(|json| json + "\n").map_err(|error| error.to_string())
}

const INVOICE: Text = Text {
    vi: "Hóa đơn điện tử (HDon): lập từ JSON, xem dưới dạng JSON",
    en: "E-invoices (HDon): make them from JSON, show them as JSON",
};
const MESSAGE: Text = Text {
    vi: "Thông điệp (TDiep) và chứng từ bên trong: lập từ JSON, xem dưới dạng JSON",
    en: "Messages (TDiep) and what is in them: make them from JSON, show them as JSON",
};
const PAPER: Text = Text {
    vi: "Giấy tờ quanh hóa đơn (tờ khai, thông báo, bảng tổng hợp, đề nghị, bảng kê, biên bản): lập từ JSON, xem dưới dạng JSON",
    en: "Papers around invoices (registrations, notices, summaries, requests, lists, minutes): make them from JSON, show them as JSON",
};
const KEEP: Text = Text {
    vi: "Ghi cả những gì chuẩn dữ liệu không có (khóa bắt đầu bằng ?)",
    en: "Also write what the standard does not have (keys that begin with ?)",
};
const OTHER_NOUN: Text =
    Text { vi: "gốc là {root}: hãy dùng etax {noun}", en: "the root is {root}: use etax {noun}" };
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
