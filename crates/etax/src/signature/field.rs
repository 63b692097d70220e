//! Fields of signed data that programs may read differently.

use super::notes::Notes;
use super::rules;
use crate::report::Finding;
use crate::xml::{Element, Piece};

/// Looks for comments and processing instructions inside fields: most canonical forms leave comments out, so they
/// may be put in after signing, and some readers stop at them (CVE-2017-11427 and its kin).
pub(crate) fn look_into(signed: &[Element<'_>], general: &mut Notes) {
    let inside = signed.iter().flat_map(|element| std::iter::once(*element).chain(element.descendants()));
    let Some(first) = inside.into_iter().find(|element| !element.is_plain() && is_broken_up(*element)) else {
        return;
    };
    general.remark(
        Finding::new(&rules::FIELD_MARKUP)
            .at_span(first.path(), first.start_tag_span())
            .found(first.trimmed().chars().take(80).collect::<String>()),
    );
}

/// Whether there is text, or nothing but the comment, where the comment is. Between elements it does no harm.
fn is_broken_up(element: Element<'_>) -> bool {
    let marked = element.gaps().any(|gap| {
        element.pieces(gap).any(|piece| matches!(piece, Piece::Comment(_) | Piece::Instruction(..)))
    });
    marked && (element.is_leaf() || !element.trimmed().is_empty())
}
