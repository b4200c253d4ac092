use super::element::Element;
use super::thrift::{Compact, Wire};
use super::{ARROW_SCHEMA, malformed};
use crate::{ReadError, ReadErrorKind};

/// The most nodes of a schema that are read.
const MAX_ELEMENTS: usize = 1 << 18;

/// How much memory a node may come to take, and how much of it a footer may come to take for each of its bytes and
/// beside. A node may be written in five bytes, but a file whose columns have names, and values, spends many more.
const ELEMENT_HEAP: usize = 384;
const HEAP_PER_BYTE: usize = 16;
const HEAP: usize = 4 << 20;

/// What of a footer (`FileMetaData` of the format) is read. Its row groups, which are nearly all of a large one, are
/// counted and passed over: nothing of them is kept, and nothing of them is wanted.
#[derive(Debug)]
pub(super) struct FileMetaData<'a> {
    /// The nodes of the schema, each before those below it. There is at least the root.
    pub(super) elements: Vec<Element<'a>>,
    pub(super) num_rows: i64,
    pub(super) num_row_groups: usize,
    /// The keys of the key-value metadata.
    pub(super) keys: Vec<String>,
    /// The value of [`ARROW_SCHEMA`].
    pub(super) arrow_schema: Option<&'a [u8]>,
    pub(super) created_by: Option<String>,
    /// Whether columns are encrypted; the footer is not.
    pub(super) encrypted: bool,
}

impl<'a> FileMetaData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let mut footer = Compact::new(bytes);
        let (mut elements, mut num_rows, mut num_row_groups) = (None, None, None);
        let (mut keys, mut arrow_schema, mut created_by, mut encrypted) = (Vec::new(), None, None, false);
        let mut last = 0;
        while let Some((id, wire)) = footer.field(&mut last).ok_or_else(cut)? {
            let read = match (id, wire) {
                (2, Wire::List) => {
                    elements = Some(read_elements(&mut footer, bytes.len())?);
                    Some(())
                }
                (3, Wire::I64) => footer.int().map(|rows| num_rows = Some(rows)),
                (4, Wire::List) => count_row_groups(&mut footer).map(|count| num_row_groups = Some(count)),
                (5, Wire::List) => read_keys(&mut footer).map(|read| (keys, arrow_schema) = read),
                (6, Wire::Binary) => footer.binary().map(|text| created_by = Some(lossy(text))),
                (8, wire) => {
                    encrypted = true;
                    footer.skip(wire)
                }
                (_, wire) => footer.skip(wire),
            };
            read.ok_or_else(cut)?;
        }
        let (Some(elements), Some(num_rows), Some(num_row_groups)) = (elements, num_rows, num_row_groups) else {
            return Err(malformed("the footer has no schema, no number of rows or no row groups"));
        };
        Ok(Self { elements, num_rows, num_row_groups, keys, arrow_schema, created_by, encrypted })
    }
}

fn read_elements<'a>(footer: &mut Compact<'a>, footer_bytes: usize) -> Result<Vec<Element<'a>>, ReadError> {
    let (wire, count) = footer.list().ok_or_else(cut)?;
    if wire != Wire::Struct || count == 0 {
        return Err(malformed("the footer's schema is empty"));
    }
    if count > MAX_ELEMENTS.min((footer_bytes * HEAP_PER_BYTE + HEAP) / ELEMENT_HEAP) {
        let message = format!("the footer has {count} columns: too many, or too many for its {footer_bytes} bytes");
        return Err(ReadError::new(ReadErrorKind::TooLarge, message));
    }
    let mut elements = Vec::with_capacity(count);
    for _ in 0..count {
        elements.push(Element::read(footer).ok_or_else(cut)?);
    }
    Ok(elements)
}

fn count_row_groups(footer: &mut Compact<'_>) -> Option<usize> {
    let (wire, count) = footer.list()?;
    for _ in 0..count {
        footer.skip(wire)?;
    }
    Some(count)
}

/// All keys, and the first value of [`ARROW_SCHEMA`].
fn read_keys<'a>(footer: &mut Compact<'a>) -> Option<(Vec<String>, Option<&'a [u8]>)> {
    let (wire, count) = footer.list()?;
    if wire != Wire::Struct {
        return None;
    }
    let (mut keys, mut arrow_schema) = (Vec::new(), None);
    for _ in 0..count {
        let (mut key, mut value, mut last) = (None, None, 0);
        while let Some((id, wire)) = footer.field(&mut last)? {
            match (id, wire) {
                (1, Wire::Binary) => key = Some(footer.binary()?),
                (2, Wire::Binary) => value = Some(footer.binary()?),
                (_, wire) => footer.skip(wire)?,
            }
        }
        let key = key?;
        if key == ARROW_SCHEMA.as_bytes() {
            arrow_schema = arrow_schema.or(value);
        }
        keys.push(lossy(key));
    }
    Some((keys, arrow_schema))
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn cut() -> ReadError {
    malformed("the footer is cut off or garbled")
}
