//! What the command tells its caller through the exit status.

use etax::report::Verdict;
use std::process::ExitCode;

/// The exit status, from best to worst; the worst of a run is what the caller gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Everything was accepted.
    #[default]
    Accepted,
    /// Something was rejected or could not be decided.
    NotAccepted,
    /// The command could not do its work, or not all of it.
    Failed,
}

impl From<Verdict> for Status {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Accepted,
            Verdict::Undecided | Verdict::Rejected => Self::NotAccepted,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Accepted => 0_u8,
            Status::NotAccepted => 1,
            Status::Failed => 2,
        })
    }
}
