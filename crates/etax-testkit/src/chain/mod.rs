//! Generated chains of certificates, sound and broken in every way that RFC 5280 knows, for asking several
//! implementations the same question.

mod certificate;
mod constraint;
mod feature;
mod hostile;
mod twice;

use crate::error::Result;
use crate::random::Random;

use certificate::{Name, Plan};
use feature::FEATURES;

pub use hostile::{crowd, mesh, policy_crowd};
pub use twice::twice_certified;

/// The moment at which generated chains are to be judged: seconds since 1970, in June 2025.
pub const CHAINS_AT: i64 = 1_748_736_000;

/// Certificates among which there may be a chain.
///
/// No name in it occurs in another case, so that many cases can share one store.
///
/// ```
/// let case = etax_testkit::chain(1, 0).unwrap();
/// assert_eq!(case.name, "chain-0");
/// assert!(!case.anchors.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCase {
    /// `chain-` and the number.
    pub name: String,
    /// The certificates to be believed, DER.
    pub anchors: Vec<Vec<u8>>,
    /// Those of further authorities, in no order.
    pub others: Vec<Vec<u8>>,
    /// The certificate that the question is about.
    pub leaf: Vec<u8>,
    /// What was asked about policies.
    pub inputs: ChainInputs,
    /// What was done to the sound chain.
    pub shows: Vec<&'static str>,
}

/// The inputs of RFC 5280, section 6.1.1.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainInputs {
    /// Acceptable policy, dotted; `None` for any.
    pub policy: Option<&'static str>,
    /// initial-explicit-policy.
    pub require_explicit: bool,
    /// initial-policy-mapping-inhibit.
    pub inhibit_mapping: bool,
    /// initial-any-policy-inhibit.
    pub inhibit_any: bool,
}

/// A case while features are added: anchor first, leaf last.
#[derive(Debug)]
struct Draft {
    /// What all names of the case have in common.
    organization: String,
    chain: Vec<Plan>,
    further_anchors: Vec<Plan>,
    further: Vec<Plan>,
    /// Which of the chain is withheld.
    missing: Option<usize>,
    inputs: ChainInputs,
    shows: Vec<&'static str>,
    next_key: u64,
}

impl Draft {
    fn new(number: u64, below: u64) -> Self {
        let organization = format!("Chain {number}");
        let name = |common: &str| Name::new(&organization, common);
        let key = number * 32;
        let root = name("Root");
        let mut chain = vec![Plan::new(root.clone(), key, root, key, 1)];
        for level in 1..=below {
            let subject = name(&format!("Authority {level}"));
            chain.push(Self::issued(&chain, subject, key + level, level + 1));
        }
        chain.push(Self::issued(&chain, name("Signer"), key + 30, 31).leaf());
        Self {
            chain,
            organization,
            further_anchors: Vec::new(),
            further: Vec::new(),
            missing: None,
            inputs: ChainInputs::default(),
            shows: Vec::new(),
            next_key: key + 10,
        }
    }

    /// A certificate for `subject` by the last of `chain`.
    fn issued(chain: &[Plan], subject: Name, key: u64, serial: u64) -> Plan {
        let (issuer, issuer_key) = chain
            .last()
            .map_or_else(|| (subject.clone(), key), |issuer| (issuer.subject.clone(), issuer.key));
        Plan::new(subject, key, issuer, issuer_key, serial)
    }

    fn new_key(&mut self) -> u64 {
        self.next_key += 1;
        self.next_key
    }

    fn finish(self, name: String, random: &mut Random) -> Result<ChainCase> {
        let write = |plans: &[Plan]| plans.iter().map(Plan::write).collect::<Result<Vec<_>>>();
        let last = self.chain.len().saturating_sub(1);
        let mut anchors = write(&self.chain[..1])?;
        anchors.extend(write(&self.further_anchors)?);
        let between: Vec<Plan> = (1..last)
            .filter(|place| self.missing != Some(*place))
            .map(|place| self.chain[place].clone())
            .chain(self.further)
            .collect();
        let mut others = write(&between)?;
        for place in (1..others.len()).rev() {
            others.swap(place, usize::try_from(random.within(0, place as u64)).unwrap_or(0));
        }
        let leaf = self.chain[last].write()?;
        Ok(ChainCase { name, anchors, others, leaf, inputs: self.inputs, shows: self.shows })
    }
}

/// Case number `number` of a seed: sound, or changed in up to three ways.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// let case = etax_testkit::chain(7, 2).unwrap();
/// assert_eq!(case.name, "chain-2");
/// assert_eq!(case, etax_testkit::chain(7, 2).unwrap());
/// ```
pub fn chain(seed: u64, number: u64) -> Result<ChainCase> {
    let random = &mut Random::branch(seed, number);
    let mut draft = Draft::new(number, random.within(0, 4));
    for _ in 0..*random.pick(&[0, 1, 1, 1, 2, 2, 3]) {
        let (shows, change) = *random.pick(&FEATURES);
        if !draft.shows.contains(&shows) && change(&mut draft, random) {
            draft.shows.push(shows);
        }
    }
    draft.finish(format!("chain-{number}"), random)
}
