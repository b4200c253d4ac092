//! The catalogues: what there is in several regions.

use axum::extract::{RawQuery, State};
use lineage_model::collect::{self, CatalogQuery};
use lineage_model::document::Warning;
use serde::Serialize;

use crate::asking::{Asked, Asking};
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// `GET /sagemaker/pipelines`: pipelines with their tags, domains and latest executions.
pub(super) async fn pipelines(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let mut asking = Asking::new(&state, caller, query.as_deref())?;
    let mut query = what(&mut asking)?;
    query.domain_name = asking.domain("domainName")?;
    query.domain_id = asking.domain("domainId")?;
    query.name = asking.filter("name")?;
    query.latest_executions = asking.params.flag("includeLatestExec")?.unwrap_or(false);
    let Asked { key, facts, query, unknown } = asking.asked("/sagemaker/pipelines", query);
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::pipelines(&*facts, &query, deadline).await;
        document.warnings.extend(unknown);
        load(&document, &document.warnings, document.regions.iter().map(|region| &region.error))
    };
    state.answer(key, load).await
}

/// `GET /sagemaker/overview`: domains in full and pipelines in short, newest first.
pub(super) async fn overview(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let mut asking = Asking::new(&state, caller, query.as_deref())?;
    let mut query = what(&mut asking)?;
    query.latest_executions = asking.params.flag("includeLatestExec")?.unwrap_or(false);
    let Asked { key, facts, query, unknown } = asking.asked("/sagemaker/overview", query);
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::overview(&*facts, &query, deadline).await;
        document.warnings.extend(unknown);
        load(&document, &document.warnings, document.regions.iter().map(|region| &region.error))
    };
    state.answer(key, load).await
}

/// `GET /sagemaker/catalog`: domains and pipelines in short.
pub(super) async fn catalog(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let mut asking = Asking::new(&state, caller, query.as_deref())?;
    let query = what(&mut asking)?;
    let Asked { key, facts, query, unknown } = asking.asked("/sagemaker/catalog", query);
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::catalog(&*facts, &query, deadline).await;
        document.warnings.extend(unknown);
        load(&document, &document.warnings, document.regions.iter().map(|region| &region.error))
    };
    state.answer(key, load).await
}

/// All that the caller may see of the regions.
fn what(asking: &mut Asking<'_>) -> Result<CatalogQuery, Problem> {
    let mut query = CatalogQuery::new(asking.regions()?);
    query.within = asking.within();
    Ok(query)
}

/// A list of regions, and for each why it could not be read, if so. When none could, AWS told nothing.
fn load<'d>(
    document: &impl Serialize,
    warnings: &[Warning],
    mut errors: impl ExactSizeIterator<Item = &'d Option<String>>,
) -> Result<Loaded, Problem> {
    let is_told = errors.len() == 0 || errors.any(Option::is_none);
    Ok(Loaded::json(document, warnings)?.told(is_told))
}
