//! Writes names: those of elements with their prefix, those of simple types.

use super::writer::Writer;

impl Writer<'_> {
    /// A name, with the prefix of its namespace where that is another than the form's.
    pub(super) fn name(&mut self, name: u32) -> String {
        let (namespace, local) = (self.schema.names.namespace(name), self.schema.names.local(name));
        if namespace == self.own {
            return local.to_owned();
        }
        format!("{}:{local}", self.prefix(namespace))
    }

    pub(super) fn attribute_name(&mut self, name: u32) -> String {
        let (namespace, local) = (self.schema.names.namespace(name), self.schema.names.local(name));
        if namespace == 0 {
            return local.to_owned();
        }
        if self.schema.names.uri(namespace) == crate::xml::XML {
            return format!("xml:{local}");
        }
        format!("{}:{local}", self.prefix(namespace))
    }

    fn prefix(&mut self, namespace: u32) -> String {
        if let Some((_, prefix)) = self.prefixes.iter().find(|(known, _)| *known == namespace) {
            return prefix.clone();
        }
        let prefix = match self.schema.names.uri(namespace) {
            crate::xml::DSIG => "ds".to_owned(),
            _ => format!("n{}", self.prefixes.len() + 1),
        };
        self.prefixes.push((namespace, prefix.clone()));
        prefix
    }

    /// A simple type: its name where it has one.
    pub(super) fn simple(&mut self, simple: u32) -> String {
        if let Some(name) = self.names.builtin(simple) {
            return name.to_owned();
        }
        if let Some((part, name)) = self.shared.simples.get(&simple) {
            self.uses.insert(part.clone());
            return name.clone();
        }
        if let Some(name) = self.simples.get(&simple) {
            return name.clone();
        }
        self.expression(simple)
    }

    /// The name of a simple type, which gets one if it has none.
    pub(super) fn named_simple(&mut self, simple: u32) -> String {
        let named = self.names.builtin(simple).is_some()
            || self.shared.simples.contains_key(&simple)
            || self.simples.contains_key(&simple);
        if !named {
            let name = self.fresh(&format!("{}text", self.scope));
            self.simples.insert(simple, name);
            self.wanted_simples.push(simple);
        }
        self.simple(simple)
    }
}
