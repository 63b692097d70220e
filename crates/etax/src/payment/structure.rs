//! The element tables of payment orders, oldest version first.
//!
//! Source: orders of 2019 and 2020, taken in by the authority, of both versions. They carry every element in this order,
//! empty ones too.

use crate::schema::{FormId, Node, Schema, Simple};
use crate::xml::DSIG;
use std::sync::LazyLock;

const fn text(name: &'static str) -> Node {
    Node::leaf(name, Simple::Text)
}

/// What says nothing about the payment itself.
const fn side(name: &'static str) -> Node {
    text(name).optional()
}

/// `CHUNGTU_HDR` of 4.0.0, and what a later version adds at its end.
macro_rules! header {
    ($($added:expr),*) => {
        Node::group(
            "CHUNGTU_HDR",
            &[
                text("PBAN_TLIEU_XML"),
                text("ID_CTU"),
                text("SO_GNT"),
                text("MA_CTU"),
                text("HTHUC_NOP"),
                text("MST_NNOP"),
                text("TEN_NNOP"),
                side("DIACHI_NNOP"),
                side("MA_CQT"),
                side("TEN_CQT"),
                side("MA_XA_NNOP"),
                side("TEN_XA_NNOP"),
                side("MA_HUYEN_NNOP"),
                side("TEN_HUYEN_NNOP"),
                side("MA_TINH_NNOP"),
                side("TEN_TINH_NNOP"),
                side("MST_NTHAY"),
                side("TEN_NTHAY"),
                side("DIACHI_NTHAY"),
                side("TEN_HUYEN_NTHAY"),
                side("TEN_TINH_NTHAY"),
                text("MA_NHANG_NOP"),
                text("TEN_NHANG_NOP"),
                text("STK_NHANG_NOP"),
                text("MA_HIEU_KBAC"),
                text("TEN_KBAC"),
                side("MA_TINH_KBAC"),
                side("TEN_TINH_KBAC"),
                side("LOAI_TK_THU"),
                side("TEN_TK_THU"),
                text("STK_THU"),
                side("ID_TK_KNGHI"),
                side("TK_KNGHI"),
                text("MA_CQTHU"),
                text("TEN_CQTHU"),
                text("NGAY_LAP"),
                text("TONG_TIEN"),
                side("VAN_ID"),
                side("MA_DBHC_THU"),
                side("TEN_DBHC_THU"),
                side("MA_LOAI_THUE"),
                $($added),*
            ],
        )
    };
}

/// `ROW_CTIET`, with what stands between the ids and the content since 4.0.1.
macro_rules! row {
    ($($added:expr),*) => {
        Node::group(
            "ROW_CTIET",
            &[
                text("ID_CTU_CTIET"),
                text("ID_CTU"),
                $($added,)*
                text("NDUNG_NOP"),
                text("MA_NDKT"),
                text("MA_CHUONG"),
                text("KY_THUE"),
                text("TIEN_PNOP"),
                side("GHI_CHU"),
            ],
        )
        .many()
    };
}

const SIGNATURE: Node = Node::any("Signature").within(DSIG).many().optional();

/// The whole document: what the payer signs stands in the bank's part, or, before the bank has it, alone.
macro_rules! order {
    ($header:expr, $row:expr) => {{
        const CONTENT: Node = Node::group("NDUNG_CTU", &[$header, Node::group("CHUNGTU_CTIET", &[$row])]);
        Node::one_of(
            "CHUNGTU",
            &[
                &[Node::group("NDUNG_CTU_NH", &[text("MAHIEU_CTU"), text("SO_CTU"), CONTENT]), SIGNATURE],
                &[CONTENT, SIGNATURE],
            ],
        )
    }};
}

static ORDER_400: Node = order!(header!(), row!());
static ORDER_401: Node = order!(
    header!(text("MA_NGUYENTE"), side("MA_NHANG_UNT"), side("TEN_NHANG_UNT"), side("MA_THAMCHIEU")),
    row!(side("SO_TK_TB_QD"))
);

/// A version of the document and its table.
#[derive(Debug)]
pub(super) struct Version {
    /// PBAN_TLIEU_XML.
    pub(super) name: &'static str,
    pub(super) node: &'static Node,
}

/// The versions known, oldest first.
pub(super) static VERSIONS: &[Version] =
    &[Version { name: "4.0.0", node: &ORDER_400 }, Version { name: "4.0.1", node: &ORDER_401 }];

/// The known version that is nearest to one that is not.
pub(super) fn nearest(version: &str) -> &'static str {
    // Versions are compared number by number; what is none counts as newer than all.
    let parts = |text: &str| -> Option<Vec<u32>> {
        text.split('.').take(4).map(|part| part.get(..part.len().min(9))?.parse().ok()).collect()
    };
    let older = |known: &&Version| match (parts(version), parts(known.name)) {
        (Some(stated), Some(known)) => known <= stated,
        _ => true,
    };
    VERSIONS.iter().rev().find(older).or_else(|| VERSIONS.first()).map_or("", |known| known.name)
}

/// The tables, made when the first order is checked.
pub(super) static BUILT: LazyLock<Built> = LazyLock::new(Built::new);

/// The tables, and where in them each version is.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) schema: Schema,
    ids: Vec<FormId>,
}

impl Built {
    fn new() -> Self {
        let nodes: Vec<&Node> = VERSIONS.iter().map(|version| version.node).collect();
        let (schema, ids) = Schema::from_nodes(&nodes);
        Self { schema, ids }
    }

    /// The table of a version.
    pub(super) fn table(&self, version: &str) -> Option<FormId> {
        let at = VERSIONS.iter().position(|known| known.name == version)?;
        self.ids.get(at).copied()
    }

    /// The table of the newest version.
    pub(super) fn newest(&self) -> FormId {
        self.ids.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_version_is_named() {
        for (version, near) in [
            ("4.0.2", "4.0.1"),
            ("4.1", "4.0.1"),
            ("3.9.9", "4.0.0"),
            ("4.0.0.1", "4.0.0"),
            ("mới", "4.0.1"),
            ("99999999999.1", "4.0.1"),
        ] {
            assert_eq!(nearest(version), near, "{version}");
        }
    }
}
