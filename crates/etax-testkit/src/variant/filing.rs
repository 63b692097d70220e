//! Declarations that break the rules of filing: period, deadline, amendment, file name, place, agent, and what stands
//! beside them.

use super::invoice::{Case, Step, add_cases};
use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::tree::Element;

use Step::Set;

/// One path below TTinTKhaiThue, and one below the statement.
macro_rules! path {
    ($rest:literal) => {
        concat!("HSoKhaiThue/TTinChung/TTinTKhaiThue/", $rest)
    };
}

const EXPLANATION: &str = "HSoKhaiThue/PLuc/PL01_1_KHBS/Muc_A/DSachHSo";

const CASES: &[Case] = &[
    (
        "declaration-period-kind",
        Base::Declaration,
        &[
            Set(path!("TKhaiThue/KyKKhaiThue/kieuKy"), "Y"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhai"), "2026"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiTuNgay"), "01/01/2026"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay"), "31/12/2026"),
        ],
        &["declaration.period.kind"],
        "value added tax of a year",
    ),
    (
        "declaration-period-half",
        Base::Declaration,
        &[Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay"), "")],
        &["declaration.period.half"],
        "a first day without a last one",
    ),
    (
        "declaration-period-months-bounds",
        Base::Declaration,
        &[
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiTuThang"), "08/2026"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiDenThang"), "09/2026"),
        ],
        &["declaration.period.months.bounds"],
        "September, from August on",
    ),
    (
        "declaration-period-year",
        Base::Declaration,
        &[
            Set(path!("TKhaiThue/KyKKhaiThue/kieuKy"), "Y"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhai"), "2024"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiTuNgay"), "01/10/2025"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay"), "30/09/2026"),
        ],
        &["declaration.period.year"],
        "the year 2024, from October 2025 on",
    ),
    (
        "declaration-period-length",
        Base::Declaration,
        &[
            Set(path!("TKhaiThue/maTKhai"), "892"),
            Set(path!("TKhaiThue/KyKKhaiThue/kieuKy"), "Y"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhai"), "2025"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiTuNgay"), "01/06/2024"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay"), "30/09/2025"),
        ],
        &["declaration.period.length"],
        "corporate income tax of sixteen months",
    ),
    (
        "declaration-period-ended",
        Base::Declaration,
        &[Set(path!("TKhaiThue/maTKhai"), "824"), Set(path!("TKhaiThue/pbanTKhaiXML"), "9.9.9")],
        &["declaration.period.ended"],
        "the licence fee, of 2026",
    ),
    (
        "declaration-date-early",
        Base::Declaration,
        &[Set(path!("TKhaiThue/ngayKy"), "2026-09-20")],
        &["declaration.date.early"],
        "signed before the month was over",
    ),
    (
        "declaration-deadline-extended",
        Base::Declaration,
        &[
            Set(path!("TKhaiThue/GiaHan/maLyDoGiaHan"), "01"),
            Set(path!("TKhaiThue/GiaHan/lyDoGiaHan"), "Thiên tai"),
        ],
        &["declaration.deadline.extended"],
        "an extension claimed",
    ),
    (
        "declaration-amendment-appendix",
        Base::Declaration,
        &[Set(path!("TKhaiThue/loaiTKhai"), "B"), Set(path!("TKhaiThue/soLan"), "1")],
        &["declaration.amendment.appendix"],
        "an amendment without its explanation",
    ),
    (
        "declaration-amendment-unexpected",
        Base::Amended,
        &[Set(path!("TKhaiThue/loaiTKhai"), "C"), Set(path!("TKhaiThue/soLan"), "0")],
        &["declaration.amendment.unexpected"],
        "a first declaration with an explanation of what it amends",
    ),
    (
        "declaration-amendment-ten-years",
        Base::Amended,
        &[
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhai"), "08/2016"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiTuNgay"), "01/08/2016"),
            Set(path!("TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay"), "31/08/2016"),
        ],
        &["declaration.amendment.ten-years"],
        "August 2016 amended",
    ),
    (
        "declaration-amendment-difference",
        Base::Amended,
        &[Set("HSoKhaiThue/PLuc/PL01_1_KHBS/Muc_A/DSachHSo/BKeHSo/CTietHSo/ChiTiet/ct06", "1")],
        &["declaration.amendment.difference"],
        "a difference that is none",
    ),
    (
        "declaration-amendment-total",
        Base::Amended,
        &[Set("HSoKhaiThue/PLuc/PL01_KHBS/Muc_A/Muc_I/Muc_1/tongCong_ct10", "1")],
        &["declaration.amendment.total"],
        "a total off its rows",
    ),
    (
        "declaration-amendment-header",
        Base::Amended,
        &[Set("HSoKhaiThue/PLuc/PL01_1_KHBS/Header/soLan", "2")],
        &["declaration.amendment.header"],
        "an explanation of another amendment",
    ),
    (
        "declaration-address-district",
        Base::Declaration,
        &[Set(path!("NNT/tenHuyenNNT"), "Huyện Thử Nghiệm")],
        &["declaration.address.district"],
        "a district after there were any",
    ),
    (
        "declaration-address-commune",
        Base::Communes,
        &[Set(path!("NNT/maXaNNT"), "")],
        &["declaration.address.commune"],
        "a commune without its code",
    ),
    (
        "declaration-address-early",
        Base::Communes,
        &[Set(path!("TKhaiThue/ngayKy"), "2025-06-30")],
        &["declaration.address.early"],
        "a commune before there were two tiers",
    ),
    (
        "declaration-tax-code-person",
        Base::ByAgent,
        &[Set(path!("DLyThue/mstDLyThue"), "001099000001"), Set(path!("TKhaiThue/ngayKy"), "2025-06-30")],
        &["declaration.tax-code.person"],
        "a personal number as tax code before July 2025",
    ),
    (
        "declaration-agent-incomplete",
        Base::ByAgent,
        &[Set(path!("DLyThue/NVienDLy/cchiHNghe"), "")],
        &["declaration.agent.incomplete"],
        "an agent's employee without a certificate",
    ),
    (
        "declaration-agent-contract-date",
        Base::ByAgent,
        &[Set(path!("DLyThue/ngayKyHDDLyThue"), "2026-10-16")],
        &["declaration.agent.contract-date"],
        "a contract with the agent made after the agent filed",
    ),
];

