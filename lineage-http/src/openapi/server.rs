use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, ResponseBuilder};

use super::operation::Described;
use super::{ABOUT_ITSELF, SERVER, headers};
use crate::auth::Scope;
use crate::routes::{Health, Me, Ready};

pub(super) fn all() -> Vec<Described> {
    let document = ResponseBuilder::new()
        .description("The document.")
        .content("application/json", Content::new(Some(ObjectBuilder::new())));
    let text = ObjectBuilder::new().schema_type(Type::String);
    let figures = ResponseBuilder::new()
        .description("The figures.")
        .content("application/openmetrics-text", Content::new(Some(text)));
    vec![
        Described::get("/health", "getHealth", SERVER)
            .about("Whether the process answers", "Asks nobody, and needs no credentials.")
            .answers::<Health>(200, "It does.", &[]),
        Described::get("/ready", "getReadiness", SERVER)
            .about(
                "Whether requests may come",
                "Needs no credentials. The configuration was checked at start, and the schema store answers. That AWS \
                 fails is told, and no reason to send requests elsewhere.",
            )
            .answers::<Ready>(200, "They may.", &[]),
        Described::get("/me", "getMe", SERVER)
            .about(
                "Who asks, and what they may choose from",
                "The caller's name and scopes, and the accounts and regions that requests of theirs may be about. Asks \
                 nothing of AWS.",
            )
            .needs(None)
            .answers::<Me>(200, "The caller.", &[]),
        Described::get("/metrics", "getMetrics", SERVER)
            .about(
                "What the server counts about itself",
                "For Prometheus, as OpenMetrics text. It is not here where the server has another address for it.",
            )
            .needs(Some(Scope::MetricsRead))
            .responds(200, headers::told(figures, &[]))
            .fails(&[404]),
        Described::get("/openapi.json", "getOpenApi", ABOUT_ITSELF)
            .about("This document", "The description of this API, OpenAPI 3.1.")
            .needs(None)
            .revalidates()
            .responds(200, headers::told(document, &["ETag"])),
    ]
}
