//! One mutation of a right invoice for each rule: it fires that rule and nothing else, and the
//! right invoice fires none.

#![allow(clippy::panic, reason = "a broken test document is a broken test")]

use etax::invoice::{RULES, Settings, check};
use etax::report::{Checks, Findings};
use etax::xml::{Document, Limits, Parsed};
use std::collections::BTreeSet;

/// A right VAT invoice between invented parties.
const BASE: &str = "<HDon><DLHDon Id=\"d\"><TTChung><PBan>2.1.0</PBan><THDon>Hóa đơn giá trị gia tăng</THDon>\
<KHMSHDon>1</KHMSHDon><KHHDon>C26TYY</KHHDon><SHDon>12</SHDon><NLap>2026-03-05</NLap>\
<DVTTe>VND</DVTTe><TGia>1</TGia><HTTToan>TM/CK</HTTToan><MSTTCGP>0204060800</MSTTCGP></TTChung>\
<NDHDon><NBan><Ten>Công ty Bán Thử</Ten><MST>0123456787</MST><DChi>1 Đường Một</DChi></NBan>\
<NMua><Ten>Công ty Mua Thử</Ten><MST>0102030405</MST><DChi>2 Đường Hai</DChi></NMua>\
<DSHHDVu>\
<HHDVu><TChat>1</TChat><STT>1</STT><THHDVu>Bàn</THHDVu><DVTinh>Cái</DVTinh><SLuong>2</SLuong>\
<DGia>100000</DGia><ThTien>200000</ThTien><TSuat>10%</TSuat></HHDVu>\
<HHDVu><TChat>1</TChat><STT>2</STT><THHDVu>Ghế</THHDVu><DVTinh>Cái</DVTinh><SLuong>3</SLuong>\
<DGia>50000</DGia><ThTien>150000</ThTien><TSuat>8%</TSuat></HHDVu>\
</DSHHDVu>\
<TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>200000</ThTien><TThue>20000</TThue></LTSuat>\
<LTSuat><TSuat>8%</TSuat><ThTien>150000</ThTien><TThue>12000</TThue></LTSuat></THTTLTSuat>\
<TgTCThue>350000</TgTCThue><TgTThue>32000</TgTThue><TgTTTBSo>382000</TgTTTBSo>\
<TgTTTBChu>Ba trăm tám mươi hai nghìn đồng</TgTTTBChu></TToan>\
</NDHDon></DLHDon><MCCQT Id=\"m\">00AAAAAAAAAAAA4AAA8AAAAAAAAAAAAAAA</MCCQT><DSCKS><NBan/></DSCKS></HDon>";

type Edit = (&'static str, &'static str);

/// The rule to fire, what to change, and rules that cannot but fire with it.
struct Mutation(&'static str, &'static [Edit], &'static [&'static str]);

/// A related invoice in right order, to be put before `</TTChung>`.
const RELATED: Edit = (
    "</TTChung>",
    "<TTHDLQuan><TCHDon>2</TCHDon><LHDCLQuan>1</LHDCLQuan><KHMSHDCLQuan>1</KHMSHDCLQuan>\
<KHHDCLQuan>C26TYY</KHHDCLQuan><SHDCLQuan>3</SHDCLQuan><NLHDCLQuan>2026-02-05</NLHDCLQuan></TTHDLQuan></TTChung>",
);

/// A seller's signature of which only the signing time is there.
macro_rules! signed {
    ($time:literal) => {
        concat!(
            "<NBan><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><Object>",
            "<SignatureProperties xmlns=\"\"><SignatureProperty><SigningTime>",
            $time,
            "</SigningTime></SignatureProperty></SignatureProperties></Object></Signature></NBan></DSCKS>"
        )
    };
}

/// A literal ten times over.
macro_rules! ten {
    ($text:expr) => {
        concat!($text, $text, $text, $text, $text, $text, $text, $text, $text, $text)
    };
}

/// The base as a delivery note, which has neither rates nor totals; the letter is for each case to say.
const SLIP: [Edit; 5] = [
    ("<KHMSHDon>1<", "<KHMSHDon>6<"),
    ("<TSuat>10%</TSuat></HHDVu>", "</HHDVu>"),
    ("<TSuat>8%</TSuat></HHDVu>", "</HHDVu>"),
    ("<TToan>", "<!--"),
    ("</TToan>", "-->"),
];

