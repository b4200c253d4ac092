//! The page for people, made of `ui/`. All of it is part of the program, tells nothing of any account, and asks no other
//! host. Strangers may ask for it as often as they like: it is made once, also in its compressed form.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::layers::AsItIs;
use crate::problem::Problem;
use crate::state::AppState;
use crate::static_file::StaticFile;

/// `GET /`: the page, whose links begin where it is; so where the router is nested under a path without a slash at its end,
/// to that with one.
pub(super) async fn page(
    state: State<AppState>,
    OriginalUri(original): OriginalUri,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if original.path().ends_with('/') {
        return file(state, uri, headers).await;
    }
    let last = original.path().rsplit('/').next().unwrap_or_default();
    let query = original.query().map(|query| format!("?{query}")).unwrap_or_default();
    // Relative, because somebody in front may know more segments; marked as a path, because one may hold a colon.
    Ok(Redirect::permanent(&format!("./{last}/{query}")).into_response())
}

/// The files that the page is made of, by the path that is asked for.
pub(super) async fn file(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let compression = state.config.compression;
    let files = if compression && takes_gzip(&headers) { &GZIPPED } else { &FILES };
    let file = files.get(uri.path()).ok_or_else(|| Problem::from_status(StatusCode::NOT_FOUND))?;
    let vary = compression.then_some([(header::VARY, "accept-encoding")]);
    Ok((Extension(AsItIs), [POLICY], vary, file.clone()).into_response())
}

type Files = BTreeMap<&'static str, StaticFile>;

static FILES: LazyLock<Files> = LazyLock::new(|| {
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

/// All of them compressed, which takes a moment: when somebody first wants that.
static GZIPPED: LazyLock<Files> = LazyLock::new(|| FILES.iter().map(|(path, file)| (*path, file.gzipped())).collect());

/// Whether a client takes gzip by that name; of what it takes it is the best that is there.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|coding| {
        let mut parts = coding.split([';', '=']).map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        // After `q`.
        let weight = parts.nth(1).map(str::parse);
        is_gzip && weight.is_none_or(|weight| weight.is_ok_and(|weight: f32| weight > 0.0))
    })
}

/// What is its own alone; pictures may also be made in the page.
const POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
     object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
