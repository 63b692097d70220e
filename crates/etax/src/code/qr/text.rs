//! The text as the regulation describes it.

use super::crc::crc16;
use super::part::{Field, InvoicePart};
use std::fmt;

/// One object of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its identifier, 0 to 99.
    pub id: u8,
    /// Its value, 1 to 99 characters.
    pub value: String,
}

/// A text that follows the regulation: object 00 first, object 63 last, none empty, none twice.
///
/// What was read prints as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrText {
    /// All objects but the checksum, in their order.
    objects: Vec<Object>,
    invoice: Option<InvoicePart>,
}

/// Why a text does not follow the regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QrError {
    /// The character, counted from 1, at which the object begins that is wrong.
    pub position: usize,
    /// What is wrong.
    pub fault: QrFault,
}

/// One way of not following the regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrFault {
    /// More than 512 characters.
    TooLong,
    /// A character that is not printable ASCII.
    Character,
    /// Not an identifier of two digits.
    Identifier,
    /// Not a length of two digits from 01 to 99.
    Length,
    /// The value ends before its length.
    Cut,
    /// The object stands at the wrong place or twice.
    Order,
    /// The value is not one that this object may have.
    Value,
    /// The checksum is missing or not that of the text.
    Checksum,
}

impl fmt::Display for QrFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "more than 512 characters",
            Self::Character => "a character that is not printable ASCII",
            Self::Identifier => "not an identifier of two digits",
            Self::Length => "not a length from 01 to 99",
            Self::Cut => "the value ends before its length",
            Self::Order => "an object at the wrong place or twice",
            Self::Value => "a value that this object may not have",
            Self::Checksum => "no checksum, or not that of the text",
        })
    }
}

impl fmt::Display for QrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.position, self.fault)
    }
}

impl std::error::Error for QrError {}

/// Objects in a row, with the position (from 0) of each.
fn objects(text: &str, base: usize) -> Result<Vec<(usize, Object)>, QrError> {
    let mut objects: Vec<(usize, Object)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let wrong = |fault| QrError { position: base + at + 1, fault };
        let number = |from: usize| {
            let digits = text.get(from..from + 2)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u8>().ok()).flatten()
        };
        let id = number(at).ok_or_else(|| wrong(QrFault::Identifier))?;
        let length = number(at + 2).filter(|length| *length > 0).ok_or_else(|| wrong(QrFault::Length))?;
        let end = at + 4 + usize::from(length);
        let value = text.get(at + 4..end).ok_or_else(|| wrong(QrFault::Cut))?.to_owned();
        if objects.iter().any(|(_, other)| other.id == id) {
            return Err(wrong(QrFault::Order));
        }
        objects.push((at, Object { id, value }));
        at = end;
    }
    Ok(objects)
}

impl QrText {
    /// Reads a text strictly.
    ///
    /// # Errors
    ///
    /// [`QrError`] with the first object that is not as the regulation has it.
    pub fn parse(text: &str) -> Result<Self, QrError> {
        let whole = |fault| QrError { position: 1, fault };
        if let Some(at) = text.chars().position(|c| !(' '..='~').contains(&c)) {
            return Err(QrError { position: at + 1, fault: QrFault::Character });
        }
        if text.len() > super::LONGEST {
            return Err(whole(QrFault::TooLong));
        }
        let mut found = objects(text, 0)?;
        let last = found.pop().filter(|(_, object)| object.id == 63);
        let Some((at, checksum)) = last else {
            return Err(QrError { position: text.len().max(1), fault: QrFault::Checksum });
        };
        let expected = crc16(text.get(..at + 4).unwrap_or_default().as_bytes());
        if checksum.value != format!("{expected:04X}") {
            return Err(QrError { position: at + 1, fault: QrFault::Checksum });
        }
        match found.first() {
            Some((_, first)) if first.id == 0 && first.value == "01" => {}
            Some((_, first)) if first.id == 0 => return Err(whole(QrFault::Value)),
            _ => return Err(whole(QrFault::Order)),
        }
        let invoice = match found.iter().find(|(_, object)| object.id == 99) {
            Some((at, object)) => Some(invoice(&object.value, at + 4)?),
            None => None,
        };
        Ok(Self { objects: found.into_iter().map(|(_, object)| object).collect(), invoice })
    }

    /// The text of an invoice's QR code, without a part for payments.
    ///
    /// # Errors
    ///
    /// The first field that the regulation does not allow; [`Field::Guid`] also when all fields
    /// together have more than 99 characters, as their maxima do: the identifier is what can be left out.
    pub fn of(part: &InvoicePart) -> Result<Self, Field> {
        let mut value = String::new();
        for field in Field::ALL {
            let text = part.get(field);
            if text.is_empty() {
                continue;
            }
            if !field.accepts(text) {
                return Err(field);
            }
            value.push_str(&format!("{}{:02}{text}", field.id(), text.len()));
        }
        if value.len() > 99 {
            return Err(Field::Guid);
        }
        let mut objects = vec![Object { id: 0, value: "01".to_owned() }];
        if !value.is_empty() {
            objects.push(Object { id: 99, value });
        }
        let invoice = (objects.len() > 1).then(|| part.clone());
        Ok(Self { objects, invoice })
    }

    /// The same text with further objects behind the others; those that stand there already are
    /// replaced.
    #[must_use]
    pub(in crate::code) fn with(&self, further: &[Object]) -> Self {
        let mut text = self.clone();
        text.objects.retain(|object| further.iter().all(|other| other.id != object.id));
        text.objects.extend_from_slice(further);
        text
    }

    /// What it says about the invoice; `None` without object 99.
    #[must_use]
    pub const fn invoice(&self) -> Option<&InvoicePart> {
        self.invoice.as_ref()
    }

    /// The character, counted from 1, at which an object begins; `None` where there is none.
    #[must_use]
    pub fn position(&self, id: u8) -> Option<usize> {
        let mut at = 1;
        for object in &self.objects {
            if object.id == id {
                return Some(at);
            }
            at += 4 + object.value.len();
        }
        None
    }

    /// All objects but the checksum, in their order.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }
}

fn invoice(value: &str, base: usize) -> Result<InvoicePart, QrError> {
    let mut part = InvoicePart::default();
    let mut before: Option<Field> = None;
    for (at, object) in objects(value, base)? {
        let wrong = |fault| QrError { position: base + at + 1, fault };
        let field = Field::of_id(&format!("{:02}", object.id)).ok_or_else(|| wrong(QrFault::Identifier))?;
        if before.is_some_and(|before| before >= field) {
            return Err(wrong(QrFault::Order));
        }
        if !field.accepts(&object.value) {
            return Err(wrong(QrFault::Value));
        }
        part.set(field, &object.value);
        before = Some(field);
    }
    Ok(part)
}

impl fmt::Display for QrText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for object in &self.objects {
            text.push_str(&format!("{:02}{:02}{}", object.id, object.value.len(), object.value));
        }
        text.push_str("6304");
        write!(f, "{text}{:04X}", crc16(text.as_bytes()))
    }
}
