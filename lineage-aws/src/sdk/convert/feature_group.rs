use aws_sdk_sagemaker::operation::describe_feature_group::DescribeFeatureGroupOutput;
use aws_sdk_sagemaker::types;
use lineage_model::source::{Feature, FeatureGroup, FeatureGroupStore, FeatureGroupSummary, OfflineStore, OnlineStore};

use super::{time, word};

pub(in crate::sdk) fn feature_group_summary(told: types::FeatureGroupSummary) -> FeatureGroupSummary {
    FeatureGroupSummary {
        name: told.feature_group_name.unwrap_or_default(),
        arn: told.feature_group_arn.unwrap_or_default(),
        status: word(told.feature_group_status),
        created: time(told.creation_time),
    }
}

/// Where the history of a feature group lies, as `Search` tells it; none when it keeps none.
pub(in crate::sdk) fn feature_group_store(told: types::FeatureGroup) -> Option<FeatureGroupStore> {
    Some(FeatureGroupStore {
        name: told.feature_group_name.unwrap_or_default(),
        arn: told.feature_group_arn.unwrap_or_default(),
        offline_store: offline_store(told.offline_store_config?),
    })
}

/// A feature group with the features of this page.
pub(in crate::sdk) fn feature_group(told: DescribeFeatureGroupOutput) -> FeatureGroup {
    FeatureGroup {
        name: told.feature_group_name.unwrap_or_default(),
        arn: told.feature_group_arn.unwrap_or_default(),
        status: word(told.feature_group_status),
        created: time(told.creation_time),
        role_arn: told.role_arn,
        record_identifier: told.record_identifier_feature_name,
        event_time: told.event_time_feature_name,
        features: features(told.feature_definitions),
        offline_store: told.offline_store_config.map(offline_store),
        online_store: told.online_store_config.map(online_store),
    }
}

fn features(told: Option<Vec<types::FeatureDefinition>>) -> Vec<Feature> {
    let feature = |definition: types::FeatureDefinition| Feature {
        name: definition.feature_name.unwrap_or_default(),
        feature_type: word(definition.feature_type).unwrap_or_default(),
        collection_type: word(definition.collection_type),
    };
    told.into_iter().flatten().map(feature).collect()
}

fn offline_store(told: types::OfflineStoreConfig) -> OfflineStore {
    let mut store = OfflineStore { table_format: word(told.table_format), ..OfflineStore::default() };
    if let Some(storage) = told.s3_storage_config {
        store.s3_uri = storage.s3_uri.unwrap_or_default();
        store.resolved_s3_uri = storage.resolved_output_s3_uri;
        store.kms_key_id = storage.kms_key_id;
    }
    if let Some(catalog) = told.data_catalog_config {
        store.catalog = catalog.catalog;
        store.database = catalog.database;
        store.table = catalog.table_name;
    }
    store
}

fn online_store(told: types::OnlineStoreConfig) -> OnlineStore {
    OnlineStore {
        enabled: told.enable_online_store.unwrap_or_default(),
        kms_key_id: told.security_config.and_then(|config| config.kms_key_id),
        storage_type: word(told.storage_type),
    }
}
