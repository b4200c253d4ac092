mod choice;
mod objects;
mod ports;
mod recording;
mod writer;

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::{StreamExt, stream};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::graph::ArtifactKind;
use lineage_model::source::{
    ExecutionSource, FeatureGroupSource, LineageSource, PipelineSource, ServedModel, SourceError, StepMetadata,
};
use lineage_model::{PipelineName, Region, Timestamp};

use super::fact::{self, FORMAT, Manifest};
use choice::chosen;
use objects::{Keep, Places};
use recording::Recording;
use writer::Writer;

pub use choice::PipelineChoice;

/// How many pipelines, and how many objects, are recorded at once. The source paces its calls itself.
const AT_ONCE: usize = 8;

/// Records an account into a folder that [`Snapshot`](crate::Snapshot) reads.
///
/// Secrets are masked (see [`lineage_model::redact`]), so the folder may be given away as far as its data may be.
/// Recording a recorded account with the same options gives the same files.
#[derive(Debug, Clone)]
pub struct Recorder {
    folder: PathBuf,
    options: RecordOptions,
}

/// What to record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordOptions {
    /// The regions, each once.
    pub regions: Vec<Region>,
    /// The pipelines; all by default.
    pub pipelines: PipelineChoice,
    /// How many executions of each pipeline, from the newest on: 1 by default, and at least.
    pub executions: usize,
    /// Whether bytes of data are recorded, not only listings and reports; not so by default. At most 20 objects of
    /// 16 MiB below each place that a pipeline reads or writes.
    pub with_data: bool,
    /// Whether what people wrote about features is recorded, a call a feature; not so by default.
    pub feature_descriptions: bool,
    /// The time of recording.
    pub recorded_at: Timestamp,
}

impl RecordOptions {
    /// All pipelines of `regions`, the newest execution of each, without data. No clock is read here:
    /// `recorded_at` is now, or the time of the recorded account that is recorded again.
    #[must_use]
    pub fn new(regions: Vec<Region>, recorded_at: Timestamp) -> Self {
        Self {
            regions,
            pipelines: PipelineChoice::All,
            executions: 1,
            with_data: false,
            feature_descriptions: false,
            recorded_at,
        }
    }
}

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Recorded {
    /// Pipelines.
    pub pipelines: usize,
    /// Executions.
    pub executions: usize,
    /// Objects whose bytes were recorded.
    pub objects: usize,
    /// The bytes of these objects.
    pub bytes: u64,
    /// Calls that failed, and that will fail when the recorded account is asked.
    pub gaps: usize,
}

/// How far a recording is. The numbers only grow within one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Pipelines with their executions, jobs and buckets.
    Pipelines {
        /// Recorded so far.
        done: usize,
        /// To be recorded.
        of: usize,
    },
    /// Listings and objects.
    Objects {
        /// Recorded so far.
        done: usize,
        /// To be recorded, as far as it is known.
        of: usize,
    },
}

