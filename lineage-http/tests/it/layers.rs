//! What is refused whoever asks, what browsers are told, and what is compressed.

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, Version, header};
use lineage_http::auth::{Auth, AuthError, Authenticate, Grants, Principal, SignInMethod};
use lineage_http::{AppState, ServerConfig, router};
use std::sync::Arc;

use crate::client::{Answer, app, config, get, request, send};
use crate::fake::{Account, Fake};

/// Takes the name in `x-caller` at its word; never answers, or panics, where it is told to.
#[derive(Debug)]
pub(crate) struct ByName;

#[async_trait]
impl Authenticate for ByName {
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError> {
        match request.headers.get("x-caller").and_then(|name| name.to_str().ok()) {
            Some("panics") => panic!("password=hunter2"),
            Some("hangs") => std::future::pending().await,
            name => Ok(name.map(|name| Principal::new(name, Grants::all()))),
        }
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        None
    }
}

/// A server that wants to know who asks.
pub(crate) fn asking_who(change: impl FnOnce(&mut ServerConfig)) -> Router {
    let mut config = config();
    change(&mut config);
    let state = AppState::new(Account::new(Fake::Answers), config).unwrap();
    router(state.with_auth(Auth::default().with(Arc::new(ByName))))
}

fn configured(change: impl FnOnce(&mut ServerConfig)) -> Router {
    let mut config = config();
    change(&mut config);
    router(AppState::new(Account::new(Fake::Answers), config).unwrap())
}

