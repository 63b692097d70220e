//! The command line.

use crate::answer::{self, AnswerArgs};
use crate::check::is_single;
use crate::code::{self, CodeArgs};
use crate::forms::{self, FormsArgs};
use crate::keys::{self, KeysArgs};
use crate::made::{self, MadeArgs};
use crate::page::PageArgs;
use crate::registry::{self, RegistryArgs};
use crate::rules::{self, RulesArgs};
use crate::sign::{self, SignArgs};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How reports are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON array, or one object for one input file.
    Json,
    /// One report a line.
    Ndjson,
}

/// What `etax check` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct CheckArgs {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) format: Format,
    pub(crate) lang: Lang,
    pub(crate) trust: Vec<PathBuf>,
    pub(crate) crl: Vec<PathBuf>,
    pub(crate) ocsp: Vec<PathBuf>,
    pub(crate) at: Option<Moment>,
    pub(crate) policy: Option<String>,
    pub(crate) jobs: Option<NonZeroUsize>,
    pub(crate) quiet: bool,
    pub(crate) summary: bool,
    pub(crate) set: bool,
    pub(crate) lists: Option<PathBuf>,
    pub(crate) forms: Option<PathBuf>,
    pub(crate) calendar: Option<PathBuf>,
    pub(crate) previous: Option<PathBuf>,
    /// A store of issued codes that is asked about each invoice.
    pub(crate) registry: Option<String>,
    /// The issuers' keys, for codes that it does not have.
    pub(crate) keys: Option<code::Keys>,
    pub(crate) chain: bool,
}

/// What the command was asked to do.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    Check(CheckArgs),
    Render(Box<PageArgs>),
    Sign(Box<SignArgs>),
    Answer(Box<AnswerArgs>),
    Forms(FormsArgs),
    Rules(RulesArgs),
    Registry(RegistryArgs),
    Made(MadeArgs),
    Code(Box<CodeArgs>),
    Keys(KeysArgs),
}

/// Reads the command line; the error is also how `--help` and `--version` come out.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>, lang: Lang) -> Result<Asked, clap::Error> {
    let matches = command(lang).try_get_matches_from(arguments)?;
    match matches.subcommand() {
        Some(("check", found)) => check_args(found, lang).map(Asked::Check),
        Some(("render", found)) => {
            let output = found.get_one::<PathBuf>("output").cloned();
            let check = check_args(found, lang)?;
            Ok(Asked::Render(Box::new(PageArgs { check, output })))
        }
        Some(("sign", found)) => sign::read(found, lang).map(|args| Asked::Sign(Box::new(args))),
        Some(("answer", found)) => answer::read(found, lang).map(|args| Asked::Answer(Box::new(args))),
        Some(("forms", found)) => forms::read(found, lang)
            .map(Asked::Forms)
            .ok_or_else(|| command(lang).error(clap::error::ErrorKind::MissingSubcommand, "")),
        Some((name, found)) if made::is_noun(name) => made::read(name, found, lang)
            .map(Asked::Made)
            .ok_or_else(|| command(lang).error(clap::error::ErrorKind::MissingSubcommand, "")),
        Some(("code", found)) => code::read(found, lang).map(|args| Asked::Code(Box::new(args))),
        Some(("keys", found)) => keys::read(found, lang).map(Asked::Keys),
        Some(("rules", found)) => rules::read(found, lang)
            .map(Asked::Rules)
            .ok_or_else(|| command(lang).error(clap::error::ErrorKind::MissingSubcommand, "")),
        Some(("registry", found)) => registry::read(found, lang).map(Asked::Registry),
        _ => Err(command(lang).error(clap::error::ErrorKind::MissingSubcommand, "")),
    }
}

