//! Name constraints (RFC 5280, section 4.2.1.10): which names an issuer may give to those below it.

use super::general_name::{GeneralName, MOST_NAMES};
use super::{Certificate, DistinguishedName, Unreadable};
use ::der::asn1::AnyRef;
use ::der::{Decode, Reader, SliceReader, Tag, Tagged};

/// PKCS #9 emailAddress in a subject; rfc822 constraints hold for it too.
const EMAIL_ATTRIBUTE: &str = "1.2.840.113549.1.9.1";
/// As many characters of an attribute are kept at most; one that long may have been cut.
const LONGEST_EMAIL: usize = 500;

/// One subtree: its base, and whether it can be processed at all.
#[derive(Clone, Debug)]
struct Subtree {
    base: GeneralName,
    /// Minimum and maximum are as RFC 5280 wants them, and the base is well formed.
    plain: bool,
}

/// The extension of one certificate.
#[derive(Clone, Debug, Default)]
pub(super) struct NameConstraints {
    permitted: Vec<Subtree>,
    excluded: Vec<Subtree>,
    too_many: bool,
}

/// What constraints say about the names of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allowance {
    Allowed,
    Refused,
    /// A constraint or name is of a form that is not processed.
    Unsupported,
    /// More comparisons than the search may spend.
    TooMany,
}

/// How one name stands to one subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Within,
    Outside,
    /// The name or the base cannot be compared.
    Unclear,
}

impl NameConstraints {
    pub(super) fn read(der: &[u8]) -> Result<Self, Unreadable> {
        Self::parse(der).ok_or(Unreadable("unreadable name constraints"))
    }

    fn parse(der: &[u8]) -> Option<Self> {
        let outer = AnyRef::from_der(der).ok()?;
        if outer.tag() != Tag::Sequence {
            return None;
        }
        let mut found = Self::default();
        let mut reader = SliceReader::new(outer.value()).ok()?;
        let mut last = None;
        while !reader.is_finished() {
            let list = AnyRef::decode(&mut reader).ok()?;
            let number = context(list)?;
            if last.is_some_and(|last| last >= number) {
                return None;
            }
            last = Some(number);
            let (subtrees, too_many) = subtrees(list.value())?;
            found.too_many |= too_many;
            match number {
                0 => found.permitted = subtrees,
                1 => found.excluded = subtrees,
                _ => return None,
            }
        }
        // An empty extension is forbidden; it restricts nothing, but its author meant something.
        last.map(|_| found)
    }

    pub(super) const fn too_many(&self) -> bool {
        self.too_many
    }

    /// Whether these constraints allow every name of a certificate. `left` counts down the comparisons.
    pub(super) fn allow(&self, certificate: &Certificate, left: &mut usize) -> Allowance {
        let subject = certificate.subject();
        let Some(rest) = left.checked_sub(subject.key().len() / 64) else { return Allowance::TooMany };
        *left = rest;
        let directory = (!subject.is_empty()).then(|| GeneralName::Directory(Box::new(subject.clone())));
        let emails = subject.attributes().filter(|(label, _)| *label == EMAIL_ATTRIBUTE).map(|(_, value)| {
            if value.is_ascii() && value.len() <= LONGEST_EMAIL {
                GeneralName::Email(value.to_owned())
            } else {
                GeneralName::Other(1)
            }
        });
        let from_subject: Vec<GeneralName> = directory.into_iter().chain(emails).collect();
        for name in from_subject.iter().chain(certificate.alternative_names()) {
            let allowance = self.allow_name(name, left);
            if allowance != Allowance::Allowed {
                return allowance;
            }
        }
        Allowance::Allowed
    }

    fn allow_name(&self, name: &GeneralName, left: &mut usize) -> Allowance {
        let mut restricted = false;
        let mut permitted = false;
        for (subtree, is_permission) in self
            .permitted
            .iter()
            .map(|subtree| (subtree, true))
            .chain(self.excluded.iter().map(|subtree| (subtree, false)))
        {
            let Some(rest) = left.checked_sub(1 + weight(&subtree.base)) else { return Allowance::TooMany };
            *left = rest;
            if subtree.base.form() != name.form() {
                continue;
            }
            if !subtree.plain {
                return Allowance::Unsupported;
            }
            restricted |= is_permission;
            match (standing(name, &subtree.base), is_permission) {
                (Standing::Within, false) => return Allowance::Refused,
                (Standing::Within, true) => permitted = true,
                (Standing::Outside, _) => {}
                (Standing::Unclear, _) => return Allowance::Unsupported,
            }
        }
        if restricted && !permitted { Allowance::Refused } else { Allowance::Allowed }
    }
}

/// Long names cost more to compare.
fn weight(base: &GeneralName) -> usize {
    match base {
        GeneralName::Directory(name) => name.key().len() / 64,
        GeneralName::Email(text) | GeneralName::Dns(text) | GeneralName::Uri(text) => text.len() / 64,
        GeneralName::Address(_) | GeneralName::Other(_) => 0,
    }
}

fn context(any: AnyRef<'_>) -> Option<u32> {
    (any.tag().class() == ::der::Class::ContextSpecific).then(|| any.tag().number().value())
}

