//! What the files of one form declare, and what names in them mean.

use super::super::build::Builder;
use super::super::name::NONE;
use super::super::table::{Span, Type};
use super::complex::Complex;
use super::{Bounds, File, ImportError, Mended, Note, Problem, XS, line};
use crate::xml::Element;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// The file that an `xs:include`, `xs:import` or `xs:redefine` means, by file and number of the element.
pub(super) type References = BTreeMap<(String, usize), String>;

/// What can be declared under a name. Types share their names, whether simple or complex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Element,
    Type,
    Group,
    Attribute,
    AttributeGroup,
}

/// A file in the form, perhaps under the namespace of the file that includes it.
#[derive(Clone, Debug)]
struct Member<'d> {
    path: &'d str,
    root: Element<'d>,
    target: String,
    /// It has no namespace of its own and takes that of the file that includes it.
    adopted: bool,
}

/// Something declared at the top of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component<'d> {
    pub(super) element: Element<'d>,
    pub(super) member: usize,
    /// What a redefinition replaces.
    pub(super) previous: Option<usize>,
}

/// Where something stands: in which file, and in which component of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) member: usize,
    pub(super) component: usize,
}

/// A type as a reference finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A type that XML Schema has built in.
    Builtin,
    Component(usize),
}

/// The files of one form.
pub(super) struct Scope<'d> {
    members: Vec<Member<'d>>,
    pub(super) components: Vec<Component<'d>>,
    names: HashMap<(Space, String, String), usize>,
    bounds: &'d Bounds,
}

type Made<T> = Result<T, ImportError>;

/// The most blanks that are noted of one form.
const MOST_NOTES: usize = 100;

impl<'d> Scope<'d> {
    pub(super) fn open(
        files: &'d BTreeMap<String, File>,
        references: References,
        bounds: &'d Bounds,
        path: &str,
    ) -> Made<Self> {
        let mut scope = Self { members: Vec::new(), components: Vec::new(), names: HashMap::new(), bounds };
        scope.load(files, &references, path, None, 0)?;
        Ok(scope)
    }

    /// Loads a file, and those that it refers to before what it declares itself.
    fn load(
        &mut self,
        files: &'d BTreeMap<String, File>,
        references: &References,
        path: &str,
        includer: Option<&str>,
        depth: usize,
    ) -> Made<()> {
        let Some((path, File::Read(document))) = files.get_key_value(path) else { return Ok(()) };
        let root = document.root();
        let own = root.attribute("targetNamespace").unwrap_or_default();
        let adopted = own.is_empty() && includer.is_some_and(|target| !target.is_empty());
        let target = match includer {
            Some(target) if adopted => target.to_owned(),
            Some(target) if target != own => {
                let problem = Problem::Invalid(format!("targetNamespace=\"{own}\""));
                return Err(ImportError { file: path.clone(), line: 1, problem });
            }
            _ => own.into_owned(),
        };
        if self.members.iter().any(|member| member.path == path && member.target == target) {
            return Ok(());
        }
        if depth > self.bounds.depth || self.members.len() > self.bounds.files {
            return Err(ImportError { file: path.clone(), line: 1, problem: Problem::TooLarge });
        }
        let index = self.members.len();
        self.members.push(Member { path, root, target: target.clone(), adopted });
        for child in root.children() {
            if child.namespace() != XS {
                return Err(self.error(child, index, Problem::Unsupported(child.qualified().to_owned())));
            }
            let reference = references.get(&(path.clone(), child.index()));
            match child.local() {
                "annotation" => {}
                "import" => {
                    if let Some(other) = reference {
                        self.load(files, references, other, None, depth + 1)?;
                    }
                }
                "include" | "redefine" => {
                    if let Some(other) = reference {
                        self.load(files, references, other, Some(&target), depth + 1)?;
                    }
                    for redefined in child.children().filter(|it| !it.is(XS, "annotation")) {
                        self.declare(redefined, index, true)?;
                    }
                }
                _ => self.declare(child, index, false)?,
            }
        }
        Ok(())
    }

