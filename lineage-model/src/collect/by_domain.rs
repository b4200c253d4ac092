use std::collections::BTreeSet;

use futures_util::future::{FutureExt, join};
use futures_util::{StreamExt, stream};

use super::answer::warning;
use super::listing::{ask, gaps, left_out, limit};
use super::shared::Shared;
use super::{CollectError, ExecutionChoice, LineageQuery, collected};
use crate::document::{DomainDocument, DomainResult, LineageDocument, View, Warning};
use crate::domain::{domain_of, is_domain_told, is_elsewhere, is_in_domain};
use crate::source::{Domain, LineageSource, PipelineSummary, SourceError, SourceErrorKind};
use crate::{Code, Observed, PipelineName, Region, Timestamp, redact};

/// How many pipelines are collected at once; the source paces their calls.
const AT_ONCE: usize = 16;

/// What to collect for the lineage of a Studio domain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DomainQuery {
    /// Where the domain is.
    pub region: Region,
    /// Which domain, by its name or id.
    pub domain: String,
    /// The Studio domains that may be seen, by their names or ids; any by default. Others are not found, just as those
    /// that are not there.
    pub within: Option<BTreeSet<String>>,
    /// Which execution to enrich each graph with; none by default.
    pub execution: ExecutionChoice,
    /// Which graphs each lineage holds; both by default.
    pub view: View,
    /// Whether to ask S3 about the buckets; so by default.
    pub posture: bool,
    /// Whether to take the SQL of the steps, as [`LineageQuery::columns`] has it; not so by default.
    pub columns: bool,
    /// The time of collection, for what is still running. The collector reads no clock.
    pub now: Option<Timestamp>,
    /// How many pipelines at most; all by default.
    pub limit: Option<usize>,
    /// Where to go on: the `nextCursor` of the answer before.
    pub cursor: Option<String>,
    /// How many calls to plan at most for all pipelines together, beside the two that list them: 3,000 by default, and
    /// for each pipeline what [`LineageQuery`] has. A bucket counts once. When it is used up, the page ends with the
    /// last pipeline that could still be read, and `nextCursor` goes on; which of the calls about the last ones were left
    /// out is a matter of their timing.
    pub budget: usize,
}

impl DomainQuery {
    /// The lineage of all pipelines of a domain as their definitions state it, with the posture of their buckets.
    #[must_use]
    pub fn new(region: Region, domain: impl Into<String>) -> Self {
        Self {
            region,
            domain: domain.into(),
            within: None,
            execution: ExecutionChoice::None,
            view: View::Both,
            posture: true,
            columns: false,
            now: None,
            limit: None,
            cursor: None,
            budget: 3000,
        }
    }

    fn of_pipeline(&self, name: PipelineName) -> LineageQuery {
        let mut query = LineageQuery::new(self.region.clone(), name).with_execution(self.execution.clone());
        (query.view, query.posture, query.now) = (self.view, self.posture, self.now);
        query.columns = self.columns;
        query
    }
}

