//! The authority's books as the command keeps them: a store of codes, a file of strings for cash registers.

use super::chance::Chance;
use crate::registry;
use etax::authority::{CodeRequest, Grant, GrantError, Grants, Reason, RegistrationRequest};
use etax::code::keyring::Keyring;
use etax::code::{Mccqt, RegisterString};
use etax::rule::{Lang, Text};
use etax_store::{Command, Issued, Issuer, Message, Outcome, Refusal, Request, Store, StoredCode};
use std::fs;
use std::io;
use std::path::PathBuf;

/// What grants are made of.
pub(super) struct Books<'b> {
    pub(super) store: Option<&'b Store>,
    pub(super) issuer: Option<Issuer<'b>>,
    pub(super) registers: Option<PathBuf>,
    pub(super) refuse: Vec<Reason>,
    pub(super) chance: &'b Chance,
    pub(super) lang: Lang,
    /// SHA-256 of the message that is answered.
    pub(super) content: [u8; 32],
    /// When, in seconds since 1970, and the day as it is written in numbers of notices.
    pub(super) day: String,
    /// Notices of this message.
    pub(super) notices: usize,
}

impl<'b> Books<'b> {
    /// An issuer of keyed codes.
    pub(super) const fn issuer(store: &'b Store, keys: &'b Keyring, issuer: u8) -> Issuer<'b> {
        Issuer::new(store, keys, issuer)
    }

    /// A code of today's kind: `00` and a random UUID of version 4.
    fn random_code(&self) -> Result<String, GrantError> {
        let mut bits = u128::from_be_bytes(self.chance.bytes()?);
        bits = (bits & !(0xf << 76)) | (0x4 << 76);
        bits = (bits & !(0x3 << 62)) | (0x2 << 62);
        Ok(format!("00{bits:032X}"))
    }

    /// Records a random code with its invoice; the code that the invoice has already, where it has one.
    fn recorded(&self, store: &Store, request: &CodeRequest<'_>, id: &str) -> Result<Issued, GrantError> {
        if let Some(kept) = store.read().by_message(id)? {
            return Ok(match kept.pruned {
                _ if kept.content != self.content => Issued::Refused(Refusal::MessageConflict),
                Some(digest) => Issued::Forgotten(digest),
                None => Issued::Answer(kept.answer),
            });
        }
        let mut text = self.random_code()?;
        loop {
            let code = StoredCode::parse(&text).ok_or("not a code")?;
            let (row, relation) = match registry::row(request.invoice, code.clone()) {
                Ok(found) => found,
                Err(what) => return Ok(Issued::Refused(Refusal::Field(what))),
            };
            let message =
                Message { id: id.to_owned(), content: self.content, answer: text.clone().into_bytes() };
            let issue = Command::Issue { row: Box::new(row), message: Some(message), relation };
            return Ok(match store.record_one(issue)? {
                Outcome::Recorded { .. } => Issued::Answer(text.into_bytes()),
                Outcome::Replayed { answer, .. } => Issued::Answer(answer),
                Outcome::Forgotten { digest, .. } => Issued::Forgotten(digest),
                Outcome::Known { code: Some(known), .. } if known != code => {
                    text = known.to_string();
                    continue;
                }
                Outcome::Refused(refusal) => Issued::Refused(refusal),
                other => return Err(format!("the store said {other:?}").into()),
            });
        }
    }

    /// Issues a keyed code.
    fn keyed(&self, issuer: &Issuer<'_>, request: &CodeRequest<'_>, id: &str) -> Result<Issued, GrantError> {
        // The row says all that the issuer wants; its code is made later.
        let trial = StoredCode::parse(&self.random_code()?).ok_or("not a code")?;
        let (row, relation) = match registry::row(request.invoice, trial) {
            Ok(found) => found,
            Err(what) => return Ok(Issued::Refused(Refusal::Field(what))),
        };
        let request_of = Request {
            message: id,
            content: self.content,
            printed: request.fields.printed(),
            key: row.key,
            day: row.day,
            total: row.total,
            digest: row.digest,
            relation,
        };
        Ok(issuer.issue(&request_of, request.at, &mut |code| code.to_string().into_bytes())?)
    }

    fn string(&self, path: &PathBuf, taxpayer: &str) -> Result<RegisterString, GrantError> {
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let rows = || text.lines().filter_map(|line| line.split_once('\t'));
        if let Some((_, given)) = rows().find(|(owner, _)| *owner == taxpayer) {
            return Ok(RegisterString::parse(given.trim())?);
        }
        for _ in 0..1000 {
            let given = letters(u128::from_be_bytes(self.chance.bytes()?));
            if rows().any(|(_, other)| other.trim() == given) {
                continue;
            }
            let mut whole = text.clone();
            if !whole.is_empty() && !whole.ends_with('\n') {
                whole.push('\n');
            }
            whole.push_str(&format!("{taxpayer}\t{given}\n"));
            crate::sign::replace(path, whole.as_bytes())?;
            return Ok(RegisterString::parse(&given)?);
        }
        Err(FULL.template(self.lang).into())
    }
}

