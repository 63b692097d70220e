//! Entries of an archive, read within limits.
//!
//! An archive is opened once; its directory is shared by all workers, and each worker inflates its
//! own entries from its own position in the file. What keeps a hostile archive from costing more
//! than its size warrants: the number of entries, the length of an entry (the policy's limit for
//! documents), the ratio at which it inflates, and that entries do not share compressed bytes.

use super::Trouble;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;

/// The most entries an archive may have: four times the invoices of a month of a large seller.
const MOST_ENTRIES: u64 = 1_000_000;

/// Deflate can reach 1032:1; invoices reach 5:1 to 30:1, and 100:1 with nothing but repeated lines.
const HIGHEST_RATIO: u64 = 200;

/// Entries up to this length may inflate at any ratio.
const HARMLESS: u64 = 256 * 1024;

/// An archive whose directory was read.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: ZipArchive<Window>,
}

/// What the directory says about an entry.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) is_file: bool,
    pub(super) size: u64,
    pub(super) compressed: u64,
}

impl Archive {
    /// Opens an archive and reads its directory.
    pub(super) fn open(path: &Path) -> Result<Self, Trouble> {
        let mut window = Window::new(File::open(path)?)?;
        let length = window.length;
        if declared_entries(&mut window)? > MOST_ENTRIES {
            return Err(Trouble::TooManyEntries { limit: MOST_ENTRIES });
        }
        window.seek(SeekFrom::Start(0))?;
        let zip = ZipArchive::new(window)?;
        if u64::try_from(zip.len()).unwrap_or(u64::MAX) > MOST_ENTRIES {
            return Err(Trouble::TooManyEntries { limit: MOST_ENTRIES });
        }
        let mut compressed = 0_u64;
        for index in 0..zip.len() {
            compressed = compressed.saturating_add(zip.by_index_data(index)?.compressed_size());
        }
        // Together the entries cannot be longer than the file, unless they lie over one another.
        if compressed > length {
            return Err(Trouble::Overlap);
        }
        Ok(Self { zip })
    }

    pub(super) fn len(&self) -> usize {
        self.zip.len()
    }

    pub(super) fn has_same_names(&self) -> bool {
        self.zip.has_duplicate_names()
    }

    pub(super) fn entry(&self, index: usize) -> Result<Entry, Trouble> {
        let entry = self.zip.by_index_data(index)?;
        Ok(Entry {
            name: entry.name()?.into_owned(),
            is_file: entry.is_file(),
            size: entry.size(),
            compressed: entry.compressed_size(),
        })
    }
}

/// An archive open for reading in one worker.
#[derive(Debug)]
pub(super) struct Open {
    archive: Arc<Archive>,
    zip: ZipArchive<Window>,
}

impl Open {
    pub(super) fn new(archive: &Arc<Archive>) -> Self {
        Self { archive: Arc::clone(archive), zip: archive.zip.clone() }
    }

    pub(super) fn is_of(&self, archive: &Arc<Archive>) -> bool {
        Arc::ptr_eq(&self.archive, archive)
    }

    /// Inflates an entry of at most `limit` bytes. Its checksum is verified on the way.
    pub(super) fn read(&mut self, index: usize, limit: u64) -> Result<Vec<u8>, Trouble> {
        let entry = self.zip.by_index(index)?;
        let (declared, compressed) = (entry.size(), entry.compressed_size());
        if declared > HARMLESS && declared / HIGHEST_RATIO > compressed {
            return Err(Trouble::Bomb);
        }
        if declared > limit {
            return Err(Trouble::TooLong { limit });
        }
        // Reading stops one byte after the declared length, so a false declaration gains nothing.
        match super::bounded(entry, declared, declared) {
            Ok(bytes) if u64::try_from(bytes.len()).is_ok_and(|length| length == declared) => Ok(bytes),
            Ok(_) | Err(Trouble::TooLong { .. }) => Err(Trouble::WrongLength),
            Err(trouble) => Err(trouble),
        }
    }
}

