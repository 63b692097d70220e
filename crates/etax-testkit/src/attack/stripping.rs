//! Signatures and codes removed, exchanged, or taken from other documents.

use super::stage::{Stage, join};
use super::{Attack, Carrier, Class};
use crate::error::{Error, Result};
use crate::tree::Element;
use crate::variant::Bench;

const MISSING: &str = "signature.missing";
const PLACE: &str = "signature.place";
const DIGEST: &str = "signature.digest";

pub(super) fn add(bench: &Bench, stages: &[Stage], list: &mut Vec<Attack>) -> Result<()> {
    for stage in stages {
        anywhere(stage, list)?;
        match stage.carrier {
            Carrier::Coded => coded(bench, stage, list)?,
            Carrier::Invoice => invoice(stage, list)?,
            Carrier::Report => report(stage, list)?,
            Carrier::Batch => batch(bench, stage, list)?,
            _ => {}
        }
    }
    Ok(())
}

/// What is missing when the signature of a carrier is gone.
pub(super) const fn missing(carrier: Carrier) -> &'static str {
    match carrier {
        // A batch may be unsigned where each invoice carries its own signature.
        Carrier::Batch => "code.cash-register.undecided",
        // The buyer's signature is still there.
        Carrier::Minutes => "signature.missing.party",
        _ => MISSING,
    }
}

fn anywhere(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Stripping, idea, fires, shows, bytes));
    };
    let gone = missing(stage.carrier);
    let bytes = stage.edited(|root| root.remove(&stage.signature()).map(|_| ()))?;
    push("removed", &[gone], "the signature removed", bytes);
    if stage.holder_path() != stage.unit {
        let bytes = stage.edited(|root| root.remove(&stage.holder_path()).map(|_| ()))?;
        push("holder-removed", &[gone], "the signature removed with the element that holds it", bytes);
    }
    let bytes = stage.edited(|root| {
        root.at_mut(&stage.signature())?.children.clear();
        Ok(())
    })?;
    // Which of the three it was, only what stands in it says.
    let rule = if stage.has_id() { "signature.schema" } else { MISSING };
    push("emptied", &[rule], "everything inside the signature removed", bytes);
    let bytes = stage.edited(|root| {
        let signature = root.remove(&stage.signature())?;
        root.at_mut(stage.unit)?.push(Element::new("TTKhac").with(signature));
        Ok(())
    })?;
    push("moved", &[gone, PLACE], "the signature moved into a free field", bytes);
    let bytes = stage.edited(|root| {
        let signature = root.remove(&stage.signature())?;
        root.at_mut(&stage.data_path())?.push(signature);
        Ok(())
    })?;
    push("into-data", &[gone, PLACE], "the signature moved into the signed data", bytes);
    // Signed documents of the same signer, whose signatures hold where they belong.
    let forged = |root: &mut Element| -> Result<()> {
        let forged = stage.forged()?;
        *root.at_mut(&stage.data_path())? = forged;
        stage.redigest(root, 1, &stage.data_path())?;
        stage.seal(root, stage.signer.key, crate::key::Hash::Sha256)
    };
    let bytes = stage.edited(|root| {
        let data = root.at(&stage.data_path())?.clone();
        forged(root)?;
        *root.at_mut(&stage.data_path())? = data;
        Ok(())
    })?;
    push("transplanted", &[DIGEST], "the signer's signature over another document under the same Id", bytes);
    if stage.has_id() {
        push(
            "transplanted-id",
            &["signature.reference.dangling"],
            "the signer's signature over another document under another Id",
            other_id(stage)?,
        );
    }
    let bytes = stage.edited(|root| {
        let forged = stage.forged()?;
        *root.at_mut(&stage.data_path())? = forged;
        Ok(())
    })?;
    push("changed", &[DIGEST], "an amount changed after signing", bytes);
    let bytes = stage.edited(|root| {
        let forged = stage.forged()?;
        *root.at_mut(&stage.data_path())? = forged;
        stage.redigest(root, 1, &stage.data_path())
    })?;
    push("redigested", &["signature.value"], "an amount and its digest changed after signing", bytes);
    Ok(())
}

