//! `etax code`: codes taken apart, made, and held against their invoices.

use crate::support::{Folder, Ran, finish, invoice};

const KEYS: &str = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-01-01\"\nuntil = \"2026-12-31\"\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("keys.toml", KEYS);
    folder.put("root.hex", "07".repeat(32) + "\n");
    folder.put("invoice.xml", invoice());
    folder
}

fn mint(folder: &Folder, serial: &str) -> Ran {
    let at = "2026-11-23T10:00:00";
    folder.etax(&[
        "code",
        "mint",
        "invoice.xml",
        "--keys",
        "keys.toml",
        "--root",
        "0=root.hex",
        "--serial",
        serial,
        "--at",
        at,
    ])
}

fn verify(folder: &Folder, file: &str, code: &str) -> Ran {
    let keyed = ["--keys", "keys.toml", "--root", "0=root.hex", "--code", code, "--lang", "en"];
    folder.etax(&[&["code", "verify", file][..], &keyed].concat())
}

#[test]
fn what_is_minted_verifies_and_nothing_else_does() {
    let folder = folder();
    let made = mint(&folder, "41");
    assert_eq!((made.status, made.err.as_str()), (Some(0), ""));
    let code = made.out.trim();
    assert_eq!(code.len(), 34);
    let bound = verify(&folder, "invoice.xml", code);
    assert_eq!(bound.status, Some(0));
    assert_eq!(bound.out, "bound: this invoice's code (auth34); issuer 0, key 1, serial 41\n");
    // Another serial number gives another code, and the same one the same.
    assert_eq!(mint(&folder, "41").out, made.out);
    assert_ne!(mint(&folder, "42").out, made.out);
    // Another total.
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    let changed = text.replacen("<TgTTTBSo>", "<TgTTTBSo>9", 1);
    assert_ne!(changed, text);
    folder.put("changed.xml", changed);
    let other = verify(&folder, "changed.xml", code);
    assert_eq!((other.status, other.out.starts_with("not bound:")), (Some(1), true), "{}", other.out);
    // A code of today's kind has no key.
    let today = verify(&folder, "invoice.xml", "000123456789AB4DEF8123456789ABCDEF");
    assert_eq!((today.status, today.out.starts_with("not bound:")), (Some(1), true));
    let unknown = verify(&folder, "invoice.xml", "990123456789AB8DEF8123456789ABCDEF");
    assert_eq!(
        (unknown.status, unknown.out.starts_with("undecided (auth34)")),
        (Some(1), true),
        "{}",
        unknown.out
    );
}

#[test]
fn the_code_on_the_invoice_is_the_one_verified() {
    let folder = folder();
    let code = mint(&folder, "5").out.trim().to_owned();
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    folder.put("coded.xml", text.replacen("<DSCKS>", &format!("<MCCQT>{code}</MCCQT><DSCKS>"), 1));
    let mut command = folder.command();
    // The root secret comes from the environment as well.
    command.env("ETAX_ROOT_0", "07".repeat(32));
    command.args(["code", "verify", "coded.xml", "--keys", "keys.toml"]);
    let ran = finish(&mut command, b"");
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("đúng: "), "{}", ran.out);
}

#[test]
fn codes_and_qr_texts_are_taken_apart() {
    let folder = folder();
    let ran = folder.etax(&["code", "parse", "--lang", "en", "M2-26-AB1CD-00000000042"]);
    let expected = "scheme: cash-register-23\ninvoice kind: 2\nyear: 2026\nassigned by the authority: AB1CD\n\
        number: 00000000042\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), expected));
    let text = "00020199700009A0000007701100300123450020110306C26TYY040268050820261121060612000063040000";
    let ran = folder.etax(&["code", "parse", "--lang", "en", text, "000123456789AB4DEF8123456789ABCDEF"]);
    assert_eq!(ran.status, Some(0));
    for part in [
        "seller: 0300123450",
        "symbol: C26TYY",
        "total: 120000",
        "deviates: checksum 0000 instead of 0248",
        "00 and a random UUID",
    ] {
        assert!(ran.out.contains(part), "{part} is not in {}", ran.out);
    }
    let ran = folder.etax(&["code", "parse", "abc\u{1b}[31m"]);
    assert_eq!((ran.status, ran.out.contains('\u{1b}')), (Some(1), false));
}

#[test]
fn what_cannot_be_used_is_named() {
    let folder = folder();
    folder.put("short.hex", "0707");
    folder.put("twice.toml", KEYS.repeat(2));
    folder.put("message.xml", "<TDiep/>");
    let run = |file: &str, keys: &str, root: &str| {
        folder.etax(&["code", "mint", file, "--keys", keys, "--root", root, "--serial", "1", "--lang", "en"])
    };
    for (file, keys, root, part) in [
        ("invoice.xml", "twice.toml", "0=root.hex", "line 6: key 1 of issuer 0 stands twice"),
        ("invoice.xml", "keys.toml", "0=short.hex", "short.hex must hold exactly 64 hex digits"),
        ("invoice.xml", "keys.toml", "0=none.hex", "none.hex cannot be read"),
        ("invoice.xml", "keys.toml", "1=root.hex", "there is no secret for key 1 of issuer 0"),
        ("invoice.xml", "none.toml", "0=root.hex", "none.toml cannot be used"),
        ("message.xml", "keys.toml", "0=root.hex", "not an invoice"),
        ("keys.toml", "keys.toml", "0=root.hex", "not well-formed XML"),
    ] {
        let ran = run(file, keys, root);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{part}");
        assert!(ran.err.contains(part), "{part} is not in {}", ran.err);
    }
    let at = ["code", "mint", "invoice.xml", "--keys", "keys.toml", "--root", "0=root.hex", "--serial", "1"];
    let ran = folder.etax(&[&at[..], &["--at", "2027-01-01", "--lang", "en"]].concat());
    assert!(ran.err.contains("the issuer has no key for this moment"), "{}", ran.err);
}
