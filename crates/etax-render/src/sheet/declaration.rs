//! A declaration as a bookkeeper reads it: the form, the period, the taxpayer, the indicators in the order of the form, the
//! appendices.

use super::label::Labels;
use super::tree::{self, Drawing};
use super::{Setting, Sheet, said, shown};
use crate::words;
use etax::declaration::{Declaration, DeclarationKind};
use etax::form::{Form, Head, Known, Version};
use etax::rule::{Lang, Text};
use etax::xml::Element;

pub(super) fn fill(sheet: &mut Sheet, root: Element<'_>, setting: &Setting<'_>) {
    let lang = setting.lang;
    let Some(declaration) = Declaration::read(root) else {
        return tree::fill(sheet, Some(root), lang);
    };
    let form = form(&declaration, setting);
    sheet.under.splice(0..0, head(&declaration, form.map(Form::head), lang));
    if let Some(head) = form.map(Form::head) {
        sheet.title = shown(named(head, lang));
    }
    let mut drawing = Drawing::new(sheet, Labels::new(lang, form), lang);
    let body = declaration.body();
    let heading = |element: Element<'_>| Labels::new(lang, form).of_part(element);
    let common = body.find("TTinChung/TTinTKhaiThue");
    for party in [declaration.taxpayer(), declaration.agent()].into_iter().flatten() {
        drawing.part(party, heading(party), 0);
    }
    let parties = ["NNT", "DLyThue"];
    // Who registers says all in one place, which has been drawn as the taxpayer.
    for part in common.into_iter().flat_map(Element::children).filter(|_| !declaration.registers()) {
        if !parties.contains(&part.local()) {
            drawing.part(part, heading(part), 0);
        }
    }
    if let Some(main) = declaration.main() {
        drawing.indicators(main, heading(main), 0);
    }
    for appendix in declaration.appendices().into_iter().flat_map(Element::children) {
        let name = heading(appendix).unwrap_or_else(|| shown(appendix.local()));
        drawing.indicators(appendix, Some(name), 0);
    }
    // Whatever else it says.
    let drawn = ["TTinChung", "CTieuTKhaiChinh", "PLuc"];
    let rest = body.children().filter(|part| !drawn.contains(&part.local()));
    let beside = root.children().filter(|part| part.local() != "HSoKhaiThue");
    let software = body.child("TTinChung").into_iter().flat_map(Element::children);
    for part in rest.chain(beside).chain(software.filter(|part| part.local() != "TTinTKhaiThue")) {
        drawing.part(part, heading(part), 0);
    }
    drawing.end();
}

/// The form that the declaration is of, where it is known.
fn form<'f>(declaration: &Declaration<'_>, setting: &Setting<'f>) -> Option<&'f Form> {
    let version = Version::parse(&declaration.version())?;
    match setting.forms.find(&declaration.form(), version, Some(setting.at.date())) {
        Known::Form(form) => Some(form),
        Known::Nearest(_) => None,
    }
}

fn named(head: &Head, lang: Lang) -> &str {
    match lang {
        Lang::En if !head.name.en.is_empty() => &head.name.en,
        _ if !head.name.vi.is_empty() => &head.name.vi,
        _ => head.title(),
    }
}

/// The lines under the title: which form, which period, which time.
fn head(declaration: &Declaration<'_>, head: Option<&Head>, lang: Lang) -> Vec<String> {
    let say = |text: Text| text.template(lang).to_owned();
    let stated = |path: &str| said(declaration.statement().and_then(|statement| statement.find(path)));
    let (code, version) = (declaration.form(), declaration.version());
    let values = [
        ("sign", head.map_or("", Head::title)),
        ("code", code.as_ref()),
        ("version", version.as_ref()),
        ("basis", head.map_or("", |head| &head.basis)),
    ];
    let form = match head {
        Some(head) if head.basis.is_empty() => FORM.fill(lang, &values),
        Some(_) => FORM_OF.fill(lang, &values),
        None => UNKNOWN.fill(lang, &values),
    };
    let mut lines = vec![shown(&form)];
    let period = stated("KyKKhaiThue/kyKKhai");
    let (from, to) = (stated("KyKKhaiThue/kyKKhaiTuNgay"), stated("KyKKhaiThue/kyKKhaiDenNgay"));
    let mut line = String::new();
    if !period.is_empty() {
        let kind = words::period(&stated("KyKKhaiThue/kieuKy")).template(lang);
        line = PERIOD.fill(lang, &[("kind", kind), ("period", &period)]);
    }
    if !from.is_empty() && from != period {
        line.push_str(&BETWEEN.fill(lang, &[("from", &from), ("to", &to)]));
    }
    if !line.is_empty() {
        lines.push(shown(&line));
    }
    let number = declaration.number().unwrap_or_default().to_string();
    lines.extend(declaration.kind().map(|kind| match kind {
        DeclarationKind::First => say(FIRST),
        DeclarationKind::Amended => AMENDED.fill(lang, &[("number", &number)]),
        DeclarationKind::Replacing => REPLACING.fill(lang, &[("number", &number)]),
    }));
    lines
}

const FORM: Text = Text {
    vi: "Mẫu số {sign} (mã {code}, phiên bản {version})",
    en: "Form {sign} (code {code}, version {version})",
};
const FORM_OF: Text = Text {
    vi: "Mẫu số {sign} (mã {code}, phiên bản {version}), {basis}",
    en: "Form {sign} (code {code}, version {version}), {basis}",
};
const UNKNOWN: Text = Text {
    vi: "Mẫu mã {code} phiên bản {version}: etax không có tên chỉ tiêu của mẫu này",
    en: "Form {code}, version {version}: etax knows no names of its indicators",
};
const PERIOD: Text = Text { vi: "Kỳ tính thuế: {kind} {period}", en: "Tax period: {kind} {period}" };
const BETWEEN: Text = Text { vi: " (từ {from} đến {to})", en: " (from {from} to {to})" };
const FIRST: Text = Text { vi: "Tờ khai lần đầu", en: "First declaration" };
const AMENDED: Text = Text { vi: "Tờ khai bổ sung lần {number}", en: "Amendment {number}" };
const REPLACING: Text = Text { vi: "Tờ khai thay thế lần {number}", en: "Replacement {number}" };
