use lineage_aws::{AwsSettings, AwsSource};
use lineage_model::source::{ByteRange, ObjectSource, SourceErrorKind};

use super::{bucket_name, region};
use crate::fake::{Answer, FakeAws, Fault};

#[tokio::test(start_paused = true)]
async fn ranges_of_an_object() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").object("data", "k", b"0123456789").object("data", "empty", b"");
    let source = aws.source();
    for (key, range, bytes, size) in [
        ("k", ByteRange::First { length: 4 }, "0123", 10),
        ("k", ByteRange::First { length: 0 }, "", 10),
        ("k", ByteRange::First { length: 99 }, "0123456789", 10),
        ("k", ByteRange::Last { length: 3 }, "789", 10),
        ("k", ByteRange::Last { length: 0 }, "", 10),
        ("k", ByteRange::Last { length: 99 }, "0123456789", 10),
        ("k", ByteRange::From { start: 4, length: 2 }, "45", 10),
        ("k", ByteRange::From { start: 8, length: 99 }, "89", 10),
        ("k", ByteRange::From { start: 10, length: 1 }, "", 10),
        ("empty", ByteRange::First { length: 8 }, "", 0),
        ("empty", ByteRange::Last { length: 8 }, "", 0),
    ] {
        let read = source.object(&region(), &bucket_name("data"), key, range).await.unwrap();
        assert_eq!((String::from_utf8(read.bytes).unwrap().as_str(), read.size), (bytes, size), "{key} {range:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn never_more_than_was_asked_for() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1");
    aws.handle("GetObject", |_| Answer::new(206, "0123456789").header("content-range", "bytes 0-9/10"));
    let read = aws.source().object(&region(), &bucket_name("data"), "k", ByteRange::First { length: 4 }).await;
    assert_eq!(read.unwrap().bytes, b"0123");
    // A server that ignores the range does not say what it sends.
    aws.handle("GetObject", |_| Answer::new(200, "0123456789"));
    let read = aws.source().object(&region(), &bucket_name("data"), "k", ByteRange::Last { length: 4 }).await;
    assert_eq!(read.unwrap_err().kind, SourceErrorKind::InvalidResponse);
}

#[tokio::test(start_paused = true)]
async fn missing_and_denied_objects() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").object("data", "k", b"0");
    let source = aws.source();
    let read = async |bucket, key| {
        source.object(&region(), &bucket_name(bucket), key, ByteRange::First { length: 1 }).await.unwrap_err()
    };
    let error = read("data", "none").await;
    assert_eq!((error.kind, error.resource.as_str()), (SourceErrorKind::NotFound, "s3://data/none"));
    assert_eq!(read("no-bucket", "k").await.kind, SourceErrorKind::NotFound);
    aws.fault("GetObject", Fault::Denied, 1);
    let error = read("data", "k").await;
    assert_eq!((error.kind, error.action), (SourceErrorKind::AccessDenied, "s3:GetObject"));
}

#[tokio::test(start_paused = true)]
async fn a_bucket_of_another_region_is_found_once() {
    let aws = FakeAws::new();
    aws.bucket("far", "us-east-1").object("far", "k", b"0");
    let source = aws.source();
    for _ in 0..3 {
        let read = source.object(&region(), &bucket_name("far"), "k", ByteRange::First { length: 1 }).await;
        assert_eq!(read.unwrap().bytes, b"0");
    }
    let regions: Vec<_> = aws.log().into_iter().map(|logged| (logged.region, logged.status)).collect();
    let expected = [("eu-west-1", 301), ("us-east-1", 206), ("us-east-1", 206), ("us-east-1", 206)];
    assert_eq!(regions, expected.map(|(region, status)| (region.to_owned(), status)));
}

#[tokio::test(start_paused = true)]
async fn servers_that_only_speak_s3() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").handle("GetObject", |call| {
        assert_eq!((call.host.as_str(), call.bucket.as_str(), call.key.as_str()), ("localhost:9000", "data", "a/b"));
        Answer::new(206, "0").header("content-range", "bytes 0-0/1")
    });
    let mut settings = AwsSettings::default();
    settings.endpoint_url = Some("http://localhost:9000".to_owned());
    settings.force_path_style = true;
    let source = AwsSource::new(&aws.config(), settings);
    source.object(&region(), &bucket_name("data"), "a/b", ByteRange::First { length: 1 }).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn pages_of_objects() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1");
    for key in ["in/a", "in/b", "in/c", "out/d"] {
        aws.object("data", key, key.as_bytes());
    }
    let source = aws.source();
    let first = source.objects(&region(), &bucket_name("data"), "in/", None).await.unwrap();
    assert_eq!(first.objects.iter().map(|object| object.key.as_str()).collect::<Vec<_>>(), ["in/a", "in/b"]);
    insta::assert_json_snapshot!(first);
    let second = source.objects(&region(), &bucket_name("data"), "in/", first.next).await.unwrap();
    assert_eq!(second.objects.iter().map(|object| object.key.as_str()).collect::<Vec<_>>(), ["in/c"]);
    assert_eq!(second.next, None);
}

#[tokio::test(start_paused = true)]
async fn keys_of_any_character() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1");
    aws.handle("ListObjectsV2", |_| {
        Answer::xml("<ListBucketResult><Contents><Key>a b+c%20&amp;&#x1;&#xE9;</Key><Size>1</Size></Contents></ListBucketResult>")
    });
    let page = aws.source().objects(&region(), &bucket_name("data"), "a", None).await.unwrap();
    assert_eq!(page.objects[0].key, "a b+c%20&\u{1}\u{e9}");
}
