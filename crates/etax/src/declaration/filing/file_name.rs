//! The names of filings, such as `0101234567000-01_GTGT_TT80-M062026-L00.xml`.

use super::facts::Facts;
use crate::declaration::Declaration;
use crate::declaration::rules::rule;
use crate::form::{Catalogue, Head};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::{Period, PeriodKind, TaxCode};
use crate::xml::Element;
use std::collections::BTreeSet;
use std::fmt;

const NAMES: &str = "HTKK: tên tệp kết xuất (mã số thuế, mẫu, kỳ, lần)";

rule!(CODE, "declaration.file-name.tax-code", Rules, Warn, NAMES;
    "Tên tệp ghi mã số thuế {found}, tờ khai là của {expected}.", "The file's name says tax code {found}, the declaration is of {expected}.";
    "Tên tệp không có giá trị pháp lý; kiểm tra có nhầm tệp không.", "The name proves nothing; check whether it is the right file.");
rule!(FORM, "declaration.file-name.form", Rules, Warn, NAMES;
    "Tên tệp ghi mẫu {found}, tờ khai là mẫu {expected}.", "The file's name says form {found}, the declaration is form {expected}."; "", "");
rule!(PERIOD, "declaration.file-name.period", Rules, Warn, NAMES;
    "Tên tệp ghi kỳ {found}, tờ khai là kỳ {expected}.", "The file's name says period {found}, the declaration is for {expected}."; "", "");
rule!(NUMBER, "declaration.file-name.number", Rules, Warn, NAMES;
    "Tên tệp ghi lần {found}, tờ khai ghi soLan {expected}.", "The file's name says number {found}, the declaration soLan {expected}."; "", "");

pub(super) const RULES: &[&Rule] = &[&CODE, &FORM, &PERIOD, &NUMBER];

/// The longest name that is looked at, in bytes.
const LONGEST: usize = 255;

/// What the name of a filing says: `[PROVINCE-]CODE-FORM-PERIOD-Lnn.xml`.
///
/// ```
/// use etax::declaration::FileName;
/// let name = FileName::parse("kho/TVI-0123456787000-03_GTGT-Q42020-L01.xml").unwrap();
/// assert_eq!(name.province.as_deref(), Some("TVI"));
/// assert_eq!(name.tax_code.as_str(), "0123456787");
/// assert_eq!((name.form.as_str(), name.number), ("03_GTGT", 1));
/// assert_eq!(name.period.to_string(), "4/2020");
/// assert_eq!(FileName::parse("ETAX11320200027369332_01.xml"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// The authority of the province, as older names have it.
    pub province: Option<String>,
    /// The taxpayer.
    pub tax_code: TaxCode,
    /// The form (maFile).
    pub form: String,
    /// The period.
    pub period: FilePeriod,
    /// Which amendment, 0 for a first declaration (soLan).
    pub number: u32,
}

/// The period in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePeriod {
    /// `M062026`, `Q42020`, `Y2025`, `D26032020`: one period.
    One(Period),
    /// `012021122021`: from one month to another.
    Months(Period, Period),
}

impl fmt::Display for FilePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(period) => period.fmt(f),
            Self::Months(from, to) => write!(f, "{from} – {to}"),
        }
    }
}

impl FileName {
    /// Reads a name, folders and archives in front of it left out. `None` for every other kind of name: those of
    /// downloads (`ETAX…`), of portals' archives, and what people call their files.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let base = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
        if base.len() > LONGEST {
            return None;
        }
        let stem = base.rsplit_once('.').filter(|(_, end)| end.eq_ignore_ascii_case("xml"))?.0;
        let (rest, number) = stem.rsplit_once("-L")?;
        let number = digits(number, 2)?;
        let (rest, period) = rest.rsplit_once('-')?;
        let period = period_of(period)?;
        let (first, rest) = rest.split_once('-')?;
        let is_province =
            (2..=4).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_uppercase());
        let (province, (code, form)) =
            if is_province { (Some(first.to_owned()), rest.split_once('-')?) } else { (None, (first, rest)) };
        if form.is_empty() {
            return None;
        }
        Some(Self { province, tax_code: tax_code(code)?, form: form.to_owned(), period, number })
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let holds = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    holds.then(|| text.parse().ok()).flatten()
}

/// Ten digits and three of the branch, `000` for none; or a personal number of twelve, with `000` or without.
fn tax_code(text: &str) -> Option<TaxCode> {
    let code = match text.len() {
        13 | 15 => text.strip_suffix("000").unwrap_or(text),
        10 | 12 => text,
        _ => return None,
    };
    TaxCode::parse_lenient(code)
}

fn period_of(text: &str) -> Option<FilePeriod> {
    let month = |text: &str| {
        let (month, year) = text.split_at_checked(2)?;
        Period::parse(PeriodKind::Month, &format!("{month}/{year}"))
    };
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (from, to) = text.split_at_checked(6)?;
        return Some(FilePeriod::Months(month(from)?, month(to)?));
    }
    let mut letters = text.chars();
    let kind = PeriodKind::parse(letters.next()?.encode_utf8(&mut [0; 4]))?;
    let rest = letters.as_str();
    let written = match kind {
        PeriodKind::Month => return month(rest).map(FilePeriod::One),
        PeriodKind::Quarter | PeriodKind::HalfYear => {
            let (part, year) = rest.split_at_checked(rest.len().checked_sub(4)?)?;
            format!("{part}/{year}")
        }
        PeriodKind::Day => {
            let (day, rest) = rest.split_at_checked(2)?;
            let (month, year) = rest.split_at_checked(2)?;
            format!("{day}/{month}/{year}")
        }
        _ => rest.to_owned(),
    };
    Period::parse(kind, &written).map(FilePeriod::One)
}

