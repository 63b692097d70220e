//! A part of a declaration in which cells are looked for: the main form, an appendix, a row.

use super::cell::Cell;
use crate::form::{Form, Section};
use crate::xml::Element;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The main form, an appendix, or a row of a list.
///
/// ```
/// use etax::declaration::Declaration;
/// use etax::xml::{Document, Limits, Parsed};
/// let xml = b"<HSoThueDTu><HSoKhaiThue><CTieuTKhaiChinh/><PLuc><PL_NQ142_GTGT><HH_DV_BanRaTrongKy>\
///   <BangKeTenHHDV><tenHHDV>A</tenHHDV><giaTriHHDV>100</giaTriHHDV></BangKeTenHHDV>\
///   <BangKeTenHHDV><tenHHDV>B</tenHHDV><giaTriHHDV>250</giaTriHHDV></BangKeTenHHDV>\
///   </HH_DV_BanRaTrongKy></PL_NQ142_GTGT></PLuc></HSoKhaiThue></HSoThueDTu>";
/// let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else { panic!() };
/// let declaration = Declaration::read(document.root()).unwrap();
/// let appendix = declaration.attached("PL_NQ142_GTGT").unwrap();
/// let rows = appendix.rows("HH_DV_BanRaTrongKy/BangKeTenHHDV");
/// let sold: Vec<(String, Option<i64>)> =
///     rows.map(|row| (row.text("tenHHDV").into_owned(), row.amount("giaTriHHDV"))).collect();
/// assert_eq!(sold, [("A".to_owned(), Some(100)), ("B".to_owned(), Some(250))]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Part<'d> {
    element: Element<'d>,
    form: Option<&'d Form>,
}

impl<'d> Part<'d> {
    pub(super) const fn new(element: Element<'d>, form: Option<&'d Form>) -> Self {
        Self { element, form }
    }

    /// The element.
    #[must_use]
    pub const fn element(&self) -> Element<'d> {
        self.element
    }

    /// Its name: that of an appendix such as `PL_NQ142_GTGT`.
    #[must_use]
    pub fn name(&self) -> &'d str {
        self.element.local()
    }

    /// A cell, by its path below this part (`HHDVBRaChiuTSuat5/ct30`), by its tag alone, at whatever depth (`ct40a`), or
    /// by its printed number (`[40a]`, `(3)`). Of several, as in rows, the first in the document.
    ///
    /// A printed number is looked for among the names that the form gives ([`super::Declaration::with_form`]). Where it
    /// gives none, `[40a]` stands for the tag `ct40a`.
    #[must_use]
    pub fn cell(&self, address: &str) -> Option<Cell<'d>> {
        let found = if address.starts_with(['[', '(']) {
            match self.labelled(address) {
                Some(path) => self.find(path),
                None => self.find(&format!("ct{}", address.strip_prefix('[')?.strip_suffix(']')?)),
            }
        } else {
            self.find(address)
        };
        found.map(|element| Cell::new(element, self.form))
    }

    fn find(&self, path: &str) -> Option<Element<'d>> {
        let wanted =
            |element: &Element<'d>| element.local() == path && element.shares_namespace(self.element);
        self.element.find(path).or_else(|| self.element.descendants().find(wanted))
    }

    /// The path below this part of the cell with a printed number.
    fn labelled(&self, printed: &str) -> Option<&'d str> {
        let lines = self.form?.lines(Section::Labels);
        let mut addresses = lines.filter_map(|line| {
            let (address, _) = line.text.split_once('|')?;
            let (address, number) = address.trim_end().split_once(' ')?;
            (number.trim() == printed).then_some(address)
        });
        match self.element.local() {
            "CTieuTKhaiChinh" => addresses.find(|address| !address.contains(':')),
            name => addresses.find_map(|address| address.strip_prefix(name)?.strip_prefix(':')),
        }
    }

    /// The whole number in a cell: đồng, or a count. See [`Cell::amount`].
    #[must_use]
    pub fn amount(&self, address: &str) -> Option<i64> {
        self.cell(address)?.amount()
    }

    /// The number in a cell. See [`Cell::decimal`].
    #[must_use]
    pub fn decimal(&self, address: &str) -> Option<Decimal> {
        self.cell(address)?.decimal()
    }

    /// The text in a cell; empty where there is none.
    #[must_use]
    pub fn text(&self, address: &str) -> Cow<'d, str> {
        self.cell(address).map_or(Cow::Borrowed(""), Cell::text)
    }

    /// The rows of a list, by its path below this part. Rows of lists in lists are those of all of them.
    pub fn rows(&self, path: &str) -> impl Iterator<Item = Self> + use<'d> {
        let form = self.form;
        let steps: Vec<String> = path.split('/').map(str::to_owned).collect();
        let mut open = vec![(self.element, 0_usize)];
        std::iter::from_fn(move || {
            while let Some((element, depth)) = open.pop() {
                let Some(step) = steps.get(depth) else { return Some(Self { element, form }) };
                let start = open.len();
                open.extend(element.children_named(step).map(|child| (child, depth + 1)));
                if let Some(new) = open.get_mut(start..) {
                    new.reverse();
                }
            }
            None
        })
    }

    /// The cells directly inside it, such as those of a row.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'d>> + use<'d> {
        let form = self.form;
        self.element.children().filter(|child| child.is_leaf()).map(move |child| Cell::new(child, form))
    }
}
