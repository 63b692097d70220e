//! Time-stamps made by OpenSSL on a signature of the kit, judged by it and by this engine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod revocation_support;
mod signature_support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etax::report::{SignatureInfo, SignatureStatus};
use etax::rule::{Constraint, Weight, Weights};
use etax::signature::{Settings, TrustStore, Verifier};
use revocation_support::{CA, LEAF, Workshop, later, now, tree};
use signature_support::{parse, verify};

const STAMPER: &str = "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n\
                       subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
const PURPOSE: &str = "extendedKeyUsage=critical,timeStamping\n";

fn invoice() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/good/invoice-1-uncoded.xml");
    std::fs::read_to_string(path).unwrap()
}

/// The canonical form of the signature's value, written out by hand.
fn stamped_bytes(text: &str) -> String {
    let (_, rest) = text.split_once("<SignatureValue>").unwrap();
    let (value, _) = rest.split_once("</SignatureValue>").unwrap();
    format!("<SignatureValue xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{value}</SignatureValue>")
}

/// A token over `data` by OpenSSL.
fn token(workshop: &Workshop, signer: &str, data: &str, hash: &str, more: &str) -> Vec<u8> {
    workshop.write("data", data);
    workshop.write(
        "ts.cnf",
        format!(
            "[tsa]\ndefault_tsa=t\n[t]\nserial=ts.serial\nsigner_cert={signer}.pem\nsigner_key={signer}.key\n\
             certs=chain.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha1,sha256,sha384,sha512\n{more}"
        ),
    );
    let sub = workshop.read("sub.pem");
    workshop.write("chain.pem", sub);
    workshop.run(&["ts", "-query", "-data", "data", hash, "-cert", "-out", "q.tsq"]);
    workshop.run(&[
        "ts",
        "-reply",
        "-config",
        "ts.cnf",
        "-queryfile",
        "q.tsq",
        "-token_out",
        "-out",
        "token.der",
    ]);
    workshop.read("token.der")
}

/// Whether OpenSSL takes the token over the data.
fn openssl_takes(workshop: &Workshop, token: &[u8], data: &str) -> bool {
    workshop.write("asked.der", token);
    workshop.write("asked", data);
    workshop
        .ask(&[
            "ts",
            "-verify",
            "-data",
            "asked",
            "-in",
            "asked.der",
            "-token_in",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "sub.pem",
        ])
        .status
        .success()
}

fn with_object(text: &str, object: &str) -> String {
    text.replacen("</Signature>", &format!("{object}</Signature>"), 1)
}

fn object(token: &[u8]) -> String {
    format!(
        "<Object><x:QualifyingProperties xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\"><x:UnsignedProperties>\
         <x:UnsignedSignatureProperties><x:SignatureTimeStamp><x:EncapsulatedTimeStamp>{}</x:EncapsulatedTimeStamp>\
         </x:SignatureTimeStamp></x:UnsignedSignatureProperties></x:UnsignedProperties></x:QualifyingProperties>\
         </Object>",
        STANDARD.encode(token)
    )
}

fn judged(text: &str, store: TrustStore) -> SignatureInfo {
    judged_by(text, store, Weights::default())
}

fn judged_by(text: &str, store: TrustStore, weights: Weights) -> SignatureInfo {
    let verifier = Verifier::new(Settings::default(), store).weighing(weights);
    let document = parse(text.as_bytes()).unwrap();
    let (verification, _, _) = verify(document.root(), &verifier);
    verification.signatures.into_iter().next().unwrap()
}

fn stampers(workshop: &Workshop) {
    tree(workshop);
    workshop.write("ts.serial", "01\n");
    workshop.certificate("tsa", "Stamper", "sub", &format!("{STAMPER}{PURPOSE}"));
}

/// With the standing of the stampers known, or ignored.
fn store(workshop: &Workshop) -> TrustStore {
    workshop.book("sub", &[]);
    workshop.book("root", &[]);
    workshop.list("sub", "", ("261101000000Z", "480101000000Z"), "sub.crl");
    workshop.list("root", "", ("261101000000Z", "480101000000Z"), "root.crl");
    let lists = workshop.store().crls(&workshop.read("sub.crl")).unwrap();
    lists.crls(&workshop.read("root.crl")).unwrap().build()
}

const INVALID: &str = "signature.timestamp.invalid";
const UNDECIDED: &str = "signature.timestamp.undecided";

