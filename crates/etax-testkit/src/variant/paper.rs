//! Registrations, notices, requests, summaries and lists that break one rule and are validly signed.

use super::invoice::Step;
use super::{Bench, Variant};
use crate::error::Result;
use crate::notice::Paper;
use crate::random::Random;

use Step::{Add, Again, Block, Empty, Remove, Rename, Set};

type Case = (&'static str, Paper, &'static [Step], &'static [&'static str], &'static str);

const HEAD: &str = "DLTKhai/TTChung";
const NOTICE: &str = "DLTBao";
const FIRST: &str = "DLTBao/DSHDon/HDon";
const LINE: &str = "DLBTHop/NDBTHDLieu/DSDLieu/DLieu";

const STRUCTURE: &[Case] = &[
    (
        "paper-version",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/PBan", "9.9.9")],
        &["paper.version"],
        "a registration of a version nobody published",
    ),
    (
        "paper-form-unknown",
        Paper::Mistakes,
        &[Set("DLTBao/MSo", "99/TB-THU")],
        &["paper.form.unknown"],
        "a notice of a form nobody knows",
    ),
    (
        "paper-form-uncertain",
        Paper::SalesData,
        &[],
        &["paper.form.uncertain"],
        "a declaration of sales data, whose table is known at second hand",
    ),
    (
        "paper-form-since",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/NLap", "2020-09-15")],
        &["paper.form.since"],
        "a registration from before there were any",
    ),
    (
        "paper-missing",
        Paper::Registration,
        &[Remove("DLTKhai/TTChung/TNNT")],
        &["paper.field.missing"],
        "a registration without the taxpayer's name",
    ),
    (
        "paper-missing-either",
        Paper::Mistakes,
        &[Remove("DLTBao/MST")],
        &["paper.field.missing"],
        "a notice with neither tax code nor budget code",
    ),
    (
        "paper-missing-since",
        Paper::Summary,
        &[Remove("DLBTHop/TTChung/DVTTe")],
        &["paper.field.missing-by-version"],
        "a summary without currency",
    ),
    (
        "paper-uncertain",
        Paper::Numbered,
        &[Remove("DLTBao/HThuc")],
        &["paper.field.uncertain"],
        "what the text demands and real notices leave out",
    ),
    (
        "paper-uncertain-length",
        Paper::Refused,
        &[Set("DLTBao/LHDKMa/DSHDon/HDon/DSLDo/LDo/MLoi", "2060900")],
        &["paper.field.uncertain", "notice.error-code"],
        "a code of an error with seven digits",
    ),
    (
        "paper-repeated",
        Paper::Registration,
        &[Again(HEAD, "MST")],
        &["paper.field.repeated"],
        "two tax codes in a registration",
    ),
    (
        "paper-unknown",
        Paper::Registration,
        &[Add(HEAD, "MauSac", "xanh")],
        &["paper.field.unknown"],
        "an element the standard does not know",
    ),
    (
        "paper-alias",
        Paper::Mistakes,
        &[Rename("DLTBao/DSHDon/HDon/LADHDDT", "LADHĐĐT")],
        &["paper.field.alias"],
        "another spelling of a tag",
    ),
    (
        "paper-not-yet",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/PBan", "2.0.0")],
        &["paper.field.not-yet"],
        "cash registers in the first version",
    ),
    (
        "paper-no-longer",
        Paper::Mistakes,
        &[Add(FIRST, "TCTBao", "2")],
        &["paper.field.no-longer"],
        "an element that version 2.1.0 gave up",
    ),
    (
        "paper-type",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/HThuc", "7")],
        &["paper.field.type"],
        "a kind of registration that does not exist",
    ),
    (
        "paper-length",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/DTLHe", "0999 000 000, 0999 000 001")],
        &["paper.field.length"],
        "a telephone number of more than 20 characters",
    ),
    (
        "paper-time",
        Paper::Numbered,
        &[Set("DLTBao/Ngay", "2026-09-15T00:00:00")],
        &["paper.field.time"],
        "a date with a time of day",
    ),
    (
        "paper-tax-code",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/MST", "99")],
        &["paper.tax-code"],
        "two digits as tax code",
    ),
    (
        "paper-check-digit",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/MST", "9900000017")],
        &["paper.tax-code.check-digit"],
        "a wrong check digit",
    ),
    (
        "paper-markup",
        Paper::Registration,
        &[Block("DLTKhai/TTChung/TNNT", "b")],
        &["paper.field.markup"],
        "an element inside a name",
    ),
    (
        "paper-date-future",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/NLap", "2026-12-24")],
        &["paper.date.future"],
        "a registration of next month",
    ),
    (
        "paper-date-order",
        Paper::Received,
        &[Set("DLTBao/NTBao", "2026-09-14")],
        &["paper.date.order"],
        "a notice older than what it answers",
    ),
];

