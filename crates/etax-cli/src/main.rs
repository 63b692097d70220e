//! The command `etax`: checks files, folders, archives and standard input, and prints what the
//! engine says about each document; signs documents; takes authentication
//! codes apart, verifies and makes them.
#![forbid(unsafe_code)]

mod answer;
mod args;
mod bulk;
mod catalogue;
mod check;
mod code;
mod exit;
mod filing;
mod forms;
mod input;
mod keys;
mod lang;
mod made;
mod page;
mod policy;
mod progress;
mod registry;
mod render;
mod rules;
mod set;
mod sign;
mod tally;
mod trust;

use std::process::ExitCode;

fn main() -> ExitCode {
    let lang = lang::choose(std::env::args_os().skip(1), |name| std::env::var(name).ok());
    match args::parse(std::env::args_os(), lang) {
        Ok(args::Asked::Check(args)) => check::run(&args).into(),
        Ok(args::Asked::Render(args)) => page::run(&args).into(),
        Ok(args::Asked::Sign(args)) => sign::run(&args).into(),
        Ok(args::Asked::Forms(args)) => forms::run(&args).into(),
        Ok(args::Asked::Made(args)) => made::run(&args).into(),
        Ok(args::Asked::Code(args)) => code::run(&args).into(),
        Ok(args::Asked::Keys(args)) => keys::run(&args).into(),
        Ok(args::Asked::Answer(args)) => answer::run(&args).into(),
        Ok(args::Asked::Rules(args)) => rules::run(&args).into(),
        Ok(args::Asked::Registry(args)) => registry::run(&args).into(),
        Err(refusal) => {
            // A closed pipe behind `--help` is no reason to complain.
            let _ = refusal.print();
            if refusal.use_stderr() { exit::Status::Failed.into() } else { exit::Status::Accepted.into() }
        }
    }
}
