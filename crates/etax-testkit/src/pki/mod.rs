//! The test public key infrastructure: two roots, two authorities below them,
//! the tax authority's certificates and sellers with every oddity seen in
//! certificates of the country.

mod certificate;
mod crl;

use crate::der::{self, Der};
use crate::error::Result;
use crate::key::{Hash, Key, KeyName, RSA_2048};
use crate::party::Party;
pub(crate) use certificate::extension;
use certificate::{certificate, certificate_of, issue, name_der};
use crl::crl;
pub(crate) use crl::pem;
use std::sync::Arc;

const CN: &str = "2.5.4.3";

const C: &str = "2.5.4.6";

const L: &str = "2.5.4.7";

const ST: &str = "2.5.4.8";

const O: &str = "2.5.4.10";

const UID: &str = "0.9.2342.19200300.100.1.1";

const DIGITAL_SIGNATURE: u8 = 0x80;

const NON_REPUDIATION: u8 = 0x40;

const KEY_CERT_SIGN: u8 = 0x04;

const CRL_SIGN: u8 = 0x02;

/// What someone needs to sign: a key and the certificate for it.
#[derive(Debug, Clone)]
pub(crate) struct Signer {
    pub(crate) key: &'static Key,
    pub(crate) certificate: Vec<u8>,
    pub(crate) subject: String,
}

pub(crate) type Name = Vec<(&'static str, String)>;

/// What a certificate says about basicConstraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Constraint {
    Absent,
    Leaf,
    Authority(Option<u8>),
}

#[derive(Debug, Clone)]
struct Contents {
    subject: Name,
    serial: u64,
    not_before: &'static str,
    not_after: &'static str,
    constraint: Constraint,
    key_usage: u8,
    extended_usage: Vec<&'static str>,
    extended_critical: bool,
    application_policies: bool,
    unknown_critical: bool,
    /// Further extensions, as they stand.
    further: Vec<Der>,
    even_exponent: bool,
    hash: Hash,
}

impl Contents {
    fn leaf(subject: Name, serial: u64) -> Self {
        Self {
            subject,
            serial,
            not_before: "20210601000000Z",
            not_after: "20310601000000Z",
            constraint: Constraint::Leaf,
            key_usage: DIGITAL_SIGNATURE | NON_REPUDIATION,
            extended_usage: vec!["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"],
            extended_critical: false,
            application_policies: false,
            unknown_critical: false,
            further: Vec::new(),
            even_exponent: false,
            hash: Hash::Sha256,
        }
    }

    fn authority(subject: Name, serial: u64, path_length: Option<u8>) -> Self {
        Self {
            not_before: "20150101000000Z",
            not_after: "20450101000000Z",
            constraint: Constraint::Authority(path_length),
            key_usage: KEY_CERT_SIGN | CRL_SIGN,
            extended_usage: Vec::new(),
            ..Self::leaf(subject, serial)
        }
    }
}

/// A certificate authority of the test tree.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    name: Name,
    key: &'static Key,
    pub(crate) certificate: Vec<u8>,
}

impl Issuer {
    /// SHA-256 of the SubjectPublicKeyInfo of its key, by which policies know it.
    pub(crate) fn key_hash(&self) -> Vec<u8> {
        Hash::Sha256.digest(&self.key.public_key().0)
    }
}

