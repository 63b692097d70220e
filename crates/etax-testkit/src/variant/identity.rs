//! Signers who are not the document's owner, or whose certificate says who they are in an odd way.

use std::sync::Arc;

use super::{Base, Bench, Variant, job};
use crate::declaration::{Figures, Form};
use crate::draft::Draft;
use crate::error::Result;
use crate::key::Hash;
use crate::pki::Oddity;
use crate::random::Random;
use crate::world::Maker;

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    list.push(bench.changed(
        "signer-tax-code-provider",
        Base::Uncoded,
        &["signer.tax-code.delegate"],
        "signed by the party whose software issues the invoice, as the invoice says",
        |d| {
            let (party, signer) = bench.world.seller(1);
            d.root.set("DLHDon/TTChung/MSTTCGP", &party.tax_code)?;
            job(d, 0)?.signer = signer;
            Ok(())
        },
    )?);
    list.push(agent(bench)?);
    list.push(spelling(bench)?);
    Ok(())
}

/// A declaration that its tax agent signs alone; the twin is signed by the taxpayer.
fn agent(bench: &Bench) -> Result<Variant> {
    let (party, signer) = bench.world.seller(1);
    let draft = |signer: Option<_>| -> Result<Draft> {
        let mut random = Random::branch(99, 500);
        let mut form = Form::vat("2.8.3", Figures::some(&mut random, true));
        form.agent = Some(party.clone());
        let mut draft = bench.world.declaration(&form, Hash::Sha256, bench.world.seller(0), &mut random);
        if let Some(signer) = signer {
            job(&mut draft, 0)?.signer = signer;
        }
        Ok(draft)
    };
    Ok(Variant::new(
        "signer-tax-code-agent",
        draft(Some(signer))?.finish()?.into_bytes(),
        draft(None)?.finish()?.as_bytes(),
        &["signer.tax-code.delegate"],
        "a declaration signed by the tax agent that it names, and by nobody else",
    ))
}

/// A certificate with a tax code one digit short; the twin's is written with blanks and in lower case.
fn spelling(bench: &Bench) -> Result<Variant> {
    let (party, _) = bench.world.seller(0);
    let signed = |oddity| -> Result<String> {
        let signer = Arc::new(bench.world.pki.odd(oddity, party)?);
        bench.by(false, Maker::Plain, (party, signer))?.finish()
    };
    Ok(Variant::new(
        "signer-tax-code-malformed",
        signed(Oddity::ShortCode)?.into_bytes(),
        signed(Oddity::OddSpelling)?.as_bytes(),
        &["signer.tax-code.none"],
        "a certificate whose tax code is one digit short",
    ))
}
