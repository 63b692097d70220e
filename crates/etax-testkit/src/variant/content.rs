//! Invoices whose symbols, days, parties, lines or totals say what cannot be, and that are validly signed.

use super::invoice::{Case, Step, add_cases};
use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::tree::Element;

use Step::{Add, Block, Remove, Set};

const GENERAL: &str = "DLHDon/TTChung";
const SELLER: &str = "DLHDon/NDHDon/NBan";
const BUYER: &str = "DLHDon/NDHDon/NMua";
const RELATED: &str = "DLHDon/TTChung/TTHDLQuan";
const LINE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu";
const TOTAL: &str = "DLHDon/NDHDon/TToan";

const SYMBOLS: &[Case] = &[
    (
        "invoice-series-form",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "T26CTT")],
        &["invoice.series.form"],
        "a series whose letters are in the wrong order",
    ),
    (
        "invoice-series-form-differs",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "2C26TTT")],
        &["invoice.series.printed", "invoice.series.form-differs"],
        "the form symbol of another kind written with the series",
    ),
    (
        "invoice-series-alphabet",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "C26TFO")],
        &["invoice.series.alphabet"],
        "letters of choice outside the usual twenty",
    ),
    (
        "invoice-title",
        Base::Coded,
        &[Set("DLHDon/TTChung/THDon", "Hóa đơn bán hàng")],
        &["invoice.title"],
        "the title of a sales invoice on a VAT invoice",
    ),
    (
        "invoice-dossier-unexpected",
        Base::Coded,
        &[Add(GENERAL, "MHSo", "HS0000000001")],
        &["invoice.dossier.unexpected"],
        "the dossier number of another kind of code",
    ),
    (
        "invoice-number-padded",
        Base::Coded,
        &[Set("DLHDon/TTChung/SHDon", "00000068")],
        &["invoice.number.padded"],
        "zeros in front of the number",
    ),
    (
        "invoice-version-early",
        Base::Old,
        &[Set("DLHDon/TTChung/PBan", "2.1.0")],
        &["invoice.version.early"],
        "version 2.1.0 two years before it existed",
    ),
    (
        "invoice-version-late",
        Base::Coded,
        &[Set("DLHDon/TTChung/PBan", "2.0.1")],
        &["invoice.version.late"],
        "an old version in 2026",
    ),
];

const DAYS: &[Case] = &[
    (
        "invoice-date-time",
        Base::Coded,
        &[Set("DLHDon/TTChung/NLap", "2026-09-15T00:00:00")],
        &["invoice.date.time"],
        "a date of issue with a time of day",
    ),
    (
        "invoice-signed-early",
        Base::Uncoded,
        &[Set("DLHDon/TTChung/NLap", "2026-09-17")],
        &["invoice.date.signed-early"],
        "signed two days before the date of issue",
    ),
    (
        "invoice-coded-late",
        Base::Coded,
        &[Set("DLHDon/TTChung/NLap", "2026-08-14")],
        &["invoice.date.coded-late", "invoice.date.signed-late"],
        "coded a month after the date of issue",
    ),
    (
        "invoice-list-later",
        Base::Coded,
        &[Add(GENERAL, "SBKe", "BK-9"), Add(GENERAL, "NBKe", "2026-09-20")],
        &["invoice.list.later"],
        "an attached list of a later day",
    ),
    (
        "invoice-list-incomplete",
        Base::Coded,
        &[Add(GENERAL, "SBKe", "BK-9")],
        &["invoice.list.incomplete"],
        "an attached list without its day",
    ),
    (
        "invoice-contract-later",
        Base::Consignment,
        &[Set("DLHDon/NDHDon/NBan/HDKTNgay", "2026-09-20")],
        &["invoice.contract.later"],
        "goods sent to an agent before there is a contract",
    ),
    (
        "invoice-decision-later",
        Base::PublicProperty,
        &[Set("DLHDon/NDHDon/NBan/NQDinh", "2026-09-20")],
        &["invoice.decision.later"],
        "public property sold before that was decided",
    ),
    (
        "invoice-transport-order",
        Base::PublicProperty,
        &[Set("DLHDon/NDHDon/NMua/TGVCHDDen", "2026-09-14")],
        &["invoice.transport.order"],
        "a transport that ends before it begins",
    ),
    (
        "invoice-passport",
        Base::Coded,
        &[Add(BUYER, "SHChieu", "Z0000001"), Add(BUYER, "NHHHChieu", "2026-01-01")],
        &["invoice.buyer.passport.expired"],
        "a passport that has expired",
    ),
];

