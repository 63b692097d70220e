//! The appendices that allocate the tax to provinces: 01-2, 01-3 and both 01-6.

use super::{Form, share};
use crate::party::Party;
use crate::tree::Element;

/// How the tax of production sites is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// 1 % of the sales at 5 %, 2 % of those at 10 %: [17].
    ByRate,
    /// By turnover, when the tax is less than these percentages make together: [21].
    ByTurnover,
}

/// The tags of a row's place, which carry the numbers of the printed columns.
struct Columns {
    district: &'static str,
    province: &'static str,
    office: &'static str,
}

/// Two provinces that nobody's head office is in.
const PROVINCES: [(&str, &str); 2] = [("998", "Tỉnh Ví Dụ"), ("997", "Tỉnh Tưởng Tượng")];

/// The allocations that the form asks for, in the order of the schema.
pub(super) fn all(form: &Form, taxpayer: &Party) -> Vec<Element> {
    let wanted = form.appendices;
    let results = form.figures.results();
    let payable = results.payable;
    let ten = form.figures.ten;
    let mut list = Vec::new();
    if wanted.hydropower {
        list.push(hydropower(form.version, &[payable / 20, payable / 40]));
    }
    if wanted.lottery {
        list.push(lottery(form.version, ten / 80 * 8, payable));
    }
    let mut left = payable;
    if let Some(sharing) = wanted.sites {
        let (due, rows, turnover) = match sharing {
            Sharing::ByRate => (payable / 4, [(form.figures.five / 10, ten / 100), (0, ten / 50)], ten / 2),
            Sharing::ByTurnover => (payable / 10, [(0, ten / 4), (0, ten / 4)], ten / 4 * 3),
        };
        left -= due;
        let sheet = Sheet { name: "Pluc_01_6_GTGT_CSSX", ticks: ("1", "0"), due, turnover, rows, sharing };
        list.push(sheet.element(form.version, taxpayer));
    }
    if wanted.telecoms {
        // Both kinds of 01-6 alone must take the whole tax.
        let whole = wanted.sites.is_some() && !wanted.hydropower && !wanted.lottery;
        let sheet = Sheet {
            name: "Pluc_01_6_GTGT_DVVT",
            ticks: ("0", "1"),
            due: if whole { left } else { payable / 4 },
            turnover: ten / 4,
            rows: [(form.figures.five / 20, ten / 100), (0, ten / 100)],
            sharing: Sharing::ByRate,
        };
        list.push(sheet.element(form.version, taxpayer));
    }
    list
}

/// Commune, district, province and tax office of the n-th row. Communes came when districts ended,
/// with version 2.8.3.
fn place(version: &str, columns: &Columns, n: usize, mut row: Element) -> Element {
    let (code, name) = PROVINCES[n % PROVINCES.len()];
    let communes = version >= "2.8.3";
    if communes {
        row = row.with_leaf("ma_xa", format!("{code}01")).with_leaf("ten_xa", "Xã Không Có Thật");
    }
    let district = if communes { ["", ""] } else { ["99901", "Huyện Thử Nghiệm"] };
    row.with_leaf(&format!("{}_huyen_ma", columns.district), district[0])
        .with_leaf(&format!("{}_huyen_ten", columns.district), district[1])
        .with_leaf(&format!("{}_tinh_ma", columns.province), code)
        .with_leaf(&format!("{}_tinh_ten", columns.province), name)
        .with_leaf(&format!("{}_cqt_ma", columns.office), format!("{code}00"))
        .with_leaf(&format!("{}_cqt_ten", columns.office), format!("Thuế {name}"))
}

fn id(n: usize) -> String {
    format!("ID_{}", n + 1)
}

/// 01-2: plants, each with an operating office and another province.
fn hydropower(version: &str, taxes: &[i64]) -> Element {
    let columns = Columns { district: "ct07", province: "ct08", office: "ct09" };
    let mut appendix = Element::new("PLuc_01_2_GTGT");
    let mut allocated_total = 0;
    for (number, tax) in taxes.iter().copied().enumerate() {
        let mut plant = Element::new("TenNhaMay")
            .attribute("id", id(number))
            .with_leaf("sTT", (number + 1).to_string())
            .with_leaf("ten_nhaMay", format!("Nhà máy thử nghiệm {}", number + 1))
            .with_leaf("ma_nhaMay", "");
        let mut allocated = 0;
        for (n, (kind, percent, permille)) in
            [("01", "60.5", 605), ("02", "39.5", 395)].into_iter().enumerate()
        {
            let part = share(tax, permille, 1000);
            allocated += part;
            let row = Element::new("DiaBanPhanBo")
                .attribute("id", id(n))
                .with_leaf("sTT", (n + 1).to_string())
                .with_leaf("loai", kind)
                .with_leaf("ct05", "Địa bàn thử nghiệm")
                .with_leaf("ct06", format!("0990{}", n + 1));
            let row = place(version, &columns, n, row)
                .with_leaf("ct10", if n == 0 { tax.to_string() } else { "0".to_owned() })
                .with_leaf("ct11", percent)
                .with_leaf("ct12", part.to_string());
            plant.push(row);
        }
        allocated_total += allocated;
        appendix.push(
            plant
                .with_leaf("ct10_a", tax.to_string())
                .with_leaf("ct11_a", "100")
                .with_leaf("ct12_a", allocated.to_string()),
        );
    }
    let total: i64 = taxes.iter().sum();
    appendix.with_leaf("ct13", total.to_string()).with_leaf("ct14", allocated_total.to_string())
}