#[test]
fn a_sound_token_bounds_the_signing_time() {
    let Some(workshop) = Workshop::open("a_sound_token_bounds_the_signing_time") else { return };
    stampers(&workshop);
    let text = invoice();
    let data = stamped_bytes(&text);
    for hash in ["-sha256", "-sha384", "-sha512"] {
        for more in [
            "",
            "accuracy=secs:1,millisecs:500,microsecs:100\n",
            "ordering=yes\ntsa_name=yes\n",
            "clock_precision_digits=3\n",
            "ess_cert_id_chain=yes\n",
            "ess_cert_id_alg=sha256\n",
        ] {
            let before = now();
            let token = token(&workshop, "tsa", &data, hash, more);
            assert!(openssl_takes(&workshop, &token, &data), "{hash} {more}");
            let info = judged(&with_object(&text, &object(&token)), store(&workshop));
            assert_eq!(info.status, SignatureStatus::Valid);
            let stamp = info.timestamp.unwrap_or_else(|| panic!("{hash} {more}: {:?}", info.findings));
            let (at, latest) =
                (revocation_support::moment(&stamp.at), revocation_support::moment(&stamp.latest));
            assert!(later(before, -2) <= at && at <= later(now(), 2));
            let spare = latest.unix() - at.unix();
            match more {
                more if more.starts_with("accuracy") => assert_eq!(spare, 2),
                // Rounded up where the token has a fraction of a second.
                more if more.starts_with("clock") => assert!((0..=1).contains(&spare)),
                _ => assert_eq!(spare, 0),
            }
            assert!(stamp.authority.contains("CN=Stamper"));
            assert!(!info.findings.contains(&INVALID) && !info.findings.contains(&UNDECIDED));
        }
    }
}

#[test]
fn what_proves_nothing_is_left_out_of_account() {
    let Some(workshop) = Workshop::open("what_proves_nothing_is_left_out_of_account") else { return };
    stampers(&workshop);
    let text = invoice();
    let data = stamped_bytes(&text);
    let finds = |token: &[u8], store: TrustStore, rule: &str, why: &str| {
        let info = judged(&with_object(&text, &object(token)), store);
        assert!(info.timestamp.is_none(), "{why}");
        assert!(info.findings.contains(&rule), "{why}: {:?}", info.findings);
        // It is not part of what is signed, so the signature is what it was.
        assert_eq!(info.status, SignatureStatus::Valid, "{why}");
    };
    let other = token(&workshop, "tsa", &data.replace('>', "> "), "-sha256", "");
    finds(&other, store(&workshop), INVALID, "another value");
    assert!(!openssl_takes(&workshop, &other, &data));
    let sound = token(&workshop, "tsa", &data, "-sha256", "");
    finds(&sound, TrustStore::default(), UNDECIDED, "nobody is trusted");
    finds(&sound, workshop.store().build(), UNDECIDED, "the stamper's standing is not known");
    let ignoring = || {
        let mut weights = Weights::default();
        weights.set("signer.revocation-unknown", Constraint::always(Weight::Inform));
        weights
    };
    let stamped = with_object(&text, &object(&sound));
    assert!(judged_by(&stamped, workshop.store().build(), ignoring()).timestamp.is_some());
    // SHA-1 as the policy has it.
    let weak = token(&workshop, "tsa", &data, "-sha1", "");
    finds(&weak, store(&workshop), UNDECIDED, "SHA-1");
    let mut weights = Weights::default();
    weights.set("signature.sha1", Constraint::always(Weight::Inform));
    assert!(judged_by(&with_object(&text, &object(&weak)), store(&workshop), weights).timestamp.is_some());
    finds(b"not a token", store(&workshop), INVALID, "no CMS");
}

#[test]
fn a_revoked_stamper_keeps_its_earlier_stamps_unless_the_key_was_lost() {
    let Some(workshop) = Workshop::open("a_revoked_stamper_keeps_its_earlier_stamps_unless_the_key_was_lost")
    else {
        return;
    };
    stampers(&workshop);
    let text = invoice();
    let token = token(&workshop, "tsa", &stamped_bytes(&text), "-sha256", "");
    let stamped = with_object(&text, &object(&token));
    let with = |state: &str| {
        let _ = store(&workshop);
        workshop.book("sub", &[("tsa", state)]);
        workshop.list("sub", "", ("261101000000Z", "480101000000Z"), "sub.crl");
        let lists = workshop.store().crls(&workshop.read("sub.crl")).unwrap();
        let info = judged(&stamped, lists.crls(&workshop.read("root.crl")).unwrap().build());
        (info.timestamp.is_some(), info.findings.contains(&INVALID))
    };
    assert_eq!(with("V"), (true, false));
    assert_eq!(with("R:261005000000Z,superseded"), (false, true));
    assert_eq!(with("R:450101000000Z,superseded"), (true, false));
    assert_eq!(with("R:450101000000Z,keyCompromise"), (false, true));
}

