//! Wrong rows and sums in the appendices that allocate the tax to provinces.

use super::Base;
use super::appendix::{AT_10, Case, Change};

use Change::{Copy, More, Over, Remove, Set};

const SALES: &str = "HHDVBRaChiuThueGTGT/ct27";
const AT_5: &str = "HHDVBRaChiuTSuat5/ct30";

pub(super) const HYDROPOWER: &[Case] = &[
    (
        "declaration.842.pl012.ct11",
        Base::Appendices,
        Set("PLuc_01_2_GTGT/TenNhaMay/DiaBanPhanBo/ct11", "60.6"),
        "the shares of a plant are not 100 %",
    ),
    (
        "declaration.842.pl012.ct11a",
        Base::Appendices,
        Set("PLuc_01_2_GTGT/TenNhaMay/ct11_a", "99"),
        "their sum is written wrong",
    ),
    (
        "declaration.842.pl012.ct12",
        Base::Appendices,
        More("PLuc_01_2_GTGT/TenNhaMay/DiaBanPhanBo/ct12"),
        "a province's tax is not its share",
    ),
    (
        "declaration.842.pl012.ct12a",
        Base::Appendices,
        More("PLuc_01_2_GTGT/TenNhaMay/ct12_a"),
        "the tax of a plant is not the sum of its rows",
    ),
    (
        "declaration.842.pl012.ct13",
        Base::Appendices,
        More("PLuc_01_2_GTGT/ct13"),
        "the tax of all plants is not their sum",
    ),
    (
        "declaration.842.pl012.ct14",
        Base::Appendices,
        More("PLuc_01_2_GTGT/ct14"),
        "the allocated tax is not its sum",
    ),
    (
        "declaration.842.plant.rows",
        Base::Appendices,
        Remove("PLuc_01_2_GTGT/TenNhaMay/DiaBanPhanBo[2]"),
        "a plant in one province only",
    ),
    (
        "declaration.842.plant.office",
        Base::Appendices,
        Set("PLuc_01_2_GTGT/TenNhaMay/DiaBanPhanBo[2]/loai", "01"),
        "a plant with two operating offices",
    ),
    (
        "declaration.842.plant.province",
        Base::Appendices,
        Copy(
            "PLuc_01_2_GTGT/TenNhaMay/DiaBanPhanBo[2]/ct08_tinh_ma",
            "PLuc_01_2_GTGT/TenNhaMay/DiaBanPhanBo/ct08_tinh_ma",
        ),
        "a plant whose other province is the office's",
    ),
];

pub(super) const LOTTERY: &[Case] = &[
    ("declaration.842.pl013.ct06", Base::Appendices, Set("Pluc_01_3_GTGT/ct07", "0"), "no ticket sales"),
    (
        "declaration.842.pl013.ct13",
        Base::Appendices,
        Set("Pluc_01_3_GTGT/ct07", "1"),
        "the provinces sold more than all",
    ),
    (
        "declaration.842.pl013.ct14",
        Base::Appendices,
        Set("Pluc_01_3_GTGT/NoiDungBangPhanBo/ct14", "25.01"),
        "a province's share is wrong",
    ),
    (
        "declaration.842.pl013.ct15",
        Base::Appendices,
        More("Pluc_01_3_GTGT/NoiDungBangPhanBo/ct15"),
        "a province's tax is not its share",
    ),
    (
        "declaration.842.pl013.ct16",
        Base::Appendices,
        More("Pluc_01_3_GTGT/cong_ct16/ct16"),
        "the sums by province are wrong",
    ),
    (
        "declaration.842.pl013.ct17",
        Base::Appendices,
        More("Pluc_01_3_GTGT/ct17"),
        "the tax of the other provinces is wrong",
    ),
    (
        "declaration.842.pl013.ct18",
        Base::Appendices,
        More("Pluc_01_3_GTGT/ct18"),
        "the head office's tax is wrong",
    ),
];

