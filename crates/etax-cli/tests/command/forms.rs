//! `etax forms import`.

use crate::support::Folder;

const BASE: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t">
  <xs:complexType name="Main" abstract="true"/>
  <xs:element name="HSo" type="Main"/>
</xs:schema>"#;

const FORM: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t">
  <xs:redefine schemaLocation="..\Base.xsd">
    <xs:complexType name="Main"><xs:complexContent><xs:extension base="Main"><xs:sequence>
      <xs:element name="ct22 " type="xs:long"/>
    </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  </xs:redefine>
</xs:schema>"#;

#[test]
fn a_folder_is_imported_and_its_faults_are_named() {
    let folder = Folder::new();
    folder.put("xsd/base.xsd", BASE);
    folder.put("xsd/Validate/01.xsd", FORM);
    let ran = folder.etax(&["forms", "import", "--lang", "en", "xsd"]);
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    for line in [
        "  Validate/01.xsd: HSo urn:t",
        "    ⚠ Validate/01.xsd:2: path written with \\, read as /",
        "    ⚠ Validate/01.xsd:2: capitals of a path differ from those of the file",
        "    ⚠ Validate/01.xsd:4: blanks around a name, dropped",
        "2 files: 2 forms read, 0 files of no use, 3 faults mended",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
}

#[test]
fn a_file_of_no_use_is_named_with_its_line() {
    let folder = Folder::new();
    folder.put("xsd/base.xsd", BASE);
    folder.put("xsd/lost.xsd", BASE.replace("type=\"Main\"", "type=\"Mian\""));
    let ran = folder.etax(&["forms", "import", "-q", "xsd"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("× lost.xsd\n    lost.xsd:3: không tìm thấy Mian"), "{}", ran.out);
    assert!(!ran.out.contains("base.xsd"), "{}", ran.out);
    let none = folder.etax(&["forms", "import", "nowhere"]);
    assert_eq!(none.status, Some(2));
    folder.put("empty/readme.txt", "");
    assert_eq!(folder.etax(&["forms", "import", "empty"]).status, Some(2));
}

#[test]
fn files_that_are_no_xml_are_told_in_words() {
    let folder = Folder::new();
    folder.put("xsd/cut.xsd", &BASE[..BASE.len() / 2]);
    folder.put("xsd/empty.xsd", "");
    folder.put("xsd/control.xsd", "<a>\u{e}</a>");
    folder.put("xsd/99_ABC_100.xsd", BASE);
    let ran = folder.etax(&["forms", "import", "xsd", "--lang", "vi", "-o", "out"]);
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    for said in [
        "cut.xsd:2: tệp bị cắt ngang",
        "empty.xsd:1: tệp trống",
        "control.xsd:1: ký tự không được có trong XML: U+000E",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    assert!(!["Truncated", "Empty", "Character"].iter().any(|kind| ran.out.contains(kind)), "{}", ran.out);
    assert!(ran.err.contains("chưa biết mã tờ khai") && ran.err.contains("--code"), "{}", ran.err);
}

/// A new version of a form is filed as those before it, until its file says otherwise; what the file says is kept.
#[test]
fn an_import_takes_what_is_known_of_filing_and_keeps_what_is_there() {
    let folder = Folder::new();
    folder.put(
        "xsd/01_GTGT_TT80_290.xsd",
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="HSoThueDTu" type="xs:long"/></xs:schema>"#,
    );
    let import = || {
        let ran = folder.etax(&["forms", "import", "xsd", "-o", "out"]);
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        std::fs::read_to_string(folder.path().join("out/01_GTGT_TT80_290.form")).unwrap()
    };
    let section =
        "\nfiling\n  due current\n  amendment PL01_KHBS PL01_1_KHBS\n  chain ct22 = previous ct43\n";
    let text = import();
    assert!(text.contains("\nperiods M Q\n") && text.ends_with(section), "{text}");
    let changed = text.replace("due current", "due year 3");
    folder.put("out/01_GTGT_TT80_290.form", &changed);
    assert_eq!(import(), changed);
}
