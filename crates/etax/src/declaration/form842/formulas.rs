//! The formulas of form 01/GTGT's main part.
//!
//! Sources: form 01/GTGT of Circular 80/2021/TT-BTC and the calculated cells and checks of its
//! official data-entry template. Rounding is to whole đồng, half away from zero, and there is no
//! tolerance. The chain [22] = [43] of the period before needs that declaration and is not judged.

use crate::declaration::formula::{Expr, Field, Formula, Op, Scope, When};
use crate::rule::{Check, Rule, Text, Weight};

/// The words between the two sides.
macro_rules! words {
    (vi Equal) => {
        " phải bằng "
    };
    (vi AtMost) => {
        " không được lớn hơn "
    };
    (vi AtLeast) => {
        " không được nhỏ hơn "
    };
    (vi MoreThan) => {
        " phải lớn hơn "
    };
    (en Equal) => {
        " must be "
    };
    (en AtMost) => {
        " must not exceed "
    };
    (en AtLeast) => {
        " must be at least "
    };
    (en MoreThan) => {
        " must be more than "
    };
}
pub(super) use words;

/// One line: id, weight, where and when; left side, how, right side, each as words and as an
/// expression; what it is about.
macro_rules! line {
    ($id:literal, $weight:ident, $appendix:expr, $each:expr, $when:expr;
     $lt:literal $left:expr, $op:ident, $rt:literal $right:expr; $vi:literal, $en:literal) => {
        Formula {
            rule: &Rule {
                id: concat!("declaration.842.", $id),
                check: Check::Rules,
                weight: Weight::$weight,
                basis: "Mẫu 01/GTGT, Thông tư 80/2021/TT-BTC",
                message: Text {
                    vi: concat!($lt, words!(vi $op), $rt, "{expected_amount}; đang khai {found_amount}."),
                    en: concat!($lt, words!(en $op), $rt, "{expected_amount}; declared {found_amount}."),
                },
                hint: Text { vi: concat!($lt, ": ", $vi, "."), en: concat!($lt, ": ", $en, ".") },
            },
            appendix: $appendix,
            each: $each,
            when: $when,
            left: $left,
            op: Op::$op,
            right: $right,
        }
    };
}
pub(super) use line;

pub(super) const CT22: Expr = Expr::main("ct22", "[22]");
const CT23: Expr = Expr::main("GiaTriVaThueGTGTHHDVMuaVao/ct23", "[23]");
const CT24: Expr = Expr::main("GiaTriVaThueGTGTHHDVMuaVao/ct24", "[24]");
const CT23A: Expr = Expr::main("HangHoaDichVuNhapKhau/ct23a", "[23a]");
const CT24A: Expr = Expr::main("HangHoaDichVuNhapKhau/ct24a", "[24a]");
const CT25: Expr = Expr::main("ct25", "[25]");
const CT26: Expr = Expr::main("ct26", "[26]");
pub(super) const CT27: Expr = Expr::main("HHDVBRaChiuThueGTGT/ct27", "[27]");
const CT28: Expr = Expr::main("HHDVBRaChiuThueGTGT/ct28", "[28]");
const CT29: Expr = Expr::main("ct29", "[29]");
pub(super) const CT30: Expr = Expr::main("HHDVBRaChiuTSuat5/ct30", "[30]");
const CT31: Expr = Expr::main("HHDVBRaChiuTSuat5/ct31", "[31]");
pub(super) const CT32: Expr = Expr::main("HHDVBRaChiuTSuat10/ct32", "[32]");
const CT33: Expr = Expr::main("HHDVBRaChiuTSuat10/ct33", "[33]");
const CT32A: Expr = Expr::main("ct32a", "[32a]");
const CT34: Expr = Expr::main("TongDThuVaThueGTGTHHDVBRa/ct34", "[34]");
const CT35: Expr = Expr::main("TongDThuVaThueGTGTHHDVBRa/ct35", "[35]");
const CT36: Expr = Expr::main("ct36", "[36]");
const CT37: Expr = Expr::main("ct37", "[37]");
const CT38: Expr = Expr::main("ct38", "[38]");
const CT39A: Expr = Expr::main("ct39a", "[39a]");
const CT40A: Expr = Expr::main("ct40a", "[40a]");
const CT40B: Expr = Expr::main("ct40b", "[40b]");
pub(super) const CT40: Expr = Expr::main("ct40", "[40]");
const CT41: Expr = Expr::main("ct41", "[41]");
const CT42: Expr = Expr::main("ct42", "[42]");
const CT43: Expr = Expr::main("ct43", "[43]");
const ZERO: Expr = Expr::Number(0);

