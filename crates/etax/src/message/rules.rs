//! The rules on messages.

use super::content;
use super::id::{MessageId, is_party};
use super::kind::{DocumentKind, MessageType};
use super::view::{Header, Message};
use crate::invoice::table::block::Observer;
use crate::invoice::{Kind, Row, Version, add_field, declare_rules as rules, join_rules as join, report_at};
use crate::report::{Checks, DocumentInfo, Findings};
use crate::rule::{Check, Force, Rule};
use crate::value::TaxCode;
use crate::xml::Element;

pub(super) const BASIS: &str =
    "Quyết định 1450/QĐ-TCT (2021), phần II, sửa đổi bởi Quyết định 1510/QĐ-TCT (2022) và 1306/QĐ-CT (2025)";

rules! {
    MISSING = "message.field.missing", Structure, Fail, BASIS;
    vi "Thiếu chỉ tiêu bắt buộc {expected}.", en "The mandatory element {expected} is missing or empty.";

    REPEATED = "message.field.repeated", Structure, Fail, BASIS;
    vi "Chỉ tiêu {name} chỉ được xuất hiện một lần.", en "The element {name} may stand only once.";

    UNKNOWN = "message.field.unknown", Structure, Inform, BASIS;
    vi "Chuẩn dữ liệu không có chỉ tiêu {name} ở đây.", en "The standard knows no element {name} here.";

    LENGTH = "message.field.length", Structure, Fail, BASIS;
    vi "{name} dài hơn {expected} ký tự.", en "{name} is longer than {expected} characters.";

    MARKUP = "message.field.markup", Structure, Fail, BASIS;
    vi "{name} chỉ được chứa văn bản.", en "{name} must hold nothing but text.";

    VERSION = "message.version", Structure, Warn, BASIS;
    vi "Phiên bản thông điệp không có trong các bản đã công bố: {found}.", en "The message's version was never published: {found}.";

    TYPE = "message.type", Rules, Fail, BASIS;
    vi "Mã loại thông điệp không phải là số: {found}.", en "The type of the message is not a number: {found}.";

    TYPE_UNKNOWN = "message.type.unknown", Rules, Undecide, BASIS;
    vi "Không rõ loại thông điệp {found}.", en "The message type {found} is not known.";

    ID = "message.id", Rules, Fail, BASIS;
    vi "Mã thông điệp phải gồm mã nơi gửi và 32 chữ số thập lục phân viết hoa: {found}.",
    en "The id of a message must be the sender's code and 32 upper-case hexadecimal digits: {found}.";

    ID_SENDER = "message.id.sender", Rules, Warn, BASIS;
    vi "Mã thông điệp không bắt đầu bằng mã nơi gửi {expected}.", en "The id of the message does not begin with the sender's code {expected}.";

    PARTY = "message.party", Rules, Warn, BASIS;
    vi "Mã nơi gửi, nơi nhận không đúng định dạng: {found}.", en "The code of the sender or receiver is malformed: {found}.";

    TAX_CODE = "message.tax-code", Rules, Fail, BASIS;
    vi "Mã số thuế không đúng định dạng: {found}.", en "The tax code is malformed: {found}.";

    TAX_CODE_DIGIT = "message.tax-code.check-digit", Rules, Fail, BASIS;
    vi "Số kiểm tra của mã số thuế không đúng: {found}.", en "The check digit of the tax code is wrong: {found}.";

    TAX_CODE_SELLER = "message.tax-code.seller", Rules, Warn, BASIS;
    vi "Người bán {found} không phải người nộp thuế của thông điệp ({expected}).",
    en "The seller {found} is not the message's taxpayer ({expected}).";

    ANSWERED = "message.answered", Rules, Warn, BASIS;
    vi "Mã thông điệp tham chiếu không đúng định dạng: {found}.", en "The id of the message answered is malformed: {found}.";

    ANSWERS_ITSELF = "message.answers-itself", Rules, Fail, BASIS;
    vi "Thông điệp tham chiếu đến chính nó.", en "The message answers itself.";

    ID_RANDOM = "message.id.uuid", Rules, Inform, BASIS;
    vi "32 chữ số của mã thông điệp không phải UUID phiên bản 4: {found}.", en "The 32 digits of the message's id are no UUID of version 4: {found}.";

    PARTY_DASH = "message.party.dash", Rules, Inform, BASIS;
    vi "Mã nơi gửi, nơi nhận phải bỏ dấu gạch nối của mã số thuế: {found}.", en "A sender or receiver is written without the dash of the tax code: {found}.";

    DIRECTION = "message.direction", Rules, Inform, BASIS;
    vi "Thông điệp loại {expected} thường không do {found} gửi.", en "Messages of type {expected} are not usually sent by {found}.";

    COUNT = "message.count", Rules, Fail, BASIS;
    vi "Số lượng ghi {found}, thực tế có {expected} hóa đơn.", en "The message counts {found} but holds {expected} invoices.";

    CONTENT = "message.content", Rules, Warn, BASIS;
    vi "Thông điệp loại {expected} không chứa {name}.", en "Messages of type {expected} do not hold {name}.";

    EMPTY = "message.empty", Rules, Fail, BASIS;
    vi "Thông điệp không có dữ liệu.", en "The message holds no document.";

    SIZE = "message.size", Rules, Warn, BASIS;
    vi "Thông điệp lớn hơn 2 MB.", en "The message is larger than 2 MB.";
}

