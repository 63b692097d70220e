//! What is not signed, and why.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use etax::rule::Lang;
use etax::signature::Role;
use etax::signature::pki::{Certificate, SignatureAlgorithm};
use etax::signature::sign::{
    KeyInfo, PrivateKey, SignError, SignRequest, Signer, SignerError, SystemRandom, prepare, sign,
};
use etax::value::Moment;
use etax::xml::{DefectKind, Limits};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const KEY: &[u8] = include_bytes!("../src/signature/sign/example.key.pem");
const CERTIFICATE: &[u8] = include_bytes!("../src/signature/sign/example.der");
const INVOICE: &str = "<HDon><DLHDon Id=\"a\"><T>1</T></DLHDon><DSCKS><NBan/><CQT/></DSCKS></HDon>";
const CODE: &str = "00A1B2C3D4E5F64A7B8C9D0E1F2A3B4C5D";

fn certificate() -> Certificate {
    Certificate::from_der(CERTIFICATE).unwrap()
}

fn request(role: Role) -> SignRequest<'static> {
    SignRequest::new(role, Moment::parse("2026-11-20T10:00:00").unwrap())
}

fn signed(document: &[u8], request: &SignRequest<'_>) -> Result<Vec<u8>, SignError> {
    let key = PrivateKey::from_pkcs8(KEY, certificate()).unwrap();
    sign(document, request, &key.signer(&SystemRandom::new()))
}

/// The refusal, which must say something in both languages.
#[track_caller]
fn refused(document: &str, request: &SignRequest<'_>) -> SignError {
    let Err(error) = signed(document.as_bytes(), request) else { panic!("signed: {document}") };
    for lang in [Lang::Vi, Lang::En] {
        let text = error.say(lang);
        assert!(text.len() > 10 && !text.contains(['{', '}']) && !text.ends_with('.'), "{text}");
    }
    error
}

#[track_caller]
fn as_seller(document: &str) -> SignError {
    refused(document, &request(Role::Seller))
}

/// `INVOICE` signed by its seller.
fn once() -> String {
    String::from_utf8(signed(INVOICE.as_bytes(), &request(Role::Seller)).unwrap()).unwrap()
}

#[test]
fn documents_that_do_not_fit_are_refused_by_name() {
    assert!(
        matches!(as_seller("<HDon><DSCKS/></HDon>"), SignError::TargetMissing { path } if path == "/HDon/DLHDon")
    );
    assert!(
        matches!(as_seller("<TKhai/>"), SignError::WrongRoot { root, role: Role::Seller } if root == "TKhai")
    );
    assert!(matches!(as_seller("<Invoice/>"), SignError::WrongRoot { .. }));
    assert!(matches!(as_seller("<TDiep><DLieu/></TDiep>"), SignError::WrongRoot { .. }));
    assert!(matches!(refused(INVOICE, &request(Role::Batch)), SignError::WrongRoot { .. }));
    let twice = "<HDon><DLHDon/><DLHDon/><DSCKS/></HDon>";
    assert!(matches!(as_seller(twice), SignError::TargetAmbiguous { path } if path == "/HDon/DLHDon[2]"));
    // Something else of that name, which a reader might take for what is signed.
    let twin = INVOICE.replace("<DSCKS>", "<TTKhac><DLHDon/></TTKhac><DSCKS>");
    assert!(matches!(as_seller(&twin), SignError::TargetAmbiguous { path } if path == "/HDon/TTKhac/DLHDon"));
    let places = INVOICE.replace("<CQT/>", "<NBan></NBan>");
    assert!(
        matches!(as_seller(&places), SignError::PlaceAmbiguous { path } if path == "/HDon/DSCKS/NBan[2]")
    );
    let shared = INVOICE.replace("<CQT/>", "<CQT id='a'/>");
    assert!(
        matches!(as_seller(&shared), SignError::DuplicateId { id, path } if id == "a" && path == "/HDon/DSCKS/CQT")
    );
    for id in ["", "a b", "a'b", "(a)", "#a", "\u{a0}"] {
        let odd = INVOICE.replace("\"a\"", &format!("\"{id}\""));
        assert!(
            matches!(as_seller(&odd), SignError::IdUnusable { path, .. } if path == "/HDon/DLHDon"),
            "{id:?}"
        );
    }
    let relative = INVOICE.replace("<HDon>", "<HDon xmlns:r=\"relative\">");
    assert!(matches!(as_seller(&relative), SignError::NoCanonicalForm));
    let label = "<CHUNGTU><NDUNG_CTU Id=\"TimeSignature\"/></CHUNGTU>";
    assert!(matches!(refused(label, &request(Role::Payer)), SignError::DuplicateId { .. }));
}

