//! The command line of `etax forms list`, `show`, `new`, `fill` and `json`.

use crate::args::{ARGUMENTS, FOLDER, FORMS as FOLDERS, LANG, LANGS, OPTIONS, TEMPLATE, help_flag};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::form::Version;
use etax::rule::{Lang, Text};
use etax::value::{Period, PeriodKind, parse_date};
use std::path::PathBuf;

/// Which forms there are.
#[derive(Clone, Debug)]
pub(crate) struct Among {
    /// A folder of forms beside those built in.
    pub(crate) folder: Option<PathBuf>,
    /// The day, `YYYY-MM-DD`, on which the form must be in force; today without it.
    pub(crate) day: Option<String>,
    pub(crate) lang: Lang,
}

/// What was asked of a form.
#[derive(Clone, Debug)]
pub(crate) enum DraftArgs {
    /// All forms.
    List(Among),
    /// The cells of one.
    Show { form: String, version: Option<Version>, among: Among },
    /// An empty declaration.
    New(New),
    /// A declaration from JSON, computed cells filled in.
    Fill { file: PathBuf, output: Option<PathBuf>, recompute: bool, among: Among },
    /// A declaration as JSON.
    Json { file: PathBuf, output: Option<PathBuf>, among: Among },
}

/// What is known of an empty declaration.
#[derive(Clone, Debug)]
pub(crate) struct New {
    pub(crate) form: String,
    pub(crate) version: Option<Version>,
    pub(crate) period: Period,
    pub(crate) kind: String,
    pub(crate) number: u32,
    pub(crate) tax_code: String,
    pub(crate) name: String,
    pub(crate) output: Option<PathBuf>,
    pub(crate) among: Among,
}

/// The commands, to stand below `etax forms`.
pub(crate) fn commands(lang: Lang) -> [Command; 5] {
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
            .arg(option("forms", FOLDER, FOLDERS).value_parser(value_parser!(PathBuf)))
            .arg(
                option("lang", LANG, LANGS)
                    .value_parser(PossibleValuesParser::new(["vi", "en"]))
                    .hide_possible_values(true),
            )
            .arg(help_flag(lang))
    };
    let version = || {
        option("version", VERSION, VERSIONS)
            .value_parser(move |text: &str| Version::parse(text).ok_or_else(|| say(BAD_VERSION).to_owned()))
    };
    let date = |help| {
        option("date", DATE, help).value_parser(move |text: &str| {
            parse_date(text).map(|_| text.to_owned()).ok_or_else(|| say(BAD_DATE).to_owned())
        })
    };
    let output = || option("output", FILE, OUTPUT).short('o').value_parser(value_parser!(PathBuf));
    let file = |help| argument("file", FILE, help).value_parser(value_parser!(PathBuf));
    [
        part("list", LIST),
        part("show", SHOW).arg(argument("form", FORM, FORMS)).arg(version()).arg(date(DAYS)),
        part("new", NEW)
            .arg(argument("form", FORM, FORMS))
            .arg(version())
            .arg(
                option("period", PERIOD, PERIODS)
                    .required(true)
                    .value_parser(move |text: &str| period(text).ok_or_else(|| say(BAD_PERIOD).to_owned())),
            )
            .arg(
                option("kind", KIND, KINDS)
                    .value_parser(PossibleValuesParser::new(["C", "B", "T"]))
                    .hide_possible_values(true)
                    .default_value("C")
                    .hide_default_value(true),
            )
            .arg(option("number", NUMBER, NUMBERS).value_parser(value_parser!(u32)))
            .arg(option("tax-code", TAX_CODE, TAX_CODES))
            .arg(option("name", NAME, NAMES))
            .arg(date(DATES))
            .arg(output())
            .after_help(say(EXAMPLES)),
        part("fill", FILL).arg(file(JSON_FILE)).arg(output()).arg(date(DAYS)).arg(
            Arg::new("recompute")
                .long("recompute")
                .action(ArgAction::SetTrue)
                .help(say(RECOMPUTE))
                .help_heading(say(OPTIONS)),
        ),
        part("json", JSON).arg(file(XML_FILE)).arg(output()).arg(date(DAYS)),
    ]
}

