//! Signed documents as attackers find them, and how they take them apart.

use std::sync::Arc;

use super::class::Carrier;
use crate::draft::{Draft, Job};
use crate::error::{Error, Result};
use crate::key::{Hash, Key};
use crate::notice::Paper;
use crate::order::Order;
use crate::pilot;
use crate::pki::{Oddity, Signer};
use crate::random::Random;
use crate::sign::base64;
use crate::tree::{Canonical, Element, Empty};
use crate::variant::{Base, Bench, part};
use crate::world::Maker;

/// A soundly signed document and where its parts are.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) carrier: Carrier,
    /// The signed tree.
    pub(super) root: Element,
    /// The file.
    pub(super) sound: String,
    /// Path of the document under attack; empty for the root.
    pub(super) unit: &'static str,
    /// Path of the signed element below the unit.
    pub(super) data: &'static str,
    /// Path from the signed element to a leaf worth changing.
    pub(super) field: &'static str,
    /// Path of the element that holds the Signature, below the unit.
    holder: &'static str,
    /// `ds:` or nothing.
    pub(super) prefix: &'static str,
    /// Whose signature it is.
    pub(super) signer: Arc<Signer>,
    /// The document before it was signed, and which of its signatures this is.
    draft: Option<Draft>,
    job: usize,
}

const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// `one/other`, where either may be empty.
pub(super) fn join(one: &str, other: &str) -> String {
    match (one, other) {
        ("", path) | (path, "") => path.to_owned(),
        _ => format!("{one}/{other}"),
    }
}

impl Stage {
    fn new(
        carrier: Carrier,
        draft: &Draft,
        at: usize,
        (unit, data, field, holder): (&'static str, &'static str, &'static str, &'static str),
    ) -> Result<Self> {
        let job = draft.jobs.get(at).ok_or_else(|| Error::new("no such signature"))?;
        let stage = Self {
            carrier,
            root: draft.signed()?,
            sound: draft.finish()?,
            unit,
            data,
            field,
            holder,
            prefix: job.style.prefix,
            signer: Arc::clone(&job.signer),
            draft: Some(draft.clone()),
            job: at,
        };
        // The paths are right.
        stage.root.at(&stage.field_path())?;
        stage.root.at(&stage.inside("SignedInfo"))?;
        Ok(stage)
    }

    /// Path of the signed element.
    pub(super) fn data_path(&self) -> String {
        join(self.unit, self.data)
    }

    /// Path of the leaf worth changing.
    pub(super) fn field_path(&self) -> String {
        join(&self.data_path(), self.field)
    }

    pub(super) fn holder_path(&self) -> String {
        join(self.unit, self.holder)
    }

    /// A name of the signature's namespace as this document writes it.
    pub(super) fn name(&self, local: &str) -> String {
        format!("{}{local}", self.prefix)
    }

    /// Path of the Signature.
    pub(super) fn signature(&self) -> String {
        join(&self.holder_path(), &self.name("Signature"))
    }

    /// Path of a part of the Signature, by local names: `SignedInfo/Reference[2]`.
    pub(super) fn inside(&self, path: &str) -> String {
        path.split('/').fold(self.signature(), |whole, step| join(&whole, &self.name(step)))
    }

    /// The Signature as the file has it.
    pub(super) fn signature_text(&self) -> Result<String> {
        let mut text = String::new();
        self.root.at(&self.signature())?.write(Empty::Pair, &mut text);
        Ok(text)
    }

    /// The signed element as the file has it.
    pub(super) fn data_text(&self) -> Result<String> {
        let mut text = String::new();
        self.root.at(&self.data_path())?.write(Empty::Pair, &mut text);
        Ok(text)
    }

    /// The signed element with another amount in it.
    pub(super) fn forged(&self) -> Result<Element> {
        let mut data = self.root.at(&self.data_path())?.clone();
        let text = format!("9{}", data.at(self.field)?.text());
        data.set(self.field, &text)?;
        Ok(data)
    }

    /// Whether references name the signed element by an Id.
    pub(super) fn has_id(&self) -> bool {
        self.carrier != Carrier::Order
    }

