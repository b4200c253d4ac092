use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use lineage_aws::S3Store;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutPayload};

use super::super::{bucket_name, region};
use super::store;
use crate::fake::{Answer, FakeAws};

/// What a request says beyond its key.
async fn sent(mode: PutMode) -> (Option<String>, Option<String>, Vec<u8>) {
    let aws = FakeAws::new();
    let store = store(&aws);
    let seen = Arc::new(std::sync::Mutex::new(None));
    let seen_there = Arc::clone(&seen);
    aws.handle("PutObject", move |call| {
        let header = |name: &str| call.headers.get(name).cloned();
        // Neither the chunks nor the trailers that servers other than S3 refuse.
        assert_eq!((header("content-encoding"), header("x-amz-trailer")), (None, None));
        *seen_there.lock().unwrap() =
            Some((header("if-none-match"), header("x-amz-checksum-crc32"), call.payload.clone()));
        Answer::new(200, "").header("etag", "\"e\"")
    });
    let payload = ["{", "}"].into_iter().map(bytes::Bytes::from).collect::<PutPayload>();
    let put = store.put_opts(&Path::from("a/v1.json"), payload, mode.into()).await.unwrap();
    assert_eq!((put.e_tag.as_deref(), put.version), (Some("\"e\""), None));
    seen.lock().unwrap().take().unwrap()
}

#[tokio::test(start_paused = true)]
async fn creating_is_a_condition_on_the_request() {
    let crc = Some("o6a/Qw==".to_owned());
    let bytes = b"{}".to_vec();
    assert_eq!(sent(PutMode::Create).await, (Some("*".to_owned()), crc.clone(), bytes.clone()));
    assert_eq!(sent(PutMode::Overwrite).await, (None, crc, bytes));
}

#[tokio::test(start_paused = true)]
async fn of_many_that_create_one_object_one_does() {
    let aws = FakeAws::new();
    let store = store(&aws);
    let path = Path::from("a/v1.json");
    let writes = (0..64).map(|n: u32| store.put_opts(&path, n.to_string().into(), PutMode::Create.into()));
    let written = join_all(writes).await;
    let taken = written.iter().filter(|put| matches!(put, Err(Error::AlreadyExists { .. }))).count();
    assert_eq!((written.iter().filter(|put| put.is_ok()).count(), taken), (1, 63));
    let winner = written.iter().position(Result::is_ok).unwrap().to_string();
    assert_eq!(store.get(&path).await.unwrap().bytes().await.unwrap(), winner.as_bytes());
}

/// The object is this request's own, and S3 cannot tell.
#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_was_lost_finds_its_own_object() {
    let aws = FakeAws::new();
    let store = store(&aws);
    let attempts = AtomicUsize::new(0);
    aws.handle("PutObject", move |_| match attempts.fetch_add(1, Ordering::Relaxed) {
        0 => Answer::s3_error(500, "InternalError"),
        _ => Answer::s3_error(412, "PreconditionFailed"),
    });
    let put = store.put_opts(&Path::from("a"), "{}".into(), PutMode::Create.into()).await;
    assert!(matches!(put, Err(Error::AlreadyExists { .. })), "{put:?}");
    assert_eq!(aws.count("PutObject"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_bucket_of_another_region_is_found_once() {
    let aws = FakeAws::new();
    aws.bucket("far", "us-east-1");
    let store = S3Store::new(Arc::new(aws.source()), region(), bucket_name("far"));
    for n in 0..3 {
        store.put(&Path::from(format!("v{n}")), "{}".into()).await.unwrap();
    }
    let regions: Vec<_> = aws.log().into_iter().map(|logged| (logged.region, logged.status)).collect();
    let expected = [("eu-west-1", 301), ("us-east-1", 200), ("us-east-1", 200), ("us-east-1", 200)];
    assert_eq!(regions, expected.map(|(region, status)| (region.to_owned(), status)));
}

#[test]
fn a_store_shows_its_bucket_and_no_credentials() {
    let store = store(&FakeAws::new());
    assert_eq!(store.to_string(), "s3://schemas");
    let shown = format!("{store:?}");
    assert!(shown.contains("schemas") && !shown.contains("AKID"), "{shown}");
}
