//! Notices, minutes and registrations: documents with signatures and hardly any rules yet.

use std::sync::Arc;

use crate::draft::{Draft, Dressing, Job};
use crate::key::Hash;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::{Random, dashed};
use crate::sign::Style;
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
}

impl Paper {
    pub(crate) const ALL: [Self; 7] = [
        Self::Notice,
        Self::Numbered,
        Self::Mistakes,
        Self::Minutes,
        Self::Registration,
        Self::TaxNotice,
        Self::Filing,
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
        let (root, jobs) = match self {
            Self::Notice => {
                let data = notice("01/TB-KTDL", "Thông báo kết quả kiểm tra dữ liệu", owner, random);
                let job = authority("DSCKS/CQT", &["DLTBao"], random);
                (signed("TBao", data, &["CQT"]), vec![job])
            }
            Self::Numbered => {
                let data = notice("01/TB-ĐKĐT", "Thông báo chấp nhận đăng ký", owner, random);
                let number = Element::new("STBao")
                    .attribute("Id", format!("Id-{}", random.uuid()))
                    .with_leaf("So", format!("TB/99-{}", random.within(1, 99_999)))
                    .with_leaf("NTBao", "2026-09-15");
                let mut root = signed("TBao", data, &["TTCQT", "CQT"]);
                root.children.insert(1, crate::tree::Node::Element(number));
                let mut head = authority("DSCKS/TTCQT", &["DLTBao"], random);
                head.signer = Arc::clone(&world.pki.authority_2048);
                head.style.id = Some(format!("TTCQT-Id-{}", random.uuid()));
                (root, vec![head, authority("DSCKS/CQT", &["DLTBao", "STBao"], random)])
            }
            Self::Mistakes => {
                let data = notice("04/SS-HĐĐT", "Thông báo hóa đơn điện tử có sai sót", owner, random);
                (signed("TBao", data, &["NNT"]), vec![own("DSCKS/NNT", "DLTBao", signer)])
            }
            Self::Minutes => {
                let (buyer, theirs) = world.seller(2);
                let general = Element::new("TTChung")
                    .with_leaf("PBan", "2.1.0")
                    .with_leaf("TBBan", "Biên bản điều chỉnh hóa đơn")
                    .with_leaf("SBBan", format!("BB-{}", random.within(1, 999)))
                    .with_leaf("NBBan", "2026-09-15")
                    .with_leaf("NBan", owner.name.as_str())
                    .with_leaf("MSTNBan", owner.tax_code.as_str())
                    .with_leaf("NMua", buyer.name.as_str())
                    .with_leaf("MSTNMua", buyer.tax_code.as_str());
                let data = identified("NDBBan", random).with(general);
                let jobs = vec![own("DSCKS/NBan", "NDBBan", signer), own("DSCKS/NMua", "NDBBan", theirs)];
                (signed("BBan", data, &["NBan", "NMua"]), jobs)
            }
            Self::Registration => {
                let general = Element::new("TTChung")
                    .with_leaf("PBan", "2.1.0")
                    .with_leaf("MSo", "01/ĐKTĐ-HĐĐT")
                    .with_leaf("Ten", "Tờ khai đăng ký sử dụng hóa đơn điện tử")
                    .with_leaf("HThuc", "1")
                    .with_leaf("TNNT", owner.name.as_str())
                    .with_leaf("MST", owner.tax_code.as_str())
                    .with_leaf("NLap", "2026-09-15");
                let data = identified("DLTKhai", random).with(general);
                (signed("TKhai", data, &["NNT"]), vec![own("DSCKS/NNT", "DLTKhai", signer)])
            }
            Self::TaxNotice => {
                let content = Element::new("NDungTBao")
                    .with_leaf("trangThai", "Y")
                    .with_leaf("maGiaoDichDTu", format!("999{}", random.within(10_000_000, 99_999_999)));
                let data = Element::new("TBaoThue").attribute("id", "_NODE_TO_SIGN").with(content);
                let mut job = authority("CKyDTu", &["TBaoThue"], random);
                job.style.time = None;
                job.style.comments = true;
                job.style.method = Hash::Sha1;
                job.style.digest = Hash::Sha1;
                job.style.transforms = vec![crate::sign::Transform::Enveloped];
                let root = Element::new("TBaoThueDTu")
                    .attribute("xmlns", "http://kekhaithue.gdt.gov.vn/TBaoThue")
                    .with(data)
                    .with(Element::new("CKyDTu"));
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

fn identified(name: &str, random: &mut Random) -> Element {
    Element::new(name).attribute("Id", format!("Id-{}", random.uuid()))
}

fn notice(form: &str, title: &str, taxpayer: &Party, random: &mut Random) -> Element {
    identified("DLTBao", random)
        .with_leaf("PBan", "2.1.0")
        .with_leaf("MSo", form)
        .with_leaf("Ten", title)
        .with_leaf("So", random.within(1, 99_999).to_string())
        .with_leaf("NTBao", "2026-09-15")
        .with_leaf("MST", taxpayer.tax_code.as_str())
        .with_leaf("TNNT", taxpayer.name.as_str())
}

fn signed(name: &str, data: Element, holders: &[&str]) -> Element {
    let signatures = holders.iter().fold(Element::new("DSCKS"), |all, holder| all.with(Element::new(holder)));
    Element::new(name).with(data).with(signatures)
}
