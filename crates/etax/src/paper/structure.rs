//! Walking a paper against its table: presence, repetition, types, lengths, markup.

use super::case::{Case, says};
use super::entry::Entry;
use crate::invoice::{Fault, Kind, Version, declare_rules as rules};
use crate::xml::Element;

/// The technical decisions on papers.
pub(super) const BASIS: &str =
    "Quyết định 1450/QĐ-TCT (2021), phần II, sửa đổi bởi Quyết định 1510/QĐ-TCT (2022) và 1306/QĐ-CT (2025)";

rules! {
    NAMESPACE = "paper.namespace", Structure, Warn, BASIS;
    vi "Chứng từ không được khai báo không gian tên XML: {found}.", en "The paper belongs to no XML namespace, yet {found} is declared.";

    VERSION = "paper.version", Structure, Warn, BASIS;
    vi "Phiên bản {found} không có trong các bản đã công bố.", en "Version {found} was never published.";

    FORM_UNKNOWN = "paper.form.unknown", Structure, Undecide, BASIS;
    vi "Không có bảng thành phần dữ liệu cho mẫu số {found}.", en "There is no element table for form {found}.";

    FORM_UNCERTAIN = "paper.form.uncertain", Structure, Inform, BASIS;
    vi "Bảng thành phần dữ liệu của mẫu này chỉ được biết gián tiếp; một số kiểm tra chỉ mang tính nhắc.",
    en "The element table of this paper is known at second hand only, so some of its checks are mere remarks.";

    FORM_SINCE = "paper.form.since", Structure, Warn, BASIS;
    vi "Loại chứng từ này chỉ có từ ngày {expected}.", en "Papers of this kind exist only since {expected}.";

    MESSAGE = "paper.message", Structure, Warn, BASIS;
    vi "Chứng từ loại này không thuộc thông điệp {found}, mà thuộc {expected}.", en "A paper of this kind belongs in a message {expected}, not {found}.";

    MISSING = "paper.field.missing", Structure, Fail, BASIS;
    vi "Thiếu chỉ tiêu bắt buộc {expected}.", en "The mandatory element {expected} is missing or empty.";

    MISSING_SINCE = "paper.field.missing-by-version", Structure, Warn, BASIS;
    vi "Chỉ tiêu {expected} là bắt buộc từ phiên bản {found}.", en "The element {expected} is mandatory since version {found}.";

    UNCERTAIN = "paper.field.uncertain", Structure, Inform, BASIS;
    vi "{expected} không như văn bản quy định, nhưng các nguồn không thống nhất: {found}.",
    en "{expected} is not as the text has it, but sources disagree about it: {found}.";

    REPEATED = "paper.field.repeated", Structure, Fail, BASIS;
    vi "Chỉ tiêu {name} chỉ được xuất hiện một lần.", en "The element {name} may stand only once.";

    UNKNOWN = "paper.field.unknown", Structure, Inform, BASIS;
    vi "Chuẩn dữ liệu không có chỉ tiêu {name} ở đây.", en "The standard knows no element {name} here.";

    ALIAS = "paper.field.alias", Structure, Inform, BASIS;
    vi "Chỉ tiêu {found} trong văn bản có tên {expected}.", en "The element {found} is called {expected} in the text.";

    NOT_YET = "paper.field.not-yet", Structure, Inform, BASIS;
    vi "Phiên bản ghi trên chứng từ chưa có chỉ tiêu {name}.", en "The stated version does not have the element {name} yet.";

    NO_LONGER = "paper.field.no-longer", Structure, Inform, BASIS;
    vi "Từ phiên bản {expected} không còn chỉ tiêu {name}.", en "Since version {expected} there is no element {name} any more.";

    TYPE = "paper.field.type", Structure, Fail, BASIS;
    vi "{name} không đúng kiểu dữ liệu ({expected}): {found}.", en "{name} does not hold what it should ({expected}): {found}.";

    LENGTH = "paper.field.length", Structure, Fail, BASIS;
    vi "{name} dài hơn {expected} ký tự.", en "{name} is longer than {expected} characters.";

    TIME = "paper.field.time", Structure, Inform, BASIS;
    vi "{name} phải ghi theo {expected}, nhưng đọc được: {found}.", en "{name} should be written {expected}, but can be read: {found}.";

    TAX_CODE = "paper.tax-code", Structure, Fail, BASIS;
    vi "{name} không phải mã số thuế đúng định dạng: {found}.", en "{name} is no tax code: {found}.";

    CHECK_DIGIT = "paper.tax-code.check-digit", Structure, Fail, BASIS;
    vi "Số kiểm tra của mã số thuế trong {name} không đúng: {found}.", en "The check digit of the tax code in {name} is wrong: {found}.";

    MARKUP = "paper.field.markup", Structure, Fail, BASIS;
    vi "{name} chỉ được chứa văn bản.", en "{name} must hold nothing but text.";

    STRAY_TEXT = "paper.text.stray", Structure, Warn, BASIS;
    vi "Có văn bản nằm ngoài các chỉ tiêu trong {name}: {found}.", en "There is text outside the elements of {name}: {found}.";
}