const REGISTRATIONS: &[Case] = &[
    (
        "registration-scheme",
        Paper::Registration,
        &[Set("DLTKhai/NDTKhai/HTHDon/CMa", "0")],
        &["registration.scheme"],
        "no kind of invoicing chosen",
    ),
    (
        "registration-scheme-both",
        Paper::Registration,
        &[Set("DLTKhai/NDTKhai/HTHDon/KCMa", "1")],
        &["registration.scheme.both"],
        "invoices with and without code",
    ),
    (
        "registration-way",
        Paper::Registration,
        &[
            Set("DLTKhai/NDTKhai/HTHDon/KCMa", "1"),
            Set("DLTKhai/NDTKhai/HTGDLHDDT/CDLQTCTN", "0"),
            Set("DLTKhai/NDTKhai/PThuc/CDDu", "0"),
        ],
        &["registration.way", "registration.method"],
        "invoices without code and no way to send their data",
    ),
    (
        "registration-kinds",
        Paper::Registration,
        &[Set("DLTKhai/NDTKhai/LHDSDung/HDGTGT", "0")],
        &["registration.kinds"],
        "no kind of invoice chosen",
    ),
    (
        "registration-certificate-order",
        Paper::Registration,
        &[Set("DLTKhai/NDTKhai/DSCTSSDung/CTS/DNgay", "2025-12-31T00:00:00")],
        &["registration.certificate.order", "registration.certificate.expired"],
        "a certificate that ends before it begins",
    ),
    (
        "registration-certificate-serial",
        Paper::Registration,
        &[Set("DLTKhai/NDTKhai/DSCTSSDung/CTS/Seri", "số chín")],
        &["registration.certificate.serial"],
        "words as serial number",
    ),
    (
        "registration-certificate-repeated",
        Paper::Registration,
        &[Again("DLTKhai/NDTKhai/DSCTSSDung", "CTS")],
        &["registration.certificate.repeated"],
        "the same certificate twice",
    ),
    (
        "registration-office",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/MCQTQLy", "TP9")],
        &["registration.tax-office"],
        "letters as tax office",
    ),
    (
        "registration-email",
        Paper::Registration,
        &[Set("DLTKhai/TTChung/DCTDTu", "ke-toan.example")],
        &["registration.email"],
        "an e-mail address without its sign",
    ),
    (
        "registration-person",
        Paper::Registration,
        &[Add(HEAD, "CCCDan", "0990990")],
        &["registration.personal-id"],
        "a personal number of seven digits",
    ),
    (
        "registration-delegate-period",
        Paper::Delegation,
        &[Set("DLTKhai/NDTKhai/DSDKUNhiem/DKUNhiem/DNgay", "2026-09-30T00:00:00")],
        &["registration.delegate.period"],
        "a delegation that ends before it begins",
    ),
    (
        "registration-delegate-symbols",
        Paper::Delegation,
        &[Set("DLTKhai/NDTKhai/DSDKUNhiem/DKUNhiem/KHHDon", "YY26TC")],
        &["registration.delegate.symbols"],
        "a series that is none",
    ),
    (
        "registration-delegate-payment",
        Paper::Delegation,
        &[Remove("DLTKhai/NDTKhai/DSDKUNhiem/DKUNhiem/THTTTKhac")],
        &["registration.delegate.payment"],
        "another method of payment without a name",
    ),
    (
        "request-turnover",
        Paper::Request,
        &[Set("DLDNghi/NDDNghi/DTPSinh", "0")],
        &["request.turnover"],
        "a request for an invoice about nothing",
    ),
    (
        "request-email",
        Paper::Request,
        &[Set("DLDNghi/TTChung/DCTDTu", "a@b@c.example")],
        &["request.email"],
        "an e-mail address with two signs",
    ),
    (
        "request-organisation",
        Paper::Request,
        &[Remove("DLDNghi/TTChung/NCQDTLap")],
        &["request.organisation"],
        "a founding decision without its day",
    ),
];

