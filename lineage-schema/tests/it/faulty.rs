//! An object store whose requests interleave, and fail as those of S3 may.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result,
};

/// What may become of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 409: another conditional write is under way; nothing was written.
    Conflict,
    /// 412, though there is no such object.
    Precondition,
    /// No answer; nothing was written.
    LostRequest,
    /// No answer; it was written.
    LostAnswer,
    /// No answer; it is written when somebody has listed what is there.
    LateWrite,
}

#[derive(Debug)]
pub(crate) struct Faulty {
    inside: Arc<InMemory>,
    faults: &'static [Fault],
    writes: AtomicU64,
    /// How often the writes of each save have failed: one that never comes through may give up.
    failed: Mutex<HashMap<String, usize>>,
    late: Arc<Mutex<Vec<(Path, PutPayload, PutOptions)>>>,
}

impl Faulty {
    /// One write in eight meets one of the faults, each of them equally often.
    pub(crate) fn new(faults: &'static [Fault]) -> Self {
        Self {
            inside: Arc::default(),
            faults,
            writes: AtomicU64::new(0),
            failed: Mutex::default(),
            late: Arc::default(),
        }
    }

    fn next(&self) -> Option<Fault> {
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        // Scattered, but the same in each run: splitmix64.
        let mut bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        if !bits.is_multiple_of(8) || self.faults.is_empty() {
            return None;
        }
        self.faults.get((bits / 8) as usize % self.faults.len()).copied()
    }
}

impl Faulty {
    /// Whether fewer writes of the save have failed than make it give up.
    fn may_fail(&self, payload: &PutPayload) -> bool {
        const MOST: usize = 4;
        let text: Bytes = payload.clone().into();
        let version: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        let mut failed = self.failed.lock().unwrap();
        let count = failed.entry(version["writeId"].to_string()).or_default();
        *count += 1;
        *count <= MOST
    }
}

fn lost() -> Error {
    Error::Generic { store: "faulty", source: "timed out".into() }
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faulty")
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl ObjectStore for Faulty {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        tokio::task::yield_now().await;
        let fault = self.next().filter(|_| self.may_fail(&payload));
        let (path, source) = (location.to_string(), "injected".into());
        match fault {
            Some(Fault::Conflict) => return Err(Error::AlreadyExists { path, source }),
            Some(Fault::Precondition) => return Err(Error::Precondition { path, source }),
            Some(Fault::LostRequest) => return Err(lost()),
            Some(Fault::LateWrite) => {
                self.late.lock().unwrap().push((location.clone(), payload, opts));
                return Err(lost());
            }
            _ => {}
        }
        let put = self.inside.put_opts(location, payload, opts).await;
        tokio::task::yield_now().await;
        if fault == Some(Fault::LostAnswer) { Err(lost()) } else { put }
    }

    async fn put_multipart_opts(&self, path: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inside.put_multipart_opts(path, opts).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        tokio::task::yield_now().await;
        self.inside.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inside.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inside.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (inside, late, prefix) = (Arc::clone(&self.inside), Arc::clone(&self.late), prefix.cloned());
        let listed = async move {
            let listed: Vec<_> = inside.list(prefix.as_ref()).collect().await;
            let late = std::mem::take(&mut *late.lock().unwrap());
            for (location, payload, opts) in late {
                // Another may have been faster.
                let _ = inside.put_opts(&location, payload, opts).await;
            }
            stream::iter(listed)
        };
        listed.flatten_stream().boxed()
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inside.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inside.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inside.copy_opts(from, to, options).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.inside.rename_opts(from, to, options).await
    }
}
