use aws_sdk_sagemaker::operation::describe_endpoint::DescribeEndpointOutput;
use aws_sdk_sagemaker::types;
use lineage_model::Observed;
use lineage_model::source::{Endpoint, ServedModel, SourceError};

use super::{time, word};

/// The endpoints that `Search` tells of a model; none when it is not the one that was asked for.
pub(in crate::sdk) fn endpoints(told: types::ModelDashboardModel, wanted: &ServedModel) -> Vec<Endpoint> {
    let Some(model) = told.model else { return Vec::new() };
    let mut containers = model.primary_container.iter().chain(model.containers.iter().flatten());
    let name = model.model_name.unwrap_or_default();
    let is_wanted = match wanted {
        ServedModel::Model(wanted) => name == *wanted,
        ServedModel::Package(wanted) => {
            containers.any(|container| container.model_package_name.as_ref() == Some(wanted))
        }
    };
    let endpoint = |told: types::ModelDashboardEndpoint| Endpoint {
        name: told.endpoint_name.unwrap_or_default(),
        arn: told.endpoint_arn.unwrap_or_default(),
        status: word(told.endpoint_status),
        model_name: name.clone(),
        config_name: Observed::NotRead,
        created: time(told.creation_time),
        last_modified: time(told.last_modified_time),
    };
    told.endpoints.filter(|_| is_wanted).into_iter().flatten().map(endpoint).collect()
}

/// Adds what `DescribeEndpoint` told, which is newer than what `Search` found.
pub(in crate::sdk) fn described(endpoint: &mut Endpoint, told: &Result<DescribeEndpointOutput, SourceError>) {
    match told {
        Ok(told) => {
            endpoint.config_name = told.endpoint_config_name.clone().map_or(Observed::NotConfigured, Observed::known);
            endpoint.status = word(told.endpoint_status.clone()).or(endpoint.status.take());
            endpoint.last_modified = time(told.last_modified_time).or(endpoint.last_modified);
        }
        Err(error) => endpoint.config_name = error.clone().into(),
    }
}
