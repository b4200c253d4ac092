use std::path::{Path, PathBuf};
use std::str::FromStr;

use lineage_model::BucketName;
use lineage_schema::{DatasetId, Location};

use crate::cli::failure::Failure;

/// A dataset as it is typed: `s3://bucket/prefix`, or a path of this machine.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A bucket and a key or prefix.
    S3(BucketName, Location),
    /// A folder or a file.
    Local(PathBuf),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix("s3://") else {
            let path = text.strip_prefix("file://").unwrap_or(text);
            return if path.is_empty() { Err("write a path".to_owned()) } else { Ok(Self::Local(path.into())) };
        };
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let bucket = BucketName::new(bucket).map_err(|error| error.to_string())?;
        let location = Location::new(&bucket, key).map_err(|error| error.to_string())?;
        Ok(Self::S3(bucket, location))
    }
}

impl Place {
    /// What versions are kept of.
    pub(super) fn location(&self) -> Result<Location, Failure> {
        match self {
            Self::S3(_, location) => Ok(location.clone()),
            Self::Local(path) => {
                let path = local(path)?;
                id(&path).map(Location::from)
            }
        }
    }
}

/// A path in the one way to write it.
pub(super) fn local(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| Failure::new(format!("cannot read '{}'", path.display()), &error))
}

/// The name of what is at a path.
pub(super) fn id(path: &Path) -> Result<DatasetId, Failure> {
    let named = |why: &str| Failure::plain(format!("'{}' cannot be the name of a dataset: {why}", path.display()));
    let text = path.to_str().ok_or_else(|| named("it is not UTF-8"))?;
    let text = if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text.to_owned() };
    DatasetId::local(&text, path.is_dir()).map_err(|error| named(&error.to_string()))
}
