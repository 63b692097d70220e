//! What a document is and whose, in a line and a few rows.

use super::{Style, clean, words};
use etax::report::DocumentInfo;
use etax::rule::Text;

/// `hóa đơn GTGT 1C26TAA số 12 ngày 2026-03-02`.
pub(super) fn title(info: &DocumentInfo, style: &Style) -> String {
    let form = info.form.as_deref().unwrap_or_default();
    let mut parts = vec![style.say(words::document(info)).to_owned()];
    let mut add = |label: &str, value: &str| {
        if !value.is_empty() {
            parts.push(if label.is_empty() { value.to_owned() } else { format!("{label} {value}") });
        }
    };
    let get = |name: &str| info.id.get(name).unwrap_or_default();
    match info.kind {
        "invoice" => {
            // Printed invoices join the form symbol and the series: 1C26TAA.
            add("", &format!("{form}{}", get("series")));
            add(style.say(words::NUMBER), get("number"));
            add(style.say(words::DATE), get("date"));
        }
        "declaration" => {
            add("", if get("formName").is_empty() { form } else { get("formName") });
            let period = [get("period"), get("from")].into_iter().find(|value| !value.is_empty());
            add(style.say(words::period(get("periodKind"))), period.unwrap_or_default());
            add("", &nature(get("kind"), get("number"), style));
        }
        "message" => {
            add("", form);
            add("", get("messageId"));
        }
        _ => {
            add("", form);
            let first = |names: &[&str]| names.iter().map(|name| get(name)).find(|value| !value.is_empty());
            add(
                style.say(words::NUMBER),
                first(&["number", "summaryNumber", "listNumber"]).unwrap_or_default(),
            );
            add(style.say(words::DATE), first(&["date", "noticeDate"]).unwrap_or_default());
            add(style.say(words::period(get("periodKind"))), get("period"));
        }
    }
    clean::line(&parts.join(" ")).into_owned()
}

/// `(bổ sung lần 1)`: loaiTKhai and soLan of a declaration.
fn nature(kind: &str, number: &str, style: &Style) -> String {
    match kind {
        "" => String::new(),
        "C" => format!("({})", style.say(words::FIRST)),
        "B" => format!("({})", words::AMENDED.fill(style.lang, &[("number", number)])),
        "T" => format!("({})", style.say(words::REPLACING)),
        other => format!("({other})"),
    }
}

/// Rows under the title: the parties, the amounts, and what else is worth knowing.
pub(super) fn rows(info: &DocumentInfo, style: &Style) -> Vec<(String, String)> {
    let mut rows = parties(info, style);
    let mut add = |label: Text, text: String| rows.push((style.say(label).to_owned(), text));
    if let Some(related) = related(info, style) {
        add(words::RELATED, related);
    }
    if let Some(answered) = info.id.get("answers") {
        add(words::ANSWERS, answered.to_owned());
    }
    let amounts: Vec<String> = info
        .amounts
        .0
        .iter()
        .map(|(name, value)| format!("{} {}", words::amount(name, style.lang), style.lang.amount(value)))
        .collect();
    if !amounts.is_empty() {
        let currency = info.id.get("currency").map(|code| format!(" ({code})")).unwrap_or_default();
        add(words::AMOUNTS, amounts.join("; ") + &currency);
    }
    rows.into_iter().map(|(label, text)| (label, clean::line(&text).into_owned())).collect()
}

/// `thay thế C26TAA số 7`.
fn related(info: &DocumentInfo, style: &Style) -> Option<String> {
    let nature = info.id.get("relatedNature")?;
    let mut text = words::relation(nature, style.lang);
    for (label, name) in [("", "relatedSeries"), (style.say(words::NUMBER), "relatedNumber")] {
        if let Some(value) = info.id.get(name) {
            for part in [label, value].into_iter().filter(|part| !part.is_empty()) {
                text.push(' ');
                text.push_str(part);
            }
        }
    }
    Some(text)
}

