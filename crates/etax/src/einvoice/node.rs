//! The element tables of invoices, messages and papers as one kind of tree.

use crate::invoice::{
    Buyer, Content, Data, Fee, General, Kind, Line, RateTotal, Related, Row, Seller, SpecialGoods, Top,
    Totals,
};
use crate::message::{Envelope, Header};
use crate::paper::{Entry, Form};
use std::sync::OnceLock;

/// An element that the standard has at some place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) tag: &'static str,
    /// Another spelling that is in use; empty when there is none.
    pub(super) alias: &'static str,
    /// Whether it may stand several times.
    pub(super) many: bool,
    pub(super) inside: Inside,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Inside {
    /// Text; whether it can be given as a JSON number.
    Text { number: bool },
    /// Elements, in this order.
    Elements(Vec<Node>),
    /// TTKhac: free fields.
    Free,
    /// Signatures.
    Signatures,
    /// What no text describes.
    Open,
    /// The documents of a message.
    Documents,
    /// A paper, whose kind its own head tells.
    Paper,
}

impl Node {
    pub(super) fn is(&self, tag: &str) -> bool {
        self.tag == tag || (!self.alias.is_empty() && self.alias == tag)
    }
}

/// Every tree.
#[derive(Debug)]
pub(super) struct Tables {
    /// HDon, TDiep, and every root of a paper.
    roots: Vec<Node>,
    /// What DLieu of a message holds.
    documents: Vec<Node>,
    /// What DLieu of the messages -1 and -2 holds.
    failure: Vec<Node>,
    /// What each of [`Form::all`] holds.
    papers: Vec<Vec<Node>>,
    /// TTin in TTKhac.
    pub(super) field: Vec<Node>,
}

impl Tables {
    pub(super) fn get() -> &'static Self {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(|| Self {
            roots: roots(),
            documents: documents(),
            failure: ["MLoi", "MTa", "HSGoc"].map(text).into_iter().chain(documents()).collect(),
            papers: Form::all().iter().map(|form| form.table.iter().map(entry).collect()).collect(),
            field: ["TTruong", "KDLieu", "DLieu"].map(text).into(),
        })
    }

    pub(super) fn root(&self, tag: &str) -> Option<&Node> {
        self.roots.iter().find(|node| node.tag == tag)
    }

    /// The names of all roots.
    pub(super) fn root_tags(&self) -> Vec<&'static str> {
        self.roots.iter().map(|node| node.tag).collect()
    }

    /// What DLieu holds in a message of this type.
    pub(super) fn documents(&self, message: Option<i16>) -> &[Node] {
        if matches!(message, Some(-2 | -1)) { &self.failure } else { &self.documents }
    }

    /// What a paper holds; nothing is known of one without a form.
    pub(super) fn paper(&self, form: Option<&'static Form>) -> &[Node] {
        let at = form.and_then(|form| Form::all().iter().position(|known| std::ptr::eq(known, form)));
        at.and_then(|at| self.papers.get(at)).map_or(&[], Vec::as_slice)
    }
}

fn node(tag: &'static str, many: bool, inside: Inside) -> Node {
    Node { tag, alias: "", many, inside }
}

fn text(tag: &'static str) -> Node {
    node(tag, false, Inside::Text { number: false })
}

/// Codes of one digit and counts among what rules of their own judge. Everything else there is a name or an identifier,
/// whose zeros at the beginning count.
const DIGITS: &[&str] = &["KHMSHDon", "SHDon", "TCHDon", "LHDCLQuan", "TChat", "MLTDiep", "SLuong", "GTinh"];

fn leaf(kind: Kind, tag: &str) -> Inside {
    let number = match kind {
        Kind::Number(..) | Kind::Flag | Kind::OneOf(_) => true,
        Kind::Judged => DIGITS.contains(&tag),
        _ => false,
    };
    Inside::Text { number }
}

/// The rows of a table; `inner` tells what its blocks hold.
fn rows(table: &'static [Row], inner: impl Fn(&str) -> Inside) -> Vec<Node> {
    let of = |row: &Row| {
        let inside = match row.kind {
            Kind::Block | Kind::Blocks => inner(row.tag),
            Kind::Extension => Inside::Free,
            kind => leaf(kind, row.tag),
        };
        node(row.tag, row.kind == Kind::Blocks, inside)
    };
    table.iter().map(of).collect()
}

fn plain(table: &'static [Row]) -> Inside {
    Inside::Elements(rows(table, |_| Inside::Open))
}

/// A list and its entries.
fn list(tag: &'static str, inside: Inside) -> Inside {
    Inside::Elements(vec![node(tag, true, inside)])
}

fn invoice() -> Inside {
    Inside::Elements(rows(Top::table(), |tag| match tag {
        "DLHDon" => Inside::Elements(rows(Data::table(), |tag| match tag {
            "TTChung" => Inside::Elements(rows(General::table(), |_| plain(Related::table()))),
            _ => Inside::Elements(rows(Content::table(), content)),
        })),
        _ => Inside::Signatures,
    }))
}

/// What NDHDon holds.
fn content(tag: &str) -> Inside {
    match tag {
        "NBan" => plain(Seller::table()),
        "NMua" => plain(Buyer::table()),
        "DSHHDVu" => list("HHDVu", Inside::Elements(rows(Line::table(), |_| special()))),
        _ => Inside::Elements(rows(Totals::table(), |tag| match tag {
            "THTTLTSuat" => list("LTSuat", plain(RateTotal::table())),
            _ => list("LPhi", plain(Fee::table())),
        })),
    }
}

/// What TTHHDTrung holds.
fn special() -> Inside {
    let particular = ["LHHDTrung", "TTruong", "KDLieu", "DLieu"];
    Inside::Elements(rows(SpecialGoods::table(), |_| Inside::Elements(particular.map(text).into())))
}

fn entry(entry: &'static Entry) -> Node {
    let inside = match entry.kind {
        Kind::Extension if entry.tag == "DSCKS" => Inside::Signatures,
        Kind::Extension => Inside::Free,
        Kind::Blocks if entry.children.is_empty() => Inside::Text { number: false },
        Kind::Block if entry.children.is_empty() => Inside::Open,
        Kind::Block | Kind::Blocks => Inside::Elements(entry.children.iter().map(self::entry).collect()),
        kind => leaf(kind, entry.tag),
    };
    Node { alias: entry.alias, ..node(entry.tag, entry.kind == Kind::Blocks, inside) }
}

/// The roots of papers, each once.
fn papers() -> Vec<&'static str> {
    let mut tags: Vec<&'static str> = Vec::new();
    for form in Form::all() {
        if !tags.contains(&form.tag) {
            tags.push(form.tag);
        }
    }
    tags
}

fn documents() -> Vec<Node> {
    let papers = papers().into_iter().map(|tag| node(tag, true, Inside::Paper));
    [node("HDon", true, invoice())].into_iter().chain(papers).collect()
}

fn roots() -> Vec<Node> {
    let message = Inside::Elements(rows(Envelope::table(), |tag| match tag {
        "TTChung" => plain(Header::table()),
        "DLieu" => Inside::Documents,
        _ => Inside::Signatures,
    }));
    let invoices = [node("HDon", false, invoice()), node("TDiep", false, message)];
    let papers = papers().into_iter().map(|tag| node(tag, false, Inside::Paper));
    invoices.into_iter().chain(papers).collect()
}
