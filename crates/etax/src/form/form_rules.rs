//! The computed cells and checks of a form.

use super::clause::{Clause, Demand};
use super::judge::Judge;
use super::label::Labels;
use super::layout::Layout;
use super::read::Reader;
use super::say::Speaker;
use super::{Line, NotationError};
use crate::formula::{Slot, order_of};
use crate::report::Findings;
use crate::rule::{Lang, Rule, intern};
use crate::xml::Element;
use std::collections::{HashMap, HashSet};

/// Clauses about the same rows, which are walked over once for all of them.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) rows: Box<[Slot]>,
    pub(super) clauses: Vec<u32>,
}

/// The computed cells and checks of a form, read from the sections `labels`, `cells` and `checks` of its file.
///
/// What the sections look like is in `docs/forms.md`; the language of their formulas in `docs/formulas.md`.
///
/// ```
/// use etax::form::{FormRules, Layout, Line};
/// use etax::report::Findings;
/// use etax::rule::Lang;
/// use etax::schema::{Node, Schema, Simple};
/// use etax::xml::{Document, Limits, Parsed};
/// const MAIN: Node = Node::group("CTieuTKhaiChinh", &[Node::leaf("ct1", Simple::Long), Node::leaf("ct2", Simple::Long)]);
/// static FORM: Node = Node::group("HSoThueDTu", &[Node::group("HSoKhaiThue", &[MAIN])]);
/// let (schema, forms) = Schema::from_nodes(&[&FORM]);
/// let cells = [Line { number: 1, indent: 1, text: "ct2 = round([ct1] * 5 / 100, 0)" }];
/// let rules = FormRules::read("000", "", Layout::of(&schema, forms[0]), &[], &cells, &[]).unwrap();
/// let input = b"<HSoThueDTu><HSoKhaiThue><CTieuTKhaiChinh><ct1>1000</ct1><ct2>40</ct2></CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let mut findings = Findings::new(10);
/// rules.check(document.root().child("HSoKhaiThue").unwrap(), &mut findings);
/// let finding = &findings.as_slice()[0];
/// assert_eq!(finding.rule.id, "declaration.000.ct2");
/// assert_eq!(finding.message(Lang::En), "[2] must be round([1] x 5 / 100, 0) = 50; declared 40.");
/// ```
#[derive(Clone, Debug)]
pub struct FormRules {
    code: Box<str>,
    basis: Box<str>,
    pub(super) layout: Layout,
    labels: Labels,
    pub(super) clauses: Vec<Clause>,
    pub(super) groups: Vec<Group>,
    /// Clauses that compute cells, each after those it needs.
    order: Vec<u32>,
    pub(super) memos: u32,
}

impl FormRules {
    /// Reads the sections of a form: its code, which its rules' ids begin with, where its rules are written, its cells,
    /// and the lines of the sections.
    ///
    /// # Errors
    ///
    /// [`NotationError`] with line and column: for lines that say nothing known, addresses that the form does not have,
    /// formulas that are wrong, ids that stand twice, and cells that are computed from each other in a circle.
    pub fn read(
        code: &str,
        basis: &str,
        layout: Layout,
        labels: &[Line<'_>],
        cells: &[Line<'_>],
        checks: &[Line<'_>],
    ) -> Result<Self, NotationError> {
        let labels = Labels::read(labels, &layout)?;
        let mut reader = Reader::new(&layout);
        reader.cells(cells)?;
        reader.checks(checks)?;
        let mut clauses = reader.clauses;
        unique(&clauses)?;
        let order = order(&clauses)?;
        let memos = clauses.iter_mut().fold(0, |first, clause| clause.number_memos(first));
        let mut groups: Vec<Group> = Vec::new();
        for (number, clause) in (0_u32..).zip(&clauses) {
            match groups.iter_mut().find(|group| group.rows == clause.rows) {
                Some(group) => group.clauses.push(number),
                None => groups.push(Group { rows: clause.rows.clone(), clauses: vec![number] }),
            }
        }
        Ok(Self { code: code.into(), basis: basis.into(), layout, labels, clauses, groups, order, memos })
    }

    /// The form's cells.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What the cells are called.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Every computed cell and check, in the order of the file.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The computed cells, each after those that it is computed from.
    pub fn computed(&self) -> impl Iterator<Item = &Clause> {
        self.order.iter().filter_map(|number| self.clauses.get(*number as usize))
    }

    /// How many sums the formulas keep for one document; see [`crate::formula::Cells::recall`].
    #[must_use]
    pub const fn memos(&self) -> u32 {
        self.memos
    }

    /// The rule of a clause: its id, its weight, and what it says.
    #[must_use]
    pub fn rule(&self, clause: &Clause) -> &'static Rule {
        clause.rule.get_or_init(|| intern(self.speaker().rule(clause)))
    }

    /// The rules of all clauses, each once.
    #[must_use]
    pub fn rules(&self) -> Vec<&'static Rule> {
        let mut seen = HashSet::new();
        self.clauses.iter().map(|clause| self.rule(clause)).filter(|rule| seen.insert(rule.id)).collect()
    }

    fn speaker(&self) -> Speaker<'_> {
        Speaker { layout: &self.layout, labels: &self.labels, code: &self.code, basis: &self.basis }
    }

    /// What a clause is about, in a word.
    pub(super) fn subject(&self, clause: &Clause) -> String {
        self.labels.name(&self.layout, clause.target, clause.part, Lang::Vi)
    }

    /// Judges the document under `body`, `HSoKhaiThue`, and says how many steps of formulas that took. Costs time in
    /// proportion to the document's size.
    pub fn check(&self, body: Element<'_>, findings: &mut Findings) -> u64 {
        Judge::new(self, body, findings).run()
    }
}

/// One id is one rule. The cells of one line share it, and so do lines that weigh the same and say the same in words of
/// their own.
fn unique(clauses: &[Clause]) -> Result<(), NotationError> {
    let mut seen: HashMap<&str, &Clause> = HashMap::new();
    for clause in clauses {
        let first = *seen.entry(&clause.id).or_insert(clause);
        let own = clause.said.message.iter().all(Option::is_some);
        let alike = own && first.said == clause.said && first.weight == clause.weight;
        if first.line != clause.line && !alike {
            let expected = format!("an id other than that of line {}, or the same message", first.line);
            return Err(NotationError::new(clause.line, 1, expected, &clause.id));
        }
    }
    Ok(())
}

fn order(clauses: &[Clause]) -> Result<Vec<u32>, NotationError> {
    let computed: Vec<(u32, &Clause)> =
        (0_u32..).zip(clauses).filter(|(_, clause)| matches!(clause.demand, Demand::Computed(_))).collect();
    let targets: Vec<Slot> = computed.iter().map(|(_, clause)| clause.target).collect();
    let reads: Vec<Vec<Slot>> = computed
        .iter()
        .map(|(_, clause)| clause.formulas().flat_map(crate::formula::Formula::slots).collect())
        .collect();
    match order_of(&targets, &reads) {
        Ok(order) => {
            Ok(order.into_iter().filter_map(|at| computed.get(at)).map(|(number, _)| *number).collect())
        }
        Err(cycle) => {
            let first = computed.iter().find(|(_, clause)| cycle.slots.contains(&clause.target));
            let line = first.map_or(0, |(_, clause)| clause.line);
            Err(NotationError::new(
                line,
                1,
                "cells that are not computed from each other",
                &cycle.to_string(),
            ))
        }
    }
}
