//! The functions of the language.

/// A function by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    Contains,
    Count,
    Digits,
    Empty,
    Exists,
    First,
    If,
    Left,
    Len,
    Max,
    Mid,
    Min,
    Mod,
    Number,
    Position,
    Replace,
    Right,
    Round,
    Sum,
    TaxCode,
    Trim,
    Twice,
    Upper,
}

impl Function {
    /// Name, how many arguments at least and at most, and that in words.
    const ALL: [(Self, &'static str, usize, usize, &'static str); 24] = [
        (Self::Abs, "abs", 1, 1, "a number"),
        (Self::Contains, "contains", 2, 2, "a text and the text looked for"),
        (Self::Count, "count", 1, 2, "rows, and a condition if not all count"),
        (Self::Digits, "digits", 1, 1, "a text"),
        (Self::Empty, "empty", 1, 1, "a reference"),
        (Self::Exists, "exists", 1, 1, "a reference to a cell, rows or a part"),
        (Self::First, "first", 2, 2, "rows and a text of each"),
        (Self::If, "if", 3, 3, "a condition and two values of one kind"),
        (Self::Left, "left", 2, 2, "a text and a number of characters"),
        (Self::Len, "len", 1, 1, "a text"),
        (Self::Max, "max", 1, 64, "1 to 64 numbers"),
        (Self::Mid, "mid", 3, 3, "a text, the first character counted from 1, and a number of characters"),
        (Self::Min, "min", 1, 64, "1 to 64 numbers"),
        (Self::Mod, "mod", 2, 2, "two numbers"),
        (Self::Number, "number", 1, 1, "a text"),
        (Self::Position, "position", 1, 1, "a reference to a cell of rows"),
        (Self::Replace, "replace", 3, 3, "a text, what is replaced in it and by what"),
        (Self::Right, "right", 2, 2, "a text and a number of characters"),
        (Self::Round, "round", 2, 2, "a number and how many decimals, 0 to 10, are kept"),
        (Self::Sum, "sum", 2, 3, "rows, a number for each, and a condition if not all count"),
        (Self::TaxCode, "taxcode", 1, 1, "a text"),
        (Self::Trim, "trim", 1, 1, "a text"),
        (Self::Twice, "twice", 1, 1, "a reference to a cell of rows"),
        (Self::Upper, "upper", 1, 1, "a text"),
    ];

    /// The function of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// Its name, and what it takes in words.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        Self::ALL.iter().find(|row| row.0 == self).map_or(("", ""), |row| (row.1, row.4))
    }

    /// Whether it takes so many arguments.
    pub(super) fn takes(self, count: usize) -> bool {
        Self::ALL.iter().any(|row| row.0 == self && (row.2..=row.3).contains(&count))
    }
}
