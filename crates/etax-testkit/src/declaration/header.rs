//! TTinChung: the service, the form and its period, the parties.

use super::Form;
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

pub(super) fn general(form: &Form, taxpayer: &Party, random: &mut Random) -> Element {
    let service = Element::new("TTinDVu")
        .with_leaf("maDVu", "HTKK")
        .with_leaf("tenDVu", "HỖ TRỢ KÊ KHAI THUẾ")
        .with_leaf("pbanDVu", "5.4.6")
        .with_leaf("ttinNhaCCapDVu", random.hex(32).to_uppercase());
    let (kind, number) = if form.appendices.amendment { ("B", "1") } else { ("C", "0") };
    let return_part = Element::new("TKhaiThue")
        .with_leaf("maTKhai", form.code)
        .with_leaf("tenTKhai", form.name)
        .with_leaf("moTaBMau", "(Ban hành kèm theo Thông tư số 80/2021/TT-BTC)")
        .with_leaf("pbanTKhaiXML", form.version)
        .with_leaf("loaiTKhai", kind)
        .with_leaf("soLan", number)
        .with(period(form))
        .with_leaf("maCQTNoiNop", "99901")
        .with_leaf("tenCQTNoiNop", "Thuế cơ sở Thử Nghiệm")
        .with_leaf("ngayLapTKhai", "2026-10-15")
        .with(Element::new("GiaHan").with_leaf("maLyDoGiaHan", "").with_leaf("lyDoGiaHan", ""))
        .with_leaf("nguoiKy", "NGƯỜI KÝ THỬ NGHIỆM")
        .with_leaf("ngayKy", "2026-10-15")
        .with_leaf("nganhNgheKD", "");
    let person = Element::new("NNT")
        .with_leaf("mst", taxpayer.tax_code.clone())
        .with_leaf("tenNNT", taxpayer.name.clone())
        .with_leaf("dchiNNT", taxpayer.address.clone());
    let person = if form.communes {
        person.with_leaf("tenXaNNT", "Xã Thử Nghiệm").with_leaf("maXaNNT", "99901")
    } else {
        person.with_leaf("phuongXa", "")
    };
    let person = person
        .with_leaf("maHuyenNNT", "")
        .with_leaf("tenHuyenNNT", "")
        .with_leaf("maTinhNNT", "999")
        .with_leaf("tenTinhNNT", "Tỉnh Thử Nghiệm")
        .with_leaf("dthoaiNNT", taxpayer.phone.clone())
        .with_leaf("faxNNT", "")
        .with_leaf("emailNNT", taxpayer.email.clone());
    let mut both = Element::new("TTinTKhaiThue").with(return_part).with(person);
    if let Some(agent) = &form.agent {
        both.push(agent_element(agent));
    }
    Element::new("TTinChung").with(service).with(both)
}

/// KyKKhaiThue: the third quarter or September.
pub(super) fn period(form: &Form) -> Element {
    let period = if form.quarter {
        ["Q", "3/2026", "01/07/2026", "30/09/2026"]
    } else {
        ["M", "09/2026", "01/09/2026", "30/09/2026"]
    };
    Element::new("KyKKhaiThue")
        .with_leaf("kieuKy", period[0])
        .with_leaf("kyKKhai", period[1])
        .with_leaf("kyKKhaiTuNgay", period[2])
        .with_leaf("kyKKhaiDenNgay", period[3])
        .with_leaf("kyKKhaiTuThang", "")
        .with_leaf("kyKKhaiDenThang", "")
}

fn agent_element(agent: &Party) -> Element {
    let mut element = Element::new("DLyThue")
        .with_leaf("mstDLyThue", agent.tax_code.clone())
        .with_leaf("tenDLyThue", agent.name.clone())
        .with_leaf("dchiDLyThue", agent.address.clone());
    for name in ["maHuyenDLyThue", "tenHuyenDLyThue", "maTinhDLyThue", "tenTinhDLyThue"] {
        element.push(Element::leaf(name, ""));
    }
    element
        .with_leaf("dthoaiDLyThue", agent.phone.clone())
        .with_leaf("faxDLyThue", "")
        .with_leaf("emailDLyThue", agent.email.clone())
        .with_leaf("soHDongDLyThue", "HĐ-09")
        .with_leaf("ngayKyHDDLyThue", "2026-01-02")
        .with(
            Element::new("NVienDLy")
                .with_leaf("tenNVienDLyThue", "NHÂN VIÊN THỬ NGHIỆM")
                .with_leaf("cchiHNghe", "CC-0999"),
        )
}
