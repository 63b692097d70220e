//! What the extensions of a certificate say (RFC 5280, section 4.2).

use super::Unreadable;
use super::constraints::NameConstraints;
use super::general_name::GeneralName;
use super::policy::StatedPolicies;
use ::der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, UintRef};
use ::der::{Decode, Reader, SliceReader, Tag, Tagged};
use std::collections::BTreeSet;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::constraints::PolicyConstraints;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, CertificatePolicies, InhibitAnyPolicy, PolicyMappings, SubjectKeyIdentifier,
};

/// The most extensions a certificate may have. Real ones have about ten.
const MOST_EXTENSIONS: usize = 64;
/// The most policies or mappings looked at in one certificate.
const MOST_POLICIES: usize = 256;

const BAD: Unreadable = Unreadable("unreadable extension");

/// Extensions that may be critical: each is either looked at here, or says only where to find
/// more (2.5.29.31), or restricts uses other than signing documents (EKU, application policies).
const KNOWN_EXTENSIONS: [&str; 14] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.35",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
    // Microsoft application policies, critical in remote-signing certificates of one provider.
    "1.3.6.1.4.1.311.21.10",
];

/// Qualifiers of a policy that RFC 5280 defines: where the practice statement is, and a notice to show. Both inform
/// and change no answer.
const QUALIFIERS: [&str; 2] = ["1.3.6.1.5.5.7.2.1", "1.3.6.1.5.5.7.2.2"];

/// The keyUsage bits that matter here (RFC 5280, section 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage {
    /// digitalSignature.
    pub digital_signature: bool,
    /// nonRepudiation, also called contentCommitment.
    pub non_repudiation: bool,
    /// keyCertSign.
    pub certificate_sign: bool,
    /// cRLSign.
    pub crl_sign: bool,
}

/// The extensions of one certificate.
#[derive(Clone, Debug, Default)]
pub(super) struct Extensions {
    /// The CA flag and the path length.
    pub(super) basic_constraints: Option<(bool, Option<u32>)>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Vec<String>,
    pub(super) policies: StatedPolicies,
    pub(super) name_constraints: Option<NameConstraints>,
    pub(super) alternative_names: Vec<GeneralName>,
    pub(super) unknown_critical: Vec<String>,
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) authority_key_id: Option<Vec<u8>>,
    /// Some list is longer than is looked at: no chain with this certificate can be judged.
    pub(super) beyond_limits: bool,
}

impl Extensions {
    pub(super) fn read(extensions: &[Extension]) -> Result<Self, Unreadable> {
        if extensions.len() > MOST_EXTENSIONS {
            return Err(Unreadable("more than 64 extensions"));
        }
        let mut found = Self::default();
        let mut seen = BTreeSet::new();
        for extension in extensions {
            if !seen.insert(extension.extn_id) {
                return Err(Unreadable("an extension stands twice"));
            }
            found.add(extension)?;
        }
        Ok(found)
    }

