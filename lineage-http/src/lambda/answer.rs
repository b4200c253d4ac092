use std::io;

use axum::body::to_bytes;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use lambda_http::Body;

use crate::problem::Problem;
use crate::request_id::{self, RequestId};

/// What Lambda takes of a function's answer, in bytes of the JSON that it is sent in.
const MOST: usize = 6_291_556;

/// The answer for Lambda; a problem where it takes none so large.
pub(super) async fn answer(response: Response<axum::body::Body>, instance: &str) -> Response<Body> {
    let (parts, body) = response.into_parts();
    // The id that the routes gave it.
    let id = RequestId::of(&parts.headers);
    let Ok(body) = to_bytes(body, MOST).await else { return refuse(&too_large(), instance, &id) };
    let body = match String::from_utf8(body.into()) {
        Ok(text) => Body::Text(text),
        Err(error) => Body::Binary(error.into_bytes()),
    };
    if size(&parts.headers, &body) > MOST {
        return refuse(&too_large(), instance, &id);
    }
    Response::from_parts(parts, body)
}

/// A problem that the routes do not know of.
pub(super) fn refuse(problem: &Problem, instance: &str, id: &RequestId) -> Response<Body> {
    let body = problem.body(instance, id);
    let (mut parts, _) = problem.clone().into_response().into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    parts.headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(id) = id.header() {
        parts.headers.insert(request_id::HEADER, id);
    }
    Response::from_parts(parts, String::from_utf8(body).map_or(Body::Empty, Body::Text))
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "the answer is larger than the 6 MB that AWS Lambda allows: ask for less with view or limit",
    )
}

/// How much JSON the answer becomes; a little more rather than less.
fn size(headers: &HeaderMap, body: &Body) -> usize {
    let headers: usize = headers.iter().map(|(name, value)| name.as_str().len() + 2 * value.len() + 8).sum();
    let body = match body {
        Body::Text(text) => {
            let mut written = Written(0);
            match serde_json::to_writer(&mut written, text) {
                Ok(()) => written.0,
                Err(_) => usize::MAX,
            }
        }
        Body::Binary(bytes) => bytes.len().div_ceil(3).saturating_mul(4),
        _ => 0,
    };
    body.saturating_add(headers).saturating_add(200)
}

/// Counts what is written.
struct Written(usize);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn answered(body: impl Into<axum::body::Body>) -> Response<Body> {
        let response = Response::builder().header("x-request-id", "r1").header("etag", "\"x\"").body(body.into());
        answer(response.unwrap(), "/lineage").await
    }

    #[tokio::test]
    async fn an_answer_that_lambda_takes_comes_through() {
        for length in [0, 10, MOST - 1000] {
            let response = answered("x".repeat(length)).await;
            assert_eq!((response.status(), response.body().len()), (StatusCode::OK, length));
        }
        let response = answered(vec![0xff; 1000]).await;
        assert!(matches!(response.body(), Body::Binary(bytes) if bytes.len() == 1000));
    }

    #[tokio::test]
    async fn what_is_too_large_on_the_way_is_a_problem() {
        let quotes = "\"".repeat(MOST / 2);
        for body in ["x".repeat(MOST).into_bytes(), vec![b'x'; MOST + 1], quotes.into_bytes(), vec![0xff; MOST * 3 / 4]]
        {
            let response = answered(body).await;
            assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
            assert_eq!(response.headers().get("etag"), None);
            let Body::Text(text) = response.body() else { panic!("no text") };
            let problem: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!((&problem["requestId"], &problem["instance"]), (&"r1".into(), &"/lineage".into()));
            let detail = problem["detail"].as_str().unwrap();
            assert!(detail.contains("view") && detail.contains("limit"), "{detail}");
        }
    }
}
