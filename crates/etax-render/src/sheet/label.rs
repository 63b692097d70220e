//! What the parts of a document are called.

use super::shown;
use super::tag::{self, Kind};
use etax::form::{Form, Label as FormLabel};
use etax::message::MessageType;
use etax::rule::{Lang, Text};
use etax::schema::Holds;
use etax::value::parse_date;
use etax::xml::Element;

/// The name of a cell, and how its value is written.
#[derive(Clone, Debug)]
pub(super) struct Label {
    tag: String,
    /// The number printed on the form, as `[22]`; empty where there is none.
    pub(super) number: String,
    /// Its name; empty where only the number is known.
    pub(super) name: String,
    kind: Kind,
    lang: Lang,
}

impl Label {
    /// `[22] VAT credit brought forward`, or the tag where nothing better is known.
    pub(super) fn words(&self) -> String {
        match (self.number.is_empty(), self.name.is_empty()) {
            (true, _) => self.name.clone(),
            (false, true) => self.number.clone(),
            (false, false) => format!("{} {}", self.number, self.name),
        }
    }

    /// Whether it holds amounts, whose digits are grouped.
    pub(super) fn amount(&self) -> bool {
        self.kind == Kind::Amount
    }

    /// A text of it as people write it.
    pub(super) fn value(&self, value: String) -> String {
        let said = tag::code(&self.tag, &value);
        if let Some(said) = said {
            return format!("{value} ({})", said.template(self.lang));
        }
        if self.tag == "MLTDiep"
            && let Some(kind) = value.parse().ok().and_then(MessageType::of)
        {
            return format!("{value} ({})", if self.lang == Lang::Vi { kind.vi } else { kind.en });
        }
        match (self.kind, value.as_str()) {
            (Kind::Amount, _) => figure(&value, self.lang),
            (Kind::Truth, "1" | "true") => YES.template(self.lang).to_owned(),
            (Kind::Truth, "0" | "false") => NO.template(self.lang).to_owned(),
            _ => day(value, self.lang),
        }
    }
}

/// A number, its digits grouped, without zeros at the end of its fraction. What begins with a zero is a code.
pub(super) fn figure(text: &str, lang: Lang) -> String {
    let digits = text.trim_start_matches('-');
    if digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") {
        return text.to_owned();
    }
    let plain = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            let kept = fraction.trim_end_matches('0');
            if kept.is_empty() { whole.to_owned() } else { format!("{whole}.{kept}") }
        }
        _ => text.to_owned(),
    };
    lang.amount(&plain).into_owned()
}

/// `2026-03-02` as people write it, with a time behind it or not; anything else as it stands.
pub(super) fn day(text: String, lang: Lang) -> String {
    let (date, rest) = match text.split_once('T') {
        Some((date, time)) if time.len() >= 8 => (date, format!(" {time}")),
        _ => (text.as_str(), String::new()),
    };
    match (lang, parse_date(date)) {
        (Lang::Vi, Some(date)) => {
            format!("{:02}/{:02}/{}{rest}", date.day(), date.month(), date.year())
        }
        _ => text,
    }
}

/// The names of one document's parts.
#[derive(Clone, Copy)]
pub(super) struct Labels<'f> {
    lang: Lang,
    /// The form of a declaration, where it is known.
    form: Option<&'f Form>,
}

impl<'f> Labels<'f> {
    pub(super) const fn new(lang: Lang, form: Option<&'f Form>) -> Self {
        Self { lang, form }
    }

    /// The name of a leaf.
    pub(super) fn of_leaf(&self, leaf: Element<'_>) -> Label {
        let tag = leaf.local();
        let known = tag::known(tag);
        let slot = self.form.and_then(|form| form.rules().layout().find(&address(leaf)?));
        let rules = self.form.map(Form::rules);
        let kind = match slot.and_then(|slot| rules.map(|rules| rules.layout().holds(slot))) {
            Some(Holds::Number) if !is_counted(tag) => Kind::Amount,
            Some(Holds::Truth) => Kind::Truth,
            Some(_) => Kind::Words,
            None => known.map_or(Kind::Words, |(_, kind)| kind),
        };
        let own = slot.and_then(|slot| rules?.labels().get(slot));
        let (number, name) = match own {
            Some(label) => (shown(&label.printed), self.name(label)),
            None => match (known, printed(tag, self.lang)) {
                (Some((text, _)), _) => (String::new(), text.template(self.lang).to_owned()),
                (None, Some((number, name))) => (number, name),
                (None, None) => (String::new(), shown(tag)),
            },
        };
        Label { tag: tag.to_owned(), number, name, kind, lang: self.lang }
    }

