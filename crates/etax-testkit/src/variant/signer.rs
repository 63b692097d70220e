//! Signers whose certificate is not what it should be.

use std::sync::Arc;

use super::{Base, Bench, Variant, job};
use crate::error::Result;
use crate::pki::Oddity;
use crate::random::Random;
use crate::tree::Element;
use crate::world::{Maker, style};

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    odd(bench, list)?;
    list.push(bench.changed(
        "signer-tax-code-mismatch",
        Base::Uncoded,
        &["signer.tax-code.mismatch"],
        "signed with another company's certificate",
        |d| {
            job(d, 0)?.signer = bench.world.seller(1).1;
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signer-tax-code-branch",
        Base::Uncoded,
        &["signer.tax-code.branch"],
        "a branch's invoice signed by its head office",
        |d| {
            let code = format!("{}-001", d.root.at("DLHDon/NDHDon/NBan/MST")?.text());
            d.root.set("DLHDon/NDHDon/NBan/MST", &code)
        },
    )?);
    let delegate = bench.changed(
        "signer-tax-code-delegate",
        Base::Uncoded,
        &["signer.tax-code.delegate"],
        "another company signs and the invoice itself says that it may",
        |d| {
            let (party, signer) = bench.world.seller(1);
            for (tag, text) in [
                ("MSTDVNUNLHDon", party.tax_code.as_str()),
                ("TDVNUNLHDon", party.name.as_str()),
                ("DCDVNUNLHDon", "Hà Nội"),
            ] {
                d.root.at_mut("DLHDon/TTChung")?.push(Element::leaf(tag, text));
            }
            job(d, 0)?.signer = signer;
            Ok(())
        },
    )?;
    list.push(delegate);
    list.push(bench.changed(
        "signer-tax-code-unknown",
        Base::Uncoded,
        &["signer.tax-code.unknown"],
        "an invoice that names no tax code of its seller",
        |d| d.root.set("DLHDon/NDHDon/NBan/MST", ""),
    )?);
    list.push(bench.changed(
        "signer-authority",
        Base::Coded,
        &["signer.authority.not-recognised"],
        "the authority's name in a certificate of a public authority",
        |d| {
            job(d, 1)?.signer = Arc::clone(&bench.world.pki.impostor);
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signer-authority-namesake",
        Base::Coded,
        &["signer.authority.not-recognised"],
        "the authority's name, from an issuer of the right name with another key",
        |d| {
            job(d, 1)?.signer = Arc::clone(&bench.world.pki.double);
            Ok(())
        },
    )?);
    let mut unknown = bench.changed(
        "signer-revocation-unknown",
        Base::Uncoded,
        &["signer.revocation-unknown"],
        "a sound document checked without revocation lists",
        |_| Ok(()),
    )?;
    unknown.with_lists = false;
    list.push(unknown);
    Ok(())
}

/// One seller per oddity; the twin is the same invoice with a plain
/// certificate.
fn odd(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    use Oddity as Odd;
    let cases: [(&str, Odd, &[&str], &str); 20] = [
        ("signer-expired", Odd::Expired, &["signer.expired"], "certificate expired before signing"),
        ("signer-not-yet-valid", Odd::NotYetValid, &["signer.not-yet-valid"], "certificate not yet valid"),
        (
            "signer-validity-unknown",
            Odd::Expired,
            &["signer.validity-unknown"],
            "expired certificate, no signing time",
        ),
        (
            "signer-unknown-issuer",
            Odd::UnknownIssuer,
            &["signer.chain.unknown-issuer"],
            "issuer not in the trust store",
        ),
        (
            "signer-chain-invalid",
            Odd::BrokenSignature,
            &["signer.chain.invalid"],
            "the issuer's signature over the certificate is damaged",
        ),
        (
            "signer-chain-expired",
            Odd::ExpiredIssuer,
            &["signer.chain.expired"],
            "issuer's own certificate had ended",
        ),
        (
            "signer-chain-sha1",
            Odd::Weak,
            &["signer.chain.sha1"],
            "SHA-1 certificate where the policy refuses it",
        ),
        ("signer-key", Odd::EvenExponent, &["signer.certificate.key"], "an RSA key with an even exponent"),
        (
            "signer-weak-key-strict",
            Odd::Weak,
            &["signer.certificate.weak-key"],
            "RSA-1024 where the policy refuses it",
        ),
        ("signer-weak-key", Odd::Weak, &["signer.certificate.weak-key"], "RSA-1024"),
        (
            "signer-usage",
            Odd::WrongUsage,
            &["signer.certificate.usage"],
            "certificate not made for signatures",
        ),
        (
            "signer-critical",
            Odd::UnknownCritical,
            &["signer.certificate.critical"],
            "a critical extension nobody knows",
        ),
        ("signer-revoked", Odd::Revoked, &["signer.revoked"], "revoked before signing"),
        ("signer-revoked-later", Odd::RevokedLater, &["signer.revoked-later"], "revoked after signing"),
        (
            "signer-tax-code-none",
            Odd::NoCode,
            &["signer.tax-code.none"],
            "certificate of a person without tax code",
        ),
        (
            "signer-chain-unsupported",
            Odd::OddIssuer,
            &["signer.chain.unsupported"],
            "issuer with a critical extension nobody knows",
        ),
        (
            "signer-chain-name-constraints",
            Odd::ForeignIssuer,
            &["signer.chain.name-constraints"],
            "issuer that may only name subjects of another country",
        ),
        (
            "signer-chain-path-length",
            Odd::DeepIssuer,
            &["signer.chain.invalid"],
            "issuer below an authority that may have none below it",
        ),
        (
            "signer-chain-policy",
            Odd::NoPolicy,
            &["signer.chain.policy"],
            "no policy where the issuer's certificate asks for one",
        ),
        (
            "signer-chain-limits",
            Odd::ManyNames,
            &["signer.chain.limits"],
            "a certificate with hundreds of names",
        ),
    ];
    let (party, plain) = bench.world.seller(0);
    for (name, oddity, fires, shows) in cases {
        let strict = matches!(name, "signer-chain-sha1" | "signer-weak-key-strict");
        let sound = bench.by(false, Maker::Plain, (party, Arc::clone(&plain)))?;
        let mut broken = sound.clone();
        let signing = job(&mut broken, 0)?;
        signing.signer = Arc::new(bench.world.pki.odd(oddity, party)?);
        if name == "signer-validity-unknown" {
            signing.style = style(Maker::NoTime, "", &mut Random::new(1));
        }
        let mut variant =
            Variant::new(name, broken.finish()?.into_bytes(), sound.finish()?.as_bytes(), fires, shows);
        if strict {
            variant.policy = "strict";
            variant.twin_policy = "strict";
        }
        list.push(variant);
    }
    Ok(())
}
