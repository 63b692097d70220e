//! Signatures that are missing, wrong, incomplete or wrapped around.

use std::sync::Arc;

use super::{Base, Bench, Variant, job, part};
use crate::draft::{Draft, Dressing, Job};
use crate::error::{Error, Result};
use crate::key::Hash;
use crate::random::Random;
use crate::sign::Style;
use crate::tree::Element;
use crate::world::{Maker, style};

const DATA: &str = "<DLHDon ";
const END: &str = "</DLHDon>";

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    altered(bench, list)?;
    changed(bench, list)?;
    wrapped(bench, list)?;
    unsigned(bench, list)?;
    restyled(bench, list)
}

/// Changes to the text after signing.
fn altered(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    type Change = fn(&str) -> String;
    let changes: [(&str, &[&str], &str, Change); 15] = [
        ("signature-digest", &["signature.digest"], "a sum changed after signing", |t| {
            t.replacen("<TgTTTBSo>", "<TgTTTBSo>1", 1)
        }),
        (
            "signature-digest-indented",
            &["signature.digest", "signature.changed.whitespace"],
            "indented again after signing",
            |t| t.replacen("<TTChung>", "\n  <TTChung>", 1),
        ),
        ("signature-value", &["signature.value"], "one character of the signature value changed", |t| {
            let value = part(t, "<SignatureValue>", "</SignatureValue>");
            let first = if value.contains("Value>A") { "B" } else { "A" };
            let tail = value.get("<SignatureValue>x".len()..).unwrap_or("");
            t.replacen(value, &format!("<SignatureValue>{first}{tail}"), 1)
        }),
        ("signature-schema-two-infos", &["signature.schema"], "two SignedInfo elements", |t| {
            let info = part(t, "<SignedInfo>", "</SignedInfo>");
            t.replacen(info, &format!("{info}{info}"), 1)
        }),
        ("signature-schema-comment", &["signature.schema"], "a comment inside DigestValue", |t| {
            t.replacen("<DigestValue>", "<DigestValue><!-- -->", 1)
        }),
        (
            "signature-namespace",
            &["signature.namespace"],
            "a relative namespace inside the signed data",
            |t| t.replacen("<TTChung>", "<TTChung xmlns:phu=\"phu\">", 1),
        ),
        ("signature-algorithm", &["signature.algorithm"], "an algorithm outside the profile", |t| {
            t.replacen("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha224", 1)
        }),
        ("signature-transform", &["signature.reference.transform"], "an XSLT transform", |t| {
            t.replacen(
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                1,
            )
        }),
        ("signature-reference-external", &["signature.reference.form"], "a reference to another file", |t| {
            t.replacen("URI=\"#_", "URI=\"http://files.example/#_", 1)
        }),
        (
            "signature-reference-dangling",
            &["signature.reference.dangling"],
            "a reference to an Id that is not there",
            |t| t.replacen("URI=\"#_", "URI=\"#khong-co-", 1),
        ),
        (
            "signature-duplicate-id",
            &["signature.reference.duplicate-id"],
            "the signed Id again outside the signed data",
            |t| {
                let id = part(t, "<DLHDon Id=\"", "\">").replace("<DLHDon ", "").replace('>', "");
                t.replacen("<DLQRCode>", &format!("<DLQRCode {id}>"), 1)
            },
        ),
        (
            "signer-certificate-missing",
            &["signer.certificate.missing"],
            "KeyInfo without a certificate",
            |t| t.replacen(part(t, "<X509Certificate>", "</X509Certificate>"), "", 1),
        ),
        (
            "signer-certificate-unreadable",
            &["signer.certificate.unreadable"],
            "base64 that is no certificate",
            |t| {
                t.replacen(
                    part(t, "<X509Certificate>", "</X509Certificate>"),
                    "<X509Certificate>MAMCAQE=</X509Certificate>",
                    1,
                )
            },
        ),
        ("signature-not-covered-code", &["signature.digest"], "the code of another invoice put in", |t| {
            let code = part(t, "<MCCQT ", "</MCCQT>");
            let other = code.replace(">00", ">00A").replace("</MCCQT>", "");
            let other = other.get(..other.len() - 1).unwrap_or(&other).to_owned();
            t.replacen(code, &format!("{other}</MCCQT>"), 1)
        }),
        ("signature-missing-cut", &["signature.missing"], "the seller's signature cut out", |t| {
            t.replacen(part(t, "<Signature ", "</Signature>"), "", 1)
        }),
    ];
    for (name, fires, shows, change) in changes {
        list.push(bench.altered(name, Base::Coded, fires, shows, change)?);
    }
    let mut ends = bench.draft(Base::Coded)?;
    let address = ends.root.at("DLHDon/NDHDon/NBan/DChi")?.text();
    ends.root.set("DLHDon/NDHDon/NBan/DChi", &address.replacen(", ", ",\r\n", 1))?;
    let signed = ends.finish()?;
    list.push(Variant::new(
        "signature-line-ends",
        signed.replace("&#xD;\n", "\r\n").into_bytes(),
        signed.as_bytes(),
        &["signature.digest", "signature.changed.line-ends"],
        "signed with CR LF in an address, of which XML readers keep the LF alone",
    ));
    list.push(bench.altered(
        "signature-key-value",
        Base::Declaration,
        &["signature.key-value"],
        "KeyValue is not the certificate's key",
        |t| {
            let modulus = part(t, "<ds:Modulus>", "</ds:Modulus>");
            let swapped: String = modulus
                .char_indices()
                .map(|(at, c)| match (at, c) {
                    (40, 'A') => 'B',
                    (40, _) => 'A',
                    _ => c,
                })
                .collect();
            t.replacen(modulus, &swapped, 1)
        },
    )?);
    list.push(bench.altered(
        "signature-digest-declaration",
        Base::Declaration,
        &["signature.digest"],
        "an indicator changed after signing",
        |t| t.replacen("<ct22>", "<ct22>1", 1),
    )?);
    list.push(bench.altered(
        "signature-digest-batch",
        Base::Batch,
        &["signature.digest"],
        "one invoice of a signed batch changed",
        |t| t.replacen("<TgTTTBSo>", "<TgTTTBSo>1", 1),
    )?);
    Ok(())
}