/// Sends a request with these headers.
pub(crate) async fn ask(app: &Router, method: &str, uri: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = request(method, uri);
    for (name, value) in headers {
        request.headers_mut().append(axum::http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
    }
    send(app.clone(), request).await
}

#[tokio::test]
async fn requests_that_are_too_large() {
    let app = app(Fake::Panics);
    let long = |bytes: usize| format!("/{}", "x".repeat(bytes));
    assert_eq!(get(app.clone(), &long(8191)).await.status, StatusCode::NOT_FOUND);
    insta::assert_snapshot!("long_target", get(app.clone(), &long(8192)).await.text().replace("xxxxxxxx", ""));
    let value = "x".repeat(4000);
    let many = |count: usize| vec![("x-something", value.as_str()); count];
    assert_eq!(ask(&app, "GET", "/health", &many(4)).await.status, StatusCode::OK);
    insta::assert_snapshot!("large_headers", ask(&app, "GET", "/health", &many(5)).await.text());
}

#[tokio::test]
async fn host_names() {
    let app = configured(|config| config.hosts = Some("lineage.example.com".parse().unwrap()));
    let status = async |uri: &str, hosts: &[&str]| {
        let hosts: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
        ask(&app, "GET", uri, &hosts).await.status.as_u16()
    };
    for (uri, hosts, expected) in [
        ("/lineage?pipeline=churn", &["localhost:8300"][..], 200),
        ("/lineage?pipeline=churn", &["lineage.example.com"], 200),
        ("/lineage?pipeline=churn", &["evil.example.com"], 421),
        ("/lineage?pipeline=churn", &["10.0.0.9:8300"], 421),
        ("/lineage?pipeline=churn", &[""], 421),
        ("/lineage?pipeline=churn", &[], 400),
        ("/lineage?pipeline=churn", &["localhost", "evil.example.com"], 400),
        ("http://evil.example.com/lineage?pipeline=churn", &["localhost"], 421),
        ("http://localhost/lineage?pipeline=churn", &["localhost"], 200),
        ("/health", &["10.0.0.9:8300"], 200),
        ("/ready", &["[fd00::9]:8300"], 200),
        ("/health", &["evil.example.com"], 421),
        ("/", &["10.0.0.9:8300"], 421),
        ("/nothing", &["evil.example.com"], 421),
    ] {
        assert_eq!(status(uri, hosts).await, expected, "{uri} {hosts:?}");
    }
    let mut old = request("GET", "/health");
    *old.version_mut() = Version::HTTP_10;
    assert_eq!(send(app.clone(), old).await.status, StatusCode::OK);
    insta::assert_snapshot!("wrong_host", ask(&app, "GET", "/", &[("host", "evil.example.com")]).await.text());
}

const OURS: &str = "https://ui.example.com";
const OTHERS: &str = "https://evil.example.com";

#[tokio::test]
async fn browsers_are_told_who_may_ask() {
    let app = asking_who(|config| config.origins = OURS.parse().unwrap());
    let preflight = [
        ("origin", OURS),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-api-key,content-type"),
    ];
    insta::assert_snapshot!("preflight", ask(&app, "OPTIONS", "/sql/lineage", &preflight).await.text());
    let refused = ask(&app, "GET", "/lineage?pipeline=churn", &[("origin", OURS)]).await;
    insta::assert_snapshot!("refused_page", refused.text());
    let answer = ask(&app, "GET", "/lineage?pipeline=churn", &[("origin", OURS), ("x-caller", "a")]).await;
    assert_eq!(
        (answer.status, &answer.headers["access-control-allow-origin"]),
        (StatusCode::OK, &OURS.parse().unwrap())
    );
    let other = ask(&app, "GET", "/lineage?pipeline=churn", &[("origin", OTHERS), ("x-caller", "a")]).await;
    assert!(!other.headers.contains_key("access-control-allow-origin"));
    assert!(other.headers.get_all("vary").iter().any(|vary| vary.to_str().unwrap().contains("origin")));

    // By default there is no such thing.
    let none = ask(&configured(|_| {}), "OPTIONS", "/sql/lineage", &preflight).await;
    assert_eq!(none.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(none.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
}

#[tokio::test]
async fn pages_of_others_change_nothing() {
    let app = configured(|config| config.origins = OURS.parse().unwrap());
    const SAVE: &str = "/datasets/lake/orders/schema?save=true";
    const POST: &str = "/datasets/lake/orders/schema/versions";
    const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    for (method, uri, headers, is_refused) in [
        ("POST", POST, &[][..], false),
        ("POST", POST, &[("origin", OURS)], false),
        ("POST", POST, &[("origin", "http://Localhost:8300")], false),
        ("POST", POST, &[("origin", "http://localhost:5173")], true),
        ("POST", POST, &[("origin", OTHERS)], true),
        ("POST", POST, &[("origin", "null")], true),
        ("POST", POST, &[("sec-fetch-site", "cross-site")], true),
        ("POST", POST, &[("sec-fetch-site", "same-site")], true),
        ("POST", POST, &[("sec-fetch-site", "same-origin")], false),
        ("POST", "/sql/lineage", &[("origin", OTHERS), ("content-type", "text/plain")], true),
        ("GET", SAVE, &[], false),
        ("GET", SAVE, &[("sec-fetch-site", "none")], false),
        // Over plain HTTP a browser says neither.
        ("GET", SAVE, &[("user-agent", BROWSER)], true),
        ("GET", SAVE, &[("user-agent", BROWSER), ("sec-fetch-site", "none")], false),
        ("GET", SAVE, &[("user-agent", BROWSER), ("origin", OURS)], false),
        ("GET", SAVE, &[("user-agent", "curl/8.5.0")], false),
        ("GET", "/datasets/lake/orders/schema", &[("user-agent", BROWSER)], false),
        ("POST", POST, &[("user-agent", BROWSER)], false),
        ("GET", SAVE, &[("sec-fetch-site", "cross-site")], true),
        ("GET", "/datasets/lake/orders/schema?s%61ve=1", &[("sec-fetch-site", "cross-site")], true),
        ("GET", "/datasets/lake/orders/schema", &[("sec-fetch-site", "cross-site")], false),
        ("GET", "/", &[("sec-fetch-site", "cross-site")], false),
    ] {
        let headers = [headers, &[("host", "localhost:8300")]].concat();
        let answer = ask(&app, method, uri, &headers).await;
        assert_eq!(answer.status == StatusCode::FORBIDDEN, is_refused, "{method} {uri} {headers:?}: {}", answer.status);
    }
}

#[tokio::test]
async fn compressed_answers() {
    const URI: &str = "/lineage?pipeline=churn";
    let app = configured(|config| config.compression = true);
    let plain = get(app.clone(), URI).await;
    assert!(plain.body.len() > 1024 && !plain.headers.contains_key(header::CONTENT_ENCODING));
    assert_eq!(plain.headers[header::VARY], "accept-encoding");
    let gzip = ("accept-encoding", "gzip");
    let request = Request::get(URI).header(gzip.0, gzip.1).body(Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(app.clone(), request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    assert!(!response.headers().contains_key(header::CONTENT_LENGTH));
    let (tag, weak) = (plain.headers[header::ETAG].to_str().unwrap(), response.headers()[header::ETAG].clone());
    assert_eq!(weak, format!("W/{tag}"));
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert!(body.starts_with(&[0x1f, 0x8b]) && body.len() < plain.body.len() / 2, "{}", body.len());
    for form in [tag, weak.to_str().unwrap()] {
        let known = ask(&app, "GET", URI, &[gzip, ("if-none-match", form)]).await;
        assert_eq!((known.status, known.headers[header::ETAG].to_str().unwrap()), (StatusCode::NOT_MODIFIED, form));
        assert!(known.body.is_empty() && !known.headers.contains_key(header::CONTENT_ENCODING));
    }
    // A few bytes are not worth it, nor is it done where it is not wanted.
    assert!(!ask(&app, "GET", "/health", &[gzip]).await.headers.contains_key(header::CONTENT_ENCODING));
    assert!(!ask(&configured(|_| {}), "GET", URI, &[gzip]).await.headers.contains_key(header::VARY));
}

/// Whatever the answer is, browsers neither run nor frame nor guess at it.
#[tokio::test(start_paused = true)]
async fn every_answer_is_safe_to_look_at() {
    let app = asking_who(|config| config.hosts = Some("*".parse().unwrap()));
    for (uri, headers, status) in [
        ("/health", &[("host", "a")][..], 200),
        ("/lineage?pipeline=churn", &[("host", "a"), ("x-caller", "a")], 200),
        ("/lineage", &[("host", "a"), ("x-caller", "a")], 400),
        ("/lineage", &[("host", "a")], 401),
        ("/nothing", &[("host", "a"), ("x-caller", "a")], 404),
        ("/health", &[], 400),
        ("/lineage", &[("host", "a"), ("x-caller", "panics")], 500),
        ("/lineage", &[("host", "a"), ("x-caller", "hangs")], 504),
    ] {
        let answer = ask(&app, "GET", uri, headers).await;
        assert_eq!(answer.status.as_u16(), status, "{uri} {headers:?}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{uri}");
        assert_eq!(answer.headers["x-frame-options"], "DENY", "{uri}");
        assert!(
            answer.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"),
            "{uri}"
        );
        assert!(!answer.body.contains("hunter2"));
        if status >= 400 {
            assert_eq!(answer.json()["status"], status, "{uri}");
        }
    }
}
