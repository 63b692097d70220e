//! Signing times that cannot be, or that nobody but the signer vouches for.

use std::sync::Arc;

use super::stage::Stage;
use super::{Attack, Carrier, Class};
use crate::draft::Job;
use crate::error::{Error, Result};
use crate::key::Hash;
use crate::pki::Oddity;
use crate::sign::TimeObject;
use crate::tree::{Element, Node};
use crate::variant::Bench;

/// The certificate of the kit's [`Oddity::RevokedLater`] was revoked on this day; a month later the document arrives.
const BEFORE_REVOCATION: &str = "2026-09-15T09:00:11";
const AFTER_REVOCATION: &str = "2026-11-01T09:00:11";

pub(super) fn add(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    stated(stage, list)?;
    certified(bench, stage, list)
}

/// Times that contradict the certificate or the receipt, under the signer's own signature.
fn stated(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    if stage.time().is_none() {
        return Ok(());
    }
    for (idea, fires, shows, time) in [
        (
            "before-certificate",
            &["signer.not-yet-valid"][..],
            "signed a year before the certificate begins",
            "2020-05-31T09:00:00",
        ),
        ("long-before", &["signer.not-yet-valid"], "signed in the last century", "1999-12-31T23:59:59"),
        (
            "after-certificate",
            &["signer.expired", "signature.time.after-receipt"],
            "signed after the certificate ends",
            "2032-01-01T00:00:00",
        ),
        (
            "after-receipt",
            &["signature.time.after-receipt"],
            "signed the day after it was received",
            "2026-11-24T10:00:01",
        ),
        ("far-future", &["signature.time.after-receipt"], "signed in the year 9000", "9000-12-31T23:59:59"),
    ] {
        let bytes = stage.again(|job| time_of(job).map(|object| object.time = time.to_owned()))?;
        list.push(Attack::on(stage, Class::Time, idea, fires, shows, bytes));
    }
    // What no clock can be read from is not believed where the policy wants to know.
    for (idea, shows, time) in [
        ("year-9999", "a signing time past the end of calendars", "9999-12-31T23:59:59"),
        ("no-day", "a signing time on a day that is not", "2026-02-30T09:00:00"),
        ("no-time", "a signing time in words", "hôm qua"),
        ("other-form", "a signing time whose day and month change places", "09/10/2026 09:00:00"),
    ] {
        let bytes = stage.again(|job| time_of(job).map(|object| object.time = time.to_owned()))?;
        let mut attack = Attack::on(stage, Class::Time, idea, &["signature.time.format"], shows, bytes);
        attack.policy = "strict";
        list.push(attack);
    }
    if stage.carrier == Carrier::Coded {
        let late = "2026-09-17T09:00:00";
        let bytes = stage.again(|job| time_of(job).map(|object| object.time = late.to_owned()))?;
        let shows = "the seller's signature made two days after the authority's, which covers the same data";
        let mut attack =
            Attack::on(stage, Class::Time, "after-authority", &["signature.time.order"], shows, bytes);
        attack.policy = "strict";
        list.push(attack);
    }
    Ok(())
}

