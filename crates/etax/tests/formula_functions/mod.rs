//! The functions that look at documents and rows, in a form and on documents: what they give, what is refused when the form
//! is read, and that a sum that is the same for every row is made once.

use etax::form::{Form, Parts};
use etax::formula::Value;
use etax::report::Findings;
use etax::xml::{Document, Limits, Parsed};

/// A form with cells, an appendix, and rows that hold rows, before its formulas.
const FORM: &str = "form 1
version 1.0.0
file X

structure
  HSoThueDTu
    HSoKhaiThue
      CTieuTKhaiChinh
        n, m: decimal
        t, said: string
        a?: long nil
        Row*
          k: string
          x, out: decimal
          said: string
          Sub*
            s: string
            n, out: decimal
      PLuc?
        PL?
          p: long

cells
";

fn form(cells: &str) -> Result<Form, String> {
    Form::read("x.form", &format!("{FORM}{cells}"), &Parts::default()).map_err(|error| error.to_string())
}

fn parsed<T>(main: &str, rest: &str, work: impl FnOnce(&Document<'_>) -> T) -> T {
    let xml = format!(
        "<HSoThueDTu><HSoKhaiThue><CTieuTKhaiChinh>{main}</CTieuTKhaiChinh>{rest}</HSoKhaiThue></HSoThueDTu>"
    );
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
        panic!("{xml}")
    };
    work(&document)
}

/// What the only computed cell of a form comes to, in each of its rows.
fn values(cell: &str, main: &str, rest: &str) -> String {
    let form = form(&format!("  {cell}\n")).unwrap_or_else(|error| panic!("{cell}: {error}"));
    parsed(main, rest, |document| {
        let mut all = Vec::new();
        form.rules().compute(document.root().child("HSoKhaiThue").unwrap(), &mut |_, value| {
            all.push(match value {
                Value::Number(number) => number.normalize().to_string(),
                Value::Text(text) => format!("'{text}'"),
                Value::Truth(truth) => truth.to_string(),
            });
        });
        all.join(" ")
    })
}

/// Where and why a form with these cells is refused, the line counted from the first of them.
fn refused(cells: &str) -> String {
    let lines = FORM.lines().count();
    let error = form(cells).err().unwrap_or_else(|| panic!("{cells} is taken"));
    let (place, why) = error.split_once(": ").unwrap();
    let mut place = place.split(':').skip(1).map(|number| number.parse::<usize>().unwrap());
    format!("{}:{} {why}", place.next().unwrap() - lines, place.next().unwrap())
}

/// Rows of the letters, each with the number of its place.
fn rows(letters: &[&str]) -> String {
    let row = |(at, k): (usize, &&str)| format!("<Row><k>{k}</k><x>{}</x><out>0</out></Row>", at + 1);
    letters.iter().enumerate().map(row).collect()
}

const TAIL: &str = "<n>0</n>";

#[test]
fn exists_asks_for_the_element_and_not_for_what_is_in_it() {
    for (formula, main, rest, expected) in [
        ("exists([a])", TAIL, "", "0"),
        ("exists([a])", "<n/><a/>", "", "1"),
        ("exists([a])", "<n/><a>5</a>", "", "1"),
        ("empty([a])", "<n/><a/>", "", "1"),
        ("exists([Row])", TAIL, "", "0"),
        ("exists([Row])", "<n/><Row/>", "", "1"),
        ("exists([PL:])", TAIL, "", "0"),
        ("exists([PL:])", TAIL, "<PLuc/>", "0"),
        ("exists([PL:])", TAIL, "<PLuc><PL/></PLuc>", "1"),
        ("exists([PL:p])", TAIL, "<PLuc><PL/></PLuc>", "0"),
        ("exists([PL:p])", TAIL, "<PLuc><PL><p/></PL></PLuc>", "1"),
    ] {
        assert_eq!(
            values(&format!("n = if({formula}, 1, 0)"), main, rest),
            expected,
            "{formula} {main}{rest}"
        );
    }
    let inner = "<Row><out/><Sub/></Row><Row><out/></Row>";
    assert_eq!(values("Row/out = if(exists([.Sub]), 1, 0)", inner, ""), "1 0");
    assert_eq!(refused("  n = if(exists(1), 1, 0)\n"), "1:17 expected a reference, found 1");
    assert_eq!(
        refused("  n = if(exists([b]), 1, 0)\n"),
        "1:17 expected a cell or rows of the form, found [b]"
    );
}

