//! Damage to comments and base64.

use super::super::Document;
use super::super::dress::Dress;
use super::super::signature::parts;
use super::super::walk::{Way, at};
use super::{Signatures, pick};
use crate::error::Result;
use crate::random::Random;
use crate::tree::Node;
use crate::world::World;

pub(super) fn commented(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let part = *random.pick(&["DigestValue", "SignatureValue", "X509Certificate"]);
    let ways = parts(&d.root, part);
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let element = at(&mut d.root, way);
    let text = element.text();
    let half = text.char_indices().nth(text.len() / 2).map_or(0, |(place, _)| place);
    let (front, back) = text.split_at(half);
    element.children =
        vec![Node::Text(front.to_owned()), Node::Comment("thêm".to_owned()), Node::Text(back.to_owned())];
    Ok(true)
}

pub(super) fn base64_text(
    d: &mut Document,
    random: &mut Random,
    change: &dyn Fn(&mut String, &mut Random),
) -> Option<Way> {
    // Values under the signature change it, so mostly those that are not.
    let part = *random.pick(&["SignatureValue", "SignatureValue", "X509Certificate", "DigestValue"]);
    let ways = parts(&d.root, part);
    let way = pick(&ways, random)?;
    let element = at(&mut d.root, way);
    let mut text: String = element.text().split_whitespace().collect();
    if text.len() < 8 {
        return None;
    }
    change(&mut text, random);
    element.children = vec![Node::Text(text)];
    Some(way.clone())
}

/// The last digit before padding with its unused bits set.
pub(super) fn stray(text: &mut String, _: &mut Random) {
    let digits = text.trim_end_matches('=').len();
    if digits == text.len() || digits == 0 {
        return;
    }
    let last = text[digits - 1..digits].to_owned();
    let next = match last.as_str() {
        "A" => "B",
        "Q" => "R",
        "g" => "h",
        "w" => "x",
        "E" => "F",
        "I" => "J",
        "M" => "N",
        "U" => "V",
        "Y" => "Z",
        "c" => "d",
        "k" => "l",
        "o" => "p",
        "s" => "t",
        "0" => "1",
        "4" => "5",
        "8" => "9",
        _ => return,
    };
    text.replace_range(digits - 1..digits, next);
}
