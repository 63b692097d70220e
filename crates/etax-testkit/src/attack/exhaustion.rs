//! Documents made to be expensive. Every one meets a limit that counts; none is measured by time.

use super::stage::Stage;
use super::{Attack, Carrier, Class};
use crate::error::Result;
use crate::sign::C14N;

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    if !matches!(
        stage.carrier,
        Carrier::Invoice | Carrier::Batch | Carrier::Declaration | Carrier::Notice | Carrier::Order
    ) {
        return Ok(());
    }
    let name = |local: &str| stage.name(local);
    let tag = stage.data_tag()?;
    let into = |inside: &str| stage.altered(|text| text.replacen(&tag, &format!("{tag}{inside}"), 1));
    let with = |attributes: &str| {
        stage.altered(|text| text.replacen(&tag, &tag.replacen('>', &format!("{attributes}>"), 1), 1))
    };
    let reference = stage.part_of("Reference")?;
    let value = stage.part_of("SignatureValue")?;
    let certificate = stage.part_of("X509Certificate")?;
    let digest = stage.part_of("DigestValue")?;
    let signature = stage.signature_text()?;
    let sign = |from: &str, to: &str| stage.altered_signature(|text| text.replacen(from, to, 1));
    let leaf = |local: &str, text: &str| format!("<{0}>{text}</{0}>", name(local));
    let nested = |count: usize| format!("{}{}", "<a>".repeat(count), "</a>".repeat(count));
    let declarations = |count: usize, at: usize| {
        (0..count).map(|n| format!(" xmlns:p{at}x{n}=\"urn:{n}\"")).collect::<String>()
    };
    let transform = format!("<{0} Algorithm=\"{C14N}\"></{0}>", name("Transform"));
    let prefixes: String = (0..2_000).map(|n| format!("p{n} ")).collect();
    let object = format!("<{0}></{0}>", name("Object"));
    let inclusive = format!(
        "<{0} Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><InclusiveNamespaces \
         xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{prefixes}\"></InclusiveNamespaces></{0}>",
        name("CanonicalizationMethod")
    );
    let method = stage.part_of("CanonicalizationMethod")?;
    let long = "A".repeat(1 << 20);
    let schema = "signature.schema";
    // Declarations declare two namespaces already, so that their number is met first there.
    let declared =
        if stage.carrier == Carrier::Declaration { "xml.namespace" } else { "xml.limit.attributes" };
    let mut cases: Vec<(&str, &'static str, &'static str, Vec<u8>)> = vec![
        ("depth", "xml.limit.depth", "a thousand elements inside each other", into(&nested(1_000))?),
        (
            "depth-signature",
            "xml.limit.depth",
            "a thousand elements inside each other in an Object",
            sign(&value, &format!("{value}{}", leaf("Object", &nested(1_000))))?,
        ),
        (
            "attributes",
            "xml.limit.attributes",
            "twenty thousand attributes on the signed data",
            with(&(0..20_000).map(|n| format!(" a{n}=\"\"")).collect::<String>())?,
        ),
        (
            "declarations",
            declared,
            "ten thousand namespace declarations on the signed data",
            with(&declarations(10_000, 0))?,
        ),
        (
            "declarations-nested",
            "xml.namespace",
            "fifty declarations at each of fifty levels, for a canonicalizer that copies them down",
            into(&{
                let open: String = (0..50).map(|at| format!("<a{}>", declarations(50, at))).collect();
                format!("{open}{}", "</a>".repeat(50))
            })?,
        ),
        ("elements", "xml.limit.nodes", "a hundred thousand empty elements", into(&"<a/>".repeat(100_000))?),
        (
            "names",
            "xml.limit.names",
            "five thousand different names",
            into(&(0..5_000).map(|n| format!("<ten{n}>12345678</ten{n}>")).collect::<String>())?,
        ),
        ("name", "xml.limit.names", "a name of 100 KB", into(&format!("<{0}></{0}>", "a".repeat(100_000)))?),
        (
            "attribute",
            "xml.limit.value",
            "an attribute of 100 KB",
            with(&format!(" a=\"{}\"", "x".repeat(100_000)))?,
        ),
        (
            "references",
            schema,
            "a thousand references to the signed data",
            sign(&reference, &reference.repeat(1_000))?,
        ),
        (
            "references-nine",
            schema,
            "one reference more than is looked at",
            sign(&reference, &reference.repeat(9))?,
        ),
        (
            "transforms",
            schema,
            "a thousand transforms",
            sign(&reference, &{
                let list = leaf("Transforms", &transform.repeat(1_000));
                let bare = reference.split_inclusive('>').next().unwrap_or_default().to_owned();
                let start = reference.find(&format!("<{}", name("DigestMethod"))).unwrap_or(0);
                format!("{bare}{list}{}", reference.get(start..).unwrap_or_default())
            })?,
        ),
        (
            "prefixes",
            "signature.algorithm",
            "two thousand prefixes to look for at every element",
            sign(&method, &inclusive)?,
        ),
        ("certificates", schema, "a hundred certificates", sign(&certificate, &certificate.repeat(100))?),
        ("objects", schema, "a thousand Objects", sign(&value, &format!("{value}{}", object.repeat(1_000)))?),
        (
            "objects-last",
            schema,
            "nine Objects behind KeyInfo",
            sign(&format!("</{}>", name("KeyInfo")), &format!("</{}>{}", name("KeyInfo"), object.repeat(9)))?,
        ),
        ("value", schema, "a signature value of a megabyte", sign(&value, &leaf("SignatureValue", &long))?),
        ("digest-value", schema, "a digest of a megabyte", sign(&digest, &leaf("DigestValue", &long))?),
        (
            "certificate",
            schema,
            "a certificate of a megabyte",
            sign(&certificate, &leaf("X509Certificate", &long))?,
        ),
        (
            "comment",
            schema,
            "a comment of a megabyte inside SignedInfo",
            sign(&reference, &format!("{reference}<!--{long}-->"))?,
        ),
        (
            "signatures",
            "signature.place",
            "a hundred copies of the signature at the end of the document",
            stage.altered(|text| {
                let end = format!("</{}>", stage.root.name);
                text.replacen(&end, &format!("{}{end}", signature.repeat(100)), 1)
            })?,
        ),
        ("signatures-nested", "signature.place", "twenty signatures inside each other's Objects", {
            let object = name("Object");
            let end = format!("</{}>", name("Signature"));
            let wrapped = (0..20).fold(signature.clone(), |inner, _| {
                signature.replacen(&end, &format!("<{object}>{inner}</{object}>{end}"), 1)
            });
            stage.altered(|text| text.replacen(&signature, &wrapped, 1))?
        }),
    ];
    if stage.has_id() {
        cases.push((
            "uri",
            "signature.reference.dangling",
            "a reference to an Id of 60 KB",
            sign(&reference, &reference.replacen("URI=\"#", &format!("URI=\"#{}", "x".repeat(60_000)), 1))?,
        ));
    }
    // Large, and nothing more: a long comment behind the document.
    let twin = stage.altered(|text| format!("{text}<!--{}-->", "x".repeat(200_000)))?;
    for (idea, rule, shows, bytes) in cases {
        list.push(Attack::on(stage, Class::Exhaustion, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    Ok(())
}
