//! The language of the forms: what formulas mean, and what is refused where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod formula_functions;

use etax::formula::{
    Cells, Fault, Formula, FormulaError, Kind, Machine, Meaning, Names, Reference, Slot, Trouble, Value,
};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use std::borrow::Cow;
use std::str::FromStr;

/// A form with cells `a` to `c`, a text, and rows `r` with `x`, `kind` and inner rows `s` with `y`.
struct Form;

const A: Slot = Slot(0);
const B: Slot = Slot(1);
const C: Slot = Slot(2);
const NAME: Slot = Slot(3);
const ROWS: Slot = Slot(4);
const X: Slot = Slot(5);
const WHAT: Slot = Slot(6);
const INNER: Slot = Slot(7);
const Y: Slot = Slot(8);

impl Names for Form {
    fn meaning(&self, reference: &Reference<'_>, rows: &[Slot]) -> Option<Meaning> {
        let Some(up) = reference.up else {
            return match (reference.part, reference.path) {
                (None, "a") | (Some("main"), "Group/a") => Some(Meaning::Number(A)),
                (None, "b") => Some(Meaning::Number(B)),
                (None, "c") => Some(Meaning::Number(C)),
                (None, "name") => Some(Meaning::Text(NAME)),
                (None, "r") => Some(Meaning::Rows(ROWS)),
                _ => None,
            };
        };
        let around = rows.get(rows.len().checked_sub(up + 1)?)?;
        match (*around, reference.path) {
            (ROWS, "x") => Some(Meaning::Number(X)),
            (ROWS, "kind") => Some(Meaning::Text(WHAT)),
            (ROWS, "s") => Some(Meaning::Rows(INNER)),
            (INNER, "y") => Some(Meaning::Number(Y)),
            _ => None,
        }
    }
}

#[derive(Clone, Default)]
struct Row {
    x: &'static str,
    kind: &'static str,
    inner: Vec<&'static str>,
}

#[derive(Clone, Default)]
struct Declaration {
    cells: [&'static str; 4],
    rows: Vec<Row>,
    at: Vec<usize>,
}

impl Declaration {
    fn written(&self, slot: Slot) -> &'static str {
        match slot {
            Slot(cell @ 0..=3) => self.cells[cell as usize],
            X => self.rows[self.at[0]].x,
            WHAT => self.rows[self.at[0]].kind,
            Y => self.rows[self.at[0]].inner[self.at[1]],
            other => panic!("{other:?} is no cell"),
        }
    }

    fn length(&self, depth: usize) -> usize {
        if depth == 0 { self.rows.len() } else { self.rows[self.at[0]].inner.len() }
    }
}

impl<'d> Cells<'d> for Declaration {
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble> {
        match self.written(slot) {
            "" => Ok(Decimal::ZERO),
            text => Decimal::from_str(text).map_err(|_| Trouble::Unreadable(slot)),
        }
    }

    fn text(&self, slot: Slot) -> Cow<'d, str> {
        Cow::Borrowed(self.written(slot))
    }

    fn enter(&mut self, _: Slot, _: bool) -> bool {
        let there = self.length(self.at.len()) > 0;
        if there {
            self.at.push(0);
        }
        there
    }

    fn next(&mut self) -> bool {
        let length = self.length(self.at.len() - 1);
        let at = self.at.last_mut().expect("inside rows");
        *at += 1;
        *at < length
    }

    fn leave(&mut self) {
        self.at.pop().expect("inside rows");
    }
}

