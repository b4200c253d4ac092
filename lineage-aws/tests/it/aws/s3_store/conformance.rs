//! The checks that object_store has for every store, over the fake and over a server.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_s3::Client;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};
use lineage_aws::{AwsSource, S3Store};
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt,
    PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, integration,
};

use super::super::server::{client, create_bucket, server};
use super::super::{bucket_name, region};
use crate::fake::FakeAws;

const BUCKET: &str = "schemas";

/// The store, with what the checks clean up by and the store does not offer.
#[derive(Debug)]
struct Erasable {
    store: S3Store,
    client: Client,
}

impl Erasable {
    fn new(source: AwsSource, client: Client) -> Self {
        Self { store: S3Store::new(Arc::new(source), region(), bucket_name(BUCKET)), client }
    }

    async fn check(&self) {
        integration::put_get_delete_list(self).await;
        integration::list_with_delimiter(self).await;
        integration::list_uses_directories_correctly(self).await;
        integration::list_with_offset_exclusivity(self).await;
        integration::get_nonexistent_object(self, None).await.unwrap_err();
        integration::put_opts(self, false).await;
        integration::get_opts(self).await;
    }
}

impl fmt::Display for Erasable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(f)
    }
}

#[async_trait]
impl ObjectStore for Erasable {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.store.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.store.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.store.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let client = self.client.clone();
        let delete = move |path: Path| {
            let deleted = client.delete_object().bucket(BUCKET).key(path.as_ref()).send();
            async move { Ok(deleted.await.map(|_| path).unwrap()) }
        };
        locations.and_then(delete).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.store.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.store.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.store.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, _: CopyOptions) -> Result<()> {
        let bytes = self.store.get(from).await?.bytes().await?;
        self.store.put(to, bytes.into()).await.map(drop)
    }
}

#[tokio::test(start_paused = true)]
async fn what_every_store_promises() {
    let aws = FakeAws::new();
    aws.bucket(BUCKET, "eu-west-1");
    Erasable::new(aws.source(), client(&aws.config())).check().await;
}

#[tokio::test]
async fn what_every_store_promises_over_a_server() {
    let Some((source, client)) = server() else { return };
    create_bucket(&client, BUCKET).await;
    let erasable = Erasable::new(source, client);
    erasable.check().await;
    more_than_a_page(&erasable.store).await;
}

/// S3 lists 1,000 keys a page.
async fn more_than_a_page(store: &S3Store) {
    let path = |n: usize| Path::from(format!("many/v{n:04}.json"));
    let create = async |n| store.put_opts(&path(n), "{}".into(), PutMode::Create.into()).await;
    stream::iter(0..1001).map(create).buffer_unordered(32).map_ok(drop).try_collect::<()>().await.unwrap();
    let again = create(1000).await;
    assert!(matches!(again, Err(Error::AlreadyExists { .. })), "{again:?}");
    let listed: Vec<_> =
        store.list(Some(&Path::from("many"))).map_ok(|meta| meta.location).try_collect().await.unwrap();
    assert_eq!(listed, (0..1001).map(path).collect::<Vec<_>>());
    let last: Vec<_> =
        store.list_with_offset(None, &path(999)).map_ok(|meta| meta.location).try_collect().await.unwrap();
    assert!(last.starts_with(&[path(1000)]), "{last:?}");
}
