use std::env;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;
use lineage_http::Clock;
use lineage_model::BucketName;
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore, import_jsonl};

use super::failure::Failure;
use super::source::{AwsArgs, SourceArgs};

/// Where versions of schemas are kept.
#[derive(Debug, Args)]
pub(crate) struct SchemaStoreArgs {
    /// Where versions of schemas are kept: a folder, s3://bucket/prefix, or memory; by default
    /// sagemaker-lineage/schemas in the user's folder for data, with the demo account memory
    #[arg(long, env = "SCHEMA_STORE", value_name = "PLACE")]
    schema_store: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// As long as the program runs.
    Memory,
    Folder(PathBuf),
    /// A bucket, and what stands before all keys in it.
    S3(BucketName, String),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match scheme(text) {
            None if text == "memory" => Ok(Self::Memory),
            None => Ok(Self::Folder(text.into())),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("s3") => {
                let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
                let bucket = BucketName::new(bucket).map_err(|error| error.to_string())?;
                Ok(Self::S3(bucket, prefix.to_owned()))
            }
            Some((scheme, _)) => Err(format!("'{scheme}://' is no place for schemas: give a folder or s3://")),
        }
    }
}

/// What stands before `://`, and what behind it, where a text is a URI and no path.
pub(super) fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let known = |byte| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z');
    // One letter is a drive.
    let is_scheme = scheme.len() > 1 && scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    (is_scheme && scheme.bytes().all(known)).then_some((scheme, rest))
}

impl SchemaStoreArgs {
    /// Whether somebody said where.
    pub(crate) fn is_chosen(&self) -> bool {
        self.schema_store.is_some()
    }

    /// A store in memory with the versions that come with the source; none where there are none, or another place was
    /// chosen: they must not get among somebody's own.
    pub(crate) async fn of_source(&self, source: &SourceArgs) -> Result<Option<Arc<dyn SchemaStore>>, Failure> {
        let is_free = matches!(self.schema_store, None | Some(Place::Memory));
        let Some(lines) = source.past_schemas().filter(|_| is_free) else { return Ok(None) };
        let schemas = ObjectStoreSchemas::in_memory();
        // Each line has a time of its own.
        let now = Clock::System.now().ok_or_else(|| Failure::plain("the machine's clock stands before 1970"))?;
        let imported = import_jsonl(lines.as_bytes(), &schemas, now).await;
        imported.map_err(|error| Failure::new("cannot keep the schemas of the demo account", &error))?;
        Ok(Some(Arc::new(schemas)))
    }

    /// Opens the store to read; `aws` says how a bucket is called.
    pub(crate) async fn open(&self, aws: &AwsArgs) -> Result<Arc<dyn SchemaStore>, Failure> {
        Ok(Arc::new(self.schemas(aws).await?))
    }

    /// Opens the store to save too, if it keeps what a store must.
    pub(crate) async fn open_for_saving(&self, aws: &AwsArgs) -> Result<Arc<dyn SchemaStore>, Failure> {
        let schemas = self.schemas(aws).await?;
        schemas.self_test().await.map_err(|error| Failure::new("cannot keep schemas", &error))?;
        Ok(Arc::new(schemas))
    }

    async fn schemas(&self, aws: &AwsArgs) -> Result<ObjectStoreSchemas, Failure> {
        let folder = match &self.schema_store {
            Some(Place::Memory) => return Ok(ObjectStoreSchemas::in_memory()),
            Some(Place::S3(bucket, prefix)) => return aws.schemas(bucket.clone(), prefix).await,
            Some(Place::Folder(folder)) => folder.clone(),
            None => default_folder()
                .ok_or_else(|| Failure::usage("there is no folder for the user's data: give --schema-store"))?,
        };
        let failed = |error| Failure::new(format!("cannot keep schemas in '{}'", folder.display()), &error);
        ObjectStoreSchemas::open_folder(&folder).map_err(failed)
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
            ("./s3://lake", Place::Folder("./s3://lake".into())),
            ("C://schemas", Place::Folder("C://schemas".into())),
        ] {
            assert_eq!(text.parse(), Ok(expected));
        }
        for (text, expected) in [("s3://lake", ""), ("s3://lake/schemas/", "schemas/"), ("S3://lake/A", "A")] {
            let place = text.parse();
            assert!(matches!(place, Ok(Place::S3(bucket, prefix)) if bucket.as_str() == "lake" && prefix == expected));
        }
        for text in ["s3://", "gs://lake/schemas", "s3a://lake", "file:///schemas"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
