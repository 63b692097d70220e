//! 102, 103 and 104: a registration is received, and accepted or not.

use super::checked::taxpayer_name;
use super::notice::Notice;
use super::reason::{self, DATA, Reason};
use super::{AnswerError, Desk, Grant, RegistrationRequest};
use crate::code::RegisterString;
use crate::paper::write::{Fields, Said, inside, text};
use crate::value::{FormSymbol, Series, TaxCode, parse_date};
use crate::xml::Element;

/// The registration that is answered.
struct Registration<'d> {
    number: usize,
    element: Element<'d>,
    /// Whether it delegates the issuing of invoices (message 101).
    delegates: bool,
    /// Whether it changes an earlier one (HThuc or LDKUNhiem 2).
    changes: bool,
}

impl<'d> Registration<'d> {
    fn general(&self, tag: &str) -> String {
        let found = self.element.find("DLTKhai/TTChung").and_then(|general| general.child(tag));
        found.map(Element::trimmed).unwrap_or_default().into_owned()
    }

    fn cash_register(&self) -> bool {
        self.element.find("DLTKhai/NDTKhai/HTHDon/CMTMTTien").is_some_and(|flag| flag.trimmed() == "1")
    }

    /// DKUNhiem, đăng ký ủy nhiệm.
    fn delegations(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        let list = self.element.find("DLTKhai/NDTKhai/DSDKUNhiem");
        list.into_iter()
            .flat_map(|list| list.children())
            .filter(|entry| entry.local() == "DKUNhiem")
            .take(MOST)
    }
}

/// Delegations that one answer repeats.
const MOST: usize = 500;

impl Desk<'_, '_> {
    /// Answers a registration.
    pub(super) fn register(
        &mut self,
        number: usize,
        element: Element<'_>,
        delegates: bool,
        reasons: &[Reason],
    ) -> Result<(), AnswerError> {
        let general = element.find("DLTKhai/TTChung");
        let kind = general.and_then(|at| at.child(if delegates { "LDKUNhiem" } else { "HThuc" }));
        let changes = kind.is_some_and(|kind| kind.trimmed() == "2");
        let registration = Registration { number, element, delegates, changes };
        self.receive(&registration, reasons)?;
        if !reasons.is_empty() {
            return Ok(());
        }
        let asked = RegistrationRequest {
            message: &self.heard.id,
            taxpayer: &self.heard.tax_code,
            registration: element,
            cash_register: !delegates && registration.cash_register(),
            at: self.incoming.at,
        };
        let granted = match self.grants.registration(&asked).map_err(AnswerError::Grants)? {
            Grant::Refused(why) if why.is_empty() => {
                Grant::Refused(vec![Reason::new(DATA, "Cơ quan thuế không chấp nhận đăng ký.")])
            }
            Grant::Given(None) if asked.cash_register => {
                return Err(AnswerError::Grants(
                    "a registration of cash registers was accepted without the string of its codes".into(),
                ));
            }
            granted => granted,
        };
        self.decide(&registration, &granted)
    }

    /// Who the notice is for.
    fn owner(&self, registration: &Registration<'_>) -> Fields {
        let name = taxpayer_name(registration.element);
        let name = if name.is_empty() { self.heard.tax_code.clone() } else { name };
        vec![text("MST", &*self.heard.tax_code), text("TNNT", name)]
    }