/// Collects the lineage of the pipelines of a domain, by name, until `deadline` is over.
///
/// A pipeline that cannot be read is a result of its own. One of which it is not known whether it is in the domain is
/// left out, and a warning says so. Nothing is collected before the domains are listed, or that failed: only the list
/// says which name goes with which id.
///
/// # Errors
/// When the pipelines cannot be listed, all are known to be in no or another domain, or the cursor is none that an
/// answer gave.
pub async fn by_domain(
    source: &dyn LineageSource,
    query: &DomainQuery,
    deadline: impl Future<Output = ()>,
) -> Result<DomainDocument, CollectError> {
    let after = query.cursor.as_deref().map(PipelineName::new).transpose();
    let after = after.map_err(|_| CollectError::MalformedCursor)?;
    let deadline = deadline.shared();
    let pipelines = ask(source.pipelines(&query.region), deadline.clone());
    let domains = ask(source.domains(&query.region), deadline.clone());
    let (pipelines, domains) = join(pipelines, domains).await;
    let mut pipelines = pipelines.map_err(|error| error.map_or(CollectError::Deadline, CollectError::Source))?;
    let mut warnings = Vec::new();
    let are_listed = domains.is_ok();
    let mut domains = domains.unwrap_or_else(|error| {
        warnings.extend(warning(error, &query.region));
        Vec::new()
    });
    let hidden = match &query.within {
        Some(within) => limit(&mut pipelines, &mut domains, are_listed, within),
        None => {
            warnings.extend(gaps(&pipelines));
            0
        }
    };
    warnings.extend(left_out(hidden));
    let unclear = pipelines.iter().filter(|pipeline| is_unclear(pipeline, &query.domain, &domains, are_listed)).count();
    pipelines.retain(|pipeline| is_in_domain(pipeline, &query.domain, &domains));
    if unclear > 0 {
        let message = format!("pipelines of which it is not known whether they are in the domain: {unclear}");
        warnings.push(Warning::new(Code::Unavailable.as_str(), message));
    }
    if pipelines.is_empty() && (unclear + hidden == 0 || !may_be_seen(query, &domains)) {
        return Err(CollectError::DomainNotFound { domain: query.domain.clone() });
    }
    pipelines.sort_by(|a, b| a.name.cmp(&b.name));
    pipelines.retain(|pipeline| after.as_ref().is_none_or(|after| pipeline.name.as_str() > after.as_str()));
    let limit = query.limit.unwrap_or(usize::MAX).max(1);
    let mut next_cursor = pipelines.get(limit).and(pipelines.get(limit - 1)).map(|last| last.name.clone());
    pipelines.truncate(limit);

    let shared = Shared::new(source, &query.region, query.budget);
    // References taken here, so that the closure is the same for every lifetime and the whole can be sent to a task.
    let (each, among, until) = (&shared, &domains, &deadline);
    let calls = pipelines.into_iter().enumerate().map(async |(at, pipeline)| {
        let mut lineage = lineage_of(each, &pipeline, query, until.clone()).await;
        if let Ok(document) = &mut lineage {
            document.domain = domain_of(&pipeline.tags, pipeline.created_by.value(), among);
        }
        (at, pipeline.name, lineage)
    });
    let mut collected: Vec<_> = stream::iter(calls).buffer_unordered(AT_ONCE).collect().await;
    collected.sort_by_key(|(at, ..)| *at);
    // The page ends where the budget did; what was collected behind that is collected again with the next page.
    let whole = collected.iter().position(|(.., lineage)| matches!(lineage, Err(CollectError::Budget)));
    if let Some(whole) = whole {
        collected.truncate(whole);
        let Some((_, last, _)) = collected.last() else { return Err(CollectError::Budget) };
        next_cursor = Some(last.clone());
        let message = "the budget of calls was used up: nextCursor goes on";
        warnings.push(Warning::new(Code::Budget.as_str(), message));
    }
    warnings.extend(collected.iter().filter_map(|(_, name, lineage)| failure(name, lineage.as_ref().err()?)));
    let results: Vec<_> = collected.into_iter().map(|(_, name, lineage)| result(name, lineage)).collect();
    if deadline.peek().is_some() {
        let message = "time ran out: results may be missing, or hold what was collected by then";
        warnings.push(Warning::new(Code::Deadline.as_str(), message));
    }
    Ok(DomainDocument {
        region: query.region.to_string(),
        domain: query.domain.clone(),
        count: results.len(),
        results,
        next_cursor,
        warnings,
    })
}

/// Whether the domain that was asked for may be seen; `domains` are those of the region that may.
fn may_be_seen(query: &DomainQuery, domains: &[Domain]) -> bool {
    let is_wanted = |domain: &Domain| [&domain.id, &domain.name].contains(&&query.domain);
    query.within.as_ref().is_none_or(|within| within.contains(&query.domain) || domains.iter().any(is_wanted))
}

/// Whether it is not known if a pipeline belongs to a domain: what would tell was not read.
fn is_unclear(pipeline: &PipelineSummary, wanted: &str, domains: &[Domain], are_listed: bool) -> bool {
    let found = domain_of(&pipeline.tags, pipeline.created_by.value(), domains);
    let is_inside = found.as_ref().is_some_and(|domain| domain.is(wanted));
    !is_inside && !is_elsewhere(found.as_ref(), wanted, is_domain_told(pipeline), are_listed)
}

async fn lineage_of(
    shared: &Shared<'_>,
    pipeline: &PipelineSummary,
    query: &DomainQuery,
    deadline: impl Future<Output = ()>,
) -> Result<LineageDocument, CollectError> {
    let name = PipelineName::new(pipeline.name.clone()).map_err(|error| {
        SourceError::new(SourceErrorKind::InvalidResponse, "sagemaker:ListPipelines", &pipeline.name, error.to_string())
    })?;
    collected(shared, &query.of_pipeline(name), deadline).await
}

/// Why a pipeline has no lineage, as a warning; that time ran out is told once for all.
fn failure(pipeline: &str, error: &CollectError) -> Option<Warning> {
    match error {
        CollectError::Source(error) => Observed::<()>::from(error.clone()).gap_diagnostic().as_ref().map(Warning::from),
        CollectError::Deadline => None,
        error => {
            let message = redact::text(&error.to_string()).into_owned();
            let resource = Some(redact::text(pipeline).into_owned());
            Some(Warning { resource, ..Warning::new(Code::Malformed.as_str(), message) })
        }
    }
}

fn result(pipeline: String, lineage: Result<LineageDocument, CollectError>) -> DomainResult {
    let (data, error) = match lineage {
        Ok(document) => (Some(Box::new(document)), None),
        Err(error) => (None, Some(redact::text(&error.to_string()).into_owned())),
    };
    DomainResult { pipeline, ok: data.is_some(), data, error }
}
