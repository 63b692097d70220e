//! HHDVu, hàng hóa, dịch vụ: the lines of an invoice.

use super::block::block;
use super::row::{Forms, Kind, Row, Version};

/// Kinds with VAT. Tickets have rates when they are VAT invoices (series letter G).
const TAXED: Forms = Forms::of(&[1, 5, 8]);
const DISCOUNTED: Forms = Forms::of(&[1, 2, 5, 7, 8, 9]);

block! {
    /// HHDVu, hàng hóa, dịch vụ: one line.
    Line {
        /// TChat, tính chất: 1 goods or service, 2 promotion, 3 trade discount, 4 note, 5 special goods.
        kind: Row::new("TChat", Kind::Judged);
        /// STT, số thứ tự: line number.
        position: Row::new("STT", Kind::Number(4, 0));
        /// MHHDVu, mã hàng hóa, dịch vụ: item code.
        item_code: Row::new("MHHDVu", Kind::Text(50));
        /// THHDVu, tên hàng hóa, dịch vụ: item name.
        name: Row::new("THHDVu", Kind::Text(500)).must(Forms::ALL);
        /// DVTinh, đơn vị tính: unit.
        unit: Row::new("DVTinh", Kind::Text(50));
        /// SLuong, số lượng: quantity.
        quantity: Row::new("SLuong", Kind::Number(21, 6));
        /// DGia, đơn giá: unit price.
        unit_price: Row::new("DGia", Kind::Number(21, 6));
        /// TLCKhau, tỷ lệ chiết khấu: discount in percent.
        discount_percent: Row::new("TLCKhau", Kind::Number(6, 4)).only(DISCOUNTED);
        /// STCKhau, số tiền chiết khấu: discount.
        discount: Row::new("STCKhau", Kind::Number(21, 6)).only(DISCOUNTED);
        /// ThTien, thành tiền: amount without VAT.
        amount: Row::new("ThTien", Kind::Number(21, 6));
        /// TSuat, thuế suất: VAT rate.
        rate: Row::new("TSuat", Kind::Judged).only(TAXED);
        /// TGia, tỷ giá: exchange rate of the line, where the invoice has several.
        exchange_rate: Row::new("TGia", Kind::Number(7, 2)).since(Version::V2_0_1);
        /// TTHHDTrung, thông tin hàng hóa đặc trưng: particulars of special goods.
        special: Row::new("TTHHDTrung", Kind::Block).since(Version::V2_1_0);
        /// TTKhac, thông tin khác.
        extension: Row::new("TTKhac", Kind::Extension);
    }
}

block! {
    /// TTHHDTrung, thông tin hàng hóa đặc trưng: vehicles, transport, goods of digital platforms.
    SpecialGoods {
        /// LHHDTrung, loại hàng hóa đặc trưng: which kind. Files put it here or inside TTin.
        kind: Row::new("LHHDTrung", Kind::Text(1)).since(Version::V2_1_0);
        /// TTin, thông tin: a particular, with TTruong, DLieu and perhaps LHHDTrung.
        particular: Row::new("TTin", Kind::Blocks).since(Version::V2_1_0);
    }
}
