//! What clients and caches may do with a copy of an answer: its tag, and that it may come compressed.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Says 304 to a client that has the answer.
pub(super) async fn revalidate(request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let known: Vec<_> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let mut response = next.run(request).await;
    let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok());
    if let Some(held) = etag.and_then(|etag| held(&known, etag)) {
        let is_weak = held.starts_with("W/");
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let body = std::mem::take(response.body_mut());
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        headers.remove(header::CONTENT_ENCODING);
        if let Some(length) = body.size_hint().exact().filter(|_| is_head) {
            // The length of what GET would answer; left to the router it were that of the empty body.
            headers.insert(header::CONTENT_LENGTH, length.into());
        }
        if is_weak {
            // In the form in which the client has it: a cache finds its copy by that.
            weaken_tag(&mut response);
        }
    }
    response
}

/// The tag of `If-None-Match` that names this one, by the weak comparison of RFC 9110.
fn held<'a>(known: &'a [HeaderValue], etag: &str) -> Option<&'a str> {
    let lists = known.iter().filter_map(|value| value.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(str::trim);
    tags.find(|tag| *tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// In the extensions of an answer: it is sent as it is, which is compressed already where that is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AsItIs;

/// Compresses what is worth it, at the least effort: an answer of the cache is compressed anew for everybody.
///
/// Length tells something of compressed content (BREACH). Here that is worth nothing: no answer holds a secret beside
/// text of the request, and no browser adds credentials that count to what a page of somebody else has it ask for.
pub(super) fn compression() -> CompressionLayer<impl Predicate> {
    let may_change = |_: StatusCode, _: Version, _: &HeaderMap, said: &Extensions| said.get::<AsItIs>().is_none();
    let worth_it = SizeAbove::new(1024).and(NotForContentType::IMAGES).and(may_change);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_it)
}

/// A body that was compressed here is not the one that the tag was made of, byte by byte.
pub(super) async fn weaken(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_compressed = response.headers().contains_key(header::CONTENT_ENCODING);
    if is_compressed && response.extensions().get::<AsItIs>().is_none() {
        weaken_tag(&mut response);
    }
    response
}

fn weaken_tag(response: &mut Response) {
    let weak = |etag: &HeaderValue| {
        let text = etag.to_str().ok().filter(|text| !text.starts_with("W/"))?;
        HeaderValue::try_from(format!("W/{text}")).ok()
    };
    if let Some(etag) = response.headers().get(header::ETAG).and_then(weak) {
        response.headers_mut().insert(header::ETAG, etag);
    }
}
