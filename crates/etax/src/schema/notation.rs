//! Makes the tables of grammars that are written in Rust.

use super::build::Builder;
use super::name::NONE;
use super::table::{
    AttributeUse, Content as Made, Declaration, Form, FormId, Particle, Schema, Span, Term, Type,
};
use super::{Content, Node};

/// Stands for the namespace that the document's root is in: a namespace name that no document can have, since a blank is
/// no part of a URI.
const OWN: &str = " own";

impl Schema {
    /// The tables of grammars written in Rust, and the id of each in their order. Elements without a namespace of their
    /// own are expected in that of the root.
    ///
    /// ```
    /// use etax::schema::{Node, Schema, Simple};
    /// const A: Node = Node::leaf("a", Simple::Text);
    /// static R: Node = Node::group("r", &[A]);
    /// let (schema, forms) = Schema::from_nodes(&[&R]);
    /// assert_eq!(schema.name(forms[0]), "r");
    /// ```
    #[must_use]
    pub fn from_nodes(nodes: &[&Node]) -> (Self, Vec<FormId>) {
        let mut builder = Builder::new();
        let own = builder.schema.names.add_namespace(OWN);
        builder.schema.own = Some(own);
        let mut forms = Vec::with_capacity(nodes.len());
        for node in nodes {
            let root = builder.node(node, own);
            let globals = builder.add_globals(&[(builder.name_of(root), root)]);
            let form = Form { name: node.name.into(), globals, attributes: Span::EMPTY, root };
            forms.push(builder.add_form(form));
        }
        (builder.finish(), forms)
    }
}

impl Builder {
    pub(super) fn add_form(&mut self, form: Form) -> FormId {
        self.schema.forms.push(form);
        FormId(super::name::number(self.schema.forms.len() - 1))
    }

    fn node(&mut self, node: &Node, own: u32) -> u32 {
        let namespace = node.namespace.map_or(own, |uri| self.schema.names.add_namespace(uri));
        let content = match node.content {
            Content::Any => Made::Skip,
            Content::Text(simple) => Made::Text(self.notation(simple)),
            Content::Sequence(nodes) => Made::Sequence(self.nodes(nodes, own)),
            Content::OneOf(variants) => {
                let variants: Vec<Span> = variants.iter().map(|nodes| self.nodes(nodes, own)).collect();
                Made::OneOf(self.add_variants(&variants))
            }
        };
        let attributes: Vec<AttributeUse> = node
            .attributes
            .iter()
            .map(|attribute| AttributeUse {
                name: self.schema.names.add(0, attribute.name),
                simple: self.notation(attribute.kind),
                required: attribute.required,
                fixed: NONE,
            })
            .collect();
        let attributes = self.add_attributes(&attributes);
        let type_ = self.add_type(Type {
            content,
            attributes,
            any_attribute: NONE,
            mixed: false,
            is_abstract: false,
        });
        let name = self.schema.names.add(namespace, node.name);
        self.add_declaration(Declaration {
            name,
            type_,
            value: NONE,
            fixed: false,
            nillable: node.nillable,
            is_abstract: false,
        })
    }

    fn nodes(&mut self, nodes: &[Node], own: u32) -> Span {
        let particles: Vec<Particle> = nodes
            .iter()
            .map(|node| {
                let declaration = self.node(node, own);
                Particle {
                    name: self.name_of(declaration),
                    term: Term::Element(declaration),
                    least: u32::from(node.occurs.required),
                    most: if node.occurs.many { NONE } else { 1 },
                }
            })
            .collect();
        self.add_particles(&particles)
    }
}