const MONEY: &[Case] = &[
    (
        "invoice-exchange-rate-one",
        Base::Dollars,
        &[Set("DLHDon/TTChung/TGia", "1")],
        &["invoice.exchange-rate.one"],
        "a dollar worth one đồng",
    ),
    (
        "invoice-exchange-rate-unusual",
        Base::Dollars,
        &[Set("DLHDon/TTChung/TGia", "2613.80")],
        &["invoice.exchange-rate.unusual"],
        "a tenth of the exchange rate",
    ),
    (
        "invoice-exchange-rate-lines-missing",
        Base::Coded,
        &[Add(GENERAL, "HDNTGia", "1")],
        &["invoice.exchange-rate.lines-missing"],
        "several exchange rates, and none on the lines",
    ),
    (
        "invoice-exchange-rate-lines-unexpected",
        Base::Dollars,
        &[Add(LINE, "TGia", "26138")],
        &["invoice.exchange-rate.lines-unexpected"],
        "an exchange rate of one line only",
    ),
    (
        "invoice-payment-code",
        Base::Coded,
        &[Set("DLHDon/TTChung/HTTToan", "9")],
        &["invoice.payment.code"],
        "a number as method of payment",
    ),
    (
        "invoice-payment-cash",
        Base::Coded,
        &[Set("DLHDon/TTChung/HTTToan", "Tiền mặt"), Set("DLHDon/NDHDon/TToan/TgTTTBSo", "999000000")],
        &["invoice.payment.cash"],
        "much paid in cash",
    ),
    (
        "invoice-words-currency",
        Base::Coded,
        &[
            Set("DLHDon/NDHDon/TToan/TgTTTBChu", "Một nghìn đô la Mỹ"),
            Set("DLHDon/NDHDon/TToan/TgTTTBSo", "1000"),
        ],
        &["invoice.total.words.currency"],
        "dollars in words, đồng in digits",
    ),
    (
        "invoice-words-unit",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTTTBChu", "Một nghìn"), Set("DLHDon/NDHDon/TToan/TgTTTBSo", "1000")],
        &["invoice.total.words.unit"],
        "words without a currency",
    ),
    (
        "invoice-total-fraction",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTTTBSo", "1000.5")],
        &["invoice.total.fraction"],
        "half a đồng",
    ),
    (
        "invoice-total-discount-negative",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TTCKTMai", "-5")],
        &["invoice.total.discount.negative"],
        "a discount below zero",
    ),
    (
        "invoice-total-discount-excess",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TTCKTMai", "999999999999")],
        &["invoice.total.discount.excess"],
        "a discount of more than there is",
    ),
    (
        "invoice-fee-negative",
        Base::Fees,
        &[Set("DLHDon/NDHDon/TToan/DSLPhi/LPhi/TPhi", "-5")],
        &["invoice.total.fee.negative"],
        "a fee below zero",
    ),
    (
        "invoice-vat-rate-unusual",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TSuat", "KHAC:9%")],
        &["invoice.vat-rate.unusual"],
        "a rate that no law has",
    ),
    (
        "invoice-rate-tax-missing",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TThue")],
        &["invoice.rate.tax-missing"],
        "a rate's total without its tax",
    ),
    (
        "invoice-rate-nameless",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TSuat")],
        &["invoice.rate.nameless"],
        "a total of an unknown rate",
    ),
];

