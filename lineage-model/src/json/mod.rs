//! A JSON text as a flat tape of nodes.
//!
//! Why not `serde_json::Value`: definitions nest deeper than its recursion limit (three levels a Condition), a deep
//! value overflows the stack when it is dropped, and its objects forget the order of their keys. The tape is read
//! with an iterative parser and walked without recursion, so depth costs nothing, and it borrows the text.

mod parse;
mod write;

pub(crate) use parse::SyntaxError;
pub(crate) use write::Writer;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Null,
    True,
    False,
    /// `a` is the offset of the text, `b` its length.
    Number,
    /// A string without escapes; `a` is the offset of the text, `b` its length.
    Text,
    /// A string with escapes; `a` is its index in `decoded`.
    Decoded,
    /// `a` is the index behind its last descendant.
    Array,
    /// Keys and values in turn; `a` is the index behind its last descendant.
    Object,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    tag: Tag,
    a: u32,
    b: u32,
}

/// A parsed JSON text.
#[derive(Debug)]
pub(crate) struct Tape<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    decoded: Vec<Box<str>>,
}

impl Tape<'_> {
    pub(crate) fn root(&self) -> Value<'_> {
        Value { tape: self, at: 0 }
    }
}

/// One value of a tape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'t> {
    tape: &'t Tape<'t>,
    at: u32,
}

impl<'t> Value<'t> {
    fn node(self) -> Node {
        self.tape.nodes.get(self.at as usize).copied().unwrap_or(Node { tag: Tag::Null, a: 0, b: 0 })
    }

    /// The value's own index: its descendants have the ones up to [`Value::end`].
    pub(crate) fn at(self) -> u32 {
        self.at
    }

    /// The index behind the value and all that is in it.
    pub(crate) fn end(self) -> u32 {
        let node = self.node();
        match node.tag {
            Tag::Array | Tag::Object => node.a,
            _ => self.at + 1,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        self.node().tag == Tag::Null
    }

    pub(crate) fn is_array(self) -> bool {
        self.node().tag == Tag::Array
    }

    pub(crate) fn is_object(self) -> bool {
        self.node().tag == Tag::Object
    }

    pub(crate) fn as_str(self) -> Option<&'t str> {
        let Node { tag, a, b } = self.node();
        match tag {
            Tag::Text => self.tape.text.get(a as usize..a as usize + b as usize),
            Tag::Decoded => self.tape.decoded.get(a as usize).map(|text| &**text),
            _ => None,
        }
    }

    /// The text of a string, number or boolean.
    pub(crate) fn as_scalar(self) -> Option<&'t str> {
        let Node { tag, a, b } = self.node();
        match tag {
            Tag::True => Some("true"),
            Tag::False => Some("false"),
            Tag::Number => self.tape.text.get(a as usize..a as usize + b as usize),
            _ => self.as_str(),
        }
    }

    /// The elements of an array; none of anything else.
    pub(crate) fn items(self) -> Items<'t> {
        let end = if self.is_array() { self.end() } else { 0 };
        Items { next: Value { at: self.at + 1, ..self }, end }
    }

    /// The keys and values of an object, as they stand in the text; none of anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'t str, Value<'t>)> + Clone {
        let end = if self.is_object() { self.end() } else { 0 };
        let mut all = Items { next: Value { at: self.at + 1, ..self }, end };
        std::iter::from_fn(move || {
            let key = all.next()?;
            Some((key.as_str().unwrap_or_default(), all.next()?))
        })
    }

    /// The value under a key; the last one where a key stands twice, as JSON parsers have it.
    pub(crate) fn get(self, key: &str) -> Option<Value<'t>> {
        self.entries().filter(|(name, _)| *name == key).last().map(|(_, value)| value)
    }

    /// The value under a path of keys.
    pub(crate) fn path<const N: usize>(self, keys: [&str; N]) -> Option<Value<'t>> {
        keys.into_iter().try_fold(self, |value, key| value.get(key))
    }

    pub(crate) fn str(self, key: &str) -> Option<&'t str> {
        self.get(key)?.as_str()
    }

    /// The only entry of an object that has one.
    pub(crate) fn single_entry(self) -> Option<(&'t str, Value<'t>)> {
        let mut entries = self.entries();
        let first = entries.next()?;
        entries.next().is_none().then_some(first)
    }

    /// What an array or object holds, keys of objects included.
    pub(crate) fn children(self) -> Items<'t> {
        Items { next: Value { at: self.at + 1, ..self }, end: self.end() }
    }

    /// Where the value stands, as an RFC 6901 JSON pointer. Walks down from the root: for diagnostics only.
    pub(crate) fn pointer(self) -> String {
        let mut pointer = String::new();
        let mut value = self.tape.root();
        while value.at != self.at {
            let holds = |child: &Value<'_>| child.at <= self.at && self.at < child.end();
            let step = if value.is_array() {
                value.items().enumerate().find(|(_, child)| holds(child)).map(|(i, child)| (i.to_string(), child))
            } else {
                let key = |key: &str| key.replace('~', "~0").replace('/', "~1");
                value.entries().find(|(_, child)| holds(child)).map(|(name, child)| (key(name), child))
            };
            let Some((segment, child)) = step else { break };
            pointer.push('/');
            pointer.push_str(&segment);
            value = child;
        }
        pointer
    }
}

