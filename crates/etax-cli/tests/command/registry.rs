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

/// An invoice that is recorded with one code and comes with another counted as known: the second code was nowhere, and
/// nobody was told.
#[test]
fn an_import_tells_of_what_it_does_not_record() {
    let folder = Folder::new();
    let line = |code: &str, number: &str, date: &str| {
        let digest = "07".repeat(32);
        format!(
            "{{\"code\":\"{code}\",\"seller\":\"0300123450\",\"form\":\"1\",\"series\":\"C26TAA\",\
             \"number\":\"{number}\",\"date\":\"{date}\",\"total\":\"5\",\"digest\":\"{digest}\"}}\n"
        )
    };
    let (one, other) = ("00AABBCCDDEEFF4122833445566778899A", "00AABBCCDDEEFF4122833445566778899B");
    let good = line(one, "69", "2026-10-06");
    let texts = [
        &*good,
        "\n",
        &line(other, "69", "2026-10-06"),
        &line(one, "70", "2026-10-06"),
        "{broken\n",
        &line(other, "71", "2026-10-06Txx"),
    ];
    folder.put("rows.ndjson", [texts.concat().as_bytes(), b"\xff\n", good.as_bytes()].concat());
    let ran = folder.etax(&["registry", "import", "--store", "r.db", "rows.ndjson"]);
    assert_eq!((ran.status, &*ran.out), (Some(1), "{\"known\":1,\"recorded\":1,\"refused\":5}\n"), "{ran:?}");
    for told in [
        format!("rows.ndjson:3: hóa đơn đã được ghi với mã khác: {one}"),
        "rows.ndjson:4: mã đã thuộc hóa đơn khác: 0300123450 1 C26TAA 69".to_owned(),
        "rows.ndjson:5: JSON: 2".to_owned(),
        "rows.ndjson:6: date".to_owned(),
        "rows.ndjson:7: UTF-8: 1".to_owned(),
    ] {
        assert!(ran.err.contains(&told), "{told} is not in {}", ran.err);
    }
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

const KEYS: &str = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n";

/// Without the keys a code that the registry does not have may be anybody's; with them it is known who made it.
#[test]
fn a_code_of_our_own_key_that_is_not_recorded_is_an_alarm() {
    let folder = Folder::new();
    folder.put("a.xml", INVOICE);
    folder.put("root.hex", "07".repeat(32));
    folder.put("keys.toml", KEYS);
    assert_eq!(folder.etax(&["registry", "import", "--store", "r.db", "a.xml"]).status, Some(0));
    let keyed = ["--keys", "keys.toml", "--root", "0=root.hex"];
    let mint = ["code", "mint", "a.xml", "--serial", "5", "--at", "2026-11-01"];
    let code = folder.etax(&[&mint[..], &keyed[..]].concat()).out.trim().to_owned();
    let own = INVOICE.replace("0011223344556647788899AABBCCDDEEFF", &code);
    folder.put("own.xml", &own);
    folder.put("copied.xml", own.replace("132000", "1320000"));
    let check = |file: &str, more: &[&str]| {
        folder.etax(&[&["check", "--registry", "r.db", "--format", "json", file], more].concat()).out
    };
    let bare = check("own.xml", &[]);
    assert!(bare.contains("registry.unknown") && !bare.contains("registry.unrecorded"), "{bare}");
    let alarm = check("own.xml", &keyed);
    assert!(alarm.contains("registry.unrecorded") && alarm.contains("\"registry\": \"failed\""), "{alarm}");
    // On another invoice it is no code of ours, nor is today's random code.
    let copied = check("copied.xml", &keyed);
    assert!(copied.contains("registry.unknown") && !copied.contains("registry.unrecorded"), "{copied}");
    assert!(check("a.xml", &keyed).contains("\"registry\": \"passed\""));
    // A key that was revoked since made it all the same.
    folder.put("keys.toml", format!("{KEYS}revoked = \"2026-11-05\"\n"));
    assert!(check("own.xml", &keyed).contains("registry.unrecorded"));
    // Recorded, it is in order.
    assert_eq!(folder.etax(&["registry", "import", "--store", "s.db", "own.xml"]).status, Some(0));
    let recorded =
        folder.etax(&[&["check", "--registry", "s.db", "--format", "json", "own.xml"], &keyed[..]].concat());
    assert!(recorded.out.contains("\"registry\": \"passed\""), "{recorded:?}");
    let alone = folder.etax(&[&["check", "own.xml"], &keyed[..]].concat());
    assert_eq!(alone.status, Some(2), "keys are for a registry: {alone:?}");
}

/// What cannot be used gives its place: the line of a keyring, the row of a store.
#[test]
fn damaged_keyrings_and_stores_are_named_with_the_place() {
    let folder = Folder::new();
    folder.put("a.xml", INVOICE);
    assert_eq!(folder.etax(&["registry", "import", "--store", "r.db", "a.xml"]).status, Some(0));
    folder.put("keys.toml", KEYS.repeat(2));
    let ran = folder.etax(&[
        "check",
        "--lang",
        "en",
        "--registry",
        "r.db",
        "--keys",
        "keys.toml",
        "--root",
        "0=root.hex",
        "a.xml",
    ]);
    assert!(ran.status == Some(2) && ran.err.contains("line 6"), "{ran:?}");
    let database = rusqlite::Connection::open(folder.path().join("r.db")).unwrap();
    database
        .execute_batch(
            "DROP TRIGGER code_kept; UPDATE code SET total = 'much'; PRAGMA wal_checkpoint(TRUNCATE)",
        )
        .unwrap();
    drop(database);
    let ran = folder.etax(&["registry", "audit", "verify", "--store", "r.db"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.contains("row 1 of code cannot be read: total"), "{ran:?}");
    let ran =
        folder.etax(&["registry", "lookup", "--lang", "en", "--store", "r.db", "0300123450/1/C26TAA/68"]);
    assert!(ran.status == Some(2) && ran.err.contains("row 1 of code cannot be read: total"), "{ran:?}");
    folder.put("garbage.db", "SQLite format 3\0 and no more");
    let ran = folder.etax(&["registry", "audit", "verify", "--store", "garbage.db"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

#[test]
fn old_answers_are_pruned_on_demand() {
    let folder = Folder::new();
    folder.put("a.xml", INVOICE);
    assert_eq!(folder.etax(&["registry", "import", "--store", "r.db", "a.xml"]).status, Some(0));
    let ran = folder.etax(&["registry", "prune", "--store", "r.db", "--before", "2026-01-01"]);
    assert_eq!((ran.status, &*ran.out), (Some(0), "{\"pruned\":0}\n"), "{ran:?}");
}
