use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lineage_model::BucketName;
use lineage_model::source::{SourceError, SourceErrorKind};
use object_store::Error;

use crate::sdk::error::{classify, status};

/// Turns a failure of the SDK into an error of the call `action` about `path`, an object or what keys begin with.
pub(super) fn error<E>(
    action: &'static str,
    bucket: &BucketName,
    path: &str,
    failure: SdkError<E, HttpResponse>,
) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let status = status(&failure);
    // To a reader of objects that would look like a store that holds nothing yet.
    let is_bucket = failure.code() == Some("NoSuchBucket");
    let source = Box::new(classify(action, &resource(bucket, path), failure));
    let (path, kind) = (path.to_owned(), source.kind);
    match (status, kind) {
        (Some(304), _) => Error::NotModified { path, source },
        // 409 is a condition that cannot be told yet: another request is writing the object.
        (Some(409 | 412), _) => Error::Precondition { path, source },
        (_, SourceErrorKind::NotFound) if !is_bucket => Error::NotFound { path, source },
        (_, SourceErrorKind::AccessDenied) => Error::PermissionDenied { path, source },
        (_, SourceErrorKind::CredentialsUnavailable) => Error::Unauthenticated { path, source },
        _ => generic(*source),
    }
}

/// An answer that cannot be read.
pub(super) fn unreadable(action: &'static str, bucket: &BucketName, path: &str, message: &str) -> Error {
    generic(SourceError::new(SourceErrorKind::InvalidResponse, action, resource(bucket, path), message))
}

pub(super) fn generic(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Generic { store: "S3Store", source: Box::new(source) }
}

pub(super) fn not_implemented(operation: &str) -> Error {
    Error::NotImplemented { operation: operation.to_owned(), implementer: "S3Store".to_owned() }
}

fn resource(bucket: &BucketName, path: &str) -> String {
    format!("s3://{bucket}/{path}")
}
