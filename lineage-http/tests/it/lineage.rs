//! `GET /lineage`: its answers and its failures.

use axum::http::{StatusCode, header};
use lineage_http::{AppState, ServerConfig, router};
use lineage_model::source::SourceErrorKind;

use crate::client::{app, get, subscribed};
use crate::fake::{Account, Fake};

#[tokio::test]
async fn good_answers() {
    for (name, uri) in [
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
        "?pipeline=churn&includeLatestExec=yes",
        "?pipeline=churn&includeLatestExec=",
        "?pipeline=churn&execution=..%2F..%20x",
        "?pipeline=churn&execution=",
        "?pipeline=churn&profile=admin",
        "?pipeline=churn&domain=",
        "?pipeline=churn&includeDeployments=perhaps",
        "?pipeline=churn&includeSchema=yes",
        "?pipeline=churn&includeColumns=maybe",
        "?pipeline=churn&layout=rl",
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
    let state = AppState::new(Account::new(Fake::Answers), ServerConfig::default()).unwrap();
    insta::assert_snapshot!(get(router(state.clone()), "/lineage?pipeline=churn").await.text());
    let any = get(router(state), "/lineage?pipeline=churn&region=sa-east-1").await;
    assert_eq!(any.status, StatusCode::OK);
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
    let guard = subscribed(log);
    get(app(Fake::Answers), "/lineage?pipeline=other").await;
    get(app(Fake::Fails(SourceErrorKind::AccessDenied)), "/lineage?pipeline=churn&token=x").await;
    drop(guard);
    let lines = std::io::read_to_string(reader).unwrap();
    let errors: Vec<_> = lines.lines().filter(|line| line.contains("\"ERROR\"")).collect();
    assert_eq!(errors.len(), 1, "{lines}");
    let line: serde_json::Value = serde_json::from_str(errors[0]).unwrap();
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
    insta::assert_snapshot!("unknown_path", get(app(Fake::Answers), "/lineage/elsewhere?domain=x").await.text());
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
async fn forms_of_an_answer() {
    let mut answers = Vec::new();
    for form in [
        "format=json&layout=tb",
        "format=svg",
        "format=svg&layout=tb",
        "format=csv",
        "format=cytoscape",
        "format=reactflow",
    ] {
        let answer = get(app(Fake::Answers), &format!("/lineage?pipeline=churn&{form}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        let body = serde_json::from_str(&answer.body)
            .map_or(answer.body.clone(), |json: serde_json::Value| format!("{json:#}"));
        answers.push(format!("{form}: {kind}\n{body}"));
    }
    insta::assert_snapshot!(answers.join("\n\n"));
}

#[tokio::test]
async fn a_layout_is_of_every_graph() {
    let answer = get(app(Fake::Answers), "/lineage?pipeline=churn&layout=lr").await.json();
    for nodes in ["/graph/nodes", "/graphPipeline/nodes", "/graphData/nodes"] {
        let nodes = answer.pointer(nodes).unwrap().as_array().unwrap();
        assert!(!nodes.is_empty() && nodes.iter().all(|node| node["position"]["width"].is_u64()), "{nodes:?}");
    }
    assert_eq!(
        get(app(Fake::Answers), "/lineage?pipeline=churn").await.json().pointer("/graph/nodes/0/position"),
        None
    );
}
