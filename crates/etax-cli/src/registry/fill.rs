//! `etax registry import`: files on their way into a store.

use super::{complain, import, print};
use crate::exit::Status;
use crate::input::{Content, Reader, walk};
use etax::message::Message;
use etax::rule::{Lang, Text};
use etax::xml::{Document, Element, Limits, Parsed};
use etax_store::{Bulk, Outcome, Store, StoreError, StoredCode};
use serde_json::json;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The longest document, and the longest line, that is read.
const LONGEST: u64 = 64 << 20;

/// Counts of an import.
#[derive(Default)]
struct Counts {
    recorded: usize,
    known: usize,
    refused: usize,
}

impl Counts {
    fn refuse(&mut self, name: &str, why: &str, lang: Lang) {
        self.refused += 1;
        let name = etax_render::clean::line(name);
        let why = etax_render::clean::line(why);
        complain(&LEFT_OUT.fill(lang, &[("name", &name), ("why", &why)]));
    }

    fn tell(&mut self, Given { name, code: given }: &Given, outcome: &Outcome, lang: Lang) {
        match outcome {
            Outcome::Recorded { .. } => self.recorded += 1,
            // The invoice is known, and the code that was to be recorded is not: nobody would find it.
            Outcome::Known { code: Some(code), .. } if given.as_ref().is_some_and(|given| given != code) => {
                let why = OTHER_CODE.fill(lang, &[("code", &code.to_string())]);
                self.refuse(name, &why, lang);
            }
            Outcome::Known { .. } => self.known += 1,
            Outcome::Refused(refusal) => self.refuse(name, &refusal.message(lang), lang),
            other => self.refuse(name, &format!("{other:?}"), lang),
        }
    }
}

/// Where a code came from.
struct Given {
    name: String,
    code: Option<StoredCode>,
}

struct Import<'s> {
    bulk: Bulk<'s, Given>,
    lang: Lang,
    counts: Counts,
}

impl Import<'_> {
    fn take(
        &mut self,
        name: &str,
        command: Result<etax_store::Command, impl AsRef<str>>,
    ) -> Result<(), StoreError> {
        let Self { bulk, lang, counts } = self;
        match command {
            Ok(command) => {
                let given = Given { name: name.to_owned(), code: import::code(&command) };
                bulk.record(given, command, &mut |given, outcome| counts.tell(&given, &outcome, *lang))
            }
            Err(why) => {
                counts.refuse(name, why.as_ref(), *lang);
                Ok(())
            }
        }
    }

    fn refuse(&mut self, name: &str, why: &str) {
        self.counts.refuse(name, why, self.lang);
    }

    fn finish(self) -> Result<Counts, StoreError> {
        let Self { bulk, lang, mut counts } = self;
        bulk.finish(&mut |given, outcome| counts.tell(&given, &outcome, lang))?;
        Ok(counts)
    }
}

pub(super) fn import_all(store: &Store, paths: &[PathBuf], lang: Lang) -> Result<Status, String> {
    let mut import = Import { bulk: Bulk::new(store), lang, counts: Counts::default() };
    let mut reader = Reader::new(LONGEST);
    let mut fault = None;
    for path in paths {
        let is_lines = path.extension().is_some_and(|end| end == "ndjson" || end == "jsonl");
        if is_lines {
            lines(path, &mut import, lang)?;
            continue;
        }
        let _ = walk(std::slice::from_ref(path), &mut |item| {
            let name = item.name;
            match reader.read(item.place) {
                Ok(Content::Bytes(bytes)) => match document(&name, &bytes, &mut import) {
                    Ok(()) => return ControlFlow::Continue(()),
                    Err(error) => {
                        fault = Some(error);
                        return ControlFlow::Break(());
                    }
                },
                Ok(Content::Oversized(_)) => import.refuse(&name, "> 64 MiB"),
                Err(trouble) => import.refuse(&name, &trouble.words(lang)),
            }
            ControlFlow::Continue(())
        });
    }
    if let Some(error) = fault {
        return Err(error.message(lang));
    }
    let Counts { recorded, known, refused } = import.finish().map_err(|error| error.message(lang))?;
    print(&json!({ "recorded": recorded, "known": known, "refused": refused }).to_string())?;
    Ok(if refused == 0 { Status::Accepted } else { Status::NotAccepted })
}

fn document(name: &str, bytes: &[u8], import: &mut Import<'_>) -> Result<(), StoreError> {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else {
        import.refuse(name, "XML");
        return Ok(());
    };
    for invoice in invoices(&document) {
        import.take(name, import::of_invoice(invoice))?;
    }
    Ok(())
}

fn lines(path: &Path, import: &mut Import<'_>, lang: Lang) -> Result<(), String> {
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut reader = BufReader::new(file);
    for at in 1.. {
        let mut line = Vec::new();
        let length = io::Read::take(&mut reader, LONGEST).read_until(b'\n', &mut line);
        if length.map_err(|error| format!("{}: {error}", path.display()))? == 0 {
            break;
        }
        let name = format!("{}:{at}", path.display());
        let command = match std::str::from_utf8(&line).map(str::trim) {
            Ok("") => continue,
            Ok(text) => import::of_line(text),
            Err(error) => Err(format!("UTF-8: {}", error.valid_up_to() + 1)),
        };
        import.take(&name, command).map_err(|error| error.message(lang))?;
    }
    Ok(())
}

/// The invoices of a document: itself, or those of the message.
pub(super) fn invoices<'d>(document: &'d Document<'d>) -> Vec<Element<'d>> {
    let root = document.root();
    if root.child("DLHDon").is_some() {
        return vec![root];
    }
    Message::new(root).documents().map(|(_, element)| element).collect()
}

const LEFT_OUT: Text = Text { vi: "không ghi {name}: {why}", en: "not recorded: {name}: {why}" };
const OTHER_CODE: Text = Text {
    vi: "hóa đơn đã được ghi với mã khác: {code}",
    en: "the invoice is recorded with another code: {code}",
};
