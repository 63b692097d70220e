//! Where signatures belong in each kind of document, and what each must cover.
//!
//! Sources: Decision 1450/QĐ-TCT (2021) and its successors, part I (signature elements of the
//! e-invoice format), and the layouts of signed documents of 2015 to 2026. Which of these signatures a
//! document must carry is in [`requirement`](super::requirement).

use super::place::{Cover, Place, Role, UnitKind, Which};
use super::stage;

type Targets = &'static [(&'static str, Cover)];

/// The places of a kind, in the order of reports.
pub(crate) const fn places(kind: UnitKind) -> &'static [Place] {
    match kind {
        UnitKind::Invoice => INVOICE,
        UnitKind::Message => MESSAGE,
        UnitKind::Notice => NOTICE,
        UnitKind::Minutes => MINUTES,
        UnitKind::List => LIST,
        UnitKind::Registration => REGISTRATION,
        UnitKind::Summary => SUMMARY,
        UnitKind::Request => REQUEST,
        UnitKind::Declaration => DECLARATION,
        UnitKind::TaxNotice => TAX_NOTICE,
        UnitKind::FilingRegistration => FILING_REGISTRATION,
        UnitKind::PaymentOrder => PAYMENT_ORDER,
        UnitKind::PilotInvoice => PILOT_INVOICE,
        UnitKind::Unknown => &[],
    }
}

/// Data and signing time are two references; one more is in use where a place has more to sign.
const REFERENCES: usize = 3;

const fn place(holder: &'static str, role: Role, targets: Targets) -> Place {
    Place {
        holder,
        role,
        which: Which::All,
        many: false,
        targets,
        whole: true,
        filtered: false,
        enveloped: true,
        references: REFERENCES,
    }
}

const fn many(place: Place) -> Place {
    Place { many: true, ..place }
}

/// As the authority signs: no transforms.
const fn plain(place: Place) -> Place {
    Place { enveloped: false, ..place }
}

const INVOICE_DATA: Targets = &[("DLHDon", Cover::Must)];
const NOTICE_DATA: Targets = &[("DLTBao", Cover::Must)];
/// The notice's number is given when the head of the office has signed, so only the office signs it.
const NUMBERED_NOTICE: Targets = &[("DLTBao", Cover::Must), ("STBao", Cover::Identified)];
const MINUTES_DATA: Targets = &[("NDBBan", Cover::Must)];
const LIST_DATA: Targets = &[("NDBKe", Cover::Must)];

const INVOICE: &[Place] = &[
    place("DSCKS/NBan", Role::Seller, INVOICE_DATA),
    place("DSCKS/NMua", Role::Buyer, INVOICE_DATA),
    plain(Place {
        whole: false,
        ..place("DSCKS/CQT", Role::Authority, &[("DLHDon", Cover::Must), ("MCCQT", Cover::Must)])
    }),
    many(place("DSCKS/CCKSKhac", Role::Other, INVOICE_DATA)),
    // So written by one provider.
    many(place("DSCKS/CCKSKHac", Role::Other, INVOICE_DATA)),
];
const MESSAGE: &[Place] =
    &[plain(Place { whole: false, ..place("CKSNNT", Role::Batch, &[("DLieu", Cover::Must)]) })];
const NOTICE: &[Place] = &[
    plain(place("DSCKS/TTCQT", Role::TaxOffice, NOTICE_DATA)),
    plain(place("DSCKS/CQT", Role::Authority, NUMBERED_NOTICE)),
    place("DSCKS/NNT", Role::Taxpayer, NOTICE_DATA),
    many(place("DSCKS/CCKSKhac", Role::Other, NOTICE_DATA)),
];
const MINUTES: &[Place] = &[
    place("DSCKS/NBan", Role::Seller, MINUTES_DATA),
    place("DSCKS/NMua", Role::Buyer, MINUTES_DATA),
    many(place("DSCKS/CCKSKhac", Role::Other, MINUTES_DATA)),
];
const LIST: &[Place] = &[
    place("DSCKS/NBan", Role::Seller, LIST_DATA),
    place("DSCKS/NMua", Role::Buyer, LIST_DATA),
    many(place("DSCKS/CCKSKhac", Role::Other, LIST_DATA)),
];
const REGISTRATION: &[Place] = &[place("DSCKS/NNT", Role::Taxpayer, &[("DLTKhai", Cover::Must)])];
const SUMMARY: &[Place] = &[place("DSCKS/NNT", Role::Taxpayer, &[("DLBTHop", Cover::Must)])];
const REQUEST: &[Place] = &[place("DSCKS/NNT", Role::Taxpayer, &[("DLDNghi", Cover::Must)])];
const DECLARATION: &[Place] = &[many(place("CKyDTu", Role::Taxpayer, &[("HSoKhaiThue", Cover::Must)]))];
const TAX_NOTICE: &[Place] = &[many(place("CKyDTu", Role::TaxOffice, &[("TBaoThue", Cover::Must)]))];
const FILING_REGISTRATION: &[Place] = &[
    // Inside what it signs.
    place("DKyThue", Role::Taxpayer, &[("DKyThue", Cover::Must)]),
    many(place("CKyDTu", Role::Taxpayer, &[("DKyThue", Cover::Must)])),
];

/// Before the bank wraps it, the payer's part stands directly in the order.
const ORDER: Targets = &[("NDUNG_CTU_NH/NDUNG_CTU|NDUNG_CTU", Cover::Must)];

const fn stage(label: &'static str, role: Role, targets: Targets) -> Place {
    Place {
        which: Which::Stage(label),
        whole: false,
        filtered: true,
        references: 2,
        ..place("", role, targets)
    }
}

const PAYMENT_ORDER: &[Place] = &[
    stage(stage::PAYER, Role::Payer, ORDER),
    stage(stage::AUTHORITY, Role::Authority, ORDER),
    stage(stage::BANK, Role::Bank, &[("NDUNG_CTU_NH", Cover::Must)]),
];

const PILOT_DATA: Targets = &[("invoiceData", Cover::Must)];
const PILOT_INVOICE: &[Place] = &[
    Place { which: Which::Named("seller"), whole: false, ..place("", Role::Seller, PILOT_DATA) },
    // The pilot's schema allows any number of signatures and says nothing of the others.
    many(Place { which: Which::NotNamed("seller"), whole: false, ..place("", Role::Other, PILOT_DATA) }),
];
