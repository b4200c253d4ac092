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
use axum::http::Response;
use lambda_http::{Body, Request, RequestExt, service_fn};
use tower::ServiceExt;

use crate::problem::Problem;
use crate::request_id::RequestId;

/// Answers the events of this process's function until Lambda ends it.
///
/// # Errors
/// When Lambda's runtime interface cannot be reached.
pub async fn run(router: Router) -> Result<(), lambda_http::Error> {
    lambda_http::run(service_fn(|request| handle(router.clone(), request))).await
}

async fn handle(router: Router, event: Request) -> Result<Response<Body>, Infallible> {
    let left = time_left(&event);
    let id = RequestId::of(event.headers());
    let instance = path::asked(&event);
    let Some(request) = event::request(event, &instance) else {
        return Ok(answer::refuse(&Problem::bad_request("the path is not well formed"), &instance, &id));
    };
    match tokio::time::timeout(left, router.oneshot(request)).await {
        Ok(response) => Ok(answer::answer(response?, &instance).await),
        Err(_) => {
            tracing::error!(request_id = id.as_str(), path = instance, "no answer before the function's time is over");
            Ok(answer::refuse(&Problem::too_late(), &instance, &id))
        }
    }
}

/// How long the answer may take: API Gateway waits 29 s, and Lambda until the function's own time is over. What ends
/// here gets its 504 while there is time to send it.
fn time_left(event: &Request) -> Duration {
    let until = event.lambda_context_ref().map(|context| context.deadline());
    let left = until.and_then(|until| until.duration_since(SystemTime::now()).ok()).unwrap_or_default();
    left.min(GATEWAY).saturating_sub(TO_SEND)
}

const GATEWAY: Duration = Duration::from_secs(29);
const TO_SEND: Duration = Duration::from_millis(500);
