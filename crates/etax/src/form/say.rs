//! What a broken rule of a form says, made from its formula.

use super::clause::{Clause, Demand};
use super::label::Labels;
use super::layout::Layout;
use crate::formula::{Comparison, Formula, Kind, Slot};
use crate::rule::{Check, Lang, RuleText};

/// Makes the sentences of one form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker<'f> {
    pub(super) layout: &'f Layout,
    pub(super) labels: &'f Labels,
    /// maTKhai.
    pub(super) code: &'f str,
    /// Where the form's rules are written.
    pub(super) basis: &'f str,
}

const LANGS: [Lang; 2] = [Lang::Vi, Lang::En];

impl Speaker<'_> {
    /// The rule of a clause, in words.
    pub(super) fn rule(&self, clause: &Clause) -> RuleText {
        let [vi, en] = LANGS;
        let message = |at: usize, lang: Lang| match clause.said.message.get(at) {
            Some(Some(own)) => own.to_string(),
            _ => self.sentence(clause, lang),
        };
        let hint = |at: usize| clause.said.hint.get(at).cloned().flatten().unwrap_or_default().into_string();
        RuleText {
            id: format!("declaration.{}.{}", self.code, clause.id),
            check: Check::Rules,
            weight: clause.weight,
            basis: self.basis.to_owned(),
            message: [message(0, vi), message(1, en)],
            hint: [hint(0), hint(1)],
        }
    }

    fn name(&self, slot: Slot, part: Slot, lang: Lang) -> String {
        self.labels.name(self.layout, slot, part, lang)
    }

    /// A formula in words; braces, which messages give a meaning to, are made into brackets.
    fn words(&self, formula: &Formula, part: Slot, lang: Lang) -> String {
        formula.words(lang, &|slot| self.name(slot, part, lang)).replace('{', "(").replace('}', ")")
    }

    fn sentence(&self, clause: &Clause, lang: Lang) -> String {
        let mut text = String::new();
        for (at, condition) in clause.when.iter().enumerate() {
            text.push_str(match (at, lang) {
                (0, Lang::Vi) => "Khi ",
                (0, Lang::En) => "When ",
                (_, Lang::Vi) => " và ",
                (_, Lang::En) => " and ",
            });
            text.push_str(&self.words(condition, clause.part, lang));
        }
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&self.demand(clause, lang));
        text
    }

    fn demand(&self, clause: &Clause, lang: Lang) -> String {
        let part = clause.part;
        match &clause.demand {
            Demand::Computed(formula) => {
                let cell = self.name(clause.target, part, lang);
                let words = self.words(formula, part, lang);
                if formula.kind() == Kind::Text {
                    return match lang {
                        Lang::Vi => {
                            format!("{cell} phải là {words} = “{{expected}}”; đang khai “{{found}}”.")
                        }
                        Lang::En => format!("{cell} must be {words} = “{{expected}}”; declared “{{found}}”."),
                    };
                }
                compared(&cell, Comparison::Equal, formula, &words, lang)
            }
            Demand::Condition(crate::formula::Condition::Compare(left, comparison, right)) => {
                let cell = self.words(left, part, lang);
                compared(&cell, *comparison, right, &self.words(right, part, lang), lang)
            }
            Demand::Condition(crate::formula::Condition::Holds(formula)) => {
                let demand = formula.demand(lang, &|slot| self.name(slot, part, lang));
                let mut demand = demand.replace('{', "(").replace('}', ")");
                demand.push('.');
                demand
            }
        }
    }
}

fn compared(left: &str, comparison: Comparison, right: &Formula, words: &str, lang: Lang) -> String {
    use Comparison as C;
    // A number says itself once.
    let words = if right.is_constant() { String::new() } else { format!("{words} = ") };
    match lang {
        Lang::Vi => {
            let how = match comparison {
                C::Equal => "phải bằng",
                C::Different => "phải khác",
                C::Less => "phải nhỏ hơn",
                C::AtMost => "không được lớn hơn",
                C::More => "phải lớn hơn",
                C::AtLeast => "không được nhỏ hơn",
            };
            format!("{left} {how} {words}{{expected_amount}}; đang khai {{found_amount}}.")
        }
        Lang::En => {
            let how = match comparison {
                C::Equal => "must be",
                C::Different => "must not be",
                C::Less => "must be less than",
                C::AtMost => "must not exceed",
                C::More => "must be more than",
                C::AtLeast => "must be at least",
            };
            format!("{left} {how} {words}{{expected_amount}}; declared {{found_amount}}.")
        }
    }
}
