//! Reads attributes and wildcards.

use super::read::{Made, Maker};
use super::tokens::Tokens;
use super::tree::Item;
use crate::schema::name::NONE;
use crate::schema::table::{Allowed, AttributeUse, Process, Wildcard};
use crate::xml::is_ncname;

impl<'t> Maker<'t, '_> {
    /// `@name?: type fixed "x"`.
    pub(super) fn attribute(&mut self, item: &Item<'t>) -> Made<AttributeUse> {
        let text = item.text.strip_prefix('@').unwrap_or(item.text);
        let (name, rest) = text.split_once(": ").ok_or_else(|| item.ends("a colon and a type"))?;
        let (name, required) = name.strip_suffix('?').map_or((name, true), |name| (name, false));
        // Attributes without a prefix are in no namespace, as XML has it.
        let name = match name.split_once(':') {
            None if is_ncname(name) => self.builder.schema.names.add(0, name),
            None => return Err(item.error(name, "a name")),
            Some(("xml", local)) if is_ncname(local) => {
                let namespace = self.builder.schema.names.add_namespace(crate::xml::XML);
                self.builder.schema.names.add(namespace, local)
            }
            Some(_) => self.name(item, name)?,
        };
        let mut tokens = Tokens::read(*item, rest)?;
        let simple = self.simple(&mut tokens)?;
        let mut fixed = NONE;
        if tokens.take("fixed") {
            let value = tokens.quoted()?;
            fixed = self.builder.add_text(&value);
        }
        if tokens.peek().is_some() {
            return Err(tokens.error("fixed, or the end of the line"));
        }
        Ok(AttributeUse { name, simple, required, fixed })
    }

    pub(super) fn any_attribute(&mut self, item: &Item<'t>) -> Made<u32> {
        let inside = item.text.strip_prefix("@[").and_then(|rest| rest.strip_suffix(']'));
        let inside = inside.ok_or_else(|| item.ends("]"))?;
        self.wildcard(item, inside)
    }

    /// `any lax`, `any not URI strict`, `any of URI URI skip`; `-` is no namespace.
    pub(super) fn wildcard(&mut self, item: &Item<'t>, inside: &'t str) -> Made<u32> {
        let words: Vec<&str> = inside.split_ascii_whitespace().collect();
        let ["any", namespaces @ .., process] = words.as_slice() else {
            return Err(item.error(inside, "choice, sequence, all, or any"));
        };
        let process = match *process {
            "strict" => Process::Strict,
            "lax" => Process::Lax,
            "skip" => Process::Skip,
            _ => return Err(item.error(process, "strict, lax or skip")),
        };
        let names = &mut self.builder.schema.names;
        let mut number = |uri: &str| if uri == "-" { 0 } else { names.add_namespace(uri) };
        let allowed = match namespaces {
            [] => Allowed::Any,
            ["not", uri] => Allowed::Other(number(uri)),
            ["of", list @ ..] => {
                let mut listed: Vec<u32> = list.iter().map(|uri| number(uri)).collect();
                listed.sort_unstable();
                Allowed::Listed(self.builder.add_indices(&listed))
            }
            _ => return Err(item.error(inside, "any, any not NAMESPACE, or any of NAMESPACES")),
        };
        Ok(self.builder.add_wildcard(Wildcard { allowed, process }))
    }
}
