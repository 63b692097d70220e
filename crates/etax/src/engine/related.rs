//! A document judged beside others that the caller has.

use super::{Engine, Input, digest};
use crate::code::RegistryAnswers;
use crate::declaration::{Calendar, ChainError, Declaration, Filed, Filings};
use crate::message::Message;
use crate::report::Report;
use crate::xml::{Document, Element, Parsed};
use std::sync::Arc;

/// What the caller has besides the document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Related<'a> {
    pub(super) previous: Option<&'a Filed>,
    pub(super) filings: Option<&'a Filings>,
    pub(super) registry: Option<&'a RegistryAnswers>,
}

impl Engine {
    /// The same engine with a calendar of days off: without one, only weekends move deadlines.
    ///
    /// ```
    /// use etax::declaration::Calendar;
    /// use etax::engine::{Engine, Policy};
    /// use etax::signature::TrustStore;
    /// let calendar = Calendar::parse("off 2026-02-14..2026-02-22 Tết").unwrap();
    /// let engine = Engine::new(Policy::default(), TrustStore::default()).with_calendar(calendar);
    /// ```
    #[must_use]
    pub fn with_calendar(mut self, calendar: Calendar) -> Self {
        let sha256 = Some(digest::calendar(&calendar));
        Arc::make_mut(&mut self.info).calendar.clone_from(&sha256);
        for (_, info) in &mut self.later {
            Arc::make_mut(info).calendar.clone_from(&sha256);
        }
        self.calendar = Some(calendar);
        self
    }

    /// What a document says as a declaration that others refer to; `None` when it is none or does not say enough.
    /// Nothing of it is judged, its signatures neither.
    #[must_use]
    pub fn filed(&self, bytes: &[u8]) -> Option<Filed> {
        match Document::parse(bytes, &self.policy.limits) {
            Parsed::Document(document) => Filed::under(&self.forms, &Declaration::read(document.root())?),
            Parsed::Refused(_) => None,
        }
    }

    /// Checks a declaration that continues another, the one of the period just before.
    ///
    /// # Errors
    /// [`ChainError`] when it does not: then the wrong documents have been put together. An input that cannot be read
    /// at all is no error; the report says so.
    ///
    /// ```
    /// use etax::engine::{Engine, Input, Policy};
    /// use etax::signature::TrustStore;
    /// use etax::value::Moment;
    /// # let xml = |month: &str, ct22: u32, ct43: u32| format!("<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue>\
    /// #   <maTKhai>842</maTKhai><loaiTKhai>C</loaiTKhai><soLan>0</soLan><KyKKhaiThue><kieuKy>M</kieuKy>\
    /// #   <kyKKhai>{month}</kyKKhai></KyKKhaiThue></TKhaiThue><NNT><mst>0123456787</mst></NNT></TTinTKhaiThue></TTinChung>\
    /// #   <CTieuTKhaiChinh><ct22>{ct22}</ct22><ct43>{ct43}</ct43></CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>");
    /// let (september, october) = (xml("09/2026", 0, 900), xml("10/2026", 800, 0));
    /// let engine = Engine::new(Policy::default(), TrustStore::default());
    /// let previous = engine.filed(september.as_bytes()).unwrap();
    /// let at = Moment::parse("2026-11-20").unwrap();
    /// let input = Input { name: "october.xml", bytes: october.as_bytes(), at };
    /// let report = engine.check_after(&input, &previous).unwrap();
    /// assert!(report.main.findings.iter().any(|finding| finding.rule.id == "declaration.chain"));
    /// ```
    pub fn check_after(&self, input: &Input<'_>, previous: &Filed) -> Result<Report, ChainError> {
        if let Parsed::Document(document) = Document::parse(input.bytes, &self.policy.limits) {
            let declaration = Declaration::read(document.root()).ok_or(ChainError::Unnamed)?;
            previous.precedes(&Filed::under(&self.forms, &declaration).ok_or(ChainError::Unnamed)?)?;
        }
        Ok(self.judge(input, Related { previous: Some(previous), ..Related::default() }))
    }

    /// Checks a document among the declarations of a set: what it carries over, whether its period overlaps with
    /// another's, whether an amendment has what it amends. Other kinds of documents are checked as by
    /// [`Engine::check`].
    #[must_use]
    pub fn check_among(&self, input: &Input<'_>, filings: &Filings) -> Report {
        self.judge(input, Related { filings: Some(filings), ..Related::default() })
    }

    /// The codes on the invoices of a document, to be looked up in a registry before [`Engine::check_registered`].
    /// Nothing of it is judged.
    ///
    /// ```
    /// use etax::engine::{Engine, Policy};
    /// use etax::signature::TrustStore;
    /// let engine = Engine::new(Policy::default(), TrustStore::default());
    /// assert_eq!(engine.codes(b"<HDon><DLHDon/><MCCQT> 00AB </MCCQT></HDon>"), ["00AB"]);
    /// ```
    #[must_use]
    pub fn codes(&self, bytes: &[u8]) -> Vec<String> {
        let Parsed::Document(document) = Document::parse(bytes, &self.policy.limits) else {
            return Vec::new();
        };
        let root = document.root();
        let message = Message::new(root);
        let inside = message.documents().map(|(_, element)| element).take(self.policy.documents);
        std::iter::once(root)
            .chain(inside)
            .filter_map(|element| element.child("MCCQT").map(Element::trimmed))
            .filter(|code| !code.is_empty() && code.len() <= 64)
            .map(std::borrow::Cow::into_owned)
            .collect()
    }

    /// Checks a document and what a registry says of the codes in it.
    ///
    /// ```
    /// use etax::code::{RegistryAnswer, RegistryAnswers};
    /// use etax::engine::{Engine, Input, Policy};
    /// use etax::report::Outcome;
    /// use etax::signature::TrustStore;
    /// use etax::value::Moment;
    /// let engine = Engine::new(Policy::default(), TrustStore::default());
    /// let bytes = b"<HDon><DLHDon/><MCCQT>00AB</MCCQT></HDon>";
    /// let input = Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23").unwrap() };
    /// assert_eq!(engine.check(&input).main.checks.registry, Outcome::NotApplicable);
    /// let mut answers = RegistryAnswers::default();
    /// answers.add("00AB", RegistryAnswer::Unknown { genuine: false });
    /// assert_eq!(engine.check_registered(&input, &answers).main.checks.registry, Outcome::Undecided);
    /// ```
    #[must_use]
    pub fn check_registered(&self, input: &Input<'_>, answers: &RegistryAnswers) -> Report {
        self.judge(input, Related { registry: Some(answers), ..Related::default() })
    }
}