/// Other signatures than the document should carry.
fn changed(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    list.push(bench.changed(
        "signature-missing",
        Base::Uncoded,
        &["signature.missing"],
        "no signature at all",
        |d| {
            d.jobs.clear();
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-missing-authority",
        Base::Coded,
        &["signature.missing"],
        "a code without the authority's signature",
        |d| {
            d.jobs.truncate(1);
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-missing-batch",
        Base::Batch,
        &["code.cash-register.undecided", "signature.missing"],
        "a cash-register batch without its signature",
        |d| {
            d.jobs.clear();
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-place",
        Base::Uncoded,
        &["signature.place"],
        "a second signature directly in HDon",
        |d| {
            let mut second = job(d, 0)?.clone();
            second.place.clear();
            second.style.id = Some("thua".to_owned());
            if let Some(time) = &mut second.style.time {
                time.id = "ThoiGianThua".to_owned();
            }
            d.jobs.push(second);
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-limit",
        Base::Uncoded,
        &["signature.limit"],
        "more signatures than anybody needs",
        |d| {
            d.root.at_mut("DSCKS")?.push(Element::new("CCKSKhac"));
            let mut first = job(d, 0)?.clone();
            first.place = "DSCKS/CCKSKhac".to_owned();
            first.style.time = None;
            // One real signature is repeated: all of them are valid.
            let mut copy = d.root.clone();
            let targets: Vec<_> = first.targets.iter().map(String::as_str).collect();
            crate::sign::sign(&mut copy, &first.place, &targets, &first.signer, &first.style)?;
            let signature = copy.at("DSCKS/CCKSKhac/Signature")?.clone();
            for _ in 0..14 {
                d.root.at_mut("DSCKS/CCKSKhac")?.push(signature.clone());
            }
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-target",
        Base::Coded,
        &["signature.reference.target"],
        "the seller signs the authority's code",
        |d| {
            job(d, 0)?.targets.push("MCCQT".to_owned());
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-coverage-code",
        Base::Coded,
        &["signature.coverage"],
        "the authority's signature leaves out the code",
        |d| {
            job(d, 1)?.targets.truncate(1);
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-coverage-data",
        Base::Coded,
        &["signature.coverage"],
        "the authority's signature leaves out the invoice",
        |d| {
            job(d, 1)?.targets.remove(0);
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-time-format",
        Base::Uncoded,
        &["signature.time.format"],
        "a signing time that is none",
        |d| set_time(d, 0, "15/09/2026 09:00"),
    )?);
    list.push(bench.changed(
        "signature-time-order",
        Base::Coded,
        &["signature.time.order"],
        "the authority signed before the seller",
        |d| set_time(d, 1, "2026-09-14T08:00:00"),
    )?);
    let mut early = bench.changed(
        "signature-time-after-receipt",
        Base::Uncoded,
        &["signature.time.after-receipt"],
        "signed a day after it was received",
        |d| set_time(d, 0, "2026-09-17T08:00:00"),
    )?;
    early.received = "2026-09-16T08:00:00";
    list.push(early);

    // A document of a kind no decision describes.
    let signer = bench.world.seller(0).1;
    let mut root = Element::new("TaiLieu");
    root.push(Element::leaf("NoiDung", "Tài liệu thử nghiệm").attribute("Id", "nd"));
    let sound = Draft { root, jobs: Vec::new(), dressing: Dressing::default() };
    let mut broken = sound.clone();
    broken.jobs.push(Job {
        place: String::new(),
        targets: vec!["NoiDung".to_owned()],
        signer,
        style: Style::plain("SigningTime", "2026-09-15T09:00:00"),
    });
    let mut unknown = Variant::new(
        "signature-place-unknown",
        broken.finish()?.into_bytes(),
        sound.finish()?.as_bytes(),
        &["signature.place.unknown"],
        "a valid signature in a document of an unknown kind",
    );
    // A document of a kind that nobody knows cannot be accepted, however well it is signed.
    unknown.twin_verdict = "undecided";
    list.push(unknown);
    Ok(())
}

/// An invoice of a cash register that nothing signs.
fn unsigned(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let variant = bench.changed(
        "signature-cash-register-unsigned",
        Base::Uncoded,
        &["signature.cash-register.unsigned"],
        "an unsigned invoice whose series says it is from a cash register",
        |d| {
            let series = d.root.at("DLHDon/TTChung/KHHDon")?.text().replacen('T', "M", 1);
            d.jobs.clear();
            d.root.set("DLHDon/TTChung/KHHDon", &series)
        },
    )?;
    list.push(variant);
    Ok(())
}

fn set_time(draft: &mut Draft, at: usize, text: &str) -> Result<()> {
    let time = job(draft, at)?.style.time.as_mut();
    time.ok_or_else(|| Error::new("no signing time"))?.time = text.to_owned();
    Ok(())
}

/// Signature wrapping: the signed data is kept somewhere while other data
/// stands where a reader looks.
fn wrapped(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let forge = |data: &str| data.replacen("<TgTTTBSo>", "<TgTTTBSo>9", 1);
    list.push(bench.altered(
        "wrapping-second-data",
        Base::Coded,
        &["signature.reference.ambiguous"],
        "a forged DLHDon with the same Id before the signed one",
        |t| {
            let data = part(t, DATA, END);
            t.replacen(data, &format!("{}{data}", forge(data)), 1)
        },
    )?);
    list.push(bench.altered(
        "wrapping-moved-to-object",
        Base::Coded,
        &["signature.reference.target"],
        "the signed DLHDon moved into an Object, a forged one without Id in its place",
        |t| {
            let data = part(t, DATA, END);
            let fake = forge(data).replacen(part(data, "<DLHDon ", ">"), "<DLHDon>", 1);
            let moved =
                format!("</KeyInfo><Object>{}</Object>", data.replacen("<DLHDon ", "<DLHDon xmlns=\"\" ", 1));
            t.replacen(data, &fake, 1).replacen("</KeyInfo>", &moved, 1)
        },
    )?);
    list.push(bench.altered(
        "wrapping-moved-to-free-field",
        Base::Coded,
        &["signature.reference.target"],
        "the signed DLHDon moved into a free field of a forged one",
        |t| {
            let data = part(t, DATA, END);
            let fake = forge(data).replacen(part(data, "<DLHDon ", ">"), "<DLHDon Id=\"gia\">", 1).replacen(
                END,
                &format!("<TTKhac>{data}</TTKhac>{END}"),
                1,
            );
            t.replacen(data, &fake, 1)
        },
    )?);
    list.push(bench.altered(
        "wrapping-sibling-invoice",
        Base::Report,
        &["signature.reference.dangling"],
        "in a message, the second invoice's signature refers to the first invoice",
        |t| {
            let first = part(t, "<DLHDon Id=\"", "\">").replace("<DLHDon Id=\"", "").replace("\">", "");
            let at = t.rfind("URI=\"#_").unwrap_or(0);
            let (head, tail) = t.split_at(at);
            let uri = part(tail, "URI=\"#_", "\">");
            format!("{head}{}", tail.replacen(uri, &format!("URI=\"#{first}\">"), 1))
        },
    )?);
    Ok(())
}

/// Styles that are accepted with a remark, or not at all by a strict policy.
fn restyled(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for (name, maker, fires, shows) in [
        ("signature-time-missing", Maker::NoTime, "signature.time.missing", "no signing time"),
        (
            "signature-time-not-covered",
            Maker::UnsignedTime,
            "signature.time.not-covered",
            "a signing time that no reference covers",
        ),
    ] {
        list.push(bench.changed(name, Base::Uncoded, &[fires], shows, |d| {
            let time = "2026-09-15T09:00:11";
            job(d, 0)?.style = style(maker, time, &mut Random::new(1));
            Ok(())
        })?);
    }
    let mut sha1 = bench.changed(
        "signature-sha1",
        Base::Uncoded,
        &["signature.sha1"],
        "rsa-sha1 where the policy refuses it",
        |d| {
            let style = &mut job(d, 0)?.style;
            style.method = Hash::Sha1;
            style.digest = Hash::Sha1;
            Ok(())
        },
    )?;
    sha1.policy = "strict";
    sha1.twin_policy = "strict";
    list.push(sha1);
    list.push(bench.changed(
        "signer-tax-code-other",
        Base::Declaration,
        &["signer.tax-code.other"],
        "a declaration signed by the taxpayer and by somebody else",
        |d| {
            let mut second = job(d, 0)?.clone();
            second.signer = Arc::clone(&bench.world.seller(1).1);
            second.style.id = Some("second".to_owned());
            d.jobs.push(second);
            Ok(())
        },
    )?);
    Ok(())
}
