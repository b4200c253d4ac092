//! The audit log.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::Router;
use futures_util::future::FutureExt;
use lineage_http::AppState;
use lineage_http::auth::{Grants, Scope};
use serde_json::Value;
use tracing_subscriber::EnvFilter;

use crate::callers::{app_for, ask, domains, regions, scopes};
use crate::client::{config, subscribed};
use crate::fake::{Account, Fake};

/// What was logged.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// The text since it was last taken.
    pub(crate) fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

fn state(posture: bool) -> AppState {
    let account = Account::new(Fake::Answers);
    account.put("orders/a.csv", "id,amount\n1,hunter2\n");
    let mut config = config();
    config.dataset_buckets = Some("*".parse().unwrap());
    config.posture = posture;
    config.dataset_buckets = Some("lake".parse().unwrap());
    AppState::new(Arc::<Account>::clone(&account), config).unwrap().with_account("prod", account, [].into())
}

#[tokio::test]
async fn who_read_what() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().json().flatten_event(true).without_time();
    let log = log.with_env_filter(EnvFilter::new("audit=info")).with_writer(move || writer.clone()).finish();
    let _guard = subscribed(log);
    let app = app_for(
        state(true),
        [
            ("ann", Grants::all()),
            ("eu", regions(&["eu-west-1"])),
            ("studio-b", domains(&["studio-b"])),
            ("lists", scopes(&[Scope::CatalogRead])),
            ("lineage", scopes(&[Scope::LineageRead])),
            ("reader", scopes(&[Scope::SchemaRead])),
        ],
    );
    let mut told = Vec::new();
    for (caller, method, uri) in [
        ("ann", "GET", "/lineage?pipeline=churn"),
        // Out of the cache.
        ("ann", "GET", "/lineage?pipeline=churn"),
        ("ann", "GET", "/lineage?pipeline=churn&account=prod&region=us-east-1&includeSchema=true"),
        ("ann", "HEAD", "/lineage?pipeline=churn&includeColumns=true"),
        ("lineage", "GET", "/lineage?pipeline=churn&includeColumns=true"),
        ("lineage", "GET", "/lineage?pipeline=churn&includeSchema=true"),
        ("ann", "GET", "/lineage?pipeline=gone"),
        ("studio-b", "GET", "/lineage?pipeline=churn"),
        ("lists", "GET", "/lineage?pipeline=churn&region=us-east-1"),
        ("eu", "GET", "/lineage?pipeline=churn&region=us-east-1"),
        ("ann", "GET", "/lineage/by-domain?domain=studio-a"),
        ("studio-b", "GET", "/lineage/by-domain?domain=studio-a"),
        ("ann", "GET", "/datasets/lake/orders/schema"),
        ("ann", "GET", "/datasets/lake/orders/schema?save=true"),
        ("ann", "POST", "/datasets/lake/orders/schema/versions"),
        ("ann", "GET", "/datasets/lake/orders/schema/versions"),
        ("ann", "GET", "/datasets/secret-bucket/orders/schema"),
        ("reader", "GET", "/datasets/lake/orders/schema?save=true"),
        ("reader", "POST", "/datasets/lake/orders/schema/versions"),
        // What nobody asks about is not what was asked about.
        ("ann", "GET", "/lineage/by-domain?domain=studio-a&pipeline=harmless"),
        ("reader", "POST", "/datasets/lake/orders/schema/versions?pipeline=harmless"),
        // Neither posture nor a schema.
        ("ann", "GET", "/sagemaker/pipelines"),
        ("ann", "GET", "/featurestore/feature-groups"),
        ("ann", "GET", "/health"),
    ] {
        ask(&app, caller, method, uri).await;
        told.push(format!("{method} {uri}\n    {}", lines.take().trim_end()));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn without_posture_a_lineage_is_no_line() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().json().with_env_filter(EnvFilter::new("audit=info"));
    let _guard = subscribed(log.with_writer(move || writer.clone()).finish());
    let app = app_for(state(false), [("ann", Grants::all())]);
    for (query, expected) in [("", ""), ("&includeSchema=true", "schema.read")] {
        assert_eq!(ask(&app, "ann", "GET", &format!("/lineage?pipeline=churn{query}")).await.status.as_u16(), 200);
        let line: Value = serde_json::from_str(&lines.take()).unwrap_or_default();
        assert_eq!(line["fields"]["action"].as_str().unwrap_or_default(), expected);
    }
}

/// Who leaves before the answer is there may have saved a version.
#[tokio::test]
async fn a_request_that_is_given_up_is_a_line_without_a_status() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(EnvFilter::new("audit=info"));
    let _guard = subscribed(log.with_writer(move || writer.clone()).finish());
    let app = router_that_hangs();
    let asking = ask(&app, "ann", "POST", "/datasets/lake/orders/schema/versions");
    assert!(asking.now_or_never().is_none());
    let line: Value = serde_json::from_str(&lines.take()).unwrap();
    assert_eq!((&line["action"], &line["what"]), (&"schema.write".into(), &"s3://lake/orders/".into()));
    assert_eq!(line["status"], Value::Null);
}

fn router_that_hangs() -> Router {
    let mut config = config();
    config.dataset_buckets = Some("*".parse().unwrap());
    let state = AppState::new(Account::new(Fake::Hangs), config).unwrap();
    app_for(state, [("ann", Grants::all())])
}

/// Whatever a caller writes, a request is one line, and nothing in it ends the line or hides a part of it.
#[tokio::test]
async fn no_text_of_a_caller_forges_a_line() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).without_time();
    let log = log.with_env_filter(EnvFilter::new("audit=info")).with_writer(move || writer.clone()).finish();
    let _guard = subscribed(log);
    let app = app_for(state(true), [("ann", Grants::all()), ("x\" status=200", Grants::new([]))]);
    for text in [
        "%0AINFO%20audit:%20caller=root",
        "%1b[2K%0d",
        "%E2%80%AEtxet",
        "%22%20status=200%20what=%22",
        "%00",
        "%ff",
        "AKIAIOSFODNN7EXAMPLE",
    ] {
        for uri in [
            format!("/lineage?pipeline={text}"),
            format!("/lineage?pipeline=churn&region={text}"),
            format!("/lineage?pipeline=churn&account={text}"),
            format!("/lineage/by-domain?domain={text}"),
            format!("/datasets/lake/{text}/schema"),
            format!("/datasets/{text}/schema"),
        ] {
            for caller in ["ann", "x\" status=200"] {
                ask(&app, caller, "GET", &uri).await;
                let line = lines.take();
                assert_eq!(line.matches('\n').count(), 1, "{line}");
                assert!(line.trim_end().bytes().all(|b| (b' '..=b'~').contains(&b)), "{line}");
                assert!(!line.contains("AKIA"), "{line}");
                // What is quoted stays within its quotes.
                let bare = line.replace("\\\"", "");
                let unquoted: String = bare.split('"').step_by(2).collect();
                assert_eq!(unquoted.matches("status=").count(), 1, "{line}");
                assert!(!unquoted.contains("caller=root"), "{line}");
            }
        }
    }
}
