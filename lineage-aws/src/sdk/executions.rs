use async_trait::async_trait;
use aws_sdk_sagemaker::types::{SortOrder, SortPipelineExecutionsBy};
use lineage_model::source::{
    Endpoint, Execution, ExecutionSource, ExecutionStep, ExecutionSummary, Job, JobKind, Model, ModelPackage,
    PipelineSummary, ServedModel, SourceError,
};
use lineage_model::{PipelineName, Region};

use super::AwsSource;
use super::convert;
use super::jobs::name_of;
use super::pages::{first, pages};
use super::pipelines::PAGE;

#[async_trait]
impl ExecutionSource for AwsSource {
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let page_size = i32::try_from(limit).unwrap_or(PAGE).clamp(1, PAGE);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListPipelineExecutions", pipeline.as_str(), |client| {
                    let list = client.list_pipeline_executions().pipeline_name(pipeline.as_str());
                    list.sort_by(SortPipelineExecutionsBy::CreationTime)
                        .sort_order(SortOrder::Descending)
                        .max_results(page_size)
                        .set_next_token(token.clone())
                        .send()
                })
                .await?;
            Ok((page.pipeline_execution_summaries.unwrap_or_default(), page.next_token))
        };
        Ok(first(limit, fetch).await?.into_iter().map(convert::execution_summary).collect())
    }

    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError> {
        self.sagemaker(region)
            .call("sagemaker:DescribePipelineExecution", arn, |client| {
                client.describe_pipeline_execution().pipeline_execution_arn(arn).send()
            })
            .await
            .map(convert::execution)
    }

    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListPipelineExecutionSteps", execution_arn, |client| {
                    let list = client.list_pipeline_execution_steps().pipeline_execution_arn(execution_arn);
                    list.sort_order(SortOrder::Ascending).max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.pipeline_execution_steps.unwrap_or_default(), page.next_token))
        };
        Ok(pages(fetch).await?.into_iter().map(convert::execution_step).collect())
    }

    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListPipelineParametersForExecution", execution_arn, |client| {
                    let list = client.list_pipeline_parameters_for_execution().pipeline_execution_arn(execution_arn);
                    list.max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.pipeline_parameters.unwrap_or_default(), page.next_token))
        };
        Ok(convert::parameters(pages(fetch).await?))
    }

    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError> {
        self.sagemaker(region)
            .call("sagemaker:DescribePipelineDefinitionForExecution", execution_arn, |client| {
                client.describe_pipeline_definition_for_execution().pipeline_execution_arn(execution_arn).send()
            })
            .await
            .map(|told| told.pipeline_definition.unwrap_or_default())
    }

    async fn job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        self.describe_job(region, kind, arn).await
    }

    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError> {
        self.sagemaker(region)
            .call("sagemaker:DescribeModel", arn, |client| client.describe_model().model_name(name_of(arn)).send())
            .await
            .map(convert::model)
    }

    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        self.sagemaker(region)
            .call("sagemaker:DescribeModelPackage", arn, |client| {
                client.describe_model_package().model_package_name(arn).send()
            })
            .await
            .map(convert::model_package)
    }

    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        self.find_latest(region, pipelines).await
    }

    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        self.served_by(region, model).await
    }
}