/// One row for each party: tax code and name together.
fn parties(info: &DocumentInfo, style: &Style) -> Vec<(String, String)> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    for (key, value) in &info.parties.0 {
        let party =
            ["TaxCode", "Name", "Code"].iter().find_map(|suffix| key.strip_suffix(suffix)).unwrap_or(key);
        match rows.iter_mut().find(|(known, _)| *known == party) {
            Some((_, text)) => {
                text.push(' ');
                text.push_str(value);
            }
            None => rows.push((party, value.clone())),
        }
    }
    rows.into_iter().map(|(party, text)| (words::party(party, style.lang), text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use etax::rule::Lang;

    fn titled(kind: &'static str, form: &str, id: &[(&'static str, &str)]) -> [String; 2] {
        let mut info = DocumentInfo::of(kind);
        info.form = Some(form.to_owned());
        for (name, value) in id {
            info.id.add(name, *value);
        }
        [Lang::Vi, Lang::En].map(|lang| title(&info, &Style::with_colours(lang, false)))
    }

    #[test]
    fn invoices_by_form_series_number_and_date() {
        assert_eq!(
            titled(
                "invoice",
                "2",
                &[("series", "K26TAA"), ("number", "12"), ("date", "2026-03-02"), ("code", "00AA")]
            ),
            ["hóa đơn bán hàng 2K26TAA số 12 ngày 2026-03-02", "sales invoice 2K26TAA no. 12 of 2026-03-02"]
        );
        assert_eq!(titled("invoice", "", &[]), ["hóa đơn", "invoice"]);
    }

    #[test]
    fn declarations_by_name_and_period() {
        let period = [("period", "3/2026"), ("periodKind", "Q"), ("kind", "B"), ("number", "2")];
        assert_eq!(
            titled("declaration", "842", &[&period[..], &[("formName", "01/GTGT")]].concat()),
            [
                "tờ khai 01/GTGT quý 3/2026 (bổ sung lần 2)",
                "declaration 01/GTGT quarter 3/2026 (amendment 2)"
            ]
        );
        assert_eq!(
            titled("declaration", "842", &[("period", "07/2026"), ("periodKind", "M"), ("kind", "C")]),
            ["tờ khai 842 tháng 07/2026 (chính thức)", "declaration 842 month 07/2026 (original)"]
        );
    }

    #[test]
    fn messages_and_notices() {
        assert_eq!(
            titled("message", "200", &[("messageId", "V1"), ("count", "1")]),
            ["thông điệp 200 V1", "message 200 V1"]
        );
        assert_eq!(
            titled(
                "notice",
                "01/TB",
                &[("number", "15"), ("noticeDate", "2026-01-02"), ("name", "Thông báo")]
            ),
            ["thông báo 01/TB số 15 ngày 2026-01-02", "notice 01/TB no. 15 of 2026-01-02"]
        );
    }

    #[test]
    fn rows_join_what_belongs_together() {
        let mut info = DocumentInfo::of("invoice");
        info.parties.add("sellerTaxCode", "9912345678");
        info.parties.add("sellerName", "CÔNG TY\u{9b} VÍ DỤ");
        info.parties.add("buyerName", "Nguyễn Văn Thử");
        info.id.add("currency", "VND");
        info.id.add("relatedNature", "1");
        info.id.add("relatedSeries", "C26TAA");
        info.id.add("relatedNumber", "7");
        info.amounts.add("totalTax", "80000");
        info.amounts.add("totalPayable", "1080000");
        let rows = rows(&info, &Style::with_colours(Lang::Vi, false));
        let rows: Vec<(&str, &str)> = rows.iter().map(|(label, text)| (&**label, &**text)).collect();
        assert_eq!(
            rows,
            [
                ("người bán", "9912345678 CÔNG TY\u{fffd} VÍ DỤ"),
                ("người mua", "Nguyễn Văn Thử"),
                ("liên quan", "thay thế C26TAA số 7"),
                ("số tiền", "tiền thuế 80.000; thanh toán 1.080.000 (VND)"),
            ]
        );
    }
}
