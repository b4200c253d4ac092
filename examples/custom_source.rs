//! A source of one's own: definitions that are kept as files, in a repository perhaps, and never ran.
//!
//! `cargo run -p lineage-examples --example custom_source [-- FOLDER PIPELINE]` reads `FOLDER/PIPELINE.json`.

#![allow(clippy::print_stdout)]

use std::{error::Error, path::PathBuf};

use async_trait::async_trait;
use lineage_model::collect::{LineageQuery, lineage};
use lineage_model::source::*;
use lineage_model::{BucketName, PipelineName, Region};

/// A folder of definitions. Whatever has all five ports is a `LineageSource`.
struct Folder(PathBuf);

type Answer<T> = Result<T, SourceError>;

/// What there is none of is an error of the kind `NotFound`, or an empty list.
fn absent<T>(resource: &str) -> Answer<T> {
    Err(SourceError::not_found("folder:Read", resource))
}

#[async_trait]
#[rustfmt::skip]
impl PipelineSource for Folder {
    async fn pipeline(&self, _: &Region, name: &PipelineName) -> Answer<Pipeline> {
        // A pipeline's name holds letters, digits and hyphens, so it cannot lead out of the folder.
        let definition = std::fs::read_to_string(self.0.join(format!("{name}.json")))
            .map_err(|error| SourceError::not_found("folder:Read", name.as_str()).with_source(error))?;
        Ok(Pipeline { name: name.to_string(), definition, ..Pipeline::default() })
    }
    async fn pipelines(&self, _: &Region) -> Answer<Vec<PipelineSummary>> { Ok(Vec::new()) }
    async fn domains(&self, _: &Region) -> Answer<Vec<Domain>> { Ok(Vec::new()) }
    async fn domain(&self, _: &Region, id: &str) -> Answer<Domain> { absent(id) }
}

#[async_trait]
#[rustfmt::skip]
impl ExecutionSource for Folder {
    async fn executions(&self, _: &Region, _: &PipelineName, _: usize) -> Answer<Vec<ExecutionSummary>> { Ok(Vec::new()) }
    async fn execution(&self, _: &Region, arn: &str) -> Answer<Execution> { absent(arn) }
    async fn steps(&self, _: &Region, arn: &str) -> Answer<Vec<ExecutionStep>> { absent(arn) }
    async fn parameters(&self, _: &Region, arn: &str) -> Answer<Vec<(String, String)>> { absent(arn) }
    async fn definition(&self, _: &Region, arn: &str) -> Answer<String> { absent(arn) }
    async fn job(&self, _: &Region, _: JobKind, arn: &str) -> Answer<Job> { absent(arn) }
    async fn model(&self, _: &Region, arn: &str) -> Answer<Model> { absent(arn) }
    async fn model_package(&self, _: &Region, arn: &str) -> Answer<ModelPackage> { absent(arn) }
}

#[async_trait]
#[rustfmt::skip]
impl BucketSource for Folder {
    // Nothing was asked, so nothing is known: that is another fact than "not configured".
    async fn bucket(&self, _: &Region, bucket: &BucketName) -> Answer<Bucket> { Ok(Bucket::new(bucket.clone())) }
}

#[async_trait]
#[rustfmt::skip]
impl ObjectSource for Folder {
    async fn objects(&self, _: &Region, _: &BucketName, prefix: &str, _: Option<String>) -> Answer<ObjectPage> { absent(prefix) }
    async fn object(&self, _: &Region, _: &BucketName, key: &str, _: ByteRange) -> Answer<ObjectBytes> { absent(key) }
}

#[async_trait]
#[rustfmt::skip]
impl FeatureGroupSource for Folder {
    async fn feature_groups(&self, _: &Region) -> Answer<Vec<FeatureGroupSummary>> { Ok(Vec::new()) }
    async fn feature_group(&self, _: &Region, name: &str) -> Answer<FeatureGroup> { absent(name) }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/definitions").to_owned());
    let name = args.next().unwrap_or_else(|| "churn".to_owned());
    let query = LineageQuery::new(Region::new("us-east-1")?, PipelineName::new(name)?);
    println!("{}", serde_json::to_string_pretty(&lineage(&Folder(folder.into()), &query).await?)?);
    Ok(())
}
