//! A tree to steps, with every kind checked.

use super::error::{Fault, FormulaError};
use super::expr::{Expr, Node, Operator, Reference};
use super::function::Function;
use super::program::{Formula, Kind, Meaning, Names, Slot, Step};
use rust_decimal::Decimal;
use std::ops::Range;

/// The most steps of a formula.
const MOST_STEPS: usize = 8192;

struct Compiler<'c> {
    names: &'c dyn Names,
    text: &'c str,
    rows: Vec<Slot>,
    /// How many blocks of rows were at hand when the sum that is being looked at began; what stands further out would
    /// make it another for each row.
    outside: Option<usize>,
    /// Whether the sum being looked at depends on a row outside it.
    varies: bool,
    memos: u32,
    steps: Vec<Step>,
    references: Vec<(Range<usize>, Slot)>,
}

pub(super) fn compile(
    text: &str,
    expr: &Expr<'_>,
    names: &dyn Names,
    rows: &[Slot],
) -> Result<Formula, FormulaError> {
    let mut compiler = Compiler {
        names,
        text,
        rows: rows.to_vec(),
        outside: None,
        varies: false,
        memos: 0,
        steps: Vec::new(),
        references: Vec::new(),
    };
    let kind = compiler.value(expr)?;
    if compiler.steps.len() > MOST_STEPS {
        return Err(FormulaError::new(0..text.len(), Fault::TooLarge));
    }
    compiler.references.sort_by_key(|(at, _)| at.start);
    Ok(Formula {
        text: text.into(),
        steps: compiler.steps.into(),
        kind,
        references: compiler.references.into(),
        memos: compiler.memos,
    })
}

