//! Signing times that only the signer vouches for, and time-stamps that say otherwise.

use std::sync::Arc;

use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::pki::{Oddity, Stamper};
use crate::timestamp::stamp;
use crate::world::Maker;

/// A minute after the seller's signing time, and the evening before it.
const AFTER: &str = "20260915030000Z";
const BEFORE: &str = "20260914110000Z";

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let authority = bench.world.pki.time_stamper(Stamper::Known)?;
    let (party, _) = bench.world.seller(0);
    for (name, oddity, policy, shows) in [
        (
            "signer-time-unproven-revoked",
            Oddity::RevokedLater,
            "transition",
            "revoked before receipt, and only the signer says that it was signed before that",
        ),
        (
            "signer-time-unproven-expired",
            Oddity::ExpiredSince,
            "transition",
            "expired before receipt, and only the signer says that it was signed before that",
        ),
        (
            "signer-time-unproven-strict",
            Oddity::RevokedLater,
            "strict",
            "revoked before receipt, where the policy wants more than the signer's word",
        ),
    ] {
        let signer = Arc::new(bench.world.pki.odd(oddity, party)?);
        let alone = bench.by(false, Maker::Plain, (party, signer))?.finish()?;
        let stamped = stamp(&alone, &authority, AFTER, |value| value)?;
        let fires = &["signer.time.unproven"];
        let mut variant = Variant::new(name, alone.into_bytes(), stamped.as_bytes(), fires, shows);
        variant.policy = policy;
        variant.twin_policy = policy;
        list.push(variant);
    }
    let sound = bench.draft(Base::Uncoded)?.finish()?;
    list.push(Variant::new(
        "signature-time-order-stamp",
        stamp(&sound, &authority, BEFORE, |value| value)?.into_bytes(),
        stamp(&sound, &authority, AFTER, |value| value)?.as_bytes(),
        &["signature.time.order"],
        "signed after a time-stamp over the signature, by its own words",
    ));
    Ok(())
}
