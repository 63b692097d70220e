//! `etax registry audit prove` and `check-proof`: that a code stands in the log, for somebody who has not got the store.

use super::{complain, entry, import, print, unhex};
use crate::exit::Status;
use etax::rule::{Lang, Text};
use etax::value::Moment;
use etax_store::audit::{self, Proof, ProofFault, SignedRoot, hex};
use etax_store::{Leaf, Store, StoredCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::io::Read;
use std::path::Path;

/// What a proof calls itself; another word for another meaning of the fields.
const FORMAT: &str = "etax-log-proof/1";
/// The longest file of proofs that is read.
const LONGEST: u64 = 64 << 20;
/// The longest leaf: its texts are bounded where they are recorded.
const LEAF: usize = 4096;
/// The longest path, and the bytes of a signature.
const PATH: usize = 63;
const SIGNATURE: usize = 64;

/// A proof as it is written: see `docs/registry.md`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    code: String,
    event: i64,
    leaf: String,
    path: Vec<String>,
    day: String,
    size: i64,
    root: String,
    chain: String,
    key: String,
    signature: String,
}

impl Written {
    fn of(proof: &Proof) -> Self {
        let Proof { code, event, leaf, path, head } = proof;
        Self {
            format: FORMAT.to_owned(),
            code: code.to_string(),
            event: *event,
            leaf: hex(leaf),
            path: path.iter().map(|hash| hex(hash)).collect(),
            day: audit::date(head.day),
            size: head.size,
            root: hex(&head.root),
            chain: hex(&head.chain),
            key: hex(&head.key),
            signature: hex(&head.signature),
        }
    }

    /// The proof, or the fields that cannot be read. Each value has one spelling.
    fn read(&self) -> Result<Proof, Vec<&'static str>> {
        let mut unreadable = Vec::new();
        if self.format != FORMAT {
            // What the fields of another format mean is not known here.
            return Err(vec!["format"]);
        }
        let code = StoredCode::parse(&self.code).filter(|code| code.to_string() == self.code);
        let leaf = bytes(&self.leaf, LEAF);
        let path: Option<Vec<_>> = self.path.iter().take(PATH + 1).map(|text| hash(text)).collect();
        let path = path.filter(|path| path.len() <= PATH);
        let day = import::day(&self.day).filter(|day| audit::date(*day) == self.day);
        let (root, chain, key) = (hash(&self.root), hash(&self.chain), hash(&self.key));
        let signature = bytes(&self.signature, SIGNATURE).filter(|bytes| bytes.len() == SIGNATURE);
        let mut note = |is_read: bool, name| {
            if !is_read {
                unreadable.push(name);
            }
        };
        note(code.is_some(), "code");
        note(leaf.is_some(), "leaf");
        note(path.is_some(), "path");
        note(day.is_some(), "day");
        note(root.is_some(), "root");
        note(chain.is_some(), "chain");
        note(key.is_some(), "key");
        note(signature.is_some(), "signature");
        let proof = || {
            let head = SignedRoot {
                day: day?,
                size: self.size,
                root: root?,
                chain: chain?,
                key: key?,
                signature: signature?,
            };
            Some(Proof { code: code?, event: self.event, leaf: leaf?, path: path?, head })
        };
        proof().ok_or(unreadable)
    }
}

/// Lower-case hex of at most so many bytes.
fn bytes(text: &str, most: usize) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks();
    let fits = rest.is_empty() && pairs.len() <= most;
    pairs
        .iter()
        .filter(|_| fits)
        .map(|&[high, low]| Some((digit(high)? << 4) | digit(low)?))
        .collect::<Option<Vec<u8>>>()
        .filter(|_| fits)
}

fn hash(text: &str) -> Option<[u8; 32]> {
    unhex(text).filter(|bytes| hex(bytes) == text)
}

/// Writes a line for each code.
pub(super) fn prove(store: &Store, asked: &[String], lang: Lang) -> Result<Status, String> {
    let words = |error: etax_store::StoreError| error.message(lang);
    let heads = store.read().roots().map_err(words)?;
    let mut status = Status::Accepted;
    for text in asked {
        let mut miss = |why: Text| {
            let name = etax_render::clean::line(text);
            complain(&NOT_PROVED.fill(lang, &[("name", &name), ("why", why.template(lang))]));
            status = status.max(Status::NotAccepted);
        };
        let Some(found) = entry(store, text).map_err(words)? else {
            miss(UNKNOWN);
            continue;
        };
        // The earliest says most: it stood in the log by then.
        let head = heads.iter().find(|head| head.size >= found.row.id);
        let proof =
            head.map(|head| Proof::make(store.read(), found.row.id, head)).transpose().map_err(words)?;
        let Some(proof) = proof.flatten() else {
            miss(NOT_YET);
            continue;
        };
        if let Some(fault) = proof.faults(&proof.head.key).first() {
            return Err(why(*fault).template(lang).to_owned());
        }
        print(&serde_json::to_string(&Written::of(&proof)).map_err(|error| error.to_string())?)?;
    }
    Ok(status)
}

