//! Documents as trees that can be damaged: texts and attributes stay as they are written.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    pub name: String,
    /// Name and value as written, references included.
    pub attributes: Vec<(String, String)>,
    /// Before the first child.
    pub text: String,
    pub children: Vec<Self>,
}

impl Tree {
    /// Reads what [`etax::schema::Schema::sample`] writes: no comments, no text between elements.
    pub fn read(text: &str) -> Self {
        let start = text.find("?>").unwrap() + 2;
        let mut rest = text[start..].trim_start();
        let tree = Self::element(&mut rest);
        assert_eq!(rest.trim(), "");
        tree
    }

    fn element(rest: &mut &str) -> Self {
        let end = rest.find('>').unwrap();
        let tag = &rest[1..end];
        *rest = &rest[end + 1..];
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut list) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while let Some((key, after)) = list.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap();
            attributes.push((key.trim().to_owned(), value.to_owned()));
            list = after;
        }
        let mut tree = Self { name: name.to_owned(), attributes, text: String::new(), children: Vec::new() };
        if empty {
            return tree;
        }
        let open = rest.find('<').unwrap();
        tree.text = rest[..open].to_owned();
        *rest = &rest[open..];
        while !rest.starts_with("</") {
            tree.children.push(Self::element(rest));
        }
        *rest = rest.strip_prefix(&format!("</{}>", tree.name)).unwrap();
        tree
    }

    pub fn leaf(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), text: text.to_owned(), children: Vec::new() }
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        out.push('>');
        out.push_str(&self.text);
        for child in &self.children {
            child.write(out);
        }
        out.push_str(&format!("</{}>", self.name));
    }

    pub fn xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(&mut out);
        out
    }

    pub fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// The n-th element in document order.
    pub fn nth(&mut self, mut n: usize) -> &mut Self {
        if n == 0 {
            return self;
        }
        n -= 1;
        for child in &mut self.children {
            let size = child.count();
            if n < size {
                return child.nth(n);
            }
            n -= size;
        }
        panic!("no such element");
    }
}
