//! What a form file says of filing: deadline, length of a year's period, appendices of an amendment, what is carried over.

use super::{Carry, Line, NotationError};
use crate::value::parse_date;
use jiff::civil::Date;
use std::fmt;

/// When a form is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Due {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// A declaration of a month, a quarter or an occurrence.
    Current,
    /// A yearly finalisation, due at the end of this month after the year, 1 to 12.
    Year(i8),
}

/// The section `filing` of a form file. What it does not say is empty and is not judged.
///
/// ```
/// use etax::form::{Due, Form, Parts};
/// let text = "form 842\nversion 2.8.3\nfile 01_GTGT_TT80\nfiling\n  due current\n  chain ct22 = previous ct43\n";
/// let form = Form::read("x.form", text, &Parts::default()).unwrap();
/// assert_eq!(form.filing().due, Due::Current);
/// assert_eq!(form.filing().carries[0].from(), "ct43");
/// assert_eq!(form.filing().to_string(), "  due current\n  chain ct22 = previous ct43\n");
/// let error = Form::read("x.form", &text.replace("current", "soon"), &Parts::default()).unwrap_err();
/// assert_eq!((error.line, error.column), (5, 7));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// `due current` or `due year 3`.
    pub due: Due,
    /// `months 15`: the most months that a year's declaration may cover.
    pub months: Option<u8>,
    /// `ends 2025-12-31`: the last day on which a period may begin, where what is declared is declared no more.
    pub ends: Option<Date>,
    /// `amendment PL01_KHBS PL01_1_KHBS`: the appendices that an amendment carries.
    pub amendment: Vec<String>,
    /// `chain ct22 = previous ct43`, any number: what is carried over from the period before.
    pub carries: Vec<Carry>,
}

/// The most lines of the section.
const MOST: usize = 200;

impl Filing {
    /// Reads the lines of the section.
    ///
    /// # Errors
    /// The first line that says something else, or a key but `chain` twice.
    pub(crate) fn read<'t>(lines: impl Iterator<Item = Line<'t>>) -> Result<Self, NotationError> {
        let mut filing = Self::default();
        for (at, line) in lines.enumerate() {
            if at >= MOST {
                return Err(line.error(line.text, format!("at most {MOST} lines about filing")));
            }
            filing.set(&line)?;
        }
        Ok(filing)
    }

    fn set(&mut self, line: &Line<'_>) -> Result<(), NotationError> {
        let (key, value) = line.text.split_once(' ').unwrap_or((line.text, ""));
        let value = value.trim_start();
        let once = |is_free: bool| {
            if is_free { Ok(()) } else { Err(line.error(key, "a key that is not there yet")) }
        };
        match key {
            "due" => {
                once(self.due == Due::Unknown)?;
                self.due = due(value)
                    .ok_or_else(|| line.error(value, "current, or year and a month from 1 to 12"))?;
            }
            "months" => {
                once(self.months.is_none())?;
                let months = value.parse().ok().filter(|months| (1..=60).contains(months));
                self.months = Some(months.ok_or_else(|| line.error(value, "a number of months, 1 to 60"))?);
            }
            "ends" => {
                once(self.ends.is_none())?;
                let day = parse_date(value);
                self.ends = Some(day.ok_or_else(|| line.error(value, "a day such as 2025-12-31"))?);
            }
            "amendment" => {
                once(self.amendment.is_empty())?;
                self.amendment = value.split_ascii_whitespace().map(str::to_owned).collect();
                if self.amendment.is_empty() {
                    return Err(line.error(key, "amendment and the names of appendices"));
                }
            }
            "chain" => {
                let carry = Carry::parse(value);
                self.carries
                    .push(carry.ok_or_else(|| line.error(value, "a line such as ct22 = previous ct43"))?);
            }
            _ => return Err(line.error(key, "due, months, ends, amendment or chain")),
        }
        Ok(())
    }
}

/// The lines of the section, each indented by one level.
impl fmt::Display for Filing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.due {
            Due::Unknown => {}
            Due::Current => writeln!(f, "  due current")?,
            Due::Year(month) => writeln!(f, "  due year {month}")?,
        }
        if let Some(months) = self.months {
            writeln!(f, "  months {months}")?;
        }
        if let Some(day) = self.ends {
            writeln!(f, "  ends {day}")?;
        }
        if !self.amendment.is_empty() {
            writeln!(f, "  amendment {}", self.amendment.join(" "))?;
        }
        self.carries
            .iter()
            .try_for_each(|carry| writeln!(f, "  chain {} = previous {}", carry.to(), carry.from()))
    }
}

fn due(value: &str) -> Option<Due> {
    if value == "current" {
        return Some(Due::Current);
    }
    let month = value.strip_prefix("year ")?.trim_start().parse().ok()?;
    (1..=12).contains(&month).then_some(Due::Year(month))
}

#[cfg(test)]
mod tests {
    use super::{Due, Filing};
    use crate::form::{Catalogue, Form, Parts};

    fn read(lines: &str) -> Result<Filing, (u32, String)> {
        let text = format!("form 1\nversion 1.0.0\nfile X\nchecks\nfiling\n{lines}");
        Form::read("x.form", &text, &Parts::default())
            .map(|form| form.filing().clone())
            .map_err(|error| (error.line, error.expected))
    }

    #[test]
    fn everything_is_read() {
        let filing = read("  due year 3\n  # 2026\n  months 15\n  ends 2025-12-31\n  amendment A B\n  chain a = previous b\n  chain c = previous d\n")
            .unwrap();
        assert_eq!((filing.due, filing.months), (Due::Year(3), Some(15)));
        assert_eq!(
            (filing.amendment.as_slice(), filing.carries.len()),
            (["A".to_owned(), "B".to_owned()].as_slice(), 2)
        );
        assert_eq!(filing.ends, Some(jiff::civil::date(2025, 12, 31)));
        assert_eq!(read(""), Ok(Filing::default()));
    }

    /// What is written is what was read.
    #[test]
    fn the_section_goes_round() {
        for head in Catalogue::built_in().heads() {
            let (_, filing) = Catalogue::built_in().filing(&head.code, Some(head.version), None).unwrap();
            assert_eq!(read(&filing.to_string()).as_ref(), Ok(filing), "{}", head.code);
        }
        let all = "  due year 3\n  months 15\n  ends 2025-12-31\n  amendment A B\n  chain a/b = previous c\n";
        assert_eq!(read(all).unwrap().to_string(), all);
    }

    #[test]
    fn mistakes_are_named_with_their_lines() {
        for (lines, at, part) in [
            ("  due\n", 6, "current"),
            ("  due year 13\n", 6, "1 to 12"),
            ("  due current\n  due current\n", 7, "not there yet"),
            ("  months 0\n", 6, "1 to 60"),
            ("  ends 31/12/2025\n", 6, "2025-12-31"),
            ("  amendment\n", 6, "appendices"),
            ("  chain a = b\n", 6, "previous"),
            ("  deadline 3\n", 6, "due, months"),
        ] {
            let (line, expected) = read(lines).unwrap_err();
            assert_eq!(line, at, "{lines}");
            assert!(expected.contains(part), "{lines}: {expected}");
        }
        let many = "  chain a = previous b\n".repeat(300);
        assert!(read(&many).unwrap_err().1.contains("at most 200"));
    }
}
