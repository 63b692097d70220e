//! The command line of `etax code`.

use crate::args::{ARGUMENTS, BAD_TIME, COMMANDS, LANG, LANGS, OPTIONS, TEMPLATE, TIME, help_flag};
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::path::PathBuf;

/// What `etax code` was asked to do.
#[derive(Clone, Debug)]
pub(crate) enum CodeArgs {
    /// Takes texts apart.
    Parse { texts: Vec<String>, lang: Lang },
    /// Holds an invoice's code against the invoice.
    Verify { file: PathBuf, code: Option<String>, keys: Keys, lang: Lang },
    /// Makes a code for an invoice.
    Mint { file: PathBuf, issuer: u8, serial: u64, at: Option<Moment>, keys: Keys, lang: Lang },
}

/// Where keys and secrets are.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) ring: PathBuf,
    /// Issuer and file of its root secret.
    pub(crate) roots: Vec<(u8, PathBuf)>,
}

pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Result<CodeArgs, clap::Error> {
    // clap has asked for these already.
    let missing = || command(lang).error(ErrorKind::MissingRequiredArgument, "");
    let file = |found: &ArgMatches| found.get_one::<PathBuf>("file").cloned().ok_or_else(missing);
    let keys = |found: &ArgMatches| {
        Ok::<Keys, clap::Error>(Keys {
            ring: found.get_one::<PathBuf>("keys").cloned().ok_or_else(missing)?,
            roots: found.get_many::<(u8, PathBuf)>("root").unwrap_or_default().cloned().collect(),
        })
    };
    match found.subcommand() {
        Some(("parse", found)) => Ok(CodeArgs::Parse {
            texts: found.get_many::<String>("text").unwrap_or_default().cloned().collect(),
            lang,
        }),
        Some(("verify", found)) => Ok(CodeArgs::Verify {
            file: file(found)?,
            code: found.get_one::<String>("code").cloned(),
            keys: keys(found)?,
            lang,
        }),
        Some(("mint", found)) => Ok(CodeArgs::Mint {
            file: file(found)?,
            issuer: found.get_one::<u8>("issuer").copied().unwrap_or_default(),
            serial: found.get_one::<u64>("serial").copied().ok_or_else(missing)?,
            at: found.get_one::<Moment>("at").copied(),
            keys: keys(found)?,
            lang,
        }),
        _ => Err(command(lang).error(ErrorKind::MissingSubcommand, "")),
    }
}

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let option = |name: &'static str, value: Text, help: Text| {
        Arg::new(name).long(name).value_name(say(value)).help(say(help)).help_heading(say(OPTIONS))
    };
    let argument = |name: &'static str, value: Text, help: Text| {
        Arg::new(name).value_name(say(value)).help(say(help)).help_heading(say(ARGUMENTS)).required(true)
    };
    let part = |name: &'static str, about: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
            .arg(
                option("lang", LANG, LANGS)
                    .value_parser(PossibleValuesParser::new(["vi", "en"]))
                    .hide_possible_values(true),
            )
            .arg(help_flag(lang))
    };
    let keyed = |command: Command| {
        command
            .arg(argument("file", FILE, INVOICE).value_parser(value_parser!(PathBuf)))
            .arg(option("keys", FILE, KEYS).value_parser(value_parser!(PathBuf)).required(true))
            .arg(
                option("root", ISSUER_FILE, ROOT)
                    .value_parser(move |text: &str| root(text).ok_or_else(|| say(BAD_ROOT).to_owned()))
                    .action(ArgAction::Append),
            )
    };
    Command::new("code")
        .about(say(CODE))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(say(COMMANDS))
        .arg(help_flag(lang))
        .subcommand(part("parse", PARSE).arg(argument("text", TEXT, TEXTS).num_args(1..)))
        .subcommand(keyed(part("verify", VERIFY)).arg(option("code", CODE_VALUE, GIVEN)))
        .subcommand(
            keyed(part("mint", MINT))
                .arg(option("issuer", NUMBER, ISSUER).value_parser(value_parser!(u8)))
                .arg(option("serial", NUMBER, SERIAL).value_parser(value_parser!(u64)).required(true))
                .arg(option("at", TIME, AT).value_parser(move |text: &str| {
                    Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned())
                })),
        )
        .after_help(say(EXAMPLES))
}