    fn add(&mut self, extension: &Extension) -> Result<(), Unreadable> {
        let value = extension.extn_value.as_bytes();
        let dotted = extension.extn_id.to_string();
        match dotted.as_str() {
            "2.5.29.19" => self.basic_constraints = Some(basic_constraints(value).ok_or(BAD)?),
            "2.5.29.15" => self.key_usage = Some(key_usage(value)?),
            "2.5.29.37" => {
                let oids = Vec::<ObjectIdentifier>::from_der(value).map_err(|_| BAD)?;
                self.extended_key_usage = oids.iter().map(ToString::to_string).collect();
            }
            "2.5.29.17" => self.add_names(value, extension.critical)?,
            "2.5.29.30" => {
                let constraints = NameConstraints::read(value)?;
                self.beyond_limits |= constraints.too_many();
                self.name_constraints = Some(constraints);
            }
            "2.5.29.32" => self.add_policies(value, extension.critical)?,
            "2.5.29.33" => {
                let mappings = PolicyMappings::from_der(value).map_err(|_| BAD)?.0;
                self.beyond_limits |= mappings.len() > MOST_POLICIES;
                self.policies.mappings = mappings
                    .iter()
                    .take(MOST_POLICIES)
                    .map(|mapping| (mapping.issuer_domain_policy, mapping.subject_domain_policy))
                    .collect();
            }
            "2.5.29.36" => {
                let found = PolicyConstraints::from_der(value).map_err(|_| BAD)?;
                self.policies.require_explicit = found.require_explicit_policy;
                self.policies.inhibit_mapping = found.inhibit_policy_mapping;
            }
            "2.5.29.54" => {
                self.policies.inhibit_any = Some(InhibitAnyPolicy::from_der(value).map_err(|_| BAD)?.0);
            }
            "2.5.29.14" => {
                self.subject_key_id =
                    SubjectKeyIdentifier::from_der(value).ok().map(|id| id.0.as_bytes().to_vec());
            }
            "2.5.29.35" => {
                self.authority_key_id = AuthorityKeyIdentifier::from_der(value)
                    .ok()
                    .and_then(|id| id.key_identifier)
                    .map(|id| id.as_bytes().to_vec());
            }
            _ => {}
        }
        if extension.critical && !KNOWN_EXTENSIONS.contains(&dotted.as_str()) {
            self.unknown_critical.push(dotted);
        }
        Ok(())
    }

    fn add_names(&mut self, value: &[u8], critical: bool) -> Result<(), Unreadable> {
        match GeneralName::read_all(value) {
            Ok((names, too_many)) => {
                self.beyond_limits |= too_many;
                self.alternative_names = names;
                Ok(())
            }
            // Nobody here asks for these names, so a list that cannot be read matters only when it must be.
            Err(_) if !critical => {
                self.alternative_names = GeneralName::unknown().to_vec();
                Ok(())
            }
            Err(reason) => Err(reason),
        }
    }

    fn add_policies(&mut self, value: &[u8], critical: bool) -> Result<(), Unreadable> {
        let stated = CertificatePolicies::from_der(value).map_err(|_| BAD)?.0;
        self.beyond_limits |= stated.len() > MOST_POLICIES;
        let stated = stated.get(..MOST_POLICIES).unwrap_or(&stated);
        if critical {
            let foreign = stated
                .iter()
                .flat_map(|policy| policy.policy_qualifiers.iter().flatten())
                .map(|qualifier| qualifier.policy_qualifier_id.to_string())
                .find(|qualifier| !QUALIFIERS.contains(&qualifier.as_str()));
            self.unknown_critical.extend(foreign);
        }
        self.policies.policies = Some(stated.iter().map(|policy| policy.policy_identifier).collect());
        Ok(())
    }
}

/// Read here, for the library's type ends at a path length of 255.
fn basic_constraints(der: &[u8]) -> Option<(bool, Option<u32>)> {
    let outer = AnyRef::from_der(der).ok()?;
    if outer.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let authority = Option::<bool>::decode(&mut reader).ok()?.unwrap_or(false);
    let length = Option::<UintRef<'_>>::decode(&mut reader).ok()?;
    let length = length.map(|length| {
        let bytes = length.as_bytes();
        // Longer than any chain is as good as any other number longer than any chain.
        if bytes.len() > 4 {
            u32::MAX
        } else {
            bytes.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
        }
    });
    reader.is_finished().then_some((authority, length))
}

fn key_usage(der: &[u8]) -> Result<KeyUsage, Unreadable> {
    let bits = BitStringRef::from_der(der).map_err(|_| BAD)?;
    let bit = |index| bits.get(index).unwrap_or(false);
    Ok(KeyUsage {
        digital_signature: bit(0),
        non_repudiation: bit(1),
        certificate_sign: bit(5),
        crl_sign: bit(6),
    })
}