/// Checks an element against the entries of what may stand in it, and what stands in it likewise. Tables are
/// a few levels deep, so this is too.
pub(super) fn walk(case: &mut Case<'_, '_>, block: Element<'_>, table: &'static [Entry]) {
    let mut first: Vec<Option<Element<'_>>> = vec![None; table.len()];
    let mut next = 0;
    for element in block.children() {
        let tag = element.local();
        // Papers mostly follow the order of their table, so the search starts behind the last one found.
        let at =
            (next..table.len()).chain(0..next).find(|at| table.get(*at).is_some_and(|entry| entry.is(tag)));
        let Some((at, entry)) = at.and_then(|at| Some((at, table.get(at)?))) else {
            case.add(&UNKNOWN, element, |finding| finding);
            continue;
        };
        next = at;
        if !element.shares_namespace(block) {
            case.add(&NAMESPACE, element, |finding| finding.found(element.namespace()));
        }
        let Some(slot) = first.get_mut(at) else { continue };
        if slot.is_some() && !matches!(entry.kind, Kind::Blocks | Kind::Extension) {
            case.add(&REPEATED, element, |finding| finding);
            continue;
        }
        slot.get_or_insert(element);
        present(case, entry, element);
    }
    let spoken = |tag: &str| {
        !tag.is_empty()
            && table.iter().zip(&first).any(|(entry, element)| entry.tag == tag && element.is_some_and(says))
    };
    for (entry, element) in table.iter().zip(&first) {
        let holds = matches!(entry.kind, Kind::Block | Kind::Blocks | Kind::Extension);
        let stated = element.is_some_and(|element| holds || says(element));
        if !stated && !spoken(entry.unless) {
            missing(case, entry, block);
        }
    }
    stray_text(case, block);
}

/// Checks an element that is there.
fn present(case: &mut Case<'_, '_>, entry: &'static Entry, element: Element<'_>) {
    if element.local() != entry.tag {
        case.add(&ALIAS, element, |finding| finding.expected(entry.tag).found(element.local()));
    }
    if entry.since > case.version {
        case.add(&NOT_YET, element, |finding| finding);
    }
    if let Some(until) = entry.until.filter(|until| *until <= case.version) {
        case.add(&NO_LONGER, element, |finding| finding.expected(until.as_str()));
    }
    match entry.kind {
        Kind::Extension => {}
        Kind::Blocks if entry.children.is_empty() => {}
        Kind::Block | Kind::Blocks => walk(case, element, entry.children),
        _ => field(case, entry, element),
    }
}

fn missing(case: &mut Case<'_, '_>, entry: &'static Entry, block: Element<'_>) {
    let Some(since) = entry.must.filter(|since| *since <= case.version) else { return };
    if entry.until.is_some_and(|until| until <= case.version) {
        return;
    }
    if !entry.certain {
        case.add(&UNCERTAIN, block, |finding| finding.expected(entry.tag).found("–"));
    } else if since > Version::V2_0_0 {
        case.add(&MISSING_SINCE, block, |finding| finding.expected(entry.tag).found(since.as_str()));
    } else if entry.unless.is_empty() {
        case.add(&MISSING, block, |finding| finding.expected(entry.tag));
    } else {
        let either = format!("{} | {}", entry.tag, entry.unless);
        case.add(&MISSING, block, |finding| finding.expected(either));
    }
}

/// Checks markup, type and length of a field.
fn field(case: &mut Case<'_, '_>, entry: &'static Entry, element: Element<'_>) {
    if !element.is_leaf() || !element.is_plain() {
        case.add(&MARKUP, element, |finding| finding);
        return;
    }
    let text = element.trimmed();
    if text.is_empty() {
        return;
    }
    let Some(fault) = entry.kind.fault(&text) else { return };
    let rule = match fault {
        _ if !entry.certain => {
            case.add(&UNCERTAIN, element, |finding| finding.expected(entry.tag).found(text));
            return;
        }
        Fault::Long(_) => &LENGTH,
        Fault::WithTime | Fault::WithoutTime => &TIME,
        Fault::NoTaxCode => &TAX_CODE,
        Fault::CheckDigit => &CHECK_DIGIT,
        Fault::NoNumber(_) | Fault::Digits(..) | Fault::NoDate | Fault::NoMoment | Fault::Other(_) => &TYPE,
    };
    case.add(rule, element, |finding| finding.expected(fault.expected()).found(text));
}

/// Reports text between the children of an element.
fn stray_text(case: &mut Case<'_, '_>, block: Element<'_>) {
    let text = block.trimmed();
    if !text.is_empty() {
        case.add(&STRAY_TEXT, block, |finding| finding.found(text));
    }
}
