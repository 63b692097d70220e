//! Ways through a tree.

use std::collections::BTreeSet;

use crate::tree::{Element, Node, Scope, declare};

/// Where an element is: at which child of each level.
pub(crate) type Way = Vec<usize>;

/// The ways to all elements that a test takes, in document order. The test sees the names from the root on.
pub(crate) fn elements(root: &Element, test: &dyn Fn(&[&str], &Element) -> bool) -> Vec<Way> {
    fn walk<'e>(
        element: &'e Element,
        way: &mut Way,
        names: &mut Vec<&'e str>,
        test: &dyn Fn(&[&str], &Element) -> bool,
        found: &mut Vec<Way>,
    ) {
        names.push(local(&element.name));
        if test(names, element) {
            found.push(way.clone());
        }
        for (at, node) in element.children.iter().enumerate() {
            if let Node::Element(child) = node {
                way.push(at);
                walk(child, way, names, test, found);
                way.pop();
            }
        }
        names.pop();
    }
    let mut found = Vec::new();
    walk(root, &mut Way::new(), &mut Vec::new(), test, &mut found);
    found
}

/// The element at the end of a way.
pub(crate) fn at<'e>(root: &'e mut Element, way: &[usize]) -> &'e mut Element {
    let Some((first, rest)) = way.split_first() else { return root };
    let inside = matches!(root.children.get(*first), Some(Node::Element(_)));
    match root.children.get_mut(*first) {
        Some(Node::Element(child)) if inside => at(child, rest),
        // Ways come from `elements` and nothing is changed in between.
        _ => unreachable!("a way leads to an element"),
    }
}

/// Whether an attribute of this name is an Id.
pub(crate) fn is_id(name: &str) -> bool {
    matches!(name, "Id" | "id" | "ID")
}

pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Every element with an Id, as attribute and `namespace:name`.
pub(crate) fn ids(root: &Element) -> BTreeSet<(String, String)> {
    fn walk(element: &Element, outer: &Scope, found: &mut BTreeSet<(String, String)>) {
        let mut scope = outer.clone();
        declare(&mut scope, element);
        let (prefix, local) = element.name.split_once(':').unwrap_or(("", &element.name));
        let space = scope.iter().find(|(known, _)| known == prefix).map_or("", |(_, name)| name.as_str());
        let colon = if space.is_empty() { "" } else { ":" };
        for (name, _) in &element.attributes {
            if is_id(name) {
                found.insert((name.clone(), format!("{space}{colon}{local}")));
            }
        }
        for child in element.elements() {
            walk(child, &scope, found);
        }
    }
    let mut found = BTreeSet::new();
    walk(root, &Scope::new(), &mut found);
    found
}
