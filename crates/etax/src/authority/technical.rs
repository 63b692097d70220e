//! The technical answers: 999, and -1 to what is no message at all.

use super::reason::{self, Reason};
use super::{AnswerError, Desk};
use crate::paper::Form;
use crate::paper::write::{Fields, element, text};

/// Tells the table of the technical answer, the only one with this message type.
fn table() -> &'static [crate::paper::Entry] {
    Form::all().iter().find(|form| form.messages == [999]).map(|form| form.table).unwrap_or_default()
}

impl Desk<'_, '_> {
    /// 999, phản hồi kỹ thuật: the message has been taken, or why not.
    pub(super) fn acknowledge(&mut self, reasons: &[Reason]) -> Result<(), AnswerError> {
        let envelope = self.envelope(999)?;
        let mut fields: Fields = vec![
            text("MTDiep", &*self.heard.id),
            text("MNGui", self.incoming.from),
            text("NNhan", self.now()),
            text("TTTNhan", if reasons.is_empty() { "0" } else { "1" }),
        ];
        if !reasons.is_empty() {
            fields.push(reason::brief("DSLDo", reasons));
        }
        let mut notice = String::new();
        element("TBao", table(), &fields, &mut notice);
        let xml = envelope.around("", &notice);
        self.answer(999, reasons.is_empty(), None, envelope.id, xml);
        Ok(())
    }

    /// -1, phản hồi sai định dạng: the bytes are no message.
    pub(super) fn malformed(&mut self, reason: &Reason) -> Result<(), AnswerError> {
        let envelope = self.envelope(-1)?;
        let mut data = String::new();
        for (tag, said, most) in [("MLoi", &reason.code, 5), ("MTa", &reason.text, 255)] {
            data.push_str(&format!("<{tag}>"));
            crate::xml::escape(&crate::paper::write::cut(said, most), &mut data);
            data.push_str(&format!("</{tag}>"));
        }
        let xml = envelope.around("", &data);
        self.answer(-1, false, None, envelope.id, xml);
        Ok(())
    }
}
