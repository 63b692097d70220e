//! What is filed again, and how late it may be.

use crate::made::{Case, Made, ids, judged, made, settings};

pub(crate) fn early(changes: &[(&'static str, &str)]) -> Made {
    let mut all = vec![
        ("kyKKhai", "03/2025"),
        ("kyKKhaiTuNgay", "01/03/2025"),
        ("kyKKhaiDenNgay", "31/03/2025"),
        ("ngayLapTKhai", "2025-04-15"),
        ("ngayKy", "2025-04-15"),
        ("address", "<phuongXa>Phường Thử</phuongXa>"),
        ("maHuyenNNT", "10101"),
        ("tenHuyenNNT", "Quận Thử"),
    ];
    all.extend_from_slice(changes);
    made(&all)
}

#[test]
fn amendments_are_warned_of_after_ten_years() {
    let old = early(&[
        ("loaiTKhai", "B"),
        ("soLan", "1"),
        ("kyKKhai", "03/2024"),
        ("kyKKhaiTuNgay", "01/03/2024"),
        ("kyKKhaiDenNgay", "31/03/2024"),
        ("PLuc", "<PL01_KHBS/><PL01_1_KHBS/>"),
    ]);
    // Due on Saturday, 20 April 2024, so on Monday.
    assert_eq!(ids(&old, &settings("2034-04-22T23:59:59")), Vec::<&str>::new());
    let judged = judged(&old.xml(), &settings("2034-04-23"));
    assert_eq!(
        judged,
        [("declaration.amendment.ten-years", "2024-04-22".to_owned(), "2034-04-23".to_owned())]
    );
}

/// Both appendices of an amendment by 150,000; `{…}` marks what the cases change.
const KHBS: &str = "<PL01_KHBS><Header><maTKhai>842</maTKhai><KyKKhaiThue><kieuKy>M</kieuKy><kyKKhai>09/2026</kyKKhai>\
    </KyKKhaiThue><soLan>{lan}</soLan><mst>{mst}</mst></Header><Muc_A><Muc_I><Muc_1><ChiTiet><ct3>100000</ct3></ChiTiet>\
    <ChiTiet><ct3>50000</ct3></ChiTiet><tongCong_ct10>{ct10}</tongCong_ct10></Muc_1><Muc_2><DSachPLuc><BKePLuc><CTietPLuc>\
    <ChiTiet><ct7>7</ct7></ChiTiet></CTietPLuc></BKePLuc><tongCong_ct11>{ct11}</tongCong_ct11></DSachPLuc></Muc_2></Muc_I>\
    <Muc_II><tongCong_ct12>0</tongCong_ct12></Muc_II><Muc_III><tongCong_ct13>0</tongCong_ct13></Muc_III></Muc_A></PL01_KHBS>\
    <PL01_1_KHBS><Header><maTKhai/></Header><Muc_A><DSachHSo><BKeHSo><CTietHSo><ChiTiet><ct04>100</ct04>\
    <ct05>150100</ct05><ct06>{ct06}</ct06><ct7>150000</ct7><ct8>Bỏ sót</ct8></ChiTiet><ChiTiet><ct04>Cũ</ct04>\
    <ct05>Mới</ct05><ct06>0</ct06><ct7/></ChiTiet></CTietHSo></BKeHSo><TongCong><tongCong_7>{t7}</tongCong_7>\
    <tongCong_8>{t8}</tongCong_8><tongCong_9>0</tongCong_9></TongCong></DSachHSo></Muc_A></PL01_1_KHBS>";

pub(crate) fn amended(changes: &[(&str, &str)]) -> Made {
    let mut text = KHBS.to_owned();
    let sound = [
        ("lan", "1"),
        ("mst", "0123456787"),
        ("ct10", "150000"),
        ("ct11", "7"),
        ("ct06", "150000"),
        ("t7", "150000"),
        ("t8", "0"),
    ];
    for (name, value) in sound {
        let value = changes.iter().find(|(changed, _)| *changed == name).map_or(value, |(_, value)| value);
        text = text.replace(&format!("{{{name}}}"), value);
    }
    made(&[("loaiTKhai", "B"), ("soLan", "1"), ("PLuc", &text)])
}

pub(crate) const AMENDMENTS: &[Case] = &[
    (&[], &[]),
    (&[("lan", "2")], &["declaration.amendment.header"]),
    (&[("mst", "0123456787-001")], &["declaration.amendment.header"]),
    (&[("ct06", "100100")], &["declaration.amendment.difference"]),
    (&[("ct10", "150001"), ("t7", "150001")], &["declaration.amendment.total"]),
    (&[("ct11", "8")], &["declaration.amendment.total"]),
    (&[("t7", "0"), ("t8", "150000")], &["declaration.amendment.agreement"]),
    (&[("ct06", "x")], &[]),
];

#[test]
fn the_appendices_of_an_amendment_add_up() {
    for (changes, expected) in AMENDMENTS {
        assert_eq!(ids(&amended(changes), &settings("2026-11-23")), *expected, "{changes:?}");
    }
}

/// 01/LP and the like: one total a currency.
#[test]
fn fees_are_added_up_by_currency() {
    let list = |tag: &str, cell: &str, amounts: &[(&str, i64)]| -> String {
        amounts
            .iter()
            .map(|(unit, amount)| {
                format!("<{tag}><{cell}>{amount}</{cell}><ma_DonViTien>{unit}</ma_DonViTien></{tag}>")
            })
            .collect()
    };
    let judged = |rows: &[(&str, i64)], totals: &[(&str, i64)], explained: &[(&str, i64)]| {
        let text = format!(
            "<PL01_KHBS><Muc_A><Muc_I><Muc_1>{}{}</Muc_1></Muc_I></Muc_A></PL01_KHBS><PL01_1_KHBS><Muc_A><DSachHSo>\
             <BKeHSo><CTietHSo>{}</CTietHSo></BKeHSo><TongCong>{}</TongCong></DSachHSo></Muc_A></PL01_1_KHBS>",
            list("ChiTiet", "ct3", rows),
            list("TongCong10", "ct10", totals),
            list("ChiTiet", "ct7", rows),
            list("TongCong_7", "ct7", explained),
        );
        ids(&made(&[("loaiTKhai", "B"), ("soLan", "1"), ("PLuc", &text)]), &settings("2026-11-23"))
    };
    let rows = [("VND", 7), ("USD", 3), ("VND", 5)];
    let sound = [("VND", 12), ("USD", 3)];
    assert_eq!(judged(&rows, &sound, &sound), Vec::<&str>::new());
    let total = ["declaration.amendment.total"];
    assert_eq!(judged(&rows, &[("VND", 15), ("USD", 3)], &[("VND", 15), ("USD", 3)]), total);
    let mut both = judged(&rows, &sound, &[("VND", 12), ("USD", 4)]);
    both.sort_unstable();
    assert_eq!(both, ["declaration.amendment.agreement", "declaration.amendment.total"]);
}

#[test]
fn rows_of_the_form_before_2021_are_held_to_their_difference() {
    let judged = |difference: &str| {
        let row = format!("<ct4>100</ct4><ct5>40</ct5><ct6>{difference}</ct6>");
        let text = format!(
            "<PL01_KHBS><NDUNGKHAIBOSUNGDIEUCHINH><DieuChinhTang><KHBSDieuChinhTang/></DieuChinhTang><DieuChinhGiam>\
             <KHBSDieuChinhGiam>{row}</KHBSDieuChinhGiam></DieuChinhGiam></NDUNGKHAIBOSUNGDIEUCHINH></PL01_KHBS>"
        );
        let fields = [("maTKhai", "04"), ("loaiTKhai", "B"), ("soLan", "1"), ("PLuc", text.as_str())];
        ids(&made(&fields), &settings("2026-11-23"))
    };
    assert_eq!(judged("-60"), Vec::<&str>::new());
    assert_eq!(judged("60"), ["declaration.amendment.difference"]);
}
