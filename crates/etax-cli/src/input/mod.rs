//! What there is to check: files, entries of archives, standard input.
//!
//! Looking for work ([`walk()`]) reads names and sizes only; the bytes are read by the worker that
//! checks them, so that no more documents are in memory than are being checked.

mod stdin;
mod walk;
mod zip;

pub(crate) use walk::{bytes_on_disk, is_archive, walk};

use etax::engine::Oversized;
use etax::rule::{Lang, Text};
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// One document to check, or one thing that could not be looked at.
#[derive(Debug)]
pub(crate) struct Item {
    /// The name it is reported under.
    pub(crate) name: String,
    /// About how many bytes it will have in memory.
    pub(crate) size: u64,
    /// How many bytes of the disk it stands for.
    pub(crate) on_disk: u64,
    /// Where its bytes are.
    pub(crate) place: Place,
}

/// Where the bytes of a document are.
#[derive(Debug)]
pub(crate) enum Place {
    File(PathBuf),
    Entry {
        archive: Arc<zip::Archive>,
        index: usize,
    },
    Stdin,
    /// Nowhere: looking for it failed.
    Nowhere(Trouble),
}

/// Why an input could not be read.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The operating system refused.
    Io(io::Error),
    /// The walk through a folder failed.
    Walk(walkdir::Error),
    /// The archive or the entry cannot be read.
    Zip(::zip::result::ZipError),
    /// Longer than the policy allows.
    TooLong { limit: u64 },
    /// An archive with more entries than are read.
    TooManyEntries { limit: u64 },
    /// An entry that inflates to far more than its compressed size.
    Bomb,
    /// Entries that share their compressed bytes.
    Overlap,
    /// Two entries with one name: which one is meant cannot be known.
    SameNames,
    /// An entry that does not have the length it declares.
    WrongLength,
    /// It does not continue the declaration it was to be checked after.
    Chain(etax::declaration::ChainError),
    /// The registry of issued codes could not be asked.
    Registry(etax_store::StoreError),
    /// Checking it broke off; a defect of etax itself.
    Internal,
}

