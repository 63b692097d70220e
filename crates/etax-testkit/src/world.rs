//! The invented world: its public key infrastructure, sellers and buyers, and
//! how they write and sign documents.

use std::sync::Arc;

use crate::declaration::{self, Form};
use crate::draft::{Draft, Dressing, Job};
use crate::error::Result;
use crate::invoice::{self, Plan};
use crate::key::Hash;
use crate::message;
use crate::party::Party;
use crate::pki::{Oddity, Pki, Signer};
use crate::random::{Random, dashed};
use crate::sign::{Style, TimeObject, Transform};
use crate::tree::Element;

/// A maker's way of signing, as met in real files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Maker {
    Plain,
    Sha1,
    /// rsa-sha1 over SHA-256 digests.
    Sha1OverSha256,
    /// rsa-sha256 with a SHA-1 digest of the time.
    MixedTime,
    /// `SignatureProperties xmlns=""`.
    Unqualified,
    /// enveloped-signature also on the Object inside the signature.
    EnvelopedTime,
    /// Object `SigningTime-<uuid>`.
    NamedByUuid,
    /// The time is there but no reference covers it.
    UnsignedTime,
    NoTime,
    WithComments,
    /// enveloped-signature and exclusive canonicalization.
    Exclusive,
    Wrapped,
    KeyValue,
    Prefixed,
    /// `URI=""`: one reference to the whole document, where nothing is signed after it.
    Whole,
}

pub(crate) const MAKERS: [Maker; 15] = [
    Maker::Plain,
    Maker::Sha1,
    Maker::Sha1OverSha256,
    Maker::MixedTime,
    Maker::Unqualified,
    Maker::EnvelopedTime,
    Maker::NamedByUuid,
    Maker::UnsignedTime,
    Maker::NoTime,
    Maker::WithComments,
    Maker::Exclusive,
    Maker::Wrapped,
    Maker::KeyValue,
    Maker::Prefixed,
    Maker::Whole,
];

pub(crate) fn style(maker: Maker, time: &str, random: &mut Random) -> Style {
    let mut style = Style::plain("SigningTime", time);
    style.id = Some("NBan".to_owned());
    let edit = |style: &mut Style, change: &dyn Fn(&mut TimeObject)| {
        if let Some(object) = &mut style.time {
            change(object);
        }
    };
    match maker {
        Maker::Plain => {}
        Maker::Sha1 => {
            style.method = Hash::Sha1;
            style.digest = Hash::Sha1;
            edit(&mut style, &|o| o.digest = Hash::Sha1);
        }
        Maker::Sha1OverSha256 => style.method = Hash::Sha1,
        Maker::MixedTime => edit(&mut style, &|o| o.digest = Hash::Sha1),
        Maker::Unqualified => edit(&mut style, &|o| {
            o.unqualified = true;
            o.target = "#NBan".to_owned();
        }),
        Maker::EnvelopedTime => {
            style.id = Some("seller".to_owned());
            edit(&mut style, &|o| {
                o.id = "TimeStamp".to_owned();
                o.target = "#seller".to_owned();
                o.transforms = vec![Transform::Enveloped];
            });
        }
        Maker::NamedByUuid => {
            let id = format!("SigningTime-{}", dashed(&random.uuid()));
            edit(&mut style, &|o| o.id.clone_from(&id));
        }
        Maker::UnsignedTime => edit(&mut style, &|o| o.signed = false),
        Maker::NoTime => style.time = None,
        Maker::WithComments => style.comments = true,
        Maker::Exclusive | Maker::Whole => {
            style.transforms = vec![Transform::Enveloped, Transform::Exclusive];
            edit(&mut style, &|o| o.transforms = vec![Transform::Exclusive, Transform::Inclusive]);
        }
        Maker::Wrapped => style.wrapped = true,
        Maker::KeyValue => style.key_value = true,
        Maker::Prefixed => style.prefix = "ds:",
    }
    style
}

/// Sellers, buyers and the certificates of both trees.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) pki: Pki,
    sellers: Vec<(Party, Arc<Signer>)>,
    buyers: Vec<Party>,
}

impl World {
    pub(crate) fn new(seed: u64, sellers: usize) -> Result<Self> {
        let pki = Pki::new()?;
        let mut random = Random::branch(seed, 0);
        let mut list = Vec::new();
        for number in 0..sellers.max(1) {
            let party = Party::company(&mut random);
            let signer = Arc::new(pki.seller(number, &party)?);
            list.push((party, signer));
        }
        let buyers = (0..40).map(|_| Party::company(&mut random)).collect();
        Ok(Self { seed, pki, sellers: list, buyers })
    }

