//! Notices as plain data: made from JSON, written as XML, read back.

use super::structure::{
    FILING_NOTICE, OTHER_NOTICE, TRANSACTION_NOTICE, TRANSACTION_NOTICE_MADE, is_known_transaction,
};
use super::{NAMESPACE, Notice, NoticeKind};
use crate::payment::view::parsed;
use crate::schema::{ComposeError, ComposeProblem, compose, decompose};
use crate::xml::Element;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident = $tag:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(rename = $tag, default, skip_serializing_if = "String::is_empty")]
                pub $field: String,
            )*
        }
    };
}

record! {
    /// What a filing is about (`CTietHoSoThue`).
    FilingData {
        /// The attribute `id`: the number of the row; filled in.
        row = "@id",
        /// tokhai-phuluc: the name of the declaration or appendix.
        document = "tokhai-phuluc",
        /// loaiToKhai: first, amended or replacing.
        kind = "loaiToKhai",
        /// kyTinhThue: the period.
        period = "kyTinhThue",
        /// lanNop: the number of the filing or amendment.
        number = "lanNop",
    }
}

record! {
    /// Why a filing is refused (`CTietLyDo`).
    ReasonData {
        /// tenNhomLoi: the group of the error.
        group = "tenNhomLoi",
        /// tenLoi: the error.
        error = "tenLoi",
        /// huongDanXuLy: how to mend it.
        advice = "huongDanXuLy",
        /// ghiChu: a remark.
        note = "ghiChu",
    }
}

record! {
    /// A sum to pay (`CTietIDKhoanNop`).
    PayableData {
        /// maDinhDanh: its id.
        id = "maDinhDanh",
        /// soTienPNop: the sum.
        amount = "soTienPNop",
        /// tenLoaiTien: the currency.
        currency = "tenLoaiTien",
    }
}

record! {
    /// A part of a transaction (`CTietGDich`).
    TransactionPartData {
        /// maGDC: its code.
        code = "maGDC",
    }
}

