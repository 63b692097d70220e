//! Amounts in words: what is written reads back, in every spelling that issuers use.

use etax::value::words::{read, write};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Spellings that mean the same: nghìn and ngàn, linh and lẻ, lăm and nhăm, bốn and tư, tỷ and tỉ.
const SAME: [(&str, &str); 6] = [
    ("nghìn", "ngàn"),
    ("linh", "lẻ"),
    ("lăm", "nhăm"),
    ("mươi bốn", "mươi tư"),
    ("tỷ", "tỉ"),
    ("mốt", "một"),
];

const CURRENCIES: [&str; 6] = ["đô la Mỹ", "euro", "yên Nhật", "bảng Anh", "nhân dân tệ", "đô la Úc"];

/// Ways in which real invoices end the sentence.
const ENDINGS: [&str; 7] = ["", ".", " chẵn", " chẵn.", "./.", " chẵn./.", " Việt Nam"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn dong_reads_back_in_every_spelling(
        number in prop_oneof![0_u64..=1_000_000_000_000_000, 0_u64..=9_999, (0_u64..=15).prop_map(|power| 10_u64.pow(u32::try_from(power).unwrap()))],
        changes in proptest::collection::vec(any::<bool>(), SAME.len()),
        ending in prop::sample::select(ENDINGS.to_vec()),
        capitals in any::<bool>(),
    ) {
        let mut words = write(number.into(), "đồng").unwrap();
        for ((from, to), _) in SAME.iter().zip(&changes).filter(|(_, change)| **change) {
            words = words.replace(from, to);
        }
        words.push_str(ending);
        if capitals {
            words = words.to_uppercase();
        }
        let amount = read(&words);
        prop_assert_eq!(amount.map(|amount| amount.value), Some(Decimal::from(number)), "{}", words);
        prop_assert_eq!(amount.map(|amount| amount.negative), Some(false));
    }

    #[test]
    fn foreign_amounts_read_back(
        hundredths in prop_oneof![0_i64..=100_000_000_000_000_000, 0_i64..=99_999],
        currency in prop::sample::select(CURRENCIES.to_vec()),
        negative in any::<bool>(),
    ) {
        let amount = Decimal::new(hundredths, 2);
        let words = write(amount, currency).unwrap();
        let words = if negative { format!("Âm {}", words.to_lowercase()) } else { words };
        let read = read(&words);
        prop_assert_eq!(read.map(|read| read.value), Some(amount), "{}", words);
        prop_assert_eq!(read.map(|read| read.negative), Some(negative));
    }
}

#[test]
fn spellings_of_real_invoices_and_of_the_decree() {
    let cases: &[(&str, Decimal, bool)] = &[
        // The decree's own example for foreign currency.
        ("Mười ba nghìn tám trăm đô la Mỹ và hai mươi nhăm xu", Decimal::new(1_380_025, 2), false),
        ("Một triệu không trăm tám mươi nghìn đồng chẵn", 1_080_000.into(), false),
        ("Một triệu, không trăm tám mươi ngàn đồng.", 1_080_000.into(), false),
        ("Hai trăm lẻ năm nghìn đồng", 205_000.into(), false),
        ("Hai trăm linh năm nghìn VND", 205_000.into(), false),
        ("Hai mươi mốt triệu đồng chẵn./.", 21_000_000.into(), false),
        ("Âm hai mươi mốt triệu đồng", 21_000_000.into(), true),
        ("Không đồng", 0.into(), false),
        ("Mười lăm tỷ không trăm linh một nghìn đồng", 15_000_001_000_i64.into(), false),
        ("Một nghìn tỷ đồng", 1_000_000_000_000_i64.into(), false),
        ("BA TRĂM BỐN MƯƠI TƯ ĐỒNG", 344.into(), false),
        ("Bằng chữ: Năm trăm đồng", 500.into(), false),
        ("Một trăm linh hai phẩy năm mươi đô la Mỹ", Decimal::new(1_025, 1), false),
    ];
    for (words, value, negative) in cases {
        let amount = read(words).unwrap_or_else(|| panic!("{words}"));
        assert_eq!((amount.value.normalize(), amount.negative), (value.normalize(), *negative), "{words}");
    }
}

#[test]
fn what_is_no_amount_is_not_read() {
    for words in ["", "VND", "đồng", "Hai ba nghìn", "một nghìn hai triệu", "theo hợp đồng", "trăm đồng"]
    {
        assert!(read(words).is_none(), "{words}");
    }
}
