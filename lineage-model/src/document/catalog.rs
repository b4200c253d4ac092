use std::collections::BTreeMap;

use serde::Serialize;

use super::{DomainRef, LineageDocument, Warning};
use crate::Timestamp;

/// The pipelines of regions, with the domain each belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipelinesDocument {
    /// The regions, by name.
    pub regions: Vec<PipelinesRegion>,
    /// What could not be read; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// The pipelines of one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipelinesRegion {
    /// The region.
    pub region: String,
    /// Why its pipelines could not be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The pipelines that were asked for, by name.
    pub pipelines: Vec<PipelineEntry>,
}

/// One pipeline of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipelineEntry {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub last_modified_time: Option<Timestamp>,
    /// Tags; null when they could not be read. Values that look like credentials are masked.
    pub tags: Option<BTreeMap<String, String>>,
    /// The Studio domain that it belongs to.
    pub matched_domain: Option<DomainRef>,
    /// The newest execution: absent when it was not asked for or could not be read, null when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<Option<LatestExecution>>,
}

/// The newest execution of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LatestExecution {
    /// The execution's own status.
    pub status: String,
    /// The ARN.
    pub arn: String,
    /// When it was started.
    pub start_time: Option<Timestamp>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
}

/// The domains and pipelines of regions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OverviewDocument {
    /// The regions, by name.
    pub regions: Vec<OverviewRegion>,
    /// What could not be read; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// The domains and pipelines of one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OverviewRegion {
    /// The region.
    pub region: String,
    /// The Studio domains, by id.
    pub domains: Vec<DomainEntry>,
    /// The pipelines, newest first.
    pub pipelines: Vec<OverviewPipeline>,
    /// Why the pipelines could not be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A Studio domain in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DomainEntry {
    /// The id, `d-` and letters.
    pub domain_id: String,
    /// The ARN.
    pub domain_arn: String,
    /// The name.
    pub domain_name: String,
    /// `InService`, or what else the service says.
    pub status: Option<String>,
    /// Where its users sign in.
    pub url: Option<String>,
    /// The file system of its home directories.
    pub home_efs_file_system_id: Option<String>,
    /// When it was made.
    pub creation_time: Option<Timestamp>,
}

/// One pipeline of an overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OverviewPipeline {
    /// The name.
    pub pipeline_name: String,
    /// The ARN.
    pub pipeline_arn: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub last_modified_time: Option<Timestamp>,
    /// As in [`PipelineEntry::latest_execution`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<Option<LatestExecution>>,
}

/// The domains and pipelines of regions, in few words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CatalogDocument {
    /// The regions, by name.
    pub regions: Vec<CatalogRegion>,
    /// What could not be read; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// The domains and pipelines of one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CatalogRegion {
    /// The region.
    pub region: String,
    /// The Studio domains, by id.
    pub domains: Vec<DomainRef>,
    /// The pipelines, by name.
    pub pipelines: Vec<CatalogPipeline>,
    /// Why the pipelines could not be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// One pipeline of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CatalogPipeline {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// When it was last changed.
    pub last_modified_time: Option<Timestamp>,
    /// As in [`PipelineEntry::tags`].
    pub tags: Option<BTreeMap<String, String>>,
    /// The Studio domain that it belongs to.
    pub matched_domain: Option<DomainRef>,
}

/// The lineage of the pipelines of a domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DomainDocument {
    /// The region.
    pub region: String,
    /// The domain, by the name or id that was asked for.
    pub domain: String,
    /// How many results there are.
    pub count: usize,
    /// One for each pipeline, by name.
    pub results: Vec<DomainResult>,
    /// What to ask for the results after these with; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// What could not be read of the domain itself; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// The lineage of one pipeline of a domain, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DomainResult {
    /// The pipeline's name.
    pub pipeline: String,
    /// Whether there is a lineage.
    pub ok: bool,
    /// The lineage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Box<LineageDocument>>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