macro_rules! texts {
    ($($(#[$field_doc:meta])* $field:ident = $tag:literal in $place:literal,)*) => {
        /// A notice as plain data: an answer to a filing (843 or 844), or word of a transaction that is not valid (213). The keys
        /// in JSON are the names of the elements; each of the lists is one list, whatever number of lists the document had.
        ///
        /// ```
        /// use etax::notice::NoticeData;
        /// let json = r#"{"maTBao": "843", "tenTBao": "V/v tiếp nhận", "soTBao": "1/2026/TB-TĐT", "ngayTBao": "2026-04-20",
        ///   "maCQT": "99901", "tenCQT": "Thuế cơ sở", "maNNhan": "0123456787", "tenNNhan": "Công ty A",
        ///   "trangThai": "Y", "ngayNopThucTe": "2026-04-20T08:58:40+07:00", "maGiaoDichDTu": "99920260000000001",
        ///   "HoSoThue": [{"tokhai-phuluc": "01/GTGT", "loaiToKhai": "C", "kyTinhThue": "03/2026", "lanNop": "0"}]}"#;
        /// let notice = serde_json::from_str::<NoticeData>(json).unwrap().filled();
        /// let xml = notice.to_xml().unwrap();
        /// assert!(xml.contains("<ngayChapNhan xsi:nil=\"true\"/>"));
        /// assert_eq!(NoticeData::from_xml(xml.as_bytes()), Some(notice));
        /// ```
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct NoticeData {
            $(
                $(#[$field_doc])*
                #[serde(rename = $tag, default, skip_serializing_if = "String::is_empty")]
                pub $field: String,
            )*
            /// `HoSoThue`: the declarations and appendices.
            #[serde(rename = "HoSoThue", default, skip_serializing_if = "Vec::is_empty")]
            pub filings: Vec<FilingData>,
            /// `LyDo`: the reasons of a refusal.
            #[serde(rename = "LyDo", default, skip_serializing_if = "Vec::is_empty")]
            pub reasons: Vec<ReasonData>,
            /// `IDKhoanNop`: the sums to pay.
            #[serde(rename = "IDKhoanNop", default, skip_serializing_if = "Vec::is_empty")]
            pub payables: Vec<PayableData>,
            /// `CTietGDich`: the parts of the transaction that is not valid.
            #[serde(rename = "CTietGDich", default, skip_serializing_if = "Vec::is_empty")]
            pub parts: Vec<TransactionPartData>,
        }

        impl NoticeData {
            /// Where each stands below `TBaoThue`, and what it says.
            fn places(&self) -> Vec<(&'static str, &'static str, &str)> {
                vec![$(($place, $tag, self.$field.as_str())),*]
            }

            fn texts(body: Element<'_>) -> Self {
                let text = |place: &str, tag: &str| {
                    let place = body.find(place).and_then(|place| place.child(tag));
                    place.map(Element::trimmed).unwrap_or_default().into_owned()
                };
                Self { $($field: text($place, $tag),)* ..Self::default() }
            }
        }
    };
}

texts! {
    /// maCQT: the code of the tax office.
    office = "maCQT" in "TTinChung/CQT",
    /// tenCQT: its name.
    office_name = "tenCQT" in "TTinChung/CQT",
    /// maDVu: the code of the portal.
    service = "maDVu" in "TTinChung/CQT/DVu",
    /// tenDVu: its name.
    service_name = "tenDVu" in "TTinChung/CQT/DVu",
    /// pbanDVu: its version.
    service_version = "pbanDVu" in "TTinChung/CQT/DVu",
    /// maNNhan: the recipient's tax code.
    recipient = "maNNhan" in "TTinChung/NNhanTBaoThue",
    /// tenNNhan: its name.
    recipient_name = "tenNNhan" in "TTinChung/NNhanTBaoThue",
    /// diaChiNNhan: its address.
    recipient_address = "diaChiNNhan" in "TTinChung/NNhanTBaoThue",
    /// maTBao: `843`, `844` or `213`.
    code = "maTBao" in "TTinChung/TTinTBaoThue",
    /// tenTBao: the title.
    name = "tenTBao" in "TTinChung/TTinTBaoThue",
    /// pbanTBao: the version.
    version = "pbanTBao" in "TTinChung/TTinTBaoThue",
    /// soTBao: the number.
    number = "soTBao" in "TTinChung/TTinTBaoThue",
    /// ngayTBao: the day.
    made_on = "ngayTBao" in "TTinChung/TTinTBaoThue",
    /// tenDLT: the name of the tax agent that filed.
    agent = "tenDLT" in "TTinChung/DaiLyThue",
    /// trangThai: `Y` or `N`.
    state = "trangThai" in "NDungTBao",
    /// ngayNopThucTe: when the filing was received.
    filed_at = "ngayNopThucTe" in "NDungTBao",
    /// maGiaoDichDTu: the code of the transaction.
    transaction = "maGiaoDichDTu" in "NDungTBao",
    /// ngayChapNhan: when it was accepted.
    accepted_at = "ngayChapNhan" in "NDungTBao",
    /// ngayHoanThanh: when filing was complete.
    completed_at = "ngayHoanThanh" in "NDungTBao",
    /// duongDan: where to read more.
    link = "duongDan" in "NDungTBao",
    /// hotline: whom to call.
    hotline = "hotline" in "NDungTBao",
    /// ngayGDich: in 213, the day of the transaction.
    transaction_day = "ngayGDich" in "NDungTBao/GDich",
    /// maGDich: in 213, its code.
    invalid_transaction = "maGDich" in "NDungTBao/GDich",
    /// maKQuaGDich: in 213, the code of its result.
    result = "maKQuaGDich" in "NDungTBao/GDich",
    /// kquaGDich: in 213, its result.
    result_text = "kquaGDich" in "NDungTBao/GDich",
    /// maLoiGDich: in 213, the code of the error.
    error = "maLoiGDich" in "NDungTBao/GDich",
    /// mtaLoiGDich: in 213, the error.
    error_text = "mtaLoiGDich" in "NDungTBao/GDich",
}

impl NoticeData {
    /// The same with what follows from the rest, where it is left empty: the numbers of the rows of `HoSoThue`.
    #[must_use]
    pub fn filled(mut self) -> Self {
        for (at, filing) in (1_usize..).zip(&mut self.filings) {
            if filing.row.is_empty() {
                filing.row = at.to_string();
            }
        }
        self
    }

    /// The unsigned document, its elements in their order. White space around texts is left out.
    ///
    /// # Errors
    /// A code other than 843, 844 and 213 (of no other notice the elements are known), no filing, what belongs in
    /// another notice, or a character that no XML document can hold. Whether what is said is right is for
    /// [`crate::notice::check`].
    pub fn to_xml(&self) -> Result<String, ComposeError> {
        let (node, mut content) = match self.code.trim() {
            "843" | "844" => (
                &FILING_NOTICE,
                // Both lists stand there, whatever is in them.
                json!({"HoSoThue": {}, "LyDo": {}}),
            ),
            "213" => (&TRANSACTION_NOTICE_MADE, json!({"GDich": {}})),
            _ => {
                let path = "TBaoThueDTu/TBaoThue/TTinChung/TTinTBaoThue/maTBao".to_owned();
                return Err(ComposeError { path, problem: ComposeProblem::NotKnown });
            }
        };
        // What belongs in another notice is refused where the document would have it.
        if !self.filings.is_empty() {
            content["HoSoThue"] = json!({"CTietHoSoThue": self.filings});
        }
        if !self.reasons.is_empty() {
            content["LyDo"] = json!({"CTietLyDo": self.reasons});
        }
        if !self.payables.is_empty() {
            content["IDKhoanNop"] = json!({"CTietIDKhoanNop": self.payables});
        }
        if !self.parts.is_empty() {
            content["CTietGDich"] = json!(self.parts);
        }
        let mut body = json!({
            "NDungTBao": content,
            "@id": "_NODE_TO_SIGN",
            "TTinChung": {"CQT": {}, "NNhanTBaoThue": {}, "TTinTBaoThue": {}},
        });
        for (place, tag, text) in self.places() {
            if !text.is_empty() {
                let mut here = &mut body;
                for step in place.split('/') {
                    here = &mut here[step];
                }
                here[tag] = Value::String(text.to_owned());
            }
        }
        compose(node, NAMESPACE, &json!({"TBaoThue": body}))
    }

    /// Reads a notice without judging it; `None` when it is another document or notice, or a 213 that says more than is known
    /// of it.
    #[must_use]
    pub fn read(root: Element<'_>) -> Option<Self> {
        let notice = Notice::read(root)?;
        match notice.kind()? {
            NoticeKind::Reception | NoticeKind::Acceptance => {}
            NoticeKind::InvalidTransaction => {
                if !notice.body().child("NDungTBao").is_some_and(is_known_transaction) {
                    return None;
                }
            }
        }
        let text = |row: Element<'_>, tag: &str| {
            row.child(tag).map(Element::trimmed).unwrap_or_default().into_owned()
        };
        Some(Self {
            filings: notice
                .filings()
                .map(|row| FilingData {
                    row: row.attribute("id").unwrap_or_default().into_owned(),
                    document: text(row, "tokhai-phuluc"),
                    kind: text(row, "loaiToKhai"),
                    period: text(row, "kyTinhThue"),
                    number: text(row, "lanNop"),
                })
                .collect(),
            reasons: notice
                .reasons()
                .map(|row| ReasonData {
                    group: text(row, "tenNhomLoi"),
                    error: text(row, "tenLoi"),
                    advice: text(row, "huongDanXuLy"),
                    note: text(row, "ghiChu"),
                })
                .collect(),
            payables: notice
                .payables()
                .map(|payable| PayableData {
                    id: payable.id().into_owned(),
                    amount: text(payable.element(), "soTienPNop"),
                    currency: text(payable.element(), "tenLoaiTien"),
                })
                .collect(),
            parts: notice
                .body()
                .child("NDungTBao")
                .into_iter()
                .flat_map(|content| content.children_named("CTietGDich"))
                .map(|part| TransactionPartData { code: text(part, "maGDC") })
                .collect(),
            ..Self::texts(notice.body())
        })
    }

    /// Reads the bytes of a document; `None` when they are no XML or no notice that [`Self::read`] reads.
    #[must_use]
    pub fn from_xml(bytes: &[u8]) -> Option<Self> {
        parsed(bytes, Self::read)
    }
}

/// What any notice says, as an object: its data where all of it is known, else its elements as they stand.
///
/// ```
/// use etax::notice;
/// use etax::xml::{Document, Limits, Parsed};
/// let xml = b"<TBaoThueDTu><TBaoThue><NDungTBao><GDich><maGDich>7</maGDich><x/></GDich></NDungTBao></TBaoThue></TBaoThueDTu>";
/// let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else { panic!() };
/// assert_eq!(notice::shown(document.root()).unwrap()["TBaoThue"]["NDungTBao"]["GDich"]["maGDich"], "7");
/// ```
#[must_use]
pub fn shown(root: Element<'_>) -> Option<Value> {
    if let Some(data) = NoticeData::read(root) {
        return serde_json::to_value(data).ok();
    }
    let kind = Notice::read(root)?.kind();
    let node = if kind == Some(NoticeKind::InvalidTransaction) { &TRANSACTION_NOTICE } else { &OTHER_NOTICE };
    Some(decompose(node, root))
}
