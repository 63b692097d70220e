//! Any bytes: parsing never panics, and what it says about elements fits together.
#![no_main]

use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { return };
    let source = document.source();
    let mut positions = document.positions();
    for element in document.elements() {
        let (span, content) = (element.span(), element.content_span());
        assert!(span.start < content.start && content.start <= content.end && content.end <= span.end);
        assert!(source[span.clone()].starts_with('<') && source[span.clone()].ends_with('>'));
        assert!(element.parent().is_none_or(|parent| parent.contains(element)));
        assert!(source.get(element.text_span()).is_some());
        assert!(element.trimmed().len() <= element.text().len());
        for attribute in element.attributes() {
            assert!(source.get(attribute.span).is_some());
        }
        assert!(positions.at(span.start).line >= 1);
    }
});
