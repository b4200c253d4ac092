use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::{ResourceType, SearchSortOrder};
use futures_util::stream::{StreamExt, iter};
use lineage_model::source::{ExecutionSource, ExecutionSummary, PipelineSummary, SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region};

use super::AwsSource;
use super::convert;
use super::pages::until;
use super::search::has_another_way;

/// How many pages of executions are read, newest first, before the pipelines not found by then are asked one by one.
const MOST_PAGES: usize = 10;

type Latest = Result<Option<ExecutionSummary>, SourceError>;

impl AwsSource {
    /// The newest execution of each pipeline: by `Search` over the newest executions of all, and by two calls for each
    /// pipeline that ran but is not among those.
    pub(super) async fn find_latest(&self, region: &Region, pipelines: &[PipelineSummary]) -> Vec<Latest> {
        // What never ran is nowhere to be found. Without Search that is not taken for granted.
        let (found, searched) = match self.search_latest(region, pipelines).await {
            Ok(found) => (found, true),
            Err(error) if has_another_way(&error) => {
                tracing::info!(%error, %region, "executions are asked for pipeline by pipeline");
                (BTreeMap::new(), false)
            }
            Err(error) => return pipelines.iter().map(|_| Err(error.clone())).collect(),
        };
        let answers: Vec<_> = pipelines
            .iter()
            .map(|pipeline| match found.get(&pipeline.arn) {
                None if !searched || pipeline.last_run.is_some() => Err(pipeline.name.clone()),
                found => Ok(found.cloned()),
            })
            .collect();
        let latest = answers.into_iter().map(async |answer| match answer {
            Ok(found) => Ok(found),
            Err(name) => self.latest_execution(region, &name).await,
        });
        iter(latest).buffered(self.settings.max_in_flight.max(1)).collect().await
    }

    /// The newest executions that `Search` finds, by the ARN of their pipeline.
    async fn search_latest(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Result<BTreeMap<String, ExecutionSummary>, SourceError> {
        let ran = pipelines.iter().filter(|pipeline| pipeline.last_run.is_some());
        let mut missing: BTreeSet<_> = ran.map(|pipeline| pipeline.arn.as_str()).collect();
        if missing.is_empty() {
            return Ok(BTreeMap::new());
        }
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
        let mut latest = BTreeMap::new();
        for (pipeline, execution) in until(enough, fetch).await? {
            latest.entry(pipeline).or_insert(execution);
        }
        Ok(latest)
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
