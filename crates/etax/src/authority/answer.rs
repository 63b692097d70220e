//! Which answers a message gets.

use super::checked::Checked;
use super::reason::{DATA, Faults, Reason};
use super::{Answer, AnswerError, Grants, Office};
use crate::engine::{Engine, Input};
use crate::message::{DocumentKind, Message, MessageId, MessageType};
use crate::report::Report;
use crate::value::{Moment, TaxCode};
use crate::xml::{Document, Element, Parsed};
use std::fmt;

/// A message that was handed in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'i> {
    /// The message.
    pub bytes: &'i [u8],
    /// Who handed it in: the code of the sender (`V…`, `K…`, a tax code) that the connection belongs to. Answers go there,
    /// whatever the message says; one that names another sender is refused.
    pub from: &'i str,
    /// When. Answers state it and are signed at it.
    pub at: Moment,
}

/// What the message says of itself, as far as answers repeat it.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard {
    /// MLTDiep; 0 where there is none.
    pub(super) code: i16,
    /// MTDiep; empty where it is none.
    pub(super) id: String,
    /// MST.
    pub(super) tax_code: String,
}

/// One message on the desk.
pub(super) struct Desk<'d, 'g> {
    pub(super) office: &'d Office<'d>,
    pub(super) engine: &'d Engine,
    pub(super) incoming: &'d Incoming<'d>,
    pub(super) grants: &'g mut dyn Grants,
    pub(super) ids: &'g mut dyn FnMut() -> [u8; 16],
    pub(super) heard: Heard,
    pub(super) answers: Vec<Answer>,
}

impl fmt::Debug for Desk<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("office", self.office)
            .field("heard", &self.heard)
            .finish_non_exhaustive()
    }
}

/// How a type of message is answered, besides with 999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// 202 or 204 for each invoice.
    Codes,
    /// 204 for all documents of a kind together.
    Checks(Checked, DocumentKind),
    /// 102, then 103 or 104, for each registration.
    Registers,
    /// 301 for each notice.
    Settles,
}

impl Way {
    const fn of(code: i16) -> Option<Self> {
        Some(match code {
            100 | 101 => Self::Registers,
            106 => Self::Checks(Checked::Request, DocumentKind::Request),
            200 | 201 | 208 => Self::Codes,
            203 | 210 => Self::Checks(Checked::Uncoded, DocumentKind::Invoice),
            206 => Self::Checks(Checked::Registers, DocumentKind::Invoice),
            300 | 303 => Self::Settles,
            400 => Self::Checks(Checked::Summaries, DocumentKind::Summary),
            _ => return None,
        })
    }

    /// The documents that are answered; others in the message go with them.
    const fn kind(self) -> DocumentKind {
        match self {
            Self::Codes => DocumentKind::Invoice,
            Self::Checks(_, kind) => kind,
            Self::Registers => DocumentKind::Registration,
            Self::Settles => DocumentKind::Notice,
        }
    }
}

