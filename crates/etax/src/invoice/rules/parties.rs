//! Seller and buyer.

use super::{basis, rules, structure};
use crate::invoice::case::{Case, DECREE_254, filled, trimmed};
use crate::invoice::table::{Buyer, General, Seller};
use crate::invoice::view::Invoice;
use crate::rule::Rule;
use crate::value::{FormSymbol, Series, TaxCode};
use crate::xml::Element;

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
    } else if let Some(content) = invoice.content()
        && case.since(DECREE_254)
    {
        case.add(&BUYER_UNNAMED, content.element(), |finding| finding);
    }
    if let Some(general) = invoice.general() {
        intermediaries(case, general);
    }
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
    if case.since(DECREE_254) && named.into_iter().all(|element| filled(element).is_none()) {
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
