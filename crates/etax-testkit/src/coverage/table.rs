//! Tables of values separated by tabs, with quoted fields.

use std::collections::HashMap;

/// A table whose first line names its columns.
#[derive(Debug)]
pub(super) struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn read(text: &str) -> Self {
        let mut rows = records(text).into_iter();
        let head = rows.next().unwrap_or_default();
        let columns = head.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        Self { columns, rows: rows.collect() }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|fields| Row { columns: &self.columns, fields })
    }
}

/// One line of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'t> {
    columns: &'t HashMap<String, usize>,
    fields: &'t [String],
}

impl<'t> Row<'t> {
    /// The field of a column; empty where the line is too short.
    pub(super) fn get(&self, column: &str) -> &'t str {
        self.columns.get(column).and_then(|at| self.fields.get(*at)).map_or("", String::as_str)
    }
}

/// A field that begins with a quote ends with one; two quotes in it stand for one.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![Vec::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let (field, behind) = field(rest);
        if let Some(record) = records.last_mut() {
            record.push(field);
        }
        rest = match behind.strip_prefix('\t') {
            Some(more) => more,
            None => {
                let more = behind.strip_prefix('\r').unwrap_or(behind);
                let more = more.strip_prefix('\n').unwrap_or(more);
                if !more.is_empty() {
                    records.push(Vec::new());
                }
                more
            }
        };
    }
    records
}

fn field(text: &str) -> (String, &str) {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find(['\t', '\r', '\n']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut field = String::new();
    loop {
        let end = rest.find('"').unwrap_or(rest.len());
        field.push_str(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
        match rest.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => return (field, rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn quoted_fields_are_read() {
        let table = Table::read("a\tb\r\n\"say \"\"x\"\"\n\ty\"\t2\r\n\t3\n");
        let rows: Vec<_> = table.rows().map(|row| (row.get("a"), row.get("b"))).collect();
        assert_eq!(rows, [("say \"x\"\n\ty", "2"), ("", "3")]);
    }
}