fn check_args(found: &ArgMatches, lang: Lang) -> Result<CheckArgs, clap::Error> {
    let many = |name: &str| found.get_many::<PathBuf>(name).unwrap_or_default().cloned().collect();
    let format = match found.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("ndjson") => Format::Ndjson,
        _ => Format::Text,
    };
    let summary = found.get_flag("summary");
    if summary && format != Format::Text {
        return Err(
            command(lang).error(clap::error::ErrorKind::ArgumentConflict, SUMMARY_IS_TEXT.template(lang))
        );
    }
    let paths: Vec<PathBuf> = many("paths");
    let (chain, previous) = (found.get_flag("chain"), found.get_one::<PathBuf>("previous").cloned());
    let refuse =
        |text: Text| command(lang).error(clap::error::ErrorKind::ArgumentConflict, text.template(lang));
    if previous.is_some() && !is_single(&paths) {
        return Err(refuse(PREVIOUS_IS_OF_ONE));
    }
    if chain && (previous.is_some() || paths.iter().any(|path| path.as_os_str() == "-")) {
        return Err(refuse(CHAIN_READS_TWICE));
    }
    Ok(CheckArgs {
        paths,
        format,
        lang,
        trust: many("trust"),
        crl: many("crl"),
        ocsp: many("ocsp"),
        at: found.get_one::<Moment>("at").copied(),
        policy: found.get_one::<String>("policy").cloned(),
        jobs: found.get_one::<NonZeroUsize>("jobs").copied(),
        quiet: found.get_flag("quiet"),
        summary,
        set: found.get_flag("set"),
        lists: found.get_one::<PathBuf>("lists").cloned(),
        forms: found.get_one::<PathBuf>("forms").cloned(),
        calendar: found.get_one::<PathBuf>("calendar").cloned(),
        previous,
        registry: found.get_one::<String>("registry").cloned(),
        keys: code::keys(found),
        chain,
    })
}

fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    Command::new("etax")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(ABOUT))
        .help_template(say(TEMPLATE))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(say(COMMANDS))
        .arg(help_flag(lang))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(say(VERSION))
                .help_heading(say(OPTIONS)),
        )
        .after_help(say(EXAMPLES))
        .subcommand(check_command(lang).visible_alias("bulk"))
        .subcommand(render_command(lang))
        .subcommand(sign::command(lang))
        .subcommand(answer::command(lang))
        .subcommand(forms::command(lang))
        .subcommand(code::command(lang))
        .subcommand(rules::command(lang))
        .subcommand(registry::command(lang))
        .subcommands(made::commands(lang))
        .subcommand(keys::command(lang))
}

pub(crate) fn help_flag(lang: Lang) -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(HELP.template(lang))
        .help_heading(OPTIONS.template(lang))
}

fn check_command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let option = |name: &'static str, value: Text, help: Text| {
        Arg::new(name).long(name).value_name(say(value)).help(say(help)).help_heading(say(OPTIONS))
    };
    let flag = |name: &'static str, help: Text| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(say(help)).help_heading(say(OPTIONS))
    };
    let [keys, roots] = code::key_options(lang);
    Command::new("check")
        .about(say(CHECK))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .arg(
            Arg::new("paths")
                .value_name(say(PATH))
                .help(say(PATHS))
                .help_heading(say(ARGUMENTS))
                .value_parser(value_parser!(PathBuf))
                .num_args(1..)
                .required(true),
        )
        .arg(
            option("format", FORMAT, FORMATS)
                .value_parser(PossibleValuesParser::new(["text", "json", "ndjson"]))
                .hide_possible_values(true)
                .default_value("text")
                .hide_default_value(true),
        )
        .arg(
            option("lang", LANG, LANGS)
                .value_parser(PossibleValuesParser::new(["vi", "en"]))
                .hide_possible_values(true),
        )
        .arg(option("policy", POLICY, POLICIES))
        .arg(
            option("trust", DIR_OR_FILE, TRUST)
                .value_parser(value_parser!(PathBuf))
                .action(ArgAction::Append),
        )
        .arg(option("crl", DIR_OR_FILE, CRL).value_parser(value_parser!(PathBuf)).action(ArgAction::Append))
        .arg(option("ocsp", DIR_OR_FILE, OCSP).value_parser(value_parser!(PathBuf)).action(ArgAction::Append))
        .arg(
            option("at", TIME, AT)
                .value_parser(move |text: &str| Moment::parse(text).ok_or_else(|| say(BAD_TIME).to_owned())),
        )
        .arg(option("jobs", NUMBER, JOBS).short('j').value_parser(value_parser!(NonZeroUsize)))
        .arg(flag("quiet", QUIET).short('q'))
        .arg(flag("summary", SUMMARY))
        .arg(flag("set", SET))
        .arg(option("lists", FILE, LISTS).value_parser(value_parser!(PathBuf)))
        .arg(option("forms", FOLDER, FORMS).value_parser(value_parser!(PathBuf)))
        .arg(option("calendar", FILE, CALENDAR).value_parser(value_parser!(PathBuf)))
        .arg(option("previous", FILE, PREVIOUS).value_parser(value_parser!(PathBuf)))
        .arg(option("registry", registry::STORE, REGISTRY).conflicts_with_all(["previous", "chain"]))
        .arg(keys.requires("registry"))
        .arg(roots.requires("keys"))
        .arg(flag("chain", CHAIN))
        .arg(help_flag(lang))
        .after_help(say(CHECK_EXAMPLES))
}

