//! OpenSSL and the engine on the same generated chains.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use etax::signature::pki::{Certificate, ChainPath, ChainSearch, NoPath, PolicyInputs, TrustStore};
use etax::value::Moment;
use etax_testkit::{CHAINS_AT, ChainCase, ChainInputs, chain};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const SEED: u64 = 20_261_123;
const COUNT: u64 = 600;

/// What the engine says: the chain that holds, or why there is none.
struct Answer {
    path: Option<ChainPath>,
    failure: NoPath,
}

fn ours(case: &ChainCase) -> Answer {
    let mut builder = TrustStore::builder();
    for anchor in &case.anchors {
        builder = builder.anchors(anchor).unwrap();
    }
    for other in &case.others {
        builder = builder.intermediates(other).unwrap();
    }
    let inputs = PolicyInputs {
        initial: case.inputs.policy.map(str::to_owned).into_iter().collect(),
        require_explicit: case.inputs.require_explicit,
        inhibit_mapping: case.inputs.inhibit_mapping,
        inhibit_any: case.inputs.inhibit_any,
    };
    let leaf = Arc::new(Certificate::from_der(&case.leaf).unwrap());
    let search = ChainSearch::run(&leaf, &[], &builder.build().requiring(inputs));
    let at = Moment::from_unix(CHAINS_AT).unwrap();
    let path = search.paths.into_iter().find(|path| path.holds_at(at));
    Answer { path, failure: search.failure }
}

