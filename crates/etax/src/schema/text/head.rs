//! The beginning of an element's line.

use super::read::Made;
use super::tree::Item;
use crate::schema::name::NONE;

/// The beginning of an element's line: its names, how often each stands, and the rest.
pub(super) struct Head<'t> {
    pub(super) names: Vec<(&'t str, (u32, u32))>,
    /// Type and flags.
    pub(super) rest: &'t str,
    /// Whether a type is given.
    pub(super) typed: bool,
}

impl<'t> Head<'t> {
    pub(super) fn read(item: &Item<'t>) -> Made<Self> {
        let text = item.text;
        let (names, rest, typed) = match text.split_once(": ") {
            Some((names, rest)) if !names.contains(['"', '/']) => (names, rest, true),
            _ => {
                let end = text.find([' ', ',']).filter(|at| text.as_bytes().get(*at) == Some(&b' '));
                let (name, rest) = text.split_at(end.unwrap_or(text.len()));
                (name, rest.trim_start(), false)
            }
        };
        let mut all = Vec::new();
        for name in names.split(", ") {
            let name = name.trim_matches(' ');
            let end = name.find(['?', '*', '+', '{']).unwrap_or(name.len());
            let (name, often) = name.split_at(end);
            let often = times(often).ok_or_else(|| item.error(often, "? * + or {n,m} after a name"))?;
            if name.is_empty() {
                return Err(item.error(names, "a name"));
            }
            all.push((name, often));
        }
        if all.len() > 1 && !typed {
            return Err(item.ends("a colon and a type, since there are several names"));
        }
        Ok(Self { names: all, rest, typed })
    }

    /// The only name.
    pub(super) fn one(&self, item: &Item<'t>) -> Made<(&'t str, (u32, u32))> {
        match *self.names.as_slice() {
            [name] => Ok(name),
            _ => Err(item.error(item.text, "one name")),
        }
    }
}

/// How often something stands.
pub(super) fn times(text: &str) -> Option<(u32, u32)> {
    Some(match text {
        "" => (1, 1),
        "?" => (0, 1),
        "*" => (0, NONE),
        "+" => (1, NONE),
        _ => {
            let inside = text.strip_prefix('{')?.strip_suffix('}')?;
            let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number != NONE);
            let (least, most) = match inside.split_once(',') {
                None => (number(inside)?, number(inside)?),
                Some((least, "")) => (number(least)?, NONE),
                Some((least, most)) => (number(least)?, number(most)?),
            };
            (least <= most).then_some((least, most))?
        }
    })
}
