//! What other declarations need to know of one.

use super::facts::Facts;
use crate::declaration::{Declaration, DeclarationKind};
use crate::form::Catalogue;
use crate::value::{Amount, Period, TaxCode};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The longest code of a form, in bytes.
const LONGEST_CODE: usize = 16;

/// A declaration as others refer to it: whose, which form, which period, which number, and what it carries forward.
///
/// It owns its values, so that a set of them ([`super::Filings`]) can outlive the documents.
///
/// ```
/// use etax::declaration::{Declaration, Filed};
/// use etax::xml::{Document, Limits, Parsed};
/// let xml = b"<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>842</maTKhai>\
///   <loaiTKhai>C</loaiTKhai><soLan>0</soLan><KyKKhaiThue><kieuKy>M</kieuKy><kyKKhai>09/2026</kyKKhai></KyKKhaiThue>\
///   </TKhaiThue><NNT><mst>0123456787</mst></NNT></TTinTKhaiThue></TTinChung><CTieuTKhaiChinh><ct43>5</ct43>\
///   </CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>";
/// let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else { panic!() };
/// let filed = Filed::of(&Declaration::read(document.root()).unwrap()).unwrap();
/// assert_eq!(filed.period().to_string(), "09/2026");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub(super) tax_code: TaxCode,
    pub(super) form: String,
    pub(super) period: Period,
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) kind: DeclarationKind,
    pub(super) number: u32,
    /// What it carries forward: the indicator, and `None` where that holds no number.
    pub(super) carried: Vec<(Box<str>, Option<Decimal>)>,
}

impl Filed {
    /// `None` when the declaration does not say whose it is, which form, which period or which kind.
    #[must_use]
    pub fn of(declaration: &Declaration<'_>) -> Option<Self> {
        Self::under(Catalogue::built_in(), declaration)
    }

    /// The same with other forms than those built in: they say what is carried over ([`crate::form::Filing::carries`]). What
    /// any version of the form asks for is kept, for the next declaration may be of another.
    #[must_use]
    pub fn under(catalogue: &Catalogue, declaration: &Declaration<'_>) -> Option<Self> {
        let facts = Facts::of(declaration);
        let form = declaration.form();
        if form.is_empty() || form.len() > LONGEST_CODE {
            return None;
        }
        Some(Self {
            tax_code: declaration.tax_code()?,
            period: facts.period?,
            first: facts.first?,
            last: facts.last?,
            kind: declaration.kind()?,
            number: declaration.number().unwrap_or_default(),
            carried: catalogue
                .carried(&form)
                .into_iter()
                .map(|path| (path.into(), amount(declaration, path)))
                .collect(),
            form: form.into_owned(),
        })
    }

    /// Whose it is.
    #[must_use]
    pub const fn tax_code(&self) -> TaxCode {
        self.tax_code
    }

    /// maTKhai.
    #[must_use]
    pub fn form(&self) -> &str {
        &self.form
    }

    /// The period.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// First, amended or replacing.
    #[must_use]
    pub const fn kind(&self) -> DeclarationKind {
        self.kind
    }

    /// soLan.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }
}

/// The number at a path under the main part: an indicator that is absent or empty is 0, one that is no number none.
pub(super) fn amount(declaration: &Declaration<'_>, path: &str) -> Option<Decimal> {
    match declaration.main()?.find(path) {
        None => Some(Decimal::ZERO),
        Some(element) => {
            let text = element.trimmed();
            if text.is_empty() {
                return Some(Decimal::ZERO);
            }
            Amount::parse(&text).ok().map(Amount::value)
        }
    }
}
