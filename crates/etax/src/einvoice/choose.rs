//! Which paper an object is.

use super::{ATTRIBUTE, UNKNOWN};
use crate::declaration::json::Json;
use crate::paper::Form;

/// The parts of a paper, with their names.
fn parts(paper: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let entries: &[(String, Json)] = if let Json::Object(entries) = paper { entries } else { &[] };
    entries
        .iter()
        .filter(|(_, part)| matches!(part, Json::Object(_)))
        .map(|(key, part)| (key.trim_start_matches(UNKNOWN), part))
        .filter(|(key, _)| !key.starts_with(ATTRIBUTE))
}

/// What stands under a name, whether the standard has it there or not.
fn get<'j>(json: &'j Json, name: &str) -> Option<&'j Json> {
    let found = json.get(name).or_else(|| json.get(&format!("{UNKNOWN}{name}")));
    // `null` is an element that is left out.
    found.filter(|found| **found != Json::Null)
}

/// MSo, mẫu số, and the pointer to it from the paper. Of two the one in the part with the first name counts, so that
/// the order of keys does not.
pub(super) fn number(paper: &Json) -> Option<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (key, part) in parts(paper) {
        let common = get(part, "TTChung");
        for (number, path) in [
            (get(part, "MSo"), format!("/{key}/MSo")),
            (common.and_then(|common| get(common, "MSo")), format!("/{key}/TTChung/MSo")),
        ] {
            if let Some(Json::Text(number)) = number
                && !number.trim().is_empty()
            {
                found.push((path, number.trim().to_owned()));
            }
        }
    }
    found.into_iter().min()
}

/// The kind of a paper in a message of this type.
pub(super) fn form(tag: &str, paper: &Json, message: Option<i16>) -> Option<&'static Form> {
    let number = number(paper);
    let bare = !parts(paper).any(|(key, _)| key == "DLTBao");
    let has = |mark: &str| {
        parts(paper).filter(|(key, _)| !matches!(*key, "DSCKS" | "STBao")).any(|(_, part)| {
            get(part, mark).or_else(|| get(part, "TTChung").and_then(|common| get(common, mark))).is_some()
        })
    };
    Form::choose(tag, number.as_ref().map(|(_, number)| number.as_str()), bare, &has, message)
}
