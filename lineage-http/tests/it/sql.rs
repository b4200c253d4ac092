//! `POST /sql/lineage`.

use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::client::{Answer, app, get, request, send};
use crate::fake::Fake;

const URI: &str = "/sql/lineage";

/// The source panics when it is asked: nothing here asks it.
async fn post(body: impl Into<Body>) -> Answer {
    post_to(app(Fake::Panics), body).await
}

async fn post_to(app: Router, body: impl Into<Body>) -> Answer {
    let mut request = request("POST", URI);
    *request.body_mut() = body.into();
    send(app, request).await
}

async fn ask(body: Value) -> Answer {
    post(body.to_string()).await
}

#[tokio::test]
async fn columns_of_a_script() {
    let sql = "INSERT INTO db.t SELECT a AS x, upper(b) AS y FROM db.s WHERE k > 1";
    let answer = ask(json!({"sql": sql, "dialect": "spark"})).await;
    insta::assert_snapshot!("lineage", answer.text());
}

#[tokio::test]
async fn all_that_can_be_asked() {
    // As text: the order of columns counts.
    let answer = post(
        r#"{
            "sql": "CREATE TEMPORARY TABLE recent AS SELECT * FROM s; INSERT INTO lake.db.t SELECT id, total FROM recent",
            "dialect": "trino",
            "defaultCatalog": "lake",
            "defaultSchema": "db",
            "schemas": {"lake.db.s": ["id", "total"], "db.t": {"order_id": "bigint", "amount": "double"}},
            "collapseTemporary": true
        }"#,
    )
    .await;
    insta::assert_snapshot!("all_keys", format!("{}\n{:#}", answer.status, answer.json()));
}

#[tokio::test]
async fn a_statement_that_cannot_be_parsed_is_part_of_the_answer() {
    let answer = ask(json!({"sql": "SELECT a FROM s;\nSELEC b FROM s", "dialect": "ansi"})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let statements = &answer.json()["statements"];
    let kinds: Vec<_> = statements.as_array().unwrap().iter().map(|statement| &statement["kind"]).collect();
    assert_eq!(kinds, ["select", "error"]);
    let diagnostic = &statements[1]["diagnostics"][0];
    assert_eq!((&diagnostic["code"], &diagnostic["position"]["line"]), (&"syntax-error".into(), &2.into()));
}

#[tokio::test]
async fn a_script_of_which_nothing_can_be_parsed() {
    let answer = ask(json!({"sql": "\n  SELEC a FROM s;\nFORM s", "dialect": "athena"})).await;
    insta::assert_snapshot!("unparsed", answer.text());
}

#[tokio::test]
async fn a_script_without_statements() {
    for sql in ["", " ;; -- nothing\n"] {
        let answer = ask(json!({"sql": sql, "dialect": "hive"})).await;
        assert_eq!(
            (answer.status, answer.json()),
            (StatusCode::OK, json!({"dialect": "hive", "statements": [], "diagnostics": []}))
        );
    }
}

#[tokio::test]
async fn refused_bodies() {
    let mut answers = Vec::new();
    let long = format!(r#"{{"sql": "", "{}": 1}}"#, "x".repeat(1000));
    for body in [
        &b""[..],
        b"SELECT 1",
        b"[]",
        br#"["SELECT 1"]"#,
        br#"{"sql": "SELECT 1""#,
        br#"{"sql": "SELECT 1"} {}"#,
        br#"{}"#,
        br#"{"sql": 1}"#,
        br#"{"sql": null}"#,
        b"{\"sql\": \"\xff\"}",
        br#"{"sql": "", "sql": ""}"#,
        br#"{"sql": "", "id": 1}"#,
        br#"{"sql": "", "dialect": 1}"#,
        br#"{"sql": "", "default_schema": "db"}"#,
        br#"{"sql": "", "collapseTemporary": "true"}"#,
        br#"{"sql": "", "schemas": []}"#,
        br#"{"sql": "", "schemas": {"t": "a"}}"#,
        br#"{"sql": "", "schemas": {"t": [1]}}"#,
        br#"{"sql": "", "schemas": {"t": {"a": 1}}}"#,
        long.as_bytes(),
    ] {
        let answer = post(body.to_vec()).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
        let body = String::from_utf8_lossy(body).chars().take(50).collect::<String>();
        answers.push(format!("{body}\n  {} {}", answer.status, answer.json()["message"]));
    }
    insta::assert_snapshot!("refused", answers.join("\n"));
}

#[tokio::test]
async fn a_dialect_that_nobody_knows_is_a_diagnostic() {
    let answer = ask(json!({"sql": "SELECT a FROM s", "dialect": "klingon"})).await;
    assert_eq!((answer.status, &answer.json()["dialect"]), (StatusCode::OK, &"ansi".into()));
    assert_eq!(answer.json()["diagnostics"][0]["code"], "unknown-dialect");
}

#[tokio::test]
async fn a_request_that_is_too_large() {
    let script = |bytes: usize| format!(r#"{{"sql":""{}}}"#, " ".repeat(bytes - 10));
    assert_eq!(post(script(2 << 20)).await.status, StatusCode::OK);
    let answer = post(script((2 << 20) + 1)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["message"], "a request about SQL has at most 2 MiB");
}

#[tokio::test]
async fn other_methods() {
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let answer = send(app(Fake::Panics), request(method, URI)).await;
        assert_eq!(
            (answer.status, answer.headers[header::ALLOW].as_bytes()),
            (StatusCode::METHOD_NOT_ALLOWED, &b"POST"[..])
        );
    }
    assert_eq!(get(app(Fake::Panics), "/sql").await.status, StatusCode::NOT_FOUND);
}

/// More than there are cores.
#[tokio::test(flavor = "multi_thread")]
async fn many_at_once() {
    let app = app(Fake::Panics);
    let expected = post(r#"{"sql": "SELECT a FROM s"}"#).await.body;
    let tasks: Vec<_> = (0..64).map(|_| tokio::spawn(post_to(app.clone(), r#"{"sql": "SELECT a FROM s"}"#))).collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().body, expected);
    }
}