/// The base as a sales invoice, which states no VAT.
const SALES: [Edit; 6] = [
    ("<KHMSHDon>1<", "<KHMSHDon>2<"),
    ("<MSTTCGP>", "<HDDCKPTQuan>0</HDDCKPTQuan><MSTTCGP>"),
    ("<TSuat>10%</TSuat></HHDVu>", "</HHDVu>"),
    ("<TSuat>8%</TSuat></HHDVu>", "</HHDVu>"),
    (
        "<THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>200000</ThTien><TThue>20000</TThue></LTSuat>\
<LTSuat><TSuat>8%</TSuat><ThTien>150000</ThTien><TThue>12000</TThue></LTSuat></THTTLTSuat>\
<TgTCThue>350000</TgTCThue><TgTThue>32000</TgTThue><TgTTTBSo>382000<",
        "<TgTTTBSo>350000<",
    ),
    ("Ba trăm tám mươi hai nghìn", "Ba trăm năm mươi nghìn"),
];

const MUTATIONS: &[Mutation] = &[
    // Structure.
    Mutation("invoice.version", &[("2.1.0", "9.1.0")], &[]),
    Mutation("invoice.version.draft", &[("2.1.0", "1.1.0")], &[]),
    Mutation("invoice.namespace", &[("<HDon>", "<HDon xmlns=\"urn:x\">")], &[]),
    Mutation("invoice.field.missing", &[("<THHDVu>Bàn</THHDVu>", "")], &[]),
    Mutation("invoice.field.missing", &[("<DChi>1 Đường Một</DChi>", "<DChi> </DChi>")], &[]),
    // A slip without the order to move the goods; one without the day of the agent's contract.
    Mutation(
        "invoice.field.missing",
        &[
            SLIP[0],
            SLIP[1],
            SLIP[2],
            SLIP[3],
            SLIP[4],
            ("C26TYY", "C26NYY"),
            ("<DChi>1", "<PTVChuyen>Xe tải</PTVChuyen><DChi>1"),
        ],
        &[],
    ),
    Mutation(
        "invoice.field.missing",
        &[
            SLIP[0],
            SLIP[1],
            SLIP[2],
            SLIP[3],
            SLIP[4],
            ("C26TYY", "C26BYY"),
            (
                "<DChi>1",
                "<HDKTSo>9</HDKTSo><TNVChuyen>Người Thử</TNVChuyen><PTVChuyen>Xe tải</PTVChuyen><DChi>1",
            ),
        ],
        &[],
    ),
    // Public property sold by nobody, a refund claimed without a passport, a ticket without its VAT.
    Mutation(
        "invoice.field.missing",
        &[
            ("<KHMSHDon>1<", "<KHMSHDon>3<"),
            SALES[2],
            SALES[3],
            SALES[4],
            SALES[5],
            ("C26TYY", "C26DYY"),
            ("<MST>0123456787</MST>", ""),
        ],
        &[],
    ),
    Mutation("invoice.field.missing", &[("C26TYY", "C26FYY"), ("2026-03-05", "2026-07-06")], &[]),
    Mutation(
        "invoice.field.missing",
        &[("<KHMSHDon>1<", "<KHMSHDon>5<"), ("C26TYY", "C26GYY"), ("<TgTThue>32000</TgTThue>", "")],
        &[],
    ),
    Mutation(
        "invoice.field.missing",
        &[(
            "<STT>1</STT>",
            "<STT>1</STT><TTHHDTrung><LHHDTrung>1</LHHDTrung><TTin><DLieu>A1</DLieu></TTin></TTHHDTrung>",
        )],
        &[],
    ),
    Mutation("invoice.field.missing-by-version", &[("<HTTToan>TM/CK</HTTToan>", "")], &[]),
    Mutation("invoice.field.missing-by-version", &[("<MSTTCGP>0204060800</MSTTCGP>", "")], &[]),
    Mutation(
        "invoice.field.missing-by-version",
        &[SALES[0], SALES[2], SALES[3], SALES[4], SALES[5], ("2.1.0", "2.0.1")],
        &[],
    ),
    Mutation(
        "invoice.field.missing-by-version",
        &[("</DSHHDVu>", "<HHDVu><TChat>2</TChat><THHDVu>Quà</THHDVu></HHDVu></DSHHDVu>")],
        &[],
    ),
    Mutation("invoice.field.repeated", &[("<SHDon>12</SHDon>", "<SHDon>12</SHDon><SHDon>13</SHDon>")], &[]),
    Mutation("invoice.field.repeated", &[("</DLHDon>", "</DLHDon><DLHDon/>")], &[]),
    Mutation("invoice.field.repeated", &[("</TTChung>", "</TTChung><TTChung/>")], &[]),
    Mutation("invoice.field.repeated", &[("</NDHDon>", "</NDHDon><NDHDon/>")], &[]),
    Mutation("invoice.field.repeated-empty", &[("</DSCKS>", "</DSCKS><DSCKS/>")], &[]),
    Mutation("invoice.field.unknown", &[("<STT>1</STT>", "<STT>1</STT><ABC>1</ABC>")], &[]),
    Mutation("invoice.field.unknown", &[("<SHDon>", "<SHDon xmlns=\"urn:x\">")], &["invoice.number.missing"]),
    Mutation("invoice.field.not-for-form", &[("<DChi>1", "<HTBan>Đấu giá</HTBan><DChi>1")], &[]),
    Mutation("invoice.field.not-for-form", &[("<DVTTe>", "<HDDCKPTQuan>0</HDDCKPTQuan><DVTTe>")], &[]),
    Mutation(
        "invoice.field.not-for-form",
        &[("<KHMSHDon>1<", "<KHMSHDon>5<"), ("C26TYY", "C26HYY"), SALES[2], SALES[4], SALES[5]],
        &[],
    ),
    Mutation("invoice.field.not-yet", &[("2.1.0", "2.0.1"), ("<DChi>1", "<MCHang>A</MCHang><DChi>1")], &[]),
    Mutation("invoice.field.number", &[("<STT>1<", "<STT>1,0<")], &[]),
    Mutation("invoice.field.precision", &[("<STT>1<", "<STT>12345<")], &[]),
    Mutation("invoice.field.date", &[("<DVTTe>", "<NBKe>2025-08-1O</NBKe><DVTTe>")], &[]),
    Mutation("invoice.field.flag", &[("<DVTTe>", "<HDCTTChinh>2</HDCTTChinh><DVTTe>")], &[]),
    Mutation(
        "invoice.field.length",
        &[(
            "<DVTinh>Cái</DVTinh><SLuong>2",
            "<DVTinh>ĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂĂ</DVTinh><SLuong>2",
        )],
        &[],
    ),
    Mutation(
        "invoice.field.length",
        &[(
            "<STT>1</STT>",
            "<STT>1</STT><TTHHDTrung><TTin><TTruong>SoKhungCuaXeRatDaiDong</TTruong><DLieu>A1</DLieu></TTin></TTHHDTrung>",
        )],
        &[],
    ),
    Mutation("invoice.field.markup", &[("<DGia>100000<", "<DGia>1<!-- -->00000<")], &[]),
    Mutation("invoice.field.markup", &[("<SHDon>12<", "<SHDon>1<?x?>2<")], &[]),
    Mutation("invoice.field.cdata", &[("Bàn", "<![CDATA[Bàn & ghế <!-- -->]]>")], &[]),
    Mutation("invoice.field.nested", &[("Bàn", "<b>Bàn</b>")], &[]),
    Mutation("invoice.text.stray", &[("</DSHHDVu>", "thêm</DSHHDVu>")], &[]),
    Mutation(
        "invoice.extension",
        &[("</NDHDon>", "</NDHDon><TTKhac><TTin><DLieu>1</DLieu></TTin></TTKhac>")],
        &[],
    ),
    Mutation(
        "invoice.qr.length",
        &[(
            "<DSCKS>",
            concat!("<DLQRCode>", ten!(ten!("0123456789")), ten!(ten!("0123456789")), "</DLQRCode><DSCKS>"),
        )],
        &[],
    ),
    // Symbols.
    Mutation("invoice.form", &[("<KHMSHDon>1<", "<KHMSHDon>0<")], &[]),
    Mutation(
        "invoice.form.old-law",
        &[
            ("<KHMSHDon>1<", "<KHMSHDon>01GTKT0/001<"),
            ("C26", "C21"),
            ("2026-03-05", "2021-11-05"),
            ("8%", "KHAC:8%"),
        ],
        &["invoice.vat-rate.period"],
    ),
    Mutation(
        "invoice.form.since",
        &[("<KHMSHDon>1<", "<KHMSHDon>8<"), ("C26", "C24"), ("2026-03-05", "2024-03-05")],
        &[],
    ),
    Mutation("invoice.series.form", &[("C26TYY", "T26CYY")], &[]),
    Mutation("invoice.series.form", &[("C26TYY", "AB/26E")], &[]),
    Mutation("invoice.series.old-law", &[("C26TYY", "AB/22E"), ("2026-03-05", "2022-03-05")], &[]),
    Mutation("invoice.series.year", &[("2026-03-05", "2025-03-05")], &[]),
    Mutation("invoice.series.letter", &[("C26TYY", "C26NYY")], &[]),
    Mutation(
        "invoice.series.since",
        &[("C26TYY", "C26FYY"), ("<NMua>", "<NMua><SHChieu>Z0000001</SHChieu>")],
        &[],
    ),
    Mutation(
        "invoice.series.letter",
        &[
            SALES[0],
            SALES[1],
            SALES[2],
            SALES[3],
            SALES[4],
            SALES[5],
            ("C26TYY", "C26FYY"),
            ("2026-03-05", "2026-07-06"),
            ("<NMua>", "<NMua><SHChieu>Z0000001</SHChieu>"),
        ],
        &[],
    ),
    Mutation("invoice.dossier", &[("C26TYY", "C26LYY")], &[]),
    Mutation("invoice.number", &[("<SHDon>12<", "<SHDon>0<")], &[]),
    Mutation("invoice.number.missing", &[("<SHDon>12</SHDon>", "")], &[]),
    // Dates. Signed on Monday for a Thursday.
    Mutation("invoice.date.signed-late", &[("<NBan/></DSCKS>", signed!("2026-03-09T08:00:00"))], &[]),
    Mutation("invoice.date", &[("2026-03-05", "05/03/2026")], &[]),
    Mutation(
        "invoice.date.early",
        &[
            ("2026-03-05", "2020-03-05"),
            ("C26", "C20"),
            ("8%", "5%"),
            ("<TThue>12000", "<TThue>7500"),
            ("<TgTThue>32000<", "<TgTThue>27500<"),
            ("382000", "377500"),
            ("tám mươi hai nghìn", "bảy mươi bảy nghìn năm trăm"),
        ],
        &[],
    ),
    // Money.
    Mutation("invoice.currency", &[("<DVTTe>VND", "<DVTTe>VNĐ")], &[]),
    Mutation("invoice.exchange-rate", &[("<DVTTe>VND", "<DVTTe>USD"), ("<TGia>1</TGia>", "")], &[]),
    Mutation("invoice.exchange-rate", &[("<DVTTe>VND", "<DVTTe>USD"), ("<TGia>1<", "<TGia>-1<")], &[]),
    Mutation("invoice.exchange-rate.vnd", &[("<TGia>1<", "<TGia>25000<")], &[]),
    // Parties.
    Mutation("invoice.seller.tax-code", &[("0123456787", "123456787")], &[]),
    Mutation("invoice.seller.tax-code.check-digit", &[("0123456787", "0123456788")], &[]),
    Mutation("invoice.buyer.tax-code", &[("0102030405", "0102030405001")], &[]),
    Mutation("invoice.buyer.tax-code.check-digit", &[("0102030405", "0102030406")], &[]),
    Mutation("invoice.buyer.personal-id", &[("<DChi>2", "<CCCDan>12345</CCCDan><DChi>2")], &[]),
    Mutation("invoice.budget-code", &[("<DChi>2", "<MDVQHNSach>12345</MDVQHNSach><DChi>2")], &[]),
    Mutation(
        "invoice.buyer.unnamed",
        &[("<Ten>Công ty Mua Thử</Ten><MST>0102030405</MST>", ""), ("2026-03-05", "2026-07-01")],
        &[],
    ),
    Mutation(
        "invoice.buyer.unnamed",
        &[("<NMua>", "<!--"), ("</NMua>", "-->"), ("2026-03-05", "2026-07-01")],
        &[],
    ),
    Mutation("invoice.provider.tax-code", &[("0204060800", "0204060801")], &[]),
    Mutation(
        "invoice.delegate.tax-code",
        &[(
            "</TTChung>",
            "<MSTDVNUNLHDon>1</MSTDVNUNLHDon><TDVNUNLHDon>A</TDVNUNLHDon><DCDVNUNLHDon>B</DCDVNUNLHDon></TTChung>",
        )],
        &[],
    ),
    Mutation(
        "invoice.delegate.incomplete",
        &[("</TTChung>", "<MSTDVNUNLHDon>0304050605</MSTDVNUNLHDon></TTChung>")],
        &[],
    ),
    // Code.
    Mutation("invoice.code.missing", &[("00AAAAAAAAAAAA4AAA8AAAAAAAAAAAAAAA", "")], &[]),
    Mutation("invoice.code.unexpected", &[("C26TYY", "K26TYY")], &[]),
    // Related invoice.
    Mutation("invoice.related.nature", &[RELATED, ("<TCHDon>2<", "<TCHDon>9<")], &[]),
    Mutation("invoice.related.nature-other", &[RELATED, ("<TCHDon>2<", "<TCHDon>4<")], &[]),
    Mutation("invoice.related.law", &[RELATED, ("<LHDCLQuan>1<", "<LHDCLQuan>5<")], &[]),
    Mutation(
        "invoice.related.incomplete",
        &[RELATED, ("<TCHDon>2<", "<TCHDon>1<"), ("<SHDCLQuan>3</SHDCLQuan>", "")],
        &[],
    ),
    Mutation("invoice.related.incomplete", &[RELATED, ("<NLHDCLQuan>2026-02-05</NLHDCLQuan>", "")], &[]),
    Mutation(
        "invoice.related.incomplete",
        &[RELATED, ("<NLHDCLQuan>2026-02-05</NLHDCLQuan>", "<SBKCLQuan>BK-1</SBKCLQuan>")],
        &[],
    ),
    Mutation("invoice.related.unnumbered", &[RELATED, ("<SHDCLQuan>3</SHDCLQuan>", "")], &[]),
    Mutation("invoice.related.symbols", &[RELATED, ("<KHHDCLQuan>C26TYY<", "<KHHDCLQuan>AB/21E<")], &[]),
    Mutation("invoice.related.later", &[RELATED, ("2026-02-05", "2026-03-06")], &[]),
    Mutation("invoice.related.self", &[RELATED, ("<SHDCLQuan>3<", "<SHDCLQuan>0012<")], &[]),
    Mutation(
        "invoice.related.replace-only",
        &[RELATED, ("<KHHDon>C26T", "<KHHDon>C26M"), ("2026-03-05", "2026-07-06")],
        &[],
    ),
    // Lines.
    Mutation(
        "invoice.line.none",
        &[(
            "<HHDVu><TChat>1</TChat><STT>1</STT><THHDVu>Bàn</THHDVu><DVTinh>Cái</DVTinh><SLuong>2</SLuong><DGia>100000</DGia><ThTien>200000</ThTien><TSuat>10%</TSuat></HHDVu><HHDVu><TChat>1</TChat><STT>2</STT><THHDVu>Ghế</THHDVu><DVTinh>Cái</DVTinh><SLuong>3</SLuong><DGia>50000</DGia><ThTien>150000</ThTien><TSuat>8%</TSuat></HHDVu>",
            "",
        )],
        &[],
    ),
    Mutation("invoice.line.kind", &[("<TChat>1</TChat><STT>1", "<TChat>7</TChat><STT>1")], &[]),
    Mutation(
        "invoice.line.kind.since",
        &[
            ("<TChat>1</TChat><STT>1", "<TChat>5</TChat><STT>1"),
            (
                "<THHDVu>Bàn</THHDVu>",
                "<THHDVu>Xe</THHDVu><TTHHDTrung><LHHDTrung>1</LHHDTrung><TTin><TTruong>SKhung</TTruong><DLieu>X1</DLieu></TTin></TTHHDTrung>",
            ),
            ("2026-03-05", "2024-03-05"),
            ("C26", "C24"),
        ],
        &[],
    ),
    Mutation("invoice.line.special", &[("<TChat>1</TChat><STT>1", "<TChat>5</TChat><STT>1")], &[]),
    Mutation("invoice.line.amount", &[("<DGia>100000<", "<DGia>99000<")], &[]),
    Mutation(
        "invoice.line.amount.rounded",
        &[
            ("<SLuong>2</SLuong><DGia>100000<", "<SLuong>1000</SLuong><DGia>200<"),
            (
                "<ThTien>200000</ThTien><TSuat>10%</TSuat></HHDVu>",
                "<ThTien>200150</ThTien><TSuat>10%</TSuat></HHDVu>",
            ),
            ("<ThTien>200000</ThTien><TThue>20000<", "<ThTien>200150</ThTien><TThue>20015<"),
            ("350000", "350150"),
            ("<TgTThue>32000<", "<TgTThue>32015<"),
            ("382000", "382165"),
            ("tám mươi hai nghìn", "tám mươi hai nghìn một trăm sáu mươi lăm"),
        ],
        &[],
    ),
    Mutation(
        "invoice.line.discount",
        &[(
            "<ThTien>200000</ThTien><TSuat>10%</TSuat></HHDVu>",
            "<TLCKhau>10</TLCKhau><STCKhau>0</STCKhau><ThTien>200000</ThTien><TSuat>10%</TSuat></HHDVu>",
        )],
        &[],
    ),
    Mutation(
        "invoice.line.discount.net",
        &[("<DGia>100000</DGia>", "<DGia>110000</DGia><STCKhau>20000</STCKhau>")],
        &[],
    ),
    Mutation(
        "invoice.line.discount.gross",
        &[("<DGia>100000</DGia>", "<DGia>100000</DGia><STCKhau>20000</STCKhau>")],
        &[],
    ),
    Mutation(
        "invoice.line.discount.mixed",
        &[
            ("<DGia>100000</DGia>", "<DGia>110000</DGia><STCKhau>20000</STCKhau>"),
            ("<DGia>50000</DGia>", "<DGia>50000</DGia><STCKhau>10000</STCKhau>"),
            ("<ThTien>150000</ThTien><TThue>12000<", "<ThTien>140000</ThTien><TThue>11200<"),
            ("350000", "340000"),
            ("<TgTThue>32000<", "<TgTThue>31200<"),
            ("382000", "371200"),
            ("tám mươi hai nghìn", "bảy mươi mốt nghìn hai trăm"),
        ],
        &[],
    ),
    Mutation(
        "invoice.amount.overflow",
        &[(
            "<SLuong>2</SLuong><DGia>100000<",
            "<SLuong>999999999999999999999</SLuong><DGia>999999999999999999999<",
        )],
        &[],
    ),
    // Rates.
    Mutation("invoice.vat-rate", &[("<TSuat>10%</TSuat></HHDVu>", "<TSuat>10%%</TSuat></HHDVu>")], &[]),
    Mutation(
        "invoice.vat-rate.unexplained",
        &[
            ("10%</TSuat></HHDVu>", "CTCT</TSuat></HHDVu>"),
            ("<TSuat>10%</TSuat><ThTien>", "<TSuat>CTCT</TSuat><ThTien>"),
        ],
        &[],
    ),
    Mutation("invoice.vat-rate.missing", &[("<TSuat>10%</TSuat></HHDVu>", "</HHDVu>")], &[]),
    Mutation("invoice.vat-rate.period", &[("2026-03-05", "2023-03-05"), ("C26", "C23")], &[]),
    Mutation(
        "invoice.rate.base",
        &[
            ("<ThTien>200000</ThTien><TThue>20000<", "<ThTien>210000</ThTien><TThue>21000<"),
            ("350000", "360000"),
            ("<TgTThue>32000<", "<TgTThue>33000<"),
            ("382000", "393000"),
            ("tám mươi hai nghìn", "chín mươi ba nghìn"),
        ],
        &[],
    ),
    Mutation(
        "invoice.rate.tax",
        &[
            ("<TThue>20000<", "<TThue>21000<"),
            ("<TgTThue>32000<", "<TgTThue>33000<"),
            ("382000", "383000"),
            ("tám mươi hai nghìn", "tám mươi ba nghìn"),
        ],
        &[],
    ),
    Mutation(
        "invoice.rate.repeated",
        &[(
            "<LTSuat><TSuat>10%</TSuat><ThTien>200000</ThTien><TThue>20000</TThue></LTSuat>",
            "<LTSuat><TSuat>10%</TSuat><ThTien>100000</ThTien><TThue>10000</TThue></LTSuat><LTSuat><TSuat>10%</TSuat><ThTien>100000</ThTien><TThue>10000</TThue></LTSuat>",
        )],
        &[],
    ),
    Mutation(
        "invoice.rate.missing",
        &[
            ("<LTSuat><TSuat>8%</TSuat><ThTien>150000</ThTien><TThue>12000</TThue></LTSuat>", ""),
            ("350000", "200000"),
            ("<TgTThue>32000<", "<TgTThue>20000<"),
            ("382000", "220000"),
            ("Ba trăm tám mươi hai nghìn", "Hai trăm hai mươi nghìn"),
        ],
        &[],
    ),
    // Totals.
    Mutation(
        "invoice.total.before-tax",
        &[("<TgTCThue>350000", "<TgTCThue>360000"), ("382000", "392000"), ("tám mươi hai", "chín mươi hai")],
        &[],
    ),
    Mutation(
        "invoice.total.tax",
        &[("<TgTThue>32000", "<TgTThue>33000"), ("382000", "383000"), ("tám mươi hai", "tám mươi ba")],
        &[],
    ),
    Mutation("invoice.total.payable", &[("382000", "392000"), ("tám mươi hai", "chín mươi hai")], &[]),
    Mutation(
        "invoice.total.payable",
        &[
            SALES[0],
            SALES[1],
            SALES[2],
            SALES[3],
            SALES[4],
            SALES[5],
            ("350000<", "300000<"),
            ("Ba trăm năm mươi", "Ba trăm"),
        ],
        &[],
    ),
    Mutation(
        "invoice.total.reduced",
        &[
            SALES[0],
            SALES[1],
            SALES[2],
            SALES[3],
            SALES[4],
            SALES[5],
            ("350000<", "349300<"),
            ("năm mươi nghìn", "bốn mươi chín nghìn ba trăm"),
        ],
        &[],
    ),
    Mutation(
        "invoice.amount.negative",
        &[
            ("<SLuong>2<", "<SLuong>-2<"),
            ("<SLuong>3<", "<SLuong>-3<"),
            ("<ThTien>", "<ThTien>-"),
            ("<TThue>", "<TThue>-"),
            ("<TgTCThue>", "<TgTCThue>-"),
            ("<TgTThue>", "<TgTThue>-"),
            ("<TgTTTBSo>", "<TgTTTBSo>-"),
            ("<TgTTTBChu>", "<TgTTTBChu>Âm "),
        ],
        &[],
    ),
    Mutation("invoice.total.words", &[("tám mươi hai", "tám mươi ba")], &[]),
    Mutation("invoice.total.words.sign", &[("Ba trăm tám", "Âm ba trăm tám")], &[]),
    Mutation("invoice.total.words.unread", &[("Ba trăm tám mươi hai nghìn đồng", "VND")], &[]),
];

