//! A source of one's own: definitions that are kept as files, in a repository perhaps, and never ran.
//!
//! `cargo run -p lineage-examples --example custom_source [-- FOLDER PIPELINE]` reads `FOLDER/PIPELINE.json`.

#![allow(clippy::print_stdout)]

use std::{collections::BTreeMap, error::Error, path::PathBuf};

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

#[rustfmt::skip] #[async_trait]
impl PipelineSource for Folder {
    async fn pipeline(&self, _: &Region, name: &PipelineName) -> Answer<Pipeline> {
        // A pipeline's name holds letters, digits and hyphens, so it cannot lead out of the folder.
        let definition = std::fs::read_to_string(self.0.join(format!("{name}.json")))
            .map_err(|error| SourceError::not_found("folder:Read", name.as_str()).with_source(error))?;
        Ok(Pipeline { name: name.to_string(), definition, ..Pipeline::default() })
    }
    async fn pipelines(&self, _: &Region) -> Answer<Vec<PipelineSummary>> { Ok(Vec::new()) }
    async fn tags(&self, _: &Region, _: &str) -> Answer<BTreeMap<String, String>> { Ok(BTreeMap::new()) }
    async fn domains(&self, _: &Region) -> Answer<Vec<Domain>> { Ok(Vec::new()) }
    async fn domain(&self, _: &Region, id: &str) -> Answer<Domain> { absent(id) }
}

#[rustfmt::skip] #[async_trait]
impl ExecutionSource for Folder {
    async fn executions(&self, _: &Region, _: &PipelineName, _: usize) -> Answer<Vec<ExecutionSummary>> { Ok(Vec::new()) }
    async fn latest_executions(&self, _: &Region, of: &[PipelineSummary]) -> Vec<Answer<Option<ExecutionSummary>>> { of.iter().map(|_| Ok(None)).collect() }
    async fn execution(&self, _: &Region, arn: &str) -> Answer<Execution> { absent(arn) }
    async fn steps(&self, _: &Region, arn: &str) -> Answer<Vec<ExecutionStep>> { absent(arn) }
    async fn parameters(&self, _: &Region, arn: &str) -> Answer<Vec<(String, String)>> { absent(arn) }
    async fn definition(&self, _: &Region, arn: &str) -> Answer<String> { absent(arn) }
    async fn job(&self, _: &Region, _: JobKind, arn: &str) -> Answer<Job> { absent(arn) }
    async fn model(&self, _: &Region, arn: &str) -> Answer<Model> { absent(arn) }
    async fn model_package(&self, _: &Region, arn: &str) -> Answer<ModelPackage> { absent(arn) }
    async fn endpoints(&self, _: &Region, _: &ServedModel) -> Answer<Vec<Endpoint>> { Ok(Vec::new()) }
}

#[rustfmt::skip] #[async_trait]
impl BucketSource for Folder {
    // Nothing was asked, so nothing is known: that is another fact than "not configured".
    async fn bucket(&self, _: &Region, bucket: &BucketName) -> Answer<Bucket> { Ok(Bucket::new(bucket.clone())) }
}

#[rustfmt::skip] #[async_trait]
impl ObjectSource for Folder {
    async fn objects(&self, _: &Region, _: &BucketName, prefix: &str, _: Option<String>) -> Answer<ObjectPage> { absent(prefix) }
    async fn object(&self, _: &Region, _: &BucketName, key: &str, _: ByteRange) -> Answer<ObjectBytes> { absent(key) }
}

#[rustfmt::skip] #[async_trait]
impl FeatureGroupSource for Folder {
    async fn feature_groups(&self, _: &Region) -> Answer<Vec<FeatureGroupSummary>> { Ok(Vec::new()) }
    async fn offline_stores(&self, _: &Region) -> Answer<Vec<FeatureGroupStore>> { Ok(Vec::new()) }
    async fn feature_group(&self, _: &Region, name: &str) -> Answer<FeatureGroup> { absent(name) }
    async fn feature_description(&self, _: &Region, group: &str, _: &str) -> Answer<Option<String>> { absent(group) }
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
