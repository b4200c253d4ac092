use std::fmt;
use std::str::FromStr;

use lineage_model::BucketName;
use serde::{Deserialize, Serialize};

/// The longest key that S3 takes, in bytes.
const MAX_KEY: usize = 1024;

/// The name of a dataset: `s3://bucket/prefix/`, with exactly one slash at its end, for all objects below a prefix;
/// `s3://bucket/key` for one object. On this machine `file:///folder/` and `file:///folder/file`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatasetId {
    /// None for this machine.
    bucket: Option<BucketName>,
    /// Empty or with a slash at its end: a prefix. Anything else: an object.
    key: String,
}

/// A text that names no dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetIdError {
    /// It is no such URI.
    #[error("a dataset is s3://bucket/prefix/, s3://bucket/key, file:///folder/ or file:///folder/file")]
    Form,
    /// The name of the bucket breaks the rules that S3 has for it.
    #[error("the name of the bucket is not well formed")]
    Bucket,
    /// Longer than a key can be.
    #[error("a key has at most {MAX_KEY} bytes")]
    TooLong,
    /// It holds what tools refuse or read as something else.
    #[error("a key may hold neither control characters nor '.' or '..' between slashes")]
    Character,
}

impl DatasetId {
    /// All objects below `prefix`; the empty one is the whole bucket. Slashes at its end do not count.
    ///
    /// # Errors
    /// When no key can begin so.
    pub fn below(bucket: BucketName, prefix: &str) -> Result<Self, DatasetIdError> {
        Self::checked(Some(bucket), with_slash(prefix))
    }

    /// One object.
    ///
    /// # Errors
    /// When no object that holds data can have this key.
    pub fn object(bucket: BucketName, key: &str) -> Result<Self, DatasetIdError> {
        if key.is_empty() || key.ends_with('/') {
            return Err(DatasetIdError::Form);
        }
        Self::checked(Some(bucket), key.to_owned())
    }

    /// A folder or a file of this machine, by its absolute path with `/` in it.
    ///
    /// # Errors
    /// When the path is too long, or holds what a key may not hold.
    pub fn local(path: &str, is_folder: bool) -> Result<Self, DatasetIdError> {
        let path = path.trim_start_matches('/');
        if !is_folder && (path.is_empty() || path.ends_with('/')) {
            return Err(DatasetIdError::Form);
        }
        Self::checked(None, if is_folder { with_slash(path) } else { path.to_owned() })
    }

    fn checked(bucket: Option<BucketName>, key: String) -> Result<Self, DatasetIdError> {
        if key.len() > MAX_KEY {
            return Err(DatasetIdError::TooLong);
        }
        if key.chars().any(char::is_control) || key.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(DatasetIdError::Character);
        }
        Ok(Self { bucket, key })
    }

    /// The bucket; none for this machine.
    #[must_use]
    pub fn bucket(&self) -> Option<&BucketName> {
        self.bucket.as_ref()
    }

    /// The prefix (empty, or with one slash at its end), or the object's key; a path without the slash before it.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether it is one object rather than all below a prefix.
    #[must_use]
    pub fn is_object(&self) -> bool {
        !self.key.is_empty() && !self.key.ends_with('/')
    }
}

/// A prefix with exactly one slash at its end; the empty one has none.
fn with_slash(prefix: &str) -> String {
    match prefix.trim_end_matches('/') {
        "" => String::new(),
        prefix => format!("{prefix}/"),
    }
}

impl fmt::Display for DatasetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bucket {
            Some(bucket) => write!(f, "s3://{bucket}/{}", self.key),
            None => write!(f, "file:///{}", self.key),
        }
    }
}

impl FromStr for DatasetId {
    type Err = DatasetIdError;

    /// Reads what `Display` writes. Without a slash at its end it is one object; a bare bucket is all of it.
    fn from_str(text: &str) -> Result<Self, DatasetIdError> {
        if let Some(path) = text.strip_prefix("file:///") {
            return Self::local(path, path.is_empty() || path.ends_with('/'));
        }
        let rest = text.strip_prefix("s3://").ok_or(DatasetIdError::Form)?;
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let bucket = BucketName::new(bucket).map_err(|_| DatasetIdError::Bucket)?;
        if key.is_empty() || key.ends_with('/') { Self::below(bucket, key) } else { Self::object(bucket, key) }
    }
}

impl TryFrom<String> for DatasetId {
    type Error = DatasetIdError;

    fn try_from(text: String) -> Result<Self, DatasetIdError> {
        text.parse()
    }
}

impl From<DatasetId> for String {
    fn from(id: DatasetId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_exactly_one_slash_at_its_end() {
        let check = |prefix: &str, expected: &str| {
            let id = DatasetId::below(BucketName::new("lake").unwrap(), prefix).unwrap();
            assert_eq!(id.to_string(), expected);
            assert_eq!(expected.parse(), Ok(id));
        };
        check("", "s3://lake/");
        check("/", "s3://lake/");
        check("p", "s3://lake/p/");
        check("p/", "s3://lake/p/");
        check("p//", "s3://lake/p/");
        check("p//q", "s3://lake/p//q/");
        check("/p", "s3://lake//p/");
        check(
            "dt=2024-01-01/a b/%2F/데이터/schema/versions",
            "s3://lake/dt=2024-01-01/a b/%2F/데이터/schema/versions/",
        );
        check("...", "s3://lake/.../");
    }

    #[test]
    fn an_object_is_named_by_its_own_uri() {
        let id: DatasetId = "s3://lake/p/a.csv".parse().unwrap();
        assert_eq!((id.bucket().unwrap().as_str(), id.key(), id.is_object()), ("lake", "p/a.csv", true));
        assert_eq!("s3://lake".parse::<DatasetId>().unwrap().to_string(), "s3://lake/");
    }

    #[test]
    fn files_have_names_too() {
        for (path, is_folder, expected) in [
            ("/data/orders", true, "file:///data/orders/"),
            ("/data/orders/", true, "file:///data/orders/"),
            ("/", true, "file:///"),
            ("///data", true, "file:///data/"),
            ("C:/data", true, "file:///C:/data/"),
            ("/data/a.csv", false, "file:///data/a.csv"),
        ] {
            let id = DatasetId::local(path, is_folder).unwrap();
            assert_eq!(id.to_string(), expected);
            assert_eq!((expected.parse(), id.bucket(), id.is_object()), (Ok(id.clone()), None, !is_folder));
        }
        assert_eq!(DatasetId::local("/data/", false), Err(DatasetIdError::Form));
    }

    #[test]
    fn what_names_no_dataset_is_refused() {
        let check = |text: &str, expected| assert_eq!(text.parse::<DatasetId>(), Err(expected), "{text:?}");
        check("", DatasetIdError::Form);
        check("lake/p", DatasetIdError::Form);
        check("file://host/a/", DatasetIdError::Form);
        check("file:///a/../b", DatasetIdError::Character);
        check("s3://", DatasetIdError::Bucket);
        check("s3://../p", DatasetIdError::Bucket);
        check("s3://user@lake/p", DatasetIdError::Bucket);
        check("s3://lake/../p", DatasetIdError::Character);
        check("s3://lake/p/./q/", DatasetIdError::Character);
        check("s3://lake/p/..", DatasetIdError::Character);
        check("s3://lake/p\0/", DatasetIdError::Character);
        check("s3://lake/p\r\nHost: x", DatasetIdError::Character);
        check(&format!("s3://lake/{}", "p".repeat(1025)), DatasetIdError::TooLong);
        check(&format!("s3://lake/{}/", "p".repeat(1024)), DatasetIdError::TooLong);
    }
}
