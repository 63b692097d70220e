//! The command line of `etax keys`.

use crate::args::{ARGUMENTS, BAD_TIME, COMMANDS, LANG, LANGS, OPTIONS, TEMPLATE, TIME, help_flag};
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::code::keyring::Algorithm;
use etax::code::sealed_qr::KeyId;
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::path::PathBuf;

/// Which key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key {
    /// Of `auth34`; the next number where none is given.
    Keyed { issuer: u8, id: Option<u8> },
    /// Of `sealed-qr`.
    Sealing(KeyId),
}

/// From when until when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validity {
    pub(crate) from: Moment,
    pub(crate) until: Moment,
}

/// How a key makes codes, and of what.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    pub(crate) algorithm: Algorithm,
    pub(crate) binds: String,
    /// A sealing key of ES256, not of Ed25519.
    pub(crate) es256: bool,
}

/// What `etax keys` was asked to do.
#[derive(Clone, Debug)]
pub(crate) enum KeysArgs {
    New { ring: PathBuf, key: Key, validity: Validity, kind: Kind, secret: Option<PathBuf>, lang: Lang },
    Rotate { ring: PathBuf, issuer: u8, until: Option<Moment>, lang: Lang },
    Revoke { ring: PathBuf, key: Key, at: Option<Moment>, lang: Lang },
    List { ring: PathBuf, at: Option<Moment>, lang: Lang },
    Sign { ring: PathBuf, secret: PathBuf, lang: Lang },
}

impl KeysArgs {
    pub(crate) const fn lang(&self) -> Lang {
        match self {
            Self::New { lang, .. }
            | Self::Rotate { lang, .. }
            | Self::Revoke { lang, .. }
            | Self::List { lang, .. }
            | Self::Sign { lang, .. } => *lang,
        }
    }
}

pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Result<KeysArgs, clap::Error> {
    // clap has asked for these already.
    let missing = || command(lang).error(ErrorKind::MissingRequiredArgument, "");
    let file = |found: &ArgMatches, name: &str| found.get_one::<PathBuf>(name).cloned();
    let moment = |found: &ArgMatches, name: &str| found.get_one::<Moment>(name).copied();
    let key = |found: &ArgMatches| match found.get_one::<KeyId>("seal") {
        Some(id) => Key::Sealing(*id),
        None => Key::Keyed {
            issuer: found.get_one::<u8>("issuer").copied().unwrap_or_default(),
            id: found.get_one::<u8>("id").copied(),
        },
    };
    let Some((name, found)) = found.subcommand() else {
        return Err(command(lang).error(ErrorKind::MissingSubcommand, ""));
    };
    let ring = file(found, "keys").ok_or_else(missing)?;
    Ok(match name {
        "new" => KeysArgs::New {
            ring,
            key: key(found),
            validity: Validity {
                from: moment(found, "from").ok_or_else(missing)?,
                until: moment(found, "until").ok_or_else(missing)?,
            },
            kind: Kind {
                algorithm: match found.get_one::<String>("algorithm").map(String::as_str) {
                    Some("hmac-sha256-b32") => Algorithm::HmacSha256B32,
                    _ => Algorithm::HmacSha256,
                },
                binds: found.get_one::<String>("binds").cloned().unwrap_or_else(|| "printed".to_owned()),
                es256: found.get_flag("es256"),
            },
            secret: file(found, "secret"),
            lang,
        },
        "rotate" => KeysArgs::Rotate {
            ring,
            issuer: found.get_one::<u8>("issuer").copied().unwrap_or_default(),
            until: moment(found, "until"),
            lang,
        },
        "revoke" => KeysArgs::Revoke { ring, key: key(found), at: moment(found, "at"), lang },
        "sign" => KeysArgs::Sign { ring, secret: file(found, "secret").ok_or_else(missing)?, lang },
        _ => KeysArgs::List { ring, at: moment(found, "at"), lang },
    })
}

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let option = |name: &'static str, value: Text, help: Text| {
        Arg::new(name).long(name).value_name(say(value)).help(say(help)).help_heading(say(OPTIONS))
    };
    let path = |name, value, help| option(name, value, help).value_parser(value_parser!(PathBuf));
    let number = |name, help| option(name, NUMBER, help).value_parser(value_parser!(u8));
    let moment = move |name, help| {
        option(name, TIME, help)
            .value_parser(move |text: &str| Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned()))
    };
    let seal = move || {
        option("seal", NAME, SEAL)
            .value_parser(move |text: &str| KeyId::parse(text).ok_or_else(|| say(BAD_NAME).to_owned()))
            .conflicts_with_all(["issuer", "id"])
    };
    let part = |name: &'static str, about: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
            .arg(
                Arg::new("keys")
                    .value_name(say(FILE))
                    .help(say(RING))
                    .help_heading(say(ARGUMENTS))
                    .value_parser(value_parser!(PathBuf))
                    .required(true),
            )
            .arg(
                option("lang", LANG, LANGS)
                    .value_parser(PossibleValuesParser::new(["vi", "en"]))
                    .hide_possible_values(true),
            )
            .arg(help_flag(lang))
    };
    Command::new("keys")
        .about(say(KEYS))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(say(COMMANDS))
        .arg(help_flag(lang))
        .subcommand(
            part("new", NEW)
                .arg(number("issuer", ISSUER))
                .arg(number("id", ID))
                .arg(seal())
                .arg(moment("from", FROM).required(true))
                .arg(moment("until", UNTIL).required(true))
                .arg(
                    option("binds", WHAT, BINDS)
                        .value_parser(PossibleValuesParser::new(["printed", "document"]))
                        .hide_possible_values(true),
                )
                .arg(
                    option("algorithm", WHAT, ALGORITHM)
                        .value_parser(PossibleValuesParser::new(["hmac-sha256", "hmac-sha256-b32"]))
                        .hide_possible_values(true)
                        .conflicts_with("seal"),
                )
                .arg(
                    Arg::new("es256")
                        .long("es256")
                        .help(say(ES256))
                        .help_heading(say(OPTIONS))
                        .action(ArgAction::SetTrue)
                        .requires("seal"),
                )
                .arg(path("secret", FILE, SECRET)),
        )
        .subcommand(part("rotate", ROTATE).arg(number("issuer", ISSUER)).arg(moment("until", UNTIL)))
        .subcommand(
            part("revoke", REVOKE)
                .arg(number("issuer", ISSUER))
                .arg(number("id", ID).required_unless_present("seal"))
                .arg(seal())
                .arg(moment("at", SINCE)),
        )
        .subcommand(part("list", LIST).arg(moment("at", AT)))
        .subcommand(part("sign", SIGN).arg(path("secret", FILE, LIST_SECRET).required(true)))
        .after_help(say(EXAMPLES))
}

