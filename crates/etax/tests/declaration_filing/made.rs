//! Declarations made of changes to one that is in order.

use crate::declaration_support::judge_all;
use etax::declaration::{FILING_RULES, Settings};
use etax::value::Moment;

/// A declaration as far as filing looks at it: form 842, September 2026, signed on 15 October.
#[derive(Clone)]
pub(crate) struct Made(Vec<(&'static str, String)>);

const FIELDS: &[(&str, &str)] = &[
    ("maTKhai", "842"),
    ("loaiTKhai", "C"),
    ("soLan", "0"),
    ("kieuKy", "M"),
    ("kyKKhai", "09/2026"),
    ("kyKKhaiTuNgay", "01/09/2026"),
    ("kyKKhaiDenNgay", "30/09/2026"),
    ("kyKKhaiTuThang", ""),
    ("kyKKhaiDenThang", ""),
    ("maLyDoGiaHan", ""),
    ("lyDoGiaHan", ""),
    ("ngayLapTKhai", "2026-10-15"),
    ("ngayKy", "2026-10-15"),
    ("mst", "0123456787"),
    ("address", "<tenXaNNT>Xã Thử</tenXaNNT><maXaNNT>99901</maXaNNT>"),
    ("maHuyenNNT", ""),
    ("tenHuyenNNT", ""),
    ("mstDLyThue", ""),
    ("tenDLyThue", ""),
    ("soHDongDLyThue", ""),
    ("ngayKyHDDLyThue", ""),
    ("tenNVienDLyThue", ""),
    ("cchiHNghe", ""),
    ("main", "<ct22>0</ct22><ct43>0</ct43>"),
    ("PLuc", ""),
];

pub(crate) fn made(changes: &[(&'static str, &str)]) -> Made {
    let mut fields: Vec<_> = FIELDS.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    for (name, text) in changes {
        fields.iter_mut().find(|(field, _)| field == name).unwrap().1 = (*text).to_owned();
    }
    Made(fields)
}

impl Made {
    pub(crate) fn xml(&self) -> String {
        let raw = |name: &str| self.0.iter().find(|(field, _)| *field == name).unwrap().1.as_str();
        let of = |names: &[&str]| {
            names.iter().map(|name| format!("<{name}>{}</{name}>", raw(name))).collect::<String>()
        };
        format!(
            "<HSoThueDTu xmlns=\"{}\"><HSoKhaiThue><TTinChung><TTinDVu/><TTinTKhaiThue><TKhaiThue>{}<KyKKhaiThue>{}\
             </KyKKhaiThue>{}<GiaHan>{}</GiaHan>{}</TKhaiThue><NNT>{}{}{}</NNT><DLyThue>{}<NVienDLy>{}</NVienDLy>\
             </DLyThue></TTinTKhaiThue></TTinChung><CTieuTKhaiChinh>{}</CTieuTKhaiChinh>{}</HSoKhaiThue></HSoThueDTu>",
            etax::declaration::NAMESPACE,
            of(&["maTKhai", "loaiTKhai", "soLan"]),
            of(&[
                "kieuKy",
                "kyKKhai",
                "kyKKhaiTuNgay",
                "kyKKhaiDenNgay",
                "kyKKhaiTuThang",
                "kyKKhaiDenThang"
            ]),
            of(&["ngayLapTKhai"]),
            of(&["maLyDoGiaHan", "lyDoGiaHan"]),
            of(&["ngayKy"]),
            of(&["mst"]),
            raw("address"),
            of(&["maHuyenNNT", "tenHuyenNNT"]),
            of(&["mstDLyThue", "tenDLyThue", "soHDongDLyThue", "ngayKyHDDLyThue"]),
            of(&["tenNVienDLyThue", "cchiHNghe"]),
            raw("main"),
            of(&["PLuc"]),
        )
    }
}

pub(crate) fn settings(at: &str) -> Settings<'static> {
    Settings { at: Moment::parse(at), ..Settings::default() }
}

/// Ids of rules of filing, with expectation and value.
pub(crate) fn judged(xml: &str, settings: &Settings<'_>) -> Vec<(&'static str, String, String)> {
    let is_filing = |rule| FILING_RULES.iter().any(|table| table.contains(&rule));
    let findings = judge_all(xml.as_bytes(), settings).findings;
    findings
        .into_iter()
        .filter(|finding| is_filing(finding.rule))
        .map(|finding| {
            (finding.rule.id, finding.expected.unwrap_or_default(), finding.found.unwrap_or_default())
        })
        .collect()
}

pub(crate) fn ids(made: &Made, settings: &Settings<'_>) -> Vec<&'static str> {
    let mut ids: Vec<_> = judged(&made.xml(), settings).into_iter().map(|(id, ..)| id).collect();
    ids.dedup();
    ids
}

pub(crate) const IN_TIME: &str = "2026-10-20T23:59:59";

/// Fields with other texts, and the ids that must be found.
pub(crate) type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);
