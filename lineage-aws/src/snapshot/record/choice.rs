use std::collections::BTreeSet;

use lineage_model::domain::is_in_domain;
use lineage_model::source::{LineageSource, PipelineSummary, SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region};

use super::{RecordError, RecordOptions};

/// Which pipelines to record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PipelineChoice {
    /// All of the regions.
    #[default]
    All,
    /// These, in whichever of the regions they are.
    Named(BTreeSet<PipelineName>),
    /// Those of a Studio domain, by its name or id.
    Domain(String),
}

/// What is recorded of one region.
pub(super) struct Chosen {
    pub(super) region: Region,
    /// The listing of the pipelines, of the chosen ones only.
    pub(super) listing: Result<Vec<PipelineSummary>, SourceError>,
    pub(super) names: Vec<PipelineName>,
}

impl Chosen {
    /// The id of the account, out of the ARN of a pipeline.
    pub(super) fn account(&self) -> Option<String> {
        let summary = self.listing.as_ref().ok()?.first()?;
        summary.arn.split(':').nth(4).map(str::to_owned)
    }
}

/// The pipelines to record, by region.
pub(super) async fn chosen(source: &dyn LineageSource, options: &RecordOptions) -> Result<Vec<Chosen>, RecordError> {
    let mut found = Vec::new();
    for region in &options.regions {
        let domains = match options.pipelines {
            // Without the list, an id is still an id.
            PipelineChoice::Domain(_) => source.domains(region).await.unwrap_or_default(),
            _ => Vec::new(),
        };
        let listing = match (source.pipelines(region).await, &options.pipelines) {
            (Err(error), PipelineChoice::Named(_)) => Err(error),
            (listing, choice) => {
                let mut listing = listing.map_err(RecordError::List)?;
                listing.retain(|pipeline| match choice {
                    PipelineChoice::All => true,
                    PipelineChoice::Named(names) => names.iter().any(|name| name.as_str() == pipeline.name),
                    PipelineChoice::Domain(domain) => is_in_domain(pipeline, domain, &domains),
                });
                Ok(listing)
            }
        };
        let names = match (&listing, &options.pipelines) {
            (Ok(listing), _) => listing.iter().filter_map(|found| PipelineName::new(found.name.clone()).ok()).collect(),
            (Err(_), PipelineChoice::Named(names)) => described(source, region, names).await,
            (Err(_), _) => Vec::new(),
        };
        found.push(Chosen { region: region.clone(), listing, names });
    }
    let is_found = |name: &&PipelineName| found.iter().any(|region| region.names.contains(*name));
    match &options.pipelines {
        PipelineChoice::Named(names) => match names.iter().find(|name| !is_found(name)) {
            Some(name) => Err(RecordError::PipelineNotFound { name: name.clone() }),
            None => Ok(found),
        },
        PipelineChoice::Domain(domain) if found.iter().all(|region| region.names.is_empty()) => {
            Err(RecordError::DomainNotFound { domain: domain.clone() })
        }
        _ => Ok(found),
    }
}

/// Those of `names` that are in the region: what may not be listed may still be described.
async fn described(source: &dyn LineageSource, region: &Region, names: &BTreeSet<PipelineName>) -> Vec<PipelineName> {
    let mut found = Vec::new();
    for name in names {
        match source.pipeline(region, name).await {
            Err(error) if error.kind == SourceErrorKind::NotFound => {}
            _ => found.push(name.clone()),
        }
    }
    found
}
