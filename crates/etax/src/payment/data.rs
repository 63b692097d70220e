//! Payment orders as plain data: made from JSON, written as XML, read back.

use super::structure::VERSIONS;
use super::{PaymentOrder, view};
use crate::schema::{ComposeError, ComposeProblem, Content, compose, decompose};
use crate::value::{Amount, Currency};
use crate::xml::Element;
use rust_decimal::Decimal;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use std::fmt;

/// A field may be given as a text or as a whole number; amounts are never floating-point numbers.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Given;

    impl Visitor<'_> for Given {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text or a whole number")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_i64<E>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_u64<E>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }
    }
    deserializer.deserialize_any(Given)
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident = $tag:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(rename = $tag, default, skip_serializing_if = "String::is_empty", deserialize_with = "text")]
                pub $field: String,
            )*
        }
    };
}

record! {
    /// What the bank writes around an order (`NDUNG_CTU_NH`).
    BankVoucher {
        /// MAHIEU_CTU: the series of its voucher.
        series = "MAHIEU_CTU",
        /// SO_CTU: the number of its voucher.
        number = "SO_CTU",
    }
}

record! {
    /// The header of an order (`CHUNGTU_HDR`). Empty fields are written as empty elements.
    HeaderData {
        /// PBAN_TLIEU_XML: the version; filled in as `4.0.1`.
        version = "PBAN_TLIEU_XML",
        /// ID_CTU: the portal's id of the order.
        id = "ID_CTU",
        /// SO_GNT: the order's number.
        number = "SO_GNT",
        /// MA_CTU: `01` đồng, `02` another currency; filled in from the currency.
        kind = "MA_CTU",
        /// HTHUC_NOP: the way of payment; filled in as `CK`, by transfer.
        method = "HTHUC_NOP",
        /// MST_NNOP: whose tax is paid.
        tax_code = "MST_NNOP",
        /// TEN_NNOP: its name.
        name = "TEN_NNOP",
        /// DIACHI_NNOP: its address.
        address = "DIACHI_NNOP",
        /// MA_CQT: the code of its tax office.
        tax_office = "MA_CQT",
        /// TEN_CQT: the name of its tax office.
        tax_office_name = "TEN_CQT",
        /// MA_XA_NNOP: the code of its commune.
        commune = "MA_XA_NNOP",
        /// TEN_XA_NNOP: the name of its commune.
        commune_name = "TEN_XA_NNOP",
        /// MA_HUYEN_NNOP: the code of its district; there are none since 2025-07-01.
        district = "MA_HUYEN_NNOP",
        /// TEN_HUYEN_NNOP: the name of its district.
        district_name = "TEN_HUYEN_NNOP",
        /// MA_TINH_NNOP: the code of its province.
        province = "MA_TINH_NNOP",
        /// TEN_TINH_NNOP: the name of its province.
        province_name = "TEN_TINH_NNOP",
        /// MST_NTHAY: who pays instead.
        delegate_tax_code = "MST_NTHAY",
        /// TEN_NTHAY: its name.
        delegate_name = "TEN_NTHAY",
        /// DIACHI_NTHAY: its address.
        delegate_address = "DIACHI_NTHAY",
        /// TEN_HUYEN_NTHAY: its district.
        delegate_district = "TEN_HUYEN_NTHAY",
        /// TEN_TINH_NTHAY: its province.
        delegate_province = "TEN_TINH_NTHAY",
        /// MA_NHANG_NOP: the code of the paying bank.
        bank = "MA_NHANG_NOP",
        /// TEN_NHANG_NOP: the name of the paying bank.
        bank_name = "TEN_NHANG_NOP",
        /// STK_NHANG_NOP: the account that pays.
        bank_account = "STK_NHANG_NOP",
        /// MA_HIEU_KBAC: the code of the treasury.
        treasury = "MA_HIEU_KBAC",
        /// TEN_KBAC: the name of the treasury.
        treasury_name = "TEN_KBAC",
        /// MA_TINH_KBAC: the code of the treasury's province.
        treasury_province = "MA_TINH_KBAC",
        /// TEN_TINH_KBAC: the name of the treasury's province.
        treasury_province_name = "TEN_TINH_KBAC",
        /// LOAI_TK_THU: the kind of the treasury's account.
        account_kind = "LOAI_TK_THU",
        /// TEN_TK_THU: the name of the treasury's account.
        account_name = "TEN_TK_THU",
        /// STK_THU: the treasury's account, such as `7111`.
        account = "STK_THU",
        /// ID_TK_KNGHI: which authority asked for the payment, `01` to `04`.
        request = "ID_TK_KNGHI",
        /// TK_KNGHI: its name.
        request_name = "TK_KNGHI",
        /// MA_CQTHU: the code of the collecting office.
        collector = "MA_CQTHU",
        /// TEN_CQTHU: the name of the collecting office.
        collector_name = "TEN_CQTHU",
        /// NGAY_LAP: the day the order was made, `DD/MM/YYYY`.
        made_on = "NGAY_LAP",
        /// TONG_TIEN: the total; filled in from the lines.
        total = "TONG_TIEN",
        /// VAN_ID: the id of the T-VAN provider.
        provider = "VAN_ID",
        /// MA_DBHC_THU: the code of the area that the money is collected in.
        area = "MA_DBHC_THU",
        /// TEN_DBHC_THU: the name of that area.
        area_name = "TEN_DBHC_THU",
        /// MA_LOAI_THUE: the kind of tax.
        tax_kind = "MA_LOAI_THUE",
        /// MA_NGUYENTE: the currency; filled in as `VND`. Version 4.0.0 does not have it, nor what follows.
        currency = "MA_NGUYENTE",
        /// MA_NHANG_UNT: the code of the bank that collects for the treasury.
        collecting_bank = "MA_NHANG_UNT",
        /// TEN_NHANG_UNT: the name of that bank.
        collecting_bank_name = "TEN_NHANG_UNT",
        /// MA_THAMCHIEU: the portal's reference.
        reference = "MA_THAMCHIEU",
    }
}

