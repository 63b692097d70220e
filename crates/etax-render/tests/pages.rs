//! Pages of every kind of document: what must be on them, and what must not.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use etax::engine::{Engine, Input, Policy};
use etax::report::Report;
use etax::rule::Lang;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{Generated, Kind, generate};

fn judged(bytes: &[u8]) -> Report {
    let engine = Engine::new(Policy::default(), TrustStore::default());
    engine.check(&Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23T10:00:00").unwrap() })
}

fn page(bytes: &[u8], lang: Lang) -> String {
    etax_render::html(bytes, &judged(bytes), lang)
}

fn documents(kind: Kind, count: usize) -> Vec<Generated> {
    generate(kind, 3, count).unwrap()
}

/// The text between `<tag>` and `</tag>` at its first place behind another text.
fn after<'p>(page: &'p str, mark: &str, open: &str) -> &'p str {
    let rest = page.split_once(mark).unwrap().1.split_once(open).unwrap().1;
    rest.split_once('<').unwrap().0
}

#[test]
fn an_invoice_shows_its_parties_lines_and_sums() {
    for document in documents(Kind::Bench, 3) {
        let text = String::from_utf8(document.bytes.clone()).unwrap();
        let of =
            |tag: &str| text.split_once(&format!("<{tag}>")).unwrap().1.split_once('<').unwrap().0.to_owned();
        let page = page(&document.bytes, Lang::Vi);
        let payable = Lang::Vi.amount(&of("TgTTTBSo")).into_owned();
        assert_eq!(after(&page, ">Số<", "<dd>"), of("SHDon"));
        assert!(page.contains(&of("MST")) && page.contains(&of("TgTTTBChu")));
        assert_eq!(after(&page, "Tổng tiền thanh toán", "amount\">"), payable);
        let lines = text.matches("<HHDVu>").count();
        assert_eq!(
            page.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0.matches("<tr>").count(),
            lines
        );
        assert!(page.contains("<svg"), "the QR code is drawn");
    }
}

#[test]
fn pages_of_every_kind_are_whole_and_run_nothing() {
    for kind in [Kind::All, Kind::Order, Kind::Paper, Kind::Batch] {
        for document in documents(kind, 12) {
            for lang in [Lang::Vi, Lang::En] {
                let page = page(&document.bytes, lang);
                assert!(
                    page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"),
                    "{}",
                    document.name
                );
                let lower = page.to_lowercase();
                for never in ["<script", "javascript:", "http://", "src=", "@import", "url("] {
                    let said = lower.replace("http://www.w3.org/2000/svg", "");
                    assert!(!said.contains(never) || text_only(&said, never), "{} {never}", document.name);
                }
                let sheets = page.matches("<section class=\"sheet\">").count();
                let report = judged(&document.bytes);
                assert_eq!(sheets, 1 + report.documents.len(), "{}", document.name);
            }
        }
    }
}

/// Whether a word occurs only as text that the document or a rule brings along, never in markup.
fn text_only(page: &str, word: &str) -> bool {
    page.match_indices(word).all(|(at, _)| {
        let before = page.get(..at).unwrap();
        before.rfind('>') > before.rfind('<')
    })
}

#[test]
fn what_a_document_says_stays_text() {
    let hostile = "<HDon><DLHDon><TTChung><THDon>&lt;script&gt;alert(1)&lt;/script&gt;</THDon></TTChung><NDHDon>\
        <NBan><Ten>\" onload=\"x &amp; &#x202E;gpj&#x9b;31m</Ten></NBan></NDHDon></DLHDon></HDon>";
    let page = page(hostile.as_bytes(), Lang::En);
    assert!(!page.contains("<script") && !page.contains("\" onload"));
    assert!(!page.contains('\u{202e}') && !page.contains('\u{9b}'));
    assert!(page.contains("&#60;script&#62;"));
}

#[test]
fn letters_in_pieces_are_put_together() {
    let document =
        "<HDon><DLHDon><NDHDon><NBan><Ten>Nguye\u{302}\u{303}n</Ten></NBan></NDHDon></DLHDon></HDon>";
    assert!(page(document.as_bytes(), Lang::Vi).contains("Nguyễn"));
}

#[test]
fn what_cannot_be_read_has_a_page_that_says_so() {
    for broken in [&b"<HDon>"[..], b"", b"\xff\xfe\x00", b"no xml"] {
        let page = page(broken, Lang::En);
        assert!(page.contains("REJECTED") && page.contains("Findings"), "{broken:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_page() {
    let document = &documents(Kind::Bench, 1)[0];
    assert_eq!(page(&document.bytes, Lang::Vi), page(&document.bytes, Lang::Vi));
}

#[test]
fn hostile_trees_cost_no_more_than_their_size() {
    // Every child has a name of its own, so no two rows are alike.
    let mut text = "<CHUNGTU>".to_owned();
    for row in 0..300 {
        text.push_str("<ROW_CTIET>");
        for cell in 0..30 {
            text.push_str(&format!("<a{}>1</a{0}>", (row * 31 + cell) % 900));
        }
        text.push_str("</ROW_CTIET>");
    }
    text.push_str("</CHUNGTU>");
    let page = page(text.as_bytes(), Lang::En);
    assert!(page.len() < text.len() * 12, "{} of {}", page.len(), text.len());
    let deep = "<CHUNGTU>".to_owned() + &"<a><b>1</b>".repeat(100) + &"</a>".repeat(100) + "</CHUNGTU>";
    assert!(self::page(deep.as_bytes(), Lang::En).contains("</html>"));
}

#[test]
fn rows_within_rows_are_all_drawn() {
    let document = "<CHUNGTU><r><n>x</n><s><v>first</v></s><s><v>second</v></s></r><r><n>y</n><s><v>third</v></s></r></CHUNGTU>";
    let page = page(document.as_bytes(), Lang::En);
    for said in ["x", "first", "second", "y", "third"] {
        assert!(page.contains(&format!(">{said}<")), "{said}");
    }
}

#[test]
fn what_is_not_drawn_is_said() {
    let rows = "<ROW_CTIET><MA_NDKT>1701</MA_NDKT></ROW_CTIET>".repeat(5_003);
    let page = page(format!("<CHUNGTU>{rows}</CHUNGTU>").as_bytes(), Lang::En);
    assert!(page.contains("… 3 further rows are not drawn"));
    assert_eq!(page.matches("<td>1701</td>").count(), 5_000);
    let invoices = "<HDon/>".repeat(203);
    let message = format!("<TDiep><TTChung/><DLieu>{invoices}</DLieu></TDiep>");
    let page = self::page(message.as_bytes(), Lang::En);
    assert!(page.contains("… 3 further documents of the message are not drawn"));
    assert_eq!(page.matches("<section class=\"sheet\">").count(), 201);
}
