//! Object 99: what the QR code repeats of its invoice.

use crate::xml::Element;
use rust_decimal::Decimal;

/// The fields of object 99, as written. Empty where the text has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoicePart {
    /// 00: an identifier of the application or, in practice, of the invoice.
    pub guid: String,
    /// 01: MST of the seller, without hyphen.
    pub seller: String,
    /// 02: KHMSHDon, ký hiệu mẫu số hóa đơn.
    pub form: String,
    /// 03: KHHDon, ký hiệu hóa đơn.
    pub series: String,
    /// 04: SHDon, số hóa đơn.
    pub number: String,
    /// 05: NLap, ngày lập: `YYYYMMDD`.
    pub date: String,
    /// 06: TgTTTBSo, tổng tiền thanh toán, in units of the invoice's currency.
    pub total: String,
}

/// A field of object 99, by its identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 00.
    Guid,
    /// 01.
    Seller,
    /// 02.
    Form,
    /// 03.
    Series,
    /// 04.
    Number,
    /// 05.
    Date,
    /// 06.
    Total,
}

impl Field {
    pub(super) const ALL: [Self; 7] =
        [Self::Guid, Self::Seller, Self::Form, Self::Series, Self::Number, Self::Date, Self::Total];

    /// The most characters of its value.
    pub(super) const fn longest(self) -> usize {
        match self {
            Self::Guid => 32,
            Self::Seller => 13,
            Self::Form => 1,
            Self::Series => 6,
            Self::Number | Self::Date => 8,
            Self::Total => 20,
        }
    }

    /// Its identifier inside object 99.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Guid => "00",
            Self::Seller => "01",
            Self::Form => "02",
            Self::Series => "03",
            Self::Number => "04",
            Self::Date => "05",
            Self::Total => "06",
        }
    }

    /// The element of the invoice that it repeats; `guid` for the identifier, which repeats none.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Guid => "guid",
            Self::Seller => "NBan/MST",
            Self::Form => "KHMSHDon",
            Self::Series => "KHHDon",
            Self::Number => "SHDon",
            Self::Date => "NLap",
            Self::Total => "TgTTTBSo",
        }
    }

    pub(super) fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.id() == id)
    }

    /// Whether a value is what the regulation describes.
    pub(super) fn accepts(self, value: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let shaped = match self {
            Self::Guid => value.bytes().all(|byte| (0x21..0x7f).contains(&byte)),
            Self::Seller => digits(value) && matches!(value.len(), 10 | 12 | 13),
            Self::Form => digits(value),
            Self::Series => is_series(value),
            Self::Number => digits(value),
            Self::Date => is_date(value),
            Self::Total => {
                let plain = value.strip_prefix('-').unwrap_or(value);
                digits(&plain.replacen('.', "", 1)) && !plain.starts_with('.') && !plain.ends_with('.')
            }
        };
        shaped && value.len() <= self.longest()
    }

    /// Whether a value can be meant for this field, which is how readings are told apart.
    pub(super) fn can_mean(self, value: &str) -> bool {
        match self {
            Self::Series => is_series(value),
            Self::Date => day(value).is_some(),
            Self::Form => value.len() == 1 && value.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Seller => tax_code(value).is_some(),
            Self::Number => value.len() <= 8 && value.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Total => amount(value).is_some(),
            Self::Guid => true,
        }
    }
}

/// `C` or `K`, two digits of the year, three letters.
fn is_series(value: &str) -> bool {
    value.len() == 6
        && value.bytes().enumerate().all(|(at, byte)| match at {
            0 => matches!(byte, b'C' | b'K'),
            1 | 2 => byte.is_ascii_digit(),
            _ => byte.is_ascii_uppercase(),
        })
}

