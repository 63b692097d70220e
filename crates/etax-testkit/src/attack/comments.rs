//! Comments, processing instructions and CDATA: what canonical XML leaves out, keeps, or turns into text, and
//! what readers split a text at (CVE-2017-11427 and its siblings, CVE-2025-29775).

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::{Error, Result};

const SCHEMA: &str = "signature.schema";
const MARKUP: &str = "signature.field.markup";

/// Where in the Signature: the idea's name, the tag behind which the mark is put, the rule.
const INSIDE: &[(&str, &str, &str)] = &[
    ("signed-info", "SignedInfo", SCHEMA),
    ("reference", "Reference", SCHEMA),
    ("digest-value", "DigestValue", SCHEMA),
    ("signature-value", "SignatureValue", SCHEMA),
    ("certificate", "X509Certificate", SCHEMA),
    ("signing-time", "SigningTime", MARKUP),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let field = stage.field_text()?;
    let value = field.split(['<', '>']).nth(2).unwrap_or_default().to_owned();
    let (head, tail) = value.split_at(value.len().min(1));
    let name = field.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
    let whole = |inside: String| format!("<{name}>{inside}</{name}>");
    // Real documents have comments beside what is signed, and half an amount in a CDATA section is the same text to
    // every reader and the same bytes in canonical XML.
    let twin = stage.altered(|text| {
        let section = whole(format!("{head}<![CDATA[{tail}]]>"));
        format!("{}<!-- in ra ngày 20 --><?in ban=\"2\"?>", text.replacen(&field, &section, 1))
    })?;
    let fields: [(&str, &[&str], &str, String); 5] = [
        (
            "field-comment",
            &[MARKUP],
            "a comment inside a signed amount: some readers stop there, and no digest sees it",
            whole(format!("{head}<!---->{tail}")),
        ),
        (
            "field-comment-before",
            &[MARKUP],
            "a comment before a signed amount",
            whole(format!("<!-- 0 -->{value}")),
        ),
        (
            "field-comment-around",
            &[MARKUP],
            "a signed amount behind its look-alike in a comment",
            whole(format!("<!--9{value}-->{value}<!---->")),
        ),
        (
            "field-instruction",
            &["signature.digest"],
            "a processing instruction inside a signed amount",
            whole(format!("{head}<?so 9?>{tail}")),
        ),
        (
            "field-cdata-markup",
            &["signature.digest"],
            "markup in a CDATA section inside a signed amount, for readers that show it as a page",
            whole(format!("{value}<![CDATA[<script>0</script>]]>")),
        ),
    ];
    for (idea, fires, shows, inside) in fields {
        let bytes = stage.altered(|text| text.replacen(&field, &inside, 1))?;
        list.push(Attack::on(stage, Class::Comments, idea, fires, shows, bytes).with_twin(twin.clone()));
    }
    let signature = stage.signature_text()?;
    for (place, local, rule) in INSIDE {
        let tag = [format!("<{}>", stage.name(local)), format!("<{} ", stage.name(local))];
        let Some(start) = tag.iter().find_map(|tag| signature.find(tag.as_str())) else {
            // Declarations state no time.
            continue;
        };
        let end =
            signature.get(start..).and_then(|rest| rest.find('>')).ok_or_else(|| Error::new("no tag"))?;
        let at = start + end + 1;
        for (kind, mark, shows) in [
            ("comment", "<!---->", "a comment inside the signature where a value or its frame stands"),
            ("instruction", "<?x y?>", "a processing instruction inside the signature"),
            ("cdata", "<![CDATA[]]>", "an empty CDATA section inside the signature"),
        ] {
            if *local == "SigningTime" && kind == "cdata" {
                // The same time to every reader, and read by none here.
                continue;
            }
            let bytes = stage.altered_signature(|text| {
                let (head, tail) = text.split_at(at);
                format!("{head}{mark}{tail}")
            })?;
            let idea = format!("{place}-{kind}");
            list.push(
                Attack::on(stage, Class::Comments, &idea, &[rule], shows, bytes).with_twin(twin.clone()),
            );
        }
    }
    Ok(())
}
