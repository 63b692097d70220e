//! Notices, minutes, registrations and the other papers, with the signatures they need.

use std::sync::Arc;

use crate::draft::{Draft, Dressing, Job};
use crate::key::Hash;
use crate::paper;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::{Random, dashed};
use crate::sign::Style;
use crate::tax_notice;
use crate::tree::Element;
use crate::world::World;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// `TBao` 01/TB-KTDL, signed by the tax authority.
    Notice,
    /// `TBao` 01/TB-ĐKĐT, signed by the head of an office and by the office, which adds a number.
    Numbered,
    /// `TBao` 04/SS-HĐĐT, by a seller about wrong invoices.
    Mistakes,
    /// `BBan`, signed by seller and buyer.
    Minutes,
    /// `TKhai` 01/ĐKTĐ-HĐĐT.
    Registration,
    /// `TBaoThueDTu`.
    TaxNotice,
    /// `DKyThueDTu`, its signature inside what it signs.
    Filing,
    /// `TKhai` 01/ĐKTĐ-HĐĐT for delegation.
    Delegation,
    /// `TKhai` 03/DL-HĐĐT.
    SalesData,
    /// `TBao` 01/TB-TNĐT.
    Received,
    /// `TBao` 01/TB-ĐKĐT for delegation.
    DelegationAccepted,
    /// `TBao` 01/TB-KTT.
    SchemeChange,
    /// `DNghi` 06/ĐN-PSĐT.
    Request,
    /// `TBao` 01/TB-KTDL that refuses an invoice without code.
    Refused,
    /// `TBao` 01/TB-KTDL that refuses a batch of cash registers.
    RegisterRefused,
    /// `TBao` 01-1/QTr-HĐĐT.
    DossierChecked,
    /// `TBao` 01/TB-SSĐT.
    MistakesAnswered,
    /// `TBao` 01/TB-RSĐT.
    Review,
    /// `BTHDLieu` 01/TH-HĐĐT.
    Summary,
    /// The same for fuel.
    FuelSummary,
    /// `BKe` 01/BK-ĐCTT.
    List,
    /// `TBao` of message 999, which nobody signs.
    Technical,
}

impl Paper {
    pub(crate) const ALL: [Self; 22] = [
        Self::Notice,
        Self::Numbered,
        Self::Mistakes,
        Self::Minutes,
        Self::Registration,
        Self::TaxNotice,
        Self::Filing,
        Self::Delegation,
        Self::SalesData,
        Self::Received,
        Self::DelegationAccepted,
        Self::SchemeChange,
        Self::Request,
        Self::Refused,
        Self::RegisterRefused,
        Self::DossierChecked,
        Self::MistakesAnswered,
        Self::Review,
        Self::Summary,
        Self::FuelSummary,
        Self::List,
        Self::Technical,
    ];

