//! NBan, người bán, and NMua, người mua, with the elements of the special kinds of invoice.

use super::block::block;
use super::row::{Forms, Kind, Row, Version};

const PUBLIC_PROPERTY: Forms = Forms::of(&[3]);
const DELIVERY_NOTE: Forms = Forms::of(&[6]);
const NOT_PUBLIC_PROPERTY: Forms = Forms::of(&[1, 2, 4, 5, 6, 7, 8, 9]);

block! {
    /// NBan, người bán: the seller; for delivery notes, who sends the goods.
    Seller {
        /// Ten, tên: name.
        name: Row::new("Ten", Kind::Text(400)).must(Forms::ALL);
        /// MST, mã số thuế: tax code.
        tax_code: Row::new("MST", Kind::Judged).must(NOT_PUBLIC_PROPERTY);
        /// MDVQHNSach, mã đơn vị quan hệ ngân sách: budget unit code.
        budget_code: Row::new("MDVQHNSach", Kind::Judged);
        /// MCHang, mã cửa hàng: code of the shop.
        shop_code: Row::new("MCHang", Kind::Text(50)).since(Version::V2_1_0);
        /// TCHang, tên cửa hàng: name of the shop.
        shop_name: Row::new("TCHang", Kind::Text(400)).since(Version::V2_1_0);
        /// DChi, địa chỉ: address; for delivery notes, the warehouse the goods leave.
        address: Row::new("DChi", Kind::Text(400)).must(Forms::ALL);
        /// SDThoai, số điện thoại.
        telephone: Row::new("SDThoai", Kind::Text(20));
        /// DCTDTu, địa chỉ thư điện tử: e-mail address.
        email: Row::new("DCTDTu", Kind::Text(50));
        /// STKNHang, số tài khoản ngân hàng: bank account.
        bank_account: Row::new("STKNHang", Kind::Text(30));
        /// TNHang, tên ngân hàng: bank.
        bank_name: Row::new("TNHang", Kind::Text(400));
        /// Fax.
        fax: Row::new("Fax", Kind::Text(20));
        /// Website.
        website: Row::new("Website", Kind::Text(100));
        /// SQDinh, số quyết định: number of the decision to sell public property.
        decision_number: Row::new("SQDinh", Kind::Text(50)).only(PUBLIC_PROPERTY);
        /// NQDinh, ngày quyết định: its date.
        decision_date: Row::new("NQDinh", Kind::Date).only(PUBLIC_PROPERTY);
        /// CQBHQDinh, cơ quan ban hành quyết định: who decided.
        decision_body: Row::new("CQBHQDinh", Kind::Text(200)).only(PUBLIC_PROPERTY);
        /// HTBan, hình thức bán: how it is sold.
        sale_method: Row::new("HTBan", Kind::Text(200)).only(PUBLIC_PROPERTY);
        /// LDDNBo, lệnh điều động nội bộ: internal transfer order.
        transfer_order: Row::new("LDDNBo", Kind::Text(255)).only(DELIVERY_NOTE);
        /// HDKTSo, hợp đồng kinh tế số: number of the agency contract.
        agency_contract: Row::new("HDKTSo", Kind::Text(255)).only(DELIVERY_NOTE);
        /// HDKTNgay, hợp đồng kinh tế ngày: its date.
        agency_contract_date: Row::new("HDKTNgay", Kind::Date).only(DELIVERY_NOTE);
        /// HVTNXHang, họ và tên người xuất hàng: who hands the goods out.
        sender: Row::new("HVTNXHang", Kind::Text(100)).only(DELIVERY_NOTE);
        /// TNVChuyen, tên người vận chuyển: carrier.
        carrier: Row::new("TNVChuyen", Kind::Text(100)).only(DELIVERY_NOTE);
        /// HDSo, hợp đồng số: number of the transport contract.
        transport_contract: Row::new("HDSo", Kind::Text(255)).only(DELIVERY_NOTE);
        /// PTVChuyen, phương tiện vận chuyển: means of transport.
        vehicle: Row::new("PTVChuyen", Kind::Text(50)).only(DELIVERY_NOTE);
        /// TTKhac, thông tin khác.
        extension: Row::new("TTKhac", Kind::Extension);
    }
}

block! {
    /// NMua, người mua: the buyer; for delivery notes, who receives the goods.
    Buyer {
        /// Ten, tên: name.
        name: Row::new("Ten", Kind::Text(400));
        /// MST, mã số thuế: tax code.
        tax_code: Row::new("MST", Kind::Judged);
        /// MDVQHNSach, mã đơn vị quan hệ ngân sách: budget unit code.
        budget_code: Row::new("MDVQHNSach", Kind::Judged).since(Version::V2_1_0);
        /// DChi, địa chỉ: address.
        address: Row::new("DChi", Kind::Text(400));
        /// MKHang, mã khách hàng: customer code.
        customer_code: Row::new("MKHang", Kind::Text(50));
        /// SDThoai, số điện thoại.
        telephone: Row::new("SDThoai", Kind::Text(20));
        /// CCCDan, căn cước công dân: personal identification number.
        personal_id: Row::new("CCCDan", Kind::Judged).since(Version::V2_0_1);
        /// SHChieu, số hộ chiếu: passport.
        passport: Row::new("SHChieu", Kind::Text(20));
        /// NCHChieu, ngày cấp hộ chiếu: date of issue of the passport.
        passport_issued: Row::new("NCHChieu", Kind::Date);
        /// NHHHChieu, ngày hết hạn hộ chiếu: date of expiry of the passport.
        passport_expires: Row::new("NHHHChieu", Kind::Date);
        /// QTich, quốc tịch: nationality.
        nationality: Row::new("QTich", Kind::Text(50));
        /// DCTDTu, địa chỉ thư điện tử: e-mail address.
        email: Row::new("DCTDTu", Kind::Text(50));
        /// HVTNMHang, họ và tên người mua hàng: the person who buys for the buyer.
        person: Row::new("HVTNMHang", Kind::Text(100));
        /// HVTNNHang, họ và tên người nhận hàng: who receives the goods.
        receiver: Row::new("HVTNNHang", Kind::Text(100)).only(DELIVERY_NOTE);
        /// STKNHang, số tài khoản ngân hàng: bank account.
        bank_account: Row::new("STKNHang", Kind::Text(30));
        /// TNHang, tên ngân hàng: bank.
        bank_name: Row::new("TNHang", Kind::Text(400));
        /// CMND, chứng minh nhân dân: identity card of a buyer of national reserve goods.
        identity_card: Row::new("CMND", Kind::Text(20)).only(Forms::of(&[4]));
        /// DDVCHDen, địa điểm vận chuyển hàng đến: where public property is taken to.
        destination: Row::new("DDVCHDen", Kind::Text(400)).only(PUBLIC_PROPERTY);
        /// TGVCHDTu, thời gian vận chuyển hàng đến từ: start of the transport.
        transport_from: Row::new("TGVCHDTu", Kind::Date).only(PUBLIC_PROPERTY);
        /// TGVCHDDen, thời gian vận chuyển hàng đến đến: end of the transport.
        transport_to: Row::new("TGVCHDDen", Kind::Date).only(PUBLIC_PROPERTY);
        /// TTKhac, thông tin khác.
        extension: Row::new("TTKhac", Kind::Extension);
    }
}