const STATEMENT: &str = path!("TKhaiThue");

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    add_cases(bench, CASES, list)?;
    let rule = "declaration.amendment.agreement";
    list.push(bench.changed(
        "declaration-amendment-agreement",
        Base::Amended,
        &[rule],
        "two totals of the explanation exchanged",
        |draft| {
            let more = draft.root.at(&format!("{EXPLANATION}/TongCong/tongCong_7"))?.text();
            draft.root.set(&format!("{EXPLANATION}/TongCong/tongCong_7"), "0")?;
            draft.root.set(&format!("{EXPLANATION}/TongCong/tongCong_8"), &more)
        },
    )?);
    list.push(bench.changed(
        "declaration-agent-taxpayer",
        Base::ByAgent,
        &["declaration.agent.taxpayer"],
        "a taxpayer as its own agent",
        |draft| {
            let own = draft.root.at(path!("NNT/mst"))?.text();
            draft.root.set(path!("DLyThue/mstDLyThue"), &own)
        },
    )?);
    late(bench, list)?;
    named(bench, list)?;
    among(bench, list)
}

/// The same declaration received in time and late, by a checker with and without a calendar.
fn late(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let sound = bench.draft(Base::Declaration)?.finish()?;
    for (name, rule, calendar, shows) in [
        (
            "declaration-deadline-late",
            "declaration.deadline.late",
            "off 2026-09-01..2026-09-02 Quốc khánh",
            "received a month after the deadline",
        ),
        (
            "declaration-deadline-late-weekends",
            "declaration.deadline.late.weekends",
            "",
            "received a month after the deadline, by a checker that knows no holidays",
        ),
    ] {
        let mut variant = Variant::new(name, sound.clone().into_bytes(), sound.as_bytes(), &[rule], shows);
        variant.twin_received = "2026-10-20T23:00:00";
        variant.calendar = calendar;
        list.push(variant);
    }
    Ok(())
}

