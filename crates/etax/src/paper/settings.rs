//! What the check of a paper needs to know besides the paper.

use crate::invoice::Tolerance;
use jiff::civil::Date;

/// What [`crate::paper::check`] needs to know besides the paper.
///
/// ```
/// use etax::paper::Settings;
/// assert_eq!(Settings { message: Some(204), ..Settings::default() }.received, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings<'m> {
    /// MLTDiep, mã loại thông điệp: type of the message around it; `None` for a paper that stands alone.
    pub message: Option<i16>,
    /// MTDTChieu, mã thông điệp tham chiếu: the message that the one around it answers.
    pub answered: Option<&'m str>,
    /// The day on which it was received, on Vietnam's calendar; papers dated later are wrong. `None` leaves
    /// that rule out.
    pub received: Option<Date>,
    /// How far amounts may differ.
    pub tolerance: Tolerance,
}