#[test]
fn first_is_the_text_of_the_first_row_and_nothing_without_rows() {
    for (main, expected) in
        [(rows(&["a", "b"]), "'a'"), (rows(&["", "b"]), "''"), (rows(&[]), "''"), ("<Row/>".to_owned(), "''")]
    {
        assert_eq!(values("said = first([Row], [.k])", &format!("<said/>{main}"), ""), expected, "{main}");
    }
    let inner = "<Row><said/><Sub><s>u</s></Sub><Sub><s>v</s></Sub></Row><Row><said/></Row>";
    assert_eq!(values("Row/said = first([.Sub], [.s])", inner, ""), "'u' ''");
}

#[test]
fn twice_is_about_earlier_rows_of_the_same_list() {
    let twice = "Row/out = if(twice([.k]), 1, 0)";
    for (letters, expected) in [
        (&["a", "b", "a", "a"][..], "0 0 1 1"),
        // What is empty is not there twice, and blanks at the ends do not count.
        (&["", "", " a", "a "], "0 0 0 1"),
        (&["a", "A"], "0 0"),
        (&[], ""),
    ] {
        assert_eq!(values(twice, &rows(letters), ""), expected, "{letters:?}");
    }
    let sub = |s: &str| format!("<Sub><s>{s}</s><out/></Sub>");
    let inner = format!("<Row>{}{}</Row><Row>{}</Row>", sub("a"), sub("a"), sub("a"));
    assert_eq!(values("Row/Sub/out = if(twice([.s]), 1, 0)", &inner, ""), "0 1 0");
}

#[test]
fn position_counts_from_one_in_each_list() {
    assert_eq!(values("Row/out = position([.k])", &rows(&["a", "a", ""]), ""), "1 2 3");
    assert_eq!(values("n = position([t])", "<n/><t>a</t>", ""), "0");
    let sub = "<Sub><s>a</s><out/></Sub>";
    let inner = format!("<Row>{sub}{sub}</Row><Row>{sub}</Row>");
    assert_eq!(values("Row/Sub/out = position([.s])", &inner, ""), "1 2 1");
}

#[test]
fn digits_and_tax_codes() {
    for (text, digits, code) in [
        ("0100109106", 1, 1),
        ("0100109106-001", 0, 1),
        ("0100109107", 1, 0),
        ("010010910", 1, 0),
        ("", 0, 0),
        ("12a", 0, 0),
        ("-12", 0, 0),
        ("1.2", 0, 0),
        ("\u{ff11}\u{ff12}", 0, 0),
    ] {
        let main = format!("<n/><t>{text}</t>");
        assert_eq!(values("n = if(digits([t]), 1, 0)", &main, ""), digits.to_string(), "digits {text}");
        assert_eq!(values("n = if(taxcode([t]), 1, 0)", &main, ""), code.to_string(), "taxcode {text}");
    }
}