impl Trouble {
    /// The reason in words.
    pub(crate) fn words(&self, lang: Lang) -> String {
        let limit = |limit: &u64, text: Text| text.fill(lang, &[("limit", &limit.to_string())]);
        match self {
            Self::Io(error) => error.to_string(),
            Self::Walk(error) => error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
            Self::Zip(error) => error.to_string(),
            Self::TooLong { limit: bytes } => limit(bytes, TOO_LONG),
            Self::TooManyEntries { limit: count } => limit(count, TOO_MANY),
            Self::Bomb => BOMB.template(lang).to_owned(),
            Self::Overlap => OVERLAP.template(lang).to_owned(),
            Self::SameNames => SAME_NAMES.template(lang).to_owned(),
            Self::WrongLength => WRONG_LENGTH.template(lang).to_owned(),
            Self::Chain(error) => crate::filing::words(*error, lang).to_owned(),
            Self::Registry(error) => error.message(lang),
            Self::Internal => INTERNAL.template(lang).to_owned(),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<::zip::result::ZipError> for Trouble {
    fn from(error: ::zip::result::ZipError) -> Self {
        match error {
            ::zip::result::ZipError::Io(error) => Self::Io(error),
            other => Self::Zip(other),
        }
    }
}

const TOO_LONG: Text = Text {
    vi: "dài hơn giới hạn {limit} byte của chính sách, không kiểm tra",
    en: "longer than the policy's limit of {limit} bytes, not checked",
};
const TOO_MANY: Text = Text {
    vi: "tệp nén có hơn {limit} mục, không kiểm tra",
    en: "the archive has more than {limit} entries, not checked",
};
const BOMB: Text = Text {
    vi: "mục nén giãn ra quá lớn so với kích thước nén (nghi là bom nén), không kiểm tra",
    en: "the entry inflates to far more than its compressed size (a zip bomb?), not checked",
};
const OVERLAP: Text = Text {
    vi: "các mục trong tệp nén dùng chung dữ liệu (nghi là bom nén), không kiểm tra",
    en: "entries of the archive share their data (a zip bomb?), not checked",
};
const SAME_NAMES: Text = Text {
    vi: "tệp nén có hai mục trùng tên; chỉ mục sau cùng được kiểm tra",
    en: "the archive has two entries with one name; only the last of them is checked",
};
const WRONG_LENGTH: Text = Text {
    vi: "mục nén không có độ dài như đã khai, không kiểm tra",
    en: "the entry does not have the length it declares, not checked",
};
const INTERNAL: Text = Text {
    vi: "lỗi bên trong etax, chưa kiểm tra được; xin báo cho nhóm phát triển",
    en: "a defect inside etax, not checked; please report it",
};

/// Reads the bytes of items, one worker's way: the archive of the last entry stays open, because
/// the next item is most often its neighbour.
#[derive(Debug)]
pub(crate) struct Reader {
    limit: u64,
    open: Option<zip::Open>,
}

impl Reader {
    /// A reader that refuses documents of more than `limit` bytes.
    pub(crate) const fn new(limit: u64) -> Self {
        Self { limit, open: None }
    }

    /// The bytes of a document. A file or standard input that is too long is read to its end all the same, so that the
    /// report can name its length and digest; an archive's entry is not, because it could inflate for ever.
    pub(crate) fn read(&mut self, place: Place) -> Result<Content, Trouble> {
        match place {
            Place::File(path) => {
                let file = File::open(path)?;
                let length = file.metadata()?.len();
                whole(file, length, self.limit)
            }
            Place::Stdin => stdin::read(self.limit),
            Place::Nowhere(trouble) => Err(trouble),
            Place::Entry { archive, index } => {
                let open = match self.open.take() {
                    Some(open) if open.is_of(&archive) => open,
                    _ => zip::Open::new(&archive),
                };
                self.open.insert(open).read(index, self.limit).map(Content::Bytes)
            }
        }
    }
}

/// What an input holds.
#[derive(Debug)]
pub(crate) enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// More bytes than the policy allows.
    Oversized(Box<Oversized>),
}

/// Everything `source` has. `expected` is only a hint for the size of the buffer: pipes and files that grow do not keep
/// to it.
fn whole(mut source: impl Read, expected: u64, limit: u64) -> Result<Content, Trouble> {
    const PIECE: usize = 64 * 1024;
    let bytes = match expected > limit {
        true => Vec::new(),
        false => start(&mut source, expected, limit)?,
    };
    let is_whole = expected <= limit && u64::try_from(bytes.len()).is_ok_and(|length| length <= limit);
    if is_whole {
        return Ok(Content::Bytes(bytes));
    }
    let mut oversized = Box::new(Oversized::new());
    oversized.update(&bytes);
    drop(bytes);
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => return Ok(Content::Oversized(oversized)),
            Ok(length) => oversized.update(piece.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The first `limit` bytes of `source` and one more, if there are so many.
fn start(source: &mut impl Read, expected: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Everything `source` has, unless that is more than `limit` bytes.
fn bounded(mut source: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, Trouble> {
    if expected > limit {
        return Err(Trouble::TooLong { limit });
    }
    let bytes = start(&mut source, expected, limit)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        return Err(Trouble::TooLong { limit });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_whatever_was_expected() {
        assert_eq!(bounded(&b"12345"[..], 0, 5).unwrap(), b"12345");
        assert!(matches!(bounded(&b"123456"[..], 0, 5), Err(Trouble::TooLong { limit: 5 })));
        assert!(matches!(bounded(&b"1"[..], 6, 5), Err(Trouble::TooLong { limit: 5 })));
    }

    #[test]
    fn what_is_too_long_is_read_to_its_end_but_not_kept() {
        assert!(matches!(whole(&b"12345"[..], 0, 5).unwrap(), Content::Bytes(bytes) if bytes == b"12345"));
        for expected in [0, 6, 100] {
            let Content::Oversized(oversized) = whole(&b"123456"[..], expected, 5).unwrap() else { panic!() };
            assert!(format!("{oversized:?}").contains("length: 6"));
        }
    }
}