    /// The document of this party with the signatures it needs.
    pub(crate) fn draft(self, world: &World, party: (&Party, Arc<Signer>), random: &mut Random) -> Draft {
        let (owner, signer) = party;
        let minute = random.within(10, 59);
        let time = |second: u64| format!("2026-09-15T10:{minute}:{second:02}");
        let authority = |place: &str, targets: &[&str], random: &mut Random| Job {
            place: place.to_owned(),
            targets: targets.iter().map(|target| (*target).to_owned()).collect(),
            signer: Arc::clone(&world.pki.authority),
            style: Style::authority(&random.uuid(), &time(20)),
        };
        let own = |place: &str, target: &str, signer: Arc<Signer>| Job {
            place: place.to_owned(),
            targets: vec![target.to_owned()],
            signer,
            style: Style::plain(&format!("SigningTime-{}", place.replace('/', "-")), &time(5)),
        };
        let by_authority = |data: Element, random: &mut Random| {
            let job = authority("DSCKS/CQT", &["DLTBao"], random);
            (signed("TBao", data, &["CQT"]), vec![job])
        };
        let by_taxpayer = |name: &str, data: Element, signer: Arc<Signer>| {
            let job = own("DSCKS/NNT", &data.name.clone(), signer);
            (signed(name, data, &["NNT"]), vec![job])
        };
        let by_office = |data: Element, random: &mut Random| {
            let mut root = signed("TBao", data, &["TTCQT", "CQT"]);
            root.children.insert(1, crate::tree::Node::Element(paper::numbered(random)));
            let mut head = authority("DSCKS/TTCQT", &["DLTBao"], random);
            head.signer = Arc::clone(&world.pki.authority_2048);
            head.style.id = Some(format!("TTCQT-Id-{}", random.uuid()));
            (root, vec![head, authority("DSCKS/CQT", &["DLTBao", "STBao"], random)])
        };
        let (other, theirs) = [2, 1]
            .map(|at| world.seller(at))
            .into_iter()
            .find(|(other, _)| *other != owner)
            .unwrap_or_else(|| world.seller(2));
        let (root, jobs) = match self {
            Self::Notice => by_authority(paper::checked(owner, random), random),
            Self::Refused => by_authority(paper::refused(owner, random), random),
            Self::RegisterRefused => by_authority(paper::register_refused(owner, random), random),
            Self::Received => by_authority(paper::received(owner, random), random),
            Self::DossierChecked => by_authority(paper::dossier_checked(owner, random), random),
            Self::Numbered => by_office(paper::accepted(owner, random), random),
            Self::DelegationAccepted => by_office(paper::delegation_accepted(owner, other, random), random),
            Self::SchemeChange => by_office(paper::scheme_change(owner, random), random),
            Self::MistakesAnswered => by_office(paper::mistakes_answered(owner, random), random),
            Self::Review => by_office(paper::review(owner, random), random),
            Self::Mistakes => by_taxpayer("TBao", paper::mistakes(owner, random), signer),
            Self::Registration => by_taxpayer("TKhai", paper::registration(owner, random), signer),
            Self::Delegation => by_taxpayer("TKhai", paper::delegation(owner, other, random), signer),
            Self::SalesData => by_taxpayer("TKhai", paper::sales_data(owner, random), signer),
            Self::Request => by_taxpayer("DNghi", paper::request(owner, random), signer),
            Self::Summary => by_taxpayer("BTHDLieu", paper::summary(owner, random), signer),
            Self::FuelSummary => by_taxpayer("BTHDLieu", paper::fuel_summary(owner, random), signer),
            Self::List => {
                let data = paper::list(owner, other, random);
                let jobs = vec![own("DSCKS/NBan", "NDBKe", signer), own("DSCKS/NMua", "NDBKe", theirs)];
                (signed("BKe", data, &["NBan", "NMua"]), jobs)
            }
            Self::Minutes => {
                let data = paper::minutes(owner, other, random);
                let jobs = vec![own("DSCKS/NBan", "NDBBan", signer), own("DSCKS/NMua", "NDBBan", theirs)];
                (signed("BBan", data, &["NBan", "NMua"]), jobs)
            }
            Self::Technical => (paper::technical(random), Vec::new()),
            Self::TaxNotice => {
                let mut job = authority("CKyDTu", &["TBaoThue"], random);
                job.style.time = None;
                job.style.comments = true;
                job.style.method = Hash::Sha1;
                job.style.digest = Hash::Sha1;
                job.style.transforms = vec![crate::sign::Transform::Enveloped];
                let root = tax_notice::accepted(owner, random);
                (root, vec![job])
            }
            Self::Filing => {
                let person = Element::new("TTinDKyThue")
                    .with_leaf("maDKy", "99")
                    .with_leaf("tIN", owner.tax_code.as_str())
                    .with_leaf("tenNNT", owner.name.as_str());
                let data = Element::new("DKyThue")
                    .attribute("id", format!("id-{}", dashed(&random.uuid())))
                    .with(Element::new("TTinChung").with(person))
                    .with(Element::new("NDungDKy").with_leaf("ten_T_VAN", "T-VAN THỬ NGHIỆM"));
                let root = Element::new("DKyThueDTu")
                    .attribute("xmlns", "http://kekhaithue.gdt.gov.vn/HSoDKy")
                    .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
                    .with(data);
                (root, vec![own("DKyThue", "DKyThue", signer)])
            }
        };
        Draft { root, jobs, dressing: Dressing::default() }
    }
}

fn signed(name: &str, data: Element, holders: &[&str]) -> Element {
    let signatures = holders.iter().fold(Element::new("DSCKS"), |all, holder| all.with(Element::new(holder)));
    Element::new(name).with(data).with(signatures)
}
