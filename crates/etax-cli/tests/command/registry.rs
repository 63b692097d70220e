//! `etax registry`, and `etax check --registry`.

use crate::support::Folder;

const INVOICE: &str = "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon>C26TAA</KHHDon><SHDon>68</SHDon>\
    <NLap>2026-10-05</NLap></TTChung><NDHDon><NBan><MST>0300123450</MST></NBan><TToan><TgTTTBSo>132000</TgTTTBSo>\
    </TToan></NDHDon></DLHDon><MCCQT>0011223344556647788899AABBCCDDEEFF</MCCQT></HDon>";

#[test]
fn invoices_are_imported_found_and_audited() {
    let folder = Folder::new();
    folder.put("in/a.xml", INVOICE);
    folder.put("in/broken.xml", "<HDon>");
    let line = r#"{"code":"00AABBCCDDEEFF4122833445566778899A","seller":"0300123450","form":"1","series":"C26TAA","number":"69","date":"2026-10-06","total":"5","digest":""#;
    folder.put("rows.ndjson", format!("{line}{}\"}}\n", "07".repeat(32)));
    let ran = folder.etax(&["registry", "import", "--store", "r.db", "in", "rows.ndjson"]);
    assert_eq!((ran.status, &*ran.out), (Some(1), "{\"known\":0,\"recorded\":2,\"refused\":1}\n"), "{ran:?}");
    assert!(ran.err.contains("broken.xml"));
    let again = folder.etax(&["registry", "import", "--store", "r.db", "in/a.xml", "rows.ndjson"]);
    assert_eq!((again.status, &*again.out), (Some(0), "{\"known\":2,\"recorded\":0,\"refused\":0}\n"));
    let ran = folder.etax(&[
        "registry",
        "lookup",
        "--store",
        "r.db",
        "0300123450/1/C26TAA/68",
        "0300123450/1/C26TAA/70",
    ]);
    assert_eq!(ran.status, Some(1));
    assert!(
        ran.out.contains("\"code\":\"0011223344556647788899AABBCCDDEEFF\"")
            && ran.out.contains("\"state\":\"issued\"")
    );
    assert!(ran.out.contains("\"known\":false"));
    let stats = folder.etax(&["registry", "stats", "--store", "r.db"]);
    assert!(stats.out.contains("\"codes\":2"), "{stats:?}");
    folder.put("key.hex", "05".repeat(32));
    assert_eq!(
        folder.etax(&["registry", "audit", "sign", "--store", "r.db", "--key", "key.hex"]).status,
        Some(0)
    );
    let audit = folder.etax(&["registry", "audit", "verify", "--store", "r.db"]);
    assert_eq!(audit.status, Some(0));
    assert!(audit.out.contains("\"misfit\":null"), "{audit:?}");
}

#[test]
fn a_check_asks_the_registry() {
    let folder = Folder::new();
    folder.put("a.xml", INVOICE);
    assert_eq!(folder.etax(&["registry", "import", "--store", "r.db", "a.xml"]).status, Some(0));
    let check = |file: &str| folder.etax(&["check", "--registry", "r.db", "--format", "json", file]).out;
    assert!(check("a.xml").contains("\"registry\": \"passed\""));
    folder.put("changed.xml", INVOICE.replace("132000", "1320000"));
    assert!(check("changed.xml").contains("registry.content"));
    folder.put("other.xml", INVOICE.replace("<SHDon>68", "<SHDon>69"));
    assert!(check("other.xml").contains("registry.other-invoice"));
    folder.put("unknown.xml", INVOICE.replace("EEFF<", "EEFE<"));
    assert!(check("unknown.xml").contains("registry.unknown"));
    let none = folder.etax(&["check", "--registry", "none.db", "a.xml"]);
    assert_eq!(none.status, Some(2), "{none:?}");
}