/// 01-3: a quarter of the tickets in one province, an eighth in the other. `sales` is a multiple
/// of 8.
fn lottery(version: &str, sales: i64, payable: i64) -> Element {
    let columns = Columns { district: "ct10", province: "ct11", office: "ct12" };
    let mut appendix = Element::new("Pluc_01_3_GTGT").with_leaf("ct07", sales.to_string());
    let mut sums = Vec::new();
    let mut total = 0;
    for (n, (sold, percent, permille)) in
        [(sales / 4, "25", 250), (sales / 8, "12.5", 125)].into_iter().enumerate()
    {
        let part = share(payable, permille, 1000);
        total += part;
        let row = Element::new("NoiDungBangPhanBo")
            .attribute("id", id(n))
            .with_leaf("loai", "01")
            .with_leaf("ct08", "Đơn vị xổ số thử nghiệm")
            .with_leaf("ct09", format!("0991{}", n + 1));
        appendix.push(
            place(version, &columns, n, row)
                .with_leaf("ct13", sold.to_string())
                .with_leaf("ct14", percent)
                .with_leaf("ct15", part.to_string()),
        );
        let (code, name) = PROVINCES[n % PROVINCES.len()];
        sums.push(
            Element::new("cong_ct16")
                .attribute("id", id(n))
                .with_leaf("ct16", part.to_string())
                .with_leaf("ct16_tinh_ma", code)
                .with_leaf("ct16_tinh_ten", name),
        );
    }
    sums.into_iter()
        .fold(appendix, Element::with)
        .with_leaf("ct17", total.to_string())
        .with_leaf("ct18", (payable - total).to_string())
}

/// One of the two appendices 01-6.
struct Sheet {
    name: &'static str,
    /// ct10a_csxs and ct10a_dvvt.
    ticks: (&'static str, &'static str),
    /// [06].
    due: i64,
    /// [07].
    turnover: i64,
    /// [14] and [15] of each row.
    rows: [(i64, i64); 2],
    sharing: Sharing,
}

impl Sheet {
    fn element(&self, version: &str, taxpayer: &Party) -> Element {
        let columns = Columns { district: "ct11", province: "ct12", office: "ct13" };
        // The tax stands in [17], or in [21] when it is shared by turnover.
        let split = |part: i64| match self.sharing {
            Sharing::ByRate => (part.to_string(), "0".to_owned()),
            Sharing::ByTurnover => ("0".to_owned(), part.to_string()),
        };
        let mut appendix = Element::new(self.name)
            .with_leaf("ct10a_csxs", self.ticks.0)
            .with_leaf("ct10a_dvvt", self.ticks.1)
            .with_leaf("ct06", self.due.to_string())
            .with_leaf("ct07", self.turnover.to_string());
        let mut sums = Vec::new();
        let mut total = 0;
        for (n, (five, ten)) in self.rows.into_iter().enumerate() {
            let part = match self.sharing {
                Sharing::ByRate => share(five, 1, 100) + share(ten, 2, 100),
                Sharing::ByTurnover => share(self.due, five + ten, self.turnover),
            };
            total += part;
            let (by_rate, by_turnover) = split(part);
            let row = Element::new("NoiDungBangPhanBo")
                .attribute("id", id(n))
                .with_leaf("ct09", format!("Cơ sở thử nghiệm {}", n + 1))
                .with_leaf("ct10", format!("{}-00{}", taxpayer.tax_code, n + 1));
            appendix.push(
                place(version, &columns, n, row)
                    .with_leaf("ct14", five.to_string())
                    .with_leaf("ct15", ten.to_string())
                    .with_leaf("ct16", (five + ten).to_string())
                    .with_leaf("ct17", by_rate.clone())
                    .with_leaf("ct21", by_turnover.clone()),
            );
            let (code, name) = PROVINCES[n % PROVINCES.len()];
            sums.push(
                Element::new("cong_ct18")
                    .attribute("id", id(n))
                    .with_leaf("ct18", by_rate)
                    .with_leaf("ct22", by_turnover)
                    .with_leaf("ct18_tinh_ma", code)
                    .with_leaf("ct18_tinh_ten", name),
            );
        }
        let (ct19, ct23) = split(total);
        let (ct20, ct24) = split(self.due - total);
        sums.into_iter()
            .fold(appendix, Element::with)
            .with(Element::new("CongCacTinh").with_leaf("ct19", ct19).with_leaf("ct23", ct23))
            .with(Element::new("SoThuePhaiNop").with_leaf("ct20", ct20).with_leaf("ct24", ct24))
    }
}