/// The answers to a message, in the order in which they are to be sent. `ids` gives 16 random bytes for each.
///
/// None is given to technical answers (999, -1, -2): two sides that acknowledge acknowledgements never end.
///
/// # Errors
///
/// [`AnswerError`], for what is wrong on the caller's side. Then nothing is to be sent, though books may have granted
/// something already: asked again, they must grant the same.
///
/// ```
/// use etax::authority::{CodeRequest, Grant, GrantError, Grants, Incoming, Office, RegistrationRequest, answer};
/// use etax::code::{Mccqt, RegisterString};
/// use etax::engine::{Engine, Policy};
/// use etax::signature::TrustStore;
/// # use etax::signature::pki::Certificate;
/// # use etax::signature::sign::{PrivateKey, SystemRandom};
/// use etax::value::Moment;
/// # const KEY: &[u8] = include_bytes!("../signature/sign/example.key.pem");
/// # const CERTIFICATE: &[u8] = include_bytes!("../signature/sign/example.der");
///
/// struct Books;
/// impl Grants for Books {
///     fn code(&mut self, _: &CodeRequest<'_>) -> Result<Grant<Mccqt>, GrantError> {
///         Ok(Grant::Given(Mccqt::parse("000123456789AB4DEF8123456789ABCDEF")?))
///     }
///     fn registration(&mut self, _: &RegistrationRequest<'_>) -> Result<Grant<Option<RegisterString>>, GrantError> {
///         Ok(Grant::Given(Some(RegisterString::parse("AB1CD")?)))
///     }
///     fn number(&mut self, _: &'static str) -> Result<String, GrantError> {
///         Ok("1/TB-CT".to_owned())
///     }
/// }
///
/// # let key = PrivateKey::from_pkcs8(KEY, Certificate::from_der(CERTIFICATE).unwrap()).unwrap();
/// # let random = SystemRandom::new();
/// # let signer = key.signer(&random);
/// let office = Office {
///     code: "TCT",
///     name: "Thuế cơ sở 9",
///     above: "Thuế Thành phố Thử Nghiệm",
///     place: "Thử Nghiệm",
///     stead: "",
///     title: "Trưởng thuế cơ sở",
///     signer: &signer,
///     head: None,
/// };
/// let engine = Engine::new(Policy::default(), TrustStore::default());
/// let at = Moment::parse("2026-11-23T10:00:00").unwrap();
/// let incoming = Incoming { bytes: b"<TDiep><TTChung>", from: "V0123456787", at };
/// let answers = answer(&office, &engine, &incoming, &mut Books, &mut || [7; 16]).unwrap();
///
/// assert_eq!(answers.iter().map(|answer| answer.code).collect::<Vec<_>>(), [999, -1]);
/// assert!(answers[0].xml.contains("<TTTNhan>1</TTTNhan><DSLDo><LDo><STT>1</STT><MLoi>20001</MLoi>"));
/// assert_eq!(answers[0].id.as_str(), "TCT07070707070747078707070707070707");
/// ```
pub fn answer(
    office: &Office<'_>,
    engine: &Engine,
    incoming: &Incoming<'_>,
    grants: &mut dyn Grants,
    ids: &mut dyn FnMut() -> [u8; 16],
) -> Result<Vec<Answer>, AnswerError> {
    let report = engine.check(&Input { name: "message.xml", bytes: incoming.bytes, at: incoming.at });
    answer_checked(office, engine, incoming, &report, grants, ids)
}

/// As [`answer`], with the report that the engine has given already, for callers who check many messages on several
/// threads or ask a registry.
///
/// # Errors
///
/// As [`answer`], and when the report is on other bytes or another moment.
pub fn answer_checked(
    office: &Office<'_>,
    engine: &Engine,
    incoming: &Incoming<'_>,
    report: &Report,
    grants: &mut dyn Grants,
    ids: &mut dyn FnMut() -> [u8; 16],
) -> Result<Vec<Answer>, AnswerError> {
    office.check()?;
    if MessageId::new(incoming.from, [0; 16]).is_err() || incoming.from.len() > 14 {
        return Err(AnswerError::From);
    }
    if report.source.sha256 != crate::engine::sha256(incoming.bytes) || report.at != incoming.at {
        return Err(AnswerError::Report);
    }
    let mut desk =
        Desk { office, engine, incoming, grants, ids, heard: Heard::default(), answers: Vec::new() };
    match Document::parse(incoming.bytes, &engine.policy().limits) {
        Parsed::Document(document)
            if document.root().local() == "TDiep" && document.root().namespace().is_empty() =>
        {
            desk.message(&Message::new(document.root()), report)?;
        }
        _ => desk.no_message(report)?,
    }
    Ok(desk.answers)
}

impl Desk<'_, '_> {
    /// The moment of the message, as documents write it.
    pub(super) fn now(&self) -> String {
        self.incoming.at.to_string().chars().take(19).collect()
    }

    /// Answers bytes that are no message.
    fn no_message(&mut self, report: &Report) -> Result<(), AnswerError> {
        let mut reasons: Vec<_> = report.main.findings.iter().filter_map(Reason::of).collect();
        if report.main.document.kind != "unknown" || reasons.is_empty() {
            reasons.insert(0, Reason::new(DATA, "Dữ liệu không phải là thông điệp (TDiep)."));
        }
        self.acknowledge(&reasons)?;
        match reasons.first() {
            Some(first) => self.malformed(first),
            None => Ok(()),
        }
    }

