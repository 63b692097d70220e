//! Amounts in Vietnamese words: written ([`write()`]) and read ([`read`]).
//!
//! Invoices state the payable amount in words too (TgTTTBChu). Spelling differs between issuers
//! (`nghìn` and `ngàn`, `linh` and `lẻ`, `mốt` and `một`, ways to place accents), so words are
//! compared as numbers and never as text.

mod read;
mod token;
mod unit;
mod write;

pub use read::{ReadAmount, read};
pub use unit::currency;
pub use write::write;

#[cfg(test)]
mod tests {
    use super::{read, write};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    proptest! {
        #[test]
        fn what_is_written_reads_back(number in 0_u64..=999_999_999_999_999_999) {
            let words = write(number.into(), "đồng").unwrap();
            prop_assert_eq!(read(&words).unwrap().value, Decimal::from(number));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
            let _ = read(&text);
        }

        #[test]
        fn any_mix_of_words_is_read_without_panic(
            words in proptest::collection::vec(
                prop::sample::select(vec!["một", "mươi", "tỷ", "trăm", "linh", "nghìn", "phẩy", "và", "xu", "đồng", "âm", "triệu", "chín"]),
                0..40,
            )
        ) {
            let _ = read(&words.join(" "));
        }
    }
}