    /// 102 (01/TB-TNĐT).
    fn receive(&mut self, registration: &Registration<'_>, reasons: &[Reason]) -> Result<(), AnswerError> {
        let received = reasons.is_empty();
        let case = match (registration.changes, received) {
            (false, true) => "1",
            (false, false) => "2",
            (true, true) => "3",
            (true, false) => "4",
        };
        let title = registration.general("Ten");
        let title = if title.is_empty() {
            "Tờ khai đăng ký sử dụng hóa đơn điện tử".to_owned()
        } else {
            title
        };
        let mut data = self.owner(registration);
        data.extend([
            text("TTKhai", title),
            text("MGDDTu", &*self.heard.id),
            text("TGGui", self.now()),
            text("THop", case),
            text("TGNhan", self.now()),
        ]);
        if !received {
            data.push(reason::brief("DSLDKCNhan", reasons));
        }
        self.notify(Notice {
            form: "01/TB-TNĐT",
            message: 102,
            title: if received {
                "Thông báo về việc tiếp nhận tờ khai đăng ký sử dụng hóa đơn điện tử"
            } else {
                "Thông báo về việc không tiếp nhận tờ khai đăng ký sử dụng hóa đơn điện tử"
            },
            data,
            numbered: false,
            grants: received,
            document: Some(registration.number),
        })
    }

    /// 103 or 104 (01/TB-ĐKĐT).
    fn decide(
        &mut self,
        registration: &Registration<'_>,
        granted: &Grant<Option<RegisterString>>,
    ) -> Result<(), AnswerError> {
        let accepted = matches!(granted, Grant::Given(_));
        let made = registration.general("NLap");
        let day = if parse_date(&made).is_some() { made } else { self.incoming.at.date().to_string() };
        let kind = if registration.changes { "2" } else { "1" };
        let mut data = self.owner(registration);
        data.push(text("Ngay", day));
        let reasons: &[Reason] = match granted {
            Grant::Given(_) => &[],
            Grant::Refused(why) => why,
        };
        if registration.delegates {
            data.extend([
                text("LUNhiem", kind),
                text("MGDDTu", &*self.heard.id),
                text("TGNhan", self.now()),
                inside(
                    "DSTTUNhiem",
                    registration.delegations().map(|entry| delegate(entry, reasons)).collect(),
                ),
            ]);
        } else {
            data.extend([text("HTDKy", kind), text("TTXNCQT", if accepted { "1" } else { "2" })]);
            if let Grant::Given(Some(string)) = granted {
                data.push(text("MCCQT", string.as_str()));
            }
            if !accepted {
                data.push(reason::brief("DSLDKCNhan", reasons));
            }
        }
        self.notify(Notice {
            form: "01/TB-ĐKĐT",
            message: if registration.delegates { 104 } else { 103 },
            title: if accepted {
                "Thông báo về việc chấp nhận đăng ký sử dụng hóa đơn điện tử"
            } else {
                "Thông báo về việc không chấp nhận đăng ký sử dụng hóa đơn điện tử"
            },
            data,
            numbered: true,
            grants: accepted,
            document: Some(registration.number),
        })
    }
}

/// TTUNhiem, thông tin ủy nhiệm: who may issue which invoices, or why not.
fn delegate(entry: Element<'_>, reasons: &[Reason]) -> (&'static str, Said) {
    let field = |tag: &str| entry.child(tag).map(Element::trimmed).unwrap_or_default().into_owned();
    let mut data: Fields = Vec::new();
    data.extend(
        Some(field("MST")).filter(|code| TaxCode::parse(code).is_some()).map(|code| text("MST", code)),
    );
    data.push(text("TTChuc", field("TTChuc")));
    if !reasons.is_empty() {
        data.push(reason::brief("DSLDKCNhan", reasons));
        return inside("TTUNhiem", data);
    }
    let mut invoices: Fields = vec![text("TLHDon", field("TLHDon")), text("MDich", field("MDich"))];
    let form = Some(field("KHMSHDon")).filter(|form| FormSymbol::parse(form).is_some());
    invoices.extend(form.map(|form| text("KHMSHDon", form)));
    let series = Some(field("KHHDon")).filter(|series| Series::parse(series).is_some());
    invoices.extend(series.map(|series| text("KHHDon", series)));
    for tag in ["TNgay", "DNgay"] {
        let day: String = field(tag).chars().take(10).collect();
        invoices.extend(parse_date(&day).map(|_| text(tag, day)));
    }
    data.push(inside("DSHDUNhiem", vec![inside("HDUNhiem", invoices)]));
    inside("TTUNhiem", data)
}