/// Why nothing was recorded. A folder of facts may be left, without what makes it a recorded account.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The folder or a file in it cannot be written, or the folder holds something already.
    #[error("cannot record into '{}'", folder.display())]
    Write {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It could not be told which pipelines to record.
    #[error("the pipelines could not be listed")]
    List(#[source] SourceError),
    /// A pipeline that was named is in none of the regions.
    #[error("pipeline '{name}' was not found")]
    PipelineNotFound {
        /// Its name.
        name: PipelineName,
    },
    /// No pipeline belongs to the domain that was named.
    #[error("no pipeline of domain '{domain}' was found")]
    DomainNotFound {
        /// Its name or id.
        domain: String,
    },
}

impl Recorder {
    /// A recorder into `folder`, which must be empty or not exist yet.
    pub fn new(folder: impl Into<PathBuf>, options: RecordOptions) -> Self {
        Self { folder: folder.into(), options }
    }

    /// Records what `source` says, and tells `progress` how far it is.
    ///
    /// What cannot be read is recorded as such; only without pipelines there is nothing to record. Files are written
    /// while the source is asked, each in a short call that blocks.
    ///
    /// # Errors
    /// When the folder cannot be written or is not empty, pipelines cannot be listed, or none is what was asked for.
    pub async fn record(
        &self,
        source: &dyn LineageSource,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Recorded, RecordError> {
        let options = &self.options;
        let write = |source| RecordError::Write { folder: self.folder.clone(), source };
        let chosen = chosen(source, options).await?;
        let manifest = Manifest {
            format: FORMAT,
            recorded_at: options.recorded_at,
            account: None,
            regions: options.regions.clone(),
        };
        let writer = Writer::new(&self.folder).map_err(write)?;
        let recording = Recording::new(source, writer, manifest).map_err(write)?;
        let mut pipelines = Vec::new();
        let mut account = None;
        for region in chosen {
            account = account.or_else(|| region.account());
            pipelines.extend(region.names.iter().map(|name| (region.region.clone(), name.clone())));
            recording.put(fact::PIPELINES, &[region.region.as_str()], region.listing);
            self.record_region(&recording, &region.region).await;
        }
        let of = pipelines.len();
        let mut places = Places::default();
        let calls = pipelines.iter().map(|(region, name)| self.record_pipeline(&recording, region, name).boxed());
        bounded(calls.collect(), |done, found| {
            places.merge(found);
            progress(Progress::Pipelines { done, of });
        })
        .await;
        places.record(&recording, progress).await;
        recording.finish(account).map_err(write)
    }

    /// Records one pipeline, and tells the places it reads and writes.
    async fn record_pipeline(&self, recording: &Recording<'_>, region: &Region, name: &PipelineName) -> Places {
        let executions = recording.executions(region, name, self.options.executions.max(1)).await.unwrap_or_default();
        recording.count(|recorded| {
            recorded.pipelines += 1;
            recorded.executions += executions.len();
        });
        // Without the pipeline there is no ARN to ask about.
        if let Ok(pipeline) = recording.pipeline(region, name).await {
            drop(recording.tags(region, &pipeline.arn).await); // a failure is recorded like an answer
        }
        let named = executions.iter().map(|execution| ExecutionChoice::Named(execution.arn.clone()));
        let mut places = Places::default();
        for choice in std::iter::once(ExecutionChoice::None).chain(named) {
            // What the collector asks for, it will ask for again. Without lineage there is no place either.
            let query = LineageQuery::new(region.clone(), name.clone()).with_execution(choice);
            let Ok(document) = lineage(recording, &query).await else { continue };
            for artifact in &document.graph.artifacts {
                if let (Some(bucket), Some(key)) = (&artifact.bucket, &artifact.key) {
                    places.add(region, bucket, key, self.keep(artifact.kind));
                }
            }
        }
        for execution in executions {
            record_deployments(recording, region, &execution.arn).await;
        }
        places
    }

    /// What belongs to no pipeline.
    async fn record_region(&self, recording: &Recording<'_>, region: &Region) {
        for domain in recording.domains(region).await.unwrap_or_default() {
            drop(recording.domain(region, &domain.id).await);
        }
        for group in recording.feature_groups(region).await.unwrap_or_default() {
            let features = recording.feature_group(region, &group.name).await.map(|group| group.features);
            if self.options.feature_descriptions {
                for feature in features.unwrap_or_default() {
                    drop(recording.feature_description(region, &group.name, &feature.name).await);
                }
            }
        }
    }

    fn keep(&self, kind: ArtifactKind) -> Keep {
        match kind {
            ArtifactKind::Code | ArtifactKind::Checkpoint | ArtifactKind::Other => Keep::Nothing,
            ArtifactKind::Model => Keep::NamedReports,
            _ if self.options.with_data => Keep::Data,
            ArtifactKind::Report => Keep::Reports,
            _ => Keep::NamedReports,
        }
    }
}

/// Runs all of `calls`, a few at once, and tells `done` how many are over with the result of each.
async fn bounded<T>(calls: Vec<BoxFuture<'_, T>>, mut done: impl FnMut(usize, T)) {
    let mut running = stream::iter(calls).buffer_unordered(AT_ONCE).enumerate();
    while let Some((index, result)) = running.next().await {
        done(index + 1, result);
    }
}

/// The models that an execution made, the model packages that it registered, and the endpoints that serve them.
async fn record_deployments(recording: &Recording<'_>, region: &Region, execution_arn: &str) {
    let mut served = BTreeSet::new();
    for step in recording.steps(region, execution_arn).await.unwrap_or_default() {
        match &step.metadata {
            StepMetadata::Model { arn } => {
                let model = recording.model(region, arn).await;
                served.extend(model.map(|model| ServedModel::Model(model.name)));
            }
            StepMetadata::RegisterModel { arn } => {
                served.insert(ServedModel::Package(arn.clone()));
            }
            _ => {
                let Some((kind, arn)) = step.job() else { continue };
                let job = recording.job(region, kind, arn).await;
                served.extend(job.ok().and_then(|job| job.output_model_package_arn).map(ServedModel::Package));
            }
        }
    }
    for model in served {
        drop(recording.endpoints(region, &model).await);
    }
}
