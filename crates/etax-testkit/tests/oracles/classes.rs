//! Where the judges differ, and why. Each class must keep occurring, and no difference may be outside them.

use etax_testkit::Feature;
use std::collections::BTreeSet;

/// Who says whether a signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Judge {
    /// `signature::verify_generic`: references to any element.
    Generic,
    /// The status in the engine's report: references to the data of the document's kind.
    Report,
    /// The JDK's javax.xml.crypto.dsig.
    Jdk,
    /// xmlsec1.
    Xmlsec,
}

impl Judge {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Generic => "etax, generic",
            Self::Report => "etax, report",
            Self::Jdk => "JDK",
            Self::Xmlsec => "xmlsec1",
        }
    }
}

/// A reason for some judges to answer otherwise than the rest.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) judges: &'static [Judge],
    /// etax names one of these rules, where it is among the judges.
    pub(crate) rules: &'static [&'static str],
    /// What they answer where the others say the opposite.
    pub(crate) accepts: bool,
    /// Any of these features.
    pub(crate) features: &'static [Feature],
    pub(crate) reason: &'static str,
}

impl Class {
    pub(crate) fn applies(
        &self,
        (judge, accepts): (Judge, bool),
        features: &BTreeSet<Feature>,
        rules: &BTreeSet<&'static str>,
    ) -> bool {
        let named = match judge {
            Generic | Report if !accepts => self.rules.iter().any(|rule| rules.contains(rule)),
            _ => true,
        };
        self.judges.contains(&judge)
            && self.accepts == accepts
            && named
            && self.features.iter().any(|feature| features.contains(feature))
    }

    /// As a row of the table in docs/oracles.md.
    pub(crate) fn row(&self) -> String {
        let judges: Vec<_> = self.judges.iter().map(|judge| judge.name()).collect();
        let answer = if self.accepts { "accepts" } else { "refuses" };
        format!("| {} | {} | {answer} | {} |", self.name, judges.join("; "), self.reason)
    }
}

use Feature as F;
use Judge::{Generic, Jdk, Report, Xmlsec};

const ETAX: &[Judge] = &[Generic, Report];

