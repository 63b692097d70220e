//! Writing what is said in the order of a table: elements of a paper, an envelope.

use super::entry::Entry;
use crate::invoice::{Kind, Row};
use crate::xml::{escape, is_char};

/// What an element is to say.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Text(String),
    Inside(Fields),
}

/// What stands in an element, in any order; what stands several times, in its own order.
pub(crate) type Fields = Vec<(&'static str, Said)>;

/// A text.
pub(crate) fn text(tag: &'static str, text: impl Into<String>) -> (&'static str, Said) {
    (tag, Said::Text(text.into()))
}

/// Elements.
pub(crate) const fn inside(tag: &'static str, fields: Fields) -> (&'static str, Said) {
    (tag, Said::Inside(fields))
}

/// What the tables of papers and those of envelopes have in common.
pub(crate) trait Listed: 'static {
    fn tag(&self) -> &'static str;
    fn kind(&self) -> Kind;
    fn children(&self) -> &'static [Entry];
}

impl Listed for Entry {
    fn tag(&self) -> &'static str {
        self.tag
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn children(&self) -> &'static [Entry] {
        self.children
    }
}

impl Listed for Row {
    fn tag(&self) -> &'static str {
        self.tag
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn children(&self) -> &'static [Entry] {
        &[]
    }
}

/// Writes an element with what its table knows of these fields, in the table's order. Texts are cut to the length that
/// the table allows, and those that say nothing are left out: what is said comes in part from strangers.
pub(crate) fn element<L: Listed>(tag: &str, table: &'static [L], fields: &Fields, out: &mut String) {
    debug_assert!(
        fields.iter().all(|(tag, _)| table.iter().any(|entry| entry.tag() == *tag)),
        "{tag} has a table without one of {:?}",
        fields.iter().map(|(tag, _)| tag).collect::<Vec<_>>()
    );
    open(tag, out);
    for entry in table {
        for (tag, said) in fields.iter().filter(|(tag, _)| *tag == entry.tag()) {
            match said {
                Said::Inside(fields) => element(tag, entry.children(), fields, out),
                Said::Text(said) => {
                    let most = match entry.kind() {
                        Kind::Text(most) => usize::from(most),
                        _ => LONGEST,
                    };
                    let said = cut(said.trim(), most);
                    if !said.is_empty() {
                        open(tag, out);
                        escape(&said, out);
                        close(tag, out);
                    }
                }
            }
        }
    }
    close(tag, out);
}

/// Fields without a length of their own: numbers, dates, flags, tax codes.
const LONGEST: usize = 64;

fn open(tag: &str, out: &mut String) {
    out.push('<');
    out.push_str(tag);
    out.push('>');
}

fn close(tag: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

/// At most so many characters, the last an ellipsis where some are left out; none that XML cannot hold.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let mut kept: String = text.chars().filter(|c| is_char(*c)).take(most.saturating_add(1)).collect();
    if kept.chars().count() > most {
        kept.pop();
        kept.pop();
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Fields, cut, element, inside, text};
    use crate::paper::Form;

    #[test]
    fn the_table_gives_order_and_length() {
        let form = Form::all().iter().find(|form| form.number == "01/TB-KTDL").unwrap();
        let long = "á".repeat(300);
        let reason = inside("LDo", vec![text("MTLoi", long), text("MLoi", "20001"), text("STT", "1")]);
        let data: Fields = vec![
            inside("LCMa", vec![inside("DSLDo", vec![reason])]),
            text("CCu", "a & b < c"),
            text("Ten", "  "),
            text("MSo", "01/TB-KTDL"),
        ];
        let mut out = String::new();
        element("TBao", form.table, &vec![inside("DLTBao", data)], &mut out);
        assert_eq!(
            out,
            format!(
                "<TBao><DLTBao><MSo>01/TB-KTDL</MSo><CCu>a &amp; b &lt; c</CCu><LCMa><DSLDo><LDo><STT>1</STT>\
                 <MLoi>20001</MLoi><MTLoi>{}…</MTLoi></LDo></DSLDo></LCMa></DLTBao></TBao>",
                "á".repeat(254)
            )
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(cut("a\u{0}b\u{ffff}c", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("abc", 3), "abc");
    }
}
