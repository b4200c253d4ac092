//! Facts that were read before, given again as long as they hold.

mod memo;
mod ports;

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lineage_model::source::{
    Bucket, ByteRange, Domain, Endpoint, Execution, ExecutionStep, ExecutionSummary, FeatureGroup, FeatureGroupStore,
    FeatureGroupSummary, Job, JobKind, LineageSource, Model, ModelPackage, ObjectBytes, Pipeline, PipelineSummary,
    ServedModel, SourceError,
};
use lineage_model::{BucketName, PipelineName, Region};
use lru::LruCache;

use self::memo::{Memo, Origin};
use crate::observe::Observer;

/// A source that asks another one, and keeps the answers that hold.
///
/// - For good, as long as there is room: what an execution ran and made, once it is known to have Succeeded (only
///   answers whose call began after that was known), and jobs that ended. An execution that failed or was stopped can
///   be retried, so it is asked about again.
/// - For a time: buckets, offline stores, tags, domains, models and packages (whose approval changes), and small objects that were
///   asked for as a whole: by more bytes from the first on than are kept of one.
/// - Nothing else, and no failure. An object that does not exist is an answer, and kept as one.
///
/// Equal questions that are asked at once are one call, whose answer all of them get. Whoever waits drives it: a caller
/// that leaves stalls no other, and a call that nobody waits for is dropped. What must be as it is right now is asked
/// of the source itself.
///
/// Time is tokio's. One cache is for one account.
pub struct CachedSource {
    source: Arc<dyn LineageSource>,
    settings: CacheSettings,
    succeeded: Mutex<LruCache<Arn, ()>>,
    pipeline: Memo<(Region, PipelineName), Pipeline>,
    pipelines: Memo<Region, Vec<PipelineSummary>>,
    tags: Memo<Arn, BTreeMap<String, String>>,
    domains: Memo<Region, Vec<Domain>>,
    domain: Memo<Arn, Domain>,
    executions: Memo<(Region, PipelineName, usize), Vec<ExecutionSummary>>,
    execution: Memo<Arn, Execution>,
    steps: Memo<Arn, Vec<ExecutionStep>>,
    parameters: Memo<Arn, Vec<(String, String)>>,
    definition: Memo<Arn, String>,
    jobs: Memo<(Arn, JobKind), Job>,
    model: Memo<Arn, Model>,
    model_package: Memo<Arn, ModelPackage>,
    endpoints: Memo<(Region, ServedModel), Vec<Endpoint>>,
    buckets: Memo<(Region, BucketName), Bucket>,
    /// An object, or that it does not exist.
    objects: Memo<Place, Result<ObjectBytes, SourceError>>,
    feature_groups: Memo<Region, Vec<FeatureGroupSummary>>,
    offline_stores: Memo<Region, Vec<FeatureGroupStore>>,
    feature_group: Memo<(Region, String), FeatureGroup>,
    feature_description: Memo<(Region, String, String), Option<String>>,
}

/// How many executions are known to have Succeeded: a catalogue tells of thousands at once.
const MOST_KNOWN: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9_999);

/// Where something is, and its ARN or id.
type Arn = (Region, String);

/// Bytes of an object.
type Place = (Region, BucketName, String, ByteRange);

/// How much a [`CachedSource`] keeps, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheSettings {
    /// How many executions that Succeeded (256).
    pub executions: usize,
    /// How many jobs that ended (4,096).
    pub jobs: usize,
    /// How many of every other kind of fact (1,024).
    pub others: usize,
    /// How long the facts of a bucket and the list of offline stores may be given again (5 minutes).
    pub slow_age: Duration,
    /// How long tags, domains, models, model packages and objects may be given again (60 s).
    pub quick_age: Duration,
    /// The largest object that is kept, in bytes (64 KiB).
    pub object_size: usize,
    /// How many bytes of objects are kept, and how many of definitions of executions: so many each (16 MiB).
    pub size: usize,
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self {
            executions: 256,
            jobs: 4096,
            others: 1024,
            slow_age: Duration::from_secs(300),
            quick_age: Duration::from_secs(60),
            object_size: 64 << 10,
            size: 16 << 20,
        }
    }
}

impl CachedSource {
    /// A cache before `source`, with nothing in it yet.
    #[must_use]
    pub fn new(source: Arc<dyn LineageSource>, settings: CacheSettings) -> Self {
        Self::over(Origin { source, observer: None }, settings)
    }

    /// The same, which tells `observer` of every question.
    #[must_use]
    pub fn observed_by(observer: Arc<dyn Observer>, source: Arc<dyn LineageSource>, settings: CacheSettings) -> Self {
        Self::over(Origin { source, observer: Some(observer) }, settings)
    }

    fn over(origin: Origin, settings: CacheSettings) -> Self {
        let CacheSettings { executions, jobs, others, size, .. } = settings;
        Self {
            succeeded: Mutex::new(LruCache::new(MOST_KNOWN)),
            pipeline: Memo::new(&origin, 1),
            pipelines: Memo::new(&origin, 1),
            tags: Memo::new(&origin, others),
            domains: Memo::new(&origin, others),
            domain: Memo::new(&origin, others),
            executions: Memo::new(&origin, 1),
            execution: Memo::new(&origin, executions),
            steps: Memo::new(&origin, executions),
            parameters: Memo::new(&origin, executions),
            definition: Memo::sized(&origin, executions, size, String::len),
            jobs: Memo::new(&origin, jobs),
            model: Memo::new(&origin, others),
            model_package: Memo::new(&origin, others),
            endpoints: Memo::new(&origin, 1),
            buckets: Memo::new(&origin, others),
            objects: Memo::sized(&origin, others, size, |found| found.as_ref().map_or(0, |object| object.bytes.len())),
            feature_groups: Memo::new(&origin, 1),
            offline_stores: Memo::new(&origin, others),
            feature_group: Memo::new(&origin, 1),
            feature_description: Memo::new(&origin, 1),
            source: origin.source,
            settings,
        }
    }

    /// Remembers an execution when it is known to have Succeeded.
    fn learn(&self, region: &Region, arn: &str, status: &str) {
        if status == "Succeeded" {
            let mut succeeded = self.succeeded.lock().unwrap_or_else(PoisonError::into_inner);
            succeeded.put((region.clone(), arn.to_owned()), ());
        }
    }

    /// Whether an execution is known to have Succeeded.
    fn has_succeeded(&self, execution: &Arn) -> bool {
        self.succeeded.lock().unwrap_or_else(PoisonError::into_inner).get(execution).is_some()
    }
}

impl fmt::Debug for CachedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSource").field("settings", &self.settings).finish_non_exhaustive()
    }
}
