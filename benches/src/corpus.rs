//! The documents that are measured: made by the test kit, the same on every machine.

use etax::engine::{Engine, Input, Policy};
use etax::report::{Report, Verdict};
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{Kind, generate};

/// The seed of all inputs.
pub const SEED: u64 = 7;

/// A document.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// `count` documents of a kind.
///
/// # Panics
///
/// When the test kit is broken.
#[must_use]
pub fn files(kind: Kind, count: usize) -> Vec<File> {
    let made = generate(kind, SEED, count).expect("the test kit works");
    made.into_iter().map(|document| File { name: document.name, bytes: document.bytes }).collect()
}

/// The same documents with a blank inside most tags of the invoice data. Signatures still hold, but nothing
/// can be hashed as it stands.
#[must_use]
pub fn spread(files: &[File]) -> Vec<File> {
    files
        .iter()
        .map(|file| {
            let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
            let (data, rest) = text.split_at(text.find("</DLHDon>").expect("invoice data"));
            let start = data.find("<TTChung>").expect("invoice data");
            let (head, data) = data.split_at(start);
            File {
                name: file.name.clone(),
                bytes: format!("{head}{}{rest}", data.replace('>', " >")).into_bytes(),
            }
        })
        .collect()
}

/// The moment at which everything is judged.
///
/// # Panics
///
/// Never: the moment is well formed.
#[must_use]
pub fn moment() -> Moment {
    Moment::parse("2026-11-23T10:00:00").expect("a moment")
}

/// The test kit's anchors, intermediates and revocation lists.
///
/// # Panics
///
/// When the test kit is broken.
#[must_use]
pub fn trust() -> TrustStore {
    let mut builder = TrustStore::builder();
    for (path, text) in etax_testkit::trust_files().expect("the test kit works") {
        let added = match path.split('/').next() {
            Some("crl") => builder.crls(text.as_bytes()),
            _ => builder.certificates(text.as_bytes()),
        };
        builder = added.expect("readable trust material");
    }
    builder.build()
}

/// DER of the two certificates that sign the authority's and the sellers' certificates, in this order: as anchors
/// they leave one link to check for each signature, the least there is.
///
/// # Panics
///
/// When the test kit is broken.
#[must_use]
pub fn issuers() -> Vec<Vec<u8>> {
    certificates("trust/intermediates.pem").into_iter().take(2).collect()
}

/// DER of the roots above [`issuers`], for verifiers that insist on self-signed anchors.
///
/// # Panics
///
/// When the test kit is broken.
#[must_use]
pub fn roots() -> Vec<Vec<u8>> {
    certificates("trust/anchors.pem")
}

fn certificates(name: &str) -> Vec<Vec<u8>> {
    let files = etax_testkit::trust_files().expect("the test kit works");
    let (_, text) = files.iter().find(|(path, _)| path == name).expect("a file of certificates");
    let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    blocks.map(|block| base64(block.split("-----END").next().expect("an end"))).collect()
}

/// Decodes base64, white space ignored.
///
/// # Panics
///
/// On any other foreign character.
#[must_use]
pub fn base64(text: &str) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => panic!("not base64"),
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xFF).expect("a byte"));
        }
    }
    out
}

/// The default policy, which besides recognises the test kit's tax authority.
#[must_use]
pub fn policy() -> Policy {
    Policy::from_toml(include_str!("../../testdata/policy/test.toml")).expect("a readable policy")
}

/// An engine with [`policy`] and the test kit's trust.
#[must_use]
pub fn engine() -> Engine {
    Engine::new(policy(), trust())
}

/// Checks one file.
#[must_use]
pub fn check(engine: &Engine, file: &File) -> Report {
    engine.check(&Input { name: &file.name, bytes: &file.bytes, at: moment() })
}

/// Whether the engine accepts the file and says that all its signatures hold.
#[must_use]
pub fn accepts(engine: &Engine, file: &File) -> bool {
    check(engine, file).verdict == Verdict::Accepted
}

/// Total bytes.
#[must_use]
pub fn bytes(files: &[File]) -> u64 {
    files.iter().map(|file| file.bytes.len() as u64).sum()
}
