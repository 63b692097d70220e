//! Expressions over indicators.

/// Where a path starts.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) enum Scope {
    /// The main part, `CTieuTKhaiChinh`.
    Main,
    /// The appendix of this name.
    In(&'static str),
    /// The row at hand.
    Row,
    /// The row that the row at hand stands in.
    Outer,
}

/// One indicator: where it stands and what is printed beside it.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) struct Field {
    pub(in crate::declaration) scope: Scope,
    pub(in crate::declaration) path: &'static str,
    /// Printed code, which is what a bookkeeper knows: `[40a]`.
    pub(in crate::declaration) label: &'static str,
}

/// An expression. Amounts that are empty, nil or absent count as 0, as the form's own program has it.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) enum Expr {
    Of(Field),
    Number(i64),
    Add(&'static [Self]),
    /// The first less all others.
    Sub(&'static [Self]),
    Mul(&'static [Self]),
    Div(&'static Self, &'static Self),
    /// To so many decimals, half away from zero.
    Round(&'static Self, u32),
    Max(&'static Self, &'static Self),
    Abs(&'static Self),
    /// The sum of an expression over rows; only those whose field has a value, where one is given.
    Sum {
        rows: Field,
        each: &'static Self,
        only: Option<(Field, i64)>,
    },
    /// An expression that has a name of its own in messages.
    Named(&'static str, &'static Self),
}

impl Expr {
    /// An indicator of the main part.
    pub(in crate::declaration) const fn main(path: &'static str, label: &'static str) -> Self {
        Self::Of(Field { scope: Scope::Main, path, label })
    }

    /// An indicator of an appendix.
    pub(in crate::declaration) const fn of(
        appendix: &'static str,
        path: &'static str,
        label: &'static str,
    ) -> Self {
        Self::Of(Field { scope: Scope::In(appendix), path, label })
    }

    /// An indicator of the row at hand.
    pub(in crate::declaration) const fn row(path: &'static str, label: &'static str) -> Self {
        Self::Of(Field { scope: Scope::Row, path, label })
    }

    /// The sum over the rows at a path of an appendix.
    pub(in crate::declaration) const fn sum(
        appendix: &'static str,
        rows: &'static str,
        each: &'static Self,
    ) -> Self {
        Self::Sum { rows: Field { scope: Scope::In(appendix), path: rows, label: "" }, each, only: None }
    }

    /// The first indicator in it: what the expression is about.
    pub(in crate::declaration) const fn subject(&self) -> Option<&Field> {
        match self {
            Self::Of(field) => Some(field),
            Self::Number(_) => None,
            Self::Add(parts) | Self::Sub(parts) | Self::Mul(parts) => match parts {
                [first, ..] => first.subject(),
                [] => None,
            },
            Self::Div(part, _)
            | Self::Round(part, _)
            | Self::Max(part, _)
            | Self::Abs(part)
            | Self::Named(_, part) => part.subject(),
            Self::Sum { rows, .. } => Some(rows),
        }
    }
}

/// How the two sides of a formula must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::declaration) enum Op {
    Equal,
    AtMost,
    AtLeast,
    MoreThan,
    LessThan,
}

/// The expression as a bookkeeper would write it. Tests hold the messages of the rules against it.
pub(in crate::declaration) fn render(expr: &Expr) -> String {
    let join = |parts: &[Expr], by: &str| {
        let Some((first, rest)) = parts.split_first() else { return String::new() };
        let first = if by == " - " { render(first) } else { operand(first, by) };
        rest.iter().fold(first, |text, part| text + by + &operand(part, by))
    };
    match expr {
        Expr::Of(field) => field.label.to_owned(),
        Expr::Number(number) => number.to_string(),
        Expr::Add(parts) => join(parts, " + "),
        Expr::Sub(parts) => join(parts, " - "),
        Expr::Mul(parts) => join(parts, " x "),
        Expr::Div(a, b) => format!("{} / {}", operand(a, " / "), operand(b, " / ")),
        Expr::Round(part, digits) => format!("round({}, {digits})", render(part)),
        Expr::Max(a, b) => format!("max({}, {})", render(a), render(b)),
        Expr::Abs(part) => format!("|{}|", render(part)),
        Expr::Sum { each, .. } => format!("Σ{}", operand(each, "Σ")),
        Expr::Named(name, _) => (*name).to_owned(),
    }
}

fn operand(expr: &Expr, by: &str) -> String {
    let loose = matches!(expr, Expr::Add(_) | Expr::Sub(_)) && by != " + ";
    let tight = by == "Σ" && matches!(expr, Expr::Mul(_) | Expr::Div(..));
    if loose || tight { format!("({})", render(expr)) } else { render(expr) }
}