const PARTIES: &[Case] = &[
    (
        "invoice-buyer-incomplete",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/NMua/DChi")],
        &["invoice.buyer.incomplete"],
        "a company without address",
    ),
    (
        "invoice-buyer-consumer-identified",
        Base::Coded,
        &[Add(BUYER, "HVTNMHang", "Bán cho người tiêu dùng")],
        &["invoice.buyer.consumer-identified"],
        "a consumer with a tax code",
    ),
    (
        "invoice-buyer-consumer-literal",
        Base::Coded,
        &[
            Remove("DLHDon/NDHDon/NMua/MST"),
            Remove("DLHDon/NDHDon/NMua/DChi"),
            Set("DLHDon/NDHDon/NMua/Ten", "Khách lẻ"),
        ],
        &["invoice.buyer.consumer-literal"],
        "words for an unknown buyer that are no longer the right ones",
    ),
    (
        "invoice-buyer-century",
        Base::Coded,
        &[Add(BUYER, "CCCDan", "099999000001")],
        &["invoice.buyer.personal-id.century"],
        "a buyer born in a century to come",
    ),
    (
        "invoice-buyer-id-differs",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NMua/MST", "099099000001"), Add(BUYER, "CCCDan", "099099000002")],
        &["invoice.buyer.personal-id.differs"],
        "two personal numbers of one person",
    ),
    (
        "invoice-household",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NMua/MST", "8900000014")],
        &["invoice.tax-code.household"],
        "the former tax code of a household business",
    ),
    (
        "invoice-seller-test-branch",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NBan/MST", "9900000016-999")],
        &["invoice.seller.test-branch"],
        "a branch that providers test with",
    ),
    (
        "invoice-email",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NMua/DCTDTu", "khong-co")],
        &["invoice.email"],
        "an e-mail address that is none",
    ),
];

const CORRECTIONS: &[Case] = &[
    (
        "invoice-related-year",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/NLHDCLQuan", "2025-12-31")],
        &["invoice.related.year"],
        "the other invoice's series is not of its year",
    ),
    (
        "invoice-related-law-period",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/LHDCLQuan", "3")],
        &["invoice.related.law-period", "invoice.related.old-symbols"],
        "an invoice of the old law in 2026",
    ),
    (
        "invoice-related-form",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/KHMSHDCLQuan", "2")],
        &["invoice.related.form"],
        "a VAT invoice that replaces a sales invoice",
    ),
    (
        "invoice-related-list-and-single",
        Base::Replacing,
        &[Add(RELATED, "SBKCLQuan", "BK-1"), Add(RELATED, "NBKCLQuan", "2026-09-20")],
        &["invoice.related.list-and-single", "invoice.related.list-later"],
        "a list and a single invoice at once",
    ),
    (
        "invoice-related-replace-negative",
        Base::Replacing,
        &[Set("DLHDon/NDHDon/TToan/TgTTTBSo", "-1000")],
        &["invoice.related.replace-negative"],
        "a replacement of less than nothing",
    ),
];

