//! An invoice as an invoice looks.

use super::label::{day, figure};
use super::{Block, Cell, Sheet, Table, TableKind, said, shown};
use crate::qr::Qr;
use crate::words;
use etax::invoice::{Buyer, Extension, Invoice, Line, Seller};
use etax::rule::{Lang, Text};
use etax::xml::Element;

const fn text(vi: &'static str, en: &'static str) -> Text {
    Text { vi, en }
}

/// The most lines that are drawn.
const MOST_LINES: usize = 5_000;

pub(super) fn fill(sheet: &mut Sheet, element: Element<'_>, lang: Lang) {
    let invoice = Invoice::new(element);
    let say = |text: Text| text.template(lang).to_owned();
    if let Some(general) = invoice.general() {
        let named = said(general.title());
        if !named.is_empty() {
            sheet.under.insert(0, named);
        }
        let symbol = format!("{}{}", said(general.form()), said(general.series()));
        let mut rows = vec![
            (say(SYMBOL), symbol),
            (say(NUMBER), said(general.number())),
            (say(DATE), day(said(general.date()), lang)),
            (say(PAYMENT), said(general.payment_method())),
            (say(CURRENCY), said(general.currency())),
            (say(RATE), said(general.exchange_rate())),
            (say(CODE), said(invoice.top().code())),
        ];
        if let Some(related) = invoice.related() {
            let nature = words::relation(&said(related.nature()), lang);
            let symbol = format!("{}{}", said(related.form()), said(related.series()));
            let number = said(related.number());
            let day = day(said(related.date()), lang);
            rows.push((say(RELATED), format!("{nature} {symbol} {number} {day}")));
        }
        fields(sheet, None, rows);
    }
    if let Some(seller) = invoice.seller() {
        fields(sheet, Some(say(SELLER)), self::seller(seller, lang));
    }
    if let Some(buyer) = invoice.buyer() {
        fields(sheet, Some(say(BUYER)), self::buyer(buyer, lang));
    }
    lines(sheet, &invoice, lang);
    totals(sheet, &invoice, lang);
    let further = invoice.extensions().map(extension).collect();
    fields(sheet, Some(say(FURTHER)), further);
    let content = said(invoice.top().qr());
    if let Some(qr) = Qr::of(&content) {
        sheet.blocks.push(Block::Qr(qr));
    }
}

fn fields(sheet: &mut Sheet, heading: Option<String>, mut rows: Vec<(String, String)>) {
    rows.retain(|(_, value)| !value.is_empty());
    if !rows.is_empty() {
        sheet.blocks.push(Block::Fields { heading, rows });
    }
}

fn extension(entry: Extension<'_>) -> (String, String) {
    (said(entry.name()), said(entry.value()))
}

fn seller(seller: &Seller<'_>, lang: Lang) -> Vec<(String, String)> {
    let say = |text: Text| text.template(lang).to_owned();
    let account = [said(seller.bank_account()), said(seller.bank_name())];
    vec![
        (say(NAME), said(seller.name())),
        (say(TAX_CODE), said(seller.tax_code())),
        (say(ADDRESS), said(seller.address())),
        (say(TELEPHONE), said(seller.telephone())),
        (say(EMAIL), said(seller.email())),
        (say(ACCOUNT), account.join(" ").trim().to_owned()),
    ]
}

fn buyer(buyer: &Buyer<'_>, lang: Lang) -> Vec<(String, String)> {
    let say = |text: Text| text.template(lang).to_owned();
    vec![
        (say(NAME), said(buyer.name())),
        (say(PERSON), said(buyer.person())),
        (say(TAX_CODE), said(buyer.tax_code())),
        (say(ADDRESS), said(buyer.address())),
    ]
}

/// An amount of an invoice: `1.200.000,5` for Vietnamese readers, trailing zeros left out.
fn amount(element: Option<Element<'_>>, lang: Lang) -> String {
    figure(&said(element), lang)
}

fn lines(sheet: &mut Sheet, invoice: &Invoice<'_>, lang: Lang) {
    let say = |text: Text| text.template(lang).to_owned();
    type Write = fn(&Line<'_>, Lang) -> String;
    let all: [(Text, bool, Write); 9] = [
        (POSITION, false, |line, _| said(line.position())),
        (ITEM, false, |line, lang| item(line, lang)),
        (UNIT, false, |line, _| said(line.unit())),
        (QUANTITY, true, |line, lang| amount(line.quantity(), lang)),
        (PRICE, true, |line, lang| amount(line.unit_price(), lang)),
        (DISCOUNT_RATE, true, |line, lang| amount(line.discount_percent(), lang)),
        (DISCOUNT, true, |line, lang| amount(line.discount(), lang)),
        (AMOUNT, true, |line, lang| amount(line.amount(), lang)),
        (VAT_RATE, true, |line, _| said(line.rate())),
    ];
    let rows: Vec<Vec<String>> = invoice
        .lines()
        .take(MOST_LINES)
        .map(|line| all.iter().map(|(_, _, cell)| cell(&line, lang)).collect())
        .collect();
    if rows.is_empty() {
        return;
    }
    // Columns that no line fills are not drawn.
    let used = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()));
    let drawn: Vec<usize> = (0..all.len()).filter(|at| used(*at)).collect();
    let columns = drawn.iter().filter_map(|at| all.get(*at)).map(|(head, ..)| say(*head)).collect();
    let keep = |row: Vec<String>| {
        let cell = |at: &usize| Some(Cell::new(row.get(*at)?.clone(), all.get(*at)?.1));
        drawn.iter().filter_map(cell).collect()
    };
    let rows = rows.into_iter().map(keep).collect();
    let heading = Some(say(GOODS));
    sheet.blocks.push(Block::Table(Table { heading, kind: TableKind::Rows, columns, rows }));
    if invoice.lines().nth(MOST_LINES).is_some() {
        sheet.blocks.push(Block::Line(say(MORE_LINES)));
    }
}

