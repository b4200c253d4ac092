use std::error::Error as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use lineage_aws::{AwsSettings, AwsSource, S3Store};
use lineage_model::source::{SourceError, SourceErrorKind};
use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt};

use super::super::server::at;
use super::super::{bucket_name, region};
use super::store;
use crate::fake::{Answer, FakeAws};

fn kind(error: &Error) -> SourceErrorKind {
    error.source().unwrap().downcast_ref::<SourceError>().unwrap().kind
}

/// Whoever would take other bytes for the ones that were asked for reads nonsense.
#[tokio::test(start_paused = true)]
async fn an_answer_that_is_not_what_was_asked_for_is_refused() {
    let ranged = |range: &str| Answer::new(206, "345").header("content-range", range);
    for (asked, answer, readable) in [
        (Some(GetRange::Bounded(3..6)), ranged("bytes 3-5/10"), true),
        (Some(GetRange::Bounded(3..6)), ranged("bytes 3-5/*"), false),
        (Some(GetRange::Bounded(3..6)), ranged("bytes 4-6/10"), false),
        (Some(GetRange::Bounded(3..9)), ranged("bytes 3-8/10"), false),
        (Some(GetRange::Bounded(3..6)), ranged("bytes 3-5/4"), false),
        (Some(GetRange::Bounded(3..6)), Answer::new(200, "0123456789"), false),
        (Some(GetRange::Suffix(3)), ranged("bytes 7-9/10"), true),
        (Some(GetRange::Suffix(3)), ranged("bytes 0-2/10"), false),
        (Some(GetRange::Suffix(3)), ranged("bytes 0-18446744073709551615/0"), false),
        (Some(GetRange::Offset(7)), ranged("bytes 7-9/10"), true),
        (None, ranged("bytes 0-2/10"), false),
        (None, Answer::new(200, "345"), true),
    ] {
        let aws = FakeAws::new();
        let store = store(&aws);
        let shown = format!("{asked:?} {answer:?}");
        let answer = answer.header("last-modified", "Sat, 31 Jan 2026 09:30:00 GMT");
        aws.handle("GetObject", move |_| answer.clone());
        match store.get_opts(&Path::from("a"), GetOptions::new().with_range(asked)).await {
            Ok(got) => assert!(readable && got.bytes().await.unwrap() == "345", "{shown}"),
            Err(error) => assert!(!readable && kind(&error) == SourceErrorKind::InvalidResponse, "{shown}: {error}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_range_of_nothing_is_refused_before_it_is_asked_for() {
    let aws = FakeAws::new();
    let store = store(&aws);
    for range in [0..0, 5..5] {
        let got = store.get_opts(&Path::from("a"), GetOptions::new().with_range(Some(GetRange::Bounded(range)))).await;
        assert!(matches!(got, Err(Error::Generic { .. })));
    }
    assert_eq!(aws.log(), []);
}

#[tokio::test(start_paused = true)]
async fn what_is_told_of_an_object() {
    let aws = FakeAws::new();
    let store = store(&aws);
    let path = Path::from("a/v1.json");
    let put = store.put(&path, "{}".into()).await.unwrap();
    let head = store.head(&path).await.unwrap();
    assert_eq!((head.size, head.last_modified.to_rfc3339().as_str()), (2, "2026-01-31T09:30:00+00:00"));
    assert_eq!((&head.e_tag, &head.location), (&put.e_tag, &path));
    assert_eq!(store.get(&path).await.unwrap().meta, head);
    let operations: Vec<_> = aws.log().into_iter().map(|logged| logged.operation).collect();
    assert_eq!(operations, ["PutObject", "HeadObject", "GetObject"]);
}

/// Answers one request with the first 3 of 10 bytes.
fn begin(listener: &TcpListener) -> TcpStream {
    let (mut socket, _) = listener.accept().unwrap();
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        request.extend(byte);
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nlast-modified: Sat, 31 Jan 2026 09:30:00 GMT\r\n\r\n012";
    socket.write_all(head.as_bytes()).unwrap();
    socket
}

#[tokio::test]
async fn bytes_that_do_not_come() {
    for (closes, expected) in [(true, SourceErrorKind::Unavailable), (false, SourceErrorKind::Timeout)] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = format!("http://{}", listener.local_addr().unwrap());
        let answering = std::thread::spawn(move || (!closes).then_some(begin(&listener)));
        let mut settings = AwsSettings::default();
        settings.object_timeout = Duration::from_millis(50);
        let source = AwsSource::new(&at(&server), settings);
        let store = S3Store::new(Arc::new(source), region(), bucket_name("schemas"));
        let got = store.get(&Path::from("a")).await.unwrap();
        // Holds the connection open, or not.
        let _socket = answering.join().unwrap();
        let error = got.bytes().await.unwrap_err();
        assert_eq!(kind(&error), expected, "{error}");
    }
}
