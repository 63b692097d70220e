//! The element tables of notices.
//!
//! Source: what the authority's viewer reads of each notice gives the elements, one sample document their order. No XSD of
//! notices is public, so what a notice can be understood without may be left out.

use crate::schema::{Attribute, Content, FormId, Node, Schema, Simple};
use crate::xml::{DSIG, Element};
use std::sync::LazyLock;

const fn text(name: &'static str) -> Node {
    Node::leaf(name, Simple::Text)
}

const fn side(name: &'static str) -> Node {
    text(name).optional()
}

/// An Id is written both ways.
const IDS: &[Attribute] = &[
    Attribute { name: "Id", kind: Simple::Text, required: false },
    Attribute { name: "id", kind: Simple::Text, required: false },
];

const ROW: &[Attribute] = &[Attribute { name: "id", kind: Simple::Text, required: false }];

const COMMON: Node = Node::group(
    "TTinChung",
    &[
        Node::group(
            "CQT",
            &[
                text("maCQT"),
                text("tenCQT"),
                Node::group("DVu", &[text("maDVu"), text("tenDVu"), text("pbanDVu")]).optional(),
            ],
        ),
        Node::group("NNhanTBaoThue", &[text("maNNhan"), text("tenNNhan"), side("diaChiNNhan").nillable()]),
        Node::group(
            "TTinTBaoThue",
            &[text("maTBao"), text("tenTBao"), side("pbanTBao"), text("soTBao"), text("ngayTBao")],
        ),
        Node::group("DaiLyThue", &[text("tenDLT")]).optional(),
    ],
);

/// `NDungTBao` of 01-1/TB-TĐT and 01-2/TB-TĐT.
const FILING: Node = Node::group(
    "NDungTBao",
    &[
        text("trangThai"),
        text("ngayNopThucTe").nillable(),
        Node::group(
            "HoSoThue",
            &[Node::group(
                "CTietHoSoThue",
                &[text("tokhai-phuluc"), text("loaiToKhai"), text("kyTinhThue"), text("lanNop")],
            )
            .with(ROW)
            .many()],
        )
        .many(),
        text("maGiaoDichDTu"),
        side("ngayChapNhan").nillable(),
        side("ngayHoanThanh").nillable(),
        Node::group(
            "LyDo",
            &[Node::group(
                "CTietLyDo",
                &[side("tenNhomLoi"), text("tenLoi"), side("huongDanXuLy"), side("ghiChu")],
            )
            .many()
            .optional()],
        )
        .many()
        .optional(),
        Node::group(
            "IDKhoanNop",
            &[Node::group("CTietIDKhoanNop", &[text("maDinhDanh"), text("soTienPNop"), text("tenLoaiTien")])
                .many()
                .optional()],
        )
        .many()
        .optional(),
        side("duongDan"),
        side("hotline"),
    ],
);

/// `NDungTBao` of notice 213. Of what it says about the transaction only some elements are known, not their order.
const TRANSACTION: Node =
    Node::group("NDungTBao", &[Node::any("GDich"), Node::any("CTietGDich").many().optional()]);

/// The same as it is made: the elements that are known, in the order in which the authority's viewer reads them.
const TRANSACTION_MADE: Node = Node::group(
    "NDungTBao",
    &[
        Node::group(
            "GDich",
            &[
                text("ngayGDich"),
                text("maGDich"),
                side("maKQuaGDich"),
                side("kquaGDich"),
                side("maLoiGDich"),
                side("mtaLoiGDich"),
            ],
        ),
        Node::group("CTietGDich", &[text("maGDC")]).many().optional(),
    ],
);

/// Whether all that the content of a notice 213 says is known.
pub(super) fn is_known_transaction(content: Element<'_>) -> bool {
    let Content::Sequence(groups) = TRANSACTION_MADE.content else { return false };
    content.children().all(|group| {
        let known = groups.iter().find(|node| node.name == group.local());
        known.is_some_and(|node| {
            let Content::Sequence(texts) = node.content else { return false };
            group
                .children()
                .all(|child| child.is_leaf() && texts.iter().any(|node| node.name == child.local()))
        })
    })
}

macro_rules! document {
    ($content:expr) => {
        Node::group(
            "TBaoThueDTu",
            &[
                Node::group("TBaoThue", &[COMMON, $content]).with(IDS),
                Node::group("CKyDTu", &[Node::any("Signature").within(DSIG).many()]).optional(),
            ],
        )
    };
}

/// 01-1/TB-TĐT and 01-2/TB-TĐT.
pub(super) static FILING_NOTICE: Node = document!(FILING);
/// 213.
pub(super) static TRANSACTION_NOTICE: Node = document!(TRANSACTION);
/// 213 as it is made.
pub(super) static TRANSACTION_NOTICE_MADE: Node = document!(TRANSACTION_MADE);
/// A notice of another code: what all have in common.
pub(super) static OTHER_NOTICE: Node = document!(Node::any("NDungTBao"));

/// The tables, made when the first notice is checked.
pub(super) static BUILT: LazyLock<(Schema, Vec<FormId>)> =
    LazyLock::new(|| Schema::from_nodes(&[&FILING_NOTICE, &TRANSACTION_NOTICE, &OTHER_NOTICE]));
