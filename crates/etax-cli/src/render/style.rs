//! Language and colours of the output.

use clap::builder::styling::{AnsiColor, Style as Paint};
use etax::report::{Outcome, Verdict};
use etax::rule::{Lang, Text};
use miette::{GraphicalReportHandler, GraphicalTheme};

/// How text for people is written.
#[derive(Debug)]
pub(crate) struct Style {
    pub(super) lang: Lang,
    colours: bool,
    pub(super) handler: GraphicalReportHandler,
}

/// Wide enough for a snippet with its margins; miette does not wrap source lines anyway.
const WIDTH: usize = 200;

impl Style {
    /// The style for a terminal or for a file; `NO_COLOR` and a dumb terminal are respected.
    pub(crate) fn new(lang: Lang, terminal: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self::with_colours(lang, terminal && !set("NO_COLOR") && !dumb)
    }

    /// The style with or without colours.
    pub(super) fn with_colours(lang: Lang, colours: bool) -> Self {
        let theme = if colours { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(WIDTH)
            .with_wrap_lines(false)
            .with_links(false);
        Self { lang, colours, handler }
    }

    /// The words of a text in the style's language.
    pub(super) const fn say(&self, text: Text) -> &'static str {
        text.template(self.lang)
    }

    pub(super) fn bold(&self, text: &str) -> String {
        self.paint(Paint::new().bold(), text)
    }

    pub(super) fn dim(&self, text: &str) -> String {
        self.paint(Paint::new().dimmed(), text)
    }

    pub(super) fn verdict(&self, verdict: Verdict, text: &str) -> String {
        let colour = match verdict {
            Verdict::Accepted => AnsiColor::Green,
            Verdict::Undecided => AnsiColor::Yellow,
            Verdict::Rejected => AnsiColor::Red,
        };
        self.paint(Paint::new().bold().fg_color(Some(colour.into())), text)
    }

    pub(super) fn outcome(&self, outcome: Outcome, text: &str) -> String {
        let colour = match outcome {
            Outcome::Passed => AnsiColor::Green,
            Outcome::Undecided => AnsiColor::Yellow,
            Outcome::Failed => AnsiColor::Red,
            Outcome::NotApplicable => return text.to_owned(),
        };
        self.paint(Paint::new().fg_color(Some(colour.into())), text)
    }

    fn paint(&self, paint: Paint, text: &str) -> String {
        if self.colours { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }
}