    /// The name of the attribute that carries the signed element's Id, and the Id.
    pub(super) fn id(&self) -> Result<(String, String)> {
        let data = self.root.at(&self.data_path())?;
        let known = data.attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case("id"));
        known.cloned().ok_or_else(|| Error::new("signed data without an Id"))
    }

    pub(super) fn written(root: &Element) -> Vec<u8> {
        let mut text = BEGIN.to_owned();
        root.write(Empty::Pair, &mut text);
        text.into_bytes()
    }

    /// The file with its tree changed.
    pub(super) fn edited(&self, change: impl FnOnce(&mut Element) -> Result<()>) -> Result<Vec<u8>> {
        let mut root = self.root.clone();
        change(&mut root)?;
        let bytes = Self::written(&root);
        if bytes == self.sound.as_bytes() {
            return Err(Error::new(format!("an attack on {} changes nothing", self.carrier.word())));
        }
        Ok(bytes)
    }

    /// The file with its text changed.
    pub(super) fn altered(&self, change: impl FnOnce(&str) -> String) -> Result<Vec<u8>> {
        let text = change(&self.sound);
        if text == self.sound {
            return Err(Error::new(format!("an attack on {} changes nothing", self.carrier.word())));
        }
        Ok(text.into_bytes())
    }

    /// The file with the Signature's text changed.
    pub(super) fn altered_signature(&self, change: impl FnOnce(&str) -> String) -> Result<Vec<u8>> {
        let signature = self.signature_text()?;
        let changed = change(&signature);
        self.altered(|text| text.replacen(&signature, &changed, 1))
    }

    /// The file with its tree changed and signed anew by the same signer: everything else about the
    /// signature holds, so that only what is under attack is left to be refused.
    pub(super) fn resigned(&self, change: impl FnOnce(&mut Element) -> Result<()>) -> Result<Vec<u8>> {
        self.edited(|root| {
            change(root)?;
            self.seal(root, self.signer.key, Hash::Sha256)
        })
    }

    /// The signing time that the signature states.
    pub(super) fn time(&self) -> Option<&str> {
        let job = self.draft.as_ref()?.jobs.get(self.job)?;
        job.style.time.as_ref().map(|object| object.time.as_str())
    }

    /// The tree with the signature made in another way.
    pub(super) fn again_tree(&self, change: impl FnOnce(&mut Job) -> Result<()>) -> Result<Element> {
        let mut draft = self.draft.clone().ok_or_else(|| Error::new("signed in another way"))?;
        change(draft.jobs.get_mut(self.job).ok_or_else(|| Error::new("no such signature"))?)?;
        draft.signed()
    }

    /// The file with the signature made in another way.
    pub(super) fn again(&self, change: impl FnOnce(&mut Job) -> Result<()>) -> Result<Vec<u8>> {
        let tree = self.again_tree(change)?;
        self.edited(|root| {
            *root = tree;
            Ok(())
        })
    }

    /// Signs SignedInfo as it now stands.
    pub(super) fn seal(&self, root: &mut Element, key: &Key, hash: Hash) -> Result<()> {
        let value = key.sign(hash, &self.signed_bytes(root)?)?;
        root.set(&self.inside("SignatureValue"), &base64(&value, false))
    }

    /// The canonical form of SignedInfo as it now stands.
    pub(super) fn signed_bytes(&self, root: &Element) -> Result<Vec<u8>> {
        let path = self.inside("SignedInfo");
        let method = root.at(&self.inside("SignedInfo/CanonicalizationMethod"))?;
        let uri = method.attributes.iter().find(|(name, _)| name == "Algorithm").map_or("", |(_, uri)| uri);
        let method =
            Canonical { exclusive: uri.contains("xml-exc-c14n"), comments: uri.ends_with("WithComments") };
        Ok(root.at(&path)?.canonical(&root.scope_at(&path)?, method).into_bytes())
    }

    /// Puts the digest of the element at `target` into the n-th reference, counted from 1.
    pub(super) fn redigest(&self, root: &mut Element, at: usize, target: &str) -> Result<()> {
        self.redigest_with(root, at, target, Hash::Sha256)
    }

    pub(super) fn redigest_with(
        &self,
        root: &mut Element,
        at: usize,
        target: &str,
        hash: Hash,
    ) -> Result<()> {
        let method = Canonical { exclusive: false, comments: false };
        let canonical = root.at(target)?.canonical(&root.scope_at(target)?, method);
        let value = base64(&hash.digest(canonical.as_bytes()), false);
        root.set(&self.inside(&format!("SignedInfo/Reference[{at}]/DigestValue")), &value)
    }

    /// The start tag of the signed element as the file has it.
    pub(super) fn data_tag(&self) -> Result<String> {
        let text = self.data_text()?;
        Ok(text.split_inclusive('>').next().unwrap_or_default().to_owned())
    }

    /// The leaf worth changing as the file has it: its text between its tags.
    pub(super) fn field_text(&self) -> Result<String> {
        let leaf = self.root.at(&self.field_path())?;
        Ok(format!("<{0}>{1}</{0}>", leaf.name, leaf.text()))
    }

    /// A part of the signature's text between a start tag and its end, both included.
    pub(super) fn part_of(&self, local: &str) -> Result<String> {
        let name = self.name(local);
        let signature = self.signature_text()?;
        let found = part(&signature, &format!("<{name}"), &format!("</{name}>")).to_owned();
        if found.is_empty() { Err(Error::new(format!("no {local}"))) } else { Ok(found) }
    }
}

