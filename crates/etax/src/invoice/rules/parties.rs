//! Seller and buyer.

use super::{basis, rules, structure};
use crate::invoice::case::{Case, DECREE_254, filled, trimmed};
use crate::invoice::table::{Buyer, General, Seller};
use crate::invoice::view::Invoice;
use crate::rule::Rule;
use crate::value::{FormSymbol, Series, TaxCode, TaxCodeKind};
use crate::xml::Element;
use jiff::civil::date;

rules! {
    SELLER = "invoice.seller.tax-code", Rules, Fail, basis::TAX_CODE;
    vi "Mã số thuế người bán không đúng định dạng: {found}.", en "The seller's tax code is malformed: {found}.";
    => vi "Mã số thuế có 10 số, 13 số dạng NNNNNNNNNN-NNN hoặc 12 số định danh cá nhân.",
    en "A tax code has 10 digits, 13 written NNNNNNNNNN-NNN, or the 12 of a personal number.";

    SELLER_DIGIT = "invoice.seller.tax-code.check-digit", Rules, Fail, basis::TAX_CODE;
    vi "Số kiểm tra của mã số thuế người bán không đúng: {found}.", en "The check digit of the seller's tax code is wrong: {found}.";

    BUYER = "invoice.buyer.tax-code", Rules, Fail, basis::TAX_CODE;
    vi "Mã số thuế người mua không đúng định dạng: {found}.", en "The buyer's tax code is malformed: {found}.";
    => vi "Để trống khi người mua không có mã số thuế.", en "Leave it empty when the buyer has none.";

    BUYER_DIGIT = "invoice.buyer.tax-code.check-digit", Rules, Fail, basis::TAX_CODE;
    vi "Số kiểm tra của mã số thuế người mua không đúng: {found}.", en "The check digit of the buyer's tax code is wrong: {found}.";

    BUYER_ID = "invoice.buyer.personal-id", Rules, Fail, basis::FORMAT;
    vi "Số định danh người mua phải có 12 chữ số: {found}.", en "The buyer's personal number must have 12 digits: {found}.";

    BUDGET_CODE = "invoice.budget-code", Rules, Fail, basis::FORMAT;
    vi "Mã đơn vị quan hệ ngân sách phải có 7 chữ số: {found}.", en "A budget unit code must have 7 digits: {found}.";

    BUYER_UNNAMED = "invoice.buyer.unnamed", Rules, Warn, basis::CONTENT;
    vi "Không có thông tin người mua, cần ghi “Bán cho người tiêu dùng”.",
    en "Nothing says who the buyer is; a sale to consumers must say “Bán cho người tiêu dùng”.";
    @ from DECREE_254;

    BUYER_SELLER = "invoice.buyer.is-seller", Rules, Inform, basis::CONTENT;
    vi "Người bán và người mua có cùng mã số thuế {found}.", en "Seller and buyer have the same tax code {found}.";

    BUYER_INCOMPLETE = "invoice.buyer.incomplete", Rules, Warn, basis::CONTENT;
    vi "Người mua có mã số thuế nhưng thiếu {expected}.", en "A buyer with a tax code lacks {expected}.";

    CONSUMER_IDENTIFIED = "invoice.buyer.consumer-identified", Rules, Warn, basis::CONTENT;
    vi "Ghi “Bán cho người tiêu dùng” nhưng vẫn có {found} của người mua.", en "The sale is to consumers, yet the buyer's {found} is stated.";

    CONSUMER_LITERAL = "invoice.buyer.consumer-literal", Rules, Warn, "Nghị định 254/2026/NĐ-CP, phụ lục, mục 4b";
    vi "Bán cho người không có thông tin phải ghi “{expected}”, không ghi “{found}”.", en "A sale to unknown buyers says “{expected}”, not “{found}”.";
    @ from DECREE_254;

    NAME_NUMBER = "invoice.buyer.name-number", Rules, Inform, basis::FORMAT;
    vi "Tên người mua ghi kèm số định danh hoặc số chứng minh nhân dân: {found}.",
    en "A personal number is written behind the buyer's name: {found}.";
    => vi "Ghi số định danh ở chỉ tiêu CCCDan.", en "The number belongs in the element CCCDan.";

    CENTURY = "invoice.buyer.personal-id.century", Rules, Warn, basis::TAX_CODE;
    vi "Chữ số thứ tư của số định danh {found} chỉ một thế kỷ chưa tới.", en "The fourth digit of the personal number {found} says a century to come.";

    ID_DIFFERS = "invoice.buyer.personal-id.differs", Rules, Warn, basis::TAX_CODE;
    vi "Số định danh {found} khác mã số thuế cá nhân {expected} của người mua.", en "The personal number {found} is not the buyer's personal tax code {expected}.";

    HOUSEHOLD = "invoice.tax-code.household", Rules, Inform, basis::TAX_CODE;
    vi "Từ 01/07/2025 cá nhân, hộ kinh doanh dùng số định danh 12 chữ số thay mã số thuế {found}.",
    en "Since 2025-07-01 persons and household businesses use their personal number of 12 digits instead of the tax code {found}.";
    @ from date(2025, 7, 1);

    TEST_BRANCH = "invoice.seller.test-branch", Rules, Warn, basis::TAX_CODE;
    vi "Mã số thuế {found} là chi nhánh thử nghiệm của nhà cung cấp.", en "The tax code {found} is of a branch that providers test with.";

    EMAIL = "invoice.email", Rules, Inform, basis::FORMAT;
    vi "Địa chỉ thư điện tử không dùng được: {found}.", en "This is no e-mail address: {found}.";

    DELEGATE_SELF = "invoice.delegate.is-seller", Rules, Warn, basis::FORMAT;
    vi "Đơn vị nhận ủy nhiệm chính là người bán: {found}.", en "The unit that issues by delegation is the seller itself: {found}.";

    PROVIDER = "invoice.provider.tax-code", Rules, Warn, basis::TAX_CODE;
    vi "Mã số thuế tổ chức cung cấp giải pháp không đúng: {found}.", en "The solution provider's tax code is wrong: {found}.";

    DELEGATE = "invoice.delegate.tax-code", Rules, Fail, basis::TAX_CODE;
    vi "Mã số thuế đơn vị nhận ủy nhiệm không đúng: {found}.", en "The tax code of the unit that issues by delegation is wrong: {found}.";

    DELEGATE_INCOMPLETE = "invoice.delegate.incomplete", Rules, Warn, basis::FORMAT;
    vi "Thiếu {expected} của đơn vị nhận ủy nhiệm lập hóa đơn.", en "The unit that issues by delegation lacks {expected}.";
}

