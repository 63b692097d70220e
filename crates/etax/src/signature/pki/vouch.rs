//! Gathering the evidence about each certificate of a chain, and deciding whose word it is.

use super::evidence::{Revocation, Standing};
use super::parts::Parts;
use super::scope::Points;
use super::{Certificate, OcspResponse, Refusal, RevocationList, Source, Statement, Status, TrustStore};
use std::collections::HashMap;
use std::sync::Arc;

/// Lists that cover one certificate and are looked at, newest first: some years of a daily one. Each costs a look-up;
/// that it is signed is found out once.
const MOST_LISTS: usize = 1024;
/// Responses about one certificate that are looked at.
const MOST_RESPONSES: usize = 64;
/// Certificates of an issuer's name that may have been made for signing lists.
const MOST_SIGNERS: usize = 4;

const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const OCSP_NO_CHECK: &str = "1.3.6.1.5.5.7.48.1.5";

/// How far above a certificate those stand whose word counts: its issuer, that one's issuer, and the next.
const ISSUERS: usize = 3;

/// What was gathered for the chains of one search: they have much in common.
#[derive(Debug, Default)]
pub(crate) struct Vouching {
    /// By the digests of a certificate and of those whose word counts.
    known: HashMap<Vec<[u8; 32]>, Revocation>,
}

impl Vouching {
    /// What is known about each certificate below the anchor, leaf first.
    pub(crate) fn revocations(&mut self, path: &[Arc<Certificate>], store: &TrustStore) -> Vec<Revocation> {
        let below_anchor = path.len().saturating_sub(1);
        let windows = (0..below_anchor).filter_map(|at| path.get(at..path.len().min(at + 1 + ISSUERS)));
        windows
            .filter_map(|window| {
                let (subject, issuers) = window.split_first()?;
                let key = window.iter().map(|certificate| *certificate.sha256()).collect();
                Some(self.known.entry(key).or_insert_with(|| gather(subject, issuers, store)).clone())
            })
            .collect()
    }
}

/// Evidence about `subject`, whose issuer and what is above it are `issuers`.
fn gather(subject: &Certificate, issuers: &[Arc<Certificate>], store: &TrustStore) -> Revocation {
    let mut known = lists(subject, issuers, store, true);
    responses(subject, issuers, store, &mut known);
    known.settle()
}

/// What lists say about `subject`. Certificates made for signing lists are themselves only looked up in lists that
/// their issuer signed with its own key, so that this ends.
fn lists(
    subject: &Certificate,
    issuers: &[Arc<Certificate>],
    store: &TrustStore,
    separate: bool,
) -> Revocation {
    let mut known = Revocation::new(subject.not_after());
    let (Some(issuer), Some(parts)) = (issuers.first(), Parts::of(subject)) else { return known };
    let points = Points::of(subject);
    let mut looked_at = 0usize;
    for list in store.lists_of(issuer.subject().key()) {
        // A delta list's silence says nothing without the list that it changes; what it lists is revoked all the same.
        let delta = list.refusal() == Some(Refusal::Delta);
        if let Some(refusal) = list.refusal() {
            known.refuse(Source::List, refusal);
            if !delta {
                continue;
            }
        }
        let Some(reasons) = list.scope.covers(subject, &points) else { continue };
        looked_at += 1;
        if looked_at > MOST_LISTS {
            break;
        }
        if !signs(list, issuers, store, separate) {
            known.refuse(Source::List, Refusal::Unverified);
            continue;
        }
        let listed = list.revoked(parts.serial);
        if delta && listed.is_none() {
            continue;
        }
        known.say(Statement {
            source: Source::List,
            published: list.this_update(),
            next: list.next_update(),
            status: listed.map_or(Status::Good, Status::Revoked),
            reasons,
            retains: list.retains,
            sha1: list.uses_sha1(),
        });
    }
    known
}

