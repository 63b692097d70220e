//! What a notice on a check says of summaries (01/TH-HĐĐT) that are wrong.

use super::checked::{Judged, number_of};
use super::reason::{self, Reason};
use crate::paper::write::{Fields, Said, inside, text};
use crate::xml::Element;
use std::collections::BTreeMap;

/// LTBao and the part that goes with it: summaries of invoices, of fuel, or, where one does not even say which it is,
/// their errors alone.
pub(super) fn sections(wrong: &[Judged<'_, '_>]) -> (&'static str, Fields) {
    let known = |tag: &str| wrong.iter().all(|(summary, _)| general(*summary, tag).is_some());
    if !known("KDLieu") || !known("LDau") {
        let all: Vec<Reason> = wrong.iter().flat_map(|(_, reasons)| reasons.iter().cloned()).collect();
        return ("9", vec![inside("KHLKhac", vec![reason::full("DSLDo", &all)])]);
    }
    // 1 is fuel, whose lines are kinds of goods rather than invoices.
    let fuel = wrong.iter().any(|(summary, _)| general(*summary, "LHHoa").as_deref() == Some("1"));
    let entries = (1..).zip(wrong).map(|(number, (summary, reasons))| {
        let mut entry: Fields = vec![number_of(number)];
        for tag in ["KDLieu", "LDau", "BSLThu", "SBTHDLieu"] {
            entry.extend(general(*summary, tag).map(|said| text(tag, said)));
        }
        entry.extend(parts(*summary, reasons, fuel));
        inside("BTHop", entry)
    });
    let part = vec![inside("DSBTHop", entries.collect())];
    if fuel { ("5", vec![inside("LBTHXDau", part)]) } else { ("4", vec![inside("LBTHKXDau", part)]) }
}

/// What a summary says of itself, where it can be repeated: a period, a flag, a number.
fn general(summary: Element<'_>, tag: &str) -> Option<String> {
    let found = summary.find("DLBTHop/TTChung").and_then(|general| general.child(tag))?;
    let said = found.trimmed();
    let digits =
        |most: usize| (1..=most).contains(&said.len()) && said.bytes().all(|byte| byte.is_ascii_digit());
    let holds = match tag {
        "KDLieu" => (1..=10).contains(&said.chars().count()),
        "LDau" => matches!(&*said, "0" | "1"),
        "BSLThu" => digits(3),
        _ => digits(5),
    };
    holds.then(|| said.into_owned())
}

/// The reasons about a summary as a whole, and those about its lines.
fn parts(summary: Element<'_>, reasons: &[Reason], fuel: bool) -> Fields {
    let list = summary.find("DLBTHop/NDBTHDLieu/DSDLieu");
    let lines: Vec<_> =
        list.into_iter().flat_map(|list| list.children()).filter(|line| line.local() == "DLieu").collect();
    let (mut whole, mut single) = (Vec::new(), BTreeMap::<usize, Vec<Reason>>::new());
    for reason in reasons {
        match line_of(&reason.path).filter(|at| lines.get(*at).is_some_and(|line| !fuel || is_goods(*line))) {
            Some(at) => single.entry(at).or_default().push(reason.clone()),
            None => whole.push(reason.clone()),
        }
    }
    let mut parts: Fields = Vec::new();
    if !whole.is_empty() {
        parts.push(inside("DSLDTTChung", renamed(reason::full("DSLDTTChung", &whole))));
    }
    let named: Fields = single
        .iter()
        .filter_map(|(at, reasons)| {
            let mut entry = vec![number_of(at.saturating_add(1).min(9999))];
            let tags: &[&'static str] =
                if fuel { &["MHHoa", "THHDVu"] } else { &["KHMSHDon", "KHHDon", "SHDon", "NLap", "TNMua"] };
            for tag in tags {
                let said = lines.get(*at)?.child(tag).map(Element::trimmed).unwrap_or_default();
                if *tag != "NLap" || crate::value::parse_date(&said).is_some() {
                    entry.push(text(tag, said));
                }
            }
            entry.push(reason::full("DSLDo", reasons));
            Some(inside(if fuel { "MHang" } else { "HDon" }, entry))
        })
        .collect();
    if !named.is_empty() {
        parts.push(inside(if fuel { "DSLMHang" } else { "DSLHDon" }, named));
    }
    parts
}

/// Whether a line names its goods, without which a notice cannot speak of it.
fn is_goods(line: Element<'_>) -> bool {
    ["MHHoa", "THHDVu"].iter().all(|tag| line.child(tag).is_some_and(|said| !said.trimmed().is_empty()))
}

/// Which line a path leads into, from 0.
fn line_of(path: &str) -> Option<usize> {
    let (_, rest) = path.split_once("/DSDLieu/DLieu")?;
    match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0.parse::<usize>().ok()?.checked_sub(1),
        None => (rest.is_empty() || rest.starts_with('/')).then_some(0),
    }
}

/// The reasons of a summary as a whole are called LDTTChung.
fn renamed((_, list): (&'static str, Said)) -> Fields {
    match list {
        Said::Inside(reasons) => reasons.into_iter().map(|(_, reason)| ("LDTTChung", reason)).collect(),
        Said::Text(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn paths_lead_into_lines() {
        assert_eq!(line_of("/BTHDLieu/DLBTHop/NDBTHDLieu/DSDLieu/DLieu[12]/TSuat"), Some(11));
        assert_eq!(line_of("/BTHDLieu/DLBTHop/NDBTHDLieu/DSDLieu/DLieu/TSuat"), Some(0));
        assert_eq!(line_of("/TDiep/DLieu/BTHDLieu/DLBTHop/TTChung"), None);
        assert_eq!(line_of("/DSDLieu/DLieu[0]"), None);
        assert_eq!(line_of("/DSDLieu/DLieux"), None);
    }
}
