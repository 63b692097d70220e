//! The formulas of the appendices of form 01/GTGT.
//!
//! Labels are the printed ones; they differ from the tags in the lottery appendix, where [06] is
//! `ct07`. Where the source calculates in program code that is not public, the form's own words are
//! followed and the rule only warns.

use super::formulas::{CT27, CT30, CT32, CT40, line, words};
use crate::declaration::formula::{Expr, Field, Formula, Op, Scope, When};
use crate::rule::{Check, Rule, Text, Weight};

const ZERO: Expr = Expr::Number(0);
const HUNDRED: Expr = Expr::Number(100);

const HYDRO: &str = "PLuc_01_2_GTGT";
const LOTTERY: &str = "Pluc_01_3_GTGT";
const SITES: &str = "Pluc_01_6_GTGT_CSSX";
const TELECOM: &str = "Pluc_01_6_GTGT_DVVT";
const NQ43: &str = "PL_NQ43_GTGT";
const NQ101: &str = "PL_NQ101_GTGT";
const NQ142: &str = "PL_NQ142_GTGT";

const ROWS: &str = "NoiDungBangPhanBo";
const GOODS: &str = "BangKeTenHHDV";
const BOUGHT: &str = "HH_DV_MuaVaoTrongKy/BangKeTenHHDV";
const SOLD: &str = "HH_DV_BanRaTrongKy/BangKeTenHHDV";

// Rows of 01-6: 1 % of the sales at 5 %, 2 % of those at 10 %.
const ROW14: Expr = Expr::row("ct14", "[14]");
const ROW15: Expr = Expr::row("ct15", "[15]");
const ROW16: Expr = Expr::row("ct16", "[16]");
const ROW17: Expr = Expr::row("ct17", "[17]");
const ROW21: Expr = Expr::row("ct21", "[21]");
const BY_RATE: Expr = Expr::Add(&[
    Expr::Round(&Expr::Div(&ROW14, &HUNDRED), 0),
    Expr::Round(&Expr::Div(&Expr::Mul(&[ROW15, Expr::Number(2)]), &HUNDRED), 0),
]);
const SITES06: Expr = Expr::of(SITES, "ct06", "01-6 CSSX [06]");
const SITES07: Expr = Expr::of(SITES, "ct07", "01-6 CSSX [07]");
const SITES19: Expr = Expr::of(SITES, "CongCacTinh/ct19", "01-6 CSSX [19]");
const SITES20: Expr = Expr::of(SITES, "SoThuePhaiNop/ct20", "01-6 CSSX [20]");
const SITES23: Expr = Expr::of(SITES, "CongCacTinh/ct23", "01-6 CSSX [23]");
const SITES24: Expr = Expr::of(SITES, "SoThuePhaiNop/ct24", "01-6 CSSX [24]");
const TELECOM06: Expr = Expr::of(TELECOM, "ct06", "01-6 ĐTVT [06]");
const TELECOM19: Expr = Expr::of(TELECOM, "CongCacTinh/ct19", "01-6 ĐTVT [19]");
const TELECOM20: Expr = Expr::of(TELECOM, "SoThuePhaiNop/ct20", "01-6 ĐTVT [20]");
/// What the rows would get by rate: above [06] the tax is shared by turnover instead.
const DUE: Expr = Expr::sum(SITES, ROWS, &BY_RATE);
const HYDRO13: Expr = Expr::of(HYDRO, "ct13", "01-2 [13]");
const HYDRO14: Expr = Expr::of(HYDRO, "ct14", "01-2 [14]");
const LOTTERY06: Expr = Expr::of(LOTTERY, "ct07", "01-3 [06]");
const LOTTERY17: Expr = Expr::of(LOTTERY, "ct17", "01-3 [17]");
const VALUE: Expr = Expr::row("giaTriHHDV", "(3)");
const RATE: Expr = Expr::row("thueSuatTheoQuyDinh", "(4)");
const REDUCED_RATE: Expr = Expr::row("thueSuatSauGiam", "(5)");
const REDUCTION: Expr = Expr::row("thueGTGTDuocGiam", "(6)");
const NEW_RATE: Expr = Expr::Round(&Expr::Div(&Expr::Mul(&[RATE, Expr::Number(80)]), &HUNDRED), 1);
const SAVED: Expr =
    Expr::Round(&Expr::Div(&Expr::Mul(&[VALUE, Expr::Sub(&[RATE, REDUCED_RATE])]), &HUNDRED), 0);

