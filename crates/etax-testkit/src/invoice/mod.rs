//! Invoices (HDon) of every form, with sums that are right.

mod line;
mod party;

use crate::error::{Error, Result};
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;
use crate::words::amount_in_words;
use line::{line_element, lines, percent};
use party::{buyer_element, seller_element};
use rust_decimal::{Decimal, RoundingStrategy};

/// Where a trade discount is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Discount {
    #[default]
    None,
    /// `ThTien` stays gross; the discount is taken off in `TTCKTMai` and the
    /// tax base.
    Gross,
    /// `ThTien` is net of `STCKhau`.
    Net,
    /// A line of its own with `TChat` 3.
    Line,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Related {
    Replaces,
    Adjusts,
}

/// What an invoice is to look like.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// KHMSHDon, 1 to 9.
    pub(crate) form: u8,
    pub(crate) coded: bool,
    pub(crate) cash_register: bool,
    /// PBan.
    pub(crate) version: &'static str,
    /// The fourth character of KHHDon, when not the usual one of the form.
    pub(crate) letter: Option<char>,
    pub(crate) currency: &'static str,
    /// NLap.
    pub(crate) date: String,
    pub(crate) number: u64,
    pub(crate) leading_zeros: bool,
    /// Amounts written `1.0000`.
    pub(crate) padded: bool,
    pub(crate) discount: Discount,
    pub(crate) fees: bool,
    pub(crate) related: Option<Related>,
    pub(crate) lines: usize,
    pub(crate) rates: Vec<&'static str>,
    pub(crate) permuted: bool,
    pub(crate) qr: bool,
    /// Free fields (TTKhac) on every line and in the header.
    pub(crate) free_fields: bool,
    /// Also a promotion line and a note line.
    pub(crate) notes: bool,
    /// The buyer is a consumer without a tax code.
    pub(crate) consumer: bool,
}

impl Plan {
    pub(crate) fn new(form: u8, coded: bool, date: &str, number: u64) -> Self {
        Self {
            form,
            coded,
            cash_register: false,
            version: "2.1.0",
            letter: None,
            currency: "VND",
            date: date.to_owned(),
            number,
            leading_zeros: false,
            padded: false,
            discount: Discount::None,
            fees: false,
            related: None,
            lines: 3,
            rates: vec!["10%", "8%"],
            permuted: false,
            qr: false,
            free_fields: false,
            notes: false,
            consumer: false,
        }
    }

    /// The form states VAT rates: VAT invoices, tickets that are VAT
    /// invoices, VAT invoices with receipts.
    pub(crate) fn has_rates(&self) -> bool {
        matches!(self.form, 1 | 8) || (self.form == 5 && self.letter() == 'G')
    }

    const fn has_discount(&self) -> bool {
        matches!(self.form, 1 | 2 | 5)
    }

    fn letter(&self) -> char {
        if let Some(letter) = self.letter {
            return letter;
        }
        match self.form {
            _ if self.cash_register => 'M',
            3 | 4 => 'D',
            5 => 'G',
            6 => 'N',
            7 => 'X',
            _ => 'T',
        }
    }

    fn decimals(&self) -> u32 {
        if self.currency == "VND" { 0 } else { 2 }
    }

    fn round(&self, amount: Decimal) -> Decimal {
        amount.round_dp_with_strategy(self.decimals(), RoundingStrategy::MidpointAwayFromZero)
    }

    fn number_text(&self, amount: Decimal) -> String {
        if self.padded { format!("{amount:.4}") } else { amount.normalize().to_string() }
    }

    /// KHHDon: code letter, year, kind letter, the seller's own two.
    fn series(&self) -> String {
        let code = if self.coded { 'C' } else { 'K' };
        let year = self.date.get(2..4).unwrap_or("26");
        format!("{code}{year}{}TT", self.letter())
    }

    const fn title(&self) -> &'static str {
        match self.form {
            1 => "Hóa đơn giá trị gia tăng",
            2 => "Hóa đơn bán hàng",
            3 => "Hóa đơn bán tài sản công",
            4 => "Hóa đơn bán hàng dự trữ quốc gia",
            5 => "Vé điện tử",
            6 => "Phiếu xuất kho kiêm vận chuyển nội bộ",
            7 => "Hóa đơn thương mại điện tử",
            8 => "Hóa đơn giá trị gia tăng tích hợp biên lai",
            _ => "Hóa đơn bán hàng tích hợp biên lai",
        }
    }
}

