//! 301, thông báo kết quả xử lý hóa đơn có sai sót (01/TB-SSĐT): what came of a notice of wrong invoices.

use super::checked::taxpayer_name;
use super::notice::Notice;
use super::reason::{self, Reason};
use super::{AnswerError, Desk};
use crate::paper::write::{Fields, text};
use crate::value::parse_date;
use crate::xml::Element;

impl Desk<'_, '_> {
    /// Answers a notice of wrong invoices. Version 2.1.0 answers for the notice, not for each invoice.
    pub(super) fn settle(
        &mut self,
        number: usize,
        notice: Element<'_>,
        reasons: &[Reason],
    ) -> Result<(), AnswerError> {
        let name = taxpayer_name(notice);
        let told = notice.find("DLTBao/NTBao").map(Element::trimmed).unwrap_or_default();
        let mut data: Fields = vec![
            text("MST", &*self.heard.tax_code),
            text("TNNT", if name.is_empty() { self.heard.tax_code.clone() } else { name }),
            text("MGDDTu", &*self.heard.id),
            text("TGNhan", self.incoming.at.date().to_string()),
            text("STTThe", (number + 1).min(9999).to_string()),
        ];
        data.extend(parse_date(&told).map(|_| text("NTBNNT", told)));
        if !reasons.is_empty() {
            data.push(reason::full("DSLDKCNhan", reasons));
        }
        let grants = reasons.is_empty();
        self.notify(Notice {
            form: "01/TB-SSĐT",
            message: 301,
            title: if grants {
                "Thông báo về việc tiếp nhận và kết quả xử lý hóa đơn điện tử có sai sót"
            } else {
                "Thông báo về việc không tiếp nhận thông báo hóa đơn điện tử có sai sót"
            },
            data,
            numbered: true,
            grants,
            document: Some(number),
        })
    }
}
