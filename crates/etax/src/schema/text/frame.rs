//! The part that is a form's envelope, and what amended declarations have in it besides.

use super::made::MadeForm;
use super::read::Maker;
use super::source::Text;
use super::write::WriteError;
use crate::schema::Parts;
use crate::schema::build::Builder;
use crate::schema::table::{Content, FormId, Particle, Schema, Term};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Whether a part is a frame: it leaves types open that forms define.
pub(super) fn is_frame(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("open "))
}

pub(super) fn part(
    builder: &mut Builder,
    name: &str,
    parts: &Parts,
    given: &HashMap<String, u32>,
) -> Result<MadeForm, WriteError> {
    let Some((name, text)) = parts.iter().find(|(known, _)| *known == name) else {
        return Err(WriteError::NoForm);
    };
    let read = Text { file: name, text, first: 1, level: 0 };
    Maker::make(builder, read, parts, given, true).map_err(WriteError::Part)
}

/// The part that has a form's envelope, with the types that it leaves open.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) name: String,
    pub(super) made: MadeForm,
    pub(super) given: BTreeMap<String, u32>,
}

impl Frame {
    pub(super) fn find(
        builder: &mut Builder,
        form: FormId,
        parts: &Parts,
    ) -> Result<Option<Self>, WriteError> {
        let Some(wanted) = builder.schema.form(form).cloned() else { return Err(WriteError::NoForm) };
        for (name, text) in parts.iter().filter(|(_, text)| is_frame(text)) {
            let open = text.lines().filter_map(|line| line.strip_prefix("open "));
            let given: Option<HashMap<String, u32>> = open
                .map(|open| Some((open.to_owned(), first_named(&builder.schema, wanted.root, open)?)))
                .collect();
            let Some(given) = given else { continue };
            let made = part(builder, name, parts, &given)?;
            let known = made.form.globals.of(&builder.schema.globals);
            let all = wanted.globals.of(&builder.schema.globals);
            // A form may have global elements of its own.
            if (made.form.attributes, made.form.root) == (wanted.attributes, wanted.root)
                && known.iter().all(|global| all.contains(global))
            {
                return Ok(Some(Self { name: name.to_owned(), made, given: given.into_iter().collect() }));
            }
        }
        Ok(None)
    }
}

/// What the form of amended declarations has besides, by the open type it has it in.
pub(super) fn additions(
    builder: &mut Builder,
    frame: Option<&Frame>,
    amended: Option<FormId>,
    parts: &Parts,
) -> Result<BTreeMap<String, Vec<Particle>>, WriteError> {
    let mut all = BTreeMap::new();
    let (Some(frame), Some(amended)) = (frame, amended) else { return Ok(all) };
    let Some(other) = Frame::find(builder, amended, parts)?.filter(|other| other.name == frame.name) else {
        return Ok(all);
    };
    let particles = |type_: Option<&u32>| {
        let type_ = type_.and_then(|at| builder.schema.types.get(*at as usize));
        match type_.map(|type_| type_.content) {
            Some(Content::Sequence(span)) => span.of(&builder.schema.particles),
            _ => &[],
        }
    };
    for (name, type_) in &other.given {
        let known = particles(frame.given.get(name));
        let new = particles(Some(type_)).iter();
        // What may be left out can be added; what must be there makes another form.
        let new = new.filter(|it| it.least == 0 && known.iter().all(|known| known.name != it.name));
        all.insert(name.clone(), new.copied().collect());
    }
    Ok(all)
}

/// The type of the first element of a name at or below a declaration.
fn first_named(schema: &Schema, root: u32, local: &str) -> Option<u32> {
    let (mut open, mut seen) = (vec![root], HashSet::new());
    while let Some(declaration) = open.pop() {
        let declared = schema.declarations.get(declaration as usize)?;
        if schema.names.local(declared.name) == local {
            return Some(declared.type_);
        }
        if seen.insert(declared.type_) {
            let before = open.len();
            schema.each_term(declared.type_, &mut |term| {
                if let Term::Element(inner) = term {
                    open.push(inner);
                }
            });
            if let Some(new) = open.get_mut(before..) {
                new.reverse();
            }
        }
    }
    None
}