fn invoice(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    for (idea, fires, shows, holder) in [
        ("buyers", &[MISSING][..], "the seller's signature put where the buyer signs", "NMua"),
        ("others", &[MISSING], "the seller's signature put where anybody signs", "CCKSKhac"),
        (
            "authoritys",
            &[MISSING, "signer.authority.not-recognised"],
            "the seller's signature put where the authority signs",
            "CQT",
        ),
    ] {
        let bytes = stage.edited(|root| {
            let signature = root.remove(&stage.signature())?;
            root.at_mut("DSCKS")?.push(Element::new(holder).with(signature));
            Ok(())
        })?;
        list.push(Attack::on(stage, Class::Stripping, idea, fires, shows, bytes));
    }
    let bytes = stage.edited(|root| {
        let holder = root.at("DSCKS/NBan")?.clone();
        root.at_mut("DSCKS")?.push(holder);
        Ok(())
    })?;
    let shows = "the seller's signature and its holder twice";
    list.push(Attack::on(stage, Class::Stripping, "holder-twice", &[PLACE], shows, bytes));
    let bytes = stage.edited(|root| {
        let code = Element::leaf("MCCQT", "0066AABBCCDDEEFF00112233445566778899").attribute("Id", "Id-1");
        root.insert_before("DSCKS", code)
    })?;
    let shows = "a code of the authority put into an invoice without";
    list.push(Attack::on(stage, Class::Stripping, "code-added", &[MISSING], shows, bytes));
    let bytes = stage.edited(|root| {
        let series = root.at("DLHDon/TTChung/KHHDon")?.text().replacen('T', "M", 1);
        root.remove(&stage.signature())?;
        root.set("DLHDon/TTChung/KHHDon", &series)
    })?;
    let shows = "the signature removed, the series changed to that of a cash register";
    let rule = "signature.cash-register.unsigned";
    list.push(Attack::on(stage, Class::Stripping, "cash-register", &[rule], shows, bytes));
    Ok(())
}

fn coded(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Stripping, idea, fires, shows, bytes));
    };
    let other = bench.other()?;
    let authority = "DSCKS/CQT/Signature";
    let bytes = stage.edited(|root| root.remove(authority).map(|_| ()))?;
    push("no-authority", &[MISSING], "the authority's signature removed, the code kept", bytes);
    let bytes = stage.edited(|root| {
        root.remove(authority)?;
        root.remove(&stage.signature()).map(|_| ())
    })?;
    push("neither", &[MISSING], "both signatures removed, the code kept", bytes);
    let bytes = stage.edited(|root| root.remove("DSCKS").map(|_| ()))?;
    push("no-signatures", &[MISSING], "the whole element of signatures removed", bytes);
    let bytes = stage.edited(|root| root.remove("MCCQT").map(|_| ()))?;
    push(
        "no-code",
        &["signature.reference.dangling"],
        "the code removed, the authority's signature kept",
        bytes,
    );
    let bytes = stage.edited(|root| root.set("MCCQT", ""))?;
    push("code-emptied", &[DIGEST], "the code emptied, the authority's signature kept", bytes);
    let code = other.at("MCCQT")?.clone();
    let bytes = stage.edited(|root| root.set("MCCQT", &code.text()))?;
    push("code-swapped", &[DIGEST], "the code of another invoice under this one's Id", bytes);
    let bytes = stage.edited(|root| {
        *root.at_mut("MCCQT")? = code.clone();
        Ok(())
    })?;
    push("code-and-id", &["signature.reference.dangling"], "the code of another invoice with its Id", bytes);
    let bytes = stage.edited(|root| root.insert_before("MCCQT", code.clone()))?;
    push(
        "code-first",
        &["signature.reference.ambiguous"],
        "the code of another invoice before this one's",
        bytes,
    );
    let signature = other.at(authority)?.clone();
    let bytes = stage.edited(|root| {
        *root.at_mut(authority)? = signature.clone();
        Ok(())
    })?;
    push(
        "authority-of-another",
        &["signature.reference.dangling"],
        "the authority's signature over another invoice",
        bytes,
    );
    let bytes = stage.edited(|root| {
        *root.at_mut(authority)? = signature.clone();
        *root.at_mut("MCCQT")? = code.clone();
        Ok(())
    })?;
    push(
        "code-with-signature",
        &["signature.reference.dangling"],
        "code and authority's signature of another invoice",
        bytes,
    );
    let bytes = stage.edited(|root| {
        *root.at_mut(authority)? = signature;
        *root.at_mut("MCCQT")? = code;
        let id = other.at("DLHDon")?.id().unwrap_or_default().to_owned();
        root.at_mut("DLHDon")?.set_attribute("Id", &id);
        Ok(())
    })?;
    push("code-and-ids", &[DIGEST], "code and authority's signature of another invoice under its Ids", bytes);
    let bytes = stage.edited(|root| {
        let (seller, authority) = (stage.signature(), authority);
        let one = root.at(&seller)?.clone();
        let two = std::mem::replace(root.at_mut(authority)?, one);
        *root.at_mut(&seller)? = two;
        Ok(())
    })?;
    push(
        "exchanged",
        &["signer.authority.not-recognised"],
        "seller's and authority's signature in each other's place",
        bytes,
    );
    let bytes = stage.edited(|root| {
        let two = root.at(authority)?.clone();
        *root.at_mut(&stage.signature())? = two;
        Ok(())
    })?;
    push(
        "authority-twice",
        &["signature.reference.target"],
        "the authority's signature also in the seller's place",
        bytes,
    );
    Ok(())
}

