//! What several rules of filing ask a declaration.

use crate::declaration::{Declaration, view};
use crate::value::{Period, PeriodKind, parse_date, parse_day};
use jiff::civil::Date;

/// The period and the days of a declaration, as far as they can be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) kind: Option<PeriodKind>,
    pub(super) period: Option<Period>,
    /// kyKKhaiTuNgay.
    pub(super) from: Option<Date>,
    /// kyKKhaiDenNgay.
    pub(super) to: Option<Date>,
    /// kyKKhaiTuThang, its first day.
    pub(super) from_month: Option<Period>,
    /// kyKKhaiDenThang.
    pub(super) to_month: Option<Period>,
    /// The first day of the period, by days, months or the period's text.
    pub(super) first: Option<Date>,
    /// The last day.
    pub(super) last: Option<Date>,
    /// When it was signed: ngayKy, or ngayLapTKhai without it.
    pub(super) signed: Option<Date>,
}

impl Facts {
    pub(super) fn of(declaration: &Declaration<'_>) -> Self {
        let statement = declaration.statement();
        let day = |name: &str| parse_day(&view::text(statement, name));
        let month = |name: &str| Period::parse(PeriodKind::Month, &view::text(statement, name));
        let date = |name: &str| parse_date(&view::text(statement, name));
        let period = declaration.period();
        let (from, to) = (day("KyKKhaiThue/kyKKhaiTuNgay"), day("KyKKhaiThue/kyKKhaiDenNgay"));
        let from_month = month("KyKKhaiThue/kyKKhaiTuThang");
        let to_month = month("KyKKhaiThue/kyKKhaiDenThang");
        // A financial year need not be the calendar's; other periods are what their text says.
        let stated = period.filter(|period| period.kind() != PeriodKind::Year);
        let first =
            stated.map(|period| period.first()).or(from).or_else(|| from_month.map(|month| month.first()));
        let last = stated.map(|period| period.last()).or(to).or_else(|| to_month.map(|month| month.last()));
        Self {
            kind: declaration.period_kind(),
            period,
            from,
            to,
            from_month,
            to_month,
            first: first.or_else(|| period.map(|period| period.first())),
            last: last.or_else(|| period.map(|period| period.last())),
            signed: date("ngayKy").or_else(|| date("ngayLapTKhai")),
        }
    }
}
