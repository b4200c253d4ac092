//! Asks a router, and shows what it answered.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use lineage_http::{AppState, Clock, ServerConfig, router};
use lineage_model::Region;
use tower::ServiceExt;
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Subscriber};

use crate::fake::{Account, Fake};
use crate::openapi;

pub(crate) fn region(name: &str) -> Region {
    Region::new(name).unwrap()
}

pub(crate) fn config() -> ServerConfig {
    let mut config = ServerConfig::default();
    config.default_region = Some(region("eu-west-1"));
    config.allowed_regions = [region("eu-west-1"), region("us-east-1")].into();
    config.posture = false;
    config.clock = Clock::Fixed("2026-06-01T00:00:00Z".parse().unwrap());
    config
}

pub(crate) fn app(fake: Fake) -> Router {
    app_of(Account::new(fake))
}

pub(crate) fn app_of(account: Arc<Account>) -> Router {
    router(AppState::new(account, config()).unwrap())
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

pub(crate) async fn send(app: Router, request: Request<Body>) -> Answer {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    let answer = Answer { status: parts.status, headers: parts.headers, body };
    openapi::check(&method, &path, &answer);
    answer
}

pub(crate) fn request(method: &str, uri: &str) -> Request<Body> {
    Request::builder().method(method).uri(uri).header("x-request-id", "a-request").body(Body::empty()).unwrap()
}

pub(crate) async fn get(app: Router, uri: &str) -> Answer {
    send(app, request("GET", uri)).await
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// All of it as text; JSON indented and its keys sorted.
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![self.status.to_string()];
        let headers = self.headers.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH);
        let mut headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        headers.sort();
        lines.extend(headers);
        lines.push(String::new());
        let json = serde_json::from_str::<serde_json::Value>(&self.body);
        lines.push(json.map_or_else(|_| self.body.clone(), |json| format!("{json:#}")));
        lines.join("\n")
    }
}

/// Makes a subscriber that of this thread, as long as both are held. Of a single subscriber, threads without one decide
/// whether it takes an interest in a line: so there is another.
pub(crate) fn subscribed(log: impl Subscriber + Send + Sync) -> (Dispatch, DefaultGuard) {
    (Dispatch::new(tracing_subscriber::registry()), tracing::subscriber::set_default(log))
}
