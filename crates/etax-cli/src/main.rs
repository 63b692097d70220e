//! The command `etax`.
fn main() {}
