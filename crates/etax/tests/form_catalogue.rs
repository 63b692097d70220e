//! The forms built in, and forms loaded beside them.
#![allow(clippy::unwrap_used, clippy::panic)]

use etax::declaration::{self, Settings};
use etax::form::{Catalogue, Form, Head, Known, Version};
use etax::report::{Checks, Findings};
use etax::rule::Lang;
use etax::value::{Moment, parse_date};
use etax::xml::{Document, Limits, Parsed};
use std::collections::BTreeSet;

#[test]
fn every_form_built_in_can_be_read() {
    let catalogue = Catalogue::built_in();
    let heads: Vec<&Head> = catalogue.heads().collect();
    assert!(heads.len() >= 187, "{} forms", heads.len());
    assert_eq!(catalogue.forms().count(), heads.len());
    let mut keys = BTreeSet::new();
    for form in catalogue.forms() {
        let head = form.head();
        assert!(keys.insert((head.code.clone(), head.version)), "{} {} twice", head.code, head.version);
        assert!(!head.name.vi.is_empty(), "{}", head.code);
        assert_eq!(form.schema().forms().count(), 1);
        assert!(matches!(form.schema().root(form.id()), Some((_, "HSoThueDTu" | "TKhai"))), "{}", head.code);
        let found = catalogue.find(&head.code, head.version, parse_date("2026-11-01"));
        assert!(matches!(found, Known::Form(found) if found.head() == head));
    }
}

const TEXT: &str = "form 842\nversion 2.8.3\nfile X\nfrom 2027-01-01\nstructure\n  use shared\n  HSoThueDTu\n    ct22: amount\n";
const PART: &str = "type amount = long >= 0\n";

fn load(files: &[(&str, &str)]) -> Result<Catalogue, String> {
    let files = files.iter().map(|(path, text)| (*path, text.as_bytes()));
    Catalogue::built_in().load(files).map_err(|error| error.to_string())
}

fn form<'c>(catalogue: &'c Catalogue, version: Version, day: &str) -> Option<&'c Form> {
    match catalogue.find("842", version, parse_date(day)) {
        Known::Form(form) => Some(form),
        Known::Nearest(_) => None,
    }
}

#[test]
fn a_form_takes_the_place_of_one_built_in_from_its_day_on() {
    let catalogue = load(&[("a/x.form", TEXT), ("a/shared.part", PART), ("a/notes.txt", "?")]).unwrap();
    let version = Version(2, 8, 3);
    assert_eq!(form(&catalogue, version, "2027-01-01").unwrap().head().file, "X");
    assert_eq!(form(&catalogue, version, "2026-12-31").unwrap().head().file, "01_GTGT_TT80");
    // The newest loaded is taken where the day is not known.
    let Known::Form(found) = catalogue.find("842", version, None) else { panic!() };
    assert_eq!(found.head().file, "X");
    assert_ne!(catalogue.digest(), Catalogue::built_in().digest());
    let always = TEXT.replace("from 2027-01-01\n", "");
    let catalogue = load(&[("x.form", always.as_str()), ("shared.part", PART)]).unwrap();
    assert_eq!(form(&catalogue, version, "2020-01-01").unwrap().head().file, "X");
    assert_eq!(catalogue.heads().count(), Catalogue::built_in().heads().count());
}

#[test]
fn versions_that_are_not_known_have_a_nearest_one() {
    let catalogue = Catalogue::built_in();
    for (version, nearest) in [
        (Version(1, 0, 0), Version(2, 5, 1)),
        (Version(2, 8, 4), Version(2, 8, 3)),
        (Version(3, 0, 0), Version(2, 8, 3)),
    ] {
        let Known::Nearest(Some(head)) = catalogue.find("842", version, None) else { panic!("{version}") };
        assert_eq!(head.version, nearest);
    }
    assert!(
        matches!(catalogue.find("842", Version(2, 7, 4), None), Known::Form(form) if form.head().version == Version(2, 7, 0))
    );
    assert!(matches!(catalogue.find("none", Version(2, 7, 4), None), Known::Nearest(None)));
}

#[test]
fn a_version_that_is_not_in_force_says_when_it_is() {
    let new = TEXT.replace("version 2.8.3", "version 3.0.0");
    let catalogue = load(&[("x.form", new.as_str()), ("shared.part", PART)]).unwrap();
    let says = |xml: &str| {
        let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
            panic!()
        };
        let at = Moment::parse("2026-12-31T10:00:00");
        let settings = Settings { at, forms: Some(&catalogue), ..Settings::default() };
        let (mut findings, mut checks) = (Findings::new(100), Checks::default());
        declaration::check(document.root(), &settings, &mut findings, &mut checks);
        let unknown = findings.as_slice().iter().find(|it| it.rule.id == "declaration.form.unknown").unwrap();
        unknown.message(Lang::En)
    };
    let document = |code: &str, version: &str| {
        format!(
            "<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>{code}</maTKhai>\
             <pbanTKhaiXML>{version}</pbanTKhaiXML></TKhaiThue></TTinTKhaiThue></TTinChung></HSoKhaiThue></HSoThueDTu>"
        )
    };
    assert_eq!(
        says(&document("842", "3.0.0")),
        "Form 842 3.0.0 is not known here; nearest: 842 (X) 3.0.0, 2027-01-01 –."
    );
    // What the document does not say leaves no gap in the sentence.
    assert_eq!(says(&document("", "")), "Form ? ? is not known here; nearest: -.");
}

#[test]
fn errors_say_where() {
    for (text, says) in [
        (TEXT.replace("use shared", "use other"), "x.form:6:7: expected the name of a part, found other"),
        (TEXT.replace("ct22: amount", "ct22: amout"), "x.form:8:11: expected a type, found amout"),
        (
            TEXT.replace("from 2027", "from 27"),
            "x.form:4:6: expected a date such as 2026-07-01, found 27-01-01",
        ),
        (
            TEXT.replace("    ct22", "     ct22"),
            "x.form:8:6: expected two blanks for each level, found ct22: amount",
        ),
        (
            TEXT.replace("version 2.8.3\n", ""),
            "x.form:3:1: expected the key version in the head, found the end of the line",
        ),
        (
            TEXT.replace("from 2027-01-01\n", "from 2027-01-01\nto 2026-12-31\n"),
            "x.form:5:1: expected to not before from, 2027-01-01, found 2026-12-31",
        ),
    ] {
        let error = load(&[("x.form", text.as_str()), ("shared.part", PART)]).unwrap_err();
        assert_eq!(error, says);
    }
    let error = load(&[("x.form", TEXT), ("shared.part", "type amount = lng\n")]).unwrap_err();
    assert_eq!(error, "shared:1:15: expected a simple type, found lng");
}