/// Reads the arguments of one of the commands; `None` for another.
pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Option<DraftArgs> {
    let (name, found) = found.subcommand()?;
    let text = |name: &str| found.get_one::<String>(name).cloned();
    let path = |name: &str| found.get_one::<PathBuf>(name).cloned();
    let day = match name {
        "show" | "new" | "fill" | "json" => text("date"),
        // It is of all days.
        "list" => None,
        _ => return None,
    };
    let among = Among { folder: path("forms"), day, lang };
    Some(match name {
        "list" => DraftArgs::List(among),
        "show" => DraftArgs::Show {
            form: text("form")?,
            version: found.get_one::<Version>("version").copied(),
            among,
        },
        "new" => DraftArgs::New(New {
            form: text("form")?,
            version: found.get_one::<Version>("version").copied(),
            period: found.get_one::<Period>("period").copied()?,
            kind: text("kind").unwrap_or_default(),
            number: found.get_one::<u32>("number").copied().unwrap_or_default(),
            tax_code: text("tax-code").unwrap_or_default(),
            name: text("name").unwrap_or_default(),
            output: path("output"),
            among,
        }),
        "fill" => DraftArgs::Fill {
            file: path("file")?,
            output: path("output"),
            recompute: found.get_flag("recompute"),
            among,
        },
        "json" => DraftArgs::Json { file: path("file")?, output: path("output"), among },
        _ => return None,
    })
}

/// `2026`, `2026-10`, `2026-Q4`, `2026-K2`, `2026-10-05`.
fn period(text: &str) -> Option<Period> {
    let Some((year, rest)) = text.split_once('-') else { return Period::parse(PeriodKind::Year, text) };
    let part = |kind, part: &str| Period::parse(kind, &format!("{part}/{year}"));
    match rest.split_at_checked(1)? {
        ("Q" | "q", quarter) => part(PeriodKind::Quarter, quarter),
        ("K" | "k", half) => part(PeriodKind::HalfYear, half),
        _ => match rest.split_once('-') {
            Some((month, day)) => Period::parse(PeriodKind::Day, &format!("{day}/{month}/{year}")),
            None => part(PeriodKind::Month, rest),
        },
    }
}

const LIST: Text = Text { vi: "Liệt kê các mẫu tờ khai", en: "List the forms" };
const SHOW: Text = Text {
    vi: "In các chỉ tiêu của một mẫu: số in trên mẫu, tên, địa chỉ trong XML",
    en: "Print the cells of a form: printed number, name, address in the XML",
};
const NEW: Text = Text { vi: "Tạo tờ khai trống", en: "Make an empty declaration" };
const FILL: Text = Text {
    vi: "Tạo tờ khai từ JSON, tính các chỉ tiêu có công thức",
    en: "Make a declaration from JSON and work out the computed cells",
};
const JSON: Text = Text { vi: "In tờ khai dưới dạng JSON", en: "Print a declaration as JSON" };
const FORM: Text = Text { vi: "MẪU", en: "FORM" };
const FORMS: Text = Text {
    vi: "Ký hiệu mẫu như 01/GTGT, mã tờ khai như 842, hoặc tên tệp như 01_GTGT_TT80",
    en: "Printed number such as 01/GTGT, code such as 842, or file name such as 01_GTGT_TT80",
};
const VERSION: Text = Text { vi: "PHIÊN_BẢN", en: "VERSION" };
const VERSIONS: Text = Text {
    vi: "Phiên bản của mẫu, như 2.8.3; mặc định là bản mới nhất",
    en: "Version of the form, such as 2.8.3; the newest by default",
};
const BAD_VERSION: Text = Text {
    vi: "không phải phiên bản; ví dụ đúng: 2.8.3",
    en: "not a version; right would be 2.8.3",
};
const PERIOD: Text = Text { vi: "KỲ", en: "PERIOD" };
const PERIODS: Text = Text {
    vi: "Kỳ tính thuế: 2026-10 (tháng), 2026-Q4 (quý), 2026-K2 (nửa năm), 2026 (năm), 2026-10-05 (lần phát sinh)",
    en: "Period: 2026-10 (month), 2026-Q4 (quarter), 2026-K2 (half-year), 2026 (year), 2026-10-05 (occurrence)",
};
const BAD_PERIOD: Text = Text {
    vi: "không phải kỳ tính thuế; ví dụ đúng: 2026-10, 2026-Q4, 2026",
    en: "not a period; right would be 2026-10, 2026-Q4, 2026",
};
const KIND: Text = Text { vi: "LOẠI", en: "KIND" };
const KINDS: Text = Text {
    vi: "C (lần đầu, mặc định), B (bổ sung), T (thay thế)",
    en: "C (first, default), B (amended), T (replacing)",
};
const NUMBER: Text = Text { vi: "SỐ", en: "N" };
const NUMBERS: Text = Text { vi: "Bổ sung lần thứ mấy", en: "Number of the amendment" };
const TAX_CODE: Text = Text { vi: "MST", en: "TAX_CODE" };
const TAX_CODES: Text =
    Text { vi: "Mã số thuế của người nộp thuế", en: "Tax code of the taxpayer" };
