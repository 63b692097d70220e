//! Signatures of documents other than invoices and declarations: missing, misplaced, incomplete, or over the wrong part.

use std::sync::Arc;

use super::{Base, Bench, Variant, job, part};
use crate::draft::{Draft, Job};
use crate::error::{Error, Result};
use crate::notice::Paper;
use crate::order::{Order, Stage};
use crate::random::Random;
use crate::tree::{Element, Node};

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    orders(bench, list)?;
    altered_orders(bench, list)?;
    let first = list.len();
    papers(bench, list)?;
    // No rules for their contents are built in.
    let judged = |name: &str| {
        ["notice-", "minutes-", "registration-", "tax-notice-"].iter().any(|kind| name.starts_with(kind))
    };
    for variant in list.iter_mut().skip(first).filter(|variant| !judged(&variant.name)) {
        variant.twin_verdict = "undecided";
    }
    invoices(bench, list)
}

pub(super) fn order(bench: &Bench) -> Order {
    Order::new(&bench.world, bench.world.seller(0), &mut Random::branch(99, 50))
}

fn stage(order: &mut Order, at: usize) -> Result<&mut Stage> {
    order.stages.get_mut(at).ok_or_else(|| Error::new("no such stage"))
}

type Change<'c> = (&'c str, &'static [&'static str], &'static str, &'c dyn Fn(&mut Order) -> Result<()>);

/// Orders that are signed otherwise.
fn orders(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let changes: [Change<'_>; 16] = [
        ("order-missing", &["signature.missing"], "a payment order nobody has signed", &|o| {
            o.stages.clear();
            Ok(())
        }),
        ("order-missing-payer", &["signature.missing"], "a payment order without its payer", &|o| {
            o.stages.remove(0);
            Ok(())
        }),
        (
            "order-missing-authority",
            &["signature.missing"],
            "the bank has signed what the tax authority has not",
            &|o| {
                o.stages.remove(1);
                Ok(())
            },
        ),
        (
            "order-missing-bank",
            &["signature.missing"],
            "the bank's part without the bank's signature",
            &|o| {
                o.stages.truncate(2);
                Ok(())
            },
        ),
        ("order-payer-twice", &["signature.place"], "two signatures that say they are the payer's", &|o| {
            let again = stage(o, 0)?.clone();
            o.stages.push(again);
            Ok(())
        }),
        (
            "order-unlabelled",
            &["signature.place", "signature.missing"],
            "a signature of no stage that anybody knows",
            &|o| {
                stage(o, 0)?.label = "TimeSignatureKhac".to_owned();
                let mut extra = stage(o, 0)?.clone();
                extra.expression = "//ROW_CTIET".to_owned();
                o.stages.truncate(0);
                o.stages.push(extra);
                Ok(())
            },
        ),
        (
            "order-bank-too-early",
            &["signature.place"],
            "a bank's signature on an order without the bank's part",
            &|o| {
                let content = o.root.at("NDUNG_CTU_NH/NDUNG_CTU")?.clone();
                o.root.children = vec![Node::Element(content)];
                for stage in &mut o.stages {
                    stage.data = "NDUNG_CTU";
                    stage.expression = "//NDUNG_CTU".to_owned();
                }
                Ok(())
            },
        ),
        (
            "order-target-bank",
            &["signature.reference.target"],
            "the bank leaves out what it wrote itself",
            &|o| {
                let bank = stage(o, 2)?;
                bank.expression = "//NDUNG_CTU".to_owned();
                bank.data = "NDUNG_CTU_NH/NDUNG_CTU";
                Ok(())
            },
        ),
        (
            "order-filter-union",
            &["signature.reference.transform"],
            "the filter adds instead of selecting",
            &|o| {
                stage(o, 0)?.operation = "union";
                Ok(())
            },
        ),
        (
            "order-filter-subtract",
            &["signature.reference.transform"],
            "the filter takes the order away",
            &|o| {
                stage(o, 1)?.operation = "subtract";
                Ok(())
            },
        ),
        (
            "order-filter-expression",
            &["signature.reference.transform"],
            "the payer signs one line of the order",
            &|o| {
                stage(o, 0)?.expression = "//ROW_CTIET[1]".to_owned();
                Ok(())
            },
        ),
        (
            "order-filter-prefix",
            &["signature.reference.transform"],
            "a prefix makes the filter select another element",
            &|o| {
                let payer = stage(o, 0)?;
                payer.expression = "//q:NDUNG_CTU".to_owned();
                payer.around.push(("xmlns:q".to_owned(), "urn:etax:khac".to_owned()));
                Ok(())
            },
        ),
        (
            "order-filter-nothing",
            &["signature.reference.dangling"],
            "the order stands in a namespace, so the filter selects nothing",
            &|o| {
                o.root.set_attribute("xmlns", "urn:etax:khac");
                for stage in &mut o.stages {
                    stage.data = "KHONG_CO";
                }
                Ok(())
            },
        ),
        (
            "order-filter-elsewhere",
            &["signature.reference.target"],
            "what the filter selects stands where no order belongs",
            &|o| {
                let content = o.root.remove("NDUNG_CTU_NH/NDUNG_CTU")?;
                o.root.at_mut("NDUNG_CTU_NH")?.push(Element::new("KHAC").with(content));
                stage(o, 0)?.data = "NDUNG_CTU_NH/KHAC/NDUNG_CTU";
                stage(o, 1)?.data = "NDUNG_CTU_NH/KHAC/NDUNG_CTU";
                Ok(())
            },
        ),
        ("order-payer-other", &["signer.tax-code.mismatch"], "somebody else signs for the payer", &|o| {
            stage(o, 0)?.signer = bench.world.seller(2).1;
            Ok(())
        }),
        (
            "order-payer-instead",
            &["signer.tax-code.delegate"],
            "who signs pays instead of the taxpayer, as the order says",
            &|o| {
                let (party, signer) = bench.world.seller(2);
                stage(o, 0)?.signer = signer;
                o.root.set("NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_HDR/MST_NTHAY", &party.tax_code)?;
                o.root.set("NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_HDR/TEN_NTHAY", &party.name)
            },
        ),
    ];
    for (name, fires, shows, change) in changes {
        let sound = order(bench);
        let mut broken = sound.clone();
        change(&mut broken)?;
        let (broken, sound) = (broken.finish()?, sound.finish()?);
        list.push(Variant::new(name, broken.into_bytes(), sound.as_bytes(), fires, shows));
    }
    Ok(())
}

