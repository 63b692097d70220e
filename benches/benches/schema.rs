//! The check of structure on a list of many rows, as finalisation 05/QTT-TNCN has it, beside the parse that comes before
//! it and xmllint --schema on the same files.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use etax::report::Findings;
use etax::schema::Importer;
use etax::xml::{Document, Limits, Parsed};
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

/// Columns of a row, of the types that the authority's schemas use.
const COLUMNS: usize = 25;

fn schema() -> String {
    let mut columns = String::new();
    for column in 0..COLUMNS {
        let kind = ["xs:string", "TINType", "xs:long", "xs:nonNegativeInteger", "xs:decimal", "xs:boolean"]
            [column % 6];
        let _ = write!(columns, "<xs:element name=\"ct{column:02}\" type=\"{kind}\" nillable=\"true\"/>");
    }
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"urn:bench\" targetNamespace=\"urn:bench\" \
         elementFormDefault=\"qualified\"><xs:simpleType name=\"TINType\"><xs:restriction base=\"xs:string\">\
         <xs:pattern value=\"([0-9]{{10}})(-[0-9]{{3}})?\"/></xs:restriction></xs:simpleType>\
         <xs:element name=\"BK\"><xs:complexType><xs:sequence><xs:element name=\"Row\" maxOccurs=\"unbounded\">\
         <xs:complexType><xs:sequence>{columns}</xs:sequence><xs:attribute name=\"id\" type=\"xs:string\" \
         use=\"required\"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>"
    )
}

fn document(rows: usize) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BK xmlns=\"urn:bench\">");
    for row in 0..rows {
        let _ = write!(out, "<Row id=\"ID_{row}\">");
        for column in 0..COLUMNS {
            let text = match column % 6 {
                0 => "Nguyễn Thị Bưởi",
                1 => "0123456789",
                2 => "-12500000",
                3 => "132000000",
                4 => "12.5",
                _ => "1",
            };
            let _ = write!(out, "<ct{column:02}>{text}</ct{column:02}>");
        }
        out.push_str("</Row>");
    }
    out.push_str("</BK>\n");
    out
}

fn structure(c: &mut Criterion) {
    let mut importer = Importer::default();
    importer.provide("bench.xsd", schema().into_bytes());
    let form = importer.add("bench.xsd").expect("a schema");
    let schema_tables = importer.finish();
    let limits = Limits::default();
    let folder = std::env::temp_dir().join(format!("etax-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let xsd = folder.join("bench.xsd");
    std::fs::write(&xsd, schema()).expect("a file");
    let mut group = c.benchmark_group("structure");
    for rows in [1_000, 10_000, 60_000] {
        let text = document(rows);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let Parsed::Document(parsed) = Document::parse(text.as_bytes(), &limits) else {
            panic!("a document")
        };
        group.bench_function(format!("parse, {rows} rows"), |b| {
            b.iter(|| {
                assert!(matches!(Document::parse(black_box(text.as_bytes()), &limits), Parsed::Document(_)))
            });
        });
        group.bench_function(format!("schema, {rows} rows"), |b| {
            b.iter(|| assert!(schema_tables.check(form, black_box(parsed.root()), &mut Findings::new(100))));
        });
        let file = folder.join(format!("{rows}.xml"));
        std::fs::write(&file, &text).expect("a file");
        let xmllint = |arguments: &[&std::ffi::OsStr]| {
            let start = Instant::now();
            let done = Command::new("xmllint").arg("--noout").args(arguments).arg(&file).output();
            done.is_ok_and(|done| done.status.success()).then(|| start.elapsed())
        };
        // Best of five: starting the process is part of it, and next to nothing.
        let best = |arguments: &[&std::ffi::OsStr]| (0..5).filter_map(|_| xmllint(arguments)).min();
        let (plain, checked) = (best(&[]), best(&["--schema".as_ref(), xsd.as_os_str()]));
        println!("xmllint, {rows} rows, {} bytes: parse {plain:?}, parse and schema {checked:?}", text.len());
    }
    group.finish();
    let _ = std::fs::remove_dir_all(folder);
}

criterion_group!(benches, structure);
criterion_main!(benches);
