//! Structure: presence, repetition, types, lengths, and markup inside fields.

use super::{basis, rules};
use crate::invoice::case::{Case, filled, report, trimmed};
use crate::invoice::table::block::Observer;
use crate::invoice::table::fault::Fault;
use crate::invoice::table::{Kind, Row, Version};
use crate::report::Findings;
use crate::value::{Amount, FormSymbol, Moment, parse_date};
use crate::xml::Element;

rules! {
    VERSION = "invoice.version", Structure, Undecide, basis::FORMAT;
    vi "Không có bảng thành phần dữ liệu cho phiên bản {found}.", en "There are no element tables for version {found}.";

    DRAFT_VERSION = "invoice.version.draft", Structure, Warn, basis::FORMAT;
    vi "Phiên bản {found} là bản dự thảo trước khi chuẩn dữ liệu có hiệu lực.",
    en "Version {found} is a draft from before the standard came into force.";

    NAMESPACE = "invoice.namespace", Structure, Warn, basis::FORMAT;
    vi "Hóa đơn không được khai báo không gian tên XML: {found}.", en "An invoice belongs to no XML namespace, yet it is in {found}.";

    DATA_ALONE = "invoice.data-alone", Structure, Fail, basis::FORMAT;
    vi "Tệp chỉ có dữ liệu hóa đơn ({name}), không có {expected} chứa mã của cơ quan thuế và chữ ký số.",
    en "The data of an invoice ({name}) stand alone, without the {expected} that holds code and signatures.";
    => vi "Lấy tệp XML gốc của hóa đơn.", en "Get the invoice's original XML file.";

    PADDED = "invoice.field.padded", Structure, Inform, basis::FORMAT;
    vi "Giá trị của {name} có khoảng trắng bao quanh; được hiểu là {expected}.",
    en "White space stands around the value of {name}; it is read as {expected}.";

    MISSING = "invoice.field.missing", Structure, Fail, basis::FORMAT;
    vi "Thiếu chỉ tiêu bắt buộc {expected}.", en "The mandatory element {expected} is missing or empty.";

    MISSING_SINCE = "invoice.field.missing-by-version", Structure, Warn, basis::FORMAT;
    vi "Chỉ tiêu {expected} là bắt buộc từ phiên bản {found}.", en "The element {expected} is mandatory since version {found}.";

    REPEATED = "invoice.field.repeated", Structure, Fail, basis::FORMAT;
    vi "Chỉ tiêu {name} chỉ được xuất hiện một lần.", en "The element {name} may stand only once.";
    => vi "Bỏ chỉ tiêu lặp lại: không rõ giá trị nào có hiệu lực.", en "Remove the repetition: it is unclear which value counts.";

    REPEATED_EMPTY = "invoice.field.repeated-empty", Structure, Warn, basis::FORMAT;
    vi "Chỉ tiêu {name} lặp lại nhưng rỗng.", en "The element {name} is repeated, though empty.";

    UNKNOWN = "invoice.field.unknown", Structure, Inform, basis::FORMAT;
    vi "Chuẩn dữ liệu không có chỉ tiêu {name} ở đây.", en "The standard knows no element {name} here.";

    NOT_FOR_FORM = "invoice.field.not-for-form", Structure, Warn, basis::FORMAT;
    vi "Loại hóa đơn {expected} không có chỉ tiêu {name}.", en "Invoices of form {expected} have no element {name}.";

    NOT_YET = "invoice.field.not-yet", Structure, Inform, basis::FORMAT;
    vi "Phiên bản ghi trên hóa đơn chưa có chỉ tiêu {name}.", en "The stated version does not have the element {name} yet.";

    NUMBER = "invoice.field.number", Structure, Fail, basis::FORMAT;
    vi "{name} không phải là số đúng định dạng: {found}.", en "{name} is not a number of the standard: {found}.";
    => vi "Viết số không có dấu phân cách hàng nghìn, dùng dấu chấm thập phân.",
    en "Write the number without grouping and with '.' as decimal point.";

    PRECISION = "invoice.field.precision", Structure, Warn, basis::FORMAT;
    vi "{name} có nhiều chữ số hơn quy định ({expected}).", en "{name} has more digits than the standard allows ({expected}).";

    DATE = "invoice.field.date", Structure, Fail, basis::FORMAT;
    vi "{name} không phải là ngày YYYY-MM-DD: {found}.", en "{name} is not a date YYYY-MM-DD: {found}.";

    FLAG = "invoice.field.flag", Structure, Fail, basis::FORMAT;
    vi "{name} phải là 0 hoặc 1: {found}.", en "{name} must be 0 or 1: {found}.";

    QR_LENGTH = "invoice.qr.length", Structure, Warn, basis::FORMAT;
    vi "Dữ liệu mã QR dài hơn {expected} ký tự.", en "The data of the QR code is longer than {expected} characters.";

    LENGTH = "invoice.field.length", Structure, Fail, basis::FORMAT;
    vi "{name} dài hơn {expected} ký tự.", en "{name} is longer than {expected} characters.";

    MARKUP = "invoice.field.markup", Structure, Fail, basis::FORMAT;
    vi "{name} chứa chú thích hoặc chỉ thị xử lý: mỗi phần mềm có thể đọc khác nhau.",
    en "{name} contains a comment or processing instruction: programs may read it differently.";
    => vi "Chỉ ghi văn bản trong chỉ tiêu.", en "Leave only text inside the element.";

    CDATA = "invoice.field.cdata", Structure, Warn, basis::FORMAT;
    vi "{name} chứa đoạn CDATA.", en "{name} contains a CDATA section.";

    NESTED = "invoice.field.nested", Structure, Fail, basis::FORMAT;
    vi "{name} phải là văn bản nhưng chứa chỉ tiêu con.", en "{name} must hold text but contains elements.";

    STRAY_TEXT = "invoice.text.stray", Structure, Warn, basis::FORMAT;
    vi "Có văn bản nằm ngoài các chỉ tiêu trong {name}: {found}.", en "There is text outside the elements of {name}: {found}.";

    EXTENSION_KIND = "invoice.extension.kind", Structure, Inform, basis::FORMAT;
    vi "Kiểu dữ liệu của thông tin khác phải là string, numeric, dateTime hoặc date: {found}.",
    en "The type of a free field must be string, numeric, dateTime or date: {found}.";

    EXTENSION_VALUE = "invoice.extension.value", Structure, Inform, basis::FORMAT;
    vi "Giá trị {found} không đúng kiểu dữ liệu {expected} của nó.", en "The value {found} is not of its type, {expected}.";

    EXTENSION = "invoice.extension", Structure, Warn, basis::FORMAT;
    vi "TTin phải có TTruong, KDLieu và DLieu.", en "A TTin needs TTruong, KDLieu and DLieu.";
}

