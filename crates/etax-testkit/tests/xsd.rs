//! Generated declarations are valid by the tax authority's own schemas, as libxml2 reads them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use etax_testkit::{Kind, finalisation, generate};

/// The schemas with forward slashes and no blanks at the ends of names, in a directory of their own.
fn schemas(directory: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata/declaration/xsd");
    if !source.is_dir() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no schemas in {}", source.display());
        return None;
    }
    std::fs::create_dir_all(directory.join("Validate")).unwrap();
    for name in [
        "TKhaiThue.xsd",
        "xmldsig-core-schema.xsd",
        "Validate/01_GTGT_TT80_251.xsd",
        "Validate/01_GTGT_TT80_268.xsd",
        "Validate/05_QTT_TNCN_TT80_251.xsd",
        "Validate/133_B01A_DNN_BCTC_232.xsd",
    ] {
        let text = std::fs::read_to_string(source.join(name)).unwrap();
        let mended = text.replace("..\\", "../").replace(" \"", "\"");
        std::fs::write(directory.join(name), mended).unwrap();
    }
    Some(directory.join("Validate"))
}

#[test]
fn declarations_with_appendices_are_valid() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: xmllint is not installed");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let Some(schemas) = schemas(directory.path()) else { return };
    let documents = generate(Kind::Appendices, 5, 120).unwrap();
    let mut seen = 0;
    for (version, schema) in [("2.5.1", "01_GTGT_TT80_251.xsd"), ("2.6.8", "01_GTGT_TT80_268.xsd")] {
        for document in &documents {
            // No schema knows the appendices of amendments.
            if !document.shows.contains(version) || document.shows.contains("amendment") {
                continue;
            }
            let path = directory.path().join(&document.name);
            std::fs::write(&path, &document.bytes).unwrap();
            let output = Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .arg(schemas.join(schema))
                .arg(&path)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {said}", document.shows);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn finalisations_and_trial_balances_are_valid() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: xmllint is not installed");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let Some(schemas) = schemas(directory.path()) else { return };
    let balance = generate(Kind::TrialBalance, 5, 1).unwrap().remove(0);
    for (document, schema) in
        [(finalisation(5, 200).unwrap(), "05_QTT_TNCN_TT80_251.xsd"), (balance, "133_B01A_DNN_BCTC_232.xsd")]
    {
        let path = directory.path().join(&document.name);
        std::fs::write(&path, &document.bytes).unwrap();
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .arg(schemas.join(schema))
            .arg(&path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