/// [36] - [22] + [37] - [38] - [39a]: to pay when above 0, else not yet credited.
const BALANCE: Expr = Expr::Sub(&[Expr::Add(&[Expr::Sub(&[CT36, CT22]), CT37]), CT38, CT39A]);
const CREDIT: Expr = Expr::Add(&[Expr::Sub(&[CT22, CT36, CT37]), CT38, CT39A]);

const REDUCTION: Expr = Expr::row("thueGTGTDuocGiam", "(6)");

/// Reduced tax of the goods at one rate, in whichever of the reduction appendices is attached.
const fn reduced(appendix: &'static str, rows: &'static str, rate: i64) -> Expr {
    Expr::Sum {
        rows: Field { scope: Scope::In(appendix), path: rows, label: "" },
        each: &REDUCTION,
        only: Some((Field { scope: Scope::Row, path: "thueSuatTheoQuyDinh", label: "(4)" }, rate)),
    }
}
const REDUCED_5: Expr = Expr::Named(
    "PL Σ(6) 5%",
    &Expr::Add(&[
        reduced("PL_NQ43_GTGT", "BangKeTenHHDV", 5),
        reduced("PL_NQ101_GTGT", "BangKeTenHHDV", 5),
        reduced("PL_NQ142_GTGT", "HH_DV_BanRaTrongKy/BangKeTenHHDV", 5),
    ]),
);
const REDUCED_10: Expr = Expr::Named(
    "PL Σ(6) 10%",
    &Expr::Add(&[
        reduced("PL_NQ43_GTGT", "BangKeTenHHDV", 10),
        reduced("PL_NQ101_GTGT", "BangKeTenHHDV", 10),
        reduced("PL_NQ142_GTGT", "HH_DV_BanRaTrongKy/BangKeTenHHDV", 10),
    ]),
);
const AT_5: Expr = Expr::Div(&Expr::Mul(&[CT30, Expr::Number(5)]), &Expr::Number(100));
const AT_10: Expr = Expr::Div(&Expr::Mul(&[CT32, Expr::Number(10)]), &Expr::Number(100));

