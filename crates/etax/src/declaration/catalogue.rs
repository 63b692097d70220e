//! Which forms are known, in which versions.

use super::form842;
use crate::schema::Node;

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

/// What the catalogue knows about a code and version.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    /// The form and the table for the version.
    Form(&'static Form, Version, &'static Node),
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
    match form.tables.iter().rev().find(|(from, _)| *from <= version) {
        Some((_, table)) => Known::Form(form, version, table),
        None => Known::Nearest(Some((form, first))),
    }
}

/// Three digits with dots.
fn parse(text: &str) -> Option<Version> {
    let [a, b'.', b, b'.', c] = text.as_bytes() else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    Some((digit(*a)?, digit(*b)?, digit(*c)?))
}