#[test]
fn what_is_signed_stays_as_it_is() {
    let once = once();
    assert!(
        matches!(as_seller(&once), SignError::AlreadySigned { path } if path == "/HDon/DSCKS/NBan/Signature")
    );
    // The other party may sign, but neither code nor Id may come into what somebody else has signed.
    let whole = "<HDon><DLHDon Id=\"a\"/><DSCKS><NBan/></DSCKS></HDon>";
    assert!(signed(whole.as_bytes(), &request(Role::Buyer)).is_ok());
    let batch = "<TDiep><DLieu Id=\"d\"><HDon><DLHDon/><DSCKS><NBan/></DSCKS></HDon></DLieu></TDiep>";
    let batch = String::from_utf8(signed(batch.as_bytes(), &request(Role::Batch)).unwrap()).unwrap();
    let late = as_seller(&batch);
    assert!(
        matches!(&late, SignError::BreaksSignature { path } if path == "/TDiep/CKSNNT/Signature"),
        "{late}"
    );
    // One that says nothing to us may cover anything.
    let (start, end) = (once.find("<KeyInfo>").unwrap(), once.find("</KeyInfo>").unwrap());
    let unknown = format!("{}{}", &once[..start], &once[end + "</KeyInfo>".len()..]);
    let coded = SignRequest { code: Some(CODE), ..request(Role::Authority) };
    assert!(matches!(refused(&unknown, &coded), SignError::BreaksSignature { .. }));
    assert!(signed(once.as_bytes(), &coded).is_ok());
    // One that is broken anyway cannot be broken.
    let broken = once.replace("<T>1</T>", "<T>2</T>");
    assert!(signed(broken.as_bytes(), &coded).is_ok());
    let many = (0..20).fold(INVOICE.to_owned(), |document, _| {
        signed(document.as_bytes(), &request(Role::Other))
            .map_or(document, |bytes| String::from_utf8(bytes).unwrap())
    });
    assert!(matches!(refused(&many, &request(Role::Other)), SignError::TooManySignatures));
}

#[test]
fn codes_are_held_against_the_document() {
    let asked = |code| SignRequest { code, ..request(Role::Authority) };
    assert!(
        matches!(refused(INVOICE, &asked(None)), SignError::TargetMissing { path } if path == "/HDon/MCCQT")
    );
    assert!(matches!(refused(INVOICE, &asked(Some("00<>"))), SignError::CodeForm(_)));
    let signed = signed(INVOICE.as_bytes(), &asked(Some(CODE))).unwrap();
    let text = String::from_utf8(signed).unwrap();
    let id = text.split("<MCCQT Id=\"Id-").nth(1).unwrap();
    assert!(
        id[..32].bytes().all(|byte| byte.is_ascii_hexdigit())
            && id[32..].starts_with(&format!("\">{CODE}</MCCQT>"))
    );
    let coded = INVOICE.replace("<DSCKS>", "<MCCQT>M1-26-AB1CD-00000000042</MCCQT><DSCKS>");
    assert!(
        matches!(refused(&coded, &asked(Some(CODE))), SignError::CodeDiffers { found } if found.starts_with("M1"))
    );
    let seller = SignRequest { code: Some(CODE), ..request(Role::Seller) };
    assert!(matches!(refused(INVOICE, &seller), SignError::CodeNotWanted));
}

#[test]
fn keys_times_and_algorithms_are_looked_at_first() {
    let with = |change: &dyn Fn(&mut SignRequest<'_>)| {
        let mut request = request(Role::Seller);
        change(&mut request);
        refused(INVOICE, &request)
    };
    assert!(matches!(with(&|r| r.algorithm = Some(SignatureAlgorithm::RsaSha1)), SignError::Sha1));
    let other = with(&|r| r.algorithm = Some(SignatureAlgorithm::EcdsaSha256));
    assert!(matches!(other, SignError::Algorithm { algorithm: Some(SignatureAlgorithm::EcdsaSha256), .. }));
    assert!(matches!(with(&|r| r.state_time = Some(false)), SignError::TimeRequired));
    for time in ["2025-12-31T23:59:59Z", "2046-01-01T00:00:01Z"] {
        let at = Moment::parse(time).unwrap();
        assert!(matches!(with(&|r| r.at = at), SignError::NotValidAt { .. }), "{time}");
    }
    for time in ["2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z"] {
        let at = Moment::parse(time).unwrap();
        assert!(signed(INVOICE.as_bytes(), &SignRequest { at, ..request(Role::Seller) }).is_ok(), "{time}");
    }
    for chain in [vec![CERTIFICATE.to_vec(); 6], vec![b"no certificate".to_vec()]] {
        assert!(matches!(with(&|r| r.key_info.chain.clone_from(&chain)), SignError::Chain));
    }
    let all = KeyInfo { subject_name: false, key_value: true, chain: vec![CERTIFICATE.to_vec(); 5] };
    assert!(signed(INVOICE.as_bytes(), &SignRequest { key_info: all, ..request(Role::Seller) }).is_ok());
    let small = Limits { bytes: 500, ..Limits::default() };
    let defect = with(&|r| r.limits.clone_from(&small));
    assert!(matches!(defect, SignError::NotWellFormed(defect) if defect.kind == DefectKind::TooLong));
}

