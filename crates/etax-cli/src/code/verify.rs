//! `etax code verify`: a code of any scheme, typed or photographed, held against its invoice or what is printed.

use super::args::{Public, Verify};
use super::secret::unhex;
use super::{UNREADABLE, keyring, with_invoice};
use crate::check::{NO_CLOCK, now};
use crate::exit::Status;
use crate::render::clean;
use etax::code::auth34::{InvoiceFields, Printed};
use etax::code::keyring::Standing;
use etax::code::qr::{InvoicePart, Reading, read};
use etax::code::sealed_qr::PublicKeys;
use etax::code::{Binding, Code, Evidence};
use etax::report::{Checks, Findings};
use etax::rule::{Lang, Text};
use etax::signature::{Settings, Subject, TrustStore, UnitKind, Verification, Verifier, check};
use etax::value::Moment;
use etax::xml::Element;
use etax_qr::PhotoError;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

pub(super) fn run(args: &Verify) -> Result<Status, String> {
    let lang = args.lang;
    let at = args.at.or_else(now).ok_or_else(|| NO_CLOCK.template(lang).to_owned())?;
    let texts = match (&args.qr, &args.code) {
        (Some(photo), _) => photographed(photo, lang)?,
        (None, Some(code)) => vec![code.clone()],
        (None, None) => Vec::new(),
    };
    match &args.file {
        Some(file) => with_invoice(file, lang, |invoice| {
            let texts = if texts.is_empty() { vec![own(invoice)] } else { texts };
            judge_all(args, &texts, Some(invoice), at)
        }),
        None => judge_all(args, &texts, None, at),
    }
}

