//! Reads the sections `cells` and `checks`.

use super::clause::{Clause, Demand, Said};
use super::layout::Layout;
use super::names::PartNames;
use super::{Line, NotationError};
use crate::formula::{Condition, Fault, Formula, FormulaError, Kind, Slot};
use crate::rule::Weight;
use crate::schema::Holds;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Reads lines of one section into clauses.
pub(super) struct Reader<'l> {
    layout: &'l Layout,
    /// The cells of a name.
    by_name: HashMap<&'l str, Vec<Slot>>,
    pub(super) clauses: Vec<Clause>,
}

/// What the lines below a clause's own say.
#[derive(Clone, Default)]
struct Below<'t> {
    id: Option<&'t str>,
    sources: Vec<u32>,
    when: Vec<(Line<'t>, &'t str)>,
    said: Said,
}

impl<'l> Reader<'l> {
    pub(super) fn new(layout: &'l Layout) -> Self {
        let mut by_name: HashMap<&str, Vec<Slot>> = HashMap::new();
        for cell in layout.cells() {
            by_name.entry(layout.name(cell)).or_default().push(cell);
        }
        Self { layout, by_name, clauses: Vec::new() }
    }

    /// Reads the section `cells`.
    pub(super) fn cells(&mut self, lines: &[Line<'_>]) -> Result<(), NotationError> {
        for (line, below) in entries(lines)? {
            let (weight, rest) = weight(line.text, Weight::Fail);
            let Some((address, text)) = rest.split_once('=') else {
                return Err(line.error(line.text, "address = formula"));
            };
            let target = self.slot(&line, address.trim())?;
            if self.layout.holds(target) == Holds::Elements {
                return Err(line.error(address, "a cell"));
            }
            let names = self.names(&line, target)?;
            let rows = self.layout.rows(target);
            let text = text.trim();
            let formula = Formula::parse(text, &names, &rows).map_err(|error| placed(&line, text, &error))?;
            let wanted = if self.layout.holds(target) == Holds::Text { Kind::Text } else { Kind::Number };
            if formula.kind() != wanted {
                return Err(line.error(text, format!("{wanted}, not {}", formula.kind())));
            }
            let id = below.id.map_or_else(|| self.default_id(target), str::to_owned);
            self.push(&line, &id, weight, target, Demand::Computed(formula), below)?;
        }
        Ok(())
    }

    /// Reads the section `checks`.
    pub(super) fn checks(&mut self, lines: &[Line<'_>]) -> Result<(), NotationError> {
        for (line, below) in entries(lines)? {
            let (weight, rest) = weight(line.text, Weight::Ignore);
            if weight == Weight::Ignore {
                return Err(line.error(line.text, "error, warn or inform"));
            }
            // Addresses may name a part, so the colon that ends them is the one with a blank behind it.
            let Some((head, text)) = rest.split_once(": ") else {
                return Err(line.error(line.text, "weight id #row address: condition"));
            };
            let head = head.trim();
            let (id, mut addresses) = head.split_once(' ').unwrap_or((head, ""));
            addresses = addresses.trim_start();
            let mut below = below;
            if let Some(rest) = addresses.strip_prefix('#') {
                let (rows, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                below.sources = numbers(&line, rows)?;
                addresses = rest.trim_start();
            }
            let text = text.trim();
            for address in addresses.split(',').map(str::trim) {
                let target = self.slot(&line, address)?;
                let names = self.names(&line, target)?;
                let rows = self.layout.rows(target);
                let condition =
                    Condition::parse(text, &names, &rows).map_err(|error| placed(&line, text, &error))?;
                self.push(&line, id, weight, target, Demand::Condition(condition), below.clone())?;
            }
        }
        Ok(())
    }

    fn slot(&self, line: &Line<'_>, address: &str) -> Result<Slot, NotationError> {
        self.layout.find(address).ok_or_else(|| line.error(address, "a cell or part of the form"))
    }

    fn names(&self, line: &Line<'_>, target: Slot) -> Result<PartNames<'_>, NotationError> {
        let part = self
            .layout
            .part_of(target)
            .ok_or_else(|| line.error(line.text, "a cell in the main part, the header or an appendix"))?;
        Ok(PartNames { layout: self.layout, part, this: Some(target) })
    }

    fn push(
        &mut self,
        line: &Line<'_>,
        id: &str,
        weight: Weight,
        target: Slot,
        demand: Demand,
        below: Below<'_>,
    ) -> Result<(), NotationError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        if id.is_empty() || !id.bytes().all(plain) {
            return Err(line.error(line.text, "an id of letters, digits, dots and dashes"));
        }
        let names = self.names(line, target)?;
        let rows = self.layout.rows(target);
        let mut when = Vec::with_capacity(below.when.len());
        for (line, text) in &below.when {
            let formula = Formula::parse(text, &names, &rows).map_err(|error| placed(line, text, &error))?;
            if formula.kind() != Kind::Truth {
                return Err(line.error(text, format!("{}, not {}", Kind::Truth, formula.kind())));
            }
            when.push(formula);
        }
        let part = names.part;
        self.clauses.push(Clause {
            id: id.into(),
            weight,
            sources: below.sources.into(),
            part,
            target,
            rows: rows.into(),
            when: when.into(),
            demand,
            said: below.said,
            line: line.number,
            rule: OnceLock::new(),
        });
        Ok(())
    }

    /// The last steps of the address, as many as tell the cell from all others of its part; the appendix in front.
    fn default_id(&self, target: Slot) -> String {
        let address = self.layout.address(target);
        let (part, path) = address.split_once(':').unwrap_or(("", &address));
        let own_part = self.layout.part_of(target);
        let same: Vec<String> = self
            .by_name
            .get(self.layout.name(target))
            .into_iter()
            .flatten()
            .filter(|other| **other != target && self.layout.part_of(**other) == own_part)
            .map(|other| self.layout.address(*other))
            .collect();
        let starts = path.rmatch_indices('/').map(|(at, _)| at + 1).chain(std::iter::once(0));
        let own = starts
            .filter_map(|start| path.get(start..))
            .find(|end| !same.iter().any(|other| ends_with_steps(other, end)))
            .unwrap_or(path);
        let mut id = String::new();
        if !part.is_empty() {
            id.push_str(part);
            id.push('.');
        }
        id.push_str(&own.replace('/', "."));
        id.to_lowercase()
    }
}

fn ends_with_steps(address: &str, end: &str) -> bool {
    address.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with(['/', ':']))
}

/// Each line of a section with those indented below it.
fn entries<'t>(lines: &[Line<'t>]) -> Result<Vec<(Line<'t>, Below<'t>)>, NotationError> {
    let Some(least) = lines.first().map(|line| line.indent) else { return Ok(Vec::new()) };
    let mut entries: Vec<(Line<'t>, Below<'t>)> = Vec::new();
    for line in lines {
        if line.indent <= least {
            entries.push((*line, Below::default()));
            continue;
        }
        let Some((_, below)) = entries.last_mut() else { continue };
        let (key, value) = line.text.split_once(' ').unwrap_or((line.text, ""));
        let value = value.trim();
        let place = match key {
            "id" => {
                below.id = Some(value);
                continue;
            }
            "rows" => {
                below.sources = numbers(line, value)?;
                continue;
            }
            "when" => {
                below.when.push((*line, value));
                continue;
            }
            "vi" => &mut below.said.message[0],
            "en" => &mut below.said.message[1],
            "hint.vi" => &mut below.said.hint[0],
            "hint.en" => &mut below.said.hint[1],
            _ => return Err(line.error(key, "when, id, rows, vi, en, hint.vi or hint.en")),
        };
        if place.replace(value.into()).is_some() {
            return Err(line.error(key, "a key that is not there yet"));
        }
    }
    Ok(entries)
}

