//! TToan, thanh toán: the totals of an invoice.

use super::block::block;
use super::row::{Forms, Kind, Row};

const TAXED: Forms = Forms::of(&[1, 5, 8]);
/// Delivery notes have no totals; where one has them all the same, nothing in them is mandatory.
const PRICED: Forms = Forms::of(&[1, 2, 3, 4, 5, 7, 8, 9]);
const TAX_INVOICE: Forms = Forms::of(&[1, 8]);

block! {
    /// TToan, thanh toán.
    Totals {
        /// THTTLTSuat, tổng hợp theo từng loại thuế suất: totals for each rate.
        rates: Row::new("THTTLTSuat", Kind::Block).only(TAXED);
        /// TgTCThue, tổng tiền chưa thuế: total without VAT.
        before_tax: Row::new("TgTCThue", Kind::Number(21, 6)).must(TAX_INVOICE).only(TAXED);
        /// TgTThue, tổng tiền thuế: total VAT.
        tax: Row::new("TgTThue", Kind::Number(21, 6)).must(TAX_INVOICE).only(TAXED);
        /// TGTKCThue, tổng giảm trừ không chịu thuế: reductions not subject to VAT.
        untaxed_reduction: Row::new("TGTKCThue", Kind::Number(21, 6));
        /// DSLPhi, danh sách các loại tiền phí, lệ phí: fees.
        fees: Row::new("DSLPhi", Kind::Block);
        /// TTCKTMai, tổng tiền chiết khấu thương mại: trade discount.
        trade_discount: Row::new("TTCKTMai", Kind::Number(21, 6));
        /// TGTKhac, tổng giảm trừ khác: other reductions.
        other_reduction: Row::new("TGTKhac", Kind::Number(21, 6));
        /// TgTTTBSo, tổng tiền thanh toán bằng số: payable.
        payable: Row::new("TgTTTBSo", Kind::Number(21, 6)).must(PRICED);
        /// TgTTTBChu, tổng tiền thanh toán bằng chữ: payable in words.
        words: Row::new("TgTTTBChu", Kind::Text(255)).must(PRICED);
        /// TTKhac, thông tin khác.
        extension: Row::new("TTKhac", Kind::Extension);
    }
}

block! {
    /// LTSuat, loại thuế suất: the totals of one rate.
    RateTotal {
        /// TSuat, thuế suất: the rate.
        rate: Row::new("TSuat", Kind::Judged);
        /// ThTien, thành tiền: amount without VAT.
        amount: Row::new("ThTien", Kind::Number(21, 6)).must(Forms::ALL);
        /// TThue, tiền thuế: VAT.
        tax: Row::new("TThue", Kind::Number(21, 6));
    }
}

block! {
    /// LPhi, loại phí: one fee.
    Fee {
        /// TLPhi, tên loại phí: name.
        name: Row::new("TLPhi", Kind::Text(100));
        /// TPhi, tiền phí: amount.
        amount: Row::new("TPhi", Kind::Number(21, 6));
    }
}
