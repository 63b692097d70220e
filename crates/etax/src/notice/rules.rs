//! What the rules on notices say.

use crate::invoice::declare_rules as rules;

const FORM: &str = "Thông tư 19/2021/TT-BTC, mẫu 01-1/TB-TĐT và 01-2/TB-TĐT";
const TAX_CODES: &str = "Thông tư 86/2024/TT-BTC, điều 5 và 7; từ 01/07/2026 Thông tư 90/2026/TT-BTC";

rules! {
    NAMESPACE = "notice.namespace", Structure, Fail, FORM;
    vi "TBaoThueDTu phải thuộc không gian tên {expected}, không phải \"{found}\".",
    en "TBaoThueDTu must be in the namespace {expected}, not \"{found}\".";

    CODE = "notice.code.unknown", Structure, Undecide, FORM;
    vi "Chưa có bảng kiểm tra cho thông báo mã {found}; đã biết: {expected}.",
    en "Notices of the code {found} are not known here; known: {expected}.";
    => vi "Chỉ phần chung và chữ ký được kiểm tra.", en "Only the common part and the signatures are checked.";

    CODE_RULES = "notice.code.unknown.rules", Rules, Undecide, FORM;
    vi "Chưa biết quy tắc của thông báo mã {found}; đã biết: {expected}.",
    en "The rules for notices of the code {found} are not known here; known: {expected}.";

    EMPTY = "notice.field.empty", Rules, Fail, FORM;
    vi "{name} không được để trống.", en "{name} must be filled in.";

    TAX_CODE = "notice.tax-code.form", Rules, Fail, TAX_CODES;
    vi "Mã người nhận phải là mã số thuế, không phải \"{found}\".", en "The recipient must be a tax code, not \"{found}\".";

    CHECK_DIGIT = "notice.tax-code.check-digit", Rules, Fail, TAX_CODES;
    vi "Số kiểm tra của mã số thuế không đúng: {found}.", en "The check digit of the tax code is wrong: {found}.";

    STATE = "notice.state", Rules, Fail, FORM;
    vi "trangThai phải là Y hoặc N, không phải \"{found}\".", en "The element trangThai must be Y or N, not \"{found}\".";

    NOT_ACCEPTED = "notice.accepted.missing", Rules, Fail, FORM;
    vi "Hồ sơ được chấp nhận nhưng thiếu ngayChapNhan.", en "The filing is accepted, but ngayChapNhan is empty.";

    ACCEPTED = "notice.accepted.unexpected", Rules, Fail, FORM;
    vi "Hồ sơ chưa được chấp nhận nhưng có ngayChapNhan {found}.",
    en "The filing is not accepted, but ngayChapNhan is {found}.";
    => vi "Chỉ thông báo 844 với trangThai Y mới có ngày chấp nhận.",
    en "Only notice 844 with trangThai Y has a day of acceptance.";

    NO_REASON = "notice.reason.missing", Rules, Fail, FORM;
    vi "Hồ sơ bị từ chối nhưng không có lý do.", en "The filing is refused, but no reason is given.";

    REASON = "notice.reason.unexpected", Rules, Warn, FORM;
    vi "Hồ sơ không bị từ chối nhưng có lý do: {found}.", en "The filing is not refused, but a reason is given: {found}.";

    TRANSACTION = "notice.transaction.form", Rules, Fail, FORM;
    vi "Mã giao dịch điện tử phải gồm 17 chữ số, không phải \"{found}\".",
    en "The code of the transaction must have 17 digits, not \"{found}\".";

    RESULT = "notice.transaction.reason", Rules, Warn, FORM;
    vi "Giao dịch không hợp lệ nhưng không có mã lỗi hay mô tả lỗi.",
    en "The transaction is not valid, but neither a code nor a text says why.";

    DATE = "notice.date.form", Rules, Fail, FORM;
    vi "{name} phải là ngày có thật dạng YYYY-MM-DD hoặc DD/MM/YYYY, hoặc thời điểm; đang ghi \"{found}\".",
    en "{name} must be a real date written YYYY-MM-DD or DD/MM/YYYY, or a time; it says \"{found}\".";

    DATE_ORDER = "notice.date.order", Rules, Fail, FORM;
    vi "{name} {found} trước lúc nộp {expected}.", en "{name} {found} lies before the filing at {expected}.";

    DATE_FUTURE = "notice.date.future", Rules, Warn, FORM;
    vi "Ngày thông báo {found} sau ngày nhận {expected}.", en "The notice is of {found}, after the day of receipt {expected}.";

    KIND = "notice.filing.kind", Rules, Warn, FORM;
    vi "Loại tờ khai {found} không thuộc các loại đã biết: {expected}.",
    en "The kind {found} of declaration is none of those known: {expected}.";

    COUNT = "notice.filing.number", Rules, Fail, FORM;
    vi "lanNop phải là số lần, không phải \"{found}\".", en "The element lanNop must be a number, not \"{found}\".";

    AMOUNT = "notice.payable.amount", Rules, Fail, FORM;
    vi "Số tiền phải nộp phải là số, ví dụ {expected}, không phải \"{found}\".",
    en "The sum to pay must be a number like {expected}, not \"{found}\".";

    PAYABLE = "notice.payable.twice", Rules, Warn, FORM;
    vi "Mã định danh khoản phải nộp {found} xuất hiện hai lần.", en "The id {found} of a sum to pay stands twice.";
}