/// How a seller's certificate deviates from the plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// `O=MST:code` and no UID, as the certificates of 2016-2020 had it.
    CodeInOrganization,
    /// A 12-digit personal number as tax code.
    PersonalCode,
    /// A person's name and no code at all.
    NoCode,
    NoConstraints,
    /// Critical extended key usage and critical Microsoft application
    /// policies, as remote signing services issue them.
    CriticalUsage,
    LongName,
    /// RSA-1024 and a SHA-1 certificate.
    Weak,
    Expired,
    NotYetValid,
    Revoked,
    /// Revoked, but only on 2026-10-20.
    RevokedLater,
    /// A leaf that says it may sign certificates.
    CertificateSigner,
    UnknownIssuer,
    /// Issued by an authority whose own certificate ended in 2020.
    ExpiredIssuer,
    /// Issued by an authority whose own certificate cannot be understood.
    OddIssuer,
    /// Issued by an authority that may only name subjects of another country.
    ForeignIssuer,
    /// Issued by an authority under which every certificate must state a policy; it states none.
    NoPolicy,
    /// Issued by an authority below one that may have none below it.
    DeepIssuer,
    /// More alternative names than anybody looks at.
    ManyNames,
    Elliptic,
    UnknownCritical,
    /// keyUsage without digitalSignature and nonRepudiation.
    WrongUsage,
    /// The intermediate's signature over the certificate is damaged.
    BrokenSignature,
    /// An RSA key with an even exponent, for which nobody can have a private key.
    EvenExponent,
    /// `mst : code`, with blanks.
    OddSpelling,
    /// `MST:` and nine digits.
    ShortCode,
    /// Ended on 2026-10-01, between signing and receipt.
    ExpiredSince,
}

/// Which time-stamping authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamper {
    Known,
    /// Its certificate is not for stamping time.
    Unfit,
    /// Its issuer is in no trust store.
    Stranger,
}

/// The whole tree. Building it costs some signatures; build it once.
#[derive(Debug, Clone)]
pub(crate) struct Pki {
    pub(crate) government_root: Issuer,
    pub(crate) government: Issuer,
    pub(crate) public_root: Issuer,
    pub(crate) public: Issuer,
    /// Issued by the public root, with SHA-1, for the oldest sellers.
    pub(crate) public_sha1: Issuer,
    /// Its own certificate ended in 2020.
    pub(crate) public_expired: Issuer,
    /// Its own certificate has a critical extension nobody knows.
    pub(crate) public_odd: Issuer,
    /// Its name constraints permit only subjects of another country.
    pub(crate) public_foreign: Issuer,
    /// Issued by the public authority, whose path length is 0.
    pub(crate) public_deep: Issuer,
    /// Its policy constraints ask for a policy in every certificate below.
    pub(crate) public_policy: Issuer,
    /// The government's authority by name, certified by the public root.
    pub(crate) namesake: Issuer,
    /// An authority no trust store knows.
    pub(crate) stranger: Issuer,
    pub(crate) authority: Arc<Signer>,
    pub(crate) authority_2048: Arc<Signer>,
    /// The tax authority's name in a certificate of the public tree.
    pub(crate) impostor: Arc<Signer>,
    /// The tax authority's name in a certificate of an issuer of the right name with another key.
    pub(crate) double: Arc<Signer>,
}

/// The first RSA-2048 key that belongs to a seller.
const FIRST_SELLER_KEY: usize = 8;

/// How many sellers can have a key of their own.
pub(crate) const SELLERS: usize = RSA_2048 - FIRST_SELLER_KEY;

const REVOKED_SERIAL: u64 = 0x0999_0001;

const REVOKED_LATER_SERIAL: u64 = 0x0999_0002;

