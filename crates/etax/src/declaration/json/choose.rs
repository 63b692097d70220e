//! Which form is meant.

use super::error::{JsonError, Mistake};
use crate::form::{Catalogue, Form, Known, Version};

/// The form of a code (`842`), a printed number (`01/GTGT`) or a file name (`01_GTGT_TT80`), in a version or the newest.
///
/// # Errors
///
/// [`Mistake::UnknownForm`], which names the nearest version known.
pub fn choose<'c>(
    catalogue: &'c Catalogue,
    name: &str,
    version: Option<Version>,
) -> Result<&'c Form, JsonError> {
    let newest = catalogue.named(name);
    let Some(version) = version else { return newest.ok_or_else(|| unknown(name, "", "")) };
    let head = newest.map(Form::head);
    let code = head.filter(|head| !head.has_code(name)).map_or(name, |head| &head.code);
    match catalogue.find(code, version, None) {
        Known::Form(form) => Ok(form),
        Known::Nearest(nearest) => {
            let nearest = nearest.map(|head| head.version.to_string()).unwrap_or_default();
            Err(unknown(name, &version.to_string(), &nearest))
        }
    }
}

fn unknown(form: &str, version: &str, nearest: &str) -> JsonError {
    let mistake = Mistake::UnknownForm {
        form: form.to_owned(),
        version: version.to_owned(),
        nearest: nearest.to_owned(),
    };
    JsonError::new("/form", mistake)
}
