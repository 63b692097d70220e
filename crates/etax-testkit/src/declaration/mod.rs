//! Tax declarations (HSoThueDTu), form 01/GTGT above all.

mod allocation;
mod amendment;
mod figures;
mod header;
mod indicators;
mod reduction;

pub(crate) use allocation::Sharing;
pub(crate) use figures::Figures;
pub(crate) use reduction::Resolution;

use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

const NAMESPACE: &str = "http://kekhaithue.gdt.gov.vn/TKhaiThue";

/// The appendices besides those of a tax reduction, which follow from the figures.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Appendices {
    /// 01-2/GTGT.
    pub(crate) hydropower: bool,
    /// 01-3/GTGT.
    pub(crate) lottery: bool,
    /// 01-6/GTGT for production sites.
    pub(crate) sites: Option<Sharing>,
    /// 01-6/GTGT for post-paid telecoms.
    pub(crate) telecoms: bool,
    /// 01/KHBS and 01-1/KHBS; the declaration is an amendment then.
    pub(crate) amendment: bool,
}

impl Appendices {
    /// All four allocations of the tax to provinces.
    pub(crate) const ALLOCATIONS: Self = Self {
        hydropower: true,
        lottery: true,
        sites: Some(Sharing::ByRate),
        telecoms: true,
        amendment: false,
    };
}

/// What a declaration is to look like.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// maTKhai.
    pub(crate) code: &'static str,
    /// pbanTKhaiXML.
    pub(crate) version: &'static str,
    pub(crate) name: &'static str,
    /// Quarter instead of month.
    pub(crate) quarter: bool,
    pub(crate) figures: Figures,
    pub(crate) appendices: Appendices,
    pub(crate) agent: Option<Party>,
    /// The taxpayer's commune with its code, as since July 2025.
    pub(crate) communes: bool,
    /// The id attribute of HSoKhaiThue.
    pub(crate) id: &'static str,
}

impl Form {
    /// Form 01/GTGT.
    pub(crate) fn vat(version: &'static str, figures: Figures) -> Self {
        Self {
            code: "842",
            version,
            name: "TỜ KHAI THUẾ GIÁ TRỊ GIA TĂNG (Mẫu số 01/GTGT)",
            quarter: false,
            figures,
            appendices: Appendices::default(),
            agent: None,
            communes: false,
            id: "_NODE_TO_SIGN",
        }
    }

    /// The same with these appendices.
    pub(crate) const fn with(mut self, appendices: Appendices) -> Self {
        self.appendices = appendices;
        self
    }
}

/// TTinChung alone, for forms that are not made here.
pub(crate) fn general(form: &Form, taxpayer: &Party, random: &mut Random) -> Element {
    header::general(form, taxpayer, random)
}

/// The unsigned declaration with an empty CKyDTu.
pub(crate) fn build(form: &Form, taxpayer: &Party, random: &mut Random) -> Element {
    let mut data = Element::new("HSoKhaiThue")
        .attribute("id", form.id)
        .with(header::general(form, taxpayer, random))
        .with(indicators::main_part(&form.figures));
    let mut appendices = allocation::all(form, taxpayer);
    appendices.extend(Resolution::ALL.iter().filter_map(|one| reduction::appendix(&form.figures, *one)));
    if form.appendices.amendment {
        appendices.extend(amendment::both(form, taxpayer));
    }
    if !appendices.is_empty() {
        data.push(appendices.into_iter().fold(Element::new("PLuc"), Element::with));
    }
    envelope(data)
}

/// HSoThueDTu around its data, with an empty CKyDTu.
pub(crate) fn envelope(data: Element) -> Element {
    Element::new("HSoThueDTu")
        .attribute("xmlns", NAMESPACE)
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with(data)
        .with(Element::new("CKyDTu"))
}

/// `value` x `times` / `of`, half up, for amounts that are not negative.
const fn share(value: i64, times: i64, of: i64) -> i64 {
    (value * times * 2 + of) / (of * 2)
}
