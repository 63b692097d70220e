//! The rules on certified invoices.

use crate::invoice::declare_rules as rules;
use crate::rule::Rule;

const PILOT: &str = "Quyết định 1209/QĐ-BTC (2015), kéo dài bởi Quyết định 2660/QĐ-BTC (2016)";
const FORMAT: &str =
    "Quyết định 1209/QĐ-BTC (2015); lược đồ commons.xsd và invoice.message.xsd của hệ thống hóa đơn xác thực";
const CONTENT: &str =
    "Nghị định 51/2010/NĐ-CP, điều 4; Nghị định 04/2014/NĐ-CP; Thông tư 39/2014/TT-BTC, điều 4";

rules! {
    TEMPLATE = "pilot.template", Rules, Fail, FORMAT;
    vi "Ký hiệu mẫu {found} không phải của loại hóa đơn {expected}.", en "The template {found} is not of the invoice type {expected}.";

    SERIES_YEAR = "pilot.series.year", Rules, Fail, CONTENT;
    vi "Ký hiệu {found} là của năm sau năm lập hóa đơn ({expected}).", en "The series {found} is of a year after the invoice's ({expected}).";

    TAX_CODE = "pilot.tax-code.check-digit", Rules, Fail, CONTENT;
    vi "Số kiểm tra của mã số thuế không đúng: {found}.", en "The check digit of the tax code is wrong: {found}.";

    CURRENCY = "pilot.exchange-rate", Rules, Fail, CONTENT;
    vi "Hóa đơn bằng {found} phải ghi tỷ giá (exchangeRate).", en "An invoice in {found} must state its exchange rate (exchangeRate).";

    ORIGINAL = "pilot.original.missing", Rules, Fail, PILOT;
    vi "Hóa đơn loại {found} (thay thế, điều chỉnh, xóa bỏ) phải ghi số xác thực của hóa đơn gốc (originalInvoiceId).",
    en "An invoice of adjustment type {found} must name the certified id of the original (originalInvoiceId).";

    ORIGINAL_UNEXPECTED = "pilot.original.unexpected", Rules, Fail, PILOT;
    vi "Hóa đơn gốc không được ghi hóa đơn khác: {found}.", en "An ordinary invoice must not name an original: {found}.";

    DATES = "pilot.dates", Rules, Fail, PILOT;
    vi "{name} ({found}) trước thời điểm phải có trước nó ({expected}).", en "{name} ({found}) lies before what must precede it ({expected}).";

    LINE_NUMBER = "pilot.line.number", Rules, Warn, FORMAT;
    vi "Số thứ tự dòng {found} bị lặp hoặc không tăng dần; dòng trước là {expected}.",
    en "The line number {found} is repeated or out of order; the one before is {expected}.";

    LINE_AMOUNT = "pilot.line.amount", Rules, Fail, CONTENT;
    vi "Thành tiền {found} khác số lượng nhân đơn giá ({expected}).", en "The line's amount {found} is not quantity times unit price ({expected}).";

    RATE_TAX = "pilot.rate.tax", Rules, Fail, CONTENT;
    vi "Tiền thuế {found} khác tiền chịu thuế nhân thuế suất ({expected}).", en "The tax {found} is not the taxable amount times the rate ({expected}).";

    RATE_BASE = "pilot.rate.base", Rules, Fail, CONTENT;
    vi "Tổng tiền chịu thuế theo thuế suất {found} khác tổng thành tiền các dòng ({expected}).",
    en "The taxable amounts of all rates sum to {found}, the lines to {expected}.";

    TOTAL_NET = "pilot.total.without-vat", Rules, Fail, CONTENT;
    vi "Tổng tiền chưa thuế {found} khác tổng các dòng trừ chiết khấu ({expected}).", en "The total without VAT {found} is not the sum of the lines less the discount ({expected}).";

    TOTAL_TAX = "pilot.total.vat", Rules, Fail, CONTENT;
    vi "Tổng tiền thuế {found} khác tổng tiền thuế theo thuế suất ({expected}).", en "The total of VAT {found} is not the sum over the rates ({expected}).";

    TOTAL = "pilot.total.payable", Rules, Fail, CONTENT;
    vi "Tổng tiền thanh toán {found} khác tiền chưa thuế cộng thuế ({expected}).", en "The total {found} is not the amount without VAT plus the VAT ({expected}).";

    WORDS = "pilot.total.words", Rules, Fail, CONTENT;
    vi "Số tiền bằng chữ là {found_amount}, bằng số là {expected_amount}.", en "The amount in words is {found_amount}, in digits {expected_amount}.";

    WORDS_UNREAD = "pilot.total.words.unread", Rules, Warn, CONTENT;
    vi "Không đọc được số tiền bằng chữ: {found}.", en "The amount in words could not be read: {found}.";

    TRANSACTION_SIGNED = "pilot.transaction.signature", Signatures, Undecide, PILOT;
    vi "Lô hóa đơn có chữ ký của chính nó; quy định không nói ai ký và ký phần nào nên không kiểm tra được.",
    en "The transaction has a signature of its own; no text says whose it is and what it covers, so that it was not judged.";

    TRANSACTION_ERROR = "pilot.transaction.error", Rules, Warn, PILOT;
    vi "Hệ thống hóa đơn xác thực đã trả về lỗi: {found}.", en "The system of certified invoices answered with an error: {found}.";
}

/// Every rule on certified invoices.
///
/// ```
/// assert!(etax::pilot::RULES.iter().any(|rule| rule.id == "pilot.total.payable"));
/// ```
pub static RULES: &[&Rule] = TABLE;
