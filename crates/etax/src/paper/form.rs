//! Which paper it is: root element and form number lead to a table.

use super::case::near_child;
use super::entry::Entry;
use super::table::{list, mistakes, notice, registration, request, summary};
use crate::rule::Text;
use crate::xml::Element;
use jiff::civil::{Date, date};

/// One kind of paper: its number, its table, and in which messages it travels.
///
/// ```
/// use etax::paper::Form;
/// use etax::xml::{Document, Limits, Parsed};
/// let source = "<TBao><DLTBao><MSo>04/SS-HĐĐT</MSo></DLTBao></TBao>";
/// let Parsed::Document(document) = Document::parse(source.as_bytes(), &Limits::default()) else { unreachable!() };
/// let form = Form::of(document.root(), None).unwrap();
/// assert_eq!((form.number, form.messages), ("04/SS-HĐĐT", &[300, 303][..]));
/// assert!(form.name.en.contains("wrong"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// MSo, mẫu số: the number, as appendix VIII of Decision 1450/QĐ-TCT writes it; empty where the paper has none.
    pub number: &'static str,
    /// Another number under which it is met; empty when there is none.
    pub other_number: &'static str,
    /// The root element.
    pub tag: &'static str,
    /// What it is.
    pub name: Text,
    /// Types of message (MLTDiep) that carry it.
    pub messages: &'static [i16],
    /// The first day on which there were such papers.
    pub since: Date,
    /// Whether the table was read in a text or in real papers of the authority; else it is known at second hand.
    pub certain: bool,
    /// What the paper holds.
    pub table: &'static [Entry],
    /// An element somewhere at the head of the paper that tells it from another one of the same number.
    mark: Option<&'static str>,
}

/// Decision 1450/QĐ-TCT.
const FIRST: Date = date(2021, 10, 7);
/// Decree 70/2025/NĐ-CP.
const CORRECTIONS: Date = date(2025, 6, 1);

const fn form(
    number: &'static str,
    tag: &'static str,
    messages: &'static [i16],
    table: &'static [Entry],
    vi: &'static str,
    en: &'static str,
) -> Form {
    Form {
        number,
        other_number: "",
        tag,
        name: Text { vi, en },
        messages,
        since: FIRST,
        certain: true,
        table,
        mark: None,
    }
}

static FORMS: &[Form] = &[
    Form {
        mark: Some("LDKUNhiem"),
        ..form(
            "01/ĐKTĐ-HĐĐT",
            "TKhai",
            &[101],
            registration::DELEGATION,
            "tờ khai đăng ký ủy nhiệm lập hóa đơn",
            "registration of delegated issuance",
        )
    },
    form(
        "01/ĐKTĐ-HĐĐT",
        "TKhai",
        &[100],
        registration::REGISTRATION,
        "tờ khai đăng ký, thay đổi thông tin sử dụng hóa đơn điện tử",
        "registration to use e-invoices, or its change",
    ),
    Form {
        certain: false,
        ..form(
            "03/DL-HĐĐT",
            "TKhai",
            &[],
            registration::SALES_DATA,
            "tờ khai dữ liệu hóa đơn, chứng từ bán ra",
            "declaration of data on invoices for what was sold",
        )
    },
    form(
        "01/TB-TNĐT",
        "TBao",
        &[102],
        notice::RECEIVED,
        "thông báo tiếp nhận tờ khai",
        "notice that a registration was received",
    ),
    Form {
        mark: Some("LUNhiem"),
        certain: false,
        ..form(
            "01/TB-ĐKĐT",
            "TBao",
            &[104],
            notice::DELEGATION_ACCEPTED,
            "thông báo chấp nhận đăng ký ủy nhiệm",
            "notice on a registration of delegated issuance",
        )
    },
    form(
        "01/TB-ĐKĐT",
        "TBao",
        &[103],
        notice::ACCEPTED,
        "thông báo chấp nhận tờ khai",
        "notice on a registration",
    ),
    form(
        "01/TB-KTT",
        "TBao",
        &[105],
        notice::CHANGE_OF_SCHEME,
        "thông báo hết thời gian dùng mã không thu tiền hoặc phải chuyển sang hóa đơn có mã",
        "notice that free codes end or that codes become obligatory",
    ),
    form(
        "06/ĐN-PSĐT",
        "DNghi",
        &[106, 205],
        request::REQUEST,
        "đơn đề nghị cấp hóa đơn có mã theo từng lần phát sinh",
        "request for an invoice with a per-occurrence code",
    ),
    form(
        "01/TB-KTDL",
        "TBao",
        &[204],
        notice::CHECKED,
        "thông báo kết quả kiểm tra dữ liệu",
        "notice of the check of data",
    ),
    Form {
        certain: false,
        ..form(
            "01-1/QTr-HĐĐT",
            "TBao",
            &[205],
            notice::DOSSIER_CHECKED,
            "thông báo kết quả kiểm tra hồ sơ cấp mã theo từng lần phát sinh",
            "notice of the check of a per-occurrence dossier",
        )
    },
    form(
        "04/SS-HĐĐT",
        "TBao",
        &[300, 303],
        mistakes::MISTAKES,
        "thông báo hóa đơn điện tử có sai sót",
        "notice of wrong invoices",
    ),
    Form {
        other_number: "01/TB-HĐSS",
        ..form(
            "01/TB-SSĐT",
            "TBao",
            &[301],
            notice::MISTAKES_ANSWERED,
            "thông báo kết quả xử lý hóa đơn có sai sót",
            "answer to a notice of wrong invoices",
        )
    },
    form(
        "01/TB-RSĐT",
        "TBao",
        &[302],
        notice::REVIEW,
        "thông báo hóa đơn cần rà soát",
        "request to look at invoices again",
    ),
    form(
        "01/TH-HĐĐT",
        "BTHDLieu",
        &[400],
        summary::SUMMARY,
        "bảng tổng hợp dữ liệu hóa đơn",
        "summary of invoices",
    ),
    Form {
        since: CORRECTIONS,
        certain: false,
        ..form(
            "",
            "BKe",
            &[208, 210],
            list::LIST,
            "bảng kê hóa đơn điều chỉnh, thay thế",
            "list of invoices corrected together",
        )
    },
    Form {
        since: CORRECTIONS,
        certain: false,
        ..form(
            "",
            "BBan",
            &[208, 210],
            list::MINUTES,
            "biên bản điều chỉnh hóa đơn",
            "minutes on the correction of invoices",
        )
    },
    form("", "TBao", &[999], notice::TECHNICAL, "phản hồi kỹ thuật", "technical answer"),
];

