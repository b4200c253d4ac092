use std::collections::HashSet;

use arrow_schema::Field;
use lineage_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// What an object holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// JSON: one value a line, an array, or values one after the other.
    Json,
    /// Separated values, whatever separates them.
    Csv,
}

/// The schema of one object.
#[derive(Debug, Clone, PartialEq)]
pub struct FileSchema {
    /// What the object holds.
    pub format: Format,
    /// The columns, in the object's order. Types that one column cannot have together are a dense union of them.
    pub fields: Vec<Field>,
    /// How many complete records of a text were read; none for Parquet, of which no record is read.
    pub records: Option<u64>,
    /// What else the object tells about itself.
    pub meta: FileMeta,
    /// What was not understood, or may surprise. Never a value of the data.
    pub warnings: Vec<Diagnostic>,
}

/// What an object tells about itself; what its format has not is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", default)]
#[non_exhaustive]
pub struct FileMeta {
    /// How many row groups a Parquet file has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_row_groups: Option<u64>,
    /// How many rows its footer tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_rows: Option<i64>,
    /// The program that wrote it (`created_by`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// The size of its footer in bytes, without length and magic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer_bytes: Option<u64>,
    /// The keys of its key-value metadata; the values may be long, or private.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_value_metadata: Vec<String>,
    /// What of it is encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<Encrypted>,
    /// How the bytes of the object are compressed: `gzip`, `zstd`, `bzip2` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<String>,
    /// The text's encoding, as the WHATWG names it: `UTF-8`, `UTF-16LE`, `EUC-KR` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// How its values are separated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
}

/// What of a Parquet file is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Encrypted {
    /// The footer: the schema cannot be read.
    Footer,
    /// Columns alone: the schema can.
    Columns,
}

/// How the values of a text are separated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = TextDialect))]
pub struct Dialect {
    /// Between two values.
    pub delimiter: char,
    /// Around a value that holds delimiters or line ends.
    pub quote: Option<char>,
    /// Before a quote inside a value; none where the quote is doubled.
    pub escape: Option<char>,
    /// At the beginning of a line that is no record.
    pub comment: Option<char>,
    /// Whether the first record names the columns.
    pub header: bool,
    /// How many lines stand before it: a title, comments.
    pub skipped_lines: usize,
}

/// The bytes of an object that were read, decompressed.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// From the object's first byte on.
    pub bytes: &'a [u8],
    /// Whether this is the whole object; otherwise the last record may be cut.
    pub complete: bool,
}

/// How texts are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TextOptions {
    /// Texts that stand for a missing value, beside the empty one, in UTF-8.
    pub null_values: HashSet<Box<[u8]>>,
    /// How values are separated; found out when absent.
    pub dialect: Option<Dialect>,
}

/// Why an object's schema could not be read. The message holds no value of the data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct ReadError {
    /// What kind of failure.
    pub kind: ReadErrorKind,
    /// What is wrong, and what could be done.
    pub message: String,
}

/// The kinds of [`ReadError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The bytes are not what the format wants.
    Malformed,
    /// Nothing is wrong so far, but no record is complete: more bytes are needed.
    TooShort,
    /// There is nothing in it.
    Empty,
    /// What would tell the schema is encrypted.
    Encrypted,
    /// A limit that guards memory or time was passed.
    TooLarge,
    /// It holds something, but no table: a lone number, a list of texts.
    NotTabular,
    /// A compression or a format that is not read here.
    Unsupported,
}

impl ReadError {
    /// An error of this kind.
    pub fn new(kind: ReadErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
