//! What the check of structure allocates: for a sound document one list of its names, however long it is.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]
#![allow(unsafe_code, reason = "counting what is allocated takes a global allocator")]

use etax::report::Findings;
use etax::schema::Importer;
use etax::xml::{Document, Limits, Parsed};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is handed to the system's allocator; only counters are kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::SeqCst);
        BYTES.fetch_add(layout.size(), Ordering::SeqCst);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="r"><xs:complexType><xs:sequence>
    <xs:element name="row" maxOccurs="unbounded" nillable="true"><xs:complexType><xs:sequence>
      <xs:element name="name" type="xs:string"/>
      <xs:element name="sum" type="xs:long"/>
      <xs:choice maxOccurs="unbounded"><xs:element name="code"><xs:simpleType><xs:restriction base="xs:string">
        <xs:pattern value="[0-9]{10}(-[0-9]{3})?"/><xs:maxLength value="14"/>
      </xs:restriction></xs:simpleType></xs:element><xs:element name="date" type="xs:date"/></xs:choice>
    </xs:sequence><xs:attribute name="id" type="xs:string" use="required"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element></xs:schema>"#;

/// How often and how much is allocated to check rows, and how many findings there are. One test only, so that nothing else
/// allocates meanwhile.
fn checked(row: &str, rows: usize) -> (usize, usize, usize) {
    let mut importer = Importer::default();
    importer.provide("a.xsd", SCHEMA.into());
    let form = importer.add("a.xsd").unwrap();
    let schema = importer.finish();
    let text = format!("<r>{}</r>", row.repeat(rows));
    let limits = Limits::default();
    let Parsed::Document(document) = Document::parse(text.as_bytes(), &limits) else { panic!() };
    let mut findings = Findings::new(1000);
    let before = (COUNT.load(Ordering::SeqCst), BYTES.load(Ordering::SeqCst));
    schema.check(form, document.root(), &mut findings);
    let after = (COUNT.load(Ordering::SeqCst), BYTES.load(Ordering::SeqCst));
    (after.0 - before.0, after.1 - before.1, findings.as_slice().len())
}

#[test]
fn a_sound_document_costs_one_list_of_names() {
    let row =
        "<row id='ID_1'><name>Bưởi</name><sum> 12 </sum><code>0123456789</code><date>2024-02-29</date></row>";
    for rows in [1, 10_000] {
        let (count, bytes, findings) = checked(row, rows);
        assert_eq!(findings, 0);
        assert!(count == 1 && bytes < 100, "{rows} rows: {count} allocations, {bytes} bytes");
    }
    // Every row has defects: the walk stops at 200 and says so.
    let bad = "<row><sum>x</sum><name/></row>";
    let (_, bytes, findings) = checked(bad, 50_000);
    assert!((200..=210).contains(&findings), "{findings}");
    // Paths need the number of each row, which is worked out once.
    assert!(bytes < 4 << 20, "{bytes}");
}
