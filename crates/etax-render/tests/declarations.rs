//! Declarations and papers as people read them: the names of the form, nothing left out, no tags where there are names.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use etax::engine::{Engine, Input, Policy};
use etax::report::Report;
use etax::rule::Lang;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax::xml::{DSIG, Document, Limits, Parsed};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn judged(bytes: &[u8]) -> Report {
    let engine = Engine::new(Policy::default(), TrustStore::default());
    engine.check(&Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23T10:00:00").unwrap() })
}

fn page(bytes: &[u8], lang: Lang) -> String {
    etax_render::html(bytes, &judged(bytes), lang)
}

/// The documents that the repository carries, but for invoices, which have a drawing of their own.
fn shipped() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/good");
    let mut out: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .filter(|(name, _)| !["invoice", "message", "pilot"].iter().any(|kind| name.starts_with(kind)))
        .collect();
    out.sort();
    assert!(out.len() > 12, "{}", out.len());
    out
}

fn one(name: &str) -> Vec<u8> {
    shipped().into_iter().find(|(known, _)| known == name).unwrap().1
}

/// What stands between two marks, each time.
fn between<'p>(page: &'p str, open: &str, close: &str) -> Vec<&'p str> {
    page.split(open).skip(1).map(|rest| rest.split_once(close).unwrap().0).collect()
}

#[test]
fn a_declaration_names_form_period_and_taxpayer() {
    let page = page(&one("declaration-01gtgt-appendices.xml"), Lang::Vi);
    assert!(page.contains("<h1>Tờ khai thuế giá trị gia tăng</h1>"));
    let under = between(&page, "<p class=\"under\">", "</p>");
    assert_eq!(under[0], "Mẫu số 01/GTGT (mã 842, phiên bản 2.8.3), Thông tư 80/2021/TT-BTC");
    assert_eq!(under[1], "Kỳ tính thuế: tháng 09/2026 (từ 01/09/2026 đến 30/09/2026)");
    assert_eq!(under[2], "Tờ khai lần đầu");
    assert!(page.contains("<dt>Mã số thuế</dt><dd>9920415403</dd>"));
    assert!(page.contains("<dt>Ngày ký</dt><dd>15/10/2026</dd>"));
    let amended = self::page(&one("declaration-01gtgt-amended.xml"), Lang::En);
    assert!(amended.contains("<p class=\"under\">Amendment 1</p>"));
}

#[test]
fn indicators_have_number_name_and_grouped_amount_in_the_order_of_the_form() {
    let bytes = one("declaration-01gtgt-appendices.xml");
    for (lang, name, amount) in [
        (Lang::Vi, "Giá trị hàng hóa, dịch vụ mua vào", "285.425.000"),
        (Lang::En, "Value of goods and services purchased", "285,425,000"),
    ] {
        let page = page(&bytes, lang);
        let row = format!("<tr><td>[23]</td><td>{name}</td><td class=\"amount\">{amount}</td></tr>");
        assert!(page.contains(&row), "{row}");
        let numbers: Vec<&str> = between(&page, "<tr><td>[", "]</td>").into_iter().take(27).collect();
        assert_eq!(
            numbers,
            "21 22 23 24 23a 24a 25 26 27 28 29 30 31 32 33 32a 34 35 36 37 38 39a 40a 40b 40 41 42"
                .split(' ')
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn appendices_are_tables_under_their_names_with_the_heads_of_the_form() {
    let page = page(&one("declaration-01gtgt-appendices.xml"), Lang::Vi);
    let headings = between(&page, "<h2>", "</h2>");
    let plants = "01-2/GTGT Bảng phân bổ thuế giá trị gia tăng phải nộp đối với hoạt động sản xuất thủy điện";
    assert!(headings.iter().any(|heading| heading.starts_with(plants)), "{headings:?}");
    for head in ["[05] Tên địa bàn theo từng tỉnh", "Thuế suất thuế GTGT sau giảm", "[16] Tổng doanh thu"]
    {
        assert!(page.contains(&format!("<th>{head}</th>")), "{head}");
    }
    // A row of that table, and a share with a fraction.
    assert!(page.contains("<td class=\"amount\">60,5</td><td class=\"amount\">1.488.802</td>"));
}

#[test]
fn a_form_that_is_not_known_is_drawn_with_its_tags_and_said_so() {
    let page = page(&one("declaration-unknown.xml"), Lang::En);
    assert!(page.contains("etax knows no names of its indicators"), "{page}");
}

#[test]
fn nothing_that_a_document_says_is_left_out() {
    for (name, bytes) in shipped() {
        for lang in [Lang::Vi, Lang::En] {
            let page = page(&bytes, lang);
            let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { panic!() };
            let leaves = document.root().descendants().filter(|element| element.is_leaf());
            let mut seen = 0;
            for leaf in leaves.filter(|leaf| leaf.namespace() != DSIG) {
                let own = leaf.parent().is_some_and(|parent| parent.namespace() == DSIG);
                let text = leaf.trimmed();
                // What the lines under the title say in words.
                let head = ["maTKhai", "loaiTKhai", "soLan", "kieuKy"].contains(&leaf.local());
                if own || text.is_empty() || head || text.len() < 2 {
                    continue;
                }
                let escaped = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
                let mut ways = vec![escaped.replace('"', "&#34;").replace('\'', "&#39;")];
                ways.push(lang.amount(&text).into_owned());
                let plain = text.trim_end_matches('0').trim_end_matches('.');
                ways.push(lang.amount(plain).into_owned());
                if let Some(date) = text.get(..10).and_then(etax::value::parse_date) {
                    ways.push(format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()));
                }
                assert!(ways.iter().any(|way| page.contains(way)), "{name}: {} {ways:?}", leaf.path());
                seen += 1;
            }
            assert!(seen > 2, "{name}: {seen}");
        }
    }
}

#[test]
fn no_tag_stands_where_there_is_a_name() {
    // What nobody has named: cells of the appendices to amendments, and what a form that is not known calls its own.
    let unnamed = |name: &str, tag: &str| {
        // STT, số thứ tự, is both.
        tag == "STT" || name.contains("unknown") || (name.contains("amended") && tag.contains("ct_"))
    };
    for (name, bytes) in shipped() {
        let page = page(&bytes, Lang::Vi);
        let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { panic!() };
        let tags: BTreeSet<&str> = document.root().descendants().map(|element| element.local()).collect();
        let names = ["<dt>", "<th>", "<h2>"].map(|open| between(&page, open, "<")).concat();
        assert!(names.len() > 3, "{name}");
        let raw: Vec<&&str> =
            names.iter().filter(|said| tags.contains(**said) && !unnamed(&name, said)).collect();
        assert!(raw.is_empty(), "{name}: {raw:?}");
    }
}
