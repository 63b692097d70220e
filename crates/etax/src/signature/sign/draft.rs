//! A document with its new signature, digests and value still to come.

use super::edit::Edits;
use super::error::SignError;
use super::markup::{Content, Planned, Skeleton, Time};
use super::request::SignRequest;
use super::site::{CODE, Site, new_code};
use crate::signature::filter::Filter;
use crate::signature::pki::{Certificate, SignatureAlgorithm};
use crate::signature::place::{UnitKind, Which};
use crate::signature::reference::{carried_id, has_id};
use crate::xml::{Document, Element, escape};
use std::collections::HashSet;
use std::ops::Range;

/// A document with an unfinished signature.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) edits: Edits,
    pub(crate) text: String,
    /// Offset of the `Signature`.
    pub(crate) signature: usize,
    /// Where each digest goes.
    pub(crate) digests: Vec<Range<usize>>,
    /// Where the value goes.
    pub(crate) value: usize,
    pub(crate) references: Vec<Planned>,
    /// Something besides the `Signature` and empty elements around it is added: Ids, a code.
    pub(crate) adds: bool,
    /// The signing time is stated.
    pub(crate) stated: bool,
}

impl Draft {
    pub(crate) fn make(
        document: &Document<'_>,
        site: &Site<'_>,
        request: &SignRequest<'_>,
        certificate: &Certificate,
        algorithm: SignatureAlgorithm,
    ) -> Result<Self, SignError> {
        let mut names = Names::of(document, request, certificate);
        let mut edits = Edits::default();
        let mut adds = false;
        let mut references = Vec::with_capacity(site.targets.len() + 1);
        for (path, target) in &site.targets {
            if site.place.filtered {
                references.push(Planned {
                    id: String::new(),
                    path: Some(path),
                    enveloped: site.place.enveloped,
                    filter: Some(filter(path)),
                });
                continue;
            }
            let carried = target.and_then(carried_id);
            adds |= carried.is_none();
            let id = match carried {
                Some(id) => id.into_owned(),
                None => names.fresh("Id"),
            };
            match target {
                Some(element) if carried_id(*element).is_none() => {
                    let at = element.start_tag_span().start + 1 + element.qualified().len();
                    edits.insert(at, format!(" {}=\"{id}\"", id_attribute(site.kind)));
                }
                Some(_) => {}
                None => insert_code(site.unit, &id, request, &mut edits)?,
            }
            references.push(Planned { id, path: Some(path), enveloped: site.place.enveloped, filter: None });
        }
        let stated = states_time(site.kind, request)?;
        let time = match site.place.which {
            Which::Stage(label) => Some(Time::Stage(names.only(document, label)?)),
            _ if stated => Some(Time::Object(names.fresh("SigningTime"))),
            _ => None,
        };
        if let Some(time) = &time {
            let property = Planned { id: time.id().to_owned(), path: None, enveloped: false, filter: None };
            references.insert(1.min(references.len()), property);
        }
        let id = match site.place.which {
            Which::Named(id) => names.only(document, id)?.to_owned(),
            _ => {
                let last_step = site.place.holder.rsplit('/').next().filter(|step| !step.is_empty());
                names.fresh(last_step.unwrap_or("Signature"))
            }
        };
        let content = Content { request, algorithm, certificate, id, time, references };
        let Skeleton { text: signature, digests, value } = content.write()?;
        let hole = Hole::find(site, &mut edits);
        // Whatever else goes to the same offset was asked for earlier, so this comes last there.
        let inserted = format!("{}{signature}{}", hole.before, hole.after);
        let length = inserted.len();
        edits.insert(hole.at, inserted);
        let start = (edits.moved(hole.at) + hole.before.len()).saturating_sub(length);
        let text = edits.apply(document.source());
        Ok(Self {
            edits,
            text,
            signature: start,
            digests: digests.into_iter().map(|range| start + range.start..start + range.end).collect(),
            value: start + value,
            references: content.references,
            adds,
            stated,
        })
    }
}

/// The filter that selects what stands at a path of a payment order.
fn filter(path: &str) -> Filter {
    if path == "NDUNG_CTU_NH" { Filter::BankOrder } else { Filter::Order }
}

/// Whether the signing time is to be stated.
fn states_time(kind: UnitKind, request: &SignRequest<'_>) -> Result<bool, SignError> {
    let optional = matches!(kind, UnitKind::Declaration | UnitKind::TaxNotice | UnitKind::PilotInvoice);
    match request.state_time {
        Some(false) if !optional => Err(SignError::TimeRequired),
        asked => Ok(asked.unwrap_or(!optional)),
    }
}

/// `id` in the documents of declarations, `Id` in those of e-invoices.
const fn id_attribute(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Declaration
        | UnitKind::TaxNotice
        | UnitKind::FilingRegistration
        | UnitKind::PaymentOrder
        | UnitKind::PilotInvoice => "id",
        _ => "Id",
    }
}

/// A name in the namespace of `parent`, whatever its prefix.
fn named(parent: Element<'_>, local: &str) -> String {
    match parent.prefix() {
        "" => local.to_owned(),
        prefix => format!("{prefix}:{local}"),
    }
}

