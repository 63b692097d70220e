//! Messages (TDiep, thông điệp): the envelope in which documents travel between taxpayers,
//! providers and the authority.

mod content;
mod id;
mod kind;
mod other;
mod rules;
mod view;

pub use id::{MessageId, NoParty, is_party};
pub use kind::{DocumentKind, MessageType};
pub use other::other_info;
pub(crate) use rules::FORCES;
pub use rules::{RULES, check};
pub(crate) use view::code_of;
pub use view::{Envelope, Header, Message};
