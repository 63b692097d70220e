//! Seller and buyer.

use super::Plan;
use crate::party::Party;
use crate::tree::Element;

/// The seller block; some forms say who moves the goods and why.
pub(super) fn seller_element(plan: &Plan, seller: &Party) -> Element {
    let mut element = Element::new("NBan")
        .with_leaf("Ten", seller.name.clone())
        .with_leaf("MST", seller.tax_code.clone())
        .with_leaf("DChi", seller.address.clone());
    match (plan.form, plan.letter()) {
        (3, _) => {
            element = element
                .with_leaf("SQDinh", "99/QĐ-THU")
                .with_leaf("NQDinh", plan.date.clone())
                .with_leaf("CQBHQDinh", "Cơ quan thử nghiệm")
                .with_leaf("HTBan", "Đấu giá");
        }
        (6, 'B') => {
            element = element
                .with_leaf("HDKTSo", "09/HĐ-THU")
                .with_leaf("HDKTNgay", plan.date.clone())
                .with_leaf("HVTNXHang", "Người Xuất Hàng Thử")
                .with_leaf("TNVChuyen", "Người Vận Chuyển Thử")
                .with_leaf("PTVChuyen", "Xe tải thử nghiệm");
        }
        (6, _) => {
            element = element
                .with_leaf("LDDNBo", "Lệnh điều động nội bộ số 09")
                .with_leaf("HVTNXHang", "Người Xuất Hàng Thử")
                .with_leaf("TNVChuyen", "Người Vận Chuyển Thử")
                .with_leaf("PTVChuyen", "Xe tải thử nghiệm");
        }
        _ => {
            element = element
                .with_leaf("SDThoai", seller.phone.clone())
                .with_leaf("DCTDTu", seller.email.clone())
                .with_leaf("STKNHang", seller.account.clone())
                .with_leaf("TNHang", "Ngân hàng Thí Dụ");
        }
    }
    element
}

pub(super) fn buyer_element(plan: &Plan, buyer: &Party) -> Element {
    if plan.consumer {
        return Element::new("NMua").with_leaf("HVTNMHang", "Bán cho người tiêu dùng");
    }
    let mut element = Element::new("NMua")
        .with_leaf("Ten", buyer.name.clone())
        .with_leaf("MST", buyer.tax_code.clone())
        .with_leaf("DChi", buyer.address.clone());
    match plan.form {
        3 => {
            element = element
                .with_leaf("DDVCHDen", "Kho thử nghiệm")
                .with_leaf("TGVCHDTu", plan.date.clone())
                .with_leaf("TGVCHDDen", plan.date.clone());
        }
        6 => element = element.with_leaf("HVTNNHang", "Người Nhận Hàng Thử"),
        _ => element = element.with_leaf("DCTDTu", buyer.email.clone()),
    }
    element
}