const NOTICES: &[Case] = &[
    (
        "notice-reasons-missing",
        Paper::Received,
        &[Set("DLTBao/THop", "2")],
        &["notice.reasons.missing"],
        "a refusal without reason",
    ),
    (
        "notice-reasons-unexpected",
        Paper::Numbered,
        &[
            Block(NOTICE, "DSLDKCNhan"),
            Block("DLTBao/DSLDKCNhan", "LDo"),
            Add("DLTBao/DSLDKCNhan/LDo", "MLoi", "1009"),
            Add("DLTBao/DSLDKCNhan/LDo", "MTa", "Sai cơ quan thuế quản lý"),
        ],
        &["notice.reasons.unexpected"],
        "an acceptance with reasons to refuse",
    ),
    (
        "notice-receipt-missing",
        Paper::Received,
        &[Remove("DLTBao/TGNhan")],
        &["notice.receipt.missing"],
        "a receipt without its time",
    ),
    (
        "notice-register-string",
        Paper::Numbered,
        &[Set("DLTBao/MCCQT", "Z9a0")],
        &["notice.register-string"],
        "a string for cash registers of four characters",
    ),
    (
        "notice-section-missing",
        Paper::Notice,
        &[Set("DLTBao/LTBao", "1")],
        &["notice.section.missing"],
        "a refused code without the part that says why",
    ),
    (
        "notice-section-unexpected",
        Paper::Refused,
        &[Block(NOTICE, "KHLKhac")],
        &["notice.section.unexpected"],
        "a part of another kind of notice",
    ),
    (
        "notice-register-error",
        Paper::RegisterRefused,
        &[Set("DLTBao/LHDMTTien/DSLDo/LDo/MTLoi", "Sai rồi")],
        &["notice.register-error"],
        "an error that names no invoice",
    ),
    (
        "notice-review-round",
        Paper::Review,
        &[Set("DLTBao/Lan", "5")],
        &["notice.review.round"],
        "the fifth request for review",
    ),
    (
        "paper-invoice-repeated",
        Paper::Mistakes,
        &[Again("DLTBao/DSHDon", "HDon")],
        &["paper.invoice.repeated"],
        "the same wrong invoice twice",
    ),
    (
        "paper-invoice-symbols",
        Paper::Mistakes,
        &[Set("DLTBao/DSHDon/HDon/KHMSHDon", "01GTKT0/001")],
        &["paper.invoice.symbols"],
        "a form symbol of the law before",
    ),
    (
        "paper-invoice-unnamed",
        Paper::Mistakes,
        &[Remove("DLTBao/DSHDon/HDon/SHDon")],
        &["paper.invoice.unnamed"],
        "a wrong invoice without number",
    ),
    (
        "paper-invoice-year",
        Paper::Mistakes,
        &[Set("DLTBao/DSHDon/HDon/KHHDon", "C25TYY")],
        &["paper.invoice.year"],
        "the series of another year",
    ),
    (
        "paper-invoice-code-form",
        Paper::Mistakes,
        &[Set("DLTBao/DSHDon/HDon/MCQTCap", "00?")],
        &["paper.invoice.code.form"],
        "a code of three characters",
    ),
    (
        "paper-invoice-code-missing",
        Paper::Mistakes,
        &[Remove("DLTBao/DSHDon/HDon/MCQTCap")],
        &["paper.invoice.code.missing"],
        "a coded invoice without its code",
    ),
    (
        "paper-invoice-code-unexpected",
        Paper::Mistakes,
        &[Set("DLTBao/DSHDon/HDon/KHHDon", "K26TYY")],
        &["paper.invoice.code.unexpected"],
        "the code of an invoice that has none",
    ),
    (
        "mistakes-reply",
        Paper::Mistakes,
        &[Set("DLTBao/Loai", "2")],
        &["mistakes.reply"],
        "a reply that does not say to what",
    ),
    (
        "mistakes-none",
        Paper::Mistakes,
        &[Empty("DLTBao/DSHDon")],
        &["mistakes.none"],
        "a notice of no wrong invoice",
    ),
    (
        "mistakes-cancelled",
        Paper::Mistakes,
        &[Add(FIRST, "TCTBao", "1")],
        &["mistakes.cancelled"],
        "an invoice cancelled when that was no longer possible",
    ),
    (
        "mistakes-later",
        Paper::Mistakes,
        &[Set("DLTBao/DSHDon/HDon/Ngay", "2026-09-20")],
        &["mistakes.later"],
        "an invoice that is younger than the notice of it",
    ),
    (
        "mistakes-reason",
        Paper::Mistakes,
        &[Remove("DLTBao/DSHDon/HDon/LDo")],
        &["mistakes.reason"],
        "a wrong invoice without reason",
    ),
];

