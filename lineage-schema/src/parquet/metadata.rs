use super::element::Element;
use super::thrift::{Compact, Wire};
use super::{ARROW_SCHEMA, malformed};
use crate::{ReadError, ReadErrorKind};

/// The most nodes of a schema that are read.
pub(super) const MAX_ELEMENTS: usize = 1 << 18;

/// The most keys of the metadata that are told, and the longest text that is taken whole.
const MAX_KEYS: usize = 1 << 12;
const MAX_TEXT: usize = 1 << 16;

/// How much memory a node may come to take, and how much of it a footer may come to take for each of its bytes and
/// beside. A node may be written in five bytes, but a file whose columns have names, and values, spends many more.
const ELEMENT_HEAP: usize = 384;
const HEAP_PER_BYTE: usize = 16;
const HEAP: usize = 4 << 20;

/// What of a footer (`FileMetaData` of the format) is read. Its row groups, which are nearly all of a large one, are
/// counted and passed over: nothing of them is kept, and nothing of them is wanted. What its lists say of their
/// elements' type does not count, as it does not for the readers that Thrift generates.
#[derive(Debug, Default)]
pub(super) struct FileMetaData<'a> {
    /// The nodes of the schema, each before those below it. There is at least the root.
    pub(super) elements: Vec<Element<'a>>,
    pub(super) num_rows: Option<i64>,
    pub(super) num_row_groups: Option<usize>,
    /// The keys of the key-value metadata.
    pub(super) keys: Vec<String>,
    /// The value of [`ARROW_SCHEMA`].
    pub(super) arrow_schema: Option<&'a [u8]>,
    pub(super) created_by: Option<String>,
    /// Whether columns are encrypted; the footer is not.
    pub(super) encrypted: bool,
    /// Whether it was read to its end.
    pub(super) complete: bool,
}

impl<'a> FileMetaData<'a> {
    /// Reads as much as can be, the schema at least.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let mut metadata = Self::default();
        metadata.complete = metadata.fill(&mut Compact::new(bytes), bytes.len())?.is_some();
        if metadata.elements.is_empty() {
            let message = if metadata.complete { "the footer has no schema" } else { "the footer is garbled" };
            return Err(malformed(message));
        }
        Ok(metadata)
    }

    /// `None` where the footer is cut off or garbled: what was read until then is right.
    fn fill(&mut self, footer: &mut Compact<'a>, footer_bytes: usize) -> Result<Option<()>, ReadError> {
        let mut last = 0;
        loop {
            let (id, wire) = match footer.field(&mut last) {
                Some(Some(field)) => field,
                Some(None) => return Ok(Some(())),
                None => return Ok(None),
            };
            let read = match (id, wire) {
                (2, Wire::List) => read_elements(footer, footer_bytes)?.map(|elements| self.elements = elements),
                (3, Wire::I64) => footer.int().map(|rows| self.num_rows = Some(rows)),
                (4, Wire::List) => footer.list().and_then(|(_, count)| {
                    self.num_row_groups = Some(count);
                    (0..count).try_for_each(|_| footer.skip(Wire::Struct))
                }),
                (5, Wire::List) => self.read_keys(footer),
                (6, Wire::Binary) => footer.binary().map(|text| self.created_by = Some(lossy(text))),
                (8, wire) => {
                    self.encrypted = true;
                    footer.skip(wire)
                }
                (_, wire) => footer.skip(wire),
            };
            if read.is_none() {
                return Ok(None);
            }
        }
    }

    /// All keys, and the first value of [`ARROW_SCHEMA`].
    fn read_keys(&mut self, footer: &mut Compact<'a>) -> Option<()> {
        let (_, count) = footer.list()?;
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
                self.arrow_schema = self.arrow_schema.or(value);
            }
            if self.keys.len() < MAX_KEYS {
                self.keys.push(lossy(key));
            }
        }
        Some(())
    }
}

fn read_elements<'a>(footer: &mut Compact<'a>, footer_bytes: usize) -> Result<Option<Vec<Element<'a>>>, ReadError> {
    let Some((_, count)) = footer.list() else { return Ok(None) };
    if count > MAX_ELEMENTS.min((footer_bytes * HEAP_PER_BYTE + HEAP) / ELEMENT_HEAP) {
        let message = format!("the footer has {count} columns: too many, or too many for its {footer_bytes} bytes");
        return Err(ReadError::new(ReadErrorKind::TooLarge, message));
    }
    let mut elements = Vec::with_capacity(count);
    for _ in 0..count {
        let Some(element) = Element::read(footer) else { return Ok(None) };
        elements.push(element);
    }
    Ok(Some(elements))
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text.get(..MAX_TEXT).unwrap_or(text)).into_owned()
}
