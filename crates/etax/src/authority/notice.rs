//! A notice of the authority: written, signed, put into its envelope.

use super::{AnswerError, Desk};
use crate::paper::Form;
use crate::paper::write::{Fields, element, inside, text};
use crate::signature::Role;
use crate::signature::sign::{SignRequest, Signer, sign};

/// What a notice is.
pub(super) struct Notice {
    /// MSo, mẫu số.
    pub(super) form: &'static str,
    /// MLTDiep of the message it travels in.
    pub(super) message: i16,
    /// Ten, tên thông báo.
    pub(super) title: &'static str,
    /// DLTBao, dữ liệu thông báo, without version, form, title and place.
    pub(super) data: Fields,
    /// The number stands beside the data (STBao), which the head of the office signs first; else in the data.
    pub(super) numbered: bool,
    pub(super) grants: bool,
    pub(super) document: Option<usize>,
}

impl Desk<'_, '_> {
    /// Sends a notice.
    pub(super) fn notify(&mut self, notice: Notice) -> Result<(), AnswerError> {
        let table = Form::all()
            .iter()
            .find(|form| form.number == notice.form && form.messages.contains(&notice.message))
            .map(|form| form.table)
            .unwrap_or_default();
        let number = self.grants.number(notice.form).map_err(AnswerError::Grants)?;
        let day = self.incoming.at.date().to_string();
        let mut data = notice.data;
        data.extend([
            text("PBan", super::envelope::VERSION),
            text("MSo", notice.form),
            text("Ten", notice.title),
            text("DDanh", self.office.place),
        ]);
        let numbering = vec![text("So", number), text("NTBao", day)];
        let mut fields: Fields = Vec::with_capacity(2);
        if notice.numbered {
            data.extend([text("TCQTCTren", self.office.above), text("TCQT", self.office.name)]);
            data.extend([text("HThuc", self.office.stead), text("CDanh", self.office.title)]);
            fields.push(inside("STBao", numbering));
        } else {
            data.extend(numbering);
        }
        fields.push(inside("DLTBao", data));
        let mut xml = String::new();
        element("TBao", table, &fields, &mut xml);
        let mut xml = xml.into_bytes();
        if let Some(head) = self.office.head.filter(|_| notice.numbered) {
            xml = self.signed(&xml, Role::TaxOffice, head)?;
        }
        xml = self.signed(&xml, Role::Authority, self.office.signer)?;
        let envelope = self.envelope(notice.message)?;
        let message = envelope.around("", &String::from_utf8_lossy(&xml));
        self.answer(notice.message, notice.grants, notice.document, envelope.id, message);
        Ok(())
    }

    fn signed(&self, xml: &[u8], role: Role, signer: &dyn Signer) -> Result<Vec<u8>, AnswerError> {
        sign(xml, &SignRequest::new(role, self.incoming.at), signer).map_err(AnswerError::Sign)
    }
}
