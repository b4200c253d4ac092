//! Schemas of datasets as versions: numbered 1, 2, 3 … for each dataset without gaps, and never changed.

use std::fmt;

use async_trait::async_trait;
use lineage_model::Timestamp;
use serde_json::{Map, Value};

use crate::{Column, Dataset, DatasetId, Format, Policy, SchemaDocument};

#[cfg(feature = "testing")]
pub mod contract;
mod import;
mod objects;
mod version;

pub use import::{BadLine, Imported, import_jsonl};
pub use objects::ObjectStoreSchemas;
pub use version::SchemaVersion;

/// Keeps the versions of datasets' schemas. Any number of processes may use one store at once.
///
/// Every implementation keeps these promises; `contract::check_store` (feature `testing`) checks them:
/// - The numbers of a dataset are 1, 2, 3 … Each save that is acknowledged with a new number has that number alone, and
///   keeps it: it is durable when `save` returns.
/// - A save that equals the newest version in schema and policy makes no version, and tells that one; of many equal
///   saves at once one makes it.
/// - A save of which the outcome is unknown fails with [`StoreError::Unavailable`]: the version may be there, once.
/// - A version that cannot be read back as it was written is corrupt. It stays listed, by its number; all others can be
///   read, and the next save takes a number after it, whatever it holds.
/// - Datasets do not affect each other.
#[async_trait]
pub trait SchemaStore: fmt::Debug + Send + Sync {
    /// Makes the next version of a dataset, unless it equals the newest.
    ///
    /// # Errors
    /// [`StoreError::Incompatible`] when the policy demands what the change from the newest version that can be read
    /// does not promise, [`StoreError::Invalid`] when it cannot be kept, and those of reading.
    async fn save(&self, dataset: &DatasetId, request: SaveRequest) -> Result<Saved, StoreError>;

    /// The newest version that can be read; none if there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and [`StoreError::Denied`].
    async fn latest(&self, dataset: &DatasetId) -> Result<Option<SchemaVersion>, StoreError>;

    /// The newest versions before number `before` (of all, without), newest first: at most `limit`, corrupt ones
    /// included. A page may end before, so that its versions fit in memory; [`VersionPage::next`] tells whether more
    /// are to come.
    ///
    /// # Errors
    /// As [`latest`](Self::latest).
    async fn versions(&self, dataset: &DatasetId, limit: usize, before: Option<u64>)
    -> Result<VersionPage, StoreError>;

    /// One version; none if there is no such number.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], and as [`latest`](Self::latest).
    async fn version(&self, dataset: &DatasetId, number: u64) -> Result<Option<SchemaVersion>, StoreError>;
}

/// A schema to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveRequest {
    /// What the dataset's objects hold.
    pub format: Format,
    /// The columns in order, partitions last.
    pub columns: Vec<Column>,
    /// How the schema was inferred, and what changes are accepted.
    pub policy: Policy,
    /// What else is known of the dataset; kept as given.
    pub meta: Map<String, Value>,
    /// When; the store has no clock.
    pub created_at: Timestamp,
}

impl SaveRequest {
    /// The schema of a dataset as it was found.
    #[must_use]
    pub fn new(dataset: &Dataset, policy: Policy, created_at: Timestamp) -> Self {
        let meta = match serde_json::to_value(SchemaDocument::from(dataset).meta) {
            Ok(Value::Object(meta)) => meta,
            // It is numbers and texts, which always are JSON.
            _ => Map::new(),
        };
        Self { format: dataset.format, columns: dataset.columns.clone(), policy, meta, created_at }
    }
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The version: the new one, or the newest that equals the save.
    pub version: SchemaVersion,
    /// Whether it was there already.
    pub unchanged: bool,
}

/// Some versions of a dataset.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VersionPage {
    /// Those that can be read, newest first.
    pub versions: Vec<SchemaVersion>,
    /// The numbers of those that cannot, newest first.
    pub corrupt: Vec<u64>,
    /// What `before` is for the page after this one; none on the last.
    pub next: Option<u64>,
}

/// Why a store does not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The policy's compatibility forbids the change.
    #[error("the policy's compatibility forbids this change: {}", reasons.join("; "))]
    Incompatible {
        /// Each field, and what is wrong with it.
        reasons: Vec<String>,
    },
    /// The version is there, but not as it was written.
    #[error("version {version} is corrupt")]
    Corrupt {
        /// Its number.
        version: u64,
    },
    /// The schema cannot be kept.
    #[error("{0}")]
    Invalid(String),
    /// The store refuses the caller.
    #[error("the schema store denies access")]
    Denied(#[source] object_store::Error),
    /// The store did not answer as it should, or others were faster too often. Later it may.
    #[error("the schema store is not available: {message}")]
    Unavailable {
        /// What happened.
        message: String,
        /// What the store said.
        #[source]
        source: Option<object_store::Error>,
    },
}
