//! The names of cells: of the forms that have them, every one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use etax::declaration::listing;
use etax::form::{Catalogue, Form, Section};
use etax::rule::Lang;
use etax::schema::Written;
use std::collections::HashSet;

/// The forms that people declare most, and the financial statements under Circulars 133/2016 and 200/2014.
const NAMED: [&str; 30] = [
    "842", "01", "847", "07", "846", "04", "864", "394", "953", "395", "859", "391", "892", "03", "838",
    "41", "830", "401", "473", "386", "683", "684", "685", "686", "402", "465", "671", "675", "672", "676",
];

fn named() -> impl Iterator<Item = &'static Form> {
    let forms = Catalogue::built_in().forms();
    forms.filter(|form| NAMED.iter().any(|code| form.head().has_code(code)))
}

#[test]
fn every_label_is_of_a_cell() {
    let mut labels = 0;
    for form in Catalogue::built_in().forms() {
        let cells: HashSet<String> = listing(form).into_iter().map(|cell| cell.address).collect();
        let mut seen = HashSet::new();
        for line in form.lines(Section::Labels) {
            let (head, names) = line.text.split_once('|').unwrap();
            let address = head.trim().split(' ').next().unwrap();
            let place =
                format!("{} {} line {}: {address}", form.head().code, form.head().version, line.number);
            assert!(cells.contains(address), "{place} is no cell");
            assert!(seen.insert(address), "{place} has two labels");
            let names: Vec<&str> = names.split('|').map(str::trim).collect();
            assert!(names.len() == 2 && names.iter().all(|name| !name.is_empty()), "{place}");
            labels += 1;
        }
    }
    assert!(labels > 5000, "{labels}");
}

#[test]
fn every_indicator_of_the_main_part_has_a_name_in_both_languages() {
    let mut seen: HashSet<&str> = HashSet::new();
    for form in named() {
        seen.extend(NAMED.iter().copied().filter(|code| form.head().has_code(code)));
        for cell in listing(form) {
            let indicator = matches!(cell.written, Some(Written::Whole | Written::Decimal | Written::Truth));
            if cell.address.contains(':') || !indicator {
                continue;
            }
            for lang in [Lang::Vi, Lang::En] {
                let place = format!("{} {} {}", form.head().code, form.head().version, cell.address);
                assert!(!cell.name(lang).is_empty(), "{place} has no name");
            }
        }
    }
    assert_eq!(seen.len(), NAMED.len());
}

#[test]
fn names_are_written_as_the_language_is() {
    for form in named() {
        for cell in listing(form) {
            let (vi, en) = (cell.name(Lang::Vi), cell.name(Lang::En));
            assert!(!en.chars().any(|c| ('\u{1ea0}'..='\u{1ef9}').contains(&c)), "{en}");
            for name in [vi, en] {
                assert!(!name.contains("  ") && name.trim() == name, "{name:?}");
            }
        }
    }
}