const LINES: &[Case] = &[
    (
        "invoice-line-position",
        Base::Coded,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu[2]/STT", "1")],
        &["invoice.line.position"],
        "two lines of the same number",
    ),
    (
        "invoice-line-unit",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/DSHHDVu/HHDVu/DVTinh")],
        &["invoice.line.unit"],
        "goods without a unit",
    ),
    (
        "invoice-line-half-priced",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/DSHHDVu/HHDVu/DGia")],
        &["invoice.line.half-priced"],
        "a quantity without price",
    ),
    (
        "invoice-line-negative",
        Base::Coded,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/SLuong", "-1")],
        &["invoice.line.negative"],
        "less than nothing sold",
    ),
    (
        "invoice-line-discount-excess",
        Base::DiscountGross,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/STCKhau", "999999999999")],
        &["invoice.line.discount.excess"],
        "a discount of more than the price",
    ),
    (
        "invoice-line-discount-percent",
        Base::DiscountGross,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/TLCKhau", "-5")],
        &["invoice.line.discount.percent"],
        "a discount of less than nothing",
    ),
    (
        "invoice-line-discount-unstated",
        Base::DiscountGross,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/STCKhau", "0")],
        &["invoice.line.discount.unstated"],
        "a percentage without its amount",
    ),
    (
        "invoice-line-promotion",
        Base::Coded,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/TChat", "2")],
        &["invoice.line.promotion.amount"],
        "a gift that costs something",
    ),
    (
        "invoice-line-note",
        Base::Coded,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/TChat", "4")],
        &["invoice.line.note.amount"],
        "a note that costs something",
    ),
    (
        "invoice-line-tax",
        Base::FreeFields,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/TTKhac/TTin/DLieu", "1")],
        &["invoice.line.tax"],
        "a tax of the line that is not its rate's",
    ),
    (
        "invoice-line-special-particulars",
        Base::Coded,
        &[Block(LINE, "TTHHDTrung"), Add("DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung", "LHHDTrung", "1")],
        &["invoice.line.special.particulars"],
        "a vehicle without its numbers",
    ),
    (
        "invoice-line-special-kind",
        Base::Coded,
        &[Block(LINE, "TTHHDTrung"), Add("DLHDon/NDHDon/DSHHDVu/HHDVu/TTHHDTrung", "LHHDTrung", "8")],
        &["invoice.line.special.kind"],
        "special goods of a kind nobody published",
    ),
    (
        "invoice-extension-kind",
        Base::FreeFields,
        &[Set("DLHDon/TTChung/TTKhac/TTin/KDLieu", "chuỗi")],
        &["invoice.extension.kind"],
        "a free field of a type that does not exist",
    ),
    (
        "invoice-extension-value",
        Base::FreeFields,
        &[Set("DLHDon/TTChung/TTKhac/TTin/KDLieu", "date")],
        &["invoice.extension.value"],
        "a free field whose value is not of its type",
    ),
];

