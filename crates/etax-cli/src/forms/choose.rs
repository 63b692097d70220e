//! Which form is meant.

use etax::declaration::Declaration;
use etax::declaration::json::{JsonError, Mistake};
use etax::form::{Catalogue, Form, Version};
use etax::rule::{Lang, Text};
use etax::xml::Element;

/// The form of a printed number, code or file name, in a version or the newest.
pub(super) fn by_name(name: &str, version: Option<Version>, lang: Lang) -> Result<&'static Form, String> {
    let unknown = |error: JsonError| JsonError { pointer: String::new(), ..error }.message(lang);
    etax::declaration::json::choose(Catalogue::built_in(), name, version).map_err(unknown)
}

/// The form that a document says it is of.
pub(super) fn by_document(root: Element<'_>, lang: Lang) -> Result<&'static Form, String> {
    let declaration = Declaration::read(root).ok_or_else(|| NO_DECLARATION.template(lang).to_owned())?;
    let (code, version) = (declaration.form(), declaration.version());
    let Some(version) = Version::parse(&version) else {
        let (form, version) = (code.into_owned(), version.into_owned());
        let mistake = Mistake::UnknownForm { form, version, nearest: String::new() };
        return Err(JsonError { pointer: String::new(), mistake }.message(lang));
    };
    by_name(&code, Some(version), lang)
}

const NO_DECLARATION: Text =
    Text { vi: "không phải tờ khai thuế (HSoThueDTu)", en: "not a tax declaration (HSoThueDTu)" };
