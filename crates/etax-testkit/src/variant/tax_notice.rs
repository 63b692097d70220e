//! Notices of the tax authority with wrong contents, signed by it.

use super::{Bench, Variant};
use crate::draft::Draft;
use crate::error::Result;
use crate::notice::Paper;
use crate::random::Random;
use crate::tax_notice;
use crate::tree::Element;

const COMMON: &str = "TBaoThue/TTinChung";
const CONTENT: &str = "TBaoThue/NDungTBao";

/// A part of the notice, a field in it and what it is changed to.
type Step = (&'static str, &'static str, &'static str);

type Case = (&'static str, &'static [Step], &'static [&'static str], &'static str);

const CASES: &[Case] = &[
    (
        "tax-notice-code",
        &[(COMMON, "TTinTBaoThue/maTBao", "999")],
        &["notice.code.unknown", "notice.code.unknown.rules"],
        "a notice of a code nobody knows",
    ),
    ("tax-notice-empty", &[(COMMON, "CQT/tenCQT", "")], &["notice.field.empty"], "a notice of no office"),
    (
        "tax-notice-empty-filing",
        &[(CONTENT, "HoSoThue/CTietHoSoThue/tokhai-phuluc", "")],
        &["notice.field.empty"],
        "a filing without name",
    ),
    (
        "tax-notice-tax-code",
        &[(COMMON, "NNhanTBaoThue/maNNhan", "99A")],
        &["notice.tax-code.form"],
        "a recipient that is no tax code",
    ),
    (
        "tax-notice-digit",
        &[(COMMON, "NNhanTBaoThue/maNNhan", "9900000017")],
        &["notice.tax-code.check-digit"],
        "a recipient with a wrong check digit",
    ),
    ("tax-notice-state", &[(CONTENT, "trangThai", "X")], &["notice.state"], "a state that is none"),
    (
        "tax-notice-not-accepted",
        &[(CONTENT, "ngayChapNhan", "")],
        &["notice.accepted.missing"],
        "accepted on no day",
    ),
    (
        "tax-notice-accepted",
        &[(COMMON, "TTinTBaoThue/maTBao", "843")],
        &["notice.accepted.unexpected"],
        "accepted by a notice of reception",
    ),
    (
        "tax-notice-refused",
        &[(CONTENT, "trangThai", "N")],
        &["notice.accepted.unexpected", "notice.reason.missing"],
        "refused without a reason, on a day of acceptance",
    ),
    (
        "tax-notice-transaction",
        &[(CONTENT, "maGiaoDichDTu", "999-1")],
        &["notice.transaction.form"],
        "a transaction of another form",
    ),
    (
        "tax-notice-date",
        &[(CONTENT, "ngayNopThucTe", "31/09/2026")],
        &["notice.date.form"],
        "filed on a day there is not",
    ),
    (
        "tax-notice-date-order",
        &[(CONTENT, "ngayChapNhan", "2026-09-14T10:00:00+07:00")],
        &["notice.date.order"],
        "accepted before it was filed",
    ),
    (
        "tax-notice-date-early",
        &[(COMMON, "TTinTBaoThue/ngayTBao", "14/09/2026")],
        &["notice.date.order"],
        "a notice of the day before",
    ),
    (
        "tax-notice-date-future",
        &[(COMMON, "TTinTBaoThue/ngayTBao", "2026-11-24")],
        &["notice.date.future"],
        "a notice of the day after it was received",
    ),
    (
        "tax-notice-kind",
        &[(CONTENT, "HoSoThue/CTietHoSoThue/loaiToKhai", "X")],
        &["notice.filing.kind"],
        "a kind of declaration nobody knows",
    ),
    (
        "tax-notice-number",
        &[(CONTENT, "HoSoThue/CTietHoSoThue/lanNop", "một")],
        &["notice.filing.number"],
        "a number in words",
    ),
    (
        "tax-notice-payable",
        &[(CONTENT, "IDKhoanNop/CTietIDKhoanNop/soTienPNop", "1.500.000")],
        &["notice.payable.amount"],
        "points between the thousands",
    ),
    (
        "tax-notice-payable-twice",
        &[(CONTENT, "IDKhoanNop/CTietIDKhoanNop/maDinhDanh", "9990002")],
        &["notice.payable.twice"],
        "one id for two sums",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for (name, steps, fires, shows) in CASES {
        list.push(changed(bench, name, fires, shows, |draft| {
            for (part, field, text) in *steps {
                draft.root.set(&format!("{part}/{field}"), text)?;
            }
            Ok(())
        })?);
    }
    list.push(changed(
        bench,
        "tax-notice-reason",
        &["notice.reason.unexpected"],
        "accepted, with a reason of refusal",
        |draft| {
            let reason = Element::new("CTietLyDo").with_leaf("tenLoi", "Sai kỳ tính thuế");
            draft.root.at_mut(&format!("{CONTENT}/LyDo"))?.push(reason);
            Ok(())
        },
    )?);
    list.push(changed(
        bench,
        "tax-notice-namespace",
        &["notice.namespace"],
        "a notice in another namespace",
        |draft| {
            draft.root.set_attribute("xmlns", "http://kekhaithue.gdt.gov.vn/TKhaiThue");
            Ok(())
        },
    )?);
    let sound = {
        let mut draft = draft(bench);
        draft.root = tax_notice::transaction(bench.world.seller(0).0, &mut Random::branch(99, 81));
        draft
    };
    let mut broken = sound.clone();
    for field in ["maLoiGDich", "mtaLoiGDich"] {
        broken.root.set(&format!("{CONTENT}/GDich/{field}"), "")?;
    }
    list.push(Variant::new(
        "tax-notice-transaction-reason",
        broken.finish()?.into_bytes(),
        sound.finish()?.as_bytes(),
        &["notice.transaction.reason"],
        "a transaction that is not valid for no reason",
    ));
    Ok(())
}

fn draft(bench: &Bench) -> Draft {
    Paper::TaxNotice.draft(&bench.world, bench.world.seller(0), &mut Random::branch(99, 80))
}

fn changed(
    bench: &Bench,
    name: &str,
    fires: &[&'static str],
    shows: &'static str,
    change: impl FnOnce(&mut Draft) -> Result<()>,
) -> Result<Variant> {
    let sound = draft(bench);
    let mut broken = sound.clone();
    change(&mut broken)?;
    Ok(Variant::new(name, broken.finish()?.into_bytes(), sound.finish()?.as_bytes(), fires, shows))
}
