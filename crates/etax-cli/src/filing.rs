//! What a declaration is checked beside: days off, the declaration before it, and the others of the run.

use crate::input::Trouble;
use crate::input::{Content, Reader, walk};
use etax::code::keyring::Keyring;
use etax::declaration::{Calendar, CalendarProblem, ChainError, Filed, Filings};
use etax::engine::{Engine, Input};
use etax::payment::Lists;
use etax::report::Report;
use etax::rule::{Lang, Text};
use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The longest calendar that is read, in bytes; the engine takes less.
const LONGEST: u64 = 1024 * 1024;

/// The longest lists of codes that are read, in bytes: a byte more than the engine takes.
const LONGEST_LISTS: u64 = (16 << 20) + 1;

/// What documents are checked beside.
#[derive(Debug, Default)]
pub(crate) enum Beside {
    /// Nothing.
    #[default]
    Nothing,
    /// The declaration of the period before.
    After(Box<Filed>),
    /// All declarations of the run.
    Among(Filings),
    /// A store of issued codes, for invoices, and the issuers' keys, for those that it does not have.
    Registry(etax_store::Store, Option<Box<Keyring>>),
}

impl Beside {
    /// Checks one document beside it.
    pub(crate) fn check(&self, engine: &Engine, input: &Input<'_>) -> Result<Report, Trouble> {
        match self {
            Self::Nothing => Ok(engine.check(input)),
            Self::After(previous) => engine.check_after(input, previous).map_err(Trouble::Chain),
            Self::Among(filings) => Ok(engine.check_among(input, filings)),
            Self::Registry(store, keys) => {
                crate::registry::check(store, keys.as_deref(), engine, input).map_err(Trouble::Registry)
            }
        }
    }
}

/// Reads a calendar; the error says what is wrong with it.
pub(crate) fn calendar(path: &Path, lang: Lang) -> Result<Calendar, String> {
    let refuse = |why: &str| UNUSABLE.fill(lang, &[("file", &path.display().to_string()), ("why", why)]);
    let mut text = String::new();
    fs::File::open(path)
        .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
        .map_err(|error| refuse(&error.to_string()))?;
    Calendar::parse(&text).map_err(|error| {
        let problem = match error.problem {
            CalendarProblem::Word => WORD,
            CalendarProblem::Date => DATE,
            CalendarProblem::Range => RANGE,
            CalendarProblem::Both => BOTH,
            CalendarProblem::Long => LONG,
        };
        let line = error.line.to_string();
        refuse(&AT_LINE.fill(lang, &[("line", &line), ("why", problem.template(lang))]))
    })
}

/// Reads lists of budget codes; the error says what is wrong with them.
pub(crate) fn lists(path: &Path, lang: Lang) -> Result<Lists, String> {
    let refuse = |why: String| BAD_LISTS.fill(lang, &[("file", &path.display().to_string()), ("why", &why)]);
    let mut text = String::new();
    fs::File::open(path)
        .and_then(|file| file.take(LONGEST_LISTS).read_to_string(&mut text))
        .map_err(|error| refuse(error.to_string()))?;
    Lists::built_in().clone().with(&text).map_err(|error| refuse(error.message(lang)))
}

/// Reads the declaration before; the error says why it is none.
pub(crate) fn previous(path: &Path, engine: &Engine, limit: u64, lang: Lang) -> Result<Beside, String> {
    let refuse = |why: &str| NO_PREVIOUS.fill(lang, &[("file", &path.display().to_string()), ("why", why)]);
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| refuse(&error.to_string()))?;
    let filed = engine.filed(&bytes).ok_or_else(|| refuse(NO_DECLARATION.template(lang)))?;
    Ok(Beside::After(Box::new(filed)))
}

/// Looks through everything that will be checked for declarations. What cannot be read is passed over: it is said when
/// it is checked.
pub(crate) fn among(paths: &[PathBuf], engine: &Engine, limit: u64) -> Beside {
    let mut filings = Filings::default();
    let mut reader = Reader::new(limit);
    // The end of the walk is all that it can say.
    let _ = walk(paths, &mut |item| {
        if let Ok(Content::Bytes(bytes)) = reader.read(item.place)
            && let Ok(Some(filed)) = catch_unwind(AssertUnwindSafe(|| engine.filed(&bytes)))
        {
            filings.add(filed);
        }
        ControlFlow::Continue(())
    });
    Beside::Among(filings)
}

/// Why the one declaration does not continue the other.
pub(crate) fn words(error: ChainError, lang: Lang) -> &'static str {
    match error {
        ChainError::Unnamed => UNNAMED,
        ChainError::Taxpayer => TAXPAYER,
        ChainError::Form => FORM,
        ChainError::Period => PERIOD,
        ChainError::Amended => AMENDED,
        ChainError::Nothing => NOTHING,
    }
    .template(lang)
}

const UNUSABLE: Text = Text {
    vi: "không dùng được lịch nghỉ {file}: {why}",
    en: "the calendar {file} cannot be used: {why}",
};
const AT_LINE: Text = Text { vi: "dòng {line}: {why}", en: "line {line}: {why}" };
const WORD: Text =
    Text { vi: "phải bắt đầu bằng off hoặc work", en: "it begins with neither off nor work" };
const DATE: Text = Text { vi: "không có ngày dạng YYYY-MM-DD", en: "it names no date YYYY-MM-DD" };
const RANGE: Text = Text {
    vi: "khoảng ngày phải đi tới và không quá 60 ngày",
    en: "a range must go forward, by 60 days at most",
};
const BOTH: Text = Text { vi: "một ngày vừa nghỉ vừa làm", en: "a day is both off and worked" };
const LONG: Text = Text { vi: "tệp quá dài", en: "the file is too long" };
const NO_PREVIOUS: Text = Text {
    vi: "không dùng được tờ khai kỳ trước {file}: {why}",
    en: "the previous declaration {file} cannot be used: {why}",
};
const NO_DECLARATION: Text = Text {
    vi: "không phải tờ khai, hoặc thiếu mã số thuế, mẫu, kỳ hay loại tờ khai",
    en: "it is no declaration, or says no tax code, form, period or kind",
};
const UNNAMED: Text = Text {
    vi: "không phải tờ khai có mã số thuế, mẫu, kỳ và loại tờ khai, nên không nối được với --previous",
    en: "not a declaration with tax code, form, period and kind, so it continues no --previous",
};
const TAXPAYER: Text = Text {
    vi: "--previous là tờ khai của người nộp thuế khác",
    en: "--previous is a declaration of another taxpayer",
};
const FORM: Text =
    Text { vi: "--previous là tờ khai mẫu khác", en: "--previous is a declaration of another form" };
const PERIOD: Text = Text {
    vi: "--previous không phải tờ khai của kỳ trước liền kề",
    en: "--previous is not of the period just before",
};
const AMENDED: Text = Text {
    vi: "--previous là tờ khai bổ sung; cần tờ khai lần đầu",
    en: "--previous is an amendment; the first declaration is needed",
};
const NOTHING: Text = Text {
    vi: "chưa biết mẫu này chuyển số liệu nào từ kỳ trước sang",
    en: "nothing is known to be carried over in this form",
};
const BAD_LISTS: Text = Text {
    vi: "không dùng được danh mục {file}: {why}",
    en: "the lists {file} cannot be used: {why}",
};
