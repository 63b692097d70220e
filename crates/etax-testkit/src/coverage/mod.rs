//! Which of the authority's computed cells and checks the forms carry, and why the others are left out.
//!
//! The tables are facts taken from the authority's own data-entry templates; they are not part of the repository.

mod page;
mod table;

pub use page::page;

use crate::error::{Error, Result};
use etax::form::{Catalogue, Clause, Form, Known, Version};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use table::{Row, Table};

/// What is left out, with the reason: template, kind (`cell` or `check`), key (`sheet!cell` or `#row`), reason.
const LEFT_OUT: &str = include_str!("../../forms/left-out.tsv");

/// One template: a form in one version, as the authority's data-entry program has it.
#[derive(Debug, Default)]
pub struct Template {
    /// maTKhai.
    pub code: String,
    /// The version of the form file that carries it, and its printed number.
    pub version: String,
    /// The number printed on the form.
    pub sign: String,
    /// Computed cells, and those carried.
    pub cells: [usize; 2],
    /// Checks of which the condition is known, and those carried.
    pub checks: [usize; 2],
    /// Checks of which the condition is not known: the data-entry program has them in its code.
    pub in_code: usize,
    /// What is left out, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// What of the tables is carried.
#[derive(Debug, Default)]
pub struct Coverage {
    /// By name.
    pub templates: BTreeMap<String, Template>,
    /// What is neither carried nor left out with a reason, and what is both.
    pub wrong: Vec<String>,
}

/// Holds the tables of a folder against the forms that are built in.
///
/// # Errors
///
/// When a table cannot be read.
pub fn coverage(folder: &Path) -> Result<Coverage> {
    let read = |name: &str| -> Result<Table> {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Error::new(format!("{}: {error}", path.display())))?;
        Ok(Table::read(&text))
    };
    let (catalogue, formulas, checks) = (read("catalogue.tsv")?, read("formulas.tsv")?, read("checks.tsv")?);
    let left_out: HashMap<(&str, &str, &str), &'static str> = LEFT_OUT
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some(((fields.next()?, fields.next()?, fields.next()?), fields.next()?))
        })
        .collect();
    let mut coverage = Coverage::default();
    let mut used = 0;
    let mut known: HashMap<String, Source> = HashMap::new();
    for row in formulas.rows() {
        let name = row.get("template");
        let known = known.entry(name.to_owned()).or_insert_with(|| Source::of(&catalogue, name));
        let template = coverage.templates.entry(name.to_owned()).or_insert_with(|| known.template());
        template.cells[0] += 1;
        let carried = known.form.is_some_and(|form| known.carries_cell(form, row));
        template.cells[1] += usize::from(carried);
        let key = format!("{}!{}", row.get("sheet"), row.get("cell"));
        let reason = left_out.get(&(name, "cell", key.as_str())).copied();
        used += usize::from(reason.is_some());
        note(&mut coverage.wrong, template, (name, "cell", &key), carried, reason);
    }
    for row in checks.rows() {
        let name = row.get("template");
        let known = known.entry(name.to_owned()).or_insert_with(|| Source::of(&catalogue, name));
        let template = coverage.templates.entry(name.to_owned()).or_insert_with(|| known.template());
        if row.get("condition_a1").is_empty() {
            template.in_code += 1;
            continue;
        }
        template.checks[0] += 1;
        let key = format!("#{}", row.get("row"));
        let number = row.get("row").parse().unwrap_or(u32::MAX);
        let owner = known.form.filter(|_| known.owns_rows);
        let carried = owner.is_some_and(|form| {
            form.rules().clauses().iter().any(|clause| clause.sources().contains(&number))
        });
        template.checks[1] += usize::from(carried);
        let reason = left_out.get(&(name, "check", key.as_str())).copied();
        used += usize::from(reason.is_some());
        note(&mut coverage.wrong, template, (name, "check", &key), carried, reason);
    }
    if used != left_out.len() {
        coverage.wrong.push(format!("{} reasons are for nothing in the tables", left_out.len() - used));
    }
    Ok(coverage)
}

fn note(
    wrong: &mut Vec<String>,
    template: &mut Template,
    (name, kind, key): (&str, &str, &str),
    carried: bool,
    reason: Option<&'static str>,
) {
    match reason {
        Some(reason) => *template.left_out.entry(reason).or_default() += 1,
        None if !carried => wrong.push(format!("{name}\t{kind}\t{key}\tneither carried nor left out")),
        None => {}
    }
    if carried && reason.is_some() {
        wrong.push(format!("{name}\t{kind}\t{key}\tcarried and left out"));
    }
}

