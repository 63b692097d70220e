//! `etax code`: takes codes apart, holds them against invoices, makes them.

mod args;
mod parse;
mod secret;

pub(crate) use args::{CodeArgs, command, read};

use crate::check::{NO_CLOCK, complain, now};
use crate::exit::Status;
use crate::render::clean;
use args::Keys;
use etax::code::auth34::{Auth34, Auth34Key, InvoiceFields, VerifyError};
use etax::code::keyring::{Keyring, Standing};
use etax::rule::{Lang, Text};
use etax::xml::{Document, Element, Limits, Parsed};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Does what the arguments ask.
pub(crate) fn run(args: &CodeArgs) -> Status {
    let done = match args {
        CodeArgs::Parse { texts, lang } => Ok(parse::run(texts, *lang)),
        CodeArgs::Verify { file, code, keys, lang } => verify(file, code.as_deref(), keys, *lang),
        CodeArgs::Mint { file, issuer, serial, at, keys, lang } => (|| {
            let at = at.or_else(now).ok_or_else(|| NO_CLOCK.template(*lang).to_owned())?;
            let ring = keyring(keys, *lang)?;
            with_invoice(file, *lang, |invoice| {
                let fields = InvoiceFields::of(invoice);
                let code = ring.mint(*issuer, at, *serial, &fields.printed());
                let code = code.map_err(|error| CANNOT.fill(*lang, &[("what", &error.to_string())]))?;
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

fn verify(file: &Path, code: Option<&str>, keys: &Keys, lang: Lang) -> Result<Status, String> {
    let ring = keyring(keys, lang)?;
    with_invoice(file, lang, |invoice| {
        let own = invoice.child("MCCQT").map(Element::trimmed);
        let text = code.map(Into::into).or(own).unwrap_or_default();
        let Ok(code) = Auth34::parse(&text) else {
            println!("{}", NOT_KEYED.fill(lang, &[("code", &clean::line(&text))]));
            return Ok(Status::NotAccepted);
        };
        let standing = ring.verify(&code, &InvoiceFields::of(invoice).printed());
        let (issuer, key) = (code.issuer().to_string(), code.key_id().to_string());
        let (text, more) = match standing {
            Standing::Bound { serial } => (BOUND, serial.to_string()),
            Standing::NotBound => (NOT_BOUND, String::new()),
            Standing::UnknownKey => (UNKNOWN_KEY, String::new()),
            Standing::Revoked { since, .. } => (REVOKED, since.to_string()),
            Standing::Unregistered { since, .. } => (REVOKED, since.to_string()),
            Standing::Unavailable => (UNBINDABLE, VerifyError::Device.to_string()),
            Standing::NeedsDocument => (NEEDS_DOCUMENT, String::new()),
            Standing::Unbindable(error) => (UNBINDABLE, error.to_string()),
        };
        println!("{}", text.fill(lang, &[("issuer", &issuer), ("key", &key), ("more", &more)]));
        Ok(if matches!(standing, Standing::Bound { .. }) { Status::Accepted } else { Status::NotAccepted })
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
        Parsed::Document(document) if document.root().local() == "HDon" => work(document.root()),
        Parsed::Document(_) => Err(refuse(NO_INVOICE.template(lang))),
        Parsed::Refused(_) => Err(refuse(NOT_XML.template(lang))),
    }
}

/// The keyring with its secrets.
fn keyring(keys: &Keys, lang: Lang) -> Result<Keyring, String> {
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
        (ring, None) => ring.map_err(|error| refuse(&error.to_string())),
    }
}

const CANNOT: Text = Text { vi: "không tạo được mã: {what}", en: "no code can be made: {what}" };
const UNREADABLE: Text =
    Text { vi: "không dùng được {name}: {why}", en: "{name} cannot be used: {why}" };
const NO_INVOICE: Text = Text { vi: "không phải hóa đơn (HDon)", en: "not an invoice (HDon)" };
const NOT_XML: Text = Text { vi: "không phải XML đúng dạng", en: "not well-formed XML" };
const NOT_KEYED: Text =
    Text { vi: "không phải mã có khóa (auth34): {code}", en: "not a keyed code (auth34): {code}" };
const BOUND: Text = Text {
    vi: "đúng: mã của hóa đơn này, đơn vị cấp {issuer}, khóa {key}, số thứ tự {more}",
    en: "bound: this invoice's code, issuer {issuer}, key {key}, serial {more}",
};
const NOT_BOUND: Text = Text {
    vi: "sai: mã không được cấp cho nội dung hóa đơn này",
    en: "not bound: the code was not made for what this invoice says",
};
const UNKNOWN_KEY: Text = Text {
    vi: "chưa xác định: không có khóa {key} của đơn vị cấp {issuer}",
    en: "undecided: there is no key {key} of issuer {issuer}",
};
const REVOKED: Text = Text {
    vi: "chưa xác định: khóa {key} của đơn vị cấp {issuer} bị thu hồi từ {more}; cần tra sổ cấp mã",
    en: "undecided: key {key} of issuer {issuer} is revoked since {more}; look the code up in the register",
};
const NEEDS_DOCUMENT: Text = Text {
    vi: "chưa xác định: khóa này ràng buộc toàn bộ dữ liệu hóa đơn",
    en: "undecided: this key binds the whole invoice data",
};
const UNBINDABLE: Text = Text { vi: "không đối chiếu được: {more}", en: "undecided: {more}" };
