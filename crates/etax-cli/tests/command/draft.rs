//! `etax forms list`, `show`, `new`, `fill` and `json`.

use crate::support::{Folder, finish};

#[test]
fn an_empty_declaration_is_filled_and_read_back() {
    let folder = Folder::new();
    let made = folder.etax(&[
        "forms",
        "new",
        "01/GTGT",
        "--period",
        "2026-10",
        "--tax-code",
        "0100109106",
        "--name",
        "Công ty Bưởi",
        "--date",
        "2026-11-16",
    ]);
    assert_eq!(made.status, Some(0), "{}", made.err);
    for said in ["<maTKhai>842</maTKhai>", "<kyKKhai>10/2026</kyKKhai>", "<mst>0100109106</mst>"] {
        assert!(made.out.contains(said), "{}", made.out);
    }
    folder.put("empty.xml", &made.out);
    let json = folder.etax(&["forms", "json", "empty.xml"]);
    assert_eq!(json.status, Some(0), "{}", json.err);

    let mut value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let main = value.pointer_mut("/HSoKhaiThue/CTieuTKhaiChinh").unwrap();
    main["tieuMucHachToan"] = "1701".into();
    main["ct26"] = 7.into();
    main["HHDVBRaChiuTSuat10"]["ct32"] = 1_000_000.into();
    main["HHDVBRaChiuTSuat10"]["ct33"] = 100_000.into();
    folder.put("figures.json", value.to_string());
    let filled = folder.etax(&["forms", "fill", "figures.json", "-o", "filled.xml"]);
    assert_eq!((filled.status, filled.out.as_str()), (Some(0), ""), "{}", filled.err);
    let xml = std::fs::read_to_string(folder.path().join("filled.xml")).unwrap();
    for said in ["<ct27>1000000</ct27>", "<ct34>1000007</ct34>", "<ct40>100000</ct40>", "<ct43>0</ct43>"] {
        assert!(xml.contains(said), "{said}\n{xml}");
    }
    let again = finish(folder.command().args(["forms", "fill", "-"]), value.to_string().as_bytes());
    assert_eq!(again.out, xml);
}

#[test]
fn forms_are_listed_and_shown_in_both_languages() {
    let folder = Folder::new();
    let list = folder.etax(&["forms", "list"]);
    assert_eq!(list.status, Some(0));
    assert!(list.out.lines().count() > 150 && list.out.contains("05/QTT-TNCN"), "{}", list.out);
    let show = folder.etax(&["forms", "show", "01/GTGT"]);
    assert!(show.out.contains("[40a]") && show.out.contains("có công thức"), "{}", show.out);
    let show = folder.etax(&["forms", "show", "842", "--version", "2.8.3", "--lang", "en"]);
    assert!(show.out.contains("VAT credit brought forward") && show.out.contains("computed"), "{}", show.out);
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = Folder::new();
    folder.put("half.json", r#"{"form": "01/GTGT", "HSoKhaiThue": {"CTieuTKhaiChinh": {"ct22": 1.5}}}"#);
    folder.put("other.json", r#"{"form": "0000"}"#);
    for (arguments, said) in [
        (&["forms", "show", "99/X", "--lang", "en"][..], "form 99/X"),
        (&["forms", "show", "842", "--version", "9.9.9", "--lang", "en"], "the nearest version is"),
        (&["forms", "fill", "half.json", "--lang", "en"], "half.json: /HSoKhaiThue"),
        (&["forms", "fill", "other.json"], "0000"),
        (&["forms", "json", "half.json"], "XML"),
        (&["forms", "new", "01/GTGT"], "--period"),
    ] {
        let ran = folder.etax(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?} {}", ran.out);
        assert!(ran.err.contains(said), "{arguments:?} {}", ran.err);
    }
}

#[test]
fn forms_whose_code_is_printed_on_another_form_are_made_and_read() {
    // 06 is the code of 01/TAIN, and the number printed on a report of wine stamps, code 439.
    let folder = Folder::new();
    let new = |form: &str, version: &str| {
        let ran = folder.etax(&[
            "forms",
            "new",
            form,
            "--version",
            version,
            "--period",
            "2026-10",
            "--tax-code",
            "0100109106",
        ]);
        assert_eq!(ran.status, Some(0), "{form} {version}: {}", ran.err);
        ran.out
    };
    for (form, version, code) in [("06", "2.0.2", "06"), ("06", "2.2.3", "439"), ("01/GTGT", "2.6.2", "01")] {
        let made = new(form, version);
        assert!(made.contains(&format!("<maTKhai>{code}</maTKhai>")), "{made}");
        folder.put("made.xml", &made);
        let json = folder.etax(&["forms", "json", "made.xml"]);
        assert!(json.out.contains(&format!("\"form\": \"{code}\"")), "{} {}", json.out, json.err);
    }
}

#[test]
fn registrations_and_transmissions_say_which_form_they_are_of() {
    let folder = Folder::new();
    for form in ["05-ĐK-TH-TCT", "03/DL-HĐĐT"] {
        let made = folder.etax(&[
            "forms",
            "new",
            form,
            "--period",
            "2026-10",
            "--tax-code",
            "0100109106",
            "--name",
            "Công ty Bưởi",
        ]);
        assert_eq!((made.status, made.err.as_str()), (Some(0), ""), "{form}");
        assert!(made.out.contains(">0100109106<") && made.out.contains(">Công ty Bưởi<"), "{}", made.out);
        folder.put("made.xml", &made.out);
        let check = folder.etax(&["check", "made.xml", "--format", "json"]);
        assert!(!check.out.contains("declaration.form.unknown"), "{}", check.out);
        let json = folder.etax(&["forms", "json", "made.xml"]);
        assert_eq!(json.status, Some(0), "{form}: {}", json.err);
        folder.put("made.json", &json.out);
        let back = folder.etax(&["forms", "fill", "made.json"]);
        assert_eq!((back.status, back.out.as_str()), (Some(0), made.out.as_str()), "{}", back.err);
    }
}

#[test]
fn what_an_empty_declaration_still_lacks_is_said() {
    let folder = Folder::new();
    let new = |period: &str, tax_code: &str| {
        let arguments = [
            "forms",
            "new",
            "01/GTGT",
            "--period",
            period,
            "--tax-code",
            tax_code,
            "--name",
            "A",
            "--lang",
            "en",
        ];
        let ran = folder.etax(&arguments);
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        ran.err
    };
    let said = new("2026-10", "0100109106");
    assert!(said.contains("tieuMucHachToan must not be empty"), "{said}");
    assert!(!said.contains("mst") && !said.contains("periods of kind"), "{said}");
    // A year, and a tax code that is none.
    assert!(new("2026", "0100109106").contains("periods of kind"));
    assert!(new("2026-10", "123").contains("mst"));
}
