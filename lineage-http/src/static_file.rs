use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::reply::{cache_control, etag};

/// A file that is part of the program.
#[derive(Debug, Clone)]
pub(crate) struct StaticFile {
    content_type: HeaderValue,
    body: Bytes,
    is_gzip: bool,
    etag: Option<HeaderValue>,
    cache_control: HeaderValue,
}

/// The next version of the program may have another.
const MAX_AGE: Duration = Duration::from_secs(300);

impl StaticFile {
    /// A file of which a copy will do for a while.
    pub(crate) fn new(content_type: HeaderValue, body: Bytes) -> Self {
        Self { content_type, etag: etag(&body), body, is_gzip: false, cache_control: cache_control(MAX_AGE) }
    }

    /// The same file, of which no copy will do without asking whether there is another by now.
    pub(crate) fn revalidated(self) -> Self {
        Self { cache_control: HeaderValue::from_static("no-cache"), ..self }
    }

    /// The same file, compressed as far as that goes, with a tag of its own.
    pub(crate) fn gzipped(&self) -> Self {
        let file = self.clone();
        // Memory takes what is written to it.
        match gzip(&self.body) {
            Ok(body) => Self { etag: etag(&body), body: body.into(), is_gzip: true, ..file },
            Err(_) => file,
        }
    }
}

fn gzip(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body)?;
    encoder.finish()
}

impl IntoResponse for StaticFile {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.content_type);
        headers.insert(header::CACHE_CONTROL, self.cache_control);
        if self.is_gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if let Some(etag) = self.etag {
            headers.insert(header::ETAG, etag);
        }
        response
    }
}
