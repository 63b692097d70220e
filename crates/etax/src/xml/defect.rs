//! Why an input is no document.

/// What kind of defect made the parser refuse an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DefectKind {
    /// There is nothing but white space.
    Empty,
    /// The bytes are neither UTF-8 nor UTF-16 with a byte order mark.
    NotText,
    /// The XML declaration names an encoding other than the one the bytes have.
    Encoding,
    /// A character that XML 1.0 does not allow, literally or by reference.
    Character,
    /// A document type declaration.
    Doctype,
    /// A reference to an entity other than the five predefined ones.
    Entity,
    /// Text that breaks the grammar of XML 1.0.
    Syntax,
    /// The input ends inside an element or inside markup.
    Truncated,
    /// An end tag that does not match the start tag.
    EndTag,
    /// More than one root element, or text outside the root.
    Root,
    /// Two attributes of one element with the same name.
    DuplicateAttribute,
    /// A prefix that is not declared, or a declaration that Namespaces in XML 1.0 forbids.
    Namespace,
    /// Longer than [`crate::xml::Limits::bytes`].
    TooLong,
    /// Deeper than [`crate::xml::Limits::depth`].
    TooDeep,
    /// More elements than [`crate::xml::Limits::nodes`], or too dense.
    TooManyNodes,
    /// More attributes on an element than [`crate::xml::Limits::attributes`].
    TooManyAttributes,
    /// More names than [`crate::xml::Limits::names`], or a name longer than [`crate::xml::Limits::name`].
    TooManyNames,
    /// An attribute value longer than [`crate::xml::Limits::attribute_value`].
    LongValue,
}

/// Why the parser refused an input, and where. It stops at the first defect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What kind.
    pub kind: DefectKind,
    /// First byte of the defect in the input (in its UTF-8 text, where the input is UTF-16).
    pub offset: usize,
    /// Length in bytes.
    pub length: usize,
    /// What would have been right, in the notation of the XML recommendation.
    pub expected: Option<String>,
    /// What stands there, shortened.
    pub found: Option<String>,
}

impl Defect {
    pub(crate) fn new(kind: DefectKind, offset: usize) -> Self {
        Self { kind, offset, length: 1, expected: None, found: None }
    }

    /// An input of `length` bytes where `most` are allowed.
    pub(crate) fn too_long(length: usize, most: usize) -> Self {
        Self::new(DefectKind::TooLong, 0).expected(format!("<= {most}")).found(&length.to_string())
    }

    pub(crate) fn length(mut self, length: usize) -> Self {
        self.length = length;
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    pub(crate) fn found(mut self, found: &str) -> Self {
        const LONGEST: usize = 60;
        self.found = Some(match found.char_indices().nth(LONGEST) {
            Some((cut, _)) => format!("{}…", &found[..cut]),
            None => found.to_owned(),
        });
        self
    }
}
