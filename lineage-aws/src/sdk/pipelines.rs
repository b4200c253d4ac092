use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::ResourceType;
use futures_util::stream::{StreamExt, iter};
use lineage_model::source::{Domain, Pipeline, PipelineSource, PipelineSummary, SourceError};
use lineage_model::{Observed, PipelineName, Region};

use super::AwsSource;
use super::convert;
use super::pages::pages;
use super::search::has_another_way;

/// The largest page of every list operation.
pub(super) const PAGE: i32 = 100;

#[async_trait]
impl PipelineSource for AwsSource {
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        self.sagemaker(region)
            .call("sagemaker:DescribePipeline", name.as_str(), |client| {
                client.describe_pipeline().pipeline_name(name.as_str()).send()
            })
            .await
            .map(convert::pipeline)
    }

    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        let fetch = async |token| {
            let query = |search: SearchFluentBuilder| search.resource(ResourceType::Pipeline);
            self.search(region, token, query, |record| record.pipeline.map(convert::found_pipeline)).await
        };
        // A hundred a call, with their tags and who made them.
        let mut pipelines = match pages(fetch).await {
            Err(error) if has_another_way(&error) => {
                tracing::info!(%error, %region, "pipelines are listed one by one, without who made them");
                let mut listed = self.list_pipelines(region).await?;
                let gap = Observed::from(error);
                listed.iter_mut().for_each(|pipeline| pipeline.created_by = gap.clone());
                listed
            }
            found => found?,
        };
        pipelines.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(pipelines)
    }

    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListTags", arn, |client| {
                    client.list_tags().resource_arn(arn).max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.tags.unwrap_or_default(), page.next_token))
        };
        Ok(convert::tags(Some(pages(fetch).await?)))
    }

    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListDomains", region.as_str(), |client| {
                    client.list_domains().max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.domains.unwrap_or_default(), page.next_token))
        };
        let mut domains: Vec<_> = pages(fetch).await?.into_iter().map(convert::domain_summary).collect();
        domains.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(domains)
    }

    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError> {
        self.sagemaker(region)
            .call("sagemaker:DescribeDomain", id, |client| client.describe_domain().domain_id(id).send())
            .await
            .map(convert::domain)
    }
}

impl AwsSource {
    /// All pipelines by `ListPipelines`, and a `ListTags` for each.
    async fn list_pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListPipelines", region.as_str(), |client| {
                    client.list_pipelines().max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.pipeline_summaries.unwrap_or_default(), page.next_token))
        };
        let listed = pages(fetch).await?.into_iter().map(convert::listed_pipeline);
        let tagged = listed.map(async |mut pipeline| {
            pipeline.tags = self.tags(region, &pipeline.arn).await.map_or_else(Observed::from, Observed::known);
            pipeline
        });
        Ok(iter(tagged).buffered(self.settings.max_in_flight.max(1)).collect().await)
    }
}