fn vn(rest: &[(&'static str, &str)]) -> Name {
    let mut name = vec![(C, "VN".to_owned())];
    name.extend(rest.iter().map(|(oid, text)| (*oid, (*text).to_owned())));
    name
}

impl Pki {
    pub(crate) fn new() -> Result<Self> {
        let root = |name: &str, serial: u64, key: usize| -> Result<Issuer> {
            let key = KeyName::Rsa2048(key).load()?;
            let name = vn(&[(O, "CƠ QUAN GỐC THỬ NGHIỆM"), (CN, name)]);
            let contents = Contents::authority(name.clone(), serial, None);
            let certificate = certificate(&contents, key, &name, key)?;
            Ok(Issuer { name, key, certificate })
        };
        let below = |parent: &Issuer, name: &str, serial: u64, key: usize, hash: Hash| -> Result<Issuer> {
            let key = KeyName::Rsa2048(key).load()?;
            let name = vn(&[(O, "TỔ CHỨC CHỨNG THỰC THỬ NGHIỆM"), (CN, name)]);
            let mut contents = Contents::authority(name.clone(), serial, Some(0));
            contents.hash = hash;
            let certificate = certificate(&contents, key, &parent.name, parent.key)?;
            Ok(Issuer { name, key, certificate })
        };
        let government_root = root("Etax Test Government Root", 0x101, 0)?;
        let government = below(&government_root, "Etax Test Government CA", 0x102, 1, Hash::Sha256)?;
        let public_root = root("Etax Test Public Root", 0x201, 3)?;
        let public = below(&public_root, "Etax Test Public CA", 0x202, 4, Hash::Sha256)?;
        let public_sha1 = below(&public_root, "Etax Test Public CA SHA-1", 0x203, 6, Hash::Sha1)?;
        let special = |name: &str, serial: u64, change: &dyn Fn(&mut Contents)| -> Result<Issuer> {
            let key = KeyName::Rsa2048(6).load()?;
            let name = vn(&[(O, "TỔ CHỨC CHỨNG THỰC THỬ NGHIỆM"), (CN, name)]);
            let mut contents = Contents::authority(name.clone(), serial, Some(0));
            change(&mut contents);
            let certificate = certificate(&contents, key, &public_root.name, public_root.key)?;
            Ok(Issuer { name, key, certificate })
        };
        let public_expired =
            special("Etax Test Public CA 2015", 0x204, &|c| c.not_after = "20200101000000Z")?;
        let public_odd = special("Etax Test Public CA Odd", 0x205, &|c| c.unknown_critical = true)?;
        let public_foreign = special("Etax Test Public CA Foreign", 0x206, &|c| {
            let base = der::explicit(4, &name_der(&vec![(C, "XX".to_owned())]));
            let permitted = der::explicit(0, &der::sequence(&[base]));
            c.further.push(extension("2.5.29.30", true, &der::sequence(&[permitted])));
        })?;
        let public_deep = below(&public, "Etax Test Public CA Below", 0x208, 6, Hash::Sha256)?;
        let public_policy = special("Etax Test Public CA Policy", 0x207, &|c| {
            let stated = der::sequence(&[der::sequence(&[der::oid("1.3.6.1.4.1.99999.2")])]);
            c.further.push(extension("2.5.29.32", false, &stated));
            let from_here = der::tagged(0x80, &[0]);
            c.further.push(extension("2.5.29.36", true, &der::sequence(&[from_here])));
        })?;
        let namesake = below(&public_root, "Etax Test Government CA", 0x208, 6, Hash::Sha256)?;
        let stranger = root("Etax Stranger Root", 0x301, 5)?;
        let authority_name = authority_name();
        let authority = |issuer: &Issuer, serial: u64, key: KeyName| -> Result<Arc<Signer>> {
            let mut contents = Contents::leaf(authority_name.clone(), serial);
            contents.extended_usage.push("1.3.6.1.4.1.311.20.2.2");
            issue(issuer, &contents, key.load()?).map(Arc::new)
        };
        Ok(Self {
            authority: authority(&government, 0x1103, KeyName::Rsa3072)?,
            authority_2048: authority(&government, 0x1102, KeyName::Rsa2048(2))?,
            impostor: authority(&public, 0x2199, KeyName::Rsa2048(7))?,
            double: authority(&namesake, 0x2198, KeyName::Rsa2048(7))?,
            namesake,
            government_root,
            government,
            public_root,
            public,
            public_sha1,
            public_expired,
            public_odd,
            public_foreign,
            public_deep,
            public_policy,
            stranger,
        })
    }

    /// A plain certificate for seller number `number`, whose key it takes
    /// from the [`SELLERS`] seller keys in turn.
    pub(crate) fn seller(&self, number: usize, party: &Party) -> Result<Signer> {
        let contents = Contents::leaf(seller_name(party), serial(number));
        issue(&self.public, &contents, KeyName::Rsa2048(FIRST_SELLER_KEY + number % SELLERS).load()?)
    }

    pub(crate) fn odd(&self, oddity: Oddity, party: &Party) -> Result<Signer> {
        let mut contents = Contents::leaf(seller_name(party), 0x0999_1000 + oddity as u64);
        let mut key = KeyName::Rsa2048(FIRST_SELLER_KEY + oddity as usize % SELLERS);
        let mut issuer = &self.public;
        match oddity {
            Oddity::CodeInOrganization => {
                contents.subject = vn(&[(CN, &party.name), (O, &format!("MST:{}", party.tax_code))]);
            }
            Oddity::PersonalCode => {
                contents.subject = vn(&[(CN, &party.name), (UID, &format!("MST:{}", party.tax_code))]);
            }
            Oddity::OddSpelling => {
                let (root, rest) = party.tax_code.split_at(4);
                contents.subject = vn(&[(CN, &party.name), (UID, &format!("mst : {root} {rest}"))]);
            }
            Oddity::ShortCode => {
                let short: String = party.tax_code.chars().take(9).collect();
                contents.subject = vn(&[(CN, &party.name), (UID, &format!("MST:{short}"))]);
            }
            Oddity::NoCode => contents.subject = vn(&[(CN, "NGƯỜI THỬ NGHIỆM")]),
            Oddity::NoConstraints => contents.constraint = Constraint::Absent,
            Oddity::CriticalUsage => {
                contents.constraint = Constraint::Absent;
                contents.extended_usage = vec!["1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.311.10.3.12"];
                contents.extended_critical = true;
                contents.application_policies = true;
            }
            Oddity::LongName => {
                let long = format!("{} CHUYÊN KINH DOANH CÁC LOẠI HÀNG HOÁ CHỈ CÓ TRONG THÍ DỤ", party.name);
                contents.subject = vn(&[(CN, &long), (UID, &format!("MST:{}", party.tax_code))]);
            }
            Oddity::Weak => {
                contents.hash = Hash::Sha1;
                issuer = &self.public_sha1;
                key = KeyName::Rsa1024;
            }
            Oddity::Expired => {
                contents.not_before = "20180101000000Z";
                contents.not_after = "20200101000000Z";
            }
            Oddity::ExpiredSince => contents.not_after = "20261001000000Z",
            Oddity::NotYetValid => {
                contents.not_before = "20300101000000Z";
                contents.not_after = "20330101000000Z";
            }
            Oddity::Revoked => contents.serial = REVOKED_SERIAL,
            Oddity::RevokedLater => contents.serial = REVOKED_LATER_SERIAL,
            Oddity::ExpiredIssuer => issuer = &self.public_expired,
            Oddity::CertificateSigner => contents.key_usage |= KEY_CERT_SIGN,
            Oddity::UnknownIssuer => issuer = &self.stranger,
            Oddity::OddIssuer => issuer = &self.public_odd,
            Oddity::ForeignIssuer => issuer = &self.public_foreign,
            Oddity::DeepIssuer => issuer = &self.public_deep,
            Oddity::NoPolicy => issuer = &self.public_policy,
            Oddity::ManyNames => {
                let names: Vec<_> =
                    (0..300).map(|n| der::ia5_context(2, &format!("host{n}.example"))).collect();
                contents.further.push(extension("2.5.29.17", false, &der::sequence(&names)));
            }
            Oddity::Elliptic => key = KeyName::P256,
            Oddity::UnknownCritical => contents.unknown_critical = true,
            Oddity::EvenExponent => contents.even_exponent = true,
            Oddity::WrongUsage => contents.key_usage = 0x20,
            Oddity::BrokenSignature => {}
        }
        let mut signer = issue(issuer, &contents, key.load()?)?;
        if oddity == Oddity::BrokenSignature
            && let Some(last) = signer.certificate.last_mut()
        {
            *last ^= 1;
        }
        Ok(signer)
    }

    /// A time-stamping authority with a certificate for nothing else (RFC 3161, section 2.3).
    pub(crate) fn time_stamper(&self, stamper: Stamper) -> Result<Signer> {
        let name = vn(&[(O, "TỔ CHỨC CẤP DẤU THỜI GIAN THỬ NGHIỆM"), (CN, "Etax Test TSA")]);
        let mut contents = Contents::leaf(name, 0x2301 + stamper as u64);
        if stamper != Stamper::Unfit {
            contents.extended_usage = vec!["1.3.6.1.5.5.7.3.8"];
            contents.extended_critical = true;
        }
        let issuer = if stamper == Stamper::Stranger { &self.stranger } else { &self.public };
        issue(issuer, &contents, KeyName::Rsa2048(7).load()?)
    }

    /// A certificate in somebody's name that should not be.
    pub(crate) fn forge(
        &self,
        subject: Name,
        public: (Der, Vec<u8>),
        forger: &Forger<'_>,
    ) -> Result<Vec<u8>> {
        let contents = Contents::leaf(subject, 0x0999_7777);
        let (issuer, key) = match forger {
            Forger::Deceived => (&self.public.name, self.public.key),
            Forger::Imitator(key) => (&self.public.name, *key),
            Forger::Copyist(key) => {
                let named = (&self.public.name, self.public.key);
                return certificate_of(&contents, public, named, key);
            }
            Forger::Stranger => (&self.stranger.name, self.stranger.key),
            Forger::Oneself(key) => (&contents.subject, *key),
            Forger::Taxpayer(name, key) => (name, *key),
        };
        certificate_of(&contents, public, (issuer, key), key)
    }

    /// The revocation lists of all authorities. The seller of
    /// [`Oddity::Revoked`] was revoked on 2025-01-15, the one of
    /// [`Oddity::RevokedLater`] on 2026-10-20.
    pub(crate) fn crls(&self) -> Result<Vec<Vec<u8>>> {
        let revoked = [(REVOKED_SERIAL, "20250115000000Z"), (REVOKED_LATER_SERIAL, "20261020000000Z")];
        Ok(vec![
            crl(&self.government_root, &[], Hash::Sha256)?,
            crl(&self.government, &[], Hash::Sha256)?,
            crl(&self.public_root, &[], Hash::Sha256)?,
            crl(&self.public, &revoked, Hash::Sha256)?,
            crl(&self.public_expired, &[], Hash::Sha256)?,
            crl(&self.public_odd, &[], Hash::Sha256)?,
            crl(&self.public_foreign, &[], Hash::Sha256)?,
            crl(&self.public_deep, &[], Hash::Sha256)?,
            crl(&self.public_policy, &[], Hash::Sha256)?,
            crl(&self.public_sha1, &[], Hash::Sha1)?,
        ])
    }
}

/// Who stands behind a forged certificate.
#[derive(Debug)]
pub(crate) enum Forger<'k> {
    /// The public authority itself, deceived.
    Deceived,
    /// Somebody with a key of his own under the public authority's name.
    Imitator(&'k Key),
    /// The same, who names the authority's key as well.
    Copyist(&'k Key),
    /// An authority of the attacker's own.
    Stranger,
    /// Nobody but the holder of this key.
    Oneself(&'k Key),
    /// A taxpayer, who may not issue certificates.
    Taxpayer(Name, &'k Key),
}

/// The tax authority's name.
pub(crate) fn authority_name() -> Name {
    vn(&[(L, "Hà Nội"), (O, "BỘ TÀI CHÍNH THỬ NGHIỆM"), (CN, "CỤC THUẾ THỬ NGHIỆM")])
}

fn serial(number: usize) -> u64 {
    0x0999_8000_0000 + number as u64
}

pub(crate) fn seller_name(party: &Party) -> Name {
    vn(&[(ST, "Thử Nghiệm"), (CN, &party.name), (UID, &format!("MST:{}", party.tax_code))])
}
