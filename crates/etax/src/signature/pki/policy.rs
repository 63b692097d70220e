//! Certificate policies along a chain (RFC 5280, section 6.1, with the policy graph of RFC 9618).
//!
//! RFC 5280 describes a tree that mappings can blow up exponentially; RFC 9618 replaces it by a graph with one node
//! for each policy and depth, which grows no faster than the certificates themselves.

use super::Certificate;
use ::der::asn1::ObjectIdentifier;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// anyPolicy (RFC 5280, section 4.2.1.4).
pub(super) const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");

/// What the operator requires of certificate policies: the inputs of RFC 5280, section 6.1.1.
///
/// The default takes chains under any policy and under none, as the country's regulations ask for none.
///
/// ```
/// use etax::signature::pki::PolicyInputs;
/// let inputs: PolicyInputs =
///     serde_json::from_str(r#"{"initial": ["1.3.6.1.4.1.99999.2"], "require-explicit": true}"#).unwrap();
/// assert!(inputs.require_explicit && !inputs.inhibit_any);
/// assert!(PolicyInputs::default().initial.is_empty());
/// assert!(serde_json::from_str::<PolicyInputs>(r#"{"initial": ["not an OID"]}"#).is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PolicyInputs {
    /// user-initial-policy-set: the acceptable policies as dotted OIDs; empty or `2.5.29.32.0` for any.
    #[serde(deserialize_with = "identifiers")]
    pub initial: BTreeSet<String>,
    /// initial-explicit-policy: the chain must hold under at least one acceptable policy.
    pub require_explicit: bool,
    /// initial-policy-mapping-inhibit: policies of other domains are not taken for the operator's.
    pub inhibit_mapping: bool,
    /// initial-any-policy-inhibit: anyPolicy in a certificate stands for no policy.
    pub inhibit_any: bool,
}

fn identifiers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<String>, D::Error> {
    let dotted = BTreeSet::<String>::deserialize(deserializer)?;
    match dotted.iter().find(|dotted| ObjectIdentifier::new(dotted).is_err()) {
        Some(wrong) => Err(serde::de::Error::custom(format!("{wrong} is not an object identifier"))),
        None => Ok(dotted),
    }
}

/// The policies one certificate states.
#[derive(Clone, Debug, Default)]
pub(super) struct StatedPolicies {
    /// certificatePolicies; `None` where the extension is absent.
    pub(super) policies: Option<BTreeSet<ObjectIdentifier>>,
    /// policyMappings: what the issuer calls a policy, and what it is called below.
    pub(super) mappings: Vec<(ObjectIdentifier, ObjectIdentifier)>,
    /// policyConstraints, requireExplicitPolicy.
    pub(super) require_explicit: Option<u32>,
    /// policyConstraints, inhibitPolicyMapping.
    pub(super) inhibit_mapping: Option<u32>,
    /// inhibitAnyPolicy.
    pub(super) inhibit_any: Option<u32>,
}

/// A policy at one depth.
#[derive(Debug)]
struct Node {
    /// What certificates one step down may call it.
    expected: BTreeSet<ObjectIdentifier>,
    /// Which policies of the depth above led to it.
    parents: BTreeSet<ObjectIdentifier>,
}

type Level = BTreeMap<ObjectIdentifier, Node>;

/// The policies under which a chain holds, as dotted OIDs (`2.5.29.32.0` for any); `None` when one is required and
/// there is none. `path` has the leaf first and the anchor last, whose own extensions do not count.
pub(super) fn judge<'c>(
    path: impl DoubleEndedIterator<Item = &'c Certificate> + ExactSizeIterator,
    inputs: &PolicyInputs,
) -> Option<Vec<String>> {
    let length = u32::try_from(path.len()).ok()?.saturating_sub(1);
    let start = |forbidden: bool| if forbidden { 0 } else { length.saturating_add(1) };
    let mut explicit = start(inputs.require_explicit);
    let mut mapping = start(inputs.inhibit_mapping);
    let mut any = start(inputs.inhibit_any);
    let root = Node { expected: BTreeSet::from([ANY_POLICY]), parents: BTreeSet::new() };
    let mut graph = vec![Level::from([(ANY_POLICY, root)])];
    for (certificate, depth) in path.rev().skip(1).zip(1..) {
        let is_leaf = depth == length;
        let stated = certificate.stated_policies();
        let self_issued = certificate.is_self_issued();
        // Section 6.1.3 (d) and (e). An empty level stands for the graph that is NULL from here on.
        let takes_any = any > 0 || (!is_leaf && self_issued);
        let above = graph.last()?;
        let level = stated
            .policies
            .as_ref()
            .map_or_else(Level::new, |policies| next_level(above, policies, takes_any));
        graph.push(level);
        if explicit == 0 && graph.last()?.is_empty() {
            return None;
        }
        if is_leaf {
            // Section 6.1.5 (a) and (b).
            explicit = explicit.saturating_sub(1);
            if stated.require_explicit == Some(0) {
                explicit = 0;
            }
            break;
        }
        // Section 6.1.4 (a), (b), (h), (i) and (j).
        if stated.mappings.iter().any(|(from, to)| *from == ANY_POLICY || *to == ANY_POLICY) {
            return None;
        }
        map(graph.last_mut()?, &stated.mappings, mapping > 0);
        if !self_issued {
            explicit = explicit.saturating_sub(1);
            mapping = mapping.saturating_sub(1);
            any = any.saturating_sub(1);
        }
        explicit = stated.require_explicit.map_or(explicit, |most| explicit.min(most));
        mapping = stated.inhibit_mapping.map_or(mapping, |most| mapping.min(most));
        any = stated.inhibit_any.map_or(any, |most| any.min(most));
    }
    let held = acceptable(&graph, &inputs.initial);
    (explicit > 0 || !held.is_empty()).then_some(held)
}

