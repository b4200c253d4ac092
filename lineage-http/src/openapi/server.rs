use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{Content, ResponseBuilder};

use super::operation::Described;
use super::{ABOUT_ITSELF, SERVER, headers};
use crate::routes::{Health, Ready};

pub(super) fn all() -> Vec<Described> {
    let document = ResponseBuilder::new()
        .description("The document.")
        .content("application/json", Content::new(Some(ObjectBuilder::new())));
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
        Described::get("/openapi.json", "getOpenApi", ABOUT_ITSELF)
            .about("This document", "The description of this API, OpenAPI 3.1.")
            .needs(None)
            .revalidates()
            .responds(200, headers::told(document, &["ETag"])),
    ]
}