    /// Answers a message.
    fn message(&mut self, message: &Message<'_>, report: &Report) -> Result<(), AnswerError> {
        let kind = message.kind();
        if kind.is_some_and(|kind| kind.is_technical()) {
            return Ok(());
        }
        self.heard = heard(message);
        let documents: Vec<_> = message.documents().collect();
        let spans: Vec<_> = documents.iter().map(|(_, element)| element.span()).collect();
        let mut faults = Faults::of(report, &spans);
        let way = kind.and_then(|kind| Way::of(kind.code));
        faults.envelope.extend(self.envelope_faults(message, way));
        let wanted = way.map(Way::kind);
        if faults.envelope.is_empty() && !documents.iter().any(|(kind, _)| Some(*kind) == wanted) {
            faults.envelope.push(Reason::new(DATA, "Thông điệp không có dữ liệu thuộc loại của nó."));
        }
        self.acknowledge(&faults.envelope)?;
        let Some(way) = way.filter(|_| faults.envelope.is_empty()) else { return Ok(()) };
        // What goes with the documents, such as the list of a message 208, must be right as well.
        let mut common = faults.common;
        let mut judged = Vec::with_capacity(documents.len());
        for ((number, (kind, element)), reasons) in documents.into_iter().enumerate().zip(faults.documents) {
            if kind == way.kind() {
                judged.push((number, element, reasons));
            } else {
                common.extend(reasons);
            }
        }
        for (_, _, reasons) in &mut judged {
            reasons.extend(common.iter().cloned());
        }
        self.go(way, judged, report)
    }

    fn go(
        &mut self,
        way: Way,
        judged: Vec<(usize, Element<'_>, Vec<Reason>)>,
        report: &Report,
    ) -> Result<(), AnswerError> {
        match way {
            Way::Checks(checked, _) => {
                let all: Vec<_> =
                    judged.iter().map(|(_, element, reasons)| (*element, reasons.as_slice())).collect();
                self.tell_checked(checked, &all, None)
            }
            Way::Codes => judged.into_iter().try_for_each(|(number, invoice, reasons)| {
                self.grant(number, invoice, report.documents.get(number), reasons)
            }),
            Way::Registers => judged.iter().try_for_each(|(number, element, reasons)| {
                self.register(*number, *element, self.heard.code == 101, reasons)
            }),
            Way::Settles => judged
                .iter()
                .try_for_each(|(number, element, reasons)| self.settle(*number, *element, reasons)),
        }
    }

    /// What is wrong with an envelope that may be right as such.
    fn envelope_faults(&self, message: &Message<'_>, way: Option<Way>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let header = message.header();
        let said =
            |element: Option<Element<'_>>| element.map(Element::trimmed).unwrap_or_default().into_owned();
        let (sender, receiver) = (
            said(header.and_then(|header| header.sender())),
            said(header.and_then(|header| header.receiver())),
        );
        let plain = |party: &str| party.replace('-', "");
        if plain(&sender) != self.incoming.from {
            reasons.push(Reason::new(DATA, "Mã nơi gửi (MNGui) không phải của bên đã chuyển thông điệp."));
        }
        if receiver != self.office.code {
            reasons.push(Reason::new(
                DATA,
                format!("Nơi nhận thông điệp (MNNhan) phải là {}.", self.office.code),
            ));
        }
        if way.is_none() && message.code().is_some_and(|code| MessageType::of(code).is_some()) {
            let code = self.heard.code;
            reasons.push(Reason::new(DATA, format!("Cơ quan thuế không tiếp nhận thông điệp loại {code}.")));
        }
        reasons
    }
}

/// What answers repeat of a message, where it is what it should be.
fn heard(message: &Message<'_>) -> Heard {
    let said = |element: Option<Element<'_>>| element.map(Element::trimmed).unwrap_or_default().into_owned();
    let header = message.header();
    let id = said(header.and_then(|header| header.id()));
    let tax_code = said(header.and_then(|header| header.tax_code()));
    Heard {
        code: message.code().unwrap_or_default(),
        id: if MessageId::parse(&id).is_some() && id.chars().count() <= 46 { id } else { String::new() },
        tax_code: if TaxCode::parse(&tax_code).is_some() { tax_code } else { String::new() },
    }
}
