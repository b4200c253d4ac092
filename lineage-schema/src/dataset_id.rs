use std::fmt;
use std::str::FromStr;

use lineage_model::BucketName;
use serde::{Deserialize, Serialize};

/// Which dataset: `s3://bucket/prefix/` with exactly one trailing slash, or the URI of a single object.
///
/// Keys are kept as they are: case, spaces, `%` and empty segments inside them tell datasets apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatasetId(String);

/// Text that names no dataset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write a dataset as s3://bucket/prefix/, with a well-formed bucket name")]
pub struct DatasetIdError;

impl DatasetId {
    /// All objects below a prefix; the empty one is the whole bucket. `p`, `p/` and `p//` are one dataset.
    #[must_use]
    pub fn prefix(bucket: &BucketName, prefix: &str) -> Self {
        match prefix.trim_end_matches('/') {
            "" => Self(format!("s3://{bucket}/")),
            prefix => Self(format!("s3://{bucket}/{prefix}/")),
        }
    }

    /// A single object.
    #[must_use]
    pub fn object(bucket: &BucketName, key: &str) -> Self {
        match key.trim_end_matches('/') {
            // A folder's marker stands for the folder.
            short if short.len() < key.len() || key.is_empty() => Self::prefix(bucket, short),
            _ => Self(format!("s3://{bucket}/{key}")),
        }
    }

    /// The URI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatasetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DatasetId {
    type Err = DatasetIdError;

    /// Text that ends in a slash, or names a bucket alone, is a prefix; other text an object.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_once("://").ok_or(DatasetIdError)?;
        if !scheme.eq_ignore_ascii_case("s3") {
            return Err(DatasetIdError);
        }
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let bucket = BucketName::new(bucket).map_err(|_| DatasetIdError)?;
        Ok(Self::object(&bucket, key))
    }
}

impl TryFrom<String> for DatasetId {
    type Error = DatasetIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<DatasetId> for String {
    fn from(id: DatasetId) -> Self {
        id.0
    }
}
