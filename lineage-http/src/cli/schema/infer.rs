use std::path::Path;

use clap::Args;
use lineage_http::Clock;
use lineage_http::datasets::{DatasetDocument, SavedDocument};
use lineage_model::{BucketName, Region, Timestamp, redact};
use lineage_schema::store::SaveRequest;
use lineage_schema::{
    BucketObjects, Dataset, DatasetId, InferError, InferOptions, LocalObjects, Location, Policy, infer,
};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::COLUMNS;
use super::place::{self, Place};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::schema_store::SchemaStoreArgs;
use crate::cli::source::SourceArgs;
use crate::cli::table::{ListFormat, list};
use crate::cli::text;

/// `schema PLACE`.
#[derive(Debug, Args)]
pub(super) struct Infer {
    /// A folder, a file, s3://bucket/prefix, or s3://bucket/key; ./versions for a folder that is called like a command
    #[arg(value_name = "PLACE", required = true)]
    place: Option<Place>,
    /// The region to ask from; the bucket may be elsewhere
    #[arg(long, env = "DEFAULT_REGION")]
    region: Option<Region>,
    /// How many files to read, from 1 to 50, instead of 5 or what the policy says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=50))]
    max_files: Option<u8>,
    /// How to infer it, and which changes to accept: JSON, or a file of it
    #[arg(long, value_name = "FILE|JSON", value_parser = policy, default_value = "{}", hide_default_value = true)]
    policy: Policy,
    /// Keep it as a version
    #[arg(long)]
    save: bool,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Json)]
    format: ListFormat,
    #[command(flatten)]
    store: SchemaStoreArgs,
    #[command(flatten)]
    source: SourceArgs,
}

fn policy(text: &str) -> Result<Policy, String> {
    // A text that begins as an object is none that a file is called, and better told what is wrong with it.
    if text.trim_start().starts_with('{') || serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return Policy::parse(text).map_err(|error| error.to_string());
    }
    let text = text::file(text.as_ref()).map_err(|error| format!("cannot read the file: {error}"))?;
    Policy::parse(&text).map_err(|error| error.to_string())
}

impl Infer {
    pub(super) async fn run(self) -> Result<(), Failure> {
        // A version of what is not there for anybody else must not get among the user's own.
        if self.save && self.source.is_demo() && !self.store.is_chosen() {
            return Err(Failure::usage("--save with --demo needs --schema-store PLACE"));
        }
        let mut options = InferOptions::from(&self.policy);
        options.max_files = self.max_files.map_or(options.max_files, usize::from);
        let (id, dataset, now) = match &self.place {
            Some(Place::Local(path)) => local(path, &options).await?,
            Some(Place::S3(bucket, location)) => self.in_bucket(bucket, location, &options).await?,
            None => return Err(Failure::usage("give a folder, a file or s3://bucket/prefix")),
        };
        let mut document = DatasetDocument::new(id.to_string(), &dataset);
        if self.save {
            // What a part of the sample tells would be a version that says less than the one before.
            if let Some(gap) = &dataset.gap {
                let message = redact::text(&gap.message);
                return Err(Failure::plain(format!(
                    "no version was made, for a part of the sample is missing: {message}"
                )));
            }
            let now = now.ok_or_else(|| Failure::plain("the machine's clock stands before 1970"))?;
            let request = SaveRequest::new(&dataset, self.policy, now);
            let store = match self.store.of_source(&self.source).await? {
                Some(store) => store,
                None => self.store.open_for_saving(&self.source.aws).await?,
            };
            let saved = store.save(&id, request).await;
            let saved = saved.map_err(|error| Failure::new("cannot keep the schema", &error))?;
            document.saved = Some(SavedDocument::from(&saved));
        }
        let columns =
            |document: &Value| document.get("schema").map(|schema| list(schema, "columns")).unwrap_or_default();
        self.format.write(&document, &document.warnings, &COLUMNS, columns)
    }

    async fn in_bucket(
        &self,
        bucket: &BucketName,
        location: &Location,
        options: &InferOptions,
    ) -> Result<(DatasetId, Dataset, Option<Timestamp>), Failure> {
        let source = self.source.open(self.region.clone()).await?;
        let region = source.region()?.clone();
        output::progress(&format!("reading {} in {region}", location.id()));
        let now = source.clock.now();
        let objects = BucketObjects { source: source.facts, region, bucket: bucket.clone() };
        let dataset = infer(&objects, location.id().key(), options).await.map_err(failed)?;
        Ok((location.id_of(&dataset).clone(), dataset, now))
    }
}

async fn local(path: &Path, options: &InferOptions) -> Result<(DatasetId, Dataset, Option<Timestamp>), Failure> {
    let path = place::local(path)?;
    let id = place::id(&path)?;
    let (root, key) = match (path.parent(), path.file_name().and_then(|name| name.to_str())) {
        (Some(parent), Some(name)) if !path.is_dir() => (parent, name),
        _ => (path.as_path(), ""),
    };
    let objects = LocalObjects::new(root);
    let objects = objects.map_err(|error| Failure::new(format!("cannot read '{}'", root.display()), &error))?;
    let dataset = infer(&objects, key, options).await.map_err(failed)?;
    Ok((id, dataset, Clock::System.now()))
}

fn failed(error: InferError) -> Failure {
    Failure::new("cannot find the schema", &error)
}
