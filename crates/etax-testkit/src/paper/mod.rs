//! What registrations, notices, requests, summaries and lists say.

mod list;
mod mistakes;
mod notice;
mod registration;
mod summary;

pub(crate) use list::{list, minutes};
pub(crate) use mistakes::mistakes;
pub(crate) use notice::{
    accepted, checked, delegation_accepted, dossier_checked, mistakes_answered, received, refused,
    register_refused, review, scheme_change, technical,
};
pub(crate) use registration::{delegation, registration, request, sales_data};
pub(crate) use summary::{fuel_summary, summary};

use crate::random::Random;
use crate::tree::Element;

/// The day on which the papers are made.
const DAY: &str = "2026-09-15";

/// An element of leaves.
fn fields(mut element: Element, leaves: &[(&str, &str)]) -> Element {
    for (tag, text) in leaves {
        element.push(Element::leaf(tag, *text));
    }
    element
}

fn block(tag: &str, leaves: &[(&str, &str)]) -> Element {
    fields(Element::new(tag), leaves)
}

fn around(tag: &str, inside: Element) -> Element {
    Element::new(tag).with(inside)
}

/// An element with an Id, to be signed.
pub(crate) fn identified(name: &str, random: &mut Random) -> Element {
    Element::new(name).attribute("Id", format!("Id-{}", random.uuid()))
}

fn head(number: &str, title: &str) -> [(&'static str, String); 3] {
    [("PBan", "2.1.0".to_owned()), ("MSo", number.to_owned()), ("Ten", title.to_owned())]
}

fn begun(mut element: Element, number: &str, title: &str) -> Element {
    for (tag, text) in head(number, title) {
        element.push(Element::leaf(tag, text));
    }
    element
}

/// STBao, the number that the office adds.
pub(crate) fn numbered(random: &mut Random) -> Element {
    identified("STBao", random)
        .with_leaf("So", format!("TB/99-{}", random.within(1, 99_999)))
        .with_leaf("NTBao", DAY)
}

fn transaction(random: &mut Random) -> String {
    format!("V9900000016{}", random.uuid().to_uppercase())
}