/// The base with edits applied in turn; each must find its place.
fn edited(edits: &[Edit]) -> String {
    edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "nothing to edit: {from}");
        text.replace(from, to)
    })
}

fn ids_of(source: &str, settings: &Settings) -> BTreeSet<&'static str> {
    let Parsed::Document(document) = Document::parse(source.as_bytes(), &Limits::default()) else {
        panic!("not well-formed: {source}")
    };
    let (mut findings, mut checks) = (Findings::new(1000), Checks::default());
    let _ = check(document.root(), settings, &mut findings, &mut checks);
    findings.as_slice().iter().map(|finding| finding.rule.id).filter(|rule| listed(rule)).collect()
}

/// Whether a rule is one that this file is about; that all others fire and do not fire is tested with the documents
/// of the test kit, where one document may well break several.
fn listed(rule: &str) -> bool {
    MUTATIONS.iter().any(|Mutation(known, ..)| *known == rule)
        || ["invoice.code.pending", "invoice.date.future", "invoice.rate.crowded"].contains(&rule)
}

#[test]
fn the_base_fires_nothing() {
    assert_eq!(ids_of(BASE, &Settings::default()), BTreeSet::new());
    assert_eq!(ids_of(&edited(&SALES), &Settings::default()), BTreeSet::new());
    assert_eq!(ids_of(&edited(&[RELATED]), &Settings::default()), BTreeSet::new());
}