/// What a form is refused for when it is read, with line and column.
#[test]
fn wrong_formulas_are_refused_when_the_form_is_read() {
    let mut wrong = Vec::new();
    for (cells, expected) in [
        // Arguments: how many, and which kind.
        ("  n = if(exists(), 1, 0)\n", "a value"),
        ("  n = if(exists([a], [n]), 1, 0)\n", "exists of a reference to a cell, rows or a part"),
        ("  said = first([Row])\n", "first of rows and a text of each"),
        ("  said = first([n], [.k])\n", "a reference to rows"),
        ("  said = first([Row], [.x])\n", "text"),
        ("  said = first([Row], [k])\n", "a cell"),
        ("  Row/out = if(twice('a'), 1, 0)\n", "a reference to a cell"),
        ("  Row/out = if(twice([..Row]), 1, 0)\n", "a cell"),
        ("  Row/out = position([.k], 1)\n", "position of a reference to a cell of rows"),
        ("  Row/out = position(1)\n", "a reference to a cell"),
        ("  n = if(digits(1), 1, 0)\n", "text"),
        ("  n = if(taxcode([n]), 1, 0)\n", "text"),
        ("  n = if(taxcode(), 1, 0)\n", "a value"),
        ("  n = if(twice([k]), 1, 0)\n", "a cell"),
        // Functions and cells that do not exist.
        ("  n = median([Row], [.x])\n", "median"),
        ("  n = [ct99]\n", "[ct99]"),
        ("  ct99 = 1\n", "a cell or part of the form"),
        // The kind of the cell.
        ("  n = [t]\n", "a number, not a text"),
        ("  said = 1\n", "a text, not a number"),
        ("  n = 1 = 1\n", "a number, not a condition"),
        ("  Row = 1\n", "a cell"),
    ] {
        let why = refused(cells);
        if !(why.starts_with("1:") && why.contains(expected)) {
            wrong.push(format!("{}: {why}", cells.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cells_that_need_each_other_are_refused() {
    for cells in [
        "  n = [n] + 1\n",
        "  n = [m]\n  m = [n]\n",
        // Through a list, and through a text.
        "  n = sum([Row], [.out])\n  Row/out = [.x] * [n]\n",
        "  n = if([said] = 'a', 1, 0)\n  said = if([n] = 1, 'a', 'b')\n",
    ] {
        let why = refused(cells);
        assert!(why.contains("cells that are not computed from each other"), "{cells}: {why}");
    }
    assert!(form("  n = sum([Row], [.out])\n  Row/out = [.x] * [m]\n").is_ok());
}

/// What the formulas of a form cost for so many rows, in steps.
fn steps(cells: &str, count: usize) -> u64 {
    let form = form(cells).unwrap();
    parsed(&format!("<n>0</n>{}", rows(&vec!["a"; count])), "", |document| {
        form.rules().check(document.root().child("HSoKhaiThue").unwrap(), &mut Findings::new(10))
    })
}

#[test]
fn a_sum_that_is_the_same_for_each_row_is_made_once() {
    let share = "Row/out = [.x] / sum([Row], [.x])";
    assert_eq!(values(share, &rows(&["", "", "", ""]), ""), "0.1 0.2 0.3 0.4");
    assert_eq!(form(&format!("  {share}\n")).unwrap().rules().memos(), 1);
    let cost = |cell: &str, count| steps(&format!("  {cell}\n"), count);
    let (few, many) = (cost(share, 100), cost(share, 200));
    assert!(many <= few * 2 + 10, "{few} {many}");
    // One that looks at the row at hand is made for each, and costs the square.
    let rank = "Row/out = count([Row], [.x] < [..x])";
    if let Ok(form) = form(&format!("  {rank}\n")) {
        assert_eq!(form.rules().memos(), 0);
    }
    let inner = "Row/Sub/out = [.n] / sum([..Sub], [.n])";
    let sub = |n: u32| format!("<Sub><n>{n}</n><out/></Sub>");
    let main = format!("<Row>{}{}</Row><Row>{}{}</Row>", sub(1), sub(3), sub(1), sub(1));
    assert_eq!(form(&format!("  {inner}\n")).unwrap().rules().memos(), 0);
    assert_eq!(values(inner, &main, ""), "0.25 0.75 0.5 0.5");
}

/// Sums of several cells are kept apart, and none is kept from one document to the next.
#[test]
fn kept_sums_are_not_mixed_up() {
    let cells = "  Row/out = [.x] / sum([Row], [.x])\n  Row/said = if(sum([Row], [.x]) * 2 = sum([Row], [.x] + [.x]), 'ja', 'nein')\n";
    let form = form(cells).unwrap();
    assert_eq!(form.rules().memos(), 3);
    for (xs, expected) in
        [(["1", "3"], ["0.25", "ja", "0.75", "ja"]), (["1", "1"], ["0.5", "ja", "0.5", "ja"])]
    {
        let row = |x: &str| format!("<Row><k/><x>{x}</x><out>0</out><said/></Row>");
        let main: String = xs.map(row).concat();
        let found = parsed(&main, "", |document| {
            let mut found = Vec::new();
            form.rules().compute(document.root().child("HSoKhaiThue").unwrap(), &mut |place, value| {
                let value = match value {
                    Value::Number(number) => number.normalize().to_string(),
                    Value::Text(text) => text.clone().into_owned(),
                    Value::Truth(truth) => truth.to_string(),
                };
                found.push((place.span().start, value));
            });
            found.sort();
            found.into_iter().map(|(_, value)| value).collect::<Vec<_>>()
        });
        assert_eq!(found, expected);
    }
}
