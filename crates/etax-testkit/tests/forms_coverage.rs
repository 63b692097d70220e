//! Every computed cell and every check with a condition is carried by a form, or left out with a reason; and the page
//! that says so is up to date.
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::path::Path;

#[test]
fn everything_is_carried_or_left_out_with_a_reason() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let tables = root.join("../shared/spec/declaration");
    if !tables.exists() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {} is not here: coverage of forms", tables.display());
        return;
    }
    let coverage = etax_testkit::coverage(&tables).unwrap();
    assert_eq!(coverage.wrong, Vec::<String>::new());
    assert!(coverage.templates.len() > 190);
    let page = std::fs::read_to_string(root.join("docs/forms-coverage.md")).unwrap();
    assert!(page == etax_testkit::coverage_page(&coverage), "docs/forms-coverage.md is out of date");
}