#[test]
fn each_mutation_fires_its_rule_alone() {
    for Mutation(rule, edits, also) in MUTATIONS {
        let expected: BTreeSet<_> = also.iter().copied().chain([*rule]).collect();
        assert_eq!(ids_of(&edited(edits), &Settings::default()), expected, "{rule}");
    }
}

#[test]
fn a_request_for_a_code_carries_none() {
    let source = edited(&[("00AAAAAAAAAAAA4AAA8AAAAAAAAAAAAAAA", "")]);
    for message in [200, 201, 208] {
        let settings = Settings { message: Some(message), ..Settings::default() };
        assert_eq!(ids_of(&source, &settings), BTreeSet::from(["invoice.code.pending"]));
    }
    let answered = Settings { message: Some(202), ..Settings::default() };
    assert_eq!(ids_of(&source, &answered), BTreeSet::from(["invoice.code.missing"]));
}

#[test]
fn an_invoice_is_not_dated_after_its_receipt() {
    let received = |day: &str| Settings { received: etax::value::parse_date(day), ..Settings::default() };
    assert_eq!(ids_of(BASE, &received("2026-03-04")), BTreeSet::from(["invoice.date.future"]));
    assert_eq!(ids_of(BASE, &received("2026-03-05")), BTreeSet::new());
}

