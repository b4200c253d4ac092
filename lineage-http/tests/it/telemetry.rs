//! What the server tells about itself.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use futures_util::future::FutureExt;
use lineage_http::{AppState, Telemetry, metrics_router, router};
use lineage_model::source::SourceErrorKind;
use tracing_subscriber::EnvFilter;

use crate::audit::Lines;
use crate::client::{app, app_of, config, get, request, send, subscribed};
use crate::fake::{Account, Fake};

/// The figures by their names and labels; times and sizes, which no test knows, left out.
async fn figures(app: axum::Router) -> BTreeMap<String, f64> {
    let answer = get(app, "/metrics").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(answer.body.ends_with("# EOF\n"), "{}", answer.body);
    let lines = answer.body.lines().filter(|line| !line.starts_with('#'));
    let figures = lines.map(|line| {
        let (name, value) = line.rsplit_once(' ').unwrap();
        (name.to_owned(), value.parse().unwrap())
    });
    let is_timing = |name: &str| ["_bucket{", "_sum", "_bytes", "process_"].iter().any(|part| name.contains(part));
    figures.filter(|(name, _)| !is_timing(name)).collect()
}

fn text(figures: &BTreeMap<String, f64>) -> String {
    figures.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn figures_of_a_few_requests() {
    let account = Account::new(Fake::Answers);
    let app = app_of(account.clone());
    for uri in [
        "/lineage?pipeline=churn",
        "/lineage?pipeline=churn",
        "/lineage?pipeline=nobody",
        "/lineage",
        "/nothing/of/the/kind",
        "/featurestore/feature-groups/Customers",
        "/datasets/lake/deep/prefix/schema/versions",
        "/ready",
    ] {
        get(app.clone(), uri).await;
    }
    send(app.clone(), request("BREW", "/lineage")).await;
    send(app.clone(), request("HEAD", "/health")).await;
    account.becomes(Fake::Fails(SourceErrorKind::Unavailable));
    get(app.clone(), "/sagemaker/catalog").await;
    insta::assert_snapshot!(text(&figures(app).await));
}

#[tokio::test(start_paused = true)]
async fn answers_that_were_shared_or_stood_in_are_told_apart() {
    const URI: &str = "/lineage?pipeline=churn";
    let account = Account::new(Fake::Answers);
    let app = app_of(account.clone());
    futures_util::future::join_all((0..5).map(|_| get(app.clone(), URI))).await;
    account.becomes(Fake::Fails(SourceErrorKind::Unavailable));
    tokio::time::advance(std::time::Duration::from_secs(31)).await;
    for _ in 0..2 {
        assert!(get(app.clone(), URI).await.headers.contains_key("x-data-stale"));
    }
    let figures = figures(app).await;
    for (result, expected) in [("miss", 1.0), ("shared", 4.0), ("stale", 2.0)] {
        assert_eq!(
            figures[&format!("lineage_response_cache_lookups_total{{result=\"{result}\"}}")],
            expected,
            "{result}"
        );
    }
}

#[tokio::test]
async fn a_client_that_leaves_is_counted_and_waits_no_more() {
    let app = app(Fake::Hangs);
    let left = tokio::time::timeout(std::time::Duration::from_millis(1), get(app.clone(), "/lineage?pipeline=churn"));
    assert!(left.await.is_err());
    let figures = figures(app).await;
    assert_eq!(figures["lineage_http_requests_left_total{route=\"/lineage\",method=\"GET\"}"], 1.0);
    // This one.
    assert_eq!(figures["lineage_http_requests_in_work"], 1.0);
}

#[tokio::test]
async fn figures_of_an_address_of_their_own() {
    let telemetry = Telemetry::new();
    let state = AppState::new(Account::new(Fake::Answers), config()).unwrap().with_telemetry(telemetry.clone());
    let app = router(state.without_metrics_route());
    assert_eq!(get(app.clone(), "/metrics").await.status, StatusCode::NOT_FOUND);
    let apart = metrics_router(telemetry, None);
    let figures = figures(apart.clone()).await;
    assert_eq!(figures["lineage_http_requests_total{route=\"other\",method=\"GET\",status=\"404\"}"], 1.0);
    assert_eq!(get(apart.clone(), "/health").await.status, StatusCode::OK);
    // Not the API, whose /ready is always there.
    for uri in ["/", "/lineage?pipeline=churn", "/docs"] {
        assert_eq!(get(apart.clone(), uri).await.status, StatusCode::NOT_FOUND, "{uri}");
    }
}

#[tokio::test]
async fn two_servers_of_one_process_have_figures_of_their_own() {
    let (one, other) = (app(Fake::Answers), app(Fake::Answers));
    get(one, "/health").await;
    assert!(!text(&figures(other).await).contains("/health"));
}

/// Whoever reads the log learns no secret of a path, and nobody fills it by long ones, or by asking too much.
#[tokio::test]
async fn paths_in_the_log() {
    let lines = Lines::default();
    let writer = lines.clone();
    // The audit log names a dataset as it is.
    let log = tracing_subscriber::fmt().json().with_env_filter(EnvFilter::new("info,audit=off"));
    let _guard = subscribed(log.with_writer(move || writer.clone()).finish());

    let failing = app(Fake::Fails(SourceErrorKind::Unavailable));
    let answer = get(failing.clone(), "/datasets/lake/password=hunter2/schema").await;
    let told = lines.take();
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(told.contains("request failed") && told.contains("\"answered\"") && !told.contains("hunter2"), "{told}");

    let answer = get(failing, &format!("/{}", "x".repeat(5_000))).await;
    assert_eq!(answer.json()["instance"].as_str().map(str::len), Some(1100));
    assert!((1_100..2_000).contains(&lines.take().len()));

    let mut config = config();
    config.max_concurrent_requests = 1;
    let full = router(AppState::new(Account::new(Fake::Hangs), config).unwrap());
    let mut waiting = Box::pin(get(full.clone(), "/lineage?pipeline=churn"));
    assert!((&mut waiting).now_or_never().is_none());
    assert_eq!(get(full, "/sagemaker/catalog").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let told = lines.take();
    assert!(told.contains("\"status\":503") && !told.contains("ERROR"), "{told}");
}
