//! OCSP responses made by OpenSSL, judged by it and by this engine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod revocation_support;

use etax::signature::pki::{Gap, OcspResponse, Reason, Refusal, Source, Standing, TrustStore};
use etax::value::Moment;
use revocation_support::{CA, LEAF, Workshop, later, moment, now, tree};

const RESPONDER: &str = "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n\
                         extendedKeyUsage=OCSPSigning\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
const NO_CHECK: &str = "noCheck=ignored\n";

/// A response about `leaves` by `signer`, in `out`.
fn respond(workshop: &Workshop, signer: &str, leaves: &[&str], rest: &[&str], out: &str) {
    let (pem, key) = (format!("{signer}.pem"), format!("{signer}.key"));
    let files: Vec<String> = leaves.iter().map(|leaf| format!("{leaf}.pem")).collect();
    let mut arguments =
        vec!["ocsp", "-index", "sub.index", "-CA", "sub.pem", "-rsigner", &pem, "-rkey", &key];
    arguments.extend(["-respout", out, "-issuer", "sub.pem"]);
    let hash = rest.iter().find(|option| **option == "-sha256");
    for file in &files {
        arguments.extend(hash);
        arguments.extend(["-cert", file]);
    }
    arguments.extend(rest.iter().filter(|option| **option != "-sha256"));
    if !rest.contains(&"-ndays") && !rest.contains(&"-no-window") {
        arguments.extend(["-ndays", "7"]);
    }
    arguments.retain(|option| *option != "-no-window");
    workshop.run(&arguments);
}

/// What OpenSSL makes of a response about a certificate now: `good`, `revoked`, `unknown`, or nothing it believes.
fn openssl_says(workshop: &Workshop, response: &str, leaf: &str) -> String {
    openssl_says_by(workshop, response, leaf, "-sha1")
}

fn openssl_says_by(workshop: &Workshop, response: &str, leaf: &str, hash: &str) -> String {
    let file = format!("{leaf}.pem");
    let output = workshop.ask(&[
        "ocsp",
        "-respin",
        response,
        "-issuer",
        "sub.pem",
        hash,
        "-cert",
        &file,
        "-CAfile",
        "root.pem",
        "-verify_other",
        "sub.pem",
        "-no_nonce",
    ]);
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    if !text.contains("Response verify OK") || text.contains("WARNING: Status times invalid") {
        return "nothing".to_owned();
    }
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{file}: ")));
    line.unwrap_or("nothing").trim().to_owned()
}

fn with_response(workshop: &Workshop, response: &str) -> TrustStore {
    workshop.store().ocsp(&workshop.read(response)).unwrap().build()
}

fn word(standing: Standing<'_>) -> &'static str {
    match standing {
        Standing::Good(_) => "good",
        Standing::Revoked(..) => "revoked",
        Standing::RevokedLater(..) => "later",
        Standing::Unknown(Gap::Unsure(..)) => "unknown",
        Standing::Unknown(_) => "nothing",
    }
}

fn says(workshop: &Workshop, response: &str, leaf: &str, at: Moment) -> &'static str {
    word(workshop.knows(leaf, &with_response(workshop, response)).standing(at))
}

fn responders(workshop: &Workshop) {
    tree(workshop);
    workshop.certificate("delegate", "Delegate", "sub", &format!("{RESPONDER}{NO_CHECK}"));
    workshop.certificate("checked", "Checked", "sub", RESPONDER);
    workshop.certificate("unfit", "Unfit", "sub", &format!("{LEAF}{NO_CHECK}"));
    workshop.certificate("above", "Above", "root", &format!("{RESPONDER}{NO_CHECK}"));
    workshop.certificate("other", "Sub", "other", CA);
    workshop.certificate("outside", "Outside", "other", &format!("{RESPONDER}{NO_CHECK}"));
    workshop.certificate("three", "Three", "sub", LEAF);
    workshop.book("sub", &[("one", "V"), ("two", "R:261005000000Z,keyCompromise")]);
}

