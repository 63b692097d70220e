//! The simple types of the notation in Rust.

use super::build::Builder;
use super::calendar::Calendar;
use super::pattern::PatternError;
use super::value::{Edge, Kind, SimpleType, Space, Speech};

/// What may be written in an element or attribute of a [`super::Node`]. The lexical forms are those of XML Schema part 2;
/// white space at both ends is ignored where the XSD type collapses it (numbers, dates, booleans, ids) and counts where
/// it does not (codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple {
    /// `xs:string`, `xs:token`: any text, also none.
    Text,
    /// `xs:long`: a whole number that fits in 64 bits.
    Long,
    /// `xs:nonNegativeInteger`: a whole number from 0.
    NonNegative,
    /// `xs:boolean`: `0`, `1`, `false`, `true`.
    Boolean,
    /// `xs:decimal`: a number with `.` before its fraction.
    Decimal,
    /// `xs:date`: `YYYY-MM-DD`.
    Date,
    /// One of these words, white space counting.
    OneOf(&'static [&'static str]),
    /// MST, mã số thuế: ten digits, or ten digits, `-` and three digits.
    TaxCode,
    /// The same or twelve digits: the personal number that is the tax code of people since 1 July 2025.
    TaxCodeOrPerson,
    /// `xs:ID`: a name without colon.
    Id,
}

/// How the authority's schemas write [`Simple::TaxCode`].
const TAX_CODE: &str = "([0-9]{10})(-[0-9]{3})?";
/// How they write [`Simple::TaxCodeOrPerson`].
const TAX_CODE_OR_PERSON: &str = "([0-9]{10}(-[0-9]{3})?)|([0-9]{12})";

impl Builder {
    /// The number of a simple type of the notation.
    pub(super) fn notation(&mut self, simple: Simple) -> u32 {
        let built = match simple {
            Simple::Text => SimpleType::of(Kind::Text, Space::Preserve),
            Simple::Long => self.integer(Some("-9223372036854775808"), Some("9223372036854775807")),
            Simple::NonNegative => self.integer(Some("0"), None),
            Simple::Boolean => SimpleType::of(Kind::Boolean, Space::Collapse),
            Simple::Decimal => SimpleType::of(Kind::Decimal, Space::Collapse),
            Simple::Date => SimpleType::of(Kind::Calendar(Calendar::Date), Space::Collapse),
            Simple::Id => SimpleType::of(Kind::Id, Space::Collapse),
            Simple::OneOf(words) => {
                let words: Vec<u32> = words.iter().map(|word| self.add_text(word)).collect();
                let words = self.add_indices(&words);
                SimpleType { words, speech: Speech::Word, ..SimpleType::of(Kind::Text, Space::Preserve) }
            }
            Simple::TaxCode => self.tax_code(TAX_CODE, Speech::TaxCode),
            Simple::TaxCodeOrPerson => self.tax_code(TAX_CODE_OR_PERSON, Speech::TaxCodeOrPerson),
        };
        self.add_simple(built)
    }

    /// A whole number in bounds.
    pub(super) fn integer(&mut self, low: Option<&str>, high: Option<&str>) -> SimpleType {
        let mut edge =
            |text: Option<&str>| text.map(|text| Edge { text: self.add_text(text), exclusive: false });
        let (low_edge, high_edge) = (edge(low), edge(high));
        let speech = match (low, high) {
            (Some("0"), _) => Speech::NonNegative,
            (Some(_), Some(_)) => Speech::Machine,
            _ => Speech::Kind,
        };
        SimpleType {
            low: low_edge,
            high: high_edge,
            speech,
            ..SimpleType::of(Kind::Integer, Space::Collapse)
        }
    }

