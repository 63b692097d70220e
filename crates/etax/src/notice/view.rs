//! A notice as typed values, read without judging it.

use crate::value::{Amount, Moment, TaxCode, parse_day};
use crate::xml::Element;
use std::borrow::Cow;

/// The notices whose content is known (`maTBao`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// `843`, form 01-1/TB-TĐT: a filing was received, or not.
    Reception,
    /// `844`, form 01-2/TB-TĐT: a filing is accepted, or not.
    Acceptance,
    /// `213`: a transaction of a T-VAN provider is not valid.
    InvalidTransaction,
}

/// What became of a filing (`trangThai`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeState {
    /// `Y`: received, accepted.
    Yes,
    /// `N`: refused.
    No,
}

/// A notice of the tax authority, thông báo thuế điện tử (`TBaoThueDTu`), borrowed from the document.
///
/// Reading is lenient: what is absent is `None` or empty. [`crate::notice::check`] judges.
///
/// ```
/// use etax::notice::{Notice, NoticeKind, NoticeState};
/// use etax::xml::{Document, Limits, Parsed};
/// let xml = b"<TBaoThueDTu><TBaoThue><TTinChung><TTinTBaoThue><maTBao>844</maTBao></TTinTBaoThue></TTinChung>\
///   <NDungTBao><trangThai>Y</trangThai><ngayNopThucTe>2026-04-20T08:58:40.983+07:00</ngayNopThucTe>\
///   </NDungTBao></TBaoThue></TBaoThueDTu>";
/// let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else { panic!() };
/// let notice = Notice::read(document.root()).unwrap();
/// assert_eq!((notice.kind(), notice.state()), (Some(NoticeKind::Acceptance), Some(NoticeState::Yes)));
/// assert_eq!(notice.filed_at().unwrap().to_string(), "2026-04-20T08:58:40+07:00");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Notice<'d> {
    root: Element<'d>,
    body: Element<'d>,
}

impl<'d> Notice<'d> {
    /// Reads the root `TBaoThueDTu`; `None` when it is another element or holds no `TBaoThue`.
    #[must_use]
    pub fn read(root: Element<'d>) -> Option<Self> {
        if root.local() != "TBaoThueDTu" {
            return None;
        }
        Some(Self { root, body: root.child("TBaoThue")? })
    }

    /// `TBaoThueDTu`.
    #[must_use]
    pub const fn root(&self) -> Element<'d> {
        self.root
    }

    /// `TBaoThue`: what is signed.
    #[must_use]
    pub const fn body(&self) -> Element<'d> {
        self.body
    }

    /// An element of `TTinChung`, such as `CQT/maCQT`.
    #[must_use]
    pub fn common(&self, path: &str) -> Option<Element<'d>> {
        self.body.child("TTinChung")?.find(path)
    }

    /// `NDungTBao`: what the notice says.
    #[must_use]
    pub fn content(&self) -> Option<Element<'d>> {
        self.body.child("NDungTBao")
    }

    /// An element of `NDungTBao`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<Element<'d>> {
        self.content()?.find(path)
    }

    /// The trimmed text of an element of `NDungTBao`, empty when there is none.
    #[must_use]
    pub fn text(&self, path: &str) -> Cow<'d, str> {
        self.field(path).map(Element::trimmed).unwrap_or_default()
    }

    /// maTBao, mã thông báo: the code of the notice. Codes of notices are another series than those of declarations.
    #[must_use]
    pub fn code(&self) -> Cow<'d, str> {
        self.common("TTinTBaoThue/maTBao").map(Element::trimmed).unwrap_or_default()
    }

    /// Which notice it is, where its content is known.
    #[must_use]
    pub fn kind(&self) -> Option<NoticeKind> {
        match &*self.code() {
            "843" => Some(NoticeKind::Reception),
            "844" => Some(NoticeKind::Acceptance),
            "213" => Some(NoticeKind::InvalidTransaction),
            _ => None,
        }
    }

    /// maNNhan: the tax code of who gets the notice, where it has the form of one.
    #[must_use]
    pub fn recipient(&self) -> Option<TaxCode> {
        TaxCode::parse(&self.common("NNhanTBaoThue/maNNhan").map(Element::trimmed).unwrap_or_default())
    }

    /// ngayTBao: the day of the notice.
    #[must_use]
    pub fn made_on(&self) -> Option<Moment> {
        moment(&self.common("TTinTBaoThue/ngayTBao").map(Element::trimmed).unwrap_or_default())
    }

    /// trangThai: what became of the filing.
    #[must_use]
    pub fn state(&self) -> Option<NoticeState> {
        match &*self.text("trangThai") {
            "Y" => Some(NoticeState::Yes),
            "N" => Some(NoticeState::No),
            _ => None,
        }
    }

    /// maGiaoDichDTu: the code of the transaction that the notice answers; maGDich in notice 213.
    #[must_use]
    pub fn transaction(&self) -> Cow<'d, str> {
        match self.text("maGiaoDichDTu") {
            none if none.is_empty() => self.text("GDich/maGDich"),
            code => code,
        }
    }

    /// ngayNopThucTe: when the filing was received, which is the time of filing.
    #[must_use]
    pub fn filed_at(&self) -> Option<Moment> {
        moment(&self.text("ngayNopThucTe"))
    }

    /// ngayChapNhan: when it was accepted.
    #[must_use]
    pub fn accepted_at(&self) -> Option<Moment> {
        moment(&self.text("ngayChapNhan"))
    }

    /// `HoSoThue/CTietHoSoThue`: the declarations and appendices that the notice is about, over all lists.
    pub fn filings(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        self.rows("HoSoThue", "CTietHoSoThue")
    }

    /// `LyDo/CTietLyDo`: the reasons of a refusal.
    pub fn reasons(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        self.rows("LyDo", "CTietLyDo")
    }

    /// `IDKhoanNop/CTietIDKhoanNop`: the sums to pay, each with its id. An amendment that lowers the tax has a negative sum.
    pub fn payables(&self) -> impl Iterator<Item = Payable<'d>> + use<'d> {
        self.rows("IDKhoanNop", "CTietIDKhoanNop").map(|element| Payable { element })
    }

    fn rows(&self, list: &'static str, row: &'static str) -> impl Iterator<Item = Element<'d>> + use<'d> {
        let lists = self.content().into_iter().flat_map(move |content| content.children_named(list));
        lists.flat_map(move |list| list.children_named(row))
    }
}

/// A sum to pay with the id that a payment order can name (`CTietIDKhoanNop`).
#[derive(Clone, Copy, Debug)]
pub struct Payable<'d> {
    element: Element<'d>,
}

impl<'d> Payable<'d> {
    /// `CTietIDKhoanNop`.
    #[must_use]
    pub const fn element(&self) -> Element<'d> {
        self.element
    }

    /// maDinhDanh, mã định danh khoản phải nộp: its id.
    #[must_use]
    pub fn id(&self) -> Cow<'d, str> {
        self.element.child("maDinhDanh").map(Element::trimmed).unwrap_or_default()
    }

    /// soTienPNop: the sum.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        Amount::parse(&self.element.child("soTienPNop")?.trimmed()).ok()
    }
}

/// A day or time as notices write it: as XML Schema does, or `DD/MM/YYYY`.
pub(super) fn moment(text: &str) -> Option<Moment> {
    match parse_day(text) {
        Some(day) => Moment::from_local(day.at(0, 0, 0, 0)),
        None => Moment::parse(text),
    }
}
