use std::fmt::Display;
use std::path::{Component, Path, PathBuf, absolute};
use std::str::FromStr;

use lineage_model::BucketName;
use lineage_schema::{DatasetId, Location};

use crate::cli::failure::Failure;
use crate::cli::schema_store::scheme;

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
        let local = |path: PathBuf| {
            if path.as_os_str().is_empty() { Err("write a path".to_owned()) } else { Ok(Self::Local(path)) }
        };
        let (scheme, rest) = match scheme(text) {
            None => return local(text.into()),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("file") => return local(of_uri(rest)),
            Some(other) => other,
        };
        if !scheme.eq_ignore_ascii_case("s3") {
            return Err(format!("'{scheme}://' is not read: give a path or s3://"));
        }
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
            Self::Local(path) => match path.canonicalize() {
                Ok(path) => id(&path).map(Location::from),
                Err(_) => gone(path),
            },
        }
    }
}

/// A path in the one way to write it.
pub(super) fn local(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|error| Failure::new(format!("cannot read '{}'", path.display()), &error))
}

/// The name of what is at a path.
pub(super) fn id(path: &Path) -> Result<DatasetId, Failure> {
    DatasetId::local(&text(path)?, path.is_dir()).map_err(|error| nameless(path, &error))
}

/// What was at a path where nothing is any more: versions of it may have been kept.
fn gone(path: &Path) -> Result<Location, Failure> {
    let absolute = absolute(path).map_err(|error| nameless(path, &error))?;
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    // The folders above may still be there, and links.
    let there = |above: &Path| Some(above.canonicalize().ok()?.join(plain.strip_prefix(above).ok()?));
    let path = plain.ancestors().find_map(there).unwrap_or_else(|| plain.clone());
    Location::local(&text(&path)?).map_err(|error| nameless(&path, &error))
}

/// What Windows puts before a path without links.
const VERBATIM: &str = r"\\?\";

/// A path with `/` in it.
fn text(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().ok_or_else(|| nameless(path, &"it is not UTF-8"))?;
    Ok(if cfg!(windows) { text.trim_start_matches(VERBATIM).replace('\\', "/") } else { text.to_owned() })
}

/// The path of a name, by what follows its `file://`: the other way round than `text`.
fn of_uri(rest: &str) -> PathBuf {
    match rest.strip_prefix('/') {
        Some(path) if cfg!(windows) => format!("{VERBATIM}{}", path.replace('/', r"\")).into(),
        _ => rest.into(),
    }
}

fn nameless(path: &Path, why: &dyn Display) -> Failure {
    Failure::plain(format!("'{}' cannot be the name of a dataset: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let on_this_machine = if cfg!(windows) {
            [
                (r"C:\no\such\..\folder\", "file:///C:/no/folder/"),
                ("file:///C:/no/such", "file:///C:/no/such/"),
                ("FILE:///C:/no/such/", "file:///C:/no/such/"),
            ]
        } else {
            [
                ("/no/such/../folder/", "file:///no/folder/"),
                ("file:///no/such", "file:///no/such/"),
                ("FILE:///no/such", "file:///no/such/"),
            ]
        };
        let in_buckets = [("s3://lake/p", "s3://lake/p/"), ("S3://lake/P", "s3://lake/P/")];
        for (text, expected) in on_this_machine.into_iter().chain(in_buckets) {
            let location = text.parse().ok().and_then(|place: Place| place.location().ok());
            assert_eq!(location.map(|location| location.id().to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "s3://", "s3:///p", "file://", "gs://lake/p", "s3a://lake/p", "https://example.org/p"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