/// Every rule on messages.
///
/// ```
/// assert!(etax::message::RULES.iter().any(|rule| rule.id == "message.count"));
/// ```
pub static RULES: &[&Rule] = &join!(TABLE[0]; TABLE, content::TABLE);

/// On which days they hold.
pub(crate) static FORCES: &[(&Rule, Force)] = &join!(FORCE[0]; FORCE, content::FORCE);

/// The largest message that the standard allows, in bytes.
const LARGEST: usize = 2 * 1024 * 1024;

/// Reports what the tables do not expect.
struct Unexpected<'f>(&'f mut Findings);

impl<'d> Observer<'d> for Unexpected<'_> {
    fn unknown(&mut self, element: Element<'d>) {
        report_at(self.0, &UNKNOWN, element, |finding| finding);
    }

    fn repeated(&mut self, _: &'static Row, again: Element<'d>) {
        report_at(self.0, &REPEATED, again, |finding| finding);
    }
}

/// Checks the envelope of a message and says what it is. The documents inside are not looked at,
/// except to count the invoices and to compare their sellers with the taxpayer.
///
/// ```
/// use etax::message::check;
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<TDiep/>", &Limits::default()) else { unreachable!() };
/// let (mut findings, mut checks) = (Findings::new(100), Checks::default());
/// assert_eq!(check(document.root(), &mut findings, &mut checks).kind, "message");
/// assert_eq!(findings.as_slice()[0].rule.id, "message.field.missing");
/// ```
pub fn check(tdiep: Element<'_>, findings: &mut Findings, checks: &mut Checks) -> DocumentInfo {
    let message = Message::observed(tdiep, &mut Unexpected(findings));
    checks.mark(Check::Structure);
    checks.mark(Check::Rules);
    for (row, _) in message.envelope().rows().filter(|(row, element)| row.must.is_some() && element.is_none())
    {
        report_at(findings, &MISSING, tdiep, |finding| finding.expected(row.tag));
    }
    if tdiep.document().source().len() > LARGEST {
        report_at(findings, &SIZE, tdiep, |finding| finding);
    }
    if let Some(header) = message.header() {
        fields(findings, header);
        self::header(findings, &message, header);
    }
    content(findings, &message);
    content::check(findings, &message);
    info(&message)
}

