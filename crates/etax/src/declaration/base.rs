//! The envelope that all declarations share, as element tables: the base schema `TKhaiThue.xsd` of
//! HTKK up to 5.1.7 and its successor for two-tier administration (`TKhaiThue_DBHC.xsd`, 2025).

use crate::schema::{Attribute, Node, Simple};
use crate::xml::DSIG;

/// Text that may be empty.
pub(super) const fn text(name: &'static str) -> Node {
    Node::leaf(name, Simple::Text)
}

const SERVICE: Node =
    Node::group("TTinDVu", &[text("maDVu"), text("tenDVu"), text("pbanDVu"), text("ttinNhaCCapDVu")]);

const KINDS: Simple = Simple::OneOf(&["C", "B", "T"]);
const PERIOD_KINDS: Simple = Simple::OneOf(&["D", "M", "Y", "K", "Q", "LD", "DK"]);

const PERIOD: Node = Node::group(
    "KyKKhaiThue",
    &[
        Node::leaf("kieuKy", PERIOD_KINDS),
        text("kyKKhai"),
        text("kyKKhaiTuNgay"),
        text("kyKKhaiDenNgay"),
        text("kyKKhaiTuThang"),
        text("kyKKhaiDenThang"),
    ],
);

const RETURN: Node = Node::group(
    "TKhaiThue",
    &[
        text("maTKhai"),
        text("tenTKhai"),
        text("moTaBMau"),
        text("pbanTKhaiXML"),
        Node::leaf("loaiTKhai", KINDS),
        Node::leaf("soLan", Simple::NonNegative),
        PERIOD,
        text("maCQTNoiNop"),
        text("tenCQTNoiNop"),
        text("ngayLapTKhai"),
        Node::group("GiaHan", &[text("maLyDoGiaHan"), text("lyDoGiaHan")]).optional(),
        text("nguoiKy").nillable(),
        Node::leaf("ngayKy", Simple::Date),
        text("nganhNgheKD"),
    ],
);

macro_rules! taxpayer {
    ($code:expr, $($commune:expr),+; $district_code:expr, $district:expr) => {
        &[
            Node::leaf("mst", $code),
            text("tenNNT"),
            text("dchiNNT"),
            $($commune,)+
            $district_code,
            $district,
            text("maTinhNNT"),
            text("tenTinhNNT"),
            text("dthoaiNNT"),
            text("faxNNT"),
            text("emailNNT"),
        ]
    };
}

const OLD_TAXPAYER: &[Node] =
    taxpayer!(Simple::TaxCode, text("phuongXa"); text("maHuyenNNT"), text("tenHuyenNNT"));
const PERSON_TAXPAYER: &[Node] =
    taxpayer!(Simple::TaxCodeOrPerson, text("phuongXa"); text("maHuyenNNT"), text("tenHuyenNNT"));
const COMMUNE_TAXPAYER: &[Node] = taxpayer!(Simple::TaxCodeOrPerson, text("tenXaNNT"), text("maXaNNT");
    text("maHuyenNNT").nillable(), text("tenHuyenNNT").nillable());

const AGENT_STAFF: Node = Node::group("NVienDLy", &[text("tenNVienDLyThue"), text("cchiHNghe")]);

macro_rules! agent {
    ($code:expr; $district_code:expr, $district:expr; $signed:expr) => {
        &[
            $code,
            text("tenDLyThue"),
            text("dchiDLyThue"),
            $district_code,
            $district,
            text("maTinhDLyThue"),
            text("tenTinhDLyThue"),
            text("dthoaiDLyThue"),
            text("faxDLyThue"),
            text("emailDLyThue"),
            text("soHDongDLyThue"),
            $signed,
            AGENT_STAFF,
        ]
    };
}

const OLD_AGENT: &[Node] = agent!(Node::leaf("mstDLyThue", Simple::TaxCode);
    text("maHuyenDLyThue"), text("tenHuyenDLyThue"); Node::leaf("ngayKyHDDLyThue", Simple::Date));
const COMMUNE_AGENT: &[Node] = agent!(Node::leaf("mstDLyThue", Simple::TaxCodeOrPerson).nillable();
    text("maHuyenDLyThue").nillable(), text("tenHuyenDLyThue").nillable();
    Node::leaf("ngayKyHDDLyThue", Simple::Date).nillable());

const OLD_PARTIES: &[Node] =
    &[RETURN, Node::group("NNT", OLD_TAXPAYER), Node::group("DLyThue", OLD_AGENT).optional()];
// The two generations of 2025 stand side by side: form 01/GTGT 2.8.3 still names the old base,
// others the new one, and files of both are accepted.
const NEW_PARTIES: &[Node] = &[
    RETURN,
    Node::one_of("NNT", &[PERSON_TAXPAYER, COMMUNE_TAXPAYER]),
    Node::group("DLyThue", COMMUNE_AGENT).optional(),
];

/// `TTinChung` of HTKK up to 5.1.7: tax codes of ten or thirteen digits, three-tier addresses.
pub(super) const OLD_HEADER: Node =
    Node::group("TTinChung", &[SERVICE, Node::group("TTinTKhaiThue", OLD_PARTIES)]);

/// `TTinChung` since 2025: personal numbers as tax codes, addresses of either kind.
pub(super) const NEW_HEADER: Node =
    Node::group("TTinChung", &[SERVICE, Node::group("TTinTKhaiThue", NEW_PARTIES)]);

/// `CKyDTu`: one or more XML signatures, judged by the signature check.
pub(super) const SIGNATURES: Node =
    Node::group("CKyDTu", &[Node::any("Signature").within(DSIG).many()]).optional();

/// The whole document around the main part and the appendices of one form.
macro_rules! document {
    ($header:expr, $main:expr, $appendices:expr) => {
        Node::group(
            "HSoThueDTu",
            &[
                Node::group("HSoKhaiThue", &[$header, $main, $appendices])
                    .with($crate::declaration::base::ID_ATTRIBUTE),
                $crate::declaration::base::SIGNATURES,
            ],
        )
    };
}
pub(super) use document;

/// `id` of `HSoKhaiThue`, which signatures refer to.
pub(super) const ID_ATTRIBUTE: &[Attribute] = &[Attribute { name: "id", kind: Simple::Id, required: false }];

/// The envelope around a form that is not known: its own parts are not judged.
pub(super) static UNKNOWN: Node =
    document!(NEW_HEADER, Node::any("CTieuTKhaiChinh"), Node::any("PLuc").optional());
