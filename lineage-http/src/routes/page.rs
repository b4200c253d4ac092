//! The page for people, made of `ui/`. All of it is part of the program, tells nothing of any account, and asks no other
//! host.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::IntoResponse;

use crate::problem::Problem;
use crate::static_file::StaticFile;

/// `GET /`, and the files that it is made of, by the path that is asked for.
pub(super) async fn file(uri: Uri) -> Result<impl IntoResponse, Problem> {
    let file = FILES.get(uri.path()).ok_or_else(|| Problem::from_status(StatusCode::NOT_FOUND))?;
    Ok(([POLICY], file.clone()))
}

static FILES: LazyLock<BTreeMap<&str, StaticFile>> = LazyLock::new(|| {
    let file = |content_type, body: &'static [u8]| {
        // Asked about each time, so that no page of one version runs the script of another.
        StaticFile::new(HeaderValue::from_static(content_type), Bytes::from_static(body)).revalidated()
    };
    BTreeMap::from([
        ("/", file("text/html; charset=utf-8", include_bytes!("../../ui/dist/index.html"))),
        ("/page.js", file("text/javascript; charset=utf-8", include_bytes!("../../ui/dist/page.js"))),
        ("/page-sql.js", file("text/javascript; charset=utf-8", include_bytes!("../../ui/dist/page-sql.js"))),
        ("/page.css", file("text/css; charset=utf-8", include_bytes!("../../ui/dist/page.css"))),
        ("/icon.svg", file("image/svg+xml", include_bytes!("../../ui/dist/icon.svg"))),
    ])
});

/// What is its own alone; pictures may also be made in the page.
const POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
     object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
