//! What no document can be made of, whatever its kind: found before any table is looked at.

use super::path::Path;
use crate::declaration::json::{Json, JsonError, Mistake};
use crate::xml::is_char;
use std::collections::HashSet;

/// The longest text, in bytes.
const LONGEST: usize = 64 << 20;
/// The most values in a text, counted by what stands between them.
const MOST: usize = 2_000_000;

/// Reads a text within bounds.
pub(super) fn read(text: &str) -> Result<Json, JsonError> {
    let borders = || text.bytes().filter(|byte| matches!(byte, b',' | b'{' | b'[')).count();
    if text.len() > LONGEST || borders() > MOST {
        return Err(JsonError::new("", Mistake::TooLarge));
    }
    let json = Json::read(text)?;
    walk(&mut Path::default(), &json)?;
    Ok(json)
}

/// Refuses the same key twice, numbers whose digits are lost, and characters that XML cannot hold. Readers of JSON
/// nest 128 deep at most, and so does this.
fn walk(path: &mut Path, json: &Json) -> Result<(), JsonError> {
    let mut within = |step: &str, inside: &Json| {
        let back = path.enter(step);
        let done = walk(path, inside);
        path.leave(back);
        done
    };
    match json {
        Json::Inexact => Err(path.error(Mistake::Inexact)),
        Json::Text(text) => match text.chars().find(|c| !is_char(*c)) {
            Some(c) => Err(path.error(Mistake::Character(c))),
            None => Ok(()),
        },
        Json::List(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| within(&at.to_string(), item))
        }
        Json::Object(entries) => {
            entries.iter().try_for_each(|(key, value)| within(key, value))?;
            let mut keys = HashSet::with_capacity(entries.len());
            match entries.iter().find(|(key, _)| !keys.insert(key.as_str())) {
                Some((key, _)) => {
                    path.enter(key);
                    Err(path.error(Mistake::Duplicate))
                }
                None => Ok(()),
            }
        }
        Json::Null | Json::Truth(_) | Json::Whole(_) => Ok(()),
    }
}
