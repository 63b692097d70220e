//! A set of declarations, and what one of them must be among the others.

use super::chain::{self, Gap};
use super::filed::Filed;
use crate::declaration::rules::rule;
use crate::declaration::{Declaration, DeclarationKind};
use crate::form::Filing;
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::{PeriodKind, TaxCode};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

const BASIS: &str = "Nghị định 126/2020/NĐ-CP, điều 7 và 8; HTKK: kỳ tháng và kỳ quý không được trùng nhau, bổ sung lần sau cần có lần trước";

rule!(OVERLAP, "declaration.set.overlap", Rules, Warn, BASIS;
    "Kỳ {found} trùng với tờ khai cùng mẫu của kỳ {expected}.", "The period {found} overlaps with a declaration of the same form for {expected}.";
    "Một sắc thuế chỉ khai theo tháng hoặc theo quý.", "A tax is declared by months or by quarters, not both.");
rule!(AMENDMENT, "declaration.set.amendment", Rules, Warn, BASIS;
    "Không thấy tờ khai {expected} trước tờ khai bổ sung lần {found}.", "There is no declaration {expected} before amendment {found}.";
    "Cho cả tờ khai lần đầu và các lần bổ sung trước.", "Give the first declaration and the earlier amendments too.");

pub(super) const RULES: &[&Rule] = &[&OVERLAP, &AMENDMENT];

/// The most declarations of one taxpayer, form and period that are kept: no more can be told apart usefully.
const MOST_ALIKE: usize = 200;

type Days = (Date, Date);

/// Declarations by taxpayer, form and period. The order in which they are added does not matter.
///
/// ```
/// let filings = etax::declaration::Filings::default();
/// assert!(filings.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Filings {
    by_form: BTreeMap<(TaxCode, String), BTreeMap<Days, Vec<Filed>>>,
    count: usize,
}

