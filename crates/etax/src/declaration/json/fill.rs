//! Computed cells filled in.

use super::Draft;
use super::error::{JsonError, Mistake};
use crate::declaration::cell::place;
use crate::form::Form;
use crate::formula::Value;
use crate::xml::{Document, Element, Limits, Parsed, escape};
use std::collections::HashMap;

/// Cells are computed from cells that are computed, a dozen deep at most; each pass settles at least one more level.
const PASSES: usize = 64;

impl Draft {
    /// [`Draft::xml`], with the computed cells of the form filled in: those that were not given, or all with `recompute`.
    /// A cell whose formula cannot be worked out, or gives what may not be written there, stays as it is.
    ///
    /// # Errors
    ///
    /// As [`Draft::xml`]; and [`Mistake::TooLarge`] where the document is larger than a reader takes.
    pub fn filled(&self, form: &Form, recompute: bool) -> Result<String, JsonError> {
        let composed = self.compose(form)?;
        let mut xml = composed.xml;
        for _ in 0..PASSES {
            let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
                return Err(JsonError::new("", Mistake::TooLarge));
            };
            let root = document.root();
            let body = root.child("HSoKhaiThue").unwrap_or(root);
            // A cell may be computed by several lines, each under its own condition; the last that holds decides.
            let mut cells: HashMap<usize, (Element<'_>, String)> = HashMap::new();
            form.rules().compute(body, &mut |element, value| {
                if recompute || composed.blanks.binary_search(&element.index()).is_ok() {
                    cells.insert(element.index(), (element, text(value)));
                }
            });
            let mut cells: Vec<(Element<'_>, String)> = cells.into_values().collect();
            cells.retain(|(element, text)| differs(*element, text) && accepts(form, *element, text));
            if cells.is_empty() {
                return Ok(xml);
            }
            cells.sort_unstable_by_key(|(element, _)| element.index());
            xml = replaced(&document, &cells);
        }
        Err(JsonError::new("", Mistake::Unsettled))
    }
}

fn text(value: &Value<'_>) -> String {
    match value {
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => text.clone().into_owned(),
        Value::Truth(truth) => if *truth { "1" } else { "0" }.to_owned(),
    }
}

/// Whether a cell says something else. Nil says nothing, which is not 0.
fn differs(element: Element<'_>, text: &str) -> bool {
    let said = element.trimmed();
    let number = |text: &str| rust_decimal::Decimal::from_str_exact(text).ok();
    said != text && (number(&said).is_none() || number(&said) != number(text))
}

fn accepts(form: &Form, element: Element<'_>, text: &str) -> bool {
    place(form, element).is_some_and(|place| place.accepts(text).is_ok())
}

/// The document with other texts in some of its cells.
fn replaced(document: &Document<'_>, cells: &[(Element<'_>, String)]) -> String {
    let source = document.source();
    let mut out = String::with_capacity(source.len() + cells.len() * 16);
    let mut at = 0;
    for (element, text) in cells {
        let (span, tag) = (element.span(), element.start_tag_span());
        let before = |range| source.get(range).unwrap_or_default();
        out.push_str(before(at..tag.start));
        let start = before(tag.start..tag.end);
        let start = start.strip_suffix("/>").or_else(|| start.strip_suffix('>')).unwrap_or(start);
        out.push_str(&start.replace(" xsi:nil=\"true\"", ""));
        out.push('>');
        escape(text, &mut out);
        out.push_str("</");
        out.push_str(element.qualified());
        out.push('>');
        at = span.end;
    }
    out.push_str(source.get(at..).unwrap_or_default());
    out
}
