//! What can be wrong with the text of a field, by what its table says it holds.

use super::row::Kind;
use crate::value::{Amount, Moment, TaxCode, parse_date};

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// More characters than this.
    Long(u16),
    /// No number; how one is written.
    NoNumber(&'static str),
    /// A number of more digits than so many, of which so many after the point.
    Digits(u8, u8),
    /// No date.
    NoDate,
    /// A date with a time of day behind it, which can be read without doubt.
    WithTime,
    /// No date and time.
    NoMoment,
    /// A date without the time of day.
    WithoutTime,
    /// None of the values there are.
    Other(&'static [&'static str]),
    /// No tax code.
    NoTaxCode,
    /// A tax code whose check digit is wrong.
    CheckDigit,
}

impl Fault {
    /// What would have been right.
    pub(crate) fn expected(self) -> String {
        match self {
            Self::Long(most) => most.to_string(),
            Self::NoNumber(pattern) => pattern.to_owned(),
            Self::Digits(digits, decimals) => format!("{digits},{decimals}"),
            Self::NoDate | Self::WithTime => "YYYY-MM-DD".to_owned(),
            Self::NoMoment | Self::WithoutTime => "YYYY-MM-DDThh:mm:ss".to_owned(),
            Self::Other(values) => values.join(", "),
            Self::NoTaxCode | Self::CheckDigit => "NNNNNNNNNN, NNNNNNNNNN-NNN, NNNNNNNNNNNN".to_owned(),
        }
    }
}

impl Kind {
    /// What is wrong with a text that is not empty; `None` when nothing is, and for what holds no text.
    pub(crate) fn fault(self, text: &str) -> Option<Fault> {
        match self {
            Self::Text(most) => {
                // A text is never longer in characters than in bytes.
                let long = text.len() > usize::from(most) && text.chars().count() > usize::from(most);
                long.then_some(Fault::Long(most))
            }
            Self::Number(digits, decimals) => match Amount::parse(text) {
                Ok(amount) if amount.fits(digits, decimals) => None,
                Ok(_) => Some(Fault::Digits(digits, decimals)),
                Err(defect) => Some(Fault::NoNumber(defect.pattern())),
            },
            Self::Date if parse_date(text).is_some() => None,
            Self::Date => Some(if Moment::parse(text).is_some() { Fault::WithTime } else { Fault::NoDate }),
            Self::Moment => match Moment::parse(text) {
                None => Some(Fault::NoMoment),
                Some(_) if text.len() == 10 => Some(Fault::WithoutTime),
                Some(_) => None,
            },
            Self::Flag if !matches!(text, "0" | "1") => Some(Fault::Other(&["0", "1"])),
            Self::OneOf(values) if !values.contains(&text) => Some(Fault::Other(values)),
            Self::TaxCode => match TaxCode::parse(text) {
                None => Some(Fault::NoTaxCode),
                Some(code) if !code.check_digit_holds() => Some(Fault::CheckDigit),
                Some(_) => None,
            },
            Self::Flag | Self::OneOf(_) | Self::Judged | Self::Block | Self::Blocks | Self::Extension => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Kind};

    #[test]
    fn each_kind_refuses_what_it_is_not() {
        for (kind, text, fault) in [
            (Kind::Text(2), "ăă", None),
            (Kind::Text(2), "ăăă", Some(Fault::Long(2))),
            (Kind::Number(3, 1), "12.5", None),
            (Kind::Number(3, 1), "12.55", Some(Fault::Digits(3, 1))),
            (Kind::Date, "2026-02-28", None),
            (Kind::Date, "2026-02-30", Some(Fault::NoDate)),
            (Kind::Date, "2026-02-28T00:00:00", Some(Fault::WithTime)),
            (Kind::Moment, "2026-02-28T00:00:00", None),
            (Kind::Moment, "2026-02-28", Some(Fault::WithoutTime)),
            (Kind::Moment, "28/02/2026", Some(Fault::NoMoment)),
            (Kind::Flag, "2", Some(Fault::Other(&["0", "1"]))),
            (Kind::OneOf(&["1", "9"]), "9", None),
            (Kind::OneOf(&["1", "9"]), "3", Some(Fault::Other(&["1", "9"]))),
            (Kind::TaxCode, "0123456787", None),
            (Kind::TaxCode, "0123456788", Some(Fault::CheckDigit)),
            (Kind::TaxCode, "12", Some(Fault::NoTaxCode)),
            (Kind::Judged, "?", None),
        ] {
            assert_eq!(kind.fault(text), fault, "{text}");
        }
        assert!(matches!(Kind::Number(3, 1).fault("1,5"), Some(Fault::NoNumber(_))));
    }
}
