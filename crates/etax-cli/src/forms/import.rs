//! `etax forms import`: reads the authority's XSD files and says what can be used of them.

use crate::args::{ARGUMENTS, LANG, LANGS, OPTIONS, TEMPLATE, help_flag};
use crate::exit::Status;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::rule::{Lang, Text};
use etax::schema::Importer;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What `etax forms import` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct FormsArgs {
    folder: PathBuf,
    /// Where form files are written.
    out: Option<PathBuf>,
    /// maTKhai by the name of a schema's file without version.
    codes: BTreeMap<String, String>,
    lang: Lang,
    quiet: bool,
}

/// The longest file that is read.
const LONGEST: u64 = 64 << 20;

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let import = Command::new("import")
        .about(say(IMPORT))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .arg(
            Arg::new("folder")
                .value_name(say(DIR))
                .help(say(FOLDER))
                .help_heading(say(ARGUMENTS))
                .value_parser(value_parser!(PathBuf))
                .required(true),
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
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name(say(DIR))
                .help(say(OUT))
                .help_heading(say(OPTIONS))
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("code")
                .long("code")
                .value_name(say(CODE))
                .help(say(CODES))
                .help_heading(say(OPTIONS))
                .action(ArgAction::Append)
                .requires("out")
                .value_parser(move |text: &str| {
                    let pair =
                        text.split_once('=').filter(|(name, code)| !name.is_empty() && !code.is_empty());
                    pair.map(|(name, code)| (name.to_owned(), code.to_owned()))
                        .ok_or_else(|| say(CODE).to_owned())
                }),
        )
        .arg(
            Arg::new("quiet")
                .short('q')
                .long("quiet")
                .action(ArgAction::SetTrue)
                .help(say(QUIET))
                .help_heading(say(OPTIONS)),
        )
        .arg(help_flag(lang))
        .after_help(say(IMPORT_NOTES));
    Command::new("forms")
        .about(say(FORMS))
        .help_template(say(TEMPLATE))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(help_flag(lang))
        .subcommand(import)
}

/// Reads the arguments of `etax forms import`, the only command there is below `etax forms`.
pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Option<FormsArgs> {
    let found = found.subcommand_matches("import")?;
    let folder = found.get_one::<PathBuf>("folder")?.clone();
    let out = found.get_one::<PathBuf>("out").cloned();
    let codes = found.get_many::<(String, String)>("code").into_iter().flatten().cloned().collect();
    Some(FormsArgs { folder, out, codes, lang, quiet: found.get_flag("quiet") })
}

/// Imports a folder and says what came of each file.
pub(crate) fn run(args: &FormsArgs) -> Status {
    let lang = args.lang;
    let (mut importer, files, mut status) = (Importer::default(), &mut Vec::new(), Status::Accepted);
    for entry in WalkDir::new(&args.folder).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) => {
                let path = entry.path();
                let is_schema = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xsd"));
                if !(is_schema && entry.file_type().is_file()) {
                    continue;
                }
                match bytes(path) {
                    Ok(bytes) => {
                        let name = below(path, &args.folder);
                        importer.provide(&name, bytes);
                        files.push(name);
                    }
                    Err(error) => {
                        eprintln!("{}: {error}", path.display());
                        status = Status::Failed;
                    }
                }
            }
            Err(error) => {
                eprintln!("{error}");
                status = Status::Failed;
            }
        }
    }
    if files.is_empty() && status == Status::Accepted {
        eprintln!("{}", NO_FILES.fill(lang, &[("found", &args.folder.display().to_string())]));
        return Status::Failed;
    }
    let (mut refused, mut added) = (Vec::new(), Vec::new());
    for file in &*files {
        match importer.add(file) {
            Ok(form) => added.push((file.as_str(), form)),
            Err(error) => {
                refused.push((file, error));
                status = status.max(Status::NotAccepted);
            }
        }
    }
    if let Some(out) = &args.out {
        status = status.max(super::files::write(&mut importer, &added, out, &args.codes, lang));
    }
    let notes = importer.notes().to_vec();
    let schema = importer.finish();
    let mut out = io::stdout().lock();
    // A closed pipe is no reason to complain.
    let _ = (|| -> io::Result<()> {
        for file in &*files {
            let form = schema.forms().find(|form| schema.name(*form) == file.as_str());
            let mended: Vec<_> = notes.iter().filter(|note| note.file == *file).collect();
            let error = refused.iter().find(|(refused, _)| *refused == file).map(|(_, error)| error);
            if let Some(error) = error {
                writeln!(out, "× {file}\n    {}:{}: {}", error.file, error.line, error.message(lang))?;
            } else if !(args.quiet && mended.is_empty()) {
                let (namespace, root) = form.and_then(|form| schema.root(form)).unwrap_or_default();
                writeln!(out, "  {file}: {root} {namespace}")?;
            }
            for note in mended {
                writeln!(out, "    ⚠ {}:{}: {}", note.file, note.line, note.mended.text().template(lang))?;
            }
        }
        let (elements, types, simple) = schema.size();
        let counts = [
            ("files", files.len().to_string()),
            ("forms", schema.forms().count().to_string()),
            ("refused", refused.len().to_string()),
            ("mended", notes.len().to_string()),
            ("elements", elements.to_string()),
            ("types", (types + simple).to_string()),
            ("kib", schema.heap().div_ceil(1024).to_string()),
        ];
        let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
        writeln!(out, "{}", TOTAL.fill(lang, &counts))
    })();
    status
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.len() > LONGEST {
        return Err(io::Error::other("> 64 MiB"));
    }
    fs::read(path)
}

