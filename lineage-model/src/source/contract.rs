//! What every source promises, as checks that run over any implementation (feature `testing`).
//!
//! ```no_run
//! # use lineage_model::source::{LineageSource, contract};
//! # async fn example(source: &dyn LineageSource, account: contract::Account) {
//! assert_eq!(contract::check(source, &account).await, [""; 0]);
//! # }
//! ```

use futures_util::FutureExt;
use futures_util::future::join;

use super::{ByteRange, JobKind, LineageSource, ObjectSummary, SourceError, SourceErrorKind};
use crate::{BucketName, Observed, PipelineName, Region};

/// Things that the account behind a source holds.
#[derive(Debug, Clone)]
pub struct Account {
    /// Where they are.
    pub region: Region,
    /// A pipeline that ran at least twice.
    pub pipeline: PipelineName,
    /// A job that its latest execution ran, by its ARN.
    pub job: (JobKind, String),
    /// A bucket with at least two objects below `prefix`.
    pub bucket: BucketName,
    /// The beginning of their keys.
    pub prefix: String,
    /// A bucket that tells nothing.
    pub denied: BucketName,
    /// A feature group with an offline store.
    pub feature_group: String,
}

/// Checks a source against its contract. Tells every promise that it breaks; none when it keeps them all.
pub async fn check(source: &dyn LineageSource, account: &Account) -> Vec<String> {
    let mut checks = Checks { source, account, broken: Vec::new() };
    checks.pipelines().await;
    checks.executions().await;
    checks.buckets().await;
    checks.listing().await;
    checks.ranges().await;
    checks.feature_groups().await;
    checks.absent().await;
    checks.independent().await;
    checks.broken
}

struct Checks<'a> {
    source: &'a dyn LineageSource,
    account: &'a Account,
    broken: Vec<String>,
}

