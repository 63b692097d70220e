//! The keys that keyed codes are made and checked with, as an operator keeps them.
//!
//! The keyring is a text that names keys and says when each may be used; it holds no secret. The
//! secrets come from wherever the operator keeps them, through one function, so that a file, a
//! variable or a hardware module serve alike.
//!
//! ```
//! use etax::code::auth34::{Printed, Root};
//! use etax::code::keyring::{Keyring, Standing};
//! use etax::value::Moment;
//! let text = "
//!     [[key]]
//!     issuer = 0
//!     id = 1
//!     from = \"2026-10-01\"
//!     until = \"2026-12-31\"
//! ";
//! let ring = Keyring::read(text, &mut |issuer, id| Some(Root::from_bytes([7; 32]).key(issuer, id))).unwrap();
//! let invoice = Printed { seller: Some("0300123450"), number: Some("68"), ..Printed::default() };
//! let at = Moment::parse("2026-11-23").unwrap();
//! let code = ring.mint(0, at, 5, &invoice).unwrap();
//! assert_eq!(ring.verify(&code, &invoice), Standing::Bound { serial: 5 });
//! let other = Printed { number: Some("69"), ..invoice };
//! assert_eq!(ring.verify(&code, &other), Standing::NotBound);
//! ```

mod text;

pub use text::KeyringError;
pub(in crate::code) use text::LINE;

use super::auth34::{Auth34, Auth34Key, FieldError, MintError, Printed, Profile, VerifyError};
use crate::code::Mccqt;
use crate::rule::{Lang, Text};
use crate::value::Moment;
use std::collections::BTreeMap;
use std::fmt;

/// What a key binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binds {
    /// What is printed, so that paper can be checked.
    Printed,
    /// That, and the whole canonical invoice data.
    Document,
}

/// How a key makes its codes. A later version of the format gets a name of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// `auth34` version 1: HMAC-SHA-256 cut to 72 bits.
    #[default]
    HmacSha256,
    /// `auth34-b32` version 1: HMAC-SHA-256 cut to 120 bits, in base 32.
    HmacSha256B32,
}

impl Algorithm {
    /// The form of its codes.
    ///
    /// ```
    /// use etax::code::auth34::Profile;
    /// use etax::code::keyring::Algorithm;
    /// assert_eq!(Algorithm::default().profile(), Profile::Hex);
    /// assert_eq!(Algorithm::HmacSha256B32.profile(), Profile::Base32);
    /// ```
    #[must_use]
    pub const fn profile(self) -> Profile {
        match self {
            Self::HmacSha256 => Profile::Hex,
            Self::HmacSha256B32 => Profile::Base32,
        }
    }

    /// The word that a keyring has for it.
    ///
    /// ```
    /// use etax::code::keyring::Algorithm;
    /// assert_eq!(Algorithm::HmacSha256B32.word(), "hmac-sha256-b32");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::HmacSha256 => "hmac-sha256",
            Self::HmacSha256B32 => "hmac-sha256-b32",
        }
    }
}

/// What the register of issued codes says about a code: the caller's to ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Register {
    /// It was not asked.
    #[default]
    NotAsked,
    /// It has no such code.
    Absent,
    /// It has had the code since this moment.
    Since(Moment),
}

/// When a key may be used, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRule {
    /// Whose key it is: 0 is the authority.
    pub issuer: u8,
    /// Its number among the issuer's keys.
    pub id: u8,
    /// From when codes are made with it.
    pub from: Moment,
    /// The last moment that codes are made with it. They stay good afterwards.
    pub until: Moment,
    /// How it makes codes.
    pub algorithm: Algorithm,
    /// What it binds.
    pub binds: Binds,
    /// Since when it may be in other hands: a code counts only if a register shows that it was
    /// issued before.
    pub revoked: Option<Moment>,
}

/// What a code is worth on an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A key of the ring made this code for this invoice.
    Bound {
        /// Its serial number among the codes of its key.
        serial: u64,
    },
    /// It was not made for this invoice. Which field differs no MAC can tell.
    NotBound,
    /// The ring has no such key.
    UnknownKey,
    /// A key made it that was revoked: only a register's row from before this moment vouches for it.
    Revoked {
        /// Its serial number.
        serial: u64,
        /// Since when the key may be in other hands.
        since: Moment,
    },
    /// A revoked key made it, and the register has no row from before this moment: whoever took the key may have.
    Unregistered {
        /// Its serial number.
        serial: u64,
        /// Since when the key may be in other hands.
        since: Moment,
    },
    /// The key's device gave no answer.
    Unavailable,
    /// The key binds the whole document, and its digest was not given.
    NeedsDocument,
    /// The invoice has a field that no code can be made over.
    Unbindable(FieldError),
}

