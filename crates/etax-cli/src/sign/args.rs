//! The command line of `etax sign`.

use crate::args::{BAD_TIME, LANG, LANGS, OPTIONS, TEMPLATE, TIME, help_flag};
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::rule::{Lang, Text};
use etax::signature::Role;
use etax::signature::pki::SignatureAlgorithm;
use etax::signature::sign::DigestMethod;
use etax::value::Moment;
use std::path::PathBuf;

/// What `etax sign` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct SignArgs {
    pub(crate) file: PathBuf,
    pub(crate) role: Role,
    pub(crate) key: PathBuf,
    pub(crate) certificates: Option<PathBuf>,
    pub(crate) password_file: Option<PathBuf>,
    pub(crate) at: Option<Moment>,
    pub(crate) state_time: Option<bool>,
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    pub(crate) digest: DigestMethod,
    pub(crate) code: Option<String>,
    pub(crate) document: Option<usize>,
    pub(crate) prefixed: bool,
    pub(crate) chain: bool,
    pub(crate) output: Option<PathBuf>,
    pub(crate) in_place: bool,
    pub(crate) lang: Lang,
}

/// The words for `--as`. `notice` is what the authority signs most often besides invoices.
const ROLES: [(&str, Role); 10] = [
    ("seller", Role::Seller),
    ("buyer", Role::Buyer),
    ("batch", Role::Batch),
    ("authority", Role::Authority),
    ("notice", Role::Authority),
    ("tax-office", Role::TaxOffice),
    ("taxpayer", Role::Taxpayer),
    ("payer", Role::Payer),
    ("bank", Role::Bank),
    ("other", Role::Other),
];
const ALGORITHMS: [SignatureAlgorithm; 5] = [
    SignatureAlgorithm::RsaSha256,
    SignatureAlgorithm::RsaSha384,
    SignatureAlgorithm::RsaSha512,
    SignatureAlgorithm::EcdsaSha256,
    SignatureAlgorithm::EcdsaSha384,
];
const DIGESTS: [(&str, DigestMethod); 3] =
    [("sha256", DigestMethod::Sha256), ("sha384", DigestMethod::Sha384), ("sha512", DigestMethod::Sha512)];

pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Result<SignArgs, clap::Error> {
    let path = |name: &str| found.get_one::<PathBuf>(name).cloned();
    let word = |name: &str| found.get_one::<String>(name).map(String::as_str);
    let named = |word: &str| ROLES.iter().find(|(name, _)| *name == word).map(|(_, role)| *role);
    // clap has asked for these already.
    let missing = || command(lang).error(ErrorKind::MissingRequiredArgument, "");
    let args = SignArgs {
        file: path("file").ok_or_else(missing)?,
        role: word("as").and_then(named).ok_or_else(missing)?,
        key: path("key").ok_or_else(missing)?,
        certificates: path("cert"),
        password_file: path("password-file"),
        at: found.get_one::<Moment>("at").copied(),
        state_time: word("state-time").map(|word| word == "yes"),
        algorithm: word("algorithm")
            .and_then(|word| ALGORITHMS.into_iter().find(|algorithm| algorithm.name() == word)),
        digest: word("digest")
            .and_then(|word| DIGESTS.iter().find(|(name, _)| *name == word))
            .map_or(DigestMethod::Sha256, |(_, digest)| *digest),
        code: found.get_one::<String>("code").cloned(),
        document: found.get_one::<usize>("document").copied(),
        prefixed: found.get_flag("prefixed"),
        chain: found.get_flag("chain"),
        output: path("output"),
        in_place: found.get_flag("in-place"),
        lang,
    };
    if args.in_place && args.file.as_os_str() == "-" {
        return Err(command(lang).error(ErrorKind::ArgumentConflict, NO_PLACE.template(lang)));
    }
    Ok(args)
}

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let option = |name: &'static str, value: Text, help: Text| {
        Arg::new(name).long(name).value_name(say(value)).help(say(help)).help_heading(say(OPTIONS))
    };
    let file = |name, help| option(name, FILE, help).value_parser(value_parser!(PathBuf));
    let flag = |name: &'static str, help: Text| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(say(help)).help_heading(say(OPTIONS))
    };
    let words = |words: Vec<&'static str>| PossibleValuesParser::new(words);
    Command::new("sign")
        .about(say(SIGN))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .arg(
            Arg::new("file")
                .value_name(say(FILE))
                .help(say(INPUT))
                .help_heading(say(crate::args::ARGUMENTS))
                .value_parser(value_parser!(PathBuf))
                .required(true),
        )
        .arg(
            option("as", ROLE, AS)
                .value_parser(words(ROLES.iter().map(|(name, _)| *name).collect()))
                .hide_possible_values(true)
                .required(true),
        )
        .arg(file("key", KEY).required(true))
        .arg(file("cert", CERT))
        .arg(file("password-file", PASSWORD_FILE))
        .arg(
            option("at", TIME, AT)
                .value_parser(move |text: &str| Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned())),
        )
        .arg(
            option("state-time", YES_NO, STATE_TIME)
                .value_parser(words(vec!["yes", "no"]))
                .hide_possible_values(true),
        )
        .arg(option("code", CODE, CODES))
        .arg(option("document", NUMBER, DOCUMENT).value_parser(value_parser!(usize)))
        .arg(
            option("algorithm", NAME, ALGORITHM)
                .value_parser(words(ALGORITHMS.iter().map(|algorithm| algorithm.name()).collect()))
                .hide_possible_values(true),
        )
        .arg(
            option("digest", NAME, DIGEST)
                .value_parser(words(DIGESTS.iter().map(|(name, _)| *name).collect()))
                .hide_possible_values(true),
        )
        .arg(flag("prefixed", PREFIXED))
        .arg(flag("chain", CHAIN))
        .arg(file("output", OUTPUT).short('o').conflicts_with("in-place"))
        .arg(flag("in-place", IN_PLACE))
        .arg(option("lang", LANG, LANGS).value_parser(words(vec!["vi", "en"])).hide_possible_values(true))
        .arg(help_flag(lang))
        .after_help(say(EXAMPLES))
}

