//! Why nothing was signed.

use super::signer::SignerError;
use crate::rule::{Lang, Text};
use crate::signature::Role;
use crate::signature::pki::{KeyKind, SignatureAlgorithm};
use crate::value::CodeError;
use crate::value::Moment;
use crate::xml::Defect;
use std::fmt;

/// Why a document was not signed. Nothing is ever half signed: there is no output then.
///
/// ```
/// use etax::rule::Lang;
/// use etax::signature::sign::SignError;
/// let error = SignError::AlreadySigned { path: "/HDon/DSCKS/NBan/Signature".to_owned() };
/// assert_eq!(error.say(Lang::En), "there is a signature already: /HDon/DSCKS/NBan/Signature");
/// assert_eq!(error.to_string(), error.say(Lang::En));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum SignError {
    /// The bytes are no well-formed document within the limits.
    NotWellFormed(Defect),
    /// The document is in UTF-16; the formats of the tax authority are UTF-8.
    Utf16,
    /// This role signs no document of this kind.
    WrongRoot {
        /// The root's name.
        root: String,
        /// The role asked for.
        role: Role,
    },
    /// The envelope does not say which document is meant.
    WhichDocument {
        /// How many documents this role could sign.
        count: usize,
    },
    /// An element that the signature must cover is not there.
    TargetMissing {
        /// Its path from the document's root element.
        path: String,
    },
    /// An element that the signature must cover is there more than once, or something is named like it.
    TargetAmbiguous {
        /// Where.
        path: String,
    },
    /// The Id of an element to be signed stands on another element too: others would verify that one.
    DuplicateId {
        /// The Id.
        id: String,
        /// The other element.
        path: String,
    },
    /// The Id of an element to be signed is empty or not a name, so that no reference can mean it.
    IdUnusable {
        /// The Id.
        id: String,
        /// The element.
        path: String,
    },
    /// The element that holds the signature is there more than once.
    PlaceAmbiguous {
        /// Its path.
        path: String,
    },
    /// The place is signed.
    AlreadySigned {
        /// The signature there.
        path: String,
    },
    /// So many signatures that verification would not look at one more.
    TooManySignatures,
    /// What would have to be changed is covered by a signature that is there already.
    BreaksSignature {
        /// That signature.
        path: String,
    },
    /// The document has another code than the one given.
    CodeDiffers {
        /// The document's.
        found: String,
    },
    /// A code was given, but no MCCQT belongs to this signature.
    CodeNotWanted,
    /// The code given is not of the form of codes.
    CodeForm(CodeError),
    /// The certificate's key cannot make a signature of this algorithm.
    Algorithm {
        /// What was asked for, where anything was.
        algorithm: Option<SignatureAlgorithm>,
        /// The certificate's key.
        key: KeyKind,
    },
    /// SHA-1 is not signed with any more.
    Sha1,
    /// An RSA key under 2048 bits.
    KeyTooShort {
        /// Bits of the modulus.
        bits: usize,
    },
    /// The key must not be used.
    KeyDefect(&'static str),
    /// The certificate is not valid at the signing time.
    NotValidAt {
        /// The signing time.
        at: Moment,
        /// First moment of validity.
        from: Moment,
        /// Last moment of validity.
        until: Moment,
    },
    /// The certificate's keyUsage allows neither digitalSignature nor nonRepudiation.
    KeyUsage,
    /// More or longer certificates than a signature may carry.
    Chain,
    /// This role's signature must state its time.
    TimeRequired,
    /// A signing time that cannot be written with a year of four digits.
    TimeForm,
    /// The document has a relative namespace URI and so no canonical form.
    NoCanonicalForm,
    /// The caller's signer gave no value.
    Signer(SignerError),
    /// The value does not verify with the certificate's key: another key's, or damaged.
    ValueRejected,
    /// The finished document would not be accepted.
    NotAccepted {
        /// The rules that would fire.
        rules: Vec<&'static str>,
    },
}