/// A certificate that openssl makes with these options, valid from now.
fn made(folder: &Path, options: &str) -> Certificate {
    let output = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-nodes",
            "-subj",
            "/CN=x",
            "-days",
            "30",
            "-keyout",
            "/dev/null",
            "-outform",
            "der",
        ])
        .args(options.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Certificate::from_der(&output.stdout).unwrap()
}

#[test]
fn certificates_that_may_not_sign_are_refused_before_anybody_signs() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |options: &str| {
        let certificate = made(folder.path(), options);
        let at = Moment::from_unix(certificate.not_before().unix() + 60).unwrap();
        prepare(INVOICE.as_bytes(), &SignRequest { at, ..request(Role::Seller) }, &certificate).unwrap_err()
    };
    assert!(matches!(refused("-newkey rsa:1024"), SignError::KeyTooShort { bits: 1024 }));
    assert!(matches!(refused("-newkey rsa:2048 -addext keyUsage=keyEncipherment"), SignError::KeyUsage));
    assert!(matches!(refused("-newkey rsa:2048 -pkeyopt rsa_keygen_pubexp:3"), SignError::KeyDefect(_)));
    assert!(matches!(refused("-newkey ed25519"), SignError::Algorithm { algorithm: None, .. }));
    assert!(matches!(refused("-newkey ec -pkeyopt ec_paramgen_curve:P-521"), SignError::Algorithm { .. }));
}

/// A signer that gives what it is told to.
struct Told(Result<Vec<u8>, &'static str>);

impl Signer for Told {
    fn certificate(&self) -> &Certificate {
        static OWN: std::sync::LazyLock<Certificate> =
            std::sync::LazyLock::new(|| Certificate::from_der(CERTIFICATE).unwrap());
        &OWN
    }

    fn sign(&self, _: SignatureAlgorithm, _: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.0.clone().map_err(SignerError::from)
    }
}

#[test]
fn a_signer_that_fails_or_lies_is_found_out() {
    let by = |told| sign(INVOICE.as_bytes(), &request(Role::Seller), &Told(told)).unwrap_err();
    let error = by(Err("no token"));
    assert!(matches!(&error, SignError::Signer(why) if why.to_string() == "no token"));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no token");
    for value in [vec![], vec![0], vec![0; 256], vec![0xff; 256], vec![1; 100_000]] {
        assert!(matches!(by(Ok(value)), SignError::ValueRejected));
    }
    // A value over something else.
    let key = PrivateKey::from_pkcs8(KEY, certificate()).unwrap();
    let random = SystemRandom::new();
    let other = key.signer(&random).sign(SignatureAlgorithm::RsaSha256, b"something else").unwrap();
    assert!(matches!(by(Ok(other)), SignError::ValueRejected));
    let wrong = key.signer(&random).sign(SignatureAlgorithm::EcdsaSha256, b"").unwrap_err();
    assert!(wrong.to_string().contains("algorithm"));
}

#[test]
fn no_prefix_of_a_document_and_no_nonsense_is_signed() {
    let text = once();
    let coded = SignRequest { code: Some(CODE), ..request(Role::Authority) };
    let started = Instant::now();
    for end in 0..text.len() {
        if let Some(prefix) = text.get(..end) {
            assert!(matches!(signed(prefix.as_bytes(), &coded), Err(SignError::NotWellFormed(_))), "{end}");
        }
    }
    for nonsense in
        [&b""[..], b"\0", b"<", b"\xff\xfe<\0a\0", b"PK\x03\x04", &[0x30; 100], b"<!DOCTYPE a><a/>"]
    {
        assert!(matches!(signed(nonsense, &coded), Err(SignError::NotWellFormed(_))), "{nonsense:?}");
    }
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(INVOICE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(matches!(signed(&wide, &coded), Err(SignError::Utf16)));
    assert!(started.elapsed().as_secs() < 120);
}

#[test]
fn time_is_in_proportion_to_length() {
    let invoice = |rows: usize| INVOICE.replace("<T>1</T>", &"<T a=\"1\">Hàng &amp; hoá</T>".repeat(rows));
    let time = |document: &str| {
        let started = Instant::now();
        assert!(signed(document.as_bytes(), &request(Role::Seller)).is_ok());
        started.elapsed().as_micros()
    };
    let (short, long) = (invoice(20_000), invoice(200_000));
    let (short, long) = (time(&short).max(1), time(&long));
    assert!(long < short * 40, "ten times the length took {long} µs after {short} µs");
    // A message of many documents that are all signed.
    let one = once();
    let message = format!("<TDiep><DLieu>{}</DLieu></TDiep>", one.repeat(300));
    assert!(signed(message.as_bytes(), &request(Role::Batch)).is_ok());
}