/// The code that the invoice carries: the pilot's two-dimensional code or certified id, else MCCQT.
fn own(invoice: Element<'_>) -> String {
    ["controlData/qrCodeData", "certifiedData/certifiedId", "MCCQT"]
        .iter()
        .filter_map(|path| invoice.find(path))
        .map(|element| element.trimmed().into_owned())
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The texts of the QR codes on a photo.
fn photographed(photo: &Path, lang: Lang) -> Result<Vec<String>, String> {
    let name = clean::line(&photo.display().to_string()).into_owned();
    let refuse = |why: &str| UNREADABLE.fill(lang, &[("name", &name), ("why", why)]);
    let mut bytes = Vec::new();
    let most = u64::try_from(etax_qr::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let opened = File::open(photo).and_then(|file| file.take(most).read_to_end(&mut bytes));
    opened.map_err(|error| refuse(&error.to_string()))?;
    let texts = etax_qr::read(&bytes).map_err(|error| refuse(picture(error).template(lang)))?;
    if texts.is_empty() { Err(refuse(NO_QR.template(lang))) } else { Ok(texts) }
}

/// Why a picture is not read.
const fn picture(error: PhotoError) -> Text {
    match error {
        PhotoError::TooLong => Text { vi: "tệp lớn hơn 32 MB", en: "the file is larger than 32 MB" },
        PhotoError::Format => Text { vi: "không phải PNG hay JPEG", en: "neither PNG nor JPEG" },
        PhotoError::TooLarge => Text {
            vi: "ảnh có hơn 48 triệu điểm ảnh hoặc có cạnh dài hơn 16.384",
            en: "the picture has more than 48 megapixels or a side of more than 16,384",
        },
        PhotoError::Damaged => Text {
            vi: "ảnh bị hỏng hoặc thuộc loại không đọc được",
            en: "the picture is damaged or of a kind that is not read",
        },
    }
}

fn judge_all(
    args: &Verify,
    texts: &[String],
    invoice: Option<Element<'_>>,
    at: Moment,
) -> Result<Status, String> {
    let ring = args.keys.as_ref().map(|keys| keyring(keys, args.lang)).transpose()?;
    let public = args.public.as_ref().map(|public| public_keys(public, args.lang)).transpose()?;
    let verification = invoice.map(|invoice| signatures(invoice, at));
    let mut status = Status::Accepted;
    for text in texts {
        if text.is_empty() && args.code.is_none() && args.qr.is_none() {
            println!("{}", UNCODED.template(args.lang));
            status = Status::NotAccepted;
            continue;
        }
        // What stands in the document counts as it stands there; what somebody typed may have small letters and blanks.
        let typed = args.code.is_some() && invoice.map(own).as_ref() != Some(text);
        let read = if typed {
            Code::typed(text, ring.as_ref())
        } else {
            Code::parse_with(text, ring.as_ref()).map(|code| (code, Vec::new()))
        };
        let (code, how) = match read {
            Ok(read) => read,
            Err(error) => {
                let answer = plain(text, invoice, args.lang);
                println!("{}", answer.unwrap_or_else(|| super::parse::no_code(text, &error, args.lang)));
                status = Status::NotAccepted;
                continue;
            }
        };
        let binding = code.bind(&Evidence {
            invoice,
            verification: verification.as_ref(),
            signed_batch: false,
            keyring: ring.as_ref(),
            public_keys: public.as_ref(),
            register: args.register,
            at: Some(at),
            currency: args.currency.as_deref(),
            related: args.related.as_deref(),
            issued: args.issued,
        });
        let word = match binding {
            Binding::Bound => BOUND,
            Binding::NotBound(_) => NOT_BOUND,
            Binding::Undecided(_) => UNDECIDED,
        };
        let mut line = word.fill(args.lang, &[("scheme", scheme(&code))]);
        for reason in binding.reasons(args.lang) {
            line.push_str("; ");
            line.push_str(&clean::line(&reason));
        }
        if binding == Binding::Bound {
            line.push_str(&details(&code, ring.as_ref(), invoice, args));
        } else {
            status = Status::NotAccepted;
        }
        for how in how {
            line.push_str(&AS_TYPED.fill(args.lang, &[("how", how.text(args.lang))]));
        }
        println!("{line}");
    }
    Ok(status)
}

/// The code's scheme, or the form of it.
const fn scheme(code: &Code) -> &'static str {
    match code {
        Code::Auth34(code) => code.profile().word(),
        code => code.scheme().word(),
    }
}

/// What else is known of a code that is bound.
fn details(
    code: &Code,
    ring: Option<&etax::code::keyring::Keyring>,
    invoice: Option<Element<'_>>,
    args: &Verify,
) -> String {
    let lang = args.lang;
    match (code, ring, invoice) {
        (Code::Auth34(code), Some(ring), Some(invoice)) => {
            let fields = InvoiceFields::of(invoice);
            let printed = Printed { related: args.related.as_deref(), ..fields.printed() };
            let (Standing::Bound { serial } | Standing::Revoked { serial, .. }) = ring.verify(code, &printed)
            else {
                return String::new();
            };
            let values = [code.issuer().to_string(), code.key_id().to_string(), serial.to_string()];
            let [issuer, key, serial] = values.each_ref().map(String::as_str);
            KEYED.fill(lang, &[("issuer", issuer), ("key", key), ("serial", serial)])
        }
        (Code::Sealed(_), ..) => STATUS.template(lang).to_owned(),
        _ => String::new(),
    }
}

/// A QR code without a seal: what it repeats, against the invoice. `None` where it is no such text.
fn plain(text: &str, invoice: Option<Element<'_>>, lang: Lang) -> Option<String> {
    let Reading { invoice: Some(part), .. } = read(text) else { return None };
    let Some(invoice) = invoice else { return Some(UNSEALED.template(lang).to_owned()) };
    let own = InvoicePart::of_invoice(invoice);
    let differences = own.differences(&part);
    if differences.is_empty() {
        return Some(SAME.template(lang).to_owned());
    }
    let each = differences.iter().map(|field| {
        let (own, said) =
            (clean::line(own.get(*field)).into_owned(), clean::line(part.get(*field)).into_owned());
        DIFFERS.fill(lang, &[("name", field.tag()), ("own", &own), ("said", &said)])
    });
    Some(format!(
        "{}; {}",
        NOT_BOUND.fill(lang, &[("scheme", "DLQRCode")]),
        each.collect::<Vec<_>>().join("; ")
    ))
}

/// The invoice's signatures, with no anchors: whether they hold and what they cover.
fn signatures(invoice: Element<'_>, at: Moment) -> Verification<'_> {
    let verifier = Verifier::new(Settings::default(), TrustStore::builder().build());
    let subject = Subject::new(UnitKind::of_element(invoice), at);
    let (mut findings, mut checks) = (Findings::new(0), Checks::default());
    check(invoice, &subject, &verifier, &mut findings, &mut checks)
}

fn public_keys(public: &Public, lang: Lang) -> Result<PublicKeys, String> {
    let unusable = |file: &Path, why: String| {
        let name = clean::line(&file.display().to_string()).into_owned();
        UNREADABLE.fill(lang, &[("name", &name), ("why", &why)])
    };
    let text = fs::read_to_string(&public.list).map_err(|error| unusable(&public.list, error.to_string()))?;
    let list = match &public.signed {
        None => PublicKeys::read(&text),
        Some((file, authority)) => {
            let hex = fs::read_to_string(file).map_err(|error| unusable(file, error.to_string()))?;
            let signature =
                unhex(hex.trim()).ok_or_else(|| unusable(file, BAD_SIGNATURE.template(lang).to_owned()))?;
            PublicKeys::read_signed(&text, &signature, authority)
        }
    };
    list.map_err(|error| unusable(&public.list, error.message(lang)))
}

const NO_QR: Text =
    Text { vi: "không tìm thấy mã QR đọc được", en: "no QR code that can be read" };
const UNCODED: Text = Text {
    vi: "hóa đơn không mang mã nào; dùng --code để cho biết mã cần đối chiếu",
    en: "the invoice carries no code; say with --code which one to verify",
};
const AS_TYPED: Text = Text { vi: "; mã nhập {how}", en: "; as typed: {how}" };
const BOUND: Text =
    Text { vi: "đúng: mã của hóa đơn này ({scheme})", en: "bound: this invoice's code ({scheme})" };
const NOT_BOUND: Text = Text {
    vi: "sai: không phải mã của hóa đơn này ({scheme})",
    en: "not bound: not this invoice's code ({scheme})",
};
const UNDECIDED: Text = Text { vi: "chưa xác định ({scheme})", en: "undecided ({scheme})" };
const KEYED: Text = Text {
    vi: "; đơn vị cấp {issuer}, khóa {key}, số thứ tự {serial}",
    en: "; issuer {issuer}, key {key}, serial {serial}",
};
const STATUS: Text = Text {
    vi: "; đúng lúc phát hành, chưa tra tình trạng hiện nay",
    en: "; genuine when issued, its status since is not checked",
};
const UNSEALED: Text = Text {
    vi: "chưa xác định (DLQRCode): mã QR không có niêm phong, ai cũng có thể tạo ra",
    en: "undecided (DLQRCode): the QR code has no seal; anybody can make it",
};
const SAME: Text = Text {
    vi: "chưa xác định (DLQRCode): mã QR ghi đúng như hóa đơn nhưng không có niêm phong",
    en: "undecided (DLQRCode): the QR code says what the invoice says, but has no seal",
};
const DIFFERS: Text = Text {
    vi: "{name}: hóa đơn ghi {own}, mã QR ghi {said}",
    en: "{name}: the invoice says {own}, the QR code {said}",
};
const BAD_SIGNATURE: Text = Text { vi: "phải chứa 128 chữ số hex", en: "must hold 128 hex digits" };