/// How many entries the end of the archive declares: the largest number in any record that could
/// be the end-of-directory record (APPNOTE 4.3.14, 4.3.16), because a reader may pick any of them.
/// This is looked at before the directory is read into memory.
fn declared_entries(window: &mut Window) -> io::Result<u64> {
    /// A comment of 65535 bytes, the record itself, and the 64-bit record with its locator before it.
    const TAIL: u64 = 65_535 + 22 + 20 + 56;
    window.seek(SeekFrom::Start(window.length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    window.read_to_end(&mut tail)?;
    let mut most = 0_u64;
    for start in 0..tail.len() {
        let Some(record) = tail.get(start..) else { break };
        if let Some(rest) = record.strip_prefix(b"PK\x05\x06") {
            most = most.max(rest.get(6..8).map_or(0, little_endian));
        } else if let Some(rest) = record.strip_prefix(b"PK\x06\x06") {
            most = most.max(rest.get(28..36).map_or(0, little_endian));
        }
    }
    Ok(most)
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| (value << 8) | u64::from(*byte))
}

/// A place in a file that is open once for everybody: clones read independently of each other.
#[derive(Debug)]
struct Window {
    file: Arc<File>,
    length: u64,
    position: u64,
    /// Bytes of the file from `start` on.
    buffer: Vec<u8>,
    start: u64,
}

/// Entries are small and lie one after the other, so one read of the file serves several.
const CHUNK: usize = 64 * 1024;

impl Window {
    fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length, position: 0, buffer: Vec::new(), start: 0 })
    }

    fn buffered(&self) -> &[u8] {
        self.position
            .checked_sub(self.start)
            .and_then(|from| usize::try_from(from).ok())
            .and_then(|from| self.buffer.get(from..))
            .unwrap_or_default()
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.resize(CHUNK, 0);
        let result = read_at(&self.file, &mut self.buffer, self.position);
        self.buffer.truncate(*result.as_ref().unwrap_or(&0));
        self.start = self.position;
        result.map(|_| ())
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}

impl Clone for Window {
    fn clone(&self) -> Self {
        Self { file: Arc::clone(&self.file), length: self.length, position: 0, buffer: Vec::new(), start: 0 }
    }
}

impl Read for Window {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.buffered().is_empty() {
            self.refill()?;
        }
        let count = self.buffered().read(out)?;
        self.position = self.position.saturating_add(u64::try_from(count).unwrap_or_default());
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(distance) => self.length.checked_add_signed(distance),
            SeekFrom::Current(distance) => self.position.checked_add_signed(distance),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn window(content: &[u8]) -> Window {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        Window::new(file).unwrap()
    }

    #[test]
    fn clones_read_independently() {
        let content: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
        let mut first = window(&content);
        let mut start = [0; 10];
        first.read_exact(&mut start).unwrap();
        let mut second = first.clone();
        second.seek(SeekFrom::End(-5)).unwrap();
        let mut end = Vec::new();
        second.read_to_end(&mut end).unwrap();
        assert_eq!(end, content[199_995..]);
        let mut rest = Vec::new();
        first.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, content[10..]);
    }

    #[test]
    fn seeking_before_the_start_is_an_error() {
        assert!(window(b"abc").seek(SeekFrom::End(-4)).is_err());
    }

    #[test]
    fn the_declared_count_is_the_largest_candidate() {
        let mut end = b"PK\x05\x06".to_vec();
        end.extend([0, 0, 0, 0, 1, 0, 7, 1]);
        end.extend([0; 10]);
        assert_eq!(declared_entries(&mut window(&end)).unwrap(), 0x0107);
        let mut wide = b"PK\x06\x06".to_vec();
        wide.extend([0; 28]);
        wide.extend([0, 0, 0, 1, 0, 0, 0, 0]);
        wide.extend(&end);
        assert_eq!(declared_entries(&mut window(&wide)).unwrap(), 0x0100_0000);
        assert_eq!(declared_entries(&mut window(b"nothing")).unwrap(), 0);
    }
}
