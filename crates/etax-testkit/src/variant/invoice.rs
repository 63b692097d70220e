//! Invoices that break one rule of format or content and are validly signed.

use super::{Base, Bench, Variant};
use crate::draft::Draft;
use crate::error::Result;
use crate::tree::{Element, Node};

const GENERAL: &str = "DLHDon/TTChung";
const SELLER: &str = "DLHDon/NDHDon/NBan";
const BUYER: &str = "DLHDon/NDHDon/NMua";
const RELATED: &str = "DLHDon/TTChung/TTHDLQuan";

/// One change to the tree before it is signed.
pub(super) enum Step {
    Set(&'static str, &'static str),
    Remove(&'static str),
    /// Appends a leaf: parent, tag, text.
    Add(&'static str, &'static str, &'static str),
    /// Appends a copy of an element to its parent: parent, path of the element in it.
    Again(&'static str, &'static str),
    /// Gives an element another tag.
    Rename(&'static str, &'static str),
    /// Takes all children away.
    Empty(&'static str),
    /// Puts an element around nothing: parent, tag.
    Block(&'static str, &'static str),
}

impl Step {
    /// Does it to a draft that is not signed yet.
    pub(super) fn apply(&self, draft: &mut Draft) -> Result<()> {
        match self {
            Set(path, text) => draft.root.set(path, text)?,
            Remove("MCCQT") => {
                draft.root.remove("MCCQT")?;
                draft.root.remove("DSCKS/CQT")?;
                draft.jobs.truncate(1);
            }
            Remove(path) => {
                draft.root.remove(path)?;
            }
            Add("", tag, text) if draft.root.at("DSCKS").is_ok() => {
                draft.root.insert_before("DSCKS", Element::leaf(tag, *text))?;
            }
            Add(path, tag, text) => draft.root.at_mut(path)?.push(Element::leaf(tag, *text)),
            Self::Again(parent, path) => {
                let again = draft.root.at(parent)?.at(path)?.clone();
                draft.root.at_mut(parent)?.push(again);
            }
            Self::Rename(path, tag) => (*tag).clone_into(&mut draft.root.at_mut(path)?.name),
            Self::Empty(path) => draft.root.at_mut(path)?.children.clear(),
            Self::Block(path, tag) => draft.root.at_mut(path)?.push(Element::new(tag)),
        }
        Ok(())
    }
}

use Step::{Add, Remove, Set};

pub(super) type Case = (&'static str, Base, &'static [Step], &'static [&'static str], &'static str);

const LONG: &str = "Hóa đơn giá trị gia tăng có tên dài đến mức không một phần mềm nào của cơ quan thuế còn có thể nhận được nữa";

const FORMAT: &[Case] = &[
    (
        "invoice-version",
        Base::Coded,
        &[Set("DLHDon/TTChung/PBan", "9.9.9")],
        &["invoice.version"],
        "a format version nobody knows",
    ),
    (
        "invoice-version-draft",
        Base::Old,
        &[Set("DLHDon/TTChung/PBan", "1.1.0")],
        &["invoice.version.draft"],
        "a draft version",
    ),
    (
        "invoice-padded",
        Base::Coded,
        &[Set("DLHDon/TTChung/PBan", "\n\t2.1.0\n")],
        &["invoice.field.padded"],
        "a version with line breaks around it",
    ),
    (
        "invoice-buyer-name-number",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NMua/Ten", "Người Mua Thử - 099099000123")],
        &["invoice.buyer.name-number"],
        "a personal number behind the buyer's name",
    ),
    (
        "invoice-missing",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/NBan/DChi")],
        &["invoice.field.missing"],
        "no address of the seller",
    ),
    (
        "invoice-missing-transfer-order",
        Base::Transfer,
        &[Remove("DLHDon/NDHDon/NBan/LDDNBo")],
        &["invoice.field.missing"],
        "an internal transfer slip without the order to move the goods",
    ),
    (
        "invoice-missing-contract",
        Base::Consignment,
        &[Remove("DLHDon/NDHDon/NBan/HDKTNgay")],
        &["invoice.field.missing"],
        "a consignment slip without the day of the agent's contract",
    ),
    (
        "invoice-missing-owner",
        Base::PublicProperty,
        &[Remove("DLHDon/NDHDon/NBan/MST")],
        &["invoice.field.missing"],
        "public property sold by nobody",
    ),
    (
        "invoice-missing-ticket-tax",
        Base::Ticket,
        &[Remove("DLHDon/NDHDon/TToan/TgTThue")],
        &["invoice.field.missing"],
        "a ticket of letter G without its VAT",
    ),
    (
        "invoice-missing-empty",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NBan/Ten", "")],
        &["invoice.field.missing"],
        "an empty name of the seller",
    ),
    (
        "invoice-missing-since",
        Base::Coded,
        &[Remove("DLHDon/TTChung/THDon")],
        &["invoice.field.missing-by-version"],
        "no title, which 2.1.0 demands",
    ),
    (
        "invoice-repeated",
        Base::Coded,
        &[Add(SELLER, "MST", "9900000016")],
        &["invoice.field.repeated"],
        "two tax codes of the seller",
    ),
    (
        "invoice-unknown",
        Base::Coded,
        &[Add(GENERAL, "MauSac", "xanh")],
        &["invoice.field.unknown"],
        "an element the standard does not know",
    ),
    (
        "invoice-not-for-form",
        Base::Sales,
        &[Add("DLHDon/NDHDon/DSHHDVu/HHDVu", "TSuat", "8%")],
        &["invoice.field.not-for-form"],
        "a VAT rate on a sales invoice",
    ),
    (
        "invoice-not-yet",
        Base::Old,
        &[Add(SELLER, "MCHang", "CH-01")],
        &["invoice.field.not-yet"],
        "an element of a later version",
    ),
    (
        "invoice-number-comma",
        Base::Coded,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/SLuong", "1,5")],
        &["invoice.field.number"],
        "a comma as decimal point",
    ),
    (
        "invoice-precision",
        Base::Coded,
        &[Set("DLHDon/TTChung/TGia", "1.123")],
        &["invoice.field.precision"],
        "an exchange rate with three decimals",
    ),
    (
        "invoice-field-date",
        Base::Coded,
        &[Add(GENERAL, "SBKe", "BK-9"), Add(GENERAL, "NBKe", "2026-08-1O")],
        &["invoice.field.date"],
        "the letter O in a date",
    ),
    (
        "invoice-flag",
        Base::Coded,
        &[Set("DLHDon/TTChung/HDCTTChinh", "2")],
        &["invoice.field.flag"],
        "a flag that is neither 0 nor 1",
    ),
    (
        "invoice-length",
        Base::Coded,
        &[Set("DLHDon/TTChung/THDon", LONG)],
        &["invoice.field.length"],
        "a title of more than 100 characters",
    ),
];

const SYMBOLS: &[Case] = &[
    ("invoice-form", Base::Coded, &[Set("DLHDon/TTChung/KHMSHDon", "0")], &["invoice.form"], "form symbol 0"),
    (
        "invoice-form-old-law",
        Base::Coded,
        &[
            Set("DLHDon/TTChung/KHMSHDon", "01GTKT0/001"),
            Set("DLHDon/TTChung/KHHDon", "AB/21E"),
            Set("DLHDon/TTChung/NLap", "2021-10-01"),
        ],
        &["invoice.form.old-law", "invoice.series.old-law"],
        "symbols of the law before Decree 123/2020",
    ),
    (
        "invoice-form-since",
        Base::Export,
        &[Set("DLHDon/TTChung/NLap", "2025-01-15"), Set("DLHDon/TTChung/KHHDon", "C25XTT")],
        &["invoice.form.since", "invoice.series.since"],
        "an export invoice before the form existed",
    ),
    (
        "invoice-series",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "1C26TTT")],
        &["invoice.series.printed"],
        "form symbol and series written together",
    ),
    (
        "invoice-series-year",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "C25TTT")],
        &["invoice.series.year"],
        "the series of another year",
    ),
    (
        "invoice-series-letter",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "C26NTT")],
        &["invoice.series.letter"],
        "the letter of transfer slips on a VAT invoice",
    ),
    (
        "invoice-dossier",
        Base::Coded,
        &[Set("DLHDon/TTChung/KHHDon", "C26LTT")],
        &["invoice.dossier"],
        "a per-occurrence series without dossier number",
    ),
    (
        "invoice-number-zero",
        Base::Coded,
        &[Set("DLHDon/TTChung/SHDon", "0")],
        &["invoice.number"],
        "number 0",
    ),
    (
        "invoice-number-missing",
        Base::Coded,
        &[Remove("DLHDon/TTChung/SHDon")],
        &["invoice.number.missing"],
        "no number",
    ),
    (
        "invoice-date",
        Base::Coded,
        &[Set("DLHDon/TTChung/NLap", "2026-02-30")],
        &["invoice.date"],
        "the 30th of February",
    ),
    (
        "invoice-date-early",
        Base::Uncoded,
        &[Set("DLHDon/TTChung/NLap", "2019-09-15"), Set("DLHDon/TTChung/KHHDon", "K19TTT")],
        &["invoice.date.early"],
        "issued before the standard existed",
    ),
    (
        "invoice-date-future",
        Base::Uncoded,
        &[Set("DLHDon/TTChung/NLap", "2026-12-24")],
        &["invoice.date.future"],
        "issued a month after it was received",
    ),
    (
        "invoice-signed-late",
        Base::Uncoded,
        &[Set("DLHDon/TTChung/NLap", "2026-08-14")],
        &["invoice.date.signed-late"],
        "signed a month after the date of issue",
    ),
    (
        "invoice-currency",
        Base::Coded,
        &[Set("DLHDon/TTChung/DVTTe", "VNĐ")],
        &["invoice.currency"],
        "a currency that is no ISO 4217 code",
    ),
    (
        "invoice-exchange-rate",
        Base::Dollars,
        &[Remove("DLHDon/TTChung/TGia")],
        &["invoice.exchange-rate"],
        "US dollars without exchange rate",
    ),
    (
        "invoice-exchange-rate-vnd",
        Base::Coded,
        &[Set("DLHDon/TTChung/TGia", "26138")],
        &["invoice.exchange-rate.vnd"],
        "đồng with an exchange rate",
    ),
    (
        "invoice-code-missing",
        Base::Coded,
        &[Remove("MCCQT")],
        &["invoice.code.missing"],
        "series C without a code",
    ),
    (
        "invoice-code-unexpected",
        Base::Uncoded,
        &[Add("", "MCCQT", "0099AABBCCDDEE4FF08A00112233445566")],
        &["invoice.code.unexpected"],
        "series K with a code",
    ),
];

