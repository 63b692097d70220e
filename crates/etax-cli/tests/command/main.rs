//! The command `etax` from outside: what it prints, where, and with which exit status.

mod archives;
mod bulk;
mod exit;
mod formats;
mod inputs;
mod language;
mod support;
mod testdata;
