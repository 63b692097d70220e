//! The notation of a grammar: nodes, what they hold, how often they stand.

use super::Simple;

/// How often an element may stand at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurs {
    /// Whether it must stand at least once.
    pub required: bool,
    /// Whether it may stand more than once.
    pub many: bool,
}

/// What an element holds.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// Text of a simple type, no elements.
    Text(Simple),
    /// Elements in this order (`xs:sequence`).
    Sequence(&'static [Node]),
    /// One of several sequences (`xs:choice` of sequences). The one that knows most of the
    /// children present is held against the document, so that a defect is reported against the
    /// variant that was meant.
    OneOf(&'static [&'static [Node]]),
    /// Anything: judged elsewhere or not known.
    Any,
}

/// An attribute that an element may or must carry.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its name, without prefix.
    pub name: &'static str,
    /// What may be written in it.
    pub kind: Simple,
    /// Whether it must be there.
    pub required: bool,
}

/// One element of a grammar.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its local name.
    pub name: &'static str,
    /// Its namespace, where it is another than that of the grammar.
    pub namespace: Option<&'static str>,
    /// What it holds.
    pub content: Content,
    /// How often it may stand.
    pub occurs: Occurs,
    /// Whether it may be empty with `xsi:nil="true"`.
    pub nillable: bool,
    /// Its attributes.
    pub attributes: &'static [Attribute],
}

impl Node {
    const fn new(name: &'static str, content: Content) -> Self {
        Self {
            name,
            namespace: None,
            content,
            occurs: Occurs { required: true, many: false },
            nillable: false,
            attributes: &[],
        }
    }

    /// An element with text, standing exactly once.
    #[must_use]
    pub const fn leaf(name: &'static str, kind: Simple) -> Self {
        Self::new(name, Content::Text(kind))
    }

    /// An element with child elements in order, standing exactly once.
    #[must_use]
    pub const fn group(name: &'static str, children: &'static [Self]) -> Self {
        Self::new(name, Content::Sequence(children))
    }

    /// An element whose children follow one of several sequences, standing exactly once.
    #[must_use]
    pub const fn one_of(name: &'static str, variants: &'static [&'static [Self]]) -> Self {
        Self::new(name, Content::OneOf(variants))
    }

    /// An element whose inside is not judged, standing exactly once.
    #[must_use]
    pub const fn any(name: &'static str) -> Self {
        Self::new(name, Content::Any)
    }

    /// The same, but it may be left out (`minOccurs="0"`).
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.occurs.required = false;
        self
    }

    /// The same, but it may be repeated (`maxOccurs="unbounded"`).
    #[must_use]
    pub const fn many(mut self) -> Self {
        self.occurs.many = true;
        self
    }

    /// The same, but it may carry `xsi:nil="true"`.
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }

    /// The same in another namespace.
    #[must_use]
    pub const fn within(mut self, namespace: &'static str) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// The same with these attributes.
    #[must_use]
    pub const fn with(mut self, attributes: &'static [Attribute]) -> Self {
        self.attributes = attributes;
        self
    }

    /// Its children: those of the sequence, or of the first variant; empty for text.
    #[must_use]
    pub const fn children(&self) -> &'static [Self] {
        match self.content {
            Content::Sequence(children) => children,
            Content::OneOf([first, ..]) => first,
            _ => &[],
        }
    }
}