#[test]
fn only_a_certificate_for_stamping_time_stamps_time() {
    let Some(workshop) = Workshop::open("only_a_certificate_for_stamping_time_stamps_time") else { return };
    stampers(&workshop);
    let text = invoice();
    let data = stamped_bytes(&text);
    for (name, extensions) in [
        ("plain", LEAF.to_owned()),
        ("lax", format!("{STAMPER}extendedKeyUsage=timeStamping\n")),
        ("more", format!("{STAMPER}extendedKeyUsage=critical,timeStamping,clientAuth\n")),
        ("usage", format!("basicConstraints=CA:false\nkeyUsage=critical,keyEncipherment\n{PURPOSE}")),
        ("authority", format!("{CA}{PURPOSE}")),
    ] {
        workshop.certificate(name, "Unfit", "sub", &extensions);
        let token = cms(&workshop, name, &data);
        let info = judged(&with_object(&text, &object(&token)), store(&workshop));
        assert!(info.timestamp.is_none(), "{name}");
        assert!(info.findings.contains(&INVALID), "{name}: {:?}", info.findings);
        assert!(!openssl_takes(&workshop, &token, &data), "{name}");
    }
}

/// A token by `openssl cms`, which does not look at what its certificate is for: TSTInfo written by hand.
fn cms(workshop: &Workshop, signer: &str, data: &str) -> Vec<u8> {
    workshop.write("data", data);
    let digest = workshop.run(&["dgst", "-sha256", "-binary", "data"]).stdout;
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    workshop.write(
        "info.cnf",
        format!(
            "asn1=SEQUENCE:info\n[info]\nversion=INTEGER:1\npolicy=OID:1.2.3.4\nimprint=SEQUENCE:imprint\n\
             serial=INTEGER:5\ntime=GENERALIZEDTIME:20261110000000Z\n[imprint]\nalgorithm=SEQUENCE:algorithm\n\
             digest=FORMAT:HEX,OCTETSTRING:{hex}\n[algorithm]\noid=OID:sha256\n"
        ),
    );
    workshop.run(&["asn1parse", "-genconf", "info.cnf", "-noout", "-out", "info.der"]);
    workshop.run(&[
        "cms",
        "-sign",
        "-binary",
        "-nodetach",
        "-cades",
        "-in",
        "info.der",
        "-econtent_type",
        "1.2.840.113549.1.9.16.1.4",
        "-signer",
        &format!("{signer}.pem"),
        "-inkey",
        &format!("{signer}.key"),
        "-md",
        "sha256",
        "-outform",
        "DER",
        "-out",
        "cms.der",
        "-nosmimecap",
    ]);
    workshop.read("cms.der")
}

#[test]
fn the_signers_certificate_is_named_by_its_hash() {
    let Some(workshop) = Workshop::open("the_signers_certificate_is_named_by_its_hash") else { return };
    stampers(&workshop);
    let text = invoice();
    let data = stamped_bytes(&text);
    let token = cms(&workshop, "tsa", &data);
    let info = judged(&with_object(&text, &object(&token)), store(&workshop));
    assert_eq!(info.timestamp.unwrap().at, "2026-11-10T07:00:00+07:00");
    assert!(openssl_takes(&workshop, &token, &data));
    // Another certificate for the same key and under the same number: the hash in the token is not its own.
    let one = workshop.serial("tsa");
    workshop.write("sub.serial", format!("{one}\n"));
    workshop.write("tsa2.key", workshop.read("tsa.key"));
    let extensions = format!("{STAMPER}{PURPOSE}nsComment=other\n");
    workshop.certify("tsa2", "Stamper", "sub", &extensions, "20200101000000Z", "20480101000000Z");
    let swapped = replace_certificate(&workshop, &token);
    let info = judged(&with_object(&text, &object(&swapped)), store(&workshop));
    assert!(info.timestamp.is_none() && info.findings.contains(&INVALID), "{:?}", info.findings);
    assert!(!openssl_takes(&workshop, &swapped, &data));
}

