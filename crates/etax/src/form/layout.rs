//! The cells of a form: every element its documents may have, numbered.

use crate::formula::Slot;
use crate::schema::{FormId, Holds, Outlined, Schema};

/// No slot.
const NONE: u32 = u32::MAX;

/// What a form calls its parts: the main part, the header, the appendices.
pub(super) const MAIN: &str = "main";
pub(super) const HEADER: &str = "header";

/// One element that documents of a form may have.
#[derive(Clone, Debug)]
struct Entry {
    name: Box<str>,
    parent: u32,
    /// The first element behind everything inside it, as a slot.
    next: u32,
    /// The innermost repeated element around it.
    row: u32,
    many: bool,
    holds: Holds,
}

/// Every element that documents of a form may have inside `HSoKhaiThue`, with a number ([`Slot`]) each.
///
/// ```
/// use etax::form::Layout;
/// use etax::schema::{Node, Schema, Simple};
/// const ROW: Node = Node::group("row", &[Node::leaf("ct1", Simple::Long)]).many();
/// const MAIN: Node = Node::group("CTieuTKhaiChinh", &[ROW, Node::leaf("ct2", Simple::Long)]);
/// static FORM: Node = Node::group("HSoThueDTu", &[Node::group("HSoKhaiThue", &[MAIN])]);
/// let (schema, forms) = Schema::from_nodes(&[&FORM]);
/// let layout = Layout::of(&schema, forms[0]);
/// let cell = layout.find("row/ct1").unwrap();
/// assert_eq!(layout.address(cell), "row/ct1");
/// assert_eq!(layout.rows(cell), [layout.find("row").unwrap()]);
/// assert_eq!(layout.find("ct3"), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Layout {
    entries: Vec<Entry>,
    main: Option<Slot>,
    header: Option<Slot>,
    appendices: Option<Slot>,
}

impl Layout {
    /// The cells of a form whose documents are `HSoThueDTu`; without any for another kind of document.
    #[must_use]
    pub fn of(schema: &Schema, form: FormId) -> Self {
        Self::from_outline(&schema.outline(form))
    }

    /// The cells of a form from a list of its elements.
    #[must_use]
    pub fn from_outline(outline: &[Outlined<'_>]) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        // Slots of the elements around the one at hand, from HSoKhaiThue on.
        let mut around: Vec<u32> = Vec::new();
        let body = outline.iter().position(|at| at.depth == 1 && at.name == "HSoKhaiThue");
        let inside = body.and_then(|body| outline.get(body..)).unwrap_or_default();
        for (at, one) in inside.iter().enumerate() {
            let Some(depth) = one.depth.checked_sub(1).filter(|depth| at == 0 || *depth > 0) else { break };
            let slot = u32::try_from(entries.len()).unwrap_or(NONE);
            for closed in around.drain(depth..) {
                if let Some(entry) = entries.get_mut(closed as usize) {
                    entry.next = slot;
                }
            }
            let parent = around.last().copied().unwrap_or(NONE);
            let row = match entries.get(parent as usize) {
                Some(above) if above.many => parent,
                Some(above) => above.row,
                None => NONE,
            };
            around.push(slot);
            let many = one.many && at > 0;
            entries.push(Entry { name: one.name.into(), parent, next: NONE, row, many, holds: one.holds });
        }
        let end = u32::try_from(entries.len()).unwrap_or(NONE);
        for closed in around {
            if let Some(entry) = entries.get_mut(closed as usize) {
                entry.next = end;
            }
        }
        let mut layout = Self { entries, main: None, header: None, appendices: None };
        let root = Slot(0);
        layout.main = layout.child(root, "CTieuTKhaiChinh");
        layout.header =
            layout.child(root, "TTinChung").and_then(|header| layout.child(header, "TTinTKhaiThue"));
        layout.appendices = layout.child(root, "PLuc");
        layout
    }

    fn entry(&self, slot: Slot) -> Option<&Entry> {
        self.entries.get(slot.0 as usize)
    }

    /// How many slots there are; they are numbered from 0, which is `HSoKhaiThue`.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no cells, as for a document that is no declaration.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The element's name; empty for a slot of another form.
    #[must_use]
    pub fn name(&self, slot: Slot) -> &str {
        self.entry(slot).map_or("", |entry| &entry.name)
    }

    /// The element around it.
    #[must_use]
    pub fn parent(&self, slot: Slot) -> Option<Slot> {
        self.entry(slot).map(|entry| entry.parent).filter(|parent| *parent != NONE).map(Slot)
    }

    /// What stands in it.
    #[must_use]
    pub fn holds(&self, slot: Slot) -> Holds {
        self.entry(slot).map_or(Holds::Elements, |entry| entry.holds)
    }

    /// Whether it is repeated: rows.
    #[must_use]
    pub fn is_many(&self, slot: Slot) -> bool {
        self.entry(slot).is_some_and(|entry| entry.many)
    }

    /// The elements directly inside it, in the order in which they stand.
    pub fn children(&self, slot: Slot) -> impl Iterator<Item = Slot> {
        let end = self.entry(slot).map_or(0, |entry| entry.next);
        let mut at = slot.0.saturating_add(1);
        std::iter::from_fn(move || {
            let here = at;
            let entry = (here < end).then(|| self.entries.get(here as usize)).flatten()?;
            at = entry.next;
            Some(Slot(here))
        })
    }

    /// The element of this name directly inside another.
    #[must_use]
    pub fn child(&self, slot: Slot, name: &str) -> Option<Slot> {
        self.children(slot).find(|child| self.name(*child) == name)
    }

    /// The element that stands next beside one.
    pub(super) fn sibling(&self, slot: Slot) -> Option<Slot> {
        let entry = self.entry(slot)?;
        self.entries
            .get(entry.next as usize)
            .filter(|next| next.parent == entry.parent)
            .map(|_| Slot(entry.next))
    }

    /// Follows names, joined by `/`, from an element; the element itself for an empty path.
    #[must_use]
    pub fn inside(&self, slot: Slot, path: &str) -> Option<Slot> {
        if path.is_empty() {
            return Some(slot);
        }
        path.split('/').try_fold(slot, |at, name| self.child(at, name.trim()))
    }

    /// `CTieuTKhaiChinh`, the main part.
    #[must_use]
    pub const fn main(&self) -> Option<Slot> {
        self.main
    }

    /// The appendices the form may have, children of `PLuc`.
    pub fn appendices(&self) -> impl Iterator<Item = Slot> {
        self.appendices.into_iter().flat_map(|all| self.children(all))
    }

    /// A part by its name: `main`, `header` (`TTinTKhaiThue`) or the element name of an appendix.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<Slot> {
        match name {
            MAIN => self.main,
            HEADER => self.header,
            _ => self.appendices.and_then(|all| self.child(all, name)),
        }
    }

