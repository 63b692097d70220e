//! Documents of every kind, unsigned, with the places where they are signed.

use std::collections::BTreeSet;

use super::content::Wild;
use super::walk::is_id;
use super::{Document, Feature};
use crate::error::Result;
use crate::invoice::Plan;
use crate::random::Random;
use crate::tree::{Element, Node};
use crate::world::{Maker, World};

/// One signature to be made.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Path of the element that gets the Signature.
    pub(crate) holder: String,
    /// Paths of the elements it signs; the empty path is the whole document.
    pub(crate) targets: Vec<String>,
    /// A filter takes this element out of the whole document.
    pub(crate) filter: Option<String>,
    /// Its usual references are these and an Object of its own.
    pub(crate) object: bool,
    pub(crate) features: BTreeSet<Feature>,
}

fn place(holder: &str, targets: &[&str]) -> Place {
    Place {
        holder: holder.to_owned(),
        targets: targets.iter().map(|target| (*target).to_owned()).collect(),
        filter: None,
        object: true,
        features: BTreeSet::new(),
    }
}

/// Any document and where to sign it.
pub(crate) fn any(world: &World, random: &mut Random) -> Result<(Document, Vec<Place>, &'static str)> {
    let mut features = BTreeSet::new();
    let (mut root, mut places, kind) = skeleton(world, random, &mut features)?;
    // How much of everything: none, a little, a lot.
    let odds = *random.pick(&[0, 0, 12, 12, 4]);
    let mut before = Vec::new();
    let mut after = Vec::new();
    if odds > 0 {
        let mut wild = Wild { random, features: &mut features, plain: false };
        wild.scatter(&mut root, odds);
        for side in [&mut before, &mut after] {
            for _ in 0..2 {
                if wild.random.one_in(odds) {
                    side.push(if wild.random.one_in(2) { wild.comment() } else { wild.instruction() });
                }
            }
        }
    }
    if random.one_in(4) {
        root.indent(0);
    }
    if random.one_in(40) {
        // Something that is no data carries an Id and is signed as well.
        let unnamed =
            root.elements_mut().filter(|child| !child.attributes.iter().any(|(name, _)| is_id(name))).last();
        let path = unnamed.map(|child| {
            child.attributes.push(("Id".to_owned(), "khác".to_owned()));
            child.name.clone()
        });
        if let (Some(path), [one]) = (path, places.as_mut_slice())
            && root.at(&path).is_ok_and(|found| found.id() == Some("khác"))
            && one.filter.is_none()
            && !one.holder.starts_with(&path)
        {
            one.targets.push(path);
            one.features.insert(Feature::NotData);
        }
    }
    // Where it is in use it is seldom met; elsewhere it must be refused.
    if random.one_in(if kind == "batch" { 8 } else { 60 })
        && let [one] = places.as_mut_slice()
        && one.filter.is_none()
    {
        one.targets = vec![String::new()];
    }
    Ok((Document { before, root, after, features }, places, kind))
}

const KINDS: [&str; 15] = [
    "invoice",
    "invoice",
    "coded invoice",
    "coded invoice",
    "real invoice",
    "notice",
    "batch",
    "minutes",
    "registration",
    "declaration",
    "declaration",
    "tax notice",
    "payment order",
    "payment order",
    "generic",
];