/// Reports what the tables do not expect.
pub(crate) struct Unexpected<'f> {
    pub(crate) findings: &'f mut Findings,
}

impl<'d> Observer<'d> for Unexpected<'_> {
    fn unknown(&mut self, element: Element<'d>) {
        report(self.findings, &UNKNOWN, element, |finding| finding);
    }

    fn repeated(&mut self, row: &'static Row, again: Element<'d>) {
        // A second, empty DSCKS stands in real files and takes nothing away from the first.
        let harmless = row.tag == "DSCKS" && again.is_leaf() && trimmed(again).is_empty();
        report(self.findings, if harmless { &REPEATED_EMPTY } else { &REPEATED }, again, |finding| finding);
    }
}

/// The longest DLQRCode, in characters (Decision 1450/QĐ-TCT, part I.IV.7).
const LONGEST_QR: usize = 512;

/// Checks the length of the QR data. Nothing signed depends on it, so it never fails an invoice.
pub(crate) fn qr(case: &mut Case<'_>, element: Element<'_>) {
    if trimmed(element).chars().count() > LONGEST_QR {
        case.add(&QR_LENGTH, element, |finding| finding.expected(LONGEST_QR.to_string()));
    }
}

/// Checks one text against a length that its table states.
pub(crate) fn length(case: &mut Case<'_>, element: Element<'_>, most: usize) {
    let text = trimmed(element);
    if text.chars().count() > most {
        case.add(&LENGTH, element, |finding| finding.expected(most.to_string()).found(text));
    }
}

