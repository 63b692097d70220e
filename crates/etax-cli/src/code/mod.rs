//! `etax code`: takes codes apart, holds them against invoices, makes them.

mod args;
mod draw;
mod parse;
mod seal;
mod secret;
mod verify;

pub(crate) use args::{CodeArgs, Keys, command, key_options, keys, read, root};
pub(crate) use seal::Sealer;

use crate::check::{NO_CLOCK, complain, now};
use crate::exit::Status;
use crate::render::clean;
use etax::code::auth34::{Auth34Key, InvoiceFields, Printed};
use etax::code::keyring::Keyring;
use etax::code::sealed_qr::{KeyId, SealingKey};
use etax::rule::{Lang, Text};
use etax::signature::UnitKind;
use etax::xml::{Document, Element, Limits, Parsed};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Does what the arguments ask.
pub(crate) fn run(args: &CodeArgs) -> Status {
    let done = match args {
        CodeArgs::Parse { texts, base32, lang } => Ok(parse::run(texts, *base32, *lang)),
        CodeArgs::Verify(args) => verify::run(args),
        CodeArgs::Qr { file, output, seal, code, lang } => {
            draw::run(file, output.as_deref(), seal.as_ref(), code.as_deref(), *lang)
        }
        CodeArgs::Mint { file, issuer, serial, at, keys, related, lang } => (|| {
            let at = at.or_else(now).ok_or_else(|| NO_CLOCK.template(*lang).to_owned())?;
            let ring = keyring(keys, *lang)?;
            with_invoice(file, *lang, |invoice| {
                let fields = InvoiceFields::of(invoice);
                let printed = Printed { related: related.as_deref(), ..fields.printed() };
                let code = ring.mint(*issuer, at, *serial, &printed);
                let code = code.map_err(|error| CANNOT.fill(*lang, &[("what", &error.message(*lang))]))?;
                println!("{code}");
                Ok(Status::Accepted)
            })
        })(),
    };
    done.unwrap_or_else(|why| {
        complain(&why);
        Status::Failed
    })
}

/// Reads an invoice and does something with it.
fn with_invoice(
    file: &Path,
    lang: Lang,
    work: impl FnOnce(Element<'_>) -> Result<Status, String>,
) -> Result<Status, String> {
    let name = clean::line(&file.display().to_string()).into_owned();
    let refuse = |why: &str| UNREADABLE.fill(lang, &[("name", &name), ("why", why)]);
    let limits = Limits::default();
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| refuse(&error.to_string()))?;
    match Document::parse(&bytes, &limits) {
        Parsed::Document(document)
            if matches!(
                UnitKind::of_element(document.root()),
                UnitKind::Invoice | UnitKind::PilotInvoice
            ) =>
        {
            work(document.root())
        }
        Parsed::Document(_) => Err(refuse(NO_INVOICE.template(lang))),
        Parsed::Refused(_) => Err(refuse(NOT_XML.template(lang))),
    }
}

/// A key that signs lists of public keys, whose seed a file holds.
pub(crate) fn list_key(file: &Path, lang: Lang) -> Result<SealingKey, String> {
    let seed = secret::in_file(file, lang)?;
    KeyId::parse("LISTS")
        .and_then(|id| SealingKey::from_seed(id, &seed))
        .ok_or_else(|| CANNOT.fill(lang, &[("what", "Ed25519")]))
}

/// The keyring with its secrets.
pub(crate) fn keyring(keys: &Keys, lang: Lang) -> Result<Keyring, String> {
    let name = clean::line(&keys.ring.display().to_string()).into_owned();
    let refuse = |why: &str| UNREADABLE.fill(lang, &[("name", &name), ("why", why)]);
    let text = fs::read_to_string(&keys.ring).map_err(|error| refuse(&error.to_string()))?;
    let mut trouble = None;
    let ring = Keyring::read(&text, &mut |issuer, id| -> Option<Auth34Key> {
        match secret::root(issuer, &keys.roots, lang) {
            Ok(root) => root.map(|root| root.key(issuer, id)),
            Err(why) => {
                trouble = Some(why);
                None
            }
        }
    });
    match (ring, trouble) {
        (_, Some(why)) => Err(why),
        (ring, None) => ring.map_err(|error| refuse(&error.message(lang))),
    }
}

const CANNOT: Text = Text { vi: "không tạo được mã: {what}", en: "no code can be made: {what}" };
const UNREADABLE: Text =
    Text { vi: "không dùng được {name}: {why}", en: "{name} cannot be used: {why}" };
const NO_INVOICE: Text =
    Text { vi: "không phải hóa đơn (HDon, inv:invoice)", en: "not an invoice (HDon, inv:invoice)" };
const NOT_XML: Text = Text { vi: "không phải XML đúng dạng", en: "not well-formed XML" };