const LISTS: &[Case] = &[
    (
        "summary-period",
        Paper::Summary,
        &[Set("DLBTHop/TTChung/KDLieu", "8-2026")],
        &["summary.period"],
        "a period that is none",
    ),
    (
        "summary-early",
        Paper::Summary,
        &[Set("DLBTHop/TTChung/KDLieu", "09/2026")],
        &["summary.early", "summary.line.date"],
        "made before its period ends",
    ),
    (
        "summary-supplement",
        Paper::Summary,
        &[Set("DLBTHop/TTChung/LDau", "0")],
        &["summary.supplement"],
        "a supplement without its number",
    ),
    (
        "summary-supplement-first",
        Paper::Summary,
        &[Add("DLBTHop/TTChung", "BSLThu", "3")],
        &["summary.supplement.first"],
        "a first summary that is the third supplement",
    ),
    (
        "summary-none",
        Paper::Summary,
        &[Empty("DLBTHop/NDBTHDLieu/DSDLieu")],
        &["summary.none"],
        "a summary of nothing",
    ),
    (
        "summary-currency",
        Paper::Summary,
        &[Set("DLBTHop/TTChung/DVTTe", "VNĐ")],
        &["summary.currency"],
        "a currency that is no ISO 4217 code",
    ),
    (
        "summary-line-missing",
        Paper::FuelSummary,
        &[Remove("DLBTHop/NDBTHDLieu/DSDLieu/DLieu/SLuong")],
        &["summary.line.missing"],
        "fuel without quantity",
    ),
    (
        "summary-line-coded",
        Paper::Summary,
        &[Set("DLBTHop/NDBTHDLieu/DSDLieu/DLieu/KHHDon", "C26TYY")],
        &["summary.line.coded"],
        "a coded invoice in a summary",
    ),
    (
        "summary-line-rate",
        Paper::Summary,
        &[Set("DLBTHop/NDBTHDLieu/DSDLieu/DLieu/TSuat", "10")],
        &["summary.line.rate"],
        "a rate without its sign",
    ),
    (
        "summary-line-tax",
        Paper::Summary,
        &[Set("DLBTHop/NDBTHDLieu/DSDLieu/DLieu/TSuat", "5%")],
        &["summary.line.tax"],
        "a tax that is not amount times rate",
    ),
    (
        "summary-line-total",
        Paper::Summary,
        &[Set("DLBTHop/NDBTHDLieu/DSDLieu/DLieu/TgTTToan", "1")],
        &["summary.line.total"],
        "a total that is not its parts",
    ),
    (
        "summary-line-related",
        Paper::Summary,
        &[Remove("DLBTHop/NDBTHDLieu/DSDLieu/DLieu[2]/SHDCLQuan")],
        &["summary.line.related"],
        "an adjustment of nothing",
    ),
    (
        "summary-line-related-unexpected",
        Paper::Summary,
        &[Add(LINE, "SHDCLQuan", "2")],
        &["summary.line.related.unexpected"],
        "a new invoice that names another one",
    ),
    ("list-none", Paper::List, &[Empty("NDBKe/DSHHDVu")], &["list.none"], "a list of nothing"),
    (
        "list-single",
        Paper::List,
        &[Remove("NDBKe/DSHHDVu/HHDVu[2]")],
        &["list.single"],
        "a list of one invoice",
    ),
    (
        "list-amount",
        Paper::List,
        &[Set("NDBKe/DSHHDVu/HHDVu/TTTDChinh/SLGoc", "9")],
        &["list.amount"],
        "an amount that is not quantity times price",
    ),
    (
        "list-tax",
        Paper::List,
        &[Set("NDBKe/DSHHDVu/HHDVu/TTSDChinh/TSTDoi", "8%")],
        &["list.tax"],
        "a tax that is not amount times rate",
    ),
    (
        "list-difference",
        Paper::List,
        &[Set("NDBKe/DSHHDVu/HHDVu/CLech/TgTTTCLech", "1")],
        &["list.difference"],
        "a difference that is none",
    ),
];

