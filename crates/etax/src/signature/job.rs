//! Public-key operations, kept apart from judging so that a whole batch can be computed together.

use super::pki::{PublicKey, SignatureAlgorithm};

/// One signature value to verify.
#[derive(Debug)]
pub(crate) struct Job<'j> {
    pub(crate) key: &'j PublicKey,
    pub(crate) algorithm: SignatureAlgorithm,
    pub(crate) message: &'j [u8],
    pub(crate) signature: &'j [u8],
}

/// Verifies every job; answers in the order of the jobs.
pub(crate) fn run(jobs: &[Job<'_>]) -> Vec<bool> {
    jobs.iter().map(|job| job.key.verify(job.algorithm, job.message, job.signature)).collect()
}
