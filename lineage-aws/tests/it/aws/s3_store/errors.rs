use std::error::Error as _;
use std::sync::Arc;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use futures_util::{StreamExt, TryStreamExt, stream};
use lineage_aws::{AwsSettings, AwsSource, S3Store};
use lineage_model::source::{SourceError, SourceErrorKind};
use object_store::path::Path;
use object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

use super::super::{bucket_name, region};
use super::store;
use crate::fake::{Answer, FakeAws, Fault};

const OPERATIONS: [&str; 4] = ["PutObject", "GetObject", "HeadObject", "ListObjectsV2"];

/// Makes the call that sends `operation`.
async fn call(store: &S3Store, operation: &str) -> Error {
    let path = Path::from("a/v1.json");
    match operation {
        "PutObject" => store.put_opts(&path, "{}".into(), PutMode::Create.into()).await.map(drop),
        "GetObject" => store.get(&path).await.map(drop),
        "HeadObject" => store.head(&path).await.map(drop),
        _ => store.list(Some(&path)).try_for_each(async |_| Ok(())).await,
    }
    .unwrap_err()
}

/// The name of the variant, and the path it tells.
fn variant(error: &Error) -> (String, Option<&str>) {
    let name = format!("{error:?}").split([' ', '{']).next().unwrap().to_owned();
    let path = match error {
        Error::NotFound { path, .. }
        | Error::AlreadyExists { path, .. }
        | Error::Precondition { path, .. }
        | Error::NotModified { path, .. }
        | Error::PermissionDenied { path, .. }
        | Error::Unauthenticated { path, .. } => Some(path.as_str()),
        _ => None,
    };
    (name, path)
}

fn kind(error: &Error) -> SourceErrorKind {
    error.source().unwrap().downcast_ref::<SourceError>().unwrap().kind
}

#[tokio::test(start_paused = true)]
async fn every_failure_has_its_variant_and_tells_no_secret() {
    for (fault, expected, expected_kind) in [
        (Fault::Denied, "PermissionDenied", SourceErrorKind::AccessDenied),
        (Fault::Server, "Generic", SourceErrorKind::Unavailable),
        (Fault::Throttled, "Generic", SourceErrorKind::Throttled),
        (Fault::Hangs, "Generic", SourceErrorKind::Timeout),
        (Fault::Reset, "Generic", SourceErrorKind::Unavailable),
    ] {
        for operation in OPERATIONS {
            let aws = FakeAws::new();
            let store = store(&aws);
            aws.fault(operation, fault, usize::MAX);
            let error = call(&store, operation).await;
            let expected_kind = match (operation, expected_kind) {
                // The answer to HEAD has no body, and so no code.
                ("HeadObject", SourceErrorKind::Throttled) => SourceErrorKind::Unavailable,
                (_, kind) => kind,
            };
            let (name, path) = variant(&error);
            assert_eq!((name.as_str(), kind(&error)), (expected, expected_kind), "{operation} {fault:?}");
            assert!(path.is_none_or(|path| path.starts_with("a/v1.json")), "{operation} {fault:?}: {path:?}");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("secret-that-is-never-told") && !shown.contains("AKIDEXAMPLE"), "{shown}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn answers_by_their_status_and_code() {
    for (operation, status, code, expected) in [
        ("PutObject", 412, "PreconditionFailed", "AlreadyExists"),
        ("PutObject", 409, "ConditionalRequestConflict", "AlreadyExists"),
        ("PutObject", 403, "InvalidAccessKeyId", "Unauthenticated"),
        ("PutObject", 400, "ExpiredToken", "Unauthenticated"),
        ("PutObject", 501, "NotImplemented", "Generic"),
        ("GetObject", 404, "NoSuchKey", "NotFound"),
        ("GetObject", 412, "PreconditionFailed", "Precondition"),
        ("GetObject", 304, "", "NotModified"),
        ("GetObject", 416, "InvalidRange", "Generic"),
        ("GetObject", 403, "InvalidObjectState", "Generic"),
        ("HeadObject", 404, "", "NotFound"),
        ("HeadObject", 403, "", "PermissionDenied"),
        ("HeadObject", 412, "", "Precondition"),
        ("ListObjectsV2", 403, "AccessDenied", "PermissionDenied"),
    ] {
        let aws = FakeAws::new();
        let store = store(&aws);
        aws.handle(operation, move |_| Answer::s3_error(status, code));
        assert_eq!(variant(&call(&store, operation).await).0, expected, "{operation} {status} {code}");
        assert_eq!(aws.count(operation), 1, "{operation} {status} {code}");
    }
}

/// To a reader of objects it would look like a store that holds nothing yet.
#[tokio::test(start_paused = true)]
async fn a_bucket_that_does_not_exist_is_no_missing_object() {
    let aws = FakeAws::new();
    let store = S3Store::new(Arc::new(aws.source()), region(), bucket_name("none"));
    for operation in ["PutObject", "GetObject", "ListObjectsV2"] {
        let error = call(&store, operation).await;
        assert_eq!((variant(&error).0.as_str(), kind(&error)), ("Generic", SourceErrorKind::NotFound), "{operation}");
    }
}

#[derive(Debug)]
struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("no profile")))
    }
}

#[tokio::test(start_paused = true)]
async fn no_credentials() {
    let aws = FakeAws::new();
    let config = aws.config_with(SharedCredentialsProvider::new(NoCredentials));
    let source = AwsSource::new(&config, AwsSettings::default());
    let store = S3Store::new(Arc::new(source), region(), bucket_name("schemas"));
    for operation in OPERATIONS {
        assert_eq!(variant(&call(&store, operation).await).0, "Unauthenticated", "{operation}");
    }
    assert_eq!(aws.log(), []);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_offered_calls_nobody() {
    let aws = FakeAws::new();
    let store = store(&aws);
    let path = Path::from("a");
    let update = PutMode::Update(UpdateVersion { e_tag: Some("\"e\"".to_owned()), version: None });
    let attributes = [(object_store::Attribute::ContentType, "application/json")].into_iter().collect();
    let attributes = PutOptions { attributes, ..PutOptions::default() };
    let errors = [
        store.put_opts(&path, "{}".into(), update.into()).await.unwrap_err(),
        store.put_opts(&path, "{}".into(), attributes).await.unwrap_err(),
        store.get_opts(&path, GetOptions::new().with_version(Some("1"))).await.unwrap_err(),
        store.put_multipart(&path).await.unwrap_err(),
        store.delete(&path).await.unwrap_err(),
        store.copy(&path, &Path::from("b")).await.unwrap_err(),
        store.rename(&path, &Path::from("b")).await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::NotImplemented { .. }), "{error}");
    }
    // An error that comes in goes out.
    let failed = Error::NotSupported { source: "no path".into() };
    let deleted: Vec<_> = store.delete_stream(stream::iter([Err(failed)]).boxed()).collect().await;
    assert!(matches!(deleted.as_slice(), [Err(Error::NotSupported { .. })]), "{deleted:?}");
    assert_eq!(aws.log(), []);
}