/// A stolen key whose certificate was revoked or ran out, and times that would make it good again.
fn certified(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    if !matches!(stage.carrier, Carrier::Invoice | Carrier::Report | Carrier::Batch | Carrier::Declaration) {
        return Ok(());
    }
    let party = bench.world.seller(0).0;
    let holder = |oddity| bench.world.pki.odd(oddity, party).map(Arc::new);
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Time, idea, fires, shows, bytes));
    };
    let gone = holder(Oddity::Revoked)?;
    let later = holder(Oddity::RevokedLater)?;
    let expired = holder(Oddity::Expired)?;
    let revoked: &[&str] = &["signer.revoked"];
    let bytes = stage.again(|job| {
        job.signer = Arc::clone(&gone);
        Ok(())
    })?;
    push("revoked", revoked, "signed with a certificate revoked the year before", bytes);
    let bytes = stage.again(|job| {
        job.signer = Arc::clone(&later);
        job.style.time = None;
        Ok(())
    })?;
    push("revoked-no-time", revoked, "a certificate revoked before receipt, and no signing time", bytes);
    let bytes = stage.again(|job| {
        job.signer = Arc::clone(&expired);
        job.style.time = None;
        Ok(())
    })?;
    push(
        "expired-no-time",
        &["signer.validity-unknown"],
        "a certificate that ended years ago, and no signing time",
        bytes,
    );
    if stage.time().is_none() {
        return Ok(());
    }
    let at = |time: &'static str, signed: bool| {
        let later = Arc::clone(&later);
        stage.again(move |job| {
            job.signer = later;
            let object = time_of(job)?;
            object.time = time.to_owned();
            object.signed = signed;
            Ok(())
        })
    };
    push(
        "after-revocation",
        revoked,
        "signed after the revocation, received later still",
        at(AFTER_REVOCATION, true)?,
    );
    push(
        "unsigned-backdated",
        revoked,
        "a time before the revocation that no reference covers",
        at(BEFORE_REVOCATION, false)?,
    );
    // The signer's word alone says that it was before; a policy that wants more than that is undecided.
    for (idea, shows, signer, time) in [
        (
            "backdated-revoked",
            "a signed time before the revocation, received after it",
            &later,
            BEFORE_REVOCATION,
        ),
        (
            "backdated-expired",
            "a signed time inside the validity of an ended certificate, received after it",
            &expired,
            "2019-06-01T09:00:00",
        ),
    ] {
        let bytes = stage.again(|job| {
            job.signer = Arc::clone(signer);
            time_of(job)?.time = time.to_owned();
            Ok(())
        })?;
        let mut attack = Attack::on(stage, Class::Time, idea, &["signer.time.unproven"], shows, bytes);
        attack.policy = "strict";
        list.push(attack);
    }
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Time, idea, fires, shows, bytes));
    };
    let bytes = stage.again(|job| {
        job.signer = Arc::clone(&expired);
        let object = time_of(job)?;
        object.time = "2019-06-01T09:00:00".to_owned();
        object.signed = false;
        Ok(())
    })?;
    push(
        "unsigned-expired",
        &["signer.validity-unknown"],
        "a time inside the validity of an ended certificate that no reference covers",
        bytes,
    );
    // Two times, both signed: none counts.
    for (idea, shows, second) in [
        ("two-times", "two signing times, before and after the revocation", AFTER_REVOCATION),
        ("two-times-unreadable", "a signing time before the revocation, and one that is none", "hôm nay"),
    ] {
        let bytes = again_with(stage, &later, |property| {
            let mut other = property.clone();
            other.children = vec![Node::Text(second.to_owned())];
            vec![property, other]
        })?;
        push(idea, revoked, shows, bytes);
    }
    let bytes = again_with(stage, &later, |mut property| {
        property.children.insert(0, Node::Comment("x".to_owned()));
        vec![property]
    })?;
    push("comment", revoked, "a signing time before the revocation with a comment in it", bytes);
    Ok(())
}

fn time_of(job: &mut Job) -> Result<&mut TimeObject> {
    job.style.time.as_mut().ok_or_else(|| Error::new("no signing time"))
}

/// Signs again with the signing time's element replaced by others, which are signed with it.
fn again_with(
    stage: &Stage,
    signer: &Arc<crate::pki::Signer>,
    change: impl FnOnce(Element) -> Vec<Element>,
) -> Result<Vec<u8>> {
    let signed = stage.again_tree(|job| {
        job.signer = Arc::clone(signer);
        time_of(job)?.time = BEFORE_REVOCATION.to_owned();
        Ok(())
    })?;
    stage.edited(|root| {
        *root = signed;
        let object = stage.inside("Object");
        let property = root
            .at_mut(&object)?
            .elements_mut()
            .next()
            .and_then(|properties| properties.elements_mut().next())
            .ok_or_else(|| Error::new("no property"))?;
        let time = property.elements().next().cloned().ok_or_else(|| Error::new("no time"))?;
        property.children = change(time).into_iter().map(Node::Element).collect();
        let at = root
            .at(&stage.inside("SignedInfo"))?
            .elements()
            .filter(|element| element.name == stage.name("Reference"))
            .count();
        stage.redigest(root, at, &object)?;
        stage.seal(root, signer.key, Hash::Sha256)
    })
}
