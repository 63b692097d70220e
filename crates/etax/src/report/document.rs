//! The report on one input and on each document in it.

use super::{Checks, CodeInfo, Finding, Outcome, SignatureInfo, Verdict};
use crate::value::Moment;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Named values in a fixed order, written as a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(&'static str, String)>);

impl Fields {
    /// Adds a value unless it is empty.
    pub fn add(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name, value));
        }
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Amounts of a document by name, as plain decimals in the document's currency.
pub type Amounts = Fields;

/// What a document is and says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentInfo {
    /// `invoice`, `message`, `declaration`, `notice`, `payment-order`, `certified-invoice`,
    /// `registration`, `summary`, `minutes` or `unknown`.
    pub kind: &'static str,
    /// Form symbol (invoice), form code (declaration) or message type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Version of the format, as the document states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What identifies the document: series, number, date; message id; period.
    #[serde(skip_serializing_if = "Fields::is_empty")]
    pub id: Fields,
    /// Who issued it and for whom: `sellerTaxCode`, `sellerName`, `buyerTaxCode`, `taxpayerTaxCode`, …
    #[serde(skip_serializing_if = "Fields::is_empty")]
    pub parties: Fields,
    /// Its main amounts.
    #[serde(skip_serializing_if = "Fields::is_empty")]
    pub amounts: Amounts,
}

impl DocumentInfo {
    /// Information that says only the kind.
    #[must_use]
    pub const fn of(kind: &'static str) -> Self {
        Self {
            kind,
            form: None,
            version: None,
            id: Fields(Vec::new()),
            parties: Fields(Vec::new()),
            amounts: Fields(Vec::new()),
        }
    }
}

/// Everything about one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentReport {
    /// What it is.
    pub document: DocumentInfo,
    /// What the engine concludes about it.
    pub verdict: Verdict,
    /// Is it authentic? `signatures`, `signers`, `code` and `registry` together.
    pub authentic: Outcome,
    /// Is it right? `structure` and `rules` together.
    pub right: Outcome,
    /// The outcome of each check.
    pub checks: Checks,
    /// Its signatures, in document order.
    pub signatures: Vec<SignatureInfo>,
    /// Its authentication code.
    pub code: Option<CodeInfo>,
    /// Findings, ordered by place.
    pub findings: Vec<Finding>,
    /// How many findings were left out because the policy's bound was reached.
    pub findings_left_out: usize,
}

/// The input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The caller's name for it.
    pub name: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

/// What it was judged with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EngineInfo {
    /// Version of this crate.
    pub version: &'static str,
    /// SHA-256 over the rule registry.
    pub rules: String,
    /// SHA-256 over the form and element tables.
    pub forms: String,
    /// SHA-256 over the trust store: anchors, intermediates, revocation lists.
    pub trust: String,
    /// Name of the policy.
    pub policy: String,
    /// SHA-256 over the policy.
    #[serde(rename = "policySha256")]
    pub policy_sha256: String,
    /// What the policy relaxes, in words of the policy file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relaxed: Vec<String>,
    /// SHA-256 over the calendar of days off, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
}

/// The report on one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The input.
    pub source: Source,
    /// What it was judged with: one value for all reports of an engine.
    pub engine: std::sync::Arc<EngineInfo>,
    /// The moment the caller gave, in JSON `at` of the engine.
    pub at: Moment,
    /// The document, or the message or batch that holds several.
    pub main: DocumentReport,
    /// The documents inside a message or batch.
    pub documents: Vec<DocumentReport>,
    /// The verdict on everything together: the worst of all.
    pub verdict: Verdict,
}
