//! What the rules on payment orders say.

use crate::invoice::declare_rules as rules;

/// What an order holds and what it means: the printed form and the orders the authority takes in.
const FORM: &str =
    "Thông tư 84/2016/TT-BTC, mẫu C1-02/NS; chứng từ nộp thuế điện tử phiên bản 4.0.0 và 4.0.1";
const CODES: &str =
    "Thông tư 324/2016/TT-BTC (mục lục ngân sách nhà nước); Thông tư 84/2016/TT-BTC, mẫu C1-02/NS";
const TAX_CODES: &str = "Thông tư 86/2024/TT-BTC, điều 5 và 7; từ 01/07/2026 Thông tư 90/2026/TT-BTC";
const DATES: &str =
    "Thông tư 19/2021/TT-BTC (giao dịch điện tử trong lĩnh vực thuế); Thông tư 84/2016/TT-BTC";
/// No text says it; every order of 2019 and 2020 that was read has it so.
const CUSTOM: &str = "Chứng từ nộp thuế điện tử 2019–2020 đã được cơ quan thuế tiếp nhận (thông lệ)";

rules! {
    NAMESPACE = "payment.namespace", Structure, Fail, FORM;
    vi "CHUNGTU không được thuộc không gian tên nào; đang khai \"{found}\".",
    en "CHUNGTU must be in no namespace; it is in \"{found}\".";
    => vi "Xóa khai báo xmlns.", en "Remove the xmlns declaration.";

    VERSION = "payment.version.unknown", Structure, Undecide, FORM;
    vi "Chưa có bảng kiểm tra cho chứng từ phiên bản {found}; phiên bản gần nhất: {expected}.",
    en "Version {found} of the payment order is not known here; nearest: {expected}.";
    => vi "Số tiền, mã và ngày vẫn được kiểm tra.", en "Amounts, codes and dates are checked all the same.";

    VERSION_RULES = "payment.version.unknown.rules", Rules, Undecide, FORM;
    vi "Chưa biết quy tắc của chứng từ phiên bản {found}; phiên bản gần nhất: {expected}.",
    en "The rules of version {found} of the payment order are not known here; nearest: {expected}.";

    EMPTY = "payment.field.empty", Rules, Fail, FORM;
    vi "{name} không được để trống.", en "{name} must be filled in.";

    TAX_CODE = "payment.tax-code.form", Rules, Fail, TAX_CODES;
    vi "{name} phải là mã số thuế 10 hoặc 13 chữ số, hoặc số định danh cá nhân 12 chữ số; đang ghi \"{found}\".",
    en "{name} must be a tax code of 10 or 13 digits or a personal number of 12 digits; it says \"{found}\".";

    CHECK_DIGIT = "payment.tax-code.check-digit", Rules, Fail, TAX_CODES;
    vi "Số kiểm tra của mã số thuế không đúng: {found}.", en "The check digit of the tax code is wrong: {found}.";
    => vi "Kiểm tra lại mã số thuế.", en "Look the tax code up again.";

    DELEGATE_SAME = "payment.delegate.same", Rules, Warn, FORM;
    vi "Người nộp thay {found} chính là người nộp thuế.", en "Who pays instead, {found}, is the taxpayer itself.";
    => vi "Để trống MST_NTHAY khi tự nộp.", en "Leave MST_NTHAY empty where nobody pays instead.";

    DELEGATE_NAME = "payment.delegate.name", Rules, Warn, FORM;
    vi "Có người nộp thay nhưng thiếu {expected}.", en "Somebody pays instead, but {expected} is missing.";

    KIND = "payment.kind.unknown", Rules, Undecide, FORM;
    vi "Không rõ loại chứng từ {found}; đã biết: {expected}.", en "The kind {found} of payment order is not known; known: {expected}.";

    CURRENCY = "payment.currency", Rules, Fail, "ISO 4217";
    vi "MA_NGUYENTE phải là mã tiền tệ ISO 4217, không phải \"{found}\".",
    en "MA_NGUYENTE must be a currency code of ISO 4217, not \"{found}\".";

    CURRENCY_KIND = "payment.currency.kind", Rules, Fail, FORM;
    vi "Loại chứng từ phải là {expected} khi nộp bằng {found} (01: VND, 02: ngoại tệ).",
    en "The kind of order must be {expected} for {found} (01: VND, 02: foreign currency).";

    METHOD = "payment.method.unknown", Rules, Warn, CUSTOM;
    vi "Hình thức nộp {found} không phải {expected} (chuyển khoản).", en "The way of payment {found} is not {expected} (transfer).";

    ACCOUNT = "payment.account.unknown", Rules, Warn, FORM;
    vi "Tài khoản thu {found} không thuộc các tài khoản đã biết: {expected}.",
    en "The account {found} is none of those known: {expected}.";
    => vi "7111 là thu ngân sách; 8991, 8993, 3121, 3397 là thu hồi hoàn thuế GTGT.",
    en "7111 is the state budget; 8991, 8993, 3121 and 3397 take back refunded VAT.";

    REQUEST = "payment.request.unknown", Rules, Warn, FORM;
    vi "ID_TK_KNGHI phải là 01 đến 04, không phải \"{found}\".", en "ID_TK_KNGHI must be 01 to 04, not \"{found}\".";
    => vi "01: Kiểm toán nhà nước, 02: Thanh tra tài chính, 03: Thanh tra Chính phủ, 04: cơ quan khác.",
    en "01: State Audit, 02: Financial Inspectorate, 03: Government Inspectorate, 04: another authority.";

    COLLECTOR = "payment.collector.form", Rules, Fail, FORM;
    vi "Mã cơ quan thu phải gồm 7 chữ số, không phải \"{found}\".",
    en "The code of the collecting office must have 7 digits, not \"{found}\".";

    DATE = "payment.date.form", Rules, Fail, FORM;
    vi "{name} phải là ngày có thật dạng DD/MM/YYYY, không phải \"{found}\".",
    en "{name} must be a real date written DD/MM/YYYY, not \"{found}\".";

    DATE_FUTURE = "payment.date.future", Rules, Warn, DATES;
    vi "Ngày lập {found} sau ngày nhận {expected}.", en "The order was made on {found}, after the day of receipt {expected}.";

    SIGNED_BEFORE = "payment.date.signed-before", Rules, Warn, DATES;
    vi "Người nộp ký ngày {found}, trước ngày lập {expected}.",
    en "The payer signed on {found}, before the order was made on {expected}.";

    SIGNED_AFTER = "payment.date.signed-after", Rules, Inform, DATES;
    vi "Người nộp ký ngày {found}, sau ngày lập {expected}.",
    en "The payer signed on {found}, after the order was made on {expected}.";
    => vi "Ngày nộp thuế tính theo lúc ngân hàng trích tiền, không theo ngày lập.",
    en "Tax counts as paid when the bank takes the money, not when the order is made.";

    NUMBER = "payment.number", Rules, Inform, CUSTOM;
    vi "Số giấy nộp tiền {found} không mang mã số thuế và tháng lập như thường lệ ({expected}).",
    en "The order's number {found} does not carry tax code and month as numbers usually do ({expected}).";

    REFERENCE = "payment.reference.form", Rules, Inform, CUSTOM;
    vi "Mã tham chiếu thường gồm 17 chữ số; đang ghi {found}.", en "A reference usually has 17 digits; it says {found}.";

    AMOUNT = "payment.amount.form", Rules, Fail, FORM;
    vi "{name} phải là số, ví dụ {expected}, không phải \"{found}\".", en "{name} must be a number like {expected}, not \"{found}\".";
    => vi "Ghi chữ số liền nhau, không dấu phân cách hàng nghìn.", en "Write digits without separators of thousands.";

    WHOLE = "payment.amount.whole", Rules, Fail, FORM;
    vi "{name} bằng đồng phải là số nguyên, không phải {found}.", en "{name} in đồng must be a whole number, not {found}.";

    DECIMALS = "payment.amount.decimals", Rules, Warn, "ISO 4217";
    vi "{name} có quá 2 chữ số thập phân: {found}.", en "{name} has more than 2 decimals: {found}.";

    POSITIVE = "payment.amount.positive", Rules, Fail, FORM;
    vi "{name} phải lớn hơn 0, đang ghi {found_amount}.", en "{name} must be more than 0; it says {found_amount}.";

    TOTAL = "payment.total", Rules, Fail, FORM;
    vi "Tổng tiền phải bằng tổng các khoản nộp {expected_amount}, đang ghi {found_amount}.",
    en "The total must be the sum of the lines, {expected_amount}; it says {found_amount}.";

    LINE_ORDER = "payment.line.order", Rules, Fail, FORM;
    vi "Dòng này thuộc chứng từ {found}, không phải {expected}.", en "This line is of the order {found}, not {expected}.";

    LINE_ID = "payment.line.id", Rules, Fail, FORM;
    vi "Mã dòng {found} đã dùng cho một dòng khác.", en "The line's id {found} is that of another line too.";

    LINE_TWICE = "payment.line.twice", Rules, Warn, FORM;
    vi "Dòng này giống hệt một dòng khác: tiểu mục, chương, kỳ thuế và số tiền {found_amount}.",
    en "This line is the same as another: sub-item, chapter, period and amount {found_amount}.";
    => vi "Kiểm tra xem có nộp hai lần không.", en "See whether it is paid twice.";

    SUB_ITEM = "payment.sub-item.form", Rules, Fail, CODES;
    vi "Mã tiểu mục phải gồm 4 chữ số, không phải \"{found}\".", en "The sub-item must have 4 digits, not \"{found}\".";

    CHAPTER = "payment.chapter.form", Rules, Fail, CODES;
    vi "Mã chương phải gồm 3 chữ số, không phải \"{found}\".", en "The chapter must have 3 digits, not \"{found}\".";

    UNLISTED = "payment.code.unlisted", Rules, Fail, CODES;
    vi "{name} {found} không có trong danh mục.", en "{name} {found} is not in the list of codes.";
    => vi "Danh mục chưa đầy đủ thì đây chỉ là thông tin.", en "Where the list is not complete, this is for information only.";

    EXPIRED = "payment.code.expired", Rules, Fail, CODES;
    vi "{name} {found} không có hiệu lực vào ngày lập; hiệu lực: {expected}.",
    en "{name} {found} is not in force on the day of the order; it is in force {expected}.";

    PERIOD = "payment.period.form", Rules, Fail, FORM;
    vi "Kỳ thuế phải ghi theo dạng {expected}, không phải \"{found}\".", en "The period must be written {expected}, not \"{found}\".";

    PERIOD_UNKNOWN = "payment.period.unknown", Rules, Undecide, FORM;
    vi "Không rõ kỳ thuế {found}; đã biết: {expected}.", en "The period {found} is not known; known: {expected}.";

    PERIOD_PADDING = "payment.period.padding", Rules, Warn, FORM;
    vi "Kỳ thuế nên ghi {expected} thay cho {found}.", en "The period should be written {expected} instead of {found}.";

    PERIOD_FUTURE = "payment.period.future", Rules, Inform, FORM;
    vi "Kỳ thuế {found} bắt đầu sau ngày lập {expected}.", en "The period {found} begins after the order was made on {expected}.";
    => vi "Nộp trước hạn là được phép; kiểm tra lại kỳ nếu không cố ý.",
    en "Tax may be paid ahead; look at the period again if that was not meant.";
}
