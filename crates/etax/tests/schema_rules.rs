//! Every rule about structure fired by a document of a schema made for it, and kept quiet by the document's sound twin.
#![allow(clippy::unwrap_used, clippy::panic)]

use etax::report::{Finding, Findings};
use etax::rule::Lang;
use etax::schema::{IMPORTED_RULES, ImportError, Importer, Problem, RULES, Schema};
use etax::xml::{Document, Limits, Parsed};
use std::collections::BTreeSet;

/// A schema around top-level parts, without a namespace.
fn schema(parts: &str) -> Result<Schema, ImportError> {
    let mut importer = Importer::default();
    let text = format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{parts}</xs:schema>");
    importer.provide("a.xsd", text.into_bytes());
    importer.add("a.xsd")?;
    Ok(importer.finish())
}

fn check(schema: &Schema, text: &str) -> Vec<Finding> {
    let text = text.replace("nil=", "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=");
    let text = text.replace("type=", "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=");
    let limits = Limits::default();
    let Parsed::Document(document) = Document::parse(text.as_bytes(), &limits) else { panic!("{text}") };
    let mut findings = Findings::new(1000);
    let form = schema.forms().next().unwrap();
    let sound = schema.check(form, document.root(), &mut findings);
    assert_eq!(sound, findings.as_slice().is_empty());
    findings.as_slice().to_vec()
}

fn leaf(base: &str, facets: &str) -> String {
    format!(
        "<xs:element name='r'><xs:simpleType><xs:restriction base='xs:{base}'>{facets}</xs:restriction>\
         </xs:simpleType></xs:element>"
    )
}

fn typed(kind: &str) -> String {
    format!("<xs:element name='r' type='xs:{kind}' nillable='true'/>")
}

const ROW: &str = "<xs:element name='r'><xs:complexType><xs:sequence>\
    <xs:element name='a' type='xs:string'/><xs:element name='b' type='xs:string' minOccurs='0' maxOccurs='2'/>\
    <xs:element name='c' type='xs:string' minOccurs='0'/></xs:sequence>\
    <xs:attribute name='x' type='xs:string' use='required'/></xs:complexType></xs:element>";

const IDS: &str = "<xs:element name='r'><xs:complexType><xs:sequence>\
    <xs:element name='a' maxOccurs='9'><xs:complexType><xs:attribute name='id' type='xs:ID'/>\
    <xs:attribute name='to' type='xs:IDREF'/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>";

