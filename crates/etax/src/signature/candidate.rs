//! One signature of a unit on its way through reading, computing and judging.

use super::form::{Carried, Form, Plan};
use super::job::Job;
use super::notes::Notes;
use super::pki::{Certificate, ChainSearch, KeyKind};
use super::place::{Place, Role};
use super::reference::{self, Digests, Scope, Target};
use super::rules;
use super::time::{SigningTime, signing_time};
use super::timestamp::Timestamp;
use super::verifier::Verifier;
use crate::report::Finding;
use crate::xml::{Apex, DSIG, Element, RelativeNamespace};
use std::sync::Arc;

/// A certificate that came with a signature.
#[derive(Debug)]
pub(crate) struct Embedded<'d> {
    pub(crate) element: Element<'d>,
    pub(crate) known: Arc<(Arc<Certificate>, ChainSearch)>,
}

#[derive(Debug)]
pub(crate) struct Candidate<'d> {
    pub(crate) element: Element<'d>,
    pub(crate) role: Role,
    pub(crate) place: &'static Place,
    pub(crate) form: Option<Form<'d>>,
    pub(crate) notes: Notes,
    /// Elements whose digests hold, whether or not the signature value does.
    pub(crate) holding: Vec<Target<'d>>,
    /// Elements whose digests do not hold, each with the place of its reference.
    pub(crate) changed: Vec<(Target<'d>, usize)>,
    pub(crate) time: Option<SigningTime<'d>>,
    /// What a third party proves about when it was signed; set once the value is known to hold.
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) certificates: Vec<Embedded<'d>>,
    pub(crate) message: Vec<u8>,
    /// Which certificate's key verifies the value; set by [`Candidate::settle`].
    pub(crate) signer: usize,
    pub(crate) value_holds: bool,
}

impl<'d> Candidate<'d> {
    /// Reads the signature, its references and its certificates. No public-key operation yet.
    pub(crate) fn read(
        element: Element<'d>,
        place: &'static Place,
        scope: &Scope<'_, 'd>,
        digests: &mut Digests,
        verifier: &Verifier,
    ) -> Self {
        let mut notes = Notes::default();
        let form = Form::read(element, Some(verifier.cache()), &mut notes);
        let mut candidate = Self {
            element,
            role: place.role,
            place,
            form: None,
            notes,
            holding: Vec::new(),
            changed: Vec::new(),
            time: None,
            timestamp: None,
            certificates: Vec::new(),
            message: Vec::new(),
            signer: 0,
            value_holds: false,
        };
        let Some(form) = form else { return candidate };
        let covered = reference::covered(&form, scope, digests, &mut candidate.notes);
        candidate.holding = covered.holding;
        candidate.changed = covered.changed;
        if form.references.len() > place.references {
            candidate.notes.invalid(
                Finding::new(&rules::LIMIT)
                    .at_span(element.path(), element.start_tag_span())
                    .expected(format!("<= {} Reference", place.references))
                    .found(form.references.len().to_string()),
            );
        }
        candidate.time = signing_time(&form.objects, &mut candidate.notes);
        candidate.read_certificates(&form, verifier);
        if let Some(message) = signed_bytes(&form, form.method.as_ref(), &mut candidate.notes) {
            candidate.message = message;
        }
        candidate.form = Some(form);
        candidate
    }

    fn read_certificates(&mut self, form: &Form<'d>, verifier: &Verifier) {
        for (element, carried) in &form.certificates {
            let entry = match carried {
                Carried::Known(entry) => entry.clone(),
                Carried::Der(der) => {
                    let entry = verifier.cache().get(der, verifier.trust());
                    verifier.cache().learn(&element.text(), &entry);
                    entry
                }
            };
            match entry {
                Ok(known) => self.certificates.push(Embedded { element: *element, known }),
                Err(reason) => self.notes.remark(
                    Finding::new(&rules::CERTIFICATE_UNREADABLE).at(*element).found(reason.to_string()),
                ),
            }
        }
        // The signer's own certificate first; the others may help to build its chain.
        self.certificates.sort_by_key(|embedded| embedded.known.0.may_issue());
        if self.certificates.is_empty() {
            self.notes.undecided(
                Finding::new(&rules::CERTIFICATE_MISSING)
                    .at_span(form.element.path(), form.element.start_tag_span()),
            );
        }
    }

