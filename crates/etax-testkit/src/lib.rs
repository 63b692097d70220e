//! Invented parties, a test public key infrastructure and generated tax
//! documents for testing etax.
//!
//! No document is made with the engine (only the coverage of forms asks it): the kit signs what it writes with its own
//! canonical writer, so that engine and kit cannot be wrong in the same way.

mod attack;
mod chain;
mod coverage;
mod declaration;
mod der;
mod draft;
mod error;
mod generate;
mod invoice;
mod key;
mod large;
mod message;
mod notice;
mod order;
mod order_content;
mod paper;
mod party;
mod pilot;
mod pki;
mod profile;
mod random;
mod sign;
mod signing_key;
mod specimen;
mod tax_notice;
mod testdata;
mod timestamp;
mod tree;
mod trial_balance;
mod trust;
mod variant;
mod words;
mod world;

pub use attack::{Attack, Carrier, Class, attacks, attacks_into, attacks_table};
pub use chain::{CHAINS_AT, ChainCase, ChainInputs, chain, crowd, mesh, policy_crowd, twice_certified};
pub use coverage::{Coverage, Template, coverage, page as coverage_page};
pub use error::{Error, Result};
pub use generate::{Generated, Kind, generate, generate_into};
pub use large::finalisation;
pub use profile::{Feature, Profiled, Profiles};
pub use signing_key::signing_key;
pub use specimen::{Sound, Specimen};
pub use testdata::{TestFile, testdata, testdata_into};
pub use trust::files as trust_files;
pub use variant::{Variant, variants};
pub use words::amount_in_words;
