//! The rules of filing: what holds for every declaration whatever its form says. Period, deadline, first and amended
//! declarations, the name of the file, the taxpayer's place and code, the tax agent, and how a declaration continues
//! others.

mod administration;
mod agent;
mod amendment;
mod amendment_sums;
mod calendar;
mod chain;
mod deadline;
mod facts;
mod file_name;
mod filed;
mod filings;
mod period;

pub use calendar::{Calendar, CalendarError, CalendarProblem};
pub use chain::{ChainError, check_chain, check_chain_under};
pub use deadline::Deadline;
pub use file_name::{FileName, FilePeriod};
pub use filed::Filed;
pub use filings::Filings;

use super::{Declaration, Settings};
use crate::form::{Catalogue, Filing, Head, Version};
use crate::report::Findings;
use crate::rule::Rule;
use facts::Facts;
use jiff::civil::Date;

/// The tables of rules of this folder.
pub static RULES: &[&[&Rule]] = &[
    period::RULES,
    deadline::RULES,
    amendment::RULES,
    amendment_sums::RULES,
    file_name::RULES,
    administration::RULES,
    agent::RULES,
    chain::RULES,
    filings::RULES,
];

/// What the declaration's form, or the version of it that is nearest, says of itself and of filing.
fn known<'c>(
    declaration: &Declaration<'_>,
    catalogue: &'c Catalogue,
    day: Option<Date>,
) -> Option<(&'c Head, &'c Filing)> {
    catalogue.filing(&declaration.form(), Version::parse(&declaration.version()), day)
}

/// Judges a declaration by the rules of filing.
pub(super) fn check(declaration: &Declaration<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    let facts = Facts::of(declaration);
    let catalogue = settings.catalogue();
    let nothing = Filing::default();
    let known = known(declaration, catalogue, settings.at.map(|at| at.date()));
    let (periods, filing) = known.map_or((&[][..], &nothing), |(head, filing)| (&head.periods, filing));
    period::check(declaration, &facts, periods, filing, findings);
    deadline::check(declaration, &facts, filing, settings, findings);
    amendment::check(declaration, &facts, filing, settings, findings);
    administration::check(declaration, &facts, findings);
    agent::check(declaration, &facts, findings);
    if let Some(name) = settings.name.and_then(FileName::parse) {
        file_name::check(&name, declaration, &facts, catalogue, findings);
    }
    if settings.previous.is_none() && settings.filings.is_none() {
        return;
    }
    if let Some(filed) = Filed::under(catalogue, declaration) {
        if let Some(previous) = settings.previous {
            // The caller has seen to it that they belong together.
            let _ = chain::check(filing, previous, declaration, &filed, findings);
        }
        if let Some(filings) = settings.filings {
            filings.check(filing, declaration, &filed, findings);
        }
    }
}
