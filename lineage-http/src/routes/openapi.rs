use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::HeaderValue;

use crate::static_file::StaticFile;

/// `GET /openapi.json`: the description of the API.
pub(super) async fn get() -> StaticFile {
    DOCUMENT.clone()
}

/// As it is committed; a test holds it against what the code says.
static DOCUMENT: LazyLock<StaticFile> = LazyLock::new(|| {
    let text = include_str!("../../openapi.json");
    StaticFile::new(HeaderValue::from_static("application/json"), Bytes::from_static(text.as_bytes()))
});
