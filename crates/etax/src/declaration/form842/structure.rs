//! The element tables of form 01/GTGT: main part, appendices, versions.

use super::amendment::{AMENDMENT, EXPLANATION};
use crate::declaration::base::{NEW_HEADER, OLD_HEADER, document, text};
use crate::schema::{Attribute, Node, Simple};

pub(super) const fn words(name: &'static str) -> Node {
    text(name).nillable()
}
const fn whole(name: &'static str) -> Node {
    Node::leaf(name, Simple::Long).nillable()
}
const fn natural(name: &'static str) -> Node {
    Node::leaf(name, Simple::NonNegative).nillable()
}
const fn decimal(name: &'static str) -> Node {
    Node::leaf(name, Simple::Decimal).nillable()
}
const fn tick(name: &'static str) -> Node {
    Node::leaf(name, Simple::Boolean).nillable()
}

const ROW_ID: &[Attribute] = &[Attribute { name: "id", kind: Simple::Text, required: true }];
/// The reduction appendices write the attribute in capitals and do not require it.
const LIST_ID: &[Attribute] = &[Attribute { name: "ID", kind: Simple::Text, required: false }];

/// Budget sub-items that `tieuMucHachToan` may name.
const SUB_ITEMS: Simple = Simple::OneOf(&["1701", "1704", "1705", "0000", "1761", "1052", "1056", "1057"]);

const PLACE: Node = Node::group(
    "DiaChiHDSXKDKhacTinhNDTSC",
    &[
        words("ct11a_phuongXa_ma"),
        words("ct11a_phuongXa_ten"),
        words("ct11b_quanHuyen_ma"),
        words("ct11b_quanHuyen_ten"),
        words("ct11c_tinhTP_ma"),
        words("ct11c_tinhTP_ten"),
    ],
);

/// `CTieuTKhaiChinh`, the same in all versions.
const MAIN: Node = Node::group(
    "CTieuTKhaiChinh",
    &[
        words("ma_NganhNghe"),
        words("ten_NganhNghe"),
        Node::leaf("tieuMucHachToan", SUB_ITEMS),
        Node::group("Header", &[words("ct09"), words("ct10"), PLACE]).nillable(),
        tick("ct21"),
        natural("ct22"),
        Node::group("GiaTriVaThueGTGTHHDVMuaVao", &[whole("ct23"), whole("ct24")]),
        Node::group("HangHoaDichVuNhapKhau", &[whole("ct23a"), whole("ct24a")]),
        whole("ct25"),
        whole("ct26"),
        Node::group("HHDVBRaChiuThueGTGT", &[whole("ct27"), whole("ct28")]),
        whole("ct29"),
        Node::group("HHDVBRaChiuTSuat5", &[whole("ct30"), whole("ct31")]),
        Node::group("HHDVBRaChiuTSuat10", &[whole("ct32"), whole("ct33")]),
        whole("ct32a"),
        Node::group("TongDThuVaThueGTGTHHDVBRa", &[whole("ct34"), whole("ct35")]),
        whole("ct36"),
        whole("ct37"),
        whole("ct38"),
        whole("ct39a"),
        natural("ct40a"),
        whole("ct40b"),
        natural("ct40"),
        natural("ct41"),
        whole("ct42"),
        whole("ct43"),
    ],
);

/// Rows of the allocation appendices, with the columns of the commune (`ma_xa`, `ten_xa`) that came
/// with two-tier administration put in, or not.
macro_rules! appendices {
    ($hydro:ident, $lottery:ident, $sites:ident, $telecom:ident; $($commune:expr),*) => {
        const $hydro: Node = Node::group(
            "PLuc_01_2_GTGT",
            &[
                Node::group(
                    "TenNhaMay",
                    &[
                        words("sTT"),
                        words("ten_nhaMay"),
                        words("ma_nhaMay"),
                        Node::group(
                            "DiaBanPhanBo",
                            &[
                                words("sTT"),
                                words("loai"),
                                words("ct05"),
                                words("ct06"),
                                $($commune,)*
                                words("ct07_huyen_ma"),
                                words("ct07_huyen_ten"),
                                words("ct08_tinh_ma"),
                                words("ct08_tinh_ten"),
                                words("ct09_cqt_ma"),
                                words("ct09_cqt_ten"),
                                natural("ct10"),
                                decimal("ct11"),
                                natural("ct12"),
                            ],
                        )
                        .nillable()
                        .many()
                        .with(ROW_ID),
                        natural("ct10_a"),
                        decimal("ct11_a"),
                        natural("ct12_a"),
                    ],
                )
                .nillable()
                .many()
                .with(ROW_ID),
                natural("ct13"),
                natural("ct14"),
            ],
        )
        .optional();

        const $lottery: Node = Node::group(
            "Pluc_01_3_GTGT",
            &[
                natural("ct07"),
                Node::group(
                    "NoiDungBangPhanBo",
                    &[
                        words("loai"),
                        words("ct08"),
                        words("ct09"),
                        $($commune,)*
                        words("ct10_huyen_ma"),
                        words("ct10_huyen_ten"),
                        words("ct11_tinh_ma"),
                        words("ct11_tinh_ten"),
                        words("ct12_cqt_ma"),
                        words("ct12_cqt_ten"),
                        whole("ct13"),
                        decimal("ct14"),
                        natural("ct15"),
                    ],
                )
                .nillable()
                .optional()
                .many()
                .with(ROW_ID),
                Node::group("cong_ct16", &[natural("ct16"), words("ct16_tinh_ma"), words("ct16_tinh_ten")])
                    .nillable()
                    .many()
                    .with(ROW_ID),
                natural("ct17"),
                natural("ct18"),
            ],
        )
        .optional();

        const $sites: Node = allocation!("Pluc_01_6_GTGT_CSSX"; $($commune),*);
        const $telecom: Node = allocation!("Pluc_01_6_GTGT_DVVT"; $($commune),*);
    };
}

