//! The trust store: what the operator believes in.

use super::der::hex;
use super::{Certificate, OcspResponse, PolicyInputs, Refused, RevocationList, Source, Unreadable, pem};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Bytes given to a [`TrustStoreBuilder`] that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustError {
    /// Neither PEM with at least one fitting block, nor DER.
    Nothing,
    /// The n-th block (from 1) is not base64 between its markers.
    Base64 {
        /// Which block.
        block: usize,
    },
    /// The n-th block (from 1) is of another kind than asked for.
    Label {
        /// Which block.
        block: usize,
        /// Its label.
        label: String,
    },
    /// The n-th certificate or list (from 1) could not be read.
    Unreadable {
        /// Which one.
        block: usize,
        /// Why.
        reason: Unreadable,
    },
}

impl fmt::Display for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("neither PEM nor DER"),
            Self::Base64 { block } => write!(f, "block {block} is not base64"),
            Self::Label { block, label } => write!(f, "block {block} is a {label}"),
            Self::Unreadable { block, reason } => write!(f, "item {block} is unreadable: {reason}"),
        }
    }
}

impl std::error::Error for TrustError {}

/// Anchors, intermediate certificates, revocation lists and OCSP responses. The engine fetches nothing itself.
///
/// Superseded roots should stay in: old signatures must remain verifiable at their signing time.
///
/// ```
/// use etax::signature::pki::TrustStore;
/// let empty = TrustStore::builder().build();
/// assert_eq!(empty.anchors().count(), 0);
/// assert!(TrustStore::builder().anchors(b"not a certificate").is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    by_subject: HashMap<Vec<u8>, Vec<Known>>,
    lists: HashMap<Vec<u8>, Vec<Arc<RevocationList>>>,
    /// By each serial number that they speak of.
    responses: HashMap<Vec<u8>, Vec<Arc<OcspResponse>>>,
    /// Responses that speak of nothing because they carry no answer.
    unanswered: Vec<Arc<OcspResponse>>,
    policy_inputs: PolicyInputs,
    /// Of certificates and evidence alone.
    contents: String,
    digest: String,
}

/// A certificate of the store.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) certificate: Arc<Certificate>,
    pub(crate) anchor: bool,
}

impl TrustStore {
    /// Starts an empty store.
    #[must_use]
    pub fn builder() -> TrustStoreBuilder {
        TrustStoreBuilder::default()
    }

    /// SHA-256, lower-case hex, over the sorted contents: equal stores have equal digests, in
    /// whatever order they were filled.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The same store, whose chains must hold under these certificate policies.
    ///
    /// Chains are kept in memory for a store, so what they depend on belongs to the store and its digest.
    ///
    /// ```
    /// use etax::signature::pki::{PolicyInputs, TrustStore};
    /// let store = TrustStore::builder().build();
    /// let plain = store.digest().to_owned();
    /// let strict = store.requiring(PolicyInputs { require_explicit: true, ..PolicyInputs::default() });
    /// assert_ne!(strict.digest(), plain);
    /// assert_eq!(strict.requiring(PolicyInputs::default()).digest(), plain);
    /// ```
    #[must_use]
    pub fn requiring(mut self, inputs: PolicyInputs) -> Self {
        self.digest = if inputs == PolicyInputs::default() {
            self.contents.clone()
        } else {
            let mut context = ring::digest::Context::new(&ring::digest::SHA256);
            context.update(self.contents.as_bytes());
            context.update(&[
                u8::from(inputs.require_explicit),
                u8::from(inputs.inhibit_mapping),
                u8::from(inputs.inhibit_any),
            ]);
            for policy in &inputs.initial {
                context.update(policy.as_bytes());
                context.update(b" ");
            }
            hex(context.finish().as_ref())
        };
        self.policy_inputs = inputs;
        self
    }

    /// What is required of certificate policies.
    #[must_use]
    pub const fn policy_inputs(&self) -> &PolicyInputs {
        &self.policy_inputs
    }

    /// The anchors.
    pub fn anchors(&self) -> impl Iterator<Item = &Certificate> {
        self.by_subject.values().flatten().filter(|known| known.anchor).map(|known| &*known.certificate)
    }

