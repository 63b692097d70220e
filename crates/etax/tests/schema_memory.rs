//! What the check of structure allocates: for a sound document one list of its names, however long it is.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod memory_support;

use etax::report::Findings;
use etax::schema::Importer;
use etax::xml::{Document, Limits, Parsed};
use memory_support::spent;

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
    let (cost, _) = spent(|| schema.check(form, document.root(), &mut findings));
    (cost.blocks, cost.bytes, findings.as_slice().len())
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
