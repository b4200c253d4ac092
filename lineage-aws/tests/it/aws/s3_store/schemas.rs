//! Versions of schemas in a bucket, over the fake and over a server.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use lineage_aws::S3Store;
use lineage_schema::store::contract::{check_one_writer, check_store};
use lineage_schema::store::{ObjectStoreSchemas, StoreError};

use super::super::server::{create_bucket, server};
use super::super::{bucket_name, region};
use super::store;
use crate::fake::{Answer, FakeAws, Fault};

fn schemas(store: S3Store) -> ObjectStoreSchemas {
    ObjectStoreSchemas::new(Arc::new(store), "a root/schemas")
}

/// `statuses` are all that writes were answered with; 0 is no answer.
async fn check(faults: &'static [Fault], statuses: &[u16]) {
    // Answers take a while, so that writers meet.
    let aws = FakeAws::at(Duration::from_millis(20));
    let schemas = schemas(store(&aws));
    schemas.self_test().await.unwrap();
    aws.long_pages("schemas").scatter("PutObject", faults);
    assert_eq!(check_store(&schemas).await, [""; 0], "{faults:?}");
    let writes = aws.log().into_iter().filter(|logged| logged.operation == "PutObject");
    assert_eq!(writes.map(|logged| logged.status).collect::<BTreeSet<_>>(), statuses.iter().copied().collect());
}

#[tokio::test(start_paused = true)]
async fn a_bucket_keeps_the_contract() {
    check(&[], &[200, 412]).await;
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_fails_keeps_the_contract() {
    check(&[Fault::Conflict, Fault::Taken, Fault::Reset, Fault::LostAnswer], &[0, 200, 409, 412]).await;
}

/// The server looks whether an object is there and then writes it, as two steps: one writer at a time.
#[tokio::test]
async fn a_bucket_keeps_the_contract_over_a_server() {
    let Some((source, client)) = server() else { return };
    create_bucket(&client, "versions").await;
    let schemas = schemas(S3Store::new(Arc::new(source), region(), bucket_name("versions")));
    for _ in 0..2 {
        schemas.self_test().await.unwrap();
    }
    assert_eq!(check_one_writer(&schemas).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_cannot_keep_schemas_is_found_out() {
    let written = || Answer::new(200, "").header("etag", "\"e\"");
    let read = |bytes: &str| Answer::new(200, bytes).header("last-modified", "Sat, 31 Jan 2026 09:30:00 GMT");
    for (put, get, denied, expected) in [
        (Answer::s3_error(403, "AccessDenied"), read("probe"), true, "denies access"),
        (written(), Answer::s3_error(403, "AccessDenied"), true, "denies access"),
        (Answer::s3_error(501, "NotImplemented"), read("probe"), false, "a request failed"),
        (Answer::s3_error(404, "NoSuchBucket"), read("probe"), false, "a request failed"),
        (written(), read("again"), false, "conditional writes"),
        (written(), read("probe"), false, "conditional writes"),
    ] {
        let aws = FakeAws::new();
        let schemas = schemas(store(&aws));
        aws.handle("PutObject", move |_| put.clone()).handle("GetObject", move |_| get.clone());
        let error = schemas.self_test().await.unwrap_err();
        assert_eq!(matches!(error, StoreError::Denied(_)), denied, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}