fn next_level(above: &Level, policies: &BTreeSet<ObjectIdentifier>, takes_any: bool) -> Level {
    let mut expecting: BTreeMap<ObjectIdentifier, BTreeSet<ObjectIdentifier>> = BTreeMap::new();
    for (policy, node) in above {
        for expected in &node.expected {
            expecting.entry(*expected).or_default().insert(*policy);
        }
    }
    let node = |policy: ObjectIdentifier, parents: BTreeSet<ObjectIdentifier>| {
        (policy, Node { expected: BTreeSet::from([policy]), parents })
    };
    let mut level = Level::new();
    for policy in policies.iter().filter(|policy| **policy != ANY_POLICY) {
        if let Some(parents) = expecting.get(policy) {
            level.extend([node(*policy, parents.clone())]);
        } else if above.contains_key(&ANY_POLICY) {
            level.extend([node(*policy, BTreeSet::from([ANY_POLICY]))]);
        }
    }
    if takes_any && policies.contains(&ANY_POLICY) {
        for (policy, parents) in expecting {
            if !level.contains_key(&policy) {
                level.extend([node(policy, parents)]);
            }
        }
    }
    level
}

/// Section 6.1.4 (b).
fn map(level: &mut Level, mappings: &[(ObjectIdentifier, ObjectIdentifier)], allowed: bool) {
    let mut by_issuer: BTreeMap<ObjectIdentifier, BTreeSet<ObjectIdentifier>> = BTreeMap::new();
    for (from, to) in mappings {
        by_issuer.entry(*from).or_default().insert(*to);
    }
    for (from, to) in by_issuer {
        if !allowed {
            level.remove(&from);
        } else if let Some(node) = level.get_mut(&from) {
            node.expected = to;
        } else if level.contains_key(&ANY_POLICY) {
            level.insert(from, Node { expected: to, parents: BTreeSet::from([ANY_POLICY]) });
        }
    }
}

/// Section 6.1.5 (g) as of RFC 9618: the policies as the domain of the anchor calls them, as far as the operator
/// accepts them. Only what leads to the last level counts; that is the pruning of section 6.1.3 (d) (3), done once.
fn acceptable(graph: &[Level], initial: &BTreeSet<String>) -> Vec<String> {
    let mut authority: BTreeSet<ObjectIdentifier> = BTreeSet::new();
    let mut reached: BTreeSet<ObjectIdentifier> =
        graph.last().map(|level| level.keys().copied().collect()).unwrap_or_default();
    if reached.contains(&ANY_POLICY) {
        authority.insert(ANY_POLICY);
    }
    for level in graph.iter().skip(1).rev() {
        let mut above = BTreeSet::new();
        for (policy, node) in level.iter().filter(|(policy, _)| reached.contains(*policy)) {
            if *policy != ANY_POLICY && node.parents.contains(&ANY_POLICY) {
                authority.insert(*policy);
            }
            above.extend(node.parents.iter().copied());
        }
        reached = above;
    }
    if initial.is_empty() || initial.contains("2.5.29.32.0") {
        return authority.iter().map(ToString::to_string).collect();
    }
    let any = authority.contains(&ANY_POLICY);
    initial
        .iter()
        .filter(|dotted| any || ObjectIdentifier::new(dotted).is_ok_and(|policy| authority.contains(&policy)))
        .cloned()
        .collect()
}
