//! Lines of goods.

use super::{Discount, Line, Plan, free_field};
use crate::random::Random;
use crate::tree::Element;
use rust_decimal::Decimal;

/// The percentage of a TSuat literal; none for KCT and KKKNT.
pub(super) fn percent(rate: &str) -> Option<Decimal> {
    rate.trim_start_matches("KHAC:").trim_end_matches('%').parse().ok()
}

const GOODS: [(&str, &str); 12] = [
    ("Thùng giấy sóng ba lớp loại thử nghiệm", "Thùng"),
    ("Bút mực tưởng tượng màu tím", "Hộp"),
    ("Dịch vụ vận chuyển hàng mẫu", "Chuyến"),
    ("Đèn bàn thí dụ công suất 9 W", "Cái"),
    ("Gạo thơm giả định bao 25 kg", "Bao"),
    ("Phần mềm kế toán minh hoạ", "Gói"),
    ("Xi măng ví như PCB40", "Tấn"),
    ("Giấy in A4 loại thử", "Ram"),
    ("Bàn làm việc mẫu 1,2 m", "Cái"),
    ("Dây điện thử nghiệm 2 x 2,5", "Mét"),
    ("Nước uống đóng chai ví dụ", "Chai"),
    ("Ghế xoay & phụ kiện mẫu", "Bộ"),
];

pub(super) fn lines(plan: &Plan, random: &mut Random) -> Vec<Line> {
    let mut lines = Vec::new();
    for at in 0..plan.lines {
        let (name, unit) = *random.pick(&GOODS);
        let quantity = Decimal::from(random.within(1, 40));
        let price = if plan.currency == "VND" {
            Decimal::from(random.within(10, 9_000) * 500)
        } else {
            Decimal::new(i64::try_from(random.within(100, 90_000)).unwrap_or(100), 2)
        };
        let gross = plan.round(quantity * price);
        let discounted = plan.has_discount() && at == 0;
        let discount = match plan.discount {
            Discount::Gross | Discount::Net if discounted => plan.round(gross / Decimal::from(20)),
            _ => Decimal::ZERO,
        };
        let amount = if plan.discount == Discount::Net { gross - discount } else { gross };
        let rate = plan.rates[at % plan.rates.len()];
        lines.push(Line { nature: 1, name: name.to_owned(), unit, quantity, price, discount, amount, rate });
    }
    let extra = |nature: u8, name: &str, amount: Decimal| Line {
        nature,
        name: name.to_owned(),
        unit: "",
        quantity: Decimal::ZERO,
        price: Decimal::ZERO,
        discount: Decimal::ZERO,
        amount,
        rate: plan.rates[0],
    };
    if plan.discount == Discount::Line
        && plan.has_discount()
        && let Some(first) = lines.first()
    {
        let amount = plan.round(first.amount / Decimal::from(10));
        lines.push(extra(3, "Chiết khấu thương mại", amount));
    }
    if plan.notes {
        lines.push(extra(2, "Quà tặng kèm không thu tiền", Decimal::ZERO));
        lines.push(extra(4, "Hàng giao tại kho bên bán", Decimal::ZERO));
    }
    lines
}

pub(super) fn line_element(plan: &Plan, at: usize, line: &Line, random: &mut Random) -> Element {
    let mut element = Element::new("HHDVu")
        .with_leaf("TChat", line.nature.to_string())
        .with_leaf("STT", (at + 1).to_string());
    if line.nature == 1 {
        element.push(Element::leaf("MHHDVu", format!("MH{:04}", random.within(1, 9_999))));
    }
    element.push(Element::leaf("THHDVu", line.name.clone()));
    if line.nature == 1 {
        element.push(Element::leaf("DVTinh", line.unit));
        element.push(Element::leaf("SLuong", plan.number_text(line.quantity)));
        element.push(Element::leaf("DGia", plan.number_text(line.price)));
        if plan.has_discount() {
            let percent = if line.discount.is_zero() { "0" } else { "5" };
            element.push(Element::leaf("TLCKhau", percent));
            element.push(Element::leaf("STCKhau", plan.number_text(line.discount)));
        }
    }
    if line.nature != 4 {
        element.push(Element::leaf("ThTien", plan.number_text(line.amount)));
    }
    if plan.has_rates() && line.nature != 4 {
        element.push(Element::leaf("TSuat", line.rate));
    }
    if plan.free_fields {
        let tax = percent(line.rate)
            .filter(|_| plan.has_rates())
            .map_or(Decimal::ZERO, |p| plan.round(line.amount * p / Decimal::from(100)));
        let mut free = Element::new("TTKhac");
        free.push(free_field("VATAmount", "numeric", &plan.number_text(tax)));
        free.push(free_field("Amount", "numeric", &plan.number_text(line.amount + tax)));
        free.push(free_field("Số lô", "string", &random.hex(12).to_uppercase()));
        free.push(free_field("Ghi chú dòng", "string", "Hàng mẫu"));
        element.push(free);
    }
    element
}