/// The item's name, with what kind of line it is where that is not a sale.
fn item(line: &Line<'_>, lang: Lang) -> String {
    let name = said(line.name());
    let code = said(line.item_code());
    let kind = match &*said(line.kind()) {
        "2" => PROMOTION.template(lang),
        "3" => TRADE_DISCOUNT.template(lang),
        "4" => NOTE.template(lang),
        _ => "",
    };
    let mut parts = vec![name];
    if !code.is_empty() {
        parts.push(format!("({code})"));
    }
    if !kind.is_empty() {
        parts.push(format!("[{kind}]"));
    }
    parts.join(" ")
}

fn totals(sheet: &mut Sheet, invoice: &Invoice<'_>, lang: Lang) {
    let say = |text: Text| text.template(lang).to_owned();
    let Some(totals) = invoice.totals() else { return };
    let mut rows: Vec<(String, String)> = Vec::new();
    for rate in invoice.rate_totals() {
        let named = |text: Text| text.fill(lang, &[("rate", &said(rate.rate()))]);
        rows.push((named(OF_RATE), amount(rate.amount(), lang)));
        rows.push((named(TAX_OF_RATE), amount(rate.tax(), lang)));
    }
    rows.push((say(BEFORE_TAX), amount(totals.before_tax(), lang)));
    rows.push((say(TAX), amount(totals.tax(), lang)));
    rows.extend(invoice.fees().map(|fee| (said(fee.name()), amount(fee.amount(), lang))));
    rows.push((say(LESS_DISCOUNT), amount(totals.trade_discount(), lang)));
    rows.push((say(LESS_OTHER), amount(totals.other_reduction(), lang)));
    rows.push((say(PAYABLE), amount(totals.payable(), lang)));
    rows.retain(|(_, value)| !value.is_empty());
    if !rows.is_empty() {
        sheet.blocks.push(Block::Totals(rows));
    }
    let written = said(totals.words());
    if !written.is_empty() {
        sheet.blocks.push(Block::Line(shown(&format!("{}: {written}", say(IN_WORDS)))));
    }
}

const SYMBOL: Text = text("Ký hiệu", "Series");
const NUMBER: Text = text("Số", "Number");
const DATE: Text = text("Ngày lập", "Date");
const PAYMENT: Text = text("Hình thức thanh toán", "Payment");
const CURRENCY: Text = text("Đơn vị tiền tệ", "Currency");
const RATE: Text = text("Tỷ giá", "Exchange rate");
const CODE: Text = text("Mã của cơ quan thuế", "Authority's code");
const RELATED: Text = text("Hóa đơn liên quan", "Related invoice");
const SELLER: Text = text("Người bán", "Seller");
const BUYER: Text = text("Người mua", "Buyer");
const FURTHER: Text = text("Thông tin khác", "Further information");
const NAME: Text = text("Tên", "Name");
const PERSON: Text = text("Họ tên người mua hàng", "Buyer's person");
const TAX_CODE: Text = text("Mã số thuế", "Tax code");
const ADDRESS: Text = text("Địa chỉ", "Address");
const TELEPHONE: Text = text("Điện thoại", "Telephone");
const EMAIL: Text = text("Thư điện tử", "E-mail");
const ACCOUNT: Text = text("Số tài khoản", "Account");
const GOODS: Text = text("Hàng hóa, dịch vụ", "Goods and services");
const POSITION: Text = text("STT", "No.");
const ITEM: Text = text("Tên hàng hóa, dịch vụ", "Item");
const UNIT: Text = text("Đơn vị tính", "Unit");
const QUANTITY: Text = text("Số lượng", "Quantity");
const PRICE: Text = text("Đơn giá", "Unit price");
const DISCOUNT_RATE: Text = text("CK %", "Disc. %");
const DISCOUNT: Text = text("Chiết khấu", "Discount");
const AMOUNT: Text = text("Thành tiền", "Amount");
const VAT_RATE: Text = text("Thuế suất", "VAT rate");
const PROMOTION: Text = text("khuyến mại", "promotion");
const TRADE_DISCOUNT: Text = text("chiết khấu thương mại", "trade discount");
const NOTE: Text = text("ghi chú", "note");
const MORE_LINES: Text = text("… các dòng sau không in", "… further lines are not drawn");
const OF_RATE: Text = text("Tiền hàng thuế suất {rate}", "Amount at {rate}");
const TAX_OF_RATE: Text = text("Tiền thuế GTGT {rate}", "VAT at {rate}");
const BEFORE_TAX: Text = text("Cộng tiền hàng chưa thuế", "Total before tax");
const TAX: Text = text("Tổng tiền thuế GTGT", "Total VAT");
const LESS_DISCOUNT: Text = text("Chiết khấu thương mại", "Trade discount");
const LESS_OTHER: Text = text("Giảm trừ khác", "Other reductions");
const PAYABLE: Text = text("Tổng tiền thanh toán", "Total payable");
const IN_WORDS: Text = text("Số tiền viết bằng chữ", "In words");
