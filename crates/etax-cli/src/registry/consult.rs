//! What a store says of the codes of a document, in the words of the engine.

use etax::code::auth34::InvoiceFields;
use etax::code::keyring::{Keyring, Standing};
use etax::code::{Recorded, RecordedEnd, RegistryAnswer, RegistryAnswers};
use etax::engine::{Engine, Input};
use etax::report::Report;
use etax::xml::{Document, Element, Limits, Parsed};
use etax_store::{End, Entry, Store, StoreError, StoredCode};

/// Checks a document and what the store says of its codes. With the issuers' keys it is told apart which of the codes that
/// the store does not have were made by one of them.
///
/// # Errors
///
/// [`StoreError`] when the store cannot be asked.
pub(crate) fn check(
    store: &Store,
    keys: Option<&Keyring>,
    engine: &Engine,
    input: &Input<'_>,
) -> Result<Report, StoreError> {
    let texts = engine.codes(input.bytes);
    let codes: Vec<StoredCode> = texts.iter().filter_map(|text| StoredCode::parse(text)).collect();
    let mut answers = RegistryAnswers::default();
    for text in &texts {
        answers.add(text, RegistryAnswer::Unknown { genuine: false });
    }
    if let Some(keys) = keys.filter(|_| !texts.is_empty()) {
        for text in genuine(keys, input.bytes) {
            answers.add(&text, RegistryAnswer::Unknown { genuine: true });
        }
    }
    for part in codes.chunks(etax_store::PAGE) {
        for entry in store.read().by_code(part)?.into_iter().flatten() {
            let code = entry.row.content.code.to_string();
            answers.add(&code, RegistryAnswer::Recorded(Box::new(recorded(store, entry)?)));
        }
    }
    Ok(engine.check_registered(input, &answers))
}

/// The codes that a key made for the very invoice they stand on, be the key revoked since or not.
fn genuine(keys: &Keyring, bytes: &[u8]) -> Vec<String> {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else { return Vec::new() };
    let made = |invoice: Element<'_>| {
        let text = invoice.child("MCCQT")?.trimmed().into_owned();
        let code = keys.code(&text)?;
        let standing = keys.verify(&code, &InvoiceFields::of(invoice).printed());
        matches!(standing, Standing::Bound { .. } | Standing::Revoked { .. }).then_some(text)
    };
    super::fill::invoices(&document).into_iter().filter_map(made).collect()
}

fn recorded(store: &Store, entry: Entry) -> Result<Recorded, StoreError> {
    let mut ids = entry.status.adjusted_by;
    if let Some(End::Replaced(by)) = entry.status.end {
        ids.push(by);
    }
    let mut codes = Vec::new();
    for (id, by) in ids.iter().zip(store.read().by_id(&ids)?) {
        codes.push(by.map_or_else(|| id.to_string(), |by| by.row.content.code.to_string()));
    }
    let end = match entry.status.end {
        Some(End::Replaced(_)) => codes.pop().map(RecordedEnd::Replaced),
        Some(End::Cancelled(notice)) => Some(RecordedEnd::Cancelled(notice)),
        None => None,
    };
    let row = entry.row.content;
    Ok(Recorded {
        seller: row.key.seller,
        form: row.key.form,
        series: row.key.series,
        number: row.key.number.to_string(),
        digest: row.digest,
        adjusted_by: codes,
        end,
    })
}
