//! Feature groups, as the HTTP contract has them.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::iter;
use lineage_model::document::Warning;
use lineage_model::source::{
    Feature, FeatureGroup, FeatureGroupSource, FeatureGroupSummary, OfflineStore, OnlineStore, SourceErrorKind,
};
use lineage_model::{Code, Diagnostic, Observed, Region, Timestamp, redact};
use serde::Serialize;
use utoipa::ToSchema;

/// The feature groups of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[non_exhaustive]
pub struct FeatureGroupsDocument {
    /// The feature groups, ordered by name.
    pub items: Vec<FeatureGroupItem>,
    /// What could not be read or understood; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// One feature group of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureGroupItem {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// `Created`, `Creating`, or whatever else the service says.
    pub status: Option<String>,
    /// When it was made.
    pub creation_time: Option<Timestamp>,
}

/// One feature group with its features.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureGroupDocument {
    /// The name.
    pub feature_group_name: String,
    /// The ARN.
    pub feature_group_arn: String,
    /// The feature that identifies a record.
    pub record_identifier: Option<String>,
    /// The feature that holds a record's time.
    pub event_time: Option<String>,
    /// The features, in the API's order.
    pub features: Vec<FeatureDocument>,
    /// Where the history lies; null when none is kept.
    pub offline_store: Option<OfflineStoreDocument>,
    /// The store that answers single records.
    pub online_store: OnlineStoreDocument,
    /// When it was made.
    pub creation_time: Option<Timestamp>,
    /// The role that writes the offline store.
    pub role_arn: Option<String>,
    /// `Created`, `Creating`, or whatever else the service says.
    pub status: Option<String>,
    /// What could not be read or understood; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// One feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureDocument {
    /// The name.
    pub name: String,
    /// `Integral`, `Fractional`, `String`, or whatever else the service says.
    pub r#type: String,
    /// `List`, `Set`, `Vector`, when it holds more than one value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection_type: Option<String>,
    /// What somebody wrote about it; null unless it was asked for.
    pub description: Option<String>,
}

/// Where a feature group's history lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[non_exhaustive]
pub struct OfflineStoreDocument {
    /// The S3 URI that was asked for.
    pub s3_uri: String,
    /// The S3 URI that holds the data.
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[non_exhaustive]
pub struct OnlineStoreDocument {
    /// Whether there is one.
    pub enabled: bool,
    /// The KMS key.
    pub kms_key_id: Option<String>,
    /// `Standard`, `InMemory`, or whatever else the service says.
    pub storage_type: Option<String>,
}

impl FeatureGroupsDocument {
    /// The feature groups whose names hold a text, in any case.
    #[must_use]
    pub fn new(groups: Vec<FeatureGroupSummary>, name_contains: &str) -> Self {
        let wanted = name_contains.to_ascii_lowercase();
        let groups = groups.into_iter().filter(|group| group.name.to_ascii_lowercase().contains(&wanted));
        Self { items: groups.map(FeatureGroupItem::from).collect(), warnings: Vec::new() }
    }
}

impl From<FeatureGroupSummary> for FeatureGroupItem {
    fn from(group: FeatureGroupSummary) -> Self {
        Self { name: group.name, arn: group.arn, status: group.status, creation_time: group.created }
    }
}

impl From<FeatureGroup> for FeatureGroupDocument {
    fn from(group: FeatureGroup) -> Self {
        Self {
            feature_group_name: group.name,
            feature_group_arn: group.arn,
            record_identifier: group.record_identifier,
            event_time: group.event_time,
            features: group.features.into_iter().map(FeatureDocument::from).collect(),
            offline_store: group.offline_store.map(OfflineStoreDocument::from),
            online_store: group.online_store.map(OnlineStoreDocument::from).unwrap_or_default(),
            creation_time: group.created,
            role_arn: group.role_arn,
            status: group.status,
            warnings: Vec::new(),
        }
    }
}

impl From<Feature> for FeatureDocument {
    fn from(feature: Feature) -> Self {
        let Feature { name, feature_type, collection_type } = feature;
        Self { name, r#type: feature_type, collection_type, description: None }
    }
}

impl From<OfflineStore> for OfflineStoreDocument {
    fn from(store: OfflineStore) -> Self {
        let OfflineStore { s3_uri, resolved_s3_uri, kms_key_id, table_format, catalog, database, table } = store;
        Self { s3_uri, resolved_s3_uri, kms_key_id, table_format, catalog, database, table }
    }
}

impl From<OnlineStore> for OnlineStoreDocument {
    fn from(store: OnlineStore) -> Self {
        Self { enabled: store.enabled, kms_key_id: store.kms_key_id, storage_type: store.storage_type }
    }
}

/// How many descriptions are asked for at once; there may be thousands.
const AT_ONCE: usize = 16;

impl FeatureGroupDocument {
    /// Asks for the descriptions of all features, a call each, until `deadline` is over. What is not told stays null;
    /// the first refusal ends the asking, because all would be refused.
    pub async fn describe(
        &mut self,
        source: &dyn FeatureGroupSource,
        region: &Region,
        deadline: impl Future<Output = ()>,
    ) {
        let group = self.feature_group_name.as_str();
        let names: Vec<_> = self.features.iter().map(|feature| feature.name.clone()).collect();
        let ask = |name: String| async move { source.feature_description(region, group, &name).await };
        // In order, so that the order in which they are answered never shows.
        let mut answers = iter(names).map(ask).buffered(AT_ONCE);
        let mut deadline = pin!(deadline);
        // One a code, so that a group of thousands of features does not have thousands of warnings.
        let mut gaps = BTreeMap::new();
        for feature in &mut self.features {
            match select(answers.next(), deadline.as_mut()).await {
                Either::Left((Some(Ok(text)), _)) => {
                    feature.description = text.map(|text| redact::text(&text).into_owned());
                }
                Either::Left((Some(Err(mut error)), _)) => {
                    let is_refused = error.kind == SourceErrorKind::AccessDenied;
                    group.clone_into(&mut error.resource);
                    if let Some(gap) = Observed::<()>::from(error).gap_diagnostic() {
                        gaps.entry(gap.code).or_insert(gap);
                    }
                    if is_refused {
                        break;
                    }
                }
                Either::Left((None, _)) => break,
                Either::Right(((), _)) => {
                    let message = "time ran out before all descriptions were read";
                    gaps.insert(Code::Deadline, Diagnostic::new(Code::Deadline, message));
                    break;
                }
            }
        }
        self.warnings.extend(gaps.values().map(Warning::from));
    }
}