/// Rule, schema, a document that breaks it and one that does not.
fn cases() -> Vec<(&'static str, String, String, String)> {
    let case = |id, parts: String, bad: &str, good: &str| (id, parts, bad.to_owned(), good.to_owned());
    let row = || ROW.to_owned();
    vec![
        case("schema.facet.length", leaf("string", "<xs:maxLength value='3'/>"), "<r>ạạạạ</r>", "<r>ạạạ</r>"),
        case(
            "schema.facet.pattern",
            leaf("string", "<xs:pattern value='[0-9]{3}'/>"),
            "<r>12</r>",
            "<r>123</r>",
        ),
        case(
            "schema.facet.range",
            leaf("decimal", "<xs:minInclusive value='1.5'/>"),
            "<r>1.49</r>",
            "<r>1.50</r>",
        ),
        case(
            "schema.facet.digits",
            leaf("decimal", "<xs:fractionDigits value='2'/>"),
            "<r>1.125</r>",
            "<r>1.120</r>",
        ),
        case("schema.type.value", typed("gYear"), "<r>24</r>", "<r>2024</r>"),
        case(
            "schema.value.fixed",
            "<xs:element name='r' type='xs:integer' fixed='1'/>".into(),
            "<r>2</r>",
            "<r>+1</r>",
        ),
        case("schema.element.many", row(), "<r x=''><a/><b/><b/><b/></r>", "<r x=''><a/><b/><b/></r>"),
        case(
            "schema.abstract",
            "<xs:element name='r' type='t'/><xs:element name='s'/><xs:complexType name='t' abstract='true'/>"
                .into(),
            "<r/>",
            "<s/>",
        ),
        case(
            "schema.id.repeated",
            IDS.into(),
            "<r><a id='x'/><a id=' x '/></r>",
            "<r><a id='x'/><a id='y'/></r>",
        ),
        case("schema.id.unknown", IDS.into(), "<r><a id='x' to='y'/></r>", "<r><a to='x'/><a id='x'/></r>"),
        case("schema.element.unexpected", row(), "<r x=''><a/><d/></r>", "<r x=''><a/></r>"),
        case("schema.element.missing", row(), "<r x=''><b/></r>", "<r x=''><a/><b/></r>"),
        case("schema.element.order", row(), "<r x=''><b/><a/></r>", "<r x=''><a/><b/></r>"),
        case("schema.element.repeated", row(), "<r x=''><a/><a/></r>", "<r x=''><a/></r>"),
        case("schema.namespace", row(), "<r x=''><a xmlns='urn:x'/></r>", "<r x=''><a xmlns=''/></r>"),
        case("schema.text.unexpected", row(), "<r x=''>1<a/></r>", "<r x=''> <a/><!-- 1 --></r>"),
        case("schema.type.empty", typed("long"), "<r/>", "<r>0</r>"),
        case("schema.type.integer", typed("long"), "<r>1.0</r>", "<r> 1 </r>"),
        case("schema.type.non-negative", typed("nonNegativeInteger"), "<r>-1</r>", "<r>-0</r>"),
        case("schema.type.boolean", typed("boolean"), "<r>yes</r>", "<r>true</r>"),
        case("schema.type.decimal", typed("decimal"), "<r>1,5</r>", "<r>1.5</r>"),
        case("schema.type.date", typed("date"), "<r>2023-02-29</r>", "<r>2024-02-29</r>"),
        case("schema.type.word", leaf("string", "<xs:pattern value='C|B|T'/>"), "<r>D</r>", "<r>T</r>"),
        case(
            "schema.type.tax-code",
            leaf("string", "<xs:pattern value='([0-9]{10})(-[0-9]{3})?'/>"),
            "<r>012345678</r>",
            "<r>0123456789</r>",
        ),
        case("schema.type.id", IDS.into(), "<r><a id='1'/></r>", "<r><a id='_1'/></r>"),
        case("schema.nil", row(), "<r x='' nil='true'><a/></r>", "<r x=''><a/></r>"),
        case("schema.nil.content", typed("long"), "<r nil='true'>1</r>", "<r nil='true'/>"),
        case("schema.nil.value", typed("long"), "<r nil='x'>1</r>", "<r nil='0'>1</r>"),
        case("schema.attribute.unexpected", row(), "<r x='' y=''><a/></r>", "<r x=''><a/></r>"),
        case("schema.attribute.missing", row(), "<r><a/></r>", "<r x=''><a/></r>"),
        case("schema.xsi-type", typed("long"), "<r type='x'>1</r>", "<r>1</r>"),
        (
            "schema.stopped",
            row(),
            format!("<r x=''><a/>{}</r>", "<d/>".repeat(300)),
            "<r x=''><a/></r>".into(),
        ),
    ]
}

#[test]
fn every_rule_speaks_and_is_silent() {
    let mut fired = BTreeSet::new();
    for (id, parts, bad, good) in cases() {
        let schema = schema(&parts).unwrap();
        let findings = check(&schema, &bad);
        assert!(findings.iter().any(|finding| finding.rule.id == id), "{id} {bad}: {findings:#?}");
        assert!(
            findings.iter().all(|finding| finding.rule.id == id || id == "schema.stopped"),
            "{id}: {findings:#?}"
        );
        assert_eq!(check(&schema, &good), [], "{id} {good}");
        fired.insert(id);
        for lang in [Lang::Vi, Lang::En] {
            let message = findings[0].message(lang);
            let filled = ["{name", "{expected", "{found"].iter().all(|place| !message.contains(place));
            assert!(filled && message.ends_with('.'), "{message}");
        }
    }
    let all: BTreeSet<&str> = RULES.iter().chain(IMPORTED_RULES).map(|rule| rule.id).collect();
    assert_eq!(fired, all);
}

