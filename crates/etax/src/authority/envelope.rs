//! The envelope of an answer.

use super::{AnswerError, Desk};
use crate::message::{Header, MessageId};
use crate::paper::write::{Fields, element, text};

/// The version of the format that answers state (PBan).
pub(super) const VERSION: &str = "2.1.0";

/// An answer of the authority: one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// MLTDiep, mã loại thông điệp: its type, such as 202.
    pub code: i16,
    /// MTDiep, mã thông điệp: its id.
    pub id: MessageId,
    /// Whether it grants or acknowledges, rather than refuses.
    pub grants: bool,
    /// Which document of the message it is about, from 0; `None` when it is about all of it.
    pub document: Option<usize>,
    /// The message.
    pub xml: String,
}

/// What comes before the documents of an answer, and after.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) id: MessageId,
    before: String,
}

impl Envelope {
    /// The message around documents; `declarations` are attributes of DLieu.
    pub(super) fn around(&self, declarations: &str, documents: &str) -> String {
        format!("{}<DLieu{declarations}>{documents}</DLieu></TDiep>", self.before)
    }
}

impl Desk<'_, '_> {
    /// The envelope of an answer of this type. Technical answers name no taxpayer.
    pub(super) fn envelope(&mut self, code: i16) -> Result<Envelope, AnswerError> {
        let id = MessageId::new(self.office.code, (self.ids)())
            .map_err(|_| AnswerError::Office { field: "code", why: super::error::NO_PARTY })?;
        let mut fields: Fields = vec![
            text("PBan", VERSION),
            text("MNGui", self.office.code),
            text("MNNhan", self.incoming.from),
            text("MLTDiep", code.to_string()),
            text("MTDiep", id.as_str()),
            text("MTDTChieu", &*self.heard.id),
        ];
        if code > 0 && code != 999 {
            fields.push(text("MST", &*self.heard.tax_code));
            fields.push(text("SLuong", "1"));
        }
        let mut before = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><TDiep>");
        element("TTChung", Header::table(), &fields, &mut before);
        Ok(Envelope { id, before })
    }

    /// Adds an answer.
    pub(super) fn answer(
        &mut self,
        code: i16,
        grants: bool,
        document: Option<usize>,
        id: MessageId,
        xml: String,
    ) {
        self.answers.push(Answer { code, id, grants, document, xml });
    }
}