    /// The heading of a part; nothing for one that has no name but its tag.
    pub(super) fn of_part(&self, part: Element<'_>) -> Option<String> {
        let rules = self.form.map(Form::rules);
        let slot = rules.and_then(|rules| rules.layout().find(&address(part)?));
        match slot.and_then(|slot| rules?.labels().get(slot)) {
            Some(label) => Some(format!("{} {}", shown(&label.printed), self.name(label)).trim().to_owned()),
            None => tag::known(part.local()).map(|(text, _)| text.template(self.lang).to_owned()),
        }
    }

    /// Whether the form lets an element stand more than once.
    pub(super) fn is_many(&self, element: Element<'_>) -> bool {
        let layout = self.form.map(|form| form.rules().layout());
        layout.is_some_and(|layout| {
            address(element)
                .and_then(|address| layout.find(&address))
                .is_some_and(|slot| layout.is_many(slot))
        })
    }

    fn name(&self, label: &FormLabel) -> String {
        let (first, second) = match self.lang {
            Lang::Vi => (&label.vi, &label.en),
            Lang::En => (&label.en, &label.vi),
        };
        shown(if first.is_empty() { second } else { first })
    }
}

/// Where an element stands in a declaration, as its form says it: `ct22`, `PL01_KHBS:Muc_A/ct1`.
fn address(element: Element<'_>) -> Option<String> {
    let mut steps = Vec::new();
    let mut at = element;
    loop {
        let parent = at.parent()?;
        match (parent.local(), at.local()) {
            ("HSoKhaiThue", "CTieuTKhaiChinh") => {
                steps.reverse();
                return Some(steps.join("/"));
            }
            ("PLuc", part) if parent.parent().is_some_and(|above| above.local() == "HSoKhaiThue") => {
                steps.reverse();
                return Some(format!("{part}:{}", steps.join("/")));
            }
            (_, name) => steps.push(name),
        }
        at = parent;
    }
}

/// Whether a number counts or names something, so that its digits are not grouped: a year, a row.
fn is_counted(tag: &str) -> bool {
    let year = tag.strip_prefix("nam").is_some_and(|rest| !rest.starts_with(|c: char| c.is_lowercase()));
    year || matches!(tag, "thang" | "quy" | "soLan" | "lan" | "sTT" | "stt" | "STT")
}

/// `[40a]` from `ct40a`, with what its ending says: `[2]` and "code" from `ct2_ma`; nothing from tags of another make.
fn printed(tag: &str, lang: Lang) -> Option<(String, String)> {
    let (sum, tag) = match tag.strip_prefix("tongCong_") {
        Some(rest) => (true, rest),
        None => (false, tag),
    };
    let rest = tag.strip_prefix("ct").or_else(|| sum.then_some(tag))?;
    let (number, ending) = rest.split_once('_').unwrap_or((rest, ""));
    let plain = number.len() <= 6
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let name = match (sum, ending) {
        (true, "") => SUM,
        (false, "") => Text::NONE,
        (false, "ma") => CODE,
        (false, "ten") => NAME,
        _ => return None,
    };
    plain.then(|| (format!("[{number}]"), name.template(lang).to_owned()))
}

const SUM: Text = Text { vi: "Tổng cộng", en: "Total" };
const CODE: Text = Text { vi: "Mã", en: "Code" };
const NAME: Text = Text { vi: "Tên", en: "Name" };
const YES: Text = Text { vi: "có", en: "yes" };
const NO: Text = Text { vi: "không", en: "no" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_codes_are_not() {
        for (text, said) in [
            ("49216600", "49.216.600"),
            ("-20000.50", "-20.000,5"),
            ("12.00", "12"),
            ("0.125", "0,125"),
            ("0123456789", "0123456789"),
            ("0", "0"),
            ("1,5", "1,5"),
        ] {
            assert_eq!(figure(text, Lang::Vi), said);
        }
    }

    #[test]
    fn days_are_written_as_people_do() {
        assert_eq!(day("2026-10-15".to_owned(), Lang::Vi), "15/10/2026");
        assert_eq!(day("2026-10-15T09:42:40".to_owned(), Lang::Vi), "15/10/2026 09:42:40");
        assert_eq!(day("2026-10-15".to_owned(), Lang::En), "2026-10-15");
        assert_eq!(day("TTT".to_owned(), Lang::Vi), "TTT");
    }

    #[test]
    fn tags_are_numbers_or_not() {
        let said = |tag| printed(tag, Lang::En).map(|(number, name)| format!("{number} {name}"));
        assert_eq!(said("ct40a").as_deref(), Some("[40a] "));
        assert_eq!(said("ct2_ma").as_deref(), Some("[2] Code"));
        assert_eq!(said("tongCong_ct12").as_deref(), Some("[12] Total"));
        assert_eq!(said("tongCong_7").as_deref(), Some("[7] Total"));
        assert_eq!(
            (said("ctiet"), said("tenHHDV"), said("ct_2_CQT_ma"), said("tongCongGiaTri")),
            (None, None, None, None)
        );
        assert!(is_counted("namBatDauUuDai") && !is_counted("name") && is_counted("sTT"));
    }
}
