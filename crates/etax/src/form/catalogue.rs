//! All forms that are known.

use super::source::Source;
use super::{Filing, Form, Head, NotationError, Parts, Version, packed};
use crate::rule::Rule;
use jiff::civil::Date;
use ring::digest::{Context, SHA256};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

/// The most forms of a catalogue.
const MOST_FORMS: usize = 4096;
/// The most bytes that are loaded at once.
const MOST_BYTES: usize = 64 << 20;

/// A form of the catalogue, read when it is first asked for.
#[derive(Debug)]
struct Entry {
    name: Box<str>,
    head: Head,
    filing: Filing,
    /// Where its text is, if it is built in.
    place: Option<packed::Place>,
    form: OnceLock<Option<Form>>,
}

impl Entry {
    fn form(&self) -> Option<&Form> {
        let read = || {
            let text = packed::text(self.place?)?;
            // A test reads every form built in.
            Form::read(&self.name, &text, &packed::BUILT_IN).ok()
        };
        self.form.get_or_init(read).as_ref()
    }

    fn is_in_force(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.head.is_in_force(day))
    }
}

/// What a catalogue knows of a code and version.
#[derive(Clone, Copy, Debug)]
pub enum Known<'c> {
    /// The form.
    Form(&'c Form),
    /// Nothing; the nearest form of that code, if the code is known.
    Nearest(Option<&'c Head>),
}

/// Forms by code and version: those built in, and those loaded at run time.
///
/// Opening it reads what forms say of themselves and of filing; the rest of a form is read when it is first asked for. It may be used from several threads.
///
/// ```
/// use etax::form::{Catalogue, Known, Version};
/// let catalogue = Catalogue::built_in();
/// let Known::Form(form) = catalogue.find("842", Version(2, 8, 3), None) else { panic!() };
/// assert_eq!(form.head().sign, "01/GTGT");
/// let Known::Nearest(Some(head)) = catalogue.find("842", Version(9, 9, 9), None) else { panic!() };
/// assert_eq!(head.version, Version(2, 8, 3));
/// ```
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Those loaded later come later, and are preferred.
    entries: Vec<Arc<Entry>>,
    parts: Arc<Parts>,
    digest: Arc<OnceLock<String>>,
    /// What was loaded, for the digest.
    loaded: Vec<Arc<[u8]>>,
}

static BUILT_IN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    // A test reads every entry.
    let entries = packed::index().filter_map(|(name, place, text)| {
        let Source { head, filing, .. } = Source::read(text).ok()?;
        Some(Arc::new(Entry { name: name.into(), head, filing, place: Some(place), form: OnceLock::new() }))
    });
    Arc::new(Catalogue {
        entries: entries.collect(),
        parts: Arc::default(),
        digest: Arc::default(),
        loaded: Vec::new(),
    })
});