pub(super) const SITES: &[Case] = &[
    (
        "declaration.842.pl016.cssx.ct06",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/ct06", "0"),
        "sites without tax",
    ),
    (
        "declaration.842.pl016.cssx.ct06.most",
        Base::Appendices,
        Over("Pluc_01_6_GTGT_CSSX/ct06", "ct40"),
        "sites that owe more than the taxpayer",
    ),
    (
        "declaration.842.pl016.cssx.ct07",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/ct07", "0"),
        "products without turnover",
    ),
    (
        "declaration.842.pl016.cssx.ct07.most",
        Base::Appendices,
        Over("Pluc_01_6_GTGT_CSSX/ct07", SALES),
        "products that sold for more than all sales",
    ),
    (
        "declaration.842.pl016.cssx.ct14",
        Base::Appendices,
        Over("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct14", AT_5),
        "sites that sold more at 5 % than the taxpayer",
    ),
    (
        "declaration.842.pl016.cssx.ct15",
        Base::Appendices,
        Over("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct15", AT_10),
        "sites that sold more at 10 % than the taxpayer",
    ),
    (
        "declaration.842.pl016.cssx.ct16",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct16"),
        "a site's turnover is not the sum of both rates",
    ),
    (
        "declaration.842.pl016.cssx.ct16.sum",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/ct07", "1"),
        "sites that sold more than all sites",
    ),
    (
        "declaration.842.pl016.cssx.row",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo[2]/ct15", "0"),
        "a site without turnover",
    ),
    (
        "declaration.842.pl016.cssx.ct17",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct17"),
        "a site's tax is not 1 % and 2 %",
    ),
    (
        "declaration.842.pl016.cssx.ct17.none",
        Base::ByTurnover,
        More("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct17"),
        "1 % and 2 % where turnover decides",
    ),
    (
        "declaration.842.pl016.cssx.ct18",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/cong_ct18/ct18"),
        "the sums by province are wrong",
    ),
    (
        "declaration.842.pl016.cssx.ct19",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/CongCacTinh/ct19"),
        "the sum of all provinces is wrong",
    ),
    (
        "declaration.842.pl016.cssx.ct20",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/SoThuePhaiNop/ct20"),
        "the head office's tax is wrong",
    ),
    (
        "declaration.842.pl016.cssx.ct20.none",
        Base::ByTurnover,
        More("Pluc_01_6_GTGT_CSSX/SoThuePhaiNop/ct20"),
        "the head office's tax in the column of the other method",
    ),
    (
        "declaration.842.pl016.cssx.ct21",
        Base::ByTurnover,
        More("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct21"),
        "a site's tax is not its share of the turnover",
    ),
    (
        "declaration.842.pl016.cssx.ct21.none",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct21"),
        "tax by turnover where 1 % and 2 % decide",
    ),
    (
        "declaration.842.pl016.cssx.ct22",
        Base::ByTurnover,
        More("Pluc_01_6_GTGT_CSSX/cong_ct18/ct22"),
        "the sums by province are wrong",
    ),
    (
        "declaration.842.pl016.cssx.ct23",
        Base::ByTurnover,
        More("Pluc_01_6_GTGT_CSSX/CongCacTinh/ct23"),
        "the sum of all provinces is wrong",
    ),
    (
        "declaration.842.pl016.cssx.ct24",
        Base::ByTurnover,
        More("Pluc_01_6_GTGT_CSSX/SoThuePhaiNop/ct24"),
        "the head office's tax is wrong",
    ),
    (
        "declaration.842.pl016.cssx.ct24.none",
        Base::Appendices,
        More("Pluc_01_6_GTGT_CSSX/SoThuePhaiNop/ct24"),
        "the head office's tax in the column of the other method",
    ),
];

pub(super) const TELECOMS: &[Case] = &[
    (
        "declaration.842.pl016.dvvt.ct06",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_DVVT/ct06", "0"),
        "telecoms without tax",
    ),
    (
        "declaration.842.pl016.dvvt.ct06.most",
        Base::Appendices,
        Over("Pluc_01_6_GTGT_DVVT/ct06", "ct40"),
        "telecoms that owe more than the taxpayer",
    ),
    (
        "declaration.842.pl016.dvvt.ct15",
        Base::Telecoms,
        Over("Pluc_01_6_GTGT_DVVT/NoiDungBangPhanBo/ct15", SALES),
        "units that sold more than the taxpayer",
    ),
    (
        "declaration.842.pl016.dvvt.ct16",
        Base::Appendices,
        More("Pluc_01_6_GTGT_DVVT/NoiDungBangPhanBo/ct16"),
        "a unit's turnover is not the sum of both rates",
    ),
    (
        "declaration.842.pl016.dvvt.ct17",
        Base::Appendices,
        More("Pluc_01_6_GTGT_DVVT/NoiDungBangPhanBo/ct17"),
        "a unit's tax is not 1 % and 2 %",
    ),
    (
        "declaration.842.pl016.dvvt.ct18",
        Base::Appendices,
        More("Pluc_01_6_GTGT_DVVT/cong_ct18/ct18"),
        "the sums by province are wrong",
    ),
    (
        "declaration.842.pl016.dvvt.ct19",
        Base::Appendices,
        More("Pluc_01_6_GTGT_DVVT/CongCacTinh/ct19"),
        "the sum of all provinces is wrong",
    ),
    (
        "declaration.842.pl016.dvvt.ct20",
        Base::Appendices,
        More("Pluc_01_6_GTGT_DVVT/SoThuePhaiNop/ct20"),
        "the head office's tax is wrong",
    ),
    (
        "declaration.842.pl016.turnover",
        Base::BothSites,
        Over("Pluc_01_6_GTGT_DVVT/NoiDungBangPhanBo/ct15", SALES),
        "both appendices sold more than the taxpayer",
    ),
    (
        "declaration.842.pl016.whole",
        Base::BothSites,
        More("Pluc_01_6_GTGT_DVVT/ct06"),
        "both owe more than is to be paid",
    ),
    (
        "declaration.842.allocated.due",
        Base::ThreeAllocations,
        Over("PLuc_01_2_GTGT/ct13", "ct40"),
        "three appendices owe more than is to be paid",
    ),
    (
        "declaration.842.allocated",
        Base::Appendices,
        Over("PLuc_01_2_GTGT/ct14", "ct40"),
        "more tax allocated than is to be paid",
    ),
];
