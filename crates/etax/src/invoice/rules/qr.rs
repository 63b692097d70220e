//! DLQRCode: advisory only, for nothing signed depends on it and most real codes deviate.

use super::{basis, rules};
use crate::code::qr::{Deviation, InvoicePart, read};
use crate::invoice::case::{Case, filled, number, trimmed};
use crate::invoice::view::Invoice;
use crate::value::{Amount, InvoiceNumber};

rules! {
    UNREAD = "invoice.qr.unread", Rules, Inform, basis::FORMAT;
    vi "Dữ liệu mã QR không đọc được, hoặc không nói gì về hóa đơn.", en "The data of the QR code cannot be read, or says nothing about the invoice.";

    CHECKSUM = "invoice.qr.checksum", Rules, Inform, basis::FORMAT;
    vi "Mã kiểm tra CRC-16 của mã QR là {found}, phải là {expected}.", en "The checksum of the QR code is {found} and should be {expected}.";

    DEVIATION = "invoice.qr.deviation", Rules, Inform, basis::FORMAT;
    vi "Dữ liệu mã QR đọc được nhưng khác quy định: {found}.", en "The data of the QR code can be read but deviates: {found}.";

    DIFFERS = "invoice.qr.differs", Rules, Warn, basis::FORMAT;
    vi "Mã QR ghi {found}, hóa đơn ghi {expected}.", en "The QR code says {found}, the invoice {expected}.";
}

/// Reads the QR data and holds what it says against the invoice.
pub(crate) fn check(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let Some(at) = filled(invoice.top().qr()) else { return };
    let reading = read(&trimmed(at));
    let Some(part) = reading.invoice else {
        case.add_found(&UNREAD, at);
        return;
    };
    for deviation in &reading.deviations {
        match deviation {
            Deviation::Checksum { expected, found } => {
                case.add(&CHECKSUM, at, |finding| {
                    finding.expected(format!("{expected:04X}")).found(found.as_str())
                });
            }
            other => case.add(&DEVIATION, at, |finding| finding.found(other.to_string())),
        }
    }
    for (said, stated) in differences(case, invoice, &part) {
        case.add(&DIFFERS, at, |finding| finding.expected(stated).found(said));
    }
}

/// What the code says and the invoice says otherwise. What the code leaves out is no difference.
fn differences(case: &Case<'_>, invoice: &Invoice<'_>, part: &InvoicePart) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut hold = |said: &str, stated: Option<String>, same: bool| {
        if let (false, Some(stated)) = (said.is_empty() || same, stated) {
            found.push((said.to_owned(), stated));
        }
    };
    let text = |element| filled(element).map(|element| trimmed(element).into_owned());
    let general = invoice.general();
    let seller = text(invoice.seller().and_then(|seller| seller.tax_code()));
    let plain = seller.as_deref().unwrap_or_default().replace('-', "");
    hold(&part.seller, seller, part.seller == plain);
    let form = text(general.and_then(|general| general.form()));
    let same = form.as_deref() == Some(&part.form);
    hold(&part.form, form, same);
    let series = text(general.and_then(|general| general.series()));
    let same = series.as_deref() == Some(&part.series);
    hold(&part.series, series, same);
    let own = text(general.and_then(|general| general.number()));
    let same = own.as_deref().and_then(InvoiceNumber::parse) == InvoiceNumber::parse(&part.number);
    hold(&part.number, own, same);
    let day = case.date.map(|date| date.to_string());
    // Some write a date and time here.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).take(8).collect::<String>();
    let same = day.as_deref().map(digits).unwrap_or_default() == digits(&part.date);
    hold(&part.date, day, same);
    let payable = invoice.totals().and_then(|totals| totals.payable());
    let same = number(payable) == Amount::parse(&part.total).ok().map(Amount::value);
    hold(&part.total, text(payable), same);
    found
}
