//! Financial statements B01a-DNN (Circular 133/2016/TT-BTC) with a trial balance in which every account has turnover.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::declaration;
use crate::draft::Draft;
use crate::error::Result;
use crate::key::Hash;
use crate::large::yearly;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::Random;
use crate::tree::Element;
use crate::world::World;

/// The accounts in the order of the form; those of level two and three follow the one they begin with.
const ACCOUNTS: &str = "\
    111 1111 1112 112 1121 1122 121 128 1281 1288 131 133 1331 1332 136 1361 1368 138 1381 1386 1388 141 151 \
    152 153 154 155 156 157 211 2111 2112 2113 214 2141 2142 2143 2147 217 228 2281 2288 229 2291 2292 2293 \
    2294 241 2411 2412 2413 242 331 333 3331 33311 33312 3332 3333 3334 3335 3336 3337 3338 33381 33382 3339 \
    334 335 336 3361 3368 338 3381 3382 3383 3384 3385 3386 3387 3388 341 3411 3412 352 3521 3522 3524 353 \
    3531 3532 3533 3534 356 3561 3562 411 4111 4112 4118 413 418 419 421 4211 4212 511 5111 5112 5113 5118 \
    515 611 631 632 635 642 6421 6422 711 811 821 911";

/// The lines of the balance sheet.
const LINES: &str = "\
    110 120 121 122 123 124 130 131 132 133 134 135 136 140 141 142 150 151 152 160 161 162 170 180 181 182 \
    200 300 311 312 313 314 315 316 317 318 319 320 400 411 412 413 414 415 416 417 500";

/// Amounts by account.
type Column = BTreeMap<&'static str, i64>;

/// Opening, turnover and closing share these: what stands on the debit and on the credit side.
fn column(leaf: impl FnMut(&'static str) -> i64) -> Column {
    let codes: Vec<&'static str> = ACCOUNTS.split_whitespace().collect();
    let within = |code: &str, other: &str| other.len() == code.len() + 1 && other.starts_with(code);
    let is_leaf = |code: &&str| !codes.iter().any(|other| within(code, other));
    let leaves: Vec<&'static str> = codes.iter().copied().filter(is_leaf).collect();
    let amounts: Column = leaves.iter().copied().zip(leaves.iter().copied().map(leaf)).collect();
    let of = |code: &str| leaves.iter().filter(|leaf| leaf.starts_with(code)).map(|leaf| amounts[leaf]).sum();
    codes.into_iter().map(|code| (code, of(code))).collect()
}

fn side(name: &str, amounts: &Column) -> Element {
    let mut total = 0;
    let mut side = Element::new(name);
    for code in ACCOUNTS.split_whitespace() {
        side.push(Element::leaf(&format!("ct{code}"), amounts[code].to_string()));
        // Accounts of the first level have three digits.
        total += if code.len() == 3 { amounts[code] } else { 0 };
    }
    side.with_leaf("tongCong", total.to_string())
}

fn both(name: &str, debit: &Column, credit: &Column) -> Element {
    Element::new(name).with(side("No", debit)).with(side("Co", credit))
}

/// All the company has is cash, and all of it is its owners'.
fn balance_sheet(name: &str, cash: i64) -> Element {
    LINES.split_whitespace().fold(Element::new(name), |sheet, line| {
        let amount = if matches!(line, "110" | "200" | "400" | "411" | "500") { cash } else { 0 };
        sheet.with_leaf(&format!("ct{line}"), amount.to_string())
    })
}

pub(crate) fn draft(taxpayer: (&Party, Arc<Signer>), random: &mut Random) -> Result<Draft> {
    let (party, signer) = taxpayer;
    let mut amount = |low: u64, high: u64| i64::try_from(random.within(low, high) * 1_000).unwrap_or(0);
    let (hand, bank) = (amount(50_000, 900_000), amount(1_000_000, 90_000_000));
    let cash = hand + bank;
    let opening_debit = column(|code| match code {
        "1111" => hand,
        "1121" => bank,
        _ => 0,
    });
    let opening_credit = column(|code| if code == "4111" { cash } else { 0 });
    // Whatever comes in goes out again within the year, so that the year ends as it began.
    let turnover = column(|_| amount(1_000, 9_000_000));
    let notes = LINES
        .split_whitespace()
        .fold(Element::new("ThuyetMinh"), |notes, line| notes.with_leaf(&format!("ct{line}"), ""));
    let main = Element::new("CTieuTKhaiChinh")
        .with_leaf("bctcDaKiemToan", "0")
        .with_leaf("maYKienKToan", "")
        .with_leaf("tenYKienKToan", "")
        .with(notes)
        .with(balance_sheet("SoCuoiNam", cash))
        .with(balance_sheet("SoDauNam", cash))
        .with_leaf("nguoiLapBieu", "NGƯỜI LẬP THỬ NGHIỆM")
        .with_leaf("keToanTruong", "KẾ TOÁN THỬ NGHIỆM")
        .with_leaf("ngayLap", "2026-03-20")
        .with_leaf("nguoiDaiDienTheoPhapLuat", "GIÁM ĐỐC THỬ NGHIỆM");
    let balance = Element::new("PL_CDTK")
        .with(both("SoDuDauKy", &opening_debit, &opening_credit))
        .with(both("SoPhatSinhTrongKy", &turnover, &turnover))
        .with(both("SoDuCuoiKy", &opening_debit, &opening_credit));
    let name = "Bộ báo cáo tài chính (B01a-DNN)";
    let data = Element::new("HSoKhaiThue")
        .attribute("id", "_NODE_TO_SIGN")
        .with(yearly(("683", "2.3.2", name), party, random)?)
        .with(main)
        .with(Element::new("PLuc").with(balance));
    Ok(World::signed_declaration(declaration::envelope(data), Hash::Sha256, signer))
}
