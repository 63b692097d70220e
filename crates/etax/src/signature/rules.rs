//! The rules about signatures and signers.

use crate::rule::{Check, Rule, Text, Weight};

const XMLDSIG: &str = "W3C XML Signature 1.1; Quyết định 1450/QĐ-TCT (2021), phần I";
const RFC5280: &str = "RFC 5280, section 6";
const RFC3161: &str = "RFC 3161; ETSI EN 319 132-1, mục 5.3";
const RFC6960: &str = "RFC 5280, section 6.3; RFC 6960";
const LAW: &str = "Luật Giao dịch điện tử 20/2023/QH15, điều 22 và 23; Nghị định 254/2026/NĐ-CP, trước đó Nghị định 123/2020/NĐ-CP, điều 10";

const fn rule(
    id: &'static str,
    check: Check,
    weight: Weight,
    basis: &'static str,
    message: (&'static str, &'static str),
    hint: (&'static str, &'static str),
) -> Rule {
    Rule {
        id,
        check,
        weight,
        basis,
        message: Text { vi: message.0, en: message.1 },
        hint: Text { vi: hint.0, en: hint.1 },
    }
}

const NO_HINT: (&str, &str) = ("", "");
const SIGN_AGAIN: (&str, &str) = (
    "Lấy lại bản gốc chưa chỉnh sửa, hoặc lập và ký lại.",
    "Get the original, unaltered file, or issue and sign it again.",
);
const ASK_ORIGINAL: (&str, &str) = (
    "Đề nghị bên phát hành gửi tệp XML gốc; không mở rồi lưu lại bằng phần mềm khác.",
    "Ask the issuer for the original XML file, and do not save it anew with another program.",
);
const GIVE_TRUST: (&str, &str) = (
    "Nạp chứng thư số của tổ chức chứng thực còn thiếu vào kho tin cậy.",
    "Load the missing certificate of the certification authority into the trust store.",
);

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $rule:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: Rule = $rule;)*
        /// Every rule about signatures and signers.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

use Check::{Signatures, Signers};
use Weight::{Fail, Inform, Undecide, Warn};

