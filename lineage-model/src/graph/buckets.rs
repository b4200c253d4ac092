use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::LineageGraph;
use crate::source::Bucket;
use crate::{BucketName, Diagnostic, Observed};

impl LineageGraph {
    /// The buckets of the artifacts: each is asked about once.
    #[must_use]
    pub fn bucket_names(&self) -> BTreeSet<BucketName> {
        self.artifacts.iter().filter_map(|artifact| super::bucket_of(&artifact.uri)).collect()
    }

    /// The same graph with the posture of buckets; what could not be read becomes a diagnostic each.
    #[must_use]
    pub fn apply_buckets(mut self, buckets: BTreeMap<BucketName, Observed<Bucket>>) -> Self {
        // What the account's own block is was asked once for all of its buckets.
        let mut told = HashSet::new();
        for bucket in buckets.values() {
            self.diagnostics.extend(bucket.gap_diagnostic());
            let gaps = bucket.value().into_iter().flat_map(gaps);
            self.diagnostics.extend(gaps.filter(|gap| told.insert(gap.clone())));
        }
        self.buckets.extend(buckets);
        self
    }
}

fn gaps(bucket: &Bucket) -> impl Iterator<Item = Diagnostic> {
    [
        bucket.region.gap_diagnostic(),
        bucket.encryption.gap_diagnostic(),
        bucket.versioning.gap_diagnostic(),
        bucket.public_access_block.gap_diagnostic(),
        bucket.account_public_access_block.gap_diagnostic(),
        bucket.public_policy.gap_diagnostic(),
        bucket.public_acl.gap_diagnostic(),
        bucket.tags.gap_diagnostic(),
    ]
    .into_iter()
    .flatten()
}
