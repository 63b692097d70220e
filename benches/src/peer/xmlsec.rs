//! libxmlsec1 through its C API, in this process.

use super::{Peer, REFERENCES, SIGNATURES};
use crate::corpus::{self, File};
use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

unsafe extern "C" {
    fn peer_init() -> c_int;
    fn peer_version() -> *const c_char;
    fn peer_manager() -> *mut c_void;
    fn peer_trust(manager: *mut c_void, der: *const u8, length: usize) -> c_int;
    fn peer_key(der: *const u8, length: usize) -> *mut c_void;
    fn peer_verify(
        xml: *const c_char,
        length: usize,
        manager: *mut c_void,
        keys: *const *mut c_void,
        key_count: usize,
        signatures: usize,
        references: usize,
    ) -> c_int;
}

/// Where the key that verifies a signature comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Decoded beforehand, given by the caller: no certificate is looked at.
    Preset,
    /// From the certificate in the signature, which must chain to a trusted one.
    Chain,
}

/// libxmlsec1, used in one of the two ways. Lives until the process ends.
#[derive(Debug)]
pub struct XmlSec {
    manager: *mut c_void,
    /// By file name, in the order of the signatures.
    keys: Option<HashMap<String, Vec<*mut c_void>>>,
}

impl XmlSec {
    /// Trusts the given DER certificates; with [`Keys::Preset`] the keys for `files` are decoded here.
    ///
    /// # Panics
    ///
    /// When the library refuses to start or to read a certificate.
    #[must_use]
    pub fn new(trusted: &[Vec<u8>], mode: Keys, files: &[File]) -> Self {
        static START: std::sync::Once = std::sync::Once::new();
        // SAFETY: called once, before anything else of the library.
        START.call_once(|| assert_eq!(unsafe { peer_init() }, 0, "libxmlsec1 starts"));
        // SAFETY: the library is ready.
        let manager = unsafe { peer_manager() };
        assert!(!manager.is_null(), "a keys manager");
        for der in trusted {
            // SAFETY: the manager is valid, pointer and length are of one slice.
            assert_eq!(unsafe { peer_trust(manager, der.as_ptr(), der.len()) }, 0, "a trusted certificate");
        }
        let keys = (mode == Keys::Preset).then(|| preset(files));
        Self { manager, keys }
    }
}

/// One key for each certificate met, shared among the files.
fn preset(files: &[File]) -> HashMap<String, Vec<*mut c_void>> {
    let mut known: HashMap<String, *mut c_void> = HashMap::new();
    let mut of_file = HashMap::new();
    for file in files {
        let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
        let certificates = text.split("<X509Certificate>").skip(1);
        let keys = certificates.map(|rest| {
            let written = rest.split('<').next().expect("a certificate");
            *known.entry(written.to_owned()).or_insert_with(|| {
                let der = corpus::base64(written);
                // SAFETY: pointer and length are of one slice; the library copies what it keeps.
                let key = unsafe { peer_key(der.as_ptr(), der.len()) };
                assert!(!key.is_null(), "a key");
                key
            })
        });
        of_file.insert(file.name.clone(), keys.collect());
    }
    of_file
}

impl Peer for XmlSec {
    fn name(&self) -> String {
        // SAFETY: a constant string of the library's header.
        let version = unsafe { CStr::from_ptr(peer_version()) }.to_string_lossy();
        let mode = if self.keys.is_some() { "keys preset, no chain" } else { "chain checked" };
        format!("libxmlsec1 {version} C API, {mode}")
    }

    fn holds(&self, file: &File) -> bool {
        let keys = match &self.keys {
            None => None,
            Some(of_file) => match of_file.get(&file.name) {
                Some(keys) => Some(keys),
                None => return false,
            },
        };
        // SAFETY: pointers and lengths belong together; manager and keys live as long as the process.
        let answer = unsafe {
            peer_verify(
                file.bytes.as_ptr().cast(),
                file.bytes.len(),
                self.manager,
                keys.map_or(ptr::null(), |keys| keys.as_ptr()),
                keys.map_or(0, Vec::len),
                SIGNATURES,
                REFERENCES,
            )
        };
        answer == 1
    }
}
