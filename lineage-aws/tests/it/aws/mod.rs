//! The live source over the fake account.

mod account;
mod account_block;
mod buckets;
mod cache;
mod cache_room;
mod count;
mod datasets;
#[cfg(feature = "demo")]
mod demo;
mod endpoints;
mod errors;
mod executions;
#[cfg(feature = "demo")]
mod faults;
mod feature_groups;
mod iam;
mod jobs;
mod latest;
mod objects;
mod observe;
mod pacing;
mod pipelines;
mod regions;
mod rounds;
#[cfg(feature = "object-store")]
mod s3_store;
mod server;
mod steps;

use lineage_model::{BucketName, PipelineName, Region};

fn region() -> Region {
    Region::new("eu-west-1").unwrap()
}

fn pipeline_name() -> PipelineName {
    PipelineName::new("Churn").unwrap()
}

fn bucket_name(name: &str) -> BucketName {
    BucketName::new(name).unwrap()
}

/// The calls about the account itself, once for all of its buckets: who is asking, and what it blocks.
const ACCOUNT: usize = 2;

const EXECUTION: &str = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn/execution/abc123def456";