    /// The part that an element is in, itself included; `None` for what is in none.
    #[must_use]
    pub fn part_of(&self, slot: Slot) -> Option<Slot> {
        let mut at = slot;
        loop {
            let parent = self.parent(at);
            if Some(at) == self.main
                || Some(at) == self.header
                || (parent.is_some() && parent == self.appendices)
            {
                return Some(at);
            }
            at = parent?;
        }
    }

    /// What a part is called in addresses: empty for the main part.
    #[must_use]
    pub fn part_name(&self, part: Slot) -> &str {
        match Some(part) {
            part if part == self.main => "",
            part if part == self.header => HEADER,
            _ => self.name(part),
        }
    }

    /// The element at an address: a path in the main part, or `part:path`.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<Slot> {
        let (part, path) = address.split_once(':').unwrap_or((MAIN, address));
        self.inside(self.part(part.trim())?, path.trim())
    }

    /// Its address, as [`Layout::find`] takes it.
    #[must_use]
    pub fn address(&self, slot: Slot) -> String {
        let part = self.part_of(slot);
        let mut steps = Vec::new();
        let mut at = Some(slot);
        while let Some(here) = at.filter(|here| Some(*here) != part) {
            steps.push(self.name(here));
            at = self.parent(here);
        }
        steps.reverse();
        let path = steps.join("/");
        match part {
            Some(part) if Some(part) != self.main => format!("{}:{path}", self.part_name(part)),
            _ => path,
        }
    }

    /// The innermost repeated element around it, itself left out.
    #[must_use]
    pub fn row(&self, slot: Slot) -> Option<Slot> {
        self.entry(slot).map(|entry| entry.row).filter(|row| *row != NONE).map(Slot)
    }

    /// The repeated elements it is in, itself included, outermost first.
    #[must_use]
    pub fn rows(&self, slot: Slot) -> Vec<Slot> {
        let mut rows = Vec::new();
        let mut at = if self.is_many(slot) { Some(slot) } else { self.row(slot) };
        while let Some(row) = at {
            rows.push(row);
            at = self.row(row);
        }
        rows.reverse();
        rows
    }

    /// Every slot whose element is text: what formulas can read.
    pub fn cells(&self) -> impl Iterator<Item = Slot> {
        (0_u32..)
            .zip(&self.entries)
            .filter(|(_, entry)| entry.holds != Holds::Elements)
            .map(|(at, _)| Slot(at))
    }
}
