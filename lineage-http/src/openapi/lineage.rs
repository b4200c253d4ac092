use lineage_model::document::{DomainDocument, LineageDocument};
use lineage_sql::{ScriptLineage, SqlRequest};
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::path::ParameterBuilder;
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder};
use utoipa::openapi::{Content, Ref, Required, ResponseBuilder};

use super::LINEAGE;
use super::headers::{self, READ};
use super::operation::{Described, OF_AWS};
use super::parameters::{ONE_REGION, choice, filter, flag, number, pipeline_name, string, text};
use crate::auth::Scope;

pub(super) fn all() -> Vec<Described> {
    vec![lineage(), by_domain(), sql()]
}

fn lineage() -> Described {
    let execution = text("execution", "An execution, by its ARN or id, instead of the latest.")
        .schema(Some(string().pattern(Some("^[A-Za-z0-9_:/-]{1,512}$"))));
    let formats = "How the graph is written: as this document, as a picture, as a drawing for Graphviz or Mermaid, its \
                   artifacts as lines, or for Cytoscape.js or React Flow.";
    // Or what the two libraries take.
    let either = AnyOfBuilder::new().item(Ref::from_schema_name(LineageDocument::name())).item(ObjectBuilder::new());
    let drawing = || Content::new(Some(string()));
    let graph = ResponseBuilder::new()
        .description("The graph of the pipeline.")
        .content("application/json", Content::new(Some(either)))
        .content("image/svg+xml", drawing())
        .content("text/csv", drawing())
        .content("text/vnd.graphviz", drawing())
        .content("text/vnd.mermaid", drawing());
    Described::get("/lineage", "getLineage", LINEAGE)
        .about(
            "The lineage of a pipeline",
            "Steps, edges, and the artifacts they read and write, from the pipeline's definition; with how they ran, what \
             they registered and how their buckets are protected, when an execution is asked for. `includeSchema` needs \
             the scope `schema:read` too.",
        )
        .needs(Some(Scope::LineageRead))
        .parameter(pipeline_name())
        .shared(&ONE_REGION)
        .parameter(domain("Only if the pipeline belongs to this Studio domain, by name or id."))
        .shared(&["LatestExecution"])
        .parameter(execution)
        .shared(&["View"])
        .parameter(flag("includeDeployments", "Add the endpoints that serve what the execution made."))
        .parameter(flag("includeSchema", "Add the latest schema that was kept of each artifact."))
        .shared(&["Columns"])
        .parameter(choice(
            "format",
            &["json", "svg", "dot", "mermaid", "csv", "cytoscape", "reactflow"],
            "json",
            formats,
        ))
        .parameter(text("layout", "Adds where nodes stand and edges go, from left to right or from top to bottom; also how \
            a picture goes.").schema(Some(string().enum_values(Some(["lr", "tb"])))))
        .revalidates()
        .knows::<LineageDocument>()
        .responds(200, headers::told(graph, &READ))
        .fails(&OF_AWS)
}

fn by_domain() -> Described {
    let limit = number("limit", 1, None, None, "How many pipelines a page has; all of them when left out.");
    Described::get("/lineage/by-domain", "getLineageByDomain", LINEAGE)
        .about(
            "The lineage of the pipelines of a domain",
            "One result for each pipeline: its lineage, or why there is none. 404 when the domain has no pipeline.",
        )
        .needs(Some(Scope::LineageRead))
        .parameter(
            domain("The Studio domain, by name or id.").required(Required::True).example(Some("growth-studio".into())),
        )
        .shared(&ONE_REGION)
        .shared(&["LatestExecution", "View", "Columns"])
        .parameter(limit)
        .parameter(filter("cursor", "`nextCursor` of the page before."))
        .revalidates()
        .answers::<DomainDocument>(200, "The lineage of each pipeline, by name.", &READ)
        .fails(&OF_AWS)
}

fn sql() -> Described {
    let example = json!({
        "sql": "INSERT INTO t SELECT * FROM s",
        "dialect": "trino",
        "schemas": { "s": ["a", "b"], "t": ["x", "y"] },
    });
    let script = Content::builder().schema(Some(Ref::from_schema_name(SqlRequest::name()))).example(Some(example));
    let body = RequestBodyBuilder::new()
        .description(Some("The script, and what is known of its tables; at most 2 MiB."))
        .required(Some(Required::True))
        .content("application/json", script.build());
    Described::post("/sql/lineage", "postSqlLineage", LINEAGE)
        .about(
            "What a script of SQL says about columns",
            "Which columns each statement reads and writes, in the terms of OpenLineage's column lineage. A statement that \
             cannot be parsed is an entry of the kind `error`; only when none can be, the answer is a 422.",
        )
        .needs(Some(Scope::LineageRead))
        .knows::<SqlRequest>()
        .takes(body)
        .answers::<ScriptLineage>(200, "Its statements, in order.", &[])
        .fails(&[400, 413, 422])
}

fn domain(about: &str) -> ParameterBuilder {
    text("domain", about).schema(Some(string().min_length(Some(1)).max_length(Some(256))))
}