/// Puts `tsa2.pem` where `tsa.pem` stands in a token, and mends the lengths around it.
fn replace_certificate(workshop: &Workshop, token: &[u8]) -> Vec<u8> {
    let (old, new) = (workshop.load("tsa"), workshop.load("tsa2"));
    let at = token.windows(old.der().len()).position(|window| window == old.der()).unwrap();
    let mut swapped = token.to_vec();
    swapped.splice(at..at + old.der().len(), new.der().iter().copied());
    let grown = i64::try_from(new.der().len()).unwrap() - i64::try_from(old.der().len()).unwrap();
    // ContentInfo, its explicit tag, SignedData, the set of certificates: all with two bytes of length.
    for place in [0, 15, 19, at - 4] {
        assert_eq!(swapped[place + 1], 0x82);
        let length = i64::from(u16::from_be_bytes([swapped[place + 2], swapped[place + 3]])) + grown;
        let [high, low] = u16::try_from(length).unwrap().to_be_bytes();
        (swapped[place + 2], swapped[place + 3]) = (high, low);
    }
    swapped
}

#[test]
fn a_changed_byte_is_never_believed() {
    let Some(workshop) = Workshop::open("a_changed_byte_is_never_believed") else { return };
    stampers(&workshop);
    let text = invoice();
    let data = stamped_bytes(&text);
    let sound = token(&workshop, "tsa", &data, "-sha256", "");
    let store = store(&workshop);
    assert!(judged(&with_object(&text, &object(&sound)), store.clone()).timestamp.is_some());
    let mut believed = Vec::new();
    for at in 0..sound.len() {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        let info = judged(&with_object(&text, &object(&changed)), store.clone());
        assert_eq!(info.status, SignatureStatus::Valid);
        if info.timestamp.is_some() {
            believed.push(at);
        } else {
            assert!(info.findings.contains(&INVALID) || info.findings.contains(&UNDECIDED), "byte {at}");
        }
    }
    // Nothing is concluded from the intermediate certificate, which the store has too, nor from versions and the list
    // of digests.
    let sub = workshop.load("sub");
    let start = sound.windows(sub.der().len()).position(|window| window == sub.der()).unwrap();
    believed.retain(|at| !(start..start + sub.der().len()).contains(at));
    assert!(believed.len() <= 24, "{believed:?}");
    for cut in (0..sound.len()).step_by(7) {
        let info = judged(&with_object(&text, &object(&sound[..cut])), store.clone());
        assert!(info.timestamp.is_none(), "cut at {cut}");
    }
}

#[test]
fn nothing_else_hides_in_the_object() {
    let Some(workshop) = Workshop::open("nothing_else_hides_in_the_object") else { return };
    stampers(&workshop);
    let text = invoice();
    let token = token(&workshop, "tsa", &stamped_bytes(&text), "-sha256", "");
    let sound = object(&token);
    let hidden = |content: &str| {
        let object =
            sound.replacen("</x:SignatureTimeStamp>", &format!("</x:SignatureTimeStamp>{content}"), 1);
        let document = with_object(&text, &object);
        let verifier = Verifier::new(Settings::default(), store(&workshop));
        let document = parse(document.as_bytes()).unwrap();
        let (_, findings, _) = verify(document.root(), &verifier);
        signature_support::ids(&findings)
    };
    let plain = hidden("");
    assert!(hidden("<DLHDon/>").contains(&"signature.reference.ambiguous"));
    assert!(hidden("<x:CounterSignature><Signature/></x:CounterSignature>").contains(&"signature.place"));
    assert!(hidden("<SigningTime>2020-01-01T00:00:00</SigningTime>").contains(&"signature.time.format"));
    assert!(!plain.contains(&"signature.place") && !plain.contains(&"signature.time.format"));
    // A stamp anywhere else is no stamp.
    for (from, to) in [
        ("x:UnsignedSignatureProperties", "x:UnsignedDataObjectProperties"),
        ("http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.1.1#"),
    ] {
        let info = judged(&with_object(&text, &sound.replace(from, to)), store(&workshop));
        assert!(info.timestamp.is_none());
    }
}
