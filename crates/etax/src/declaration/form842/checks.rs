//! Checks of form 01/GTGT that are no formulas.

use super::formulas::{SETTLEMENT, TRADE};
use crate::declaration::formula::{Expr, Places, Trouble, number};
use crate::declaration::rules::{OVERFLOW, rule};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::xml::Element;
use rust_decimal::Decimal;

const BASIS: &str = "Mẫu 01/GTGT, Thông tư 80/2021/TT-BTC";

rule!(NO_TRADE, "declaration.842.ct21", Rules, Fail, BASIS;
    "[21] được đánh dấu (không phát sinh mua, bán) nên {name} phải bằng 0; đang khai {found_amount}.",
    "[21] is ticked (nothing bought or sold), so {name} must be 0; declared {found_amount}.";
    "Bỏ dấu [21] hoặc để trống các chỉ tiêu mua, bán.", "Untick [21], or leave purchases and sales empty.");
rule!(NO_TRADE_CREDIT, "declaration.842.ct21.credit", Rules, Warn, BASIS;
    "[21] được đánh dấu (không phát sinh mua, bán) mà {name} là {found_amount}.",
    "[21] is ticked (nothing bought or sold), yet {name} is {found_amount}.";
    "Kiểm tra lại số khấu trừ chuyển kỳ và điều chỉnh.", "Check the credit carried and the adjustments.");
rule!(LIMIT, "declaration.842.limit", Rules, Fail, BASIS;
    "{name} không được vượt quá {expected_amount}; đang khai {found_amount}.", "{name} must stay within {expected_amount}; declared {found_amount}."; "", "");
rule!(ADDRESS_CODE, "declaration.842.ct11", Rules, Fail, BASIS;
    "{name} có tên \"{found}\" nhưng thiếu mã.", "{name} has the name \"{found}\" but no code.";
    "Chọn lại địa danh từ danh mục.", "Choose the place from the list again.");
rule!(REDUCTION_EMPTY, "declaration.842.reduction.empty", Rules, Warn, BASIS;
    "Phụ lục giảm thuế {name} không có số liệu.", "The reduction appendix {name} holds no amounts.";
    "Bỏ phụ lục: phụ lục toàn số 0 vẫn tính là có kê khai.", "Leave it out: an appendix of zeros counts as attached.");
rule!(ROW_FIELD, "declaration.842.row.field", Rules, Fail, BASIS;
    "{expected} bắt buộc nhập ở dòng này.", "{expected} must be filled in on this row."; "", "");
rule!(GOODS_VALUE, "declaration.842.goods.value", Rules, Fail, BASIS;
    "Giá trị hàng hóa, dịch vụ được giảm thuế phải khác 0.", "The value of the goods with reduced tax must not be 0."; "", "");
rule!(ROW_UNIT, "declaration.842.row.unit", Rules, Fail, BASIS;
    "Phải ghi mã số thuế 13 số hoặc mã địa điểm kinh doanh 5 số, không phải \"{found}\".",
    "Write a tax code of 13 digits or a place-of-business code of 5 digits, not \"{found}\".";
    "Mã số thuế 13 số ghi dạng 0123456789-001.", "A tax code of 13 digits is written 0123456789-001.");
rule!(ROW_UNIT_OWNER, "declaration.842.row.unit.owner", Rules, Fail, BASIS;
    "10 số đầu của mã {found} phải là mã số thuế {expected}.", "The first ten digits of {found} must be the tax code {expected}."; "", "");
rule!(ROW_UNIT_TWICE, "declaration.842.row.unit.twice", Rules, Fail, BASIS;
    "Mã {found} bị trùng.", "The code {found} stands twice."; "", "");
rule!(ROW_HOME, "declaration.842.row.home", Rules, Warn, BASIS;
    "Tỉnh {found} phải khác tỉnh nơi đóng trụ sở chính.", "The province {found} must be another than the head office's."; "", "");
rule!(PLANT_ROWS, "declaration.842.plant.rows", Rules, Fail, BASIS;
    "Mỗi nhà máy phải có ít nhất 2 dòng, đang có {found}.", "Each plant needs at least 2 rows, it has {found}."; "", "");
