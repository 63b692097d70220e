//! Simple types and wildcards as text.

use super::tokens::{quote, slash};
use super::writer::Writer;
use crate::schema::build::Builder;
use crate::schema::name::NONE;
use crate::schema::table::{Allowed, Process};
use crate::schema::value::{Kind, SimpleType, Space};
use std::fmt::Write as _;

/// Built-in types in the order in which they are tried.
const BUILTIN: &[&str] = &[
    "string",
    "token",
    "normalizedString",
    "boolean",
    "decimal",
    "integer",
    "nonNegativeInteger",
    "long",
    "date",
    "time",
    "dateTime",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gMonthDay",
    "gDay",
    "duration",
    "float",
    "base64Binary",
    "hexBinary",
    "anyURI",
    "language",
    "NMTOKEN",
    "Name",
    "NCName",
    "QName",
    "ID",
    "IDREF",
    "NMTOKENS",
    "IDREFS",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "int",
    "short",
    "byte",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
];

/// The built-in types of a schema's tables.
#[derive(Debug)]
pub(super) struct Names {
    builtin: Vec<(u32, SimpleType, &'static str)>,
}

impl Names {
    pub(super) fn of(builder: &mut Builder) -> Self {
        let mut builtin = Vec::with_capacity(BUILTIN.len());
        for name in BUILTIN {
            if let Some(simple) = builder.builtin(name) {
                builtin.push((builder.add_simple(simple), simple, *name));
            }
        }
        Self { builtin }
    }

    pub(super) fn builtin(&self, simple: u32) -> Option<&'static str> {
        self.builtin.iter().find(|(known, ..)| *known == simple).map(|(.., name)| *name)
    }

    pub(super) fn is_builtin(&self, name: &str) -> bool {
        let own = ["anySimpleType", "double", "anyType", "empty", "skip", "list", "union"];
        own.contains(&name) || self.builtin.iter().any(|(.., known)| *known == name)
    }

    /// The type to narrow: of the same kind and treatment of blanks, and with the same bounds if there is one.
    fn base(&self, simple: &SimpleType) -> Option<(SimpleType, &'static str)> {
        let alike = |base: &SimpleType| base.kind == simple.kind && base.space == simple.space;
        let same = self.builtin.iter().find(|(_, base, _)| {
            alike(base) && base.low == simple.low && base.high == simple.high && base.speech == simple.speech
        });
        let open = || {
            self.builtin.iter().find(|(_, base, _)| alike(base) && base.low.is_none() && base.high.is_none())
        };
        let any = || self.builtin.iter().find(|(_, base, _)| base.kind == simple.kind);
        same.or_else(open).or_else(any).map(|(_, base, name)| (*base, *name))
    }
}

impl Writer<'_> {
    /// A simple type spelled out.
    pub(super) fn expression(&mut self, simple: u32) -> String {
        let schema = self.schema;
        let Some(simple) = schema.simples.get(simple as usize).copied() else { return String::new() };
        let (base, mut text) = match simple.kind {
            Kind::List(item) => {
                let item = self.named_simple(item);
                (SimpleType::of(simple.kind, Space::Collapse), format!("list({item})"))
            }
            Kind::Union(members) => {
                let members: Vec<String> =
                    schema.indices(members).to_vec().into_iter().map(|it| self.named_simple(it)).collect();
                (SimpleType::of(simple.kind, Space::Preserve), format!("union({})", members.join(", ")))
            }
            _ => match self.names.base(&simple) {
                Some((base, name)) => (base, name.to_owned()),
                None => return String::new(),
            },
        };
        if simple.space != base.space {
            text.push_str(if simple.space == Space::Replace { " space replace" } else { " space collapse" });
        }
        if (simple.shortest, simple.longest) != (base.shortest, base.longest) {
            let _ = match (simple.shortest, simple.longest) {
                (least, most) if least == most => write!(text, " length {least}"),
                (least, NONE) => write!(text, " length {least}.."),
                (0, most) => write!(text, " length ..{most}"),
                (least, most) => write!(text, " length {least}..{most}"),
            };
        }
        for (edge, before, signs) in
            [(simple.low, base.low, [">=", ">"]), (simple.high, base.high, ["<=", "<"])]
        {
            if let Some(edge) = edge.filter(|edge| before != Some(*edge)) {
                let _ = write!(text, " {} {}", signs[usize::from(edge.exclusive)], schema.text(edge.text));
            }
        }
        for (digits, before, word) in
            [(simple.total, base.total, "digits"), (simple.fraction, base.fraction, "fraction")]
        {
            if digits != before {
                let _ = write!(text, " {word} {digits}");
            }
        }
        for (number, pattern) in schema.indices(simple.patterns).iter().enumerate() {
            text.push_str(if number == 0 { " " } else { " & " });
            if let Some(alternatives) = schema.sources.get(*pattern as usize) {
                let alternatives: Vec<String> = alternatives.iter().map(|source| slash(source)).collect();
                text.push_str(&alternatives.join(" | "));
            }
        }
        for word in schema.indices(simple.words) {
            let _ = write!(text, " {}", quote(schema.text(*word)));
        }
        text
    }

    /// A wildcard, in brackets.
    pub(super) fn wildcard(&self, wildcard: u32) -> String {
        let Some(wildcard) = self.schema.wildcards.get(wildcard as usize) else { return String::new() };
        let uri = |namespace: u32| match self.schema.names.uri(namespace) {
            "" => "-".to_owned(),
            uri => uri.to_owned(),
        };
        let allowed = match wildcard.allowed {
            Allowed::Any => String::new(),
            Allowed::Other(namespace) => format!("not {} ", uri(namespace)),
            Allowed::Listed(span) => {
                let listed: Vec<String> = self.schema.indices(span).iter().map(|it| uri(*it)).collect();
                format!("of {} ", listed.join(" "))
            }
        };
        let process = match wildcard.process {
            Process::Strict => "strict",
            Process::Lax => "lax",
            Process::Skip => "skip",
        };
        format!("[any {allowed}{process}]")
    }
}
