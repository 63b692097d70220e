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
    // A serial number that the issuer has not come to.
    let always = ["--keys", "keys.toml", "--root", "0=root.hex", "--code", code];
    let issued = |many: &str| {
        folder.etax(&[&["code", "verify", "invoice.xml", "--issued", many][..], &always].concat())
    };
    assert_eq!((issued("42").status, issued("41").status), (Some(0), Some(1)));
    assert!(issued("41").out.contains("số thứ tự 41 chưa từng được cấp"), "{}", issued("41").out);
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

/// Half of what was wrong with a file, a key or a code was told in English to whoever reads Vietnamese.
#[test]
fn what_cannot_be_used_is_told_in_vietnamese() {
    let folder = folder();
    folder.put("twice.toml", KEYS.repeat(2));
    folder.put("date.toml", KEYS.replace("2026-12-31", "31/12/2026"));
    folder.put("text.png", "hello");
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    folder.put("total.xml", text.replacen("<TgTTTBSo>", "<TgTTTBSo>1,", 1));
    let keyed = |keys: &'static str| ["--keys", keys, "--root", "0=root.hex"];
    let mint = ["code", "mint", "invoice.xml", "--serial", "1", "--at", "2026-11-23"];
    let total = ["code", "mint", "total.xml", "--serial", "1", "--at", "2026-11-23"];
    let late = ["code", "mint", "invoice.xml", "--serial", "1", "--at", "2027-01-01"];
    let large = ["code", "mint", "invoice.xml", "--serial", "4398046511104", "--at", "2026-11-23"];
    for (arguments, part) in [
        (
            [&mint[..], &keyed("twice.toml")].concat(),
            "twice.toml: dòng 6: khóa 1 của đơn vị cấp 0 xuất hiện hai lần",
        ),
        ([&mint[..], &keyed("date.toml")].concat(), "dòng 5: \"31/12/2026\" không phải ngày hay thời điểm"),
        (
            [&mint[..], &["--keys", "keys.toml"]].concat(),
            "dòng 1: không có khóa bí mật cho khóa 1 của đơn vị cấp 0",
        ),
        (
            [&mint[..], &keyed("keys.toml"), &["--root", "0=root.hex"]].concat(),
            "--root cho đơn vị cấp 0 xuất hiện hai lần",
        ),
        ([&late[..], &keyed("keys.toml")].concat(), "đơn vị cấp không có khóa cho thời điểm này"),
        ([&large[..], &keyed("keys.toml")].concat(), "số thứ tự lớn nhất là 4398046511103"),
        ([&total[..], &keyed("keys.toml")].concat(), "TgTTTBSo (trường 9) không phải số thập phân thường"),
        (vec!["code", "verify", "--qr", "text.png"], "không phải PNG hay JPEG"),
        (vec!["keys", "list", "twice.toml"], "dòng 6: khóa 1 của đơn vị cấp 0 xuất hiện hai lần"),
    ] {
        let ran = folder.etax(&arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.out);
        assert!(ran.err.contains(part), "{part} is not in {}", ran.err);
    }
    // What is no code says where, and what it was taken for.
    for (text, part) in [
        ("00012510AB2E90836195567D1B02115-82", "ở ký tự thứ 32: không được có '-'"),
        (
            "M1-26-AB1CD-0000000004",
            "gần giống cash-register-23, nhưng ở ký tự thứ 23: có 22 ký tự thay vì 23",
        ),
        ("", "ở ký tự thứ 1: có 0 ký tự thay vì 34"),
        ("1;2;3", "có 3 trường thay vì 9 hoặc 11"),
    ] {
        let ran = folder.etax(&["code", "parse", text]);
        assert_eq!((ran.status, ran.out.contains(part)), (Some(1), true), "{text}: {}", ran.out);
    }
    folder.put("uncoded.xml", text.replace("<MCCQT>", "<X>").replace("</MCCQT>", "</X>"));
    let ran = folder.etax(&["code", "verify", "uncoded.xml"]);
    assert_eq!(
        (ran.status, ran.out.starts_with("hóa đơn không mang mã nào")),
        (Some(1), true),
        "{}",
        ran.out
    );
}