impl Standing {
    /// The code's serial number, where a key of the ring made it for the invoice.
    ///
    /// ```
    /// use etax::code::keyring::Standing;
    /// assert_eq!(Standing::Bound { serial: 5 }.serial(), Some(5));
    /// assert_eq!(Standing::NotBound.serial(), None);
    /// ```
    #[must_use]
    pub const fn serial(&self) -> Option<u64> {
        match self {
            Self::Bound { serial } | Self::Revoked { serial, .. } | Self::Unregistered { serial, .. } => {
                Some(*serial)
            }
            Self::NotBound
            | Self::UnknownKey
            | Self::Unavailable
            | Self::NeedsDocument
            | Self::Unbindable(_) => None,
        }
    }
}

/// Why no code is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueError {
    /// The issuer has no key for this moment.
    NoKey,
    /// The key binds the whole document, and its digest was not given.
    NeedsDocument,
    /// The serial number or a field.
    Mint(MintError),
}

impl IssueError {
    /// Why, in a language.
    ///
    /// ```
    /// use etax::code::keyring::IssueError;
    /// use etax::rule::Lang;
    /// assert_eq!(IssueError::NoKey.message(Lang::Vi), "đơn vị cấp không có khóa cho thời điểm này");
    /// assert_eq!(IssueError::NoKey.to_string(), "the issuer has no key for this moment");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::NoKey => NO_KEY.template(lang).to_owned(),
            Self::NeedsDocument => NEEDS_DOCUMENT.template(lang).to_owned(),
            Self::Mint(error) => error.message(lang),
        }
    }
}

const NO_KEY: Text = Text {
    vi: "đơn vị cấp không có khóa cho thời điểm này",
    en: "the issuer has no key for this moment",
};
const NEEDS_DOCUMENT: Text = Text {
    vi: "khóa ràng buộc toàn bộ dữ liệu hóa đơn nhưng không có giá trị băm của dữ liệu đó",
    en: "the key binds the document, whose digest was not given",
};

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for IssueError {}

/// The rules of a keyring with the line that each begins on, counted from 1, in the order of the text. Asks for no secret.
///
/// # Errors
///
/// [`KeyringError`] as for [`Keyring::read`], which secrets aside refuses the same texts.
///
/// ```
/// use etax::code::keyring::read_rules;
/// let text = "\n[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n";
/// let rules = read_rules(text).unwrap();
/// assert_eq!((rules[0].0, rules[0].1.id), (2, 1));
/// ```
pub fn read_rules(text: &str) -> Result<Vec<(usize, KeyRule)>, KeyringError> {
    text::rules(text)
}

/// Keys by issuer and number.
#[derive(Debug)]
pub struct Keyring {
    keys: BTreeMap<(u8, u8), (KeyRule, Auth34Key)>,
    /// Stands in for a key that is not there, so that an unknown number costs what a known one does.
    dummy: Auth34Key,
}

impl Keyring {
    /// Reads a keyring and asks for the secret of each of its keys.
    ///
    /// # Errors
    ///
    /// [`KeyringError`], with the line: text that is not a keyring, a key that stands twice, two
    /// keys of one issuer for the same moment, or a secret that is not to be had.
    pub fn read(
        text: &str,
        secret: &mut dyn FnMut(u8, u8) -> Option<Auth34Key>,
    ) -> Result<Self, KeyringError> {
        let mut keys = BTreeMap::new();
        for (line, rule) in text::rules(text)? {
            let (issuer, id) = (rule.issuer, rule.id);
            let key = secret(issuer, id).filter(|key| (key.issuer(), key.key_id()) == (issuer, id));
            let key = key.ok_or(KeyringError::NoSecret { line, issuer, id })?;
            keys.insert((issuer, id), (rule, key));
        }
        Ok(Self { keys, dummy: super::auth34::Root::from_bytes([0; 32]).key(0, 0) })
    }

    /// The rules of all keys, by issuer and number.
    #[must_use]
    pub fn rules(&self) -> Vec<&KeyRule> {
        let mut rules: Vec<&KeyRule> = self.keys.values().map(|(rule, _)| rule).collect();
        rules.sort_by_key(|rule| (rule.issuer, rule.id));
        rules
    }