fn sample() -> Declaration {
    let row = |x, kind, inner: &[&'static str]| Row { x, kind, inner: inner.to_vec() };
    Declaration {
        cells: ["1200000", "-200000", "", " Hà Nội "],
        rows: vec![row("10", "k", &["1", "2"]), row("", "n", &[]), row("2.5", "k", &["4"])],
        at: Vec::new(),
    }
}

fn show(value: &Value<'_>) -> String {
    match value {
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => format!("'{text}'"),
        Value::Truth(truth) => truth.to_string(),
    }
}

fn value(text: &str) -> Result<String, Trouble> {
    let formula = Formula::parse(text, &Form, &[]).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut cells = sample();
    let value = Machine::default().run(&formula, &mut cells).map(|value| show(&value));
    assert!(cells.at.is_empty(), "{text} left rows open");
    value
}

#[test]
fn formulas_have_the_values_that_the_forms_give_them() {
    for (text, expected) in [
        ("1 + 2 * 3 - 4 / 8", "6.5"),
        ("(1 + 2) * 3", "9"),
        ("2 - 3 - 4", "-5"),
        ("--2 - -2", "4"),
        ("[a] * 10%", "120000"),
        ("[main:Group/a] + [b]", "1000000"),
        ("[c] + 1", "1"),
        ("max([a] + [b], 0)", "1000000"),
        ("max([b], 0, [c])", "0"),
        ("min([a], [b], 5)", "-200000"),
        ("abs([b])", "200000"),
        ("round(2.5, 0)", "3"),
        ("round(-2.5, 0)", "-3"),
        ("round(2.345, 2)", "2.35"),
        // What quotients leave out beyond 28 digits moves no half.
        ("round(5 / 6 * 3, 0)", "3"),
        ("round(-5 / 6 * 3, 0)", "-3"),
        ("round(1 / 3 * 1.5, 0)", "1"),
        ("round(5 / 6 * 3 / 1, 0)", "3"),
        ("round(if(5 / 6 > 0, 5 / 6 - 1 / 3, 0), 0)", "1"),
        ("round(sum([r], [.x] / 3) * 3 / 12.5 - 0.5, 0)", "1"),
        // What is a hair below one is below it, where nothing was left out.
        ("round(2.4999999999999, 0)", "2"),
        ("round(2.4999999999999 * 1, 0)", "2"),
        ("round(24.999999999999 / 10, 0)", "2"),
        ("mod([a], 7)", "4"),
        ("if([a] > 0, [a], -[a])", "1200000"),
        ("if([a] > 0 and not [b] > 0, 'yes', 'no')", "'yes'"),
        ("[a] >= 1200000 or 1 / 0 = 1", "true"),
        ("[a] < 1200000 and 1 / 0 = 1", "false"),
        ("if(false, 1 / 0, 7)", "7"),
        ("1 + 1 = 2", "true"),
        ("1.0 = 1", "true"),
        ("'a' <> 'A'", "true"),
        ("true = (not false)", "true"),
        ("not 1 = 2", "true"),
        ("empty([c])", "true"),
        ("empty([a])", "false"),
        ("trim([name])", "'Hà Nội'"),
        ("len(trim([name]))", "6"),
        ("left(trim([name]), 2) & right('x12', 2)", "'Hà12'"),
        ("mid('abcdef', 2, 3)", "'bcd'"),
        ("mid('abc', 9, 3)", "''"),
        ("upper('đồng')", "'ĐỒNG'"),
        ("contains([name], 'Nội')", "true"),
        ("replace('1-2-3', '-', '')", "'123'"),
        ("number(' 12.50 ') * 2", "25"),
        ("number('')", "0"),
        ("sum([r], [.x])", "12.5"),
        ("sum([r], [.x], [.kind] = 'k' and [.x] > 5)", "10"),
        ("count([r])", "3"),
        ("count([r], empty([.x]))", "1"),
        ("sum([r], sum([.s], [.y] * [..x]))", "40"),
        ("sum([r], [.x]) + sum([r], count([.s]))", "15.5"),
    ] {
        assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_has_no_value_says_why() {
    let huge = "79228162514264337593543950335 * 10";
    for (text, trouble) in [
        ("[a] / [c]", Trouble::DivisionByZero),
        ("mod([a], 0)", Trouble::DivisionByZero),
        (huge, Trouble::Overflow),
        ("sum([r], [.x] / [.x])", Trouble::DivisionByZero),
        ("number('12 đồng')", Trouble::NotANumber),
        ("left('abc', -1)", Trouble::NotANumber),
        ("left('abc', 0.5)", Trouble::NotANumber),
        ("round(1, 11)", Trouble::Overflow),
    ] {
        assert_eq!(value(text), Err(trouble), "{text}");
    }
    let formula = Formula::parse("[a] + [b]", &Form, &[]).unwrap();
    let mut cells = Declaration { cells: ["1", "1.000,5", "", ""], ..sample() };
    assert_eq!(Machine::default().run(&formula, &mut cells), Err(Trouble::Unreadable(B)));
}

#[test]
fn mistakes_are_refused_at_their_place() {
    let kind = |wanted, found| Fault::Kind { wanted, found };
    let cases: [(&str, usize, Fault); 21] = [
        ("[a] +", 5, Fault::Expected("a value")),
        ("", 0, Fault::Expected("a value")),
        ("([a]", 4, Fault::Expected(")")),
        ("[a] [b]", 4, Fault::Expected("the end or an operator")),
        ("1 < 2 < 3", 6, Fault::Expected("the end or an operator")),
        ("[a", 0, Fault::Unclosed),
        ("2 + 'x", 4, Fault::Unclosed),
        ("2 ? 3", 2, Fault::Character('?')),
        ("1 + 2.", 4, Fault::Number),
        ("sqrt(2)", 0, Fault::Function("sqrt".to_owned())),
        ("abs(1, 2)", 0, Fault::Arguments { function: "abs", takes: "a number" }),
        ("1 + [d]", 4, Fault::Reference("d".to_owned())),
        ("[.x]", 0, Fault::Reference(".x".to_owned())),
        ("sum([r], [..x])", 9, Fault::Reference("..x".to_owned())),
        ("[]", 0, Fault::Reference(String::new())),
        ("[a//b]", 0, Fault::Reference("a//b".to_owned())),
        ("[a] + [name]", 6, kind(Kind::Number, Kind::Text)),
        ("[a] = [name]", 6, kind(Kind::Number, Kind::Text)),
        ("if([a], 1, 2)", 3, kind(Kind::Truth, Kind::Number)),
        ("if(true, 1, 'a')", 12, kind(Kind::Number, Kind::Text)),
        ("1 + [r]", 4, kind(Kind::Number, Kind::Rows)),
    ];
    for (text, at, fault) in cases {
        let FormulaError { at: found, fault: why } = Formula::parse(text, &Form, &[]).expect_err(text);
        assert_eq!((found.start, why), (at, fault), "{text}");
    }
    for text in ["sum([a], 1)", "count(1)", "empty(1)", "empty([r])", "sum(1, 2)"] {
        let error = Formula::parse(text, &Form, &[]).expect_err(text);
        assert!(matches!(error.fault, Fault::Expected(_)), "{text}: {error}");
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    let deep = |times: usize| "(".repeat(times) + "1" + &")".repeat(times);
    assert!(Formula::parse(&deep(40), &Form, &[]).is_ok());
    for text in
        [deep(10_000), "-".repeat(10_000) + "1", "not ".repeat(4000) + "true", "1+".repeat(9000) + "1"]
    {
        let error = Formula::parse(&text, &Form, &[]).expect_err("too large");
        assert_eq!(error.fault, Fault::TooLarge);
    }
}

#[test]
fn a_row_formula_is_evaluated_in_the_row_at_hand() {
    let formula = Formula::parse("round([.x] * [a] / 100, 0)", &Form, &[ROWS]).unwrap();
    assert_eq!(formula.slots().collect::<Vec<_>>(), [X, A]);
    let mut cells = sample();
    let mut machine = Machine::default();
    let mut found = Vec::new();
    assert!(cells.enter(ROWS, false));
    loop {
        found.push(show(&machine.run(&formula, &mut cells).unwrap()));
        if !cells.next() {
            break;
        }
    }
    assert_eq!(found, ["120000", "0", "30000"]);
}

#[test]
fn labels_stand_in_for_references() {
    let formula = Formula::parse("max([main:Group/a]-[b], sum([r], [.x]))", &Form, &[]).unwrap();
    let shown = formula.render(|slot| match slot {
        A => "[36]",
        B => "[22]",
        ROWS => "rows",
        _ => "(7)",
    });
    assert_eq!(shown, "max([36]-[22], sum(rows, (7)))");
    assert_eq!(formula.kind(), Kind::Number);
}

/// An arithmetic tree, evaluated without the engine.
#[derive(Clone, Debug)]
enum Tree {
    Number(i32, u32),
    Cell(usize),
    Negate(Box<Self>),
    Join(char, Box<Self>, Box<Self>),
    Max(Box<Self>, Box<Self>),
    Round(Box<Self>, u32),
    Choose(Box<Self>, Box<Self>, Box<Self>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        (any::<i16>(), 0u32..4).prop_map(|(number, scale)| Tree::Number(i32::from(number), scale)),
        (0usize..3).prop_map(Tree::Cell),
    ];
    leaf.prop_recursive(6, 48, 3, |inner| {
        let boxed = inner.prop_map(Box::new);
        prop_oneof![
            boxed.clone().prop_map(Tree::Negate),
            (prop::sample::select(vec!['+', '-', '*', '/']), boxed.clone(), boxed.clone())
                .prop_map(|(sign, a, b)| Tree::Join(sign, a, b)),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Tree::Max(a, b)),
            (boxed.clone(), 0u32..5).prop_map(|(a, places)| Tree::Round(a, places)),
            (boxed.clone(), boxed.clone(), boxed).prop_map(|(a, b, c)| Tree::Choose(a, b, c)),
        ]
    })
}

impl Tree {
    fn divides(&self) -> bool {
        match self {
            Self::Number(..) | Self::Cell(_) | Self::Round(..) => false,
            Self::Negate(a) => a.divides(),
            Self::Join(sign, a, b) => *sign == '/' || a.divides() || b.divides(),
            Self::Max(a, b) => a.divides() || b.divides(),
            Self::Choose(a, b, c) => a.divides() || b.divides() || c.divides(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number, scale) => {
                let written = Decimal::new(i64::from(*number).abs(), *scale).to_string();
                if *number < 0 { format!("(-{written})") } else { written }
            }
            Self::Cell(cell) => format!("[{}]", ["a", "b", "c"][*cell]),
            Self::Negate(a) => format!("-({})", a.text()),
            Self::Join(sign, a, b) => format!("({} {sign} {})", a.text(), b.text()),
            Self::Max(a, b) => format!("max({}, {})", a.text(), b.text()),
            Self::Round(a, places) => format!("round({}, {places})", a.text()),
            Self::Choose(a, b, c) => format!("if({} > 0, {}, {})", a.text(), b.text(), c.text()),
        }
    }

    fn value(&self, cells: &Declaration) -> Result<Decimal, Trouble> {
        match self {
            Self::Number(number, scale) => Ok(Decimal::new(i64::from(*number), *scale)),
            Self::Cell(cell) => cells.number(Slot(u32::try_from(*cell).unwrap())),
            Self::Negate(a) => Ok(-a.value(cells)?),
            Self::Join(sign, a, b) => {
                let (a, b) = (a.value(cells)?, b.value(cells)?);
                if *sign == '/' && b.is_zero() {
                    return Err(Trouble::DivisionByZero);
                }
                match sign {
                    '+' => a.checked_add(b),
                    '-' => a.checked_sub(b),
                    '*' => a.checked_mul(b),
                    _ => a.checked_div(b),
                }
                .ok_or(Trouble::Overflow)
            }
            Self::Max(a, b) => Ok(a.value(cells)?.max(b.value(cells)?)),
            Self::Round(a, places) => {
                let round = |number: Decimal, places| {
                    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
                };
                let number = a.value(cells)?;
                Ok(if a.divides() { round(round(number, 10), *places) } else { round(number, *places) })
            }
            Self::Choose(a, b, c) => {
                if a.value(cells)? > Decimal::ZERO {
                    b.value(cells)
                } else {
                    c.value(cells)
                }
            }
        }
    }
}

/// Rounded half away from zero, by whole numbers.
fn rounded(numerator: i128, denominator: i128, places: u32) -> Decimal {
    let scaled = numerator * 10_i128.pow(places);
    let (quotient, remainder) = (scaled / denominator, scaled % denominator);
    let away = i128::from(2 * remainder.abs() >= denominator.abs());
    let sign = if (scaled < 0) == (denominator < 0) { 1 } else { -1 };
    Decimal::from_i128_with_scale(quotient + sign * away, places)
}

proptest! {
    #[test]
    fn products_of_quotients_round_as_fractions_do(
        numbers in prop::array::uniform5(1_i64..5000),
        negative: bool,
        places in 0_u32..5,
    ) {
        let [a, b, c, d, e] = numbers;
        let sign = if negative { "-" } else { "" };
        let text = format!("round({sign}{a} / {b} * {c} / {d} * {e} / 2, {places})");
        let formula = Formula::parse(&text, &Form, &[]).unwrap();
        let wide = |factors: [i64; 3]| factors.into_iter().map(i128::from).product::<i128>();
        let numerator = if negative { -wide([a, c, e]) } else { wide([a, c, e]) };
        let expected = Ok(Value::Number(rounded(numerator, wide([b, d, 2]), places)));
        prop_assert_eq!(Machine::default().run(&formula, &mut sample()), expected, "{}", text);
    }

    #[test]
    fn arithmetic_is_that_of_the_tree_it_was_written_from(tree in tree()) {
        let text = tree.text();
        let formula = Formula::parse(&text, &Form, &[]).unwrap();
        let expected = tree.value(&sample()).map(Value::Number);
        prop_assert_eq!(Machine::default().run(&formula, &mut sample()), expected, "{}", text);
        prop_assert_eq!(formula.text(), text.as_str());
    }

    #[test]
    fn any_text_is_a_formula_or_refused_inside_itself(text in ".{0,60}|[\\[\\]abrsx.:()+*/<>=&,'0-9 a-z-]{0,60}") {
        match Formula::parse(&text, &Form, &[ROWS]) {
            Ok(formula) => {
                let shown = formula.render(|_| "[a]");
                prop_assert_eq!(shown.matches("[a]").count(), formula.slots().count());
            }
            Err(error) => {
                prop_assert!(error.at.end <= text.len() && error.at.start <= error.at.end);
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}