impl SignError {
    /// One sentence, without a full stop.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let with = |text: Text, values: &[(&str, &str)]| text.fill(lang, values);
        match self {
            Self::NotWellFormed(defect) => with(
                NOT_WELL_FORMED,
                &[
                    ("kind", &format!("{:?}", defect.kind)),
                    ("offset", &defect.offset.to_string()),
                    ("found", defect.found.as_deref().unwrap_or("-")),
                ],
            ),
            Self::Utf16 => with(UTF16, &[]),
            Self::WrongRoot { root, role } => with(WRONG_ROOT, &[("root", root), ("role", role.word())]),
            Self::WhichDocument { count } => with(WHICH_DOCUMENT, &[("count", &count.to_string())]),
            Self::TargetMissing { path } => with(TARGET_MISSING, &[("path", path)]),
            Self::TargetAmbiguous { path } => with(TARGET_AMBIGUOUS, &[("path", path)]),
            Self::DuplicateId { id, path } => with(DUPLICATE_ID, &[("id", id), ("path", path)]),
            Self::IdUnusable { id, path } => with(ID_UNUSABLE, &[("id", id), ("path", path)]),
            Self::PlaceAmbiguous { path } => with(PLACE_AMBIGUOUS, &[("path", path)]),
            Self::AlreadySigned { path } => with(ALREADY_SIGNED, &[("path", path)]),
            Self::TooManySignatures => with(TOO_MANY_SIGNATURES, &[]),
            Self::BreaksSignature { path } => with(BREAKS_SIGNATURE, &[("path", path)]),
            Self::CodeDiffers { found } => with(CODE_DIFFERS, &[("found", found)]),
            Self::CodeNotWanted => with(CODE_NOT_WANTED, &[]),
            Self::CodeForm(why) => with(CODE_FORM, &[("why", &why.to_string())]),
            Self::Algorithm { algorithm, key } => with(
                ALGORITHM,
                &[
                    ("algorithm", algorithm.map_or("XML-DSig", SignatureAlgorithm::name)),
                    ("key", &key.to_string()),
                ],
            ),
            Self::Sha1 => with(SHA1, &[]),
            Self::KeyTooShort { bits } => with(KEY_TOO_SHORT, &[("bits", &bits.to_string())]),
            Self::KeyDefect(why) => with(KEY_DEFECT, &[("why", why)]),
            Self::NotValidAt { at, from, until } => with(
                NOT_VALID_AT,
                &[("at", &at.to_string()), ("from", &from.to_string()), ("until", &until.to_string())],
            ),
            Self::KeyUsage => with(KEY_USAGE, &[]),
            Self::Chain => with(CHAIN, &[]),
            Self::TimeRequired => with(TIME_REQUIRED, &[]),
            Self::TimeForm => with(TIME_FORM, &[]),
            Self::NoCanonicalForm => with(NO_CANONICAL_FORM, &[]),
            Self::Signer(why) => with(SIGNER, &[("why", &why.to_string())]),
            Self::ValueRejected => with(VALUE_REJECTED, &[]),
            Self::NotAccepted { rules } => with(NOT_ACCEPTED, &[("rules", &rules.join(", "))]),
        }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for SignError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signer(why) => Some(why.as_ref()),
            Self::CodeForm(why) => Some(why),
            _ => None,
        }
    }
}

/// Why bytes give no key to sign with. Says nothing about the key itself.
///
/// ```
/// use etax::rule::Lang;
/// use etax::signature::sign::KeyError;
/// assert_eq!(KeyError::Password.say(Lang::Vi), "sai mật khẩu, hoặc tệp khóa bị hỏng");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// Neither PKCS#8 nor PKCS#1 DER nor a PEM block of one.
    Unreadable,
    /// The key is encrypted and cannot be read without its password.
    Encrypted,
    /// The password is wrong or the file is damaged.
    Password,
    /// A way of encrypting, or a kind of key, that is not supported.
    Unsupported(String),
    /// The file asks for more work than a key file may cost.
    TooCostly,
    /// An RSA key under 2048 bits.
    TooShort,
    /// Not one key: none, or several.
    Count(usize),
    /// No certificate came with the key.
    NoCertificate,
    /// The certificate is unreadable.
    Certificate(&'static str),
    /// The certificate is of another key.
    Mismatch,
}