/// Opens an element that is written `<a/>`, so that something can stand in it. Gives the offset
/// of its content's end and the end tag that it now lacks.
fn opened(element: Element<'_>, edits: &mut Edits) -> (usize, String) {
    let (tag, span) = (element.start_tag_span(), element.span());
    if tag != span || !element.document().source().get(tag.clone()).is_some_and(|tag| tag.ends_with("/>")) {
        return (element.content_span().end, String::new());
    }
    edits.remove(tag.end.saturating_sub(2));
    (tag.end, format!("</{}>", element.qualified()))
}

/// Before the signatures, where the schema has it.
fn insert_code(
    unit: Element<'_>,
    id: &str,
    request: &SignRequest<'_>,
    edits: &mut Edits,
) -> Result<(), SignError> {
    let code = new_code(request)?;
    let name = named(unit, CODE);
    let mut text = String::new();
    if let Some(code) = &code {
        escape(code.as_str(), &mut text);
    }
    let at = unit
        .child("DSCKS")
        .map_or_else(|| unit.content_span().end, |signatures| signatures.start_tag_span().start);
    edits.insert(at, format!("<{name} Id=\"{id}\">{text}</{name}>"));
    Ok(())
}

/// Where the signature goes in.
struct Hole {
    at: usize,
    /// Start tags of holders that are not there yet.
    before: String,
    /// End tags that belong after the signature.
    after: String,
}

impl Hole {
    /// Finds the element that holds the signature, or what is missing of it.
    fn find(site: &Site<'_>, edits: &mut Edits) -> Self {
        if let [holder] = site.holders().as_slice() {
            let (at, after) = opened(*holder, edits);
            return Self { at, before: String::new(), after };
        }
        let mut here = site.unit;
        let mut steps = site.place.holder.split('/').filter(|step| !step.is_empty()).peekable();
        while let Some(child) = steps.peek().and_then(|step| here.child(step)) {
            here = child;
            steps.next();
        }
        let first = steps.peek().copied().unwrap_or_default();
        let made: Vec<String> = steps.map(|step| named(here, step)).collect();
        let before: String = made.iter().map(|name| format!("<{name}>")).collect();
        let after: String = made.iter().rev().map(|name| format!("</{name}>")).collect();
        match following(site, here, first) {
            Some(next) => Self { at: next.start_tag_span().start, before, after },
            None => {
                let (at, end) = opened(here, edits);
                Self { at, before, after: after + &end }
            }
        }
    }
}

/// The first child that the schema has after a new child `name`: the table of places is in its order.
fn following<'d>(site: &Site<'d>, parent: Element<'d>, name: &str) -> Option<Element<'d>> {
    let depth = site.place.holder.split('/').position(|step| step == name)?;
    let later: Vec<&str> = site
        .kind
        .places()
        .iter()
        .skip_while(|place| !std::ptr::eq(*place, site.place))
        .filter_map(|place| place.holder.split('/').nth(depth))
        .filter(|step| *step != name)
        .collect();
    parent.children().find(|child| child.shares_namespace(parent) && later.contains(&child.local()))
}

/// Ids that are nowhere in the document. The same request on the same document gives the same
/// ones: nothing random is needed, only difference.
struct Names {
    taken: HashSet<String>,
    hex: String,
}

impl Names {
    fn of(document: &Document<'_>, request: &SignRequest<'_>, certificate: &Certificate) -> Self {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        context.update(document.source().as_bytes());
        context.update(certificate.sha256());
        context.update(request.role.word().as_bytes());
        context.update(&request.at.unix().to_be_bytes());
        let digest = context.finish();
        let hex = digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let taken = document
            .elements()
            .filter_map(|element| carried_id(element).map(std::borrow::Cow::into_owned))
            .collect();
        Self { taken, hex }
    }

    /// A name that the profile gives, which therefore nothing else may have.
    fn only(&mut self, document: &Document<'_>, name: &'static str) -> Result<&'static str, SignError> {
        if self.taken.insert(name.to_owned()) {
            return Ok(name);
        }
        let owner = document.elements().find(|element| has_id(*element, name));
        let path = owner.map(Element::path).unwrap_or_default();
        Err(SignError::DuplicateId { id: name.to_owned(), path })
    }

    /// `stem-<32 hex>`; the last digits count up where that is taken.
    fn fresh(&mut self, stem: &str) -> String {
        let mut name = format!("{stem}-{}", self.hex);
        let mut number = 1u32;
        while !self.taken.insert(name.clone()) {
            let kept = self.hex.get(..24).unwrap_or_default();
            name = format!("{stem}-{kept}{number:08x}");
            number = number.wrapping_add(1);
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{id_attribute, states_time};
    use crate::signature::sign::SignRequest;
    use crate::signature::{Role, UnitKind};
    use crate::value::Moment;

    #[test]
    fn declarations_alone_may_leave_out_the_time() {
        let at = Moment::parse("2026-11-23").unwrap();
        let asked = |state_time| SignRequest { state_time, ..SignRequest::new(Role::Taxpayer, at) };
        assert!(!states_time(UnitKind::Declaration, &asked(None)).unwrap());
        assert!(states_time(UnitKind::Declaration, &asked(Some(true))).unwrap());
        assert!(states_time(UnitKind::Summary, &asked(None)).unwrap());
        assert!(states_time(UnitKind::Summary, &asked(Some(false))).is_err());
        assert_eq!((id_attribute(UnitKind::Declaration), id_attribute(UnitKind::Invoice)), ("id", "Id"));
    }
}