fn free_field(name: &str, kind: &str, value: &str) -> Element {
    Element::new("TTin").with_leaf("TTruong", name).with_leaf("KDLieu", kind).with_leaf("DLieu", value)
}

#[derive(Debug, Clone)]
struct Line {
    nature: u8,
    name: String,
    unit: &'static str,
    quantity: Decimal,
    price: Decimal,
    discount: Decimal,
    amount: Decimal,
    rate: &'static str,
}

struct Totals {
    element: Element,
    payable: Decimal,
    tax: Decimal,
}

fn totals(plan: &Plan, lines: &[Line]) -> Result<Totals> {
    let mut element = Element::new("TToan");
    let mut base = Decimal::ZERO;
    let mut tax = Decimal::ZERO;
    let mut off = Decimal::ZERO;
    let mut rates: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| line.nature == 1) {
        if !rates.contains(&line.rate) {
            rates.push(line.rate);
        }
    }
    let mut by_rate = Element::new("THTTLTSuat");
    for rate in rates {
        let of_rate = |nature: u8| -> Decimal {
            let lines = lines.iter().filter(|l| l.rate == rate && l.nature == nature);
            lines.map(|l| l.amount).sum()
        };
        let amount = of_rate(1) - of_rate(3);
        let discount: Decimal = match plan.discount {
            Discount::Gross => lines.iter().filter(|l| l.rate == rate).map(|l| l.discount).sum(),
            _ => Decimal::ZERO,
        };
        let share = percent(rate).unwrap_or(Decimal::ZERO);
        let rate_tax = plan.round((amount - discount) * share / Decimal::from(100));
        base += amount;
        off += discount;
        if plan.has_rates() {
            tax += rate_tax;
        }
        by_rate.push(
            Element::new("LTSuat")
                .with_leaf("TSuat", rate)
                .with_leaf("ThTien", plan.number_text(amount))
                .with_leaf("TThue", plan.number_text(rate_tax)),
        );
    }
    if plan.has_rates() {
        element.push(by_rate);
        element.push(Element::leaf("TgTCThue", plan.number_text(base)));
        element.push(Element::leaf("TgTThue", plan.number_text(tax)));
    }
    let mut payable = base + tax;
    if plan.fees {
        let mut list = Element::new("DSLPhi");
        for (name, amount) in [("Phí môi trường (thử)", 12_000), ("Phí giao hàng (thử)", 35_000)] {
            let amount = plan.round(Decimal::new(amount, plan.decimals()));
            payable += amount;
            list.push(
                Element::new("LPhi").with_leaf("TLPhi", name).with_leaf("TPhi", plan.number_text(amount)),
            );
        }
        element.push(list);
    }
    if plan.has_discount() {
        payable -= off;
        element.push(Element::leaf("TTCKTMai", plan.number_text(off)));
    }
    let words = amount_in_words(&payable.to_string(), plan.currency)
        .ok_or_else(|| Error::new("an amount that cannot be read aloud"))?;
    element.push(Element::leaf("TgTTTBSo", plan.number_text(payable)));
    element.push(Element::leaf("TgTTTBChu", words));
    Ok(Totals { element, payable, tax })
}