/// What is known of a template.
struct Source {
    form: Option<&'static Form>,
    code: String,
    version: String,
    /// Names of sheets and the elements they are written under.
    sheets: Vec<(String, String)>,
    /// Whether the rows that clauses name are those of this template; two templates may share a form.
    owns_rows: bool,
}

impl Source {
    fn of(catalogue: &Table, template: &str) -> Self {
        let named = |row: &Row<'_>, exact: bool| {
            let digits = row.get("pbanTKhaiXML").replace('.', "");
            let stem = template.get(..template.len().saturating_sub(4)).unwrap_or_default();
            [row.get("maFile"), row.get("folder")]
                .iter()
                .any(|name| if exact { *template == format!("{name}_{digits}") } else { *name == stem })
        };
        let row = catalogue
            .rows()
            .find(|row| named(row, true))
            .or_else(|| catalogue.rows().find(|row| named(row, false)));
        let Some(row) = row else {
            return Self {
                form: None,
                code: String::new(),
                version: String::new(),
                sheets: Vec::new(),
                owns_rows: false,
            };
        };
        let digits = row.get("pbanTKhaiXML");
        let form = Version::parse(digits).and_then(|version| {
            match Catalogue::built_in().find(row.get("maTKhai"), version, None) {
                Known::Form(form) => Some(form),
                Known::Nearest(_) => None,
            }
        });
        let sheets = row
            .get("sheets")
            .split(';')
            .filter_map(|sheet| sheet.trim().split_once('='))
            .map(|(name, node)| (name.to_owned(), node.to_owned()))
            .collect();
        // A template kept for amendments of the past shares the form of the one that replaced it.
        let shared = template.contains("_VIEW")
            && catalogue.rows().any(|other| {
                other.get("maTKhai") == row.get("maTKhai")
                    && other.get("pbanTKhaiXML") == digits
                    && !other.get("folder").contains("_VIEW")
            });
        let owns_rows = !shared;
        Self { form, code: row.get("maTKhai").to_owned(), version: digits.to_owned(), sheets, owns_rows }
    }

    fn template(&self) -> Template {
        let sign = self.form.map(|form| form.head().sign.clone()).unwrap_or_default();
        Template { code: self.code.clone(), version: self.version.clone(), sign, ..Template::default() }
    }

    /// Whether the form computes the cell of a row of the table.
    fn carries_cell(&self, form: &Form, row: Row<'_>) -> bool {
        let path = row.get("path").trim_matches('/');
        let layout = form.rules().layout();
        let node =
            self.sheets.iter().find(|(name, _)| name == row.get("sheetName")).map(|(_, node)| node.as_str());
        let mut addresses = Vec::new();
        match path.strip_prefix("HSoThueDTu/HSoKhaiThue/") {
            Some(path) => match path.split_once('/') {
                Some(("CTieuTKhaiChinh", path)) => addresses.push(path.to_owned()),
                Some(("PLuc", path)) => {
                    addresses.extend(path.split_once('/').map(|(part, path)| format!("{part}:{path}")))
                }
                _ => {}
            },
            None => {
                addresses.extend(path.split_once('/').map(|(part, path)| format!("{part}:{path}")));
                if let Some(node) = node.filter(|node| !node.is_empty()) {
                    addresses.push(format!("{node}:{path}"));
                }
                addresses.push(path.to_owned());
            }
        }
        let found = addresses.iter().find_map(|address| layout.find(address)).or_else(|| {
            // Some maps of cells write the names of appendices in another case than the structure.
            let wanted = addresses.first()?.to_lowercase();
            layout.cells().find(|cell| layout.address(*cell).to_lowercase() == wanted)
        });
        let computed = || form.rules().computed().map(Clause::target);
        // The table leaves out the step to the inner rows of lists in lists.
        let inner = |(around, name): (&str, &str)| {
            computed().any(|target| {
                layout.name(target) == name
                    && layout.address(target).strip_prefix(around).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        found.is_some_and(|slot| computed().any(|target| target == slot))
            || row.get("dynamic") == "row"
                && addresses.iter().filter_map(|address| address.rsplit_once('/')).any(inner)
    }
}
