//! Writes footers in the Thrift compact protocol, right ones and wrong ones.

/// A structure on its way.
#[derive(Clone, Default)]
pub(crate) struct Struct {
    bytes: Vec<u8>,
    last: u8,
}

impl Struct {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A field of this number and type; numbers must ascend, in steps of at most 15.
    pub(crate) fn field(mut self, id: u8, wire: u8, value: &[u8]) -> Self {
        self.bytes.push((id - self.last) << 4 | wire);
        self.bytes.extend_from_slice(value);
        self.last = id;
        self
    }

    pub(crate) fn i32(self, id: u8, value: u64) -> Self {
        self.field(id, 5, &varint(value << 1))
    }

    pub(crate) fn i64(self, id: u8, value: u64) -> Self {
        self.field(id, 6, &varint(value << 1))
    }

    pub(crate) fn binary(self, id: u8, value: &[u8]) -> Self {
        self.field(id, 8, &[&varint(value.len() as u64), value].concat())
    }

    pub(crate) fn list(self, id: u8, structs: &[Vec<u8>]) -> Self {
        let header = [&[0xfc], varint(structs.len() as u64).as_slice()].concat();
        self.field(id, 9, &[header, structs.concat()].concat())
    }

    pub(crate) fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

pub(crate) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A footer of these nodes and this key-value metadata, without rows and row groups.
pub(crate) fn footer(elements: &[Vec<u8>], metadata: &[(&str, &[u8])]) -> Vec<u8> {
    let metadata: Vec<_> =
        metadata.iter().map(|(key, value)| Struct::new().binary(1, key.as_bytes()).binary(2, value).end()).collect();
    Struct::new().i32(1, 1).list(2, elements).i64(3, 0).list(4, &[]).list(5, &metadata).end()
}

/// The root of a schema, with so many nodes below.
pub(crate) fn root(children: u64) -> Vec<u8> {
    Struct::new().binary(4, b"root").i32(5, children).end()
}

/// A column of 32-bit integers.
pub(crate) fn column(name: &str, repetition: u64) -> Vec<u8> {
    Struct::new().i32(1, 1).i32(3, repetition).binary(4, name.as_bytes()).end()
}

/// A group with so many nodes below, and an annotation (a `ConvertedType` of the format).
pub(crate) fn group(name: &str, repetition: u64, children: u64, annotation: Option<u64>) -> Vec<u8> {
    let group = Struct::new().i32(3, repetition).binary(4, name.as_bytes()).i32(5, children);
    match annotation {
        Some(annotation) => group.i32(6, annotation).end(),
        None => group.end(),
    }
}