record! {
    /// One line of an order (`ROW_CTIET`).
    LineData {
        /// ID_CTU_CTIET: the line's id.
        id = "ID_CTU_CTIET",
        /// ID_CTU: the order's id; filled in from the header.
        order_id = "ID_CTU",
        /// SO_TK_TB_QD: the number of the declaration, notice or decision that is paid. Not in version 4.0.0.
        document = "SO_TK_TB_QD",
        /// NDUNG_NOP: what is paid, in words.
        content = "NDUNG_NOP",
        /// MA_NDKT: the sub-item.
        sub_item = "MA_NDKT",
        /// MA_CHUONG: the chapter.
        chapter = "MA_CHUONG",
        /// KY_THUE: the period.
        period = "KY_THUE",
        /// TIEN_PNOP: the sum.
        amount = "TIEN_PNOP",
        /// GHI_CHU: a remark.
        note = "GHI_CHU",
    }
}

/// A payment order as plain data. In JSON the keys are the names of the elements, in any order.
///
/// ```
/// use etax::payment::PaymentOrderData;
/// let json = r#"{"CHUNGTU_HDR": {"ID_CTU": "7", "MST_NNOP": "0123456787", "NGAY_LAP": "25/04/2019"},
///   "CHUNGTU_CTIET": [{"TIEN_PNOP": 1500, "MA_NDKT": "1701"}, {"MA_NDKT": "1052", "TIEN_PNOP": "500"}]}"#;
/// let order = serde_json::from_str::<PaymentOrderData>(json).unwrap().filled();
/// assert_eq!((&*order.header.total, &*order.lines[1].order_id), ("2000", "7"));
/// let xml = order.to_xml().unwrap();
/// assert!(xml.contains("<MA_NDKT>1701</MA_NDKT><MA_CHUONG/>"));
/// assert_eq!(PaymentOrderData::from_xml(xml.as_bytes()), Some(order));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentOrderData {
    /// `NDUNG_CTU_NH`: what the bank has written around the order; an order that the payer has yet to send has none.
    #[serde(rename = "NDUNG_CTU_NH", default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<BankVoucher>,
    /// `CHUNGTU_HDR`.
    #[serde(rename = "CHUNGTU_HDR")]
    pub header: HeaderData,
    /// `CHUNGTU_CTIET`.
    #[serde(rename = "CHUNGTU_CTIET")]
    pub lines: Vec<LineData>,
}