const MESSAGES: &[Case] = &[
    (
        "message-invoice-duplicate",
        Base::Report,
        &[Set("DLieu/HDon[2]/DLHDon/TTChung/SHDon", "68")],
        &["message.invoice.duplicate"],
        "two invoices of one number",
    ),
    (
        "message-list-missing",
        Base::Report,
        &[Set("TTChung/MLTDiep", "210")],
        &["message.list.missing"],
        "invoices that correct several, without the list",
    ),
    (
        "message-invoice-coded",
        Base::Report,
        &[Set("TTChung/MLTDiep", "200")],
        &["message.invoice.coded"],
        "invoices without code that ask for one",
    ),
    (
        "message-invoice-occurrence",
        Base::Request,
        &[Set("TTChung/MLTDiep", "201")],
        &["message.invoice.occurrence"],
        "a usual invoice in the message for single occurrences",
    ),
    (
        "message-invoice-register",
        Base::Batch,
        &[Set("TTChung/MLTDiep", "203")],
        &["message.invoice.register"],
        "cash-register invoices in the message for others",
    ),
    (
        "message-content-unread",
        Base::Report,
        &[Set("TTChung/MLTDiep", "500")],
        &["message.content.unread"],
        "a message whose content no text describes",
    ),
    (
        "message-answered",
        Base::Answer,
        &[Set("TTChung/MTDTChieu", "V9900000016-1")],
        &["message.answered"],
        "an answer to something that is no message",
    ),
    (
        "message-id-uuid",
        Base::Report,
        &[Set("TTChung/MTDiep", "V9900000016ABCDEF0123456789ABCDEF0123456789")],
        &["message.id.uuid"],
        "an id that was not drawn by chance",
    ),
    (
        "message-party-dash",
        Base::Report,
        &[Set("TTChung/MNNhan", "V9900000016-001")],
        &["message.party.dash"],
        "a receiver with the dash of its tax code",
    ),
    (
        "message-direction",
        Base::Report,
        &[Set("TTChung/MNGui", "TCT")],
        &["message.direction"],
        "invoices that the authority sends itself",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for cases in [SYMBOLS, DAYS, MONEY, PARTIES, CORRECTIONS, LINES, MESSAGES] {
        add_cases(bench, cases, list)?;
    }
    codes(bench, list)?;
    parties(bench, list)?;
    messages(bench, list)
}

/// QR data that cannot be read, deviate, or say something else.
fn codes(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    type Change = fn(&str) -> String;
    let changes: [(&str, &'static str, &'static str, Change); 3] = [
        ("invoice-qr-unread", "invoice.qr.unread", "QR data that say nothing", |_| {
            "https://tra-cuu.example/hoa-don".to_owned()
        }),
        ("invoice-qr-checksum", "invoice.qr.checksum", "a wrong checksum of the QR code", |text| {
            format!("{}383C", text.get(..text.len().saturating_sub(4)).unwrap_or_default())
        }),
        ("invoice-qr-deviation", "invoice.qr.deviation", "no checksum of the QR code", |text| {
            text.get(..text.len().saturating_sub(8)).unwrap_or_default().to_owned()
        }),
    ];
    for (name, rule, shows, change) in changes {
        list.push(bench.changed(name, Base::Coded, &[rule], shows, |draft| {
            let text = change(&draft.root.at("DLQRCode")?.text());
            draft.root.set("DLQRCode", &text)
        })?);
    }
    list.push(bench.changed(
        "invoice-qr-differs",
        Base::Coded,
        &["invoice.qr.differs"],
        "a QR code of another number",
        |draft| draft.root.set("DLHDon/TTChung/SHDon", "69"),
    )?);
    Ok(())
}

/// One party in two places, and sound invoices that are worth a remark.
fn parties(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let sound = bench.draft(Base::Coded)?.finish()?;
    for (name, base, rule, shows) in [
        ("invoice-form-uncertain", Base::Export, "invoice.form.uncertain", "a form whose table was not seen"),
        (
            "invoice-discount-subtracted",
            Base::DiscountGross,
            "invoice.total.discount.subtracted",
            "a trade discount taken off the payable total",
        ),
    ] {
        let remarked = bench.draft(base)?.finish()?.into_bytes();
        list.push(Variant::new(name, remarked, sound.as_bytes(), &[rule], shows));
    }
    list.push(bench.changed(
        "invoice-buyer-seller",
        Base::Coded,
        &["invoice.buyer.is-seller"],
        "a sale to oneself",
        |draft| {
            let own = draft.root.at(SELLER)?.at("MST")?.text();
            draft.root.set("DLHDon/NDHDon/NMua/MST", &own)
        },
    )?);
    list.push(bench.changed(
        "invoice-delegate-self",
        Base::Coded,
        &["invoice.delegate.is-seller"],
        "a seller who issues for himself by delegation",
        |draft| {
            let own = draft.root.at(SELLER)?.at("MST")?.text();
            for (tag, text) in
                [("MSTDVNUNLHDon", own.as_str()), ("TDVNUNLHDon", "Tự"), ("DCDVNUNLHDon", "Tự")]
            {
                draft.root.at_mut(GENERAL)?.push(Element::leaf(tag, text));
            }
            Ok(())
        },
    )?);
    // The trade discount stands in TTCKTMai, and is not taken off again.
    list.push(bench.changed(
        "invoice-discount-included",
        Base::DiscountGross,
        &["invoice.total.discount.included"],
        "a trade discount that is taken off before the payable total",
        |draft| {
            let total = draft.root.at_mut(TOTAL)?;
            let read = |tag: &str, total: &Element| -> Result<i64> {
                Ok(total.at(tag)?.text().parse().unwrap_or_default())
            };
            let base = read("TgTCThue", total)?;
            let off = read("TTCKTMai", total)?;
            let payable = read("TgTTTBSo", total)?;
            total.set("TgTCThue", &(base - off).to_string())?;
            total.set("TgTTTBSo", &payable.to_string())
        },
    )?);
    // Before 2026-07-01 cash registers had codes.
    let mut plan = crate::invoice::Plan::new(1, false, "2026-03-16", 68);
    plan.letter = Some('M');
    let (maker, seller) = (crate::world::Maker::Plain, bench.world.seller(0));
    let broken = bench.invoice(&plan, maker, seller)?.finish()?;
    plan.date = "2026-09-16".to_owned();
    let sound = bench.invoice(&plan, maker, bench.world.seller(0))?.finish()?;
    let mut register = Variant::new(
        "invoice-series-register-uncoded",
        broken.into_bytes(),
        sound.as_bytes(),
        &["invoice.series.register-uncoded"],
        "a cash register without code in March 2026",
    );
    register.twin_verdict = "accepted";
    list.push(register);
    Ok(())
}

/// Messages whose parts do not go together.
fn messages(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    list.push(bench.changed(
        "message-batch-id",
        Base::Batch,
        &["message.batch.id"],
        "a batch whose data have no Id",
        |draft| {
            draft.root.at_mut("DLieu")?.attributes.clear();
            draft.jobs.clear();
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "message-answers-itself",
        Base::Answer,
        &["message.answers-itself"],
        "a message that answers itself",
        |draft| {
            let own = draft.root.at("TTChung/MTDiep")?.text();
            draft.root.set("TTChung/MTDTChieu", &own)
        },
    )?);
    // One invoice that adjusts two, with the list of them.
    let random = &mut crate::random::Random::branch(99, 210);
    let corrected = |kind: u16,
                     change: &dyn Fn(&mut Element) -> Result<()>,
                     random: &mut crate::random::Random|
     -> Result<Vec<u8>> {
        let mut plan = crate::invoice::Plan::new(1, false, "2026-09-15", 70);
        plan.related = Some(crate::invoice::Related::Adjusts);
        let mut invoice = bench.invoice(&plan, crate::world::Maker::Plain, bench.world.seller(0))?;
        let related = invoice.root.at_mut(RELATED)?;
        related.children.truncate(1);
        related.push(Element::leaf("SBKCLQuan", "BK-09"));
        related.push(Element::leaf("NBKCLQuan", "2026-09-15"));
        change(&mut invoice.root)?;
        let paper = crate::notice::Paper::List.draft(&bench.world, bench.world.seller(0), random);
        let mut message = bench.world.message(kind, bench.world.seller(0), vec![invoice, paper], random);
        message.root.set("TTChung/SLuong", "1")?;
        Ok(message.finish()?.into_bytes())
    };
    let sound = corrected(210, &|_| Ok(()), random)?;
    for (name, kind, number, rule, shows) in [
        (
            "message-list-differs",
            210,
            Some("BK-10"),
            "message.list.differs",
            "the invoice names another list",
        ),
        (
            "invoice-related-list-message",
            203,
            None,
            "invoice.related.list-message",
            "an invoice that corrects several in a message for usual ones",
        ),
    ] {
        let change = |root: &mut Element| match number {
            Some(number) => root.set("DLHDon/TTChung/TTHDLQuan/SBKCLQuan", number),
            None => Ok(()),
        };
        list.push(Variant::new(name, corrected(kind, &change, random)?, &sound, &[rule], shows));
    }
    let change = |root: &mut Element| {
        let related = root.at_mut(RELATED)?;
        related.remove("SBKCLQuan")?;
        related.remove("NBKCLQuan")?;
        Ok(())
    };
    list.push(Variant::new(
        "invoice-related-list-missing",
        corrected(210, &change, random)?,
        &sound,
        &["invoice.related.list-missing"],
        "a correction of several invoices that names no list",
    ));
    let answer = |leaves: &[(&str, &str)]| {
        let data =
            leaves.iter().fold(String::new(), |all, (tag, text)| format!("{all}<{tag}>{text}</{tag}>"));
        format!(
            "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>TCT</MNGui><MNNhan>V9900000016</MNNhan><MLTDiep>-1</MLTDiep>\
             <MTDiep>TCT0123456789AB4DEF8123456789ABCDEF</MTDiep>\
             <MTDTChieu>V99000000160123456789AB4DEF8123456789ABCDEF</MTDTChieu></TTChung><DLieu>{data}</DLieu></TDiep>"
        )
    };
    let sound = answer(&[("MLoi", "20001"), ("MTa", "Sai định dạng")]);
    let broken = answer(&[("MLoi", "20001")]);
    list.push(Variant::new(
        "message-technical-missing",
        broken.into_bytes(),
        sound.as_bytes(),
        &["message.technical.missing"],
        "an answer to a malformed message that does not say what is wrong",
    ));
    Ok(())
}
