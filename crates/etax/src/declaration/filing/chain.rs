//! What a declaration carries over from the one before: [22] of this period is [43] of the last.

use super::filed::{Filed, amount};
use crate::declaration::rules::rule;
use crate::declaration::{Declaration, DeclarationKind};
use crate::form::{Carry, Catalogue, Filing};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use jiff::ToSpan;
use rust_decimal::Decimal;
use std::fmt;

rule!(CARRIED, "declaration.chain", Rules, Warn, "Thông tư 80/2021/TT-BTC, mẫu biểu; HTKK: số kỳ trước chuyển sang của tờ khai lần đầu kỳ trước liền kề";
    "{name} phải bằng số kỳ trước chuyển sang {expected_amount}, đang khai {found_amount}.",
    "{name} must be what the period before carries forward, {expected_amount}, it says {found_amount}.";
    "So với tờ khai lần đầu của kỳ trước liền kề.", "Compare with the first declaration of the period just before.");

pub(super) const RULES: &[&Rule] = &[&CARRIED];

/// Why one declaration does not continue another. It is the caller's mistake, so no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainError {
    /// One of them does not say whose it is, which form, which period or which kind.
    Unnamed,
    /// They are of different taxpayers.
    Taxpayer,
    /// They are of different forms.
    Form,
    /// The one does not end the day before the other begins.
    Period,
    /// The one before is an amendment; what was declared first is carried over.
    Amended,
    /// Nothing is known to be carried over in this form.
    Nothing,
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unnamed => "a declaration does not say taxpayer, form, period and kind",
            Self::Taxpayer => "the declarations are of different taxpayers",
            Self::Form => "the declarations are of different forms",
            Self::Period => "the previous declaration is not of the period just before",
            Self::Amended => "the previous declaration is an amendment",
            Self::Nothing => "this form carries nothing over that is known",
        })
    }
}

impl std::error::Error for ChainError {}

/// Judges what a declaration carries over against the declaration of the period just before.
///
/// Only first declarations are judged; what an amendment changes is not carried over but declared in indicators of its
/// own.
///
/// # Errors
/// [`ChainError`] when `previous` is not what `current` continues: that is for the caller to know.
///
/// ```
/// use etax::declaration::{ChainError, Declaration, check_chain};
/// use etax::report::Findings;
/// use etax::xml::{Document, Limits, Parsed};
/// let vat = |month: &str, ct22: u32, ct43: u32| format!("<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue>\
///   <maTKhai>842</maTKhai><loaiTKhai>C</loaiTKhai><soLan>0</soLan><KyKKhaiThue><kieuKy>M</kieuKy>\
///   <kyKKhai>{month}</kyKKhai></KyKKhaiThue></TKhaiThue><NNT><mst>0123456787</mst></NNT></TTinTKhaiThue></TTinChung>\
///   <CTieuTKhaiChinh><ct22>{ct22}</ct22><ct43>{ct43}</ct43></CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>");
/// let (before, after) = (vat("12/2025", 0, 900), vat("01/2026", 800, 0));
/// let parse = |text| { let Parsed::Document(d) = Document::parse(text, &Limits::default()) else { panic!() }; d };
/// let (before, after) = (parse(before.as_bytes()), parse(after.as_bytes()));
/// let before = Declaration::read(before.root()).unwrap();
/// let after = Declaration::read(after.root()).unwrap();
/// let mut findings = Findings::new(10);
/// check_chain(&before, &after, &mut findings).unwrap();
/// assert_eq!(findings.as_slice()[0].expected.as_deref(), Some("900"));
/// assert_eq!(check_chain(&after, &before, &mut findings), Err(ChainError::Period));
/// ```
pub fn check_chain(
    previous: &Declaration<'_>,
    current: &Declaration<'_>,
    findings: &mut Findings,
) -> Result<(), ChainError> {
    check_chain_under(Catalogue::built_in(), previous, current, findings)
}

/// The same with other forms than those built in: that of `current` says what is carried over ([`Filing::carries`]).
///
/// # Errors
/// As [`check_chain`].
pub fn check_chain_under(
    catalogue: &Catalogue,
    previous: &Declaration<'_>,
    current: &Declaration<'_>,
    findings: &mut Findings,
) -> Result<(), ChainError> {
    let before = Filed::under(catalogue, previous).ok_or(ChainError::Unnamed)?;
    let now = Filed::under(catalogue, current).ok_or(ChainError::Unnamed)?;
    let nothing = Filing::default();
    let filing = super::known(current, catalogue, None).map_or(&nothing, |(_, filing)| filing);
    check(filing, &before, current, &now, findings)
}

/// The same where what is known of both is at hand.
pub(super) fn check(
    filing: &Filing,
    previous: &Filed,
    current: &Declaration<'_>,
    filed: &Filed,
    findings: &mut Findings,
) -> Result<(), ChainError> {
    previous.precedes(filed)?;
    report(&gaps(filing, previous, current, filed), current, findings);
    Ok(())
}

/// An indicator that does not continue the period before: its path, what it should be.
pub(super) type Gap<'f> = (&'f str, Decimal);

/// Everything that `current` does not carry over as it should.
pub(super) fn gaps<'f>(
    filing: &'f Filing,
    previous: &Filed,
    current: &Declaration<'_>,
    filed: &Filed,
) -> Vec<Gap<'f>> {
    if filed.kind != DeclarationKind::First {
        return Vec::new();
    }
    let differs = |carry: &'f Carry| {
        let (_, carried) = previous.carried.iter().find(|(path, _)| **path == *carry.from())?;
        let (expected, found) = ((*carried)?, amount(current, carry.to())?);
        (found != expected).then(|| (carry.to(), expected))
    };
    filing.carries.iter().filter_map(differs).collect()
}

pub(super) fn report(gaps: &[Gap<'_>], current: &Declaration<'_>, findings: &mut Findings) {
    let Some(main) = current.main() else { return };
    for (path, expected) in gaps {
        let finding = Finding::new(&CARRIED).expected(expected.to_string());
        findings.push(match main.find(path) {
            Some(element) => finding.at(element).found(element.trimmed()),
            None => finding.at_span(format!("{}/{path}", main.path()), main.start_tag_span()).found("0"),
        });
    }
}

impl Filed {
    /// Whether `next` continues this declaration.
    ///
    /// # Errors
    /// [`ChainError`] says why it does not.
    pub fn precedes(&self, next: &Self) -> Result<(), ChainError> {
        if self.tax_code != next.tax_code {
            return Err(ChainError::Taxpayer);
        }
        if self.form != next.form {
            return Err(ChainError::Form);
        }
        if self.last.checked_add(1.day()).ok() != Some(next.first) {
            return Err(ChainError::Period);
        }
        if self.kind == DeclarationKind::Amended {
            return Err(ChainError::Amended);
        }
        if self.carried.is_empty() {
            return Err(ChainError::Nothing);
        }
        Ok(())
    }
}
