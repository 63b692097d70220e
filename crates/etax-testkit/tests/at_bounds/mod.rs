//! Rules about bounds that no shipped form and no document of the kit reaches.

/// Fired by the documents of `rules_at_bounds.rs`, which holds that they are: a catalogue with more rules than are kept, and a
/// declaration whose lists within lists cost more than a form's formulas may.
pub const FIRED: [&str; 2] = ["declaration.form.rules", "declaration.formula.cost"];