impl Catalogue {
    /// The forms that come with the library.
    #[must_use]
    pub fn built_in() -> &'static Arc<Self> {
        &BUILT_IN
    }

    /// The same catalogue with further forms: files given as path and bytes, forms (`*.form`) and parts (`*.part`) among
    /// them; other files are left alone. A form with the code and version of one that is there already is taken instead of
    /// it, on the days on which it is in force. Parts hold for the forms loaded with them, and those built in are at hand
    /// for them.
    ///
    /// ```
    /// use etax::form::{Catalogue, Known, Version};
    /// let text = "form 842\nversion 3.0.0\nfile 01_GTGT\nfrom 2027-01-01\nstructure\n  HSoThueDTu\n    ct22: long\n";
    /// let catalogue = Catalogue::built_in().load([("forms/new.form", text.as_bytes())]).unwrap();
    /// let day = |text| etax::value::parse_date(text);
    /// assert!(matches!(catalogue.find("842", Version(3, 0, 0), day("2027-02-01")), Known::Form(_)));
    /// assert!(matches!(catalogue.find("842", Version(3, 0, 0), day("2026-12-31")), Known::Nearest(_)));
    /// ```
    ///
    /// # Errors
    ///
    /// When a file does not follow the notation, or there is too much; the catalogue is then as it was.
    pub fn load<'f>(
        &self,
        files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<Self, NotationError> {
        let mut loaded = self.clone();
        loaded.digest = Arc::default();
        let mut parts = Parts::clone(&loaded.parts);
        if parts.iter().next().is_none() {
            parts = Parts::clone(&packed::BUILT_IN);
        }
        let (mut forms, mut bytes) = (Vec::new(), 0_usize);
        for (path, content) in files {
            let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
            if !matches!(ending, "form" | "part") {
                continue;
            }
            bytes = bytes.saturating_add(content.len());
            if bytes > MOST_BYTES {
                let most = format!("at most {MOST_BYTES} bytes of forms");
                return Err(NotationError::new(1, 1, most, "").within(path));
            }
            let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
            let text = std::str::from_utf8(content)
                .map_err(|_| NotationError::new(1, 1, "UTF-8", "other bytes").within(path))?;
            let name = stem.rsplit(['/', '\\']).next().unwrap_or(stem);
            if ending == "part" {
                parts.insert(name, text);
            } else {
                forms.push((path, text));
            }
            loaded.loaded.push([path.as_bytes(), &[0], content].concat().into());
        }
        for (path, text) in forms {
            if loaded.entries.len() >= MOST_FORMS {
                return Err(NotationError::new(1, 1, format!("at most {MOST_FORMS} forms"), "").within(path));
            }
            let form = Form::read(path, text, &parts)?;
            let head = form.head().clone();
            // One that is always in force leaves nothing for the one before it.
            if head.from.is_none() && head.to.is_none() {
                let same =
                    |entry: &Arc<Entry>| (&entry.head.code, entry.head.version) == (&head.code, head.version);
                loaded.entries.retain(|entry| !same(entry));
            }
            let filing = form.filing().clone();
            let form = OnceLock::from(Some(form));
            loaded.entries.push(Arc::new(Entry { name: path.into(), head, filing, place: None, form }));
        }
        loaded.parts = Arc::new(parts);
        Ok(loaded)
    }

    /// The form for a code (maTKhai) and version (pbanTKhaiXML), of those in force on a day.
    #[must_use]
    pub fn find(&self, code: &str, version: Version, day: Option<Date>) -> Known<'_> {
        match self.serving(code, version, day).and_then(Entry::form) {
            Some(form) => Known::Form(form),
            None => Known::Nearest(self.nearest(code, Some(version))),
        }
    }

    fn serving(&self, code: &str, version: Version, day: Option<Date>) -> Option<&Entry> {
        let serving =
            || self.entries.iter().rev().filter(|it| it.head.serves(code, version) && it.is_in_force(day));
        let exact = serving().find(|entry| entry.head.version == version).or_else(|| serving().next());
        exact.map(AsRef::as_ref)
    }

    /// What the form for a code and version says of itself and of filing, without reading it. Of several versions that
    /// are not the one asked for the nearest speaks, of those in force on the day if there are such.
    ///
    /// ```
    /// use etax::form::{Catalogue, Due, Version};
    /// let (head, filing) = Catalogue::built_in().filing("842", Some(Version(9, 9, 9)), None).unwrap();
    /// assert_eq!((head.file.as_str(), filing.due), ("01_GTGT_TT80", Due::Current));
    /// assert_eq!(Catalogue::built_in().filing("9999", None, None), None);
    /// ```
    #[must_use]
    pub fn filing(
        &self,
        code: &str,
        version: Option<Version>,
        day: Option<Date>,
    ) -> Option<(&Head, &Filing)> {
        let exact = version.and_then(|version| self.serving(code, version, day));
        let nearest = || {
            let known = self.entries.iter().rev().filter(|entry| entry.head.has_code(code));
            let known = known.map(AsRef::as_ref);
            match version {
                None => known.min_by_key(|it| (!it.is_in_force(day), Reverse(it.head.version))),
                Some(version) => known.min_by_key(|it| (!it.is_in_force(day), it.head.distance(version))),
            }
        };
        exact.or_else(nearest).map(|entry| (&entry.head, &entry.filing))
    }

    /// The indicators that any version of a form carries over from the period before ([`super::Carry::from`]).
    pub(crate) fn carried(&self, code: &str) -> BTreeSet<&str> {
        let known = self.entries.iter().filter(|entry| entry.head.has_code(code));
        known.flat_map(|entry| &entry.filing.carries).map(super::Carry::from).collect()
    }

    /// The form of a code that is nearest to a version; without one, the newest.
    #[must_use]
    pub fn nearest(&self, code: &str, version: Option<Version>) -> Option<&Head> {
        let heads = self.heads().filter(|head| head.has_code(code));
        match version {
            None => heads.max_by_key(|head| head.version),
            Some(version) => heads.min_by_key(|head| head.distance(version)),
        }
    }

    /// The rule of a form by its id, `declaration.842.ct40a`: the code in it says which forms are asked, newest first.
    ///
    /// ```
    /// use etax::form::Catalogue;
    /// let catalogue = Catalogue::built_in();
    /// assert_eq!(catalogue.rule("declaration.842.ct40a").unwrap().id, "declaration.842.ct40a");
    /// assert!(catalogue.rule("declaration.842.none").is_none());
    /// ```
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&'static Rule> {
        let (code, end) = id.strip_prefix("declaration.")?.split_once('.')?;
        let forms =
            self.entries.iter().rev().filter(|entry| entry.head.has_code(code)).filter_map(|it| it.form());
        forms.into_iter().find_map(|form| {
            let clause = form.rules().clauses().iter().find(|clause| clause.id() == end)?;
            Some(form.rules().rule(clause))
        })
    }

    /// The newest form with a printed number such as `01/GTGT`, a name of files such as `01_GTGT_TT80`, or a code, of those
    /// in force on a day: that of the latest circular, since a form of an earlier one may well have a higher version. A code
    /// comes before a printed number: `06` is 01/TAIN, filed under that code, not the form on which 06 is printed.
    ///
    /// ```
    /// use etax::form::Catalogue;
    /// let form = Catalogue::built_in().named("01/GTGT", None).unwrap();
    /// assert_eq!((form.head().code.as_str(), form.head().version.to_string().as_str()), ("842", "2.8.3"));
    /// assert_eq!(Catalogue::built_in().named("03/TNDN", None).unwrap().head().code, "892");
    /// assert_eq!(Catalogue::built_in().named("06", None).unwrap().head().sign, "01/TAIN");
    /// ```
    #[must_use]
    pub fn named(&self, name: &str, day: Option<Date>) -> Option<&Form> {
        let is = |head: &Head| head.sign == name || head.file == name || head.has_code(name);
        let newest =
            |entry: &&Arc<Entry>| (entry.head.has_code(name), year(&entry.head.basis), entry.head.version);
        self.entries.iter().filter(|it| is(&it.head) && it.is_in_force(day)).max_by_key(newest)?.form()
    }

    /// The newest form whose file is named so, version left out, or whose filings are.
    pub(super) fn like(&self, name: &str) -> Option<(&Head, &Filing)> {
        let stem = |entry: &&Arc<Entry>| {
            let file = entry.name.rsplit(['/', '\\']).next().unwrap_or_default();
            let file = file.strip_suffix(".form").unwrap_or(file);
            file.rsplit_once('_').is_some_and(|(stem, _)| stem == name) || entry.head.file == name
        };
        let newest = self.entries.iter().filter(stem).max_by_key(|entry| entry.head.version)?;
        Some((&newest.head, &newest.filing))
    }

    /// What is said of each form, without reading one.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        self.entries.iter().map(|entry| &entry.head)
    }

    /// All forms. Reads those that have not been read yet.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.entries.iter().filter_map(|entry| entry.form())
    }

    /// The forms that were loaded, in the order of loading.
    pub fn loaded(&self) -> impl Iterator<Item = &Form> {
        self.entries.iter().filter(|entry| entry.place.is_none()).filter_map(|entry| entry.form())
    }

    /// The parts that its forms share.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        if self.loaded.is_empty() { &packed::BUILT_IN } else { &self.parts }
    }

    /// SHA-256 over all of it, in lower-case hex.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            let mut context = Context::new(&SHA256);
            packed::bytes().iter().for_each(|bytes| context.update(bytes));
            for file in &self.loaded {
                context.update(&file.len().to_be_bytes());
                context.update(file);
            }
            context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }
}

/// The year of a circular: the number of four digits in `Thông tư 80/2021/TT-BTC`; 0 where there is none.
fn year(basis: &str) -> u16 {
    let words = basis.split(|c: char| !c.is_ascii_digit());
    words.filter(|word| word.len() == 4).filter_map(|word| word.parse().ok()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Form, Source, packed};

    #[test]
    fn nothing_is_wrong_with_the_forms_built_in() {
        for (name, place, entry) in packed::index() {
            let text = packed::text(place).unwrap();
            match (Form::read(name, &text, &packed::BUILT_IN), Source::read(entry)) {
                (Ok(form), Ok(source)) => {
                    assert_eq!((form.head(), form.filing()), (&source.head, &source.filing), "{name}");
                }
                (form, source) => panic!("{name}: {:?} {:?}", form.err(), source.err()),
            }
        }
    }
}