    fn declare(&mut self, element: Element<'d>, member: usize, again: bool) -> Made<()> {
        let space = match element.local() {
            "element" => Space::Element,
            "complexType" | "simpleType" => Space::Type,
            "group" => Space::Group,
            "attribute" => Space::Attribute,
            "attributeGroup" => Space::AttributeGroup,
            other => return Err(self.error(element, member, Problem::Unsupported(format!("xs:{other}")))),
        };
        let Some(name) = element.attribute("name") else {
            return Err(self.error(element, member, Problem::Invalid("name".to_owned())));
        };
        let key = (space, self.target(member).to_owned(), name.trim().to_owned());
        let previous = self.names.get(&key).copied();
        if again && previous.is_none() {
            return Err(self.error(element, member, Problem::Unresolved(key.2)));
        }
        if !again && previous.is_some() {
            return Err(self.error(element, member, Problem::Duplicate(key.2)));
        }
        self.names.insert(key, self.components.len());
        self.components.push(Component { element, member, previous });
        Ok(())
    }

    pub(super) fn error(&self, element: Element<'_>, member: usize, problem: Problem) -> ImportError {
        let file = self.members.get(member).map_or("", |member| member.path);
        ImportError { file: file.to_owned(), line: line(element), problem }
    }

    pub(super) fn note(&self, element: Element<'_>, member: usize, mended: Mended) -> Note {
        let file = self.members.get(member).map_or("", |member| member.path);
        Note { file: file.to_owned(), line: line(element), mended }
    }

    pub(super) fn target(&self, member: usize) -> &str {
        self.members.get(member).map_or("", |member| &member.target)
    }

    /// Whether the elements (or attributes) declared inside types of a file are in its namespace.
    pub(super) fn qualifies(&self, element: Element<'_>, member: usize, default: &str) -> bool {
        let form = element.attribute("form").or_else(|| self.members.get(member)?.root.attribute(default));
        form.as_deref() == Some("qualified")
    }

    /// Namespace and local name of a reference.
    pub(super) fn expand(
        &self,
        element: Element<'d>,
        member: usize,
        name: &str,
    ) -> Made<(Cow<'d, str>, String)> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match element.resolve_prefix(prefix) {
            Some("") if prefix.is_empty() && self.members.get(member).is_some_and(|it| it.adopted) => {
                Ok((Cow::Owned(self.target(member).to_owned()), local.to_owned()))
            }
            Some(uri) => Ok((Cow::Borrowed(uri), local.to_owned())),
            None => Err(self.error(element, member, Problem::Unresolved(name.to_owned()))),
        }
    }

    /// What a reference finds. A redefinition that refers to itself means what it replaces.
    pub(super) fn find(
        &self,
        space: Space,
        element: Element<'d>,
        place: Place,
        name: &str,
    ) -> Made<(Found, String)> {
        let (namespace, local) = self.expand(element, place.member, name)?;
        if namespace == XS && space == Space::Type {
            return Ok((Found::Builtin, local));
        }
        let key = (space, namespace.into_owned(), local);
        let component = self.names.get(&key).copied().map(|found| {
            let previous = self.components.get(found).and_then(|component| component.previous);
            // Within a redefinition of a redefinition, the one before.
            if found == place.component {
                previous.unwrap_or(found)
            } else {
                self.before(found, place).unwrap_or(found)
            }
        });
        match component {
            Some(component) => Ok((Found::Component(component), key.2)),
            None => Err(self.error(element, place.member, Problem::Unresolved(name.to_owned()))),
        }
    }

    /// What stands before this place's own component, where that is itself replaced under the name found.
    fn before(&self, found: usize, place: Place) -> Option<usize> {
        let mut at = self.components.get(found)?.previous?;
        loop {
            let component = self.components.get(at)?;
            if at == place.component {
                return component.previous;
            }
            at = component.previous?;
        }
    }

    /// Makes the tables: global elements, global attributes, and the element that documents begin with.
    pub(super) fn make(&self, builder: &mut Builder, notes: &mut Vec<Note>) -> Made<(Span, Span, u32)> {
        let mut maker = Maker {
            scope: self,
            builder,
            notes,
            noted: HashSet::new(),
            complexes: HashMap::new(),
            types: HashMap::new(),
            simples: HashMap::new(),
            elements: HashMap::new(),
            open: Vec::new(),
            parts: 0,
            depth: 0,
        };
        maker.globals()
    }
}

