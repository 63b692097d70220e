//! What the benches and the comparison share: inputs made by the test kit, CPU time, and the other verifiers.

pub mod corpus;
pub mod cpu;
pub mod peer;
