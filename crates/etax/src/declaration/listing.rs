//! The cells of a form, one after another, with their names.

use crate::form::{Form, Section};
use crate::rule::Lang;
use crate::schema::{Inside, Place, Written};
use std::collections::{HashMap, HashSet};

/// As deep as a form goes at most; what contains itself stops here.
const DEEPEST: usize = 32;
/// As many cells at most.
const MOST: usize = 1 << 16;

/// A cell of a form, or a whole appendix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'f> {
    /// Its address: a path below the main form, `Part:path` below an appendix, `Part:` for the appendix itself.
    pub address: String,
    /// The number printed on the form, as `[22]`, `(3)`, `110`; empty where none is known.
    pub number: &'f str,
    /// What it says; `None` for an appendix.
    pub written: Option<Written>,
    /// Whether there is one in each row of a list.
    pub in_rows: bool,
    /// Whether the form says how it is worked out from others.
    pub computed: bool,
    vi: &'f str,
    en: &'f str,
}

impl<'f> Listed<'f> {
    /// What it is called in a language; empty where nobody has named it.
    #[must_use]
    pub const fn name(&self, lang: Lang) -> &'f str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

/// The cells of a form, in the order in which they stand: those of the main form, then each appendix and its cells.
///
/// ```
/// use etax::declaration::listing;
/// use etax::form::{Form, Parts};
/// use etax::rule::Lang;
/// let text = "form 000\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    HSoKhaiThue\n      CTieuTKhaiChinh\n        ct1, ct2: long\n\
///   labels\n  ct1 [1] | Doanh thu | Revenue\ncells\n  ct2 = [ct1] * 2\n".replace("  labels", "labels");
/// let form = Form::read("x.form", &text, &Parts::default()).unwrap();
/// let cells = listing(&form);
/// assert_eq!((&*cells[0].address, cells[0].number, cells[0].name(Lang::En)), ("ct1", "[1]", "Revenue"));
/// assert!(cells[1].computed && cells[1].name(Lang::Vi).is_empty());
/// ```
#[must_use]
pub fn listing(form: &Form) -> Vec<Listed<'_>> {
    let Some(root) = form.schema().root_place(form.id()) else { return Vec::new() };
    let body = root.child("HSoKhaiThue").map_or(root, |child| child.place);
    let mut lister = Lister { labels: labels(form), computed: computed(form), out: Vec::new() };
    if let Some(main) = body.child("CTieuTKhaiChinh") {
        lister.inside(main.place, "", false, 0);
    }
    for part in body.child("PLuc").into_iter().flat_map(|parts| parts.place.children()) {
        let address = format!("{}:", part.place.name());
        lister.push(&address, None, false);
        lister.inside(part.place, &address, part.many, 0);
    }
    lister.out
}

struct Label<'f> {
    number: &'f str,
    vi: &'f str,
    en: &'f str,
}

struct Lister<'f> {
    labels: HashMap<&'f str, Label<'f>>,
    computed: HashSet<&'f str>,
    out: Vec<Listed<'f>>,
}

impl Lister<'_> {
    fn inside(&mut self, place: Place<'_>, address: &str, in_rows: bool, depth: usize) {
        if depth > DEEPEST || self.out.len() >= MOST {
            return;
        }
        for child in place.children() {
            let between = if address.is_empty() || address.ends_with(':') { "" } else { "/" };
            let below = format!("{address}{between}{}", child.place.name());
            let rows = in_rows || child.many;
            match child.place.inside() {
                Inside::Elements => self.inside(child.place, &below, rows, depth + 1),
                Inside::Text | Inside::Anything => {
                    self.push(&below, Some(child.place.written().unwrap_or(Written::Text)), rows);
                }
                Inside::Nothing => {}
            }
        }
    }

    fn push(&mut self, address: &str, written: Option<Written>, in_rows: bool) {
        let label = self.labels.get(address);
        self.out.push(Listed {
            address: address.to_owned(),
            number: label.map_or("", |label| label.number),
            written,
            in_rows,
            computed: self.computed.contains(address),
            vi: label.map_or("", |label| label.vi),
            en: label.map_or("", |label| label.en),
        });
    }
}

fn labels(form: &Form) -> HashMap<&str, Label<'_>> {
    let read = |text| {
        let (cell, names) = str::split_once(text, '|')?;
        let cell = cell.trim();
        let (address, number) = cell.split_once(' ').unwrap_or((cell, ""));
        let (vi, en) = names.split_once('|')?;
        Some((address, Label { number: number.trim(), vi: vi.trim(), en: en.trim() }))
    };
    form.lines(Section::Labels).filter_map(|line| read(line.text)).collect()
}

/// The addresses that a formula stands behind.
fn computed(form: &Form) -> HashSet<&str> {
    let lines = form.lines(Section::Cells).filter(|line| line.indent == 1);
    let heads = lines.filter_map(|line| line.text.split_once(" = ").map(|(head, _)| head.trim()));
    heads.map(|head| head.strip_prefix("warn ").unwrap_or(head).trim()).collect()
}
