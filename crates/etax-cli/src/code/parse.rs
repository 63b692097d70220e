//! `etax code parse`: what a text is, and its parts.

use crate::exit::Status;
use crate::render::clean;
use etax::code::auth34::Auth34;
use etax::code::qr::{Deviation, InvoicePart, Reading, read};
use etax::code::{Code, CodeTextError};
use etax::rule::{Lang, Text};

/// Prints each text's parts; one that is no code makes the status.
pub(super) fn run(texts: &[String], base32: bool, lang: Lang) -> Status {
    let mut status = Status::Accepted;
    for text in texts {
        match parts(text, base32, lang) {
            Ok(lines) => lines.iter().for_each(|(label, value)| println!("{label}: {}", clean::line(value))),
            Err(error) => {
                println!("{}", no_code(text, &error, lang));
                status = Status::NotAccepted;
            }
        }
    }
    status
}

/// A text that is no code, where it deviates and how.
pub(super) fn no_code(text: &str, error: &CodeTextError, lang: Lang) -> String {
    NO_CODE.fill(lang, &[("text", &clean::line(text)), ("why", &clean::line(&error.message(lang)))])
}

type Line = (&'static str, String);

fn parts(text: &str, base32: bool, lang: Lang) -> Result<Vec<Line>, CodeTextError> {
    let read = Code::typed(text, None).map(|(code, how)| match code {
        Code::Mccqt(code) if base32 && !code.is_typical() => {
            (Auth34::parse_base32(code.as_str()).map_or(Code::Mccqt(code), Code::Auth34), how)
        }
        code => (code, how),
    });
    match read {
        Ok((code, how)) => {
            let mut lines = of_code(&code, lang);
            lines.extend(how.iter().map(|how| (DEVIATION.template(lang), how.text(lang).to_owned())));
            Ok(lines)
        }
        Err(error) => of_qr(text, lang).ok_or(error),
    }
}

fn of_code(code: &Code, lang: Lang) -> Vec<Line> {
    let say = |text: Text| text.template(lang);
    let scheme = |name: &str| (say(SCHEME), name.to_owned());
    match code {
        Code::CashRegister(code) => {
            vec![
                scheme("cash-register-23"),
                (say(KIND), code.kind().to_owned()),
                (say(YEAR), format!("20{}", code.year())),
                (say(ASSIGNED), code.assigned().to_owned()),
                (say(NUMBER), code.number().to_owned()),
            ]
        }
        Code::Auth34(code) => {
            let (issuer, key) = (code.issuer().to_string(), code.key_id().to_string());
            vec![scheme(code.profile().word()), (say(ISSUER), issuer), (say(KEY), key)]
        }
        Code::Mccqt(code) => {
            let usual = if code.is_typical() { USUAL } else { UNUSUAL };
            vec![scheme("mccqt-34"), (say(FORM), say(usual).to_owned())]
        }
        Code::PilotId(id) => vec![scheme("pilot-2015"), ("certifiedId", id.to_string())],
        Code::PilotSignature(code) => vec![scheme("pilot-2015"), ("signature", code.to_string())],
        Code::PilotQr(code) => {
            let fields = code.fields().map(|(field, value)| (field.element(), value.to_owned()));
            std::iter::once(scheme("pilot-2015")).chain(fields).collect()
        }
        Code::Sealed(sealed) => {
            let mut lines = vec![
                scheme("sealed-qr"),
                (say(KEY), sealed.seal().key.to_string()),
                (say(SEALED_CODE), sealed.seal().code.to_string()),
            ];
            lines.extend(sealed.text().invoice().into_iter().flat_map(|part| invoice_lines(part, lang)));
            lines
        }
    }
}

/// The text of a QR code in one of the spellings in use.
fn of_qr(text: &str, lang: Lang) -> Option<Vec<Line>> {
    let say = |text: Text| text.template(lang);
    let scheme = |name: &str| (say(SCHEME), name.to_owned());
    let Reading { invoice, ambiguous, deviations } = read(text);
    if ambiguous {
        return Some(vec![scheme("DLQRCode"), (say(FORM), say(AMBIGUOUS).to_owned())]);
    }
    let part = invoice?;
    let mut lines = vec![scheme("DLQRCode")];
    lines.extend(invoice_lines(&part, lang));
    lines.extend(deviations.iter().map(|found| (say(DEVIATION), deviation(found, lang))));
    Some(lines)
}

/// What a QR code repeats of its invoice.
fn invoice_lines(part: &InvoicePart, lang: Lang) -> Vec<Line> {
    [
        (SELLER, &part.seller),
        (FORM_SYMBOL, &part.form),
        (SERIES, &part.series),
        (INVOICE_NUMBER, &part.number),
        (DATE, &part.date),
        (TOTAL, &part.total),
    ]
    .into_iter()
    .map(|(label, value)| (label.template(lang), value.clone()))
    .collect()
}

fn deviation(found: &Deviation, lang: Lang) -> String {
    match found {
        Deviation::Blanks => BLANKS.template(lang).to_owned(),
        Deviation::TooLong => TOO_LONG.template(lang).to_owned(),
        Deviation::Empty { object } => EMPTY.fill(lang, &[("object", object)]),
        Deviation::LengthDigits { object, digits } => {
            LENGTH.fill(lang, &[("object", object), ("digits", &digits.to_string())])
        }
        Deviation::Value { object } => VALUE.fill(lang, &[("object", object)]),
        Deviation::Order { object } => ORDER.fill(lang, &[("object", object)]),
        Deviation::Checksum { expected, found } => {
            CHECKSUM.fill(lang, &[("expected", &format!("{expected:04X}")), ("found", found)])
        }
        Deviation::NoChecksum => NO_CHECKSUM.template(lang).to_owned(),
    }
}

const BLANKS: Text =
    Text { vi: "có khoảng trắng ở đầu hoặc cuối", en: "blanks around the text" };
const TOO_LONG: Text = Text { vi: "dài hơn 512 ký tự", en: "more than 512 characters" };
const EMPTY: Text = Text { vi: "{object} để trống", en: "{object} is empty" };
const LENGTH: Text = Text {
    vi: "độ dài của {object} viết bằng {digits} chữ số thay vì 2",
    en: "the length of {object} has {digits} digits instead of 2",
};
const VALUE: Text =
    Text { vi: "giá trị của {object} sai quy định", en: "{object} has a value outside the rule" };
const ORDER: Text = Text { vi: "{object} sai vị trí", en: "{object} stands at the wrong place" };
const CHECKSUM: Text = Text {
    vi: "mã kiểm tra là {found}, đúng phải là {expected}",
    en: "checksum {found} instead of {expected}",
};
const NO_CHECKSUM: Text = Text { vi: "không có mã kiểm tra", en: "no checksum" };
const NO_CODE: Text = Text { vi: "không đọc được \"{text}\": {why}", en: "\"{text}\": {why}" };
const SCHEME: Text = Text { vi: "loại mã", en: "scheme" };
const KIND: Text = Text { vi: "loại hóa đơn", en: "invoice kind" };
const YEAR: Text = Text { vi: "năm", en: "year" };
const ASSIGNED: Text = Text { vi: "ký tự do cơ quan thuế cấp", en: "assigned by the authority" };
const NUMBER: Text = Text { vi: "số do phần mềm tạo", en: "number" };
const ISSUER: Text = Text { vi: "đơn vị cấp", en: "issuer" };
const KEY: Text = Text { vi: "khóa", en: "key" };
const SEALED_CODE: Text = Text { vi: "mã được niêm phong", en: "sealed code" };
const FORM: Text = Text { vi: "dạng", en: "form" };
const USUAL: Text = Text { vi: "00 và UUID ngẫu nhiên", en: "00 and a random UUID" };
const UNUSUAL: Text = Text { vi: "không thường gặp", en: "not the usual one" };
const AMBIGUOUS: Text =
    Text { vi: "đọc được theo nhiều cách", en: "it can be read in more than one way" };
const SELLER: Text = Text { vi: "MST người bán", en: "seller" };
const FORM_SYMBOL: Text = Text { vi: "ký hiệu mẫu số", en: "form" };
const SERIES: Text = Text { vi: "ký hiệu", en: "symbol" };
const INVOICE_NUMBER: Text = Text { vi: "số hóa đơn", en: "number" };
const DATE: Text = Text { vi: "ngày lập", en: "date" };
const TOTAL: Text = Text { vi: "tổng tiền thanh toán", en: "total" };
const DEVIATION: Text = Text { vi: "sai quy định", en: "deviates" };