/// The same declaration under a name that says something else, and under its own.
fn named(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let draft = bench.draft(Base::Declaration)?;
    let code = draft.root.at(path!("NNT/mst"))?.text();
    let sound = draft.finish()?;
    let name = |code: &str, form: &str, period: &str, number: &str| {
        format!("{code}000-{form}-{period}-L{number}.xml")
    };
    let own = name(&code, "01_GTGT_TT80", "M092026", "00");
    for (end, rule, named, shows) in [
        (
            "tax-code",
            "declaration.file-name.tax-code",
            name("0123456787", "01_GTGT_TT80", "M092026", "00"),
            "the name of somebody else's file",
        ),
        (
            "form",
            "declaration.file-name.form",
            name(&code, "05_KK_TNCN_TT80", "M092026", "00"),
            "the name of another form's file",
        ),
        (
            "period",
            "declaration.file-name.period",
            name(&code, "01_GTGT_TT80", "Q32026", "00"),
            "the name of a quarter's file",
        ),
        (
            "number",
            "declaration.file-name.number",
            name(&code, "01_GTGT_TT80", "M092026", "01"),
            "the name of an amendment's file",
        ),
    ] {
        let bytes = sound.clone().into_bytes();
        let kind = format!("declaration-file-name-{end}");
        let mut variant = Variant::new(&kind, bytes, sound.as_bytes(), &[rule], shows);
        variant.named = named;
        variant.twin_named.clone_from(&own);
        list.push(variant);
    }
    Ok(())
}

/// The same declaration beside one that it does not go with, and beside one that it does.
fn among(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let period = |root: &mut Element, kind: &str, text: &str, from: &str, to: &str| -> Result<()> {
        for (tag, text) in
            [("kieuKy", kind), ("kyKKhai", text), ("kyKKhaiTuNgay", from), ("kyKKhaiDenNgay", to)]
        {
            root.set(&format!("{STATEMENT}/KyKKhaiThue/{tag}"), text)?;
        }
        Ok(())
    };
    let other = |change: &dyn Fn(&mut Element) -> Result<()>| -> Result<Vec<u8>> {
        let mut draft = bench.draft(Base::Declaration)?;
        change(&mut draft.root)?;
        Ok(draft.finish()?.into_bytes())
    };
    let august = |carried: &str| {
        other(&|root| {
            root.set("HSoKhaiThue/CTieuTKhaiChinh/ct43", carried)?;
            period(root, "M", "08/2026", "01/08/2026", "31/08/2026")
        })
    };
    let quarter = |number: &str, from: &str, to: &str| other(&|root| period(root, "Q", number, from, to));
    for (name, base, rule, beside, twin_beside, shows) in [
        (
            "declaration-chain",
            Base::Declaration,
            "declaration.chain",
            august("5000000")?,
            august("0")?,
            "a credit of the month before that is not brought forward",
        ),
        (
            "declaration-set-overlap",
            Base::Declaration,
            "declaration.set.overlap",
            quarter("3/2026", "01/07/2026", "30/09/2026")?,
            quarter("2/2026", "01/04/2026", "30/06/2026")?,
            "a month beside its quarter",
        ),
        (
            "declaration-set-amendment",
            Base::Amended,
            "declaration.set.amendment",
            august("0")?,
            other(&|_| Ok(()))?,
            "an amendment without what it amends",
        ),
    ] {
        let sound = bench.draft(base)?.finish()?;
        let mut variant = Variant::new(name, sound.clone().into_bytes(), sound.as_bytes(), &[rule], shows);
        (variant.beside, variant.twin_beside) = (vec![beside], vec![twin_beside]);
        list.push(variant);
    }
    Ok(())
}
