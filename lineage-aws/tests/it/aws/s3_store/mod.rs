//! A bucket as an `ObjectStore`.

mod conformance;
mod errors;
mod list;
mod read;
mod write;

use std::sync::Arc;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use lineage_aws::S3Store;

use super::{bucket_name, region};
use crate::fake::FakeAws;

/// The store of a bucket that is empty.
fn store(aws: &FakeAws) -> S3Store {
    aws.bucket("schemas", "eu-west-1");
    S3Store::new(Arc::new(aws.source()), region(), bucket_name("schemas"))
}

/// The SDK's configuration for a server, over sockets.
fn at(server: &str) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret-that-is-never-told", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(server)
        .build()
}