/// Whether a list is signed by the issuer, by another certificate of the issuer further up (a new key after a change of
/// keys), or by one that either of them issued for signing lists (RFC 5280, section 6.3.3 f).
fn signs(list: &RevocationList, issuers: &[Arc<Certificate>], store: &TrustStore, separate: bool) -> bool {
    if issuers.iter().any(|issuer| list.signed_by(issuer)) {
        return true;
    }
    separate
        && store
            .named(list.issuer().key())
            .iter()
            .map(|known| &known.certificate)
            .filter(|signer| {
                signer.key_usage().is_some_and(|usage| usage.crl_sign)
                    && signer.unknown_critical().is_empty()
                    && !issuers.iter().any(|issuer| issuer.sha256() == signer.sha256())
            })
            .take(MOST_SIGNERS)
            .any(|signer| signed_separately(list, signer, issuers, store))
}

fn signed_separately(
    list: &RevocationList,
    signer: &Certificate,
    issuers: &[Arc<Certificate>],
    store: &TrustStore,
) -> bool {
    let at = list.this_update();
    // Whether it signed the list is remembered, so that the other signatures are only checked where it did.
    if at < signer.not_before() || at > signer.not_after() || !list.signed_by(signer) {
        return false;
    }
    // Issued by the authority whose list it is, or by the one that issued that authority.
    (0..issuers.len().min(2)).any(|place| {
        let Some(above) = issuers.get(place..) else { return false };
        let Some(parent) = above.first() else { return false };
        signer.names_issuer(parent)
            && signer.signed_with(parent.key())
            && matches!(lists(signer, above, store, false).standing(at), Standing::Good(_))
    })
}

fn responses(
    subject: &Certificate,
    issuers: &[Arc<Certificate>],
    store: &TrustStore,
    known: &mut Revocation,
) {
    let (Some(issuer), Some(parts)) = (issuers.first(), Parts::of(subject)) else { return };
    let Some(issuer_parts) = Parts::of(issuer) else { return };
    for response in store.responses_about(parts.serial).iter().take(MOST_RESPONSES) {
        let mut statements = response.about(&parts, &issuer_parts).peekable();
        if statements.peek().is_none() {
            continue;
        }
        if let Some(refusal) = response.refusal() {
            known.refuse(Source::Response, refusal);
        } else if answers_for(response, issuers, store) {
            statements.for_each(|statement| known.say(statement));
        } else {
            known.refuse(Source::Response, Refusal::Unverified);
        }
    }
}

/// Whether a response is signed by the issuer itself or by a responder that the issuer authorised (RFC 6960, section
/// 4.2.2.2).
fn answers_for(response: &OcspResponse, issuers: &[Arc<Certificate>], store: &TrustStore) -> bool {
    let Some(issuer) = issuers.first() else { return false };
    if response.names_responder(issuer) && response.signed_with(issuer) {
        return true;
    }
    response.certificates().iter().filter(|responder| response.names_responder(responder)).any(|responder| {
        is_authorised(responder, response, issuers, store) && response.signed_with(responder)
    })
}

fn is_authorised(
    responder: &Certificate,
    response: &OcspResponse,
    issuers: &[Arc<Certificate>],
    store: &TrustStore,
) -> bool {
    let (Some(issuer), Some(at)) = (issuers.first(), response.produced_at()) else { return false };
    let usage = responder.key_usage().is_none_or(|usage| usage.digital_signature || usage.non_repudiation);
    let purpose = responder.extended_key_usage().iter().any(|purpose| purpose == OCSP_SIGNING);
    let valid = responder.not_before() <= at && at <= responder.not_after();
    if !(usage && purpose && valid && responder.unknown_critical().iter().all(|oid| oid == OCSP_NO_CHECK)) {
        return false;
    }
    if !responder.names_issuer(issuer) || !responder.signed_with(issuer.key()) {
        return false;
    }
    let unchecked = Parts::of(responder).is_some_and(|parts| parts.extension(OCSP_NO_CHECK).is_some());
    unchecked || matches!(lists(responder, issuers, store, true).standing(at), Standing::Good(_))
}