/// Reports children of a list element that are not its entries.
pub(crate) fn foreign_entries(case: &mut Case<'_>, list: Element<'_>, tag: &str) {
    for child in list.children() {
        if child.local() != tag || !child.shares_namespace(list) {
            case.add(&UNKNOWN, child, |finding| finding);
        }
    }
    stray_text(case, list);
}

/// Checks one block against its table.
pub(crate) fn rows<'d>(
    case: &mut Case<'_>,
    block: Element<'d>,
    rows: impl Iterator<Item = (&'static Row, Option<Element<'d>>)>,
) {
    for (row, element) in rows {
        let present = match element {
            Some(element) => match row.kind {
                Kind::Block | Kind::Blocks => true,
                Kind::Extension => {
                    extension(case, element);
                    continue;
                }
                _ => field(case, row, element),
            },
            None => false,
        };
        if present {
            belongs(case, row, element);
        } else {
            missing(case, row, block);
        }
    }
    stray_text(case, block);
}

/// Whether an element that is there belongs to this kind of invoice and version.
fn belongs(case: &mut Case<'_>, row: &'static Row, element: Option<Element<'_>>) {
    let Some(element) = element else { return };
    // Tickets of letter H are sales invoices and have none of the elements of VAT.
    let sales_ticket = case.series.is_some_and(|series| series.letter() == 'H');
    if let Some(form) = case.form.map(FormSymbol::get)
        && !(row.forms.contains(form, false) && (form != 5 || !sales_ticket || row.forms.contains(2, false)))
    {
        case.add(&NOT_FOR_FORM, element, |finding| finding.expected(form.to_string()));
    }
    if row.since > case.version && case.version != Version::V1_1_0 {
        case.add(&NOT_YET, element, |finding| finding);
    }
}

/// Reports a mandatory element that is missing or empty.
fn missing(case: &mut Case<'_>, row: &'static Row, block: Element<'_>) {
    let Some((since, forms)) = row.must else { return };
    // Without a form symbol the invoice is taken for the most common kind.
    let form = case.form.map_or(1, FormSymbol::get);
    // Invoices with several exchange rates have no currency of their own (Decision 1510/QĐ-TCT, table k).
    if case.several_rates && row.tag == "DVTTe" {
        return;
    }
    if since > case.version || !forms.contains(form, case.cash_register()) {
        return;
    }
    if since > Version::V2_0_0 {
        missing_since(case, row.tag, since, block);
    } else {
        missing_tag(case, row.tag, block);
    }
}

/// Reports an element that only a later version made mandatory: real invoices with a code leave
/// such elements out.
pub(crate) fn missing_since(case: &mut Case<'_>, tag: &'static str, since: Version, block: Element<'_>) {
    case.add(&MISSING_SINCE, block, |finding| finding.expected(tag).found(since.as_str()));
}

/// Reports a mandatory element that only a rule can tell to be mandatory.
pub(crate) fn missing_tag(case: &mut Case<'_>, tag: &'static str, block: Element<'_>) {
    case.add(&MISSING, block, |finding| finding.expected(tag));
}