const FORGOTTEN: Text = Text {
    vi: "thông điệp này đã được trả lời, nhưng sổ đăng ký không còn giữ nội dung trả lời",
    en: "this message was answered before, and the registry no longer keeps the answer",
};

/// Five of 0-9 and A-Z.
fn letters(mut number: u128) -> String {
    const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut out = String::with_capacity(5);
    for _ in 0..5 {
        let digit = usize::try_from(number % 36).unwrap_or_default();
        out.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'0')));
        number /= 36;
    }
    out
}

impl Grants for Books<'_> {
    fn code(&mut self, request: &CodeRequest<'_>) -> Result<Grant<Mccqt>, GrantError> {
        // One message may ask for several.
        let id = match request.number {
            0 => request.message.to_owned(),
            number => format!("{}/{number}", request.message),
        };
        let issued = match (&self.issuer, self.store) {
            (Some(issuer), _) => self.keyed(issuer, request, &id)?,
            (None, Some(store)) => self.recorded(store, request, &id)?,
            (None, None) => Issued::Answer(self.random_code()?.into_bytes()),
        };
        Ok(match issued {
            Issued::Answer(code) => Grant::Given(Mccqt::parse(&String::from_utf8_lossy(&code))?),
            Issued::Refused(refusal) => Grant::Refused(vec![reason(&refusal)]),
            Issued::Forgotten(_) => return Err(FORGOTTEN.template(self.lang).into()),
        })
    }

    fn registration(
        &mut self,
        request: &RegistrationRequest<'_>,
    ) -> Result<Grant<Option<RegisterString>>, GrantError> {
        if !self.refuse.is_empty() {
            return Ok(Grant::Refused(self.refuse.clone()));
        }
        if !request.cash_register {
            return Ok(Grant::Given(None));
        }
        let path = self.registers.as_ref().ok_or_else(|| REGISTERS_WANTED.template(self.lang))?;
        Ok(Grant::Given(Some(self.string(path, request.taxpayer)?)))
    }

    fn number(&mut self, _: &'static str) -> Result<String, GrantError> {
        // The message's digest tells its notices from all others, and makes the number the same when it comes again.
        self.notices += 1;
        let digest: String = self.content.iter().take(6).map(|byte| format!("{byte:02X}")).collect();
        Ok(format!("{}-{digest}/{}", self.day, self.notices))
    }
}

/// A refusal of the store as the taxpayer reads it.
fn reason(refusal: &Refusal) -> Reason {
    let of = |code: &str, text: String| Reason::new(code, text);
    match refusal {
        Refusal::MessageConflict => of("20001", "Mã thông điệp đã được dùng cho nội dung khác.".to_owned()),
        Refusal::InvoiceDiffers(_) | Refusal::CodeTaken(_) => of(
            "20609",
            "Hóa đơn cùng mã số thuế, mẫu số, ký hiệu, số đã được cấp mã với nội dung khác.".to_owned(),
        ),
        Refusal::Replaced(code) => {
            of("20001", format!("Hóa đơn liên quan đã bị thay thế bởi hóa đơn có mã {code}."))
        }
        Refusal::Cancelled(notice) => {
            of("20001", format!("Hóa đơn liên quan đã bị hủy theo thông báo {notice}."))
        }
        Refusal::Field(what) => of("20001", format!("Không ghi được {what} của hóa đơn vào sổ mã.")),
        other => of("20001", format!("Sổ mã không nhận hóa đơn: {other}.")),
    }
}

const REGISTERS_WANTED: Text = Text {
    vi: "tờ khai đăng ký máy tính tiền: cho tệp chuỗi ký tự bằng --registers",
    en: "the registration is of cash registers: name the file of their strings with --registers",
};
const FULL: Text = Text { vi: "không còn chuỗi ký tự nào", en: "no string is left" };
