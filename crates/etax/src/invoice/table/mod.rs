//! The element tables of the standard as data, each with the typed view of its element.

pub(crate) mod block;
mod common;
pub(crate) mod fault;
mod goods;
mod parties;
pub(crate) mod row;
mod totals;
mod tree;

pub use common::{General, Related};
pub use goods::{Line, SpecialGoods};
pub use parties::{Buyer, Seller};
pub use row::{Forms, Kind, Row, Version};
pub use totals::{Fee, RateTotal, Totals};
pub use tree::{Content, Data, Signatures, Top};
