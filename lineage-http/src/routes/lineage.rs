use std::sync::Arc;

use axum::extract::{RawQuery, State};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage_until};
use lineage_model::document::LineageDocument;
use lineage_model::render;
use lineage_model::{BucketName, PipelineName};
use lineage_schema::add_schemas;
use tokio::time::sleep_until;

use crate::asking::{Asked, Asking};
use crate::auth::{Caller, Scope};
use crate::columns::add_columns;
use crate::params::{Params, printable};
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// `GET /lineage`: the graph of one pipeline.
pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Reply, Problem> {
    let Asked { key, facts, query: (mut query, schemas, format), unknown } =
        parse(Asking::new(&state, caller, query.as_deref())?)?;
    let config = Arc::clone(&state.config);
    let deadline = state.deadline();
    let until = deadline.deadline();
    let shared = state.clone();
    let grants = key.grants();
    let load = async move {
        query.posture = config.posture;
        query.now = config.clock.now();
        let mut document = lineage_until(&*facts, &query, deadline).await?;
        if schemas {
            let allows = |bucket: &BucketName| config.allows_bucket(bucket);
            add_schemas(&mut document, &*shared.schemas, allows, sleep_until(until)).await;
        }
        if query.columns {
            add_columns(&mut document, &shared, &grants, until).await;
        }
        document.warnings.extend(unknown);
        format.load(&document)
    };
    state.answer(key, load).await
}

fn parse(mut asking: Asking<'_>) -> Result<Asked<(LineageQuery, bool, Format)>, Problem> {
    asking.params.refuse(&["layout"])?;
    let pipeline = asking.params.required("pipeline")?;
    let pipeline = PipelineName::new(pipeline).map_err(|error| Problem::bad_request(error.to_string()))?;
    let mut query = LineageQuery::new(asking.region()?, pipeline);
    query.execution = execution(&mut asking)?;
    query.domain = asking.domain("domain")?;
    query.within = asking.within();
    query.deployments = asking.params.flag("includeDeployments")?.unwrap_or(false);
    query.view = asking.view()?;
    query.columns = asking.params.flag("includeColumns")?.unwrap_or(false);
    let schemas = asking.params.flag("includeSchema")?.unwrap_or(false);
    asking.audit(schemas || (query.columns && asking.may_read_schemas()));
    if schemas {
        asking.caller.must_have(Scope::SchemaRead)?;
    }
    let format = format(&mut asking.params)?;
    Ok(asking.asked("/lineage", (query, schemas, format)))
}

fn execution(asking: &mut Asking<'_>) -> Result<ExecutionChoice, Problem> {
    let latest = asking.latest()?;
    let named = asking.params.text("execution")?;
    match named {
        None => Ok(latest),
        Some(name) if is_execution(&name) => Ok(ExecutionChoice::Named(name)),
        Some(name) => {
            Err(Problem::bad_request(format!("execution '{}' is not an execution's ARN or id", printable(&name))))
        }
    }
}

/// Letters, digits, hyphens and what an ARN adds to them; whether there is such an execution, the source tells.
fn is_execution(name: &str) -> bool {
    (1..=512).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:/".contains(&b))
}

fn format(params: &mut Params) -> Result<Format, Problem> {
    match params.text("format")?.as_deref() {
        None | Some("json") => Ok(Format::Json),
        Some("dot") => Ok(Format::Dot),
        Some("mermaid") => Ok(Format::Mermaid),
        Some(later @ ("svg" | "csv" | "cytoscape" | "reactflow")) => {
            Err(Problem::bad_request(format!("format {later} is not available yet")))
        }
        Some(other) => {
            Err(Problem::bad_request(format!("format '{}' is unknown; use json, dot or mermaid", printable(other))))
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Json,
    Dot,
    Mermaid,
}

impl Format {
    fn load(self, document: &LineageDocument) -> Result<Loaded, Problem> {
        let (content_type, text) = match self {
            Self::Json => return Loaded::json(document, &document.warnings),
            Self::Dot => ("text/vnd.graphviz; charset=utf-8", render::dot(document)),
            Self::Mermaid => ("text/vnd.mermaid; charset=utf-8", render::mermaid(document)),
        };
        Ok(Loaded::new(content_type, text.into_bytes(), &document.warnings))
    }
}
