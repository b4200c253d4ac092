use std::convert::Infallible;
use std::env;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore};

use super::failure::Failure;

/// Where versions of schemas are kept.
#[derive(Debug, Args)]
pub(crate) struct SchemaStoreArgs {
    /// Where versions of schemas are kept: a folder, s3://bucket/prefix, or memory; by default
    /// sagemaker-lineage/schemas in the user's folder for data
    #[arg(long, env = "SCHEMA_STORE", value_name = "PLACE")]
    schema_store: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// As long as the program runs.
    Memory,
    Folder(PathBuf),
    /// A bucket, perhaps with a prefix.
    S3(String),
}

impl FromStr for Place {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "memory" => Self::Memory,
            uri if uri.starts_with("s3://") => Self::S3(uri.to_owned()),
            path => Self::Folder(path.into()),
        })
    }
}

impl SchemaStoreArgs {
    /// Whether somebody said where.
    pub(crate) fn is_chosen(&self) -> bool {
        self.schema_store.is_some()
    }

    /// Opens the store.
    pub(crate) fn open(&self) -> Result<Arc<dyn SchemaStore>, Failure> {
        let folder = match &self.schema_store {
            Some(Place::Memory) => return Ok(Arc::new(ObjectStoreSchemas::in_memory())),
            Some(Place::S3(uri)) => {
                let why = if cfg!(feature = "aws") { "not available yet" } else { "not part of a program without AWS" };
                return Err(Failure::usage(format!("schemas cannot be kept in '{uri}': S3 is {why}; give a folder")));
            }
            Some(Place::Folder(folder)) => folder.clone(),
            None => default_folder()
                .ok_or_else(|| Failure::usage("there is no folder for the user's data: give --schema-store"))?,
        };
        let store = ObjectStoreSchemas::open_folder(&folder);
        let failed = |error| Failure::new(format!("cannot keep schemas in '{}'", folder.display()), &error);
        Ok(Arc::new(store.map_err(failed)?))
    }
}

/// Where programs keep their data for a user.
fn default_folder() -> Option<PathBuf> {
    let path = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = if cfg!(windows) {
        path("LOCALAPPDATA")?
    } else {
        path("XDG_DATA_HOME").or_else(|| Some(path("HOME")?.join(".local/share")))?
    };
    Some(data.join("sagemaker-lineage").join("schemas"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (text, expected) in [
            ("memory", Place::Memory),
            ("./memory", Place::Folder("./memory".into())),
            ("/var/lib/schemas", Place::Folder("/var/lib/schemas".into())),
            ("s3://lake/schemas/", Place::S3("s3://lake/schemas/".to_owned())),
        ] {
            assert_eq!(text.parse(), Ok(expected));
        }
    }
}