/// Judges the name against the declaration.
pub(super) fn check(
    name: &FileName,
    declaration: &Declaration<'_>,
    facts: &Facts,
    catalogue: &Catalogue,
    findings: &mut Findings,
) {
    let statement = declaration.statement();
    let place = |path: &str| statement.and_then(|statement| statement.find(path));
    let own = |place: Element<'_>| match facts.period {
        Some(period) if place.local() == "kyKKhai" => period.distinct(),
        _ => place.trimmed().into_owned(),
    };
    let mut differ = |rule: &'static Rule, place: Option<Element<'_>>, found: String| {
        if let Some(place) = place {
            findings.push(Finding::new(rule).at(place).expected(own(place)).found(found));
        }
    };
    if declaration.tax_code().is_some_and(|code| code != name.tax_code) {
        let code = declaration.taxpayer().and_then(|taxpayer| taxpayer.child("mst"));
        differ(&CODE, code, name.tax_code.to_string());
    }
    // One name may stand for several forms, and of a name that no form has nothing can be said.
    let named = catalogue.heads().filter(|head| head.has_file(&name.form));
    let codes: BTreeSet<&str> = named.flat_map(Head::all_codes).collect();
    if !codes.is_empty() && !codes.contains(&*declaration.form()) {
        let codes: Vec<&str> = codes.into_iter().collect();
        differ(&FORM, place("maTKhai"), format!("{} ({})", name.form, codes.join(", ")));
    }
    let agrees = match name.period {
        FilePeriod::One(period) => facts.period.is_none_or(|own| own == period),
        FilePeriod::Months(from, to) => {
            facts.first.is_none_or(|first| from.first() == first.first_of_month())
                && facts.last.is_none_or(|last| to.last() == last.last_of_month())
        }
    };
    if !agrees {
        let said = match name.period {
            FilePeriod::One(period) => period.distinct(),
            months @ FilePeriod::Months(..) => months.to_string(),
        };
        differ(&PERIOD, place("KyKKhaiThue/kyKKhai"), said);
    }
    if declaration.number().is_some_and(|number| number != name.number) {
        differ(&NUMBER, place("soLan"), name.number.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::FileName;

    #[test]
    fn names_of_filings() {
        for (text, province, code, form, period, number) in [
            ("0123456787000-01_GTGT_TT80-M062026-L00.xml", None, "0123456787", "01_GTGT_TT80", "06/2026", 0),
            (
                "a/b!HAN-0123456787002-05_KK_TNCN_TT80-Q12024-L12.XML",
                Some("HAN"),
                "0123456787-002",
                "05_KK_TNCN_TT80",
                "1/2024",
                12,
            ),
            (
                "C:\\x\\0123456787000-03_TNDN_TT80-Y2025-L00.xml",
                None,
                "0123456787",
                "03_TNDN_TT80",
                "2025",
                0,
            ),
            ("0123456787000-BC21_AC-D29022024-L00.xml", None, "0123456787", "BC21_AC", "29/02/2024", 0),
            ("001099000001-01_CNKD_TT40-Q22026-L00.xml", None, "001099000001", "01_CNKD_TT40", "2/2026", 0),
            (
                "001099000001000-01_CNKD_TT40-Q22026-L00.xml",
                None,
                "001099000001",
                "01_CNKD_TT40",
                "2/2026",
                0,
            ),
            (
                "0123456787000-05_QTT_TNCN_TT80-012021122021-L00.xml",
                None,
                "0123456787",
                "05_QTT_TNCN_TT80",
                "01/2021 – 12/2021",
                0,
            ),
        ] {
            let name = FileName::parse(text).unwrap();
            assert_eq!(name.province.as_deref(), province, "{text}");
            assert_eq!((name.tax_code.as_str(), name.form.as_str()), (code, form), "{text}");
            assert_eq!((name.period.to_string().as_str(), name.number), (period, number), "{text}");
        }
    }

    #[test]
    fn other_names_say_nothing() {
        let long = format!("0123456787000-{}-M062026-L00.xml", "x".repeat(300));
        for text in [
            "",
            ".xml",
            "to-khai.xml",
            "ETAX11320200027369332_BCTC 2019.xml",
            "files_G12.18-260717-00226469_0.xml",
            "0123456787000-01_GTGT_TT80-M062026-L00.zip",
            "0123456787000-01_GTGT_TT80-M132026-L00.xml",
            "0123456787000-01_GTGT_TT80-D30022024-L00.xml",
            "0123456787000-01_GTGT_TT80-M062026-L0.xml",
            "0123456787000--M062026-L00.xml",
            "012345678-01_GTGT_TT80-M062026-L00.xml",
            "0123456787000-01_GTGT_TT80-é62026-L00.xml",
            "0123456787000-01_GTGT_TT80-Qé-L00.xml",
            long.as_str(),
        ] {
            assert_eq!(FileName::parse(text), None, "{text}");
        }
    }
}
