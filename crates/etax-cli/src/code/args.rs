//! The command line of `etax code`.

use crate::args::{ARGUMENTS, BAD_TIME, COMMANDS, LANG, LANGS, OPTIONS, TEMPLATE, TIME, help_flag};
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::code::keyring::Register;
use etax::code::sealed_qr::KeyId;
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::path::PathBuf;

/// What `etax code` was asked to do.
#[derive(Clone, Debug)]
pub(crate) enum CodeArgs {
    /// Takes texts apart.
    Parse {
        texts: Vec<String>,
        /// Codes of 34 letters and digits may be `auth34-b32`.
        base32: bool,
        lang: Lang,
    },
    /// Holds a code against an invoice, or a sealed QR code against what it says.
    Verify(Verify),
    /// Draws an invoice's QR code, sealed if asked.
    Qr {
        file: PathBuf,
        output: Option<PathBuf>,
        seal: Option<(KeyId, PathBuf)>,
        code: Option<String>,
        lang: Lang,
    },
    /// Makes a code for an invoice.
    Mint {
        file: PathBuf,
        issuer: u8,
        serial: u64,
        at: Option<Moment>,
        keys: Keys,
        /// The code of the invoice that is replaced or adjusted.
        related: Option<String>,
        lang: Lang,
    },
}

/// What to verify, and with what.
#[derive(Clone, Debug)]
pub(crate) struct Verify {
    pub(crate) file: Option<PathBuf>,
    pub(crate) code: Option<String>,
    /// A photo of the QR code.
    pub(crate) qr: Option<PathBuf>,
    pub(crate) keys: Option<Keys>,
    pub(crate) public: Option<Public>,
    pub(crate) register: Register,
    pub(crate) currency: Option<String>,
    /// The code of the invoice that is replaced or adjusted.
    pub(crate) related: Option<String>,
    /// How many serial numbers the issuer has set aside.
    pub(crate) issued: Option<u64>,
    pub(crate) at: Option<Moment>,
    pub(crate) lang: Lang,
}