/// An element with text in it.
fn filled(element: Option<Element<'_>>) -> Option<Element<'_>> {
    element.filter(|element| !element.is_leaf() || !element.trimmed().is_empty())
}

/// Presence, markup and length of the header's fields.
fn fields(findings: &mut Findings, header: &Header<'_>) {
    for (row, element) in header.rows() {
        let Some(element) = filled(element) else {
            if row.must.is_some() {
                report_at(findings, &MISSING, header.element(), |finding| finding.expected(row.tag));
            }
            continue;
        };
        if !element.is_leaf() || !element.is_plain() {
            report_at(findings, &MARKUP, element, |finding| finding);
        }
        if let Kind::Text(most) = row.kind
            && element.trimmed().chars().count() > usize::from(most)
        {
            report_at(findings, &LENGTH, element, |finding| {
                finding.expected(most.to_string()).found(element.trimmed())
            });
        }
    }
}

fn found(findings: &mut Findings, rule: &'static Rule, element: Element<'_>) {
    report_at(findings, rule, element, |finding| finding.found(element.trimmed()));
}

fn header(findings: &mut Findings, message: &Message<'_>, header: &Header<'_>) {
    if let Some(version) = filled(header.version())
        && Version::parse(&version.trimmed()).is_none()
    {
        found(findings, &VERSION, version);
    }
    let kind = message.kind();
    if let Some(element) = filled(header.kind())
        && kind.is_none()
    {
        found(findings, if message.code().is_some() { &TYPE_UNKNOWN } else { &TYPE }, element);
    }
    for party in [filled(header.sender()), filled(header.receiver())].into_iter().flatten() {
        if !is_party(&party.trimmed()) {
            found(findings, &PARTY, party);
        } else if party.trimmed().contains('-') {
            found(findings, &PARTY_DASH, party);
        }
    }
    id(findings, header);
    answered(findings, header);
    direction(findings, message, header);
    let technical = kind.is_some_and(|kind| kind.is_technical());
    if !technical {
        for (element, tag) in [(header.tax_code(), "MST"), (header.count(), "SLuong")] {
            if filled(element).is_none() {
                report_at(findings, &MISSING, header.element(), |finding| finding.expected(tag));
            }
        }
    }
    // A technical response may be about bytes in which no id could be read.
    if kind.is_some_and(|kind| kind.is_answer() && !kind.is_technical())
        && filled(header.answered()).is_none()
    {
        report_at(findings, &MISSING, header.element(), |finding| finding.expected("MTDTChieu"));
    }
    if let Some(element) = filled(header.tax_code()) {
        match TaxCode::parse(&element.trimmed()) {
            None => found(findings, &TAX_CODE, element),
            Some(code) if !code.check_digit_holds() => found(findings, &TAX_CODE_DIGIT, element),
            Some(_) => {}
        }
    }
}

/// MTDTChieu, mã thông điệp tham chiếu.
fn answered(findings: &mut Findings, header: &Header<'_>) {
    let Some(element) = filled(header.answered()) else { return };
    let text = element.trimmed();
    if MessageId::parse(&text).is_none() {
        found(findings, &ANSWERED, element);
    }
    if filled(header.id()).is_some_and(|id| id.trimmed() == text) {
        found(findings, &ANSWERS_ITSELF, element);
    }
}

/// Decisions of the authority come from it, what asks for them does not.
fn direction(findings: &mut Findings, message: &Message<'_>, header: &Header<'_>) {
    let (Some(code), Some(sender)) = (message.code(), filled(header.sender())) else { return };
    let by_authority = match code {
        102..=105 | 202 | 204 | 301 | 302 => true,
        100 | 101 | 106 | 200 | 201 | 203 | 206 | 208 | 210 | 300 | 303 | 400 => false,
        _ => return,
    };
    // Providers pass on what the authority sent under their own name.
    if !by_authority && sender.trimmed() == "TCT" {
        report_at(findings, &DIRECTION, sender, |finding| finding.expected(code.to_string()).found("TCT"));
    }
}

fn id(findings: &mut Findings, header: &Header<'_>) {
    let Some(element) = filled(header.id()) else { return };
    let text = element.trimmed();
    let Some(read) = MessageId::parse(&text) else {
        found(findings, &ID, element);
        return;
    };
    if !read.is_random() {
        found(findings, &ID_RANDOM, element);
    }
    if let Some(stated) = filled(header.sender())
        && stated.trimmed() != read.sender()
    {
        report_at(findings, &ID_SENDER, element, |finding| finding.expected(stated.trimmed()).found(text));
    }
}

/// Counts the documents and holds their kinds and sellers against the header.
fn content(findings: &mut Findings, message: &Message<'_>) {
    let Some(data) = message.envelope().data() else { return };
    let kind = message.kind();
    let taxpayer =
        message.header().and_then(Header::tax_code).and_then(|element| TaxCode::parse(&element.trimmed()));
    let (mut documents, mut invoices) = (0_u64, 0_u64);
    for (document, element) in message.documents() {
        documents += 1;
        if kind.is_some_and(|kind: MessageType| !kind.may_hold(document)) {
            let code = message.code().unwrap_or_default().to_string();
            report_at(findings, &CONTENT, element, |finding| finding.expected(code));
        }
        if document != DocumentKind::Invoice {
            continue;
        }
        invoices += 1;
        if let (Some(taxpayer), Some(seller)) = (taxpayer, element.find("DLHDon/NDHDon/NBan/MST"))
            && TaxCode::parse_lenient(&seller.trimmed()).is_some_and(|code| code.root() != taxpayer.root())
        {
            report_at(findings, &TAX_CODE_SELLER, seller, |finding| {
                finding.expected(taxpayer.as_str()).found(seller.trimmed())
            });
        }
    }
    let technical = kind.is_some_and(|kind| kind.is_technical());
    if documents == 0 && !technical {
        report_at(findings, &EMPTY, data, |finding| finding);
    }
    let Some(count) = message.header().and_then(Header::count).and_then(|element| filled(Some(element)))
    else {
        return;
    };
    let stated = count.trimmed();
    let number = stated.parse::<u64>().ok().filter(|_| stated.len() <= 7 && !stated.starts_with('+'));
    let wrong = match number {
        None => true,
        Some(number) => kind.is_some_and(|kind| kind.carries_invoices()) && number != invoices,
    };
    if wrong {
        report_at(findings, &COUNT, count, |finding| finding.expected(invoices.to_string()).found(stated));
    }
}

/// What the message is and says about itself.
fn info(message: &Message<'_>) -> DocumentInfo {
    let mut info = DocumentInfo::of("message");
    let Some(header) = message.header() else { return info };
    info.form = message.code().map(|code| code.to_string());
    info.version = filled(header.version()).map(|element| element.trimmed().chars().take(16).collect());
    add_field(&mut info.id, "messageId", header.id());
    add_field(&mut info.id, "answers", header.answered());
    add_field(&mut info.id, "count", header.count());
    add_field(&mut info.parties, "sender", header.sender());
    add_field(&mut info.parties, "receiver", header.receiver());
    add_field(&mut info.parties, "taxpayerTaxCode", header.tax_code());
    info
}