const SIGN: Text = Text {
    vi: "Ký một chứng từ theo vai: người bán, người mua, cơ quan thuế, người nộp thuế…",
    en: "Sign a document as its seller, buyer, tax authority, taxpayer…",
};
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
const INPUT: Text = Text {
    vi: "Chứng từ XML cần ký, hoặc - để đọc đầu vào chuẩn",
    en: "The XML document to sign, or - for standard input",
};
const ROLE: Text = Text { vi: "VAI", en: "ROLE" };
const AS: Text = Text {
    vi: "Ký với vai: seller (người bán), buyer (người mua), batch (cả lô máy tính tiền), authority hoặc notice (cơ quan thuế), tax-office (thủ trưởng), taxpayer (người nộp thuế), payer và bank (người nộp tiền, ngân hàng), other (bên khác)",
    en: "Role to sign in: seller, buyer, batch (a cash register's), authority or notice, tax-office, taxpayer, payer, bank, other",
};
const KEY: Text = Text {
    vi: "Khóa bí mật: PKCS#12 (.p12, .pfx), PKCS#8 hoặc PKCS#1 (PEM, DER)",
    en: "Private key: PKCS#12 (.p12, .pfx), PKCS#8 or PKCS#1 (PEM, DER)",
};
const CERT: Text = Text {
    vi: "Chứng thư số của khóa, PEM hoặc DER, nếu không nằm trong tệp khóa",
    en: "Certificate of the key, PEM or DER, where the key file has none",
};
const PASSWORD_FILE: Text = Text {
    vi: "Tệp chứa mật khẩu của khóa ở dòng đầu; nếu không có thì lấy từ biến môi trường ETAX_KEY_PASSWORD",
    en: "File whose first line is the key's password; without it, the environment's ETAX_KEY_PASSWORD",
};
const AT: Text = Text {
    vi: "Thời điểm ký, như 2026-11-23T10:00:00 (giờ Việt Nam); mặc định là bây giờ",
    en: "Signing time, such as 2026-11-23T10:00:00 (Vietnam's clock); default now",
};
const YES_NO: Text = Text { vi: "yes|no", en: "yes|no" };
const STATE_TIME: Text = Text {
    vi: "Có ghi thời điểm ký không; mặc định: có, trừ tờ khai và thông báo thuế điện tử",
    en: "Whether the signing time is written; default: yes, except in declarations and tax notices",
};
const CODE: Text = Text { vi: "MÃ", en: "CODE" };
const CODES: Text = Text {
    vi: "Mã của cơ quan thuế (MCCQT) để chèn vào hóa đơn chưa có mã, khi ký với vai authority",
    en: "The authority's code (MCCQT) to insert into an invoice without one, signing as authority",
};
const NUMBER: Text = Text { vi: "SỐ", en: "N" };
const DOCUMENT: Text = Text {
    vi: "Ký chứng từ thứ mấy trong thông điệp TDiep, nếu có nhiều",
    en: "Which document of a message (TDiep) to sign, where it has several",
};
const NAME: Text = Text { vi: "TÊN", en: "NAME" };
const ALGORITHM: Text = Text {
    vi: "rsa-sha256 (mặc định với khóa RSA), rsa-sha384, rsa-sha512, ecdsa-sha256, ecdsa-sha384",
    en: "rsa-sha256 (default for RSA keys), rsa-sha384, rsa-sha512, ecdsa-sha256, ecdsa-sha384",
};
const DIGEST: Text =
    Text { vi: "sha256 (mặc định), sha384, sha512", en: "sha256 (default), sha384, sha512" };
const PREFIXED: Text = Text {
    vi: "Viết ds:Signature như phần mềm kê khai, thay vì Signature",
    en: "Write ds:Signature, as filing software does, instead of Signature",
};
const CHAIN: Text = Text {
    vi: "Kèm các chứng thư khác có trong tệp khóa hoặc --cert",
    en: "Send along the other certificates of the key file or --cert",
};
const OUTPUT: Text = Text {
    vi: "Ghi chứng từ đã ký ra tệp này; mặc định ra đầu ra chuẩn",
    en: "Write the signed document here; default standard output",
};
const IN_PLACE: Text = Text {
    vi: "Thay tệp vào bằng chứng từ đã ký",
    en: "Replace the input by the signed document",
};
const NO_PLACE: Text = Text {
    vi: "--in-place cần một tệp, không phải đầu vào chuẩn",
    en: "--in-place needs a file, not standard input",
};
const EXAMPLES: Text = Text {
    vi: "\
Ví dụ:
  etax sign hoa-don.xml --as seller --key ky-so.p12 --password-file mat-khau.txt -o hoa-don-da-ky.xml
  etax sign to-khai.xml --as taxpayer --key khoa.pem --cert chung-thu.pem --prefixed > to-khai-da-ky.xml
  ETAX_KEY_PASSWORD=… etax sign lo-206.xml --as batch --key ky-so.pfx --in-place

Mã kết thúc:
  0  đã ký
  2  không ký: chứng từ, khóa, chứng thư hoặc đối số sai; không có gì được ghi",
    en: "\
Examples:
  etax sign invoice.xml --as seller --key signer.p12 --password-file password.txt -o signed.xml
  etax sign declaration.xml --as taxpayer --key key.pem --cert certificate.pem --prefixed > signed.xml
  ETAX_KEY_PASSWORD=… etax sign batch-206.xml --as batch --key signer.pfx --in-place

Exit status:
  0  signed
  2  not signed: the document, key, certificate or an argument is wrong; nothing was written",
};
