//! Attacks on signatures: documents that somebody without the right key made out of signed ones, each with
//! the harmless document it resembles.
//!
//! The attacker holds a valid certificate of another taxpayer, an untrusted authority of his own, and every
//! document that was ever signed. The classes are those of published attacks on XML signatures, applied to
//! the documents of the country.

mod algorithms;
mod base64;
mod class;
mod comments;
mod empty;
mod entities;
mod exhaustion;
mod ids;
mod key_info;
mod namespaces;
mod padding;
mod parser;
mod references;
mod report;
mod schema;
mod stage;
mod stripping;
mod time;
mod transforms;
mod wrapping;

pub use class::{Carrier, Class};
pub use report::{attacks_into, attacks_table};

use std::collections::HashSet;

use crate::error::Result;
use crate::variant::Bench;
use crate::world::World;
use stage::{Stage, stages};

/// A forged document, what must be said against it, and the harmless document beside it.
///
/// ```no_run
/// let attacks = etax_testkit::attacks().unwrap();
/// let wrapped = attacks.iter().find(|attack| attack.name == "wrapping-object-invoice").unwrap();
/// assert!(wrapped.fires.contains(&"signature.reference.ambiguous"));
/// assert_ne!(wrapped.bytes, wrapped.twin);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attack {
    /// Which kind of attack.
    pub class: Class,
    /// Class, idea and carrier, with `-` between them.
    pub name: String,
    /// What kind of document was attacked.
    pub carrier: Carrier,
    /// What the attacker did, in English.
    pub shows: &'static str,
    /// The forged file.
    pub bytes: Vec<u8>,
    /// A harmless file that looks like it and must be taken.
    pub twin: Vec<u8>,
    /// Ids of the rules that must fire on the forged file and not on the twin.
    pub fires: Vec<&'static str>,
    /// The built-in policy under which the forged file is refused and the twin taken: `transition` or `strict`.
    pub policy: &'static str,
    /// Time of receipt, `YYYY-MM-DDThh:mm:ss` in Vietnam, of both.
    pub received: &'static str,
}

impl Attack {
    fn on(
        stage: &Stage,
        class: Class,
        idea: &str,
        fires: &[&'static str],
        shows: &'static str,
        bytes: Vec<u8>,
    ) -> Self {
        Self {
            class,
            name: format!("{}-{idea}-{}", class.word(), stage.carrier.word()),
            carrier: stage.carrier,
            shows,
            bytes,
            twin: stage.sound.clone().into_bytes(),
            fires: fires.to_vec(),
            policy: "transition",
            received: crate::variant::RECEIVED,
        }
    }

    fn with_twin(mut self, twin: Vec<u8>) -> Self {
        self.twin = twin;
        self
    }
}

/// Every attack, the same on every call.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```
/// assert!(etax_testkit::attacks().unwrap().len() >= 400);
/// ```
pub fn attacks() -> Result<Vec<Attack>> {
    let bench = Bench::new()?;
    let stages = stages(&bench)?;
    // Most of the time goes into signing again.
    let lists: Vec<Result<Vec<Attack>>> = std::thread::scope(|scope| {
        let workers: Vec<_> = stages.iter().map(|stage| scope.spawn(|| on_stage(&bench, stage))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut list = Vec::new();
    for made in lists {
        list.extend(made?);
    }
    padding::elliptic(&bench, &mut list)?;
    stripping::add(&bench, &stages, &mut list)?;
    list.sort_by(|one, other| one.name.cmp(&other.name));
    // The same file may be reached from two sides: one signature of an invoice removed is the other one kept.
    let mut seen = HashSet::new();
    list.retain(|attack| seen.insert(attack.bytes.clone()));
    Ok(list)
}

fn on_stage(bench: &Bench, stage: &Stage) -> Result<Vec<Attack>> {
    let mut list = Vec::new();
    wrapping::add(stage, &mut list)?;
    ids::add(stage, &mut list)?;
    comments::add(stage, &mut list)?;
    schema::add(stage, &mut list)?;
    parser::add(stage, &mut list)?;
    empty::add(stage, &mut list)?;
    entities::add(stage, &mut list)?;
    namespaces::add(stage, &mut list)?;
    transforms::add(stage, &mut list)?;
    references::add(stage, &mut list)?;
    key_info::add(bench, stage, &mut list)?;
    algorithms::add(bench, stage, &mut list)?;
    padding::add(stage, &mut list)?;
    base64::add(stage, &mut list)?;
    time::add(bench, stage, &mut list)?;
    exhaustion::add(stage, &mut list)?;
    Ok(list)
}

impl Bench {
    fn new() -> Result<Self> {
        Ok(Self { world: World::new(20_261_123, 4)? })
    }
}
