//! `/docs`: the API to read and to try, by Swagger UI. All of it is part of the program, and asks no other host.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use utoipa_swagger_ui::Config;

use crate::problem::Problem;
use crate::static_file::StaticFile;

/// `GET /docs`: to the page, whose links begin at `/docs/`.
pub(super) async fn enter() -> Redirect {
    // Relative, so that it holds wherever the router is nested.
    Redirect::permanent("docs/")
}

/// `GET /docs/`: the page.
pub(super) async fn page() -> Result<impl IntoResponse, Problem> {
    find(INDEX)
}

/// `GET /docs/{file}`: a file of the page.
pub(super) async fn file(name: Result<Path<String>, PathRejection>) -> Result<impl IntoResponse, Problem> {
    find(&name.map_err(|_| nothing())?)
}

const INDEX: &str = "index.html";

/// What the page is made of; the crate brings more.
const NAMES: [&str; 8] = [
    INDEX,
    "index.css",
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
    "swagger-initializer.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
];

static FILES: LazyLock<BTreeMap<&str, StaticFile>> = LazyLock::new(|| {
    // Without the bar that asks for other documents, and without the validator, which is another host.
    let config = Config::new(["../openapi.json"]).use_base_layout().try_it_out_enabled(true).validator_url("none");
    let config = Arc::new(config);
    let file = |name| {
        let file = utoipa_swagger_ui::serve(name, Arc::clone(&config)).ok()??;
        let body = match file.bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Some((name, StaticFile::new(HeaderValue::from_str(&file.content_type).ok()?, body)))
    };
    NAMES.into_iter().filter_map(file).collect()
});

/// Its own scripts alone, and requests to this server alone; pictures are in its style sheet too.
const POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

fn find(name: &str) -> Result<impl IntoResponse + use<>, Problem> {
    FILES.get(name).map(|file| ([POLICY], file.clone())).ok_or_else(nothing)
}

fn nothing() -> Problem {
    Problem::from_status(StatusCode::NOT_FOUND)
}
