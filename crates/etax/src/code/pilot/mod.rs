//! `pilot-2015`: the code that Hanoi's tax department gave e-invoices in 2015 and 2016 (Decision 1209/QĐ-BTC of 2015,
//! 2660/QĐ-BTC of 2016).
//!
//! A device of the authority signed a few fields of the invoice with ECDSA on P-192. The invoice carries the certified
//! id, the signature and the device's public key (certifiedData), and a two-dimensional code that repeats them. Which
//! bytes the device signed was never published, so that this one step is `undecided`. All others are checked: the
//! seller's signature, the digest that was certified, and that invoice, certified data and two-dimensional code say
//! the same.

mod chain;
mod check;
mod p192;
mod qr;
mod value;

pub(super) use chain::Chain;
pub use check::check;
pub use qr::{Layout, PilotField, PilotQr, PilotQrError};
pub use value::{CertifiedId, DeviceError, DeviceKey, DeviceSignature};
