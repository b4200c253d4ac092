use std::error::Error as _;

use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, Result};

use super::store;
use crate::fake::{Answer, FakeAws};

const KEYS: [&str; 7] = ["a/", "a//v0.json", "a/./v0.json", "a/v1.json", "a/v2.json", "a/v3.json", "ab/v1.json"];

#[tokio::test(start_paused = true)]
async fn pages_are_asked_for_as_they_are_read() {
    let aws = FakeAws::new();
    let store = store(&aws);
    for n in 1..=9 {
        aws.object("schemas", &format!("a/v{n}"), b"{}");
    }
    let after = |offset: &str| store.list_with_offset(Some(&Path::from("a")), &Path::from(offset));
    let names = async |offset| -> Result<Vec<String>> {
        after(offset).map_ok(|meta| meta.location.to_string()).try_collect().await
    };
    assert_eq!(names("a/v6").await.unwrap(), ["a/v7", "a/v8", "a/v9"]);
    assert_eq!(aws.count("ListObjectsV2"), 2);
    assert_eq!(names("a/v9").await.unwrap(), [""; 0]);
    // Two names a page: the third is on the second one.
    let before = aws.count("ListObjectsV2");
    let first: Vec<_> = after("").take(3).try_collect().await.unwrap();
    assert_eq!((first.len(), aws.count("ListObjectsV2") - before), (3, 2));
}

/// Reading `a/` as the path `a` would read another object.
#[tokio::test(start_paused = true)]
async fn keys_that_are_no_paths_are_left_out() {
    let aws = FakeAws::new();
    let store = store(&aws);
    for key in KEYS {
        aws.object("schemas", key, b"{}");
    }
    let listed: Vec<_> =
        store.list(Some(&Path::from("a"))).map_ok(|meta| meta.location.to_string()).try_collect().await.unwrap();
    assert_eq!(listed, ["a/v1.json", "a/v2.json", "a/v3.json"]);
    let folder = store.list_with_delimiter(Some(&Path::from("a"))).await.unwrap();
    assert_eq!((folder.common_prefixes, folder.objects.len()), (vec![], 3));
    let root = store.list_with_delimiter(None).await.unwrap();
    assert_eq!((root.common_prefixes, root.objects.len()), (vec![Path::from("a"), Path::from("ab")], 0));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_never_ends_is_refused() {
    let aws = FakeAws::new();
    let store = store(&aws);
    aws.handle("ListObjectsV2", |_| {
        Answer::xml(
            "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>\
             </ListBucketResult>",
        )
    });
    let error = store.list(None).try_collect::<Vec<_>>().await.unwrap_err();
    assert!(error.source().unwrap().to_string().contains("the list does not go on"), "{error}");
    assert_eq!(aws.count("ListObjectsV2"), 2);
}