/// Neighbouring values of a tape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Items<'t> {
    next: Value<'t>,
    end: u32,
}

impl<'t> Iterator for Items<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        if self.next.at >= self.end {
            return None;
        }
        let value = self.next;
        self.next.at = value.end();
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn to_serde(value: Value<'_>) -> serde_json::Value {
        if value.is_object() {
            value.entries().map(|(key, value)| (key.to_owned(), to_serde(value))).collect()
        } else if value.is_array() {
            value.items().map(to_serde).collect()
        } else if let Some(text) = value.as_str() {
            text.into()
        } else {
            value.as_scalar().map_or(serde_json::Value::Null, |text| serde_json::from_str(text).unwrap())
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "[a-z\"\\\\\n\u{1F600}é/~]{0,6}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map("[a-c/~\"]{0,3}", inner, 0..6)
                    .prop_map(|map| map.into_iter().collect::<serde_json::Value>()),
            ]
        })
    }

    /// What texts are made of that are JSON, or nearly.
    const WORDS: &[&str] = &[
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\"a\"",
        "1",
        "0",
        "-",
        "+",
        ".",
        "e",
        "E",
        "e-1",
        "1.5",
        "NaN",
        "Infinity",
        "-Infinity",
        "null",
        "nul",
        "true",
        "false",
        "True",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{0}",
        "\u{1f}",
        "\u{7f}",
        "\u{a0}",
        "é",
        "\u{1F600}",
        "\\",
        "/",
        "\\n",
        "\\u",
        "\\u00e9",
        "\\uD83D",
        "\\uDE00",
        "\\x",
        "'",
        "//",
    ];

    proptest! {
        #[test]
        fn reads_what_serde_json_reads(value in json()) {
            let text = value.to_string();
            let tape = Tape::parse(&text).unwrap();
            prop_assert_eq!(&to_serde(tape.root()), &value);
            prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&tape.root().text()).unwrap(), &value);
        }

        #[test]
        fn refuses_what_serde_json_refuses(
            text in "[\\[\\]{}\",:0-9a\\\\-]{0,12}",
            words in prop::collection::vec(prop::sample::select(WORDS), 0..8),
        ) {
            for text in [text, words.concat(), format!("[{}]", words.concat()), format!("\"{}\"", words.concat())] {
                let expected = serde_json::from_str::<serde_json::Value>(&text);
                // That a number fits no float is no matter of syntax.
                prop_assume!(!expected.as_ref().is_err_and(|error| error.to_string().contains("out of range")));
                prop_assert_eq!(Tape::parse(&text).is_ok(), expected.is_ok(), "{}", text);
            }
        }

        #[test]
        fn pointers_lead_back(value in json()) {
            let text = value.to_string();
            let tape = Tape::parse(&text).unwrap();
            let mut open = vec![tape.root()];
            while let Some(node) = open.pop() {
                prop_assert_eq!(value.pointer(&node.pointer()), Some(&to_serde(node)));
                open.extend(node.items());
                open.extend(node.entries().map(|(_, child)| child));
            }
        }
    }

    #[test]
    fn depth_costs_nothing() {
        let text = format!("{}{}", "[".repeat(60_000), "]".repeat(60_000));
        assert_eq!(Tape::parse(&text).unwrap().root().text(), text);
        assert!(Tape::parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn errors_say_where() {
        for (text, expected) in [
            ("", (1, 1)),
            ("{\"a\":1,}", (1, 8)),
            ("[1,\n é]", (2, 2)),
            ("[\"é\", x]", (1, 7)),
            ("[1]\n\n 2", (3, 2)),
            ("[NaN]", (1, 2)),
        ] {
            let error = Tape::parse(text).unwrap_err();
            assert_eq!((error.line, error.column), expected, "{text}: {}", error.message);
        }
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        let text = "[1.50,-0,1e999,123456789012345678901234567890,0.1E+2]";
        assert_eq!(Tape::parse(text).unwrap().root().text(), text);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(Tape::parse("\u{FEFF}[\"a\",1]").unwrap().root().text(), "[\"a\",1]");
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        let tape = Tape::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(tape.root().get("a").and_then(Value::as_scalar), Some("2"));
    }
}
