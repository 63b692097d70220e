//! The text of a `Signature` element, with room for its digests and its value.

use super::error::SignError;
use super::request::SignRequest;
use crate::signature::algorithm::{ENVELOPED, canonical_uri, digest_uri, signature_uri};
use crate::signature::filter::{FILTER, Filter};
use crate::signature::pki::{Certificate, SignatureAlgorithm};
use crate::value::Moment;
use crate::xml::{DSIG, escape, escape_attribute, is_char};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::ops::Range;

/// What a reference of the new signature points at.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) id: String,
    /// Its path from the unit; `None` for the signature's own Object.
    pub(crate) path: Option<&'static str>,
    pub(crate) enveloped: bool,
    /// The reference is to what this selects, and the Id is not used.
    pub(crate) filter: Option<Filter>,
}

/// How the signing time is written.
#[derive(Clone, Debug)]
pub(crate) enum Time {
    /// `SigningTime` in an Object with this Id.
    Object(String),
    /// `DateTimeStamp` in a property whose Id says which stage of a payment order it is.
    Stage(&'static str),
}

impl Time {
    /// The Id that a reference names.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Object(id) => id,
            Self::Stage(label) => label,
        }
    }
}

/// Everything that the text of a signature depends on.
#[derive(Debug)]
pub(crate) struct Content<'c> {
    pub(crate) request: &'c SignRequest<'c>,
    pub(crate) algorithm: SignatureAlgorithm,
    pub(crate) certificate: &'c Certificate,
    pub(crate) id: String,
    pub(crate) time: Option<Time>,
    pub(crate) references: Vec<Planned>,
}

/// The text of a `Signature`; ranges and offsets count from its start.
#[derive(Debug)]
pub(crate) struct Skeleton {
    pub(crate) text: String,
    /// Where each digest goes, over as many bytes of filling.
    pub(crate) digests: Vec<Range<usize>>,
    /// Where the value goes; nothing is there yet.
    pub(crate) value: usize,
}

struct Writer {
    out: String,
    prefix: &'static str,
}

impl Writer {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.extend(["<", self.prefix, name]);
        for (attribute, value) in attributes {
            self.out.extend([" ", attribute, "=\""]);
            escape_attribute(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.extend(["</", self.prefix, name, ">"]);
    }

    fn filter(&mut self, filter: Filter) {
        self.open("Transform", &[("Algorithm", FILTER)]);
        let expression = filter.expression();
        self.out.push_str(&format!("<XPath xmlns=\"{FILTER}\" Filter=\"intersect\">{expression}</XPath>"));
        self.close("Transform");
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        escape(text, &mut self.out);
        self.close(name);
    }
}

impl Content<'_> {
    pub(crate) fn write(&self) -> Result<Skeleton, SignError> {
        let prefix = if self.request.prefixed { "ds:" } else { "" };
        let mut writer = Writer { out: String::with_capacity(4096), prefix };
        let declaration = if self.request.prefixed { "xmlns:ds" } else { "xmlns" };
        writer.open("Signature", &[(declaration, DSIG), ("Id", &self.id)]);
        let digests = self.signed_info(&mut writer);
        writer.open("SignatureValue", &[]);
        let value = writer.out.len();
        writer.close("SignatureValue");
        self.key_info(&mut writer)?;
        if let Some(time) = &self.time {
            self.time(time, &mut writer)?;
        }
        writer.close("Signature");
        Ok(Skeleton { text: writer.out, digests, value })
    }

    fn time(&self, time: &Time, writer: &mut Writer) -> Result<(), SignError> {
        let target = format!("#{}", self.id);
        match time {
            Time::Object(id) => writer.open("Object", &[("Id", id)]),
            Time::Stage(_) => writer.open("Object", &[]),
        }
        writer.open("SignatureProperties", &[]);
        match time {
            Time::Object(_) => {
                writer.open("SignatureProperty", &[("Target", &target)]);
                writer.leaf("SigningTime", &[], &written(self.request.at)?);
            }
            Time::Stage(label) => {
                writer.open("SignatureProperty", &[("Id", label), ("Target", &target)]);
                writer.leaf("DateTimeStamp", &[], &stamp(self.request.at)?);
            }
        }
        for name in ["SignatureProperty", "SignatureProperties", "Object"] {
            writer.close(name);
        }
        Ok(())
    }

