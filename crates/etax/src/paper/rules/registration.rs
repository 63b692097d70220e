//! 01/ĐKTĐ-HĐĐT: registration to use e-invoices, and of delegated issuance.

use crate::invoice::{declare_rules as rules, is_email};
use crate::paper::case::{Case, child, day_of, entries, is};
use crate::paper::structure::BASIS;
use crate::value::{FormSymbol, Series, TaxCode};
use crate::xml::Element;
use std::collections::HashSet;

rules! {
    SCHEME = "registration.scheme", Rules, Fail, BASIS;
    vi "Chưa chọn hình thức hóa đơn: có mã, có mã từ máy tính tiền hoặc không có mã.",
    en "No kind of invoicing is chosen: with code, with the code of cash registers, or without code.";

    SCHEME_BOTH = "registration.scheme.both", Rules, Inform, BASIS;
    vi "Đăng ký cả hóa đơn có mã và hóa đơn không có mã.", en "Both invoices with code and invoices without code are registered.";

    WAY = "registration.way", Rules, Warn, BASIS;
    vi "Đăng ký hóa đơn không có mã nhưng chưa chọn cách chuyển dữ liệu: trực tiếp hoặc qua tổ chức cung cấp dịch vụ.",
    en "Invoices without code are registered, yet no way to send their data is chosen: directly or through a provider.";

    METHOD = "registration.method", Rules, Warn, BASIS;
    vi "Đăng ký hóa đơn không có mã nhưng chưa chọn phương thức chuyển dữ liệu: từng hóa đơn hoặc bảng tổng hợp.",
    en "Invoices without code are registered, yet neither whole invoices nor summaries are chosen.";

    KINDS = "registration.kinds", Rules, Fail, BASIS;
    vi "Chưa chọn loại hóa đơn nào.", en "No kind of invoice is chosen.";

    CERTIFICATE_ORDER = "registration.certificate.order", Rules, Fail, BASIS;
    vi "Chứng thư số hết hạn {found} trước khi bắt đầu có hiệu lực {expected}.", en "The certificate ends on {found}, before it begins on {expected}.";

    CERTIFICATE_EXPIRED = "registration.certificate.expired", Rules, Warn, BASIS;
    vi "Chứng thư số đăng ký thêm hoặc gia hạn đã hết hạn ngày {found}, trước ngày lập tờ khai ({expected}).",
    en "A certificate that is added or renewed ended on {found}, before the day of the registration ({expected}).";

    CERTIFICATE_SERIAL = "registration.certificate.serial", Rules, Warn, BASIS;
    vi "Số sê-ri chứng thư số phải là số thập lục phân: {found}.", en "The serial number of a certificate must be hexadecimal: {found}.";

    CERTIFICATE_REPEATED = "registration.certificate.repeated", Rules, Warn, BASIS;
    vi "Chứng thư số {found} được khai nhiều lần.", en "The certificate {found} is stated more than once.";

    OFFICE = "registration.tax-office", Rules, Warn, BASIS;
    vi "Mã cơ quan thuế phải có 3 đến 5 chữ số: {found}.", en "The code of a tax office has 3 to 5 digits: {found}.";

    EMAIL = "registration.email", Rules, Warn, BASIS;
    vi "Địa chỉ thư điện tử không dùng được: {found}.", en "This is no e-mail address: {found}.";

    PERSON = "registration.personal-id", Rules, Fail, BASIS;
    vi "Số định danh của người đại diện phải có 12 chữ số: {found}.", en "The representative's personal number must have 12 digits: {found}.";

    DELEGATE_SELF = "registration.delegate.self", Rules, Fail, BASIS;
    vi "Bên ủy nhiệm và bên nhận ủy nhiệm là một: {found}.", en "Who delegates and who issues are the same: {found}.";

    DELEGATE_PERIOD = "registration.delegate.period", Rules, Fail, BASIS;
    vi "Thời hạn ủy nhiệm kết thúc {found} trước khi bắt đầu {expected}.", en "The delegation ends on {found}, before it begins on {expected}.";

    DELEGATE_SYMBOLS = "registration.delegate.symbols", Rules, Warn, BASIS;
    vi "{name} của hóa đơn ủy nhiệm không đúng quy ước: {found}.", en "{name} of the delegated invoices is not how they are called: {found}.";

    DELEGATE_PAYMENT = "registration.delegate.payment", Rules, Warn, BASIS;
    vi "Hình thức thanh toán khác nhưng không ghi tên.", en "Another method of payment is chosen but not named.";
}