rule!(PLANT_OFFICE, "declaration.842.plant.office", Rules, Fail, BASIS;
    "Dòng đầu, và chỉ dòng đầu, là nơi có văn phòng điều hành nhà máy (loại 01).",
    "The first row, and only the first, is the plant's operating office (kind 01)."; "", "");
rule!(PLANT_PROVINCE, "declaration.842.plant.province", Rules, Fail, BASIS;
    "Tỉnh {found} phải khác tỉnh nơi có văn phòng điều hành nhà máy.", "The province {found} must be another than the operating office's."; "", "");

/// The rules of this file and of the rows.
pub(super) const RULES: &[&Rule] = &[
    &NO_TRADE,
    &NO_TRADE_CREDIT,
    &LIMIT,
    &ADDRESS_CODE,
    &REDUCTION_EMPTY,
    &ROW_FIELD,
    &GOODS_VALUE,
    &ROW_UNIT,
    &ROW_UNIT_OWNER,
    &ROW_UNIT_TWICE,
    &ROW_HOME,
    &PLANT_ROWS,
    &PLANT_OFFICE,
    &PLANT_PROVINCE,
];

/// The largest amount the data-entry template takes; [26] may have one digit more.
const MOST: i64 = 99_999_999_999_999;
const MOST_CT26: i64 = 999_999_999_999_999;

/// Judges the main part and which appendices are attached.
pub(super) fn check(places: &Places<'_, '_>, findings: &mut Findings) {
    let ticked = places.main.child("ct21").is_some_and(|tick| matches!(&*tick.trimmed(), "1" | "true"));
    for (expressions, rule) in [(TRADE, &NO_TRADE), (SETTLEMENT, &NO_TRADE_CREDIT)] {
        for expression in expressions {
            amount(expression, places, ticked.then_some(rule), findings);
        }
    }
    address(places.main, findings);
    for name in ["PL_NQ43_GTGT", "PL_NQ101_GTGT", "PL_NQ142_GTGT"] {
        if let Some(appendix) = places.appendix(name) {
            reduction(appendix, findings);
        }
    }
}

fn amount(expression: &Expr, places: &Places<'_, '_>, zero: Option<&'static Rule>, findings: &mut Findings) {
    let Some(element) = expression.subject().and_then(|field| places.find(field)) else { return };
    let value = match number(element) {
        Ok(value) => value,
        Err(Trouble::Overflow) => {
            findings.push(Finding::new(&OVERFLOW).at(element).found(element.local()));
            return;
        }
        Err(_) => return,
    };
    let most = if element.local() == "ct26" { MOST_CT26 } else { MOST };
    if value.abs() > Decimal::from(most) {
        findings.push(Finding::new(&LIMIT).at(element).expected(format!("±{most}")).found(element.trimmed()));
    }
    if let Some(rule) = zero
        && !value.is_zero()
    {
        findings.push(Finding::new(rule).at(element).expected("0").found(element.trimmed()));
    }
}

fn address(main: Element<'_>, findings: &mut Findings) {
    let Some(address) = main.find("Header/DiaChiHDSXKDKhacTinhNDTSC") else { return };
    for (name, code) in [
        ("ct11a_phuongXa_ten", "ct11a_phuongXa_ma"),
        ("ct11b_quanHuyen_ten", "ct11b_quanHuyen_ma"),
        ("ct11c_tinhTP_ten", "ct11c_tinhTP_ma"),
    ] {
        let Some(place) = address.child(name) else { continue };
        let text = place.trimmed();
        if !text.is_empty() && address.child(code).is_none_or(|code| code.trimmed().is_empty()) {
            findings.push(Finding::new(&ADDRESS_CODE).at(place).found(text));
        }
    }
}

fn reduction(appendix: Element<'_>, findings: &mut Findings) {
    const AMOUNTS: [&str; 6] = [
        "giaTriHHDV",
        "thueGTGTDuocGiam",
        "giaTriHHDVMuaVao",
        "thueGTGTHHDV",
        "tongCongGiaTriHHDV",
        "tongCongGiaTriHHDVMuaVao",
    ];
    let holds = appendix.descendants().any(|element| {
        AMOUNTS.contains(&element.local()) && !number(element).is_ok_and(|value| value.is_zero())
    });
    if !holds {
        findings.push(Finding::new(&REDUCTION_EMPTY).at_span(appendix.path(), appendix.start_tag_span()));
    }
}
