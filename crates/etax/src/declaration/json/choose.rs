//! Which form is meant.

use super::error::{JsonError, Mistake};
use crate::form::{Catalogue, Form, Head, Known, Version};
use jiff::civil::Date;

/// The form of a code (`842`), a printed number (`01/GTGT`) or a file name (`01_GTGT_TT80`), in a version or the newest, of
/// those in force on a day.
///
/// # Errors
///
/// [`Mistake::UnknownForm`], which names the nearest version known, and [`Mistake::NotInForce`].
pub fn choose<'c>(
    catalogue: &'c Catalogue,
    name: &str,
    version: Option<Version>,
    day: Option<Date>,
) -> Result<&'c Form, JsonError> {
    let newest = catalogue.named(name, day);
    let any = newest.or_else(|| catalogue.named(name, None));
    let Some(version) = version else {
        return newest.ok_or_else(|| match any {
            Some(form) => not_in_force(name, form.head()),
            None => unknown(name, "", ""),
        });
    };
    // What is asked for may be a code; one printed number stands on forms of several codes.
    let named = catalogue.heads().filter(|head| head.sign == name || head.file == name);
    let codes: Vec<&str> = std::iter::once(name).chain(named.map(|head| head.code.as_str())).collect();
    let find = |day| {
        codes.iter().find_map(|code| match catalogue.find(code, version, day) {
            Known::Form(form) => Some(form),
            Known::Nearest(_) => None,
        })
    };
    match (find(day), find(None)) {
        (Some(form), _) => Ok(form),
        (None, Some(form)) => Err(not_in_force(name, form.head())),
        (None, None) => {
            let code = any.map_or(name, |form| &form.head().code);
            let nearest = catalogue.nearest(code, Some(version));
            let nearest = nearest.map(|head| head.version.to_string()).unwrap_or_default();
            Err(unknown(name, &version.to_string(), &nearest))
        }
    }
}

fn not_in_force(form: &str, head: &Head) -> JsonError {
    let days = head.days().unwrap_or_default();
    JsonError::new("/form", Mistake::NotInForce { form: form.to_owned(), days })
}

fn unknown(form: &str, version: &str, nearest: &str) -> JsonError {
    let mistake = Mistake::UnknownForm {
        form: form.to_owned(),
        version: version.to_owned(),
        nearest: nearest.to_owned(),
    };
    JsonError::new("/form", mistake)
}