    /// The public-key operations this signature needs: one per certificate.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let parts = self.form.as_ref().and_then(|form| Some((form, form.algorithm?)));
        let ready = parts.filter(|_| !self.message.is_empty());
        ready.into_iter().flat_map(move |(form, algorithm)| {
            self.certificates.iter().map(move |embedded| Job {
                key: embedded.known.0.key(),
                algorithm,
                message: &self.message,
                signature: &form.value,
            })
        })
    }

    /// Takes the answers to [`Candidate::jobs`].
    pub(crate) fn settle(&mut self, answers: &[bool]) {
        let Some(form) = &self.form else { return };
        if let Some(signer) = answers.iter().position(|holds| *holds) {
            self.signer = signer;
            self.value_holds = true;
        } else if !answers.is_empty() {
            let keys = self.certificates.iter().map(|embedded| embedded.known.0.key());
            self.notes.value_fails(form, keys);
        }
        if let Some(certificate) = self.certificates.get(self.signer)
            && let Some(wrong) = form.key_values.iter().find(|value| !same_key(**value, &certificate.known.0))
        {
            self.notes.remark(Finding::new(&rules::KEY_VALUE).at_span(wrong.path(), wrong.start_tag_span()));
        }
    }

    /// Looks for a chain of the signer's certificate through the others that came with it, where the trust store alone
    /// has none. Only for the signer's: each search costs public-key operations.
    pub(crate) fn complete_chain(&mut self, verifier: &Verifier) {
        let others: Vec<Arc<Certificate>> =
            self.certificates.iter().map(|embedded| Arc::clone(&embedded.known.0)).collect();
        if others.len() > 1
            && let Some(embedded) = self.certificates.get_mut(self.signer)
            && embedded.known.1.paths.is_empty()
        {
            let certificate = Arc::clone(&embedded.known.0);
            let search = ChainSearch::run(&certificate, &others, verifier.trust());
            embedded.known = Arc::new((certificate, search));
        }
    }

    /// The certificate whose key verifies the value, else the first.
    pub(crate) fn signer(&self) -> Option<&Embedded<'d>> {
        self.certificates.get(self.signer)
    }

    /// Whether the signing time lies in a part of the signature's own object that is signed.
    pub(crate) fn time_is_covered(&self) -> bool {
        self.time.is_some_and(|time| {
            self.holding.iter().any(|target| {
                matches!(target, Target::Element(target)
                    if self.element.contains(*target) && target.contains(time.element))
            })
        })
    }

    /// Whether its signer is held against something: the document's tax code, or the authority's names.
    pub(crate) const fn is_identified(&self) -> bool {
        self.role.is_bound() || matches!(self.role, Role::Authority | Role::TaxOffice)
    }

    /// Whether it is the seller's or the authority's: one that says where the document is from.
    pub(crate) const fn is_issuers(&self) -> bool {
        matches!(self.role, Role::Seller | Role::Authority)
    }

    /// Whether an element is in what is signed. The signature itself is not, except its objects.
    pub(crate) fn covers(&self, element: Element<'_>) -> bool {
        covers(&self.holding, self.element, element)
    }
}

pub(crate) fn covers(targets: &[Target<'_>], signature: Element<'_>, element: Element<'_>) -> bool {
    targets.iter().any(|target| match target {
        Target::Document => !signature.contains(element),
        Target::Element(target) => {
            target.contains(element) && !(target.contains(signature) && signature.contains(element))
        }
    })
}

/// The canonical bytes of SignedInfo.
pub(crate) fn signed_bytes(form: &Form<'_>, method: Option<&Plan>, notes: &mut Notes) -> Option<Vec<u8>> {
    let mut message = Vec::with_capacity(form.signed_info.span().len() + 256);
    match reference::write(Apex::Element(form.signed_info), method?, None, &mut message) {
        Ok(()) => Some(message),
        Err(RelativeNamespace(uri)) => {
            notes.invalid(Finding::new(&rules::CANONICAL).at(form.signed_info).found(uri));
            None
        }
    }
}

/// Whether a KeyValue is the certificate's RSA key. Other kinds of key values are not compared.
fn same_key(key_value: Element<'_>, certificate: &Certificate) -> bool {
    let Some(rsa) = key_value.children().find(|child| child.is(DSIG, "RSAKeyValue")) else { return true };
    if !matches!(certificate.key().kind(), KeyKind::Rsa { .. }) {
        return false;
    }
    let number = |name: &str| {
        let element = rsa.children().find(|child| child.is(DSIG, name))?;
        let bytes = super::base64::decode(&element.text(), 2048)?;
        Some(bytes.into_iter().skip_while(|byte| *byte == 0).collect::<Vec<u8>>())
    };
    certificate.key().rsa().is_some_and(|(modulus, exponent)| {
        number("Modulus").as_deref() == Some(modulus) && number("Exponent").as_deref() == Some(exponent)
    })
}
