//! `etax sign`.

use crate::support::{BROKEN, Folder, Ran, invoice};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::process::Command;

const TIME: &str = "2026-11-20T09:00:00";

/// A folder with an unsigned invoice of the kit (`plain.xml`), and its seller's key and certificate.
fn folder() -> Folder {
    let folder = Folder::new();
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    let (start, end) = (text.find("<Signature ").unwrap(), text.find("</Signature>").unwrap());
    let value = text.split("X509Certificate>").nth(1).unwrap().split('<').next().unwrap();
    let der = STANDARD.decode(value).unwrap();
    folder.put("plain.xml", format!("{}{}", &text[..start], &text[end + "</Signature>".len()..]));
    folder.put("key.pem", etax_testkit::signing_key(&der).unwrap().unwrap());
    folder.put("cert.pem", format!("-----BEGIN CERTIFICATE-----\n{value}\n-----END CERTIFICATE-----\n"));
    folder.put("cert.der", der);
    folder.put("password.txt", "mật khẩu\r\nsecond line\n");
    folder
}

/// Runs openssl in the folder.
fn openssl(folder: &Folder, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn sign(folder: &Folder, arguments: &[&str]) -> Ran {
    let all = [&["sign", "--as", "seller", "--at", TIME, "--lang", "en"], arguments].concat();
    folder.etax(&all)
}

const KEY: [&str; 4] = ["--key", "key.pem", "--cert", "cert.pem"];

fn with_key(folder: &Folder, arguments: &[&str]) -> Ran {
    sign(folder, &[&KEY[..], arguments].concat())
}

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn what_is_signed_is_authentic() {
    let folder = folder();
    let ran = with_key(&folder, &["plain.xml", "-o", "signed.xml"]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    let checked = folder.check(&["signed.xml"]);
    assert_eq!(checked.status, Some(0), "{checked:?}");
    assert!(
        checked.out.contains("CHẤP NHẬN") && checked.out.contains("ký lúc 2026-11-20 09:00:00"),
        "{checked:?}"
    );
    assert_eq!(folder.check(&["plain.xml"]).status, Some(1));
    // RSA signatures are the same each time, and standard output carries the same bytes.
    let again = with_key(&folder, &["plain.xml"]);
    assert_eq!((again.status, again.out), (Some(0), read(&folder, "signed.xml")));
}

#[test]
fn every_kind_of_key_file_will_do() {
    let folder = folder();
    let expected = with_key(&folder, &["plain.xml"]).out;
    openssl(
        &folder,
        &[
            "pkcs12",
            "-export",
            "-inkey",
            "key.pem",
            "-in",
            "cert.pem",
            "-out",
            "key.p12",
            "-passout",
            "pass:mật khẩu",
        ],
    );
    openssl(
        &folder,
        &["pkcs8", "-topk8", "-in", "key.pem", "-out", "locked.pem", "-passout", "pass:mật khẩu"],
    );
    openssl(
        &folder,
        &["pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "der", "-out", "key.der"],
    );
    folder.put("both.pem", read(&folder, "key.pem") + &read(&folder, "cert.pem"));
    for arguments in [
        &["--key", "key.p12", "--password-file", "password.txt"][..],
        &["--key", "locked.pem", "--cert", "cert.der", "--password-file", "password.txt"],
        &["--key", "key.der", "--cert", "cert.pem"],
        &["--key", "both.pem"],
    ] {
        let ran = sign(&folder, &[arguments, &["plain.xml"]].concat());
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        assert_eq!(ran.out, expected, "{arguments:?}");
    }
    let mut command = folder.command();
    command.args(["sign", "--as", "seller", "--at", TIME, "--key", "key.p12", "plain.xml"]);
    let output = command.env("ETAX_KEY_PASSWORD", "mật khẩu").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder();
    let plain = read(&folder, "plain.xml");
    let mut command = folder.command();
    command.args(["sign", "-", "--as", "seller", "--at", TIME]).args(KEY);
    let ran = crate::support::finish(&mut command, plain.as_bytes());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(ran.out, with_key(&folder, &["plain.xml"]).out);
}

#[test]
fn the_input_is_replaced_only_when_asked() {
    let folder = folder();
    let plain = read(&folder, "plain.xml");
    for same in ["plain.xml", "./plain.xml"] {
        let ran = with_key(&folder, &["plain.xml", "-o", same]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.err.contains("--in-place"), "{ran:?}");
        assert_eq!(read(&folder, "plain.xml"), plain);
    }
    let expected = with_key(&folder, &["plain.xml"]).out;
    assert_eq!(with_key(&folder, &["plain.xml", "--in-place"]).status, Some(0));
    assert_eq!(read(&folder, "plain.xml"), expected);
    let twice = with_key(&folder, &["plain.xml", "--in-place"]);
    assert_eq!(twice.status, Some(2));
    assert!(twice.err.contains("there is a signature already: /HDon/DSCKS/NBan/Signature"), "{twice:?}");
    assert_eq!(read(&folder, "plain.xml"), expected);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_permissions_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder();
    let (plain, link) = (folder.path().join("plain.xml"), folder.path().join("link.xml"));
    std::fs::set_permissions(&plain, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("plain.xml", &link).unwrap();
    assert_eq!(with_key(&folder, &["plain.xml", "-o", "link.xml"]).status, Some(2));
    assert_eq!(with_key(&folder, &["link.xml", "--in-place"]).status, Some(0));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&plain).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(read(&folder, "plain.xml").contains("<Signature "));
    let device = with_key(&folder, &["plain.xml", "-o", "/dev/null"]);
    assert!(device.err.contains("already"), "{device:?}");
    assert!(std::fs::metadata("/dev/null").unwrap().permissions().mode() & 0o777 == 0o666);
}

#[test]
fn mistakes_are_named_in_both_languages_and_nothing_is_written() {
    let folder = folder();
    folder.put("broken.xml", BROKEN);
    folder.put("other.key", etax_testkit::signing_key(&other_certificate()).unwrap().unwrap());
    folder.put("binary.txt", b"\xff\xfe");
    folder.put("empty.pem", "");
    openssl(
        &folder,
        &[
            "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "key.p12", "-passout",
            "pass:a",
        ],
    );
    let cases: [(&[&str], &str, &str); 14] = [
        (
            &["missing.xml", "--key", "key.pem", "--cert", "cert.pem"],
            "cannot sign missing.xml",
            "không ký được missing.xml",
        ),
        (&["plain.xml", "--key", "missing.pem"], "missing.pem cannot be used", "không dùng được missing.pem"),
        (&["plain.xml", "--key", "key.pem"], "no certificate", "không có chứng thư số"),
        (
            &["plain.xml", "--key", "key.pem", "--cert", "empty.pem"],
            "no certificate",
            "không có chứng thư số",
        ),
        (
            &["plain.xml", "--key", "other.key", "--cert", "cert.pem"],
            "of another key",
            "không phải của khóa này",
        ),
        (&["plain.xml", "--key", "cert.pem", "--cert", "cert.pem"], "0 keys", "0 khóa"),
        (&["plain.xml", "--key", "key.p12"], "ETAX_KEY_PASSWORD", "ETAX_KEY_PASSWORD"),
        (
            &["plain.xml", "--key", "key.p12", "--password-file", "password.txt"],
            "wrong password",
            "sai mật khẩu",
        ),
        (
            &["plain.xml", "--key", "key.p12", "--password-file", "binary.txt"],
            "not UTF-8",
            "không phải là UTF-8",
        ),
        (
            &["broken.xml", "--key", "key.pem", "--cert", "cert.pem"],
            "not well-formed",
            "không phải XML đúng quy cách",
        ),
        (
            &["plain.xml", "--key", "key.pem", "--cert", "cert.pem", "--algorithm", "ecdsa-sha256"],
            "cannot sign with ecdsa-sha256",
            "không ký được theo ecdsa-sha256",
        ),
        (
            &["plain.xml", "--key", "key.pem", "--cert", "cert.pem", "--at", "2040-01-01"],
            "not valid at the signing time",
            "không có hiệu lực lúc ký",
        ),
        (
            &["plain.xml", "--key", "key.pem", "--cert", "cert.pem", "--as", "taxpayer"],
            "taxpayer does not sign",
            "vai taxpayer không ký",
        ),
        (
            &["plain.xml", "--key", "key.pem", "--cert", "cert.pem", "--code", "x"],
            "does not go with a code",
            "không kèm mã",
        ),
    ];
    for (arguments, en, vi) in cases {
        for (lang, words) in [("en", en), ("vi", vi)] {
            let mut all = vec!["sign", "-o", "out.xml", "--lang", lang];
            if !arguments.contains(&"--as") {
                all.extend(["--as", "seller"]);
            }
            if !arguments.contains(&"--at") {
                all.extend(["--at", TIME]);
            }
            all.extend(arguments);
            let ran = folder.etax(&all);
            assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{all:?}: {ran:?}");
            assert!(ran.err.starts_with("etax: ") && ran.err.contains(words), "{words}: {ran:?}");
            assert!(!folder.path().join("out.xml").exists());
        }
    }
}

/// A certificate of the kit's authority.
fn other_certificate() -> Vec<u8> {
    let files = etax_testkit::testdata().unwrap();
    let coded = files.iter().find(|file| file.path == "good/invoice-2-coded.xml").unwrap();
    let text = std::str::from_utf8(&coded.bytes).unwrap();
    STANDARD.decode(text.split("X509Certificate>").nth(3).unwrap().split('<').next().unwrap()).unwrap()
}

#[test]
fn the_authority_inserts_its_code() {
    let folder = folder();
    let code = "00A1B2C3D4E5F64A7B8C9D0E1F2A3B4C5D";
    let ran = with_key(&folder, &["plain.xml", "--as", "authority", "--code", code]);
    assert_eq!(ran.status, Some(2), "one role at a time");
    let mut all = vec!["sign", "plain.xml", "--as", "authority", "--at", TIME, "--code", code];
    all.extend(KEY);
    let ran = folder.etax(&all);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains(&format!(">{code}</MCCQT><DSCKS>")), "{ran:?}");
}

#[test]
fn options_of_the_signature_arrive() {
    let folder = folder();
    let document = "<HDon><DLHDon/><DSCKS><NBan/></DSCKS></HDon>";
    folder.put("message.xml", format!("<TDiep><DLieu>{}</DLieu></TDiep>", document.repeat(2)));
    let vague = with_key(&folder, &["message.xml"]);
    assert!(vague.status == Some(2) && vague.err.contains("2 documents"), "{vague:?}");
    let other = "-----BEGIN CERTIFICATE-----\n".to_owned() + &STANDARD.encode(other_certificate());
    folder.put("certs.pem", format!("{other}\n-----END CERTIFICATE-----\n{}", read(&folder, "cert.pem")));
    let ran = sign(
        &folder,
        &[
            &[
                "message.xml",
                "--key",
                "key.pem",
                "--cert",
                "certs.pem",
                "--chain",
                "--prefixed",
                "--document",
                "2",
            ][..],
            &["--algorithm", "rsa-sha512", "--digest", "sha384", "--state-time", "yes"],
        ]
        .concat(),
    );
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let (first, second) = ran.out.split_once("</HDon>").unwrap();
    assert!(!first.contains("Signature") && second.contains("<ds:Signature "), "{ran:?}");
    assert_eq!(second.matches("<ds:X509Certificate>").count(), 2);
    for part in ["xmldsig-more#rsa-sha512", "xmldsig-more#sha384", "<ds:SigningTime>2026-11-20T09:00:00<"] {
        assert!(second.contains(part), "{part}: {second}");
    }
    let untimed = with_key(&folder, &["plain.xml", "--state-time", "no"]);
    assert!(untimed.status == Some(2) && untimed.err.contains("must state its time"), "{untimed:?}");
}

#[test]
fn help_has_an_example_and_every_option() {
    let folder = Folder::new();
    for (lang, word) in
        [("vi", "Ví dụ:\n  etax sign hoa-don.xml"), ("en", "Examples:\n  etax sign invoice.xml")]
    {
        let ran = folder.etax(&["sign", "--help", "--lang", lang]);
        assert_eq!(ran.status, Some(0));
        for word in
            [word, "--as", "--key", "--cert", "--password-file", "--at", "--in-place", "ETAX_KEY_PASSWORD"]
        {
            assert!(ran.out.contains(word), "{word} is not in {}", ran.out);
        }
    }
}
