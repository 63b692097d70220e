//! `etax forms`: forms by name, declarations made from figures, and the authority's XSD files.

mod args;
mod choose;
mod files;
mod import;
mod open;

use args::{Among, DraftArgs};

use crate::args::COMMANDS;
use crate::check::{NO_CLOCK, complain};
use crate::exit::Status;
use crate::render::clean;
use crate::sign::replace;
use args::New;
use choose::Choice;
use clap::{ArgMatches, Command};
use comfy_table::{Table, presets};
use etax::declaration::json::{Draft, Facts, Whole};
use etax::declaration::{DeclarationKind, listing};
use etax::form::Version;
use etax::rule::{Lang, Text};
use etax::schema::Written;
use etax::value::parse_date;
use etax::xml::{Document, Limits, Parsed};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// What `etax forms` was asked to do.
#[derive(Clone, Debug)]
pub(crate) enum FormsArgs {
    /// To read XSD files.
    Import(import::FormsArgs),
    /// Anything about a form that is known.
    Draft(DraftArgs),
}

/// `etax forms` with all its commands.
pub(crate) fn command(lang: Lang) -> Command {
    let command = import::command(lang).subcommand_help_heading(COMMANDS.template(lang));
    command.subcommands(args::commands(lang))
}

/// Reads the arguments of `etax forms`.
pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Option<FormsArgs> {
    let draft = args::read(found, lang).map(FormsArgs::Draft);
    draft.or_else(|| import::read(found, lang).map(FormsArgs::Import))
}

/// Does what the arguments ask.
pub(crate) fn run(args: &FormsArgs) -> Status {
    match args {
        FormsArgs::Import(args) => import::run(args),
        FormsArgs::Draft(args) => draft(args),
    }
}

