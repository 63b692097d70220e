//! Which forms are known, in which versions.

use super::{base, form842};
use crate::schema::{FormId, Node, Schema};
use std::sync::LazyLock;

/// A form whose tables are built in.
#[derive(Debug)]
pub(super) struct Form {
    /// maTKhai.
    pub(super) code: &'static str,
    /// Its printed name.
    pub(super) name: &'static str,
    /// First version of a table, and the table, oldest first.
    pub(super) tables: &'static [(Version, &'static Node)],
    /// The last version whose structure is known.
    pub(super) last: Version,
}

/// A version such as 2.6.8, as its three digits.
pub(super) type Version = (u8, u8, u8);

pub(super) static FORMS: &[Form] = &[form842::FORM];

/// The tables of all forms, made when the first declaration is checked.
pub(super) static BUILT: LazyLock<Built> = LazyLock::new(Built::new);

/// The tables, and where in them each version of a form is.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) schema: Schema,
    /// The envelope around a form that is not known.
    pub(super) envelope: FormId,
    versions: Vec<(&'static str, Version, FormId)>,
}

impl Built {
    fn new() -> Self {
        let mut keys = Vec::new();
        let mut nodes: Vec<&Node> = vec![&base::UNKNOWN];
        for form in FORMS {
            for (from, node) in form.tables {
                keys.push((form.code, *from));
                nodes.push(node);
            }
        }
        let (schema, ids) = Schema::from_nodes(&nodes);
        let envelope = ids.first().copied().unwrap_or_default();
        let versions =
            keys.into_iter().zip(ids.into_iter().skip(1)).map(|((code, from), id)| (code, from, id));
        Self { schema, envelope, versions: versions.collect() }
    }

    fn table(&self, code: &str, from: Version) -> Option<FormId> {
        self.versions
            .iter()
            .find(|(known, version, _)| *known == code && *version == from)
            .map(|(.., id)| *id)
    }
}

/// What the catalogue knows about a code and version.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    /// The form and the table for the version.
    Form(&'static Form, Version, FormId),
    /// Nothing; the nearest known version of that form, if the form is known.
    Nearest(Option<(&'static Form, Version)>),
}

/// Looks a form up.
pub(super) fn find(code: &str, version: &str) -> Known {
    let Some(form) = FORMS.iter().find(|form| form.code == code) else { return Known::Nearest(None) };
    let first = form.tables.first().map_or(form.last, |(first, _)| *first);
    let Some(version) = parse(version) else { return Known::Nearest(Some((form, form.last))) };
    if version < first {
        return Known::Nearest(Some((form, first)));
    }
    if version > form.last {
        return Known::Nearest(Some((form, form.last)));
    }
    let from = form.tables.iter().map(|(from, _)| *from).rev().find(|from| *from <= version);
    match from.and_then(|from| BUILT.table(form.code, from)) {
        Some(table) => Known::Form(form, version, table),
        None => Known::Nearest(Some((form, first))),
    }
}

/// Three digits with dots.
fn parse(text: &str) -> Option<Version> {
    let [a, b'.', b, b'.', c] = text.as_bytes() else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    Some((digit(*a)?, digit(*b)?, digit(*c)?))
}