/// Judges as `check` does, so it takes what says how to judge; what says how to print reports has no meaning here.
fn render_command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let mut command = check_command(lang).name("render").about(say(RENDER)).after_help(say(RENDER_EXAMPLES));
    for name in ["format", "jobs", "quiet", "summary", "set", "chain"] {
        command = command.mut_arg(name, |arg| arg.hide(true));
    }
    command.mut_arg("paths", |arg| arg.num_args(1).help(say(RENDERED))).arg(
        Arg::new("output")
            .short('o')
            .long("output")
            .value_name(say(FILE))
            .help(say(PAGE))
            .help_heading(say(OPTIONS))
            .value_parser(value_parser!(PathBuf)),
    )
}

pub(crate) const TEMPLATE: Text = Text {
    vi: "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}",
    en: "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}",
};
const ABOUT: Text = Text {
    vi: "Đọc, xác thực và kiểm tra hóa đơn, tờ khai và thông điệp của thuế điện tử Việt Nam",
    en: "Reads, verifies and checks e-invoices, declarations and messages of Vietnam's electronic tax",
};
pub(crate) const COMMANDS: Text = Text { vi: "Lệnh", en: "Commands" };
pub(crate) const OPTIONS: Text = Text { vi: "Tùy chọn", en: "Options" };
pub(crate) const ARGUMENTS: Text = Text { vi: "Đối số", en: "Arguments" };
const HELP: Text = Text { vi: "In hướng dẫn này", en: "Print this help" };
const VERSION: Text = Text { vi: "In phiên bản", en: "Print the version" };
const CHECK: Text = Text {
    vi: "Kiểm tra chứng từ: là gì, của ai, có xác thực không, có đúng quy định không",
    en: "Check documents: what each is, whose, whether it is authentic and whether it is right",
};
const RENDER: Text = Text {
    vi: "Vẽ một chứng từ thành HTML hoặc PDF cho người đọc, kèm kết luận và người ký",
    en: "Draw a document as HTML or PDF for people, with the verdict and who signed",
};
const RENDERED: Text = Text {
    vi: "Tệp XML, hoặc - để đọc đầu vào chuẩn",
    en: "An XML file, or - for standard input",
};
const PAGE: Text = Text {
    vi: "Tệp để ghi: PDF nếu tên kết thúc bằng .pdf, không thì HTML (mặc định HTML ra đầu ra chuẩn)",
    en: "The file to write: PDF where its name ends with .pdf, else HTML (default: HTML on standard output)",
};
const RENDER_EXAMPLES: Text = Text {
    vi: "Ví dụ:\n  etax render hoa-don.xml -o hoa-don.html\n  etax render hoa-don.xml --trust chung-thu/ --crl crl/ -o hoa-don.pdf",
    en: "Examples:\n  etax render invoice.xml -o invoice.html\n  etax render invoice.xml --trust certificates/ --crl crl/ -o invoice.pdf",
};
const PATH: Text = Text { vi: "ĐƯỜNG_DẪN", en: "PATH" };
const PATHS: Text = Text {
    vi: "Tệp, thư mục (duyệt hết các cấp, lấy *.xml và *.zip), tệp .zip, hoặc - để đọc đầu vào chuẩn",
    en: "A file, a folder (walked to the bottom for *.xml and *.zip), a .zip, or - for standard input",
};
const FORMAT: Text = Text { vi: "DẠNG", en: "FORMAT" };
const FORMATS: Text = Text {
    vi: "Dạng kết quả: text (mặc định), json, ndjson (mỗi dòng một báo cáo)",
    en: "Form of the output: text (default), json, ndjson (one report a line)",
};
pub(crate) const LANG: Text = Text { vi: "NGÔN_NGỮ", en: "LANGUAGE" };
pub(crate) const LANGS: Text = Text {
    vi: "Ngôn ngữ: vi hoặc en (mặc định theo LC_ALL, LC_MESSAGES, LANG; không phải tiếng Anh thì là vi)",
    en: "Language: vi or en (by default from LC_ALL, LC_MESSAGES, LANG; vi unless those say English)",
};
pub(crate) const POLICY: Text = Text { vi: "TÊN|TỆP", en: "NAME|FILE" };
pub(crate) const POLICIES: Text = Text {
    vi: "Chính sách kiểm tra: archive, transition (mặc định), strict, hoặc một tệp TOML",
    en: "Policy to check with: archive, transition (default), strict, or a TOML file",
};
pub(crate) const DIR_OR_FILE: Text = Text { vi: "THƯ_MỤC|TỆP", en: "DIR|FILE" };
pub(crate) const TRUST: Text = Text {
    vi: "Chứng thư tin cậy, PEM hoặc DER: chứng thư tự ký là gốc, còn lại là trung gian; có thể lặp lại",
    en: "Trusted certificates, PEM or DER: self-signed ones are anchors, others intermediates; repeatable",
};
pub(crate) const CRL: Text = Text {
    vi: "Danh sách chứng thư bị thu hồi (CRL), PEM hoặc DER; có thể lặp lại",
    en: "Certificate revocation lists, PEM or DER; repeatable",
};
pub(crate) const OCSP: Text = Text {
    vi: "Phản hồi OCSP đã lưu, DER (*.ors, *.ocsp, *.resp) hoặc PEM; có thể lặp lại",
    en: "Kept OCSP responses, DER (*.ors, *.ocsp, *.resp) or PEM; repeatable",
};
const LISTS: Text = Text {
    vi: "Danh mục mã ngân sách (tiểu mục, chương, kho bạc, cơ quan thu, ngân hàng) cho giấy nộp tiền",
    en: "Lists of budget codes (sub-items, chapters, treasuries, offices, banks) for payment orders",
};
pub(crate) const TIME: Text = Text { vi: "THỜI_ĐIỂM", en: "TIME" };
const AT: Text = Text {
    vi: "Thời điểm tiếp nhận để xét, như 2026-11-23T10:00:00 (giờ Việt Nam) hoặc RFC 3339; mặc định là bây giờ",
    en: "Time of receipt to judge at, such as 2026-11-23T10:00:00 (Vietnam's clock) or RFC 3339; default now",
};
pub(crate) const BAD_TIME: Text = Text {
    vi: "không phải thời điểm; ví dụ đúng: 2026-11-23T10:00:00 hoặc 2026-11-23T03:00:00Z",
    en: "not a time; right would be 2026-11-23T10:00:00 or 2026-11-23T03:00:00Z",
};
const NUMBER: Text = Text { vi: "SỐ", en: "N" };
const JOBS: Text = Text {
    vi: "Số luồng kiểm tra cùng lúc (mặc định bằng số nhân của máy)",
    en: "How many threads check at once (default: all cores)",
};
const REGISTRY: Text = Text {
    vi: "Hỏi sổ đăng ký mã đã cấp về từng hóa đơn: tệp SQLite hoặc postgres://…",
    en: "Ask a registry of issued codes about each invoice: a file of SQLite or postgres://…",
};
const QUIET: Text = Text {
    vi: "Chỉ in chứng từ không được chấp nhận",
    en: "Print only documents that are not accepted",
};
const SUMMARY: Text = Text {
    vi: "Chỉ in bảng tổng hợp, ra đầu ra chuẩn",
    en: "Print only the summary, on standard output",
};
const SET: Text = Text {
    vi: "Đối chiếu các hóa đơn với nhau: số trùng, số thiếu, mã dùng hai lần, chuỗi thay thế và điều chỉnh",
    en: "Hold the invoices against each other too: numbers used twice or missing, codes used twice, corrections",
};
const SUMMARY_IS_TEXT: Text =
    Text { vi: "--summary chỉ dùng với --format text", en: "--summary goes only with --format text" };
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
pub(crate) const FOLDER: Text = Text { vi: "THƯ_MỤC", en: "DIR" };
pub(crate) const FORMS: Text = Text {
    vi: "Thư mục có mẫu tờ khai (*.form) thêm vào, hoặc thay cho, các mẫu có sẵn",
    en: "Folder with forms (*.form) that are added to, or taken instead of, those built in",
};
const CALENDAR: Text = Text {
    vi: "Lịch nghỉ lễ và làm bù để tính hạn nộp tờ khai; không có thì chỉ tính thứ Bảy, Chủ nhật",
    en: "Days off and working Saturdays, for the deadlines of declarations; without it only weekends count",
};
const PREVIOUS: Text = Text {
    vi: "Tờ khai lần đầu của kỳ trước liền kề, để so số chuyển kỳ sau; chỉ với một tờ khai",
    en: "The first declaration of the period before, to compare what it carries forward; with one declaration only",
};
const CHAIN: Text = Text {
    vi: "So các tờ khai với nhau: số chuyển kỳ, kỳ tháng trùng quý, bổ sung thiếu lần trước (đọc hai lượt)",
    en: "Compare declarations with each other: what is carried over, overlaps, amendments (reads everything twice)",
};
const PREVIOUS_IS_OF_ONE: Text = Text {
    vi: "--previous chỉ dùng với một tờ khai",
    en: "--previous goes with one declaration only",
};
const CHAIN_READS_TWICE: Text = Text {
    vi: "--chain đọc mọi thứ hai lượt nên không dùng với - hoặc --previous",
    en: "--chain reads everything twice, so it goes neither with - nor with --previous",
};
const EXAMPLES: Text = Text {
    vi: "Ví dụ:\n  etax check hoa-don.xml\n  etax sign hoa-don.xml --as seller --key ky-so.p12 -o da-ky.xml\n  etax check --help",
    en: "Examples:\n  etax check invoice.xml\n  etax sign invoice.xml --as seller --key signer.p12 -o signed.xml\n  etax check --help",
};
const CHECK_EXAMPLES: Text = Text {
    vi: "\
Ví dụ:
  etax check hoa-don.xml
  etax check --trust chung-thu/ --crl crl/ thang-11/
  etax check --quiet hoa-don.zip
  etax check --format ndjson thang-11/ > bao-cao.ndjson
  cat hoa-don.xml | etax check --at 2026-11-23T10:00:00 -

Mã kết thúc:
  0  mọi chứng từ được chấp nhận
  1  có chứng từ bị từ chối hoặc chưa xác định được
  2  lệnh không làm được việc: đường dẫn, chứng thư, chính sách hoặc đối số sai",
    en: "\
Examples:
  etax check invoice.xml
  etax check --trust certificates/ --crl crl/ november/
  etax check --quiet invoices.zip
  etax check --format ndjson november/ > reports.ndjson
  cat invoice.xml | etax check --at 2026-11-23T10:00:00 -

Exit status:
  0  every document was accepted
  1  some document was rejected or could not be decided
  2  the command could not do its work: bad path, certificate, policy or argument",
};

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<CheckArgs, clap::Error> {
        match parse(arguments.iter().map(OsString::from), Lang::En)? {
            Asked::Check(args) => Ok(args),
            other => panic!("not a check: {other:?}"),
        }
    }

    #[test]
    fn the_definition_holds_together() {
        command(Lang::Vi).debug_assert();
        command(Lang::En).debug_assert();
    }

    #[test]
    fn options_arrive() {
        let args = parsed(&[
            "etax",
            "check",
            "--trust",
            "a",
            "--trust",
            "b",
            "-j",
            "3",
            "--at",
            "2026-11-23",
            "x",
            "-",
        ])
        .unwrap();
        assert_eq!(args.trust, [PathBuf::from("a"), PathBuf::from("b")]);
        assert_eq!(args.paths, [PathBuf::from("x"), PathBuf::from("-")]);
        assert_eq!(args.jobs.map(NonZeroUsize::get), Some(3));
        assert!(args.at.is_some() && !args.quiet && args.format == Format::Text);
    }

    #[test]
    fn mistakes_are_refused() {
        for wrong in [
            &["etax"][..],
            &["etax", "check"],
            &["etax", "check", "--at", "23/11/2026", "x"],
            &["etax", "check", "-j", "0", "x"],
            &["etax", "check", "--format", "xml", "x"],
            &["etax", "check", "--summary", "--format", "json", "x"],
            &["etax", "check", "--previous", "p", "x", "y"],
            &["etax", "check", "--previous", "p", "--chain", "x"],
            &["etax", "check", "--chain", "-"],
            &["etax", "sign", "x"],
            &["etax", "code"],
            &["etax", "code", "mint", "x", "--keys", "k"],
            &["etax", "code", "verify", "x", "--keys", "k", "--root", "root.hex"],
            &["etax", "sign", "x", "--as", "seller"],
            &["etax", "sign", "x", "--as", "king", "--key", "k"],
            &["etax", "sign", "-", "--as", "seller", "--key", "k", "--in-place"],
            &["etax", "sign", "x", "--as", "seller", "--key", "k", "--in-place", "-o", "y"],
            &["etax", "sign", "x", "--as", "seller", "--key", "k", "--algorithm", "rsa-sha1"],
        ] {
            assert!(parsed(wrong).unwrap_err().use_stderr(), "{wrong:?}");
        }
    }

    #[test]
    fn help_is_in_the_language_asked_for() {
        let help =
            |lang| parse(["etax", "check", "--help"].map(OsString::from).into_iter(), lang).unwrap_err();
        assert!(help(Lang::Vi).to_string().contains("Ví dụ:"));
        assert!(help(Lang::En).to_string().contains("Exit status:"));
    }
}
