use async_trait::async_trait;
use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::ResourceType;
use futures_util::stream::{StreamExt, iter};
use lineage_model::Region;
use lineage_model::source::{
    FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, SourceError, SourceErrorKind,
};

use super::AwsSource;
use super::convert;
use super::pages::{first, pages};
use super::pipelines::PAGE;
use super::search::has_another_way;

/// How many feature groups are described where `Search` is not allowed: lineage asks for all of them, whatever it is of.
const MOST_DESCRIBED: usize = 100;
/// How many at once: the queue is that of all other calls, too.
const DESCRIBED_AT_ONCE: usize = 8;

#[async_trait]
impl FeatureGroupSource for AwsSource {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        let mut groups = self.list_feature_groups(region, usize::MAX).await?;
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(groups)
    }

    /// Every page repeats the group and holds the next features; the first page's group is kept.
    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        let fetch = async |token| {
            let (group, next) = self.describe_feature_group(region, name, token).await?;
            Ok((vec![group], next))
        };
        let mut pages = pages(fetch).await?.into_iter();
        let mut group = pages.next().unwrap_or_default();
        group.features.extend(pages.flat_map(|page| page.features));
        Ok(group)
    }

    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        let fetch = async |token| {
            let query = |search: SearchFluentBuilder| search.resource(ResourceType::FeatureGroup);
            // With all of them, and not only those that keep a history: an empty page is not the last one.
            self.search(region, token, query, |record| record.feature_group).await
        };
        let mut stores = match pages(fetch).await {
            Err(error) if has_another_way(&error) => {
                tracing::info!(%error, %region, "feature groups are described one by one");
                self.list_offline_stores(region).await?
            }
            found => found?.into_iter().filter_map(convert::feature_group_store).collect(),
        };
        stores.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(stores)
    }

    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError> {
        let resource = format!("{group}/{feature}");
        self.sagemaker(region)
            .call("sagemaker:DescribeFeatureMetadata", &resource, |client| {
                client.describe_feature_metadata().feature_group_name(group).feature_name(feature).send()
            })
            .await
            .map(|told| told.description)
    }
}

impl AwsSource {
    /// A feature group with one page of its features, and the token of the next one.
    async fn describe_feature_group(
        &self,
        region: &Region,
        name: &str,
        token: Option<String>,
    ) -> Result<(FeatureGroup, Option<String>), SourceError> {
        let mut told = self
            .sagemaker(region)
            .call("sagemaker:DescribeFeatureGroup", name, |client| {
                client.describe_feature_group().feature_group_name(name).set_next_token(token.clone()).send()
            })
            .await?;
        let next = told.next_token.take();
        Ok((convert::feature_group(told), next))
    }

    /// So many feature groups, in the service's order.
    async fn list_feature_groups(
        &self,
        region: &Region,
        limit: usize,
    ) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListFeatureGroups", region.as_str(), |client| {
                    client.list_feature_groups().max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.feature_group_summaries.unwrap_or_default(), page.next_token))
        };
        Ok(first(limit, fetch).await?.into_iter().map(convert::feature_group_summary).collect())
    }

    /// All offline stores by `ListFeatureGroups`, and a `DescribeFeatureGroup` for each; not where there are too many.
    async fn list_offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        let groups = self.list_feature_groups(region, MOST_DESCRIBED + 1).await?;
        if groups.len() > MOST_DESCRIBED {
            let message = format!("more than {MOST_DESCRIBED} feature groups are only found by sagemaker:Search");
            let kind = SourceErrorKind::Unavailable;
            return Err(SourceError::new(kind, "sagemaker:DescribeFeatureGroup", region.as_str(), message));
        }
        let described = groups.into_iter().map(async |listed| {
            match self.describe_feature_group(region, &listed.name, None).await {
                Ok((group, _)) => Ok(group.into_store()),
                // Deleted since it was listed.
                Err(error) if error.kind == SourceErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        });
        let stores: Vec<_> = iter(described).buffered(DESCRIBED_AT_ONCE).collect().await;
        stores.into_iter().filter_map(Result::transpose).collect()
    }
}
