//! Lines of the texts that operators write.

/// The line, counted from 1, that the byte at `at` stands on.
pub(crate) fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