/// A day that exists, as `YYYYMMDD`.
fn is_date(value: &str) -> bool {
    let dashed = |range| value.get(range).unwrap_or_default();
    value.len() == 8
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && crate::value::Moment::parse(&format!("{}-{}-{}", dashed(0..4), dashed(4..6), dashed(6..8)))
            .is_some()
}

/// A day as `YYYYMMDD`, from how some programs write it: as the invoice does, or with a time behind it.
fn day(value: &str) -> Option<String> {
    let plain = match value.len() {
        10 | 19 => value.get(..10)?.replace('-', ""),
        _ => value.to_owned(),
    };
    let known = value.len() == 8 || crate::value::Moment::parse(value).is_some();
    (known && is_date(&plain)).then_some(plain)
}

/// A tax code's digits, whether or not written with a hyphen.
fn tax_code(value: &str) -> Option<String> {
    let digits = match value.split_once('-') {
        Some((root, branch)) if root.len() == 10 && branch.len() == 3 => format!("{root}{branch}"),
        Some(_) => return None,
        None => value.to_owned(),
    };
    let known = matches!(digits.len(), 10 | 12 | 13) && digits.bytes().all(|byte| byte.is_ascii_digit());
    known.then_some(digits)
}

/// An amount, plain or with an exponent as some programs write it.
fn amount(value: &str) -> Option<Decimal> {
    let number = if value.contains(['e', 'E']) {
        Decimal::from_scientific(value).ok()
    } else {
        Decimal::from_str_exact(value).ok()
    };
    number.filter(|_| value.len() <= 40).map(|number| number.normalize())
}

impl InvoicePart {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Guid => &self.guid,
            Field::Seller => &self.seller,
            Field::Form => &self.form,
            Field::Series => &self.series,
            Field::Number => &self.number,
            Field::Date => &self.date,
            Field::Total => &self.total,
        }
    }

    pub(super) fn set(&mut self, field: Field, value: &str) {
        let slot = match field {
            Field::Guid => &mut self.guid,
            Field::Seller => &mut self.seller,
            Field::Form => &mut self.form,
            Field::Series => &mut self.series,
            Field::Number => &mut self.number,
            Field::Date => &mut self.date,
            Field::Total => &mut self.total,
        };
        value.clone_into(slot);
    }

    /// What the QR code of an invoice (`HDon`) should say. Fields that the invoice does not have
    /// are empty, and so is the identifier, which only its maker knows.
    #[must_use]
    pub fn of_invoice(invoice: Element<'_>) -> Self {
        let text = |path: &str| {
            invoice.find(path).map(|element| element.trimmed().chars().take(64).collect()).unwrap_or_default()
        };
        let without = |value: String, character: char| value.replace(character, "");
        Self {
            guid: String::new(),
            seller: without(text("DLHDon/NDHDon/NBan/MST"), '-'),
            form: text("DLHDon/TTChung/KHMSHDon"),
            series: text("DLHDon/TTChung/KHHDon"),
            number: text("DLHDon/TTChung/SHDon"),
            date: without(text("DLHDon/TTChung/NLap"), '-'),
            total: text("DLHDon/NDHDon/TToan/TgTTTBSo"),
        }
    }

    /// The fields in which two of these differ in meaning: hyphens, leading zeros of the number and
    /// the spelling of days and amounts aside. The identifier is not compared, nor what either leaves empty.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Field> {
        let differs = |field: &Field| {
            let (a, b) = (self.get(*field), other.get(*field));
            if a.is_empty() || b.is_empty() || a == b {
                return false;
            }
            match field {
                Field::Guid => false,
                Field::Seller => tax_code(a).is_none() || tax_code(a) != tax_code(b),
                Field::Number => a.trim_start_matches('0') != b.trim_start_matches('0'),
                Field::Total => amount(a).is_none() || amount(a) != amount(b),
                Field::Date => day(a).is_none() || day(a) != day(b),
                Field::Form | Field::Series => true,
            }
        };
        Field::ALL.into_iter().filter(differs).collect()
    }
}
