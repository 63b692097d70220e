//! Authentication codes that are malformed, foreign or bound by nothing.

use super::invoice::{Case, Step, add_cases};
use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::invoice::Plan;
use crate::random::Random;
use crate::world::Maker;

const REGISTER: &str = "DLieu/HDon/MCCQT";

const CASES: &[Case] = &[
    ("code-form", Base::Coded, &[Step::Set("MCCQT", "00ABC")], &["code.form"], "a code of five characters"),
    (
        "code-unusual",
        Base::Coded,
        &[Step::Set("MCCQT", "7700112233445514778899AABBCCDDEEFF")],
        &["code.mccqt.unusual"],
        "34 characters unlike any code seen",
    ),
    (
        "code-repeated",
        Base::Coded,
        &[Step::Add("", "MCCQT", "0099AABBCCDDEE4FF08A00112233445566")],
        &["code.repeated"],
        "a second code",
    ),
    (
        "code-register-expected",
        Base::Coded,
        &[Step::Set("DLHDon/TTChung/KHHDon", "C26MTT")],
        &["code.mccqt.cash-register"],
        "an authority's code on an invoice of a cash register",
    ),
    (
        "code-register-kind",
        Base::Batch,
        &[Step::Set(REGISTER, "M2-26-Z0001-00000000001")],
        &["code.cash-register.kind"],
        "the code of a sales invoice on a VAT invoice",
    ),
    (
        "code-register-year",
        Base::Batch,
        &[Step::Set(REGISTER, "M1-25-Z0001-00000000001")],
        &["code.cash-register.year"],
        "a code of last year",
    ),
    (
        "code-register-letter",
        Base::Batch,
        &[Step::Set("DLieu/HDon/DLHDon/TTChung/KHHDon", "C26TTT")],
        &["code.cash-register.letter"],
        "a cash register's code on an ordinary series",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    add_cases(bench, CASES, list)?;
    list.push(bench.changed(
        "code-not-bound",
        Base::Coded,
        &["code.mccqt.not-bound"],
        "an authority signature that leaves out the code",
        |d| {
            super::job(d, 1)?.targets.truncate(1);
            Ok(())
        },
    )?);
    let mut undecided = bench.changed(
        "code-undecided",
        Base::Coded,
        &["code.mccqt.undecided"],
        "a sound invoice checked without revocation lists",
        |_| Ok(()),
    )?;
    undecided.with_lists = false;
    undecided.policy = "strict";
    undecided.twin_policy = "strict";
    list.push(undecided);

    // Outside its batch nothing signs a cash register's invoice.
    let mut plan = Plan::new(1, true, "2026-10-05", 1);
    plan.cash_register = true;
    let alone = bench.invoice(&plan, Maker::Plain, bench.world.seller(0))?;
    let batch = bench.draft(Base::Batch)?;
    list.push(Variant::new(
        "code-register-undecided",
        alone.finish()?.into_bytes(),
        batch.finish()?.as_bytes(),
        &["code.cash-register.undecided"],
        "a cash register's invoice outside its signed batch",
    ));
    // Anybody can sign a batch; what is in it is bound only if it is the signer's own.
    let mut random = Random::branch(99, 206);
    let stolen = bench.world.message(206, bench.world.seller(1), vec![alone], &mut random);
    list.push(Variant::new(
        "code-register-foreign-batch",
        stolen.finish()?.into_bytes(),
        batch.finish()?.as_bytes(),
        &["code.cash-register.undecided"],
        "another seller's invoice in a batch that is soundly signed",
    ));
    registry(bench, list)
}

/// One sound invoice, and what a registry may say of it.
const REGISTRY: [(&str, &str, &[&str], &str); 7] = [
    ("registry-unknown", "unknown", &["registry.unknown"], "a code that the registry does not have"),
    (
        "registry-unrecorded",
        "unrecorded",
        &["registry.unrecorded"],
        "a code made with the issuer's key that the registry does not have",
    ),
    ("registry-other", "other-invoice", &["registry.other-invoice"], "another invoice's code"),
    ("registry-content", "content", &["registry.content"], "other content than the code was given for"),
    ("registry-replaced", "replaced", &["registry.replaced"], "an invoice that has been replaced"),
    ("registry-adjusted", "adjusted", &["registry.adjusted"], "an invoice that has been adjusted"),
    ("registry-cancelled", "cancelled", &["registry.cancelled"], "an invoice that has been cancelled"),
];

fn registry(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for (name, says, fires, shows) in REGISTRY {
        let mut variant = bench.changed(name, Base::Coded, fires, shows, |_| Ok(()))?;
        variant.registry = says;
        list.push(variant);
    }
    Ok(())
}
