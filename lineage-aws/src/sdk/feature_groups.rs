use async_trait::async_trait;
use futures_util::stream::{StreamExt, iter};
use lineage_model::Region;
use lineage_model::source::{FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, SourceError};

use super::AwsSource;
use super::convert;
use super::pages::pages;
use super::pipelines::PAGE;

#[async_trait]
impl FeatureGroupSource for AwsSource {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let page = sagemaker
                .call("sagemaker:ListFeatureGroups", region.as_str(), |client| {
                    client.list_feature_groups().max_results(PAGE).set_next_token(token.clone()).send()
                })
                .await?;
            Ok((page.feature_group_summaries.unwrap_or_default(), page.next_token))
        };
        let mut groups: Vec<_> = pages(fetch).await?.into_iter().map(convert::feature_group_summary).collect();
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(groups)
    }

    /// Every page repeats the group and holds the next features; the first page's group is kept.
    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        let sagemaker = self.sagemaker(region);
        let fetch = async |token: Option<String>| {
            let mut page = sagemaker
                .call("sagemaker:DescribeFeatureGroup", name, |client| {
                    client.describe_feature_group().feature_group_name(name).set_next_token(token.clone()).send()
                })
                .await?;
            let next = page.next_token.take();
            Ok((vec![convert::feature_group(page)], next))
        };
        let mut pages = pages(fetch).await?.into_iter();
        let mut group = pages.next().unwrap_or_default();
        group.features.extend(pages.flat_map(|page| page.features));
        Ok(group)
    }

    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        let groups = self.feature_groups(region).await?;
        let described = groups.into_iter().map(async |group| self.feature_group(region, &group.name).await);
        let described: Vec<_> = iter(described).buffered(self.settings.max_in_flight.max(1)).collect().await;
        let mut stores = Vec::new();
        for group in described {
            let group = group?;
            let store = |offline_store| FeatureGroupStore { name: group.name, arn: group.arn, offline_store };
            stores.extend(group.offline_store.map(store));
        }
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
