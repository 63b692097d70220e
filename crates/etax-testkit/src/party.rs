//! Invented companies and people.

use crate::random::Random;

/// An invented taxpayer.
///
/// The tax code starts with 99, a prefix no province uses, and has a correct
/// check digit, so that it passes the format rules and belongs to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    /// Ten, tên.
    pub(crate) name: String,
    /// MST, mã số thuế.
    pub(crate) tax_code: String,
    /// DChi, địa chỉ.
    pub(crate) address: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) account: String,
}

const KINDS: [&str; 5] =
    ["CÔNG TY TNHH", "CÔNG TY CỔ PHẦN", "CÔNG TY TNHH MỘT THÀNH VIÊN", "HỢP TÁC XÃ", "CÔNG TY HỢP DANH"];
const TRADES: [&str; 8] = [
    "THƯƠNG MẠI",
    "SẢN XUẤT BAO BÌ",
    "DỊCH VỤ VẬN TẢI",
    "THIẾT BỊ ĐIỆN",
    "NÔNG SẢN",
    "VẬT LIỆU XÂY DỰNG",
    "IN ẤN",
    "PHẦN MỀM",
];
const FIRST: [&str; 10] = [
    "MÂY TÍM",
    "SAO BIỂN",
    "TRĂNG KHUYẾT",
    "CÁ CHÉP GIẤY",
    "GIÓ NGƯỢC",
    "CẦU VỒNG ĐÊM",
    "HẠT DẺ XANH",
    "BÚP BÊ GỖ",
    "RỒNG ĐẤT SÉT",
    "TÀU GIẤY",
];
const STREETS: [&str; 6] =
    ["Đường Số Không", "Phố Giả Định", "Đường Thí Dụ", "Ngõ Ví Như", "Phố Mẫu", "Đường Thử"];
const PLACES: [&str; 5] = [
    "Phường Tưởng Tượng, Thành phố Thử Nghiệm",
    "Xã Không Có Thật, Tỉnh Ví Dụ",
    "Phường Giả Lập, Thành phố Mẫu",
    "Xã Bịa Đặt, Tỉnh Thử",
    "Phường Minh Hoạ, Thành phố Ví Dụ",
];

impl Party {
    pub(crate) fn company(random: &mut Random) -> Self {
        let number = random.within(1, 99);
        let name = format!(
            "{} {} {} {number} (THỬ NGHIỆM)",
            random.pick(&KINDS),
            random.pick(&TRADES),
            random.pick(&FIRST)
        );
        let tax_code = tax_code(random);
        Self {
            name,
            address: format!(
                "Số {} {}, {}",
                random.within(1, 400),
                random.pick(&STREETS),
                random.pick(&PLACES)
            ),
            phone: format!("0999{:06}", random.within(0, 999_999)),
            email: format!("ke-toan@{tax_code}.example"),
            account: format!("9900{:09}", random.within(0, 999_999_999)),
            tax_code,
        }
    }
}

/// Ten digits starting with 99 and ending in the right check digit: the
/// weighted sum of the first nine modulo 11, taken from 10.
pub(crate) fn tax_code(random: &mut Random) -> String {
    loop {
        let nine = 990_000_000 + random.within(0, 9_999_999);
        if let Some(code) = with_check_digit(&nine.to_string()) {
            return code;
        }
    }
}

fn with_check_digit(nine: &str) -> Option<String> {
    let sum: u32 = nine
        .bytes()
        .zip([31, 29, 23, 19, 17, 13, 7, 5, 3])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    match sum % 11 {
        0 => None,
        rest => Some(format!("{nine}{}", 10 - rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_check_digits_worked_out_by_hand() {
        // 9·31 + 9·29 = 540, 540 mod 11 = 1, and 543 mod 11 = 4.
        assert_eq!(with_check_digit("990000000").as_deref(), Some("9900000009"));
        assert_eq!(with_check_digit("990000001").as_deref(), Some("9900000016"));
    }

    #[test]
    fn is_the_same_company_for_the_same_seed() {
        let one = Party::company(&mut Random::new(5));
        assert_eq!(one, Party::company(&mut Random::new(5)));
        assert!(one.tax_code.starts_with("99") && one.tax_code.len() == 10);
    }
}
