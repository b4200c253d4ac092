use std::time::SystemTime;

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::path::{DELIMITER, Path};
use object_store::{Extensions, ListResult, ObjectMeta, Result};

use super::S3Store;
use super::error::{error, unreadable};

const ACTION: &str = "s3:ListBucket";

/// What to list.
#[derive(Debug, Clone)]
struct Listing {
    /// What the keys begin with: nothing, or a folder with its slash.
    prefix: String,
    /// The key after which to begin.
    after: Option<String>,
    /// Whether what is deeper than the folder is told as the folders it is in.
    by_folder: bool,
}

impl S3Store {
    pub(super) fn objects(
        &self,
        prefix: Option<&Path>,
        offset: Option<&Path>,
    ) -> BoxStream<'static, Result<ObjectMeta>> {
        let after = offset.map(Path::to_string).filter(|after| !after.is_empty());
        let pages = self.pages(Listing { prefix: folder(prefix), after, by_folder: false });
        pages.map_ok(|page| stream::iter(metas(page).map(Ok))).try_flatten().boxed()
    }

    pub(super) async fn folder(&self, prefix: Option<&Path>) -> Result<ListResult> {
        let mut result = ListResult { common_prefixes: Vec::new(), objects: Vec::new(), extensions: Extensions::new() };
        let mut pages = std::pin::pin!(self.pages(Listing { prefix: folder(prefix), after: None, by_folder: true }));
        while let Some(mut page) = pages.try_next().await? {
            let folders = page.common_prefixes.take().into_iter().flatten();
            result.common_prefixes.extend(folders.filter_map(|told| path(told.prefix?.strip_suffix(DELIMITER)?)));
            result.objects.extend(metas(page));
        }
        Ok(result)
    }

    /// The pages of a list, each asked for when the one before has been read.
    fn pages(&self, listing: Listing) -> impl Stream<Item = Result<ListObjectsV2Output>> + Send + use<> {
        let store = self.clone();
        // Some token is what the next page is asked for with; the first one has none.
        stream::try_unfold(Some(None), move |token: Option<Option<String>>| {
            let (store, listing) = (store.clone(), listing.clone());
            async move {
                let Some(token) = token else { return Ok(None) };
                let page = store.page(&listing, token.as_deref()).await?;
                let next = page.next_continuation_token.clone().filter(|_| page.is_truncated == Some(true));
                // It would go on for ever.
                if next.is_some() && next == token {
                    return Err(unreadable(ACTION, &store.bucket, &listing.prefix, "the list does not go on"));
                }
                Ok(Some((page, next.map(Some))))
            }
        })
    }

    async fn page(&self, listing: &Listing, token: Option<&str>) -> Result<ListObjectsV2Output> {
        let answer = self.source.at_bucket(&self.region, &self.bucket, |client| {
            let list = client.list_objects_v2().bucket(self.bucket.as_str());
            list.set_prefix(Some(listing.prefix.clone()).filter(|prefix| !prefix.is_empty()))
                .set_start_after(listing.after.clone())
                .set_delimiter(listing.by_folder.then(|| DELIMITER.to_owned()))
                .set_continuation_token(token.map(str::to_owned))
                .send()
        });
        answer.await.map_err(|failure| error(ACTION, &self.bucket, &listing.prefix, failure))
    }
}

/// Paths are compared part by part, so what is in a folder begins with its slash.
fn folder(prefix: Option<&Path>) -> String {
    match prefix {
        Some(prefix) if !prefix.as_ref().is_empty() => format!("{prefix}{DELIMITER}"),
        _ => String::new(),
    }
}

fn metas(page: ListObjectsV2Output) -> impl Iterator<Item = ObjectMeta> {
    page.contents.into_iter().flatten().filter_map(meta)
}

/// What is listed of an object; none of one that this store could not read under any path.
fn meta(told: types::Object) -> Option<ObjectMeta> {
    Some(ObjectMeta {
        location: path(&told.key?)?,
        last_modified: SystemTime::try_from(told.last_modified?).ok()?.into(),
        size: u64::try_from(told.size?).ok()?,
        e_tag: told.e_tag,
        version: None,
    })
}

/// The path that stands for exactly this key.
fn path(key: &str) -> Option<Path> {
    Path::parse(key).ok().filter(|path| path.as_ref() == key)
}
