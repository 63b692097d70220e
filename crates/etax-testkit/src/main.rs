//! `etax-testkit`: writes invented, validly signed tax documents.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use etax_testkit::{Kind, Result};

#[derive(Debug, Parser)]
#[command(version, about = "Makes invented, validly signed Vietnamese tax documents for tests")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write valid documents and the trust material for them.
    Generate {
        /// Directory to write into; made when missing.
        #[arg(long)]
        out: PathBuf,
        /// Equal seeds give equal bytes.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many documents.
        #[arg(long, default_value_t = 30)]
        count: usize,
        /// Which documents.
        #[arg(long, value_enum, default_value = "all")]
        kind: Kind,
    },
    /// Write the forged documents with their harmless twins, or only count them.
    Attacks {
        /// Directory to write into; made when missing. Without it a table of counts is printed.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Print which of the authority's computed cells and checks the forms carry: the page docs/forms-coverage.md.
    FormsCoverage {
        /// The folder with catalogue.tsv, formulas.tsv and checks.tsv.
        #[arg(long)]
        tables: PathBuf,
        /// List what is neither carried nor left out with a reason, instead.
        #[arg(long)]
        wrong: bool,
    },
    /// Write the checked-in set of test documents.
    Testdata {
        /// The directory `testdata` of the repository.
        #[arg(long)]
        out: PathBuf,
    },
}

fn run(arguments: Arguments) -> Result<()> {
    match arguments.command {
        Command::Generate { out, seed, count, kind } => etax_testkit::generate_into(kind, seed, count, &out),
        Command::Attacks { out: Some(out) } => etax_testkit::attacks_into(&out),
        Command::Attacks { out: None } => {
            print!("{}", etax_testkit::attacks_table()?);
            Ok(())
        }
        Command::FormsCoverage { tables, wrong } => {
            let coverage = etax_testkit::coverage(&tables)?;
            if wrong {
                coverage.wrong.iter().for_each(|line| println!("{line}"));
            } else {
                print!("{}", etax_testkit::coverage_page(&coverage));
            }
            Ok(())
        }
        Command::Testdata { out } => etax_testkit::testdata_into(&out),
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("etax-testkit: {error}");
            ExitCode::FAILURE
        }
    }
}
