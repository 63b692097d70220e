//! The rules on invoices, grouped by what they are about.

pub(crate) mod code;
pub(crate) mod dates;
pub(crate) mod line_forms;
pub(crate) mod lines;
pub(crate) mod money;
pub(crate) mod parties;
pub(crate) mod qr;
pub(crate) mod rates;
pub(crate) mod related;
pub(crate) mod structure;
pub(crate) mod symbols;
pub(crate) mod totals;
pub(crate) mod words;

use crate::rule::{Force, Rule};

/// Declares rules as statics, lists them in `TABLE`, and in `FORCE` those that hold on some days only.
macro_rules! rules {
    ($(
        $(#[$doc:meta])*
        $name:ident = $id:literal, $check:ident, $weight:ident, $basis:expr;
        vi $vi:literal, en $en:literal;
        $(=> vi $hint_vi:literal, en $hint_en:literal;)?
        $(@ from $from:expr;)?
        $(@ until $until:expr;)?
    )*) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::rule::Rule = $crate::rule::Rule {
                id: $id,
                check: $crate::rule::Check::$check,
                weight: $crate::rule::Weight::$weight,
                basis: $basis,
                message: $crate::rule::Text { vi: $vi, en: $en },
                hint: rules!(@hint $($hint_vi, $hint_en)?),
            };
        )*
        /// The rules of this file.
        pub(crate) const TABLE: &[&$crate::rule::Rule] = &[$(&$name),*];

        /// On which days each of them holds.
        #[allow(dead_code, reason = "files without dated rules need not be asked")]
        pub(crate) const FORCE: &[(&$crate::rule::Rule, $crate::rule::Force)] = &[
            $((&$name, $crate::rule::Force {
                from: rules!(@day $($from)?),
                until: rules!(@day $($until)?),
            })),*
        ];
    };
    (@day) => { None };
    (@day $day:expr) => { Some($day) };
    (@hint) => { $crate::rule::Text::NONE };
    (@hint $vi:literal, $en:literal) => { $crate::rule::Text { vi: $vi, en: $en } };
}
pub(crate) use rules;

/// Where the rules are written.
pub(crate) mod basis {
    /// The technical decisions on the data of e-invoices.
    pub(crate) const FORMAT: &str =
        "Quyết định 1450/QĐ-TCT (2021), sửa đổi bởi Quyết định 1510/QĐ-TCT (2022) và 1306/QĐ-CT (2025)";
    /// Symbols of invoices.
    pub(crate) const SYMBOLS: &str =
        "Thông tư 91/2026/TT-BTC, phụ lục I; trước đó Thông tư 78/2021/TT-BTC và 32/2025/TT-BTC";
    /// Content of invoices.
    pub(crate) const CONTENT: &str =
        "Nghị định 254/2026/NĐ-CP; trước đó Nghị định 123/2020/NĐ-CP và 70/2025/NĐ-CP";
    /// VAT.
    pub(crate) const VAT: &str = "Luật Thuế giá trị gia tăng; Quyết định 1450/QĐ-TCT (2021), phần II";
    /// Tax codes.
    pub(crate) const TAX_CODE: &str = "Thông tư 86/2024/TT-BTC, điều 5, từ 01/07/2026 Thông tư 90/2026/TT-BTC; Quyết định 1450/QĐ-TCT (2021)";
    /// Corrections.
    pub(crate) const CORRECTION: &str =
        "Thông tư 91/2026/TT-BTC, điều 10; Quyết định 1450/QĐ-TCT (2021), phụ lục VI";
    /// Currencies.
    pub(crate) const CURRENCY: &str = "ISO 4217; Nghị định 254/2026/NĐ-CP, điều 8";
}

/// Joins the tables of the files into one.
macro_rules! join {
    ($first:expr; $($part:expr),* $(,)?) => {{
        const COUNT: usize = 0 $(+ $part.len())*;
        let mut joined = [$first; COUNT];
        let mut at = 0;
        $(
            let mut row = 0;
            while row < $part.len() {
                joined[at] = $part[row];
                at += 1;
                row += 1;
            }
        )*
        let _ = at;
        joined
    }};
}
pub(crate) use join;

/// Every rule on invoices.
///
/// ```
/// assert!(etax::invoice::RULES.iter().any(|rule| rule.id == "invoice.total.payable"));
/// ```
pub static RULES: &[&Rule] = &join!(
    structure::TABLE[0];
    structure::TABLE,
    symbols::TABLE,
    dates::TABLE,
    money::TABLE,
    parties::TABLE,
    code::TABLE,
    related::TABLE,
    lines::TABLE,
    line_forms::TABLE,
    qr::TABLE,
    rates::TABLE,
    totals::TABLE,
    words::TABLE,
);

/// On which days they hold.
pub(crate) static FORCE: &[(&Rule, Force)] = &join!(
    structure::FORCE[0];
    structure::FORCE,
    symbols::FORCE,
    dates::FORCE,
    money::FORCE,
    parties::FORCE,
    code::FORCE,
    related::FORCE,
    lines::FORCE,
    line_forms::FORCE,
    qr::FORCE,
    rates::FORCE,
    totals::FORCE,
    words::FORCE,
);