fn skeleton(
    world: &World,
    random: &mut Random,
    features: &mut BTreeSet<Feature>,
) -> Result<(Element, Vec<Place>, &'static str)> {
    let kind = *random.pick(&KINDS);
    if kind == "real invoice" {
        let coded = random.one_in(2);
        let mut plan = Plan::new(1, coded, "2026-09-15", random.within(1, 99_999));
        plan.free_fields = random.one_in(2);
        let draft = world.invoice(&plan, Maker::Plain, world.seller(0), random)?;
        let mut places = vec![place("DSCKS/NBan", &["DLHDon"])];
        if coded {
            places.push(place("DSCKS/CQT", &["DLHDon", "MCCQT"]));
        }
        return Ok((draft.root, places, kind));
    }
    let space = *random.pick(&["", "", "", "urn:etax:test", "http://kekhaithue.gdt.gov.vn/TKhaiThue"]);
    let prefix = if space.is_empty() { "" } else { *random.pick(&["", "", "t:"]) };
    let id = *random.pick(&["Id", "Id", "Id", "id", "ID"]);
    // Without a prefix of their own, elements of the kind must keep their namespace.
    let n = |local: &str| format!("{prefix}{local}");
    let mut data = |local: &str, random: &mut Random| -> Element {
        let value = format!("_{}", random.hex(8));
        let mut element = Element::new(&n(local)).attribute(id, value.clone());
        if random.one_in(40) {
            let (other, suffix) = if id == "id" { ("Id", "x") } else { ("id", "y") };
            element.attributes.insert(0, (other.to_owned(), format!("{value}{suffix}")));
            if other == "Id" {
                element.attributes.rotate_left(1);
            }
            features.insert(Feature::TwoIds);
        }
        let plain = random.one_in(2);
        Wild { random, features, plain }.fill(&mut element);
        element
    };
    let leaf = |local: &str| Element::new(&n(local));
    let holders = |list: &[&str]| list.iter().fold(leaf("DSCKS"), |holder, one| holder.with(leaf(one)));
    let (root, places) = match kind {
        "invoice" => (
            leaf("HDon").with(data("DLHDon", random)).with(holders(&["NBan"])),
            vec![place(&format!("{}/{}", n("DSCKS"), n("NBan")), &[&n("DLHDon")])],
        ),
        "coded invoice" => {
            let code = Element::leaf(&n("MCCQT"), random.hex(34).to_uppercase())
                .attribute(id, format!("Id-{}", random.hex(32)));
            let root = leaf("HDon").with(data("DLHDon", random)).with(code).with(holders(&["NBan", "CQT"]));
            let seller = place(&format!("{}/{}", n("DSCKS"), n("NBan")), &[&n("DLHDon")]);
            let authority = place(&format!("{}/{}", n("DSCKS"), n("CQT")), &[&n("DLHDon"), &n("MCCQT")]);
            (root, vec![seller, authority])
        }
        "notice" => {
            let mut root = leaf("TBao").with(data("DLTBao", random)).with(data("STBao", random));
            let two = random.one_in(3);
            root.push(holders(if two { &["TTCQT", "CQT"] } else { &["CQT"] }));
            let mut places =
                vec![place(&format!("{}/{}", n("DSCKS"), n("CQT")), &[&n("DLTBao"), &n("STBao")])];
            if two {
                places.insert(0, place(&format!("{}/{}", n("DSCKS"), n("TTCQT")), &[&n("DLTBao")]));
            } else if random.one_in(2) {
                places = vec![place(&format!("{}/{}", n("DSCKS"), n("CQT")), &[&n("DLTBao")])];
            }
            (root, places)
        }
        "batch" => {
            let mut inside = Element::new(&n("DLieu")).attribute(id, format!("_{}", random.hex(32)));
            for _ in 0..random.within(1, 3) {
                inside.push(leaf("HDon").with(data("DLHDon", random)).with(holders(&["NBan"])));
            }
            let header = leaf("TTChung").with_leaf(&n("MLTDiep"), "206");
            let root = leaf("TDiep").with(header).with(inside).with(leaf("CKSNNT"));
            (root, vec![place(&n("CKSNNT"), &[&n("DLieu")])])
        }
        "minutes" => {
            let root = leaf("BBan").with(data("NDBBan", random)).with(holders(&["NBan", "NMua"]));
            let mut places = vec![place(&format!("{}/{}", n("DSCKS"), n("NBan")), &[&n("NDBBan")])];
            if random.one_in(2) {
                places.push(place(&format!("{}/{}", n("DSCKS"), n("NMua")), &[&n("NDBBan")]));
            }
            (root, places)
        }
        "registration" => (
            leaf("TKhai").with(data("DLTKhai", random)).with(holders(&["NNT"])),
            vec![place(&format!("{}/{}", n("DSCKS"), n("NNT")), &[&n("DLTKhai")])],
        ),
        "declaration" => {
            let root = leaf("HSoThueDTu").with(data("HSoKhaiThue", random)).with(leaf("CKyDTu"));
            let mut one = place(&n("CKyDTu"), &[&n("HSoKhaiThue")]);
            one.object = random.one_in(3);
            (root, if random.one_in(3) { vec![one.clone(), one] } else { vec![one] })
        }
        "tax notice" => {
            let root = leaf("TBaoThueDTu").with(data("TBaoThue", random)).with(leaf("CKyDTu"));
            (root, vec![place(&n("CKyDTu"), &[&n("TBaoThue")])])
        }
        "payment order" => {
            let mut root = leaf("CHUNGTU").with(data("NDUNG_CTU", random));
            root.push(data("NDUNG_CTU_NH", random));
            let mut one = place("", &[""]);
            one.filter = Some(n(random.pick::<&str>(&["NDUNG_CTU", "NDUNG_CTU_NH"])));
            // A name without prefix in XPath is one in no namespace.
            if space.is_empty() { (root, vec![one]) } else { (root, vec![place("", &[&n("NDUNG_CTU")])]) }
        }
        _ => {
            let mut root = leaf("TaiLieu").with(data("NoiDung", random)).with(leaf("ChuKy"));
            let mut one = place(&n("ChuKy"), &[&n("NoiDung")]);
            if random.one_in(3) {
                // The signature inside what it signs.
                root.at_mut(&n("NoiDung"))?.push(leaf("TrongDo"));
                one.holder = format!("{}/{}", n("NoiDung"), n("TrongDo"));
            }
            one.features.insert(Feature::UnknownKind);
            (root, vec![one])
        }
    };
    let mut root = root;
    if !space.is_empty() {
        let name = if prefix.is_empty() { "xmlns" } else { "xmlns:t" };
        root.attributes.insert(0, (name.to_owned(), space.to_owned()));
    }
    if random.one_in(4) {
        root.push(Element::leaf(&format!("{prefix}DLQRCode"), "không ký"));
    }
    if random.one_in(6) {
        root.children.insert(0, Node::Text("\n".to_owned()));
    }
    if random.one_in(6) {
        root.attributes.push(("xml:lang".to_owned(), "vi".to_owned()));
    }
    Ok((root, places, kind))
}
