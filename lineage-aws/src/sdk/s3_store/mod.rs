//! A bucket as an [`ObjectStore`].

mod error;
mod list;
mod read;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use lineage_model::{BucketName, Region};
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, Extensions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use self::error::{error, not_implemented};
use super::AwsSource;

/// One S3 bucket as an [`ObjectStore`], over the clients of an [`AwsSource`].
///
/// For small objects that never change, such as the versions of schemas: they are put in one request, read whole or in
/// part, and listed. Nothing else is offered, so that the role needs `s3:GetObject`, `s3:PutObject` and `s3:ListBucket`
/// alone: deleting, copying, multipart uploads, [`PutMode::Update`], attributes and versions of objects answer
/// [`Error::NotImplemented`]. Tags are ignored.
///
/// - Calls are made where the bucket is, paced, timed out and retried as those of the source are; the bytes of an
///   object may take [`AwsSettings::object_timeout`](super::AwsSettings::object_timeout).
/// - [`PutMode::Create`] asks S3 to refuse what is there already (`If-None-Match: *`). [`Error::AlreadyExists`] is also
///   the answer where somebody else is writing the same object at that moment, and where a write succeeded, its answer
///   was lost, and the SDK sent it again: who has to tell these apart looks at what is there.
/// - [`Error::NotFound`] is about an object. A bucket that does not exist is an [`Error::Generic`].
/// - The source of an error is a [`SourceError`](lineage_model::source::SourceError), which holds no secret.
/// - Keys that are no paths, such as the `folder/` that the S3 console creates, are in no list.
///
/// ```no_run
/// use std::sync::Arc;
///
/// use lineage_aws::{AwsOptions, AwsSettings, AwsSource, S3Store};
/// use lineage_model::{BucketName, Region};
/// use object_store::{ObjectStore, PutMode};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let source = AwsSource::from_env(AwsOptions::default(), AwsSettings::default()).await;
/// let store = S3Store::new(Arc::new(source), Region::new("eu-west-1")?, BucketName::new("schemas")?);
/// store.put_opts(&"churn/v1.json".into(), "{}".into(), PutMode::Create.into()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct S3Store {
    source: Arc<AwsSource>,
    region: Region,
    bucket: BucketName,
}

impl S3Store {
    /// The store of a bucket. S3 is asked in `region` first, and tells if the bucket is in another one.
    #[must_use]
    pub const fn new(source: Arc<AwsSource>, region: Region, bucket: BucketName) -> Self {
        Self { source, region, bucket }
    }
}

impl fmt::Display for S3Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.bucket)
    }
}

#[async_trait]
impl ObjectStore for S3Store {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let condition = match options.mode {
            PutMode::Create => Some("*".to_owned()),
            PutMode::Overwrite => None,
            PutMode::Update(_) => return Err(not_implemented("put_opts with PutMode::Update")),
        };
        if !options.attributes.is_empty() {
            return Err(not_implemented("put_opts with attributes"));
        }
        // In memory, so that the SDK can send it again, and its checksum is a header that any server can pass over.
        let body = Bytes::from(payload);
        let answer = self
            .source
            .at_bucket(&self.region, &self.bucket, |client| {
                let put = client.put_object().bucket(self.bucket.as_str()).key(location.as_ref());
                put.set_if_none_match(condition.clone()).body(body.clone().into()).send()
            })
            .await;
        match answer.map_err(|failure| error("s3:PutObject", &self.bucket, location.as_ref(), failure)) {
            Ok(put) => Ok(PutResult { e_tag: put.e_tag, version: None, extensions: Extensions::new() }),
            Err(Error::Precondition { path, source }) if condition.is_some() => {
                Err(Error::AlreadyExists { path, source })
            }
            Err(error) => Err(error),
        }
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.read(location, options).await
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.objects(prefix, None)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.objects(prefix, Some(offset))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.folder(prefix).await
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Err(not_implemented("put_multipart_opts"))
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        locations.map(|location| location.and(Err(not_implemented("delete_stream")))).boxed()
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(not_implemented("copy_opts"))
    }
}