/// Checks the parties of an invoice.
pub(crate) fn check(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    if let Some(seller) = invoice.seller() {
        self::seller(case, seller);
    }
    if let Some(buyer) = invoice.buyer() {
        self::buyer(case, buyer);
    } else if let Some(content) = invoice.content() {
        case.add(&BUYER_UNNAMED, content.element(), |finding| finding);
    }
    if let Some(general) = invoice.general() {
        intermediaries(case, general);
        if let (Some(delegate), Some(seller)) = (code(general.delegate_tax_code()), seller_code(invoice))
            && delegate == seller
            && let Some(at) = general.delegate_tax_code()
        {
            case.add_found(&DELEGATE_SELF, at);
        }
    }
    identity(case, invoice);
}

fn code(element: Option<Element<'_>>) -> Option<TaxCode> {
    filled(element).and_then(|element| TaxCode::parse(&trimmed(element)))
}

fn seller_code(invoice: &Invoice<'_>) -> Option<TaxCode> {
    invoice.seller().and_then(|seller| code(seller.tax_code()))
}

/// What an invoice says of a buyer whom nobody knows.
const CONSUMER: &str = "Bán cho người tiêu dùng";

/// What sellers wrote before that had to be said, in small letters.
const OTHER_WORDS: &[&str] = &[
    "khách lẻ",
    "khách hàng lẻ",
    "khách vãng lai",
    "khách lẻ không lấy hóa đơn",
    "người mua không lấy hóa đơn",
    "người mua không cung cấp thông tin",
    "khách hàng không lấy hóa đơn",
    "người tiêu dùng",
];

