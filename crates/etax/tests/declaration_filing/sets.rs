//! Declarations held against each other.

use crate::made::{Made, ids, judged, made};
use etax::declaration::{ChainError, Declaration, Filed, Filings, Settings, check_chain};
use etax::report::Findings;
use etax::xml::{Document, Limits, Parsed};

pub(crate) fn parsed<T>(xml: &str, ask: impl FnOnce(&Declaration<'_>) -> T) -> T {
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
        panic!("{xml}")
    };
    ask(&Declaration::read(document.root()).unwrap())
}

fn filed(made: &Made) -> Filed {
    parsed(&made.xml(), |declaration| Filed::of(declaration).unwrap())
}

/// A month of 2026, with what it brings in and carries on.
pub(crate) fn month(number: u32, ct22: &str, ct43: &str, changes: &[(&'static str, &str)]) -> Made {
    let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(number - 1).unwrap()];
    let main = format!("<ct22>{ct22}</ct22><ct43>{ct43}</ct43>");
    let texts =
        [format!("{number:02}/2026"), format!("01/{number:02}/2026"), format!("{last}/{number:02}/2026")];
    let mut all = vec![
        ("kyKKhai", texts[0].as_str()),
        ("kyKKhaiTuNgay", &texts[1]),
        ("kyKKhaiDenNgay", &texts[2]),
        ("ngayLapTKhai", ""),
        ("ngayKy", ""),
        ("main", &main),
    ];
    all.extend_from_slice(changes);
    made(&all)
}

#[test]
fn what_is_brought_forward_is_what_was_carried() {
    let august = month(8, "0", "900", &[]);
    let ask = |previous: &Made, current: &Made| {
        parsed(&previous.xml(), |previous| {
            parsed(&current.xml(), |current| {
                let mut findings = Findings::new(10);
                check_chain(previous, current, &mut findings)
                    .map(|()| findings.as_slice().iter().map(|one| one.expected.clone().unwrap()).collect())
            })
        })
    };
    let fires = |text: &str| Ok::<Vec<String>, ChainError>(vec![text.to_owned()]);
    assert_eq!(ask(&august, &month(9, "900", "0", &[])), Ok(Vec::new()));
    assert_eq!(ask(&august, &month(9, "899", "0", &[])), fires("900"));
    // Nothing stands for 0, and what is no number is for the structure to judge.
    assert_eq!(ask(&month(8, "0", "", &[]), &month(9, "", "0", &[])), Ok(Vec::new()));
    assert_eq!(ask(&august, &month(9, "", "0", &[])), fires("900"));
    assert_eq!(ask(&august, &month(9, "x", "0", &[])), Ok(Vec::new()));
    // An amendment does not carry over.
    let amended = month(9, "0", "0", &[("loaiTKhai", "B"), ("soLan", "1")]);
    assert_eq!(ask(&august, &amended), Ok(Vec::new()));
    for (previous, error) in [
        (month(8, "0", "900", &[("mst", "0123456787-001")]), ChainError::Taxpayer),
        (month(8, "0", "900", &[("maTKhai", "844")]), ChainError::Form),
        (month(7, "0", "900", &[]), ChainError::Period),
        (month(9, "0", "900", &[]), ChainError::Period),
        (month(8, "0", "900", &[("loaiTKhai", "B")]), ChainError::Amended),
        (month(8, "0", "900", &[("loaiTKhai", "x")]), ChainError::Unnamed),
    ] {
        assert_eq!(ask(&previous, &month(9, "900", "0", &[])), Err(error));
    }
    let other = |number| month(number, "0", "0", &[("maTKhai", "864")]);
    assert_eq!(ask(&other(8), &other(9)), Err(ChainError::Nothing));
}

#[test]
fn a_set_finds_predecessors_overlaps_and_missing_amendments() {
    let quarter = |changes: &[(&'static str, &str)]| {
        let mut all = vec![
            ("kieuKy", "Q"),
            ("kyKKhai", "2/2026"),
            ("kyKKhaiTuNgay", "01/04/2026"),
            ("kyKKhaiDenNgay", "30/06/2026"),
        ];
        all.extend_from_slice(changes);
        month(6, "0", "500", &all)
    };
    let bare = |made: &Made, others: &[&Made]| {
        let mut filings = Filings::default();
        for other in others {
            filings.add(filed(other));
        }
        ids(made, &Settings { filings: Some(&filings), ..Settings::default() })
    };
    let july = month(7, "400", "0", &[]);
    assert_eq!(bare(&july, &[&july]), Vec::<&str>::new());
    // From quarters to months.
    assert_eq!(bare(&july, &[&quarter(&[]), &july]), ["declaration.chain"]);
    assert_eq!(bare(&month(7, "500", "0", &[]), &[&quarter(&[])]), Vec::<&str>::new());
    // Declared anew before the deadline: either may be the one that counts.
    let again = quarter(&[("main", "<ct43>400</ct43>")]);
    assert_eq!(bare(&july, &[&quarter(&[]), &again]), Vec::<&str>::new());
    // Somebody else's, and another form's.
    let other = quarter(&[("mst", "0123456787-001")]);
    assert_eq!(bare(&july, &[&other, &quarter(&[("maTKhai", "844")])]), Vec::<&str>::new());
    // A month of the quarter, from both sides; not what an amendment says.
    let may = month(5, "0", "0", &[]);
    assert_eq!(bare(&may, &[&quarter(&[])]), ["declaration.set.overlap"]);
    assert_eq!(bare(&quarter(&[]), &[&may]), ["declaration.set.overlap"]);
    assert_eq!(bare(&may, &[&quarter(&[("loaiTKhai", "B")])]), Vec::<&str>::new());
    let amended = |number: &str| {
        month(7, "0", "0", &[("loaiTKhai", "B"), ("soLan", number), ("PLuc", "<PL01_KHBS/><PL01_1_KHBS/>")])
    };
    assert_eq!(bare(&amended("1"), &[]), ["declaration.set.amendment"]);
    assert_eq!(bare(&amended("1"), &[&july]), Vec::<&str>::new());
    assert_eq!(bare(&amended("2"), &[&july, &amended("2")]), ["declaration.set.amendment"]);
    assert_eq!(bare(&amended("2"), &[&july, &amended("1")]), Vec::<&str>::new());
}

#[test]
fn many_alike_are_bounded() {
    let mut filings = Filings::default();
    for ct43 in 0..1000 {
        let one = filed(&month(8, "0", &ct43.to_string(), &[]));
        filings.add(one.clone());
        filings.add(one);
    }
    assert_eq!(filings.len(), 200);
}

#[test]
fn a_quarter_is_not_told_as_a_month() {
    let quarter = [("kieuKy", "Q"), ("kyKKhai", "3/2026"), ("kyKKhaiTuNgay", "01/07/2026")];
    let told = |changes: &[(&'static str, &'static str)], settings: &Settings<'_>, id: &str| {
        let found = judged(&made(changes).xml(), settings).into_iter().find(|(rule, ..)| *rule == id);
        found.map(|(_, expected, found)| (expected, found)).unwrap()
    };
    let said = |expected: &str, found: &str| (expected.to_owned(), found.to_owned());
    let named = |name| Settings { name: Some(name), ..Settings::default() };
    let name = "declaration.file-name.period";
    let third = named("0123456787000-01_GTGT_TT80-Q32026-L00.xml");
    assert_eq!(told(&[], &third, name), said("09/2026", "Q3/2026"));
    let march = named("0123456787000-01_GTGT_TT80-M032026-L00.xml");
    assert_eq!(told(&quarter, &march, name), said("Q3/2026", "03/2026"));

    let mut filings = Filings::default();
    filings.add(filed(&made(&quarter)));
    let among = Settings { filings: Some(&filings), ..Settings::default() };
    assert_eq!(told(&[], &among, "declaration.set.overlap"), said("Q3/2026", "09/2026"));
}