#[test]
fn both_say_the_same_about_good_revoked_and_unknown() {
    let Some(workshop) = Workshop::open("both_say_the_same_about_good_revoked_and_unknown") else { return };
    responders(&workshop);
    for signer in ["sub", "delegate"] {
        for options in [&[][..], &["-sha256"], &["-resp_key_id"]] {
            respond(&workshop, signer, &["one", "two", "three"], options, "r.ors");
            let answers = ["one", "two", "three"].map(|leaf| {
                let ours = says(&workshop, "r.ors", leaf, later(now(), 2));
                let hash = if options.contains(&"-sha256") { "-sha256" } else { "-sha1" };
                let theirs = openssl_says_by(&workshop, "r.ors", leaf, hash);
                assert_eq!(ours, theirs, "{signer} {options:?} {leaf}");
                ours
            });
            assert_eq!(answers, ["good", "revoked", "unknown"], "{signer} {options:?}");
        }
    }
    let known = workshop.knows("two", &with_response(&workshop, "r.ors"));
    let Standing::Revoked(revoked, by) = known.standing(now()) else { panic!("{known:?}") };
    assert_eq!((revoked.since, revoked.reason), (moment("2026-10-05T00:00:00Z"), Reason::KeyCompromise));
    assert_eq!(by.source, Source::Response);
    assert_eq!(word(known.standing(moment("2026-10-04"))), "later");
}

#[test]
fn only_an_authorised_responder_is_believed() {
    let Some(workshop) = Workshop::open("only_an_authorised_responder_is_believed") else { return };
    responders(&workshop);
    for signer in ["unfit", "above", "outside", "other", "one"] {
        respond(&workshop, signer, &["one"], &[], "r.ors");
        let theirs = openssl_says(&workshop, "r.ors", "one");
        let known = workshop.knows("one", &with_response(&workshop, "r.ors"));
        let ours = known.standing(later(now(), 2));
        assert_eq!(ours, Standing::Unknown(Gap::Refused(Source::Response, Refusal::Unverified)), "{signer}");
        assert_eq!(theirs, "nothing", "{signer}");
    }
    // Without nocheck a responder's own standing must be known.
    respond(&workshop, "checked", &["one"], &[], "r.ors");
    assert_eq!(says(&workshop, "r.ors", "one", later(now(), 2)), "nothing");
    let with_list = |state: &str| {
        workshop.book("sub", &[("one", "V"), ("checked", state)]);
        workshop.list("sub", "", ("261101000000Z", "480101000000Z"), "sub.crl");
        let only_response = workshop.store().ocsp(&workshop.read("r.ors")).unwrap();
        let store = only_response.crls(&workshop.read("sub.crl")).unwrap().build();
        let known = workshop.knows("one", &store);
        known.statements().iter().filter(|statement| statement.source == Source::Response).count()
    };
    assert_eq!(with_list("V"), 1);
    assert_eq!(with_list("R:261006000000Z"), 0);
}

#[test]
fn a_responder_whose_certificate_had_ended_is_not_believed() {
    let Some(workshop) = Workshop::open("a_responder_whose_certificate_had_ended_is_not_believed") else {
        return;
    };
    responders(&workshop);
    let extensions = format!("{RESPONDER}{NO_CHECK}");
    workshop.certify("delegate", "Delegate", "sub", &extensions, "20200101000000Z", "20210101000000Z");
    workshop.book("sub", &[("one", "V")]);
    respond(&workshop, "delegate", &["one"], &[], "r.ors");
    assert_eq!(says(&workshop, "r.ors", "one", later(now(), 2)), "nothing");
    assert_eq!(openssl_says(&workshop, "r.ors", "one"), "nothing");
}

#[test]
fn a_response_speaks_for_its_window_and_for_the_past() {
    let Some(workshop) = Workshop::open("a_response_speaks_for_its_window_and_for_the_past") else { return };
    responders(&workshop);
    respond(&workshop, "sub", &["one"], &[], "r.ors");
    let day = 86_400;
    for (after, expected) in
        [(2, "good"), (6 * day, "good"), (8 * day, "nothing"), (-day, "good"), (-1000 * day, "good")]
    {
        assert_eq!(says(&workshop, "r.ors", "one", later(now(), after)), expected, "{after}");
    }
    // Without nextUpdate it says only what was.
    respond(&workshop, "sub", &["one"], &["-no-window"], "r.ors");
    assert_eq!(says(&workshop, "r.ors", "one", later(now(), -60)), "good");
    assert_eq!(says(&workshop, "r.ors", "one", later(now(), 60)), "nothing");
    // About another authority's certificate with the same serial number it says nothing.
    let known = workshop.knows("two", &with_response(&workshop, "r.ors"));
    assert!(known.statements().is_empty());
}

