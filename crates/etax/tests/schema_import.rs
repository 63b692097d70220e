//! The authority's XSD files, imported as they are.
#![allow(clippy::unwrap_used, clippy::panic)]

mod schema_support;

use etax::rule::Lang;
use etax::schema::{ImportError, Mended};
use schema_support::files::folders;
use std::collections::BTreeMap;
use std::time::Instant;

/// Files that no reader takes, libxml2 and Xerces neither: they declare once more what the file they include declares.
const FAULTY: &[(&str, &str)] = &[
    ("invoice.request.xsd", "invoiceData is declared twice"),
    ("invoice.response.xsd", "invoiceData is declared twice"),
];

#[test]
fn every_file_is_imported() {
    for folder in folders() {
        let mut importer = folder.importer();
        let start = Instant::now();
        let errors: Vec<ImportError> =
            folder.files.iter().filter_map(|file| importer.add(file).err()).collect();
        let mut mended: BTreeMap<Mended, usize> = BTreeMap::new();
        for note in importer.notes() {
            *mended.entry(note.mended).or_default() += 1;
        }
        let schema = importer.finish();
        eprintln!(
            "{}: {} files, {} forms in {:?}, {} KB, (elements, types, simple types) {:?}, mended {mended:?}",
            folder.path.display(),
            folder.files.len(),
            schema.forms().count(),
            start.elapsed(),
            schema.heap() / 1024,
            schema.size(),
        );
        let (known, errors): (Vec<_>, Vec<_>) = errors.into_iter().partition(|error| {
            FAULTY.iter().any(|(file, problem)| error.file == *file && error.message(Lang::En) == *problem)
        });
        assert!(errors.is_empty(), "{errors:#?}");
        let faulty = FAULTY.iter().filter(|(file, _)| folder.files.iter().any(|known| known == file));
        assert_eq!(known.len(), faulty.count(), "a fault has vanished: {known:#?}");
        assert!(schema.forms().all(|form| folder.files.iter().any(|file| file == schema.name(form))));
    }
}
