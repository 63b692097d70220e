//! Attributes of an element, `xsi:nil` among them.

use super::walk::Walk;
use super::{Node, XSI, rules};
use crate::report::Finding;
use crate::xml::Element;

/// Judges the attributes; says whether the element is nil, so that nothing may stand in it.
pub(super) fn check(walk: &mut Walk<'_, '_>, element: Element<'_>, node: &Node) -> bool {
    let mut nil = false;
    let mut present = 0_u64;
    for attribute in element.attributes() {
        if attribute.namespace == XSI {
            match attribute.local() {
                "nil" => nil = self::nil(walk, element, node, &attribute.value),
                "type" => {
                    let found = attribute.value.clone();
                    walk.push(Finding::new(&rules::XSI_TYPE).at(element).found(found));
                }
                // Where a schema lies says nothing about the document.
                "schemaLocation" | "noNamespaceSchemaLocation" => {}
                other => walk.push(Finding::new(&rules::ATTRIBUTE_UNEXPECTED).at(element).found(other)),
            }
            continue;
        }
        let known = node
            .attributes
            .iter()
            .enumerate()
            .find(|(_, known)| attribute.namespace.is_empty() && known.name == attribute.local());
        let Some((index, known)) = known else {
            walk.push(Finding::new(&rules::ATTRIBUTE_UNEXPECTED).at(element).found(attribute.name));
            continue;
        };
        present |= 1_u64.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or_default();
        if let Some(rule) = rules::of(known.kind)
            && !known.kind.accepts(&attribute.value)
        {
            let expected = known.kind.expected();
            let found = attribute.value.clone();
            walk.push(Finding::new(rule).at(element).expected(expected).found(found));
        }
    }
    for (index, known) in node.attributes.iter().enumerate() {
        let bit = 1_u64.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or_default();
        if known.required && present & bit == 0 {
            walk.push(Finding::new(&rules::ATTRIBUTE_MISSING).at(element).expected(known.name));
        }
    }
    nil
}

fn nil(walk: &mut Walk<'_, '_>, element: Element<'_>, node: &Node, value: &str) -> bool {
    if !node.nillable {
        walk.push(Finding::new(&rules::NIL).at(element));
        return false;
    }
    match value.trim() {
        "true" | "1" => true,
        "false" | "0" => false,
        _ => {
            walk.push(Finding::new(&rules::NIL_VALUE).at(element).found(value));
            false
        }
    }
}
