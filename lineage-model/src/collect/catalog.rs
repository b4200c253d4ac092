use std::cmp::Reverse;
use std::collections::BTreeSet;

use futures_util::future::{FutureExt, join, join_all};

use super::answer::warning;
use super::listing::{Listing, ask, latest_executions, listing};
use crate::Region;
use crate::document::{
    CatalogDocument, CatalogPipeline, CatalogRegion, DomainEntry, DomainRef, OverviewDocument, OverviewPipeline,
    OverviewRegion, PipelineEntry, PipelinesDocument, PipelinesRegion, tags,
};
use crate::domain::domain_of;
use crate::source::{Domain, LineageSource, PipelineSummary};

/// Which pipelines of which regions to list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CatalogQuery {
    /// The regions; each is asked once, and answers come by name.
    pub regions: Vec<Region>,
    /// Only the pipelines of the Studio domain with this name.
    pub domain_name: Option<String>,
    /// Only the pipelines of the Studio domain with this id.
    pub domain_id: Option<String>,
    /// The Studio domains that may be seen, by their names or ids; any by default. Neither others nor their pipelines
    /// are listed, nor a pipeline of no domain; of those whose domain could not be read a warning tells the number.
    pub within: Option<BTreeSet<String>>,
    /// Only the pipelines whose names hold this, in any case.
    pub name: Option<String>,
    /// Whether to tell the newest execution of each; not so by default. A catalogue never does.
    pub latest_executions: bool,
}

impl CatalogQuery {
    /// All pipelines of `regions`, without their executions.
    #[must_use]
    pub fn new(regions: Vec<Region>) -> Self {
        Self { regions, domain_name: None, domain_id: None, within: None, name: None, latest_executions: false }
    }

    /// The regions by name, each once.
    fn regions(&self) -> BTreeSet<&Region> {
        self.regions.iter().collect()
    }
}

/// The pipelines of regions that pass the query's filters.
///
/// Regions are asked at once. What fails, or is not answered before `deadline` is over, is a warning.
pub async fn pipelines(
    source: &dyn LineageSource,
    query: &CatalogQuery,
    deadline: impl Future<Output = ()>,
) -> PipelinesDocument {
    let deadline = deadline.shared();
    let regions = query.regions().into_iter().map(async |region| {
        let mut listing = listing(source, region, query, deadline.clone()).await;
        let latest = latest_executions(source, region, query, &mut listing, deadline.clone()).await;
        let entry = |(pipeline, latest_execution): (&PipelineSummary, _)| PipelineEntry {
            name: pipeline.name.clone(),
            arn: pipeline.arn.clone(),
            display_name: pipeline.display_name.clone(),
            created: pipeline.created,
            last_modified_time: pipeline.last_modified,
            tags: tags(&pipeline.tags),
            matched_domain: matched(pipeline, &listing),
            latest_execution,
        };
        let pipelines = listing.pipelines.iter().zip(latest).map(entry).collect();
        (PipelinesRegion { region: region.to_string(), error: listing.error, pipelines }, listing.warnings)
    });
    let (regions, warnings) = join_all(regions).await.into_iter().unzip::<_, _, _, Vec<_>>();
    PipelinesDocument { regions, warnings: warnings.concat() }
}

/// The domains of regions in full, and their pipelines, the newest first. See [`pipelines`].
pub async fn overview(
    source: &dyn LineageSource,
    query: &CatalogQuery,
    deadline: impl Future<Output = ()>,
) -> OverviewDocument {
    let deadline = deadline.shared();
    let regions = query.regions().into_iter().map(async |region| {
        let mut listing = listing(source, region, query, deadline.clone()).await;
        listing.pipelines.sort_by(|a, b| (Reverse(a.created), &a.name).cmp(&(Reverse(b.created), &b.name)));
        let domains = std::mem::take(&mut listing.domains);
        let described = domains.iter().map(|domain| ask(source.domain(region, &domain.id), deadline.clone()));
        let latest = latest_executions(source, region, query, &mut listing, deadline.clone());
        let (described, latest) = join(join_all(described), latest).await;
        let mut full = Vec::with_capacity(domains.len());
        for (listed, described) in domains.into_iter().zip(described) {
            let domain = described.unwrap_or_else(|error| {
                listing.warnings.extend(warning(error, region));
                listed
            });
            full.push(domain_entry(domain));
        }
        let entry = |(pipeline, latest_execution): (&PipelineSummary, _)| OverviewPipeline {
            pipeline_name: pipeline.name.clone(),
            pipeline_arn: pipeline.arn.clone(),
            created: pipeline.created,
            last_modified_time: pipeline.last_modified,
            latest_execution,
        };
        let pipelines = listing.pipelines.iter().zip(latest).map(entry).collect();
        let region = OverviewRegion { region: region.to_string(), domains: full, pipelines, error: listing.error };
        (region, listing.warnings)
    });
    let (regions, warnings) = join_all(regions).await.into_iter().unzip::<_, _, _, Vec<_>>();
    OverviewDocument { regions, warnings: warnings.concat() }
}

/// The domains and pipelines of regions, each pipeline with the domain it belongs to. See [`pipelines`].
pub async fn catalog(
    source: &dyn LineageSource,
    query: &CatalogQuery,
    deadline: impl Future<Output = ()>,
) -> CatalogDocument {
    let deadline = deadline.shared();
    let regions = query.regions().into_iter().map(async |region| {
        let listing = listing(source, region, query, deadline.clone()).await;
        let domain =
            |domain: &Domain| DomainRef { domain_id: Some(domain.id.clone()), domain_name: Some(domain.name.clone()) };
        let entry = |pipeline: &PipelineSummary| CatalogPipeline {
            name: pipeline.name.clone(),
            arn: pipeline.arn.clone(),
            last_modified_time: pipeline.last_modified,
            tags: tags(&pipeline.tags),
            matched_domain: matched(pipeline, &listing),
        };
        let (domains, pipelines) =
            (listing.domains.iter().map(domain).collect(), listing.pipelines.iter().map(entry).collect());
        let region = CatalogRegion { region: region.to_string(), domains, pipelines, error: listing.error };
        (region, listing.warnings)
    });
    let (regions, warnings) = join_all(regions).await.into_iter().unzip::<_, _, _, Vec<_>>();
    CatalogDocument { regions, warnings: warnings.concat() }
}

fn matched(pipeline: &PipelineSummary, listing: &Listing) -> Option<DomainRef> {
    domain_of(&pipeline.tags, pipeline.created_by.value(), &listing.domains)
}

fn domain_entry(domain: Domain) -> DomainEntry {
    DomainEntry {
        domain_id: domain.id,
        domain_arn: domain.arn,
        domain_name: domain.name,
        status: domain.status,
        url: domain.url,
        home_efs_file_system_id: domain.home_efs_file_system_id,
        creation_time: domain.created,
    }
}
