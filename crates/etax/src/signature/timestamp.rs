//! Time-stamps over the signature value (XAdES SignatureTimeStamp, ETSI EN 319 132-1, section 5.3; RFC 3161).
//!
//! A time-stamp is not covered by the signature: anybody may add one or take it away. So it can only ever prove
//! something in the signature's favour, namely that the value existed by then; one that proves nothing leaves the
//! signature as it would be without it, with a finding that says so.

use super::algorithm::canonical_form;
use super::base64;
use super::candidate::Candidate;
use super::form::{Form, Plan};
use super::pki::{Certificate, ChainPath, ChainSearch, NoPath, Standing, Statement, Token, Unproven};
use super::verifier::Verifier;
use super::{reference, rules};
use crate::report::{Finding, TimestampInfo};
use crate::rule::Weights;
use crate::value::Moment;
use crate::xml::{Apex, DSIG, Element};
use std::sync::Arc;

/// XAdES 1.3.2 and later (ETSI TS 101 903, EN 319 132-1).
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
/// Time-stamps of one signature that are looked at.
const MOST_TIMESTAMPS: usize = 2;
/// Bytes of one token.
const LARGEST: usize = 256 * 1024;

/// What a time-stamp that holds proves of one signature.
#[derive(Clone, Debug)]
pub(crate) struct Timestamp {
    /// The signature value existed by then: the token's time and its accuracy.
    pub(crate) latest: Moment,
    /// For the report.
    pub(crate) info: TimestampInfo,
}

/// Why a time-stamp is not believed.
enum Refused {
    /// It is wrong, whoever made it.
    Invalid(String),
    /// It cannot be told whether it is right.
    Undecided(String),
}

impl Refused {
    fn invalid(why: impl Into<String>) -> Self {
        Self::Invalid(why.into())
    }

    fn undecided(why: impl Into<String>) -> Self {
        Self::Undecided(why.into())
    }
}

/// Judges the time-stamps of a signature whose value holds; the earliest that is believed counts.
pub(crate) fn judge(candidate: &mut Candidate<'_>, verifier: &Verifier) {
    let Some(form) = candidate.form.as_ref().filter(|_| candidate.value_holds) else { return };
    let mut best: Option<Timestamp> = None;
    let mut findings = Vec::new();
    for element in stamps(&form.objects).take(MOST_TIMESTAMPS) {
        match verify(element, form, verifier) {
            Ok(found) if best.as_ref().is_none_or(|best| found.latest < best.latest) => best = Some(found),
            Ok(_) => {}
            Err(Refused::Invalid(why)) => {
                findings.push(Finding::new(&rules::TIMESTAMP_INVALID).at(element).found(why));
            }
            Err(Refused::Undecided(why)) => {
                findings.push(Finding::new(&rules::TIMESTAMP_UNDECIDED).at(element).found(why));
            }
        }
    }
    for finding in findings {
        candidate.notes.remark(finding);
    }
    candidate.timestamp = best;
}

/// The `SignatureTimeStamp` elements at their one place in each `Object`.
fn stamps<'d>(objects: &[Element<'d>]) -> impl Iterator<Item = Element<'d>> {
    let below = |parents: Vec<Element<'d>>, name: &'static str| -> Vec<Element<'d>> {
        parents
            .into_iter()
            .flat_map(|parent| parent.children().filter(move |child| child.is(XADES, name)))
            .collect()
    };
    let mut here = objects.to_vec();
    for name in
        ["QualifyingProperties", "UnsignedProperties", "UnsignedSignatureProperties", "SignatureTimeStamp"]
    {
        here = below(here, name);
    }
    here.into_iter()
}