fn draft(args: &DraftArgs) -> Status {
    let done = match args {
        DraftArgs::List(among) => list(among),
        DraftArgs::Show { form, version, among } => show(form, *version, among),
        DraftArgs::New(new) => make(new),
        DraftArgs::Fill { file, output, recompute, among } => {
            fill(file, output.as_deref(), *recompute, among)
        }
        DraftArgs::Json { file, output, among } => json(file, output.as_deref(), among),
    };
    match done {
        Ok(()) => Status::Accepted,
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

fn list(among: &Among) -> Result<(), String> {
    let lang = among.lang;
    let choice = Choice::of(among)?;
    let heads = || choice.forms.heads();
    // All that are built in are in force on any day.
    let has_days = heads().any(|head| head.days().is_some());
    let mut table = table(&[SIGN, CODE, VERSION, NAME], lang);
    if has_days {
        table.set_header([SIGN, CODE, VERSION, DAYS, NAME].iter().map(|head| head.template(lang)));
    }
    for head in heads() {
        let version = match head.until {
            Some(until) => format!("{} – {until}", head.version),
            None => head.version.to_string(),
        };
        let name = if lang == Lang::En && !head.name.en.is_empty() { &head.name.en } else { &head.name.vi };
        let days = head.days().unwrap_or_default();
        let mut row = vec![head.sign.as_str(), &head.code, &version];
        row.extend(has_days.then_some(days.as_str()));
        row.push(name);
        table.add_row(row);
    }
    print(&plain(&table))
}

fn show(form: &str, version: Option<Version>, among: &Among) -> Result<(), String> {
    let lang = among.lang;
    let choice = Choice::of(among)?;
    let form = choice.by_name(form, version)?;
    let head = form.head();
    let mut table = table(&[NUMBER, ADDRESS, TYPE, NAME], lang);
    for cell in listing(form) {
        let says = match cell.written {
            None => Text { vi: "phụ lục", en: "appendix" },
            Some(Written::Whole) => Text { vi: "số nguyên", en: "whole number" },
            Some(Written::Decimal) => Text { vi: "số", en: "number" },
            Some(Written::Truth) => Text { vi: "đánh dấu", en: "tick" },
            Some(Written::Text) => Text { vi: "chữ", en: "text" },
        };
        let mut says = says.template(lang).to_owned();
        for (holds, more) in [(cell.in_rows, IN_ROWS), (cell.computed, COMPUTED)] {
            if holds {
                says.push_str(", ");
                says.push_str(more.template(lang));
            }
        }
        table.add_row([cell.number, &cell.address, &says, cell.name(lang)]);
    }
    let title = format!("{} ({}) {}: {}", head.sign, head.code, head.version, head.name.vi);
    print(&format!("{}\n{}", title.trim_start(), plain(&table)))
}

fn make(new: &New) -> Result<(), String> {
    let lang = new.among.lang;
    let choice = Choice::of(&new.among)?;
    let form = choice.by_name(&new.form, new.version)?;
    let date = choice.day.as_deref().ok_or_else(|| NO_CLOCK.template(lang).to_owned())?;
    let facts = Facts {
        period: Some(new.period),
        kind: match new.kind.as_str() {
            "B" => Some(DeclarationKind::Amended),
            "T" => Some(DeclarationKind::Replacing),
            _ => Some(DeclarationKind::First),
        },
        number: new.number,
        tax_code: &new.tax_code,
        name: &new.name,
        date: parse_date(date),
    };
    let version = new.version.unwrap_or_else(|| form.head().until.unwrap_or_else(|| form.head().version));
    let xml = Draft::blank(form, version, &facts).map_err(|error| error.message(lang))?;
    write(new.output.as_deref(), &xml)?;
    for line in open::points(&xml, &choice.forms, lang) {
        complain(&line);
    }
    Ok(())
}

fn fill(file: &Path, output: Option<&Path>, recompute: bool, among: &Among) -> Result<(), String> {
    let lang = among.lang;
    let choice = Choice::of(among)?;
    let name = clean::line(&file.display().to_string()).into_owned();
    let text = String::from_utf8(bytes(file, lang)?)
        .map_err(|_| UNREADABLE.fill(lang, &[("name", &name), ("why", "UTF-8")]))?;
    let refuse = |error: etax::declaration::json::JsonError| format!("{name}: {}", error.message(lang));
    let draft = Draft::read(text.trim_start_matches('\u{feff}')).map_err(refuse)?;
    let (named, version) = (draft.form().map_err(refuse)?, draft.version().map_err(refuse)?);
    let form = choice.by_name(named, version)?;
    let xml = draft.filled(form, recompute).map_err(refuse)?;
    write(output, &xml)
}

fn json(file: &Path, output: Option<&Path>, among: &Among) -> Result<(), String> {
    let lang = among.lang;
    let choice = Choice::of(among)?;
    let name = clean::line(&file.display().to_string()).into_owned();
    let bytes = bytes(file, lang)?;
    let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else {
        return Err(UNREADABLE.fill(lang, &[("name", &name), ("why", NOT_XML.template(lang))]));
    };
    let form = choice.by_document(document.root())?;
    let text = serde_json::to_string_pretty(&Whole::new(form, document.root()));
    write(output, &format!("{}\n", text.map_err(|error| error.to_string())?))
}

fn bytes(file: &Path, lang: Lang) -> Result<Vec<u8>, String> {
    let name = clean::line(&file.display().to_string()).into_owned();
    let most = u64::try_from(Limits::default().bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| UNREADABLE.fill(lang, &[("name", &name), ("why", &error.to_string())]))?;
    Ok(bytes)
}

fn write(output: Option<&Path>, text: &str) -> Result<(), String> {
    match output {
        Some(path) => replace(path, text.as_bytes()).map_err(|error| format!("{}: {error}", path.display())),
        None => print(text),
    }
}

fn print(text: &str) -> Result<(), String> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads may stop.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// The lines of a table without the blanks at their ends.
fn plain(table: &Table) -> String {
    table.to_string().lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn table(heads: &[Text], lang: Lang) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(heads.iter().map(|head| head.template(lang)));
    table
}

const SIGN: Text = Text { vi: "Mẫu", en: "Form" };
const CODE: Text = Text { vi: "Mã", en: "Code" };
const VERSION: Text = Text { vi: "Phiên bản", en: "Version" };
const NAME: Text = Text { vi: "Tên", en: "Name" };
const DAYS: Text = Text { vi: "Hiệu lực", en: "In force" };
const NUMBER: Text = Text { vi: "Số", en: "Number" };
const ADDRESS: Text = Text { vi: "Địa chỉ", en: "Address" };
const TYPE: Text = Text { vi: "Kiểu", en: "Type" };
const IN_ROWS: Text = Text { vi: "mỗi dòng", en: "each row" };
const COMPUTED: Text = Text { vi: "có công thức", en: "computed" };
const UNREADABLE: Text =
    Text { vi: "không dùng được {name}: {why}", en: "{name} cannot be used: {why}" };
const NOT_XML: Text = Text { vi: "không phải XML đúng dạng", en: "not well-formed XML" };