    fn signed_info(&self, writer: &mut Writer) -> Vec<Range<usize>> {
        let canonical = self.request.canonical;
        let method = canonical_uri(canonical.is_exclusive(), canonical.has_comments());
        let digest = self.request.digest;
        writer.open("SignedInfo", &[]);
        writer.leaf("CanonicalizationMethod", &[("Algorithm", method)], "");
        writer.leaf("SignatureMethod", &[("Algorithm", signature_uri(self.algorithm))], "");
        let mut digests = Vec::with_capacity(self.references.len());
        for reference in &self.references {
            let uri = match reference.filter {
                Some(_) => String::new(),
                None => format!("#{}", reference.id),
            };
            writer.open("Reference", &[("URI", &uri)]);
            if reference.enveloped || canonical.is_exclusive() || reference.filter.is_some() {
                writer.open("Transforms", &[]);
                if let Some(filter) = reference.filter {
                    writer.filter(filter);
                }
                if reference.enveloped {
                    writer.leaf("Transform", &[("Algorithm", ENVELOPED)], "");
                }
                if canonical.is_exclusive() {
                    writer.leaf("Transform", &[("Algorithm", canonical_uri(true, false))], "");
                }
                writer.close("Transforms");
            }
            writer.leaf("DigestMethod", &[("Algorithm", digest_uri(digest.algorithm()))], "");
            writer.open("DigestValue", &[]);
            let start = writer.out.len();
            writer.out.push_str(&STANDARD.encode(vec![0; digest.length()]));
            digests.push(start..writer.out.len());
            writer.close("DigestValue");
            writer.close("Reference");
        }
        writer.close("SignedInfo");
        digests
    }

    fn key_info(&self, writer: &mut Writer) -> Result<(), SignError> {
        let wanted = &self.request.key_info;
        writer.open("KeyInfo", &[]);
        if let Some((modulus, exponent)) = self.certificate.key().rsa().filter(|_| wanted.key_value) {
            writer.open("KeyValue", &[]);
            writer.open("RSAKeyValue", &[]);
            writer.leaf("Modulus", &[], &STANDARD.encode(modulus));
            writer.leaf("Exponent", &[], &STANDARD.encode(exponent));
            writer.close("RSAKeyValue");
            writer.close("KeyValue");
        }
        writer.open("X509Data", &[]);
        let subject = self.certificate.subject().to_string();
        // A few certificates hold characters that XML has no way to write.
        if wanted.subject_name && subject.chars().all(is_char) {
            writer.leaf("X509SubjectName", &[], &subject);
        }
        writer.leaf("X509Certificate", &[], &STANDARD.encode(self.certificate.der()));
        if wanted.chain.len() > MOST_FURTHER {
            return Err(SignError::Chain);
        }
        for further in &wanted.chain {
            if Certificate::from_der(further).is_err() {
                return Err(SignError::Chain);
            }
            writer.leaf("X509Certificate", &[], &STANDARD.encode(further));
        }
        writer.close("X509Data");
        writer.close("KeyInfo");
        Ok(())
    }
}

/// Certificates besides the signer's that verification looks at.
const MOST_FURTHER: usize = 5;

/// `YYYY-MM-DDThh:mm:ss` on Vietnam's clock, as every signer in the country writes it.
fn written(at: Moment) -> Result<String, SignError> {
    let text = at.to_string();
    text.strip_suffix("+07:00").filter(|text| text.len() == 19).map(str::to_owned).ok_or(SignError::TimeForm)
}

/// `DDMMYYYYhhmmss` on Vietnam's clock, as payment orders have it.
fn stamp(at: Moment) -> Result<String, SignError> {
    let text = written(at)?;
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    Ok([part(8, 10), part(5, 7), part(0, 4), part(11, 13), part(14, 16), part(17, 19)].concat())
}
