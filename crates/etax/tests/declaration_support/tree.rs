//! Element trees that can be damaged and written.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Self>,
}

pub fn leaf(name: &str, text: impl ToString) -> Tree {
    Tree { name: name.into(), attributes: vec![], text: text.to_string(), children: vec![] }
}

pub fn group(name: &str, children: Vec<Tree>) -> Tree {
    Tree { name: name.into(), attributes: vec![], text: String::new(), children }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\r', "&#13;")
}

impl Tree {
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.into(), value.into()));
        self
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            *out += &format!(" {name}=\"{}\"", escape(value));
        }
        out.push('>');
        out.push_str(&escape(&self.text));
        for child in &self.children {
            child.write(out);
        }
        *out += &format!("</{}>", self.name);
    }

    pub fn xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(&mut out);
        out
    }

    /// The element at a path of names; `name#1` is the second of that name.
    pub fn find(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |at, step| {
            let (name, nth) =
                step.split_once('#').map_or((step, 0), |(name, nth)| (name, nth.parse().unwrap()));
            at.children.iter().filter(|child| child.name == name).nth(nth)
        })
    }

    pub fn at(&mut self, path: &str) -> &mut Self {
        path.split('/').fold(self, |at, step| {
            let (name, nth) =
                step.split_once('#').map_or((step, 0), |(name, nth)| (name, nth.parse().unwrap()));
            at.children
                .iter_mut()
                .filter(|child| child.name == name)
                .nth(nth)
                .unwrap_or_else(|| panic!("no {path}"))
        })
    }

    pub fn set(&mut self, path: &str, text: impl ToString) {
        self.at(path).text = text.to_string();
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