impl Compiler<'_> {
    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Emits the steps of a value; rows are none.
    fn value(&mut self, expr: &Expr<'_>) -> Result<Kind, FormulaError> {
        match &expr.node {
            Node::Number(number) => self.push(Step::Number(*number)),
            Node::Text(text) => {
                let start = expr.at.start + 1;
                self.push(Step::Text(start..start + text.len()));
                return Ok(Kind::Text);
            }
            Node::Truth(truth) => {
                self.push(Step::Truth(*truth));
                return Ok(Kind::Truth);
            }
            Node::Reference(reference) => return self.reference(expr, reference),
            Node::Brackets(inner) => return self.value(inner),
            Node::Negate(inner) => {
                self.of(inner, Kind::Number)?;
                self.push(Step::Negate)
            }
            Node::Not(inner) => {
                self.of(inner, Kind::Truth)?;
                self.push(Step::Not);
                return Ok(Kind::Truth);
            }
            Node::And(pair) => return self.either(pair, false),
            Node::Or(pair) => return self.either(pair, true),
            Node::Binary(operator, pair) => return self.binary(*operator, pair),
            Node::Call(function, arguments) => return self.call(*function, arguments),
        };
        Ok(Kind::Number)
    }

    /// Emits a value that must be of a kind.
    fn of(&mut self, expr: &Expr<'_>, wanted: Kind) -> Result<(), FormulaError> {
        let found = self.value(expr)?;
        if found == wanted {
            return Ok(());
        }
        Err(FormulaError::new(expr.at.clone(), Fault::Kind { wanted, found }))
    }

    fn meaning(&mut self, expr: &Expr<'_>, reference: &Reference<'_>) -> Result<Meaning, FormulaError> {
        let reachable = reference.up.is_none_or(|up| up < self.rows.len());
        let meaning = reachable.then(|| self.names.meaning(reference, &self.rows)).flatten();
        let Some(meaning) = meaning else {
            let written = self.text.get(expr.at.start + 1..expr.at.end - 1).unwrap_or_default();
            return Err(FormulaError::new(expr.at.clone(), Fault::Reference(written.to_owned())));
        };
        if let Some(outside) = self.outside {
            let from = reference.up.and_then(|up| self.rows.len().checked_sub(up + 1));
            // What `[@]` is depends on the row as well.
            self.varies |= from.is_some_and(|from| from < outside) || reference.is_this();
        }
        let (Meaning::Number(slot) | Meaning::Text(slot) | Meaning::Rows(slot) | Meaning::Part(slot)) =
            meaning;
        self.references.push((expr.at.clone(), slot));
        Ok(meaning)
    }

    fn reference(&mut self, expr: &Expr<'_>, reference: &Reference<'_>) -> Result<Kind, FormulaError> {
        match self.meaning(expr, reference)? {
            Meaning::Number(slot) => {
                self.push(Step::ReadNumber(slot));
                Ok(Kind::Number)
            }
            Meaning::Text(slot) => {
                self.push(Step::ReadText(slot));
                Ok(Kind::Text)
            }
            Meaning::Rows(_) | Meaning::Part(_) => Err(FormulaError::new(
                expr.at.clone(),
                Fault::Kind { wanted: Kind::Number, found: Kind::Rows },
            )),
        }
    }

    /// `and`, `or`: the right side is not looked at when the left one decides.
    fn either(&mut self, [left, right]: &[Expr<'_>; 2], decides: bool) -> Result<Kind, FormulaError> {
        self.of(left, Kind::Truth)?;
        let jump = self.push(Step::JumpKeeping(decides, 0));
        self.of(right, Kind::Truth)?;
        self.land(jump);
        Ok(Kind::Truth)
    }

    fn binary(&mut self, operator: Operator, [left, right]: &[Expr<'_>; 2]) -> Result<Kind, FormulaError> {
        use Operator as O;
        let step = match operator {
            O::Add => Step::Add,
            O::Subtract => Step::Subtract,
            O::Multiply => Step::Multiply,
            O::Divide => Step::Divide,
            O::Join => Step::Join,
            O::Equal | O::Different => return self.equality(left, right, operator == O::Equal),
            O::Less => Step::Less,
            O::AtMost => Step::AtMost,
            O::More => Step::More,
            O::AtLeast => Step::AtLeast,
        };
        let kind = match operator {
            O::Add | O::Subtract | O::Multiply | O::Divide => {
                self.of(left, Kind::Number)?;
                self.of(right, Kind::Number)?;
                Kind::Number
            }
            O::Join => {
                self.of(left, Kind::Text)?;
                self.of(right, Kind::Text)?;
                Kind::Text
            }
            // Comparisons; equality has been dealt with.
            _ => {
                self.of(left, Kind::Number)?;
                self.of(right, Kind::Number)?;
                Kind::Truth
            }
        };
        self.push(step);
        Ok(kind)
    }

    /// `=` and `<>` compare two values of one kind, whichever it is.
    fn equality(&mut self, left: &Expr<'_>, right: &Expr<'_>, same: bool) -> Result<Kind, FormulaError> {
        let kind = self.value(left)?;
        self.of(right, kind)?;
        self.push(match kind {
            Kind::Text => Step::EqualTexts(same),
            Kind::Truth => Step::EqualTruths(same),
            Kind::Number | Kind::Rows => Step::EqualNumbers(same),
        });
        Ok(Kind::Truth)
    }

    fn call(&mut self, function: Function, arguments: &[Expr<'_>]) -> Result<Kind, FormulaError> {
        use Function as F;
        use Kind::{Number, Text, Truth};
        let (kinds, step, kind): (&[Kind], Step, Kind) = match (function, arguments) {
            (F::If, [condition, yes, no]) => return self.choice(condition, yes, no),
            (F::Sum, [rows, each, rest @ ..]) => return self.over(rows, Some(each), rest.first()),
            (F::Count, [rows, rest @ ..]) => return self.over(rows, None, rest.first()),
            (F::Empty, [cell]) => return self.empty(cell),
            (F::Exists, [place]) => return self.exists(place),
            (F::First, [rows, each]) => return self.first(rows, each),
            (F::Twice, [cell]) => {
                let slot = self.cell(cell)?;
                self.push(Step::Twice(slot));
                return Ok(Truth);
            }
            (F::Position, [cell]) => {
                let slot = self.cell(cell)?;
                self.push(Step::Position(slot));
                return Ok(Number);
            }
            (F::Round, [number, places]) => {
                let step = match &number.bare().node {
                    Node::Binary(Operator::Divide, pair) if !pair.iter().any(Expr::divides) => {
                        self.of(&pair[0], Number)?;
                        self.of(&pair[1], Number)?;
                        Step::RoundQuotient
                    }
                    _ => {
                        self.of(number, Number)?;
                        if number.divides() { Step::RoundNear } else { Step::Round }
                    }
                };
                self.of(places, Number)?;
                self.push(step);
                return Ok(Number);
            }
            (F::Min | F::Max, [first, rest @ ..]) => {
                self.of(first, Number)?;
                for other in rest {
                    self.of(other, Number)?;
                    self.push(if function == F::Min { Step::Min } else { Step::Max });
                }
                return Ok(Number);
            }
            (F::Abs, _) => (&[Number], Step::Abs, Number),
            (F::Mod, _) => (&[Number, Number], Step::Mod, Number),
            (F::Digits, _) => (&[Text], Step::IsDigits, Truth),
            (F::TaxCode, _) => (&[Text], Step::IsTaxCode, Truth),
            (F::Len, _) => (&[Text], Step::Len, Number),
            (F::Trim, _) => (&[Text], Step::Trim, Text),
            (F::Upper, _) => (&[Text], Step::Upper, Text),
            (F::Left, _) => (&[Text, Number], Step::Left, Text),
            (F::Right, _) => (&[Text, Number], Step::Right, Text),
            (F::Mid, _) => (&[Text, Number, Number], Step::Mid, Text),
            (F::Contains, _) => (&[Text, Text], Step::Contains, Truth),
            (F::Replace, _) => (&[Text, Text, Text], Step::Replace, Text),
            (F::Number, _) => (&[Text], Step::Parse, Number),
            // The parser has counted the arguments.
            (_, _) => (&[], Step::Truth(false), Truth),
        };
        for (argument, kind) in arguments.iter().zip(kinds) {
            self.of(argument, *kind)?;
        }
        self.push(step);
        Ok(kind)
    }

    fn choice(&mut self, condition: &Expr<'_>, yes: &Expr<'_>, no: &Expr<'_>) -> Result<Kind, FormulaError> {
        self.of(condition, Kind::Truth)?;
        let otherwise = self.push(Step::JumpUnless(0));
        let kind = self.value(yes)?;
        let end = self.push(Step::Jump(0));
        self.land(otherwise);
        self.of(no, kind)?;
        self.land(end);
        Ok(kind)
    }

    /// Whether nothing is written in a cell. Its text is read even where it holds a number: an
    /// amount that is not there counts as 0, but it is not 0.
    fn empty(&mut self, cell: &Expr<'_>) -> Result<Kind, FormulaError> {
        let slot = self.cell(cell)?;
        self.push(Step::ReadText(slot));
        self.push(Step::IsBlank);
        Ok(Kind::Truth)
    }

    /// A reference to a cell.
    fn cell(&mut self, cell: &Expr<'_>) -> Result<Slot, FormulaError> {
        let wanted = FormulaError::new(cell.at.clone(), Fault::Expected("a reference to a cell"));
        let Node::Reference(reference) = &cell.node else { return Err(wanted) };
        match self.meaning(cell, reference)? {
            Meaning::Number(slot) | Meaning::Text(slot) => Ok(slot),
            Meaning::Rows(_) | Meaning::Part(_) => Err(wanted),
        }
    }

    /// The text of a cell in the first of rows; empty when there are none.
    fn first(&mut self, rows: &Expr<'_>, each: &Expr<'_>) -> Result<Kind, FormulaError> {
        let (slot, whole) = self.block(rows)?;
        self.push(Step::Text(0..0));
        let enter = self.push(Step::Enter { rows: slot, whole, past: 0 });
        self.rows.push(slot);
        self.of(each, Kind::Text)?;
        self.rows.pop();
        self.push(Step::DropBelow);
        self.push(Step::Leave);
        self.land(enter);
        Ok(Kind::Text)
    }

    /// A reference to rows, and whether it is to all of a document.
    fn block(&mut self, rows: &Expr<'_>) -> Result<(Slot, bool), FormulaError> {
        let wanted = FormulaError::new(rows.at.clone(), Fault::Expected("a reference to rows"));
        let Node::Reference(reference) = &rows.node else { return Err(wanted) };
        let Meaning::Rows(slot) = self.meaning(rows, reference)? else { return Err(wanted) };
        Ok((slot, reference.up.is_none()))
    }

    /// Whether an element is in the document, filled in or not.
    fn exists(&mut self, place: &Expr<'_>) -> Result<Kind, FormulaError> {
        let Node::Reference(reference) = &place.node else {
            return Err(FormulaError::new(place.at.clone(), Fault::Expected("a reference")));
        };
        let (Meaning::Number(slot) | Meaning::Text(slot) | Meaning::Rows(slot) | Meaning::Part(slot)) =
            self.meaning(place, reference)?;
        self.push(Step::Exists(slot));
        Ok(Kind::Truth)
    }

    /// A sum or count over rows. Inside rows, one that is the same for each of them is made once and kept: else a list
    /// of shares of a total would cost the square of its length.
    fn over(
        &mut self,
        rows: &Expr<'_>,
        each: Option<&Expr<'_>>,
        only: Option<&Expr<'_>>,
    ) -> Result<Kind, FormulaError> {
        if self.rows.is_empty() || self.outside.is_some() {
            return self.all(rows, each, only);
        }
        let recall = self.push(Step::Recall(self.memos, 0));
        self.outside = Some(self.rows.len());
        self.varies = false;
        let made = self.all(rows, each, only);
        self.outside = None;
        made?;
        if self.varies {
            // Goes on with the next step, whether it was made before or not: it never is.
            if let Some(step) = self.steps.get_mut(recall) {
                *step = Step::Jump(recall + 1);
            }
        } else {
            self.push(Step::Remember(self.memos));
            self.memos += 1;
            self.land(recall);
        }
        Ok(Kind::Number)
    }

    /// A loop over rows: the running total lies under what each row adds.
    fn all(
        &mut self,
        rows: &Expr<'_>,
        each: Option<&Expr<'_>>,
        only: Option<&Expr<'_>>,
    ) -> Result<Kind, FormulaError> {
        let (slot, whole) = self.block(rows)?;
        self.push(Step::Number(Decimal::ZERO));
        let enter = self.push(Step::Enter { rows: slot, whole, past: 0 });
        self.rows.push(slot);
        let skip = match only {
            Some(condition) => {
                self.of(condition, Kind::Truth)?;
                Some(self.push(Step::JumpUnless(0)))
            }
            None => None,
        };
        match each {
            Some(each) => self.of(each, Kind::Number)?,
            None => {
                self.push(Step::Number(Decimal::ONE));
            }
        }
        self.push(Step::Add);
        if let Some(skip) = skip {
            self.land(skip);
        }
        self.push(Step::Next(enter + 1));
        self.land(enter);
        self.rows.pop();
        Ok(Kind::Number)
    }

    /// Lets a jump end behind the last step.
    fn land(&mut self, jump: usize) {
        let here = self.steps.len();
        if let Some(
            Step::Jump(to)
            | Step::JumpUnless(to)
            | Step::JumpKeeping(_, to)
            | Step::Enter { past: to, .. }
            | Step::Recall(_, to),
        ) = self.steps.get_mut(jump)
        {
            *to = here;
        }
    }
}
