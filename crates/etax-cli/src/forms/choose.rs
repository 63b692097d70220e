//! Which form is meant.

use super::args::Among;
use crate::catalogue;
use crate::check::now;
use etax::declaration::Declaration;
use etax::declaration::json::{JsonError, Mistake};
use etax::form::{Catalogue, Form, Version};
use etax::rule::{Lang, Text};
use etax::value::parse_date;
use etax::xml::Element;
use std::sync::Arc;

/// The forms of a command, and the day that it asks for.
pub(super) struct Choice {
    pub(super) forms: Arc<Catalogue>,
    /// `YYYY-MM-DD`; `None` where there is no clock, and any day will do.
    pub(super) day: Option<String>,
    lang: Lang,
}

impl Choice {
    pub(super) fn of(among: &Among) -> Result<Self, String> {
        let forms = catalogue::known(among.folder.as_deref(), among.lang)?;
        let today = || now().map(|now| now.date().to_string());
        Ok(Self { forms, day: among.day.clone().or_else(today), lang: among.lang })
    }

    /// The form of a printed number, code or file name, in a version or the newest.
    pub(super) fn by_name(&self, name: &str, version: Option<Version>) -> Result<&Form, String> {
        let day = self.day.as_deref().and_then(parse_date);
        etax::declaration::json::choose(&self.forms, name, version, day)
            .map_err(|error| JsonError { pointer: String::new(), ..error }.message(self.lang))
    }

    /// The form that a document says it is of.
    pub(super) fn by_document(&self, root: Element<'_>) -> Result<&Form, String> {
        let (code, version) = said(root).ok_or_else(|| NO_DECLARATION.template(self.lang).to_owned())?;
        let Some(version) = Version::parse(&version) else {
            let mistake = Mistake::UnknownForm { form: code, version, nearest: String::new() };
            return Err(JsonError { pointer: String::new(), mistake }.message(self.lang));
        };
        self.by_name(&code, Some(version))
    }
}

/// Code, or printed number, and version that a document says; a transmission of invoice data (`TKhai`, 03/DL-HĐĐT) says
/// them elsewhere.
fn said(root: Element<'_>) -> Option<(String, String)> {
    if let Some(common) = root.find("DLTKhai/TTChung").filter(|_| root.local() == "TKhai") {
        let text = |name| common.child(name).map(|it| it.trimmed().into_owned()).unwrap_or_default();
        return Some((text("MSo"), text("PBan")));
    }
    let declaration = Declaration::read(root)?;
    Some((declaration.form().into_owned(), declaration.version().into_owned()))
}

const NO_DECLARATION: Text =
    Text { vi: "không phải tờ khai thuế (HSoThueDTu)", en: "not a tax declaration (HSoThueDTu)" };
