//! The forms built in, as the build script packs them.

use super::Parts;
use std::sync::{Arc, LazyLock};

/// Heads, with the place of each form in what is packed.
pub(super) static INDEX: &str = include_str!(concat!(env!("OUT_DIR"), "/forms.index"));
static FORMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/forms.packed"));
static PARTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/parts.packed"));

/// Larger than all parts together.
const MOST_PARTS: usize = 4 << 20;

/// What the forms and parts built in consist of, for a digest over them.
pub(super) fn bytes() -> [&'static [u8]; 3] {
    [INDEX.as_bytes(), FORMS, PARTS]
}

/// A form's place in what is packed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    start: usize,
    packed: usize,
    length: usize,
}

/// Name, place and head of each form built in.
pub(super) fn index() -> impl Iterator<Item = (&'static str, Place, &'static str)> {
    INDEX.split('\u{1}').filter_map(|entry| {
        let (line, head) = entry.split_once('\n')?;
        let mut words = line.split(' ');
        let name = words.next()?;
        let mut number = || words.next()?.parse().ok();
        let place = Place { start: number()?, packed: number()?, length: number()? };
        Some((name, place, head))
    })
}

/// The text of a form.
pub(super) fn text(place: Place) -> Option<String> {
    unpack(FORMS.get(place.start..place.start + place.packed)?, place.length)
}

/// The parts built in, unpacked when the first form needs one.
pub(super) static BUILT_IN: LazyLock<Arc<Parts>> = LazyLock::new(|| {
    let mut parts = Parts::default();
    let text = unpack(PARTS, MOST_PARTS).unwrap_or_default();
    for part in text.split('\u{1}').skip(1) {
        if let Some((name, text)) = part.split_once('\n') {
            parts.insert(name, text);
        }
    }
    Arc::new(parts)
});

fn unpack(bytes: &[u8], length: usize) -> Option<String> {
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, length).ok()?;
    String::from_utf8(bytes).ok()
}
