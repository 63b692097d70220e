//! Which language the command speaks.

use etax::rule::Lang;
use std::ffi::OsString;

/// The language of an option or of a locale name.
///
/// The command is made for Vietnam, so everything that does not ask for English gets Vietnamese;
/// that includes the `C` and `POSIX` locales.
pub(crate) fn of_locale(locale: &str) -> Lang {
    if locale.to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Vi }
}

/// Chooses the language before the arguments are parsed, because help and complaints about the
/// arguments are in that language too: `--lang`, then `LC_ALL`, `LC_MESSAGES`, `LANG`.
pub(crate) fn choose(
    arguments: impl Iterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
) -> Lang {
    let mut value_follows = false;
    let mut asked = None;
    for argument in arguments {
        let Some(text) = argument.to_str() else {
            value_follows = false;
            continue;
        };
        if value_follows {
            asked = Some(of_locale(text));
        } else if text == "--" {
            break;
        } else if let Some(value) = text.strip_prefix("--lang=") {
            asked = Some(of_locale(value));
        }
        value_follows = text == "--lang";
    }
    asked.unwrap_or_else(|| {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty())
            .map_or(Lang::Vi, |value| of_locale(&value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Lang {
        choose(arguments.iter().map(OsString::from), |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn option_beats_environment() {
        assert_eq!(chosen(&["check", "--lang", "en"], &[("LC_ALL", "vi_VN.UTF-8")]), Lang::En);
        assert_eq!(chosen(&["check", "--lang=vi"], &[("LC_ALL", "en_US.UTF-8")]), Lang::Vi);
        assert_eq!(chosen(&["check", "--", "--lang=en"], &[]), Lang::Vi);
    }

    #[test]
    fn variables_count_in_the_order_of_posix() {
        assert_eq!(chosen(&[], &[("LANG", "en_US.UTF-8")]), Lang::En);
        assert_eq!(chosen(&[], &[("LC_ALL", "C.UTF-8"), ("LANG", "en_US.UTF-8")]), Lang::Vi);
        assert_eq!(chosen(&[], &[("LC_ALL", ""), ("LC_MESSAGES", "en_GB"), ("LANG", "vi_VN")]), Lang::En);
        assert_eq!(chosen(&[], &[]), Lang::Vi);
    }
}
