//! The rules of filing: each fired by a declaration made for it and silent on the same one without the defect, and by
//! none of the real ones where it should not be.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "declaration_filing/amendments.rs"]
mod amendments;
mod declaration_support;
#[path = "declaration_filing/files.rs"]
mod files;
#[path = "declaration_filing/made.rs"]
mod made;
#[path = "declaration_filing/real.rs"]
mod real;
#[path = "declaration_filing/sets.rs"]
mod sets;

use crate::amendments::{AMENDMENTS, early};
use crate::made::{Case, IN_TIME, ids, judged, made, settings};
use etax::declaration::{Calendar, FILING_RULES, Settings};
use std::collections::BTreeSet;

/// Exactly the rules that a declaration received in time breaks.
const CASES: &[Case] = &[
    (&[], &[]),
    // The declaration of a quarter, a year, a half-year and an occurrence.
    (&[("kieuKy", "Q"), ("kyKKhai", "3/2026"), ("kyKKhaiTuNgay", "01/07/2026")], &[]),
    (&[("maTKhai", "470"), ("kieuKy", "K"), ("kyKKhai", "1/2026")], &[]),
    // The licence fee: gone with 2025.
    (&[("maTKhai", "824")], &["declaration.period.ended"]),
    (
        &[
            ("maTKhai", "824"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2025"),
            ("kyKKhaiTuNgay", "01/01/2025"),
            ("kyKKhaiDenNgay", "31/12/2025"),
        ],
        &[],
    ),
    (
        &[
            ("maTKhai", "846"),
            ("kieuKy", "D"),
            ("kyKKhai", "10/10/2026"),
            ("kyKKhaiTuNgay", "10/10/2026"),
            ("kyKKhaiDenNgay", "10/10/2026"),
        ],
        &[],
    ),
    (&[("kieuKy", "Y"), ("kyKKhai", "2026")], &["declaration.period.kind"]),
    (&[("kyKKhaiDenNgay", "")], &["declaration.period.half"]),
    (&[("kyKKhaiTuThang", "09/2026")], &["declaration.period.half"]),
    (&[("kyKKhaiTuThang", "09/2026"), ("kyKKhaiDenThang", "09/2026")], &[]),
    (&[("kyKKhaiTuThang", "08/2026"), ("kyKKhaiDenThang", "09/2026")], &["declaration.period.months.bounds"]),
    // A financial year from April.
    (
        &[
            ("maTKhai", "892"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2025"),
            ("kyKKhaiTuNgay", "01/04/2025"),
            ("kyKKhaiDenNgay", "31/03/2026"),
        ],
        &["declaration.deadline.late.weekends"],
    ),
    (
        &[
            ("maTKhai", "892"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2024"),
            ("kyKKhaiTuNgay", "01/10/2025"),
            ("kyKKhaiDenNgay", "30/09/2026"),
        ],
        &["declaration.period.year"],
    ),
    (
        &[
            ("maTKhai", "892"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2026"),
            ("kyKKhaiTuNgay", "01/07/2025"),
            ("kyKKhaiDenNgay", "30/09/2026"),
        ],
        &[],
    ),
    (
        &[
            ("maTKhai", "892"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2026"),
            ("kyKKhaiTuNgay", "30/06/2025"),
            ("kyKKhaiDenNgay", "30/09/2026"),
        ],
        &["declaration.period.length"],
    ),
    (
        &[
            ("maTKhai", "953"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2026"),
            ("kyKKhaiTuNgay", ""),
            ("kyKKhaiDenNgay", ""),
            ("kyKKhaiTuThang", "09/2025"),
            ("kyKKhaiDenThang", "09/2026"),
        ],
        &["declaration.period.length"],
    ),
    (
        &[
            ("maTKhai", "953"),
            ("kieuKy", "Y"),
            ("kyKKhai", "2026"),
            ("kyKKhaiTuNgay", ""),
            ("kyKKhaiDenNgay", ""),
            ("kyKKhaiTuThang", "10/2025"),
            ("kyKKhaiDenThang", "09/2026"),
        ],
        &[],
    ),
    (&[("ngayKy", "2026-09-20")], &["declaration.date.early"]),
    (&[("maLyDoGiaHan", "01"), ("lyDoGiaHan", "Thiên tai")], &["declaration.deadline.extended"]),
    (&[("loaiTKhai", "B"), ("soLan", "1")], &["declaration.amendment.appendix"]),
    (&[("loaiTKhai", "B"), ("soLan", "1"), ("maTKhai", "402")], &[]),
    (&[("loaiTKhai", "T")], &[]),
    (&[("PLuc", "<PL01_KHBS/>")], &["declaration.amendment.unexpected"]),
    (&[("tenHuyenNNT", "Huyện Thử")], &["declaration.address.district"]),
    (&[("address", "<tenXaNNT/><maXaNNT/>")], &["declaration.address.commune"]),
    (&[("address", "<phuongXa/>")], &[]),
    (&[("mst", "001099000001")], &[]),
    (
        &[
            ("mstDLyThue", "0123456787-001"),
            ("tenDLyThue", "Đại lý"),
            ("soHDongDLyThue", "1"),
            ("ngayKyHDDLyThue", "2026-01-02"),
            ("tenNVienDLyThue", "A"),
            ("cchiHNghe", "1"),
        ],
        &[],
    ),
    (
        &[
            ("mstDLyThue", "0123456787-001"),
            ("tenDLyThue", "Đại lý"),
            ("ngayKyHDDLyThue", "2026-01-02"),
            ("tenNVienDLyThue", "A"),
            ("cchiHNghe", "1"),
        ],
        &["declaration.agent.incomplete"],
    ),
    (
        &[
            ("mstDLyThue", "0123456787"),
            ("tenDLyThue", "Đại lý"),
            ("soHDongDLyThue", "1"),
            ("ngayKyHDDLyThue", "2026-01-02"),
            ("tenNVienDLyThue", "A"),
            ("cchiHNghe", "1"),
        ],
        &["declaration.agent.taxpayer"],
    ),
    (
        &[
            ("mstDLyThue", "0123456787-001"),
            ("tenDLyThue", "Đại lý"),
            ("soHDongDLyThue", "1"),
            ("ngayKyHDDLyThue", "2026-10-16"),
            ("tenNVienDLyThue", "A"),
            ("cchiHNghe", "1"),
        ],
        &["declaration.agent.contract-date"],
    ),
];

#[test]
fn each_change_fires_exactly_its_rules() {
    for (changes, expected) in CASES {
        assert_eq!(ids(&made(changes), &settings(IN_TIME)), *expected, "{changes:?}");
    }
}

#[test]
fn districts_and_ten_digits_are_right_before_july_2025() {
    let at = settings("2025-04-18");
    assert_eq!(ids(&early(&[]), &at), Vec::<&str>::new());
    let person = early(&[("mst", "001099000001")]);
    assert_eq!(ids(&person, &at), ["declaration.tax-code.person"]);
    let commune = early(&[("address", "<tenXaNNT>Xã</tenXaNNT><maXaNNT>1</maXaNNT>")]);
    assert_eq!(ids(&commune, &at), ["declaration.address.early"]);
    // The same period signed after that day.
    let late = early(&[("ngayKy", "2025-07-01")]);
    assert_eq!(ids(&late, &at), ["declaration.address.district"]);
}

#[test]
fn lateness_is_counted_with_and_without_a_calendar() {
    // The fourth quarter of 2024: 31 January 2025 lies in the days off of Tết, which end on Sunday, 2 February.
    let quarter = early(&[
        ("kieuKy", "Q"),
        ("kyKKhai", "4/2024"),
        ("kyKKhaiTuNgay", "01/10/2024"),
        ("kyKKhaiDenNgay", "31/12/2024"),
        ("ngayLapTKhai", "2025-01-20"),
        ("ngayKy", "2025-01-20"),
    ])
    .xml();
    let calendar = Calendar::parse("off 2025-01-25..2025-02-02 Tết Ất Tỵ").unwrap();
    let with = |at| Settings { calendar: Some(&calendar), ..settings(at) };
    assert_eq!(judged(&quarter, &with("2025-02-03T23:00:00")), []);
    let late = judged(&quarter, &with("2025-02-04T00:00:00"));
    assert_eq!(late, [("declaration.deadline.late", "2025-02-03".to_owned(), "1".to_owned())]);
    let late = judged(&quarter, &settings("2025-02-04"));
    assert_eq!(late, [("declaration.deadline.late.weekends", "2025-01-31".to_owned(), "4".to_owned())]);
    // Without a moment nothing is late.
    assert_eq!(judged(&quarter, &Settings::default()), []);
}

#[test]
fn a_name_is_held_against_the_content() {
    let of = |name: &'static str| {
        let settings = Settings { name: Some(name), ..settings(IN_TIME) };
        ids(&made(&[]), &settings)
    };
    assert_eq!(of("0123456787000-01_GTGT_TT80-M092026-L00.xml"), Vec::<&str>::new());
    // A name that no form has, and names of other grammars, prove nothing.
    assert_eq!(of("0123456787000-KHAC-M092026-L00.xml"), Vec::<&str>::new());
    assert_eq!(of("ETAX11320200027369332_x.xml"), Vec::<&str>::new());
    assert_eq!(of("0123456787001-01_GTGT_TT80-M092026-L00.xml"), ["declaration.file-name.tax-code"]);
    assert_eq!(of("0123456787000-05_KK_TNCN_TT80-M092026-L00.xml"), ["declaration.file-name.form"]);
    assert_eq!(of("0123456787000-01_GTGT_TT80-Q32026-L00.xml"), ["declaration.file-name.period"]);
    assert_eq!(of("0123456787000-01_GTGT_TT80-082026092026-L00.xml"), ["declaration.file-name.period"]);
    assert_eq!(of("0123456787000-01_GTGT_TT80-M092026-L01.xml"), ["declaration.file-name.number"]);
}

#[test]
fn every_rule_of_filing_is_fired_here() {
    let calendar = Calendar::parse("off 2026-01-01").unwrap();
    let mut fired: BTreeSet<&str> =
        CASES.iter().chain(AMENDMENTS).flat_map(|(_, ids)| *ids).copied().collect();
    let late = Settings { calendar: Some(&calendar), ..settings("2026-10-21") };
    fired.extend(ids(&made(&[]), &late));
    // Each has a test of its own above.
    fired.extend([
        "declaration.address.early",
        "declaration.tax-code.person",
        "declaration.amendment.ten-years",
        "declaration.chain",
        "declaration.set.overlap",
        "declaration.set.amendment",
    ]);
    fired.extend(["tax-code", "form", "period", "number"].map(|end| match end {
        "tax-code" => "declaration.file-name.tax-code",
        "form" => "declaration.file-name.form",
        "period" => "declaration.file-name.period",
        _ => "declaration.file-name.number",
    }));
    let silent: Vec<_> =
        FILING_RULES.iter().copied().flatten().map(|rule| rule.id).filter(|id| !fired.contains(id)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}