#[test]
fn the_wrong_certificate_id_says_nothing() {
    let Some(workshop) = Workshop::open("the_wrong_certificate_id_says_nothing") else { return };
    responders(&workshop);
    // The same serial number, name and responder, but the issuer's key is another.
    let (pem, key) = ("other.pem", "other.key");
    workshop.run(&[
        "ocsp",
        "-index",
        "sub.index",
        "-CA",
        "other.pem",
        "-rsigner",
        pem,
        "-rkey",
        key,
        "-respout",
        "r.ors",
        "-issuer",
        "other.pem",
        "-cert",
        "one.pem",
        "-ndays",
        "7",
    ]);
    assert_eq!(says(&workshop, "r.ors", "one", later(now(), 2)), "nothing");
    assert_eq!(openssl_says(&workshop, "r.ors", "one"), "nothing");
    assert!(workshop.knows("one", &with_response(&workshop, "r.ors")).statements().is_empty());
}

#[test]
fn lists_and_responses_together_say_the_worse() {
    let Some(workshop) = Workshop::open("lists_and_responses_together_say_the_worse") else { return };
    responders(&workshop);
    let at = later(now(), 2);
    let window = ("261101000000Z", "480101000000Z");
    workshop.list("sub", "", window, "bad.crl");
    respond(&workshop, "sub", &["two"], &[], "bad.ors");
    workshop.book("sub", &[("one", "V"), ("two", "V")]);
    workshop.list("sub", "", window, "good.crl");
    respond(&workshop, "sub", &["two"], &[], "good.ors");
    workshop.book("sub", &[("one", "V")]);
    respond(&workshop, "sub", &["two"], &[], "unknown.ors");
    for (list, response, expected) in [
        ("good.crl", "good.ors", "good"),
        ("good.crl", "bad.ors", "revoked"),
        ("bad.crl", "good.ors", "revoked"),
        ("bad.crl", "unknown.ors", "revoked"),
        ("good.crl", "unknown.ors", "unknown"),
    ] {
        let store = workshop.store().ocsp(&workshop.read(response)).unwrap();
        let store = store.crls(&workshop.read(list)).unwrap().build();
        assert_eq!(word(workshop.knows("two", &store).standing(at)), expected, "{list} {response}");
    }
}

#[test]
fn a_changed_byte_is_never_believed() {
    let Some(workshop) = Workshop::open("a_changed_byte_is_never_believed") else { return };
    responders(&workshop);
    respond(&workshop, "delegate", &["one"], &[], "r.ors");
    let sound = workshop.read("r.ors");
    assert_eq!(says(&workshop, "r.ors", "one", later(now(), 2)), "good");
    let mut readable = 0;
    let mut believed = 0;
    for at in 0..sound.len() {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        let Ok(builder) = workshop.store().ocsp(&changed) else { continue };
        readable += 1;
        if !workshop.knows("one", &builder.build()).statements().is_empty() {
            believed += 1;
            // Nothing signed has changed: the name of the type, or what does not stand in the data.
            workshop.write("changed.ors", &changed);
            assert_eq!(openssl_says(&workshop, "changed.ors", "one"), "good", "byte {at}");
        }
    }
    for cut in 0..sound.len() {
        assert!(OcspResponse::from_der(&sound[..cut]).is_err(), "cut at {cut}");
    }
    println!("{} bytes, {readable} changed ones can be read, {believed} are believed", sound.len());
    assert!(readable > 100 && believed == 0);
    for at in (0..sound.len()).step_by(29) {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        workshop.write("changed.ors", &changed);
        assert_eq!(openssl_says(&workshop, "changed.ors", "one"), "nothing", "byte {at}");
    }
}