/// `ISSUER=FILE`.
fn root(text: &str) -> Option<(u8, PathBuf)> {
    let (issuer, file) = text.split_once('=')?;
    (!file.is_empty()).then_some((issuer.parse().ok()?, PathBuf::from(file)))
}

const CODE: Text = Text {
    vi: "Đọc, đối chiếu và tạo mã xác thực của hóa đơn",
    en: "Take authentication codes of invoices apart, verify them, make them",
};
const PARSE: Text = Text {
    vi: "Đọc mã xác thực hoặc nội dung mã QR",
    en: "Take a code or the text of a QR code apart",
};
const VERIFY: Text = Text {
    vi: "Đối chiếu mã có khóa (auth34) với hóa đơn của nó",
    en: "Hold a keyed code (auth34) against its invoice",
};
const MINT: Text = Text {
    vi: "Tạo mã có khóa (auth34) cho hóa đơn",
    en: "Make a keyed code (auth34) for an invoice",
};
const TEXT: Text = Text { vi: "MÃ", en: "TEXT" };
const TEXTS: Text =
    Text { vi: "Mã xác thực hoặc nội dung mã QR", en: "A code, or the text of a QR code" };
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
const INVOICE: Text = Text {
    vi: "Hóa đơn XML (HDon), hoặc - để đọc đầu vào chuẩn",
    en: "The invoice (HDon), or - for standard input",
};
const KEYS: Text = Text { vi: "Tệp danh sách khóa (TOML)", en: "The keyring (TOML)" };
const ISSUER_FILE: Text = Text { vi: "SỐ=TỆP", en: "N=FILE" };
const ROOT: Text = Text {
    vi: "Khóa gốc của một đơn vị cấp mã: tệp chứa 64 chữ số hex; hoặc biến môi trường ETAX_ROOT_<SỐ>; có thể lặp lại",
    en: "An issuer's root secret: a file with 64 hex digits; or the environment's ETAX_ROOT_<N>; repeatable",
};
const BAD_ROOT: Text = Text { vi: "phải có dạng 0=khoa-goc.hex", en: "must look like 0=root.hex" };
const CODE_VALUE: Text = Text { vi: "MÃ", en: "CODE" };
const GIVEN: Text = Text {
    vi: "Mã cần đối chiếu; mặc định là MCCQT của hóa đơn",
    en: "The code to verify; default the invoice's MCCQT",
};
const NUMBER: Text = Text { vi: "SỐ", en: "N" };
const ISSUER: Text = Text {
    vi: "Đơn vị cấp mã; mặc định 0, cơ quan thuế",
    en: "Who issues; default 0, the authority",
};
const SERIAL: Text = Text {
    vi: "Số thứ tự của mã; không bao giờ được dùng hai lần",
    en: "The code's serial number; must never be used twice",
};
const AT: Text = Text {
    vi: "Thời điểm cấp, để chọn khóa; mặc định là bây giờ",
    en: "When it is issued, which chooses the key; default now",
};
const EXAMPLES: Text = Text {
    vi: "\
Ví dụ:
  etax code parse M2-26-AB1CD-00000000042
  etax code mint hoa-don.xml --keys khoa.toml --root 0=khoa-goc.hex --serial 1
  etax code verify hoa-don.xml --keys khoa.toml --root 0=khoa-goc.hex

Mã kết thúc:
  0  đọc được, đã tạo, hoặc mã đúng là của hóa đơn
  1  không phải mã, hoặc mã không phải của hóa đơn này hay chưa xác định được
  2  lệnh không làm được việc: tệp, khóa hoặc đối số sai",
    en: "\
Examples:
  etax code parse M2-26-AB1CD-00000000042
  etax code mint invoice.xml --keys keys.toml --root 0=root.hex --serial 1
  etax code verify invoice.xml --keys keys.toml --root 0=root.hex

Exit status:
  0  it was read or made, or the code is this invoice's
  1  not a code, not this invoice's, or it cannot be decided
  2  the command could not do its work: bad file, key or argument",
};