fn changed(
    bench: &Bench,
    name: &str,
    paper: Paper,
    fires: &[&'static str],
    shows: &'static str,
    change: &dyn Fn(&mut crate::draft::Draft) -> Result<()>,
) -> Result<Variant> {
    let draft = |paper: Paper| {
        paper.draft(&bench.world, bench.world.seller(0), &mut Random::branch(99, 60 + paper as u64))
    };
    let sound = draft(paper);
    let mut broken = sound.clone();
    change(&mut broken)?;
    // A paper whose table is uncertain says so whatever it holds: then another paper is the twin.
    let twin = if broken.root == sound.root { draft(Paper::Registration) } else { sound };
    Ok(Variant::new(name, broken.finish()?.into_bytes(), twin.finish()?.as_bytes(), fires, shows))
}

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for (name, paper, steps, fires, shows) in [STRUCTURE, REGISTRATIONS, NOTICES, LISTS].into_iter().flatten()
    {
        list.push(changed(bench, name, *paper, fires, shows, &|draft| {
            steps.iter().try_for_each(|step| step.apply(draft))
        })?);
    }
    list.push(changed(
        bench,
        "paper-namespace",
        Paper::Summary,
        &["paper.namespace"],
        "a summary in a namespace whose name is no address",
        &|draft| {
            draft.root.at_mut("DLBTHop/TTChung")?.set_attribute("xmlns", "urn:etax:test");
            Ok(())
        },
    )?);
    list.push(changed(
        bench,
        "paper-stray-text",
        Paper::Registration,
        &["paper.text.stray"],
        "text between elements",
        &|draft| {
            let text = crate::tree::Node::Text("lạc".to_owned());
            draft.root.at_mut(HEAD)?.children.push(text);
            Ok(())
        },
    )?);
    let own = bench.world.seller(0).0.tax_code.clone();
    list.push(changed(
        bench,
        "registration-delegate-self",
        Paper::Delegation,
        &["registration.delegate.self"],
        "a taxpayer who delegates to himself",
        &|draft| draft.root.set("DLTKhai/NDTKhai/DSDKUNhiem/DKUNhiem/MST", &own),
    )?);
    list.push(changed(
        bench,
        "list-self",
        Paper::List,
        &["list.self"],
        "a list between a seller and himself",
        &|draft| draft.root.set("NDBKe/TTChung/MSTNMua", &own),
    )?);
    messages(bench, list)
}

/// Papers that do not fit the message around them.
fn messages(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let inside = |kind: u16, change: &dyn Fn(&mut crate::tree::Element) -> Result<()>| -> Result<Vec<u8>> {
        let random = &mut Random::branch(99, 204);
        let paper = Paper::Notice.draft(&bench.world, bench.world.seller(0), random);
        let mut inner = paper.root.clone();
        let answered = inner.at("DLTBao/MGDDTu")?.text();
        change(&mut inner)?;
        let notice = crate::draft::Draft { root: inner, ..paper };
        let mut message = bench.world.message(kind, bench.world.seller(0), vec![notice], random);
        message.root.set("TTChung/MTDTChieu", &answered)?;
        Ok(message.finish()?.into_bytes())
    };
    let sound = inside(204, &|_| Ok(()))?;
    list.push(Variant::new(
        "notice-answered",
        inside(204, &|notice| notice.set("DLTBao/MGDDTu", "V99000000160123456789ABCDEF0123456789ABCDEF"))?,
        &sound,
        &["notice.answered"],
        "a notice about another message than the one it answers",
    ));
    list.push(Variant::new(
        "paper-message",
        inside(302, &|_| Ok(()))?,
        &sound,
        &["paper.message"],
        "the result of a check in the message for reviews",
    ));
    Ok(())
}
