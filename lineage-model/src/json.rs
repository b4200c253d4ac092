//! A JSON text as a flat tape of nodes.
//!
//! Why not `serde_json::Value`: definitions nest deeper than its recursion limit (three levels a Condition), a deep
//! value overflows the stack when it is dropped, and its objects forget the order of their keys. The tape is read
//! with an iterative parser and walked without recursion, so depth costs nothing, and it borrows the text.

use std::borrow::Cow;

use json_event_parser::{
    JsonEvent, JsonSyntaxError, LowLevelJsonParser, LowLevelJsonParserResult, WriterJsonSerializer,
};

/// Deeper than any text within the size limit that says something: 65,536 open brackets.
const MAX_DEPTH: usize = 1 << 16;

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

impl<'a> Tape<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, JsonSyntaxError> {
        let mut tape = Self { text, nodes: Vec::new(), decoded: Vec::new() };
        let mut open = Vec::new();
        let mut parser = LowLevelJsonParser::new().with_max_stack_size(MAX_DEPTH);
        let mut rest = text.as_bytes();
        loop {
            let LowLevelJsonParserResult { consumed_bytes, event } = parser.parse_next(rest, true);
            rest = rest.get(consumed_bytes..).unwrap_or_default();
            match event.transpose()? {
                None => {}
                Some(JsonEvent::Eof) => return Ok(tape),
                Some(JsonEvent::StartArray) => tape.open(Tag::Array, &mut open),
                Some(JsonEvent::StartObject) => tape.open(Tag::Object, &mut open),
                Some(JsonEvent::EndArray | JsonEvent::EndObject) => tape.close(open.pop()),
                Some(JsonEvent::ObjectKey(text) | JsonEvent::String(text)) => tape.push_text(Tag::Text, text),
                Some(JsonEvent::Number(text)) => tape.push_text(Tag::Number, text),
                Some(JsonEvent::Boolean(true)) => tape.push(Tag::True, 0, 0),
                Some(JsonEvent::Boolean(false)) => tape.push(Tag::False, 0, 0),
                Some(JsonEvent::Null) => tape.push(Tag::Null, 0, 0),
            }
        }
    }

    pub(crate) fn root(&self) -> Value<'_> {
        Value { tape: self, at: 0 }
    }

    fn push(&mut self, tag: Tag, a: u32, b: u32) {
        self.nodes.push(Node { tag, a, b });
    }

    fn push_text(&mut self, tag: Tag, text: Cow<'_, str>) {
        // The parser lends a slice of our text wherever there was nothing to unescape.
        let offset = (text.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let borrowed = matches!(text, Cow::Borrowed(_)) && offset <= self.text.len();
        match (u32::try_from(offset), u32::try_from(text.len())) {
            (Ok(offset), Ok(length)) if borrowed => self.push(tag, offset, length),
            _ => {
                self.push(if tag == Tag::Number { tag } else { Tag::Decoded }, index(self.decoded.len()), 0);
                self.decoded.push(text.into());
            }
        }
    }

    fn open(&mut self, tag: Tag, open: &mut Vec<usize>) {
        open.push(self.nodes.len());
        self.push(tag, 0, 0);
    }

    fn close(&mut self, opened: Option<usize>) {
        let end = index(self.nodes.len());
        if let Some(node) = opened.and_then(|at| self.nodes.get_mut(at)) {
            node.a = end;
        }
    }
}

/// Texts are capped far below 4 GiB before they are parsed.
fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
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

    /// The value as JSON text again.
    pub(crate) fn text(self) -> String {
        let mut writer = WriterJsonSerializer::new(Vec::new());
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut next = Some(self);
        // Writing into memory fails only for events out of order, and these are in order.
        let mut write = |event: JsonEvent<'_>| drop(writer.serialize_event(event));
        loop {
            if let Some(value) = next.take() {
                match value.node().tag {
                    Tag::Null => write(JsonEvent::Null),
                    Tag::True | Tag::False => write(JsonEvent::Boolean(value.node().tag == Tag::True)),
                    Tag::Number => write(JsonEvent::Number(value.as_scalar().unwrap_or_default().into())),
                    Tag::Text | Tag::Decoded => write(JsonEvent::String(value.as_str().unwrap_or_default().into())),
                    Tag::Array => {
                        write(JsonEvent::StartArray);
                        open.push(Open { children: value.children(), is_object: false });
                    }
                    Tag::Object => {
                        write(JsonEvent::StartObject);
                        open.push(Open { children: value.children(), is_object: true });
                    }
                }
            }
            let Some(Open { children, is_object }) = open.last_mut() else { break };
            let is_object = *is_object;
            next = children.next();
            match next {
                Some(key) if is_object => {
                    write(JsonEvent::ObjectKey(key.as_str().unwrap_or_default().into()));
                    next = children.next();
                }
                Some(_) => {}
                None => {
                    write(if is_object { JsonEvent::EndObject } else { JsonEvent::EndArray });
                    open.pop();
                }
            }
        }
        writer.finish().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
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

struct Open<'t> {
    children: Items<'t>,
    is_object: bool,
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

    proptest! {
        #[test]
        fn reads_what_serde_json_reads(value in json()) {
            let text = value.to_string();
            let tape = Tape::parse(&text).unwrap();
            prop_assert_eq!(&to_serde(tape.root()), &value);
            prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&tape.root().text()).unwrap(), &value);
        }

        #[test]
        fn refuses_what_serde_json_refuses(text in "[\\[\\]{}\",:0-9a\\\\-]{0,12}") {
            let expected = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            prop_assert_eq!(Tape::parse(&text).is_ok(), expected, "{}", text);
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
    fn the_last_of_two_equal_keys_counts() {
        let tape = Tape::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(tape.root().get("a").and_then(Value::as_scalar), Some("2"));
    }
}
