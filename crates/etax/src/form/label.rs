//! What people call the cells of a form.

use super::layout::Layout;
use super::{Line, NotationError};
use crate::formula::Slot;
use crate::rule::Lang;
use std::collections::HashMap;

/// What one cell or part is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The number printed on the form, `[22]` or `(3)`; of an appendix its printed number, `01-2/GTGT`.
    pub printed: String,
    /// Its name in Vietnamese.
    pub vi: String,
    /// Its name in English.
    pub en: String,
}

/// The labels of a form's cells.
///
/// The section `labels` has one line for each cell: its address, its printed number, and its names in Vietnamese and
/// English. The line of a whole appendix has the address `Part:`.
///
/// ```text
/// ct22 [22] | Thuế GTGT còn được khấu trừ kỳ trước chuyển sang | VAT credit brought forward
/// ```
#[derive(Clone, Debug, Default)]
pub struct Labels(HashMap<Slot, Label>);

impl Labels {
    /// Reads the lines of the section.
    ///
    /// # Errors
    ///
    /// [`NotationError`] for a line of another form, an address that the form does not have, or one labelled twice.
    pub fn read(lines: &[Line<'_>], layout: &Layout) -> Result<Self, NotationError> {
        let mut labels = HashMap::new();
        for line in lines {
            let text = line.text.trim();
            let (address, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            let [printed, vi, en] = *rest.split('|').map(str::trim).collect::<Vec<_>>() else {
                return Err(line.error(text, "address number | Vietnamese | English"));
            };
            let Some(slot) = layout.find(address) else {
                return Err(line.error(address, "a cell or part of the form"));
            };
            let label = Label { printed: printed.into(), vi: vi.into(), en: en.into() };
            if labels.insert(slot, label).is_some() {
                return Err(line.error(address, "an address that has no label yet"));
            }
        }
        Ok(Self(labels))
    }

    /// The label of a cell or part.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<&Label> {
        self.0.get(&slot)
    }

    /// What a cell is called in a sentence about something in `part`: its printed number, or what can be made of its
    /// tag, with the appendix in front where it is in another part.
    pub(super) fn name(&self, layout: &Layout, slot: Slot, part: Slot, lang: Lang) -> String {
        let own = match self.get(slot) {
            Some(label) if !label.printed.is_empty() => label.printed.clone(),
            Some(label) => match lang {
                Lang::Vi => label.vi.clone(),
                Lang::En => label.en.clone(),
            },
            None => {
                match HEADER_NAMES.iter().find(|(path, ..)| layout.address(slot) == format!("header:{path}"))
                {
                    Some((_, vi, en)) => (if lang == Lang::Vi { *vi } else { *en }).to_owned(),
                    None => from_tag(layout.name(slot)),
                }
            }
        };
        match layout.part_of(slot) {
            Some(other)
                if other != part
                    && other != slot
                    && Some(other) != layout.main()
                    && Some(other) != layout.part(super::layout::HEADER) =>
            {
                format!("{} {own}", self.name(layout, other, other, lang))
            }
            _ => own,
        }
    }
}

/// Cells of the header that formulas ask for.
const HEADER_NAMES: [(&str, &str, &str); 6] = [
    ("TKhaiThue/loaiTKhai", "loại tờ khai", "the kind of declaration"),
    ("TKhaiThue/KyKKhaiThue/kieuKy", "kiểu kỳ", "the kind of period"),
    ("TKhaiThue/KyKKhaiThue/kyKKhai", "kỳ kê khai", "the period"),
    ("TKhaiThue/ngayKy", "ngày ký", "the date of signature"),
    ("TKhaiThue/nguoiKy", "người ký", "the signer"),
    ("NNT/mst", "mã số thuế của người nộp thuế", "the taxpayer's tax code"),
];

/// `[40a]` from `ct40a`, else the tag.
fn from_tag(tag: &str) -> String {
    let number = tag.strip_prefix("ct").filter(|rest| {
        rest.len() <= 6
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && rest.bytes().any(|byte| byte.is_ascii_digit())
    });
    number.map_or_else(|| tag.to_owned(), |number| format!("[{number}]"))
}

#[cfg(test)]
mod tests {
    use super::from_tag;

    #[test]
    fn tags_become_numbers() {
        for (tag, name) in [
            ("ct22", "[22]"),
            ("ct40a", "[40a]"),
            ("ctC3", "[C3]"),
            ("ct", "ct"),
            ("ct11a_phuongXa_ma", "ct11a_phuongXa_ma"),
            ("tenHHDV", "tenHHDV"),
            ("ctiet", "ctiet"),
        ] {
            assert_eq!(from_tag(tag), name);
        }
    }
}
