//! TTChung, thông tin chung, and TTHDLQuan, thông tin hóa đơn liên quan.

use super::block::block;
use super::row::{Forms, Kind, Row, Version};

const PRICED: Forms = Forms::of(&[1, 2, 3, 4, 5, 7, 8, 9]);

block! {
    /// TTChung, thông tin chung (Decision 1450/QĐ-TCT, part II; additions of 2.0.1 and 2.1.0).
    General {
        /// PBan, phiên bản: version of the format.
        version: Row::new("PBan", Kind::Judged).must(Forms::ALL);
        /// THDon, tên hóa đơn: title.
        title: Row::new("THDon", Kind::Text(100)).must_since(Version::V2_1_0, Forms::ALL);
        /// KHMSHDon, ký hiệu mẫu số: form symbol.
        form: Row::new("KHMSHDon", Kind::Judged);
        /// KHHDon, ký hiệu hóa đơn: series.
        series: Row::new("KHHDon", Kind::Judged);
        /// SHDon, số hóa đơn: number.
        number: Row::new("SHDon", Kind::Judged);
        /// MHSo, mã hồ sơ: dossier of a per-occurrence code.
        dossier: Row::new("MHSo", Kind::Text(20));
        /// NLap, ngày lập: date of issue.
        date: Row::new("NLap", Kind::Judged);
        /// HDCTTChinh, hóa đơn cho thuê tài chính: whether it is for a finance lease. The table of
        /// 2.1.0 calls it mandatory, but invoices with the authority's code leave it out.
        finance_lease: Row::new("HDCTTChinh", Kind::Flag).since(Version::V2_1_0);
        /// HDDCKPTQuan, hóa đơn dành cho khu phi thuế quan: whether it is for a non-tariff zone.
        non_tariff_zone: Row::new("HDDCKPTQuan", Kind::Flag)
            .since(Version::V2_0_1)
            .must_since(Version::V2_0_1, Forms::of(&[2]))
            .only(Forms::of(&[2, 9]));
        /// SBKe, số bảng kê: number of the attached list.
        list_number: Row::new("SBKe", Kind::Text(50));
        /// NBKe, ngày bảng kê: date of the attached list.
        list_date: Row::new("NBKe", Kind::Date);
        /// DVTTe, đơn vị tiền tệ: currency.
        currency: Row::new("DVTTe", Kind::Judged).must(PRICED.except_cash_registers());
        /// TGia, tỷ giá: exchange rate.
        exchange_rate: Row::new("TGia", Kind::Number(7, 2));
        /// HTTToan, hình thức thanh toán: method of payment.
        payment_method: Row::new("HTTToan", Kind::Text(50))
            .must_since(Version::V2_1_0, Forms::of(&[1]).except_cash_registers());
        /// MSTTCGP, mã số thuế tổ chức cung cấp giải pháp: tax code of the solution provider.
        provider_tax_code: Row::new("MSTTCGP", Kind::Judged)
            .must_since(Version::V2_1_0, Forms::of(&[1]));
        /// MSTDVNUNLHDon: tax code of the unit that issues by delegation.
        delegate_tax_code: Row::new("MSTDVNUNLHDon", Kind::Judged);
        /// TDVNUNLHDon: name of the unit that issues by delegation.
        delegate_name: Row::new("TDVNUNLHDon", Kind::Text(400));
        /// DCDVNUNLHDon: address of the unit that issues by delegation.
        delegate_address: Row::new("DCDVNUNLHDon", Kind::Text(400));
        /// HDNTGia: whether lines have exchange rates of their own.
        several_rates: Row::new("HDNTGia", Kind::Flag).since(Version::V2_0_1);
        /// TTHDLQuan, thông tin hóa đơn liên quan: the invoice this one replaces or adjusts.
        related: Row::new("TTHDLQuan", Kind::Block);
        /// TTKhac, thông tin khác.
        extension: Row::new("TTKhac", Kind::Extension);
    }
}

block! {
    /// TTHDLQuan, thông tin hóa đơn liên quan: which invoice is replaced or adjusted.
    Related {
        /// TCHDon, tính chất hóa đơn: 1 replaces, 2 adjusts.
        nature: Row::new("TCHDon", Kind::Judged).must(Forms::ALL);
        /// LHDCLQuan, loại hóa đơn có liên quan: under which law the other invoice was issued, 1 to 4.
        law: Row::new("LHDCLQuan", Kind::Judged);
        /// KHMSHDCLQuan: form symbol of the other invoice.
        form: Row::new("KHMSHDCLQuan", Kind::Text(11));
        /// KHHDCLQuan: series of the other invoice.
        series: Row::new("KHHDCLQuan", Kind::Text(8));
        /// SHDCLQuan: number of the other invoice.
        number: Row::new("SHDCLQuan", Kind::Text(8));
        /// NLHDCLQuan: date of the other invoice.
        date: Row::new("NLHDCLQuan", Kind::Date);
        /// SBKCLQuan: number of the list of invoices replaced or adjusted together.
        list_number: Row::new("SBKCLQuan", Kind::Text(50)).since(Version::V2_1_0);
        /// NBKCLQuan: date of that list.
        list_date: Row::new("NBKCLQuan", Kind::Date).since(Version::V2_1_0);
        /// GChu, ghi chú: remark.
        remark: Row::new("GChu", Kind::Text(255));
    }
}
