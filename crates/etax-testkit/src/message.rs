//! Messages (TDiep) around invoices.

use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

/// The invented transmission provider.
pub(crate) const PROVIDER: &str = "9900000016";

/// A message of type `kind` (MLTDiep) carrying these invoices.
pub(crate) fn wrap(kind: u16, taxpayer: &Party, invoices: Vec<Element>, random: &mut Random) -> Element {
    let (from, to) = match kind {
        202 | 204 | 301 | 302 => ("TCT".to_owned(), format!("V{PROVIDER}")),
        _ => (format!("V{PROVIDER}"), "TCT".to_owned()),
    };
    let answered = if matches!(kind, 202 | 204 | 301) {
        format!("V{PROVIDER}{}", random.uuid().to_uppercase())
    } else {
        String::new()
    };
    let header = Element::new("TTChung")
        .with_leaf("PBan", "2.1.0")
        .with_leaf("MNGui", from.clone())
        .with_leaf("MNNhan", to)
        .with_leaf("MLTDiep", kind.to_string())
        .with_leaf("MTDiep", format!("{from}{}", random.uuid().to_uppercase()))
        .with_leaf("MTDTChieu", answered)
        .with_leaf("MST", taxpayer.tax_code.clone())
        .with_leaf("SLuong", invoices.len().to_string());
    let mut data = Element::new("DLieu");
    if kind == 206 {
        data = data.attribute("Id", format!("_{}", random.uuid().to_uppercase()));
    }
    for invoice in invoices {
        data.push(invoice);
    }
    let mut message = Element::new("TDiep").with(header).with(data);
    if kind == 206 {
        message.push(Element::new("CKSNNT"));
    }
    message
}