/// Whether the parties are who they can be.
fn identity(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let own = seller_code(invoice);
    if let Some(seller) = invoice.seller() {
        if let Some(at) = filled(seller.tax_code())
            && ["-998", "-999"].iter().any(|branch| trimmed(at).ends_with(branch))
        {
            case.add_found(&TEST_BRANCH, at);
        }
        household(case, seller.tax_code());
        email(case, seller.email());
    }
    let Some(buyer) = invoice.buyer() else { return };
    email(case, buyer.email());
    household(case, buyer.tax_code());
    let theirs = code(buyer.tax_code());
    // Transfer slips stay within one taxpayer.
    if let (Some(own), Some(theirs), Some(at)) = (own, theirs, buyer.tax_code())
        && own == theirs
        && case.form.is_none_or(|form| form.get() != 6)
    {
        case.add_found(&BUYER_SELLER, at);
    }
    if filled(buyer.tax_code()).is_some() {
        for (element, tag) in [(buyer.name(), "Ten"), (buyer.address(), "DChi")] {
            // A person's name may stand where the one who buys for a company does.
            if filled(element).is_none() && !(tag == "Ten" && filled(buyer.person()).is_some()) {
                case.add(&BUYER_INCOMPLETE, buyer.element(), |finding| finding.expected(tag));
            }
        }
    }
    if let Some(at) = filled(buyer.personal_id()) {
        let text = trimmed(at);
        if digits(&text, 12) && text.as_bytes().get(3).is_some_and(|digit| *digit > b'3') {
            case.add_found(&CENTURY, at);
        }
        if let Some(theirs) = theirs.filter(|theirs| theirs.kind() == TaxCodeKind::Person)
            && theirs.as_str() != text
        {
            case.add(&ID_DIFFERS, at, |finding| finding.expected(theirs.as_str()).found(text));
        }
    }
    consumer(case, buyer);
}

fn consumer(case: &mut Case<'_>, buyer: &Buyer<'_>) {
    let identified =
        [(buyer.tax_code(), "MST"), (buyer.personal_id(), "CCCDan"), (buyer.passport(), "SHChieu")]
            .into_iter()
            .find(|(element, _)| filled(*element).is_some());
    for at in [filled(buyer.name()), filled(buyer.person())].into_iter().flatten() {
        let text = trimmed(at);
        if ends_in_personal_number(&text) {
            case.add_found(&NAME_NUMBER, at);
        }
        let words: String = text.chars().take(100).flat_map(char::to_lowercase).collect();
        if let (true, Some((_, tag))) = (words == CONSUMER.to_lowercase(), identified) {
            case.add(&CONSUMER_IDENTIFIED, at, |finding| finding.found(tag));
        }
        if identified.is_none() && OTHER_WORDS.contains(&words.as_str()) {
            case.add(&CONSUMER_LITERAL, at, |finding| finding.expected(CONSUMER).found(text));
        }
    }
}

/// Whether a name ends in the twelve digits of a personal number or the nine of an identity card before it.
fn ends_in_personal_number(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let apart = name.chars().next_back().is_some_and(|c| !c.is_alphanumeric());
    apart && name.chars().any(char::is_alphabetic) && matches!(text.len() - name.len(), 9 | 12)
}

/// Codes of ten digits that begin with 8 were given to persons and household businesses.
fn household(case: &mut Case<'_>, element: Option<Element<'_>>) {
    if let Some(at) = filled(element)
        && code(element)
            .is_some_and(|code| code.kind() == TaxCodeKind::Root && code.as_str().starts_with('8'))
    {
        case.add_found(&HOUSEHOLD, at);
    }
}

fn email(case: &mut Case<'_>, element: Option<Element<'_>>) {
    // Several addresses are written with a semicolon or a comma between them.
    if let Some(at) = filled(element)
        && !trimmed(at).split([';', ',']).all(|one| is_email(one.trim()))
    {
        case.add_found(&EMAIL, at);
    }
}

