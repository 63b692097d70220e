//! Reports for programs.

use etax::report::Report;

/// A report on one line, with the line break.
pub(crate) fn line(report: &Report) -> String {
    let mut text = report.to_json();
    text.push('\n');
    text
}

/// A report indented, for the one that stands alone.
pub(crate) fn object(report: &Report) -> String {
    let mut text = report.to_json_pretty();
    text.push('\n');
    text
}
