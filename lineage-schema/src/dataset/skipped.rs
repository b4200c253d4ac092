use std::fmt;

use serde::{Deserialize, Serialize};

/// An object below the prefix that has no part in the schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skipped {
    /// Its key.
    pub key: String,
    /// Why.
    pub reason: SkipReason,
    /// More about it: what it holds instead, or why it cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Why an object has no part in the schema of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SkipReason {
    /// Its name, or that of a folder of it, begins with a dot or an underscore.
    Hidden,
    /// It has no bytes.
    Empty,
    /// It stands for a folder.
    FolderMarker,
    /// It lists other objects, or describes one.
    Manifest,
    /// It belongs to a table's metadata: Delta's log, Iceberg's snapshots, lists of deleted rows.
    TableMetadata,
    /// Its storage class must be restored before it can be read.
    Archived,
    /// It holds another format than the dataset.
    OtherFormat,
    /// It could not be read.
    Unreadable,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hidden => "hidden",
            Self::Empty => "empty",
            Self::FolderMarker => "folder marker",
            Self::Manifest => "manifest",
            Self::TableMetadata => "table metadata",
            Self::Archived => "archived",
            Self::OtherFormat => "other format",
            Self::Unreadable => "unreadable",
        })
    }
}

/// How many objects a summary tells more about.
const TOLD: usize = 3;

/// How many there are for each reason, and what is known about the first of them, which are named from below `prefix`:
/// `2 hidden, 1 unreadable (a.json: the object holds no text)`.
pub(super) fn summary(skipped: &[Skipped], prefix: &str) -> String {
    let mut ordered: Vec<_> = skipped.iter().collect();
    ordered.sort_by_key(|skipped| skipped.reason);
    let mut left = TOLD;
    let reasons = ordered.chunk_by(|a, b| a.reason == b.reason).filter_map(|of| {
        let more = of.iter().filter_map(|Skipped { key, message, .. }| {
            Some(format!("{}: {}", key.strip_prefix(prefix).unwrap_or(key), message.as_ref()?))
        });
        let more: Vec<_> = more.take(left).collect();
        left -= more.len();
        let count = format!("{} {}", of.len(), of.first()?.reason);
        Some(if more.is_empty() { count } else { format!("{count} ({})", more.join("; ")) })
    });
    reasons.collect::<Vec<_>>().join(", ")
}
