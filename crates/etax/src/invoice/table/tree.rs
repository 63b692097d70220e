//! The elements that hold the others: HDon, DLHDon, NDHDon, DSCKS.

use super::block::{Slots, block};
use super::row::{Forms, Kind, Row};
use crate::xml::Element;

/// What has lines and totals: everything, though adjustments may leave them out.
const ALL: Forms = Forms::ALL;

block! {
    /// HDon, hóa đơn: the children of the root (Decision 1450/QĐ-TCT, part II).
    Top {
        /// DLHDon, dữ liệu hóa đơn: the signed data.
        data: Row::new("DLHDon", Kind::Block).must(ALL);
        /// MCCQT, mã của cơ quan thuế: the authority's code.
        code: Row::new("MCCQT", Kind::Judged);
        /// DLQRCode, dữ liệu QR code: at most 512 characters, outside what is signed.
        qr: Row::new("DLQRCode", Kind::Judged);
        /// DSCKS, danh sách chữ ký số: the signatures.
        signatures: Row::new("DSCKS", Kind::Block);
    }
}

impl<'d> Top<'d> {
    /// What there is where the data stand alone.
    pub(crate) const fn of_data(data: Element<'d>) -> Self {
        Self(Slots { element: data, slots: [Some(data), None, None, None] })
    }
}

block! {
    /// DLHDon, dữ liệu hóa đơn.
    Data {
        /// TTChung, thông tin chung.
        general: Row::new("TTChung", Kind::Block).must(ALL);
        /// NDHDon, nội dung hóa đơn.
        content: Row::new("NDHDon", Kind::Block).must(ALL);
        /// TTKhac, thông tin khác.
        extension: Row::new("TTKhac", Kind::Extension);
    }
}

block! {
    /// NDHDon, nội dung hóa đơn.
    Content {
        /// NBan, người bán: the seller.
        seller: Row::new("NBan", Kind::Block).must(ALL);
        /// NMua, người mua: the buyer.
        buyer: Row::new("NMua", Kind::Block);
        /// DSHHDVu, danh sách hàng hóa, dịch vụ: the lines.
        lines: Row::new("DSHHDVu", Kind::Block);
        /// TToan, thanh toán: the totals. Delivery notes have none.
        totals: Row::new("TToan", Kind::Block).only(Forms::of(&[1, 2, 3, 4, 5, 7, 8, 9]));
    }
}

block! {
    /// DSCKS, danh sách chữ ký số.
    Signatures {
        /// NBan, người bán: the seller's signature.
        seller: Row::new("NBan", Kind::Block);
        /// NMua, người mua: the buyer's signature.
        buyer: Row::new("NMua", Kind::Block);
        /// CQT, cơ quan thuế: the authority's signature.
        authority: Row::new("CQT", Kind::Block);
        /// CCKSKhac, các chữ ký số khác: other signatures.
        others: Row::new("CCKSKhac", Kind::Blocks);
    }
}
