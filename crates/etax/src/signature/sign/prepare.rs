//! From a document to the bytes to sign, and from their signature to the signed document.

use super::draft::Draft;
use super::edit::Edits;
use super::error::SignError;
use super::proof::{Judge, Standing};
use super::request::SignRequest;
use super::signer::Signer;
use super::site::Site;
use crate::signature::algorithm::Hasher;
use crate::signature::form::Plan;
use crate::signature::pki::{Certificate, KeyKind, PublicKey, SignatureAlgorithm};
use crate::signature::place::{Role, UnitKind, elements_at};
use crate::signature::reference;
use crate::value::Moment;
use crate::xml::{Apex, DSIG, Document, Element, Limits, Parsed};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The smallest RSA modulus that signs, in bits.
const SMALLEST_MODULUS: usize = 2048;

/// Signs a document: the same bytes with one `Signature` inserted.
///
/// With an RSA key the same input gives the same bytes every time; ECDSA values differ each time.
///
/// # Errors
///
/// [`SignError`] for a document, a request or a key that does not fit, for what the signer says, and
/// for a value that does not verify.
///
/// ```
/// use etax::signature::pki::Certificate;
/// use etax::signature::sign::{PrivateKey, SignRequest, SystemRandom, sign};
/// use etax::signature::Role;
/// use etax::value::Moment;
/// # const KEY: &[u8] = include_bytes!("example.key.pem");
/// # const CERTIFICATE: &[u8] = include_bytes!("example.der");
/// let certificate = Certificate::from_der(CERTIFICATE).unwrap();
/// let key = PrivateKey::from_pkcs8(KEY, certificate).unwrap();
/// let random = SystemRandom::new();
///
/// let invoice = b"<HDon><DLHDon Id=\"data\"><TTChung/></DLHDon><DSCKS><NBan/></DSCKS></HDon>";
/// let request = SignRequest::new(Role::Seller, Moment::parse("2026-11-23T10:00:00").unwrap());
/// let signed = sign(invoice, &request, &key.signer(&random)).unwrap();
///
/// let text = String::from_utf8(signed.clone()).unwrap();
/// assert!(text.starts_with("<HDon><DLHDon Id=\"data\"><TTChung/></DLHDon><DSCKS><NBan><Signature "));
/// assert!(text.contains("<SigningTime>2026-11-23T10:00:00</SigningTime>"));
/// assert!(text.ends_with("</Signature></NBan></DSCKS></HDon>"));
///
/// let again = sign(&signed, &request, &key.signer(&random)).unwrap_err();
/// assert_eq!(again.to_string(), "there is a signature already: /HDon/DSCKS/NBan/Signature");
/// ```
pub fn sign(document: &[u8], request: &SignRequest<'_>, signer: &dyn Signer) -> Result<Vec<u8>, SignError> {
    let prepared = prepare(document, request, signer.certificate())?;
    let value = signer.sign(prepared.algorithm(), prepared.message()).map_err(SignError::Signer)?;
    prepared.finish(&value)
}

