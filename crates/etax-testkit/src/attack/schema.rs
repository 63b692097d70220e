//! Signatures that are not of the schema's form (CVE-2025-29774: several SignedInfo).

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::Result;

const RULE: &[&str] = &["signature.schema"];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let info = stage.part_of("SignedInfo")?;
    let value = stage.part_of("SignatureValue")?;
    let key_info = stage.part_of("KeyInfo")?;
    let reference = stage.part_of("Reference")?;
    let digest = stage.part_of("DigestValue")?;
    let from = info.find(&reference).unwrap_or(0);
    let to = info.len() - format!("</{}>", stage.name("SignedInfo")).len();
    let references = info.get(from..to).unwrap_or_default().to_owned();
    let method = stage.part_of("DigestMethod")?;
    let name = |local: &str| stage.name(local);
    // A digest of the forged data, as the attacker would like it to be read.
    let forged_info =
        info.replacen(&digest, &format!("<{0}>{1}=</{0}>", name("DigestValue"), "A".repeat(43)), 1);
    let end = |local: &str| format!("</{}>", name(local));
    let cases: Vec<(&str, &str, &str, String)> = vec![
        ("two-infos", "a forged SignedInfo behind the signed one", &info, format!("{info}{forged_info}")),
        (
            "forged-info-first",
            "a forged SignedInfo before the signed one",
            &info,
            format!("{forged_info}{info}"),
        ),
        (
            "info-in-object",
            "the signed SignedInfo moved into an Object, a forged one behind the value",
            &info,
            format!("<{0}>{info}</{0}>", name("Object")),
        ),
        (
            "info-nested",
            "the signed SignedInfo inside a forged one",
            &info,
            forged_info.replacen(&end("SignedInfo"), &format!("{info}{}", end("SignedInfo")), 1),
        ),
        ("two-values", "two SignatureValue elements", &value, format!("{value}{value}")),
        ("no-value", "no SignatureValue", &value, String::new()),
        ("value-first", "SignatureValue before SignedInfo", &info, format!("{value}{info}")),
        ("two-key-infos", "two KeyInfo elements", &key_info, format!("{key_info}{key_info}")),
        (
            "key-info-last",
            "an Object before KeyInfo",
            &key_info,
            format!("<{0}></{0}>{key_info}", name("Object")),
        ),
        ("no-reference", "a SignedInfo without references", &references, String::new()),
        ("two-digests", "two DigestValue elements in one Reference", &digest, format!("{digest}{digest}")),
        ("no-digest", "a Reference without DigestValue", &digest, String::new()),
        ("digest-first", "DigestValue before DigestMethod", &method, format!("{digest}{method}")),
        (
            "digest-child",
            "an element inside DigestValue",
            &digest,
            digest.replacen('>', &format!("><{0}></{0}>", name("X")), 1),
        ),
        ("text", "text between the parts of SignedInfo", &reference, format!("0{reference}")),
        ("text-around", "text beside SignedInfo", &info, format!("{info}x")),
        (
            "foreign-part",
            "an element nobody knows inside SignedInfo",
            &reference,
            format!("{reference}<x xmlns=\"urn:x\"></x>"),
        ),
        (
            "foreign-child",
            "an element nobody knows inside the Signature",
            &value,
            format!("{value}<x xmlns=\"urn:x\"></x>"),
        ),
    ];
    let twin = stage.altered_signature(|text| {
        // White space between the parts of a Signature, outside what is signed, is as good as none.
        text.replacen(&key_info, &format!("\n  {key_info}\n"), 1)
    })?;
    for (idea, shows, from, to) in cases {
        let bytes = stage.altered_signature(|text| text.replacen(from, &to, 1))?;
        list.push(Attack::on(stage, Class::Schema, idea, RULE, shows, bytes).with_twin(twin.clone()));
    }
    Ok(())
}