/// The path below a folder, its parts separated by `/`.
fn below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    if parts.is_empty() { path.display().to_string() } else { parts.join("/") }
}

const FORMS: Text = Text {
    vi: "Mẫu tờ khai: liệt kê, xem, lập tờ khai từ JSON, nạp lược đồ XSD",
    en: "Declaration forms: list, show, make declarations from JSON, import XSD schemas",
};
const IMPORT: Text = Text {
    vi: "Đọc các tệp XSD của cơ quan thuế và cho biết dùng được những gì",
    en: "Read the authority's XSD files and say what can be used of them",
};
const DIR: Text = Text { vi: "THƯ_MỤC", en: "DIR" };
const FOLDER: Text = Text {
    vi: "Thư mục có các tệp *.xsd, duyệt hết các cấp; tham chiếu giữa các tệp tính theo đường dẫn trong đó",
    en: "Folder with *.xsd files, walked to the bottom; references between files are paths in it",
};
const OUT: Text = Text {
    vi: "Ghi mỗi lược đồ thành một tệp mẫu (*.form) vào thư mục này; giữ nguyên phần khác của tệp đã có",
    en: "Write a form file (*.form) for each schema into this folder; other parts of files that are there are kept",
};
const CODE: Text = Text { vi: "TÊN=MÃ", en: "NAME=CODE" };
const CODES: Text = Text {
    vi: "maTKhai của mẫu chưa biết, theo tên tệp không kể phiên bản: 01_ABC=1234; dùng được nhiều lần",
    en: "maTKhai of a form that is not known, by its file without version: 01_ABC=1234; repeatable",
};
const QUIET: Text = Text {
    vi: "Chỉ in tệp có lỗi, kể cả lỗi đã sửa",
    en: "Print only files with faults, mended ones included",
};
const NO_FILES: Text = Text { vi: "không có tệp .xsd nào trong {found}", en: "no .xsd file in {found}" };
const TOTAL: Text = Text {
    vi: "{files} tệp: {forms} mẫu đọc được, {refused} tệp không dùng được, {mended} lỗi đã sửa; \
         {elements} phần tử và {types} kiểu khác nhau, {kib} KiB",
    en: "{files} files: {forms} forms read, {refused} files of no use, {mended} faults mended; \
         {elements} different elements and {types} types, {kib} KiB",
};
const IMPORT_NOTES: Text = Text {
    vi: "\
Không có -o thì lệnh này chỉ đọc và báo cáo, không ghi gì. Lỗi quen thuộc của tệp được sửa và nêu rõ: đường dẫn viết bằng \\,
khoảng trắng quanh tên, chữ hoa chữ thường trong tên tệp, mã hóa, DOCTYPE.

Ví dụ:
  etax forms import \"HTKK/InterfaceTemplates\"

Mã kết thúc:
  0  mọi tệp dùng được
  1  có tệp không dùng được
  2  lệnh không làm được việc",
    en: "\
Without -o it reads and reports, and writes nothing. Known faults of the files are mended and named: paths with \\, blanks
around names, capitals of file names, encodings, DOCTYPE.

Example:
  etax forms import \"HTKK/InterfaceTemplates\"

Exit status:
  0  every file can be used
  1  some file cannot
  2  the command could not do its work",
};