const NAME: Text = Text { vi: "TÊN", en: "NAME" };
const NAMES: Text = Text { vi: "Tên người nộp thuế", en: "Name of the taxpayer" };
const DATE: Text = Text { vi: "NGÀY", en: "DATE" };
const DATES: Text = Text {
    vi: "Ngày lập và ký, như 2026-11-20; mặc định là hôm nay",
    en: "Day of drawing up and signing, such as 2026-11-20; today by default",
};
const DAYS: Text = Text {
    vi: "Ngày mà mẫu được dùng, như 2026-11-20; mặc định là hôm nay",
    en: "Day on which the form is in force, such as 2026-11-20; today by default",
};
const BAD_DATE: Text = Text {
    vi: "không phải ngày; ví dụ đúng: 2026-11-20",
    en: "not a date; right would be 2026-11-20",
};
const FILE: Text = Text { vi: "TỆP", en: "FILE" };
const OUTPUT: Text = Text {
    vi: "Tệp để ghi; mặc định ra đầu ra chuẩn",
    en: "File to write; standard output by default",
};
const JSON_FILE: Text =
    Text { vi: "Tệp JSON, hoặc - cho đầu vào chuẩn", en: "A JSON file, or - for standard input" };
const XML_FILE: Text = Text {
    vi: "Tệp tờ khai, hoặc - cho đầu vào chuẩn",
    en: "A declaration, or - for standard input",
};
const RECOMPUTE: Text = Text {
    vi: "Tính lại cả những chỉ tiêu đã cho",
    en: "Work out again the computed cells that were given too",
};
const EXAMPLES: Text = Text {
    vi: "Ví dụ:\n  etax forms new 01/GTGT --period 2026-10 --tax-code 0123456789 -o to-khai.xml",
    en: "Example:\n  etax forms new 01/GTGT --period 2026-10 --tax-code 0123456789 -o declaration.xml",
};

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn periods_are_read() {
        for (text, kind, written) in [
            ("2026", "Y", "2026"),
            ("2026-10", "M", "10/2026"),
            ("2026-Q4", "Q", "4/2026"),
            ("2026-k2", "K", "2/2026"),
            ("2026-10-05", "D", "05/10/2026"),
        ] {
            let period = period(text).unwrap();
            assert_eq!((period.kind().code(), period.to_string().as_str()), (kind, written), "{text}");
        }
        for text in ["", "26", "2026-13", "2026-Q5", "2026-", "10/2026", "2026-02-30"] {
            assert!(period(text).is_none(), "{text}");
        }
    }
}
