//! Rules that are made while the program runs: those of forms that are loaded as data.

use super::{Check, Rule, Text, Weight};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// What a rule says, before it is made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RuleText {
    /// Its id, such as `declaration.842.ct40a`.
    pub id: String,
    /// The check it belongs to.
    pub check: Check,
    /// What breaking it does.
    pub weight: Weight,
    /// Where it is written.
    pub basis: String,
    /// What is wrong, in Vietnamese and English, with the placeholders of [`Rule::message`].
    pub message: [String; 2],
    /// How to mend it, in Vietnamese and English.
    pub hint: [String; 2],
}

/// The most rules that are made. All forms known together have about ten thousand; whoever reads more forms than this
/// holds gets findings of one rule that says so, instead of memory that is never given back.
const MOST: usize = 1 << 16;

static MADE: LazyLock<Mutex<HashMap<RuleText, &'static Rule>>> = LazyLock::new(Mutex::default);

/// Stands for every rule beyond the bound.
static BEYOND: Rule = Rule {
    id: "declaration.form.rules",
    check: Check::Rules,
    weight: Weight::Undecide,
    basis: "",
    message: Text {
        vi: "Quá nhiều mẫu tờ khai đã được nạp: quy tắc của mẫu này không còn tên riêng. Cần {expected}, đang có {found}.",
        en: "So many forms have been loaded that rules of this one have no name of their own. Expected {expected}, found {found}.",
    },
    hint: Text { vi: "Khởi động lại chương trình.", en: "Start the program anew." },
};

/// The rules of this file.
pub(crate) const RULES: &[&Rule] = &[&BEYOND];

/// The rule that says this: the same one whenever it is asked for, so that loading a form again takes no more memory.
/// Rules are never given back, which is why there is a bound; beyond it every rule is `declaration.form.rules`.
///
/// ```
/// use etax::rule::{Check, RuleText, Weight, intern};
/// let text = RuleText {
///     id: "declaration.000.ct1".into(),
///     check: Check::Rules,
///     weight: Weight::Fail,
///     basis: String::new(),
///     message: ["[1] sai.".into(), "[1] is wrong.".into()],
///     hint: Default::default(),
/// };
/// let rule = intern(text.clone());
/// assert_eq!(rule.id, "declaration.000.ct1");
/// assert!(std::ptr::eq(rule, intern(text)));
/// ```
#[must_use]
pub fn intern(text: RuleText) -> &'static Rule {
    // A panic elsewhere leaves the table whole: each entry is put in at once.
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(rule) = made.get(&text) {
        return rule;
    }
    if made.len() >= MOST {
        return &BEYOND;
    }
    let keep = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let both = |[vi, en]: &[String; 2]| Text { vi: keep(vi), en: keep(en) };
    let rule: &'static Rule = Box::leak(Box::new(Rule {
        id: keep(&text.id),
        check: text.check,
        weight: text.weight,
        basis: keep(&text.basis),
        message: both(&text.message),
        hint: both(&text.hint),
    }));
    made.insert(text, rule);
    rule
}
