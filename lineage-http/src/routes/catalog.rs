//! The catalogues: what there is in several regions.

use axum::extract::{RawQuery, State};
use lineage_model::collect::{self, CatalogQuery};

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
    let mut query = CatalogQuery::new(asking.regions()?);
    query.domain_name = asking.domain("domainName")?;
    query.domain_id = asking.domain("domainId")?;
    query.name = asking.filter("name")?;
    query.latest_executions = asking.params.flag("includeLatestExec")?.unwrap_or(false);
    let Asked { key, facts, query, unknown } = asking.asked("/sagemaker/pipelines", query);
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::pipelines(&*facts, &query, deadline).await;
        document.warnings.extend(unknown);
        let is_told = document.regions.iter().any(|region| region.error.is_none());
        Ok(Loaded::json(&document, &document.warnings)?.told(is_told))
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
    let mut query = CatalogQuery::new(asking.regions()?);
    query.latest_executions = asking.params.flag("includeLatestExec")?.unwrap_or(false);
    let Asked { key, facts, query, unknown } = asking.asked("/sagemaker/overview", query);
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::overview(&*facts, &query, deadline).await;
        document.warnings.extend(unknown);
        let is_told = document.regions.iter().any(|region| region.error.is_none());
        Ok(Loaded::json(&document, &document.warnings)?.told(is_told))
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
    let query = CatalogQuery::new(asking.regions()?);
    let Asked { key, facts, query, unknown } = asking.asked("/sagemaker/catalog", query);
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::catalog(&*facts, &query, deadline).await;
        document.warnings.extend(unknown);
        let is_told = document.regions.iter().any(|region| region.error.is_none());
        Ok(Loaded::json(&document, &document.warnings)?.told(is_told))
    };
    state.answer(key, load).await
}
