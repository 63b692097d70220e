//! `etax rules list` and `etax rules explain`: what the engine checks, in words.

use crate::args::{ARGUMENTS, FOLDER, FORMS, LANG, LANGS, OPTIONS, TEMPLATE, help_flag};
use crate::catalogue;
use crate::check::complain;
use crate::exit::Status;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etax::engine::{force, rules};
use etax::form::Catalogue;
use etax::rule::{Force, Lang, Rule, Text};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `etax rules` was asked to do.
#[derive(Clone, Debug)]
pub(crate) enum RulesArgs {
    /// Print the rules of a kind, or all.
    List { kind: Option<String>, forms: Option<PathBuf>, form: ListForm, lang: Lang },
    /// Print one rule.
    Explain { id: String, forms: Option<PathBuf>, lang: Lang },
}

/// How the list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListForm {
    Text,
    Json,
    /// The page docs/rules.md.
    Markdown,
}

pub(crate) fn command(lang: Lang) -> Command {
    let say = move |text: Text| text.template(lang);
    let base = move |name: &'static str, about: Text| {
        Command::new(name)
            .about(say(about))
            .help_template(say(TEMPLATE))
            .disable_help_flag(true)
            .arg(help_flag(lang))
    };
    let language = Arg::new("lang")
        .long("lang")
        .value_name(say(LANG))
        .help(say(LANGS))
        .help_heading(say(OPTIONS))
        .value_parser(PossibleValuesParser::new(["vi", "en"]))
        .hide_possible_values(true);
    let forms = Arg::new("forms")
        .long("forms")
        .value_name(say(FOLDER))
        .help(say(FORMS))
        .help_heading(say(OPTIONS))
        .value_parser(value_parser!(PathBuf));
    let flag = |name: &'static str, help: Text| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(say(help)).help_heading(say(OPTIONS))
    };
    let list = base("list", LIST)
        .arg(Arg::new("kind").long("kind").value_name(say(KIND)).help(say(KINDS)).help_heading(say(OPTIONS)))
        .arg(flag("json", JSON))
        .arg(flag("markdown", MARKDOWN).conflicts_with("json"))
        .arg(forms.clone())
        .arg(language.clone());
    let explain = base("explain", EXPLAIN)
        .arg(Arg::new("id").value_name("ID").help(say(ID)).help_heading(say(ARGUMENTS)).required(true))
        .arg(forms)
        .arg(language);
    base("rules", RULES)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(list)
        .subcommand(explain)
}

/// Reads the arguments of `etax rules`.
pub(crate) fn read(found: &ArgMatches, lang: Lang) -> Option<RulesArgs> {
    let folder = |found: &ArgMatches| found.get_one::<PathBuf>("forms").cloned();
    match found.subcommand()? {
        ("list", found) => {
            let form = match (found.get_flag("json"), found.get_flag("markdown")) {
                (true, _) => ListForm::Json,
                (_, true) => ListForm::Markdown,
                _ => ListForm::Text,
            };
            Some(RulesArgs::List {
                kind: found.get_one::<String>("kind").cloned(),
                forms: folder(found),
                form,
                lang,
            })
        }
        ("explain", found) => Some(RulesArgs::Explain {
            id: found.get_one::<String>("id").cloned()?,
            forms: folder(found),
            lang,
        }),
        _ => None,
    }
}

