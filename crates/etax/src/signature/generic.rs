//! Signatures outside the profile's documents, as the W3C text has them.

use super::candidate::signed_bytes;
use super::form::{Carried, Form};
use super::notes::Notes;
use super::pki::{Certificate, PublicKey};
use super::reference::{Digests, Scope, covered};
use super::rules;
use crate::report::{Finding, SignatureStatus};
use crate::xml::Element;

/// Verifies one `Signature` with references to any element that carries the Id, under `key` or,
/// without one, under the first certificate in `KeyInfo`. Trust is not judged.
///
/// For conformance vectors and tools. Documents of the tax authority go through
/// [`check`](super::check), which resolves references only where signed data belongs.
///
/// ```
/// use etax::report::SignatureStatus;
/// use etax::signature::verify_generic;
/// use etax::xml::{Document, Limits, Parsed};
/// let input = b"<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let (status, findings) = verify_generic(document.root(), None);
/// assert_eq!(status, SignatureStatus::Invalid);
/// assert_eq!(findings[0].rule.id, "signature.schema");
/// ```
#[must_use]
pub fn verify_generic(signature: Element<'_>, key: Option<&PublicKey>) -> (SignatureStatus, Vec<Finding>) {
    let mut notes = Notes::default();
    if let Some(form) = Form::read(signature, None, &mut notes) {
        let scope = Scope::Anything { root: signature.document().root() };
        covered(&form, &scope, &mut Digests::within(signature.document().root()), &mut notes);
        let message = signed_bytes(&form, form.method.as_ref(), &mut notes);
        let embedded = form
            .certificates
            .first()
            .and_then(|(_, carried)| match carried {
                Carried::Der(der) => Certificate::from_der(der).ok(),
                Carried::Known(entry) => entry.as_ref().ok().map(|known| Certificate::clone(&known.0)),
            })
            .map(|found| found.key().clone());
        match (key.or(embedded.as_ref()), form.algorithm, message) {
            (Some(key), Some(algorithm), Some(message)) if !key.verify(algorithm, &message, &form.value) => {
                notes.value_fails(&form, std::iter::once(key));
            }
            (None, _, _) => notes.undecided(Finding::new(&rules::CERTIFICATE_MISSING).at(form.value_element)),
            // It holds, or findings were made when the form was read.
            _ => {}
        }
    }
    (notes.status(), notes.findings)
}