rules! {
    /// A required signature is not there.
    MISSING = rule("signature.missing", Signatures, Fail, XMLDSIG,
        ("Thiếu chữ ký số: {expected}.", "A required signature is missing: {expected}."),
        ("Ký số tài liệu rồi gửi lại.", "Sign the document and send it again."));
    /// A signature that such documents carry by custom, or by a text known at second hand, is not there.
    MISSING_USUAL = rule("signature.missing.usual", Signatures, Undecide, XMLDSIG,
        ("Không có chữ ký số mà loại hồ sơ này thường có: {expected}.",
         "A signature that such documents usually carry is not there: {expected}."), NO_HINT);
    /// One of the parties to a document has not signed it.
    MISSING_PARTY = rule("signature.missing.party", Signatures, Inform, LAW,
        ("Một bên chưa ký số: {expected}.", "One of the parties has not signed: {expected}."), NO_HINT);
    /// A signature where none belongs.
    PLACE = rule("signature.place", Signatures, Fail, XMLDSIG,
        ("Chữ ký số thừa hoặc nằm sai vị trí; vị trí đúng: {expected}.",
         "A signature stands where none belongs, or is one too many; they belong in: {expected}."), NO_HINT);
    /// A signature in a document of a kind without known places.
    PLACE_UNKNOWN = rule("signature.place.unknown", Signatures, Undecide, XMLDSIG,
        ("Chưa biết cách kiểm tra chữ ký của loại tài liệu này.",
         "It is not known which signatures this kind of document must carry."), NO_HINT);
    /// The Signature element is not of the schema's form.
    SCHEMA = rule("signature.schema", Signatures, Fail, XMLDSIG,
        ("Cấu trúc chữ ký số không hợp lệ; cần: {expected}.", "The signature is malformed; expected: {expected}."), SIGN_AGAIN);
    /// A namespace of what is signed is a relative URI, for which canonical XML has no form.
    CANONICAL = rule("signature.namespace", Signatures, Fail, "Canonical XML 1.0, section 1.3",
        ("Phần được ký khai báo namespace không phải là URI tuyệt đối: {found}; XML như vậy không có dạng chuẩn (C14N) nên không ai kiểm tra được chữ ký.",
         "What is signed declares a namespace that is not an absolute URI, {found}: such XML has no canonical form, so that nobody can verify a signature over it."),
        ("Bỏ khai báo namespace đó rồi lập và ký lại.", "Leave that declaration out, then issue and sign again."));
    /// An invoice of a cash register outside a batch that its seller signed, without a signature of its own.
    UNSIGNED = rule("signature.cash-register.unsigned", Signatures, Undecide, LAW,
        ("Hóa đơn từ máy tính tiền không có chữ ký số nào và không nằm trong thông điệp được người bán ký.",
         "Nothing signs this cash register's invoice, and it is in no batch signed by its seller."),
        ("Kiểm tra thông điệp chứa hóa đơn.", "Check the message that carries the invoice."));
    /// More signatures than are looked at.
    LIMIT = rule("signature.limit", Signatures, Fail, XMLDSIG,
        ("Tài liệu có quá nhiều chữ ký số hoặc tham chiếu.", "The document has too many signatures or references."), NO_HINT);
    /// An algorithm outside the profile.
    ALGORITHM = rule("signature.algorithm", Signatures, Undecide, XMLDSIG,
        ("Thuật toán ký không được hỗ trợ: {found}.", "The algorithm is not supported: {found}."), NO_HINT);
    /// A transform outside the profile.
    TRANSFORM = rule("signature.reference.transform", Signatures, Undecide, XMLDSIG,
        ("Phép biến đổi không được hỗ trợ: {found}.", "The transform is not supported: {found}."), NO_HINT);
    /// A reference that is not to an Id of this document.
    REFERENCE_FORM = rule("signature.reference.form", Signatures, Undecide, XMLDSIG,
        ("Dạng tham chiếu không được hỗ trợ: {found}. Nội dung ngoài tài liệu không bao giờ được tải về.", "The form of the reference is not supported: {found}. Nothing outside the document is ever fetched."), NO_HINT);
    /// A reference to an Id that does not exist.
    REFERENCE_DANGLING = rule("signature.reference.dangling", Signatures, Fail, XMLDSIG,
        ("Không tìm thấy node qua PATH: {found}.", "The signed element does not exist: {found}."), SIGN_AGAIN);
    /// A reference to an element that is not the document's data.
    REFERENCE_TARGET = rule("signature.reference.target", Signatures, Fail, XMLDSIG,
        ("Chữ ký số tham chiếu đến phần tử ngoài dữ liệu của tài liệu: {found}.",
         "The signature refers to an element that is not this document's data: {found}."), SIGN_AGAIN);
    /// A reference that two elements answer to.
    REFERENCE_AMBIGUOUS = rule("signature.reference.ambiguous", Signatures, Fail, XMLDSIG,
        ("Có nhiều phần tử trùng mã hoặc trùng vị trí với phần tử được ký: {found}.",
         "More than one element could be the signed one: {found}."), SIGN_AGAIN);
    /// Another element of the document has the same Id.
    DUPLICATE_ID = rule("signature.reference.duplicate-id", Signatures, Inform, XMLDSIG,
        ("Mã {found} bị trùng ở phần tử khác, ngoài phần được ký.",
         "The Id {found} occurs again outside the signed data."), NO_HINT);
    /// What must be signed is not.
    COVERAGE = rule("signature.coverage", Signatures, Fail, XMLDSIG,
        ("Chữ ký số không bao phủ {expected}.", "The signature does not cover {expected}."), SIGN_AGAIN);
    /// A comment or processing instruction inside a field of the signed data.
    FIELD_MARKUP = rule("signature.field.markup", Signatures, Fail, XMLDSIG,
        ("Dữ liệu được ký có chú thích hoặc chỉ thị xử lý bên trong {name}: mỗi phần mềm có thể đọc khác nhau.",
         "The signed data has a comment or processing instruction inside {name}: programs may read it differently."), SIGN_AGAIN);
    /// The signature value does not hold.
    VALUE = rule("signature.value", Signatures, Fail, XMLDSIG,
        ("Chữ ký điện tử trên hồ sơ không hợp lệ.", "The signature value does not hold under the certificate's key."), SIGN_AGAIN);
    /// A digest does not hold.
    DIGEST = rule("signature.digest", Signatures, Fail, XMLDSIG,
        ("Hồ sơ đã bị sửa sau khi ký điện tử. Phần bị sửa: {name}.", "{name} was changed after it was signed."), SIGN_AGAIN);
    /// Only white space differs from what was signed.
    CHANGED_WHITESPACE = rule("signature.changed.whitespace", Signatures, Inform, XMLDSIG,
        ("Hồ sơ đã bị sửa sau khi ký, nhưng chỉ thêm khoảng trắng giữa các phần tử (bản được định dạng lại cho dễ đọc): {found}. Nội dung đúng là nội dung đã ký; bản này vẫn không có giá trị như bản gốc.",
         "Changed after signing, but only white space was added (a pretty-printed copy): {found}. The content is what was signed; the copy is still not the signed original."), ASK_ORIGINAL);
    /// Only line ends differ from what was signed.
    CHANGED_LINE_ENDS = rule("signature.changed.line-ends", Signatures, Inform, XMLDSIG,
        ("Chữ ký số được tính trên ký tự xuống dòng kiểu CR LF mà bản này không còn: {found}. Nội dung đúng là nội dung đã ký; bản này vẫn không có giá trị như bản gốc.",
         "The signature was made over line ends CR LF, which this copy does not have: {found}. The content is what was signed; the copy is still not the signed original."), ASK_ORIGINAL);
    /// SHA-1 in the signature.
    SHA1 = rule("signature.sha1", Signatures, Fail, LAW,
        ("Chữ ký số dùng SHA-1.", "The signature uses SHA-1."),
        ("Ký bằng SHA-256.", "Sign with SHA-256."));
    /// KeyValue is not the certificate's key.
    KEY_VALUE = rule("signature.key-value", Signatures, Warn, XMLDSIG,
        ("KeyValue không khớp với chứng thư số; đã dùng khóa của chứng thư số.", "KeyValue is not the certificate's key; the certificate's key was used."), NO_HINT);
    /// The signing time is unreadable or contradictory.
    TIME_FORMAT = rule("signature.time.format", Signatures, Warn, XMLDSIG,
        ("Thời điểm ký không đọc được hoặc mâu thuẫn: {found}.", "The signing time is unreadable or contradictory: {found}."), NO_HINT);
    /// No signing time.
    TIME_MISSING = rule("signature.time.missing", Signatures, Inform, XMLDSIG,
        ("Chữ ký số không ghi thời điểm ký.", "The signature states no signing time."), NO_HINT);
    /// The signing time is not itself signed.
    TIME_NOT_COVERED = rule("signature.time.not-covered", Signatures, Inform, XMLDSIG,
        ("Thời điểm ký không được chữ ký bao phủ.", "The signing time is not covered by the signature."), NO_HINT);
    /// The signing time is after the time of receipt.
    TIME_AFTER_RECEIPT = rule("signature.time.after-receipt", Signatures, Fail, XMLDSIG,
        ("Thời điểm ký {found} sau thời điểm nhận {expected}.", "The signing time {found} is after the time of receipt {expected}."), NO_HINT);
    /// The signing time is after the authority's, or after a time-stamp over the signature.
    TIME_ORDER = rule("signature.time.order", Signatures, Warn, XMLDSIG,
        ("Thời điểm ký {found} sau thời điểm {expected} do cơ quan thuế hoặc dấu thời gian xác nhận.",
         "The signing time {found} is after {expected}, by which the authority or a time-stamp saw the signature."), NO_HINT);
    /// A time-stamp that is wrong.
    TIMESTAMP_INVALID = rule("signature.timestamp.invalid", Signatures, Warn, RFC3161,
        ("Dấu thời gian trên chữ ký số không hợp lệ và không được tính đến: {found}.",
         "A time-stamp on the signature does not hold and was left out of account: {found}."), NO_HINT);
    /// A time-stamp that cannot be judged.
    TIMESTAMP_UNDECIDED = rule("signature.timestamp.undecided", Signatures, Inform, RFC3161,
        ("Không thể kiểm tra dấu thời gian trên chữ ký số nên không được tính đến: {found}.",
         "A time-stamp on the signature could not be judged and was left out of account: {found}."),
        ("Nạp chứng thư số gốc của tổ chức cấp dấu thời gian vào kho tin cậy.",
         "Load the root certificate of the time-stamping authority into the trust store."));
    /// No certificate comes with the signature.
    CERTIFICATE_MISSING = rule("signer.certificate.missing", Signers, Undecide, XMLDSIG,
        ("Chữ ký số không kèm chứng thư số.", "No certificate comes with the signature."), NO_HINT);
    /// The certificate cannot be read.
    CERTIFICATE_UNREADABLE = rule("signer.certificate.unreadable", Signers, Fail, RFC5280,
        ("Chứng thư số không đọc được: {found}.", "The certificate is unreadable: {found}."), NO_HINT);
    /// The certified key must not be used.
    CERTIFICATE_KEY = rule("signer.certificate.key", Signers, Fail, RFC5280,
        ("Khóa của chứng thư số không đạt yêu cầu: {found}.", "The certificate's key is not acceptable: {found}."), NO_HINT);
    /// The certified key is short.
    CERTIFICATE_WEAK = rule("signer.certificate.weak-key", Signers, Fail, RFC5280,
        ("Khóa của chứng thư số ngắn: {found}, cần ít nhất {expected}.", "The certificate's key is short: {found}, at least {expected} is wanted."), NO_HINT);
    /// The certificate is not for signing documents.
    CERTIFICATE_USAGE = rule("signer.certificate.usage", Signers, Fail, RFC5280,
        ("Chứng thư số không được phép dùng để ký tài liệu (keyUsage).", "The certificate's keyUsage does not allow signing documents."), NO_HINT);
    /// A critical extension that is not processed.
    CERTIFICATE_CRITICAL = rule("signer.certificate.critical", Signers, Undecide, RFC5280,
        ("Chứng thư số có phần mở rộng bắt buộc chưa được hỗ trợ: {found}.", "The certificate has a critical extension that is not processed: {found}."), NO_HINT);
    /// Expired at the moment judged at.
    EXPIRED = rule("signer.expired", Signers, Fail, RFC5280,
        ("Chứng thư số đã hết hiệu lực. Có hiệu lực đến {expected}, xét tại {found}.", "The certificate had expired: valid until {expected}, judged at {found}."), NO_HINT);
    /// Not yet valid at the moment judged at.
    NOT_YET = rule("signer.not-yet-valid", Signers, Fail, RFC5280,
        ("Chứng thư số chưa có hiệu lực. Có hiệu lực từ {expected}, xét tại {found}.", "The certificate was not yet valid: valid from {expected}, judged at {found}."), NO_HINT);
    /// Expired or revoked between the signer's own signing time and the moment somebody else saw the signature.
    TIME_UNPROVEN = rule("signer.time.unproven", Signers, Undecide, "RFC 5280, section 6; ETSI EN 319 102-1, mục 5.6",
        ("Chứng thư số mất hiệu lực từ {expected}; việc ký trước đó, lúc {found}, chỉ do chính người ký khai.",
         "The certificate is good no more since {expected}; that it signed before, at {found}, is only the signer's word."),
        ("Cần dấu thời gian hoặc bằng chứng đã nhận hồ sơ trước thời điểm đó.",
         "A time-stamp, or proof that it was received before then, would settle it."));
    /// Expired by now, and no signing time says when it was used.
    VALIDITY_UNKNOWN = rule("signer.validity-unknown", Signers, Undecide, RFC5280,
        ("Chứng thư số đã hết hiệu lực từ {expected} và hồ sơ không ghi thời điểm ký.",
         "The certificate has expired since {expected}, and no signing time says when it was used."), NO_HINT);
    /// The issuer is not known.
    UNKNOWN_ISSUER = rule("signer.chain.unknown-issuer", Signers, Undecide, RFC5280,
        ("Không tìm thấy chứng thư số của nhà cung cấp dịch vụ chứng thư số ({found}).",
         "No trusted certificate of the issuer is at hand: {found}."), GIVE_TRUST);
    /// The chain does not hold.
    CHAIN = rule("signer.chain.invalid", Signers, Fail, RFC5280,
        ("Chứng thư số không hợp pháp ({found}).", "The certificate chain does not hold: {found}."), NO_HINT);
    /// The chain cannot be judged.
    CHAIN_UNSUPPORTED = rule("signer.chain.unsupported", Signers, Undecide, RFC5280,
        ("Chuỗi chứng thư số dùng thành phần chưa được hỗ trợ.", "The certificate chain uses something that is not supported."), NO_HINT);
    /// The search for a chain ended at a limit.
    CHAIN_LIMITS = rule("signer.chain.limits", Signers, Undecide, RFC5280,
        ("Chuỗi chứng thư số quá dài hoặc quá phức tạp nên không xét được.",
         "The certificate chain is too long or too complex to be judged."), NO_HINT);
    /// A name outside what an issuer may give.
    CHAIN_NAMES = rule("signer.chain.name-constraints", Signers, Fail, "RFC 5280, section 4.2.1.10",
        ("Chứng thư số không hợp pháp (tên nằm ngoài phạm vi mà tổ chức cấp được phép cấp).",
         "The certificate bears a name that an issuer above it may not give."), NO_HINT);
    /// No certificate policy under which the chain holds.
    CHAIN_POLICY = rule("signer.chain.policy", Signers, Fail, "RFC 5280, section 6.1.5",
        ("Chứng thư số không hợp pháp (không theo chính sách chứng thư nào được chấp nhận).",
         "The certificate chain holds under no acceptable certificate policy."), NO_HINT);
    /// An issuer's certificate was not valid.
    CHAIN_EXPIRED = rule("signer.chain.expired", Signers, Fail, RFC5280,
        ("Chứng thư số không hợp pháp (chứng thư số của tổ chức cấp không có hiệu lực tại thời điểm {found}).", "A certificate of the chain was not valid at {found}."), NO_HINT);
    /// SHA-1 in the chain.
    CHAIN_SHA1 = rule("signer.chain.sha1", Signers, Fail, LAW,
        ("Chuỗi chứng thư số dùng SHA-1.", "The certificate chain uses SHA-1."), NO_HINT);
    /// Revoked before the moment judged at.
    REVOKED = rule("signer.revoked", Signers, Fail, RFC6960,
        ("Chứng thư số đã bị thu hồi. Từ: {found}.", "The certificate had been revoked, since: {found}."), NO_HINT);
    /// Revoked after the moment judged at.
    REVOKED_LATER = rule("signer.revoked-later", Signers, Inform, RFC6960,
        ("Chứng thư số bị thu hồi sau khi ký, từ: {found}.", "The certificate was revoked after signing, since: {found}."), NO_HINT);
    /// Not known whether revoked.
    REVOCATION_UNKNOWN = rule("signer.revocation-unknown", Signers, Undecide, RFC6960,
        ("Không thể kiểm tra tình trạng thu hồi của chứng thư số. Lý do: {found}.",
         "It is not known whether the certificate had been revoked: {found}."),
        ("Nạp danh sách thu hồi (CRL) hoặc phản hồi OCSP của tổ chức cấp.",
         "Load the issuer's revocation list (CRL) or OCSP response."));
    /// Another taxpayer's certificate.
    TAX_CODE_MISMATCH = rule("signer.tax-code.mismatch", Signers, Fail, LAW,
        ("Mã số thuế trên chứng thư số ({found}) khác mã số thuế trên tài liệu ({expected}).",
         "The certificate is of tax code {found}, the document of {expected}."), NO_HINT);
    /// The certificate of the same taxpayer's head office or branch.
    TAX_CODE_BRANCH = rule("signer.tax-code.branch", Signers, Inform, LAW,
        ("Chứng thư số thuộc đơn vị khác của cùng người nộp thuế: {found} và {expected}.",
         "The certificate is of another unit of the same taxpayer: {found} and {expected}."), NO_HINT);
    /// One of several signers is somebody else.
    TAX_CODE_OTHER = rule("signer.tax-code.other", Signers, Inform, LAW,
        ("Người ký khác người nộp thuế: {found}.", "This signer is not the taxpayer: {found}."), NO_HINT);
    /// The certificate of a party that the document itself says acts for its owner.
    TAX_CODE_DELEGATE = rule("signer.tax-code.delegate", Signers, Undecide, LAW,
        ("Người ký {found} được tài liệu nêu là bên được ủy nhiệm hoặc đại lý thuế của {expected}; không có căn cứ kiểm tra.",
         "The signer {found} acts for {expected} by the document's own word; nothing at hand proves it."),
        ("Kiểm tra hợp đồng ủy nhiệm đã đăng ký với cơ quan thuế.", "Look up the mandate registered with the tax authority."));
    /// The document names nobody whose certificate it should be.
    TAX_CODE_UNKNOWN = rule("signer.tax-code.unknown", Signers, Undecide, LAW,
        ("Tài liệu không ghi mã số thuế để đối chiếu với người ký {found}.",
         "The document names no tax code to hold the signer {found} against."), NO_HINT);
    /// The certificate names no tax code.
    TAX_CODE_NONE = rule("signer.tax-code.none", Signers, Undecide, LAW,
        ("Chứng thư số không ghi mã số thuế.", "The certificate names no tax code."), NO_HINT);
    /// Not the tax authority's certificate.
    AUTHORITY = rule("signer.authority.not-recognised", Signers, Fail, LAW,
        ("Chứng thư số không phải của cơ quan thuế: {found}.", "The certificate is not recognised as the tax authority's: {found}."), NO_HINT);
}