/// Makes tables of what a scope declares.
pub(super) struct Maker<'s, 'd, 'b> {
    pub(super) scope: &'s Scope<'d>,
    pub(super) builder: &'b mut Builder,
    notes: &'b mut Vec<Note>,
    /// Elements whose blanks have been noted.
    noted: HashSet<(usize, usize)>,
    pub(super) complexes: HashMap<usize, Rc<Complex>>,
    /// Types of elements by component; those being made have a place reserved once they are asked for.
    pub(super) types: HashMap<usize, TypeState>,
    pub(super) simples: HashMap<usize, u32>,
    pub(super) elements: HashMap<usize, u32>,
    /// Components whose definition is being followed.
    pub(super) open: Vec<usize>,
    parts: usize,
    depth: usize,
}

/// How far the type of elements for a component is.
#[derive(Clone, Copy, Debug)]
pub(super) enum TypeState {
    Open,
    Reserved(u32),
    Made(u32),
}

impl<'d> Maker<'_, 'd, '_> {
    fn globals(&mut self) -> Made<(Span, Span, u32)> {
        let (mut globals, mut attributes) = (Vec::new(), Vec::new());
        // The file itself is the first member, though what it includes is declared before it.
        let target = self.scope.target(0).to_owned();
        let (mut own, mut included) = (Vec::new(), Vec::new());
        for (index, component) in self.scope.components.iter().enumerate() {
            let place = Place { member: component.member, component: index };
            match component.element.local() {
                "element" => {
                    let declaration = self.global_element(index)?;
                    globals.push((self.builder.name_of(declaration), declaration));
                    if component.member == 0 {
                        own.push(declaration);
                    } else if self.scope.target(component.member) == target {
                        included.push(declaration);
                    }
                }
                "attribute" => {
                    let made = self.attribute(component.element, place)?;
                    attributes.push((made.name, made.simple));
                }
                _ => {}
            }
        }
        globals.sort_unstable();
        attributes.sort_unstable();
        // A file that redefines another fills in what is missing there.
        let fills = self
            .scope
            .members
            .first()
            .is_some_and(|it| it.root.children().any(|child| child.is(XS, "redefine")));
        let (first, then) = if fills { (included, own) } else { (own, included) };
        let root = self.builder.schema.first_root(first.into_iter().chain(then));
        Ok((self.builder.add_globals(&globals), self.builder.add_global_attributes(&attributes), root))
    }

    pub(super) fn error<T>(&self, element: Element<'_>, place: Place, problem: Problem) -> Made<T> {
        Err(self.scope.error(element, place.member, problem))
    }

    pub(super) fn unsupported<T>(&self, element: Element<'_>, place: Place, what: &str) -> Made<T> {
        self.error(element, place, Problem::Unsupported(what.to_owned()))
    }

    /// Counts one part more, one level deeper.
    pub(super) fn enter(&mut self, element: Element<'_>, place: Place) -> Made<()> {
        self.parts += 1;
        self.depth += 1;
        if self.parts > self.scope.bounds.parts || self.depth > self.scope.bounds.depth {
            return self.error(element, place, Problem::TooLarge);
        }
        Ok(())
    }

    pub(super) const fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// An attribute's value without blanks at its ends, which the authority's files have.
    pub(super) fn name(&mut self, element: Element<'d>, place: Place, attribute: &str) -> Option<String> {
        let value = element.attribute(attribute)?;
        let trimmed = value.trim_matches([' ', '\t', '\n', '\r']);
        // Finding a line costs time in proportion to the file, so each element is asked for once.
        if trimmed.len() != value.len()
            && self.noted.insert((place.member, element.index()))
            && self.noted.len() <= MOST_NOTES
        {
            self.notes.push(self.scope.note(element, place.member, Mended::Blanks));
        }
        Some(trimmed.to_owned())
    }

    /// `true`, `false`, `1`, `0`.
    pub(super) fn flag(&mut self, element: Element<'d>, place: Place, attribute: &str) -> Made<bool> {
        match self.name(element, place, attribute).as_deref() {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(other) => self.error(element, place, Problem::Invalid(format!("{attribute}=\"{other}\""))),
        }
    }

    /// The type of an element whose type is this component.
    pub(super) fn reserve(&mut self, component: usize) -> u32 {
        let until_known = Type {
            content: super::super::table::Content::Empty,
            attributes: Span::EMPTY,
            any_attribute: NONE,
            mixed: false,
            is_abstract: false,
        };
        let index = self.builder.reserve_type(until_known);
        self.types.insert(component, TypeState::Reserved(index));
        index
    }
}