impl Checks<'_> {
    fn holds(&mut self, promise: &str, holds: bool) {
        if !holds {
            self.broken.push(promise.to_owned());
        }
    }

    /// The answer, or that there should be one.
    fn answered<T>(&mut self, what: &str, answer: Result<T, SourceError>) -> Option<T> {
        answer.map_err(|error| self.broken.push(format!("{what}: {error}"))).ok()
    }

    fn refused<T>(&mut self, what: &str, kind: SourceErrorKind, answer: Result<T, SourceError>) {
        match answer {
            Err(error) if error.kind == kind => {}
            Err(error) => self.broken.push(format!("{what}: {kind:?}, not {:?}", error.kind)),
            Ok(_) => self.broken.push(format!("{what}: {kind:?}, not an answer")),
        }
    }

    async fn pipelines(&mut self) {
        let Account { region, pipeline, .. } = self.account;
        let listed = self.source.pipelines(region).await;
        let Some(listed) = self.answered("pipelines", listed) else { return };
        self.holds("pipelines are ordered by name", listed.is_sorted_by(|a, b| a.name < b.name));
        let summary = listed.iter().find(|summary| summary.name == pipeline.as_str());
        let one = self.source.pipeline(region, pipeline).await;
        if let Some(one) = self.answered("pipeline", one) {
            self.holds("a pipeline is listed as it is described", summary.is_some_and(|s| s.arn == one.arn));
            self.holds("a pipeline has a definition", !one.definition.is_empty());
            match self.source.tags(region, &one.arn).await {
                Ok(tags) => {
                    let same = summary.is_some_and(|s| s.tags.value().is_none_or(|listed| *listed == tags));
                    self.holds("tags are those of the list", same);
                }
                // An account may be recorded without them.
                Err(error) if error.kind == SourceErrorKind::NotFound => {}
                Err(error) => self.broken.push(format!("tags: {error}")),
            }
        }
        let domains = self.source.domains(region).await;
        let domains = self.answered("domains", domains).unwrap_or_default();
        self.holds("domains are ordered by id", domains.is_sorted_by(|a, b| a.id < b.id));
        for listed in domains {
            let domain = self.source.domain(region, &listed.id).await;
            if let Some(domain) = self.answered("domain", domain) {
                self.holds("a domain is listed as it is described", domain.name == listed.name);
            }
        }
    }

    async fn executions(&mut self) {
        let Account { region, pipeline, job: (kind, arn), .. } = self.account;
        let all = self.source.executions(region, pipeline, usize::MAX).await;
        let Some(all) = self.answered("executions", all) else { return };
        self.holds("the pipeline ran twice", all.len() >= 2);
        self.holds("executions are listed newest first", all.is_sorted_by(|a, b| a.started >= b.started));
        for limit in [0, 1, 2] {
            let some = self.source.executions(region, pipeline, limit).await;
            if let Some(some) = self.answered("executions", some) {
                let same = some.iter().map(|e| &e.arn).eq(all.iter().take(limit).map(|e| &e.arn));
                self.holds("a limit cuts the list of executions", same);
            }
        }
        let mut pipelines = self.source.pipelines(region).await.unwrap_or_default();
        pipelines.reverse();
        let latest = self.source.latest_executions(region, &pipelines).await;
        self.holds("every pipeline has its latest execution", latest.len() == pipelines.len());
        for (summary, latest) in pipelines.iter().zip(latest) {
            let Ok(name) = PipelineName::new(summary.name.clone()) else { continue };
            let (listed, latest) = (self.source.executions(region, &name, 1).await, self.answered("latest", latest));
            if let (Some(listed), Some(latest)) = (self.answered("executions", listed), latest) {
                let same = latest.map(|e| (e.arn, e.status)) == listed.into_iter().next().map(|e| (e.arn, e.status));
                self.holds("the latest execution is the first one of the list", same);
            }
        }
        let Some(newest) = all.first() else { return };
        let execution = self.source.execution(region, &newest.arn).await;
        if let Some(execution) = self.answered("execution", execution) {
            self.holds("an execution is described by its ARN", execution.arn == newest.arn);
            self.holds("an execution is described as it is listed", execution.status == newest.status);
        }
        let steps = self.source.steps(region, &newest.arn).await;
        let steps = self.answered("steps", steps).unwrap_or_default();
        self.holds("the execution ran the job", steps.iter().any(|step| step.job() == Some((*kind, arn))));
        let started: Vec<_> = steps.iter().filter_map(|step| step.started).collect();
        self.holds("steps are listed as they started", started.is_sorted());
        let parameters = self.source.parameters(region, &newest.arn).await;
        self.answered("parameters", parameters);
        let definition = self.source.definition(region, &newest.arn).await;
        self.answered("definition", definition);
        let job = self.source.job(region, *kind, arn).await;
        if let Some(job) = self.answered("job", job) {
            self.holds("a job is described by its ARN", job.arn == *arn);
        }
    }

    async fn buckets(&mut self) {
        let Account { region, bucket, denied, .. } = self.account;
        let facts = self.source.bucket(region, bucket).await;
        if let Some(facts) = self.answered("bucket", facts) {
            self.holds("a bucket tells its name and region", facts.name == *bucket && facts.region.value().is_some());
        }
        let facts = self.source.bucket(region, denied).await;
        if let Some(facts) = self.answered("a bucket that tells nothing", facts) {
            self.holds("what is denied stays denied", matches!(facts.encryption, Observed::Denied { .. }));
        }
        let objects = self.source.objects(region, denied, "", None).await;
        self.refused("a listing of a bucket that tells nothing", SourceErrorKind::AccessDenied, objects);
    }

    /// All objects below the prefix.
    async fn objects(&mut self, prefix: &str) -> Vec<ObjectSummary> {
        let Account { region, bucket, .. } = self.account;
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.source.objects(region, bucket, prefix, after).await;
            let Some(page) = self.answered("objects", page) else { return all };
            self.holds("a page holds at most 1,000 objects", page.objects.len() <= 1000);
            all.extend(page.objects);
            match page.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }

    async fn listing(&mut self) {
        let prefix = &self.account.prefix;
        let all = self.objects(prefix).await;
        self.holds("the prefix holds two objects", all.len() >= 2);
        self.holds("objects are ordered by key", all.is_sorted_by(|a, b| a.key < b.key));
        self.holds("objects begin with the prefix", all.iter().all(|object| object.key.starts_with(prefix)));
        let none = self.objects("no/object/begins/so").await;
        self.holds("a prefix that holds nothing is an empty list", none.is_empty());
    }

    async fn ranges(&mut self) {
        let Account { region, bucket, prefix, .. } = self.account;
        let Some(object) = self.objects(prefix).await.into_iter().find(|object| object.size > 4) else {
            return self.holds("an object holds more than four bytes", false);
        };
        let whole = self.source.object(region, bucket, &object.key, ByteRange::First { length: u64::MAX }).await;
        let Some(whole) = self.answered("object", whole) else { return };
        let size = object.size;
        self.holds("an object is as long as it is listed", whole.bytes.len() as u64 == size && whole.size == size);
        let whole = whole.bytes;
        for (range, expected) in [
            (ByteRange::First { length: 0 }, whole.get(..0)),
            (ByteRange::First { length: 3 }, whole.get(..3)),
            (ByteRange::Last { length: 0 }, whole.get(..0)),
            (ByteRange::Last { length: 3 }, whole.len().checked_sub(3).and_then(|start| whole.get(start..))),
            (ByteRange::Last { length: u64::MAX }, Some(whole.as_slice())),
            (ByteRange::From { start: 1, length: 2 }, whole.get(1..3)),
            (ByteRange::From { start: 1, length: u64::MAX }, whole.get(1..)),
            (ByteRange::From { start: size, length: 1 }, Some(&[][..])),
            (ByteRange::From { start: u64::MAX, length: 1 }, Some(&[][..])),
        ] {
            let read = self.source.object(region, bucket, &object.key, range).await;
            if let Some(read) = self.answered(&format!("{range:?}"), read) {
                self.holds(&format!("{range:?} of {size} bytes"), Some(read.bytes.as_slice()) == expected);
                self.holds(&format!("{range:?} tells the size"), read.size == size);
            }
        }
    }

    async fn feature_groups(&mut self) {
        let Account { region, feature_group, .. } = self.account;
        let groups = self.source.feature_groups(region).await;
        let groups = self.answered("feature groups", groups).unwrap_or_default();
        self.holds("feature groups are ordered by name", groups.is_sorted_by(|a, b| a.name < b.name));
        let stores = self.source.offline_stores(region).await;
        let stores = self.answered("offline stores", stores).unwrap_or_default();
        self.holds("offline stores are ordered by name", stores.is_sorted_by(|a, b| a.name < b.name));
        let group = self.source.feature_group(region, feature_group).await;
        if let Some(group) = self.answered("feature group", group) {
            self.holds("a feature group is listed", groups.iter().any(|g| g.name == group.name && g.arn == group.arn));
            self.holds("a feature group has features", !group.features.is_empty());
            let store = stores.iter().find(|store| store.name == group.name).map(|store| &store.offline_store);
            self.holds("an offline store is that of its group", store == group.offline_store.as_ref());
        }
    }

    async fn absent(&mut self) {
        use SourceErrorKind::NotFound;
        let Account { region, bucket, job: (kind, job), .. } = self.account;
        let source = self.source;
        let arn = |name: &str| job.rsplit_once('/').map_or_else(String::new, |(before, _)| format!("{before}/{name}"));
        if let Ok(pipeline) = PipelineName::new("there-is-no-such-pipeline") {
            self.refused("a pipeline", NotFound, source.pipeline(region, &pipeline).await);
            self.refused("executions", NotFound, source.executions(region, &pipeline, 1).await);
        }
        let execution = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/none/execution/none";
        self.refused("an execution", NotFound, source.execution(region, execution).await);
        self.refused("steps", NotFound, source.steps(region, execution).await);
        self.refused("parameters", NotFound, source.parameters(region, execution).await);
        self.refused("a definition", NotFound, source.definition(region, execution).await);
        self.refused("a job", NotFound, source.job(region, *kind, &arn("there-is-no-such-job")).await);
        self.refused("a model", NotFound, source.model(region, "arn:aws:sagemaker:::model/none").await);
        self.refused("a package", NotFound, source.model_package(region, "arn:aws:sagemaker:::package/none/1").await);
        self.refused("a domain", NotFound, source.domain(region, "d-none").await);
        self.refused("a feature group", NotFound, source.feature_group(region, "none").await);
        let range = ByteRange::First { length: 1 };
        self.refused("an object", NotFound, source.object(region, bucket, "no/such/object", range).await);
        if let Ok(none) = BucketName::new("there-is-no-such-bucket") {
            self.refused("a bucket", NotFound, source.bucket(region, &none).await);
            self.refused("a listing", NotFound, source.objects(region, &none, "", None).await);
            self.refused("an object of no bucket", NotFound, source.object(region, &none, "key", range).await);
        }
    }

    /// Equal calls at once, one before that nobody waited for.
    async fn independent(&mut self) {
        let Account { region, pipeline, .. } = self.account;
        drop(self.source.pipeline(region, pipeline).now_or_never());
        let ask = || self.source.pipeline(region, pipeline);
        let (one, other) = join(ask(), ask()).await;
        let same = matches!((&one, &other), (Ok(one), Ok(other)) if one == other);
        self.holds("equal calls have equal answers, whatever was dropped before", same);
    }
}
