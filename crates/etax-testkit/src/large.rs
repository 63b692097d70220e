//! The longest declarations there are: finalisations 05/QTT-TNCN of employers with tens of thousands of people.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::declaration::{self, Figures, Form};
use crate::draft::Draft;
use crate::error::Result;
use crate::generate::Generated;
use crate::key::Hash;
use crate::party::{Party, tax_code};
use crate::pki::Signer;
use crate::random::Random;
use crate::tree::{Element, Node};
use crate::world::World;

/// People of the largest employers who are taxed by the progressive scale.
pub(crate) const ROWS: usize = 90_000;

/// Deductions of 2025 for twelve months: the taxpayer's own and one for each dependant (Resolution 954/2020/UBTVQH14).
const OWN: i64 = 132_000_000;
const DEPENDANT: i64 = 52_800_000;
/// The progressive scale for a year: the width of each bracket and its percentage (Law on Personal Income Tax,
/// article 22); above the last one 35.
const BRACKETS: [(i64, i64); 6] = [
    (60_000_000, 5),
    (60_000_000, 10),
    (96_000_000, 15),
    (168_000_000, 20),
    (240_000_000, 25),
    (336_000_000, 30),
];

const SURNAMES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Vũ", "Đặng", "Bùi"];
const MIDDLES: [&str; 6] = ["Thí", "Văn", "Thị", "Mẫu", "Dụ", "Ngọc"];
const NAMES: [&str; 10] = ["Bưởi", "Cam", "Đào", "Gấc", "Hồng", "Khế", "Lựu", "Mận", "Ổi", "Quýt"];

/// A finalisation 05/QTT-TNCN (maTKhai 953, version 2.5.1) of the year 2025 with so many rows in appendix 05-1, and a
/// twentieth of that, at least one, in 05-2 and 05-3. Its structure is that of the form and all its sums hold; equal
/// arguments give equal bytes.
///
/// # Errors
///
/// Only when the kit itself is broken (a test key that cannot be read).
///
/// ```
/// let made = etax_testkit::finalisation(7, 40).unwrap();
/// let text = String::from_utf8(made.bytes).unwrap();
/// assert_eq!(text.matches("<BKeCTietCNhan ").count(), 42);
/// assert_eq!(text.matches("<BKeTTinNPT ").count(), 2);
/// ```
pub fn finalisation(seed: u64, rows: usize) -> Result<Generated> {
    let world = World::new(seed, 1)?;
    let draft = draft(world.seller(0), rows, &mut Random::branch(seed, 0))?;
    let shows = format!("a finalisation of {rows} employees");
    Ok(Generated { name: format!("finalisation-{rows}.xml"), bytes: draft.finish()?.into_bytes(), shows })
}

pub(crate) fn draft(taxpayer: (&Party, Arc<Signer>), rows: usize, random: &mut Random) -> Result<Draft> {
    let (party, signer) = taxpayer;
    let few = (rows / 20).max(1);
    let mut text = String::with_capacity(rows * 600 + 4096);
    let progressive = Progressive::write(rows, random, &mut text);
    let flat = Flat::write(few, random, &mut text);
    dependants(few, random, &mut text);
    let name = "Tờ khai quyết toán thuế thu nhập cá nhân (Mẫu số 05/QTT-TNCN)";
    let mut appendices = Element::new("PLuc");
    appendices.children.push(Node::Written(text));
    let data = Element::new("HSoKhaiThue")
        .attribute("id", "_NODE_TO_SIGN")
        .with(yearly(("953", "2.5.1", name), party, random)?)
        .with(main_part(&progressive, &flat))
        .with(appendices);
    Ok(World::signed_declaration(declaration::envelope(data), Hash::Sha256, signer))
}

