//! The structure of the forms built in, held against the authority's schemas that it was made of, against libxml2, and
//! against the empty documents of the authority's program.
#![allow(clippy::unwrap_used, clippy::panic)]

mod schema_support;

use etax::form::{Catalogue, Conversion, Form};
use etax::report::Findings;
use etax::schema::{FormId, Schema};
use etax::xml::{Document, Limits, Parsed};
use schema_support::damage::damage;
use schema_support::files::{Folder, folders};
use schema_support::oracle::libxml2;
use schema_support::random::Random;
use schema_support::shared;
use schema_support::tree::Tree;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Documents of each form, from each side; every third is left sound.
const EACH: u64 = 15;

/// The folder of the authority's schemas of forms.
fn official() -> Option<Folder> {
    folders()
        .into_iter()
        .find(|folder| folder.files.iter().any(|file| file == "Validate/01_GTGT_TT80_268.xsd"))
}

/// The forms built in by the names of their files.
fn built_in() -> BTreeMap<String, &'static Form> {
    Catalogue::built_in().forms().map(|form| (form.file().to_owned(), form)).collect()
}

/// Whether a schema accepts a document, and by which rules and where it does not.
fn judge(schema: &Schema, form: FormId, text: &str) -> Option<(bool, Vec<(&'static str, String)>)> {
    let Parsed::Document(document) = Document::parse(text.as_bytes(), &Limits::default()) else {
        return None;
    };
    let mut findings = Findings::new(300);
    let sound = schema.check(form, document.root(), &mut findings);
    let said = findings.as_slice().iter().map(|it| (it.rule.id, it.location.path.clone())).collect();
    Some((sound, said))
}

fn invent(schema: &Schema, form: FormId, seed: u64, random: &mut Random) -> Tree {
    let text = schema.sample(form, &mut |ways| if seed == 0 { 0 } else { random.below(ways) });
    let mut tree = Tree::read(&text.unwrap());
    if !seed.is_multiple_of(3) {
        for _ in 0..random.within(1, 3) {
            damage(&mut tree, random);
        }
    }
    tree
}

#[test]
fn forms_judge_as_the_schemas_they_were_made_of() {
    let Some(folder) = official() else { return };
    let mut importer = folder.importer();
    let forms = built_in();
    let (mut count, mut sound, mut compared) = (0, 0, 0);
    let files: Vec<&String> = folder.files.iter().filter(|file| file.starts_with("Validate/")).collect();
    let ids: Vec<FormId> = files.iter().map(|file| importer.add(file).unwrap()).collect();
    let schema = importer.finish();
    for (number, (file, id)) in files.iter().zip(ids).enumerate() {
        let stem = file.trim_start_matches("Validate/").trim_end_matches(".xsd");
        let form = forms.get(stem).unwrap_or_else(|| panic!("there is no form {stem}"));
        let (own, own_id) = form.official(Catalogue::built_in().parts()).unwrap();
        assert_eq!(own.root(own_id), schema.root(id), "{stem}");
        compared += 1;
        for seed in 0..EACH {
            let random = &mut Random::new(seed * 7919 + u64::try_from(number).unwrap());
            // From either side: what only one of them accepts is made by that one.
            let tree = if seed % 2 == 0 {
                invent(&schema, id, seed, random)
            } else {
                invent(&own, own_id, seed, random)
            };
            let text = tree.xml();
            let Some(expected) = judge(&schema, id, &text) else { continue };
            assert_eq!(judge(&own, own_id, &text).unwrap(), expected, "{stem}, {seed}");
            count += 1;
            sound += usize::from(expected.0);
        }
    }
    eprintln!("{compared} forms, {count} documents, {sound} of them sound");
    assert_eq!(compared, 194);
    assert!(sound * 4 > count && sound * 4 < count * 3, "{sound} of {count}");
}

#[test]
fn documents_made_of_the_forms_are_valid_for_libxml2() {
    let Some(folder) = official() else { return };
    let target = tempfile::tempdir().unwrap();
    folder.mend_into(&target.path().join("xsd"));
    for (number, (stem, form)) in built_in().into_iter().enumerate() {
        let path = target.path().join(format!("xsd/Validate/{stem}.xsd"));
        if !path.exists() {
            continue;
        }
        let (schema, id) = form.official(Catalogue::built_in().parts()).unwrap();
        let mut files: Vec<PathBuf> = Vec::new();
        for seed in 0..4 {
            let random = &mut Random::new(seed * 31 + u64::try_from(number).unwrap());
            let text = schema.sample(id, &mut |ways| if seed == 0 { 0 } else { random.below(ways) }).unwrap();
            assert!(judge(&schema, id, &text).unwrap().0, "{stem}, {seed}");
            // With the additions it is sound as well.
            assert!(judge(form.schema(), form.id(), &text).unwrap().0, "{stem}, {seed}");
            let file = target.path().join(format!("{number}-{seed}.xml"));
            std::fs::write(&file, text).unwrap();
            files.push(file);
        }
        for (file, said) in libxml2(&path, &files) {
            // What libxml2 alone refuses is listed in schema_oracles.rs.
            let theirs =
                ["Character content other than whitespace", "is not a valid value of the atomic type"];
            let alone = said.words.lines().filter(|line| line.contains(" error : "));
            let alone = alone.clone().count() > 0
                && alone.clone().all(|line| theirs.iter().any(|it| line.contains(it)));
            assert!(said.valid == Some(true) || alone, "{stem} {}: {}", file.display(), said.words);
        }
    }
}

/// The rules that speak of elements, not of what is written in them.
const ELEMENTS: [&str; 4] = [
    "schema.element.missing",
    "schema.element.unexpected",
    "schema.element.order",
    "schema.element.repeated",
];

#[test]
fn empty_documents_of_the_authority_have_every_element_at_its_place() {
    let skeletons = shared::files("declaration/skeleton", ".xml");
    let read = |name: &str| {
        let path = skeletons.iter().find(|path| path.ends_with(name)).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        text.trim_start_matches('\u{feff}').to_owned()
    };
    // PLuc is there and empty; the authority's own schema wants the appendix in it, and no PLuc without one.
    let known = ("05_KK_TNCN_TT80_xml_251.xml", ("schema.element.missing", "/HSoThueDTu/HSoKhaiThue/PLuc"));
    let forms = built_in();
    let mut count = 0;
    for path in &skeletons {
        let name = path.file_name().unwrap().to_str().unwrap();
        // Appendices are shown inside the form that they belong to.
        let (whole, inside) = match name {
            "KHBS_01_TT80_xml.xml" | "KHBS_01_1_TT80_xml.xml" => {
                ("01_GTGT_TT80_xml_268.xml", Some(read(name)))
            }
            _ if name.starts_with("133_B01A_0") && name != "133_B01A_01_THTC_xml_232.xml" => {
                ("133_B01A_01_THTC_xml_232.xml", Some(read(name)))
            }
            _ => (name, None),
        };
        let stem = match whole {
            "133_B01A_01_THTC_xml_232.xml" => "133_B01A_DNN_BCTC_232".to_owned(),
            whole => whole.replace("_xml_", "_").replace(".xml", ""),
        };
        let form = forms.get(&stem).unwrap_or_else(|| panic!("there is no form {stem}"));
        let mut text = read(whole).replacen(
            "<HSoThueDTu",
            &format!("<HSoThueDTu xmlns=\"{}\"", etax::declaration::NAMESPACE),
            1,
        );
        if let Some(appendix) = &inside {
            let appendix = appendix.replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "");
            // The form's own document has an empty place for appendices, or none.
            let end = text.rfind("</CTieuTKhaiChinh>").unwrap() + "</CTieuTKhaiChinh>".len();
            text.replace_range(end.., &format!("<PLuc>{appendix}</PLuc></HSoKhaiThue></HSoThueDTu>"));
        }
        let (_, said) = judge(form.schema(), form.id(), &text).unwrap_or_else(|| panic!("{name} is no XML"));
        let mut wrong: Vec<(&str, &str)> = said
            .iter()
            .filter(|(id, _)| ELEMENTS.contains(id))
            .map(|(id, path)| (*id, path.as_str()))
            .collect();
        if name == known.0 {
            assert_eq!(wrong, [known.1]);
            wrong.clear();
        }
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        count += 1;
    }
    assert!(skeletons.is_empty() || count == 15, "{count}");
}

/// A second import over what is there changes nothing: neither the heads, the additions nor the sections of others.
#[test]
fn importing_again_changes_nothing() {
    let Some(folder) = official() else { return };
    let mut importer = folder.importer();
    let schemas: Vec<(&str, FormId)> = folder
        .files
        .iter()
        .filter(|file| file.starts_with("Validate/"))
        .map(|file| (file.as_str(), importer.add(file).unwrap()))
        .collect();
    let forms = built_in();
    let existing: BTreeMap<String, String> =
        forms.iter().map(|(stem, form)| (format!("{stem}.form"), form.text().to_owned())).collect();
    let made = Conversion::of(&mut importer, &schemas, &existing, &BTreeMap::new(), Catalogue::built_in());
    assert!(made.refused.is_empty(), "{:?}", made.refused.first());
    for (path, text) in &made.files {
        assert_eq!(Some(text), existing.get(path), "{path}");
    }
    assert_eq!(made.files.len(), 194);
}
