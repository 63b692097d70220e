//! The JSON form of a report: fixed key order, absent keys left out.

use super::{DocumentReport, EngineInfo, Finding, Report, SCHEMA};
use crate::rule::Lang;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeStruct, Serializer};

/// The engine, with the moment it judged at (RFC 3339 at +07:00).
#[derive(Serialize)]
struct Judged<'r> {
    #[serde(flatten)]
    engine: &'r EngineInfo,
    at: String,
}

struct Bilingual {
    vi: String,
    en: String,
}

impl Serialize for Bilingual {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Text", 2)?;
        out.serialize_field("vi", &self.vi)?;
        out.serialize_field("en", &self.en)?;
        out.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("id", self.rule.id)?;
        out.serialize_entry("severity", self.weight.severity())?;
        out.serialize_entry("path", &self.location.path)?;
        out.serialize_entry("line", &self.location.position.line)?;
        out.serialize_entry("column", &self.location.position.column)?;
        out.serialize_entry("offset", &self.location.offset)?;
        out.serialize_entry("length", &self.location.length)?;
        if let Some(expected) = &self.expected {
            out.serialize_entry("expected", expected)?;
        }
        if let Some(found) = &self.found {
            out.serialize_entry("found", found)?;
        }
        out.serialize_entry("basis", self.rule.basis)?;
        let message = Bilingual { vi: self.message(Lang::Vi), en: self.message(Lang::En) };
        out.serialize_entry("message", &message)?;
        if !self.rule.hint.vi.is_empty() {
            let hint = Bilingual { vi: self.hint(Lang::Vi), en: self.hint(Lang::En) };
            out.serialize_entry("hint", &hint)?;
        }
        out.end()
    }
}

impl DocumentReport {
    fn entries<M: SerializeMap>(&self, out: &mut M) -> Result<(), M::Error> {
        out.serialize_entry("document", &self.document)?;
        out.serialize_entry("verdict", &self.verdict)?;
        out.serialize_entry("authentic", &self.authentic)?;
        out.serialize_entry("right", &self.right)?;
        out.serialize_entry("checks", &self.checks)?;
        if !self.signatures.is_empty() {
            out.serialize_entry("signatures", &self.signatures)?;
        }
        if let Some(code) = &self.code {
            out.serialize_entry("code", code)?;
        }
        out.serialize_entry("findings", &self.findings)?;
        if self.findings_left_out > 0 {
            out.serialize_entry("findingsLeftOut", &self.findings_left_out)?;
        }
        Ok(())
    }
}

impl Serialize for DocumentReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        self.entries(&mut out)?;
        out.end()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("schema", SCHEMA)?;
        out.serialize_entry("source", &self.source)?;
        out.serialize_entry("engine", &Judged { engine: &self.engine, at: self.at.to_string() })?;
        if !self.documents.is_empty() {
            out.serialize_entry("overall", &self.verdict)?;
        }
        self.main.entries(&mut out)?;
        if !self.documents.is_empty() {
            out.serialize_entry("documents", &self.documents)?;
        }
        out.end()
    }
}

impl Report {
    /// The report as JSON on one line (NDJSON), without a line break at its end.
    ///
    /// The same report gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serialising into a String from plain data with string keys has no failing case.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The report as indented JSON.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
