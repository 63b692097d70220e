//! Signatures over the whole document (`URI=""`), as invoices sent in message 203 carry them.

use super::{Base, Bench, Variant, job, part};
use crate::draft::{Draft, Dressing};
use crate::error::Result;
use crate::random::Random;
use crate::sign::{Transform, sign};

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    type Change = fn(&str) -> String;
    let changes: [(&str, Base, &[&str], &str, Change); 5] = [
        ("whole-sum", Base::Whole, &["signature.digest"], "a sum changed after all was signed", |t| {
            t.replacen("<TgTTTBSo>", "<TgTTTBSo>1", 1)
        }),
        (
            "whole-beside",
            Base::Whole,
            &["signature.digest"],
            "an empty element added beside the invoice's data after all was signed",
            |t| t.replacen("<DSCKS>", "<DSCKS><CCKSKhac></CCKSKhac>", 1),
        ),
        (
            "whole-message-header",
            Base::WholeReport,
            &["signature.digest"],
            "the message's sender changed after all was signed",
            |t| t.replacen("<PBan>2.1.0</PBan><MNGui>", "<PBan>2.1.0</PBan><MNGui> ", 1),
        ),
        (
            "whole-message-sum",
            Base::WholeReport,
            &["signature.digest"],
            "a sum of the message's invoice changed after all was signed",
            |t| t.replacen("<TgTTTBSo>", "<TgTTTBSo>1", 1),
        ),
        (
            "whole-message-added",
            Base::WholeReport,
            &["signature.digest", "signature.missing"],
            "an unsigned invoice put into the message after all was signed",
            |t| {
                let invoice = part(t, "<HDon>", "</HDon>");
                let signature = part(invoice, "<Signature ", "</Signature>");
                let unsigned = invoice.replacen(signature, "", 1);
                t.replacen("</DLieu>", &format!("{unsigned}</DLieu>"), 1)
            },
        ),
    ];
    for (name, base, fires, shows, change) in changes {
        list.push(bench.altered(name, base, fires, shows, change)?);
    }

    // The whole document of each signature was the invoice, and now is the message.
    let inner = [bench.draft(Base::Whole)?, bench.draft(Base::Whole)?]
        .into_iter()
        .map(|draft| {
            let mut root = draft.root;
            for job in &draft.jobs {
                let targets: Vec<_> = job.targets.iter().map(String::as_str).collect();
                sign(&mut root, &job.place, &targets, &job.signer, &job.style)?;
            }
            Ok(Draft { root, jobs: Vec::new(), dressing: Dressing::default() })
        })
        .collect::<Result<Vec<_>>>()?;
    let wrapped = bench.world.message(203, bench.world.seller(0), inner, &mut Random::branch(99, 203));
    list.push(Variant::new(
        "whole-wrapped",
        wrapped.finish()?.into_bytes(),
        bench.draft(Base::WholeReport)?.finish()?.as_bytes(),
        &["signature.digest"],
        "invoices signed as whole documents and put into a message afterwards",
    ));
    list.push(bench.changed(
        "whole-authority",
        Base::Coded,
        &["signature.reference.form"],
        "an authority's signature over the whole document, which it never makes",
        |draft| {
            let job = job(draft, 1)?;
            job.targets = vec![String::new()];
            job.style.transforms = vec![Transform::Enveloped];
            Ok(())
        },
    )?);
    Ok(())
}