/// Checks a field's markup, type and length; whether it holds anything.
fn field(case: &mut Case<'_>, row: &'static Row, element: Element<'_>) -> bool {
    if !element.is_leaf() {
        case.add(&NESTED, element, |finding| finding);
        return true;
    }
    if !element.is_plain() {
        let source = element.document().source();
        let content = source.get(element.content_span()).unwrap_or_default();
        let rule = if only_cdata(content) { &CDATA } else { &MARKUP };
        case.add(rule, element, |finding| finding.found(content));
    }
    let text = trimmed(element);
    if text.is_empty() {
        return false;
    }
    if is_padded(row.kind, element) {
        case.add(&PADDED, element, |finding| finding.expected(text.as_ref()));
    }
    if let Some(fault) = row.kind.fault(&text) {
        let rule = match fault {
            Fault::Long(_) => &LENGTH,
            Fault::NoNumber(_) => &NUMBER,
            Fault::Digits(..) => &PRECISION,
            Fault::NoDate | Fault::WithTime | Fault::NoMoment | Fault::WithoutTime => &DATE,
            Fault::Other(_) | Fault::NoTaxCode | Fault::CheckDigit => &FLAG,
        };
        case.add(rule, element, |finding| finding.expected(fault.expected()).found(text));
    }
    true
}

/// Whether white space stands around a value. In text that people type a blank says nothing, a line break does.
fn is_padded(kind: Kind, element: Element<'_>) -> bool {
    let source = element.document().source().as_bytes();
    let content = source.get(element.content_span()).unwrap_or_default();
    let counts = |byte: &u8| match byte {
        b'\n' | b'\r' | b'\t' => true,
        b' ' => !matches!(kind, Kind::Text(_)),
        _ => false,
    };
    [content.first(), content.last()].into_iter().flatten().any(counts)
}

/// Whether the markup of a field is CDATA sections and nothing else.
fn only_cdata(mut content: &str) -> bool {
    while let Some(at) = content.find("<![CDATA[") {
        let (before, section) = content.split_at(at);
        if before.contains('<') {
            return false;
        }
        let Some(end) = section.find("]]>") else { return false };
        content = section.get(end + 3..).unwrap_or_default();
    }
    !content.contains('<')
}

/// Checks the entries of a TTKhac: any number of TTin, each with a name, a type and a value.
fn extension(case: &mut Case<'_>, extension: Element<'_>) {
    for entry in extension.children() {
        if entry.local() != "TTin" {
            case.add(&UNKNOWN, entry, |finding| finding);
            continue;
        }
        let mut seen = [false; 3];
        for child in entry.children() {
            let at = match child.local() {
                "TTruong" => 0,
                "KDLieu" => 1,
                "DLieu" => 2,
                _ => continue,
            };
            if let Some(seen) = seen.get_mut(at) {
                if *seen {
                    case.add(&REPEATED, child, |finding| finding);
                }
                *seen = true;
            }
        }
        typed(case, entry);
        if seen != [true; 3] {
            case.add(&EXTENSION, entry, |finding| finding);
        }
    }
}

/// Checks KDLieu, kiểu dữ liệu, of a free field, and the value by it. The decision itself writes `numberic` once.
fn typed(case: &mut Case<'_>, entry: Element<'_>) {
    let Some(kind) = filled(entry.child("KDLieu")) else { return };
    let value = filled(entry.child("DLieu"));
    let text = value.map(trimmed).unwrap_or_default();
    let stated = trimmed(kind);
    let holds = match &*stated {
        "string" => true,
        "numeric" | "numberic" => Amount::parse(&text).is_ok(),
        "date" => parse_date(&text).is_some(),
        "dateTime" => Moment::parse(&text).is_some(),
        _ => {
            case.add_found(&EXTENSION_KIND, kind);
            return;
        }
    };
    if let (false, Some(value)) = (holds, value) {
        case.add(&EXTENSION_VALUE, value, |finding| finding.expected(stated).found(text));
    }
}

/// Reports text between the children of an element.
fn stray_text(case: &mut Case<'_>, block: Element<'_>) {
    if block.is_leaf() {
        if !trimmed(block).is_empty() {
            case.add_found(&STRAY_TEXT, block);
        }
        return;
    }
    let source = block.document().source();
    let blank = block.gaps().all(|gap| source.get(gap).is_none_or(|text| text.trim_ascii().is_empty()));
    // Comments between elements are no text; only now is it worth reading the characters.
    if !blank && !trimmed(block).is_empty() {
        case.add(&STRAY_TEXT, block, |finding| finding.found(trimmed(block)));
    }
}