/// Hydropower, 01-2/GTGT.
const HYDROPOWER: &[Formula] = &[
    line!("pl012.ct12", Warn, Some(HYDRO), &["TenNhaMay", "DiaBanPhanBo"], &[];
        "01-2 [12]" Expr::row("ct12", "01-2 [12]"), Equal, "round(max([10], Σ[10]) x [11] / 100, 0) = "
        Expr::Round(&Expr::Div(&Expr::Mul(&[Expr::Max(&Expr::row("ct10", "[10]"), &PLANT10), Expr::row("ct11", "[11]")]), &HUNDRED), 0);
        "số thuế phải nộp cho từng tỉnh", "tax of each province"),
    line!("pl012.ct11", Fail, Some(HYDRO), &["TenNhaMay"], &[]; "01-2 Σ[11]"
        Expr::Sum { rows: PLANT_ROWS, each: &Expr::row("ct11", "[11]"), only: None }, Equal, "" HUNDRED;
        "tổng tỷ lệ phân bổ của một nhà máy", "the shares of one plant"),
    line!("pl012.ct11a", Fail, Some(HYDRO), &["TenNhaMay"], &[]; "01-2 [11a]" Expr::row("ct11_a", "01-2 [11a]"), Equal, "Σ[11] = "
        Expr::Sum { rows: PLANT_ROWS, each: &Expr::row("ct11", "[11]"), only: None };
        "tổng tỷ lệ phân bổ của một nhà máy", "the shares of one plant"),
    line!("pl012.ct12a", Fail, Some(HYDRO), &["TenNhaMay"], &[]; "01-2 [12a]" Expr::row("ct12_a", "01-2 [12a]"), Equal, "Σ[12] = "
        Expr::Sum { rows: PLANT_ROWS, each: &Expr::row("ct12", "[12]"), only: None };
        "tổng số thuế của một nhà máy", "tax of one plant"),
    line!("pl012.ct13", Fail, Some(HYDRO), &[], &[]; "01-2 [13]" HYDRO13, Equal, "Σ[10a] = "
        Expr::sum(HYDRO, "TenNhaMay", &Expr::row("ct10_a", "[10a]"));
        "tổng số thuế của các nhà máy", "tax of all plants"),
    line!("pl012.ct14", Fail, Some(HYDRO), &[], &[]; "01-2 [14]" HYDRO14, Equal, "Σ[12a] = "
        Expr::sum(HYDRO, "TenNhaMay", &Expr::row("ct12_a", "[12a]"));
        "tổng số thuế phân bổ cho các tỉnh", "tax allocated to all provinces"),
];
const PLANT_ROWS: Field = Field { scope: Scope::Row, path: "DiaBanPhanBo", label: "" };
const PLANT10: Expr = Expr::Of(Field { scope: Scope::Outer, path: "ct10_a", label: "Σ[10]" });

/// Electronic lottery, 01-3/GTGT.
const LOTTERIES: &[Formula] = &[
    line!("pl013.ct06", Fail, Some(LOTTERY), &[], &[]; "01-3 [06]" LOTTERY06, MoreThan, "" ZERO;
        "tổng doanh thu bán vé thực tế", "ticket sales"),
    line!("pl013.ct13", Fail, Some(LOTTERY), &[], &[]; "Σ[13]" Expr::sum(LOTTERY, ROWS, &Expr::row("ct13", "[13]")), AtMost, "01-3 [06] = " LOTTERY06;
        "doanh thu bán vé của các tỉnh", "ticket sales of all provinces"),
    line!("pl013.ct14", Fail, Some(LOTTERY), &[ROWS], &[]; "01-3 [14]" Expr::row("ct14", "01-3 [14]"), Equal, "round([13] x 100 / 01-3 [06], 2) = "
        Expr::Round(&Expr::Div(&Expr::Mul(&[Expr::row("ct13", "[13]"), HUNDRED]), &LOTTERY06), 2);
        "tỷ lệ doanh thu của tỉnh", "share of the province"),
    line!("pl013.ct15", Fail, Some(LOTTERY), &[ROWS], &[]; "01-3 [15]" Expr::row("ct15", "01-3 [15]"), Equal, "round([40] x [14] / 100, 0) = "
        Expr::Round(&Expr::Div(&Expr::Mul(&[CT40, Expr::row("ct14", "[14]")]), &HUNDRED), 0);
        "số thuế phải nộp cho từng tỉnh", "tax of each province"),
    line!("pl013.ct16", Fail, Some(LOTTERY), &[], &[]; "Σ[16]" Expr::sum(LOTTERY, "cong_ct16", &Expr::row("ct16", "[16]")), Equal, "Σ[15] = "
        Expr::sum(LOTTERY, ROWS, &Expr::row("ct15", "[15]"));
        "số thuế cộng theo từng tỉnh", "tax summed by province"),
    line!("pl013.ct17", Fail, Some(LOTTERY), &[], &[]; "01-3 [17]" LOTTERY17, Equal, "Σ[16] = "
        Expr::sum(LOTTERY, "cong_ct16", &Expr::row("ct16", "[16]"));
        "cộng các tỉnh khác nơi đóng trụ sở chính", "all provinces other than the head office's"),
    line!("pl013.ct18", Fail, Some(LOTTERY), &[], &[]; "01-3 [18]" Expr::of(LOTTERY, "ct18", "01-3 [18]"), Equal, "[40] - 01-3 [17] = " Expr::Sub(&[CT40, LOTTERY17]);
        "số thuế phải nộp cho nơi đóng trụ sở chính", "tax of the head office's province"),
];

