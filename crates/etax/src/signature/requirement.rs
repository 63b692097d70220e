//! Who must have signed a document of which kind, under which conditions and from which day: a table.
//!
//! Of the rows of a kind the first whose conditions hold counts.

use super::place::{Role, UnitKind, elements_at};
use super::subject::Subject;
use crate::message::Message;
use crate::value::parse_date;
use crate::xml::Element;
use jiff::civil::{Date, date};

/// A condition on a document.
#[derive(Clone, Copy, Debug)]
enum When {
    /// It carries the authority's 34-character code.
    Coded,
    /// It is from a cash register (letter M in the series).
    CashRegister,
    /// The valid signature of its message's batch covers it and is its seller's.
    InSignedBatch,
    /// KHMSHDon, the form of an invoice.
    Form(&'static str),
    /// MLTDiep, the type of a message.
    Message(i16),
    /// MSo, the form of a notice, starts so.
    Number(&'static str),
    /// There is an element at this path.
    Holds(&'static str),
    /// There is none.
    Lacks(&'static str),
}

/// How much a signature is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A text that was read demands it.
    Must,
    /// Custom has it, or a text known at second hand.
    Usual,
    /// The document stands without it; that a party has not signed is worth a word.
    Party,
}

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Requirement {
    kind: UnitKind,
    when: &'static [When],
    /// Documents of earlier days are not meant; those that name no day are.
    from: Option<Date>,
    /// Each of these must have signed.
    pub(crate) each: &'static [(Role, Need)],
    /// At least one of these must have.
    pub(crate) any: &'static [Role],
    /// A signature of these does not belong in such a document.
    pub(crate) none: &'static [Role],
    /// Nobody must sign, but then nothing shows whose document it is.
    pub(crate) may_be_unsigned: bool,
}

const fn row(kind: UnitKind, when: &'static [When], each: &'static [(Role, Need)]) -> Requirement {
    Requirement { kind, when, from: None, each, any: &[], none: &[], may_be_unsigned: false }
}

const SELLER: (Role, Need) = (Role::Seller, Need::Must);
const AUTHORITY: (Role, Need) = (Role::Authority, Need::Must);
const TAXPAYER: (Role, Need) = (Role::Taxpayer, Need::Must);
const PAYER: (Role, Need) = (Role::Payer, Need::Must);

/// Decision 1510/QĐ-TCT brought cash registers and their batches (message 206).
const CASH_REGISTERS: Date = date(2022, 9, 21);
/// Decree 70/2025/NĐ-CP: seller and buyer agree in writing before an invoice is corrected.
const AGREEMENTS: Date = date(2025, 6, 1);

const TABLE: &[Requirement] = &[
    // Decree 254/2026/NĐ-CP, article 8.9b, before it Decree 123/2020/NĐ-CP, article 11: a digital signature is not
    // obligatory on an invoice of a cash register. Its batch is signed instead.
    row(UnitKind::Invoice, &[When::InSignedBatch, When::Coded], &[AUTHORITY]),
    row(UnitKind::Invoice, &[When::InSignedBatch], &[]),
    row(UnitKind::Invoice, &[When::CashRegister, When::Coded], &[AUTHORITY]),
    Requirement {
        from: Some(CASH_REGISTERS),
        may_be_unsigned: true,
        ..row(UnitKind::Invoice, &[When::CashRegister], &[])
    },
    row(UnitKind::Invoice, &[When::Coded], &[SELLER, AUTHORITY]),
    // Decree 123/2020/NĐ-CP, article 10.14c, at second hand: stamps, tickets and cards without code need no
    // signature of the seller.
    row(UnitKind::Invoice, &[When::Form("5")], &[(Role::Seller, Need::Usual)]),
    row(UnitKind::Invoice, &[], &[SELLER]),
    Requirement {
        from: Some(CASH_REGISTERS),
        ..row(UnitKind::Message, &[When::Message(206)], &[(Role::Batch, Need::Must)])
    },
    // Technical answers (message 999) are notices in name only: they have no data to sign.
    row(UnitKind::Notice, &[When::Lacks("DLTBao")], &[]),
    Requirement {
        none: &[Role::Authority, Role::TaxOffice],
        ..row(UnitKind::Notice, &[When::Number("04/SS")], &[TAXPAYER])
    },
    // Answers to registrations: by the head of the office, then by the office with the notice's number. Real ones
    // have both; the text that was read asks for the authority's.
    Requirement {
        none: &[Role::Taxpayer],
        ..row(UnitKind::Notice, &[When::Number("01/TB-ĐKĐT")], &[AUTHORITY, (Role::TaxOffice, Need::Usual)])
    },
    Requirement {
        any: &[Role::Authority, Role::TaxOffice],
        none: &[Role::Taxpayer],
        ..row(UnitKind::Notice, &[When::Number("01/TB")], &[])
    },
    Requirement {
        any: &[Role::Authority, Role::TaxOffice, Role::Taxpayer],
        ..row(UnitKind::Notice, &[], &[])
    },
    // Real minutes often have the seller's signature only; from 2025 both must agree.
    Requirement {
        from: Some(AGREEMENTS),
        any: &[Role::Seller, Role::Buyer],
        ..row(UnitKind::Minutes, &[], &[(Role::Seller, Need::Party), (Role::Buyer, Need::Party)])
    },
    Requirement { any: &[Role::Seller, Role::Buyer], ..row(UnitKind::Minutes, &[], &[]) },
    row(UnitKind::List, &[], &[(Role::Seller, Need::Usual)]),
    row(UnitKind::Registration, &[], &[TAXPAYER]),
    row(UnitKind::Summary, &[], &[TAXPAYER]),
    row(UnitKind::Request, &[], &[TAXPAYER]),
    row(UnitKind::Declaration, &[], &[TAXPAYER]),
    row(UnitKind::FilingRegistration, &[], &[TAXPAYER]),
    row(UnitKind::TaxNotice, &[], &[(Role::TaxOffice, Need::Must)]),
    // The bank wraps and signs what the payer and the tax authority have signed.
    row(
        UnitKind::PaymentOrder,
        &[When::Holds("NDUNG_CTU_NH")],
        &[PAYER, AUTHORITY, (Role::Bank, Need::Must)],
    ),
    Requirement { none: &[Role::Bank], ..row(UnitKind::PaymentOrder, &[], &[PAYER]) },
    row(UnitKind::PilotInvoice, &[], &[SELLER]),
];

/// For kinds that the table does not know.
static NOTHING: Requirement = row(UnitKind::Unknown, &[], &[]);

impl Requirement {
    /// What is required of a document.
    pub(crate) fn of(unit: Element<'_>, subject: &Subject<'_>) -> &'static Self {
        TABLE
            .iter()
            .filter(|row| row.kind == subject.kind)
            .find(|row| {
                row.when.iter().all(|when| when.holds(unit, subject))
                    && row.from.is_none_or(|from| day(unit, subject.kind).is_none_or(|day| day >= from))
            })
            .unwrap_or(&NOTHING)
    }

    /// Whether anybody must have signed at all.
    pub(crate) const fn asks(&self) -> bool {
        !self.each.is_empty() || !self.any.is_empty() || self.may_be_unsigned
    }
}

impl When {
    fn holds(self, unit: Element<'_>, subject: &Subject<'_>) -> bool {
        match self {
            Self::Coded => subject.coded,
            Self::CashRegister => subject.cash_register,
            Self::InSignedBatch => subject.in_signed_batch,
            Self::Form(form) => text(unit, "DLHDon/TTChung/KHMSHDon").is_some_and(|own| own == form),
            Self::Message(code) => Message::new(unit).code() == Some(code),
            Self::Number(start) => text(unit, "DLTBao/MSo").is_some_and(|own| own.starts_with(start)),
            Self::Holds(path) => !elements_at(unit, path).is_empty(),
            Self::Lacks(path) => elements_at(unit, path).is_empty(),
        }
    }
}

/// The day a document says it was made on.
fn day(unit: Element<'_>, kind: UnitKind) -> Option<Date> {
    let path = match kind {
        UnitKind::Invoice => "DLHDon/TTChung/NLap",
        UnitKind::Minutes => "NDBBan/TTChung/NBBan",
        _ => return None,
    };
    text(unit, path).and_then(|text| parse_date(&text))
}

fn text<'d>(unit: Element<'d>, path: &str) -> Option<std::borrow::Cow<'d, str>> {
    unit.find(path).map(Element::trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_asked_for_has_a_place() {
        for row in TABLE {
            let each = row.each.iter().map(|(role, _)| role);
            for role in each.chain(row.any).chain(row.none) {
                let known = row.kind.places().iter().any(|place| place.role == *role);
                assert!(known, "{row:?} asks for {role:?}");
            }
        }
    }

    #[test]
    fn every_kind_with_places_has_a_row_without_conditions_or_asks_nobody() {
        for row in TABLE {
            let last = TABLE.iter().rev().find(|other| other.kind == row.kind);
            let open = last.is_some_and(|last| last.when.is_empty() || last.kind == UnitKind::Message);
            assert!(open, "{row:?}");
        }
    }
}
