//! The appendices of an amended declaration: 01/KHBS and 01-1/KHBS.

use super::Form;
use crate::party::Party;
use crate::tree::Element;

/// What the amendment adds to the tax, in đồng.
const MORE: i64 = 150_000;

fn leaves(element: Element, names: &[&str]) -> Element {
    names.iter().fold(element, |element, name| element.with_leaf(name, ""))
}

/// 01/KHBS and the explanation 01-1/KHBS.
pub(super) fn both(form: &Form, taxpayer: &Party) -> [Element; 2] {
    let start = |name: &str| {
        Element::new(name)
            .with(header(form, taxpayer))
            .with_leaf("ma_DonViTien", "VND")
            .with_leaf("ten_DonViTien", "Đồng Việt Nam")
    };
    [
        start("PL01_KHBS").with(changes()).with(consequences()),
        start("PL01_1_KHBS")
            .with(Element::new("Muc_A").with(explanation(form.figures.results().payable)))
            .with(
                Element::new("Muc_B").with(
                    Element::new("CTietTaiLieu")
                        .attribute("id", "ID_1")
                        .with_leaf("ma_TLieu", "1")
                        .with_leaf("ten_TLieu", "Bảng kê thử nghiệm"),
                ),
            ),
    ]
}

fn header(form: &Form, taxpayer: &Party) -> Element {
    Element::new("Header")
        .with_leaf("maTKhai", form.code)
        .with_leaf("tenTKhai", form.name)
        .with_leaf("maGiaoDich", "11020260000000")
        .with(super::header::period(form))
        .with_leaf("soLan", "1")
        .with_leaf("mst", taxpayer.tax_code.clone())
        .with_leaf("tenNNT", taxpayer.name.clone())
        .with(nil("mstDLyThue"))
        .with_leaf("tenDLyThue", "")
        .with_leaf("soHDongDLyThue", "")
        .with(nil("ngayKyHDDLyThue"))
}

/// An element of a type that may not be empty.
fn nil(name: &str) -> Element {
    Element::leaf(name, "").attribute("xsi:nil", "true")
}

/// Part A of 01/KHBS: more tax to pay, nothing else. The lists may not be empty, so what has no rows has an empty one.
fn changes() -> Element {
    let line = row()
        .with_leaf("ct2_ma", "1701")
        .with_leaf("ct2_ten", "Thuế giá trị gia tăng hàng sản xuất, kinh doanh trong nước")
        .with_leaf("ct3", MORE.to_string());
    let none = || row().with_leaf("ct2_ma", "").with_leaf("ct2_ten", "").with(nil("ct3"));
    let shares = Element::new("BKePLuc")
        .attribute("id", "ID_1")
        .with_leaf("ma_PLuc", "")
        .with_leaf("ten_PLuc", "")
        .with(Element::new("CTietPLuc"));
    let late = [nil("ct3a_1"), nil("ct3a_2"), nil("ct3b")];
    Element::new("Muc_A")
        .with(
            Element::new("Muc_I")
                .with(Element::new("Muc_1").with(line).with_leaf("tongCong_ct10", MORE.to_string()))
                .with(
                    Element::new("Muc_2")
                        .with(Element::new("DSachPLuc").with(shares).with_leaf("tongCong_ct11", "0")),
                )
                .with(late.into_iter().fold(Element::new("Muc_3"), Element::with)),
        )
        .with(Element::new("Muc_II").with(none()).with_leaf("tongCong_ct12", "0"))
        .with(Element::new("Muc_III").with(none()).with_leaf("tongCong_ct13", "0"))
}

fn row() -> Element {
    Element::new("ChiTiet").attribute("id", "ID_1")
}

/// Part B of 01/KHBS: no refund was paid out too much.
fn consequences() -> Element {
    let refund = Element::new("Muc_I").with(nil("ct_1")).with_leaf("ct_2_so", "").with(nil("ct_2_ngay"));
    let refund = leaves(refund, &["ct_2_CQT_ma", "ct_2_CQT_ten", "ct_3_so"]).with(nil("ct_3_ngay"));
    Element::new("Muc_B").with(refund).with(Element::new("Muc_II").with(nil("ct_1")).with(nil("ct_2")))
}

/// The one indicator that the amendment corrects.
fn explanation(payable: i64) -> Element {
    let line = row()
        .with_leaf("ct2_ma", "1701")
        .with_leaf("ct2_ten", "Thuế giá trị gia tăng hàng sản xuất, kinh doanh trong nước")
        .with_leaf("ct3_ma", "ct40")
        .with_leaf("ct3_ten", "Thuế GTGT còn phải nộp trong kỳ");
    let line = leaves(line, &["ct3_1_ma", "ct3_1_ten", "ct3_2_ma", "ct3_2_ten"])
        .with_leaf("ct04", (payable - MORE).to_string())
        .with_leaf("ct05", payable.to_string())
        .with_leaf("ct06", MORE.to_string())
        .with_leaf("ct7", MORE.to_string())
        .with_leaf("ct8", "Bỏ sót hóa đơn");
    let file = Element::new("BKeHSo")
        .attribute("id", "ID_1")
        .with_leaf("ma_HSo", "842")
        .with_leaf("ten_HSo", "Tờ khai 01/GTGT")
        .with(Element::new("CTietHSo").with(line));
    let totals = Element::new("TongCong")
        .with_leaf("tongCong_7", MORE.to_string())
        .with_leaf("tongCong_8", "0")
        .with_leaf("tongCong_9", "0");
    Element::new("DSachHSo").with(file).with(totals)
}
