//! Does things to documents that may or may not make them wrong.

use super::random::Random;
use super::tree::Tree;

/// Texts at and over the edges of the types that the schemas use, as they are written in XML.
const TEXTS: &[&str] = &[
    "",
    " ",
    "abc",
    "1.5",
    "-1",
    "+7",
    "007",
    " 12 ",
    "1e3",
    "INF",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "123456789012345",
    "1234567890123456",
    "1234567890123.45",
    "12345678901234.5",
    "0.125",
    "000000000000000000001.10",
    "1 2",
    "true",
    " false",
    "TRUE",
    "0",
    "2024-02-30",
    "2024-02-29",
    "2023-02-29",
    "2024-1-1",
    "29/02/2024",
    "2024-01-01Z",
    "2024-01-01+07:00",
    "2024-01-01T10:00:00",
    "2024-01-01T10:00:00.5+07:00",
    "2024-01-01T24:00:00",
    "2024-01-01T25:00:00",
    "2024",
    "24",
    "02024",
    "-0",
    "1701",
    "1701 ",
    "C",
    "C ",
    "B",
    "T",
    "Q",
    "M",
    "LD",
    "X",
    "0123456789",
    "0123456789-001",
    "0123456789-01",
    "012345678901",
    "0123456789 ",
    "1,000",
    ".5",
    "-.5",
    "+",
    "-",
    ".",
    "1.",
    "&#10;5&#10;",
    "a &#9; b",
    "&amp;&lt;",
    "<![CDATA[5]]>",
    "<!-- x -->5",
    "1<!-- x -->2",
    "01GTKT",
    "01GTKT0/001",
    "AA/14E",
    "ạ",
    "QUJD",
    "QUI=",
    "Q",
    "QU JD",
    "ID_1",
    "1D",
    "a:b",
    "http://a b/",
    "%zz",
];

/// Does one thing, and says what.
pub fn damage(tree: &mut Tree, random: &mut Random) -> String {
    let count = tree.count();
    let node = tree.nth(random.below(count));
    let name = node.name.clone();
    let size = node.children.len();
    let what = match random.below(18) {
        0 | 1 if size > 1 => {
            let first = random.below(size - 1);
            node.children.swap(first, first + 1);
            format!("swapped {} and the next", node.children[first].name)
        }
        2 if size > 1 => {
            let child = node.children.remove(random.below(size));
            node.children.insert(random.below(size), child);
            "moved".into()
        }
        3 | 4 if size > 0 => {
            let child = node.children.remove(random.below(size));
            format!("removed {}", child.name)
        }
        5 if size > 0 => {
            let at = random.below(size);
            let child = node.children[at].clone();
            node.children.insert(at, child);
            format!("repeated {}", node.children[at].name)
        }
        6 => {
            node.children.insert(random.below(size + 1), Tree::leaf("ctLa", "1"));
            "stranger".into()
        }
        7 => {
            node.attributes.retain(|(name, _)| name != "xsi:nil");
            node.attributes
                .push(("xsi:nil".into(), (*random.pick(&["true", "false", "1", " 0 ", "x"])).into()));
            "nil".into()
        }
        8 => {
            node.attributes.retain(|(name, _)| name != "xsi:nil");
            node.attributes.push(("xsi:nil".into(), "true".into()));
            node.children.clear();
            node.text.clear();
            "nil and empty".into()
        }
        9 => {
            node.name = match random.below(3) {
                0 => node.name.to_uppercase(),
                1 => format!("{}x", node.name),
                _ => node.name.chars().skip(1).collect::<String>() + "y",
            };
            "renamed".into()
        }
        10 => {
            let plain =
                node.attributes.iter().position(|(name, _)| !name.starts_with("xmlns") && name != "xsi:nil");
            match plain {
                Some(at) if random.flip() => {
                    node.attributes.remove(at);
                    "attribute removed".into()
                }
                Some(at) => {
                    node.attributes[at].1 = (*random.pick(TEXTS)).replace(['<', '"'], "");
                    format!("attribute {:?}", node.attributes[at])
                }
                None => {
                    let name = *random.pick(&["id", "ID", "Id", "la", "xml:lang", "xsi:schemaLocation"]);
                    node.attributes.retain(|(known, _)| known != name);
                    node.attributes.push((name.into(), "ID_1".into()));
                    format!("attribute {name}")
                }
            }
        }
        11 if size > 0 => {
            node.text =
                (*random.pick(&["x", " \n ", "0", "<!-- x -->", "<?p?>", "<![CDATA[ ]]>", "<![CDATA[x]]>"]))
                    .into();
            format!("text between {:?}", node.text)
        }
        12 if !node.attributes.iter().any(|(name, _)| name == "xmlns") => {
            let uri = *random.pick(&["", "urn:other", "http://kekhaithue.gdt.gov.vn/TKhaiThue"]);
            node.attributes.push(("xmlns".into(), uri.into()));
            format!("namespace {uri:?}")
        }
        13 if size == 0 => {
            let length = *random.pick(&[
                4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 19, 20, 21, 50, 51, 96, 97, 100, 101, 255, 256, 500, 501,
            ]);
            node.text = random.pick(&["a", "ạ", "1", "\u{1f600}"]).repeat(length);
            format!("{length} characters")
        }
        14 if size == 0 => {
            node.text = format!(" {}&#10;", node.text);
            "white space around".into()
        }
        _ if size == 0 => {
            node.text = (*random.pick(TEXTS)).into();
            format!("text {:?}", node.text)
        }
        _ => {
            node.text.insert(0, '\n');
            "line end".into()
        }
    };
    format!("{name}: {what}")
}
