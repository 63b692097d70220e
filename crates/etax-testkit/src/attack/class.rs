//! The kinds of attack and the kinds of document they are made on.

/// What an attack plays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Signed data kept somewhere, other data where a reader looks.
    Wrapping,
    /// Ids repeated, moved or spelt in another way.
    Ids,
    /// Comments, processing instructions and CDATA inside what is read or signed.
    Comments,
    /// Parts of a Signature repeated, missing, reordered or added.
    Schema,
    /// Bytes that two XML parsers read in two ways.
    Parser,
    /// Signatures and digests over nothing.
    Empty,
    /// Document types and entities.
    Entities,
    /// Namespace declarations and inherited attributes.
    Namespaces,
    /// Transforms outside the profile.
    Transforms,
    /// References to anything but the document's own data.
    References,
    /// Keys and certificates offered in place of the signer's.
    KeyInfo,
    /// Weak, foreign and misused algorithms.
    Algorithms,
    /// Signature values that a careless comparison takes.
    Padding,
    /// Base64 in other forms.
    Base64,
    /// Signing times that cannot be.
    Time,
    /// Signatures and codes removed or taken from elsewhere.
    Stripping,
    /// Documents made to be expensive.
    Exhaustion,
}

impl Class {
    /// Every class, in the order of the documentation.
    pub const ALL: [Self; 17] = [
        Self::Wrapping,
        Self::Ids,
        Self::Comments,
        Self::Schema,
        Self::Parser,
        Self::Empty,
        Self::Entities,
        Self::Namespaces,
        Self::Transforms,
        Self::References,
        Self::KeyInfo,
        Self::Algorithms,
        Self::Padding,
        Self::Base64,
        Self::Time,
        Self::Stripping,
        Self::Exhaustion,
    ];

    /// The word used in file names.
    ///
    /// ```
    /// assert_eq!(etax_testkit::Class::KeyInfo.word(), "key-info");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wrapping => "wrapping",
            Self::Ids => "ids",
            Self::Comments => "comments",
            Self::Schema => "schema",
            Self::Parser => "parser",
            Self::Empty => "empty",
            Self::Entities => "entities",
            Self::Namespaces => "namespaces",
            Self::Transforms => "transforms",
            Self::References => "references",
            Self::KeyInfo => "key-info",
            Self::Algorithms => "algorithms",
            Self::Padding => "padding",
            Self::Base64 => "base64",
            Self::Time => "time",
            Self::Stripping => "stripping",
            Self::Exhaustion => "exhaustion",
        }
    }
}

/// The document that an attack was made on, and which of its signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// An invoice without code: the seller's signature.
    Invoice,
    /// An invoice with code: the seller's signature.
    Coded,
    /// An invoice with code: the authority's signature.
    Authority,
    /// A message with two invoices: the first one's signature.
    Report,
    /// A message of cash-register invoices: the batch signature.
    Batch,
    /// A declaration: the taxpayer's signature.
    Declaration,
    /// A notice: the authority's signature.
    Notice,
    /// A registration of e-invoice use: the taxpayer's signature.
    Registration,
    /// Minutes of an agreement: the seller's signature.
    Minutes,
    /// A notice of electronic filing: the tax office's signature.
    TaxNotice,
    /// A payment order: the payer's signature, through its filter.
    Order,
    /// An invoice of the pilot of 2015: the seller's signature.
    Pilot,
}

impl Carrier {
    /// Every carrier.
    pub const ALL: [Self; 12] = [
        Self::Invoice,
        Self::Coded,
        Self::Authority,
        Self::Report,
        Self::Batch,
        Self::Declaration,
        Self::Notice,
        Self::Registration,
        Self::Minutes,
        Self::TaxNotice,
        Self::Order,
        Self::Pilot,
    ];

    /// The word used in file names.
    ///
    /// ```
    /// assert_eq!(etax_testkit::Carrier::Batch.word(), "batch");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Coded => "coded",
            Self::Authority => "authority",
            Self::Report => "report",
            Self::Batch => "batch",
            Self::Declaration => "declaration",
            Self::Notice => "notice",
            Self::Registration => "registration",
            Self::Minutes => "minutes",
            Self::TaxNotice => "tax-notice",
            Self::Order => "order",
            Self::Pilot => "pilot",
        }
    }
}
