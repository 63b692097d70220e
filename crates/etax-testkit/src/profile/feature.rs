//! What may be special about a signature or the document around it.

/// Something that implementations are known to take differently, or that is worth counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// The document is in UTF-16.
    Utf16,
    /// The document declares ISO-8859-1.
    Latin1,
    /// The document declares XML 1.1.
    Xml11,
    /// The document has a document type declaration.
    Doctype,
    /// The bytes of the file were changed or cut after it was written.
    Broken,
    /// A namespace name has an ampersand.
    AmpersandNamespace,
    /// A namespace name has letters that no URI may have (RFC 3986).
    ForeignNamespace,
    /// A namespace name is relative.
    RelativeNamespace,
    /// Two elements carry the same Id.
    DuplicateId,
    /// The signed element has `Id` and `id`, each of its own.
    TwoIds,
    /// A comment stands in SignedInfo.
    CommentInSignedInfo,
    /// A processing instruction stands in SignedInfo.
    InstructionInSignedInfo,
    /// A CDATA section stands in SignedInfo.
    CdataInSignedInfo,
    /// Text other than white space stands beside the parts of Signature, SignedInfo or KeyInfo.
    TextInSignature,
    /// A comment stands in SignatureValue or X509Certificate.
    CommentInValue,
    /// enveloped-signature on the signature's own Object.
    EnvelopedObject,
    /// enveloped-signature after a canonicalization.
    LateEnveloped,
    /// Several canonicalizations, one before the last with comments, and the document has some.
    CommentsAskedTwice,
    /// enveloped-signature, and several canonicalizations.
    EnvelopedThenTwice,
    /// An attribute such as `xml:lang` stands around the signature.
    XmlAttribute,
    /// An attribute such as `xml:lang` stands on several of the elements around the signature.
    RepeatedXmlAttribute,
    /// Exclusive canonicalization after the inclusive one.
    ExclusiveAfterInclusive,
    /// Canonical XML 1.1.
    Canonical11,
    /// A reference without a URI.
    NoUri,
    /// A reference by XPointer.
    XPointer,
    /// XPath Filter 2.0 over `URI=""`.
    XPathFilter,
    /// `URI=""`: the whole document.
    Whole,
    /// A reference to an element of the document that is not the data of its kind.
    NotData,
    /// The signer's certificate is not the first in KeyInfo.
    OwnCertificateLater,
    /// KeyInfo holds more certificates than one.
    SeveralCertificates,
    /// A certificate was exchanged for another signer's.
    OtherCertificate,
    /// A certificate was changed in one bit.
    CertificateChanged,
    /// KeyInfo holds no certificate.
    NoCertificate,
    /// KeyValue holds the key.
    KeyValue,
    /// Another key's KeyValue.
    OtherKeyValue,
    /// RSA-1024 with SHA-384.
    ShortKeySha384,
    /// ECDSA on P-256 with another hash than SHA-256.
    EcdsaOtherHash,
    /// Base64 with characters outside its alphabet.
    Base64Foreign,
    /// Base64 with too little or too much padding.
    Base64Padding,
    /// Base64 whose last digit has bits that nothing uses.
    Base64StrayBits,
    /// The signature stands in a document of no known kind.
    UnknownKind,
}
