//! The description of the HTTP API as an OpenAPI 3.1 document.
//!
//! Schemas come from the types that are serialised; operations are said here, because the router knows no types and
//! one route of it, that of datasets, stands for four paths. Tests hold the document against routes and answers.

mod datasets;
mod headers;
mod lineage;
mod lists;
mod operation;
mod parameters;
mod problems;
mod server;
mod sign_in;

use utoipa::openapi::path::Paths;
use utoipa::openapi::schema::ComponentsBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Server};

use crate::VERSION;
use crate::auth::SESSION;

/// The document that `GET /openapi.json` serves, for services that take the router in and describe all of themselves.
#[must_use]
pub fn openapi() -> OpenApi {
    let mut paths = Paths::new();
    let mut components = components();
    for operation in
        [server::all(), sign_in::all(), lists::all(), lineage::all(), datasets::all()].into_iter().flatten()
    {
        components = operation.add_to(&mut paths, components);
    }
    let license = LicenseBuilder::new().name("Apache-2.0 OR MIT").identifier(Some("Apache-2.0 OR MIT")).build();
    let info = InfoBuilder::new()
        .title("SageMaker lineage")
        .version(VERSION)
        .description(Some(ABOUT))
        .license(Some(license))
        .build();
    let tags = TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build());
    OpenApiBuilder::new()
        .info(info)
        // Relative to the document, wherever the router is nested.
        .servers(Some([Server::new(".")]))
        .paths(paths)
        .components(Some(components.build()))
        .tags(Some(tags))
        .build()
}

const ABOUT: &str = "Lineage of Amazon SageMaker pipelines: steps, what they read and write, how they ran, and the schemas \
    of the data.\n\nWhat could not be read never fails an answer: it is unknown in it, and named in `warnings`. Objects \
    may gain keys. Unknown query parameters are ignored and named in `warnings`. Where there is GET there is HEAD. A \
    server that was started without authentication asks nobody for credentials.";

const TAGS: [(&str, &str); 7] = [
    (CATALOG, "Pipelines and Studio domains of regions."),
    (LINEAGE, "Lineage of pipelines and of SQL."),
    (DATASETS, "Schemas of datasets in S3, and their versions."),
    (FEATURES, "Feature groups."),
    (SERVER, "How the server is."),
    (SIGN_IN, "Browsers that sign in. Where no client of an identity provider is configured, there is nothing here."),
    (ABOUT_ITSELF, "This document."),
];

const CATALOG: &str = "Catalogue";
const LINEAGE: &str = "Lineage";
const DATASETS: &str = "Datasets";
const FEATURES: &str = "Feature store";
const SERVER: &str = "Server";
const SIGN_IN: &str = "Sign-in";
const ABOUT_ITSELF: &str = "Documentation";

/// The names of the security schemes; any of them will do.
const SCHEMES: [&str; 3] = ["bearer", "apiKey", "session"];

fn components() -> ComponentsBuilder {
    let [bearer, api_key, session] = SCHEMES;
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API key, or the token of an identity provider that the server trusts."))
        .build();
    let key = ApiKeyValue::with_description("X-API-Key", "An API key.");
    let cookie = ApiKeyValue::with_description(SESSION.name(), "What a browser holds whose user has signed in.");
    let components = ComponentsBuilder::new()
        .security_scheme(bearer, SecurityScheme::Http(token))
        .security_scheme(api_key, SecurityScheme::ApiKey(ApiKey::Header(key)))
        .security_scheme(session, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    headers::add_to(parameters::add_to(problems::add_to(components)))
}
