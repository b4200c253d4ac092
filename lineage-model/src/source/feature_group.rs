use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One feature group of a listing (`ListFeatureGroups`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FeatureGroupSummary {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// `Created`, `Creating`, or whatever else the service says.
    pub status: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// Where the history of a feature group lies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FeatureGroupStore {
    /// The feature group's name.
    pub name: String,
    /// The feature group's ARN.
    pub arn: String,
    /// Its offline store.
    pub offline_store: OfflineStore,
}

/// A feature group in full (`DescribeFeatureGroup`, all pages of its features).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FeatureGroup {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// As in [`FeatureGroupSummary::status`].
    pub status: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// The role that writes the offline store.
    pub role_arn: Option<String>,
    /// The feature that identifies a record.
    pub record_identifier: Option<String>,
    /// The feature that holds a record's time.
    pub event_time: Option<String>,
    /// The features, in the API's order.
    pub features: Vec<Feature>,
    /// The offline store, when there is one.
    pub offline_store: Option<OfflineStore>,
    /// The online store, when there is one.
    pub online_store: Option<OnlineStore>,
}

impl FeatureGroup {
    /// Where its history lies, when it keeps one.
    #[must_use]
    pub fn into_store(self) -> Option<FeatureGroupStore> {
        Some(FeatureGroupStore { name: self.name, arn: self.arn, offline_store: self.offline_store? })
    }
}

/// One feature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Feature {
    /// The name.
    pub name: String,
    /// `Integral`, `Fractional`, `String`, or whatever else the service says.
    pub feature_type: String,
    /// `List`, `Set`, `Vector`, when it holds more than one value.
    pub collection_type: Option<String>,
}

/// Where a feature group's history lies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OfflineStore {
    /// The S3 URI that was asked for.
    pub s3_uri: String,
    /// The S3 URI that holds the data (`ResolvedOutputS3Uri`): the one that lineage joins on.
    pub resolved_s3_uri: Option<String>,
    /// The KMS key.
    pub kms_key_id: Option<String>,
    /// `Glue`, `Iceberg`, or whatever else the service says.
    pub table_format: Option<String>,
    /// The Glue catalogue.
    pub catalog: Option<String>,
    /// The Glue database.
    pub database: Option<String>,
    /// The Glue table.
    pub table: Option<String>,
}

/// The store that answers single records.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OnlineStore {
    /// Whether it is on.
    pub enabled: bool,
    /// The KMS key.
    pub kms_key_id: Option<String>,
    /// `Standard`, `InMemory`, or whatever else the service says.
    pub storage_type: Option<String>,
}