    /// A type that XML Schema has built in, by its name (part 2, 3.2 and 3.3). `ENTITY`, `ENTITIES` and `NOTATION` are not
    /// read: they speak of a DTD, which no document here may have.
    pub(super) fn builtin(&mut self, name: &str) -> Option<SimpleType> {
        use Kind::{
            Base64, Boolean, Decimal, Duration, Float, Hex, Id, IdRef, Language, Name, NcName, NmToken,
            QName, Text, Uri,
        };
        let collapsed = |kind| SimpleType::of(kind, Space::Collapse);
        let calendar = |calendar| collapsed(Kind::Calendar(calendar));
        Some(match name {
            "string" | "anySimpleType" => SimpleType::of(Text, Space::Preserve),
            "normalizedString" => SimpleType::of(Text, Space::Replace),
            "token" => collapsed(Text),
            "boolean" => collapsed(Boolean),
            "decimal" => collapsed(Decimal),
            "float" | "double" => collapsed(Float),
            "date" => calendar(Calendar::Date),
            "time" => calendar(Calendar::Time),
            "dateTime" => calendar(Calendar::DateTime),
            "gYear" => calendar(Calendar::Year),
            "gYearMonth" => calendar(Calendar::YearMonth),
            "gMonth" => calendar(Calendar::Month),
            "gMonthDay" => calendar(Calendar::MonthDay),
            "gDay" => calendar(Calendar::Day),
            "duration" => collapsed(Duration),
            "base64Binary" => collapsed(Base64),
            "hexBinary" => collapsed(Hex),
            "anyURI" => collapsed(Uri),
            "language" => collapsed(Language),
            "NMTOKEN" => collapsed(NmToken),
            "Name" => collapsed(Name),
            "NCName" => collapsed(NcName),
            "QName" => collapsed(QName),
            "ID" => collapsed(Id),
            "IDREF" => collapsed(IdRef),
            "NMTOKENS" => self.list(collapsed(NmToken), 1),
            "IDREFS" => self.list(collapsed(IdRef), 1),
            "integer" => self.integer(None, None),
            "nonNegativeInteger" => self.integer(Some("0"), None),
            "positiveInteger" => self.integer(Some("1"), None),
            "nonPositiveInteger" => self.integer(None, Some("0")),
            "negativeInteger" => self.integer(None, Some("-1")),
            "long" => self.integer(Some("-9223372036854775808"), Some("9223372036854775807")),
            "int" => self.integer(Some("-2147483648"), Some("2147483647")),
            "short" => self.integer(Some("-32768"), Some("32767")),
            "byte" => self.integer(Some("-128"), Some("127")),
            "unsignedLong" => self.integer(Some("0"), Some("18446744073709551615")),
            "unsignedInt" => self.integer(Some("0"), Some("4294967295")),
            "unsignedShort" => self.integer(Some("0"), Some("65535")),
            "unsignedByte" => self.integer(Some("0"), Some("255")),
            _ => return None,
        })
    }

    fn list(&mut self, item: SimpleType, shortest: u32) -> SimpleType {
        let item = self.add_simple(item);
        SimpleType { shortest, ..SimpleType::of(Kind::List(item), Space::Collapse) }
    }

    /// Narrows a type by one more pattern, given by alternatives.
    pub(super) fn narrow(
        &mut self,
        simple: &mut SimpleType,
        alternatives: &[String],
    ) -> Result<(), PatternError> {
        let pattern = self.add_pattern(alternatives)?;
        let mut all = self.schema.indices(simple.patterns).to_vec();
        all.push(pattern);
        let listed = self.schema.patterns.get(pattern as usize).is_some_and(|it| it.words().is_some());
        simple.speech = match alternatives {
            [one] if simple.kind == Kind::Text && all.len() == 1 && one == TAX_CODE => Speech::TaxCode,
            [one] if simple.kind == Kind::Text && all.len() == 1 && one == TAX_CODE_OR_PERSON => {
                Speech::TaxCodeOrPerson
            }
            _ if listed && simple.kind == Kind::Text && all.len() == 1 => Speech::Word,
            _ => simple.speech,
        };
        simple.patterns = self.add_indices(&all);
        Ok(())
    }

    fn tax_code(&mut self, pattern: &str, speech: Speech) -> SimpleType {
        // The two patterns are constants, which a test reads.
        let patterns: Vec<u32> = self.add_pattern(&[pattern.to_owned()]).into_iter().collect();
        let patterns = self.add_indices(&patterns);
        SimpleType { patterns, speech, ..SimpleType::of(Kind::Text, Space::Preserve) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::table::Schema;

    fn accepts(simple: Simple, text: &str) -> bool {
        let mut builder = Builder::new();
        let number = builder.notation(simple);
        let schema: Schema = builder.finish();
        schema.judge(&schema.simples[number as usize], text).is_ok()
    }

    #[test]
    fn texts_are_of_their_kind() {
        for (simple, yes, no) in [
            (
                Simple::Long,
                &["-12", " 12 ", "+7", "9223372036854775807"][..],
                &["1.000", "", "9223372036854775808", "1e3"][..],
            ),
            (Simple::NonNegative, &["0", "-0", "99999999999999999999999"], &["-1", ""]),
            (Simple::Boolean, &["0", "true", " 1"], &["2", "True"]),
            (Simple::Decimal, &[".5", "1.", "-1.5"], &[".", "1,5"]),
            (Simple::Date, &["2024-02-29"], &["2023-02-29", "29/02/2024"]),
            (Simple::OneOf(&["C", "B"]), &["C", "B"], &["C ", "", "D"]),
            (
                Simple::TaxCode,
                &["0123456789", "0123456789-001"],
                &["012345678901", "0123456789 ", "0123456789-01"],
            ),
            (Simple::TaxCodeOrPerson, &["0123456789", "012345678901"], &["01234567890", "0123456789012"]),
            (Simple::Id, &["ID_1", " _x "], &["1", "a:b", ""]),
            (Simple::Text, &["", " x "], &[]),
        ] {
            for text in yes {
                assert!(accepts(simple, text), "{simple:?} {text:?}");
            }
            for text in no {
                assert!(!accepts(simple, text), "{simple:?} {text:?}");
            }
        }
    }
}
