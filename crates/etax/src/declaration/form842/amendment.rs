//! The appendices of an amended declaration: `PL01_KHBS` (form 01/KHBS) and `PL01_1_KHBS` (form
//! 01-1/KHBS), as the empty documents of HTKK 5.1.7 order them. The forms' own schemas leave them
//! out; they carry no types, so any text is taken.

use super::structure::words;
use crate::schema::{Attribute, Node, Simple};

const ID: &[Attribute] = &[Attribute { name: "id", kind: Simple::Text, required: false }];

const fn rows(name: &'static str, columns: &'static [Node]) -> Node {
    Node::group(name, columns).nillable().optional().many().with(ID)
}

const PERIOD: Node = Node::group(
    "KyKKhaiThue",
    &[
        words("kieuKy"),
        words("kyKKhai"),
        words("kyKKhaiTuNgay"),
        words("kyKKhaiDenNgay"),
        words("kyKKhaiTuThang"),
        words("kyKKhaiDenThang"),
    ],
);

const HEADER: Node = Node::group(
    "Header",
    &[
        words("maTKhai"),
        words("tenTKhai"),
        words("maGiaoDich"),
        PERIOD,
        words("soLan"),
        words("mst"),
        words("tenNNT"),
        words("mstDLyThue"),
        words("tenDLyThue"),
        words("soHDongDLyThue"),
        words("ngayKyHDDLyThue"),
    ],
);

const LINE: Node = rows("ChiTiet", &[words("ct2_ma"), words("ct2_ten"), words("ct3")]);

const APPENDIX_LINE: Node = rows(
    "ChiTiet",
    &[
        words("ct2_ma"),
        words("ct2_ten"),
        words("ct3_ma"),
        words("ct3_ten"),
        words("ct04_ma"),
        words("ct04_ten"),
        words("ct05_ma"),
        words("ct05_ten"),
        words("ct06_ma"),
        words("ct06_ten"),
        words("ct7"),
    ],
);

const BY_APPENDIX: Node = Node::group(
    "DSachPLuc",
    &[
        rows(
            "BKePLuc",
            &[words("ma_PLuc"), words("ten_PLuc"), Node::group("CTietPLuc", &[APPENDIX_LINE]).nillable()],
        ),
        words("tongCong_ct11"),
    ],
)
.nillable();

const PART_A: Node = Node::group(
    "Muc_A",
    &[
        Node::group(
            "Muc_I",
            &[
                Node::group("Muc_1", &[LINE, words("tongCong_ct10")]).nillable(),
                Node::group("Muc_2", &[BY_APPENDIX]).nillable(),
                Node::group("Muc_3", &[words("ct3a_1"), words("ct3a_2"), words("ct3b")]).nillable(),
            ],
        )
        .nillable(),
        Node::group("Muc_II", &[LINE, words("tongCong_ct12")]).nillable(),
        Node::group("Muc_III", &[LINE, words("tongCong_ct13")]).nillable(),
    ],
);

const PART_B: Node = Node::group(
    "Muc_B",
    &[
        Node::group(
            "Muc_I",
            &[
                words("ct_1"),
                words("ct_2_so"),
                words("ct_2_ngay"),
                words("ct_2_CQT_ma"),
                words("ct_2_CQT_ten"),
                words("ct_3_so"),
                words("ct_3_ngay"),
            ],
        )
        .nillable(),
        Node::group("Muc_II", &[words("ct_1"), words("ct_2")]).nillable(),
    ],
)
.nillable();

/// 01/KHBS: what the amendment changes.
pub(super) const AMENDMENT: Node =
    Node::group("PL01_KHBS", &[HEADER, words("ma_DonViTien"), words("ten_DonViTien"), PART_A, PART_B])
        .optional();

const CHANGE: Node = rows(
    "ChiTiet",
    &[
        words("ct2_ma"),
        words("ct2_ten"),
        words("ct3_ma"),
        words("ct3_ten"),
        words("ct3_1_ma"),
        words("ct3_1_ten"),
        words("ct3_2_ma"),
        words("ct3_2_ten"),
        words("ct04"),
        words("ct05"),
        words("ct06"),
        words("ct7"),
        words("ct8"),
    ],
);

const CHANGES: Node = Node::group(
    "DSachHSo",
    &[
        rows("BKeHSo", &[words("ma_HSo"), words("ten_HSo"), Node::group("CTietHSo", &[CHANGE]).nillable()]),
        Node::group("TongCong", &[words("tongCong_7"), words("tongCong_8"), words("tongCong_9")]).nillable(),
    ],
)
.nillable();

/// 01-1/KHBS: the explanation, line by line.
pub(super) const EXPLANATION: Node = Node::group(
    "PL01_1_KHBS",
    &[
        HEADER,
        words("ma_DonViTien"),
        words("ten_DonViTien"),
        Node::group("Muc_A", &[CHANGES]),
        Node::group("Muc_B", &[rows("CTietTaiLieu", &[words("ma_TLieu"), words("ten_TLieu")])]).nillable(),
    ],
)
.optional();