impl PaymentOrderData {
    /// The same with what follows from the rest, where it is left empty: version, way of payment, currency, kind, total,
    /// and the order's id in every line.
    #[must_use]
    pub fn filled(mut self) -> Self {
        let header = &mut self.header;
        let fill = |field: &mut String, value: &str| {
            if field.is_empty() {
                value.clone_into(field);
            }
        };
        fill(&mut header.version, VERSIONS.last().map_or("", |version| version.name));
        fill(&mut header.method, "CK");
        if header.version != "4.0.0" {
            fill(&mut header.currency, "VND");
        }
        let foreign = Currency::parse(&header.currency).is_some_and(|currency| !currency.is_vnd());
        fill(&mut header.kind, if foreign { "02" } else { "01" });
        for line in &mut self.lines {
            fill(&mut line.order_id, &header.id);
        }
        if header.total.is_empty() {
            let add = |sum: Option<Decimal>, line: &LineData| {
                sum?.checked_add(Amount::parse(line.amount.trim()).ok()?.value())
            };
            // What a line is that is no number cannot be added up; the check says which.
            if let Some(sum) = self.lines.iter().fold(Some(Decimal::ZERO), add) {
                header.total = sum.to_string();
            }
        }
        self
    }

    /// The unsigned document, its elements in the order of the version. White space around texts is left out.
    ///
    /// # Errors
    /// A version that is not known, a field that the version does not have, no line at all, or a character that no XML
    /// document can hold. Whether what is said is right is for [`crate::payment::check`].
    pub fn to_xml(&self) -> Result<String, ComposeError> {
        let version = self.header.version.trim();
        let unknown = || ComposeError {
            path: "CHUNGTU_HDR/PBAN_TLIEU_XML".to_owned(),
            problem: ComposeProblem::NotKnown,
        };
        let node = VERSIONS.iter().find(|known| known.name == version).ok_or_else(unknown)?.node;
        let content = json!({"CHUNGTU_HDR": self.header, "CHUNGTU_CTIET": {"ROW_CTIET": self.lines}});
        let value = match &self.bank {
            Some(bank) => json!({"NDUNG_CTU_NH": {
                "MAHIEU_CTU": bank.series, "SO_CTU": bank.number, "NDUNG_CTU": content}}),
            None => json!({"NDUNG_CTU": content}),
        };
        compose(node, "", &value)
    }

    /// Reads what an order says, whatever its version, without judging it; `None` when it holds no order at all.
    #[must_use]
    pub fn read(root: Element<'_>) -> Option<Self> {
        let order = PaymentOrder::read(root)?;
        let table =
            VERSIONS.iter().find(|known| known.name == order.version()).or_else(|| VERSIONS.last())?;
        let Content::OneOf([_, [node, ..]]) = table.node.content else { return None };
        let mut content = decompose(node, order.content());
        let bank = order.bank().map(|_| BankVoucher {
            series: order.bank_series().into_owned(),
            number: order.bank_number().into_owned(),
        });
        let header = content.get_mut("CHUNGTU_HDR").map(Value::take).unwrap_or_else(|| json!({}));
        let lines =
            content.pointer_mut("/CHUNGTU_CTIET/ROW_CTIET").map(Value::take).unwrap_or_else(|| json!([]));
        Some(Self {
            bank,
            header: serde_json::from_value(header).ok()?,
            lines: serde_json::from_value(lines).ok()?,
        })
    }

    /// Reads the bytes of a document; `None` when they are no XML or hold no order.
    #[must_use]
    pub fn from_xml(bytes: &[u8]) -> Option<Self> {
        view::parsed(bytes, Self::read)
    }
}