/// The first half of [`sign`], for signers that answer later: what is to be signed.
///
/// It holds the whole document. A service that cannot keep it until the answer comes may throw it
/// away and prepare again: the same document, request and certificate give the same bytes to sign.
///
/// # Errors
///
/// As [`sign`], but for what concerns the value.
///
/// ```
/// use etax::signature::pki::Certificate;
/// use etax::signature::sign::{PrivateKey, SignError, SignRequest, Signer, SystemRandom, prepare};
/// use etax::signature::Role;
/// use etax::value::Moment;
/// # const KEY: &[u8] = include_bytes!("example.key.pem");
/// # const CERTIFICATE: &[u8] = include_bytes!("example.der");
/// let certificate = Certificate::from_der(CERTIFICATE).unwrap();
/// let invoice = b"<HDon><DLHDon Id=\"data\"/><DSCKS><NBan/></DSCKS></HDon>";
/// let request = SignRequest::new(Role::Seller, Moment::parse("2026-11-23T10:00:00").unwrap());
/// let prepared = prepare(invoice, &request, &certificate).unwrap();
/// assert_eq!(prepared.digest().len(), 32); // goes to the signing service, which answers:
/// # let key = PrivateKey::from_pkcs8(KEY, certificate.clone()).unwrap();
/// # let random = SystemRandom::new();
/// let value: Vec<u8> = key.signer(&random).sign(prepared.algorithm(), prepared.message()).unwrap();
///
/// assert!(prepared.finish(&value).is_ok());
/// assert!(matches!(prepared.finish(&[0; 256]), Err(SignError::ValueRejected)));
/// ```
pub fn prepare(
    document: &[u8],
    request: &SignRequest<'_>,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    let algorithm = fitting(request, certificate)?;
    let parsed = parse(document, &request.limits)?;
    if parsed.is_transcoded() {
        return Err(SignError::Utf16);
    }
    let judge = Judge::new(request.at);
    let site = Site::find(&parsed, request)?;
    let draft = Draft::make(&parsed, &site, request, certificate, algorithm)?;
    let before = judge.standings(&parsed);
    if let Some(unsure) = Judge::undecided(&before).filter(|_| draft.adds) {
        return Err(unsure);
    }
    let required =
        site.place.targets.iter().filter(|(_, required)| required.is_must()).map(|(path, _)| *path);
    let (unit, kind, required) = (site.unit.index(), site.kind, required.collect());
    let text = filled(&draft, unit, request)?;
    let message = message(&text, draft.signature, request)?;
    Ok(Prepared {
        text,
        message,
        algorithm,
        key: certificate.key().clone(),
        signature: draft.signature,
        value: draft.value,
        time: draft.stated.then_some(request.at),
        edits: draft.edits,
        before,
        judge,
        unit,
        kind,
        role: request.role,
        required,
        limits: request.limits.clone(),
    })
}

/// A document that waits for its signature value. Made by [`prepare`].
pub struct Prepared {
    text: String,
    message: Vec<u8>,
    algorithm: SignatureAlgorithm,
    key: PublicKey,
    signature: usize,
    value: usize,
    time: Option<Moment>,
    edits: Edits,
    before: Vec<Standing>,
    judge: Judge,
    unit: usize,
    kind: UnitKind,
    role: Role,
    required: Vec<&'static str>,
    limits: Limits,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("kind", &self.kind)
            .field("algorithm", &self.algorithm)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

impl Prepared {
    /// How the value is to be made.
    #[must_use]
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The bytes to sign: the canonical form of `SignedInfo`.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The digest of [`Prepared::message`] by the algorithm's own hash, for signers that take one.
    /// For RSA the signer puts it into a `DigestInfo` (RFC 8017, section 9.2), unless told not to.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        use ring::digest::{SHA256, SHA384, SHA512, digest};
        let algorithm = match self.algorithm {
            SignatureAlgorithm::RsaSha384 | SignatureAlgorithm::EcdsaSha384 => &SHA384,
            SignatureAlgorithm::RsaSha512 => &SHA512,
            // SHA-1 is refused before.
            SignatureAlgorithm::RsaSha1 | SignatureAlgorithm::RsaSha256 | SignatureAlgorithm::EcdsaSha256 => {
                &SHA256
            }
        };
        digest(algorithm, &self.message).as_ref().to_vec()
    }

    /// Puts the value in and verifies the document. May be called again after an error.
    ///
    /// # Errors
    ///
    /// [`SignError::ValueRejected`] for a value that the certificate's key does not verify,
    /// [`SignError::BreaksSignature`] where a signature of another party would not hold any more,
    /// [`SignError::NotAccepted`] where verification finds anything else.
    pub fn finish(&self, value: &[u8]) -> Result<Vec<u8>, SignError> {
        let value = super::ecdsa::side_by_side(self.key.kind(), value);
        if !self.key.verify(self.algorithm, &self.message, &value) {
            return Err(SignError::ValueRejected);
        }
        let (before, after) =
            self.text.split_at_checked(self.value).ok_or(SignError::NotAccepted { rules: Vec::new() })?;
        let value = STANDARD.encode(&value);
        let text = [before, &value, after].concat();
        let document = parse(text.as_bytes(), &self.limits)?;
        let moved = |offset| match self.edits.moved(offset) {
            early if early < self.value => early,
            late => late + value.len(),
        };
        self.judge.unharmed(&self.before, moved, &document)?;
        let unit = Element::new(&document, self.unit);
        self.judge.accepts(unit, (self.kind, self.role), self.signature, &self.required, self.time)?;
        Ok(text.into_bytes())
    }
}

