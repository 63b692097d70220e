//! `etax code qr`: an invoice's QR code, drawn or as text.

use super::{CANNOT, Sealer, with_invoice};
use crate::exit::Status;
use etax::code::Mccqt;
use etax::code::auth34::InvoiceFields;
use etax::code::qr::{InvoicePart, QrText};
use etax::code::sealed_qr::KeyId;
use etax::rule::{Lang, Text};
use etax::xml::Element;
use std::fs;
use std::path::{Path, PathBuf};

/// Pixels of a module in a PNG.
const SCALE: u32 = 8;

pub(super) fn run(
    file: &Path,
    output: Option<&Path>,
    seal: Option<&(KeyId, PathBuf)>,
    code: Option<&str>,
    lang: Lang,
) -> Result<Status, String> {
    with_invoice(file, lang, |invoice| {
        let text = text(invoice, seal, code, lang)?;
        let cannot = |what: String| CANNOT.fill(lang, &[("what", &what)]);
        let Some(output) = output else {
            println!("{text}");
            return Ok(Status::Accepted);
        };
        let kind = output.extension().and_then(|kind| kind.to_str()).map(str::to_ascii_lowercase);
        let bytes = match kind.as_deref() {
            Some("svg") => etax_qr::svg(&text).map(String::into_bytes),
            Some("png") => etax_qr::png(&text, SCALE),
            _ => return Err(ENDING.template(lang).to_owned()),
        };
        let bytes = bytes.map_err(|error| cannot(error.to_string()))?;
        let name = output.display();
        fs::write(output, bytes).map_err(|error| cannot(format!("{name}: {error}")))?;
        Ok(Status::Accepted)
    })
}

/// What the code says: of a pilot's invoice what the file says; else composed of the invoice, sealed if asked.
fn text(
    invoice: Element<'_>,
    seal: Option<&(KeyId, PathBuf)>,
    code: Option<&str>,
    lang: Lang,
) -> Result<String, String> {
    let cannot = |what: String| CANNOT.fill(lang, &[("what", &what)]);
    if invoice.local() != "HDon" {
        let text = invoice.find("controlData/qrCodeData").map(Element::trimmed).unwrap_or_default();
        return if text.is_empty() { Err(cannot("qrCodeData".to_owned())) } else { Ok(text.into_owned()) };
    }
    let part = InvoicePart::of_invoice(invoice);
    let text = QrText::of(&part).map_err(|field| cannot(format!("{} ({})", field.tag(), part.get(field))))?;
    let Some((id, secret)) = seal else { return Ok(text.to_string()) };
    let own = invoice.child("MCCQT").map(Element::trimmed).unwrap_or_default();
    let code = Mccqt::parse(code.unwrap_or(&own)).map_err(|error| cannot(format!("MCCQT: {error}")))?;
    let key = Sealer::in_file(*id, secret, lang)?;
    let fields = InvoiceFields::of(invoice);
    let sealed = key.seal(&code, &fields.printed()).map_err(|error| cannot(error.message(lang)))?;
    Ok(sealed.join(&text).to_string())
}

const ENDING: Text =
    Text { vi: "tệp phải có đuôi .svg hoặc .png", en: "the file must end in .svg or .png" };
