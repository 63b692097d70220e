//! What forms demand of documents: real ones keep it, and each piece of the notation says what it should.
#![allow(clippy::unwrap_used, clippy::panic)]

mod shared;

use etax::form::{Catalogue, Demand, Form, Index, Known, Version};
use etax::report::{Finding, Findings};
use etax::rule::Lang;
use etax::xml::{Document, Limits, Parsed};

/// What the form of a document says of it.
fn judge(form: &Form, xml: &[u8]) -> Vec<Finding> {
    let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else {
        panic!("not well-formed")
    };
    let mut findings = Findings::new(10_000);
    form.rules().check(document.root().child("HSoKhaiThue").unwrap(), &mut findings);
    findings.as_slice().to_vec()
}

/// The form of a document.
fn form_of(document: &Document<'_>) -> &'static Form {
    let statement = document.root().find("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue").unwrap();
    let text = |name: &str| statement.child(name).unwrap().trimmed().into_owned();
    let version = Version::parse(&text("pbanTKhaiXML")).unwrap();
    let known = Catalogue::built_in().find(&text("maTKhai"), version, None);
    let Known::Form(form) = known else { panic!("{} is not known", text("maTKhai")) };
    form
}

#[test]
fn real_declarations_keep_what_their_forms_demand() {
    let mut count = 0;
    for path in shared::files("declaration/signed", ".xml") {
        let bytes = std::fs::read(&path).unwrap();
        let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { panic!() };
        let said: Vec<String> =
            judge(form_of(&document), &bytes).iter().map(|finding| finding.message(Lang::En)).collect();
        assert_eq!(said, Vec::<String>::new(), "{}", path.display());
        count += 1;
    }
    assert!(count == 10 || count == 0, "{count}");
}

#[test]
fn a_change_of_any_computed_cell_of_a_real_declaration_is_noticed() {
    let mut changed = 0;
    for path in shared::files("declaration/signed", ".xml") {
        let bytes = std::fs::read(&path).unwrap();
        let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { panic!() };
        let form = form_of(&document);
        let body = document.root().child("HSoKhaiThue").unwrap();
        let index = Index::new(form.rules().layout(), body, form.rules().memos());
        for clause in form.rules().computed() {
            // Rows are looked at in documents that are made; here the rows at hand are none.
            let Some(element) = index.element(clause.target()).filter(|_| clause.rows().is_empty()) else {
                continue;
            };
            assert!(matches!(clause.demand(), Demand::Computed(_)));
            let span = element.text_span();
            if span.is_empty() {
                continue;
            }
            let mut damaged = bytes.clone();
            damaged.splice(span, b"123456789".iter().copied());
            let findings = judge(form, &damaged);
            let id = form.rules().rule(clause).id;
            assert!(findings.iter().any(|finding| finding.rule.id == id), "{id} {}", path.display());
            changed += 1;
        }
    }
    println!("{changed} cells were changed");
    assert!(changed > 100 || changed == 0, "{changed}");
}

#[test]
fn policies_weigh_rules_of_forms() {
    use etax::engine::Policy;
    use etax::rule::Weight;
    use etax::value::Moment;
    let policy = Policy::from_toml("[rules]\n\"declaration.864.ct17.most\" = \"warn\"\n").unwrap();
    let at = Moment::parse("2026-11-28").unwrap();
    let rule = Catalogue::built_in().rule("declaration.864.ct17.most").unwrap();
    assert_eq!((rule.weight, policy.rules.of(rule, at)), (Weight::Fail, Some(Weight::Warn)));
    let relaxed = policy.relaxations(at, Catalogue::built_in());
    assert!(relaxed.contains(&"rules.declaration.864.ct17.most = warn".to_owned()), "{relaxed:?}");
    assert!(Policy::from_toml("[rules]\n\"declaration.864.none\" = \"warn\"\n").is_err());
}
