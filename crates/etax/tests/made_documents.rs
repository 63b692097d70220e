//! Payment orders and notices made from JSON: what is read back is what was given, and what is made holds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod shared;

use etax::engine::{Engine, Input, Policy};
use etax::notice::{self, FilingData, NoticeData, PayableData, ReasonData};
use etax::payment::{BankVoucher, HeaderData, LineData, PaymentOrderData};
use etax::report::{Outcome, Report};
use etax::schema::ComposeProblem;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax::xml::{Document, Limits, Parsed};
use proptest::prelude::*;

fn check(xml: &str) -> Report {
    let engine = Engine::new(Policy::default(), TrustStore::default());
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    engine.check(&Input { name: "made.xml", bytes: xml.as_bytes(), at })
}

/// Any text that XML can hold, trimmed as the notation is.
fn any_text() -> impl Strategy<Value = String> {
    let raw = prop_oneof!["[ -~]{0,12}", "\\PC{0,12}", "[<>&\"'\\]\r\n\t a]{0,12}", Just(String::new())];
    raw.prop_map(|text| {
        let text: String = text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        text.trim_matches([' ', '\t', '\n', '\r']).to_owned()
    })
}

const ORDER: &str = r#"{
  "CHUNGTU_CTIET": [
    {"TIEN_PNOP": 1500000, "KY_THUE": "00/Q3/2026", "MA_CHUONG": "755", "MA_NDKT": "1701", "NDUNG_NOP": "Thuế GTGT & khác",
     "ID_CTU_CTIET": "71"},
    {"TIEN_PNOP": "2000", "KY_THUE": "00/CN/2025", "MA_CHUONG": "755", "MA_NDKT": "1052", "NDUNG_NOP": "Thuế TNDN",
     "ID_CTU_CTIET": "72"}],
  "CHUNGTU_HDR": {
    "NGAY_LAP": "16/10/2026", "MST_NNOP": "9900000016", "TEN_NNOP": "Công ty <A>", "ID_CTU": "7", "SO_GNT": "8",
    "MA_NHANG_NOP": "THU", "TEN_NHANG_NOP": "Ngân hàng", "STK_NHANG_NOP": "99", "MA_HIEU_KBAC": "9999",
    "TEN_KBAC": "Kho bạc", "STK_THU": "7111", "MA_CQTHU": "9999999", "TEN_CQTHU": "Thuế cơ sở"}}"#;

const NOTICE: &str = r#"{"maTBao": "844", "tenTBao": "V/v", "soTBao": "1/2026", "ngayTBao": "2026-04-20",
  "maCQT": "99901", "tenCQT": "Thuế cơ sở", "maNNhan": "9900000016", "tenNNhan": "Công ty A", "tenDLT": "Đại lý",
  "trangThai": "N", "ngayNopThucTe": "2026-04-20T08:58:40+07:00", "maGiaoDichDTu": "99920260000000001",
  "HoSoThue": [{"tokhai-phuluc": "01/GTGT", "loaiToKhai": "C", "kyTinhThue": "03/2026", "lanNop": "0"}],
  "LyDo": [{"tenLoi": "Sai kỳ"}]}"#;

/// Word that a provider's transaction is not valid.
const TRANSACTION: &str = r#"{"maTBao": "213", "tenTBao": "V/v", "soTBao": "1/2026", "ngayTBao": "2026-04-20",
  "maCQT": "99901", "tenCQT": "Thuế cơ sở", "maNNhan": "9900000016", "tenNNhan": "Công ty A",
  "ngayGDich": "20/04/2026", "maGDich": "99999-9999-2004202610453447-1", "maKQuaGDich": "03",
  "kquaGDich": "Giao dịch không hợp lệ", "maLoiGDich": "99", "mtaLoiGDich": "Hồ sơ không đọc được",
  "CTietGDich": [{"maGDC": "1"}, {"maGDC": "2"}]}"#;

fn holds(report: &Report, what: &str) {
    let checks = &report.main.checks;
    let findings: Vec<_> = report.main.findings.iter().map(|finding| finding.rule.id).collect();
    assert_eq!((checks.structure, checks.rules), (Outcome::Passed, Outcome::Passed), "{what}: {findings:?}");
}

