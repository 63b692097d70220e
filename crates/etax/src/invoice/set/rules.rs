//! The rules on invoices that are looked at together.

use crate::invoice::declare_rules as rules;
use crate::rule::Rule;

const NUMBERS: &str = "Nghị định 254/2026/NĐ-CP, điều 8; trước đó Nghị định 123/2020/NĐ-CP, điều 10 (số hóa đơn liên tục, không trùng)";
const CODE: &str = "Quyết định 1450/QĐ-TCT (2021), phần I, mục IV.3: mỗi mã của cơ quan thuế là duy nhất";
const CORRECTION: &str = "Thông tư 91/2026/TT-BTC, điều 10; trước đó Thông tư 78/2021/TT-BTC, điều 7";

rules! {
    COPY = "invoice.set.copy", Rules, Inform, NUMBERS;
    vi "Hóa đơn {invoice} có mặt nhiều lần với cùng nội dung.", en "Invoice {invoice} is there more than once, saying the same.";
    => vi "Chỉ kê khai một lần.", en "Declare it once only.";

    REPEATED = "invoice.set.repeated", Rules, Fail, NUMBERS;
    vi "Số hóa đơn {invoice} được dùng cho hai hóa đơn khác nhau.", en "The number {invoice} stands on two different invoices.";
    => vi "Người bán phải lập lại một trong hai với số mới.", en "The seller must issue one of them again under a new number.";

    GAP = "invoice.set.gap", Rules, Warn, NUMBERS;
    vi "Thiếu số {found} trước hóa đơn {invoice}.", en "The numbers {found} before invoice {invoice} are missing.";
    => vi "Bổ sung các hóa đơn còn thiếu, hoặc giải trình.", en "Add the missing invoices, or explain them.";

    ORDER = "invoice.set.order", Rules, Warn, NUMBERS;
    vi "Hóa đơn {invoice} lập ngày {found}, trước ngày {expected} của số liền trước.",
    en "Invoice {invoice} is dated {found}, before the number ahead of it ({expected}).";

    SHARED_CODE = "invoice.set.code", Rules, Fail, CODE;
    vi "Mã của hóa đơn {invoice} cũng là mã của hóa đơn {found}.", en "The code of invoice {invoice} stands on invoice {found} too.";
    => vi "Tra cứu cả hai trên cổng của cơ quan thuế: chỉ một hóa đơn có mã đó.",
       en "Look both up at the authority's portal: the code belongs to one of them.";

    TWICE = "invoice.set.related.twice", Rules, Fail, CORRECTION;
    vi "Hóa đơn {invoice} thay thế hóa đơn {found}, hóa đơn đó đã bị thay thế; phải thay thế {expected}.",
    en "Invoice {invoice} replaces {found}, which had been replaced already; {expected} is the one to replace.";

    ADJUSTED_AFTER = "invoice.set.related.adjusted-after", Rules, Warn, CORRECTION;
    vi "Hóa đơn {found} đã bị thay thế; hóa đơn {invoice} lại điều chỉnh nó.",
    en "Invoice {found} has been replaced; invoice {invoice} adjusts it all the same.";
    => vi "Lần sau phải sửa theo cách đã chọn lần đầu.", en "Later corrections use the method of the first one.";

    REPLACED_AFTER = "invoice.set.related.replaced-after", Rules, Warn, CORRECTION;
    vi "Hóa đơn {found} đã được điều chỉnh; hóa đơn {invoice} lại thay thế nó.",
    en "Invoice {found} has been adjusted; invoice {invoice} replaces it all the same.";
    => vi "Lần sau phải sửa theo cách đã chọn lần đầu.", en "Later corrections use the method of the first one.";

    MISSING = "invoice.set.related.missing", Rules, Inform, CORRECTION;
    vi "Hóa đơn {found} mà hóa đơn {invoice} sửa không có trong tập này.",
    en "Invoice {found}, which {invoice} corrects, is not among these.";

    BUYER = "invoice.set.related.buyer", Rules, Warn, CORRECTION;
    vi "Hóa đơn {invoice} và hóa đơn {found} mà nó sửa có mã số thuế người mua khác nhau.",
    en "Invoice {invoice} and {found}, which it corrects, have different buyers' tax codes.";

    DATE = "invoice.set.related.date", Rules, Fail, CORRECTION;
    vi "Hóa đơn {invoice} ghi ngày của hóa đơn bị sửa là {found}; hóa đơn đó lập ngày {expected}.",
    en "Invoice {invoice} gives the date of the invoice it corrects as {found}; that one is dated {expected}.";

    CIRCLE = "invoice.set.related.circle", Rules, Fail, CORRECTION;
    vi "Hóa đơn {invoice} và các hóa đơn nó sửa nối thành vòng.",
    en "Invoice {invoice} and those it corrects form a circle.";
}

/// All rules on sets of invoices.
///
/// ```
/// assert!(etax::invoice::set::RULES.iter().any(|rule| rule.id == "invoice.set.repeated"));
/// ```
pub static RULES: &[&Rule] = TABLE;
