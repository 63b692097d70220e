//! What the caller decides about checking invoices.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// How far computed and stated amounts may differ, for each line that goes into the amount. The
/// decisions name no tolerance; one đồng a line is what practice allows.
///
/// In files the amounts are whole numbers or strings: `vnd = 1`, `foreign = "0.01"`.
///
/// ```
/// use etax::invoice::Tolerance;
/// let tolerance: Tolerance = serde_json::from_str(r#"{"vnd": "0.5"}"#).unwrap();
/// assert_eq!(tolerance.vnd.to_string(), "0.5");
/// assert_eq!(tolerance.foreign.to_string(), "0.01");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tolerance {
    /// In đồng, where the currency is VND.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub vnd: Decimal,
    /// In units of the currency, for all other currencies.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub foreign: Decimal,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { vnd: Decimal::ONE, foreign: Decimal::new(1, 2) }
    }
}

fn write<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    struct Amount;

    impl Visitor<'_> for Amount {
        type Value = Decimal;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number or a string such as \"0.5\", not negative")
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<Decimal, E> {
            Ok(value.into())
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<Decimal, E> {
            u64::try_from(value).map(Decimal::from).map_err(|_| E::custom("a tolerance is not negative"))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
            let value: Decimal = text.parse().map_err(|_| E::custom("not a decimal number"))?;
            if value < Decimal::ZERO {
                return Err(E::custom("a tolerance is not negative"));
            }
            Ok(value)
        }
    }

    deserializer.deserialize_any(Amount)
}

/// What [`crate::invoice::check`] needs to know besides the invoice.
///
/// ```
/// use etax::invoice::Settings;
/// let settings = Settings { message: Some(200), ..Settings::default() };
/// assert_eq!(settings.received, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How far amounts may differ.
    pub tolerance: Tolerance,
    /// MLTDiep, mã loại thông điệp: type of the message around the invoice; `None` for an invoice
    /// that stands alone. Requests for a code (200, 201, 208) carry invoices that have none yet.
    pub message: Option<u16>,
    /// The day on which the invoice was received, on Vietnam's calendar; invoices dated later are
    /// wrong. `None` leaves that rule out.
    pub received: Option<Date>,
    /// A request for a code is looked at as the authority does on its arrival: its invoices need no code yet. False
    /// for everybody else, for whom an invoice without the code its series asks for is not valid.
    pub intake: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { tolerance: Tolerance::default(), message: None, received: None, intake: true }
    }
}
