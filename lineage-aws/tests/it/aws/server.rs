//! A server that speaks S3, over sockets; `ci/real-input/s3.sh` starts one.

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use lineage_aws::{AwsSettings, AwsSource};

use super::region;

/// The SDK's configuration for a server.
pub(super) fn at(server: &str) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret-that-is-never-told", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(server)
        .build()
}

/// A source over the server, and a client for what it does not do; none when there is no server.
#[allow(clippy::print_stderr)]
pub(super) fn server() -> Option<(AwsSource, Client)> {
    let Ok(server) = std::env::var("S3_SERVER") else {
        eprintln!("skipped: no server in S3_SERVER");
        return None;
    };
    let config = at(&server);
    Some((AwsSource::new(&config, AwsSettings::default()), client(&config)))
}

pub(super) fn client(config: &SdkConfig) -> Client {
    let here = aws_config::Region::new(region().to_string());
    Client::from_conf(aws_sdk_s3::config::Builder::from(config).region(here).build())
}

pub(super) async fn create_bucket(client: &Client, name: &str) {
    let here = BucketLocationConstraint::from(region().as_str());
    let here = CreateBucketConfiguration::builder().location_constraint(here).build();
    client.create_bucket().bucket(name).create_bucket_configuration(here).send().await.unwrap();
}