/// TTinChung of a form, given as code, version and name, that is filed for the year 2025.
pub(crate) fn yearly(
    (code, version, name): (&'static str, &'static str, &'static str),
    party: &Party,
    random: &mut Random,
) -> Result<Element> {
    let form = Form { code, name, ..Form::vat(version, Figures::some(random, true)) };
    let mut general = declaration::general(&form, party, random);
    for (path, value) in [
        ("ngayLapTKhai", "2026-03-20"),
        ("ngayKy", "2026-03-20"),
        ("KyKKhaiThue/kieuKy", "Y"),
        ("KyKKhaiThue/kyKKhai", "2025"),
        ("KyKKhaiThue/kyKKhaiTuNgay", "01/01/2025"),
        ("KyKKhaiThue/kyKKhaiDenNgay", "31/12/2025"),
    ] {
        general.set(&format!("TTinTKhaiThue/TKhaiThue/{path}"), value)?;
    }
    Ok(general)
}

/// What the rows of 05-1 come to.
#[derive(Debug, Default)]
struct Progressive {
    people: i64,
    /// [12] to [26], summed: [28] to [42].
    sums: [i64; 15],
    /// Those who are exempt: [43].
    exempt: i64,
    /// Those with an exemption under a treaty.
    treaty: i64,
    /// Those from whom tax was withheld, and their income.
    withheld: [i64; 2],
    /// Those who authorise the employer: number, withheld, payable, exempt.
    authorised: [i64; 4],
}

impl Progressive {
    fn write(rows: usize, random: &mut Random, out: &mut String) -> Self {
        let mut all = Self::default();
        out.push_str("<PLuc_05_1_BK_QTT>");
        for row in 1..=rows {
            all.row(row, random, out);
        }
        for (number, sum) in (28..).zip(all.sums) {
            leaf(out, number, sum);
        }
        leaf(out, 43, all.exempt);
        out.push_str("</PLuc_05_1_BK_QTT>");
        all
    }

    fn row(&mut self, row: usize, random: &mut Random, out: &mut String) {
        let mut amount = |low: u64, high: u64| i64::try_from(random.within(low, high) * 1_000).unwrap_or(0);
        let income = amount(90_000, 900_000);
        let treaty = if row.is_multiple_of(50) { amount(1_000, 9_000) } else { 0 };
        let gifts = if row.is_multiple_of(30) { amount(200, 2_000) } else { 0 };
        let off = amount(0, 3_000);
        let insurance = income.min(561_600_000) / 1_000 * 105;
        let dependants = i64::try_from(random.within(0, 3)).unwrap_or(0);
        let deduction = OWN + dependants * DEPENDANT;
        let assessable = (income - treaty - deduction - gifts - insurance).max(0);
        let payable = progressive_tax(assessable);
        // Right, too much, too little, and too little by so little that it is let off.
        let withheld = match row % 4 {
            0 => payable,
            1 => payable + off,
            2 => (payable - off).max(0),
            _ => (payable - 45_000).max(0),
        };
        let authorised = !row.is_multiple_of(3);
        let (over, owing) = ((withheld - payable).max(0), (payable - withheld).max(0));
        let exempt = authorised && (1..=50_000).contains(&owing);
        let cells = [
            income, 0, treaty, 0, dependants, deduction, gifts, insurance, 0, assessable, withheld, 0,
            payable, over, owing,
        ];
        person(out, row, random);
        let _ = write!(out, "<ct10>{}</ct10><ct11>0</ct11>", u8::from(authorised));
        for ((number, cell), sum) in (12..).zip(cells).zip(&mut self.sums) {
            leaf(out, number, cell);
            *sum += cell;
        }
        let _ = write!(out, "<ct27>{}</ct27></BKeCTietCNhan>", u8::from(exempt));
        self.people += 1;
        self.exempt += i64::from(exempt);
        self.treaty += i64::from(treaty > 0);
        if withheld > 0 {
            self.withheld[0] += 1;
            self.withheld[1] += income;
        }
        if authorised {
            let let_off = if exempt { owing } else { 0 };
            for (sum, value) in self.authorised.iter_mut().zip([1, withheld, payable, let_off]) {
                *sum += value;
            }
        }
    }
}

/// What the rows of 05-2 come to: of residents and of others.
#[derive(Debug, Default)]
struct Flat {
    people: [i64; 2],
    income: [i64; 2],
    tax: [i64; 2],
}

impl Flat {
    fn write(rows: usize, random: &mut Random, out: &mut String) -> Self {
        let mut all = Self::default();
        out.push_str("<PLuc_05_2_BK_QTT>");
        for row in 1..=rows {
            let abroad = row.is_multiple_of(5);
            let income = i64::try_from(random.within(3_000, 80_000) * 1_000).unwrap_or(0);
            let tax = income / if abroad { 5 } else { 10 };
            person(out, row, random);
            let _ = write!(out, "<ct10>{}</ct10>", u8::from(abroad));
            for (number, cell) in (11..).zip([income, 0, 0, 0, tax, 0]) {
                leaf(out, number, cell);
            }
            out.push_str("</BKeCTietCNhan>");
            let group = usize::from(abroad);
            all.people[group] += 1;
            all.income[group] += income;
            all.tax[group] += tax;
        }
        let (income, tax) = (all.income.iter().sum(), all.tax.iter().sum());
        for (number, sum) in (17..).zip([income, 0, 0, 0, tax, 0]) {
            leaf(out, number, sum);
        }
        out.push_str("</PLuc_05_2_BK_QTT>");
        all
    }
}

/// 05-3: dependants of those who have any.
fn dependants(rows: usize, random: &mut Random, out: &mut String) {
    out.push_str("<PLuc_05_3_BK_QTT>");
    for row in 1..=rows {
        let _ = write!(
            out,
            "<BKeTTinNPT id=\"ID_{row}\"><ct07>{}</ct07><ct08>{}</ct08><ct09>{}</ct09><ct10>20{:02}-0{}-1{}</ct10>\
             <ct11>{}</ct11><ct12_ma>02</ct12_ma><ct12_ten>Giấy khai sinh</ct12_ten><ct13>99/{row}</ct13>\
             <ct14_ma>01</ct14_ma><ct14_ten>Con</ct14_ten><ct15>01/2025</ct15><ct16>12/2025</ct16></BKeTTinNPT>",
            name(random),
            tax_code(random),
            name(random),
            random.within(10, 24),
            random.within(1, 9),
            random.within(0, 9),
            tax_code(random),
        );
    }
    out.push_str("</PLuc_05_3_BK_QTT>");
}

/// The beginning of a row, up to the number of the identity card.
fn person(out: &mut String, row: usize, random: &mut Random) {
    let _ = write!(
        out,
        "<BKeCTietCNhan id=\"ID_{row}\"><ct07>{}</ct07><ct08>{}</ct08><ct09a_ma>02</ct09a_ma>\
         <ct09a_ten>Căn cước công dân</ct09a_ten><ct09>099{:09}</ct09>",
        name(random),
        tax_code(random),
        random.within(0, 999_999_999),
    );
}

fn name(random: &mut Random) -> String {
    format!("{} {} {}", random.pick(&SURNAMES), random.pick(&MIDDLES), random.pick(&NAMES))
}

fn leaf(out: &mut String, number: u32, value: i64) {
    let _ = write!(out, "<ct{number}>{value}</ct{number}>");
}

/// Tax on a year's assessable income, in whole đồng.
fn progressive_tax(assessable: i64) -> i64 {
    let mut left = assessable;
    let mut hundredths = 0;
    for (width, percent) in BRACKETS {
        let part = left.min(width);
        hundredths += part * percent;
        left -= part;
    }
    (hundredths + left * 35) / 100
}

fn main_part(rows: &Progressive, flat: &Flat) -> Element {
    let [residents, others] = flat.people;
    let dependants = rows.sums[4];
    let [income, tax] = [rows.sums[0], rows.sums[10]];
    let withholding = [
        rows.people + residents + others,
        rows.people,
        rows.withheld[0] + residents + others,
        rows.withheld[0] + residents,
        others,
        rows.treaty,
        dependants,
        income + flat.income[0] + flat.income[1],
        income + flat.income[0],
        flat.income[1],
        0,
        0,
        rows.withheld[1] + flat.income[0] + flat.income[1],
        rows.withheld[1] + flat.income[0],
        flat.income[1],
        tax + flat.tax[0] + flat.tax[1],
        tax + flat.tax[0],
        flat.tax[1],
        0,
    ];
    let [people, withheld, payable, exempt] = rows.authorised;
    let left = payable - withheld - exempt;
    let finalising = [people, withheld, 0, payable, exempt, left.max(0), (-left).max(0)];
    let group = |name: &str, first: u32, values: &[i64]| {
        (first..).zip(values).fold(Element::new(name), |group, (number, value)| {
            group.with_leaf(&format!("ct{number}"), value.to_string())
        })
    };
    let header = Element::new("Header")
        .with_leaf("toChucCoQTTTheoUyQuyen", "0")
        .with_leaf("ma_THQuyetToan", "")
        .with_leaf("ten_THQuyetToan", "")
        .with_leaf("hanNop", "");
    Element::new("CTieuTKhaiChinh").with(header).with(group("NVuKhauTruThue", 16, &withholding)).with(group(
        "NVuQToanThay",
        35,
        &finalising,
    ))
}

#[cfg(test)]
mod tests {
    use super::progressive_tax;

    /// The law's own brackets, by month 5, 10, 18, 32, 52 and 80 million.
    #[test]
    fn the_scale_is_that_of_the_law() {
        for (income, tax) in [
            (0, 0),
            (60_000_000, 3_000_000),
            (120_000_000, 9_000_000),
            (216_000_000, 23_400_000),
            (384_000_000, 57_000_000),
            (624_000_000, 117_000_000),
            (960_000_000, 217_800_000),
            (1_000_000_000, 231_800_000),
        ] {
            assert_eq!(progressive_tax(income), tax, "{income}");
        }
    }
}
