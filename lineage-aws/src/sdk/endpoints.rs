use std::collections::BTreeMap;

use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::{BooleanOperator, Filter, NestedFilters, ResourceType, SearchExpression};
use futures_util::stream::{StreamExt, iter};
use lineage_model::Region;
use lineage_model::source::{Endpoint, ServedModel, SourceError, SourceErrorKind};

use super::AwsSource;
use super::convert;
use super::pages::pages;

impl AwsSource {
    /// The endpoints of a model by `Search`, each with what `DescribeEndpoint` tells; ordered by name.
    pub(super) async fn served_by(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        let mut endpoints = match self.search_models(region, model, true).await {
            // Which properties of models can be searched for is not documented.
            Err(error) if error.kind == SourceErrorKind::InvalidRequest => {
                self.search_models(region, model, false).await?
            }
            found => found?,
        };
        endpoints.sort_by(|a, b| (&a.name, &a.model_name).cmp(&(&b.name, &b.model_name)));
        let mut names: Vec<_> = endpoints.iter().map(|endpoint| endpoint.name.clone()).collect();
        names.dedup();
        let sagemaker = self.sagemaker(region);
        let described = names.into_iter().map(async |name| {
            let answer = sagemaker
                .call("sagemaker:DescribeEndpoint", &name, |client| {
                    client.describe_endpoint().endpoint_name(&name).send()
                })
                .await;
            (name, answer)
        });
        let described: BTreeMap<_, _> = iter(described).buffered(self.settings.max_in_flight.max(1)).collect().await;
        for endpoint in &mut endpoints {
            if let Some(told) = described.get(&endpoint.name) {
                convert::described(endpoint, told);
            }
        }
        Ok(endpoints)
    }

    /// The endpoints of the models that are the one asked for; `narrow` lets the service choose among the models.
    async fn search_models(
        &self,
        region: &Region,
        model: &ServedModel,
        narrow: bool,
    ) -> Result<Vec<Endpoint>, SourceError> {
        let query = |search: SearchFluentBuilder| {
            search.resource(ResourceType::Model).set_search_expression(narrow.then(|| expression(model)))
        };
        let fetch = async |token| {
            let (found, next) = self.search(region, token, query, |record| record.model).await?;
            Ok((found.into_iter().flat_map(|found| convert::endpoints(found, model)).collect(), next))
        };
        pages(fetch).await
    }
}

/// Equality is the default operator of a filter.
fn expression(model: &ServedModel) -> SearchExpression {
    let is = |property: &str| Filter::builder().name(property).value(model.as_str()).build();
    let expression = SearchExpression::builder();
    match model {
        ServedModel::Model(_) => expression.filters(is("ModelName")),
        ServedModel::Package(_) => {
            let containers = NestedFilters::builder().nested_property_name("Containers");
            expression
                .filters(is("PrimaryContainer.ModelPackageName"))
                .nested_filters(containers.filters(is("Containers.ModelPackageName")).build())
                .operator(BooleanOperator::Or)
        }
    }
    .build()
}
