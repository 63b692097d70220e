//! The order in which computed cells can be filled in.

use super::program::{Formula, Slot};
use std::collections::HashMap;
use std::fmt;

/// Cells that are computed from each other in a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The cells of the circle; each is computed from the next, the last from the first.
    pub slots: Vec<Slot>,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cells are computed from each other in a circle", self.slots.len())
    }
}

impl std::error::Error for Cycle {}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Orders computed cells so that each comes after all cells it is computed from. Cells that do not
/// depend on each other keep the order they were given in.
///
/// # Errors
///
/// [`Cycle`] when there is no such order.
///
/// ```
/// use etax::formula::{Formula, Meaning, Names, Reference, Slot, order};
/// struct Form;
/// impl Names for Form {
///     fn meaning(&self, reference: &Reference<'_>, _: &[Slot]) -> Option<Meaning> {
///         Some(Meaning::Number(Slot(reference.path.parse().ok()?)))
///     }
/// }
/// let formula = |text| Formula::parse(text, &Form, &[]).unwrap();
/// let cells = [(Slot(1), formula("[2] + [3]")), (Slot(2), formula("[3] * 2"))];
/// assert_eq!(order(&cells), Ok(vec![1, 0]));
/// let circle = [(Slot(1), formula("[2]")), (Slot(2), formula("[1]"))];
/// assert_eq!(order(&circle).unwrap_err().slots, [Slot(1), Slot(2)]);
/// ```
pub fn order(cells: &[(Slot, Formula)]) -> Result<Vec<usize>, Cycle> {
    let targets: Vec<Slot> = cells.iter().map(|(slot, _)| *slot).collect();
    let reads: Vec<Vec<Slot>> = cells.iter().map(|(_, formula)| formula.slots().collect()).collect();
    order_of(&targets, &reads)
}

/// The same for cells of which it is only known what they read. A cell may be computed in several ways.
pub(crate) fn order_of(targets: &[Slot], reads: &[Vec<Slot>]) -> Result<Vec<usize>, Cycle> {
    let mut by_slot: HashMap<Slot, Vec<usize>> = HashMap::new();
    for (at, slot) in targets.iter().enumerate() {
        by_slot.entry(*slot).or_default().push(at);
    }
    let needs: Vec<Vec<usize>> = reads
        .iter()
        .map(|slots| slots.iter().filter_map(|slot| by_slot.get(slot)).flatten().copied().collect())
        .collect();
    let mut states = vec![State::New; targets.len()];
    let mut ordered = Vec::with_capacity(targets.len());
    // Not recursive: a form may chain thousands of cells.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for start in 0..targets.len() {
        if states.get(start) == Some(&State::New) {
            open.push((start, 0));
        }
        while let Some((cell, tried)) = open.pop() {
            let next = needs.get(cell).and_then(|needs| needs.get(tried)).copied();
            let Some(state) = states.get_mut(cell) else { continue };
            let Some(next) = next else {
                *state = State::Done;
                ordered.push(cell);
                continue;
            };
            *state = State::Open;
            open.push((cell, tried + 1));
            match states.get(next) {
                Some(State::New) => open.push((next, 0)),
                Some(State::Open) => return Err(circle(targets, &open, next)),
                Some(State::Done) | None => {}
            }
        }
    }
    Ok(ordered)
}

fn circle(targets: &[Slot], open: &[(usize, usize)], back: usize) -> Cycle {
    let path = open.iter().map(|(cell, _)| *cell).skip_while(|cell| *cell != back);
    Cycle { slots: path.filter_map(|cell| targets.get(cell)).copied().collect() }
}