/// Numbers of rows, with commas between them.
fn numbers(line: &Line<'_>, text: &str) -> Result<Vec<u32>, NotationError> {
    text.split(',')
        .map(|row| row.trim().parse().map_err(|_| line.error(row, "the number of a row")))
        .collect()
}

fn weight(text: &str, without: Weight) -> (Weight, &str) {
    for (word, weight) in [("error ", Weight::Fail), ("warn ", Weight::Warn), ("inform ", Weight::Inform)] {
        if let Some(rest) = text.strip_prefix(word) {
            return (weight, rest.trim_start());
        }
    }
    (without, text)
}

fn placed(line: &Line<'_>, text: &str, error: &FormulaError) -> NotationError {
    let piece = text.get(error.at.clone()).unwrap_or(text);
    let wanted = match &error.fault {
        Fault::Expected(what) => (*what).to_owned(),
        Fault::Reference(_) => "a cell or rows of the form".to_owned(),
        Fault::Kind { wanted, found } => format!("{wanted}, not {found}"),
        Fault::Function(_) => "the name of a function".to_owned(),
        Fault::Arguments { function, takes } => format!("{function} of {takes}"),
        Fault::Unclosed => "a closing bracket or quote".to_owned(),
        Fault::Character(_) => "a word of the language of formulas".to_owned(),
        Fault::Number => "a number of at most 28 digits".to_owned(),
        Fault::TooLarge => "a smaller formula".to_owned(),
    };
    line.error(piece, wanted)
}