const PARTIES: &[Case] = &[
    (
        "invoice-seller-tax-code",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NBan/MST", "99000")],
        &["invoice.seller.tax-code"],
        "five digits as tax code",
    ),
    (
        "invoice-seller-digit",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NBan/MST", "9900000017")],
        &["invoice.seller.tax-code.check-digit"],
        "the seller's check digit is wrong",
    ),
    (
        "invoice-buyer-tax-code",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NMua/MST", "khách lẻ")],
        &["invoice.buyer.tax-code"],
        "words as the buyer's tax code",
    ),
    (
        "invoice-buyer-digit",
        Base::Coded,
        &[Set("DLHDon/NDHDon/NMua/MST", "9900000017")],
        &["invoice.buyer.tax-code.check-digit"],
        "the buyer's check digit is wrong",
    ),
    (
        "invoice-buyer-personal-id",
        Base::Coded,
        &[Add(BUYER, "CCCDan", "0990990")],
        &["invoice.buyer.personal-id"],
        "a personal number of seven digits",
    ),
    (
        "invoice-budget-code",
        Base::Coded,
        &[Add(BUYER, "MDVQHNSach", "12")],
        &["invoice.budget-code"],
        "a budget unit code of two digits",
    ),
    (
        "invoice-buyer-unnamed",
        Base::Coded,
        &[
            Remove("DLHDon/NDHDon/NMua/Ten"),
            Remove("DLHDon/NDHDon/NMua/MST"),
            Remove("DLHDon/NDHDon/NMua/DChi"),
            Remove("DLHDon/NDHDon/NMua/DCTDTu"),
        ],
        &["invoice.buyer.unnamed"],
        "nothing says who bought",
    ),
    (
        "invoice-provider",
        Base::Coded,
        &[Set("DLHDon/TTChung/MSTTCGP", "9900000017")],
        &["invoice.provider.tax-code"],
        "the provider's check digit is wrong",
    ),
    (
        "invoice-delegate",
        Base::Coded,
        &[Add(GENERAL, "MSTDVNUNLHDon", "9900000017")],
        &["invoice.delegate.tax-code"],
        "the delegate's check digit is wrong",
    ),
    (
        "invoice-delegate-incomplete",
        Base::Coded,
        &[Add(GENERAL, "MSTDVNUNLHDon", "9900000016")],
        &["invoice.delegate.incomplete"],
        "a delegate without name and address",
    ),
];

