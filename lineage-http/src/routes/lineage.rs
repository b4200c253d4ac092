use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use lineage_model::collect::{CollectError, ExecutionChoice, LineageQuery, lineage_until};
use lineage_model::document::{LineageDocument, View, ViewError, Warning};
use lineage_model::render;
use lineage_model::source::{LineageSource, SourceErrorKind};
use lineage_model::{Code, PipelineName, Region};

use crate::params::{Params, printable};
use crate::problem::Problem;
use crate::state::AppState;

/// `GET /lineage`: the graph of one pipeline.
pub(super) async fn get(State(state): State<AppState>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let asked = Asked::parse(Params::new(query.as_deref()), &state)?;
    let deadline = tokio::time::sleep(state.config.deadline);
    let answer = lineage_until(&*asked.source, &asked.query, deadline).await;
    state.last_answer.record(answer.as_ref().err().is_none_or(is_an_answer));
    let mut document = answer?;
    document.warnings.extend(asked.unknown);
    let mut response = asked.format.respond(&document)?;
    if document.warnings.iter().any(|warning| warning.code == Code::Deadline.as_str()) {
        // The next answer may hold more.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// Whether the source answered, be it with a no.
fn is_an_answer(error: &CollectError) -> bool {
    match error {
        CollectError::Source(error) => error.kind == SourceErrorKind::NotFound,
        CollectError::Deadline => false,
        _ => true,
    }
}

/// What a request asks for.
struct Asked {
    source: Arc<dyn LineageSource>,
    query: LineageQuery,
    format: Format,
    unknown: Vec<Warning>,
}

impl Asked {
    fn parse(mut params: Params, state: &AppState) -> Result<Self, Problem> {
        params.refuse(&["account", "domain", "includeColumns", "includeDeployments", "includeSchema", "layout"])?;
        let pipeline = params.required("pipeline")?;
        let pipeline = PipelineName::new(pipeline).map_err(|error| Problem::bad_request(error.to_string()))?;
        let mut query = LineageQuery::new(region(&mut params, state)?, pipeline);
        query.execution = execution(&mut params, state)?;
        query.view = view(&mut params)?;
        query.posture = state.config.posture;
        query.now = state.config.clock.now();
        let source = source(&mut params, state)?;
        let format = format(&mut params)?;
        Ok(Self { source, query, format, unknown: params.unknown() })
    }
}

fn region(params: &mut Params, state: &AppState) -> Result<Region, Problem> {
    let Some(text) = params.text("region")? else {
        return state.config.default_region.clone().ok_or_else(|| Problem::bad_request("region is required"));
    };
    let region = Region::new(text.as_str()).ok().filter(|region| state.config.allows(region));
    region.ok_or_else(|| Problem::bad_request(format!("region '{}' is not allowed", printable(&text))))
}

fn execution(params: &mut Params, state: &AppState) -> Result<ExecutionChoice, Problem> {
    let latest = params.flag("includeLatestExec")?.unwrap_or(state.config.include_latest_exec);
    match params.text("execution")? {
        Some(name) if is_execution(&name) => Ok(ExecutionChoice::Named(name)),
        Some(name) => {
            Err(Problem::bad_request(format!("execution '{}' is not an execution's ARN or id", printable(&name))))
        }
        None if latest => Ok(ExecutionChoice::Latest),
        None => Ok(ExecutionChoice::None),
    }
}

/// Letters, digits, hyphens and what an ARN adds to them; whether there is such an execution, the source tells.
fn is_execution(name: &str) -> bool {
    (1..=512).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:/".contains(&b))
}

fn source(params: &mut Params, state: &AppState) -> Result<Arc<dyn LineageSource>, Problem> {
    match params.text("profile")? {
        None => Ok(Arc::clone(&state.source)),
        Some(name) => {
            let source = state.profiles.get(&name).map(Arc::clone);
            source.ok_or_else(|| Problem::bad_request(format!("profile '{}' is not allowed", printable(&name))))
        }
    }
}

fn view(params: &mut Params) -> Result<View, Problem> {
    let Some(text) = params.text("view")? else { return Ok(View::default()) };
    text.parse().map_err(|error: ViewError| Problem::bad_request(error.to_string()))
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

#[derive(Clone, Copy)]
enum Format {
    Json,
    Dot,
    Mermaid,
}

impl Format {
    fn respond(self, document: &LineageDocument) -> Result<Response, Problem> {
        let (content_type, body) = match self {
            Self::Json => {
                let json = serde_json::to_vec(document).map_err(|error| Problem::internal(error.to_string()))?;
                ("application/json", json)
            }
            Self::Dot => ("text/vnd.graphviz; charset=utf-8", render::dot(document).into_bytes()),
            Self::Mermaid => ("text/vnd.mermaid; charset=utf-8", render::mermaid(document).into_bytes()),
        };
        Ok(([(header::CONTENT_TYPE, content_type)], body).into_response())
    }
}
