//! Invoices on their way into a store.

use etax::code::auth34::InvoiceFields;
use etax::xml::Element;
use etax_store::{Command, InvoiceKey, NewCode, Relation, RelationKind, StoredCode, Target};
use serde_json::Value;

/// What can be recorded of an invoice (`HDon`); the error names what is missing.
pub(super) fn of_invoice(invoice: Element<'_>) -> Result<Command, &'static str> {
    let code = invoice.child("MCCQT").map(Element::trimmed).ok_or("MCCQT")?;
    let (row, relation) = row(invoice, StoredCode::parse(&code).ok_or("MCCQT")?)?;
    Ok(Command::Issue { row: Box::new(row), message: None, relation })
}

/// An invoice with this code as it is recorded, and what it says of an earlier one; the error names what is missing.
pub(crate) fn row(
    invoice: Element<'_>,
    code: StoredCode,
) -> Result<(NewCode, Option<Relation>), &'static str> {
    let text = |path: &str| invoice.find(path).map(Element::trimmed).filter(|text| !text.is_empty());
    let fields = InvoiceFields::of(invoice);
    let printed = fields.printed();
    let row = NewCode {
        code,
        key: InvoiceKey::new(
            printed.seller.ok_or("NBan/MST")?,
            printed.form.ok_or("KHMSHDon")?,
            printed.series.ok_or("KHHDon")?,
            printed.number.ok_or("SHDon")?,
        )
        .ok_or("SHDon")?,
        day: printed.date.and_then(day).ok_or("NLap")?,
        buyer: printed.buyer.filter(|buyer| !buyer.is_empty()).map(str::to_owned),
        total: printed.total.and_then(|total| total.parse().ok()).ok_or("TgTTTBSo")?,
        digest: *printed.document.ok_or("DLHDon")?,
        serial: None,
    };
    let earlier = |name: &str| text(&format!("DLHDon/TTChung/TTHDLQuan/{name}"));
    // TCHDon: 1 replaces, 2 adjusts.
    let kind = match earlier("TCHDon").as_deref() {
        Some("1") => Some(RelationKind::Replaces),
        Some("2") => Some(RelationKind::Adjusts),
        _ => None,
    };
    let relation = kind.and_then(|kind| {
        let (form, series) = (earlier("KHMSHDCLQuan")?, earlier("KHHDCLQuan")?);
        let key = InvoiceKey::new(&row.key.seller, &form, &series, &earlier("SHDCLQuan")?)?;
        Some(Relation { kind, target: Target::Invoice(key) })
    });
    Ok((row, relation))
}

/// The code that a command brings.
pub(super) fn code(command: &Command) -> Option<StoredCode> {
    match command {
        Command::Issue { row, .. } => Some(row.code.clone()),
        _ => None,
    }
}

/// What can be recorded of a line of JSON: `code`, `seller`, `form`, `series`, `number`, `date`, `buyer`, `total`, `digest`.
/// The error names what is missing or wrong, or the character at which the line is no JSON.
pub(super) fn of_line(line: &str) -> Result<Command, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("JSON: {}", error.column()))?;
    of_value(&value).map_err(str::to_owned)
}

fn of_value(value: &Value) -> Result<Command, &'static str> {
    let text = |name: &'static str| value.get(name).and_then(Value::as_str).ok_or(name);
    let row = NewCode {
        code: StoredCode::parse(text("code")?).ok_or("code")?,
        key: InvoiceKey::new(text("seller")?, text("form")?, text("series")?, text("number")?)
            .ok_or("number")?,
        day: day(text("date")?).ok_or("date")?,
        buyer: text("buyer").ok().filter(|buyer| !buyer.is_empty()).map(str::to_owned),
        total: text("total")?.parse().map_err(|_| "total")?,
        digest: super::unhex(text("digest")?).ok_or("digest")?,
        serial: None,
    };
    Ok(Command::Issue { row: Box::new(row), message: None, relation: None })
}

/// `YYYY-MM-DD`, or a moment that begins so, as days since 1970-01-01.
pub(super) fn day(text: &str) -> Option<i32> {
    etax::value::Moment::parse(text)?;
    let noon = etax::value::Moment::parse(&format!("{}T12:00:00Z", text.get(..10)?))?;
    i32::try_from(noon.unix().div_euclid(86_400)).ok()
}