/// Production sites, 01-6/GTGT (CSSX).
const PRODUCTION: &[Formula] = &[
    line!("pl016.cssx.ct06", Fail, Some(SITES), &[], &[]; "01-6 CSSX [06]" SITES06, MoreThan, "" ZERO;
        "số thuế phải nộp của cơ sở sản xuất", "tax of the production sites"),
    line!("pl016.cssx.ct06.most", Fail, Some(SITES), &[], &[]; "01-6 CSSX [06]" SITES06, AtMost, "[40] = " CT40;
        "số thuế phải nộp của cơ sở sản xuất", "tax of the production sites"),
    line!("pl016.cssx.ct07", Fail, Some(SITES), &[], &[]; "01-6 CSSX [07]" SITES07, MoreThan, "" ZERO;
        "tổng doanh thu của sản phẩm sản xuất ra", "turnover of the products made"),
    line!("pl016.cssx.ct07.most", Fail, Some(SITES), &[], &[]; "01-6 CSSX [07]" SITES07, AtMost, "[27] = " CT27;
        "tổng doanh thu của sản phẩm sản xuất ra", "turnover of the products made"),
    line!("pl016.cssx.ct14", Fail, Some(SITES), &[], &[]; "Σ[14]" Expr::sum(SITES, ROWS, &ROW14), AtMost, "[30] = " CT30;
        "doanh thu chịu thuế suất 5% của các cơ sở", "turnover of the sites at 5 %"),
    line!("pl016.cssx.ct15", Fail, Some(SITES), &[], &[]; "Σ[15]" Expr::sum(SITES, ROWS, &ROW15), AtMost, "[32] = " CT32;
        "doanh thu chịu thuế suất 10% của các cơ sở", "turnover of the sites at 10 %"),
    line!("pl016.cssx.ct16", Fail, Some(SITES), &[ROWS], &[]; "[16]" ROW16, Equal, "[14] + [15] = " Expr::Add(&[ROW14, ROW15]);
        "tổng doanh thu của cơ sở", "turnover of the site"),
    line!("pl016.cssx.ct16.sum", Fail, Some(SITES), &[], &[]; "Σ[16]" Expr::sum(SITES, ROWS, &ROW16), AtMost, "01-6 CSSX [07] = " SITES07;
        "tổng doanh thu của các cơ sở", "turnover of all sites"),
    line!("pl016.cssx.row", Fail, Some(SITES), &[ROWS], &[]; "|[14]| + |[15]|" Expr::Add(&[Expr::Abs(&ROW14), Expr::Abs(&ROW15)]), MoreThan, "" ZERO;
        "bắt buộc nhập chỉ tiêu [14] hoặc chỉ tiêu [15]", "[14] or [15] must be filled in"),
    line!("pl016.cssx.ct17", Fail, Some(SITES), &[ROWS], &[When::Is(&SITES06, Op::MoreThan, &DUE)]; "[17]" ROW17, Equal,
        "round([14] / 100, 0) + round([15] x 2 / 100, 0) = " BY_RATE;
        "số thuế của tỉnh khi [06] lớn hơn tổng số thuế tính theo 1% và 2%", "tax of the province when [06] is more than 1 % and 2 % make together"),
    line!("pl016.cssx.ct17.none", Fail, Some(SITES), &[ROWS], &[When::Is(&SITES06, Op::LessThan, &DUE)]; "[17]" ROW17, Equal, "" ZERO;
        "để 0 khi số thuế được phân bổ theo doanh thu tại [21]", "0 when the tax is shared by turnover in [21]"),
    line!("pl016.cssx.ct21", Fail, Some(SITES), &[ROWS], &[When::Is(&SITES06, Op::LessThan, &DUE)]; "[21]" ROW21, Equal,
        "round(01-6 CSSX [06] x [16] / 01-6 CSSX [07], 0) = " Expr::Round(&Expr::Div(&Expr::Mul(&[SITES06, ROW16]), &SITES07), 0);
        "số thuế của tỉnh khi [06] nhỏ hơn tổng số thuế tính theo 1% và 2%", "tax of the province when [06] is less than 1 % and 2 % make together"),
    line!("pl016.cssx.ct21.none", Fail, Some(SITES), &[ROWS], &[When::Is(&SITES06, Op::MoreThan, &DUE)]; "[21]" ROW21, Equal, "" ZERO;
        "để 0 khi số thuế được tính theo 1% và 2% tại [17]", "0 when the tax is 1 % and 2 % in [17]"),
    line!("pl016.cssx.ct18", Fail, Some(SITES), &[], &[]; "Σ[18]" Expr::sum(SITES, "cong_ct18", &Expr::row("ct18", "[18]")), Equal, "Σ[17] = "
        Expr::sum(SITES, ROWS, &ROW17); "tổng cột [17] theo từng tỉnh", "[17] summed by province"),
    line!("pl016.cssx.ct22", Fail, Some(SITES), &[], &[]; "Σ[22]" Expr::sum(SITES, "cong_ct18", &Expr::row("ct22", "[22]")), Equal, "Σ[21] = "
        Expr::sum(SITES, ROWS, &ROW21); "tổng cột [21] theo từng tỉnh", "[21] summed by province"),
    line!("pl016.cssx.ct19", Fail, Some(SITES), &[], &[]; "01-6 CSSX [19]" SITES19, Equal, "Σ[18] = "
        Expr::sum(SITES, "cong_ct18", &Expr::row("ct18", "[18]")); "cộng các tỉnh", "all provinces"),
    line!("pl016.cssx.ct23", Fail, Some(SITES), &[], &[]; "01-6 CSSX [23]" SITES23, Equal, "Σ[22] = "
        Expr::sum(SITES, "cong_ct18", &Expr::row("ct22", "[22]")); "cộng các tỉnh", "all provinces"),
    line!("pl016.cssx.ct20", Fail, Some(SITES), &[], &[When::Is(&SITES06, Op::MoreThan, &DUE)]; "01-6 CSSX [20]" SITES20, Equal,
        "01-6 CSSX [06] - 01-6 CSSX [19] = " Expr::Sub(&[SITES06, SITES19]);
        "số thuế phải nộp cho nơi đóng trụ sở chính", "tax of the head office's province"),
    line!("pl016.cssx.ct20.none", Fail, Some(SITES), &[], &[When::Is(&SITES06, Op::LessThan, &DUE)]; "01-6 CSSX [20]" SITES20, Equal, "" ZERO;
        "để 0 khi số thuế được phân bổ theo doanh thu", "0 when the tax is shared by turnover"),
    line!("pl016.cssx.ct24.none", Fail, Some(SITES), &[], &[When::Is(&SITES06, Op::MoreThan, &DUE)]; "01-6 CSSX [24]" SITES24, Equal, "" ZERO;
        "để 0 khi số thuế được tính theo 1% và 2%", "0 when the tax is 1 % and 2 %"),
    line!("pl016.cssx.ct24", Fail, Some(SITES), &[], &[When::Is(&SITES06, Op::LessThan, &DUE)]; "01-6 CSSX [24]" SITES24, Equal,
        "01-6 CSSX [06] - 01-6 CSSX [23] = " Expr::Sub(&[SITES06, SITES23]);
        "số thuế phải nộp cho nơi đóng trụ sở chính", "tax of the head office's province"),
];