/// CRC-16/CCITT-FALSE over the text, as EMVCo codes end with it.
fn crc16(text: &str) -> u16 {
    text.bytes().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

fn qr(plan: &Plan, seller: &Party, payable: Decimal) -> String {
    let field = |id: &str, value: &str| format!("{id}{:02}{value}", value.len());
    let lookup = [
        field("00", "A000000775"),
        field("01", &seller.tax_code.replace('-', "")),
        field("02", &plan.form.to_string()),
        field("03", &plan.series()),
        field("04", &plan.number.to_string()),
        field("05", &plan.date.replace('-', "")),
        field("06", &payable.normalize().to_string()),
    ]
    .concat();
    let text = format!("{}{}6304", field("00", "01"), field("99", &lookup));
    format!("{text}{:04X}", crc16(&text))
}

fn header(plan: &Plan, random: &mut Random) -> Element {
    let number = if plan.leading_zeros { format!("{:08}", plan.number) } else { plan.number.to_string() };
    let mut element = Element::new("TTChung")
        .with_leaf("PBan", plan.version)
        .with_leaf("THDon", plan.title())
        .with_leaf("KHMSHDon", plan.form.to_string())
        .with_leaf("KHHDon", plan.series())
        .with_leaf("SHDon", number);
    if plan.letter() == 'L' {
        element.push(Element::leaf("MHSo", format!("HS{:010}", random.within(1, 9_999_999))));
    }
    element.push(Element::leaf("NLap", plan.date.clone()));
    if plan.version == "2.1.0" && plan.form == 1 {
        element.push(Element::leaf("HDCTTChinh", "0"));
    }
    if plan.form == 2 {
        element.push(Element::leaf("HDDCKPTQuan", "0"));
    }
    element.push(Element::leaf("DVTTe", plan.currency));
    let rate = if plan.currency == "VND" { "1" } else { "26138.00" };
    element.push(Element::leaf("TGia", rate));
    if plan.form != 6 {
        element.push(Element::leaf("HTTToan", "Chuyển khoản"));
    }
    element.push(Element::leaf("MSTTCGP", "9900000016"));
    if let Some(related) = plan.related {
        let nature = match related {
            Related::Replaces => "1",
            Related::Adjusts => "2",
        };
        element.push(
            Element::new("TTHDLQuan")
                .with_leaf("TCHDon", nature)
                .with_leaf("LHDCLQuan", "1")
                .with_leaf("KHMSHDCLQuan", plan.form.to_string())
                .with_leaf("KHHDCLQuan", plan.series())
                .with_leaf("SHDCLQuan", "7")
                .with_leaf("NLHDCLQuan", format!("{}-01-05", plan.date.get(..4).unwrap_or("2026")))
                .with_leaf("GChu", "Sai tên hàng hóa"),
        );
    }
    if plan.free_fields {
        let mut free = Element::new("TTKhac");
        free.push(free_field("MTCuu", "string", &random.hex(10).to_uppercase()));
        free.push(free_field("Trang tra cứu", "string", "https://tra-cuu.example/hoa-don"));
        element.push(free);
    }
    element
}

/// The unsigned invoice: `DLHDon`, `MCCQT` when it carries a code,
/// `DLQRCode` when wanted, and an empty `DSCKS`.
pub(crate) fn build(plan: &Plan, seller: &Party, buyer: &Party, random: &mut Random) -> Result<Element> {
    let lines = lines(plan, random);
    let mut list = Element::new("DSHHDVu");
    for (at, line) in lines.iter().enumerate() {
        list.push(line_element(plan, at, line, random));
    }
    let totals = totals(plan, &lines)?;
    debug_assert!(totals.tax <= totals.payable.abs() || plan.related.is_some());
    let mut content =
        Element::new("NDHDon").with(seller_element(plan, seller)).with(buyer_element(plan, buyer)).with(list);
    if plan.form != 6 {
        content.push(totals.element);
    }
    let mut data = Element::new("DLHDon")
        .attribute("Id", format!("_{}", random.hex(8)))
        .with(header(plan, random))
        .with(content);
    if plan.free_fields {
        let mut free = Element::new("TTKhac");
        free.push(free_field("Người lập", "string", "Người Lập Thử Nghiệm"));
        data.push(free);
    }
    if plan.permuted {
        permute(&mut data, random);
    }
    let mut invoice = Element::new("HDon").with(data);
    if plan.cash_register {
        let year = plan.date.get(2..4).unwrap_or("26");
        let code = format!("M{}-{year}-{}-{:011}", plan.form, register(seller), plan.number);
        invoice.push(Element::leaf("MCCQT", code));
    } else if plan.coded {
        let code = Element::leaf("MCCQT", format!("00{}", random.uuid().to_uppercase()));
        invoice.push(code.attribute("Id", format!("Id-{}", random.uuid())));
    }
    if plan.qr {
        invoice.push(Element::leaf("DLQRCode", qr(plan, seller, totals.payable)));
    }
    let mut signatures = Element::new("DSCKS").with(Element::new("NBan"));
    if plan.coded && !plan.cash_register {
        signatures.push(Element::new("CQT"));
    }
    invoice.push(signatures);
    Ok(invoice)
}

/// The five characters the authority would have given this seller.
fn register(seller: &Party) -> String {
    format!("Z{}", seller.tax_code.get(5..9).unwrap_or("0000"))
}

/// Changes the order of children everywhere but among equals.
fn permute(element: &mut Element, random: &mut Random) {
    for child in element.elements_mut() {
        permute(child, random);
    }
    let first = element.elements().next().map(|e| e.name.clone());
    if element.elements().all(|e| Some(&e.name) == first.as_ref()) {
        return;
    }
    for at in (1..element.children.len()).rev() {
        let other = usize::try_from(random.within(0, at as u64)).unwrap_or(0);
        element.children.swap(at, other);
    }
}
