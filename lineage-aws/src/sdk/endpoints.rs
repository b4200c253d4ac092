use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::{BooleanOperator, Filter, NestedFilters, ResourceType, SearchExpression};
use futures_util::stream::{StreamExt, iter};
use lineage_model::Region;
use lineage_model::source::{Endpoint, ServedModel, SourceError, SourceErrorKind};

use super::AwsSource;
use super::convert;
use super::pages::{End, until};

/// Where the properties of a model are: a record of `Search` holds it beside its endpoints.
const PREFIXES: [&str; 2] = ["", "Model."];
/// How many pages of models are read where none of these can be searched for.
const MOST_PAGES: usize = 10;

/// Which of the prefixes a region takes, for models and for model packages.
pub(super) type ModelProperties = Mutex<BTreeMap<(Region, bool), &'static str>>;

impl AwsSource {
    /// The endpoints of a model by `Search`, each with what `DescribeEndpoint` tells; ordered by name.
    pub(super) async fn served_by(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        let mut endpoints = self.find_served(region, model).await?;
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

    /// The endpoints that `Search` knows of the models that are the one asked for.
    ///
    /// Which properties of models can be searched for is not documented. The name that a region takes is remembered.
    async fn find_served(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        let line = (region.clone(), matches!(model, ServedModel::Package(_)));
        let taken = self.model_properties.lock().unwrap_or_else(PoisonError::into_inner).get(&line).copied();
        for prefix in PREFIXES.into_iter().filter(|prefix| taken.is_none_or(|taken| taken == *prefix)) {
            let (found, end) = self.search_models(region, model, Some(prefix), |_| false).await;
            match end {
                End::Failed(error) if error.kind == SourceErrorKind::InvalidRequest => {}
                End::Failed(error) => return Err(error),
                _ => {
                    self.model_properties.lock().unwrap_or_else(PoisonError::into_inner).insert(line, prefix);
                    return Ok(found);
                }
            }
        }
        let is_one = matches!(model, ServedModel::Model(_));
        let mut pages = 0;
        let enough = |found: &[Endpoint]| {
            pages += 1;
            (is_one && !found.is_empty()) || pages >= MOST_PAGES
        };
        match self.search_models(region, model, None, enough).await {
            (found, End::Complete) => Ok(found),
            (found, End::Enough) if is_one && !found.is_empty() => Ok(found),
            (_, End::Enough) => {
                let message = "it cannot be searched for, and there are too many models to compare all";
                Err(SourceError::new(SourceErrorKind::Unavailable, "sagemaker:Search", model.as_str(), message))
            }
            (_, End::Failed(error)) => Err(error),
        }
    }

    /// The endpoints of the models that are the one asked for; with a prefix the service chooses among the models.
    async fn search_models(
        &self,
        region: &Region,
        model: &ServedModel,
        prefix: Option<&str>,
        enough: impl FnMut(&[Endpoint]) -> bool,
    ) -> (Vec<Endpoint>, End) {
        let query = |search: SearchFluentBuilder| {
            search.resource(ResourceType::Model).set_search_expression(prefix.map(|prefix| expression(model, prefix)))
        };
        let fetch = async |token| {
            let (found, next) = self.search(region, token, query, |record| record.model).await?;
            Ok((found.into_iter().flat_map(|found| convert::endpoints(found, model)).collect(), next))
        };
        until(enough, fetch).await
    }
}

/// Equality is the default operator of a filter.
fn expression(model: &ServedModel, prefix: &str) -> SearchExpression {
    let is = |property: &str| Filter::builder().name(format!("{prefix}{property}")).value(model.as_str()).build();
    let expression = SearchExpression::builder();
    match model {
        ServedModel::Model(_) => expression.filters(is("ModelName")),
        ServedModel::Package(_) => {
            let containers = NestedFilters::builder().nested_property_name(format!("{prefix}Containers"));
            expression
                .filters(is("PrimaryContainer.ModelPackageName"))
                .nested_filters(containers.filters(is("Containers.ModelPackageName")).build())
                .operator(BooleanOperator::Or)
        }
    }
    .build()
}
