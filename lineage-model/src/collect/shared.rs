use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt, Shared as SharedFuture, select_all};
use futures_util::lock;

use crate::source::{Bucket, FeatureGroupStore, LineageSource, SourceError};
use crate::{BucketName, Region};

/// A call whose answer several pipelines take.
pub(super) type Call<'a, T> = SharedFuture<BoxFuture<'a, Result<T, SourceError>>>;

/// How many calls a bucket costs at most: one a fact.
pub(super) const BUCKET_CALLS: usize = 7;

/// How many reports are read at once, each of some MiB.
const REPORTS_AT_ONCE: usize = 8;

/// What the pipelines of one answer have in common: each bucket is asked about once, the feature groups are, and all
/// calls are counted.
pub(super) struct Shared<'a> {
    pub(super) source: &'a dyn LineageSource,
    pub(super) region: &'a Region,
    /// How many calls may still be planned.
    left: AtomicUsize,
    buckets: Mutex<BTreeMap<BucketName, Call<'a, Bucket>>>,
    stores: Mutex<Option<Call<'a, Vec<FeatureGroupStore>>>>,
    /// Who reads a report holds one of these.
    turns: [lock::Mutex<()>; REPORTS_AT_ONCE],
}

impl<'a> Shared<'a> {
    pub(super) fn new(source: &'a dyn LineageSource, region: &'a Region, budget: usize) -> Self {
        Self {
            source,
            region,
            left: AtomicUsize::new(budget),
            buckets: Mutex::default(),
            stores: Mutex::default(),
            turns: Default::default(),
        }
    }

    /// Takes `calls` off the budget; false when it does not hold that many.
    pub(super) fn take(&self, calls: usize) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(calls)).is_ok()
    }

    /// Waits until a report may be read, and holds the place of one as long as what is returned lives.
    pub(super) async fn turn(&self) -> lock::MutexGuard<'_, ()> {
        select_all(self.turns.iter().map(lock::Mutex::lock)).await.0
    }

    /// The facts of a bucket; none when nobody asked for them yet and the budget does not hold the calls.
    pub(super) fn bucket(&self, name: &BucketName) -> Option<Call<'a, Bucket>> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = buckets.get(name) {
            return Some(call.clone());
        }
        if !self.take(BUCKET_CALLS) {
            return None;
        }
        let (source, region, asked) = (self.source, self.region, name.clone());
        let call = async move { source.bucket(region, &asked).await }.boxed().shared();
        buckets.insert(name.clone(), call.clone());
        Some(call)
    }

    /// Where the feature groups of the region keep their histories; none when nobody asked yet and the budget is used up.
    pub(super) fn offline_stores(&self) -> Option<Call<'a, Vec<FeatureGroupStore>>> {
        let mut stores = self.stores.lock().unwrap_or_else(PoisonError::into_inner);
        if stores.is_none() && self.take(1) {
            let (source, region) = (self.source, self.region);
            *stores = Some(async move { source.offline_stores(region).await }.boxed().shared());
        }
        stores.clone()
    }
}