#[test]
fn findings_are_in_words() {
    let say = |parts: &str, text: &str| -> Vec<String> {
        check(&schema(parts).unwrap(), text).iter().map(|finding| finding.message(Lang::En)).collect()
    };
    assert_eq!(say(ROW, "<r x=''><c/><b/><a/></r>"), ["b must come before c.", "a must come before b."]);
    let choice = "<xs:element name='r'><xs:complexType><xs:sequence><xs:choice><xs:element name='a'/>\
        <xs:element name='b'/></xs:choice><xs:element name='c'/></xs:sequence></xs:complexType></xs:element>";
    assert_eq!(say(choice, "<r><c/></r>"), ["a | b must come before c."]);
    assert_eq!(say(choice, "<r><a/><b/><c/></r>"), ["Element b has no place here; expected: c."]);
    assert_eq!(say(choice, "<r><a/></r>"), ["Element c is missing in r."]);
    let length = leaf("string", "<xs:minLength value='2'/><xs:maxLength value='5'/>");
    assert_eq!(say(&length, "<r>x</r>"), ["r must have 2–5 characters; it says \"x\"."]);
    let range = leaf("integer", "<xs:minExclusive value='0'/><xs:maxInclusive value='12'/>");
    assert_eq!(say(&range, "<r>13</r>"), ["r must be > 0, ≤ 12; it says \"13\"."]);
}

#[test]
fn derivation_and_groups() {
    let parts = "<xs:complexType name='base'><xs:sequence><xs:element name='a'/></xs:sequence>\
        <xs:attribute name='x' use='required'/><xs:attribute name='y'/></xs:complexType>\
        <xs:complexType name='more'><xs:complexContent><xs:extension base='base'><xs:sequence>\
        <xs:group ref='g' maxOccurs='2'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
        <xs:group name='g'><xs:choice><xs:element name='b'/><xs:element name='c'/></xs:choice></xs:group>\
        <xs:complexType name='less'><xs:complexContent><xs:restriction base='base'><xs:sequence>\
        <xs:element name='a'/></xs:sequence><xs:attribute name='y' use='prohibited'/></xs:restriction>\
        </xs:complexContent></xs:complexType>\
        <xs:element name='r'><xs:complexType><xs:all><xs:element name='m' type='more' minOccurs='0'/>\
        <xs:element name='l' type='less' minOccurs='0'/></xs:all></xs:complexType></xs:element>";
    let schema = schema(parts).unwrap();
    for (text, sound) in [
        ("<r/>", true),
        ("<r><l x=''><a/></l><m x='' y=''><a/><c/><b/></m></r>", true),
        ("<r><m x=''><a/></m></r>", false),
        ("<r><m x=''><a/><b/><b/><b/></m></r>", false),
        ("<r><l x='' y=''><a/></l></r>", false),
        ("<r><l><a/></l></r>", false),
        ("<r><l x=''><a/></l><l x=''><a/></l></r>", false),
    ] {
        assert_eq!(check(&schema, text).is_empty(), sound, "{text}");
    }
}

#[test]
fn types_may_hold_themselves() {
    let parts = "<xs:complexType name='t'><xs:sequence><xs:element name='t' type='t' minOccurs='0'/>\
        </xs:sequence></xs:complexType><xs:element name='t' type='t'/>";
    let schema = schema(parts).unwrap();
    assert_eq!(check(&schema, "<t><t><t/></t></t>"), []);
    assert_eq!(check(&schema, "<t><t><u/></t></t>").len(), 1);
}

#[test]
fn lists_unions_and_wildcards() {
    let parts = "<xs:element name='r'><xs:complexType><xs:sequence>\
        <xs:element name='l'><xs:simpleType><xs:list itemType='xs:int'/></xs:simpleType></xs:element>\
        <xs:element name='u'><xs:simpleType><xs:union memberTypes='xs:boolean xs:date'/></xs:simpleType></xs:element>\
        <xs:any namespace='##other' processContents='lax' minOccurs='0' maxOccurs='2'/>\
        </xs:sequence><xs:anyAttribute namespace='urn:x' processContents='skip'/></xs:complexType></xs:element>";
    let schema = schema(parts).unwrap();
    for (text, sound) in [
        ("<r><l> 1 2 </l><u>true</u></r>", true),
        ("<r><l/><u> 2024-02-29 </u><z xmlns='urn:z'><r xmlns=''/></z></r>", false),
        ("<r xmlns:x='urn:x' x:y=''><l/><u>0</u><z xmlns='urn:z'/></r>", true),
        ("<r y=''><l/><u>0</u></r>", false),
        ("<r><l>1 x</l><u>0</u></r>", false),
        ("<r><l>1</l><u>2</u></r>", false),
        ("<r><l>1</l><u>0</u><z/></r>", false),
    ] {
        assert_eq!(check(&schema, text).is_empty(), sound, "{text}");
    }
}

