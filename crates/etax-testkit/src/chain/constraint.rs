//! Random name constraints and policies for generated chains.

use crate::der::{self, Der};
use crate::random::Random;

use super::certificate::{Name, Plan};

/// Policies of the kit's own arc.
pub(super) const POLICIES: [&str; 3] =
    ["1.3.6.1.4.1.99999.1.1", "1.3.6.1.4.1.99999.1.2", "1.3.6.1.4.1.99999.1.3"];
const ANY: &str = "2.5.29.32.0";

const HOSTS: [&str; 4] = ["a.example", "b.a.example", "xa.example", "A.Example"];
const DOMAINS: [&str; 4] = ["a.example", ".example", ".a.example", "example"];

fn domain(random: &mut Random) -> &'static str {
    random.pick::<&str>(&DOMAINS)
}

fn address(random: &mut Random, with_mask: bool) -> Vec<u8> {
    let (mut bytes, mask): (Vec<u8>, &[u8]) = match random.within(0, 2) {
        0 => (vec![10, u8::try_from(random.within(0, 1)).unwrap_or(0), 0, 7], &[255, 0, 0, 0]),
        1 => (vec![10, u8::try_from(random.within(0, 1)).unwrap_or(0), 0, 7], &[255, 255, 0, 0]),
        _ => ([vec![0x20, 1], vec![0; 14]].concat(), &[255; 16]),
    };
    if with_mask {
        bytes.extend_from_slice(mask);
    }
    bytes
}

fn directory(random: &mut Random, organization: &str) -> Der {
    let attribute = |oid: &str, value: Der| der::set(&[der::sequence(&[der::oid(oid), value])]);
    let mut parts = vec![attribute("2.5.4.6", der::printable(if random.one_in(6) { "XX" } else { "VN" }))];
    if random.one_in(2) {
        let organization = if random.one_in(3) { "Another" } else { organization };
        parts.push(attribute("2.5.4.10", der::utf8(organization)));
    }
    der::explicit(4, &der::sequence(&parts))
}

fn subtree(random: &mut Random, organization: &str) -> Der {
    let base = match random.within(0, 5) {
        0 | 1 => directory(random, organization),
        2 => match random.within(0, 2) {
            0 => der::ia5_context(1, "x@a.example"),
            _ => der::ia5_context(1, domain(random)),
        },
        3 => der::ia5_context(2, domain(random)),
        4 => der::ia5_context(6, domain(random)),
        _ => der::tagged(0x87, &address(random, true)),
    };
    der::sequence(&[base])
}

/// Name constraints with at least one subtree.
pub(super) fn name_constraints(random: &mut Random, organization: &str) -> Der {
    let list = |random: &mut Random, most: u64| -> Vec<Der> {
        (0..random.within(0, most)).map(|_| subtree(random, organization)).collect()
    };
    let mut permitted = list(random, 3);
    let excluded = list(random, 2);
    if permitted.is_empty() && excluded.is_empty() {
        permitted.push(subtree(random, organization));
    }
    let mut parts = Vec::new();
    for (number, subtrees) in [(0, permitted), (1, excluded)] {
        if !subtrees.is_empty() {
            parts.push(der::explicit(number, &subtrees.concat()));
        }
    }
    der::sequence(&parts)
}

/// Alternative names of any kind for an end certificate.
pub(super) fn give_names(random: &mut Random, plan: &mut Plan) {
    let mut names = Vec::new();
    for _ in 0..random.within(1, 3) {
        let host = *random.pick(&HOSTS);
        names.push(match random.within(0, 4) {
            0 => der::ia5_context(1, &format!("{}@{host}", random.pick(&["x", "X", "y"]))),
            1 => der::ia5_context(2, host),
            2 => der::ia5_context(6, &format!("http://{host}/path")),
            3 => der::ia5_context(6, &format!("https://{host}:8443/")),
            _ => der::tagged(0x87, &address(random, false)),
        });
    }
    plan.extend("2.5.29.17", false, &der::sequence(&names));
    if random.one_in(3) {
        plan.subject = Name { email: Some(format!("x@{}", random.pick(&HOSTS))), ..plan.subject.clone() };
    }
}

/// certificatePolicies, and for authorities what they may say about policies.
pub(super) fn give_policies(random: &mut Random, plan: &mut Plan) {
    if !random.one_in(8) {
        let mut stated: Vec<&str> = POLICIES.iter().copied().filter(|_| random.one_in(2)).collect();
        if stated.is_empty() || random.one_in(4) {
            stated.push(ANY);
        }
        let stated: Vec<_> = stated.into_iter().map(|policy| der::sequence(&[der::oid(policy)])).collect();
        plan.extend("2.5.29.32", random.one_in(2), &der::sequence(&stated));
    }
    let skip = |random: &mut Random| vec![u8::try_from(random.within(0, 3)).unwrap_or(0)];
    if random.one_in(4) {
        let mut parts = Vec::new();
        if random.one_in(2) {
            parts.push(der::tagged(0x80, &skip(random)));
        }
        if parts.is_empty() || random.one_in(2) {
            parts.push(der::tagged(0x81, &skip(random)));
        }
        plan.extend("2.5.29.36", true, &der::sequence(&parts));
    }
    if !plan.authority {
        return;
    }
    if random.one_in(3) {
        let mut pairs = Vec::new();
        for _ in 0..random.within(1, 3) {
            let one = |random: &mut Random| {
                der::oid(if random.one_in(24) { ANY } else { random.pick::<&str>(&POLICIES) })
            };
            pairs.push(der::sequence(&[one(random), one(random)]));
        }
        pairs.sort();
        pairs.dedup();
        plan.extend("2.5.29.33", true, &der::sequence(&pairs));
    }
    if random.one_in(5) {
        plan.extend("2.5.29.54", true, &der::integer(&skip(random)));
    }
}