fn subtrees(content: &[u8]) -> Option<(Vec<Subtree>, bool)> {
    let mut reader = SliceReader::new(content).ok()?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        if found.len() == MOST_NAMES {
            return Some((found, true));
        }
        let subtree = AnyRef::decode(&mut reader).ok()?;
        if subtree.tag() != Tag::Sequence {
            return None;
        }
        let mut inside = SliceReader::new(subtree.value()).ok()?;
        let base = GeneralName::of(AnyRef::decode(&mut inside).ok()?)?;
        // Anything after the base is a minimum other than the default of 0, or a maximum.
        let plain = inside.is_finished() && well_formed(&base);
        found.push(Subtree { base, plain });
    }
    (!found.is_empty()).then_some((found, false))
}

fn well_formed(base: &GeneralName) -> bool {
    match base {
        GeneralName::Other(_) => false,
        GeneralName::Address(bytes) => matches!(bytes.len(), 8 | 32),
        _ => true,
    }
}

fn standing(name: &GeneralName, base: &GeneralName) -> Standing {
    let holds = match (name, base) {
        (GeneralName::Email(name), GeneralName::Email(base)) => email_within(name, base),
        (GeneralName::Dns(name), GeneralName::Dns(base)) => Some(dns_within(name, base)),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => host(name).map(|host| host_within(host, base)),
        (GeneralName::Directory(name), GeneralName::Directory(base)) => Some(directory_within(name, base)),
        (GeneralName::Address(name), GeneralName::Address(base)) => address_within(name, base),
        _ => None,
    };
    match holds {
        Some(true) => Standing::Within,
        Some(false) => Standing::Outside,
        None => Standing::Unclear,
    }
}

fn directory_within(name: &DistinguishedName, base: &DistinguishedName) -> bool {
    name.starts_with(base)
}

/// A mailbox, all mailboxes of a host, or with a leading dot of all hosts below a domain. The part before the `@` is
/// compared as it stands (RFC 5280, section 7.5).
fn email_within(name: &str, base: &str) -> Option<bool> {
    let (local, host) =
        name.rsplit_once('@').filter(|(local, host)| !local.is_empty() && !host.is_empty())?;
    Some(match base.rsplit_once('@') {
        Some((base_local, base_host)) => local == base_local && host.eq_ignore_ascii_case(base_host),
        None => host_within(host, base),
    })
}

/// Exactly this host; with a leading dot, every host below that domain. An empty base is every host, as in other
/// implementations: RFC 5280 does not say.
fn host_within(host: &str, base: &str) -> bool {
    if base.is_empty() {
        true
    } else if base.starts_with('.') {
        ends_with(host, base) && host.len() > base.len()
    } else {
        host.eq_ignore_ascii_case(base)
    }
}

/// The domain itself and everything below it.
fn dns_within(name: &str, base: &str) -> bool {
    if base.is_empty() {
        return true;
    }
    if !ends_with(name, base) {
        return false;
    }
    let above = name.len().saturating_sub(base.len());
    above == 0 || base.starts_with('.') || name.as_bytes().get(above.saturating_sub(1)) == Some(&b'.')
}

fn ends_with(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|from| text.as_bytes().get(from..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
}

/// The host of a URI (RFC 3986, section 3.2.2). Constraints are for domain names: a URI without authority or with a
/// numeric address cannot be held against one.
fn host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host_and_port.starts_with('[') {
        return None;
    }
    let host = host_and_port.split(':').next()?;
    let numeric = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (!host.is_empty() && !numeric).then_some(host)
}

fn address_within(name: &[u8], base: &[u8]) -> Option<bool> {
    if !matches!(name.len(), 4 | 16) {
        return None;
    }
    let (network, mask) = base.split_at_checked(base.len() / 2)?;
    // An IPv4 address lies in no IPv6 network, and the other way round.
    Some(
        network.len() == name.len()
            && name
                .iter()
                .zip(network)
                .zip(mask)
                .all(|((name, network), mask)| name & mask == network & mask),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_mailboxes() {
        assert_eq!(email_within("a@Example.COM", "example.com"), Some(true));
        assert_eq!(email_within("a@b.example.com", "example.com"), Some(false));
        assert_eq!(email_within("a@b.example.com", ".example.com"), Some(true));
        assert_eq!(email_within("a@example.com", ".example.com"), Some(false));
        assert_eq!(email_within("A@example.com", "a@example.com"), Some(false));
        assert_eq!(email_within("a@EXAMPLE.com", "a@example.com"), Some(true));
        assert_eq!(email_within("example.com", "example.com"), None);
        assert!(dns_within("b.EXAMPLE.com", "example.com"));
        assert!(dns_within("example.com", "example.com"));
        assert!(!dns_within("badexample.com", "example.com"));
        assert!(!dns_within("com", "example.com"));
        assert!(dns_within("anything", ""));
    }

    #[test]
    fn the_host_of_a_uri() {
        assert_eq!(host("http://user:word@h.example:80/x@y?z"), Some("h.example"));
        assert_eq!(host("http://h.example?x=http://other.example/"), Some("h.example"));
        for none in ["mailto:a@b.example", "http:///x", "http://10.0.0.1/", "http://[::1]/", "h.example"] {
            assert_eq!(host(none), None, "{none}");
        }
    }

    #[test]
    fn addresses_lie_in_networks_of_their_own_length() {
        let base = [10, 1, 0, 0, 255, 255, 0, 0];
        assert_eq!(address_within(&[10, 1, 2, 3], &base), Some(true));
        assert_eq!(address_within(&[10, 2, 2, 3], &base), Some(false));
        assert_eq!(address_within(&[0; 16], &base), Some(false));
        assert_eq!(address_within(&[10, 1, 2], &base), None);
    }
}
