use lineage_model::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::hash::hex;
use crate::{Change, Column, Compatibility, DatasetId, Format};

/// One version of a dataset's schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SchemaVersion {
    /// Its number, from 1.
    pub version: u64,
    /// Whose schema it is.
    pub dataset_id: DatasetId,
    /// When it was made.
    pub created_at: Timestamp,
    /// How the schema was inferred, and what changes were accepted: as given.
    pub policy: Value,
    /// See [`Policy::hash`](crate::Policy::hash).
    pub policy_hash: String,
    /// See [`schema_hash`](crate::schema_hash).
    pub schema_hash: String,
    /// What the dataset's objects hold.
    pub format: Format,
    /// The columns in order, partitions last.
    pub columns: Vec<Column>,
    /// What else was known of the dataset.
    pub meta: Map<String, Value>,
    /// What changed since the version before that could be read; nothing in the first.
    pub changes: Vec<Change>,
    /// Whether readers and data of that version and this one go together; `full` in the first.
    pub compatibility: Compatibility,
    /// Random: by this a writer knows its version again when it was not told what became of the write.
    pub write_id: String,
}

/// Stands before the checksum of a written version, its last key: SHA-256 of all that comes before.
const CHECKSUM: &str = ",\"checksum\":\"";
/// How long the checksum is with all that belongs to it.
const TAIL: usize = CHECKSUM.len() + 64 + "\"}".len();

impl SchemaVersion {
    /// As JSON with a checksum.
    pub(super) fn encode(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(self)?;
        text.pop();
        let checksum = hex(text.as_bytes());
        Ok(text + CHECKSUM + &checksum + "\"}")
    }

    /// Reads what [`encode`](Self::encode) wrote; none if a single byte is not as it was.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (text, tail) = bytes.split_at_checked(bytes.len().checked_sub(TAIL)?)?;
        let checksum = tail.strip_prefix(CHECKSUM.as_bytes())?.strip_suffix(b"\"}")?;
        if hex(text).as_bytes() != checksum {
            return None;
        }
        serde_json::from_slice(bytes).ok()
    }
}
