//! The attributes of an element that is written.

use super::error::Mistake;
use super::xml::{ATTRIBUTE, Done, Entry, Writer, is_id};
use crate::schema::{AttributePlace, Place};
use crate::xml::escape_attribute;

impl<'s> Writer<'_, 's> {
    pub(super) fn attributes(&mut self, place: Place<'s>, given: &[&Entry]) -> Done {
        let mut seen: Vec<&str> = Vec::new();
        for (key, json) in given {
            let name = key.trim_start_matches(ATTRIBUTE);
            self.within(key, |it| {
                if seen.contains(&name) {
                    return it.fail(Mistake::Duplicate);
                }
                let Some(known) = place.attributes().find(|known| known.name() == name) else {
                    return it.fail(Mistake::UnknownName);
                };
                let text = it.text(known.written(), json)?;
                if let Err(expected) = known.accepts(&text) {
                    return it.fail(Mistake::Value { expected, found: text });
                }
                it.attribute(known, &text)
            })?;
            seen.push(name);
        }
        for known in place.attributes().filter(|known| known.required() && !seen.contains(&known.name())) {
            let text = match known.fixed() {
                Some(fixed) => fixed.to_owned(),
                None if known.identifies() || is_id(known.name()) => self.make_id(),
                None => String::new(),
            };
            if known.accepts(&text).is_err() && !self.lenient {
                return self.fail(Mistake::Missing { name: format!("{ATTRIBUTE}{}", known.name()) });
            }
            self.attribute(known, &text)?;
        }
        Ok(())
    }

    fn attribute(&mut self, known: AttributePlace<'_>, text: &str) -> Done {
        if known.identifies() && !self.identities.insert(text.trim().to_owned()) {
            return self.fail(Mistake::Duplicate);
        }
        self.out.push(' ');
        let namespace = known.namespace();
        if namespace == crate::xml::XML {
            self.out.push_str("xml:");
        } else if !namespace.is_empty() {
            self.out.push_str("xmlns:a=\"");
            escape_attribute(namespace, &mut self.out);
            self.out.push_str("\" a:");
        }
        self.out.push_str(known.name());
        self.out.push_str("=\"");
        self.push(text)?;
        self.out.push('"');
        Ok(())
    }

    fn make_id(&mut self) -> String {
        loop {
            self.made += 1;
            let id = format!("ID_{}", self.made);
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}