impl Filings {
    /// Adds one. The same declaration twice counts once, and after 200 of one taxpayer, form and period no more are kept.
    pub fn add(&mut self, filed: Filed) {
        let days = (filed.first, filed.last);
        let slot =
            self.by_form.entry((filed.tax_code, filed.form.clone())).or_default().entry(days).or_default();
        if slot.len() < MOST_ALIKE && !slot.contains(&filed) {
            slot.push(filed);
            self.count += 1;
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Judges a declaration among those of the set, which may or may not hold itself.
    pub(super) fn check(
        &self,
        filing: &Filing,
        declaration: &Declaration<'_>,
        filed: &Filed,
        findings: &mut Findings,
    ) {
        let Some(periods) = self.by_form.get(&(filed.tax_code, filed.form.clone())) else {
            // Nothing of this taxpayer and form is there; an amendment still lacks what it amends.
            return amendment(&BTreeMap::new(), declaration, filed, findings);
        };
        overlap(periods, declaration, filed, findings);
        amendment(periods, declaration, filed, findings);
        carried(filing, periods, declaration, filed, findings);
    }
}

type Periods = BTreeMap<Days, Vec<Filed>>;

fn stands(slot: &[Filed]) -> impl DoubleEndedIterator<Item = &Filed> {
    slot.iter().filter(|one| one.kind != DeclarationKind::Amended)
}

/// A quarter and its months.
fn overlap(periods: &Periods, declaration: &Declaration<'_>, filed: &Filed, findings: &mut Findings) {
    let others: Vec<Days> = match filed.period.kind() {
        PeriodKind::Month => quarter_of(filed.first).into_iter().collect(),
        PeriodKind::Quarter => (0..3).filter_map(|at| month(filed.first, at)).collect(),
        _ => return,
    };
    let other = others.iter().filter_map(|days| periods.get(days)).find_map(|slot| stands(slot).next());
    let place = declaration.statement().and_then(|statement| statement.find("KyKKhaiThue/kyKKhai"));
    if let (Some(other), Some(place)) = (other, place)
        && filed.kind != DeclarationKind::Amended
    {
        let finding = Finding::new(&OVERLAP).at(place);
        findings.push(finding.expected(other.period.distinct()).found(filed.period.distinct()));
    }
}

/// Amendment n follows amendment n − 1, the first one a first declaration.
fn amendment(periods: &Periods, declaration: &Declaration<'_>, filed: &Filed, findings: &mut Findings) {
    if filed.kind != DeclarationKind::Amended || filed.number == 0 {
        return;
    }
    let slot = periods.get(&(filed.first, filed.last)).map_or(&[][..], Vec::as_slice);
    let before = filed.number - 1;
    let is_there = if before == 0 {
        stands(slot).next().is_some()
    } else {
        slot.iter().any(|one| one.kind == DeclarationKind::Amended && one.number == before)
    };
    let place = declaration.statement().and_then(|statement| statement.child("soLan"));
    if let (false, Some(place)) = (is_there, place) {
        let expected = if before == 0 { "C".to_owned() } else { format!("B {before}") };
        findings.push(Finding::new(&AMENDMENT).at(place).expected(expected).found(filed.number.to_string()));
    }
}

/// Of several first declarations of the period before any may be the one that counts.
fn carried(
    filing: &Filing,
    periods: &Periods,
    declaration: &Declaration<'_>,
    filed: &Filed,
    findings: &mut Findings,
) {
    let mut nearest: Option<Vec<Gap<'_>>> = None;
    for days in before(filed) {
        for one in periods.get(&days).into_iter().flat_map(|slot| stands(slot)) {
            if one.precedes(filed).is_err() {
                continue;
            }
            let gaps = chain::gaps(filing, one, declaration, filed);
            if gaps.is_empty() {
                return;
            }
            nearest.get_or_insert(gaps);
        }
    }
    chain::report(&nearest.unwrap_or_default(), declaration, findings);
}

/// The days of the periods that may come just before: one of the same kind; the last month before a quarter, and the
/// quarter before its first month, where the taxpayer has changed from one to the other.
fn before(filed: &Filed) -> Vec<Days> {
    let mut days = Vec::new();
    if let Some(previous) = filed.period.previous().filter(|_| filed.period.kind() != PeriodKind::Day) {
        days.push((previous.first(), previous.last()));
    }
    let Ok(last) = filed.first.checked_sub(1.day()) else { return days };
    match filed.period.kind() {
        PeriodKind::Month => days.extend(quarter_of(last).filter(|(_, end)| *end == last)),
        PeriodKind::Quarter => days.push((last.first_of_month(), last)),
        // A financial year ends on other days than the calendar's.
        PeriodKind::Year => days.extend(
            last.checked_sub(1.year()).and_then(|day| day.checked_add(1.day())).map(|first| (first, last)),
        ),
        _ => {}
    }
    days
}

/// The quarter that a day lies in.
fn quarter_of(day: Date) -> Option<Days> {
    let first = day.with().month((day.month() - 1) / 3 * 3 + 1).day(1).build().ok()?;
    Some((first, first.checked_add(2.months()).ok()?.last_of_month()))
}

/// The month so many months after a day.
fn month(day: Date, after: i32) -> Option<Days> {
    let first = day.first_of_month().checked_add(after.months()).ok()?;
    Some((first, first.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::{before, month, quarter_of};
    use crate::declaration::{DeclarationKind, Filed};
    use crate::value::{Period, PeriodKind, TaxCode};
    use jiff::civil::date;

    fn filed(kind: &str, text: &str) -> Filed {
        let period = Period::parse(PeriodKind::parse(kind).unwrap(), text).unwrap();
        Filed {
            tax_code: TaxCode::parse("0123456787").unwrap(),
            form: "842".into(),
            period,
            first: period.first(),
            last: period.last(),
            kind: DeclarationKind::First,
            number: 0,
            carried: Vec::new(),
        }
    }

    #[test]
    fn neighbours() {
        let quarter = |year, from, to, last| (date(year, from, 1), date(year, to, last));
        assert_eq!(quarter_of(date(2024, 2, 29)), Some(quarter(2024, 1, 3, 31)));
        assert_eq!(month(date(2024, 1, 1), 1), Some(quarter(2024, 2, 2, 29)));
        assert_eq!(before(&filed("M", "01/2024")), [quarter(2023, 12, 12, 31), quarter(2023, 10, 12, 31)]);
        assert_eq!(before(&filed("M", "03/2024")), [quarter(2024, 2, 2, 29)]);
        assert_eq!(before(&filed("Q", "2/2024")), [quarter(2024, 1, 3, 31), quarter(2024, 3, 3, 31)]);
        assert_eq!(before(&filed("Y", "2024")), [quarter(2023, 1, 12, 31), quarter(2023, 1, 12, 31)]);
        assert!(before(&filed("D", "01/03/2024")).is_empty());
    }
}