#[test]
fn schemas_that_cannot_be_used_say_why() {
    let element =
        |inside: &str| format!("<xs:element name='r'><xs:complexType>{inside}</xs:complexType></xs:element>");
    let derived = |name: &str, base: &str| {
        format!(
            "<xs:complexType name='{name}'><xs:complexContent><xs:extension base='{base}'/></xs:complexContent>\
             </xs:complexType>"
        )
    };
    let ambiguous = "<xs:sequence><xs:element name='a' minOccurs='0'/><xs:element name='a'/></xs:sequence>";
    let nested = "<xs:sequence maxOccurs='9'><xs:choice><xs:element name='a' maxOccurs='9'/>".repeat(6)
        + &"</xs:choice></xs:sequence>".repeat(6);
    let deep = (0..400).fold(String::new(), |out, n| {
        out + &format!(
            "<xs:group name='g{n}'><xs:sequence><xs:group ref='g{}'/></xs:sequence></xs:group>",
            n + 1
        )
    });
    let wide = (0..40).fold(String::new(), |out, n| {
        let next = format!("<xs:group ref='g{}'/>", n + 1);
        out + &format!("<xs:group name='g{n}'><xs:sequence>{next}{next}</xs:sequence></xs:group>")
    });
    let last =
        |n| format!("<xs:group name='g{n}'><xs:sequence><xs:element name='x'/></xs:sequence></xs:group>");
    let cases = [
        (element(ambiguous), Problem::Ambiguous("a".into())),
        (element(&nested), Problem::TooLarge),
        (format!("<xs:element name='r' type='a'/>{}{}", derived("a", "b"), derived("b", "a")), Problem::Cycle("a".into())),
        (
            "<xs:element name='r' type='a'/><xs:simpleType name='a'><xs:restriction base='a'/></xs:simpleType>".into(),
            Problem::Cycle("a".into()),
        ),
        (
            element("<xs:group ref='g'/>")
                + "<xs:group name='g'><xs:sequence><xs:group ref='g'/></xs:sequence></xs:group>",
            Problem::Cycle("g".into()),
        ),
        (element("<xs:group ref='g0'/>") + &deep + &last(400), Problem::TooLarge),
        (element("<xs:group ref='g0'/>") + &wide + &last(40), Problem::TooLarge),
        ("<xs:element name='r' type='b'/>".into(), Problem::Unresolved("b".into())),
        ("<xs:element name='r'/><xs:element name='r'/>".into(), Problem::Duplicate("r".into())),
        (leaf("string", r"<xs:pattern value='\p{Lu}'/>"), Problem::Unsupported(r"xs:pattern \p{Lu}".into())),
        (leaf("string", "<xs:pattern value='('/>"), Problem::Invalid("xs:pattern (".into())),
        (leaf("int", "<xs:enumeration value='x'/>"), Problem::Invalid("xs:enumeration value=\"x\"".into())),
        (
            "<xs:element name='r'><xs:key name='k'/></xs:element>".into(),
            Problem::Unsupported("xs:key".into()),
        ),
        ("<xs:element name='r' substitutionGroup='s'/>".into(), Problem::Unsupported("substitutionGroup".into())),
        ("<xs:include schemaLocation='b.xsd'/>".into(), Problem::NoFile),
    ];
    for (parts, problem) in cases {
        let error = schema(&parts).unwrap_err();
        assert_eq!(error.problem, problem, "{parts:.300}");
        assert!(error.line == 1 && !error.message(Lang::Vi).contains("{found"), "{error}");
    }
}

#[test]
fn files_in_other_encodings_are_read() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\
        <xs:element name=\"ạ\" type=\"xs:string\"/></xs:schema>";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut latin = text.replace("UTF-16", "UTF-8").replace("ạ", "a").into_bytes();
    latin.extend(b"<!-- caf\xe9 -->");
    let doctype = text.replace("UTF-16", "UTF-8").replacen(
        "<xs:schema",
        "<!DOCTYPE xs:schema [\n<!ENTITY % p '>'>\n]>\n<xs:schema",
        1,
    );
    for (bytes, mended) in [
        (wide, 0),
        ([b"\xef\xbb\xbf", text.replace("UTF-16", "UTF-8").as_bytes()].concat(), 0),
        (text.as_bytes().to_vec(), 1),
        (latin, 1),
        (doctype.into_bytes(), 1),
    ] {
        let mut importer = Importer::default();
        importer.provide("a.xsd", bytes);
        importer.add("a.xsd").unwrap();
        assert_eq!(importer.notes().len(), mended, "{:?}", importer.notes());
    }
}
