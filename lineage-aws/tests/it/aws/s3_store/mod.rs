//! A bucket as an `ObjectStore`.

mod conformance;
mod errors;
mod list;
mod read;
mod schemas;
mod write;

use std::sync::Arc;

use lineage_aws::S3Store;

use super::{bucket_name, region};
use crate::fake::FakeAws;

/// The store of a bucket that is empty.
fn store(aws: &FakeAws) -> S3Store {
    aws.bucket("schemas", "eu-west-1");
    S3Store::new(Arc::new(aws.source()), region(), bucket_name("schemas"))
}
