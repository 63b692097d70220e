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
    let head = any.map(Form::head);
    let code = head.filter(|head| !head.has_code(name)).map_or(name, |head| &head.code);
    match (catalogue.find(code, version, day), catalogue.find(code, version, None)) {
        (Known::Form(form), _) => Ok(form),
        (_, Known::Form(form)) => Err(not_in_force(name, form.head())),
        (Known::Nearest(nearest), _) => {
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