fn pem(der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// What OpenSSL says of the leaves of many cases with the same inputs: its reason for each that it refuses.
///
/// Its search takes one issuer for each certificate and does not go back. Where the engine found a chain, OpenSSL is
/// asked about that chain; where it found none, OpenSSL gets everything there is.
fn openssl(
    folder: &Path,
    inputs: &ChainInputs,
    cases: &[(&ChainCase, &Answer)],
    strict: bool,
) -> BTreeMap<String, String> {
    let file = |name: &str, certificates: &mut dyn Iterator<Item = &[u8]>| {
        let path = folder.join(name);
        std::fs::write(&path, certificates.map(pem).collect::<String>()).unwrap();
        path
    };
    let anchors =
        file("anchors.pem", &mut cases.iter().flat_map(|(case, _)| &case.anchors).map(Vec::as_slice));
    let mut given: Vec<&[u8]> = Vec::new();
    for (case, answer) in cases {
        match &answer.path {
            Some(path) => {
                let count = path.certificates().count();
                given.extend(path.certificates().take(count - 1).skip(1).map(Certificate::der));
            }
            None => given.extend(case.others.iter().map(Vec::as_slice)),
        }
    }
    // An empty file is an error to OpenSSL.
    given.extend(cases.iter().flat_map(|(case, _)| &case.anchors).map(Vec::as_slice).take(1));
    let others = file("others.pem", &mut given.into_iter());
    let mut command = Command::new("openssl");
    command.args(["verify", "-no-CApath", "-no-CAstore", "-auth_level", "0", "-policy_check", "-attime"]);
    command.arg(CHAINS_AT.to_string()).arg("-CAfile").arg(anchors).arg("-untrusted").arg(others);
    for (wanted, flag) in [
        (strict, "-x509_strict"),
        (inputs.require_explicit, "-explicit_policy"),
        (inputs.inhibit_mapping, "-inhibit_map"),
        (inputs.inhibit_any, "-inhibit_any"),
    ] {
        if wanted {
            command.arg(flag);
        }
    }
    // To OpenSSL no acceptable policy means none, not any.
    command.args(["-policy", inputs.policy.unwrap_or("2.5.29.32.0")]);
    for (case, _) in cases {
        let path = folder.join(format!("{}.pem", case.name));
        std::fs::write(&path, pem(&case.leaf)).unwrap();
        command.arg(path);
    }
    let output = command.output().expect("openssl runs");
    let (good, bad) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let name_in = |line: &str| {
        let start = line.find("chain-")?;
        Some(line[start..].split(".pem").next()?.to_owned())
    };
    let accepted: BTreeSet<String> =
        good.lines().filter(|line| line.ends_with(": OK")).filter_map(name_in).collect();
    let mut refused = BTreeMap::new();
    let mut reasons = Vec::new();
    for line in bad.lines() {
        if let Some((_, reason)) = line.split_once("depth lookup: ") {
            reasons.push(reason.trim().to_owned());
        } else if let Some(name) = name_in(line).filter(|_| line.ends_with("verification failed")) {
            refused.insert(name, std::mem::take(&mut reasons).join("; "));
        }
    }
    for (case, _) in cases {
        let (yes, no) = (accepted.contains(&case.name), refused.contains_key(&case.name));
        assert!(yes != no, "openssl says nothing of {}: {good}{bad}", case.name);
    }
    refused
}

/// OpenSSL's answers to cases, by name: `None` for accepted, else its reason.
fn ask_openssl(cases: &[ChainCase], answers: &[Answer], strict: bool) -> BTreeMap<String, Option<String>> {
    let mut groups: BTreeMap<&ChainInputs, Vec<(&ChainCase, &Answer)>> = BTreeMap::new();
    for (case, answer) in cases.iter().zip(answers) {
        groups.entry(&case.inputs).or_default().push((case, answer));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut refused = BTreeMap::new();
    for (inputs, cases) in groups {
        refused.extend(openssl(folder.path(), inputs, &cases, strict));
    }
    cases.iter().map(|case| (case.name.clone(), refused.remove(&case.name))).collect()
}

fn is_here() -> bool {
    let here = Command::new("openssl").arg("version").output().is_ok();
    if !here {
        let _ = writeln!(std::io::stderr(), "SKIPPED: openssl is not here, so no chain was compared with it");
    }
    here
}

/// What OpenSSL may say where the engine gives a reason. Time is the caller's to judge in the engine.
fn is_the_same_reason(ours: NoPath, theirs: &str) -> bool {
    let words: &[&str] = match ours {
        NoPath::UnknownIssuer => &["unable to get", "has expired", "not yet valid"],
        NoPath::Unsupported => &["unhandled critical extension", "unsupported"],
        NoPath::Policy => &["no explicit policy", "policy extension"],
        NoPath::NameConstraints => &["subtree violation"],
        NoPath::PathLength => &["path length constraint exceeded"],
        NoPath::NotPermitted => &["invalid CA certificate", "does not include certificate signing"],
        // Where the kinds of key differ OpenSSL does not take the issuer for one.
        NoPath::Forged => &["signature failure", "unable to get"],
        NoPath::TooComplex => &[],
    };
    words.iter().any(|words| theirs.contains(words))
}

#[test]
fn openssl_and_the_engine_agree_on_generated_chains() {
    if !is_here() {
        return;
    }
    let cases: Vec<ChainCase> = (0..COUNT).map(|number| chain(SEED, number).unwrap()).collect();
    let answers: Vec<Answer> = cases.iter().map(ours).collect();
    let theirs = ask_openssl(&cases, &answers, false);
    let mut wrong = Vec::new();
    // How often each change was met in an accepted chain and in a refused one.
    let mut met: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (case, answer) in cases.iter().zip(&answers) {
        for shows in &case.shows {
            met.entry(shows).or_default()[usize::from(answer.path.is_none())] += 1;
        }
        let theirs = &theirs[&case.name];
        let same = match theirs {
            None => answer.path.is_some(),
            // Of several defects each may name another.
            Some(_) if case.shows.len() > 1 => answer.path.is_none(),
            Some(reason) => answer.path.is_none() && is_the_same_reason(answer.failure, reason),
        };
        if !same {
            let ours = if answer.path.is_some() { "accepted" } else { "refused" };
            let (shows, inputs, failure) = (&case.shows, &case.inputs, answer.failure);
            wrong.push(format!("{} {shows:?} {inputs:?}: {ours} {failure:?}, openssl {theirs:?}", case.name));
        }
    }
    let accepted = answers.iter().filter(|answer| answer.path.is_some()).count();
    println!("{} chains, {accepted} accepted, {} differences; {met:?}", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(accepted > 200 && cases.len() - accepted > 200, "{accepted} accepted");
    assert!(met.len() == 19 && met.values().all(|[good, bad]| good + bad >= 10), "{met:?}");
}

/// What the kit calls sound holds by the letter of RFC 5280 too, as OpenSSL's strict mode takes it.
#[test]
fn openssl_finds_sound_chains_strictly_sound() {
    if !is_here() {
        return;
    }
    let cases = (0..150).map(|number| chain(SEED, number).unwrap());
    let cases: Vec<ChainCase> = cases.filter(|case| case.shows.is_empty()).collect();
    let answers: Vec<Answer> = cases.iter().map(ours).collect();
    assert!(cases.len() > 10 && answers.iter().all(|answer| answer.path.is_some()), "{}", cases.len());
    let theirs = ask_openssl(&cases, &answers, true);
    assert!(theirs.values().all(Option::is_none), "{theirs:?}");
}

/// Kinds of keys and hashes as OpenSSL makes them, and whether the engine verifies with them.
const KINDS: &[(&str, &[&str], &str, bool)] = &[
    ("rsa-sha256", &["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "-sha256", true),
    ("rsa-sha384", &["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "-sha384", true),
    ("rsa-sha512", &["RSA", "-pkeyopt", "rsa_keygen_bits:3072"], "-sha512", true),
    ("p256-sha256", &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "-sha256", true),
    ("p256-sha384", &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "-sha384", true),
    ("p384-sha256", &["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], "-sha256", true),
    ("p384-sha384", &["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], "-sha384", true),
    ("p384-sha512", &["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], "-sha512", false),
    ("p521-sha256", &["EC", "-pkeyopt", "ec_paramgen_curve:P-521"], "-sha256", false),
    ("rsa1024-sha384", &["RSA", "-pkeyopt", "rsa_keygen_bits:1024"], "-sha384", false),
    ("p521-sha512", &["EC", "-pkeyopt", "ec_paramgen_curve:P-521"], "-sha512", false),
    ("ed25519", &["ED25519"], "-sha256", false),
    ("rsa-pss", &["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"], "-sha256", false),
];

#[test]
fn kinds_of_keys_are_supported_or_said_not_to_be() {
    if !is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new("openssl").args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let extensions = "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n";
    std::fs::write(folder.path().join("leaf.ext"), extensions).unwrap();
    run(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "leaf.key"]);
    run(&["req", "-new", "-key", "leaf.key", "-subj", "/C=VN/CN=Signer", "-out", "leaf.req"]);
    for (name, algorithm, hash, supported) in KINDS {
        run(&[&["genpkey", "-out", "root.key", "-algorithm"], *algorithm].concat());
        let subject = format!("/C=VN/CN={name}");
        run(&[
            "req", "-x509", "-key", "root.key", hash, "-subj", &subject, "-days", "30", "-out", "root.pem",
        ]);
        let sign = ["x509", "-req", "-in", "leaf.req", "-CA", "root.pem", "-CAkey", "root.key", hash];
        run(&[
            &sign[..],
            &["-CAcreateserial", "-extfile", "leaf.ext", "-out", "leaf.der", "-outform", "DER"],
        ]
        .concat());
        run(&["verify", "-auth_level", "0", "-CAfile", "root.pem", "leaf.der"]);
        let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        let store = TrustStore::builder().anchors(&read("root.pem")).unwrap().build();
        let leaf = Arc::new(Certificate::from_der(&read("leaf.der")).unwrap());
        let search = ChainSearch::run(&leaf, &[], &store);
        assert_eq!(search.paths.len(), usize::from(*supported), "{name}");
        if !supported {
            assert_eq!(search.failure, NoPath::Unsupported, "{name}");
        }
    }
}

/// Where OpenSSL takes what RFC 5280 refuses. Met once each in 5,000 chains.
const DIFFERENCES: &[(u64, u64, NoPath, &str)] = &[
    (77, 863, NoPath::Policy, "OpenSSL maps a policy from anyPolicy where anyPolicy is inhibited (6.1.4 b)"),
    (
        77,
        1471,
        NoPath::Policy,
        "OpenSSL takes a mapping to anyPolicy in a certificate without policies (6.1.4 a)",
    ),
];

#[test]
fn openssl_differs_where_it_is_known_to() {
    if !is_here() {
        return;
    }
    let cases: Vec<ChainCase> =
        DIFFERENCES.iter().map(|(seed, number, _, _)| chain(*seed, *number).unwrap()).collect();
    let answers: Vec<Answer> = cases.iter().map(ours).collect();
    let theirs = ask_openssl(&cases, &answers, false);
    for ((_, _, failure, why), (case, answer)) in DIFFERENCES.iter().zip(cases.iter().zip(&answers)) {
        assert!(answer.path.is_none() && answer.failure == *failure, "{why}");
        assert_eq!(theirs[&case.name], None, "a difference that is no more: {why}");
    }
}
