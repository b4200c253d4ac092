//! What holds for all routes.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use lineage_http::{AppState, router};
use lineage_model::source::SourceErrorKind;

use crate::client::{app, config, get, region, request, send};
use crate::fake::{Account, Fake};

#[tokio::test]
async fn health() {
    let answer = get(app(Fake::Panics), "/health").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, format!(r#"{{"status":"ok","version":"{}"}}"#, lineage_http::VERSION));
}

#[tokio::test]
async fn a_default_region_that_is_not_allowed_is_refused() {
    let mut config = config();
    config.default_region = Some(region("ap-northeast-2"));
    let error = AppState::new(Account::new(Fake::Answers), config).unwrap_err();
    assert_eq!(error.to_string(), "the default region 'ap-northeast-2' is not among the allowed regions");
}

#[tokio::test]
async fn wrong_method() {
    insta::assert_snapshot!(send(app(Fake::Answers), request("POST", "/lineage?pipeline=churn")).await.text());
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    for uri in [
        "/",
        "/page.js",
        "/page-sql.js",
        "/health",
        "/me",
        "/lineage?pipeline=churn",
        "/lineage?pipeline=other",
        "/lineage",
        "/sagemaker/executions?pipeline=churn",
    ] {
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
    let weak = format!("W/{etag}");
    for (tags, told) in
        [(etag.to_owned(), etag), (weak.clone(), &weak), (format!("\"x\", {etag}"), etag), ("*".to_owned(), etag)]
    {
        let answer = ask(tags).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(answer.headers[header::ETAG], told);
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
    let ready = async |fake: Fake, uri: &str| {
        let app = app(fake);
        get(app.clone(), uri).await;
        let answer = get(app, "/ready").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json()["schemaStore"], "answered");
        answer.json()["aws"].as_str().unwrap().to_owned()
    };
    let unavailable = Fake::Fails(SourceErrorKind::Unavailable);
    assert_eq!(ready(Fake::Answers, "/health").await, "notAsked");
    assert_eq!(ready(Fake::Answers, "/lineage?pipeline=churn").await, "answered");
    assert_eq!(ready(Fake::Answers, "/lineage?pipeline=other").await, "answered");
    assert_eq!(ready(unavailable, "/lineage?pipeline=churn").await, "failed");
    assert_eq!(ready(unavailable, "/featurestore/feature-groups").await, "failed");
    for route in ["/sagemaker/pipelines", "/sagemaker/overview", "/sagemaker/catalog"] {
        assert_eq!(ready(Fake::Answers, route).await, "answered", "{route}");
        assert_eq!(ready(unavailable, route).await, "failed", "{route}");
    }
}

#[tokio::test]
async fn profiles_on_the_list_have_their_own_source() {
    let state =
        AppState::new(Account::new(Fake::Panics), config()).unwrap().with_profile("dev", Account::new(Fake::Answers));
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
