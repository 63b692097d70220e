//! Key files as OpenSSL writes them, and key files that somebody has been at.
#![cfg(feature = "pkcs12")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

use etax::signature::Role;
use etax::signature::pki::Certificate;
use etax::signature::sign::{KeyError, PrivateKey, SignRequest, SystemRandom, sign};
use etax::value::Moment;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const PASSWORD: &str = "Mật khẩu: 12 & \u{1F511}";

/// Runs openssl in a folder.
#[track_caller]
fn openssl(folder: &Path, arguments: &str, more: &[&str]) {
    let output = Command::new("openssl")
        .args(arguments.split_whitespace())
        .args(more)
        .current_dir(folder)
        .output()
        .expect("openssl is not installed; Debian has it in the package of that name");
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

/// Makes `<name>.key` and `<name>.pem` with these options of `openssl req`.
fn make(folder: &Path, name: &str, options: &str) {
    let files = format!("-keyout {name}.key -out {name}.pem");
    openssl(folder, &format!("req -x509 -nodes -days 3650 {options} {files}"), &["-subj", "/CN=Thử"]);
    openssl(folder, &format!("x509 -in {name}.pem -outform der -out {name}.der"), &[]);
}

const RSA: &str = "-newkey rsa:2048";
const P256: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256";
const P384: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-384";

fn certificate(folder: &Path, name: &str) -> Certificate {
    Certificate::from_der(&read(folder, &format!("{name}.der"))).unwrap()
}

/// Whether a key signs so that the core's own check holds.
#[track_caller]
fn assert_signs(key: &PrivateKey) {
    let at = Moment::from_unix(key.certificate().not_before().unix() + 3600).unwrap();
    let document = b"<HDon><DLHDon Id=\"a\"/><DSCKS><NBan/></DSCKS></HDon>";
    sign(document, &SignRequest::new(Role::Seller, at), &key.signer(&SystemRandom::new())).unwrap();
}

#[test]
fn every_pkcs12_that_openssl_writes_gives_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (name, options) in [("rsa", RSA), ("p256", P256), ("p384", P384), ("issuer", RSA)] {
        make(folder, name, options);
    }
    let pass = format!("pass:{PASSWORD}");
    let ways = [
        "",
        "-legacy",
        "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1",
        "-keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-RC2-128 -legacy",
        "-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha384 -iter 1",
        "-keypbe DES-EDE3-CBC -certpbe NONE -macalg sha512",
        "-keypbe NONE -certpbe NONE -nomac",
        "-keypbe AES-256-CBC -iter 100000 -macalg sha256",
        "-certfile issuer.pem -name Thử",
    ];
    for (number, way) in ways.into_iter().enumerate() {
        for name in ["rsa", "p256", "p384"] {
            let files = format!("pkcs12 -export -inkey {name}.key -in {name}.pem -out file.p12 {way}");
            openssl(folder, &files, &["-passout", &pass]);
            let file = read(folder, "file.p12");
            let key = PrivateKey::from_pkcs12(&file, PASSWORD)
                .unwrap_or_else(|error| panic!("{name} {way}: {error}"));
            assert_eq!(key.certificate().der(), certificate(folder, name).der());
            let chain = if way.contains("-certfile") { vec![read(folder, "issuer.der")] } else { Vec::new() };
            assert_eq!(key.chain(), chain, "{name} {way}");
            assert_signs(&key);
            if number != 6 {
                assert_eq!(PrivateKey::from_pkcs12(&file, "sai").unwrap_err(), KeyError::Password, "{way}");
            }
        }
    }
    openssl(folder, "pkcs12 -export -inkey rsa.key -in rsa.pem -out file.p12 -passout pass:", &[]);
    assert_signs(&PrivateKey::from_pkcs12(&read(folder, "file.p12"), "").unwrap());
    // A file without the key's certificate, and one without a key.
    openssl(folder, "pkcs12 -export -inkey rsa.key -nocerts -out file.p12 -passout pass:", &[]);
    let bare = PrivateKey::from_pkcs12(&read(folder, "file.p12"), "").unwrap_err();
    assert_eq!(bare, KeyError::NoCertificate);
    openssl(folder, "pkcs12 -export -nokeys -in rsa.pem -out file.p12 -passout pass:", &[]);
    assert_eq!(PrivateKey::from_pkcs12(&read(folder, "file.p12"), "").unwrap_err(), KeyError::Count(0));
}