fn parse<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Document<'a>, SignError> {
    match Document::parse(bytes, limits) {
        Parsed::Document(document) => Ok(document),
        Parsed::Refused(defect) => Err(SignError::NotWellFormed(defect)),
    }
}

/// The algorithm to sign with, if certificate and key are fit for it at the signing time.
fn fitting(request: &SignRequest<'_>, certificate: &Certificate) -> Result<SignatureAlgorithm, SignError> {
    let key = certificate.key();
    if let KeyKind::Rsa { bits } = key.kind()
        && bits < SMALLEST_MODULUS
    {
        return Err(SignError::KeyTooShort { bits });
    }
    if let Some(defect) = key.defect() {
        return Err(SignError::KeyDefect(defect));
    }
    if request.algorithm == Some(SignatureAlgorithm::RsaSha1) {
        return Err(SignError::Sha1);
    }
    let algorithm = request
        .algorithm_for(certificate)
        .filter(|algorithm| key.supports(*algorithm))
        .ok_or(SignError::Algorithm { algorithm: request.algorithm, key: key.kind() })?;
    if certificate.key_usage().is_some_and(|usage| !usage.digital_signature && !usage.non_repudiation) {
        return Err(SignError::KeyUsage);
    }
    let (at, from, until) = (request.at, certificate.not_before(), certificate.not_after());
    if at < from || at > until {
        return Err(SignError::NotValidAt { at, from, until });
    }
    Ok(algorithm)
}

/// The signature that starts at an offset of the text we wrote.
fn written<'d>(document: &'d Document<'_>, offset: usize) -> Result<Element<'d>, SignError> {
    document
        .elements()
        .find(|element| element.span().start == offset)
        .filter(|element| element.is(DSIG, "Signature"))
        .ok_or(SignError::NotAccepted { rules: Vec::new() })
}

/// The draft with its digests, each of what its reference points at in the draft itself.
fn filled(draft: &Draft, unit: usize, request: &SignRequest<'_>) -> Result<String, SignError> {
    let document = parse(draft.text.as_bytes(), &request.limits)?;
    let signature = written(&document, draft.signature)?;
    let unit = Element::new(&document, unit);
    let plan = Plan { exclusive: request.canonical.is_exclusive(), ..Plan::default() };
    let mut text = String::with_capacity(draft.text.len() + 1024);
    let mut done = 0;
    for (planned, slot) in draft.references.iter().zip(&draft.digests) {
        let target = match planned.path {
            Some(path) => elements_at(unit, path).first().copied(),
            None => signature.descendants().find(|part| reference::has_id(*part, &planned.id)),
        };
        let target = target.ok_or(SignError::NotAccepted { rules: Vec::new() })?;
        let without = (planned.enveloped && target.contains(signature)).then_some(signature);
        let mut hasher = Hasher::new(request.digest.algorithm());
        reference::write(Apex::Element(target), &plan, without, &mut hasher)
            .map_err(|_| SignError::NoCanonicalForm)?;
        let digest = hasher.finish().ok_or(SignError::NoCanonicalForm)?;
        text.push_str(draft.text.get(done..slot.start).unwrap_or_default());
        text.push_str(&STANDARD.encode(digest.as_bytes()));
        done = slot.end;
    }
    text.push_str(draft.text.get(done..).unwrap_or_default());
    Ok(text)
}

/// The canonical form of `SignedInfo`, where it stands.
fn message(text: &str, signature: usize, request: &SignRequest<'_>) -> Result<Vec<u8>, SignError> {
    let document = parse(text.as_bytes(), &request.limits)?;
    let signed_info = written(&document, signature)?
        .child_in(DSIG, "SignedInfo")
        .ok_or(SignError::NotAccepted { rules: Vec::new() })?;
    let canonical = request.canonical;
    let plan =
        Plan { exclusive: canonical.is_exclusive(), comments: canonical.has_comments(), ..Plan::default() };
    let mut message = Vec::with_capacity(2048);
    reference::write(Apex::Element(signed_info), &plan, None, &mut message)
        .map(|()| message)
        .map_err(|_| SignError::NoCanonicalForm)
}