#[test]
fn a_code_that_is_typed_in_small_letters_is_the_code_that_was_meant() {
    let folder = folder();
    let code = mint(&folder, "41").out.trim().to_owned();
    let ran = verify(&folder, "invoice.xml", &format!(" {}", code.to_lowercase()));
    let expected = "bound: this invoice's code (auth34); issuer 0, key 1, serial 41; as typed: blanks around the text; \
        as typed: small letters in place of capitals\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), expected));
    let ran = folder.etax(&["code", "parse", "--lang", "en", &code.to_lowercase()]);
    let expected = "scheme: auth34\nissuer: 0\nkey: 1\ndeviates: small letters in place of capitals\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), expected));
}

#[test]
fn codes_in_base_32_are_made_where_the_key_says_so() {
    let folder = folder();
    let days = ["--from", "2026-01-01", "--until", "2026-12-31", "--algorithm", "hmac-sha256-b32"];
    let made = folder.etax(&[&["keys", "new", "b32.toml"][..], &days].concat());
    assert_eq!((made.status, made.err.as_str()), (Some(0), ""));
    // The key that follows makes the same form.
    assert_eq!(folder.etax(&["keys", "rotate", "b32.toml"]).status, Some(0));
    let ran = folder.etax(&["keys", "list", "b32.toml", "--at", "2026-11-23"]);
    assert_eq!(ran.out.matches("\thmac-sha256-b32\tprinted\t").count(), 2, "{}", ran.out);
    let keyed = ["--keys", "b32.toml", "--root", "0=root.hex", "--lang", "en"];
    let mint = ["code", "mint", "invoice.xml", "--serial", "41", "--at", "2026-11-23"];
    let ran = folder.etax(&[&mint[..], &keyed].concat());
    let code = ran.out.trim().to_owned();
    assert_eq!((ran.status, code.len()), (Some(0), 34), "{}", ran.err);
    let verify = |file: &str, code: &str| {
        folder.etax(&[&["code", "verify", file, "--code", code][..], &keyed].concat())
    };
    let ran = verify("invoice.xml", &code);
    let expected = "bound: this invoice's code (auth34-b32); issuer 0, key 1, serial 41\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), expected));
    assert_eq!(verify("invoice.xml", &code.to_lowercase()).status, Some(0));
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    folder.put("changed.xml", text.replacen("<TgTTTBSo>", "<TgTTTBSo>9", 1));
    let ran = verify("changed.xml", &code);
    assert_eq!((ran.status, ran.out.starts_with("not bound:")), (Some(1), true), "{}", ran.out);
    // Without a key or the option that says so it is 34 letters and digits.
    let ran = folder.etax(&["code", "parse", "--lang", "en", &code]);
    assert!(ran.out.starts_with("scheme: mccqt-34\n"), "{}", ran.out);
    let ran = folder.etax(&["code", "parse", "--lang", "en", "--b32", &code]);
    assert_eq!(ran.out, "scheme: auth34-b32\nissuer: 0\nkey: 1\n");
    // A registry keeps it, and an alarm is raised where it does not.
    folder.put("coded.xml", text.replacen("<DSCKS>", &format!("<MCCQT>{code}</MCCQT><DSCKS>"), 1));
    let check = || {
        let registry = ["check", "--registry", "r.db", "--format", "json", "coded.xml"];
        folder.etax(&[&registry[..], &keyed].concat()).out
    };
    folder.put(
        "other.xml",
        text.replacen("<DSCKS>", "<MCCQT>000123456789AB4DEF8123456789ABCDEF</MCCQT><DSCKS>", 1)
            .replacen("<SHDon>", "<SHDon>9", 1),
    );
    assert_eq!(folder.etax(&["registry", "import", "--store", "r.db", "other.xml"]).status, Some(0));
    assert!(check().contains("registry.unrecorded"));
    assert_eq!(folder.etax(&["registry", "import", "--store", "r.db", "coded.xml"]).status, Some(0));
    assert!(check().contains("\"registry\": \"passed\""));
}

