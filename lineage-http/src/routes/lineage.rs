use std::sync::Arc;

use axum::extract::{RawQuery, State};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage_until};
use lineage_model::document::LineageDocument;
use lineage_model::layout::Direction;
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
    let Asked { key, facts, query: (mut query, schemas, form), unknown } =
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
        form.load(&mut document)
    };
    state.answer(key, load).await
}

fn parse(mut asking: Asking<'_>) -> Result<Asked<(LineageQuery, bool, Form)>, Problem> {
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
    let form = form(&mut asking.params)?;
    Ok(asking.asked("/lineage", (query, schemas, form)))
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

/// The form of an answer. A picture goes from left to right unless the request says otherwise.
#[derive(Debug, Clone, Copy)]
struct Form {
    format: Format,
    direction: Direction,
    /// Whether JSON says where everything stands.
    is_laid_out: bool,
}

fn form(params: &mut Params) -> Result<Form, Problem> {
    let layout = match params.text("layout")?.as_deref() {
        None => None,
        Some("lr") => Some(Direction::LeftToRight),
        Some("tb") => Some(Direction::TopToBottom),
        Some(other) => {
            return Err(Problem::bad_request(format!("layout '{}' is unknown; use lr or tb", printable(other))));
        }
    };
    let format = match params.text("format")?.as_deref() {
        None | Some("json") => Format::Json,
        Some("svg") => Format::Svg,
        Some("dot") => Format::Dot,
        Some("mermaid") => Format::Mermaid,
        Some("csv") => Format::Csv,
        Some("cytoscape") => Format::Cytoscape,
        Some("reactflow") => Format::Reactflow,
        Some(other) => {
            let known = "json, svg, dot, mermaid, csv, cytoscape or reactflow";
            return Err(Problem::bad_request(format!("format '{}' is unknown; use {known}", printable(other))));
        }
    };
    let direction = layout.unwrap_or(Direction::LeftToRight);
    Ok(Form { format, direction, is_laid_out: layout.is_some() })
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Json,
    Svg,
    Dot,
    Mermaid,
    Csv,
    Cytoscape,
    Reactflow,
}

impl Form {
    fn load(self, document: &mut LineageDocument) -> Result<Loaded, Problem> {
        let (content_type, text) = match self.format {
            Format::Json => {
                if self.is_laid_out {
                    document.lay_out(self.direction);
                }
                return Loaded::json(document, &document.warnings);
            }
            Format::Svg => ("image/svg+xml", render::svg(document, self.direction)),
            Format::Dot => ("text/vnd.graphviz; charset=utf-8", render::dot(document)),
            Format::Mermaid => ("text/vnd.mermaid; charset=utf-8", render::mermaid(document)),
            Format::Csv => ("text/csv; charset=utf-8; header=present", render::csv(document)),
            Format::Cytoscape => ("application/json", render::cytoscape(document, self.direction)),
            Format::Reactflow => ("application/json", render::reactflow(document, self.direction)),
        };
        Ok(Loaded::new(content_type, text.into_bytes(), &document.warnings))
    }
}
