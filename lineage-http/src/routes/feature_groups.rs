use std::future::Future;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use lineage_model::source::SourceError;
use tokio::time::{Sleep, timeout_at};

use crate::asking::{Asked, Asking};
use crate::auth::Caller;
use crate::feature_store::{FeatureGroupDocument, FeatureGroupsDocument};
use crate::params::printable;
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// `GET /featurestore/feature-groups`: the feature groups of a region.
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let mut asking = Asking::new(&state, caller, query.as_deref())?;
    let contains = asking.filter("nameContains")?.unwrap_or_default();
    let query = (asking.region()?, contains);
    let Asked { key, facts, query: (region, contains), unknown } = asking.asked("/featurestore/feature-groups", query);
    let deadline = state.deadline();
    let load = async move {
        let groups = in_time(&deadline, facts.feature_groups(&region), "there is nothing of this region").await?;
        let mut document = FeatureGroupsDocument::new(groups, &contains);
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer(key, load).await
}

/// `GET /featurestore/feature-groups/{name}`: one feature group.
pub(super) async fn one(
    State(state): State<AppState>,
    caller: Caller,
    name: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let Path(name) = name.map_err(|_| Problem::bad_request("the feature group's name is not well formed"))?;
    if !is_name(&name) {
        return Err(Problem::bad_request(format!("feature group '{}' is not well formed", printable(&name))));
    }
    let mut asking = Asking::new(&state, caller, query.as_deref())?;
    let descriptions = asking.params.flag("includeDescriptions")?.unwrap_or(false);
    let query = (asking.region()?, name, descriptions);
    let Asked { key, facts, query: (region, name, descriptions), unknown } =
        asking.asked("/featurestore/feature-groups/{name}", query);
    let deadline = state.deadline();
    let load = async move {
        let group = in_time(&deadline, facts.feature_group(&region, &name), "feature group not found").await?;
        let mut document = FeatureGroupDocument::from(group);
        if descriptions {
            document.describe(&*facts, &region, deadline).await;
        }
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer(key, load).await
}

async fn in_time<T>(
    deadline: &Sleep,
    call: impl Future<Output = Result<T, SourceError>>,
    not_found: &'static str,
) -> Result<T, Problem> {
    let answer = timeout_at(deadline.deadline(), call).await.map_err(|_| Problem::too_late())?;
    answer.map_err(|error| Problem::of(&error, not_found))
}

/// As `CreateFeatureGroup` has it.
fn is_name(name: &str) -> bool {
    let is_end = |c: char| c.is_ascii_alphanumeric();
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && name.starts_with(is_end)
        && name.ends_with(is_end)
}
