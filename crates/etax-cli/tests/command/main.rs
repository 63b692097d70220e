//! The command `etax` from outside: what it prints, where, and with which exit status.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answer;
mod archives;
mod bulk;
mod code;
mod draft;
mod exit;
mod filing;
mod form_folder;
mod formats;
mod forms;
mod inputs;
mod language;
mod made;
mod memory;
mod proof;
mod registry;
mod render;
mod rules;
mod set;
mod sign;
mod support;
mod testdata;