/// Post-paid telecoms, 01-6/GTGT (ĐTVT).
const TELECOMS: &[Formula] = &[
    line!("pl016.dvvt.ct06", Fail, Some(TELECOM), &[], &[]; "01-6 ĐTVT [06]" TELECOM06, MoreThan, "" ZERO;
        "số thuế phải nộp của dịch vụ viễn thông cước trả sau", "tax of the post-paid telecoms"),
    line!("pl016.dvvt.ct06.most", Fail, Some(TELECOM), &[], &[]; "01-6 ĐTVT [06]" TELECOM06, AtMost, "[40] = " CT40;
        "số thuế phải nộp của dịch vụ viễn thông cước trả sau", "tax of the post-paid telecoms"),
    line!("pl016.dvvt.ct16", Fail, Some(TELECOM), &[ROWS], &[]; "[16]" ROW16, Equal, "[14] + [15] = " Expr::Add(&[ROW14, ROW15]);
        "tổng doanh thu của đơn vị", "turnover of the unit"),
    line!("pl016.dvvt.ct17", Fail, Some(TELECOM), &[ROWS], &[]; "[17]" ROW17, Equal, "round([14] / 100, 0) + round([15] x 2 / 100, 0) = " BY_RATE;
        "số thuế phải nộp cho từng tỉnh", "tax of each province"),
    line!("pl016.dvvt.ct18", Fail, Some(TELECOM), &[], &[]; "Σ[18]" Expr::sum(TELECOM, "cong_ct18", &Expr::row("ct18", "[18]")), Equal, "Σ[17] = "
        Expr::sum(TELECOM, ROWS, &ROW17); "tổng cột [17] theo từng tỉnh", "[17] summed by province"),
    line!("pl016.dvvt.ct19", Fail, Some(TELECOM), &[], &[]; "01-6 ĐTVT [19]" TELECOM19, Equal, "Σ[18] = "
        Expr::sum(TELECOM, "cong_ct18", &Expr::row("ct18", "[18]")); "cộng các tỉnh", "all provinces"),
    line!("pl016.dvvt.ct20", Fail, Some(TELECOM), &[], &[]; "01-6 ĐTVT [20]" TELECOM20, Equal,
        "01-6 ĐTVT [06] - 01-6 ĐTVT [19] = " Expr::Sub(&[TELECOM06, TELECOM19]);
        "số thuế phải nộp cho nơi đóng trụ sở chính", "tax of the head office's province"),
    line!("pl016.dvvt.ct15", Fail, Some(TELECOM), &[],
        &[When::Absent(HYDRO), When::Absent(LOTTERY), When::Absent(SITES), When::Absent(NQ43)];
        "Σ[15]" Expr::sum(TELECOM, ROWS, &ROW15), AtMost, "[27] = " CT27;
        "doanh thu chịu thuế suất 10% của các đơn vị", "turnover of the units at 10 %"),
];

