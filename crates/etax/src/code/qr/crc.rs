//! The checksum at the end of the text.

/// CRC-16 with polynomial 1021 and initial value FFFF (ISO/IEC 13239, as EMVCo prescribes it).
///
/// ```
/// // The check value of this algorithm in every catalogue.
/// assert_eq!(etax::code::qr::crc16(b"123456789"), 0x29B1);
/// ```
#[must_use]
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}
