//! `etax answer`.

use crate::support::{Folder, Ran};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const TESTDATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
const OFFICE: &str = "code = \"TCT\"\nname = \"Thuế cơ sở 9\"\nabove = \"Thuế Thành phố Thử Nghiệm\"\n\
    place = \"Thử Nghiệm\"\ntitle = \"Trưởng thuế cơ sở\"\n";
const KEYS: &str = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-01-01\"\nuntil = \"2026-12-31\"\n";

fn read(name: &str) -> String {
    std::fs::read_to_string(format!("{TESTDATA}/{name}")).unwrap()
}

/// A folder with an office, the kit's authority key, and messages.
fn folder() -> Folder {
    let folder = Folder::new();
    let coded = read("good/invoice-1-coded.xml");
    let value = coded.split("X509Certificate>").nth(3).unwrap().split('<').next().unwrap();
    folder.put("key.pem", etax_testkit::signing_key(&STANDARD.decode(value).unwrap()).unwrap().unwrap());
    folder.put("cert.pem", format!("-----BEGIN CERTIFICATE-----\n{value}\n-----END CERTIFICATE-----\n"));
    folder.put("office.toml", OFFICE);
    folder.put("policy.toml", read("policy/test.toml"));
    folder.put("keys.toml", KEYS);
    folder.put("root.hex", "07".repeat(32));
    let message = read("good/message-200.xml");
    folder.put("broken.xml", message.replace("<SHDon>400<", "<SHDon>401<"));
    folder.put("m200.xml", message);
    let registration = read("good/registration.xml");
    let (_, registration) = registration.split_once("?>").unwrap();
    let tax_code = registration.split("<MST>").nth(1).unwrap().split('<').next().unwrap();
    folder.put(
        "m100.xml",
        format!(
            "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>V9900000016</MNGui><MNNhan>TCT</MNNhan><MLTDiep>100</MLTDiep>\
             <MTDiep>V99000000160123456789AB4DEF8123456789ABCDEF</MTDiep><MST>{tax_code}</MST><SLuong>1</SLuong>\
             </TTChung><DLieu>{registration}</DLieu></TDiep>"
        ),
    );
    folder
}

fn answer(folder: &Folder, arguments: &[&str]) -> Ran {
    let always = [
        "answer",
        "--office",
        "office.toml",
        "--key",
        "key.pem",
        "--cert",
        "cert.pem",
        "--policy",
        "policy.toml",
        "--trust",
        "trust",
        "--crl",
        "crl",
        "--at",
        "2026-11-23T10:00:00",
    ];
    folder.etax(&[&always[..], arguments].concat())
}

fn code(xml: &str) -> &str {
    xml.split_once("<MCCQT ").unwrap().1.split_once('>').unwrap().1.split('<').next().unwrap()
}