/// Seventeen rates more, which is more than are summed apart.
fn crowded() -> String {
    let line = |rate| {
        format!(
            "<HHDVu><TChat>1</TChat><THHDVu>A</THHDVu><ThTien>0</ThTien><TSuat>KHAC:0.{rate:02}%</TSuat></HHDVu>"
        )
    };
    let lines: String = (1..=17).map(line).collect();
    BASE.replace("</DSHHDVu>", &format!("{lines}</DSHHDVu>"))
}

#[test]
fn many_rates_are_not_judged_one_by_one() {
    assert_eq!(ids_of(&crowded(), &Settings::default()), BTreeSet::from(["invoice.rate.crowded"]));
}

#[test]
fn no_id_is_used_twice() {
    let ids: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    assert!(MUTATIONS.iter().all(|Mutation(rule, ..)| ids.contains(rule)));
}

#[test]
fn conventions_that_must_pass() {
    let cases: &[(&str, &[Edit])] = &[
        (
            "padding around values",
            &[("<PBan>2.1.0<", "<PBan>\n\t2.1.0\n<"), ("C26TYY", " C26TYY "), ("382000", "\n382000\n")],
        ),
        (
            "leading zeros and zero decimals",
            &[("<SHDon>12<", "<SHDon>00000012<"), ("<ThTien>200000<", "<ThTien>200000.000000<")],
        ),
        (
            "another rate literal for the same rate",
            &[("<TSuat>8%</TSuat></HHDVu>", "<TSuat>KHAC:8%</TSuat></HHDVu>")],
        ),
        ("a branch", &[("0123456787", "0123456787-001")]),
        ("a person as seller", &[("0123456787", "001099000001")]),
        ("rounded to whole đồng", &[("<ThTien>150000</ThTien><TSuat>", "<ThTien>150001</ThTien><TSuat>")]),
        (
            "a note line",
            &[("</DSHHDVu>", "<HHDVu><TChat>4</TChat><THHDVu>Ghi chú</THHDVu></HHDVu></DSHHDVu>")],
        ),
        (
            "a promotion",
            &[(
                "</DSHHDVu>",
                "<HHDVu><TChat>2</TChat><THHDVu>Quà</THHDVu><SLuong>1</SLuong><DGia>5</DGia><ThTien>0</ThTien></HHDVu></DSHHDVu>",
            )],
        ),
        (
            "a trade discount line, positive",
            &[
                (
                    "</DSHHDVu>",
                    "<HHDVu><TChat>3</TChat><THHDVu>CK</THHDVu><ThTien>50000</ThTien><TSuat>8%</TSuat></HHDVu></DSHHDVu>",
                ),
                ("<ThTien>150000</ThTien><TThue>12000<", "<ThTien>100000</ThTien><TThue>8000<"),
                ("<TgTCThue>350000", "<TgTCThue>300000"),
                ("<TgTThue>32000", "<TgTThue>28000"),
                ("382000", "328000"),
                ("tám mươi hai", "hai mươi tám"),
            ],
        ),
        (
            "trade discount in the totals alone",
            &[
                ("<TgTTTBSo>382000", "<TTCKTMai>10000</TTCKTMai><TgTTTBSo>372000"),
                ("tám mươi hai", "bảy mươi hai"),
            ],
        ),
        (
            "fees and reductions",
            &[
                (
                    "<TgTTTBSo>382000",
                    "<DSLPhi><LPhi><TLPhi>Phí</TLPhi><TPhi>5000</TPhi></LPhi></DSLPhi><TGTKhac>3000</TGTKhac><TgTTTBSo>384000",
                ),
                ("tám mươi hai", "tám mươi tư"),
            ],
        ),
        (
            "an internal transfer slip without totals",
            &[
                SLIP[0],
                SLIP[1],
                SLIP[2],
                SLIP[3],
                SLIP[4],
                ("C26TYY", "C26NYY"),
                ("<DChi>1", "<LDDNBo>9</LDDNBo><PTVChuyen>Xe tải</PTVChuyen><DChi>1"),
            ],
        ),
        (
            "a consignment slip",
            &[
                SLIP[0],
                SLIP[1],
                SLIP[2],
                SLIP[3],
                SLIP[4],
                ("C26TYY", "C26BYY"),
                (
                    "<DChi>1",
                    "<HDKTSo>9</HDKTSo><HDKTNgay>2026-01-05</HDKTNgay><TNVChuyen>Người Thử</TNVChuyen><PTVChuyen>Xe tải</PTVChuyen><DChi>1",
                ),
            ],
        ),
        (
            "public property sold by a budget unit",
            &[
                ("<KHMSHDon>1<", "<KHMSHDon>3<"),
                SALES[2],
                SALES[3],
                SALES[4],
                SALES[5],
                ("C26TYY", "C26DYY"),
                ("<MST>0123456787</MST>", "<MDVQHNSach>1234567</MDVQHNSach>"),
            ],
        ),
        (
            "an invoice that claims a refund",
            &[
                ("C26TYY", "C26FYY"),
                ("2026-03-05", "2026-07-06"),
                ("<NMua>", "<NMua><SHChieu>Z0000001</SHChieu>"),
            ],
        ),
        (
            "a list of adjusted invoices",
            &[
                RELATED,
                (
                    "<KHMSHDCLQuan>1</KHMSHDCLQuan><KHHDCLQuan>C26TYY</KHHDCLQuan><SHDCLQuan>3</SHDCLQuan><NLHDCLQuan>2026-02-05</NLHDCLQuan>",
                    "<SBKCLQuan>BK-1</SBKCLQuan><NBKCLQuan>2026-03-01</NBKCLQuan>",
                ),
            ],
        ),
        (
            "special goods",
            &[(
                "<TChat>1</TChat><STT>1",
                "<TChat>5</TChat><TTHHDTrung><LHHDTrung>1</LHHDTrung><TTin><TTruong>SKhung</TTruong><DLieu>A1</DLieu></TTin></TTHHDTrung><STT>1",
            )],
        ),
        (
            "signed on Monday for a Friday",
            &[("2026-03-05", "2026-03-06"), ("<NBan/></DSCKS>", signed!("2026-03-09T23:59:59"))],
        ),
        (
            "signed late before the decree asked for more",
            &[
                ("2026-03-05", "2025-05-30"),
                ("C26", "C25"),
                ("<NBan/></DSCKS>", signed!("2025-06-30T08:00:00")),
            ],
        ),
        (
            "an adjustment of the name alone",
            &[RELATED, ("<SLuong>2</SLuong><DGia>100000<", "<SLuong>0</SLuong><DGia>0<")],
        ),
    ];
    for (what, edits) in cases {
        let errors = ids_of(&edited(edits), &Settings::default());
        assert!(errors.is_empty(), "{what}: {errors:?}");
    }
}
