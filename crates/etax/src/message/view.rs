//! The typed view of a message.

use super::kind::{DocumentKind, MessageType};
use crate::invoice::table::block::block;
use crate::invoice::{Forms, Kind, Row};
use crate::xml::Element;

block! {
    /// TDiep, thông điệp: the children of the root.
    Envelope {
        /// TTChung, thông tin chung.
        general: Row::new("TTChung", Kind::Block).must(Forms::ALL);
        /// DLieu, dữ liệu: the documents.
        data: Row::new("DLieu", Kind::Block).must(Forms::ALL);
        /// CKSNNT, chữ ký số người nộp thuế: signature over the data of a batch.
        signature: Row::new("CKSNNT", Kind::Block);
    }
}

block! {
    /// TTChung, thông tin chung of a message (Decision 1450/QĐ-TCT, part II).
    Header {
        /// PBan, phiên bản: version of the format.
        version: Row::new("PBan", Kind::Text(6)).must(Forms::ALL);
        /// MNGui, mã nơi gửi: sender.
        sender: Row::new("MNGui", Kind::Text(14)).must(Forms::ALL);
        /// MNNhan, mã nơi nhận: receiver.
        receiver: Row::new("MNNhan", Kind::Text(14)).must(Forms::ALL);
        /// MLTDiep, mã loại thông điệp: type.
        kind: Row::new("MLTDiep", Kind::Judged).must(Forms::ALL);
        /// MTDiep, mã thông điệp: id.
        id: Row::new("MTDiep", Kind::Text(46)).must(Forms::ALL);
        /// MTDTChieu, mã thông điệp tham chiếu: id of the message answered.
        answered: Row::new("MTDTChieu", Kind::Text(46));
        /// MST, mã số thuế: taxpayer.
        tax_code: Row::new("MST", Kind::Judged);
        /// SLuong, số lượng: number of documents.
        count: Row::new("SLuong", Kind::Judged);
    }
}

/// TDiep, thông điệp: a message, viewed in the document it stands in.
///
/// ```
/// use etax::message::{DocumentKind, Message};
/// use etax::xml::{Document, Limits, Parsed};
/// let source = b"<TDiep><TTChung><MLTDiep>203</MLTDiep></TTChung><DLieu><HDon/><HDon/></DLieu></TDiep>";
/// let Parsed::Document(document) = Document::parse(source, &Limits::default()) else { unreachable!() };
/// let message = Message::new(document.root());
/// assert_eq!(message.code(), Some(203));
/// assert!(message.documents().all(|(kind, _)| kind == DocumentKind::Invoice));
/// assert_eq!(message.documents().count(), 2);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Message<'d> {
    envelope: Envelope<'d>,
    header: Option<Header<'d>>,
}

impl<'d> Message<'d> {
    /// Views a TDiep element; nothing is checked.
    #[must_use]
    pub fn new(tdiep: Element<'d>) -> Self {
        Self::observed(tdiep, &mut ())
    }

    pub(crate) fn observed<O: crate::invoice::table::block::Observer<'d>>(
        tdiep: Element<'d>,
        observer: &mut O,
    ) -> Self {
        let envelope = Envelope::observed(tdiep, observer);
        let header = envelope.general().map(|element| Header::observed(element, observer));
        Self { envelope, header }
    }

    /// The TDiep element.
    #[must_use]
    pub const fn element(&self) -> Element<'d> {
        self.envelope.element()
    }

    /// The children of TDiep.
    #[must_use]
    pub const fn envelope(&self) -> &Envelope<'d> {
        &self.envelope
    }

    /// TTChung, thông tin chung.
    #[must_use]
    pub const fn header(&self) -> Option<&Header<'d>> {
        self.header.as_ref()
    }

    /// MLTDiep as a number; `None` when it is missing or none.
    #[must_use]
    pub fn code(&self) -> Option<i16> {
        code_of(&self.header?.kind()?.trimmed())
    }

    /// The type, when it is known.
    #[must_use]
    pub fn kind(&self) -> Option<MessageType> {
        self.code().and_then(MessageType::of)
    }

    /// The documents inside, with their kinds, in order. Leaves that are no kind of document
    /// (as in the message -1, whose DLieu holds fields) are left out.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentKind, Element<'d>)> + use<'d> {
        self.envelope
            .data()
            .into_iter()
            .flat_map(Element::children)
            .map(|element| (DocumentKind::of(element.local()), element))
            .filter(|(kind, element)| *kind != DocumentKind::Other || !element.is_leaf())
    }
}

/// The number that an MLTDiep states.
pub(crate) fn code_of(text: &str) -> Option<i16> {
    // `+200` and `0200` are no codes.
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