#[test]
fn plain_and_encrypted_pkcs8_and_pkcs1_give_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (name, options) in [("rsa", RSA), ("p256", P256), ("p384", P384)] {
        make(folder, name, options);
        let own = || certificate(folder, name);
        let pem = read(folder, &format!("{name}.key"));
        assert_signs(&PrivateKey::from_pkcs8(&pem, own()).unwrap());
        openssl(folder, &format!("pkcs8 -topk8 -nocrypt -in {name}.key -outform der -out plain.der"), &[]);
        assert_signs(&PrivateKey::from_pkcs8(&read(folder, "plain.der"), own()).unwrap());
        // With certificates beside it, as many tools write.
        let both = [read(folder, &format!("{name}.pem")), pem].concat();
        assert_signs(&PrivateKey::from_pkcs8(&both, own()).unwrap());
        for way in [
            "-v2 aes-256-cbc",
            "-v2 aes-128-cbc -v2prf hmacWithSHA512",
            "-v2 des3 -v2prf hmacWithSHA1",
            "-v1 PBE-SHA1-3DES",
        ] {
            let pass = format!("pass:{PASSWORD}");
            for (form, file) in [("pem", "key.pem"), ("der", "key.der")] {
                let arguments = format!("pkcs8 -topk8 {way} -in {name}.key -outform {form} -out {file}");
                openssl(folder, &arguments, &["-passout", &pass]);
                let bytes = read(folder, file);
                let read = |password| PrivateKey::from_encrypted_pkcs8(&bytes, password, own());
                assert_signs(&read(PASSWORD).unwrap_or_else(|error| panic!("{name} {way} {form}: {error}")));
                assert_eq!(read("sai").unwrap_err(), KeyError::Password, "{name} {way} {form}");
            }
            let unasked = PrivateKey::from_pkcs8(&read(folder, "key.pem"), own()).unwrap_err();
            assert_eq!(unasked, KeyError::Encrypted);
        }
    }
    openssl(folder, "rsa -in rsa.key -traditional -out old.key", &[]);
    assert!(String::from_utf8(read(folder, "old.key")).unwrap().contains("BEGIN RSA PRIVATE KEY"));
    assert_signs(&PrivateKey::from_pkcs8(&read(folder, "old.key"), certificate(folder, "rsa")).unwrap());
    openssl(folder, "ec -in p256.key -out old.key", &[]);
    let sec1 = PrivateKey::from_pkcs8(&read(folder, "old.key"), certificate(folder, "p256")).unwrap_err();
    assert_eq!(sec1, KeyError::Unsupported("EC PRIVATE KEY".to_owned()));
}

#[test]
fn a_key_of_another_certificate_is_refused_and_a_short_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let all = [
        ("rsa", RSA),
        ("other", RSA),
        ("p256", P256),
        ("p257", P256),
        ("p384", P384),
        ("short", "-newkey rsa:1024"),
    ];
    for (name, options) in all {
        make(folder, name, options);
    }
    for (key, _) in all {
        for (other, _) in all {
            let read =
                PrivateKey::from_pkcs8(&read(folder, &format!("{key}.key")), certificate(folder, other));
            match (key == other, key) {
                (true, "short") => assert_eq!(read.unwrap_err(), KeyError::TooShort),
                (true, _) => assert_signs(&read.unwrap()),
                (false, "short") if other.starts_with('p') => {
                    assert_eq!(read.unwrap_err(), KeyError::Mismatch)
                }
                (false, "short") => assert_eq!(read.unwrap_err(), KeyError::TooShort),
                (false, _) => assert_eq!(read.unwrap_err(), KeyError::Mismatch, "{key} {other}"),
            }
        }
    }
}

#[test]
fn broken_files_end_in_an_error_soon() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    make(folder, "rsa", RSA);
    openssl(folder, "pkcs12 -export -inkey rsa.key -in rsa.pem -out file.p12 -iter 1 -passout pass:a", &[]);
    openssl(folder, "pkcs8 -topk8 -iter 1 -in rsa.key -outform der -out key.der -passout pass:a", &[]);
    let (file, key, own) = (read(folder, "file.p12"), read(folder, "key.der"), certificate(folder, "rsa"));
    let started = Instant::now();
    for length in 0..file.len() {
        assert!(PrivateKey::from_pkcs12(&file[..length], "a").is_err(), "{length}");
    }
    for length in (0..key.len()).step_by(5) {
        assert!(PrivateKey::from_encrypted_pkcs8(&key[..length], "a", own.clone()).is_err(), "{length}");
    }
    // Whatever is altered, either nothing comes out or the same key.
    for at in 0..file.len() {
        for flip in [1, 0x80] {
            let mut altered = file.clone();
            altered[at] ^= flip;
            if let Ok(key) = PrivateKey::from_pkcs12(&altered, "a") {
                assert_eq!(key.certificate().der(), own.der(), "{at}");
            }
        }
    }
    // Rounds without end. The number stands where 65537, of the same length in DER, was asked for.
    openssl(folder, "pkcs8 -topk8 -iter 65537 -in rsa.key -outform der -out key.der -passout pass:a", &[]);
    let mut costly = read(folder, "key.der");
    let rounds = costly.windows(5).position(|window| window == [2, 3, 1, 0, 1]).unwrap();
    costly[rounds + 2] = 0x7f;
    let asked = PrivateKey::from_encrypted_pkcs8(&costly, "a", own.clone()).unwrap_err();
    assert_eq!(asked, KeyError::TooCostly);
    assert_eq!(PrivateKey::from_pkcs12(&vec![0x30; 300 * 1024], "").unwrap_err(), KeyError::TooCostly);
    let taken = started.elapsed();
    assert!(taken.as_secs() < 60, "{taken:?}");
}
