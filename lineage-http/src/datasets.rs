//! Schemas of datasets and their versions, as the HTTP contract has them.

use lineage_model::Timestamp;
use lineage_model::document::Warning;
use lineage_schema::store::{Saved, SchemaVersion, VersionPage};
use lineage_schema::{
    Change, ChangeKind, Column, Compatibility, Dataset, FieldTypes, Format, SchemaDiff, SchemaDocument, diff,
};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The schema of a dataset as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[non_exhaustive]
pub struct DatasetDocument {
    /// True; earlier services had it.
    pub ok: bool,
    /// The dataset, as its versions are kept: `s3://bucket/prefix/`, or the URI of one object.
    pub dataset_id: String,
    /// The schema.
    pub schema: SchemaDocument,
    /// The version that was made of it, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<SavedDocument>,
    /// What could not be read or understood; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SavedDocument {
    /// The number of the version.
    pub version: u64,
    /// SHA-256 of the policy's canonical JSON.
    pub policy_hash: String,
    /// SHA-256 of the columns' canonical JSON.
    pub schema_hash: String,
    /// Whether the newest version was equal already; then it is this one.
    pub unchanged: bool,
    /// What changed since the version before it.
    pub changes: Vec<Change>,
    /// Whether readers and data of that version and this one go together.
    pub compatibility: Compatibility,
}

/// A version in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
#[non_exhaustive]
pub enum VersionItem {
    /// One that can be read.
    Readable(VersionSummary),
    /// One that was damaged.
    Corrupt {
        /// Its number.
        version: u64,
        /// True.
        corrupt: bool,
    },
}

/// A version in short.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VersionSummary {
    /// Its number, from 1.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// SHA-256 of the policy's canonical JSON.
    pub policy_hash: String,
    /// SHA-256 of the columns' canonical JSON.
    pub schema_hash: String,
    /// The type of each column.
    pub fields: FieldTypes,
    /// What changed since the version before it.
    pub changes: Vec<Change>,
    /// Whether readers and data of that version and this one go together.
    pub compatibility: Compatibility,
}

/// A version in full.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VersionDocument {
    /// Whose schema it is.
    pub dataset_id: String,
    /// What lists tell of it.
    #[serde(flatten)]
    pub summary: VersionSummary,
    /// What the objects hold.
    pub format: Format,
    /// The columns in full.
    pub columns: Vec<Column>,
    /// How the schema was inferred, and what changes were accepted: as given.
    pub policy: Value,
    /// What else was known of the dataset.
    #[schema(value_type = Object)]
    pub meta: Map<String, Value>,
    /// Whether a save found it there already; absent when nothing was saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchanged: Option<bool>,
    /// What could not be read or understood; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// What became of a schema from one version to another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DiffDocument {
    /// Whose schema it is.
    pub dataset_id: String,
    /// The older version; null when the other is the first.
    pub from: Option<u64>,
    /// The newer version.
    pub to: u64,
    /// Columns that are new.
    pub added: Vec<String>,
    /// Columns that are gone.
    pub removed: Vec<String>,
    /// Columns with another type or nullability.
    pub changed: Vec<String>,
    /// All of it, and what moved.
    #[serde(flatten)]
    pub diff: SchemaDiff,
    /// What could not be read or understood; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

impl DatasetDocument {
    /// The schema of a dataset, as nobody saved it yet.
    #[must_use]
    pub fn new(dataset_id: String, dataset: &Dataset) -> Self {
        let warnings = dataset.warnings.iter().map(Warning::from).collect();
        Self { ok: true, dataset_id, schema: SchemaDocument::from(dataset), saved: None, warnings }
    }
}

impl From<&Saved> for SavedDocument {
    fn from(saved: &Saved) -> Self {
        let version = &saved.version;
        Self {
            version: version.version,
            policy_hash: version.policy_hash.clone(),
            schema_hash: version.schema_hash.clone(),
            unchanged: saved.unchanged,
            changes: version.changes.clone(),
            compatibility: version.compatibility,
        }
    }
}

impl From<&SchemaVersion> for VersionSummary {
    fn from(version: &SchemaVersion) -> Self {
        Self {
            version: version.version,
            created_at: version.created_at,
            policy_hash: version.policy_hash.clone(),
            schema_hash: version.schema_hash.clone(),
            fields: FieldTypes::of(&version.columns),
            changes: version.changes.clone(),
            compatibility: version.compatibility,
        }
    }
}

impl From<&SchemaVersion> for VersionDocument {
    fn from(version: &SchemaVersion) -> Self {
        Self {
            dataset_id: version.dataset_id.to_string(),
            summary: VersionSummary::from(version),
            format: version.format,
            columns: version.columns.clone(),
            policy: version.policy.clone(),
            meta: version.meta.clone(),
            unchanged: None,
            warnings: Vec::new(),
        }
    }
}

/// The versions of a page, newest first, with those that cannot be read at their places.
#[must_use]
pub fn items(page: &VersionPage) -> Vec<VersionItem> {
    let readable = page.versions.iter().map(|version| (version.version, VersionItem::Readable(version.into())));
    let corrupt =
        page.corrupt.iter().map(|version| (*version, VersionItem::Corrupt { version: *version, corrupt: true }));
    let mut items: Vec<_> = readable.chain(corrupt).collect();
    items.sort_by(|(a, _), (b, _)| b.cmp(a));
    items.into_iter().map(|(_, item)| item).collect()
}

impl DiffDocument {
    /// What changed from one version (none: before the first) to another.
    #[must_use]
    pub fn new(from: Option<&SchemaVersion>, to: &SchemaVersion) -> Self {
        // As the first version itself tells it.
        let first = || SchemaDiff { compatibility: to.compatibility, ..SchemaDiff::default() };
        let diff = from.map_or_else(first, |from| diff(&from.columns, &to.columns));
        let columns = |kinds: &[ChangeKind]| {
            let mut columns: Vec<_> = diff.changes.iter().filter(|change| kinds.contains(&change.kind)).collect();
            columns.dedup_by(|a, b| a.column == b.column);
            columns.into_iter().map(|change| change.column.clone()).collect()
        };
        Self {
            dataset_id: to.dataset_id.to_string(),
            from: from.map(|from| from.version),
            to: to.version,
            added: columns(&[ChangeKind::Added]),
            removed: columns(&[ChangeKind::Removed]),
            changed: columns(&[
                ChangeKind::Widened,
                ChangeKind::Narrowed,
                ChangeKind::Retyped,
                ChangeKind::Nullability,
            ]),
            diff,
            warnings: Vec::new(),
        }
    }
}
