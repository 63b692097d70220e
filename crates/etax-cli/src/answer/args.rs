//! The command line of `etax answer`.

use crate::args::{
    ARGUMENTS, BAD_TIME, CRL, DIR_OR_FILE, LANG, LANGS, OCSP, OPTIONS, POLICIES, POLICY, TEMPLATE, TIME,
    TRUST, help_flag,
};
use crate::code::{Keys, root};
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::path::PathBuf;

/// What `etax answer` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct AnswerArgs {
    pub(crate) messages: Vec<PathBuf>,
    pub(crate) office: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) certificates: Option<PathBuf>,
    pub(crate) password: Option<PathBuf>,
    pub(crate) head_key: Option<PathBuf>,
    pub(crate) head_certificates: Option<PathBuf>,
    pub(crate) head_password: Option<PathBuf>,
    pub(crate) from: Option<String>,
    pub(crate) at: Option<Moment>,
    pub(crate) policy: Option<String>,
    pub(crate) trust: Vec<PathBuf>,
    pub(crate) crl: Vec<PathBuf>,
    pub(crate) ocsp: Vec<PathBuf>,
    /// The store of issued codes.
    pub(crate) store: Option<String>,
    /// The keys of keyed codes, and whose.
    pub(crate) keys: Option<Keys>,
    pub(crate) issuer: u8,
    /// The strings of cash registers.
    pub(crate) registers: Option<PathBuf>,
    /// What registrations are refused with.
    pub(crate) refuse: Vec<(String, String)>,
    pub(crate) seed: Option<String>,
    pub(crate) output: PathBuf,
    pub(crate) lang: Lang,
}

pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Result<AnswerArgs, clap::Error> {
    // clap has asked for these already.
    let missing = || command(lang).error(ErrorKind::MissingRequiredArgument, "");
    let path = |name: &str| found.get_one::<PathBuf>(name).cloned();
    let many = |name: &str| found.get_many::<PathBuf>(name).unwrap_or_default().cloned().collect();
    let word = |name: &str| found.get_one::<String>(name).cloned();
    let roots = found.get_many::<(u8, PathBuf)>("root").unwrap_or_default().cloned().collect();
    Ok(AnswerArgs {
        messages: many("messages"),
        office: path("office").ok_or_else(missing)?,
        key: path("key").ok_or_else(missing)?,
        certificates: path("cert"),
        password: path("password-file"),
        head_key: path("head-key"),
        head_certificates: path("head-cert"),
        head_password: path("head-password-file"),
        from: word("from"),
        at: found.get_one::<Moment>("at").copied(),
        policy: word("policy"),
        trust: many("trust"),
        crl: many("crl"),
        ocsp: many("ocsp"),
        store: word("store"),
        keys: path("keys").map(|ring| Keys { ring, roots }),
        issuer: found.get_one::<u8>("issuer").copied().unwrap_or_default(),
        registers: path("registers"),
        refuse: found.get_many::<(String, String)>("refuse").unwrap_or_default().cloned().collect(),
        seed: word("seed"),
        output: path("output").ok_or_else(missing)?,
        lang,
    })
}

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let option = |name: &'static str, value: Text, help: Text| {
        Arg::new(name).long(name).value_name(say(value)).help(say(help)).help_heading(say(OPTIONS))
    };
    let file = |name: &'static str, help: Text| option(name, FILE, help).value_parser(value_parser!(PathBuf));
    let paths = |name: &'static str, help: Text| {
        option(name, DIR_OR_FILE, help).value_parser(value_parser!(PathBuf)).action(ArgAction::Append)
    };
    Command::new("answer")
        .about(say(ANSWER))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .arg(
            Arg::new("messages")
                .value_name(say(FILE))
                .help(say(MESSAGES))
                .help_heading(say(ARGUMENTS))
                .value_parser(value_parser!(PathBuf))
                .num_args(1..)
                .required(true),
        )
        .arg(file("office", OFFICE).required(true))
        .arg(file("key", KEY).required(true))
        .arg(file("cert", CERT))
        .arg(file("password-file", PASSWORD_FILE))
        .arg(file("head-key", HEAD_KEY))
        .arg(file("head-cert", HEAD_CERT).requires("head-key"))
        .arg(file("head-password-file", HEAD_PASSWORD).requires("head-key"))
        .arg(option("from", CODE, FROM))
        .arg(
            option("at", TIME, AT)
                .value_parser(move |text: &str| Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned())),
        )
        .arg(option("policy", POLICY, POLICIES))
        .arg(paths("trust", TRUST))
        .arg(paths("crl", CRL))
        .arg(paths("ocsp", OCSP))
        .arg(option("store", STORE, STORES))
        .arg(file("keys", KEYS).requires("store"))
        .arg(
            option("root", ISSUER_FILE, ROOT)
                .value_parser(move |text: &str| root(text).ok_or_else(|| say(BAD_ROOT).to_owned()))
                .action(ArgAction::Append)
                .requires("keys"),
        )
        .arg(option("issuer", NUMBER, ISSUER).value_parser(value_parser!(u8)).requires("keys"))
        .arg(file("registers", REGISTERS))
        .arg(
            option("refuse", REASON, REFUSE)
                .value_parser(move |text: &str| reason(text).ok_or_else(|| say(BAD_REASON).to_owned()))
                .action(ArgAction::Append),
        )
        .arg(option("seed", TEXT, SEED))
        .arg(option("output", FOLDER, OUTPUT).short('o').value_parser(value_parser!(PathBuf)).required(true))
        .arg(
            option("lang", LANG, LANGS)
                .value_parser(PossibleValuesParser::new(["vi", "en"]))
                .hide_possible_values(true),
        )
        .arg(help_flag(lang))
        .after_help(say(EXAMPLES))
}

