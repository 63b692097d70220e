//! Interned element names: each distinct (name as written, namespace) once.

use super::character::qname_prefix;

/// One distinct element name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    /// First byte of a place where it is written.
    pub(crate) start: u32,
    /// Length of the name as written, prefix included.
    pub(crate) length: u16,
    /// Length of the prefix; 0 without one.
    pub(crate) prefix: u16,
    /// Index into the document's namespaces.
    pub(crate) namespace: u16,
}

impl Name {
    pub(crate) fn qualified(self, source: &str) -> &str {
        let start = self.start as usize;
        &source[start..start + usize::from(self.length)]
    }

    /// Whether it is written so.
    fn is(self, source: &str, written: &[u8]) -> bool {
        let start = self.start as usize;
        usize::from(self.length) == written.len()
            && source.as_bytes()[start..start + written.len()] == *written
    }

    pub(crate) fn local(self, source: &str) -> &str {
        let skip = if self.prefix == 0 { 0 } else { usize::from(self.prefix) + 1 };
        &self.qualified(source)[skip..]
    }

    pub(crate) fn prefix_text(self, source: &str) -> &str {
        &self.qualified(source)[..usize::from(self.prefix)]
    }
}

/// What interning can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameError {
    /// Not a `QName`.
    Malformed,
    /// Over a limit, or so many names in one hash bucket that look-ups would no longer be constant.
    TooMany,
}

/// The table of names: open addressing with a bound on the length of a probe, so that chosen names cannot make
/// look-ups slow.
#[derive(Clone, Debug)]
pub(crate) struct NameTable {
    names: Vec<Name>,
    /// Index + 1 into `names`; 0 is free. A power of two in length, at most half full.
    slots: Vec<u16>,
}

const LONGEST_PROBE: usize = 64;
const FREE: u16 = 0;

impl NameTable {
    pub(crate) fn new() -> Self {
        Self { names: Vec::with_capacity(64), slots: vec![FREE; 256] }
    }

    pub(crate) fn get(&self, index: u16) -> Name {
        self.names[usize::from(index)]
    }

    /// How many different names there are.
    pub(crate) const fn len(&self) -> usize {
        self.names.len()
    }

    /// Bytes of heap in use.
    pub(crate) fn heap(&self) -> usize {
        self.names.capacity() * size_of::<Name>() + self.slots.capacity() * size_of::<u16>()
    }

    /// The index of a name that is in the table.
    pub(crate) fn find(&self, source: &str, written: &[u8], namespace: u16) -> Option<u16> {
        let mut slot = self.slot(written);
        for _ in 0..LONGEST_PROBE {
            let index = self.slots[slot].checked_sub(1)?;
            let name = self.names[usize::from(index)];
            if name.namespace == namespace && name.is(source, written) {
                return Some(index);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The index of a name; new names are checked and added. `namespace` turns a prefix length into the namespace
    /// in scope; it is asked first, since the same name may mean another namespace elsewhere.
    pub(crate) fn intern(
        &mut self,
        source: &str,
        start: usize,
        length: usize,
        namespace: u16,
        most: usize,
    ) -> Result<u16, NameError> {
        match self.find(source, &source.as_bytes()[start..start + length], namespace) {
            Some(index) => Ok(index),
            None => self.add(source, start, length, namespace, most),
        }
    }

    fn add(
        &mut self,
        source: &str,
        start: usize,
        length: usize,
        namespace: u16,
        most: usize,
    ) -> Result<u16, NameError> {
        let prefix = qname_prefix(&source[start..start + length]).ok_or(NameError::Malformed)?;
        let too_many = |_| NameError::TooMany;
        let count = u16::try_from(self.names.len() + 1).map_err(too_many)?;
        if usize::from(count) > most {
            return Err(NameError::TooMany);
        }
        self.names.push(Name {
            start: u32::try_from(start).map_err(too_many)?,
            length: u16::try_from(length).map_err(too_many)?,
            prefix: u16::try_from(prefix).map_err(too_many)?,
            namespace,
        });
        if self.names.len() * 2 > self.slots.len() {
            let length = self.slots.len() * 2;
            self.slots.clear();
            self.slots.resize(length, FREE);
            for index in 0..self.names.len() {
                self.occupy(source, index)?;
            }
        } else {
            self.occupy(source, self.names.len() - 1)?;
        }
        Ok(count - 1)
    }

    fn occupy(&mut self, source: &str, index: usize) -> Result<(), NameError> {
        let mut slot = self.slot(self.names[index].qualified(source).as_bytes());
        for _ in 0..LONGEST_PROBE {
            if self.slots[slot] == FREE {
                self.slots[slot] = u16::try_from(index + 1).map_err(|_| NameError::TooMany)?;
                return Ok(());
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        Err(NameError::TooMany)
    }

    /// Multiply-and-rotate over eight bytes at a time: element names are a handful of bytes. The last bytes are
    /// read together with bytes before them, so that nothing is copied first.
    fn slot(&self, name: &[u8]) -> usize {
        const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
        let mut hash = name.len() as u64;
        let mut mix = |word: u64| hash = (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
        if let Some(last) = name.last_chunk::<8>() {
            for word in name[..name.len() - 1].as_chunks::<8>().0 {
                mix(u64::from_le_bytes(*word));
            }
            mix(u64::from_le_bytes(*last));
        } else if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            mix(u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32);
        } else {
            mix(name.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)));
        }
        // Multiplication carries upwards only, so the top bits are the ones that every byte has had a part in.
        (hash >> (u64::BITS - self.slots.len().trailing_zeros())) as usize
    }
}
