use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::FutureExt;
use lineage_model::source::ByteRange;
use lineage_model::{BucketName, Region};

use super::recording::Recording;
use super::{Progress, bounded};

/// The most bytes of a report that are recorded.
const REPORT_LIMIT: u64 = 5 << 20;

/// The most bytes of one object of data that are recorded.
const DATA_LIMIT: u64 = 16 << 20;

/// The most objects of data that are recorded below one place.
const DATA_OBJECTS: usize = 20;

/// The names that evaluation reports have by convention.
const REPORTS: [&str; 3] = ["report.json", "evaluation.json", "metrics.json"];

/// What of a place is recorded: each says more than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keep {
    /// Not even its listing.
    Nothing,
    /// The listing, and the objects that are named as reports are.
    NamedReports,
    /// The listing and all reports.
    Reports,
    /// The listing, reports and data.
    Data,
}

/// The places that pipelines read and write: what of each is recorded, and where it is asked from.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeMap<(BucketName, String), (Keep, Region)>);

impl Places {
    /// Adds a place, unless a part of it is not known.
    pub(super) fn add(&mut self, region: &Region, bucket: &str, key: &str, keep: Keep) {
        let Ok(bucket) = BucketName::new(bucket) else { return };
        if keep > Keep::Nothing && !key.contains('{') {
            self.put((bucket, key.trim_end_matches('/').to_owned()), (keep, region.clone()));
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(place, keep)| self.put(place, keep));
    }

    // The greater of both, in whichever order the pipelines come.
    fn put(&mut self, place: (BucketName, String), keep: (Keep, Region)) {
        let known = self.0.entry(place).or_insert_with(|| keep.clone());
        if *known < keep {
            *known = keep;
        }
    }

    /// Records the listings, and then the objects that they show.
    pub(super) async fn record(&self, recording: &Recording<'_>, progress: &(dyn Fn(Progress) + Sync)) {
        let listed = self.0.len();
        let lists = self.0.iter().map(|((bucket, prefix), (_, region))| recording.list(region, bucket, prefix).boxed());
        bounded(lists.collect(), |done, ()| progress(Progress::Objects { done, of: listed })).await;
        // An object may lie below several places.
        let mut objects = BTreeMap::new();
        for ((bucket, prefix), (keep, region)) in &self.0 {
            let wanted = wanted(recording.listed(bucket, prefix), prefix, *keep);
            objects.extend(wanted.into_iter().map(|(key, size)| ((bucket, key), (size, region))));
        }
        let of = listed + objects.len();
        let reads = objects.iter().map(|((bucket, key), (size, region))| {
            recording.read(region, bucket, key, ByteRange::First { length: *size }).boxed()
        });
        // A failure is recorded as an answer is.
        bounded(reads.collect(), |done, _| progress(Progress::Objects { done: listed + done, of })).await;
    }
}

/// Of the listed objects those whose bytes are recorded.
fn wanted(listed: Vec<(String, u64)>, prefix: &str, keep: Keep) -> BTreeSet<(String, u64)> {
    let is_below = |key: &str| {
        let rest = key.strip_prefix(prefix).unwrap_or(key);
        prefix.is_empty() || rest.is_empty() || rest.starts_with('/')
    };
    let is_report = |key: &str, size: u64| {
        let name = key.rsplit('/').next().unwrap_or_default();
        size <= REPORT_LIMIT && (REPORTS.contains(&name) || (keep >= Keep::Reports && name.ends_with(".json")))
    };
    let below = listed.into_iter().filter(|(key, _)| is_below(key));
    let (reports, data): (Vec<_>, Vec<_>) = below.partition(|(key, size)| is_report(key, *size));
    let data = data.into_iter().filter(|(_, size)| keep == Keep::Data && *size <= DATA_LIMIT).take(DATA_OBJECTS);
    reports.into_iter().chain(data).collect()
}