/// Something before and something after one `@`, without blanks.
pub(crate) fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (name, host) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    parts.next().is_none()
        && !name.is_empty()
        && host.contains('.')
        && !text.contains(char::is_whitespace)
        && !host.starts_with('.')
        && !host.ends_with('.')
}

fn seller(case: &mut Case<'_>, seller: &Seller<'_>) {
    tax_code(case, filled(seller.tax_code()), &SELLER, &SELLER_DIGIT);
    budget_code(case, filled(seller.budget_code()));
    let form = case.form.map(FormSymbol::get);
    if form == Some(3) && filled(seller.tax_code()).is_none() && filled(seller.budget_code()).is_none() {
        structure::missing_tag(case, "MST | MDVQHNSach", seller.element());
    }
    if form == Some(6) {
        delivery(case, seller);
    }
}

/// What a delivery note must say about the goods on their way: the internal transfer slip (letter N)
/// names the order to move them, the consignment slip (B) the contract with the agent.
fn delivery(case: &mut Case<'_>, seller: &Seller<'_>) {
    let needed: &[(Option<Element<'_>>, &'static str)] = match case.series.map(Series::letter) {
        Some('N') => &[(seller.transfer_order(), "LDDNBo"), (seller.vehicle(), "PTVChuyen")],
        Some('B') => &[
            (seller.agency_contract(), "HDKTSo"),
            (seller.agency_contract_date(), "HDKTNgay"),
            (seller.carrier(), "TNVChuyen"),
            (seller.vehicle(), "PTVChuyen"),
        ],
        _ => return,
    };
    for (_, tag) in needed.iter().filter(|(element, _)| filled(*element).is_none()) {
        structure::missing_tag(case, tag, seller.element());
    }
}

fn buyer(case: &mut Case<'_>, buyer: &Buyer<'_>) {
    tax_code(case, filled(buyer.tax_code()), &BUYER, &BUYER_DIGIT);
    budget_code(case, filled(buyer.budget_code()));
    if let Some(element) = filled(buyer.personal_id())
        && !digits(&trimmed(element), 12)
    {
        case.add_found(&BUYER_ID, element);
    }
    let named = [
        buyer.name(),
        buyer.person(),
        buyer.tax_code(),
        buyer.budget_code(),
        buyer.personal_id(),
        buyer.passport(),
        buyer.receiver(),
        buyer.identity_card(),
    ];
    if named.into_iter().all(|element| filled(element).is_none()) {
        case.add(&BUYER_UNNAMED, buyer.element(), |finding| finding);
    }
    // A traveller claims the refund with a passport.
    if case.series.is_some_and(|series| series.letter() == 'F') && filled(buyer.passport()).is_none() {
        structure::missing_tag(case, "SHChieu", buyer.element());
    }
}

fn intermediaries(case: &mut Case<'_>, general: &General<'_>) {
    tax_code(case, filled(general.provider_tax_code()), &PROVIDER, &PROVIDER);
    let code = filled(general.delegate_tax_code());
    tax_code(case, code, &DELEGATE, &DELEGATE);
    let parts = [
        (code, "MSTDVNUNLHDon"),
        (filled(general.delegate_name()), "TDVNUNLHDon"),
        (filled(general.delegate_address()), "DCDVNUNLHDon"),
    ];
    if parts.iter().any(|(part, _)| part.is_some()) {
        for (_, tag) in parts.iter().filter(|(part, _)| part.is_none()) {
            case.add(&DELEGATE_INCOMPLETE, general.element(), |finding| finding.expected(*tag));
        }
    }
}

/// Checks the form of a tax code and its check digit.
fn tax_code(case: &mut Case<'_>, element: Option<Element<'_>>, shape: &'static Rule, digit: &'static Rule) {
    let Some(element) = element else { return };
    match TaxCode::parse(&trimmed(element)) {
        None => case.add_found(shape, element),
        Some(code) if !code.check_digit_holds() => case.add_found(digit, element),
        Some(_) => {}
    }
}

fn budget_code(case: &mut Case<'_>, element: Option<Element<'_>>) {
    if let Some(element) = element
        && !digits(&trimmed(element), 7)
    {
        case.add_found(&BUDGET_CODE, element);
    }
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}