    pub(crate) fn seller(&self, number: usize) -> (&Party, Arc<Signer>) {
        let (party, signer) = &self.sellers[number % self.sellers.len()];
        (party, Arc::clone(signer))
    }

    pub(crate) fn buyer(&self, random: &mut Random) -> &Party {
        random.pick(&self.buyers)
    }

    /// A seller with an odd certificate.
    pub(crate) fn odd(&self, oddity: Oddity, random: &mut Random) -> Result<(Party, Arc<Signer>)> {
        let mut party = Party::company(random);
        if oddity == Oddity::PersonalCode {
            party.name = "HỘ KINH DOANH THỬ NGHIỆM".to_owned();
            party.tax_code = format!("099099{:06}", random.within(0, 999_999));
        }
        let signer = Arc::new(self.pki.odd(oddity, &party)?);
        Ok((party, signer))
    }

    /// An invoice with the signatures its kind needs.
    pub(crate) fn invoice(
        &self,
        plan: &Plan,
        maker: Maker,
        seller: (&Party, Arc<Signer>),
        random: &mut Random,
    ) -> Result<Draft> {
        let (party, signer) = seller;
        let root = invoice::build(plan, party, self.buyer(random), random)?;
        let minute = random.within(0, 58);
        let mut jobs = Vec::new();
        if !plan.cash_register {
            let time = format!("{}T09:{minute:02}:11", plan.date);
            jobs.push(Job {
                place: "DSCKS/NBan".to_owned(),
                // What the authority adds to a coded invoice would break a signature over all of it.
                targets: vec![if maker == Maker::Whole && !plan.coded { "" } else { "DLHDon" }.to_owned()],
                signer,
                style: style(maker, &time, random),
            });
            if plan.coded {
                let time = format!("{}T09:{:02}:02", plan.date, minute + 1);
                jobs.push(Job {
                    place: "DSCKS/CQT".to_owned(),
                    targets: vec!["DLHDon".to_owned(), "MCCQT".to_owned()],
                    signer: Arc::clone(if plan.date.as_str() < "2025-03-13" {
                        &self.pki.authority_2048
                    } else {
                        &self.pki.authority
                    }),
                    style: Style::authority(&random.uuid(), &time),
                });
            }
        }
        Ok(Draft { root, jobs, dressing: Dressing::default() })
    }

    /// A message around invoices of one seller; type 206 is signed as a batch.
    pub(crate) fn message(
        &self,
        kind: u16,
        seller: (&Party, Arc<Signer>),
        invoices: Vec<Draft>,
        random: &mut Random,
    ) -> Draft {
        let (party, signer) = seller;
        let mut jobs = Vec::new();
        for (at, draft) in invoices.iter().enumerate() {
            let name = &draft.root.name;
            let place = invoices.iter().take(at + 1).filter(|other| other.root.name == *name).count();
            jobs.extend(draft.moved(&format!("DLieu/{name}[{place}]")));
        }
        let roots = invoices.into_iter().map(|draft| draft.root).collect();
        let root = message::wrap(kind, party, roots, random);
        if kind == 206 {
            let time = format!("2026-10-05T18:{:02}:44", random.within(0, 59));
            let mut style = Style::plain(&format!("Obj-CKSNNT-{}", random.uuid().to_uppercase()), &time);
            if let Some(object) = &mut style.time {
                object.unqualified = true;
            }
            jobs.push(Job { place: "CKSNNT".to_owned(), targets: vec!["DLieu".to_owned()], signer, style });
        }
        Draft { root, jobs, dressing: Dressing::default() }
    }

    /// A declaration signed by its taxpayer in the style of the signing tools.
    pub(crate) fn declaration(
        &self,
        form: &Form,
        hash: Hash,
        taxpayer: (&Party, Arc<Signer>),
        random: &mut Random,
    ) -> Draft {
        let (party, signer) = taxpayer;
        Self::signed_declaration(declaration::build(form, party, random), hash, signer)
    }

    /// A declaration that is built, to be signed by the taxpayer.
    pub(crate) fn signed_declaration(root: Element, hash: Hash, signer: Arc<Signer>) -> Draft {
        let mut style = Style::plain("", "");
        style.time = None;
        style.prefix = "ds:";
        style.comments = true;
        style.key_value = true;
        style.wrapped = true;
        style.method = hash;
        style.digest = hash;
        Draft {
            root,
            jobs: vec![Job {
                place: "CKyDTu".to_owned(),
                targets: vec!["HSoKhaiThue".to_owned()],
                signer,
                style,
            }],
            dressing: Dressing::default(),
        }
    }
}