/// The two appendices 01-6 (production sites; post-paid telecoms) have one shape.
macro_rules! allocation {
    ($name:literal; $($commune:expr),*) => {
        Node::group(
            $name,
            &[
                tick("ct10a_csxs"),
                tick("ct10a_dvvt"),
                natural("ct06"),
                natural("ct07"),
                Node::group(
                    "NoiDungBangPhanBo",
                    &[
                        words("ct09"),
                        words("ct10"),
                        $($commune,)*
                        words("ct11_huyen_ma"),
                        words("ct11_huyen_ten"),
                        words("ct12_tinh_ma"),
                        words("ct12_tinh_ten"),
                        words("ct13_cqt_ma"),
                        words("ct13_cqt_ten"),
                        whole("ct14"),
                        whole("ct15"),
                        whole("ct16"),
                        natural("ct17"),
                        natural("ct21"),
                    ],
                )
                .nillable()
                .optional()
                .many()
                .with(ROW_ID),
                Node::group(
                    "cong_ct18",
                    &[natural("ct18"), natural("ct22"), words("ct18_tinh_ma"), words("ct18_tinh_ten")],
                )
                .nillable()
                .many()
                .with(ROW_ID),
                Node::group("CongCacTinh", &[natural("ct19"), natural("ct23")]).nillable(),
                Node::group("SoThuePhaiNop", &[natural("ct20"), natural("ct24")]).nillable(),
            ],
        )
        .optional()
    };
}

appendices!(HYDRO, LOTTERY, SITES, TELECOM;);
appendices!(HYDRO_274, LOTTERY_274, SITES_274, TELECOM_274; words("ma_xa").optional(), words("ten_xa").optional());
appendices!(HYDRO_283, LOTTERY_283, SITES_283, TELECOM_283; words("ma_xa"), words("ten_xa"));

const GOODS: Node = Node::group(
    "BangKeTenHHDV",
    &[
        words("tenHHDV"),
        whole("giaTriHHDV"),
        whole("thueSuatTheoQuyDinh"),
        decimal("thueSuatSauGiam"),
        whole("thueGTGTDuocGiam"),
    ],
)
.many()
.with(LIST_ID);

const NQ43: Node =
    Node::group("PL_NQ43_GTGT", &[GOODS, natural("tongCongGiaTriHHDV"), natural("tongCongThueGTGTDuocGiam")])
        .optional();

const NQ101: Node =
    Node::group("PL_NQ101_GTGT", &[GOODS, whole("tongCongGiaTriHHDV"), whole("tongCongThueGTGTDuocGiam")])
        .optional();

const NQ142: Node = Node::group(
    "PL_NQ142_GTGT",
    &[
        Node::group(
            "HH_DV_MuaVaoTrongKy",
            &[
                Node::group(
                    "BangKeTenHHDV",
                    &[words("tenHHDVMuaVao"), whole("giaTriHHDVMuaVao"), whole("thueGTGTHHDV")],
                )
                .many()
                .with(LIST_ID),
                whole("tongCongGiaTriHHDVMuaVao"),
                whole("tongCongThueGTGTHHDV"),
            ],
        )
        .optional(),
        Node::group(
            "HH_DV_BanRaTrongKy",
            &[GOODS, whole("tongCongGiaTriHHDV"), whole("tongCongThueGTGTDuocGiam")],
        )
        .optional(),
        Node::group("ChenhLech", &[whole("ct9")]),
    ],
)
.optional();

const PLUC_251: Node =
    Node::group("PLuc", &[HYDRO, LOTTERY, SITES, TELECOM, NQ43, AMENDMENT, EXPLANATION]).optional();
const PLUC_268: Node =
    Node::group("PLuc", &[HYDRO, LOTTERY, SITES, TELECOM, NQ43, NQ101, AMENDMENT, EXPLANATION]).optional();
const PLUC_274: Node = Node::group(
    "PLuc",
    &[HYDRO_274, LOTTERY_274, SITES_274, TELECOM_274, NQ43, NQ101, NQ142, AMENDMENT, EXPLANATION],
)
.optional();
const PLUC_283: Node = Node::group(
    "PLuc",
    &[HYDRO_283, LOTTERY_283, SITES_283, TELECOM_283, NQ43, NQ101, NQ142, AMENDMENT, EXPLANATION],
)
.optional();

static V251: Node = document!(OLD_HEADER, MAIN, PLUC_251);
static V268: Node = document!(OLD_HEADER, MAIN, PLUC_268);
static V274: Node = document!(NEW_HEADER, MAIN, PLUC_274);
static V283: Node = document!(NEW_HEADER, MAIN, PLUC_283);

/// First version of a table, and the table. 2.5.1, 2.6.8 and 2.8.3 are the authority's own schemas;
/// the one for 2.7.4 is theirs joined, since that schema was never published: it has the appendix of
/// resolution 142/2024 and may or may not have the commune columns.
pub(super) static TABLES: &[((u8, u8, u8), &Node)] =
    &[((2, 5, 1), &V251), ((2, 6, 8), &V268), ((2, 7, 0), &V274), ((2, 8, 3), &V283)];
