//! Base64 in other forms: other text for the same bytes, other bytes for the same text.

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::{Error, Result};

const RULE: &str = "signature.schema";

type Way = (&'static str, &'static str, fn(&str) -> String);

const WAYS: &[Way] = &[
    ("no-padding", "without its padding", |t| t.trim_end_matches('=').to_owned()),
    ("more-padding", "with padding too much", |t| format!("{t}=")),
    ("stray-bits", "with bits in the last character that stand for nothing", |t| {
        let cut = t.trim_end_matches('=');
        let padding = t.len() - cut.len();
        let (head, last) = cut.split_at(cut.len() - 1);
        const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let at = ALPHABET.find(last).unwrap_or(0);
        let next = ALPHABET.get(at + 1..at + 2).unwrap_or("A");
        format!("{head}{next}{}", "=".repeat(padding))
    }),
    ("tail", "with more text behind its padding", |t| format!("{t}AAAA")),
    ("other-alphabet", "in the alphabet of file names", |t| {
        t.replacen(['+', '/'], "-", 1).replacen(&t[..1], "_", 1)
    }),
    ("foreign", "with a character outside the alphabet", |t| format!("{}*{}", &t[..4], &t[4..])),
    ("no-break-space", "with a no-break space inside", |t| format!("{}\u{A0}{}", &t[..4], &t[4..])),
    ("zero-width", "with a zero-width space inside", |t| format!("{}\u{200B}{}", &t[..4], &t[4..])),
    ("inner-padding", "with padding inside", |t| format!("AA=={t}")),
    ("one-more", "with one character more", |t| format!("A{t}")),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let value_of = |local: &str| -> Result<String> {
        let part = stage.part_of(local)?;
        part.split(['<', '>']).nth(2).map(str::to_owned).ok_or_else(|| Error::new("no value"))
    };
    let value = value_of("SignatureValue")?;
    let certificate = value_of("X509Certificate")?;
    let digest = value_of("DigestValue")?;
    // White space and character references between the characters are as good as none, outside what is signed.
    let twin = stage.altered_signature(|text| {
        let spaced = format!("\r\n\t{} {}\n", &value[..4], value[4..].replacen('=', "&#61;", 1));
        text.replacen(&value, &spaced, 1)
    })?;
    for (idea, shows, spell) in WAYS {
        for (part, text) in [("value", &value), ("digest", &digest), ("certificate", &certificate)] {
            let padded = text.ends_with('=');
            let spelt = spell(text);
            if spelt == *text || (!padded && matches!(*idea, "stray-bits" | "tail")) {
                // Nothing is padded here.
                continue;
            }
            // What the signer's software wrote in another way is signed with it; the rest is not signed at all.
            let bytes = if part == "digest" {
                stage.resigned(|root| root.set(&stage.inside("SignedInfo/Reference/DigestValue"), &spelt))?
            } else {
                stage.altered_signature(|whole| whole.replacen(text.as_str(), &spelt, 1))?
            };
            let idea = format!("{part}-{idea}");
            list.push(Attack::on(stage, Class::Base64, &idea, &[RULE], shows, bytes).with_twin(twin.clone()));
        }
    }
    Ok(())
}
