//! Which certificates a revocation list speaks for (RFC 5280, sections 5.2.5 and 6.3.3 b).

use super::parts::Parts;
use super::statement::Reasons;
use super::tlv::{BOOLEAN, Fields, SEQUENCE, SET, Tlv, constructed, context};
use super::{Certificate, DistinguishedName};
use ::der::Decode;
use x509_cert::name::Name;

/// Names of one distribution point that are looked at.
const MOST_NAMES: usize = 16;
/// Distribution points of one certificate that are looked at.
const MOST_POINTS: usize = 16;

/// issuingDistributionPoint. The default is a complete list: every certificate of its issuer.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// Names of the distribution point; `None` for a list that is not of one.
    names: Option<Vec<PointName>>,
    only_users: bool,
    only_authorities: bool,
    only_attributes: bool,
    reasons: Reasons,
    pub(crate) indirect: bool,
}

/// One name: its tag, and its bytes; of a directory name what [`DistinguishedName`] compares.
type PointName = (u8, Vec<u8>);

const DIRECTORY_NAME: u8 = constructed(4);

impl Default for Scope {
    fn default() -> Self {
        Self {
            names: None,
            only_users: false,
            only_authorities: false,
            only_attributes: false,
            reasons: Reasons::ALL,
            indirect: false,
        }
    }
}

impl Scope {
    /// Reads the extension's content in a list of `issuer`, a DER name.
    pub(crate) fn read(der: &[u8], issuer: &[u8]) -> Option<Self> {
        let mut fields = Tlv::only(der, SEQUENCE)?.fields();
        let names = match fields.optional(constructed(0))? {
            Some(point) => Some(names(point, issuer)?),
            None => None,
        };
        let mut flag = |number| match fields.optional(context(number))? {
            Some(flag) => flag.boolean(),
            None => Some(false),
        };
        let (only_users, only_authorities) = (flag(1)?, flag(2)?);
        let reasons = fields.optional(context(3))?.map_or(Reasons::ALL, |bits| Reasons::of(bits.value));
        let mut flag = |number| match fields.optional(context(number))? {
            Some(flag) => flag.boolean(),
            None => Some(false),
        };
        let (indirect, only_attributes) = (flag(4)?, flag(5)?);
        fields.is_empty().then_some(Self {
            names,
            only_users,
            only_authorities,
            only_attributes,
            reasons,
            indirect,
        })
    }

    /// For which reasons the list speaks for a certificate; `None` when it says nothing about it.
    pub(crate) fn covers(&self, certificate: &Certificate, points: &Points) -> Option<Reasons> {
        if self.only_attributes {
            return None;
        }
        if self.only_users || self.only_authorities {
            let authority = is_authority(certificate);
            if (self.only_users && authority) || (self.only_authorities && !authority) {
                return None;
            }
        }
        let Some(names) = &self.names else { return Some(self.reasons) };
        points
            .0
            .iter()
            .filter(|point| point.names.iter().any(|name| names.contains(name)))
            .map(|point| point.reasons.and(self.reasons))
            .reduce(Reasons::or)
    }
}

fn is_authority(certificate: &Certificate) -> bool {
    let constraints = Parts::of(certificate).and_then(|parts| parts.extension("2.5.29.19"));
    constraints.is_some_and(|constraints| {
        let flag = || Tlv::only(constraints.value, SEQUENCE)?.fields().take(BOOLEAN)?.boolean();
        flag().unwrap_or(false)
    })
}

/// The distribution points where a certificate says its own issuer's lists are (cRLDistributionPoints, section
/// 4.2.1.13).
#[derive(Debug)]
pub(crate) struct Points(Vec<Point>);

#[derive(Debug)]
struct Point {
    names: Vec<PointName>,
    reasons: Reasons,
}

impl Points {
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let Some(parts) = Parts::of(certificate) else { return Self(Vec::new()) };
        match parts.extension("2.5.29.31") {
            // A malformed one names nothing, so that only complete lists speak for the certificate.
            Some(extension) => Self(points(extension.value, parts.issuer).unwrap_or_default()),
            // Without the extension the issuer's own name stands for it (section 6.3.3).
            None => {
                let names = directory(parts.issuer).into_iter().collect();
                Self(vec![Point { names, reasons: Reasons::ALL }])
            }
        }
    }
}

fn points(der: &[u8], issuer: &[u8]) -> Option<Vec<Point>> {
    let mut fields = Tlv::only(der, SEQUENCE)?.fields();
    let mut found = Vec::new();
    while !fields.is_empty() && found.len() < MOST_POINTS {
        let mut point = fields.take(SEQUENCE)?.fields();
        let name = point.optional(constructed(0))?;
        let reasons = point.optional(context(1))?.map_or(Reasons::ALL, |bits| Reasons::of(bits.value));
        // Lists by another issuer are indirect lists.
        if point.optional(constructed(2))?.is_some() {
            continue;
        }
        if let Some(name) = name {
            found.push(Point { names: names(name, issuer)?, reasons });
        }
    }
    Some(found)
}

/// The names in the explicit tag around a DistributionPointName.
fn names(point: Tlv<'_>, issuer: &[u8]) -> Option<Vec<PointName>> {
    let mut choice = point.fields();
    let name = choice.next()?;
    if !choice.is_empty() {
        return None;
    }
    if name.tag == constructed(1) {
        // One RDN to be put after the issuer's name.
        let mut content = Tlv::only(issuer, SEQUENCE)?.value.to_vec();
        content.extend(encoded(SET, name.value)?);
        return Some(directory(&encoded(SEQUENCE, &content)?).into_iter().collect());
    }
    if name.tag != constructed(0) {
        return None;
    }
    let mut found = Vec::new();
    let mut fields: Fields<'_> = name.fields();
    while !fields.is_empty() && found.len() < MOST_NAMES {
        let general = fields.next()?;
        if general.tag == DIRECTORY_NAME {
            found.extend(directory(general.value));
        } else {
            found.push((general.tag, general.value.to_vec()));
        }
    }
    Some(found)
}

fn directory(name: &[u8]) -> Option<PointName> {
    let name = Name::from_der(name).ok()?;
    Some((DIRECTORY_NAME, DistinguishedName::of(&name)?.key().to_vec()))
}

/// DER of a value that is at most a few names long.
fn encoded(tag: u8, value: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(value.len()).ok()?;
    let mut der = vec![tag];
    match length {
        0..0x80 => der.push(u8::try_from(length).ok()?),
        0x80..0x100 => der.extend([0x81, u8::try_from(length).ok()?]),
        _ => {
            der.push(0x82);
            der.extend(length.to_be_bytes());
        }
    }
    der.extend(value);
    Some(der)
}