/// Orders that are changed after they were signed.
fn altered_orders(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    type Change = fn(&str) -> String;
    let changes: [(&str, &[&'static str], &'static str, Change); 5] = [
        ("order-digest", &["signature.digest"], "another sum to pay", |t| {
            t.replacen("<TONG_TIEN>", "<TONG_TIEN>9", 1)
        }),
        ("order-digest-bank", &["signature.digest"], "another number of the bank's", |t| {
            t.replacen("<SO_CTU>", "<SO_CTU>9", 1)
        }),
        (
            "order-second-content",
            &["signature.reference.ambiguous"],
            "a second order before the signed one",
            |t| {
                let content = part(t, "<NDUNG_CTU>", "</NDUNG_CTU>");
                let forged = content.replacen("<TONG_TIEN>", "<TONG_TIEN>9", 1);
                t.replacen(content, &format!("{forged}{content}"), 1)
            },
        ),
        (
            "order-content-in-object",
            &["signature.reference.target"],
            "the signed order moved into an Object, a forged one without the name in its place",
            |t| {
                let content = part(t, "<NDUNG_CTU>", "</NDUNG_CTU>");
                let moved = content.replacen("<NDUNG_CTU>", "<NDUNG_CTU xmlns=\"\">", 1);
                let forged = content.replace("NDUNG_CTU>", "NDUNG_CTU1>");
                t.replacen(content, &forged, 1).replacen("<Object>", &format!("<Object>{moved}"), 1)
            },
        ),
        ("order-comment", &["signature.field.markup"], "a comment inside the sum", |t| {
            t.replacen("<TONG_TIEN>", "<TONG_TIEN><!-- -->", 1)
        }),
    ];
    let sound = order(bench).finish()?;
    for (name, fires, shows, change) in changes {
        list.push(Variant::new(name, change(&sound).into_bytes(), sound.as_bytes(), fires, shows));
    }
    Ok(())
}

fn paper(bench: &Bench, paper: Paper) -> Draft {
    paper.draft(&bench.world, bench.world.seller(0), &mut Random::branch(99, 60 + paper as u64))
}

fn at_place(draft: &mut Draft, place: &str) -> Result<Job> {
    let mut job = job(draft, 0)?.clone();
    job.place = place.to_owned();
    let (parent, holder) = place.rsplit_once('/').unwrap_or(("", place));
    draft.root.at_mut(parent)?.push(Element::new(holder));
    if let Some(time) = &mut job.style.time {
        time.id = "SigningTime-khac".to_owned();
    }
    Ok(job)
}

fn papers(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    type Change<'c> = &'c dyn Fn(&mut Draft) -> Result<()>;
    let none: Change<'_> = &|d| {
        d.jobs.clear();
        Ok(())
    };
    let changes: [(&str, Paper, &[&'static str], &'static str, Change<'_>); 14] = [
        (
            "notice-missing",
            Paper::Notice,
            &["signature.missing"],
            "an authority's notice without signature",
            none,
        ),
        (
            "notice-number-missing-office",
            Paper::Numbered,
            &["signature.missing"],
            "signed by the head of the office alone",
            &|d| {
                d.jobs.truncate(1);
                Ok(())
            },
        ),
        (
            "notice-number-missing-head",
            Paper::Numbered,
            &["signature.missing.usual"],
            "signed by the office alone",
            &|d| {
                d.jobs.remove(0);
                Ok(())
            },
        ),
        (
            "notice-number-coverage",
            Paper::Numbered,
            &["signature.coverage"],
            "the office leaves out the number it gave",
            &|d| {
                job(d, 1)?.targets.truncate(1);
                Ok(())
            },
        ),
        (
            "notice-place-taxpayer",
            Paper::Notice,
            &["signature.place"],
            "an authority's notice with a taxpayer's signature besides",
            &|d| {
                let mut extra = at_place(d, "DSCKS/NNT")?;
                extra.signer = bench.world.seller(0).1;
                d.jobs.push(extra);
                Ok(())
            },
        ),
        (
            "notice-place-authority",
            Paper::Mistakes,
            &["signature.place"],
            "a taxpayer's notice with the authority's signature besides",
            &|d| {
                let mut extra = at_place(d, "DSCKS/CQT")?;
                extra.signer = Arc::clone(&bench.world.pki.authority);
                d.jobs.push(extra);
                Ok(())
            },
        ),
        (
            "notice-mistakes-other",
            Paper::Mistakes,
            &["signer.tax-code.mismatch"],
            "a notice of wrong invoices signed by somebody else",
            &|d| {
                job(d, 0)?.signer = bench.world.seller(1).1;
                Ok(())
            },
        ),
        ("minutes-missing", Paper::Minutes, &["signature.missing"], "minutes that nobody has signed", none),
        (
            "minutes-missing-buyer",
            Paper::Minutes,
            &["signature.missing.party"],
            "minutes that only the seller has signed",
            &|d| {
                d.jobs.truncate(1);
                Ok(())
            },
        ),
        (
            "registration-missing",
            Paper::Registration,
            &["signature.missing"],
            "a registration without signature",
            none,
        ),
        (
            "tax-notice-missing",
            Paper::TaxNotice,
            &["signature.missing"],
            "a tax notice without signature",
            none,
        ),
        (
            "tax-notice-twice",
            Paper::TaxNotice,
            &["signature.place"],
            "a signature beside the place for signatures",
            &|d| {
                let mut extra = job(d, 0)?.clone();
                extra.place.clear();
                d.jobs.push(extra);
                Ok(())
            },
        ),
        (
            "filing-missing",
            Paper::Filing,
            &["signature.missing"],
            "a registration of filing without signature",
            none,
        ),
        (
            "filing-place",
            Paper::Filing,
            &["signature.place"],
            "the signature of a registration of filing deep inside it",
            &|d| {
                job(d, 0)?.place = "DKyThue/NDungDKy".to_owned();
                Ok(())
            },
        ),
    ];
    for (name, paper_kind, fires, shows, change) in changes {
        let sound = paper(bench, paper_kind);
        let mut broken = sound.clone();
        change(&mut broken)?;
        let (broken, sound) = (broken.finish()?, sound.finish()?);
        list.push(Variant::new(name, broken.into_bytes(), sound.as_bytes(), fires, shows));
    }
    let sound = paper(bench, Paper::Filing).finish()?;
    let broken = sound.replacen("<ten_T_VAN>", "<ten_T_VAN>KHÁC ", 1);
    let shows = "another provider put in after signing";
    list.push(Variant::new(
        "filing-digest",
        broken.into_bytes(),
        sound.as_bytes(),
        &["signature.digest"],
        shows,
    ));
    Ok(())
}

/// What the table of required signatures says about invoices and messages, and what stands in signed fields.
fn invoices(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    list.push(bench.changed(
        "signature-missing-ticket",
        Base::UncodedTicket,
        &["signature.missing.usual"],
        "an uncoded ticket without its seller's signature",
        |d| {
            d.jobs.clear();
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "signature-limit-references",
        Base::Uncoded,
        &["signature.limit"],
        "four references in one signature",
        |d| {
            let targets = &mut job(d, 0)?.targets;
            targets.extend(targets.clone());
            targets.extend(targets.clone());
            Ok(())
        },
    )?);
    type Change = fn(&str) -> String;
    let changes: [(&str, Base, &'static str, Change); 3] = [
        ("signature-field-comment", Base::Coded, "a comment inside the seller's tax code", |t| {
            t.replacen("<MST>99", "<MST>99<!-- -->", 1)
        }),
        ("signature-field-comment-free", Base::FreeFields, "a comment inside a free field", |t| {
            t.replacen("</TTruong>", "<!-- --></TTruong>", 1)
        }),
        ("signature-field-comment-declaration", Base::Declaration, "a comment inside an indicator", |t| {
            t.replacen("</ct22>", "<!-- --></ct22>", 1)
        }),
    ];
    for (name, base, shows, change) in changes {
        list.push(bench.altered(name, base, &["signature.field.markup"], shows, change)?);
    }
    list.push(bench.changed(
        "signature-field-instruction",
        Base::Declaration,
        &["signature.field.markup"],
        "a processing instruction inside an indicator, signed with it",
        |d| {
            let field = d.root.at_mut("HSoKhaiThue/CTieuTKhaiChinh/ct22")?;
            field.children.push(Node::Instruction("etax".to_owned(), "thu".to_owned()));
            Ok(())
        },
    )?);
    Ok(())
}
