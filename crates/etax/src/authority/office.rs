//! Who answers.

use super::AnswerError;
use super::error::{NO_NAME, NO_PARTY};
use crate::message::MessageId;
use crate::signature::sign::Signer;
use std::fmt;

/// The office that answers: what its notices say of it, and its keys.
#[derive(Clone, Copy)]
pub struct Office<'o> {
    /// MNGui of its messages: `TCT`, or the code of a unit that the authority has authorised.
    pub code: &'o str,
    /// TCQT, tên cơ quan thuế: its name.
    pub name: &'o str,
    /// TCQTCTren, tên cơ quan thuế cấp trên: the name of the office above it.
    pub above: &'o str,
    /// DDanh, địa danh: the place that its notices are dated at.
    pub place: &'o str,
    /// HThuc, hình thức: in whose stead the head signs, such as `KT.`; empty for nobody's.
    pub stead: &'o str,
    /// CDanh, chức danh: the title of who signs.
    pub title: &'o str,
    /// The key of the authority's own signature (CQT).
    pub signer: &'o dyn Signer,
    /// The key of the head of the office (TTCQT), who signs notices on registrations before the authority does; where
    /// there is none, the authority signs them alone.
    pub head: Option<&'o dyn Signer>,
}

impl fmt::Debug for Office<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office").field("code", &self.code).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Office<'_> {
    /// Whether notices can be written in its name.
    pub(super) fn check(&self) -> Result<(), AnswerError> {
        if MessageId::new(self.code, [0; 16]).is_err() || self.code.len() > 14 {
            return Err(AnswerError::Office { field: "code", why: NO_PARTY });
        }
        for (field, text, most) in
            [("name", self.name, 100), ("above", self.above, 100), ("place", self.place, 50)]
        {
            let length = text.trim().chars().count();
            if length == 0 || length > most || !text.chars().all(crate::xml::is_char) {
                return Err(AnswerError::Office { field, why: NO_NAME });
            }
        }
        for (field, text) in [("stead", self.stead), ("title", self.title)] {
            if text.chars().count() > 50 || !text.chars().all(crate::xml::is_char) {
                return Err(AnswerError::Office { field, why: NO_NAME });
            }
        }
        Ok(())
    }
}
