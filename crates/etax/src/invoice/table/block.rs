//! Reading the children of an element against its table, once, in any order.

use super::row::{Kind, Row};
use crate::xml::Element;

/// Hears what a table does not expect while a block is read.
pub(crate) trait Observer<'d> {
    /// An element that the table does not know.
    fn unknown(&mut self, element: Element<'d>);
    /// An element that may stand once and stands again.
    fn repeated(&mut self, row: &'static Row, again: Element<'d>);
}

/// Hears nothing.
impl<'d> Observer<'d> for () {
    fn unknown(&mut self, _: Element<'d>) {}
    fn repeated(&mut self, _: &'static Row, _: Element<'d>) {}
}

/// An element and its first child for each row of its table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots<'d, const N: usize> {
    pub(crate) element: Element<'d>,
    pub(crate) slots: [Option<Element<'d>>; N],
}

impl<'d, const N: usize> Slots<'d, N> {
    /// Walks the children once. The search for a tag starts behind the last one found, so that
    /// children in the order of the table are found at the first comparison.
    pub(crate) fn read<O: Observer<'d>>(
        element: Element<'d>,
        rows: &'static [Row; N],
        observer: &mut O,
    ) -> Self {
        let mut slots = [None; N];
        let mut next = 0;
        for child in element.children() {
            match position(rows, next, child.local()).filter(|_| child.shares_namespace(element)) {
                Some(at) => {
                    next = at + 1;
                    match (slots.get_mut(at), rows.get(at)) {
                        (Some(slot @ None), _) => *slot = Some(child),
                        (_, Some(row)) if !matches!(row.kind, Kind::Blocks | Kind::Extension) => {
                            observer.repeated(row, child);
                        }
                        _ => {}
                    }
                }
                None => observer.unknown(child),
            }
        }
        Self { element, slots }
    }

    pub(crate) fn get(&self, at: usize) -> Option<Element<'d>> {
        self.slots.get(at).copied().flatten()
    }
}

/// Whether two tags are equal. Tags are short: comparing them here is faster than calling for it.
fn same_tag(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(one, other)| one == other)
}

/// Children of an element that its table does not know.
pub(crate) fn unknown<'d>(element: Element<'d>, rows: &'static [Row]) -> impl Iterator<Item = Element<'d>> {
    element
        .children()
        .filter(move |child| !child.shares_namespace(element) || position(rows, 0, child.local()).is_none())
}

/// The row of a tag, looked for from `start` on and then from the beginning.
fn position(rows: &[Row], start: usize, tag: &str) -> Option<usize> {
    let (before, behind) = rows.split_at_checked(start).unwrap_or((rows, &[]));
    behind
        .iter()
        .position(|row| same_tag(row.tag, tag))
        .map(|at| at + before.len())
        .or_else(|| before.iter().position(|row| same_tag(row.tag, tag)))
}

/// Declares the typed view of an element together with its table: a struct with one accessor for
/// each row.
macro_rules! block {
    (
        $(#[$doc:meta])*
        $name:ident {
            $( $(#[$field_doc:meta])* $field:ident: $row:expr; )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'d>($crate::invoice::table::block::Slots<'d, { [$(stringify!($field)),*].len() }>);

        const _: () = {
            #[allow(non_camel_case_types, reason = "one variant for each accessor, in the order of the rows")]
            enum Slot { $( $field ),* }

            static TABLE: [$crate::invoice::table::row::Row; [$(stringify!($field)),*].len()] = [$($row),*];

            impl<'d> $name<'d> {
                /// What the standard says about each child of this element.
                #[must_use]
                pub fn table() -> &'static [$crate::invoice::table::row::Row] {
                    &TABLE
                }

                /// Views an element; nothing is checked.
                #[must_use]
                pub fn new(element: $crate::xml::Element<'d>) -> Self {
                    Self::observed(element, &mut ())
                }

                pub(crate) fn observed<O: $crate::invoice::table::block::Observer<'d>>(
                    element: $crate::xml::Element<'d>,
                    observer: &mut O,
                ) -> Self {
                    Self($crate::invoice::table::block::Slots::read(element, &TABLE, observer))
                }

                /// The element itself.
                #[must_use]
                pub const fn element(&self) -> $crate::xml::Element<'d> {
                    self.0.element
                }

                /// Children that the standard does not know.
                pub fn unknown(&self) -> impl Iterator<Item = $crate::xml::Element<'d>> + use<'d> {
                    $crate::invoice::table::block::unknown(self.0.element, &TABLE)
                }

                pub(crate) fn rows(
                    &self,
                ) -> impl Iterator<Item = (&'static $crate::invoice::table::row::Row, Option<$crate::xml::Element<'d>>)> {
                    TABLE.iter().zip(self.0.slots)
                }

                $(
                    $(#[$field_doc])*
                    #[must_use]
                    pub fn $field(&self) -> Option<$crate::xml::Element<'d>> {
                        self.0.get(Slot::$field as usize)
                    }
                )*
            }
        };
    };
}
pub(crate) use block;
