use axum::extract::{RawQuery, State};
use lineage_model::PipelineName;
use lineage_model::collect::{self, ExecutionsQuery};

use crate::asking::{Asked, Asking};
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// `GET /sagemaker/executions`: the newest executions of one pipeline.
pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let Asked { key, facts, query, unknown } = parse(Asking::new(&state, caller, query.as_deref())?)?;
    let deadline = state.deadline();
    let load = async move {
        let mut document = collect::executions(&*facts, &query, deadline).await?;
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer(key, load).await
}

fn parse(mut asking: Asking<'_>) -> Result<Asked<ExecutionsQuery>, Problem> {
    let pipeline = asking.params.required("pipeline")?;
    let pipeline = PipelineName::new(pipeline).map_err(|error| Problem::bad_request(error.to_string()))?;
    let mut query = ExecutionsQuery::new(asking.region()?, pipeline);
    query.within = asking.within();
    query.limit = asking.params.number("limit", 1..=100)?.unwrap_or(query.limit);
    Ok(asking.asked("/sagemaker/executions", query))
}