    /// Reads a code in the form that the key it names has: hex digits are read always, base 32 only where the ring has a key
    /// of that number for it. A text with the shape of today's random codes is none.
    ///
    /// ```
    /// use etax::code::auth34::{Printed, Profile, Root};
    /// use etax::code::keyring::Keyring;
    /// let text = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n";
    /// let with = |more: &str| {
    ///     Keyring::read(&format!("{text}{more}"), &mut |_, id| Some(Root::from_bytes([7; 32]).key(0, id))).unwrap()
    /// };
    /// let (hex, base32) = (with(""), with("algorithm = \"hmac-sha256-b32\""));
    /// let key = Root::from_bytes([7; 32]).key(0, 1);
    /// let code = key.mint_as(Profile::Base32, 5, &Printed::default()).unwrap();
    /// assert_eq!(base32.code(&code.to_string()), Some(code));
    /// assert_eq!(hex.code(&code.to_string()), None);
    /// assert_eq!(base32.code("000123456789AB4DEF8123456789ABCDEF"), None);
    /// ```
    #[must_use]
    pub fn code(&self, text: &str) -> Option<Auth34> {
        if let Ok(code) = Auth34::parse(text) {
            return Some(code);
        }
        let code = Auth34::parse_base32(text).ok()?;
        let (rule, _) = self.keys.get(&(code.issuer(), code.key_id()))?;
        let today = Mccqt::parse(text).is_ok_and(|code| code.is_typical());
        (rule.algorithm.profile() == Profile::Base32 && !today).then_some(code)
    }

    /// What a code is worth on an invoice, without a register. Takes the same time for a key that is not in the ring.
    #[must_use]
    pub fn verify(&self, code: &Auth34, invoice: &Printed<'_>) -> Standing {
        self.verify_registered(code, invoice, Register::NotAsked)
    }

    /// The same with what the register says, which decides about codes of revoked keys alone.
    ///
    /// ```
    /// use etax::code::auth34::{Printed, Root};
    /// use etax::code::keyring::{Keyring, Register, Standing};
    /// use etax::value::Moment;
    /// let text = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n\
    ///             revoked = \"2026-11-05\"";
    /// let key = Root::from_bytes([7; 32]).key(0, 1);
    /// let ring = Keyring::read(text, &mut |_, _| Some(key.clone())).unwrap();
    /// let invoice = Printed { number: Some("68"), ..Printed::default() };
    /// let code = key.mint(5, &invoice).unwrap();
    /// let row = |day| Register::Since(Moment::parse(day).unwrap());
    /// assert_eq!(ring.verify_registered(&code, &invoice, row("2026-11-04")), Standing::Bound { serial: 5 });
    /// let since = Moment::parse("2026-11-05").unwrap();
    /// let late = Standing::Unregistered { serial: 5, since };
    /// assert_eq!(ring.verify_registered(&code, &invoice, row("2026-11-05")), late);
    /// assert_eq!(ring.verify_registered(&code, &invoice, Register::Absent), late);
    /// assert_eq!(ring.verify(&code, &invoice), Standing::Revoked { serial: 5, since });
    /// ```
    #[must_use]
    pub fn verify_registered(&self, code: &Auth34, invoice: &Printed<'_>, register: Register) -> Standing {
        let known = self.keys.get(&(code.issuer(), code.key_id()));
        let key = known.map_or(&self.dummy, |(_, key)| key);
        let bound = match known {
            Some((KeyRule { binds: Binds::Printed, .. }, _)) => Printed { document: None, ..*invoice },
            _ => *invoice,
        };
        let answer = key.verify(code, &bound);
        let Some((rule, _)) = known else { return Standing::UnknownKey };
        if rule.algorithm.profile() != code.profile() {
            return Standing::NotBound;
        }
        if rule.binds == Binds::Document && invoice.document.is_none() {
            return Standing::NeedsDocument;
        }
        match (answer, rule.revoked) {
            (Err(VerifyError::Field(error)), _) => Standing::Unbindable(error),
            (Err(VerifyError::Device), _) => Standing::Unavailable,
            (Ok(None), _) => Standing::NotBound,
            (Ok(Some(serial)), Some(since)) => match register {
                Register::NotAsked => Standing::Revoked { serial, since },
                Register::Since(row) if row < since => Standing::Bound { serial },
                Register::Since(_) | Register::Absent => Standing::Unregistered { serial, since },
            },
            (Ok(Some(serial)), None) => Standing::Bound { serial },
        }
    }

    /// Makes a code with the issuer's key for this moment. Which serial number is next is the
    /// caller's to know: it must never be used twice.
    ///
    /// # Errors
    ///
    /// [`IssueError`] when there is no key for the moment, or no code can be made over the invoice.
    pub fn mint(
        &self,
        issuer: u8,
        at: Moment,
        serial: u64,
        invoice: &Printed<'_>,
    ) -> Result<Auth34, IssueError> {
        let usable = |rule: &KeyRule| {
            rule.issuer == issuer && rule.from <= at && at <= rule.until && rule.revoked.is_none()
        };
        // No two keys of one issuer are for the same moment, save where one of them was revoked.
        let (rule, key) = self.keys.values().find(|(rule, _)| usable(rule)).ok_or(IssueError::NoKey)?;
        let bound = match rule.binds {
            Binds::Printed => Printed { document: None, ..*invoice },
            Binds::Document if invoice.document.is_none() => return Err(IssueError::NeedsDocument),
            Binds::Document => *invoice,
        };
        key.mint_as(rule.algorithm.profile(), serial, &bound).map_err(IssueError::Mint)
    }
}
