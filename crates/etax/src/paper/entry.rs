//! One entry of a paper's table: what the texts say about one element and the elements in it.

use crate::invoice::{Kind, Version};

/// What the texts say about one element. Papers nest deeper than invoices, so an entry holds the entries
/// of its children.
///
/// ```
/// use etax::paper::Form;
/// let form = Form::all().iter().find(|form| form.number == "01/TB-KTDL").unwrap();
/// let data = form.table.iter().find(|entry| entry.tag == "DLTBao").unwrap();
/// assert!(data.children.iter().any(|entry| entry.tag == "LTBao" && entry.must.is_some()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The tag.
    pub tag: &'static str,
    /// Another spelling of the tag that is in use; empty when there is none.
    pub alias: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What stands inside it.
    pub children: &'static [Self],
    /// The first version that knows it.
    pub since: Version,
    /// The first version that no longer knows it.
    pub until: Option<Version>,
    /// Since which version it is mandatory without condition.
    pub must: Option<Version>,
    /// It is not when this sibling says something; empty when there is none.
    pub unless: &'static str,
    /// Whether a text that was read settles what stands here. Where it is known at second hand only, or
    /// where real papers of the authority do otherwise, a deviation is no more than a remark.
    pub certain: bool,
}

impl Entry {
    const fn new(tag: &'static str, kind: Kind, children: &'static [Self]) -> Self {
        Self {
            tag,
            alias: "",
            kind,
            children,
            since: Version::V2_0_0,
            until: None,
            must: None,
            unless: "",
            certain: true,
        }
    }

    /// Mandatory since version 2.0.0, or since the version that brought it.
    pub(super) const fn must(self) -> Self {
        Self { must: Some(self.since), ..self }
    }

    /// Known only since a version; to be said before [`Entry::must`].
    pub(super) const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    /// No longer known from a version on.
    pub(super) const fn until(self, until: Version) -> Self {
        Self { until: Some(until), ..self }
    }

    /// Mandatory unless a sibling says something.
    pub(super) const fn must_unless(self, sibling: &'static str) -> Self {
        Self { must: Some(self.since), unless: sibling, ..self }
    }

    /// Also met under another spelling.
    pub(super) const fn alias(self, alias: &'static str) -> Self {
        Self { alias, ..self }
    }

    /// No text that was read settles it.
    pub(super) const fn uncertain(self) -> Self {
        Self { certain: false, ..self }
    }

    /// Whether an element of this tag is meant.
    pub(super) fn is(&self, tag: &str) -> bool {
        self.tag == tag || (!self.alias.is_empty() && self.alias == tag)
    }
}

/// A text of at most so many characters.
pub(super) const fn text(tag: &'static str, most: u16) -> Entry {
    Entry::new(tag, Kind::Text(most), &[])
}

/// A number of at most so many digits, of which so many after the point.
pub(super) const fn number(tag: &'static str, digits: u8, decimals: u8) -> Entry {
    Entry::new(tag, Kind::Number(digits, decimals), &[])
}

/// A date.
pub(super) const fn day(tag: &'static str) -> Entry {
    Entry::new(tag, Kind::Date, &[])
}

/// A date and time.
pub(super) const fn moment(tag: &'static str) -> Entry {
    Entry::new(tag, Kind::Moment, &[])
}

/// `0` or `1`.
pub(super) const fn flag(tag: &'static str) -> Entry {
    Entry::new(tag, Kind::Flag, &[])
}

/// One of a few values.
pub(super) const fn one_of(tag: &'static str, values: &'static [&'static str]) -> Entry {
    Entry::new(tag, Kind::OneOf(values), &[])
}

/// A tax code.
pub(super) const fn tax_code(tag: &'static str) -> Entry {
    Entry::new(tag, Kind::TaxCode, &[])
}

/// Something that a rule of its own judges.
pub(super) const fn judged(tag: &'static str) -> Entry {
    Entry::new(tag, Kind::Judged, &[])
}

/// Elements, once.
pub(super) const fn block(tag: &'static str, children: &'static [Entry]) -> Entry {
    Entry::new(tag, Kind::Block, children)
}

/// Elements, any number of times.
pub(super) const fn many(tag: &'static str, children: &'static [Entry]) -> Entry {
    Entry::new(tag, Kind::Blocks, children)
}

/// A text that may stand any number of times.
pub(super) const fn texts(tag: &'static str) -> Entry {
    Entry::new(tag, Kind::Blocks, &[])
}

/// TTKhac, thông tin khác: the free extension.
pub(super) const fn free() -> Entry {
    Entry::new("TTKhac", Kind::Extension, &[])
}

/// DSCKS, danh sách chữ ký số: the signatures, which `etax::signature` judges.
pub(super) const fn signatures() -> Entry {
    Entry::new("DSCKS", Kind::Extension, &[])
}
