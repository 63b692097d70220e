//! The rules about bounds of forms: each fired by a document under a form of a folder, and silent on the same document
//! nearer to what is usual. A program of its own, since rules are kept for as long as it runs.
#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, clippy::panic)]

mod at_bounds;

use etax::engine::{Engine, Input, Policy};
use etax::form::Catalogue;
use etax::report::{Outcome, Report};
use etax::signature::TrustStore;
use etax::value::Moment;
use std::fmt::Write as _;

/// A form with a list in a list, before its formulas.
const FORM: &str = "form 9842
version 1.0.0
file X

structure
  namespace http://kekhaithue.gdt.gov.vn/TKhaiThue
  HSoThueDTu
    HSoKhaiThue
      TTinChung: skip
      CTieuTKhaiChinh
        a: long
        Block*
          Row*
            x, out: long

";

fn engine(sections: &str) -> Engine {
    let text = format!("{FORM}{sections}");
    let forms = Catalogue::built_in().load([("forms/x.form", text.as_bytes())]).unwrap();
    let policy = Policy { findings: 200_000, ..Policy::default() };
    Engine::new(policy, TrustStore::default()).with_forms(forms.into())
}

fn check(engine: &Engine, main: &str) -> Report {
    let xml = format!(
        "<HSoThueDTu xmlns=\"{}\"><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>9842</maTKhai>\
         <pbanTKhaiXML>1.0.0</pbanTKhaiXML></TKhaiThue></TTinTKhaiThue></TTinChung>\
         <CTieuTKhaiChinh>{main}</CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>",
        etax::declaration::NAMESPACE
    );
    let at = Moment::parse("2026-11-23").unwrap();
    engine.check(&Input { name: "x.xml", bytes: xml.as_bytes(), at })
}

fn count(report: &Report, rule: &str) -> usize {
    report.main.findings.iter().filter(|finding| finding.rule.id == rule).count()
}

/// Each row is summed over all rows of its block: the square of their number.
#[test]
fn lists_within_lists_that_cost_too_much_are_undecided() {
    let [_, cost] = at_bounds::FIRED;
    let engine = engine("cells\n  Block/Row/out = sum([..Row], [.x])\n");
    let block = |rows: usize| {
        let row = format!("<Row><x>1</x><out>{rows}</out></Row>");
        format!("<a>0</a><Block>{}</Block>", row.repeat(rows))
    };
    let sound = check(&engine, &block(300));
    assert_eq!((count(&sound, cost), sound.main.checks.rules), (0, Outcome::Passed));
    let costly = check(&engine, &block(6000));
    assert_eq!(count(&costly, cost), 1, "{:?}", costly.main.findings);
    assert_eq!(costly.main.checks.rules, Outcome::Undecided);
    let of_form = costly.main.findings.iter().find(|finding| finding.rule.id == cost).unwrap();
    assert_eq!(of_form.rule.weight, etax::rule::Weight::Undecide);
    assert_eq!(count(&costly, "declaration.9842.out"), 0, "no row is said to be wrong for it");
}

/// More checks than rules are kept: those beyond have no name of their own, and still speak.
#[test]
fn a_form_with_more_rules_than_are_kept_is_still_judged() {
    let [rules, _] = at_bounds::FIRED;
    let checks = |count: usize| {
        let mut text = "checks\n".to_owned();
        for number in 0..count {
            let _ = writeln!(text, "  error c{number} a: [@] < 5");
        }
        text
    };
    let few = check(&engine(&checks(100)), "<a>9</a>");
    assert_eq!((count(&few, rules), count(&few, "declaration.9842.c99")), (0, 1));
    let many = engine(&checks(70_000));
    assert_eq!(count(&check(&many, "<a>1</a>"), rules), 0);
    let broken = check(&many, "<a>9</a>");
    let without_name = count(&broken, rules);
    assert!((4_000..10_000).contains(&without_name), "{without_name}");
    let one = broken.main.findings.iter().find(|finding| finding.rule.id == rules).unwrap();
    assert_eq!(one.found.as_deref(), Some("9"));
}