const CORRECTIONS: &[Case] = &[
    (
        "invoice-related-nature",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/TCHDon", "9")],
        &["invoice.related.nature"],
        "neither replaces nor adjusts",
    ),
    (
        "invoice-related-nature-other",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/TCHDon", "4")],
        &["invoice.related.nature-other"],
        "the unpublished nature 4",
    ),
    (
        "invoice-related-law",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/LHDCLQuan", "7")],
        &["invoice.related.law"],
        "a kind of related invoice that is not in the table",
    ),
    (
        "invoice-related-incomplete",
        Base::Replacing,
        &[Remove("DLHDon/TTChung/TTHDLQuan/KHHDCLQuan")],
        &["invoice.related.incomplete"],
        "no series of the replaced invoice",
    ),
    (
        "invoice-related-unnumbered",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/TCHDon", "2"), Remove("DLHDon/TTChung/TTHDLQuan/KHHDCLQuan")],
        &["invoice.related.unnumbered"],
        "an adjusted invoice without its series",
    ),
    (
        "invoice-related-symbols",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/KHHDCLQuan", "??")],
        &["invoice.related.symbols"],
        "a series that is none",
    ),
    (
        "invoice-related-later",
        Base::Replacing,
        &[Set("DLHDon/TTChung/TTHDLQuan/NLHDCLQuan", "2026-09-20")],
        &["invoice.related.later"],
        "replaces an invoice of a later day",
    ),
    (
        "invoice-related-self",
        Base::Replacing,
        &[
            Set("DLHDon/TTChung/TTHDLQuan/SHDCLQuan", "68"),
            Set("DLHDon/TTChung/TTHDLQuan/NLHDCLQuan", "2026-09-15"),
        ],
        &["invoice.related.self"],
        "replaces itself",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for cases in [FORMAT, SYMBOLS, PARTIES, CORRECTIONS] {
        add_cases(bench, cases, list)?;
    }
    list.push(bench.changed(
        "invoice-qr-length",
        Base::Coded,
        &["invoice.qr.length"],
        "QR data of six hundred characters",
        |draft| draft.root.set("DLQRCode", &"0".repeat(600)),
    )?);
    shaped(bench, list)
}

pub(super) fn add_cases(bench: &Bench, cases: &[Case], list: &mut Vec<Variant>) -> Result<()> {
    for (name, base, steps, fires, shows) in cases {
        list.push(bench.changed(name, *base, fires, shows, |draft| {
            steps.iter().try_for_each(|step| step.apply(draft))
        })?);
    }
    Ok(())
}

/// Defects that are not a matter of one value.
fn shaped(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    list.push(bench.changed(
        "invoice-namespace",
        Base::Coded,
        &["invoice.namespace"],
        "an invoice in a namespace",
        |d| {
            d.root.set_attribute("xmlns", "http://hoa-don.example/2026");
            Ok(())
        },
    )?);
    let mut data = bench.draft(Base::Uncoded)?;
    let sound = data.finish()?;
    data.root = data.root.remove("DLHDon")?;
    data.jobs.clear();
    list.push(Variant::new(
        "invoice-data-alone",
        data.finish()?.into_bytes(),
        sound.as_bytes(),
        &["invoice.data-alone"],
        "the data of an invoice cut out of it",
    ));
    list.push(bench.changed(
        "invoice-repeated-empty",
        Base::Coded,
        &["invoice.field.repeated-empty"],
        "a second, empty DSCKS",
        |d| {
            d.root.push(Element::new("DSCKS"));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "invoice-markup",
        Base::Coded,
        &["invoice.field.markup"],
        "a comment inside the seller's tax code",
        |d| {
            d.root.at_mut("DLHDon/NDHDon/NBan/MST")?.children.push(Node::Comment("999".to_owned()));
            Ok(())
        },
    )?);
    list.push(bench.altered(
        "invoice-cdata",
        Base::Coded,
        &["invoice.field.cdata"],
        "a CDATA section, which canonical form dissolves",
        |t| t.replacen("<HTTToan>Chuyển khoản</HTTToan>", "<HTTToan><![CDATA[Chuyển khoản]]></HTTToan>", 1),
    )?);
    list.push(bench.changed(
        "invoice-nested",
        Base::Coded,
        &["invoice.field.nested"],
        "an element inside a text field",
        |d| {
            d.root.at_mut("DLHDon/TTChung/THDon")?.push(Element::leaf("b", "đậm"));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "invoice-stray-text",
        Base::Coded,
        &["invoice.text.stray"],
        "text between elements",
        |d| {
            d.root.at_mut("DLHDon/NDHDon")?.children.push(Node::Text("lạc".to_owned()));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "invoice-extension",
        Base::Coded,
        &["invoice.extension"],
        "a free field without its type",
        |d| {
            let field =
                Element::new("TTin").with_leaf("TTruong", "Ghi chú").with_leaf("DLieu", "không có kiểu");
            d.root.at_mut("DLHDon")?.push(Element::new("TTKhac").with(field));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "invoice-related-replace-only",
        Base::Batch,
        &["invoice.related.replace-only"],
        "a cash-register invoice that adjusts another",
        |d| {
            let mut related = bench.draft(Base::Replacing)?.root.at(RELATED)?.clone();
            related.set("TCHDon", "2")?;
            d.root.at_mut("DLieu/HDon/DLHDon/TTChung")?.push(related);
            Ok(())
        },
    )?);
    let request = bench.draft(Base::Request)?.finish()?;
    let answer = bench.draft(Base::Answer)?.finish()?;
    let mut buyer = Variant::new(
        "invoice-code-missing-buyer",
        request.clone().into_bytes(),
        request.as_bytes(),
        &["invoice.code.missing"],
        "a request for a code in the hands of a buyer, for whom it is no invoice yet",
    );
    buyer.changes = "intake = false";
    list.push(buyer);
    list.push(Variant::new(
        "invoice-code-pending",
        request.into_bytes(),
        answer.as_bytes(),
        &["invoice.code.pending"],
        "an invoice on its way to get its code",
    ));
    Ok(())
}