/// A list of public keys, and how it is known to be the authority's.
#[derive(Clone, Debug)]
pub(crate) struct Public {
    pub(crate) list: PathBuf,
    /// The list's signature in hex, and the authority's public key.
    pub(crate) signed: Option<(PathBuf, [u8; 32])>,
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
    let needed = |found: &ArgMatches| keys(found).ok_or_else(missing);
    match found.subcommand() {
        Some(("parse", found)) => Ok(CodeArgs::Parse {
            texts: found.get_many::<String>("text").unwrap_or_default().cloned().collect(),
            base32: found.get_flag("b32"),
            lang,
        }),
        Some(("verify", found)) => {
            let path = |name: &str| found.get_one::<PathBuf>(name).cloned();
            let signed = path("list-signature").zip(found.get_one::<[u8; 32]>("authority").copied());
            Ok(CodeArgs::Verify(Verify {
                file: path("file"),
                code: found.get_one::<String>("code").cloned(),
                qr: path("qr"),
                keys: keys(found),
                public: path("public-keys").map(|list| Public { list, signed }),
                register: found.get_one::<Register>("register").copied().unwrap_or_default(),
                currency: found.get_one::<String>("currency").cloned(),
                related: found.get_one::<String>("related").cloned(),
                issued: found.get_one::<u64>("issued").copied(),
                at: found.get_one::<Moment>("at").copied(),
                lang,
            }))
        }
        Some(("qr", found)) => Ok(CodeArgs::Qr {
            file: file(found)?,
            output: found.get_one::<PathBuf>("output").cloned(),
            seal: found
                .get_one::<KeyId>("seal")
                .copied()
                .zip(found.get_one::<PathBuf>("seal-secret").cloned()),
            code: found.get_one::<String>("code").cloned(),
            lang,
        }),
        Some(("mint", found)) => Ok(CodeArgs::Mint {
            file: file(found)?,
            issuer: found.get_one::<u8>("issuer").copied().unwrap_or_default(),
            serial: found.get_one::<u64>("serial").copied().ok_or_else(missing)?,
            at: found.get_one::<Moment>("at").copied(),
            keys: needed(found)?,
            related: found.get_one::<String>("related").cloned(),
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
    let [ring, root] = key_options(lang);
    let keyed = |command: Command| {
        command
            .arg(argument("file", FILE, INVOICE).value_parser(value_parser!(PathBuf)))
            .arg(ring.clone().required(true))
            .arg(root.clone())
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
        .subcommand(
            part("parse", PARSE).arg(argument("text", TEXT, TEXTS).num_args(1..)).arg(
                Arg::new("b32")
                    .long("b32")
                    .help(say(BASE32))
                    .help_heading(say(OPTIONS))
                    .action(ArgAction::SetTrue),
            ),
        )
        .subcommand(
            part("verify", VERIFY)
                .arg(
                    argument("file", FILE, INVOICE)
                        .value_parser(value_parser!(PathBuf))
                        .required(false)
                        .required_unless_present_any(["code", "qr"]),
                )
                .arg(option("code", CODE_VALUE, GIVEN).conflicts_with("qr"))
                .arg(option("qr", IMAGE, PHOTO).value_parser(value_parser!(PathBuf)))
                .arg(ring.clone())
                .arg(root.clone())
                .arg(option("public-keys", FILE, PUBLIC).value_parser(value_parser!(PathBuf)))
                .arg(
                    option("list-signature", FILE, LIST_SIGNATURE)
                        .value_parser(value_parser!(PathBuf))
                        .requires_all(["public-keys", "authority"]),
                )
                .arg(
                    option("authority", HEX, AUTHORITY)
                        .value_parser(move |text: &str| bytes(text).ok_or_else(|| say(BAD_HEX).to_owned()))
                        .requires("list-signature"),
                )
                .arg(option("register", ROW, REGISTER).value_parser(move |text: &str| match text {
                    "absent" => Ok(Register::Absent),
                    text => Moment::parse(text).map(Register::Since).ok_or_else(|| say(BAD_TIME).to_owned()),
                }))
                .arg(option("currency", CURRENCY, PAPER))
                .arg(option("related", CODE_VALUE, RELATED))
                .arg(option("issued", NUMBER, ISSUED).value_parser(value_parser!(u64)))
                .arg(option("at", TIME, MOMENT).value_parser(move |text: &str| {
                    Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned())
                })),
        )
        .subcommand(
            part("qr", DRAW)
                .arg(argument("file", FILE, INVOICE).value_parser(value_parser!(PathBuf)))
                .arg(option("output", FILE, OUTPUT).short('o').value_parser(value_parser!(PathBuf)))
                .arg(
                    option("seal", NAME, SEAL)
                        .value_parser(move |text: &str| {
                            KeyId::parse(text).ok_or_else(|| say(BAD_NAME).to_owned())
                        })
                        .requires("seal-secret"),
                )
                .arg(
                    option("seal-secret", FILE, SEAL_SECRET)
                        .value_parser(value_parser!(PathBuf))
                        .requires("seal"),
                )
                .arg(option("code", CODE_VALUE, SEALED_CODE).requires("seal")),
        )
        .subcommand(
            keyed(part("mint", MINT))
                .arg(option("related", CODE_VALUE, RELATED))
                .arg(option("issuer", NUMBER, ISSUER).value_parser(value_parser!(u8)))
                .arg(option("serial", NUMBER, SERIAL).value_parser(value_parser!(u64)).required(true))
                .arg(option("at", TIME, AT).value_parser(move |text: &str| {
                    Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned())
                })),
        )
        .after_help(say(EXAMPLES))
}

/// `--keys` and `--root`, wherever codes are held against keys.
pub(crate) fn key_options(lang: Lang) -> [Arg; 2] {
    let option = |name: &'static str, value: Text, help: Text| {
        Arg::new(name)
            .long(name)
            .value_name(value.template(lang))
            .help(help.template(lang))
            .help_heading(OPTIONS.template(lang))
    };
    [
        option("keys", FILE, KEYS).value_parser(value_parser!(PathBuf)),
        option("root", ISSUER_FILE, ROOT)
            .value_parser(move |text: &str| root(text).ok_or_else(|| BAD_ROOT.template(lang).to_owned()))
            .action(ArgAction::Append),
    ]
}

/// What they name; `None` without `--keys`.
pub(crate) fn keys(found: &ArgMatches) -> Option<Keys> {
    let roots = found.get_many::<(u8, PathBuf)>("root").unwrap_or_default().cloned().collect();
    found.get_one::<PathBuf>("keys").cloned().map(|ring| Keys { ring, roots })
}

/// 32 bytes in hex.
fn bytes(text: &str) -> Option<[u8; 32]> {
    super::secret::unhex(text)
}

/// `ISSUER=FILE`.
pub(crate) fn root(text: &str) -> Option<(u8, PathBuf)> {
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
    vi: "Đối chiếu mã, hoặc ảnh chụp mã QR, với hóa đơn hoặc với chính nội dung in",
    en: "Hold a code, or a photo of a QR code, against its invoice or what is printed",
};
const MINT: Text = Text {
    vi: "Tạo mã có khóa (auth34) cho hóa đơn",
    en: "Make a keyed code (auth34) for an invoice",
};
const TEXT: Text = Text { vi: "MÃ", en: "TEXT" };
const TEXTS: Text =
    Text { vi: "Mã xác thực hoặc nội dung mã QR", en: "A code, or the text of a QR code" };
const BASE32: Text = Text {
    vi: "Đọc mã 34 ký tự khác dạng thường gặp là auth34-b32",
    en: "Read 34 characters that are no usual code as auth34-b32",
};
const RELATED: Text = Text {
    vi: "Mã của hóa đơn bị thay thế hoặc điều chỉnh, khi mã có khóa ràng buộc cả mã đó",
    en: "The code of the invoice replaced or adjusted, where the keyed code binds it",
};
const ISSUED: Text = Text {
    vi: "Đơn vị cấp đã dành ra bao nhiêu số thứ tự: mã có số lớn hơn là mã chưa từng được cấp",
    en: "How many serial numbers the issuer has set aside: a code beyond them was never issued",
};
const DRAW: Text = Text {
    vi: "Vẽ mã QR của hóa đơn (SVG hoặc PNG), có niêm phong nếu cần",
    en: "Draw an invoice's QR code (SVG or PNG), sealed if asked",
};
const IMAGE: Text = Text { vi: "ẢNH", en: "IMAGE" };
const PHOTO: Text =
    Text { vi: "Ảnh chụp mã QR, PNG hoặc JPEG", en: "A photo of the QR code, PNG or JPEG" };
const PUBLIC: Text = Text {
    vi: "Danh sách khóa công khai của sealed-qr (TOML)",
    en: "The list of public keys of sealed-qr (TOML)",
};
const LIST_SIGNATURE: Text = Text {
    vi: "Chữ ký của danh sách (128 chữ số hex); cần --authority",
    en: "The list's signature (128 hex digits); needs --authority",
};
const HEX: Text = Text { vi: "HEX", en: "HEX" };
const AUTHORITY: Text = Text {
    vi: "Khóa công khai của cơ quan thuế dùng để ký danh sách, 64 chữ số hex",
    en: "The authority's public key that signs lists, 64 hex digits",
};
const BAD_HEX: Text = Text { vi: "phải là 64 chữ số hex", en: "must be 64 hex digits" };
const ROW: Text = Text { vi: "THỜI_ĐIỂM|absent", en: "TIME|absent" };
const REGISTER: Text = Text {
    vi: "Sổ cấp mã có mã này từ lúc nào, hoặc absent nếu không có; dùng khi khóa bị thu hồi",
    en: "Since when the register has the code, or absent; decides where the key is revoked",
};
const CURRENCY: Text = Text { vi: "TIỀN_TỆ", en: "CURRENCY" };
const PAPER: Text = Text {
    vi: "Đơn vị tiền tệ in trên giấy khi không có tệp hóa đơn; mặc định VND",
    en: "The currency printed on paper where there is no file; default VND",
};
const MOMENT: Text = Text {
    vi: "Thời điểm xét; mặc định là bây giờ",
    en: "The moment to judge at; default now",
};
const OUTPUT: Text = Text {
    vi: "Tệp .svg hoặc .png; không có thì in nội dung mã QR",
    en: "A file .svg or .png; without it the text of the QR code is printed",
};
const NAME: Text = Text { vi: "TÊN", en: "NAME" };
const SEAL: Text = Text { vi: "Niêm phong bằng khóa tên này", en: "Seal with the key of this name" };
const BAD_NAME: Text =
    Text { vi: "phải là năm chữ hoa hoặc chữ số", en: "must be five capitals or digits" };
const SEAL_SECRET: Text = Text {
    vi: "Tệp khóa bí mật niêm phong: 64 chữ số hex (Ed25519), hoặc PKCS#8 viết bằng hex (ES256)",
    en: "The file of the sealing key's secret: 64 hex digits (Ed25519), or PKCS#8 in hex (ES256)",
};
const SEALED_CODE: Text = Text {
    vi: "Mã được niêm phong; mặc định là MCCQT của hóa đơn",
    en: "The code that is sealed; default the invoice's MCCQT",
};
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
  etax code qr hoa-don.xml -o ma.svg
  etax code verify --qr anh.jpg --public-keys cong-khai.toml

Mã kết thúc:
  0  đọc được, đã tạo, hoặc mã đúng là của hóa đơn
  1  không phải mã, hoặc mã không phải của hóa đơn này hay chưa xác định được
  2  lệnh không làm được việc: tệp, khóa hoặc đối số sai",
    en: "\
Examples:
  etax code parse M2-26-AB1CD-00000000042
  etax code mint invoice.xml --keys keys.toml --root 0=root.hex --serial 1
  etax code verify invoice.xml --keys keys.toml --root 0=root.hex
  etax code qr invoice.xml -o code.svg
  etax code verify --qr photo.jpg --public-keys public.toml

Exit status:
  0  it was read or made, or the code is this invoice's
  1  not a code, not this invoice's, or it cannot be decided
  2  the command could not do its work: bad file, key or argument",
};
