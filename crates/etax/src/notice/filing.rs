//! Rules on what a notice says about a filing or a transaction.

use super::rules::{
    ACCEPTED, AMOUNT, COUNT, DATE, DATE_ORDER, EMPTY, KIND, NO_REASON, NOT_ACCEPTED, PAYABLE, REASON, RESULT,
    STATE, TRANSACTION,
};
use super::view::moment;
use super::{Notice, NoticeKind, NoticeState};
use crate::report::{Finding, Findings};
use crate::value::Amount;
use crate::xml::Element;
use std::borrow::Cow;
use std::collections::HashSet;

/// loaiToKhai, by code or in words.
const KINDS: [&str; 6] = ["C", "B", "T", "Chính thức", "Bổ sung", "Thay thế"];

/// The text of an element that has any.
pub(super) fn said(element: Option<Element<'_>>) -> Option<(Element<'_>, Cow<'_, str>)> {
    let element = element?;
    let text = element.trimmed();
    (!text.is_empty()).then_some((element, text))
}

/// An absent element is a defect of the structure; an empty one is a defect here.
pub(super) fn filled(element: Option<Element<'_>>, findings: &mut Findings) {
    if let Some(element) = element.filter(|element| element.trimmed().is_empty()) {
        findings.push(Finding::new(&EMPTY).at(element));
    }
}

/// A date or time, if there is any, must be one.
pub(super) fn dated(element: Option<Element<'_>>, findings: &mut Findings) {
    if let Some((element, text)) = said(element)
        && moment(&text).is_none()
    {
        findings.push(Finding::new(&DATE).at(element).found(text));
    }
}

/// Judges an answer to a filing.
pub(super) fn check(notice: &Notice<'_>, kind: NoticeKind, findings: &mut Findings) {
    for path in ["trangThai", "ngayNopThucTe", "maGiaoDichDTu"] {
        filled(notice.field(path), findings);
    }
    for path in ["ngayNopThucTe", "ngayChapNhan", "ngayHoanThanh"] {
        dated(notice.field(path), findings);
    }
    state(notice, kind, findings);
    if let Some((element, text)) = said(notice.field("maGiaoDichDTu"))
        && !(text.len() == 17 && text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        findings.push(Finding::new(&TRANSACTION).at(element).found(text));
    }
    order(notice, findings);
    for filing in notice.filings() {
        filled(filing.child("tokhai-phuluc"), findings);
        if let Some((element, text)) = said(filing.child("loaiToKhai"))
            && !KINDS.contains(&&*text)
        {
            findings.push(Finding::new(&KIND).at(element).expected(KINDS.join(", ")).found(text));
        }
        if let Some((element, text)) = said(filing.child("lanNop"))
            && !(text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()))
        {
            findings.push(Finding::new(&COUNT).at(element).found(text));
        }
    }
    payables(notice, findings);
}

/// What became of the filing, and what goes with it.
fn state(notice: &Notice<'_>, kind: NoticeKind, findings: &mut Findings) {
    let Some((element, text)) = said(notice.field("trangThai")) else { return };
    let Some(state) = notice.state() else {
        findings.push(Finding::new(&STATE).at(element).found(text));
        return;
    };
    let accepted = kind == NoticeKind::Acceptance && state == NoticeState::Yes;
    match said(notice.field("ngayChapNhan")) {
        Some((element, text)) if !accepted => findings.push(Finding::new(&ACCEPTED).at(element).found(text)),
        None if accepted => findings.push(Finding::new(&NOT_ACCEPTED).at(element)),
        _ => {}
    }
    // A list that is there and says nothing gives no reason.
    let reason = notice.reasons().flat_map(Element::children).find_map(|part| said(Some(part)));
    match reason {
        None if state == NoticeState::No => findings.push(Finding::new(&NO_REASON).at(element)),
        Some((element, text)) if state == NoticeState::Yes => {
            findings.push(Finding::new(&REASON).at(element).found(text));
        }
        _ => {}
    }
}

/// Nothing is accepted or answered before it was filed.
fn order(notice: &Notice<'_>, findings: &mut Findings) {
    let Some(filed) = notice.filed_at() else { return };
    let mut after = |element: Option<Element<'_>>, whole_day: bool| {
        let Some((element, text)) = said(element) else { return };
        let Some(moment) = moment(&text) else { return };
        // A day without a time ends after everything that happened on it.
        let early = if whole_day { moment.date() < filed.date() } else { moment.unix() < filed.unix() };
        if early {
            let finding = Finding::new(&DATE_ORDER).at(element);
            findings.push(finding.expected(notice.text("ngayNopThucTe")).found(text));
        }
    };
    let is_day = |text: &str| text.len() == 10;
    after(
        notice.field("ngayChapNhan"),
        is_day(&notice.text("ngayChapNhan")) || is_day(&notice.text("ngayNopThucTe")),
    );
    after(notice.common("TTinTBaoThue/ngayTBao"), true);
}

fn payables(notice: &Notice<'_>, findings: &mut Findings) {
    let mut ids = HashSet::new();
    for payable in notice.payables() {
        if let Some((element, text)) = said(payable.element().child("soTienPNop"))
            && let Err(defect) = Amount::parse(&text)
        {
            findings.push(Finding::new(&AMOUNT).at(element).expected(defect.pattern()).found(text));
        }
        if let Some((element, id)) = said(payable.element().child("maDinhDanh"))
            && !ids.insert(id.clone())
        {
            findings.push(Finding::new(&PAYABLE).at(element).found(id));
        }
    }
}

/// Judges notice 213.
pub(super) fn transaction(notice: &Notice<'_>, findings: &mut Findings) {
    filled(notice.field("GDich/maGDich"), findings);
    if let Some((element, text)) = said(notice.field("GDich/ngayGDich"))
        && moment(&text).or_else(|| text.get(..10).and_then(moment)).is_none()
    {
        findings.push(Finding::new(&DATE).at(element).found(text));
    }
    let says = |path: &str| said(notice.field(path)).is_some();
    if let Some(element) = notice.field("GDich")
        && !(says("GDich/maLoiGDich") || says("GDich/mtaLoiGDich"))
    {
        findings.push(Finding::new(&RESULT).at_span(element.path(), element.start_tag_span()));
    }
}