impl KeyError {
    /// One sentence, without a full stop.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let with = |text: Text, values: &[(&str, &str)]| text.fill(lang, values);
        match self {
            Self::Unreadable => with(KEY_UNREADABLE, &[]),
            Self::Encrypted => with(KEY_ENCRYPTED, &[]),
            Self::Password => with(KEY_PASSWORD, &[]),
            Self::Unsupported(what) => with(KEY_UNSUPPORTED, &[("what", what)]),
            Self::TooCostly => with(KEY_TOO_COSTLY, &[]),
            Self::TooShort => with(KEY_SHORT, &[]),
            Self::Count(count) => with(KEY_COUNT, &[("count", &count.to_string())]),
            Self::NoCertificate => with(KEY_NO_CERTIFICATE, &[]),
            Self::Certificate(why) => with(KEY_CERTIFICATE, &[("why", why)]),
            Self::Mismatch => with(KEY_MISMATCH, &[]),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for KeyError {}

const NOT_WELL_FORMED: Text = Text {
    vi: "tệp không phải XML đúng quy cách ({kind} ở byte {offset}: {found})",
    en: "the file is not well-formed XML ({kind} at byte {offset}: {found})",
};
const UTF16: Text =
    Text { vi: "tệp ở dạng UTF-16, phải là UTF-8", en: "the file is UTF-16, must be UTF-8" };
const WRONG_ROOT: Text = Text {
    vi: "vai {role} không ký chứng từ có phần tử gốc {root}",
    en: "{role} does not sign a document whose root is {root}",
};
const WHICH_DOCUMENT: Text = Text {
    vi: "thông điệp có {count} chứng từ mà vai này ký được; phải nói rõ chứng từ nào",
    en: "the message has {count} documents that this role could sign; say which",
};
const TARGET_MISSING: Text = Text {
    vi: "không có {path}, phần phải được ký",
    en: "{path}, which must be signed, is not there",
};
const TARGET_AMBIGUOUS: Text = Text {
    vi: "phần phải được ký không phải là duy nhất: {path}",
    en: "what must be signed is there more than once: {path}",
};
const DUPLICATE_ID: Text = Text {
    vi: "Id {id} của phần phải ký còn có ở {path}",
    en: "the Id {id} of what must be signed also stands on {path}",
};
const ID_UNUSABLE: Text = Text {
    vi: "không tham chiếu được Id {id} của {path}",
    en: "no reference can mean the Id {id} of {path}",
};
const PLACE_AMBIGUOUS: Text = Text {
    vi: "nơi đặt chữ ký không phải là duy nhất: {path}",
    en: "the place of the signature is there more than once: {path}",
};
const ALREADY_SIGNED: Text =
    Text { vi: "đã có chữ ký: {path}", en: "there is a signature already: {path}" };
const TOO_MANY_SIGNATURES: Text =
    Text { vi: "đã có quá nhiều chữ ký", en: "there are too many signatures" };
const BREAKS_SIGNATURE: Text = Text {
    vi: "ký ở đây sẽ làm hỏng chữ ký đã có: {path}",
    en: "signing here would break a signature that is there: {path}",
};
const CODE_DIFFERS: Text = Text {
    vi: "chứng từ đã có mã khác: {found}",
    en: "the document has another code already: {found}",
};
const CODE_NOT_WANTED: Text = Text {
    vi: "chữ ký này không kèm mã của cơ quan thuế",
    en: "this signature does not go with a code of the authority",
};
const CODE_FORM: Text = Text { vi: "mã sai dạng: {why}", en: "not a code: {why}" };
const ALGORITHM: Text = Text {
    vi: "khóa {key} không ký được theo {algorithm}",
    en: "a key {key} cannot sign with {algorithm}",
};
const SHA1: Text = Text { vi: "không ký bằng SHA-1", en: "SHA-1 is not signed with" };
const KEY_TOO_SHORT: Text = Text {
    vi: "khóa RSA {bits} bit quá ngắn, cần ít nhất 2048",
    en: "an RSA key of {bits} bits is too short, at least 2048 are needed",
};
const KEY_DEFECT: Text =
    Text { vi: "không được dùng khóa này: {why}", en: "the key must not be used: {why}" };
const NOT_VALID_AT: Text = Text {
    vi: "chứng thư số không có hiệu lực lúc ký {at} (hiệu lực từ {from} đến {until})",
    en: "the certificate is not valid at the signing time {at} (valid from {from} to {until})",
};
const KEY_USAGE: Text = Text {
    vi: "chứng thư số không được dùng để ký (keyUsage)",
    en: "the certificate is not for signing (keyUsage)",
};
const CHAIN: Text = Text {
    vi: "chuỗi chứng thư kèm theo không đọc được hoặc quá dài",
    en: "the certificates to send along are unreadable or too many",
};
const TIME_REQUIRED: Text =
    Text { vi: "chữ ký này phải ghi thời điểm ký", en: "this signature must state its time" };
const TIME_FORM: Text =
    Text { vi: "thời điểm ký không ghi được", en: "the signing time cannot be written" };
const NO_CANONICAL_FORM: Text = Text {
    vi: "tài liệu dùng URI không gian tên tương đối nên không có dạng chuẩn để ký",
    en: "the document has a relative namespace URI and so no canonical form to sign",
};
const SIGNER: Text =
    Text { vi: "thiết bị ký không ký được: {why}", en: "the signer gave no value: {why}" };
const VALUE_REJECTED: Text = Text {
    vi: "giá trị chữ ký không khớp với chứng thư số",
    en: "the signature value does not verify with the certificate",
};
const NOT_ACCEPTED: Text = Text {
    vi: "chứng từ sau khi ký sẽ không được chấp nhận: {rules}",
    en: "the signed document would not be accepted: {rules}",
};
const KEY_UNREADABLE: Text = Text {
    vi: "không đọc được khóa; cần PKCS#8, PKCS#1 (PEM hoặc DER) hoặc PKCS#12",
    en: "no readable key; PKCS#8 or PKCS#1 (PEM or DER) or PKCS#12 is needed",
};
const KEY_ENCRYPTED: Text = Text {
    vi: "khóa được mã hóa, cần mật khẩu",
    en: "the key is encrypted, its password is needed",
};
const KEY_PASSWORD: Text = Text {
    vi: "sai mật khẩu, hoặc tệp khóa bị hỏng",
    en: "wrong password, or the key file is damaged",
};
const KEY_UNSUPPORTED: Text = Text { vi: "không hỗ trợ {what}", en: "{what} is not supported" };
const KEY_TOO_COSTLY: Text = Text {
    vi: "tệp khóa quá lớn hoặc đòi quá nhiều vòng tính",
    en: "the key file is too large or asks for too many rounds",
};
const KEY_SHORT: Text =
    Text { vi: "khóa RSA ngắn hơn 2048 bit", en: "the RSA key is shorter than 2048 bits" };
const KEY_COUNT: Text = Text {
    vi: "tệp có {count} khóa, cần đúng một",
    en: "the file has {count} keys, one is needed",
};
const KEY_NO_CERTIFICATE: Text =
    Text { vi: "không có chứng thư số nào đi với khóa", en: "no certificate came with the key" };
const KEY_CERTIFICATE: Text = Text {
    vi: "không đọc được chứng thư số: {why}",
    en: "the certificate is unreadable: {why}",
};
const KEY_MISMATCH: Text =
    Text { vi: "chứng thư số không phải của khóa này", en: "the certificate is of another key" };
