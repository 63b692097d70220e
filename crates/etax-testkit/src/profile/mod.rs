//! Documents of random profiles with random damage, for judging etax beside other implementations.
//!
//! Everything that XML Signature and the profile of the country leave open is drawn by lot: kind of document, places,
//! algorithms, transforms, namespaces, how the file is written, and what is done to it afterwards. Unlike
//! [`generate`](crate::generate()), nothing here asks whether a document makes sense to a tax office.

mod content;
mod damage;
mod dress;
mod feature;
mod form;
mod kinds;
mod observe;
mod signature;
mod walk;

use std::collections::BTreeSet;

use crate::error::Result;
use crate::random::Random;
use crate::tree::{Element, Node};
use crate::world::World;

pub use feature::Feature;

/// One document of a random profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profiled {
    /// File name without directory.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What is special about each signature or the document around it, in document order.
    pub signatures: Vec<BTreeSet<Feature>>,
    /// Every attribute that is an Id, with the element that has it, as `namespace:name` or `name`.
    pub ids: BTreeSet<(String, String)>,
    /// Names of what was done to it after signing; empty for a sound document.
    pub damage: Vec<&'static str>,
    /// What it is and how it was signed, in English.
    pub shows: String,
}

/// Makes documents of random profiles.
///
/// ```
/// use etax_testkit::Profiles;
/// let profiles = Profiles::new(1).unwrap();
/// let document = profiles.make(7).unwrap();
/// assert!(!document.signatures.is_empty());
/// assert_eq!(document, Profiles::new(1).unwrap().make(7).unwrap());
/// ```
#[derive(Debug, Clone)]
pub struct Profiles {
    world: World,
}

/// A document before it is written: nodes before its root, root, nodes after it.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) before: Vec<Node>,
    pub(crate) root: Element,
    pub(crate) after: Vec<Node>,
    /// For all signatures.
    pub(crate) features: BTreeSet<Feature>,
}

impl Profiles {
    /// Profiles of this seed.
    ///
    /// # Errors
    ///
    /// Only when the kit itself is broken (a test key that cannot be read).
    pub fn new(seed: u64) -> Result<Self> {
        Ok(Self { world: World::new(seed, 6)? })
    }

    /// The document of this number; equal seeds and numbers give equal bytes. About every second one is damaged.
    ///
    /// # Errors
    ///
    /// Only when the kit itself is broken.
    pub fn make(&self, at: usize) -> Result<Profiled> {
        let mut random = Random::branch(self.world.seed, 500_000 + at as u64);
        let random = &mut random;
        let (mut document, places, kind) = kinds::any(&self.world, random)?;
        let mut shows = vec![kind.to_owned()];
        let mut signatures = Vec::new();
        for place in &places {
            let (element, features, how) = signature::make(&document, place, &self.world, random)?;
            document.root.at_mut(&place.holder)?.push(element);
            signatures.push(features);
            shows.push(how);
        }
        let mut damage = Vec::new();
        let mut dress = dress::Dress::some(random);
        if random.one_in(2) {
            for _ in 0..if random.one_in(5) { 2 } else { 1 } {
                damage.extend(damage::some(&mut document, &mut signatures, &mut dress, &self.world, random)?);
            }
        }
        observe::observe(&document.root, &mut signatures);
        let ids = walk::ids(&document.root);
        let bytes = dress.write(&mut document, random);
        let bytes = damage::bytes(bytes, &mut document.features, &mut damage, random);
        for features in &mut signatures {
            features.extend(&document.features);
        }
        let name = format!("profile-{at:05}.xml");
        Ok(Profiled { name, bytes, signatures, ids, damage, shows: shows.join("; ") })
    }
}