const KEYS: Text = Text {
    vi: "Tạo, thay, thu hồi và liệt kê khóa của mã xác thực",
    en: "Make, rotate, revoke and list the keys of authentication codes",
};
const NEW: Text = Text { vi: "Thêm một khóa", en: "Add a key" };
const ROTATE: Text = Text {
    vi: "Thêm khóa kế tiếp khóa cuối cùng của đơn vị cấp",
    en: "Add the key that follows the issuer's last one",
};
const REVOKE: Text = Text { vi: "Thu hồi một khóa", en: "Revoke a key" };
const LIST: Text = Text { vi: "Liệt kê các khóa", en: "List the keys" };
const SIGN: Text = Text {
    vi: "Ký danh sách khóa công khai và in chữ ký (hex)",
    en: "Sign a list of public keys and print the signature (hex)",
};
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
const RING: Text = Text {
    vi: "Danh sách khóa auth34, hoặc danh sách khóa công khai sealed-qr (TOML)",
    en: "A keyring of auth34, or a list of public keys of sealed-qr (TOML)",
};
const NUMBER: Text = Text { vi: "SỐ", en: "N" };
const ISSUER: Text = Text {
    vi: "Đơn vị cấp mã; mặc định 0, cơ quan thuế",
    en: "Whose key; default 0, the authority",
};
const ID: Text = Text {
    vi: "Số của khóa; mặc định là số kế tiếp",
    en: "The key's number; default the next one",
};
const NAME: Text = Text { vi: "TÊN", en: "NAME" };
const SEAL: Text = Text {
    vi: "Khóa sealed-qr có tên này: năm chữ hoa hoặc chữ số",
    en: "A key of sealed-qr with this name: five capitals or digits",
};
const BAD_NAME: Text =
    Text { vi: "phải là năm chữ hoa hoặc chữ số", en: "must be five capitals or digits" };
const FROM: Text = Text { vi: "Ngày đầu tiên dùng", en: "The first day it is used" };
const UNTIL: Text = Text { vi: "Ngày cuối cùng dùng", en: "The last day it is used" };
const SINCE: Text =
    Text { vi: "Thu hồi từ lúc nào; mặc định là bây giờ", en: "Since when; default now" };
const AT: Text = Text {
    vi: "Xét tại thời điểm này; mặc định là bây giờ",
    en: "The moment to judge at; default now",
};
const WHAT: Text = Text { vi: "GÌ", en: "WHAT" };
const BINDS: Text = Text {
    vi: "Ràng buộc gì: printed (nội dung in, mặc định) hoặc document (toàn bộ dữ liệu)",
    en: "What it binds: printed (default) or document",
};
const ALGORITHM: Text = Text {
    vi: "Dạng mã: hmac-sha256 (34 chữ số hex, mặc định) hoặc hmac-sha256-b32 (auth34-b32, 34 chữ số cơ số 32)",
    en: "Form of the codes: hmac-sha256 (34 hex digits, default) or hmac-sha256-b32 (auth34-b32, 34 digits of base 32)",
};
const ES256: Text = Text {
    vi: "Khóa niêm phong dùng ES256 (ECDSA P-256, SHA-256) thay cho Ed25519",
    en: "A sealing key of ES256 (ECDSA on P-256 with SHA-256) in place of Ed25519",
};
const SECRET: Text = Text {
    vi: "Ghi khóa bí mật ngẫu nhiên mới vào tệp này (chỉ chủ tệp đọc được); không ghi đè",
    en: "Write a new random secret to this file, for its owner alone; never overwrites",
};
const LIST_SECRET: Text = Text {
    vi: "Khóa bí mật của cơ quan thuế để ký danh sách: 64 chữ số hex",
    en: "The authority's secret that signs lists: 64 hex digits",
};
const EXAMPLES: Text = Text {
    vi: "Ví dụ:\n  etax keys new khoa.toml --from 2026-10-01 --until 2026-12-31 --secret khoa-goc.hex\n  etax keys rotate khoa.toml\n  etax keys revoke khoa.toml --id 1 --at 2026-11-05T10:00:00\n  etax keys new cong-khai.toml --seal 26Q4A --from 2026-10-01 --until 2026-12-31 --secret niem-phong.hex",
    en: "Examples:\n  etax keys new keys.toml --from 2026-10-01 --until 2026-12-31 --secret root.hex\n  etax keys rotate keys.toml\n  etax keys revoke keys.toml --id 1 --at 2026-11-05T10:00:00\n  etax keys new public.toml --seal 26Q4A --from 2026-10-01 --until 2026-12-31 --secret seal.hex",
};