/// What a value is before the private operation: PKCS #1 v1.5 padding around the SHA-256 digest of a message
/// (RFC 8017, 9.2).
pub(super) fn padded_digest(size: usize, message: &[u8]) -> Vec<u8> {
    let tail = [super::padding::SHA256, Hash::Sha256.digest(message).as_slice()].concat();
    super::padding::padded(size, &tail)
}

const SUM: &str = "NDHDon/TToan/TgTTTBSo";

/// One document of every kind.
pub(super) fn stages(bench: &Bench) -> Result<Vec<Stage>> {
    let draft = |base| bench.draft(base);
    let invoice = ("", "DLHDon", SUM, "DSCKS/NBan");
    let coded = draft(Base::Coded)?;
    let batch = ("", "DLieu", "HDon[1]/DLHDon/NDHDon/TToan/TgTTTBSo", "CKSNNT");
    let report = ("DLieu/HDon[1]", "DLHDon", SUM, "DSCKS/NBan");
    Ok(vec![
        Stage::new(Carrier::Invoice, &draft(Base::Uncoded)?, 0, invoice)?,
        Stage::new(Carrier::Coded, &coded, 0, invoice)?,
        Stage::new(Carrier::Authority, &coded, 1, ("", "DLHDon", SUM, "DSCKS/CQT"))?,
        Stage::new(Carrier::Report, &draft(Base::Report)?, 0, report)?,
        Stage::new(Carrier::Batch, &draft(Base::Batch)?, 0, batch)?,
        Stage::new(
            Carrier::Declaration,
            &draft(Base::Declaration)?,
            0,
            ("", "HSoKhaiThue", "CTieuTKhaiChinh/ct25", "CKyDTu"),
        )?,
        paper(bench, Carrier::Notice, Paper::Numbered, 1, ("", "DLTBao", "TTXNCQT", "DSCKS/CQT"))?,
        paper(
            bench,
            Carrier::Registration,
            Paper::Registration,
            0,
            ("", "DLTKhai", "TTChung/HThuc", "DSCKS/NNT"),
        )?,
        paper(bench, Carrier::Minutes, Paper::Minutes, 0, ("", "NDBBan", "TTChung/SBBan", "DSCKS/NBan"))?,
        paper(
            bench,
            Carrier::TaxNotice,
            Paper::TaxNotice,
            0,
            ("", "TBaoThue", "NDungTBao/maGiaoDichDTu", "CKyDTu"),
        )?,
        order(bench)?,
        pilot_invoice(bench)?,
    ])
}

fn paper(
    bench: &Bench,
    carrier: Carrier,
    paper: Paper,
    at: usize,
    paths: (&'static str, &'static str, &'static str, &'static str),
) -> Result<Stage> {
    let draft = paper.draft(&bench.world, bench.world.seller(0), &mut Random::branch(99, 910));
    Stage::new(carrier, &modern(draft), at, paths)
}

/// The signatures with SHA-256, which is what is signed with again after a change.
fn modern(mut draft: Draft) -> Draft {
    for job in &mut draft.jobs {
        job.style.method = Hash::Sha256;
        job.style.digest = Hash::Sha256;
    }
    draft
}

fn pilot_invoice(bench: &Bench) -> Result<Stage> {
    let draft = pilot::invoice(&bench.world, bench.world.seller(0), &mut Random::branch(99, 911));
    Stage::new(Carrier::Pilot, &modern(draft), 0, ("", "inv:invoiceData", "inv:totalAmountWithVAT", ""))
}

/// A payment order, whose data carries no Id: its signatures see the whole document through a filter.
fn order(bench: &Bench) -> Result<Stage> {
    let order = Order::new(&bench.world, bench.world.seller(0), &mut Random::branch(99, 912));
    let root = order.signed()?;
    let payer = order.stages.first().ok_or_else(|| Error::new("no payer"))?;
    Ok(Stage {
        carrier: Carrier::Order,
        sound: String::from_utf8(Stage::written(&root)).map_err(|error| Error::new(error.to_string()))?,
        root,
        unit: "",
        data: "NDUNG_CTU_NH/NDUNG_CTU",
        field: "CHUNGTU_HDR/TONG_TIEN",
        holder: "",
        prefix: "",
        signer: Arc::clone(&payer.signer),
        draft: None,
        job: 0,
    })
}

/// An invoice signed with ECDSA.
pub(super) fn elliptic_stage(bench: &Bench) -> Result<Stage> {
    let (party, _) = bench.world.seller(0);
    let signer = Arc::new(bench.world.pki.odd(Oddity::Elliptic, party)?);
    let draft = bench.by(false, Maker::Plain, (party, signer))?;
    Stage::new(Carrier::Invoice, &draft, 0, ("", "DLHDon", SUM, "DSCKS/NBan"))
}