/// First where etax is the strict one, then what the others make of things.
pub(crate) const CLASSES: &[Class] = &[
    Class {
        name: "markup in SignedInfo",
        rules: &["signature.schema"],
        judges: ETAX,
        accepts: false,
        features: &[F::CommentInSignedInfo, F::InstructionInSignedInfo, F::CdataInSignedInfo],
        reason: "a comment, instruction or CDATA section in SignedInfo or a value in it is not of a permitted form: verifiers have been led astray by what they skip there (CVE-2025-29774, CVE-2025-29775)",
    },
    Class {
        name: "comment in a value",
        rules: &["signature.schema"],
        judges: ETAX,
        accepts: false,
        features: &[F::CommentInValue],
        reason: "SignatureValue and X509Certificate must be one run of text, for the same reason",
    },
    Class {
        name: "loose base64",
        rules: &["signature.schema"],
        judges: ETAX,
        accepts: false,
        features: &[F::Base64Foreign, F::Base64Padding, F::Base64StrayBits],
        reason: "one value has one spelling but for white space: foreign characters, other padding and bits that nothing uses are refused",
    },
    Class {
        name: "loose base64 read",
        rules: &[],
        judges: &[Xmlsec],
        accepts: false,
        features: &[F::Base64Foreign, F::Base64Padding],
        reason: "xmlsec1 refuses foreign characters, and padding in some places; the JDK skips both",
    },
    Class {
        name: "document type",
        rules: &["xml.doctype"],
        judges: &[Generic, Report, Jdk],
        accepts: false,
        features: &[F::Doctype],
        reason: "etax reads no document with a document type declaration, and the JDK's parser is told to do the same",
    },
    Class {
        name: "XML 1.1",
        rules: &["xml.well-formed"],
        judges: ETAX,
        accepts: false,
        features: &[F::Xml11],
        reason: "etax reads XML 1.0 only",
    },
    Class {
        name: "XML 1.1 line ends",
        rules: &[],
        judges: &[Jdk],
        accepts: false,
        features: &[F::Xml11],
        reason: "XML 1.1 has more line ends than XML 1.0; the JDK's parser replaces them, libxml2 does not",
    },
    Class {
        name: "repeated Id",
        rules: &["signature.reference.ambiguous"],
        judges: &[Generic],
        accepts: false,
        features: &[F::DuplicateId],
        reason: "two elements answer to a reference; the report asks only among the elements where signed data belongs",
    },
    Class {
        name: "repeated Id, first or last",
        rules: &[],
        judges: &[Jdk, Xmlsec],
        accepts: false,
        features: &[F::DuplicateId],
        reason: "xmlsec1 refuses to register an Id twice, whether or not it is referred to; the JDK is given the first element in document order, which need not be the data",
    },
    Class {
        name: "repeated Id elsewhere",
        rules: &[],
        judges: &[Report],
        accepts: true,
        features: &[F::DuplicateId],
        reason: "the Id is repeated outside the elements that references may name; a finding says so",
    },
    Class {
        name: "not the data",
        rules: &["signature.reference.target"],
        judges: &[Report],
        accepts: false,
        features: &[F::NotData],
        reason: "the reference names an element of the document that is not the data of its kind",
    },
    Class {
        name: "whole document",
        rules: &["signature.reference.form"],
        judges: &[Report],
        accepts: false,
        features: &[F::Whole],
        reason: "URI=\"\" is not in use at this place",
    },
    Class {
        name: "relative namespace",
        rules: &["signature.namespace"],
        judges: &[Generic, Report, Jdk],
        accepts: false,
        features: &[F::RelativeNamespace],
        reason: "what is written with a relative namespace has no canonical form; etax asks where it would be written, the JDK where it is declared in some elements and not in others",
    },
    Class {
        name: "order of transforms",
        rules: &["signature.reference.transform"],
        judges: ETAX,
        accepts: false,
        features: &[F::ExclusiveAfterInclusive, F::LateEnveloped],
        reason: "exclusive canonicalization after the inclusive one, and enveloped-signature after a canonicalization where there is a signature to remove, are outside the profile: undecided, never valid",
    },
    Class {
        name: "Canonical XML 1.1",
        rules: &["signature.algorithm", "signature.reference.transform"],
        judges: ETAX,
        accepts: false,
        features: &[F::Canonical11],
        reason: "outside the profile: undecided, never valid",
    },
    Class {
        name: "XPointer",
        rules: &["signature.reference.form"],
        judges: ETAX,
        accepts: false,
        features: &[F::XPointer],
        reason: "references are URI=\"\" or #Id: undecided, never valid",
    },
    Class {
        name: "key and algorithm",
        rules: &["signature.algorithm"],
        judges: ETAX,
        accepts: false,
        features: &[F::ShortKeySha384, F::EcdsaOtherHash],
        reason: "RSA under 2048 bits with SHA-384 and ECDSA on P-256 with another hash than SHA-256 are not supported and were never seen: undecided, never valid",
    },
    Class {
        name: "which certificate",
        rules: &["signature.value", "signature.algorithm"],
        judges: &[Generic, Xmlsec],
        accepts: false,
        features: &[F::OwnCertificateLater, F::SeveralCertificates],
        reason: "the signer's certificate is not the first, or a damaged one is; the report and the JDK are asked about each, verify_generic about the first, and xmlsec1 chooses one",
    },
    Class {
        name: "damaged certificate",
        rules: &["signer.certificate.unreadable"],
        judges: &[Generic, Report, Jdk, Xmlsec],
        accepts: false,
        features: &[F::CertificateChanged, F::Broken],
        reason: "a bit of the certificate was changed outside its key, and not everybody can read it any more. Whether the certificate holds is another question than whether the signature does",
    },
    Class {
        name: "text in the signature's markup",
        rules: &["signature.schema"],
        judges: ETAX,
        accepts: false,
        features: &[F::TextInSignature, F::Broken],
        reason: "the schema's elements and nothing else, neither text between them nor other names, which the others skip",
    },
    Class {
        name: "enveloped-signature on its own Object",
        rules: &[],
        judges: &[Xmlsec],
        accepts: false,
        features: &[F::EnvelopedObject],
        reason: "by the letter it leaves nothing of an Object inside the signature; signers in the country and the JDK take it as no transform, and so does etax",
    },
    Class {
        name: "late enveloped-signature on bytes",
        rules: &[],
        judges: &[Xmlsec],
        accepts: false,
        features: &[F::LateEnveloped],
        reason: "xmlsec1 asks for the same document, which bytes are not",
    },
    Class {
        name: "ampersand in a namespace",
        rules: &[],
        judges: &[Xmlsec],
        accepts: false,
        features: &[F::AmpersandNamespace],
        reason: "libxml2 writes the name of a namespace unescaped, against section 2.3 of Canonical XML",
    },
    Class {
        name: "namespace that is no URI",
        rules: &[],
        judges: &[Xmlsec],
        accepts: false,
        features: &[F::ForeignNamespace, F::RelativeNamespace],
        reason: "libxml2 has no canonical form for a document with a namespace that is not an absolute URI, used or not; letters outside RFC 3986 count as such",
    },
    Class {
        name: "comments in SignedInfo dropped",
        rules: &[],
        judges: &[Jdk],
        accepts: true,
        features: &[F::CommentInSignedInfo],
        reason: "the JDK leaves comments out of SignedInfo even where its canonicalization has them, so that one can be added",
    },
    Class {
        name: "comments in SignedInfo not digested",
        rules: &[],
        judges: &[Jdk],
        accepts: false,
        features: &[F::CommentInSignedInfo],
        reason: "for the same reason the JDK refuses SignedInfo with a comment signed as its canonicalization says",
    },
    Class {
        name: "CDATA in SignedInfo",
        rules: &[],
        judges: &[Jdk],
        accepts: false,
        features: &[F::CdataInSignedInfo],
        reason: "the JDK reads a value's first node only, so that a section hides the rest or is itself not seen",
    },
    Class {
        name: "xml: attributes from afar",
        rules: &[],
        judges: &[Jdk],
        accepts: false,
        features: &[F::RepeatedXmlAttribute],
        reason: "where several elements around have xml:lang or xml:space, the JDK hands down the outermost, not the nearest (Canonical XML 1.0, section 2.4)",
    },
    Class {
        name: "xml: attributes from afar, changed",
        rules: &[],
        judges: &[Jdk],
        accepts: true,
        features: &[F::RepeatedXmlAttribute],
        reason: "for the same reason the JDK does not see a nearer one that was added",
    },
    Class {
        name: "xml: attributes of a node set",
        rules: &[],
        judges: &[Jdk],
        accepts: false,
        features: &[F::XPathFilter],
        reason: "after an XPath filter the JDK writes inherited xml: attributes on inner elements as well",
    },
    Class {
        name: "first of two canonicalizations",
        rules: &[],
        judges: &[Jdk],
        accepts: false,
        features: &[F::CommentsAskedTwice, F::EnvelopedThenTwice, F::ExclusiveAfterInclusive],
        reason: "a canonicalization that is not the last transform takes the element as it stands: the JDK forgets the signature to be removed, that #Id leaves out comments, and for bytes the PrefixList",
    },
];

/// Sound documents that every judge refuses.
pub(crate) const REFUSED_BY_ALL: &[(Feature, &str)] = &[
    (F::NoCertificate, "there is no key to verify with"),
    (F::NoUri, "nobody knows what the reference refers to"),
    (
        F::LateEnveloped,
        "enveloped-signature after a canonicalization has no signature left to remove, so nobody removes it",
    ),
    (F::RelativeNamespace, "a relative namespace has no canonical form"),
    (
        F::Latin1,
        "letters outside ASCII are other letters in the encoding declared; etax reads UTF-8 and UTF-16 only",
    ),
];