/// Says of each proof in a file whether it holds, and of one that does not, why.
pub(super) fn check(file: &Path, key: &[u8; 32], lang: Lang) -> Result<Status, String> {
    let name = file.display().to_string();
    let said = |error: std::io::Error| format!("{name}: {error}");
    let mut text = Vec::new();
    std::fs::File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut text)).map_err(said)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > LONGEST) {
        return Err(format!("{name}: > 64 MiB"));
    }
    let mut status = Status::Accepted;
    let mut count = 0;
    for written in serde_json::Deserializer::from_slice(&text).into_iter::<Written>() {
        count += 1;
        let place = format!("{}: {count}", etax_render::clean::line(&name));
        let mut fail = |part: &str, why: &str| {
            let why = etax_render::clean::line(why);
            complain(&DOES_NOT_HOLD.fill(lang, &[("place", &place), ("part", part), ("why", &why)]));
            status = status.max(Status::NotAccepted);
        };
        let written = match written {
            Ok(written) => written,
            Err(error) => {
                fail("json", &error.to_string());
                print(&json!({ "holds": false, "failed": ["json"] }).to_string())?;
                // Where the next one would begin is not known.
                break;
            }
        };
        let (proof, failed) = match written.read() {
            Ok(proof) => {
                let faults = proof.faults(key);
                faults.iter().for_each(|fault| fail(fault.name(), why(*fault).template(lang)));
                (Some(proof), faults.iter().map(|fault| fault.name()).collect())
            }
            Err(fields) => {
                fields.iter().for_each(|field| fail(field, UNREADABLE.template(lang)));
                (None, fields)
            }
        };
        let what = proof.filter(|_| failed.is_empty()).and_then(|proof| says(&proof));
        let line = what.unwrap_or_else(|| json!({ "holds": false, "failed": failed }));
        print(&line.to_string())?;
    }
    if count == 0 {
        complain(&EMPTY.fill(lang, &[("name", &etax_render::clean::line(&name))]));
        return Ok(Status::NotAccepted);
    }
    Ok(status)
}

/// What a proof that holds proves.
fn says(proof: &Proof) -> Option<serde_json::Value> {
    let Leaf { seq, at, code: Some(row), .. } = Leaf::read(&proof.leaf)? else { return None };
    let recorded = Moment::from_unix(at.div_euclid(1000)).map(|moment| moment.to_string());
    Some(json!({
        "holds": true, "failed": [], "event": seq, "recorded": recorded, "code": row.code.to_string(),
        "seller": row.key.seller, "form": row.key.form, "series": row.key.series,
        "number": row.key.number.to_string(), "date": audit::date(row.day), "buyer": row.buyer,
        "total": row.total.to_string(), "digest": hex(&row.digest), "day": audit::date(proof.head.day),
    }))
}

const fn why(fault: ProofFault) -> Text {
    match fault {
        ProofFault::Key => KEY,
        ProofFault::Signature => SIGNED,
        ProofFault::Path => LEADS,
        ProofFault::Leaf => NO_LEAF,
        ProofFault::Event => OTHER_EVENT,
        ProofFault::Code => OTHER_CODE,
    }
}

const NOT_PROVED: Text =
    Text { vi: "không có bằng chứng cho {name}: {why}", en: "no proof for {name}: {why}" };
const UNKNOWN: Text = Text { vi: "sổ không có mã này", en: "the registry does not have it" };
const NOT_YET: Text = Text {
    vi: "chưa nằm dưới gốc nào đã ký; sau khi hết ngày hãy chạy `audit sign`",
    en: "not yet under a signed head; `audit sign` signs once the day has ended",
};
const DOES_NOT_HOLD: Text = Text {
    vi: "bằng chứng không đúng: {place}: {part}: {why}",
    en: "the proof does not hold: {place}: {part}: {why}",
};
const EMPTY: Text = Text { vi: "{name} không có bằng chứng nào", en: "{name} has no proof" };
const UNREADABLE: Text = Text { vi: "không đọc được trường này", en: "the field cannot be read" };
const KEY: Text = Text { vi: "gốc do khóa khác ký", en: "the head is signed with another key" };
const SIGNED: Text = Text {
    vi: "chữ ký không đúng với day, size, root và chain",
    en: "the signature does not hold over day, size, root and chain",
};
const LEADS: Text = Text {
    vi: "leaf không dẫn đến root theo path, ở vị trí event trong nhật ký gồm size sự kiện",
    en: "leaf does not lead to root by path, at the place event in a log of size events",
};
const NO_LEAF: Text =
    Text { vi: "leaf không phải của một mã đã cấp", en: "leaf is not that of an issued code" };
const OTHER_EVENT: Text =
    Text { vi: "leaf là của sự kiện khác", en: "leaf is that of another event" };
const OTHER_CODE: Text = Text { vi: "leaf là của mã khác", en: "leaf is that of another code" };