#[test]
fn a_code_over_the_code_of_the_invoice_that_is_replaced() {
    let folder = folder();
    let earlier = "000123456789AB4DEF8123456789ABCDEF";
    let keyed = ["--keys", "keys.toml", "--root", "0=root.hex", "--lang", "en"];
    let mint = ["code", "mint", "invoice.xml", "--serial", "3", "--at", "2026-11-23", "--related", earlier];
    let code = folder.etax(&[&mint[..], &keyed].concat()).out.trim().to_owned();
    let verify = |more: &[&str]| {
        folder.etax(&[&["code", "verify", "invoice.xml", "--code", &code][..], &keyed, more].concat())
    };
    let ran = verify(&["--related", earlier]);
    assert_eq!(ran.out, "bound: this invoice's code (auth34); issuer 0, key 1, serial 3\n");
    assert_eq!(verify(&[]).status, Some(1));
    assert_eq!(verify(&["--related", "000123456789AB4DEF8123456789ABCDE0"]).status, Some(1));
}

#[test]
fn a_qr_code_is_drawn_photographed_and_held_against_its_invoice() {
    let folder = folder();
    folder.put("seal.hex", "09".repeat(32));
    let code = mint(&folder, "5").out.trim().to_owned();
    let days = ["--from", "2026-01-01", "--until", "2026-12-31"];
    let made = folder.etax(
        &[&["keys", "new", "public.toml", "--seal", "26Q4A", "--secret", "new.hex"][..], &days].concat(),
    );
    assert_eq!((made.status, made.err.as_str()), (Some(0), ""));
    let seal = ["--seal", "26Q4A", "--seal-secret", "new.hex", "--code", code.as_str()];
    for output in ["code.png", "code.svg"] {
        let ran = folder.etax(&[&["code", "qr", "invoice.xml", "-o", output][..], &seal].concat());
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    }
    let text = folder.etax(&[&["code", "qr", "invoice.xml"][..], &seal].concat()).out;
    assert!(text.starts_with("000201") && text.contains("VNSQ1"), "{text}");
    let verify = |more: &[&str]| {
        let always = ["--public-keys", "public.toml", "--at", "2026-11-23", "--lang", "en"];
        folder.etax(&[&["code", "verify", "--qr", "code.png"][..], &always, more].concat())
    };
    // From paper alone, and with the file.
    for more in [&[][..], &["invoice.xml"]] {
        let ran = verify(more);
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        assert!(
            ran.out.starts_with("bound: this invoice's code (sealed-qr); genuine when issued"),
            "{}",
            ran.out
        );
    }
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    folder.put("changed.xml", text.replacen("<TgTTTBSo>", "<TgTTTBSo>9", 1));
    let ran = verify(&["changed.xml"]);
    assert_eq!((ran.status, ran.out.starts_with("not bound:")), (Some(1), true), "{}", ran.out);
    assert!(ran.out.contains("TgTTTBSo differs"), "{}", ran.out);
    let ran = verify(&["--currency", "USD"]);
    assert_eq!((ran.status, ran.out.starts_with("not bound:")), (Some(1), true), "{}", ran.out);

    // The list is signed by the authority.
    let signature = folder.etax(&["keys", "sign", "public.toml", "--secret", "seal.hex"]);
    assert_eq!(signature.status, Some(0), "{}", signature.err);
    folder.put("public.sig", signature.out.as_bytes());
    // The public key of the seed 09 09 …, as any implementation of RFC 8032 derives it.
    let authority = "fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618";
    let ran = verify(&["--list-signature", "public.sig", "--authority", authority]);
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    let nobody = "00".repeat(32);
    let ran = verify(&["--list-signature", "public.sig", "--authority", nobody.as_str()]);
    assert_eq!((ran.status, ran.err.contains("the list's signature does not hold")), (Some(2), true));

    // Without a seal it is anybody's.
    folder.etax(&["code", "qr", "invoice.xml", "-o", "plain.png"]);
    let ran = folder.etax(&["code", "verify", "--qr", "plain.png", "invoice.xml", "--lang", "en"]);
    assert_eq!((ran.status, ran.out.starts_with("undecided (DLQRCode)")), (Some(1), true), "{}", ran.out);
    for (file, part) in [("invoice.xml", "neither PNG nor JPEG"), ("none.png", "none.png cannot be used")] {
        let ran = folder.etax(&["code", "verify", "--qr", file, "--lang", "en"]);
        assert_eq!((ran.status, ran.err.contains(part)), (Some(2), true), "{}", ran.err);
    }
}