#[test]
fn each_answer_has_its_file() {
    let folder = folder();
    let ran = answer(&folder, &["m200.xml", "-o", "out", "--lang", "en"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.out, " 999  grants   out/m200.1-999.xml\n 202  grants   out/m200.2-202.xml\n");
    let checked = folder.etax(&[
        "check",
        "--policy",
        "policy.toml",
        "--trust",
        "trust",
        "--crl",
        "crl",
        "--at",
        "2026-11-23T10:00:00",
        "--summary",
        "out",
    ]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    let ran = answer(&folder, &["broken.xml", "-o", "out"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains(" 204  không chấp nhận  out/broken.2-204.xml\n"), "{ran:?}");
}

#[test]
fn a_message_sent_again_gets_the_same_code() {
    let folder = folder();
    let granted = |arguments: &[&str]| {
        let ran = answer(&folder, &[&["m200.xml", "-o", "-"][..], arguments].concat());
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        code(&ran.out).to_owned()
    };
    let random = granted(&["--store", "codes.db"]);
    assert_eq!(granted(&["--store", "codes.db"]), random);
    let keyed = ["--store", "keyed.db", "--keys", "keys.toml", "--root", "0=root.hex"];
    let code = granted(&keyed);
    assert_eq!(granted(&keyed), code);
    assert_ne!(code, random);
    // Without a store nothing is remembered.
    assert_ne!(granted(&[]), granted(&[]));

    let ran = answer(&folder, &["m200.xml", "-o", "out", "--store", "keyed.db"]);
    assert_eq!(ran.status, Some(0));
    let xml = std::fs::read_to_string(folder.path().join("out/m200.2-202.xml")).unwrap();
    let invoice = format!("{}</HDon>", &xml[xml.find("<HDon>").unwrap()..xml.find("</HDon>").unwrap()]);
    folder.put("coded.xml", invoice);
    let verified =
        folder.etax(&["code", "verify", "coded.xml", "--keys", "keys.toml", "--root", "0=root.hex"]);
    assert_eq!(verified.status, Some(0), "{verified:?}");
    // The same id on other content.
    folder.put("other.xml", xml_with_other_space(&folder));
    let ran = answer(&folder, &["other.xml", "-o", "-", "--store", "keyed.db"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("Mã thông điệp đã được dùng cho nội dung khác."), "{ran:?}");
}

/// The message with a blank at its end.
fn xml_with_other_space(folder: &Folder) -> String {
    std::fs::read_to_string(folder.path().join("m200.xml")).unwrap() + "\n"
}

#[test]
fn cash_registers_keep_their_string() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.path().join("m100.xml")).unwrap();
    let certificate = text.split("X509Certificate>").nth(1).unwrap().split('<').next().unwrap();
    let key = etax_testkit::signing_key(&STANDARD.decode(certificate).unwrap()).unwrap().unwrap();
    folder.put("taxpayer.pem", key);
    folder.put(
        "taxpayer-cert.pem",
        format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n"),
    );
    let (start, end) =
        (text.find("<Signature ").unwrap(), text.find("</Signature>").unwrap() + "</Signature>".len());
    let plain = format!("{}{}", &text[..start], &text[end..]).replace("<CMTMTTien>0<", "<CMTMTTien>1<");
    folder.put("plain.xml", plain);
    let signed = folder.etax(&[
        "sign",
        "plain.xml",
        "--as",
        "taxpayer",
        "--key",
        "taxpayer.pem",
        "--cert",
        "taxpayer-cert.pem",
        "--at",
        "2026-11-20T09:00:00",
        "-o",
        "m100.xml",
    ]);
    assert_eq!(signed.status, Some(0), "{signed:?}");

    let wanted = answer(&folder, &["m100.xml", "-o", "-", "--lang", "en"]);
    assert_eq!(wanted.status, Some(2));
    assert!(wanted.err.contains("--registers"), "{wanted:?}");
    let string = || {
        let ran = answer(&folder, &["m100.xml", "-o", "-", "--registers", "registers.tsv"]);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        ran.out.split_once("<MCCQT>").unwrap().1.split('<').next().unwrap().to_owned()
    };
    let first = string();
    assert_eq!((first.len(), string()), (5, first.clone()));
    let kept = std::fs::read_to_string(folder.path().join("registers.tsv")).unwrap();
    assert!(kept.ends_with(&format!("\t{first}\n")) && kept.lines().count() == 1, "{kept}");

    let ran = answer(&folder, &["m100.xml", "-o", "-", "--refuse", "2003=Không thuộc trường hợp sử dụng"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("<TTXNCQT>2</TTXNCQT>") && ran.out.contains("<MLoi>2003</MLoi>"), "{ran:?}");
}

#[test]
fn a_seed_makes_it_come_out_the_same() {
    let folder = folder();
    let run = |seed: &str| answer(&folder, &["m200.xml", "m100.xml", "-o", "-", "--seed", seed]).out;
    assert_eq!(run("a"), run("a"));
    assert_ne!(run("a"), run("b"));
}

#[test]
fn what_keeps_it_from_answering_is_said() {
    let folder = folder();
    folder.put("nothing.xml", "<");
    folder.put("bad.toml", "code = \"TCT\"\n");
    folder.put("nobody.toml", OFFICE.replace("TCT", "GDT"));
    for (arguments, part) in [
        (&["nothing.xml", "-o", "-"][..], "--from"),
        (&["none.xml", "-o", "-"], "none.xml"),
        (&["m200.xml", "-o", "-", "--from", "me"], "no code of a sender"),
        (&["m200.xml", "-o", "-", "--office", "bad.toml"], "bad.toml"),
        (&["m200.xml", "-o", "-", "--office", "nobody.toml"], "the office's code"),
    ] {
        let own = arguments.contains(&"--office");
        let always = ["answer", "--key", "key.pem", "--cert", "cert.pem", "--lang", "en"];
        let office: &[&str] = if own { &[] } else { &["--office", "office.toml"] };
        let ran = folder.etax(&[&always[..], office, arguments].concat());
        assert_eq!(ran.status, Some(2), "{arguments:?} {ran:?}");
        assert!(ran.err.contains(part), "{arguments:?} {ran:?}");
    }
    let ran = answer(&folder, &["nothing.xml", "-o", "-", "--from", "V9900000016"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("<MLTDiep>999</MLTDiep>") && ran.out.contains("<MLTDiep>-1</MLTDiep>"));
}