/// Prints what was asked for.
pub(crate) fn run(args: &RulesArgs) -> Status {
    let done = match args {
        RulesArgs::List { kind, forms, form, lang } => {
            known(forms.as_deref(), *lang).and_then(|known| list(&known, kind.as_deref(), *form, *lang))
        }
        RulesArgs::Explain { id, forms, lang } => {
            known(forms.as_deref(), *lang).and_then(|known| explain(&known, id, *lang))
        }
    };
    match done {
        Ok(text) => {
            // A closed pipe is no reason to complain.
            let _ = io::stdout().lock().write_all(text.as_bytes());
            Status::Accepted
        }
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

/// The rules that can be asked for: those of the engine, and those of forms.
struct Known {
    forms: Arc<Catalogue>,
    /// Of the engine, and of the forms of a folder. Those of the forms built in are thousands, and asked for by id.
    rules: Vec<&'static Rule>,
}

fn known(folder: Option<&Path>, lang: Lang) -> Result<Known, String> {
    let forms = catalogue::known(folder, lang)?;
    let mut rules = rules();
    rules.extend(forms.loaded().flat_map(|form| form.rules().rules()));
    rules.sort_by_key(|rule| rule.id);
    // Versions of a form may say the same.
    rules.dedup();
    Ok(Known { forms, rules })
}

fn list(known: &Known, kind: Option<&str>, form: ListForm, lang: Lang) -> Result<String, String> {
    let is_of = |rule: &&&Rule| kind.is_none_or(|kind| kind_of(rule) == kind);
    let chosen: Vec<&'static Rule> = known.rules.iter().filter(|rule| is_of(rule)).copied().collect();
    if chosen.is_empty() {
        let mut kinds: Vec<_> = known.rules.iter().map(|rule| kind_of(rule)).collect();
        kinds.dedup();
        let found = kind.unwrap_or_default();
        return Err(NO_KIND.fill(lang, &[("found", found), ("kinds", &kinds.join(", "))]));
    }
    Ok(match form {
        ListForm::Text => plain(&chosen, lang),
        ListForm::Json => json(&chosen),
        ListForm::Markdown => page(&chosen),
    })
}

fn explain(known: &Known, id: &str, lang: Lang) -> Result<String, String> {
    // Of several versions of a form the newest speaks.
    let of_form = || known.forms.rule(id);
    match of_form().or_else(|| known.rules.iter().find(|rule| rule.id == id).copied()) {
        Some(rule) => Ok(explained(rule, lang)),
        None => {
            let near: String = nearest(known, id).into_iter().map(|id| format!("\n  {id}")).collect();
            Err(NO_RULE.fill(lang, &[("found", id)]) + &near)
        }
    }
}

/// As many ids are suggested for one that is not known.
const MOST_NEAR: usize = 20;

/// As many bytes of it are compared.
const LONGEST_ID: usize = 200;

/// Known ids that are like one that is not: those that contain it, then those that are spelt most alike.
fn nearest(known: &Known, id: &str) -> Vec<&'static str> {
    let code = id.strip_prefix("declaration.").and_then(|rest| rest.split_once('.')).map(|(code, _)| code);
    let form = code.and_then(|code| known.forms.named(code, None));
    let mut ids: Vec<&'static str> = known.rules.iter().map(|rule| rule.id).collect();
    ids.extend(form.into_iter().flat_map(|form| form.rules().rules()).map(|rule| rule.id));
    let id = id.get(..LONGEST_ID).unwrap_or(id);
    let far = (id.len() / 4).max(2);
    let mut near: Vec<(bool, usize, &'static str)> = ids
        .into_iter()
        .map(|known| (!known.contains(id), strsim::levenshtein(known, id), known))
        .filter(|(other, distance, _)| !other || *distance <= far)
        .collect();
    near.sort_unstable();
    near.dedup_by_key(|(.., known)| *known);
    near.truncate(MOST_NEAR);
    near.into_iter().map(|(.., known)| known).collect()
}

/// The first word of an id says what a rule is about.
fn kind_of(rule: &Rule) -> &'static str {
    rule.id.split('.').next().unwrap_or(rule.id)
}

fn days(force: Force, lang: Lang) -> String {
    let from = force.from.map(|day| FROM.fill(lang, &[("day", &day.to_string())]));
    let until = force.until.map(|day| UNTIL.fill(lang, &[("day", &day.to_string())]));
    [from, until].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn plain(rules: &[&'static Rule], lang: Lang) -> String {
    let mut text = String::new();
    for rule in rules {
        let days = days(force(rule), lang);
        let days = if days.is_empty() { days } else { format!(" ({days})") };
        let _ = writeln!(
            text,
            "{:<8} {}{days}\n         {}",
            rule.weight.severity(),
            rule.id,
            rule.message.template(lang)
        );
    }
    let _ = writeln!(text, "{}", COUNT.fill(lang, &[("count", &rules.len().to_string())]));
    text
}

fn explained(rule: &'static Rule, lang: Lang) -> String {
    let mut text = format!("{}\n\n{}\n", rule.id, rule.message.template(lang));
    if !rule.hint.vi.is_empty() {
        let _ = writeln!(text, "{}", rule.hint.template(lang));
    }
    let force = days(force(rule), lang);
    let force = if force.is_empty() { ALWAYS.template(lang).to_owned() } else { force };
    let check = format!("{:?}", rule.check).to_lowercase();
    for (name, value) in [
        (SEVERITY, rule.weight.severity()),
        (EFFECT, rule.weight.word()),
        (CHECK, &check),
        (DAYS, &force),
        (BASIS, rule.basis),
    ] {
        let _ = writeln!(text, "\n{}: {value}", name.template(lang));
    }
    text
}

fn json(rules: &[&'static Rule]) -> String {
    let entries: Vec<_> = rules
        .iter()
        .map(|rule| {
            let Force { from, until } = force(rule);
            let [from, until] = [from, until].map(|day| day.map(|day| day.to_string()));
            serde_json::json!({
                "id": rule.id,
                "kind": kind_of(rule),
                "check": rule.check,
                "severity": rule.weight.severity(),
                "weight": rule.weight,
                "from": from,
                "until": until,
                "basis": rule.basis,
                "message": rule.message,
                "hint": rule.hint,
            })
        })
        .collect();
    format!("{}\n", serde_json::to_string_pretty(&entries).unwrap_or_default())
}

/// The page docs/rules.md.
fn page(rules: &[&'static Rule]) -> String {
    let mut by_kind: BTreeMap<&str, Vec<&'static Rule>> = BTreeMap::new();
    for rule in rules {
        by_kind.entry(kind_of(rule)).or_default().push(rule);
    }
    let mut text = String::from(
        "# Rules\n\nEvery rule that a report can name. This page is made by\n\n    etax rules list --markdown > docs/rules.md\n\n\
         and the continuous integration checks that it is up to date. Severity is what breaking the rule shows unless the\n\
         policy says otherwise (`docs/policy.md`). A rule with days never speaks about a document of another day.\n\
         Braces stand for what was expected and found. Rules that come from the data of declaration forms are listed by\n\
         the forms themselves.\n\n| kind | rules |\n|---|---|\n",
    );
    for (kind, rules) in &by_kind {
        let _ = writeln!(text, "| [{kind}](#{kind}) | {} |", rules.len());
    }
    for (kind, rules) in by_kind {
        let _ = writeln!(text, "\n## {kind}");
        for rule in rules {
            let days = days(force(rule), Lang::En);
            let days = if days.is_empty() { days } else { format!(", {days}") };
            let _ = writeln!(
                text,
                "\n### `{}`\n\n{}{days}. {}\n\n{}\n\n{}\n\nBasis: {}",
                rule.id,
                rule.weight.severity(),
                rule.weight.word(),
                escaped(&format!("{} {}", rule.message.en, rule.hint.en)),
                escaped(&format!("{} {}", rule.message.vi, rule.hint.vi)),
                escaped(rule.basis),
            );
        }
    }
    text
}

/// Text of a rule as Markdown: what looks like markup stays text.
fn escaped(text: &str) -> String {
    text.trim().replace('<', "&lt;").replace('|', "\\|").replace('*', "\\*").replace('_', "\\_")
}

const RULES: Text =
    Text { vi: "Các quy tắc: liệt kê, giải thích", en: "The rules: list and explain them" };
const LIST: Text = Text { vi: "Liệt kê các quy tắc", en: "List the rules" };
const EXPLAIN: Text = Text { vi: "Giải thích một quy tắc", en: "Explain one rule" };
const KIND: Text = Text { vi: "LOẠI", en: "KIND" };
const KINDS: Text = Text {
    vi: "Chỉ quy tắc của một loại: từ đầu tiên của mã, như invoice, message, paper, signature",
    en: "Only rules of one kind: the first word of their ids, such as invoice, message, paper, signature",
};
const JSON: Text = Text { vi: "In dạng JSON", en: "Print JSON" };
const MARKDOWN: Text = Text { vi: "In trang docs/rules.md", en: "Print the page docs/rules.md" };
const ID: Text = Text {
    vi: "Mã quy tắc, như invoice.total.payable",
    en: "Id of a rule, such as invoice.total.payable",
};
const NO_RULE: Text = Text { vi: "không có quy tắc {found}", en: "there is no rule {found}" };
const NO_KIND: Text = Text {
    vi: "không có quy tắc loại {found}; các loại: {kinds}",
    en: "there are no rules of kind {found}; kinds: {kinds}",
};
const FROM: Text = Text { vi: "từ {day}", en: "from {day}" };
const UNTIL: Text = Text { vi: "đến trước {day}", en: "before {day}" };
const ALWAYS: Text = Text { vi: "mọi ngày", en: "every day" };
const COUNT: Text = Text { vi: "{count} quy tắc", en: "{count} rules" };
const SEVERITY: Text = Text { vi: "Mức độ", en: "Severity" };
const EFFECT: Text = Text { vi: "Tác động", en: "Effect" };
const CHECK: Text = Text { vi: "Thuộc kiểm tra", en: "Check" };
const DAYS: Text = Text { vi: "Ngày của chứng từ", en: "Days of the document" };
const BASIS: Text = Text { vi: "Căn cứ", en: "Basis" };