/// Checks a registration.
pub(super) fn check(case: &mut Case<'_, '_>) {
    if let Some(office) = case.find("DLTKhai/TTChung/MCQTQLy")
        && !(matches!(office.trimmed().len(), 3..=5)
            && office.trimmed().bytes().all(|byte| byte.is_ascii_digit()))
    {
        case.add_found(&OFFICE, office);
    }
    if let Some(email) = case.find("DLTKhai/TTChung/DCTDTu").filter(|email| !is_email(&email.trimmed())) {
        case.add_found(&EMAIL, email);
    }
    if let Some(person) = case.find("DLTKhai/TTChung/CCCDan")
        && !(person.trimmed().len() == 12 && person.trimmed().bytes().all(|byte| byte.is_ascii_digit()))
    {
        case.add_found(&PERSON, person);
    }
    let Some(content) = case.find("DLTKhai/NDTKhai") else { return };
    certificates(case, content);
    if case.form.messages == [101] {
        delegation(case, content);
    } else {
        choices(case, content);
    }
}

fn choices(case: &mut Case<'_, '_>, content: Element<'_>) {
    if let Some(scheme) = content.child("HTHDon") {
        let (coded, register, uncoded) =
            (is(scheme, "CMa", "1"), is(scheme, "CMTMTTien", "1"), is(scheme, "KCMa", "1"));
        if !(coded || register || uncoded) {
            case.add(&SCHEME, scheme, |finding| finding);
        }
        if coded && uncoded {
            case.add(&SCHEME_BOTH, scheme, |finding| finding);
        }
        if uncoded
            && let Some(way) = content.child("HTGDLHDDT")
            && !["CDLTTDCQT", "CDLQTCTN", "CDLQTVAN"].iter().any(|tag| is(way, tag, "1"))
        {
            case.add(&WAY, way, |finding| finding);
        }
        if uncoded
            && let Some(method) = content.child("PThuc")
            && !["CDDu", "CBTHop"].iter().any(|tag| is(method, tag, "1"))
        {
            case.add(&METHOD, method, |finding| finding);
        }
    }
    if let Some(kinds) = content.child("LHDSDung")
        && !kinds.children().any(|kind| kind.trimmed() == "1")
    {
        case.add(&KINDS, kinds, |finding| finding);
    }
}

fn certificates(case: &mut Case<'_, '_>, content: Element<'_>) {
    let mut known = HashSet::new();
    for certificate in entries(content.child("DSCTSSDung"), "CTS") {
        let day = |tag| child(certificate, &[tag]).and_then(day_of);
        if let (Some(from), Some(to)) = (day("TNgay"), day("DNgay")) {
            if to < from {
                case.add(&CERTIFICATE_ORDER, certificate, |finding| {
                    finding.expected(from.to_string()).found(to.to_string())
                });
            }
            // 3 is a certificate no longer used.
            if let Some(made) = case.date
                && to < made
                && !is(certificate, "HThuc", "3")
            {
                case.add(&CERTIFICATE_EXPIRED, certificate, |finding| {
                    finding.expected(made.to_string()).found(to.to_string())
                });
            }
        }
        let Some(serial) = child(certificate, &["Seri"]) else { continue };
        let text = serial.trimmed().replace([' ', ':'], "");
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            case.add_found(&CERTIFICATE_SERIAL, serial);
        }
        let what = child(certificate, &["HThuc"]).map(|element| element.trimmed().into_owned());
        if !known.insert((text.to_ascii_uppercase(), what)) {
            case.add_found(&CERTIFICATE_REPEATED, serial);
        }
    }
}

fn delegation(case: &mut Case<'_, '_>, content: Element<'_>) {
    let own = case.find("DLTKhai/TTChung/MST").and_then(|element| TaxCode::parse(&element.trimmed()));
    for entry in entries(content.child("DSDKUNhiem"), "DKUNhiem") {
        let other = child(entry, &["MST"]);
        if let (Some(own), Some(other)) = (own, other)
            && TaxCode::parse(&other.trimmed()) == Some(own)
        {
            case.add_found(&DELEGATE_SELF, other);
        }
        let day = |tag| child(entry, &[tag]).and_then(day_of);
        if let (Some(from), Some(to)) = (day("TNgay"), day("DNgay"))
            && to < from
        {
            case.add(&DELEGATE_PERIOD, entry, |finding| {
                finding.expected(from.to_string()).found(to.to_string())
            });
        }
        if let Some(form) = child(entry, &["KHMSHDon"])
            && FormSymbol::parse(&form.trimmed()).is_none()
        {
            case.add_found(&DELEGATE_SYMBOLS, form);
        }
        if let Some(series) = child(entry, &["KHHDon"])
            && Series::parse(&series.trimmed()).is_none()
        {
            case.add_found(&DELEGATE_SYMBOLS, series);
        }
        // 9 is another method than those of appendix XI.
        if is(entry, "PThuc", "9") && child(entry, &["THTTTKhac"]).is_none() {
            case.add(&DELEGATE_PAYMENT, entry, |finding| finding);
        }
    }
}