fn verify(stamp: Element<'_>, form: &Form<'_>, verifier: &Verifier) -> Result<Timestamp, Refused> {
    let mut children = stamp.children().peekable();
    let method = children.next_if(|child| child.is(DSIG, "CanonicalizationMethod"));
    let encapsulated = children.next().filter(|child| child.is(XADES, "EncapsulatedTimeStamp"));
    // XMLTimeStamp, Include and several tokens in one stamp are other ways of saying what was stamped.
    let (Some(encapsulated), None) = (encapsulated, children.next()) else {
        return Err(Refused::undecided("SignatureTimeStamp"));
    };
    let plan = match method {
        None => Plan::default(),
        Some(method) => {
            let uri = method.attribute("Algorithm").unwrap_or_default();
            match canonical_form(&uri) {
                Some((exclusive, comments)) if method.children().next().is_none() => {
                    Plan { exclusive, comments, ..Plan::default() }
                }
                _ => return Err(Refused::undecided(uri)),
            }
        }
    };
    let encoding = encapsulated.attribute("Encoding");
    if encoding.is_some_and(|encoding| encoding != "http://uri.etsi.org/01903/v1.2.2#DER") {
        return Err(Refused::undecided("Encoding"));
    }
    let token = (encapsulated.is_plain() && encapsulated.is_leaf())
        .then(|| base64::decode(&encapsulated.text(), LARGEST))
        .flatten()
        .ok_or_else(|| Refused::invalid("base64"))?;
    let mut stamped = Vec::new();
    reference::write(Apex::Element(form.value_element), &plan, None, &mut stamped)
        .map_err(|_| Refused::invalid("C14N"))?;
    let token = Token::verify(&token, &stamped).map_err(|why| match why {
        Unproven::NoCertificate => Refused::undecided("certificate"),
        Unproven::Algorithm => Refused::undecided("algorithm"),
        Unproven::Wrong(why) => Refused::invalid(why),
    })?;
    believe(&token, verifier)
}

/// Whether the authority that made the token is known, and was in order when it did.
fn believe(token: &Token, verifier: &Verifier) -> Result<Timestamp, Refused> {
    let weights = verifier.weights();
    if token.sha1 && !weights.tolerates(&rules::SHA1, token.at) {
        return Err(Refused::undecided("sha-1"));
    }
    let known = verifier
        .cache()
        .get(token.signer.der(), verifier.trust())
        .map_err(|reason| Refused::invalid(reason.to_string()))?;
    let completed;
    let search = if known.1.paths.is_empty() && token.certificates.len() > 1 {
        completed = ChainSearch::run(&known.0, &token.certificates, verifier.trust());
        &completed
    } else {
        &known.1
    };
    let path = search.paths.iter().find(|path| path.holds_at(token.at)).ok_or_else(|| {
        if !search.paths.is_empty() {
            return Refused::invalid("validity");
        }
        match search.failure {
            NoPath::UnknownIssuer | NoPath::Unsupported => Refused::undecided(known.0.issuer().to_string()),
            _ => Refused::invalid("chain"),
        }
    })?;
    if path.uses_sha1() && !weights.tolerates(&rules::CHAIN_SHA1, token.at) {
        return Err(Refused::undecided("sha-1"));
    }
    if known.0.key().defect().is_some() || !known.0.unknown_critical().is_empty() {
        return Err(Refused::undecided("certificate"));
    }
    standing(path, token.at, weights)?;
    Ok(timestamp(token, &known.0))
}

/// A time-stamping authority's certificate revoked later leaves its earlier tokens good, unless the reason is one by
/// which they may have been made afterwards (RFC 3161, section 4).
fn standing(path: &ChainPath, at: Moment, weights: &Weights) -> Result<(), Refused> {
    let believed =
        |statement: &Statement| !statement.sha1 || weights.tolerates(&rules::CHAIN_SHA1, statement.published);
    for revocation in path.revocations() {
        match revocation.standing_by(at, believed) {
            Standing::Revoked(entry, _) => return Err(Refused::invalid(format!("revoked {}", entry.since))),
            Standing::RevokedLater(entry, _) if !entry.reason.spares_the_past() => {
                return Err(Refused::invalid(format!("revoked {}", entry.since)));
            }
            Standing::Unknown(_) if !weights.tolerates(&rules::REVOCATION_UNKNOWN, at) => {
                return Err(Refused::undecided("revocation"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn timestamp(token: &Token, authority: &Certificate) -> Timestamp {
    Timestamp {
        latest: token.latest,
        info: TimestampInfo {
            at: token.at.to_string(),
            latest: token.latest.to_string(),
            authority: Arc::clone(&authority.facts().subject),
        },
    }
}