    pub(crate) fn named(&self, subject_key: &[u8]) -> &[Known] {
        self.by_subject.get(subject_key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Evidence that can be read and does not count, in a fixed order. It is worth a word to the operator.
    ///
    /// ```
    /// use etax::signature::pki::{Refusal, TrustStore};
    /// // An OCSP responder's "tryLater" instead of an answer.
    /// let store = TrustStore::builder().ocsp(&[0x30, 3, 0x0a, 1, 3]).unwrap().build();
    /// let refused: Vec<_> = store.refused().map(|refused| refused.refusal).collect();
    /// assert_eq!(refused, [Refusal::ResponseStatus(3)]);
    /// ```
    pub fn refused(&self) -> impl Iterator<Item = Refused<'_>> {
        let mut found: Vec<([u8; 32], Refused<'_>)> = Vec::new();
        for list in self.lists.values().flatten() {
            found.extend(list.refusal().map(|refusal| {
                let published = Some(list.this_update());
                let refused =
                    Refused { source: Source::List, issuer: Some(list.issuer()), published, refusal };
                (*list.sha256(), refused)
            }));
        }
        for response in self.responses.values().flatten().chain(&self.unanswered) {
            found.extend(response.refusal().map(|refusal| {
                let published = response.produced_at();
                (*response.sha256(), Refused { source: Source::Response, issuer: None, published, refusal })
            }));
        }
        found.sort_by_key(|(sha256, _)| *sha256);
        found.dedup_by_key(|(sha256, _)| *sha256);
        found.into_iter().map(|(_, refused)| refused)
    }

    /// Responses that speak of a serial number, newest first.
    pub(crate) fn responses_about(&self, serial: &[u8]) -> &[Arc<OcspResponse>] {
        self.responses.get(serial).map(Vec::as_slice).unwrap_or_default()
    }

    /// Lists of an issuer by name, newest first.
    pub(crate) fn lists_of(&self, issuer_key: &[u8]) -> &[Arc<RevocationList>] {
        self.lists.get(issuer_key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Collects the contents of a [`TrustStore`]. Each method takes PEM (any number of blocks) or the
/// DER bytes of one item.
#[derive(Clone, Debug, Default)]
pub struct TrustStoreBuilder {
    certificates: Vec<Known>,
    lists: Vec<Arc<RevocationList>>,
    responses: Vec<Arc<OcspResponse>>,
}

impl TrustStoreBuilder {
    /// Adds certificates to be believed without further proof.
    ///
    /// # Errors
    ///
    /// [`TrustError`] when the bytes hold no certificate or an unreadable one.
    pub fn anchors(mut self, bytes: &[u8]) -> Result<Self, TrustError> {
        self.certificates
            .extend(certificates(bytes)?.into_iter().map(|certificate| Known { certificate, anchor: true }));
        Ok(self)
    }

    /// Adds certificates that help to build chains but prove nothing themselves.
    ///
    /// # Errors
    ///
    /// [`TrustError`] when the bytes hold no certificate or an unreadable one.
    pub fn intermediates(mut self, bytes: &[u8]) -> Result<Self, TrustError> {
        self.certificates
            .extend(certificates(bytes)?.into_iter().map(|certificate| Known { certificate, anchor: false }));
        Ok(self)
    }

    /// Adds certificates of both kinds: self-signed ones become anchors, others intermediates.
    ///
    /// # Errors
    ///
    /// [`TrustError`] when the bytes hold no certificate or an unreadable one.
    pub fn certificates(mut self, bytes: &[u8]) -> Result<Self, TrustError> {
        for certificate in certificates(bytes)? {
            let anchor = certificate.is_self_issued() && certificate.signed_with(certificate.key());
            self.certificates.push(Known { certificate, anchor });
        }
        Ok(self)
    }

    /// Adds revocation lists. They count only when a certificate of the chain signed them, or one that it issued for
    /// signing lists. Lists that can be read and do not count, such as indirect ones, are kept and named by
    /// [`TrustStore::refused`]: one of them must not stop the others from being used.
    ///
    /// # Errors
    ///
    /// [`TrustError`] when the bytes hold no revocation list or an unreadable one.
    pub fn crls(mut self, bytes: &[u8]) -> Result<Self, TrustError> {
        for (index, der) in items(bytes, &["X509 CRL", "CRL"])?.into_iter().enumerate() {
            let list = RevocationList::read(der)
                .map_err(|reason| TrustError::Unreadable { block: index + 1, reason })?;
            self.lists.push(Arc::new(list));
        }
        Ok(self)
    }

    /// Adds OCSP responses, DER one by one or in PEM blocks `OCSP RESPONSE`. They count only when the issuer of the
    /// certificate signed them, or a responder that it authorised. A response without an answer ("try later") is kept
    /// and named by [`TrustStore::refused`].
    ///
    /// # Errors
    ///
    /// [`TrustError`] when the bytes hold no response or an unreadable one.
    pub fn ocsp(mut self, bytes: &[u8]) -> Result<Self, TrustError> {
        for (index, der) in items(bytes, &["OCSP RESPONSE"])?.iter().enumerate() {
            let response = OcspResponse::from_der(der)
                .map_err(|reason| TrustError::Unreadable { block: index + 1, reason })?;
            self.responses.push(Arc::new(response));
        }
        Ok(self)
    }

    /// The finished store.
    #[must_use]
    pub fn build(self) -> TrustStore {
        let mut contents: Vec<(u8, [u8; 32])> = Vec::new();
        let mut by_subject: HashMap<Vec<u8>, Vec<Known>> = HashMap::new();
        for known in self.certificates {
            contents.push((u8::from(!known.anchor), *known.certificate.sha256()));
            let same_name = by_subject.entry(known.certificate.subject().key().to_vec()).or_default();
            match same_name.iter_mut().find(|other| other.certificate.sha256() == known.certificate.sha256())
            {
                Some(other) => other.anchor |= known.anchor,
                None => same_name.push(known),
            }
        }
        for same_name in by_subject.values_mut() {
            // Anchors first, then by digest: the search must not depend on the order of filling.
            same_name.sort_by_key(|known| (!known.anchor, *known.certificate.sha256()));
        }
        let mut lists: HashMap<Vec<u8>, Vec<Arc<RevocationList>>> = HashMap::new();
        for list in self.lists {
            contents.push((2, *list.sha256()));
            lists.entry(list.issuer().key().to_vec()).or_default().push(list);
        }
        for same_issuer in lists.values_mut() {
            same_issuer.sort_by_key(|list| (std::cmp::Reverse(list.this_update()), *list.sha256()));
        }
        let mut responses: HashMap<Vec<u8>, Vec<Arc<OcspResponse>>> = HashMap::new();
        let mut unanswered = Vec::new();
        for response in self.responses {
            contents.push((3, *response.sha256()));
            if response.is_empty() {
                unanswered.push(response);
                continue;
            }
            for serial in response.serials() {
                let same_serial = responses.entry(serial.to_vec()).or_default();
                if same_serial.last().is_none_or(|last| !Arc::ptr_eq(last, &response)) {
                    same_serial.push(Arc::clone(&response));
                }
            }
        }
        for same_serial in responses.values_mut() {
            same_serial
                .sort_by_key(|response| (std::cmp::Reverse(response.produced_at()), *response.sha256()));
        }
        contents.sort_unstable();
        contents.dedup();
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        for (tag, digest) in contents {
            context.update(&[tag]);
            context.update(&digest);
        }
        let contents = hex(context.finish().as_ref());
        TrustStore {
            by_subject,
            lists,
            responses,
            unanswered,
            policy_inputs: PolicyInputs::default(),
            digest: contents.clone(),
            contents,
        }
    }
}

fn certificates(bytes: &[u8]) -> Result<Vec<Arc<Certificate>>, TrustError> {
    items(bytes, &["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"])?
        .iter()
        .enumerate()
        .map(|(index, der)| {
            Certificate::from_der(der)
                .map(Arc::new)
                .map_err(|reason| TrustError::Unreadable { block: index + 1, reason })
        })
        .collect()
}

fn items(bytes: &[u8], labels: &[&str]) -> Result<Vec<Vec<u8>>, TrustError> {
    if !pem::looks_like_pem(bytes) {
        return if bytes.first() == Some(&0x30) {
            Ok(vec![bytes.to_vec()])
        } else {
            Err(TrustError::Nothing)
        };
    }
    let mut found = Vec::new();
    for (index, block) in pem::blocks(bytes).into_iter().enumerate() {
        if !labels.contains(&block.label.as_str()) {
            return Err(TrustError::Label { block: index + 1, label: block.label });
        }
        found.push(block.der.ok_or(TrustError::Base64 { block: index + 1 })?);
    }
    if found.is_empty() { Err(TrustError::Nothing) } else { Ok(found) }
}
