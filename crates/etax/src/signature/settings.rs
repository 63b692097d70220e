//! What the operator requires of signatures besides the weights of the rules, as data.

use super::authority::Authority;
use super::pki::{Certificate, PolicyInputs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is required of signatures and signers. What a broken requirement does is the matter of the
/// rules' weights ([`crate::rule::Weights`]).
///
/// The default recognises no tax authority; a policy names its certificates
/// ([`crate::engine::Policy`]).
///
/// ```
/// use etax::signature::Settings;
/// let settings: Settings = serde_json::from_str(r#"{"clock-skew-seconds": 60}"#).unwrap();
/// assert_eq!(settings.clock_skew_seconds, 60);
/// assert_eq!(settings.min_rsa_bits, 2048);
/// assert!(settings.authorities.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// A signer's RSA modulus of fewer bits breaks the rule `signer.certificate.weak-key`; below 1024 bits nothing
    /// is ever accepted.
    pub min_rsa_bits: usize,
    /// On an invoice with code, the authority's valid signature over the same data vouches for the
    /// seller: an unknown issuer or unknown revocation of the seller's certificate is only mentioned.
    pub authority_vouches: bool,
    /// The certificate policies under which a signer's chain must hold.
    pub certificate_policies: PolicyInputs,
    /// How far a signer's clock may be ahead of the time of receipt, in seconds.
    pub clock_skew_seconds: i64,
    /// The tax authority's certificates, each under a name of the operator's choice.
    pub authorities: BTreeMap<String, Authority>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_rsa_bits: 2048,
            authority_vouches: true,
            certificate_policies: PolicyInputs::default(),
            clock_skew_seconds: 3600,
            authorities: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Whether a certificate is recognised as the authority's, for codes or for notices.
    pub(crate) fn recognises(
        &self,
        certificate: &Certificate,
        issuer: Option<&Certificate>,
        notice: bool,
    ) -> bool {
        self.authorities.values().any(|authority| authority.is(certificate, issuer, notice))
    }
}
