//! `/docs` and `/openapi.json`.

use axum::Router;
use axum::http::{StatusCode, header};

use crate::client::{app, get, request, send};
use crate::fake::Fake;

#[tokio::test]
async fn the_page_asks_no_other_host() {
    let app = Router::new().nest("/prefix", app(Fake::Panics));
    let answer = get(app.clone(), "/prefix/docs").await;
    assert_eq!(
        (answer.status, &answer.headers[header::LOCATION]),
        (StatusCode::PERMANENT_REDIRECT, &"docs/".parse().unwrap())
    );
    let page = get(app.clone(), "/prefix/docs/").await;
    assert_eq!(page.status, StatusCode::OK);
    let linked = page.body.split(['"']).filter(|text| text.ends_with(".js") || text.ends_with(".css"));
    let linked: Vec<_> = linked.map(|name| name.trim_start_matches("./")).collect();
    assert_eq!(linked.len(), 5, "{}", page.body);
    for name in linked {
        assert!(!name.contains(':') && !name.starts_with('/'), "{name}");
        let file = get(app.clone(), &format!("/prefix/docs/{name}")).await;
        assert_eq!(file.status, StatusCode::OK, "{name}");
        insta::assert_snapshot!("policy", file.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap());
    }
    insta::assert_snapshot!("initializer", get(app, "/prefix/docs/swagger-initializer.js").await.body);
}

#[tokio::test]
async fn who_has_a_file_is_told_so() {
    for uri in ["/openapi.json", "/docs/", "/docs/swagger-ui.css"] {
        let first = get(app(Fake::Panics), uri).await;
        assert_eq!(first.headers[header::CACHE_CONTROL], "private, max-age=300", "{uri}");
        let mut again = request("GET", uri);
        again.headers_mut().insert(header::IF_NONE_MATCH, first.headers[header::ETAG].clone());
        let again = send(app(Fake::Panics), again).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{uri}");
    }
}

#[tokio::test]
async fn other_files_are_not_there() {
    for name in ["nothing", "swagger-ui-es-bundle.js", "oauth2-redirect.html", "..%2Fopenapi.json", "%ff"] {
        assert_eq!(get(app(Fake::Panics), &format!("/docs/{name}")).await.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_document_is_the_committed_one() {
    let answer = get(app(Fake::Panics), "/openapi.json").await;
    assert_eq!(answer.body, include_str!("../../openapi.json"));
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
}
