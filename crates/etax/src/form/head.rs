//! What a form file says of its form.

use super::Version;
use crate::schema::{Line, NotationError};
use crate::value::{PeriodKind, parse_date};
use jiff::civil::Date;

/// A name in two languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Vietnamese.
    pub vi: String,
    /// English; empty where nobody has translated it.
    pub en: String,
}

/// The head of a form file.
///
/// ```
/// use etax::form::{Form, Parts};
/// let text = "form 842\nversion 2.7.0\nuntil 2.7.9\nfile 01_GTGT_TT80\nsign 01/GTGT\nperiods M Q\n";
/// let form = Form::read("x.form", text, &Parts::default()).unwrap();
/// assert_eq!(form.head().sign, "01/GTGT");
/// assert!(form.head().serves("842", etax::form::Version(2, 7, 4)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// maTKhai, mã tờ khai: `842`.
    pub code: String,
    /// Further codes under which the same form is filed.
    pub codes: Vec<String>,
    /// pbanTKhaiXML: the version, or the first of those it serves.
    pub version: Version,
    /// The last version that it serves, where it serves several.
    pub until: Option<Version>,
    /// Further versions: those that the authority gives its amendments.
    pub versions: Vec<Version>,
    /// maFile: `01_GTGT_TT80`, in names of files.
    pub file: String,
    /// Further names of files.
    pub files: Vec<String>,
    /// The number printed on the form: `01/GTGT`; empty where it has none.
    pub sign: String,
    /// Its name.
    pub name: Names,
    /// The circular that prescribes it.
    pub basis: String,
    /// The kinds of period it is declared for; empty where that is not known.
    pub periods: Vec<PeriodKind>,
    /// The first day on which it may be filed.
    pub from: Option<Date>,
    /// The last day on which it may be filed.
    pub to: Option<Date>,
}

impl Head {
    /// Whether it is the form for a code and version.
    #[must_use]
    pub fn serves(&self, code: &str, version: Version) -> bool {
        let within = self.version <= version && version <= self.until.unwrap_or(self.version);
        self.has_code(code) && (within || self.versions.contains(&version))
    }

    /// What to call it: its printed number, else its name of files.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.sign.is_empty() { &self.file } else { &self.sign }
    }

    /// Whether the form is filed under a code.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.code == code || self.codes.iter().any(|other| other == code)
    }

    /// How far a version is from those that it serves.
    pub(super) fn distance(&self, version: Version) -> u32 {
        let last = self.until.unwrap_or(self.version);
        self.version.distance(version).min(last.distance(version))
    }

    /// Whether its filings are named so.
    #[must_use]
    pub fn has_file(&self, name: &str) -> bool {
        self.file == name || self.files.iter().any(|other| other == name)
    }

    /// Every code under which it is filed.
    pub fn all_codes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.code).chain(&self.codes).map(String::as_str)
    }

    /// Whether it may be filed on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The days on which it may be filed, `2027-01-01 –`; `None` for always.
    #[must_use]
    pub fn days(&self) -> Option<String> {
        let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let days = format!("{} – {}", written(self.from), written(self.to));
        (self.from.is_some() || self.to.is_some()).then(|| days.trim().to_owned())
    }

    /// Reads the lines of a head.
    pub(super) fn read<'t>(
        lines: impl Iterator<Item = Result<Line<'t>, NotationError>>,
    ) -> Result<Self, NotationError> {
        let mut head = Self {
            code: String::new(),
            codes: Vec::new(),
            version: Version(0, 0, 0),
            until: None,
            versions: Vec::new(),
            file: String::new(),
            files: Vec::new(),
            sign: String::new(),
            name: Names::default(),
            basis: String::new(),
            periods: Vec::new(),
            from: None,
            to: None,
        };
        let mut seen: Vec<&str> = Vec::new();
        let mut last = 1;
        for line in lines {
            let line = line?;
            last = line.number;
            let (key, value) = line.text.split_once(' ').unwrap_or((line.text, ""));
            let value = value.trim_start();
            if line.indent > 0 || seen.contains(&key) {
                return Err(line.error(line.text, "a key that is not there yet, or a section"));
            }
            if value.is_empty() {
                return Err(line.error(value_place(line.text), format!("a value of {key}")));
            }
            seen.push(key);
            head.set(&line, key, value)?;
        }
        for key in ["form", "version", "file"] {
            if !seen.contains(&key) {
                return Err(NotationError::new(last, 1, format!("the key {key} in the head"), ""));
            }
        }
        if head.until.is_some_and(|until| until < head.version) {
            return Err(NotationError::new(last, 1, "until not before version", ""));
        }
        if let (Some(from), Some(to)) = (head.from, head.to)
            && to < from
        {
            return Err(NotationError::new(last, 1, format!("to not before from, {from}"), &to.to_string()));
        }
        Ok(head)
    }

    fn set(&mut self, line: &Line<'_>, key: &str, value: &str) -> Result<(), NotationError> {
        let words = || value.split_ascii_whitespace().map(str::to_owned).collect();
        let version = || Version::parse(value).ok_or_else(|| line.error(value, "a version such as 2.8.3"));
        let date = || parse_date(value).ok_or_else(|| line.error(value, "a date such as 2026-07-01"));
        match key {
            "form" => value.clone_into(&mut self.code),
            "codes" => self.codes = words(),
            "version" => self.version = version()?,
            "until" => self.until = Some(version()?),
            "versions" => {
                for word in value.split_ascii_whitespace() {
                    let version =
                        Version::parse(word).ok_or_else(|| line.error(word, "a version such as 2.8.3"))?;
                    self.versions.push(version);
                }
            }
            "file" => value.clone_into(&mut self.file),
            "files" => self.files = words(),
            "sign" => value.clone_into(&mut self.sign),
            "name.vi" => value.clone_into(&mut self.name.vi),
            "name.en" => value.clone_into(&mut self.name.en),
            "basis" => value.clone_into(&mut self.basis),
            "from" => self.from = Some(date()?),
            "to" => self.to = Some(date()?),
            "periods" => {
                for word in value.split_ascii_whitespace() {
                    let kind = PeriodKind::parse(word)
                        .ok_or_else(|| line.error(word, "a kind of period: D M Q K Y LD DK"))?;
                    self.periods.push(kind);
                }
            }
            _ => return Err(line.error(line.text, "a key of the head, or a section")),
        }
        Ok(())
    }
}

fn value_place(text: &str) -> &str {
    text.get(text.len()..).unwrap_or_default()
}
