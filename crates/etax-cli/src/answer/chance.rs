//! Random bytes: the machine's, or for trials those that a text gives.

use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use std::cell::Cell;

/// Where 16 bytes at a time come from.
pub(super) struct Chance {
    random: SystemRandom,
    seed: Option<String>,
    drawn: Cell<u64>,
}

impl Chance {
    pub(super) fn new(seed: Option<String>) -> Self {
        Self { random: SystemRandom::new(), seed, drawn: Cell::new(0) }
    }

    /// The next bytes; the error is the machine's.
    pub(super) fn bytes(&self) -> Result<[u8; 16], String> {
        let mut bytes = [0; 16];
        let Some(seed) = &self.seed else {
            self.random.fill(&mut bytes).map_err(|error| error.to_string())?;
            return Ok(bytes);
        };
        self.drawn.set(self.drawn.get().wrapping_add(1));
        let mut context = Context::new(&SHA256);
        context.update(&self.drawn.get().to_be_bytes());
        context.update(seed.as_bytes());
        for (to, from) in bytes.iter_mut().zip(context.finish().as_ref()) {
            *to = *from;
        }
        Ok(bytes)
    }
}
