//! Status, headers and body of every kind of answer.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use lineage_http::{AppState, Clock, ServerConfig, router};
use lineage_model::Region;
use lineage_model::source::SourceErrorKind;
use tower::ServiceExt;

use crate::fake::Fake;

fn region(name: &str) -> Region {
    Region::new(name).unwrap()
}

fn config() -> ServerConfig {
    let mut config = ServerConfig::default();
    config.default_region = Some(region("eu-west-1"));
    config.allowed_regions = [region("eu-west-1"), region("us-east-1")].into();
    config.posture = false;
    config.clock = Clock::Fixed("2026-06-01T00:00:00Z".parse().unwrap());
    config
}

pub(crate) fn app(fake: Fake) -> Router {
    router(AppState::new(Arc::new(fake), config()).unwrap())
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

async fn send(app: Router, request: Request<Body>) -> Answer {
    let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
}

fn request(method: &str, uri: &str) -> Request<Body> {
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
    fn text(&self) -> String {
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

#[tokio::test]
async fn good_answers() {
    for (name, uri) in [
        ("page", "/"),
        ("lineage", "/lineage?pipeline=churn"),
        ("lineage_dot", "/lineage?pipeline=churn&format=dot"),
        ("lineage_mermaid", "/lineage?pipeline=churn&format=mermaid"),
    ] {
        insta::assert_snapshot!(name, get(app(Fake::Answers), uri).await.text());
    }
}

#[tokio::test]
async fn views() {
    for (view, expected) in [("pipeline", (true, false)), ("data", (false, true)), ("both", (true, true))] {
        let body = get(app(Fake::Answers), &format!("/lineage?pipeline=churn&view={view}")).await.json();
        assert_eq!((body.get("graphPipeline").is_some(), body.get("graphData").is_some()), expected, "{view}");
    }
}

#[tokio::test]
async fn unknown_parameters_are_named() {
    let answer = get(app(Fake::Answers), "/lineage?pipeline=churn&regoin=us-east-1&_=1&_=2").await;
    assert_eq!(answer.status, StatusCode::OK);
    insta::assert_snapshot!(format!("{:#}", answer.json()["warnings"]));
}

#[tokio::test]
async fn health() {
    let answer = get(app(Fake::Panics), "/health").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, format!(r#"{{"status":"ok","version":"{}"}}"#, lineage_http::VERSION));
}

#[tokio::test]
async fn refused_parameters() {
    let mut answers = Vec::new();
    for query in [
        "",
        "?pipeline=",
        "?pipeline=a%20b",
        "?pipeline=churn&pipeline=churn",
        "?pipeline=churn&region=mars-1",
        "?pipeline=churn&region=",
        "?pipeline=churn&region=ap-northeast-2",
        "?pipeline=churn&region=eu-west-1.evil.example%2F%1b",
        "?pipeline=churn&view=graph",
        "?pipeline=churn&view=",
        "?pipeline=churn&format=xml",
        "?pipeline=churn&format=svg",
        "?pipeline=churn&format=csv",
        "?pipeline=churn&format=cytoscape",
        "?pipeline=churn&format=reactflow",
        "?pipeline=churn&includeLatestExec=yes",
        "?pipeline=churn&includeLatestExec=",
        "?pipeline=churn&execution=..%2F..%20x",
        "?pipeline=churn&execution=",
        "?pipeline=churn&profile=admin",
        "?pipeline=churn&domain=studio",
        "?pipeline=churn&includeDeployments=true",
        "?pipeline=churn&includeSchema=false",
        "?pipeline=churn&includeColumns=1",
        "?pipeline=churn&layout=lr",
        "?pipeline=churn&account=prod",
    ] {
        let answer = get(app(Fake::Panics), &format!("/lineage{query}")).await;
        let body = answer.json();
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{query}");
        assert_eq!(body["message"], body["detail"], "{query}");
        answers.push(format!("{} {query}\n    {}", answer.status.as_u16(), body["message"].as_str().unwrap()));
    }
    insta::assert_snapshot!(answers.join("\n"));
}

#[tokio::test]
async fn region_is_required_without_a_default() {
    let state = AppState::new(Arc::new(Fake::Answers), ServerConfig::default()).unwrap();
    insta::assert_snapshot!(get(router(state.clone()), "/lineage?pipeline=churn").await.text());
    let any = get(router(state), "/lineage?pipeline=churn&region=sa-east-1").await;
    assert_eq!(any.status, StatusCode::OK);
}

#[tokio::test]
async fn a_default_region_that_is_not_allowed_is_refused() {
    let mut config = config();
    config.default_region = Some(region("ap-northeast-2"));
    let error = AppState::new(Arc::new(Fake::Answers), config).unwrap_err();
    assert_eq!(error.to_string(), "the default region 'ap-northeast-2' is not among the allowed regions");
}

#[tokio::test]
async fn failures_of_the_source() {
    for (name, fake) in [
        ("fails_denied", Fake::Fails(SourceErrorKind::AccessDenied)),
        ("fails_credentials", Fake::Fails(SourceErrorKind::CredentialsUnavailable)),
        ("fails_throttled", Fake::Fails(SourceErrorKind::Throttled)),
        ("fails_timeout", Fake::Fails(SourceErrorKind::Timeout)),
        ("fails_unavailable", Fake::Fails(SourceErrorKind::Unavailable)),
        ("fails_invalid_response", Fake::Fails(SourceErrorKind::InvalidResponse)),
        ("fails_other", Fake::Fails(SourceErrorKind::Other)),
        ("fails_garbled_definition", Fake::Garbles),
        ("fails_panic", Fake::Panics),
    ] {
        let answer = get(app(fake), "/lineage?pipeline=churn").await;
        assert!(!answer.body.contains("inner cause"), "{}", answer.body);
        insta::assert_snapshot!(name, answer.text());
    }
}

#[tokio::test]
async fn the_cause_is_logged_once_under_the_request_id() {
    let (reader, writer) = std::io::pipe().unwrap();
    let log = tracing_subscriber::fmt().json().with_writer(std::sync::Mutex::new(writer)).finish();
    let guard = tracing::subscriber::set_default(log);
    get(app(Fake::Answers), "/lineage?pipeline=other").await;
    get(app(Fake::Fails(SourceErrorKind::AccessDenied)), "/lineage?pipeline=churn&token=x").await;
    drop(guard);
    let lines = std::io::read_to_string(reader).unwrap();
    assert_eq!(lines.lines().count(), 1, "{lines}");
    let line: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(line["fields"]["request_id"], "a-request");
    assert_eq!(line["fields"]["path"], "/lineage");
    assert!(line["fields"]["cause"].as_str().unwrap().contains("the inner cause"), "{line}");
    assert!(!lines.contains("hunter2"), "{line}");
}

#[tokio::test]
async fn not_found() {
    insta::assert_snapshot!("unknown_pipeline", get(app(Fake::Answers), "/lineage?pipeline=other").await.text());
    let uri = "/lineage?pipeline=churn&execution=abcdefabcdef";
    insta::assert_snapshot!("unknown_execution", get(app(Fake::Answers), uri).await.text());
    insta::assert_snapshot!("unknown_path", get(app(Fake::Answers), "/lineage/by-domain?domain=x").await.text());
}

#[tokio::test]
async fn wrong_method() {
    insta::assert_snapshot!(send(app(Fake::Answers), request("POST", "/lineage?pipeline=churn")).await.text());
}

#[tokio::test(start_paused = true)]
async fn nothing_before_the_deadline() {
    let start = tokio::time::Instant::now();
    insta::assert_snapshot!(get(app(Fake::Hangs), "/lineage?pipeline=churn").await.text());
    assert_eq!(start.elapsed().as_secs(), 25);
}

#[tokio::test(start_paused = true)]
async fn something_before_the_deadline() {
    let answer = get(app(Fake::HangsLater), "/lineage?pipeline=churn&view=pipeline&includeLatestExec=1").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["graph"]["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert!(!answer.headers.contains_key(header::ETAG));
    insta::assert_snapshot!(format!("{:#}", answer.json()["warnings"]));
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    for uri in ["/health", "/lineage?pipeline=churn", "/lineage?pipeline=other", "/lineage"] {
        let get = get(app(Fake::Answers), uri).await;
        let head = send(app(Fake::Answers), request("HEAD", uri)).await;
        assert_eq!((head.status, head.headers, head.body.as_str()), (get.status, get.headers, ""), "{uri}");
    }
}

#[tokio::test]
async fn a_client_that_has_the_answer_is_told_so() {
    const URI: &str = "/lineage?pipeline=churn";
    let first = get(app(Fake::Answers), URI).await;
    let etag = first.headers[header::ETAG].to_str().unwrap();
    let ask = |tags: String| {
        let mut request = request("GET", URI);
        request.headers_mut().insert(header::IF_NONE_MATCH, tags.parse().unwrap());
        send(app(Fake::Answers), request)
    };
    for tags in [etag.to_owned(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
        let answer = ask(tags).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(answer.headers[header::ETAG], first.headers[header::ETAG]);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "private, max-age=30");
    }
    assert_eq!(ask("\"x\"".to_owned()).await.status, StatusCode::OK);
    let mut head = request("HEAD", URI);
    head.headers_mut().insert(header::IF_NONE_MATCH, etag.parse().unwrap());
    let head = send(app(Fake::Answers), head).await;
    assert_eq!(head.status, StatusCode::NOT_MODIFIED);
    assert_eq!(head.headers[header::CONTENT_LENGTH], first.headers[header::CONTENT_LENGTH]);
    let other = get(app(Fake::Answers), "/lineage?pipeline=churn&view=data").await;
    assert_ne!(other.headers[header::ETAG], first.headers[header::ETAG]);
}

#[tokio::test]
async fn request_ids() {
    let with_id = |id: &str| {
        let request = Request::get("/nothing").header("x-request-id", id).body(Body::empty()).unwrap();
        send(app(Fake::Answers), request)
    };
    assert_eq!(with_id("Root=1-2").await.headers["x-request-id"], "Root=1-2");
    let made = with_id("forged\" line").await;
    let id = made.headers["x-request-id"].to_str().unwrap();
    assert_eq!(id.len(), 36, "{id}");
    assert!(made.body.contains(&format!("\"requestId\":\"{id}\"")), "{}", made.body);
}

#[tokio::test]
async fn readiness_tells_how_the_last_call_went() {
    let ready = async |fake: Fake, pipeline: &str| {
        let app = app(fake);
        get(app.clone(), &format!("/lineage?pipeline={pipeline}")).await;
        let answer = get(app, "/ready").await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()["aws"].as_str().unwrap().to_owned()
    };
    assert_eq!(ready(Fake::Answers, "churn").await, "answered");
    assert_eq!(ready(Fake::Answers, "other").await, "answered");
    assert_eq!(ready(Fake::Fails(SourceErrorKind::Unavailable), "churn").await, "failed");
}

#[tokio::test]
async fn profiles_on_the_list_have_their_own_source() {
    let state = AppState::new(Arc::new(Fake::Panics), config()).unwrap().with_profile("dev", Arc::new(Fake::Answers));
    assert_eq!(get(router(state.clone()), "/lineage?pipeline=churn&profile=dev").await.status, StatusCode::OK);
    assert_eq!(get(router(state), "/lineage?pipeline=churn&profile=prod").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_service_that_takes_the_router_in_keeps_its_own() {
    let outer =
        Router::new().route("/mine", axum::routing::get(|| async { "mine" })).nest("/lineage-api", app(Fake::Answers));
    assert_eq!(get(outer.clone(), "/mine").await.body, "mine");
    assert_eq!(get(outer.clone(), "/elsewhere").await.body, "");
    let answer = get(outer, "/lineage-api/lineage").await;
    assert!(answer.body.contains("\"instance\":\"/lineage-api/lineage\""), "{}", answer.body);
}
