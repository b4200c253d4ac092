use std::sync::Arc;

use clap::Args;
use lineage_http::datasets::{DiffDocument, VersionDocument, items};
use lineage_schema::Location;
use lineage_schema::store::{SchemaStore, StoreError};
use serde::Serialize;
use serde_json::Value;

use super::COLUMNS;
use super::place::Place;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::schema_store::SchemaStoreArgs;
use crate::cli::source::AwsArgs;
use crate::cli::table::{Column, ListFormat, list};

/// `schema versions`.
#[derive(Debug, Args)]
pub(super) struct Versions {
    #[command(flatten)]
    kept: Kept,
    /// One version in full, instead of all in short
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

/// `schema diff`.
#[derive(Debug, Args)]
pub(super) struct Diff {
    #[command(flatten)]
    kept: Kept,
    /// The older version, instead of the one before the newer
    #[arg(long, value_name = "N")]
    from: Option<u64>,
    /// The newer version, instead of the newest
    #[arg(long, value_name = "N")]
    to: Option<u64>,
}

/// A dataset of which versions were kept.
#[derive(Debug, Args)]
struct Kept {
    /// The dataset: a folder, a file, s3://bucket/prefix, or s3://bucket/key
    #[arg(value_name = "DATASET")]
    dataset: Place,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Json)]
    format: ListFormat,
    #[command(flatten)]
    store: SchemaStoreArgs,
    #[command(flatten)]
    aws: AwsArgs,
}

const VERSIONS: [Column; 4] = [
    ("VERSION", &["/version"]),
    ("CREATED", &["/createdAt"]),
    ("COMPATIBILITY", &["/compatibility"]),
    ("SCHEMA", &["/schemaHash"]),
];

const CHANGES: [Column; 4] = [("COLUMN", &["/column"]), ("CHANGE", &["/kind"]), ("FROM", &["/from"]), ("TO", &["/to"])];

impl Kept {
    async fn open(&self) -> Result<(Location, Arc<dyn SchemaStore>), Failure> {
        Ok((self.dataset.location()?, self.store.open(&self.aws).await?))
    }

    fn write(
        &self,
        document: &impl Serialize,
        columns: &[Column],
        rows: impl FnOnce(&Value) -> Vec<Value>,
    ) -> Result<(), Failure> {
        self.format.write(document, &[], columns, rows)
    }
}

fn failed(error: StoreError) -> Failure {
    Failure::new("cannot read the versions", &error)
}

fn nothing(location: &Location) -> Failure {
    Failure::plain(format!("no such version of '{}' was kept", location.id()))
}

impl Versions {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (location, store) = self.kept.open().await?;
        let id = location.kept(&*store).await.map_err(failed)?;
        if let Some(number) = self.version {
            let version = store.version(id, number).await.map_err(failed)?;
            let version = VersionDocument::from(&version.ok_or_else(|| nothing(&location))?);
            return self.kept.write(&version, &COLUMNS, |version| list(version, "columns"));
        }
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let page = store.versions(id, 1000, before).await.map_err(failed)?;
            for number in &page.corrupt {
                output::warn(&format!("version {number} is corrupt"));
            }
            all.extend(items(&page));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        if all.is_empty() {
            return Err(nothing(&location));
        }
        self.kept.write(&all, &VERSIONS, |all| all.as_array().cloned().unwrap_or_default())
    }
}

impl Diff {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (location, store) = self.kept.open().await?;
        let pair = location.pair(&*store, self.from, self.to).await.map_err(failed)?;
        let (from, to) = pair.ok_or_else(|| nothing(&location))?;
        let document = DiffDocument::new(from.as_ref(), &to);
        self.kept.write(&document, &CHANGES, |document| list(document, "changes"))
    }
}
