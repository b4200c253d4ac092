//! The schema of a real dataset: of all objects below a prefix, or of one object.
//!
//! `cargo run -p lineage-examples --features aws --example infer_s3 -- s3://BUCKET/PREFIX [REGION]`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::sync::Arc;

use lineage_aws::{AwsOptions, AwsSettings, AwsSource};
use lineage_model::Region;
use lineage_schema::{BucketObjects, DatasetId, InferOptions, SchemaDocument, infer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let dataset: DatasetId = args.next().ok_or("give the URI of a dataset")?.parse()?;
    let source = AwsSource::from_env(AwsOptions::default(), AwsSettings::default()).await;
    let region = match args.next() {
        Some(region) => Region::new(region)?,
        None => source.default_region().ok_or("give a region, or configure one for AWS")?,
    };
    let bucket = dataset.bucket().ok_or("give the URI of a bucket")?.clone();
    let objects = BucketObjects { source: Arc::new(source), region, bucket };
    let found = infer(&objects, dataset.key(), &InferOptions::default()).await?;
    println!("{}", serde_json::to_string_pretty(&SchemaDocument::from(&found))?);
    Ok(())
}
