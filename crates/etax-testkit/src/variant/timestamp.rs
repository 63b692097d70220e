//! Time-stamps on a seller's signature. One that proves nothing leaves the signature as it is.

use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::pki::Stamper;
use crate::timestamp::stamp;

/// A minute after the seller's signing time.
const AT: &str = "20260915030000Z";

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let sound = bench.draft(Base::Uncoded)?.finish()?;
    let by = |stamper: Stamper| bench.world.pki.time_stamper(stamper);
    let good = stamp(&sound, &by(Stamper::Known)?, AT, |value| value)?;
    let cases = [
        (
            "signature-timestamp-other-value",
            stamp(&sound, &by(Stamper::Known)?, AT, |value| value.replacen("Value>", "Value>A", 1))?,
            "signature.timestamp.invalid",
            "a time-stamp made for another signature",
        ),
        (
            "signature-timestamp-usage",
            stamp(&sound, &by(Stamper::Unfit)?, AT, |value| value)?,
            "signature.timestamp.invalid",
            "a time-stamp by a certificate that is not for stamping time",
        ),
        (
            "signature-timestamp-authority",
            stamp(&sound, &by(Stamper::Stranger)?, AT, |value| value)?,
            "signature.timestamp.undecided",
            "a time-stamp by an authority that the trust store does not know",
        ),
    ];
    for (name, text, rule, shows) in cases {
        list.push(Variant::new(name, text.into_bytes(), good.as_bytes(), &[rule], shows));
    }
    Ok(())
}