/// What several appendices must satisfy together.
const TOGETHER: &[Formula] = &[
    line!("pl016.turnover", Fail, Some(SITES), &[],
        &[When::Absent(HYDRO), When::Absent(LOTTERY), When::Attached(TELECOM), When::Absent(NQ43)];
        "Σ[15] + Σ[16]" Expr::Add(&[Expr::sum(TELECOM, ROWS, &ROW15), Expr::sum(SITES, ROWS, &ROW16)]), AtMost, "[27] = " CT27;
        "doanh thu trên hai phụ lục 01-6", "turnover in both appendices 01-6"),
    line!("pl016.whole", Warn, Some(SITES), &[], &[When::Attached(TELECOM), When::Absent(HYDRO), When::Absent(LOTTERY)];
        "01-6 CSSX [06] + 01-6 ĐTVT [06]" Expr::Add(&[SITES06, TELECOM06]), Equal, "[40] = " CT40;
        "số thuế phải nộp trên hai phụ lục 01-6", "tax in both appendices 01-6"),
    line!("allocated.due", Fail, Some(HYDRO), &[],
        &[When::Attached(SITES), When::Attached(TELECOM), When::Absent(LOTTERY), When::Absent(NQ43)];
        "01-2 [13] + 01-6 CSSX [06] + 01-6 ĐTVT [06]" Expr::Add(&[HYDRO13, SITES06, TELECOM06]), AtMost, "[40] = " CT40;
        "số thuế phải nộp trên ba phụ lục phân bổ", "tax in the three allocation appendices"),
    line!("allocated", Fail, None, &[], &[];
        "01-2 [14] + 01-6 CSSX [19] + 01-6 CSSX [20] + 01-6 CSSX [23] + 01-6 CSSX [24] + 01-6 ĐTVT [19] + 01-6 ĐTVT [20]"
        Expr::Add(&[HYDRO14, SITES19, SITES20, SITES23, SITES24, TELECOM19, TELECOM20]), AtMost, "[40] = " CT40;
        "tổng số thuế trên các bảng kê phân bổ", "tax in all allocation appendices"),
];

