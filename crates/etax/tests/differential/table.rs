//! Tables of values separated by tabs.

use std::collections::HashMap;

pub type Row = HashMap<String, String>;

/// The lines of a table by the names of its columns. Fields in quotes stay on their line in these tables.
pub fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let unquoted = |field: &str| match field.strip_prefix('"').and_then(|field| field.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => field.to_owned(),
    };
    lines
        .map(|line| line.split('\t').map(unquoted))
        .map(|fields| head.iter().map(|name| (*name).to_owned()).zip(fields).collect())
        .filter(|row: &Row| row.len() == head.len())
        .collect()
}