#[test]
fn an_order_made_from_json_holds() {
    let mut order = serde_json::from_str::<PaymentOrderData>(ORDER).unwrap().filled();
    assert_eq!(order.header.total, "1502000");
    holds(&check(&order.to_xml().unwrap()), "before the bank");
    order.bank = Some(BankVoucher { series: "THU26".to_owned(), number: "7".to_owned() });
    holds(&check(&order.to_xml().unwrap()), "with the bank");
    order.header.version = "4.0.0".to_owned();
    let error = order.to_xml().unwrap_err();
    assert_eq!((error.problem, error.path.ends_with("MA_NGUYENTE")), (ComposeProblem::Unknown, true));
    order.header.currency.clear();
    holds(&check(&order.to_xml().unwrap()), "of the old version");
}

#[test]
fn a_notice_made_from_json_holds() {
    let notice = serde_json::from_str::<NoticeData>(NOTICE).unwrap().filled();
    holds(&check(&notice.to_xml().unwrap()), "refused");
    let transaction = serde_json::from_str::<NoticeData>(TRANSACTION).unwrap();
    let xml = transaction.to_xml().unwrap();
    holds(&check(&xml), "not valid");
    assert!(xml.contains("<maGDich>99999-9999-2004202610453447-1</maGDich><maKQuaGDich>03</maKQuaGDich>"));
    assert_eq!(NoticeData::from_xml(xml.as_bytes()), Some(transaction));
}

/// Not all that a 213 may say is known: what is not would be lost.
#[test]
fn a_notice_that_says_more_than_is_known_is_shown_as_it_stands() {
    let xml = serde_json::from_str::<NoticeData>(TRANSACTION).unwrap().to_xml().unwrap();
    let more = xml.replace("</GDich>", "<gioGDich>10:45</gioGDich></GDich>");
    assert_eq!(NoticeData::from_xml(more.as_bytes()), None);
    let Parsed::Document(document) = Document::parse(more.as_bytes(), &Limits::default()) else { panic!() };
    let shown = notice::shown(document.root()).unwrap();
    assert_eq!(shown["TBaoThue"]["NDungTBao"]["GDich"]["gioGDich"], "10:45");
}

#[test]
fn mistakes_are_refused() {
    assert!(serde_json::from_str::<PaymentOrderData>(&ORDER.replace("MA_NDKT", "MA_NDKTX")).is_err());
    assert!(serde_json::from_str::<PaymentOrderData>(&ORDER.replace("1500000", "1500000.5")).is_err());
    assert!(serde_json::from_str::<NoticeData>(&NOTICE.replace("soTBao", "so")).is_err());
    let order = serde_json::from_str::<PaymentOrderData>(ORDER).unwrap();
    let problem = |order: &PaymentOrderData| order.to_xml().unwrap_err().problem;
    assert_eq!(problem(&order), ComposeProblem::NotKnown, "no version");
    let mut empty = order.clone().filled();
    empty.lines.clear();
    assert_eq!(problem(&empty), ComposeProblem::Missing);
    let mut control = order.filled();
    control.lines[0].note = "\u{1}".to_owned();
    assert_eq!(problem(&control), ComposeProblem::Character);
    let of_notice =
        |text: &str| serde_json::from_str::<NoticeData>(text).unwrap().to_xml().unwrap_err().problem;
    assert_eq!(of_notice(&NOTICE.replace("844", "845")), ComposeProblem::NotKnown);
    // What belongs in one notice has no place in the other.
    assert_eq!(of_notice(&NOTICE.replace("844", "213")), ComposeProblem::Unknown);
    assert_eq!(of_notice(&TRANSACTION.replace("213", "844")), ComposeProblem::Unknown);
}

#[test]
fn real_orders_are_written_again_as_they_stood() {
    for path in shared::files("declaration/payment", ".xml") {
        let bytes = std::fs::read(&path).unwrap();
        let order = PaymentOrderData::from_xml(&bytes).unwrap();
        assert_eq!(order.clone().filled(), order, "{path:?}");
        let xml = order.to_xml().unwrap();
        // All but the signatures, byte for byte; one order has a blank after a name.
        let text = String::from_utf8(bytes).unwrap();
        let own =
            &text[text.find("<CHUNGTU>").unwrap()..text.find("<Signature").unwrap()].replace(" </", "</");
        let written = &xml[xml.find("<CHUNGTU>").unwrap()..xml.len() - "</CHUNGTU>".len()];
        assert!(written == own, "{path:?}");
    }
}

