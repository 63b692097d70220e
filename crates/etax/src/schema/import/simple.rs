//! Simple types: those built in, lists and unions.

use super::super::calendar::Calendar;
use super::super::value::{Kind, SimpleType, Space as White};
use super::complex::parts;
use super::scope::{Found, Maker, Place, Space};
use super::{ImportError, Problem};
use crate::xml::Element;

type Made<T> = Result<T, ImportError>;

impl<'d> Maker<'_, 'd, '_> {
    /// A type of XML Schema itself.
    pub(super) fn builtin(&mut self, element: Element<'d>, place: Place, name: &str) -> Made<u32> {
        use Kind::{
            Base64, Boolean, Decimal, Duration, Float, Hex, Id, IdRef, Language, Name, NcName, NmToken,
            QName, Text, Uri,
        };
        let collapsed = |kind| SimpleType::of(kind, White::Collapse);
        let calendar = |calendar| collapsed(Kind::Calendar(calendar));
        let simple = match name {
            "string" | "anySimpleType" => SimpleType::of(Text, White::Preserve),
            "normalizedString" => SimpleType::of(Text, White::Replace),
            "token" => collapsed(Text),
            "boolean" => collapsed(Boolean),
            "decimal" => collapsed(Decimal),
            "float" | "double" => collapsed(Float),
            "date" => calendar(Calendar::Date),
            "time" => calendar(Calendar::Time),
            "dateTime" => calendar(Calendar::DateTime),
            "gYear" => calendar(Calendar::Year),
            "gYearMonth" => calendar(Calendar::YearMonth),
            "gMonth" => calendar(Calendar::Month),
            "gMonthDay" => calendar(Calendar::MonthDay),
            "gDay" => calendar(Calendar::Day),
            "duration" => collapsed(Duration),
            "base64Binary" => collapsed(Base64),
            "hexBinary" => collapsed(Hex),
            "anyURI" => collapsed(Uri),
            "language" => collapsed(Language),
            "NMTOKEN" => collapsed(NmToken),
            "Name" => collapsed(Name),
            "NCName" => collapsed(NcName),
            "QName" => collapsed(QName),
            "ID" => collapsed(Id),
            "IDREF" => collapsed(IdRef),
            "NMTOKENS" => self.list(collapsed(NmToken), 1),
            "IDREFS" => self.list(collapsed(IdRef), 1),
            "integer" => self.builder.integer(None, None),
            "nonNegativeInteger" => self.builder.integer(Some("0"), None),
            "positiveInteger" => self.builder.integer(Some("1"), None),
            "nonPositiveInteger" => self.builder.integer(None, Some("0")),
            "negativeInteger" => self.builder.integer(None, Some("-1")),
            "long" => self.builder.integer(Some("-9223372036854775808"), Some("9223372036854775807")),
            "int" => self.builder.integer(Some("-2147483648"), Some("2147483647")),
            "short" => self.builder.integer(Some("-32768"), Some("32767")),
            "byte" => self.builder.integer(Some("-128"), Some("127")),
            "unsignedLong" => self.builder.integer(Some("0"), Some("18446744073709551615")),
            "unsignedInt" => self.builder.integer(Some("0"), Some("4294967295")),
            "unsignedShort" => self.builder.integer(Some("0"), Some("65535")),
            "unsignedByte" => self.builder.integer(Some("0"), Some("255")),
            "ENTITY" | "ENTITIES" | "NOTATION" => {
                return self.unsupported(element, place, &format!("xs:{name}"));
            }
            _ => return self.error(element, place, Problem::Unresolved(format!("xs:{name}"))),
        };
        Ok(self.builder.add_simple(simple))
    }

    fn list(&mut self, item: SimpleType, shortest: u32) -> SimpleType {
        let item = self.builder.add_simple(item);
        SimpleType { shortest, ..SimpleType::of(Kind::List(item), White::Collapse) }
    }

    /// A simple type that a name refers to.
    pub(super) fn simple_by_name(&mut self, element: Element<'d>, place: Place, name: &str) -> Made<u32> {
        match self.scope.find(Space::Type, element, place, name)? {
            (Found::Builtin, local) => self.builtin(element, place, &local),
            (Found::Component(component), _) => {
                let simple =
                    self.scope.components.get(component).is_some_and(|it| it.element.local() == "simpleType");
                if simple {
                    self.named_simple(component)
                } else {
                    self.error(element, place, Problem::Invalid(name.to_owned()))
                }
            }
        }
    }

    pub(super) fn named_simple(&mut self, component: usize) -> Made<u32> {
        if let Some(made) = self.simples.get(&component) {
            return Ok(*made);
        }
        let Some(it) = self.scope.components.get(component).copied() else {
            return Ok(super::super::name::NONE);
        };
        let place = Place { member: it.member, component };
        if self.open.contains(&component) {
            let name = self.name(it.element, place, "name").unwrap_or_default();
            return self.error(it.element, place, Problem::Cycle(name));
        }
        self.open.push(component);
        let made = self.simple(it.element, place)?;
        self.open.retain(|open| *open != component);
        self.simples.insert(component, made);
        Ok(made)
    }

    /// A simple type as it is defined.
    pub(super) fn simple(&mut self, element: Element<'d>, place: Place) -> Made<u32> {
        self.enter(element, place)?;
        let Some(definition) = parts(element).next() else {
            return self.error(element, place, Problem::Invalid("xs:simpleType".to_owned()));
        };
        let made = match definition.local() {
            "restriction" => {
                let base = self.referred_simple(definition, place, "base")?;
                self.facets(definition, place, base)?
            }
            "list" => {
                let item = self.referred_simple(definition, place, "itemType")?;
                self.builder.add_simple(SimpleType::of(Kind::List(item), White::Collapse))
            }
            "union" => {
                let mut members = Vec::new();
                let names = self.name(definition, place, "memberTypes").unwrap_or_default();
                for name in names.split([' ', '\t', '\n', '\r']).filter(|name| !name.is_empty()) {
                    members.push(self.simple_by_name(definition, place, name)?);
                }
                for inner in parts(definition).filter(|part| part.local() == "simpleType") {
                    members.push(self.simple(inner, place)?);
                }
                if members.is_empty() {
                    return self.error(definition, place, Problem::Invalid("xs:union".to_owned()));
                }
                let members = self.builder.add_indices(&members);
                self.builder.add_simple(SimpleType::of(Kind::Union(members), White::Preserve))
            }
            other => return self.unsupported(definition, place, &format!("xs:{other}")),
        };
        self.leave();
        Ok(made)
    }

    /// The simple type that an attribute names, or that stands inside.
    fn referred_simple(&mut self, element: Element<'d>, place: Place, attribute: &str) -> Made<u32> {
        if let Some(name) = self.name(element, place, attribute) {
            return self.simple_by_name(element, place, &name);
        }
        match parts(element).find(|part| part.local() == "simpleType") {
            Some(inner) => self.simple(inner, place),
            None => self.error(element, place, Problem::Invalid(attribute.to_owned())),
        }
    }
}