/// `CODE=TEXT`.
fn reason(text: &str) -> Option<(String, String)> {
    let (code, text) = text.split_once('=')?;
    let holds = (4..=5).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    (holds && !text.trim().is_empty()).then(|| (code.to_owned(), text.trim().to_owned()))
}

const ANSWER: Text = Text {
    vi: "Trả lời thông điệp như cơ quan thuế: 999, 202 có mã, 204, 102, 103, 104, 301",
    en: "Answer messages as the tax authority does: 999, 202 with its code, 204, 102, 103, 104, 301",
};
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
const MESSAGES: Text = Text {
    vi: "Thông điệp (TDiep) nhận được, hoặc - để đọc đầu vào chuẩn",
    en: "The messages (TDiep) that came in, or - for standard input",
};
const OFFICE: Text = Text {
    vi: "Tệp TOML tả cơ quan trả lời: code, name, above, place, stead, title",
    en: "TOML file on the office that answers: code, name, above, place, stead, title",
};
const KEY: Text = Text {
    vi: "Khóa ký của cơ quan thuế: PKCS#12, PKCS#8 hoặc PKCS#1",
    en: "The authority's signing key: PKCS#12, PKCS#8 or PKCS#1",
};
const CERT: Text = Text {
    vi: "Chứng thư số của khóa, nếu không nằm trong tệp khóa",
    en: "Certificate of the key, where the key file has none",
};
const PASSWORD_FILE: Text = Text {
    vi: "Tệp có mật khẩu ở dòng đầu; nếu không có thì lấy từ biến môi trường ETAX_KEY_PASSWORD",
    en: "File whose first line is the password; without it, the environment's ETAX_KEY_PASSWORD",
};
const HEAD_KEY: Text = Text {
    vi: "Khóa ký của thủ trưởng, ký các thông báo 103, 104, 301 trước cơ quan",
    en: "Key of the head of the office, who signs 103, 104 and 301 before the office",
};
const HEAD_CERT: Text = Text { vi: "Chứng thư số của khóa đó", en: "Certificate of that key" };
const HEAD_PASSWORD: Text =
    Text { vi: "Tệp có mật khẩu của khóa đó", en: "File with that key's password" };
