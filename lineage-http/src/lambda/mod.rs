//! The router as an AWS Lambda function behind API Gateway: a REST API, or an HTTP API with payloads of format 2.0.
//!
//! A client sees what a server over a socket would answer: the stage and a custom domain's base path are taken off the
//! path by what the event says, and escapes in it come through (an HTTP API takes them off the path itself, once: there
//! `%2F` is a slash). Differences are those of Lambda: no compression, and an answer of at most 6 MB.

mod answer;
mod event;
mod path;

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::http::{Method, Response};
use lambda_http::{Body, Request, RequestExt, service_fn};
use tower::ServiceExt;

use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::shown::shown;

/// Answers the events of this process's function until Lambda ends it.
///
/// # Errors
/// When Lambda's runtime interface cannot be reached.
pub async fn run(router: Router) -> Result<(), lambda_http::Error> {
    lambda_http::run(service_fn(|request| handle(router.clone(), request))).await
}

async fn handle(router: Router, event: Request) -> Result<Response<Body>, Infallible> {
    let is_head = event.method() == Method::HEAD;
    let mut response = ask(router, event).await?;
    if is_head {
        // What a socket would have kept back.
        *response.body_mut() = Body::Empty;
    }
    Ok(response)
}

async fn ask(router: Router, event: Request) -> Result<Response<Body>, Infallible> {
    let left = time_left(&event);
    let id = RequestId::of(event.headers());
    let instance = path::asked(&event);
    let Some(request) = event::request(event, &instance) else {
        return Ok(answer::refuse(&Problem::bad_request("the path is not well formed"), &instance, &id));
    };
    match tokio::time::timeout(left, router.oneshot(request)).await {
        Ok(response) => Ok(answer::answer(response?, &instance).await),
        Err(_) => {
            tracing::error!(
                request_id = id.as_str(),
                path = shown(&instance),
                "no answer before the function's time is over"
            );
            Ok(answer::refuse(&Problem::too_late(), &instance, &id))
        }
    }
}

/// How long the answer may take: API Gateway waits 29 s, and Lambda until the function's own time is over. What ends
/// here gets its 504 while there is time to send it.
fn time_left(event: &Request) -> Duration {
    let until = event.lambda_context_ref().map(|context| context.deadline());
    // No event comes after its time; emulators set one that was never meant.
    let left = until.and_then(|until| until.duration_since(SystemTime::now()).ok()).unwrap_or(GATEWAY);
    left.min(GATEWAY).saturating_sub(TO_SEND)
}

const GATEWAY: Duration = Duration::from_secs(29);
const TO_SEND: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use axum::http::header;
    use axum::response::AppendHeaders;
    use lambda_http::Context;

    use super::*;

    fn event(deadline: Option<SystemTime>) -> Request {
        let mut context = Context::default();
        let since = deadline.map(|deadline| deadline.duration_since(UNIX_EPOCH).unwrap());
        context.deadline = since.unwrap_or_default().as_millis().try_into().unwrap();
        let text =
            r#"{"version": "2.0", "rawPath": "/slow", "requestContext": {"http": {"method": "GET", "path": "/slow"}}}"#;
        lambda_http::request::from_str(text).unwrap().with_lambda_context(context)
    }

    #[test]
    fn time_is_up_before_the_function_ends() {
        let now = SystemTime::now();
        for (left, at_most) in [(Some(3), 2_500), (Some(60), 28_500), (None, 28_500)] {
            let left = time_left(&event(left.map(|seconds| now + Duration::from_secs(seconds)))).as_millis();
            assert!(left <= at_most && left + 1_000 > at_most, "{left}");
        }
    }

    /// An HTTP API has them beside the headers, a REST API in one of them.
    #[tokio::test]
    async fn cookies_come_through_both_ways() {
        let told = |headers: axum::http::HeaderMap| async move {
            let cookie = headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
            (AppendHeaders([(header::SET_COOKIE, "c=1"), (header::SET_COOKIE, "d=2")]), cookie.to_owned())
        };
        let router = Router::new().route("/x", axum::routing::get(told));
        for event in [
            r#"{"version": "2.0", "rawPath": "/x", "cookies": ["a=1", "b=2"],
                "requestContext": {"http": {"method": "GET", "path": "/x"}}}"#,
            r#"{"path": "/x", "httpMethod": "GET", "multiValueHeaders": {"Cookie": ["a=1; b=2"]},
                "requestContext": {"httpMethod": "GET", "resourcePath": "/x"}}"#,
        ] {
            let response = handle(router.clone(), lambda_http::request::from_str(event).unwrap()).await.unwrap();
            let set: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
            assert_eq!(set, ["c=1", "d=2"]);
            assert!(matches!(response.body(), Body::Text(text) if text == "a=1; b=2"), "{event}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_too_long_is_a_504_with_the_callers_id() {
        let slow = Router::new().route("/slow", axum::routing::get(std::future::pending::<()>));
        let mut event = event(None);
        event.headers_mut().insert("x-request-id", "r1".parse().unwrap());
        let response = handle(slow, event).await.unwrap();
        assert_eq!((response.status().as_u16(), &response.headers()["x-request-id"]), (504, &"r1".parse().unwrap()));
        let Body::Text(text) = response.body() else { panic!("no text") };
        let problem: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!((&problem["requestId"], &problem["instance"]), (&"r1".into(), &"/slow".into()));
    }
}
