use std::collections::{BTreeSet, HashSet};
use std::pin::pin;

use futures_util::future::{Either, join, select};

use super::CatalogQuery;
use super::answer::{out_of_time, warning};
use crate::document::{LatestExecution, Warning};
use crate::domain::{Standing, domain_of, is_domain_told, standing};
use crate::source::{Domain, LineageSource, PipelineSummary, SourceError};
use crate::{Code, Region};

/// What a region lists.
#[derive(Default)]
pub(super) struct Listing {
    /// The pipelines that pass the filters, in the order of the source.
    pub(super) pipelines: Vec<PipelineSummary>,
    pub(super) domains: Vec<Domain>,
    /// Why there are no pipelines.
    pub(super) error: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

/// Why a call told nothing; none when time ran out.
pub(super) type Unanswered = Option<SourceError>;

/// The answer of a call, unless `deadline` is over before.
pub(super) async fn ask<T>(
    call: impl Future<Output = Result<T, SourceError>>,
    deadline: impl Future<Output = ()>,
) -> Result<T, Unanswered> {
    match select(pin!(call), pin!(deadline)).await {
        Either::Left((answer, _)) => answer.map_err(Some),
        Either::Right(_) => Err(None),
    }
}

/// The domains of a region, and those of its pipelines that pass the filters.
pub(super) async fn listing(
    source: &dyn LineageSource,
    region: &Region,
    query: &CatalogQuery,
    deadline: impl Future<Output = ()> + Clone,
) -> Listing {
    let pipelines = ask(source.pipelines(region), deadline.clone());
    let domains = ask(source.domains(region), deadline);
    let (pipelines, domains) = join(pipelines, domains).await;
    let mut listing = Listing::default();
    match pipelines {
        Ok(pipelines) => listing.pipelines = pipelines,
        Err(unanswered) => {
            let told = warning(unanswered, region);
            listing.error = told.as_ref().map(|told| told.message.clone());
            listing.warnings.extend(told);
        }
    }
    let are_listed = domains.is_ok();
    match domains {
        Ok(domains) => listing.domains = domains,
        Err(unanswered) => listing.warnings.extend(warning(unanswered, region)),
    }
    let Listing { pipelines, domains, warnings, .. } = &mut listing;
    match &query.within {
        Some(within) => warnings.extend(left_out(limit(pipelines, domains, are_listed, within))),
        None => warnings.extend(gaps(pipelines)),
    }
    pipelines.retain(|pipeline| passes(pipeline, query, domains));
    listing
}

/// Leaves the domains that may be seen and the pipelines that are known to be in them; says of how many it is not known.
pub(super) fn limit(
    pipelines: &mut Vec<PipelineSummary>,
    domains: &mut Vec<Domain>,
    are_listed: bool,
    within: &BTreeSet<String>,
) -> usize {
    let mut unclear = 0;
    pipelines.retain(|pipeline| {
        let found = domain_of(&pipeline.tags, pipeline.created_by.value(), domains);
        let standing = standing(found.as_ref(), within, is_domain_told(pipeline), are_listed);
        unclear += usize::from(standing == Standing::Unclear);
        standing == Standing::Inside
    });
    domains.retain(|domain| within.contains(&domain.id) || within.contains(&domain.name));
    unclear
}

/// That pipelines are left out, none of which may be named.
pub(super) fn left_out(count: usize) -> Option<Warning> {
    let message = format!("pipelines that are left out because their domains could not be read: {count}");
    (count > 0).then(|| Warning::new(Code::Unavailable.as_str(), message))
}

/// What is missing to tell which domains pipelines belong to, each once: one refusal may stand for all of them.
pub(super) fn gaps(pipelines: &[PipelineSummary]) -> Vec<Warning> {
    let mut seen = HashSet::new();
    let of_one = |pipeline: &PipelineSummary| {
        // Who made it counts only where no tag does.
        let is_tagged = domain_of(&pipeline.tags, None, &[]).is_some();
        let created_by = if is_tagged { None } else { pipeline.created_by.gap_diagnostic() };
        [pipeline.tags.gap_diagnostic(), created_by]
    };
    let gaps = pipelines.iter().flat_map(of_one).flatten().map(|gap| Warning::from(&gap));
    gaps.filter(|gap| seen.insert(gap.clone())).collect()
}

fn passes(pipeline: &PipelineSummary, query: &CatalogQuery, domains: &[Domain]) -> bool {
    let named = query.name.as_ref().is_none_or(|part| pipeline.name.to_lowercase().contains(&part.to_lowercase()));
    if !named || (query.domain_name.is_none() && query.domain_id.is_none()) {
        return named;
    }
    let domain = domain_of(&pipeline.tags, pipeline.created_by.value(), domains);
    domain.is_some_and(|domain| {
        (query.domain_name.is_none() || query.domain_name == domain.domain_name)
            && (query.domain_id.is_none() || query.domain_id == domain.domain_id)
    })
}

/// The newest execution of each listed pipeline, as the documents have it: absent, null, or there.
pub(super) async fn latest_executions(
    source: &dyn LineageSource,
    region: &Region,
    query: &CatalogQuery,
    listing: &mut Listing,
    deadline: impl Future<Output = ()>,
) -> Vec<Option<Option<LatestExecution>>> {
    let mut latest = vec![None; listing.pipelines.len()];
    if !query.latest_executions || listing.pipelines.is_empty() {
        return latest;
    }
    let call = source.latest_executions(region, &listing.pipelines);
    let Either::Left((found, _)) = select(call, pin!(deadline)).await else {
        listing.warnings.push(out_of_time(region));
        return latest;
    };
    let mut seen: HashSet<_> = listing.warnings.iter().cloned().collect();
    for (latest, found) in latest.iter_mut().zip(found) {
        match found {
            Ok(execution) => {
                *latest = Some(execution.map(|execution| LatestExecution {
                    status: execution.status,
                    arn: execution.arn,
                    start_time: execution.started,
                    last_modified_time: execution.last_modified,
                }));
            }
            // One refusal may stand for all of them.
            Err(error) => {
                let told = warning(Some(error), region);
                listing.warnings.extend(told.filter(|told| seen.insert(told.clone())));
            }
        }
    }
    latest
}