impl Form {
    /// Every kind of paper known.
    #[must_use]
    pub fn all() -> &'static [Self] {
        FORMS
    }

    /// The kind of a paper; where it states no number, that of the message around it. `None` when no table
    /// has its number.
    #[must_use]
    pub fn of(paper: Element<'_>, message: Option<i16>) -> Option<&'static Self> {
        let data = paper.children().take(4).find(|child| !matches!(child.local(), "DSCKS" | "STBao"));
        let stated = number(paper);
        let stated = stated.as_ref().map(|element| element.trimmed());
        let bare = paper.child("DLTBao").is_none();
        Self::choose(paper.local(), stated.as_deref(), bare, &|mark| has_mark(data, mark), message)
    }

    /// The same by what a paper says: its root element, its number, whether it has no DLTBao, which elements stand at
    /// its head, and the message around it.
    pub(crate) fn choose(
        tag: &str,
        stated: Option<&str>,
        bare: bool,
        has: &dyn Fn(&str) -> bool,
        message: Option<i16>,
    ) -> Option<&'static Self> {
        let mut fitting = FORMS.iter().filter(|form| form.tag == tag && form.mark.is_none_or(has));
        if let Some(stated) = stated {
            let stated = normal(stated);
            let same = |number: &str| !number.is_empty() && normal(number) == stated;
            return fitting.find(|form| same(form.number) || same(form.other_number));
        }
        // Technical answers are the notices without a data part.
        if tag == "TBao" && bare {
            return FORMS.last();
        }
        fitting.find(|form| {
            form.number.is_empty() && form.messages != [999]
                || message.is_some_and(|message| form.messages.contains(&message))
        })
    }
}

/// MSo, mẫu số, in the data part or in its common data.
pub(super) fn number(paper: Element<'_>) -> Option<Element<'_>> {
    paper
        .children()
        .take(4)
        .find_map(|data| {
            near_child(data, "MSo")
                .or_else(|| near_child(data, "TTChung").and_then(|common| near_child(common, "MSo")))
        })
        .filter(|element| !element.trimmed().is_empty())
}

fn has_mark(data: Option<Element<'_>>, mark: &str) -> bool {
    data.is_some_and(|data| {
        data.child(mark).or_else(|| data.child("TTChung").and_then(|common| common.child(mark))).is_some()
    })
}

/// A form number without blanks, in capitals.
fn normal(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).take(32).flat_map(char::to_uppercase).collect()
}