/// The tax reductions to 8 %.
const REDUCTIONS: &[Formula] = &[
    line!("nq43.rate", Fail, Some(NQ43), &[GOODS], &[]; "(5)" REDUCED_RATE, Equal, "round((4) x 80 / 100, 1) = " NEW_RATE;
        "thuế suất sau giảm", "rate after the reduction"),
    line!("nq43.rate.most", Fail, Some(NQ43), &[GOODS], &[]; "(4)" RATE, AtMost, "" HUNDRED;
        "thuế suất theo quy định", "legal rate"),
    line!("nq43.tax", Fail, Some(NQ43), &[GOODS], &[]; "(6)" REDUCTION, Equal, "round((3) x ((4) - (5)) / 100, 0) = " SAVED;
        "thuế GTGT được giảm", "reduction of the tax"),
    line!("nq43.value.sum", Fail, Some(NQ43), &[], &[]; "PL 43/2022 Σ(3)" Expr::of(NQ43, "tongCongGiaTriHHDV", "PL 43/2022 Σ(3)"), Equal, "Σ(3) = "
        Expr::sum(NQ43, GOODS, &VALUE); "tổng cộng giá trị hàng hóa, dịch vụ", "total value"),
    line!("nq43.tax.sum", Fail, Some(NQ43), &[], &[]; "PL 43/2022 Σ(6)" Expr::of(NQ43, "tongCongThueGTGTDuocGiam", "PL 43/2022 Σ(6)"), Equal, "Σ(6) = "
        Expr::sum(NQ43, GOODS, &REDUCTION); "tổng cộng thuế GTGT được giảm", "total reduction"),
    line!("nq43.most", Warn, Some(NQ43), &[], &[]; "Σ(3)" Expr::sum(NQ43, GOODS, &VALUE), AtMost, "[32] = " CT32;
        "giá trị hàng hóa, dịch vụ được giảm thuế", "value of the goods with reduced tax"),
    line!("nq101.rate", Fail, Some(NQ101), &[GOODS], &[]; "(5)" REDUCED_RATE, Equal, "round((4) x 80 / 100, 1) = " NEW_RATE;
        "thuế suất sau giảm", "rate after the reduction"),
    line!("nq101.rate.most", Fail, Some(NQ101), &[GOODS], &[]; "(4)" RATE, AtMost, "" HUNDRED;
        "thuế suất theo quy định", "legal rate"),
    line!("nq101.tax", Fail, Some(NQ101), &[GOODS], &[]; "(6)" REDUCTION, Equal, "round((3) x ((4) - (5)) / 100, 0) = " SAVED;
        "thuế GTGT được giảm", "reduction of the tax"),
    line!("nq101.value.sum", Fail, Some(NQ101), &[], &[]; "PL 101/2023 Σ(3)" Expr::of(NQ101, "tongCongGiaTriHHDV", "PL 101/2023 Σ(3)"), Equal, "Σ(3) = "
        Expr::sum(NQ101, GOODS, &VALUE); "tổng cộng giá trị hàng hóa, dịch vụ", "total value"),
    line!("nq101.tax.sum", Fail, Some(NQ101), &[], &[]; "PL 101/2023 Σ(6)" Expr::of(NQ101, "tongCongThueGTGTDuocGiam", "PL 101/2023 Σ(6)"), Equal, "Σ(6) = "
        Expr::sum(NQ101, GOODS, &REDUCTION); "tổng cộng thuế GTGT được giảm", "total reduction"),
    line!("nq101.most", Warn, Some(NQ101), &[], &[]; "Σ(3)" Expr::sum(NQ101, GOODS, &VALUE), AtMost, "[32] = " CT32;
        "giá trị hàng hóa, dịch vụ được giảm thuế", "value of the goods with reduced tax"),
    line!("nq142.rate", Fail, Some(NQ142), &[SOLD], &[]; "(5)" REDUCED_RATE, Equal, "round((4) x 80 / 100, 1) = " NEW_RATE;
        "thuế suất sau giảm", "rate after the reduction"),
    line!("nq142.rate.most", Fail, Some(NQ142), &[SOLD], &[]; "(4)" RATE, AtMost, "" HUNDRED;
        "thuế suất theo quy định", "legal rate"),
    line!("nq142.tax", Fail, Some(NQ142), &[SOLD], &[]; "(6)" REDUCTION, Equal, "round((3) x ((4) - (5)) / 100, 0) = " SAVED;
        "thuế GTGT được giảm", "reduction of the tax"),
    line!("nq142.ct05", Fail, Some(NQ142), &[], &[]; "PL 142/2024 [05]"
        Expr::of(NQ142, "HH_DV_MuaVaoTrongKy/tongCongGiaTriHHDVMuaVao", "PL 142/2024 [05]"), Equal, "Σ(3) = "
        Expr::sum(NQ142, BOUGHT, &Expr::row("giaTriHHDVMuaVao", "(3)")); "tổng giá trị mua vào", "total value bought"),
    line!("nq142.ct06", Fail, Some(NQ142), &[], &[]; "PL 142/2024 [06]"
        Expr::of(NQ142, "HH_DV_MuaVaoTrongKy/tongCongThueGTGTHHDV", "PL 142/2024 [06]"), Equal, "Σ(4) = "
        Expr::sum(NQ142, BOUGHT, &Expr::row("thueGTGTHHDV", "(4)")); "tổng thuế GTGT mua vào được khấu trừ", "total VAT on purchases"),
    line!("nq142.ct07", Fail, Some(NQ142), &[], &[]; "PL 142/2024 [07]"
        Expr::of(NQ142, "HH_DV_BanRaTrongKy/tongCongGiaTriHHDV", "PL 142/2024 [07]"), Equal, "Σ(3) = "
        Expr::sum(NQ142, SOLD, &VALUE); "tổng giá trị bán ra", "total value sold"),
    line!("nq142.ct08", Fail, Some(NQ142), &[], &[]; "PL 142/2024 [08]"
        Expr::of(NQ142, "HH_DV_BanRaTrongKy/tongCongThueGTGTDuocGiam", "PL 142/2024 [08]"), Equal, "Σ(6) = "
        Expr::sum(NQ142, SOLD, &REDUCTION); "tổng thuế GTGT được giảm", "total reduction"),
    line!("nq142.ct09", Fail, Some(NQ142), &[], &[]; "PL 142/2024 [09]" Expr::of(NQ142, "ChenhLech/ct9", "PL 142/2024 [09]"), Equal,
        "PL 142/2024 [08] - PL 142/2024 [06] = "
        Expr::Sub(&[
            Expr::of(NQ142, "HH_DV_BanRaTrongKy/tongCongThueGTGTDuocGiam", "PL 142/2024 [08]"),
            Expr::of(NQ142, "HH_DV_MuaVaoTrongKy/tongCongThueGTGTHHDV", "PL 142/2024 [06]"),
        ]); "chênh lệch thuế GTGT bán ra và mua vào", "difference between sales and purchases"),
    line!("nq142.most", Warn, Some(NQ142), &[], &[]; "Σ(3)" Expr::sum(NQ142, SOLD, &VALUE), AtMost, "[32] = " CT32;
        "giá trị hàng hóa, dịch vụ được giảm thuế", "value of the goods with reduced tax"),
    line!("khbs.ct06", Fail, Some("PL01_1_KHBS"), &["Muc_A/DSachHSo/BKeHSo", "CTietHSo/ChiTiet"], &[]; "01-1/KHBS (6)" Expr::row("ct06", "01-1/KHBS (6)"), Equal,
        "(5) - (4) = " Expr::Sub(&[Expr::row("ct05", "(5)"), Expr::row("ct04", "(4)")]);
        "chênh lệch giữa số điều chỉnh và số đã khai", "difference between the corrected and the declared amount"),
];

/// The tables of all appendices.
pub(super) const TABLES: [&[Formula]; 6] =
    [HYDROPOWER, LOTTERIES, PRODUCTION, TELECOMS, TOGETHER, REDUCTIONS];
