mod columns;
mod element;
mod hint;
mod metadata;
mod thrift;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use arrow_schema::Field;
use lineage_model::{Code, Diagnostic};

use self::metadata::FileMetaData;
use crate::{Encrypted, FileMeta, FileSchema, Format, ReadError, ReadErrorKind, limits};

/// The key of the Arrow schema in the key-value metadata.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// After the footer: its length, and four letters.
const TRAILER: usize = 8;

/// The largest footer that is read, with what is after it.
const MAX_FOOTER: usize = 64 << 20;

/// Reads the schema of a Parquet file out of its footer, without I/O.
///
/// Give it the last bytes of the file ([`Footer::FIRST_READ`] of them, or all of a smaller one); it answers with the
/// schema, or with the one range that is still missing.
#[derive(Debug)]
pub struct Footer {
    tail: Vec<u8>,
    /// How long the footer is, with what is after it.
    len: usize,
}

/// What came of the bytes that were given.
#[derive(Debug)]
pub enum FooterStep {
    /// The schema.
    Done(Box<FileSchema>),
    /// The bytes of the file that are needed beside those given; they never overlap.
    Read(Range<u64>),
}

impl Footer {
    /// How many bytes of a file's end are worth reading at first.
    pub const FIRST_READ: u64 = 64 * 1024;

    /// Begins with the last bytes of a file of `size` bytes.
    ///
    /// # Errors
    /// [`ReadErrorKind::Malformed`] for what is no Parquet file or a broken one, [`ReadErrorKind::Encrypted`] where
    /// the footer is, [`ReadErrorKind::TooLarge`] for a footer of more than 64 MiB, for more than 262,144 columns (or
    /// more than so small a footer would hold), for columns more than 60 levels deep, and for names and types of more
    /// than 2 MiB.
    pub fn start(tail: Vec<u8>, size: u64) -> Result<(Self, FooterStep), ReadError> {
        let Some((_, trailer)) = tail.split_last_chunk::<TRAILER>() else {
            return Err(malformed("the object is too small to be a Parquet file"));
        };
        let [a, b, c, d, magic @ ..] = *trailer;
        match &magic {
            b"PAR1" => {}
            b"PARE" => {
                let message = "the footer is encrypted, and with it the schema";
                return Err(ReadError::new(ReadErrorKind::Encrypted, message));
            }
            _ => return Err(malformed("the object does not end as a Parquet file does")),
        }
        let len = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX).saturating_add(TRAILER);
        let Some(start) = u64::try_from(len).ok().and_then(|len| size.checked_sub(len)) else {
            return Err(malformed("the footer would be longer than the object"));
        };
        if len > MAX_FOOTER {
            let message = format!("the footer is {len} bytes long; at most {MAX_FOOTER} are read");
            return Err(ReadError::new(ReadErrorKind::TooLarge, message));
        }
        let footer = Self { tail, len };
        let step = match footer.tail.len().checked_sub(len).and_then(|start| footer.tail.get(start..)) {
            Some(bytes) => FooterStep::Done(Box::new(read(bytes)?)),
            None => FooterStep::Read(start..start + (len - footer.tail.len()) as u64),
        };
        Ok((footer, step))
    }

    /// Goes on with the bytes of the range that [`FooterStep::Read`] named.
    ///
    /// # Errors
    /// As [`Footer::start`]; also where these are not the bytes of that range.
    pub fn resume(self, mut bytes: Vec<u8>) -> Result<FileSchema, ReadError> {
        if bytes.len().checked_add(self.tail.len()) != Some(self.len) {
            return Err(malformed("the bytes of the footer are not all there"));
        }
        bytes.extend(self.tail);
        read(&bytes)
    }
}

/// The schema in a footer, what is after it included.
fn read(footer: &[u8]) -> Result<FileSchema, ReadError> {
    let bytes = footer.get(..footer.len().saturating_sub(TRAILER)).unwrap_or_default();
    let metadata = FileMetaData::read(bytes)?;
    let mut fields = columns::columns(&metadata.elements)?;
    let mut warnings = Vec::new();
    if metadata.elements.iter().any(|element| matches!(element.name, Cow::Owned(_))) {
        let message = "names of columns are not UTF-8; what is not was replaced";
        warnings.push(Diagnostic::new(Code::Undecodable, message));
    }
    if !metadata.complete {
        let message = "the footer is garbled behind its schema; what would follow is missing, or not as it was written";
        warnings.push(Diagnostic::new(Code::Unreadable, message));
    }
    drop(metadata.elements);
    if let Some(text) = metadata.arrow_schema {
        match hint::decode(text) {
            // One of another number of columns is of another schema.
            Some(origins) if origins.len() == fields.len() => {
                for (field, origin) in fields.iter_mut().zip(&origins) {
                    if let Some(restored) = hint::restore(field, origin) {
                        *field = restored;
                    }
                }
            }
            Some(_) => {}
            None => {
                let message =
                    format!("the metadata {ARROW_SCHEMA} cannot be read; the types are those of Parquet alone");
                warnings.push(Diagnostic::new(Code::Unreadable, message));
            }
        }
    }
    limits::check(&fields, limits::MAX_OF_FILE)?;
    warnings.extend(duplicate(&fields));
    Ok(FileSchema {
        format: Format::Parquet,
        fields,
        records: None,
        meta: FileMeta {
            num_row_groups: metadata.num_row_groups.map(|count| count as u64),
            num_rows: metadata.num_rows,
            created_by: metadata.created_by,
            footer_bytes: Some(bytes.len() as u64),
            key_value_metadata: metadata.keys,
            encrypted: metadata.encrypted.then_some(Encrypted::Columns),
            ..FileMeta::default()
        },
        warnings,
    })
}

/// A warning where two columns have one name.
fn duplicate(fields: &[Field]) -> Option<Diagnostic> {
    let mut names = HashSet::new();
    let twice = fields.iter().find(|field| !names.insert(field.name()))?;
    let message = format!("columns have one name, '{}'", twice.name());
    Some(Diagnostic::new(Code::DuplicateColumn, message))
}

fn malformed(message: &str) -> ReadError {
    ReadError::new(ReadErrorKind::Malformed, message)
}