proptest! {
    #[test]
    fn an_order_is_what_it_was_after_json_and_xml(
        texts in prop::collection::vec(any_text(), 45), rows in prop::collection::vec(prop::collection::vec(any_text(), 9), 1..4),
        bank in prop::option::of((any_text(), any_text())),
    ) {
        // Every field by way of JSON, so that none is forgotten here.
        let keys = |sample: serde_json::Value| sample.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let marked: serde_json::Value = serde_json::from_str(ORDER_KEYS).unwrap();
        let fill = |sample: &serde_json::Value, texts: &[String]| {
            let keys = keys(sample.clone());
            serde_json::Value::Object(keys.into_iter().zip(texts.iter().cloned().map(Into::into)).collect())
        };
        let header: HeaderData = serde_json::from_value(fill(&marked["header"], &texts)).unwrap();
        let lines: Vec<LineData> =
            rows.iter().map(|row| serde_json::from_value(fill(&marked["line"], row)).unwrap()).collect();
        let bank = bank.map(|(series, number)| BankVoucher { series, number });
        let order = PaymentOrderData { bank, header: HeaderData { version: "4.0.1".to_owned(), ..header }, lines };
        let json = serde_json::to_string(&order).unwrap();
        let from_json: PaymentOrderData = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&from_json, &order);
        let xml = order.to_xml().unwrap();
        let back = PaymentOrderData::from_xml(xml.as_bytes()).unwrap();
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
        prop_assert_eq!(back.to_xml().unwrap(), xml);
    }

    #[test]
    fn a_notice_is_what_it_was_after_json_and_xml(
        texts in prop::collection::vec(any_text(), 20), filing in prop::array::uniform5(any_text()),
        reason in prop::array::uniform4(any_text()), payable in prop::array::uniform3(any_text()),
    ) {
        let mut value: serde_json::Value = serde_json::from_str(NOTICE).unwrap();
        for (key, text) in ["maCQT", "tenCQT", "maDVu", "tenDVu", "pbanDVu", "maNNhan", "tenNNhan", "diaChiNNhan", "tenTBao",
            "pbanTBao", "soTBao", "ngayTBao", "tenDLT", "trangThai", "ngayNopThucTe", "maGiaoDichDTu", "ngayChapNhan",
            "ngayHoanThanh", "duongDan", "hotline"].into_iter().zip(texts)
        {
            value[key] = text.into();
        }
        let mut notice: NoticeData = serde_json::from_value(value).unwrap();
        let [row, document, kind, period, number] = filing;
        notice.filings = vec![FilingData { row, document, kind, period, number }];
        let [group, error, advice, note] = reason;
        notice.reasons = vec![ReasonData { group, error, advice, note }];
        let [id, amount, currency] = payable;
        notice.payables = vec![PayableData { id, amount, currency }];
        let xml = notice.to_xml().unwrap();
        prop_assert_eq!(NoticeData::from_xml(xml.as_bytes()), Some(notice));
    }
}

/// The keys of the header and of a line.
const ORDER_KEYS: &str = r#"{"header": {"ID_CTU": "", "SO_GNT": "", "MA_CTU": "", "HTHUC_NOP": "", "MST_NNOP": "",
  "TEN_NNOP": "", "DIACHI_NNOP": "", "MA_CQT": "", "TEN_CQT": "", "MA_XA_NNOP": "", "TEN_XA_NNOP": "", "MA_HUYEN_NNOP": "",
  "TEN_HUYEN_NNOP": "", "MA_TINH_NNOP": "", "TEN_TINH_NNOP": "", "MST_NTHAY": "", "TEN_NTHAY": "", "DIACHI_NTHAY": "",
  "TEN_HUYEN_NTHAY": "", "TEN_TINH_NTHAY": "", "MA_NHANG_NOP": "", "TEN_NHANG_NOP": "", "STK_NHANG_NOP": "",
  "MA_HIEU_KBAC": "", "TEN_KBAC": "", "MA_TINH_KBAC": "", "TEN_TINH_KBAC": "", "LOAI_TK_THU": "", "TEN_TK_THU": "",
  "STK_THU": "", "ID_TK_KNGHI": "", "TK_KNGHI": "", "MA_CQTHU": "", "TEN_CQTHU": "", "NGAY_LAP": "", "TONG_TIEN": "",
  "VAN_ID": "", "MA_DBHC_THU": "", "TEN_DBHC_THU": "", "MA_LOAI_THUE": "", "MA_NGUYENTE": "", "MA_NHANG_UNT": "",
  "TEN_NHANG_UNT": "", "MA_THAMCHIEU": ""},
  "line": {"ID_CTU_CTIET": "", "ID_CTU": "", "SO_TK_TB_QD": "", "NDUNG_NOP": "", "MA_NDKT": "", "MA_CHUONG": "",
  "KY_THUE": "", "TIEN_PNOP": "", "GHI_CHU": ""}}"#;
