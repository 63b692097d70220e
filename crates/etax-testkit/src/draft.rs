//! A document before it is signed and written out.

use std::sync::Arc;

use crate::error::Result;
use crate::pki::Signer;
use crate::sign::{Style, sign};
use crate::tree::{Element, Empty};

/// One signature still to be made.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) place: String,
    pub(crate) targets: Vec<String>,
    pub(crate) signer: Arc<Signer>,
    pub(crate) style: Style,
}

/// How the file around the signed data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Dressing {
    pub(crate) byte_order_mark: bool,
    pub(crate) no_declaration: bool,
    pub(crate) stylesheet: bool,
    /// CR LF between the parts outside the signed data.
    pub(crate) crlf: bool,
    pub(crate) empty: Empty,
}

/// A tree, the signatures it is to get in this order, and its dress.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) root: Element,
    pub(crate) jobs: Vec<Job>,
    pub(crate) dressing: Dressing,
}

impl Draft {
    /// The tree with its signatures.
    pub(crate) fn signed(&self) -> Result<Element> {
        let mut root = self.root.clone();
        for job in &self.jobs {
            let targets: Vec<_> = job.targets.iter().map(String::as_str).collect();
            sign(&mut root, &job.place, &targets, &job.signer, &job.style)?;
        }
        Ok(root)
    }

    /// Signs and writes the document.
    pub(crate) fn finish(&self) -> Result<String> {
        let root = self.signed()?;
        let mut text = String::new();
        if self.dressing.byte_order_mark {
            text.push('\u{FEFF}');
        }
        if !self.dressing.no_declaration {
            text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        }
        let line = if self.dressing.crlf { "\r\n" } else { "" };
        text.push_str(line);
        if self.dressing.stylesheet {
            text.push_str("<?xml-stylesheet type=\"text/xsl\" href=\"invoice.xsl\"?>");
            text.push_str(line);
        }
        let mut body = String::new();
        root.write(self.dressing.empty, &mut body);
        if self.dressing.crlf {
            body = body
                .replacen("<HDon><DLHDon", "<HDon>\r\n<DLHDon", 1)
                .replacen("</DLHDon>", "</DLHDon>\r\n", 1)
                .replacen("</DSCKS></HDon>", "</DSCKS>\r\n</HDon>\r\n", 1);
        }
        text.push_str(&body);
        Ok(text)
    }

    /// The signatures of the same draft below another root, which holds this one at `path`. The whole
    /// document (the empty target) is the new one then.
    pub(crate) fn moved(&self, path: &str) -> Vec<Job> {
        let below = |tail: &String| format!("{path}/{tail}");
        self.jobs
            .iter()
            .map(|job| Job {
                place: below(&job.place),
                targets: job
                    .targets
                    .iter()
                    .map(|target| if target.is_empty() { String::new() } else { below(target) })
                    .collect(),
                ..job.clone()
            })
            .collect()
    }
}
