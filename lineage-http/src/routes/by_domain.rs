use std::sync::Arc;

use axum::extract::{RawQuery, State};
use lineage_model::collect::{DomainQuery, by_domain};

use crate::asking::{Asked, Asking};
use crate::auth::Caller;
use crate::columns::add_columns;
use crate::params::printable;
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// `GET /lineage/by-domain`: the lineage of all pipelines of a Studio domain.
pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let Asked { key, facts, mut query, unknown } = parse(Asking::new(&state, caller, query.as_deref())?)?;
    let config = Arc::clone(&state.config);
    let deadline = state.deadline();
    let until = deadline.deadline();
    let shared = state.clone();
    let grants = key.grants();
    let load = async move {
        query.posture = config.posture;
        query.now = config.clock.now();
        let mut document = by_domain(&*facts, &query, deadline).await?;
        for data in document.results.iter_mut().filter_map(|result| result.data.as_mut()).filter(|_| query.columns) {
            add_columns(data, &shared, &grants, until).await;
        }
        document.warnings.extend(unknown);
        // What a pipeline of it lacks, the whole lacks.
        let nested = document.results.iter().filter_map(|result| result.data.as_ref()).flat_map(|data| &data.warnings);
        Loaded::json(&document, document.warnings.iter().chain(nested))
    };
    state.answer(key, load).await
}

fn parse(mut asking: Asking<'_>) -> Result<Asked<DomainQuery>, Problem> {
    let domain = asking.domain("domain")?.ok_or_else(|| Problem::bad_request("domain is required"))?;
    let mut query = DomainQuery::new(asking.region()?, domain);
    query.within = asking.within();
    query.execution = asking.latest()?;
    query.view = asking.view()?;
    query.columns = asking.params.flag("includeColumns")?.unwrap_or(false);
    asking.audit(query.columns && asking.may_read_schemas());
    query.limit = limit(&mut asking)?;
    query.cursor = asking.filter("cursor")?;
    Ok(asking.asked("/lineage/by-domain", query))
}

fn limit(asking: &mut Asking<'_>) -> Result<Option<usize>, Problem> {
    let Some(text) = asking.params.text("limit")? else { return Ok(None) };
    match text.parse() {
        Ok(limit @ 1..) => Ok(Some(limit)),
        _ => Err(Problem::bad_request(format!("limit '{}' is no number of pipelines", printable(&text)))),
    }
}
