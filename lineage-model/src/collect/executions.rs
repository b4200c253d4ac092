use std::collections::BTreeSet;
use std::future::Future;

use futures_util::future::{FutureExt, join};

use super::CollectError;
use super::answer::observed;
use super::domain::Membership;
use super::listing::{Unanswered, ask};
use crate::document::{ExecutionEntry, ExecutionsDocument};
use crate::source::{LineageSource, Pipeline};
use crate::{Observed, PipelineName, Region};

/// Which executions of a pipeline to list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutionsQuery {
    /// Where the pipeline is.
    pub region: Region,
    /// Which pipeline.
    pub pipeline: PipelineName,
    /// As in [`LineageQuery::within`](super::LineageQuery::within).
    pub within: Option<BTreeSet<String>>,
    /// How many executions at most: 20 by default.
    pub limit: usize,
}

impl ExecutionsQuery {
    /// The newest executions of a pipeline.
    #[must_use]
    pub fn new(region: Region, pipeline: PipelineName) -> Self {
        Self { region, pipeline, within: None, limit: 20 }
    }
}

/// The newest executions of a pipeline.
///
/// The pipeline is described first: only then it is known to be there, and to be one that may be seen.
///
/// # Errors
/// When the pipeline is not found or may not be seen, or either call fails; [`CollectError::Deadline`] when `deadline` is
/// over before both are answered.
pub async fn executions(
    source: &dyn LineageSource,
    query: &ExecutionsQuery,
    deadline: impl Future<Output = ()>,
) -> Result<ExecutionsDocument, CollectError> {
    let deadline = deadline.shared();
    let pipeline = seen(source, query, deadline.clone()).await?;
    let listed = ask(source.executions(&query.region, &query.pipeline, query.limit), deadline).await.map_err(failed)?;
    Ok(ExecutionsDocument {
        region: query.region.to_string(),
        pipeline: pipeline.name,
        executions: listed.into_iter().take(query.limit).map(ExecutionEntry::from).collect(),
        warnings: Vec::new(),
    })
}

/// The pipeline, if it may be seen.
async fn seen(
    source: &dyn LineageSource,
    query: &ExecutionsQuery,
    deadline: impl Future<Output = ()> + Clone,
) -> Result<Pipeline, CollectError> {
    let ExecutionsQuery { region, pipeline: name, within, .. } = query;
    let pipeline = ask(source.pipeline(region, name), deadline.clone());
    let Some(within) = within else { return pipeline.await.map_err(failed) };
    let (pipeline, domains) = join(pipeline, ask(source.domains(region), deadline.clone())).await;
    let pipeline = pipeline.map_err(failed)?;
    let tags = match &pipeline.tags {
        Observed::NotRead => fact(ask(source.tags(region, &pipeline.arn), deadline).await),
        told => told.clone(),
    };
    Membership::new(&pipeline, &tags, &fact(domains)).check(within, name)?;
    Ok(pipeline)
}

fn failed(unanswered: Unanswered) -> CollectError {
    unanswered.map_or(CollectError::Deadline, CollectError::Source)
}

/// What a call told, or that it did not.
fn fact<T>(answer: Result<T, Unanswered>) -> Observed<T> {
    match answer {
        Ok(told) => Observed::known(told),
        Err(Some(error)) => observed(Err(error)),
        Err(None) => Observed::NotRead,
    }
}
