use std::cmp::Reverse;

use lineage_model::Region;
use lineage_model::source::{
    ExecutionSummary, FeatureGroup, OfflineStore, PipelineSummary, ServedModel, SourceError, UserContext,
};
use serde_json::{Value, json};

use super::{Replay, Told, now, page, time};
use crate::fake::Call;

impl Replay {
    pub(super) fn search(&self, call: &Call, region: &Region) -> Told {
        let source = &*self.source;
        let results: Vec<Value> = match call.text("Resource") {
            "Pipeline" => now(source.pipelines(region))?.into_iter().map(pipeline).collect(),
            "PipelineExecution" => {
                let mut found = Vec::new();
                for pipeline in now(source.pipelines(region))? {
                    let name = pipeline.name.parse().unwrap();
                    for run in now(source.executions(region, &name, usize::MAX))? {
                        let described = now(source.execution(region, &run.arn))?;
                        let run = ExecutionSummary { last_modified: described.last_modified, ..run };
                        found.push((pipeline.arn.clone(), run));
                    }
                }
                found.sort_by_key(|(_, run)| Reverse(run.started));
                found.iter().map(execution).collect()
            }
            "FeatureGroup" => {
                let record = |store: lineage_model::source::FeatureGroupStore| {
                    json!({"FeatureGroup": {"FeatureGroupName": store.name, "FeatureGroupArn": store.arn,
                        "OfflineStoreConfig": offline(&store.offline_store)}})
                };
                now(source.offline_stores(region))?.into_iter().map(record).collect()
            }
            "Model" => self.models(call, region),
            resource => panic!("{resource} is not searched for"),
        };
        Ok(page(call, "Results", results.into_iter()))
    }

    /// The models that an account's endpoints serve; one that nobody knows serves none.
    fn models(&self, call: &Call, region: &Region) -> Vec<Value> {
        let filter = &call.body["SearchExpression"]["Filters"][0];
        let wanted = filter["Value"].as_str().unwrap().to_owned();
        let (wanted, package) = match filter["Name"].as_str().unwrap() {
            "ModelName" => (ServedModel::Model(wanted), None),
            _ => (ServedModel::Package(wanted.clone()), Some(wanted)),
        };
        let record = |told: lineage_model::source::Endpoint| {
            self.endpoints.lock().unwrap().insert(told.name.clone(), told.clone());
            json!({"Model": {"Model": {"ModelName": told.model_name, "PrimaryContainer": {"ModelPackageName": package}},
                "Endpoints": [{"EndpointName": told.name, "EndpointArn": told.arn, "EndpointStatus": told.status,
                    "CreationTime": time(told.created), "LastModifiedTime": time(told.last_modified)}]}})
        };
        now(self.source.endpoints(region, &wanted)).unwrap_or_default().into_iter().map(record).collect()
    }

    pub(super) fn endpoint(&self, name: &str) -> Told {
        let told = self.endpoints.lock().unwrap().get(name).cloned();
        let told = told.ok_or_else(|| SourceError::not_found("sagemaker:DescribeEndpoint", name))?;
        Ok(json!({"EndpointName": told.name, "EndpointArn": told.arn, "EndpointStatus": told.status,
            "EndpointConfigName": told.config_name.value(), "CreationTime": time(told.created),
            "LastModifiedTime": time(told.last_modified)}))
    }
}

fn pipeline(told: PipelineSummary) -> Value {
    let tags: Vec<_> = told.tags.value().into_iter().flatten().map(tag).collect();
    json!({"Pipeline": {"PipelineName": told.name, "PipelineArn": told.arn, "PipelineDisplayName": told.display_name,
        "PipelineDescription": told.description, "RoleArn": told.role_arn, "CreationTime": time(told.created),
        "LastModifiedTime": time(told.last_modified), "LastRunTime": time(told.last_run),
        "CreatedBy": told.created_by.value().cloned().map(user), "Tags": tags}})
}

fn execution((pipeline, run): &(String, ExecutionSummary)) -> Value {
    json!({"PipelineExecution": {"PipelineArn": pipeline, "PipelineExecutionArn": run.arn,
        "PipelineExecutionStatus": run.status, "PipelineExecutionDisplayName": run.display_name,
        "CreationTime": time(run.started), "LastModifiedTime": time(run.last_modified),
        "FailureReason": run.failure_reason}})
}

pub(super) fn tag((key, value): (&String, &String)) -> Value {
    json!({"Key": key, "Value": value})
}

pub(super) fn user(told: UserContext) -> Value {
    json!({"UserProfileArn": told.user_profile_arn, "UserProfileName": told.user_profile_name,
        "DomainId": told.domain_id})
}

fn offline(told: &OfflineStore) -> Value {
    json!({"S3StorageConfig": {"S3Uri": told.s3_uri, "ResolvedOutputS3Uri": told.resolved_s3_uri,
            "KmsKeyId": told.kms_key_id},
        "DataCatalogConfig": {"Catalog": told.catalog, "Database": told.database, "TableName": told.table},
        "TableFormat": told.table_format})
}

/// A page of its features at a time.
pub(super) fn feature_group(call: &Call, told: FeatureGroup) -> Value {
    let features = told.features.into_iter().map(|feature| {
        json!({"FeatureName": feature.name, "FeatureType": feature.feature_type,
            "CollectionType": feature.collection_type})
    });
    let mut shown = page(call, "FeatureDefinitions", features);
    let online = told.online_store.map(|store| {
        json!({"EnableOnlineStore": store.enabled, "StorageType": store.storage_type,
            "SecurityConfig": store.kms_key_id.map(|key| json!({"KmsKeyId": key}))})
    });
    for (member, value) in [
        ("FeatureGroupName", json!(told.name)),
        ("FeatureGroupArn", json!(told.arn)),
        ("FeatureGroupStatus", json!(told.status)),
        ("CreationTime", json!(time(told.created))),
        ("RoleArn", json!(told.role_arn)),
        ("RecordIdentifierFeatureName", json!(told.record_identifier)),
        ("EventTimeFeatureName", json!(told.event_time)),
        ("OfflineStoreConfig", json!(told.offline_store.as_ref().map(offline))),
        ("OnlineStoreConfig", json!(online)),
    ] {
        shown[member] = value;
    }
    shown
}