#[test]
fn a_qr_code_is_sealed_with_es256() {
    let folder = folder();
    let days = ["--from", "2026-01-01", "--until", "2026-12-31", "--secret", "es.hex"];
    let new = ["keys", "new", "public.toml", "--seal", "26Q4E", "--es256"];
    let made = folder.etax(&[&new[..], &days].concat());
    assert_eq!((made.status, made.err.as_str()), (Some(0), ""));
    let code = mint(&folder, "5").out.trim().to_owned();
    let seal = ["--seal", "26Q4E", "--seal-secret", "es.hex", "--code", code.as_str()];
    let drawn = folder.etax(&[&["code", "qr", "invoice.xml", "-o", "code.png"][..], &seal].concat());
    assert_eq!((drawn.status, drawn.err.as_str()), (Some(0), ""));
    let verify = |more: &[&str]| {
        let always = ["--public-keys", "public.toml", "--at", "2026-11-23", "--lang", "en"];
        folder.etax(&[&["code", "verify", "--qr", "code.png"][..], &always, more].concat())
    };
    let ran = verify(&[]);
    assert!(
        ran.out.starts_with("bound: this invoice's code (sealed-qr); genuine when issued"),
        "{}{}",
        ran.out,
        ran.err
    );
    let ran = verify(&["--currency", "USD"]);
    assert_eq!((ran.status, ran.out.starts_with("not bound:")), (Some(1), true), "{}", ran.out);
    // What is no key of either kind is refused; so is the option on a key that does not seal.
    for (content, part) in
        [("0707", "PKCS#8"), ("+707", "chữ số hex"), ("zz", "chữ số hex"), ("070", "chữ số hex")]
    {
        folder.put("wrong.hex", content);
        let seal = ["--seal", "26Q4E", "--seal-secret", "wrong.hex", "--code", code.as_str()];
        let ran = folder.etax(&[&["code", "qr", "invoice.xml"][..], &seal].concat());
        assert_eq!((ran.status, ran.err.contains(part)), (Some(2), true), "{content}: {}", ran.err);
    }
    let keyed = ["keys", "new", "keys.toml", "--es256", "--from", "2027-01-01", "--until", "2027-12-31"];
    assert_eq!(folder.etax(&keyed).status, Some(2));
}