const CODE: Text = Text { vi: "MÃ", en: "CODE" };
const FROM: Text = Text {
    vi: "Mã của bên đã chuyển thông điệp (V…, K…); mặc định là MNGui của thông điệp",
    en: "Code of whoever handed the message in (V…, K…); default the message's MNGui",
};
const AT: Text = Text {
    vi: "Thời điểm nhận và ký, như 2026-11-23T10:00:00 (giờ Việt Nam); mặc định là bây giờ",
    en: "Time of receipt and signing, such as 2026-11-23T10:00:00 (Vietnam's clock); default now",
};
const STORE: Text = Text { vi: "SỔ", en: "STORE" };
const STORES: Text = Text {
    vi: "Sổ mã đã cấp (tệp SQLite hoặc postgres://…): ghi mã mới, trả lại mã cũ cho thông điệp gửi lại; không có thì mã không được ghi",
    en: "Store of issued codes (SQLite file or postgres://…): new codes are recorded, messages sent again get the same; without it codes are not recorded",
};
const KEYS: Text = Text {
    vi: "Tệp khóa (TOML) để tạo mã có khóa auth34; không có thì mã là số ngẫu nhiên như hiện nay",
    en: "Keyring (TOML) to make keyed codes (auth34); without it codes are random as today's",
};
const ISSUER_FILE: Text = Text { vi: "ĐƠN_VỊ=TỆP", en: "ISSUER=FILE" };
const ROOT: Text = Text {
    vi: "Tệp chứa khóa gốc của một đơn vị cấp mã (64 chữ số hex), hoặc biến môi trường ETAX_ROOT_<đơn vị>",
    en: "File with an issuer's root secret (64 hex digits), or the environment's ETAX_ROOT_<issuer>",
};
const BAD_ROOT: Text = Text { vi: "phải có dạng 0=TỆP", en: "must be like 0=FILE" };
const NUMBER: Text = Text { vi: "SỐ", en: "N" };
const ISSUER: Text = Text {
    vi: "Đơn vị cấp mã (mặc định 0: cơ quan thuế)",
    en: "Issuer of the codes (default 0: the authority)",
};
const REGISTERS: Text = Text {
    vi: "Tệp ghi 5 ký tự cấp cho máy tính tiền của từng mã số thuế; chuỗi mới được thêm vào",
    en: "File of the five characters of each taxpayer's cash registers; new ones are added",
};
const REASON: Text = Text { vi: "MÃ_LỖI=NỘI_DUNG", en: "CODE=TEXT" };
const REFUSE: Text = Text {
    vi: "Không chấp nhận tờ khai đăng ký, với lý do này; có thể lặp lại",
    en: "Refuse registrations, for this reason; repeatable",
};
const BAD_REASON: Text = Text {
    vi: "phải có dạng 2003=Nội dung (mã lỗi 4 hoặc 5 chữ số)",
    en: "must be like 2003=Text (codes of errors have 4 or 5 digits)",
};
const TEXT: Text = Text { vi: "CHUỖI", en: "TEXT" };
const SEED: Text = Text {
    vi: "Thay số ngẫu nhiên của máy bằng số tính từ chuỗi này, để thử cho ra cùng kết quả; không dùng cho thông điệp thật",
    en: "Numbers made of this text instead of the machine's random ones, so that trials come out the same; not for real messages",
};
const FOLDER: Text = Text { vi: "THƯ_MỤC", en: "DIR" };
const OUTPUT: Text = Text {
    vi: "Thư mục để ghi từng thông điệp trả lời, hoặc - để in ra đầu ra chuẩn",
    en: "Folder for the answers, one file each, or - for standard output",
};
const EXAMPLES: Text = Text {
    vi: "\
Ví dụ:
  etax answer td200.xml --office co-quan.toml --key cqt.p12 --trust chung-thu/ --crl crl/ --store so-ma.db -o tra-loi/
  etax answer td100.xml --office co-quan.toml --key cqt.p12 --head-key thu-truong.p12 --registers may-tinh-tien.tsv -o -

Mã kết thúc:
  0  mọi thứ được chấp nhận
  1  có thông điệp hoặc chứng từ không được chấp nhận; thông điệp trả lời nói vì sao
  2  không trả lời được: tệp, khóa hoặc đối số sai",
    en: "\
Examples:
  etax answer m200.xml --office office.toml --key authority.p12 --trust certificates/ --crl crl/ --store codes.db -o answers/
  etax answer m100.xml --office office.toml --key authority.p12 --head-key head.p12 --registers registers.tsv -o -

Exit status:
  0  everything was accepted
  1  a message or document was not accepted; the answer says why
  2  no answer could be made: bad file, key or argument",
};
