use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::{ResourceType, SearchSortOrder};
use futures_util::stream::{StreamExt, iter};
use lineage_model::source::{ExecutionSource, ExecutionSummary, PipelineSummary, SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region};

use super::AwsSource;
use super::convert;
use super::pages::{End, until};
use super::search::has_another_way;

/// How many pages of executions are read, newest first, before the pipelines not found by then are asked one by one.
const MOST_PAGES: usize = 10;
/// So few pipelines are asked one by one at once: the pages are read one after the other.
const FEW: usize = 5;

type Latest = Result<Option<ExecutionSummary>, SourceError>;

impl AwsSource {
    /// The newest execution of each pipeline: by `Search` over the newest executions of all, and by two calls for each
    /// pipeline that is not among those, unless those are all that there are.
    pub(super) async fn find_latest(&self, region: &Region, pipelines: &[PipelineSummary]) -> Vec<Latest> {
        let (found, end) = if pipelines.len() <= FEW {
            (BTreeMap::new(), End::Enough)
        } else {
            self.search_latest(region, pipelines).await
        };
        if let End::Failed(error) = &end {
            tracing::info!(%error, %region, "executions that were not found by then are asked for pipeline by pipeline");
        }
        let answer = |pipeline: &PipelineSummary| match (found.get(&pipeline.arn), &end) {
            (Some(found), _) => Ok(Ok(Some(found.clone()))),
            (None, End::Complete) => Ok(Ok(None)),
            (None, End::Failed(error)) if !has_another_way(error) => Ok(Err(error.clone())),
            (None, _) => Err(pipeline.name.clone()),
        };
        let answers: Vec<Result<Latest, String>> = pipelines.iter().map(answer).collect();
        let latest = answers.into_iter().map(async |answer| match answer {
            Ok(told) => told,
            Err(name) => self.latest_execution(region, &name).await,
        });
        iter(latest).buffered(self.settings.max_in_flight.max(1)).collect().await
    }

    /// The newest executions that `Search` finds, by the ARN of their pipeline, and whether those are all.
    async fn search_latest(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> (BTreeMap<String, ExecutionSummary>, End) {
        // Those too that never ran: that nobody tells of a last run does not say that there was none.
        let mut missing: BTreeSet<_> = pipelines.iter().map(|pipeline| pipeline.arn.as_str()).collect();
        let query = |search: SearchFluentBuilder| {
            let search = search.resource(ResourceType::PipelineExecution);
            search.sort_by("CreationTime").sort_order(SearchSortOrder::Descending)
        };
        let fetch = async |token| {
            self.search(region, token, query, |record| convert::found_execution(record.pipeline_execution?)).await
        };
        let mut pages = 0;
        let enough = |found: &[(String, ExecutionSummary)]| {
            pages += 1;
            for (pipeline, _) in found {
                missing.remove(pipeline.as_str());
            }
            missing.is_empty() || pages >= MOST_PAGES
        };
        let (found, end) = until(enough, fetch).await;
        let mut latest = BTreeMap::new();
        for (pipeline, execution) in found {
            latest.entry(pipeline).or_insert(execution);
        }
        (latest, end)
    }

    async fn latest_execution(&self, region: &Region, pipeline: &str) -> Latest {
        let invalid = |error: lineage_model::NameError| {
            let message = error.to_string();
            SourceError::new(SourceErrorKind::InvalidResponse, "sagemaker:ListPipelines", pipeline, message)
        };
        let name = PipelineName::new(pipeline).map_err(invalid)?;
        let Some(mut latest) = self.executions(region, &name, 1).await?.into_iter().next() else { return Ok(None) };
        latest.last_modified = self.execution(region, &latest.arn).await?.last_modified;
        Ok(Some(latest))
    }
}