#[test]
fn keys_are_made_rotated_revoked_and_listed() {
    let folder = folder();
    let etax = |arguments: &[&str]| folder.etax(&[arguments, &["--lang", "en"]].concat());
    let ran = etax(&[
        "keys",
        "new",
        "ring.toml",
        "--from",
        "2026-07-01",
        "--until",
        "2026-09-30",
        "--secret",
        "r.hex",
    ]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), "key 1 of issuer 0 added\n"), "{}", ran.err);
    let again = etax(&["keys", "new", "ring.toml", "--from", "2026-09-30", "--until", "2026-10-30"]);
    assert_eq!(again.status, Some(2));
    assert!(again.err.contains("line 9: key 1 of issuer 0 is for the same time"), "{}", again.err);
    let ran = etax(&["keys", "rotate", "ring.toml", "--until", "2026-12-31"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), "key 2 of issuer 0 added\n"), "{}", ran.err);
    let at = ["--at", "2026-11-05T10:00:00"];
    let ran = etax(&[&["keys", "revoke", "ring.toml", "--id", "2"][..], &at].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let ran = etax(&[&["keys", "revoke", "ring.toml", "--id", "2"][..], &at].concat());
    assert_eq!((ran.status, ran.err.contains("revoked already")), (Some(2), true));
    // The key that follows a revoked one may be for the rest of its time.
    let ran = etax(&["keys", "new", "ring.toml", "--from", "2026-11-05", "--until", "2026-12-31"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), "key 3 of issuer 0 added\n"), "{}", ran.err);
    let ran = etax(&["keys", "list", "ring.toml", "--at", "2026-11-23"]);
    let expected = "0\t1\t2026-07-01\t2026-09-30\thmac-sha256\tprinted\tended\n\
        0\t2\t2026-10-01\t2026-12-31\thmac-sha256\tprinted\trevoked since 2026-11-05T10:00:00+07:00\n\
        0\t3\t2026-11-05\t2026-12-31\thmac-sha256\tprinted\tin use\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), expected), "{}", ran.err);
    // A secret is never overwritten, and is its owner's alone.
    let ran = etax(&[
        "keys",
        "new",
        "ring.toml",
        "--issuer",
        "1",
        "--from",
        "2026-01-01",
        "--until",
        "2026-02-01",
        "--secret",
        "r.hex",
    ]);
    assert_eq!(ran.status, Some(2));

    // Codes of the revoked key are the register's to vouch for.
    let mint = |at: &str, serial: &str| {
        let keys = ["--keys", "old.toml", "--root", "0=r.hex", "--serial", serial, "--at", at];
        etax(&[&["code", "mint", "invoice.xml"][..], &keys].concat()).out.trim().to_owned()
    };
    folder.put("old.toml", "[[key]]\nissuer = 0\nid = 2\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n");
    let code = mint("2026-10-10", "9");
    let verify = |more: &[&str]| {
        let keys = ["--keys", "ring.toml", "--root", "0=r.hex", "--code", code.as_str()];
        etax(&[&["code", "verify", "invoice.xml"][..], &keys, more].concat())
    };
    for (more, status, start) in [
        (&[][..], 1, "undecided (auth34); the key is revoked since"),
        (
            &["--register", "2026-10-10"][..],
            0,
            "bound: this invoice's code (auth34); issuer 0, key 2, serial 9",
        ),
        (
            &["--register", "2026-11-06"][..],
            1,
            "not bound: not this invoice's code (auth34); the key is revoked",
        ),
        (&["--register", "absent"][..], 1, "not bound:"),
    ] {
        let ran = verify(more);
        assert_eq!(
            (ran.status, ran.out.starts_with(start)),
            (Some(status), true),
            "{more:?}: {}{}",
            ran.out,
            ran.err
        );
    }
}

#[test]
fn a_certified_invoice_of_the_pilot_is_undecided_at_best() {
    let folder = folder();
    let pilot =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/good/pilot-invoice.xml")).unwrap();
    folder.put("pilot.xml", &pilot);
    let ran = folder.etax(&["code", "verify", "pilot.xml", "--lang", "en"]);
    assert_eq!(ran.status, Some(1));
    assert!(
        ran.out.starts_with("undecided (pilot-2015); the signature of the authority's device"),
        "{}",
        ran.out
    );
    let ran = folder.etax(&["code", "qr", "pilot.xml", "-o", "pilot.png"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let ran = folder.etax(&["code", "verify", "pilot.xml", "--qr", "pilot.png", "--lang", "en"]);
    assert!(ran.out.starts_with("undecided (pilot-2015)"), "{}{}", ran.out, ran.err);
    let changed = String::from_utf8(pilot).unwrap().replacen("<inv:quantity>", "<inv:quantity>1", 1);
    folder.put("changed.xml", changed);
    let ran = folder.etax(&["code", "verify", "changed.xml", "--lang", "en"]);
    assert!(
        ran.out.contains("the digest that was certified is not that of this invoice's data"),
        "{}",
        ran.out
    );
}
