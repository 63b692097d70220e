//! A form file taken apart: head and sections.

use super::{Filing, Head};
use crate::schema::{Line, NotationError};
use std::ops::Range;

/// The most bytes of a form file.
pub(super) const MOST_BYTES: usize = 8 << 20;

/// A section of a form file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Which elements stand where, and what may be written in them.
    Structure,
    /// What the cells are called.
    Labels,
    /// Which cells are worked out from others, and how.
    Cells,
    /// Conditions that hold between cells.
    Checks,
    /// Deadline, amendments, and what is carried over.
    Filing,
}

impl Section {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 5] = [Self::Structure, Self::Labels, Self::Cells, Self::Checks, Self::Filing];

    /// The line that begins it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Labels => "labels",
            Self::Cells => "cells",
            Self::Checks => "checks",
            Self::Filing => "filing",
        }
    }
}

/// Where a section is: its bytes, and the number of its first line.
#[derive(Clone, Debug, Default)]
struct Place {
    bytes: Range<usize>,
    line: u32,
}

/// Where the parts of a form file are.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) head: Head,
    pub(super) filing: Filing,
    sections: [Place; 5],
}

impl Source {
    /// Takes a file apart.
    pub(super) fn read(text: &str) -> Result<Self, NotationError> {
        if text.len() > MOST_BYTES {
            return Err(NotationError::new(
                1,
                1,
                format!("at most {MOST_BYTES} bytes"),
                &text.len().to_string(),
            ));
        }
        let mut sections: [Place; 5] = Default::default();
        let mut begun: Option<Section> = None;
        let (mut head_end, mut start) = (text.len(), 0);
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let section = Section::ALL.into_iter().find(|section| section.name() == line.trim_end());
            if let Some(section) = section {
                if begun.is_some_and(|before| before >= section) {
                    let expected = "structure, labels, cells, checks, filing in this order, each once";
                    return Err(NotationError::new(number, 1, expected, section.name()));
                }
                match begun.and_then(|before| sections.get_mut(before as usize)) {
                    Some(before) => before.bytes.end = start,
                    None => head_end = start,
                }
                if let Some(place) = sections.get_mut(section as usize) {
                    *place = Place { bytes: start + line.len()..text.len(), line: number + 1 };
                }
                begun = Some(section);
            } else if begun.is_some() && !line.starts_with([' ', '#', '\n', '\r']) {
                let expected = "an indented line, or one of structure, labels, cells, checks, filing";
                return Err(NotationError::new(number, 1, expected, line.trim_end()));
            }
            start += line.len();
        }
        let head = Head::read(Line::all(text.get(..head_end).unwrap_or_default(), 1))?;
        let mut source = Self { head, filing: Filing::default(), sections };
        for section in Section::ALL {
            // So that nobody who goes over the lines later has to look for faults in them.
            source.faults(text, section)?;
        }
        source.filing = Filing::read(source.lines(text, Section::Filing))?;
        Ok(source)
    }

    fn faults(&self, text: &str, section: Section) -> Result<(), NotationError> {
        let (text, first) = self.section(text, section);
        Line::all(text, first).try_for_each(|line| line.map(drop))
    }

    /// The text of a section and the number of its first line.
    pub(super) fn section<'t>(&self, text: &'t str, section: Section) -> (&'t str, u32) {
        let place = self.sections.get(section as usize).cloned().unwrap_or_default();
        (text.get(place.bytes).unwrap_or_default(), place.line)
    }

    /// Whether there is a section.
    pub(super) const fn has(&self, section: Section) -> bool {
        self.sections[section as usize].line > 0
    }

    /// The lines of a section.
    pub(super) fn lines<'t>(&self, text: &'t str, section: Section) -> impl Iterator<Item = Line<'t>> {
        let (text, first) = self.section(text, section);
        Line::all(text, first).filter_map(Result::ok)
    }
}
