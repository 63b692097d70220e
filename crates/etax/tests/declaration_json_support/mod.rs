//! What tests of declarations in JSON have in common.
#![allow(dead_code, reason = "not every test needs all of these")]

use super::shared;
use etax::form::Form;
use etax::xml::{Document, Limits, Parsed};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

pub(crate) fn parsed(xml: &str) -> Document<'_> {
    match Document::parse(xml.as_bytes(), &Limits::default()) {
        Parsed::Document(document) => document,
        Parsed::Refused(_) => panic!("{xml}"),
    }
}

pub(crate) fn label(form: &Form) -> String {
    format!("{} {} ({})", form.head().code, form.head().version, form.head().file)
}

/// Puts a value at a pointer, objects and arrays made on the way as the form has them.
pub(crate) fn put(given: &mut Value, form: &Form, pointer: &str, value: Value) {
    let mut at = given;
    let mut place = form.schema().root_place(form.id());
    let mut steps = pointer.split('/').skip(1).peekable();
    while let Some(step) = steps.next() {
        let child = place.and_then(|place| place.child(step));
        place = child.map(|child| child.place);
        at = at.as_object_mut().unwrap().entry(step).or_insert(Value::Null);
        let many = child.is_some_and(|child| child.many);
        if many {
            if at.is_null() {
                *at = json!([{}]);
            }
            let index =
                steps.next_if(|step| step.parse::<usize>().is_ok()).map_or(0, |step| step.parse().unwrap());
            at = &mut at.as_array_mut().unwrap()[index];
        }
        if steps.peek().is_some() && at.is_null() {
            *at = json!({});
        }
    }
    *at = value;
}

/// The authority's schema of a form, where it is here.
pub(crate) fn schema_of(form: &Form) -> Option<PathBuf> {
    let digits = form.head().version.to_string().replace('.', "");
    let folder = shared::path("declaration/xsd/Validate")?;
    // A form may keep the name of its files and not that of its schema.
    let names = ["", "_TT195", "_TT80"].map(|circular| format!("{}{circular}", form.head().file));
    let paths = names.into_iter().map(|name| folder.join(format!("{name}_{digits}.xsd")));
    let mut paths = paths.filter(|path| path.exists());
    paths.next()
}

/// What libxml2 says against the official schemas.
#[derive(Default)]
pub(crate) struct Judge {
    documents: Vec<(PathBuf, String, String)>,
}

impl Judge {
    pub(crate) fn add(&mut self, form: &Form, xml: &str) {
        if let Some(schema) = schema_of(form) {
            self.documents.push((schema, label(form), xml.to_owned()));
        }
    }

    /// How many documents were judged, 0 where the schemas or xmllint are not here; all must be valid.
    pub(crate) fn decide(&self) -> usize {
        if Command::new("xmllint").arg("--version").output().is_err() {
            shared::skipped(
                "xmllint is not installed (Debian: libxml2-utils), so nothing was held against libxml2",
            );
            return 0;
        }
        let folder = tempfile::tempdir().unwrap();
        let Some(xsd) = shared::path("declaration/xsd") else { return 0 };
        // Two known faults of the files, which libxml2 takes literally.
        for below in ["", "Validate"] {
            std::fs::create_dir_all(folder.path().join(below)).unwrap();
            for file in shared::files_in(&xsd.join(below), ".xsd") {
                let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
                let text =
                    text.replace("\"..\\", "\"../").replace("name=\" ", "name=\"").replace(" \"", "\"");
                std::fs::write(folder.path().join(below).join(file.file_name().unwrap()), text).unwrap();
            }
        }
        for (number, (schema, form, xml)) in self.documents.iter().enumerate() {
            let file = folder.path().join(format!("{number}.xml"));
            std::fs::write(&file, xml).unwrap();
            let schema = folder.path().join("Validate").join(schema.file_name().unwrap());
            let said = Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .args([&schema, &file])
                .output()
                .unwrap();
            assert!(said.status.success(), "{form}: {}\n{xml}", String::from_utf8_lossy(&said.stderr));
        }
        self.documents.len()
    }
}