fn report(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Stripping, idea, fires, shows, bytes));
    };
    let first = stage.signature();
    let second = first.replacen("HDon[1]", "HDon[2]", 1);
    let bytes = stage.edited(|root| {
        let one = root.at(&first)?.clone();
        let two = std::mem::replace(root.at_mut(&second)?, one);
        *root.at_mut(&first)? = two;
        Ok(())
    })?;
    push("exchanged", &["signature.reference.dangling"], "the signatures of two invoices exchanged", bytes);
    let bytes = stage.edited(|root| {
        let mut third = root.at(stage.unit)?.clone();
        third.remove("DSCKS/NBan/Signature")?;
        root.at_mut("DLieu")?.push(third);
        Ok(())
    })?;
    push("unsigned-added", &[MISSING], "an invoice without signature put into the message", bytes);
    let bytes = stage.edited(|root| {
        let one = root.at("DLieu/HDon[1]/DLHDon")?.clone();
        let two = std::mem::replace(root.at_mut("DLieu/HDon[2]/DLHDon")?, one);
        *root.at_mut("DLieu/HDon[1]/DLHDon")? = two;
        Ok(())
    })?;
    push(
        "data-exchanged",
        &["signature.reference.dangling"],
        "the data of two signed invoices exchanged",
        bytes,
    );
    Ok(())
}

fn batch(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Stripping, idea, fires, shows, bytes));
    };
    let extra = |root: &Element| -> Result<Element> {
        let mut invoice = root.at("DLieu/HDon[1]")?.clone();
        invoice.set("DLHDon/TTChung/SHDon", "999")?;
        Ok(invoice)
    };
    let bytes = stage.edited(|root| {
        let invoice = extra(root)?;
        root.at_mut("DLieu")?.push(invoice);
        Ok(())
    })?;
    push("added", &[DIGEST], "an invoice put into a signed batch", bytes);
    let bytes = stage.edited(|root| root.remove("DLieu/HDon[2]").map(|_| ()))?;
    push("taken-out", &[DIGEST], "an invoice taken out of a signed batch", bytes);
    let bytes = stage.edited(|root| {
        let invoice = root.remove("DLieu/HDon[2]")?;
        root.at_mut("DLieu")?.children.insert(0, crate::tree::Node::Element(invoice));
        Ok(())
    })?;
    push("reordered", &[DIGEST], "the invoices of a signed batch in another order", bytes);
    let bytes = stage.edited(|root| {
        let invoice = extra(root)?;
        let second = Element::new("DLieu").with(invoice);
        root.insert_before("CKSNNT", second)
    })?;
    push("second-data", &["signature.reference.ambiguous"], "an unsigned invoice in a second DLieu", bytes);
    let bytes = stage.edited(|root| {
        let invoice = extra(root)?;
        root.insert_before("CKSNNT", invoice)
    })?;
    push(
        "beside-data",
        &["signature.reference.ambiguous"],
        "an unsigned invoice beside the signed data",
        bytes,
    );
    let bytes = stage.edited(|root| root.set("TTChung/MST", &bench.world.seller(1).0.tax_code))?;
    push(
        "sender-changed",
        &["signer.tax-code.mismatch"],
        "the tax code in the unsigned header changed",
        bytes,
    );
    let bytes = stage.edited(|root| {
        let signature = root.remove(&stage.signature())?;
        root.at_mut("DLieu/HDon[1]/DSCKS/NBan")?.push(signature);
        Ok(())
    })?;
    push(
        "into-invoice",
        &["signature.reference.dangling"],
        "the batch's signature put into one of its invoices",
        bytes,
    );
    let other = bench.message(1)?;
    let bytes = stage.edited(|root| {
        let signature = other.at(&join("CKSNNT", "Signature"))?.clone();
        *root.at_mut(&stage.signature())? = signature;
        Ok(())
    })?;
    push("of-another", &["signature.reference.dangling"], "the signature of another batch", bytes);
    let bytes = stage.edited(|root| {
        let invoice = other.at("DLieu/HDon[1]")?.clone();
        if root.at("DLieu/HDon[1]")? == &invoice {
            return Err(Error::new("the same invoice"));
        }
        *root.at_mut("DLieu/HDon[1]")? = invoice;
        Ok(())
    })?;
    push("invoice-of-another", &[DIGEST], "an invoice of another signed batch put into this one", bytes);
    Ok(())
}

/// A sound signature of the same signer over the same data under another Id.
fn other_id(stage: &Stage) -> Result<Vec<u8>> {
    stage.edited(|root| {
        let data = root.at(&stage.data_path())?.clone();
        let (name, _) = stage.id()?;
        root.at_mut(&stage.data_path())?.set_attribute(&name, "van-ban-khac");
        root.at_mut(&stage.inside("SignedInfo/Reference"))?.set_attribute("URI", "#van-ban-khac");
        stage.redigest(root, 1, &stage.data_path())?;
        stage.seal(root, stage.signer.key, crate::key::Hash::Sha256)?;
        *root.at_mut(&stage.data_path())? = data;
        Ok(())
    })
}
