use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Read};

use lineage_model::Timestamp;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{SaveRequest, SchemaStore, StoreError};
use crate::format::Content;
use crate::{Column, DatasetId, DatasetIdError, Format, Policy};

/// How long a line may be.
const LONGEST: u64 = 16 * 1024 * 1024;

/// What editors of some systems put before a UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// How many versions were made.
    pub versions: u64,
    /// How many lines equalled the version before them.
    pub unchanged: u64,
    /// The lines that were left out.
    pub bad: Vec<BadLine>,
}

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// Takes over versions from lines of JSON, one a version, in the order of lines:
/// `{"dataset_id", "version"?, "policyHash"?, "policy"?, "created_at"?, "schema": {"format", "fields", "columns"?,
/// "meta"?}}`.
///
/// - Keys may be written `snake_case` or `camelCase`; others are ignored.
/// - A dataset without a slash at its end is a prefix as well, unless it ends with the extension of a file of data.
/// - `fields` is an object from name to type, or a list of `{"name", "type", "nullable"?}`, as `columns` is, which goes
///   before it. What does not say otherwise is nullable.
/// - Numbers are given anew, for those of the lines may occur twice or have gaps; `meta.importedVersion` keeps them.
/// - A policy that is not there, while its hash is, becomes `{"policyHash": …}`. Its compatibility is not enforced.
/// - `created_at` is RFC 3339 (UTC without an offset) or seconds since 1970; `now` stands for what is neither.
/// - Empty lines are skipped. A torn line, or one of a dataset that had versions before the import, is told and left
///   out.
///
/// # Errors
/// When the lines cannot be read, or the store fails: what was imported until then stays.
pub async fn import_jsonl(
    mut lines: impl BufRead,
    store: &dyn SchemaStore,
    now: Timestamp,
) -> Result<Imported, StoreError> {
    let mut imported = Imported::default();
    let mut empty_before = BTreeMap::new();
    let mut number = 0;
    while let Some(line) = next_line(&mut lines).map_err(unreadable)? {
        number += 1;
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| number == 1).unwrap_or(&line).trim_ascii_end();
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut bad = |message| imported.bad.push(BadLine { line: number, message });
        let line: Line = match serde_json::from_slice(line) {
            Ok(line) => line,
            Err(error) => {
                bad(without_line(&error));
                continue;
            }
        };
        let dataset = match dataset(&line.dataset_id) {
            Ok(dataset) => dataset,
            Err(error) => {
                bad(error.to_string());
                continue;
            }
        };
        let empty = match empty_before.get(&dataset) {
            Some(empty) => *empty,
            None => {
                let page = store.versions(&dataset, 1, None).await?;
                let empty = page.versions.is_empty() && page.corrupt.is_empty();
                empty_before.insert(dataset.clone(), empty);
                empty
            }
        };
        if !empty {
            bad(format!("{dataset} has versions already"));
            continue;
        }
        match store.save(&dataset, line.request(now)).await {
            Ok(saved) if saved.unchanged => imported.unchanged += 1,
            Ok(_) => imported.versions += 1,
            Err(StoreError::Invalid(message)) => bad(message),
            Err(error) => return Err(error),
        }
    }
    Ok(imported)
}

/// The one name of a dataset, of which the earlier store had two: with a slash at its end and without.
fn dataset(id: &DatasetId) -> Result<DatasetId, DatasetIdError> {
    let is_file = matches!(Content::of_name(id.key()), Some(Content::Known(_)));
    if id.is_object() && !is_file { format!("{id}/").parse() } else { Ok(id.clone()) }
}

/// What is wrong with a line, without saying that it is line 1: of its own text, each is.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let (line, column) = (error.line(), error.column());
    match message.strip_suffix(&format!(" at line {line} column {column}")) {
        Some(message) => format!("{message} at column {column}"),
        None => message,
    }
}

/// The next line; of one that is too long, the beginning.
fn next_line(lines: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if lines.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') {
        lines.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

fn unreadable(error: io::Error) -> StoreError {
    StoreError::Invalid(format!("the lines cannot be read: {error}"))
}

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "datasetId")]
    dataset_id: DatasetId,
    #[serde(default)]
    version: Value,
    #[serde(default, alias = "policyHash")]
    policy_hash: Option<String>,
    #[serde(default)]
    policy: Option<Value>,
    #[serde(default, alias = "createdAt")]
    created_at: Value,
    schema: SchemaOfLine,
}

#[derive(Deserialize)]
struct SchemaOfLine {
    format: Format,
    #[serde(default)]
    columns: Option<Columns>,
    #[serde(default)]
    fields: Option<Columns>,
    #[serde(default)]
    meta: Option<Map<String, Value>>,
}

impl Line {
    fn request(self, now: Timestamp) -> SaveRequest {
        let policy = self.policy.unwrap_or_else(|| {
            let hash = self.policy_hash.map(|hash| ("policyHash".to_owned(), Value::String(hash)));
            Value::Object(hash.into_iter().collect())
        });
        let mut meta = self.schema.meta.unwrap_or_default();
        if !self.version.is_null() {
            meta.insert("importedVersion".to_owned(), self.version);
        }
        let Columns(columns) = self.schema.columns.or(self.schema.fields).unwrap_or_default();
        let created_at = time(&self.created_at).unwrap_or(now);
        SaveRequest { format: self.schema.format, columns, policy: Policy::recorded(policy), meta, created_at }
    }
}

fn time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.parse().or_else(|_| format!("{text}Z").parse()).ok(),
        // Fractions of a second are no loss worth the arithmetic.
        Value::Number(number) => Timestamp::from_unix(number.as_i64().or(number.as_f64().map(|n| n as i64))?, 0).ok(),
        _ => None,
    }
}

/// Columns in the order of the text, as a list or an object.
#[derive(Default)]
struct Columns(Vec<Column>);

#[derive(Deserialize)]
struct ColumnOfLine {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
    #[serde(default = "yes")]
    nullable: bool,
    #[serde(default)]
    partition: bool,
    #[serde(default)]
    children: Vec<Column>,
}

fn yes() -> bool {
    true
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Columns;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from name to type, or a list of columns")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Columns, A::Error> {
                let mut columns = Vec::new();
                while let Some((name, data_type)) = entries.next_entry()? {
                    columns.push(Column { name, data_type, nullable: true, partition: false, children: Vec::new() });
                }
                Ok(Columns(columns))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Columns, A::Error> {
                let mut columns = Vec::new();
                while let Some(item) = items.next_element()? {
                    let ColumnOfLine { name, data_type, nullable, partition, children } = item;
                    columns.push(Column { name, data_type, nullable, partition, children });
                }
                Ok(Columns(columns))
            }
        }

        deserializer.deserialize_any(Reader)
    }
}
