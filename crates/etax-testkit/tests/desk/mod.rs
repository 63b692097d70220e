//! An authority's desk over the kit's keys, trust and documents.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "not every test needs all of it; a test that cannot go on should stop"
)]

use crate::signing::{self, AUTHORITY, file};
use etax::authority::{
    Answer, AnswerError, CodeRequest, Grant, GrantError, Grants, Incoming, Office, RegistrationRequest,
    answer,
};
use etax::code::auth34::{Auth34Key, Root};
use etax::code::{Mccqt, RegisterString};
use etax::engine::{Engine, Input, Policy};
use etax::report::Report;
use etax::rule::{Lang, Weight};
use etax::signature::TrustStore;
use etax::signature::sign::SystemRandom;
use etax::value::Moment;
use etax_testkit::{Kind, generate};
use std::sync::LazyLock;

/// The kit's provider, who sends every message.
pub(crate) const PROVIDER: &str = "V9900000016";
/// The five characters that the books give.
pub(crate) const STRING: &str = "Z9A0B";

pub(crate) fn received() -> Moment {
    Moment::parse("2026-11-23T10:00:00").unwrap()
}

/// The key of the authority's keyed codes.
pub(crate) fn key() -> Auth34Key {
    Root::from_bytes([7; 32]).key(0, 1)
}

pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let trust = TrustStore::builder()
        .anchors(file("trust/anchors.pem").as_bytes())
        .and_then(|builder| builder.intermediates(file("trust/intermediates.pem").as_bytes()))
        .and_then(|builder| builder.crls(file("crl/lists.pem").as_bytes()))
        .unwrap()
        .build();
    Engine::new(Policy::from_toml(&file("policy/test.toml")).unwrap(), trust)
});

/// Books that grant everything, unless told otherwise.
#[derive(Default)]
pub(crate) struct Books {
    /// Serial numbers of codes given.
    pub(crate) codes: u64,
    pub(crate) numbers: u64,
    /// Refuses everything.
    pub(crate) refuse: bool,
}

impl Grants for Books {
    fn code(&mut self, request: &CodeRequest<'_>) -> Result<Grant<Mccqt>, GrantError> {
        if self.refuse {
            return Ok(Grant::Refused(vec![etax::authority::Reason::new("20609", "Hóa đơn đã được cấp mã")]));
        }
        self.codes += 1;
        let code = key().mint(self.codes, &request.fields.printed())?;
        Ok(Grant::Given(Mccqt::parse(&code.to_string())?))
    }

    fn registration(
        &mut self,
        request: &RegistrationRequest<'_>,
    ) -> Result<Grant<Option<RegisterString>>, GrantError> {
        if self.refuse {
            return Ok(Grant::Refused(vec![etax::authority::Reason::new("2003", "Không thuộc trường hợp")]));
        }
        Ok(Grant::Given(request.cash_register.then(|| RegisterString::parse(STRING)).transpose()?))
    }

    fn number(&mut self, _: &'static str) -> Result<String, GrantError> {
        self.numbers += 1;
        Ok(format!("{}/TB-TN", self.numbers))
    }
}

/// What the desk answers, with these books.
pub(crate) fn answered_with(
    bytes: &[u8],
    from: &str,
    at: Moment,
    books: &mut Books,
) -> Result<Vec<Answer>, AnswerError> {
    let random = SystemRandom::new();
    let signer = AUTHORITY.signer(&random);
    let office = Office {
        code: "TCT",
        name: "Thuế cơ sở 9 Thành phố Thử Nghiệm",
        above: "Thuế Thành phố Thử Nghiệm",
        place: "Thử Nghiệm",
        stead: "KT.",
        title: "Trưởng thuế cơ sở",
        signer: &signer,
        head: Some(&signer),
    };
    let mut last = 0_u128;
    let mut ids = || {
        last += 0x0123_4567_89ab_cdef;
        last.to_be_bytes()
    };
    answer(&office, &ENGINE, &Incoming { bytes, from, at }, books, &mut ids)
}

/// What the desk answers to the kit's provider.
pub(crate) fn answered(bytes: &[u8]) -> Vec<Answer> {
    answered_with(bytes, PROVIDER, received(), &mut Books::default()).unwrap()
}

pub(crate) fn types(answers: &[Answer]) -> Vec<i16> {
    answers.iter().map(|answer| answer.code).collect()
}

pub(crate) fn check(bytes: &[u8]) -> Report {
    ENGINE.check(&Input { name: "answer.xml", bytes, at: received() })
}

/// Every answer must be one that the engine itself finds nothing wrong with.
#[track_caller]
pub(crate) fn sound(answers: &[Answer]) {
    for answer in answers {
        let report = check(answer.xml.as_bytes());
        let errors: Vec<_> = report
            .documents
            .iter()
            .chain([&report.main])
            .flat_map(|document| &document.findings)
            .filter(|finding| matches!(finding.weight, Weight::Fail | Weight::Undecide))
            .map(|finding| {
                format!("{} {} {}", finding.rule.id, finding.location.path, finding.message(Lang::En))
            })
            .collect();
        // The type of -1 has no table to be checked against.
        assert!(errors.is_empty(), "{}: {errors:#?}\n{}", answer.code, answer.xml);
        assert_eq!(report.main.document.form.as_deref(), Some(&*answer.code.to_string()));
    }
}

/// The text of the first element of this name.
pub(crate) fn text<'x>(xml: &'x str, tag: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{tag}>"))?;
    rest.split_once(&format!("</{tag}>")).map(|(text, _)| text)
}

/// A document of the kit in a message of this type.
pub(crate) fn wrapped(code: i16, document: &str) -> String {
    let root = document.split_once("?>").map_or(document, |(_, root)| root).trim();
    let tax_code = text(root, "MST").unwrap();
    format!(
        "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>{PROVIDER}</MNGui><MNNhan>TCT</MNNhan><MLTDiep>{code}</MLTDiep>\
         <MTDiep>{PROVIDER}0123456789AB4DEF8123456789ABCDEF</MTDiep><MST>{tax_code}</MST><SLuong>1</SLuong></TTChung>\
         <DLieu>{root}</DLieu></TDiep>"
    )
}

/// The paper of the kit with this root and number.
pub(crate) fn paper(root: &str, holds: &str) -> String {
    static PAPERS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let made = generate(Kind::Paper, 3, 60).unwrap();
        made.into_iter().filter_map(|paper| String::from_utf8(paper.bytes).ok()).collect()
    });
    let start = format!("<{root}>");
    let found = PAPERS.iter().find(|paper| paper.contains(&start) && paper.contains(holds));
    found.cloned().unwrap_or_else(|| panic!("the kit makes no {root} with {holds}"))
}

/// A document, altered and signed again by who signed it first, in the role that it was.
pub(crate) fn resigned(
    document: &str,
    edit: impl Fn(String) -> String,
    role: etax::signature::Role,
) -> String {
    let key = signing::key_for(&signing::certificates(document)[0]);
    let plain = edit(signing::stripped(document));
    let request = signing::request(role);
    String::from_utf8(signing::sign_with(plain.as_bytes(), &request, &key).unwrap()).unwrap()
}
