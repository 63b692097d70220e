//! `etax registry audit prove` and `check-proof`.

use crate::support::{Folder, Ran};
use etax_store::audit::{AuditKey, hex, sign};
use etax_store::{Access, Store};
use serde_json::{Value, json};
use std::process::Command;

const SEED: [u8; 32] = [5; 32];
/// After today.
const LATER: i64 = 4_000_000_000_000;

fn code(number: u32) -> String {
    format!("00AABBCCDDEEFF41228334455667{number:06}")
}

fn line(number: u32) -> String {
    let buyer = if number.is_multiple_of(2) { "" } else { r#","buyer":"0312345678-001""# };
    format!(
        r#"{{"code":"{}","seller":"0300123450","form":"1","series":"C26TAA","number":"{number}","date":"2026-10-06","total":"{}.50","digest":"{}"{buyer}}}"#,
        code(number),
        number * 1000,
        "07".repeat(32)
    )
}

fn public() -> String {
    hex(&AuditKey::from_seed(&SEED).unwrap().public())
}

/// A registry of seven codes under a head, and an eighth after it.
fn signed() -> Folder {
    let folder = Folder::new();
    let import = |from: u32, to: u32| {
        folder.put("rows.ndjson", (from..=to).map(|number| line(number) + "\n").collect::<String>());
        let ran = folder.etax(&["registry", "import", "--store", "r.db", "rows.ndjson"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
    };
    import(1, 7);
    let store = Store::open_file(&folder.path().join("r.db"), Access::Write).unwrap();
    assert_eq!(sign(&store, &AuditKey::from_seed(&SEED).unwrap(), LATER).unwrap().len(), 1);
    drop(store);
    import(8, 8);
    folder
}

fn prove(folder: &Folder, asked: &[&str]) -> Ran {
    folder.etax(&[&["registry", "audit", "prove", "--lang", "en", "--store", "r.db"], asked].concat())
}

/// What the check says of a proof, and whether it holds. The store is not there.
fn check(folder: &Folder, proof: &str, key: &str) -> (Ran, Value) {
    let alone = Folder::new();
    alone.put("proof.json", proof);
    assert!(!alone.path().join("r.db").exists() && folder.path().join("r.db").exists());
    let ran = alone.etax(&["registry", "audit", "check-proof", "--lang", "en", "--key", key, "proof.json"]);
    let said = serde_json::from_str(ran.out.lines().next().unwrap_or("null")).unwrap();
    (ran, said)
}

#[test]
fn a_proof_is_written_and_holds_without_the_store() {
    let folder = signed();
    let asked = [&*code(3), "0300123450/1/C26TAA/6"];
    let proofs = prove(&folder, &asked);
    assert_eq!((proofs.status, proofs.out.lines().count()), (Some(0), 2), "{proofs:?}");
    let (ran, said) = check(&folder, &proofs.out, &public());
    assert_eq!((ran.status, ran.out.lines().count(), &*ran.err), (Some(0), 2, ""), "{ran:?}");
    let expected = json!({
        "holds": true, "event": 3, "code": code(3), "seller": "0300123450", "number": "3", "date": "2026-10-06",
        "buyer": "0312345678-001", "total": "3000.5", "digest": "07".repeat(32),
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&said[name], value, "{name}");
    }
    assert!(ran.out.lines().nth(1).unwrap().contains("\"buyer\":null"));
}

#[test]
fn what_is_unknown_or_not_yet_signed_has_no_proof() {
    let folder = signed();
    for (asked, why) in [(code(9), "does not have it"), (code(8), "not yet under a signed head")] {
        let ran = prove(&folder, &[&asked, &code(1)]);
        assert!(ran.status == Some(1) && ran.err.contains(why) && ran.err.contains(&asked), "{ran:?}");
        // The others are written all the same.
        assert!(ran.out.lines().count() == 1 && ran.out.contains(&code(1)), "{ran:?}");
    }
    let ran = folder.etax(&["registry", "audit", "prove", "--store", "none.db", &code(1)]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

/// In each field each character in turn gives way to another; the part that fails is named.
#[test]
fn a_changed_character_in_any_field_is_refused() {
    let folder = signed();
    let out = prove(&folder, &[&code(3)]).out;
    let proof: Value = serde_json::from_str(&out).unwrap();
    let mut broken: Vec<(String, Value, &[&str])> = Vec::new();
    for (name, value) in proof.as_object().unwrap() {
        let failed: &[&str] = match &**name {
            "format" => &["format"],
            "code" => &["code"],
            "event" => &["path", "event"],
            "leaf" => &["path"],
            "path" => &["path"],
            // What is signed.
            "size" | "chain" => &["signature"],
            "day" => &["signature", "day"],
            "root" => &["signature", "path"],
            "key" => &["key", "signature"],
            "signature" => &["signature"],
            other => panic!("{other} is not tested"),
        };
        let mut put = |changed: Value| {
            let mut proof = proof.clone();
            proof[name] = changed;
            broken.push((name.clone(), proof, failed));
        };
        match value {
            Value::Number(number) => {
                let number = number.as_i64().unwrap();
                [number - 1, number + 1, -number, 0, i64::MAX, i64::MIN]
                    .into_iter()
                    .for_each(|changed| put(changed.into()));
            }
            Value::String(text) => changes(text).for_each(|changed| put(changed.into())),
            Value::Array(path) => {
                assert_eq!(path.len(), 3);
                for (at, hash) in path.iter().enumerate() {
                    for changed in changes(hash.as_str().unwrap()).step_by(7) {
                        let mut path = path.clone();
                        path[at] = changed.into();
                        put(path.into());
                    }
                }
                put(path[1..].into());
                put([&path[..], &path[..1]].concat().into());
                put(vec![path[0].clone(); 64].into());
            }
            other => panic!("{other}"),
        }
    }
    // As many files as there are changes would take as many runs; a file holds many proofs.
    let file: String = broken.iter().map(|(_, proof, _)| format!("{proof}\n")).collect();
    let (ran, _) = check(&folder, &file, &public());
    assert_eq!((ran.status, ran.out.lines().count()), (Some(1), broken.len()), "{}", ran.err);
    for ((name, proof, expected), line) in broken.iter().zip(ran.out.lines()) {
        let said: Value = serde_json::from_str(line).unwrap();
        let failed: Vec<&str> =
            said["failed"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
        assert!(said["holds"] == false && !failed.is_empty(), "{name}: {line}\n{proof}");
        // A value that is none is named by its field, all others by what they break.
        assert!(
            expected.iter().any(|part| failed.contains(part)) || failed == [&**name],
            "{name}: {failed:?}\n{proof}"
        );
    }
    for part in proof.as_object().unwrap().keys().filter(|part| *part != "size") {
        assert!(ran.err.contains(&format!(": {part}: ")), "{part}");
    }
    // Another key, a missing field, one too many, and no proof at all.
    let (ran, said) = check(&folder, &out, &"07".repeat(32));
    assert_eq!((ran.status, &said["failed"]), (Some(1), &json!(["key"])), "{ran:?}");
    for (text, status) in [
        (out.replace("\"chain\"", "\"chains\""), Some(1)),
        (out.replace("\"chain\"", "\"more\":1,\"chain\""), Some(1)),
        (out.replace('}', ""), Some(1)),
        (String::new(), Some(1)),
    ] {
        assert_eq!(check(&folder, &text, &public()).0.status, status, "{text}");
    }
    let missing = folder.etax(&["registry", "audit", "check-proof", "--key", &public(), "none.json"]);
    assert_eq!(missing.status, Some(2), "{missing:?}");
}

/// The text with each of its characters changed, one at a time, and in another spelling.
fn changes(text: &str) -> impl Iterator<Item = String> {
    let spelt = [text.to_uppercase(), text.to_lowercase()].into_iter().filter(move |spelt| spelt != text);
    let swapped = text.char_indices().map(|(at, own)| {
        let other = if own == '0' { '1' } else { '0' };
        [&text[..at], &other.to_string(), &text[at + 1..]].concat()
    });
    spelt.chain(swapped)
}

/// What the documentation tells a stranger to do, done with openssl and arithmetic alone.
#[test]
fn a_proof_can_be_checked_by_hand() {
    let folder = signed();
    for number in 1..=7 {
        let proof: Value = serde_json::from_str(&prove(&folder, &[&code(number)]).out).unwrap();
        let text = |name: &str| proof[name].as_str().unwrap();
        let (event, size) = (proof["event"].as_u64().unwrap(), proof["size"].as_u64().unwrap());
        assert_eq!((event, size), (u64::from(number), 7));
        // The leaf, made of what was imported; only the time is the registry's.
        let leaf = unhex(text("leaf"));
        let day = day_of("2026-10-06");
        let part = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat();
        let of = |number: u64| part(&number.to_be_bytes());
        let buyer: &[u8] = if number % 2 == 0 { b"\0" } else { b"0312345678-001" };
        let expected = [
            b"etax-log/1".to_vec(),
            of(event),
            part(&leaf[26..34]),
            of(2),
            of(event),
            part(b""),
            part(&unhex(&code(number))),
            part(b"0300123450"),
            part(b"1"),
            part(b"C26TAA"),
            of(event),
            of(day),
            part(buyer),
            part(format!("{}.5", number * 1000).as_bytes()),
            part(&[7; 32]),
        ];
        assert_eq!(hex(&leaf), hex(&expected.concat()));
        // The way up, of a tree whose left half is the largest power of two of its leaves.
        let mut path: Vec<Vec<u8>> =
            proof["path"].as_array().unwrap().iter().map(|hash| unhex(hash.as_str().unwrap())).collect();
        let own = sha256(&folder, &[&[0], &*leaf].concat());
        assert_eq!(hex(&climb(&folder, event - 1, size, own, &mut path)), text("root"));
        assert!(path.is_empty());
        // The head.
        let days = day_of(text("day"));
        let head = format!("etax-log-root/1\n{days}\n{size}\n{}\n{}\n", text("root"), text("chain"));
        folder.put("head", head);
        folder.put("signature", unhex(text("signature")));
        // RFC 8410: the 12 bytes before an Ed25519 key.
        folder.put("key.der", [unhex("302a300506032b6570032100"), unhex(text("key"))].concat());
        let verify = "pkeyutl -verify -rawin -pubin -keyform DER -inkey key.der -in head -sigfile signature";
        openssl(&folder, verify);
    }
}

/// Days since 1970-01-01, counted one by one.
fn day_of(text: &str) -> u64 {
    let part = |at: std::ops::Range<usize>| text[at].parse::<u64>().unwrap();
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let years: u64 = (1970..part(0..4)).map(|year| 365 + u64::from(is_leap(year))).sum();
    let february = 28 + u64::from(is_leap(part(0..4)));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let months: u64 = lengths.iter().take(usize::try_from(part(5..7)).unwrap() - 1).sum();
    years + months + part(8..10) - 1
}

/// RFC 6962, section 2.1.1, read backwards: the path's last hash is the one beside the top.
fn climb(folder: &Folder, index: u64, size: u64, leaf: Vec<u8>, path: &mut Vec<Vec<u8>>) -> Vec<u8> {
    if size == 1 {
        return leaf;
    }
    let beside = path.pop().unwrap();
    let half = size.next_power_of_two() / 2;
    let pair = if index < half {
        [climb(folder, index, half, leaf, path), beside]
    } else {
        [beside, climb(folder, index - half, size - half, leaf, path)]
    };
    sha256(folder, &[&[1], &*pair.concat()].concat())
}

fn sha256(folder: &Folder, bytes: &[u8]) -> Vec<u8> {
    folder.put("hashed", bytes);
    openssl(folder, "dgst -sha256 -binary hashed")
}

fn openssl(folder: &Folder, arguments: &str) -> Vec<u8> {
    let ran = Command::new("openssl").args(arguments.split(' ')).current_dir(folder.path()).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    ran.stdout
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