/// All formulas of the main part.
pub(super) const MAIN: &[Formula] = &[
    line!("ct23", Fail, None, &[], &[]; "|[24]|" Expr::Abs(&CT24), AtMost, "|[23]| = " Expr::Abs(&CT23);
        "thuế GTGT của hàng hóa, dịch vụ mua vào", "VAT on purchases"),
    line!("ct23a", Fail, None, &[], &[]; "[23a]" CT23A, AtMost, "[23] = " CT23;
        "giá trị hàng hóa, dịch vụ nhập khẩu", "value of imports"),
    line!("ct24a", Fail, None, &[], &[]; "[24a]" CT24A, AtMost, "[23a] = " CT23A;
        "thuế GTGT của hàng hóa, dịch vụ nhập khẩu", "VAT on imports"),
    line!("ct25", Fail, None, &[], &[When::NotYearEnd]; "|[25]|" Expr::Abs(&CT25), AtMost, "|[24]| = " Expr::Abs(&CT24);
        "thuế GTGT được khấu trừ kỳ này (trừ tháng 12 và quý 4)", "VAT deducted this period (except December and the fourth quarter)"),
    line!("ct27", Fail, None, &[], &[]; "[27]" CT27, Equal, "[29] + [30] + [32] + [32a] = " Expr::Add(&[CT29, CT30, CT32, CT32A]);
        "giá trị hàng hóa, dịch vụ bán ra chịu thuế GTGT", "taxable sales"),
    line!("ct28", Fail, None, &[], &[]; "[28]" CT28, Equal, "[31] + [33] = " Expr::Add(&[CT31, CT33]);
        "thuế GTGT của hàng hóa, dịch vụ bán ra", "VAT on sales"),
    line!("ct31", Warn, None, &[], &[]; "[31]" CT31, Equal,
        "round([30] x 5 / 100 - PL Σ(6) 5%, 0) = "
        Expr::Round(&Expr::Sub(&[AT_5, REDUCED_5]), 0);
        "thuế GTGT của hàng hóa, dịch vụ bán ra chịu thuế suất 5%, trừ phần được giảm trên phụ lục", "VAT on sales at 5 %, less the reduction of the appendix"),
    line!("ct31.value", Fail, None, &[], &[When::Is(&CT30, Op::AtLeast, &ZERO)]; "[31]" CT31, AtMost, "[30] = " CT30;
        "thuế GTGT của hàng hóa, dịch vụ bán ra chịu thuế suất 5%", "VAT on sales at 5 %"),
    line!("ct33", Warn, None, &[], &[]; "[33]" CT33, Equal,
        "round([32] x 10 / 100 - PL Σ(6) 10%, 0) = "
        Expr::Round(&Expr::Sub(&[AT_10, REDUCED_10]), 0);
        "thuế GTGT của hàng hóa, dịch vụ bán ra chịu thuế suất 10%, trừ phần được giảm trên phụ lục", "VAT on sales at 10 %, less the reduction of the appendix"),
    line!("ct33.value", Fail, None, &[], &[When::Is(&CT32, Op::AtLeast, &ZERO)]; "[33]" CT33, AtMost, "[32] = " CT32;
        "thuế GTGT của hàng hóa, dịch vụ bán ra chịu thuế suất 10%", "VAT on sales at 10 %"),
    line!("ct34", Fail, None, &[], &[]; "[34]" CT34, Equal, "[26] + [27] = " Expr::Add(&[CT26, CT27]);
        "tổng doanh thu hàng hóa, dịch vụ bán ra", "total sales"),
    line!("ct35", Fail, None, &[], &[]; "[35]" CT35, Equal, "[28] = " CT28;
        "tổng thuế GTGT của hàng hóa, dịch vụ bán ra", "total VAT on sales"),
    line!("ct36", Fail, None, &[], &[]; "[36]" CT36, Equal, "[35] - [25] = " Expr::Sub(&[CT35, CT25]);
        "thuế GTGT phát sinh trong kỳ", "VAT of the period"),
    line!("ct37", Fail, None, &[], &[]; "[37]" CT37, AtLeast, "" ZERO;
        "điều chỉnh giảm thuế GTGT còn được khấu trừ của các kỳ trước", "credit of earlier periods adjusted downwards"),
    line!("ct38", Fail, None, &[], &[]; "[38]" CT38, AtLeast, "" ZERO;
        "điều chỉnh tăng thuế GTGT còn được khấu trừ của các kỳ trước", "credit of earlier periods adjusted upwards"),
    line!("ct39a", Fail, None, &[], &[]; "[39a]" CT39A, AtLeast, "" ZERO;
        "thuế GTGT nhận bàn giao được khấu trừ trong kỳ", "VAT credit taken over"),
    line!("ct40a", Fail, None, &[], &[]; "[40a]" CT40A, Equal, "max([36] - [22] + [37] - [38] - [39a], 0) = " Expr::Max(&BALANCE, &ZERO);
        "thuế GTGT phải nộp của hoạt động sản xuất kinh doanh trong kỳ", "VAT payable of the period's business"),
    line!("ct40b", Fail, None, &[], &[]; "[40b]" CT40B, AtMost, "[40a] = " CT40A;
        "thuế GTGT mua vào của dự án đầu tư được bù trừ", "VAT of investment projects that is offset"),
    line!("ct40", Fail, None, &[], &[]; "[40]" CT40, Equal, "max([40a] - [40b], 0) = " Expr::Max(&Expr::Sub(&[CT40A, CT40B]), &ZERO);
        "thuế GTGT còn phải nộp trong kỳ", "VAT to be paid"),
    line!("ct41", Fail, None, &[], &[]; "[41]" CT41, Equal, "max([22] - [36] - [37] + [38] + [39a], 0) = " Expr::Max(&CREDIT, &ZERO);
        "thuế GTGT chưa khấu trừ hết kỳ này", "VAT not fully credited this period"),
    line!("ct42", Fail, None, &[], &[When::First]; "[42]" CT42, AtMost, "[41] = " CT41;
        "thuế GTGT đề nghị hoàn (tờ khai lần đầu)", "refund asked for (first declarations)"),
    line!("ct43", Fail, None, &[], &[]; "[43]" CT43, Equal, "max([41] - [42], 0) = " Expr::Max(&Expr::Sub(&[CT41, CT42]), &ZERO);
        "thuế GTGT còn được khấu trừ chuyển kỳ sau", "VAT credit carried forward"),
];

/// Indicators of purchases and sales: 0 when [21] is ticked.
pub(super) const TRADE: &[Expr] = &[
    CT23, CT24, CT23A, CT24A, CT25, CT26, CT27, CT28, CT29, CT30, CT31, CT32, CT33, CT32A, CT34, CT35, CT36,
];

/// Indicators of credit and payment.
pub(super) const SETTLEMENT: &[Expr] = &[CT22, CT37, CT38, CT39A, CT40A, CT40B, CT40, CT41, CT42, CT43];
