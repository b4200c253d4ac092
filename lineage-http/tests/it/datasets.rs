//! `/datasets/{bucket}/{prefix…}/schema`, its versions and what changed between them.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use lineage_http::{AppState, ServerConfig, router};
use lineage_model::source::SourceErrorKind;
use lineage_schema::DatasetId;
use lineage_schema::store::{
    ObjectStoreSchemas, SaveRequest, Saved, SchemaStore, SchemaVersion, StoreError, VersionPage, import_jsonl,
};
use serde_json::{Value, json};

use crate::client::{Answer, app_of, config, get, request, send};
use crate::fake::{Account, Fake};

const SCHEMA: &str = "/datasets/lake/orders/schema";
const VERSIONS: &str = "/datasets/lake/orders/schema/versions";
const ORDERS: &str = "id,amount,city\n1,2.5,Seoul\n2,3.5,Busan\n3,4,Daegu\n4,1.25,Jeju\n5,9,Ulsan\n";
const WIDER: &str = "id,amount,city,note\n1.5,2.5,Seoul,a\n2,3.5,Busan,b\n3,4,Daegu,c\n4,1.25,Jeju,d\n5,9,Ulsan,e\n";

fn orders(fake: Fake) -> Arc<Account> {
    let account = Account::new(fake);
    account.put("orders/day=2026-01-01/a.csv", ORDERS);
    account.put("orders/day=2026-01-02/b.csv", ORDERS);
    account.put("orders/_SUCCESS", "");
    account
}

fn app_with(account: Arc<Account>, change: impl FnOnce(&mut ServerConfig)) -> Router {
    let mut config = config();
    change(&mut config);
    router(AppState::new(account, config).unwrap())
}

async fn post(app: &Router, uri: &str, policy: &str) -> Answer {
    let mut request = request("POST", uri);
    *request.body_mut() = Body::from(policy.to_owned());
    send(app.clone(), request).await
}

/// Two versions of `orders`.
async fn two_versions(account: &Account, app: &Router) {
    assert_eq!(post(app, VERSIONS, "").await.status, StatusCode::CREATED);
    account.put("orders/day=2026-01-02/b.csv", WIDER);
    assert_eq!(post(app, VERSIONS, "").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_schema_as_it_is_now() {
    let account = orders(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    let answer = get(app.clone(), &format!("{SCHEMA}?maxFiles=1&colour=red")).await;
    insta::assert_snapshot!("schema", answer.text());
    assert_eq!((account.calls("s3:ListBucket"), account.calls("s3:GetObject")), (1, 1));
    let again = get(app.clone(), &format!("{SCHEMA}?colour=red&maxFiles=1")).await;
    assert_eq!((again.body, again.headers[header::ETAG].clone()), (answer.body, answer.headers[header::ETAG].clone()));
    assert_eq!(account.calls("s3:GetObject"), 1);
    assert_eq!(get(app, VERSIONS).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whose_schema_it_is() {
    let account = orders(Fake::Answers);
    account.put("a b/50%/데이터/schema/part", ORDERS);
    account.put("schema/versions/1", ORDERS);
    let app = app_of(account);
    for (path, id) in [
        ("orders", "s3://lake/orders/"),
        ("orders/", "s3://lake/orders/"),
        ("orders//", "s3://lake/orders/"),
        ("orders/day=2026-01-01", "s3://lake/orders/day=2026-01-01/"),
        ("orders/day%3D2026-01-01/a.csv", "s3://lake/orders/day=2026-01-01/a.csv"),
        ("a%20b/50%25/%EB%8D%B0%EC%9D%B4%ED%84%B0/schema", "s3://lake/a b/50%/데이터/schema/"),
        ("schema/versions", "s3://lake/schema/versions/"),
        ("schema/versions/1", "s3://lake/schema/versions/1"),
    ] {
        let path = format!("/datasets/lake/{path}/schema");
        assert_eq!(get(app.clone(), &path).await.json()["dataset_id"], id, "{path}");
        // What was saved is found again under the same path.
        let saved = post(&app, &format!("{path}/versions"), "").await;
        assert_eq!(saved.json()["datasetId"], id, "{path}");
        assert_eq!(get(app.clone(), &format!("{path}/versions/1")).await.json()["datasetId"], id, "{path}");
    }
    let whole = get(app, "/datasets/lake/schema").await;
    assert_eq!(whole.json()["dataset_id"], "s3://lake/");
}

#[tokio::test]
async fn the_path_is_found_wherever_the_router_is_nested() {
    let app = Router::new().nest("/datasets/{tenant}", app_of(orders(Fake::Answers)));
    let answer = get(app.clone(), &format!("/datasets/schema{SCHEMA}")).await;
    assert_eq!(answer.json()["dataset_id"], "s3://lake/orders/");
    let saved = post(&app, &format!("/datasets/schema{VERSIONS}"), "").await;
    assert_eq!(saved.headers[header::LOCATION], "versions/1");
}

#[tokio::test]
async fn a_save_makes_a_version() {
    let account = orders(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    let first = post(&app, VERSIONS, r#"{"owner": "data", "maxFiles": 2}"#).await;
    insta::assert_snapshot!("saved", first.text());
    let again = post(&app, VERSIONS, r#"{"maxFiles": 2.0, "owner": "data"}"#).await;
    assert_eq!((again.status, again.json()["version"].clone()), (StatusCode::BAD_REQUEST, Value::Null));
    let again = post(&app, VERSIONS, r#"{"maxFiles": 2, "owner": "data"}"#).await;
    assert_eq!((again.status, &again.json()["unchanged"]), (StatusCode::OK, &json!(true)));
    assert!(!again.headers.contains_key(header::LOCATION) && !again.headers.contains_key(header::ETAG));
    // Another policy is another version.
    assert_eq!(post(&app, VERSIONS, "").await.json()["version"], 2);
    let one = get(app, &format!("{VERSIONS}/1")).await;
    assert_eq!(one.headers[header::CACHE_CONTROL], "private, no-cache");
    let (mut one, mut first) = (one.json(), first.json());
    first.as_object_mut().unwrap().remove("unchanged");
    assert_eq!(one.as_object_mut().unwrap(), first.as_object_mut().unwrap());
}

#[tokio::test]
async fn a_save_by_get() {
    let account = orders(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    get(app.clone(), SCHEMA).await;
    for (unchanged, calls) in [(false, 2), (true, 3)] {
        let answer = get(app.clone(), &format!("{SCHEMA}?save=true&policy=%7B%22a%22:1%7D")).await;
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let saved = answer.json()["saved"].clone();
        assert_eq!((&saved["version"], &saved["unchanged"]), (&json!(1), &json!(unchanged)));
        assert_eq!(saved["policyHash"], "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
        assert_eq!(account.calls("s3:ListBucket"), calls);
    }
    // To look at the headers changes nothing.
    let head = send(app.clone(), request("HEAD", &format!("{SCHEMA}?save=true"))).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(get(app, VERSIONS).await.json().as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_changed() {
    let account = orders(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    two_versions(&account, &app).await;
    insta::assert_snapshot!("versions", get(app.clone(), VERSIONS).await.text());
    insta::assert_snapshot!("diff", get(app.clone(), &format!("{SCHEMA}/diff")).await.text());
    let back = get(app.clone(), &format!("{SCHEMA}/diff?from=2&to=1")).await.json();
    assert_eq!((&back["from"], &back["to"], &back["removed"]), (&json!(2), &json!(1), &json!(["note"])));
    let first = get(app.clone(), &format!("{SCHEMA}/diff?to=1")).await.json();
    assert_eq!(
        (&first["from"], &first["changes"], &first["compatibility"]),
        (&Value::Null, &json!([]), &json!("full"))
    );
    for query in ["from=3", "to=3", "from=9&to=1"] {
        let answer = get(app.clone(), &format!("{SCHEMA}/diff?{query}")).await;
        assert_eq!((answer.status, &answer.json()["message"]), (StatusCode::NOT_FOUND, &json!("dataset not found")));
    }
}

#[tokio::test]
async fn versions_come_in_pages() {
    let app = app_of(orders(Fake::Answers));
    for number in 0..5 {
        post(&app, VERSIONS, &format!(r#"{{"number": {number}}}"#)).await;
    }
    let (mut uri, mut pages) = (format!("{VERSIONS}?limit=2"), Vec::new());
    loop {
        let answer = get(app.clone(), &uri).await;
        let versions = answer.json().as_array().unwrap().iter().map(|item| item["version"].clone()).collect::<Vec<_>>();
        pages.push(Value::from(versions));
        let Some(link) = answer.headers.get(header::LINK) else { break };
        let query = link.to_str().unwrap().strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap();
        uri = format!("{VERSIONS}{query}");
    }
    assert_eq!(pages, [json!([5, 4]), json!([3, 2]), json!([1])]);
    assert_eq!(get(app, &format!("{VERSIONS}?cursor=1")).await.json(), json!([]));
}

#[tokio::test]
async fn a_change_that_the_policy_forbids() {
    let account = orders(Fake::Answers);
    let app = app_of(Arc::clone(&account));
    post(&app, VERSIONS, r#"{"compatibility": "forward"}"#).await;
    account.put("orders/day=2026-01-02/b.csv", WIDER);
    insta::assert_snapshot!("forbidden", post(&app, VERSIONS, r#"{"compatibility": "forward"}"#).await.text());
    assert_eq!(get(app, VERSIONS).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_version_that_is_damaged_stays_in_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let account = orders(Fake::Answers);
    let store = Arc::new(ObjectStoreSchemas::open_folder(folder.path()).unwrap());
    let app = router(AppState::new(Arc::<Account>::clone(&account), config()).unwrap().with_schemas(store));
    two_versions(&account, &app).await;
    let dataset = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    std::fs::write(dataset.join("v0000000002.json"), "{").unwrap();
    let list = get(app.clone(), VERSIONS).await.json();
    assert_eq!((&list[0], &list[1]["version"]), (&json!({"version": 2, "corrupt": true}), &json!(1)));
    let answer = get(app.clone(), &format!("{VERSIONS}/2")).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (500, &json!("version 2 is corrupt")));
    assert_eq!(post(&app, VERSIONS, "").await.json()["version"], 3);
    assert_eq!(get(app, &format!("{SCHEMA}/diff")).await.json()["from"], 1);
}

/// A store that does nothing but this.
#[derive(Debug, Clone, Copy)]
enum Broken {
    Denies,
    Fails,
    Hangs,
}

impl Broken {
    async fn answer<T>(self) -> Result<T, StoreError> {
        match self {
            Self::Denies => {
                let source = "password=hunter2".into();
                Err(StoreError::Denied(object_store::Error::PermissionDenied { path: "p".to_owned(), source }))
            }
            Self::Fails => Err(StoreError::Unavailable { message: "password=hunter2".to_owned(), source: None }),
            Self::Hangs => std::future::pending().await,
        }
    }
}

#[async_trait]
impl SchemaStore for Broken {
    async fn save(&self, _: &DatasetId, _: SaveRequest) -> Result<Saved, StoreError> {
        self.answer().await
    }

    async fn latest(&self, _: &DatasetId) -> Result<Option<SchemaVersion>, StoreError> {
        self.answer().await
    }

    async fn versions(&self, _: &DatasetId, _: usize, _: Option<u64>) -> Result<VersionPage, StoreError> {
        self.answer().await
    }

    async fn version(&self, _: &DatasetId, _: u64) -> Result<Option<SchemaVersion>, StoreError> {
        self.answer().await
    }
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_store() {
    let mut answers = Vec::new();
    for store in [Broken::Denies, Broken::Fails, Broken::Hangs] {
        let state = AppState::new(orders(Fake::Answers), config()).unwrap().with_schemas(Arc::new(store));
        let app = router(state);
        let (list, one, diff) = (VERSIONS.to_owned(), format!("{VERSIONS}/1"), format!("{SCHEMA}/diff"));
        for (name, answer) in [
            ("save", post(&app, VERSIONS, "").await),
            ("list", get(app.clone(), &list).await),
            ("one", get(app.clone(), &one).await),
            ("diff", get(app.clone(), &diff).await),
            ("ready", get(app.clone(), "/ready").await),
            ("schema", get(app.clone(), SCHEMA).await),
            ("lineage", get(app.clone(), "/lineage?pipeline=churn&includeSchema=1").await),
        ] {
            let body = answer.json();
            assert_eq!(answer.headers.contains_key(header::RETRY_AFTER), answer.status == 503);
            let told = [&body["message"], &body["schemaStore"], &body["warnings"][0]["code"]];
            let told: Vec<_> = told.iter().filter_map(|value| value.as_str()).collect();
            assert!(!answer.body.contains("hunter2"), "{}", answer.body);
            answers.push(format!("{store:?} {name}: {} {}", answer.status.as_u16(), told.join(", ")));
        }
    }
    insta::assert_snapshot!("store_failures", answers.join("\n"));
}

#[tokio::test]
async fn a_read_only_server_saves_nothing() {
    let account = orders(Fake::Panics);
    let app = app_with(Arc::clone(&account), |config| config.read_only = true);
    let by_get = get(app.clone(), &format!("{SCHEMA}?save=1")).await;
    for answer in [by_get, post(&app, VERSIONS, "{}").await] {
        let message = answer.json()["message"].clone();
        assert_eq!((answer.status, message), (StatusCode::FORBIDDEN, json!("this server saves no versions")));
    }
    assert!(account.is_unasked());
    account.becomes(Fake::Answers);
    assert_eq!(get(app, SCHEMA).await.status, StatusCode::OK);
}

#[tokio::test]
async fn buckets_that_may_not_be_seen() {
    let account = orders(Fake::Panics);
    let app = app_with(Arc::clone(&account), |config| config.dataset_buckets = Some("raw-*, lake-2".parse().unwrap()));
    let unknown = get(app_of(Account::new(Fake::Answers)), SCHEMA).await;
    for path in [SCHEMA, VERSIONS, "/datasets/lake/orders/schema/diff", "/datasets/lake/orders/schema/versions/1"] {
        let answer = get(app.clone(), path).await;
        assert_eq!((answer.status, &answer.json()["message"]), (unknown.status, &unknown.json()["message"]), "{path}");
    }
    assert_eq!(post(&app, VERSIONS, "").await.status, StatusCode::NOT_FOUND);
    assert!(account.is_unasked());
}

#[tokio::test]
async fn refused_questions() {
    let mut answers = Vec::new();
    for (method, uri, body) in [
        ("GET", "/datasets/lake/orders/schema?maxFiles=0", ""),
        ("GET", "/datasets/lake/orders/schema?maxFiles=51", ""),
        ("GET", "/datasets/lake/orders/schema?save=maybe", ""),
        ("GET", "/datasets/lake/orders/schema?policy=x", ""),
        ("GET", "/datasets/lake/orders/schema?policy=%7B%22widen%22:1%7D", ""),
        ("GET", "/datasets/lake/orders/schema?region=mars", ""),
        ("GET", "/datasets/lake/orders/schema?profile=prod", ""),
        ("GET", "/datasets/lake/orders/schema/versions?region=mars", ""),
        ("GET", "/datasets/lake/orders/schema/versions?account=prod", ""),
        ("GET", "/datasets/lake/orders/schema/versions?limit=0", ""),
        ("GET", "/datasets/lake/orders/schema/versions?limit=1001", ""),
        ("GET", "/datasets/lake/orders/schema/versions?cursor=-1", ""),
        ("GET", "/datasets/lake/orders/schema/versions/x", ""),
        ("GET", "/datasets/lake/orders/schema/diff?from=0", ""),
        ("GET", "/datasets/lake/orders/schema/diff?to=x", ""),
        ("GET", "/datasets/lake/a%2F..%2Fb/schema", ""),
        ("GET", "/datasets/lake/%ff/schema", ""),
        ("GET", "/datasets/lake/%zz/schema", ""),
        ("GET", "/datasets/Lake/orders/schema", ""),
        ("GET", "/datasets/lake/orders", ""),
        ("GET", "/datasets/lake", ""),
        ("GET", "/datasets/", ""),
        ("POST", "/datasets/lake/orders/schema", "{}"),
        ("POST", "/datasets/lake/orders/schema/versions/1", "{}"),
        ("PUT", "/datasets/lake/orders/schema/versions", "{}"),
        ("POST", "/datasets/lake/orders/schema/versions", "{"),
        ("POST", "/datasets/lake/orders/schema/versions", r#"{"compatibility": "sideways"}"#),
    ] {
        let account = orders(Fake::Panics);
        let request: Request<Body> = Request::builder().method(method).uri(uri).body(Body::from(body)).unwrap();
        let answer = send(app_of(Arc::clone(&account)), request).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{uri}");
        assert!(account.is_unasked(), "{uri}");
        let allow = answer.headers.get(header::ALLOW).map(|allow| allow.to_str().unwrap()).unwrap_or_default();
        answers.push(format!(
            "{} {method} {uri} {body}\n    {} {allow}",
            answer.status.as_u16(),
            answer.json()["message"]
        ));
    }
    insta::assert_snapshot!("refused", answers.join("\n"));
}

#[tokio::test]
async fn a_policy_that_is_too_large() {
    let app = app_of(orders(Fake::Answers));
    let policy = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8));
    assert_eq!(post(&app, VERSIONS, &policy(65_536)).await.status, StatusCode::CREATED);
    let answer = post(&app, VERSIONS, &policy(65_537)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["message"], "a policy has at most 64 KiB");
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_source() {
    let mut answers = Vec::new();
    for fake in [
        Fake::Fails(SourceErrorKind::AccessDenied),
        Fake::Fails(SourceErrorKind::Throttled),
        Fake::Fails(SourceErrorKind::NotFound),
        Fake::Hangs,
        Fake::FailsLater(SourceErrorKind::AccessDenied),
        Fake::HangsLater,
    ] {
        let app = app_of(orders(fake));
        for answer in [get(app.clone(), SCHEMA).await, post(&app, VERSIONS, "").await] {
            assert!(!answer.body.contains("inner cause"), "{}", answer.body);
            answers.push(format!("{} {fake:?}\n    {}", answer.status.as_u16(), answer.json()["message"]));
        }
    }
    insta::assert_snapshot!("failures", answers.join("\n"));
}

/// What was read by then is the answer, and no version.
#[tokio::test(start_paused = true)]
async fn an_object_that_does_not_come_in_time() {
    let account = orders(Fake::Answers);
    account.put("orders/day=2026-01-03/c.csv", "hangs");
    let app = app_of(account);
    let answer = get(app.clone(), SCHEMA).await;
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let body = answer.json();
    assert_eq!((&body["warnings"][0]["code"], &body["schema"]["fields"]["id"]), (&json!("deadline"), &json!("int64")));
    assert_eq!(post(&app, VERSIONS, "").await.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(get(app, VERSIONS).await.status, StatusCode::NOT_FOUND);
}

/// What may be read later is no version now; what never will be does not stand in the way of one.
#[tokio::test]
async fn an_object_that_fails_for_now() {
    let account = orders(Fake::Answers);
    account.put("orders/day=2026-01-03/c.csv", "throttled");
    let app = app_of(Arc::clone(&account));
    assert_eq!(get(app.clone(), SCHEMA).await.status, StatusCode::OK);
    for answer in [post(&app, VERSIONS, "").await, get(app.clone(), &format!("{SCHEMA}?save=true")).await] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers[header::RETRY_AFTER], "5");
        let message = "no version was made: s3:GetObject failed for a part of the sample";
        assert_eq!(answer.json()["message"], message);
        assert!(!answer.body.contains("inner cause"), "{}", answer.body);
    }
    assert_eq!(get(app.clone(), VERSIONS).await.status, StatusCode::NOT_FOUND);
    account.put("orders/day=2026-01-03/c.csv", "gone");
    account.put("orders/day=2026-01-04/d.csv", "\0\u{1}\u{2}");
    assert_eq!(post(&app, VERSIONS, "").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn what_has_no_schema() {
    let account = orders(Fake::Answers);
    account.put("empty/a.csv", "");
    account.put("binary/a.parquet", "PAR1\0 and nothing else");
    let app = app_of(account);
    let mut answers = Vec::new();
    for path in ["lake/nothing", "lake/empty", "lake/binary", "lake/binary/a.parquet", "other-lake/orders"] {
        let answer = get(app.clone(), &format!("/datasets/{path}/schema")).await;
        answers.push(format!("{} {path}\n    {}", answer.status.as_u16(), answer.json()["message"]));
    }
    insta::assert_snapshot!("no_schema", answers.join("\n"));
}

/// The account's pipeline reads `s3://churn-data/raw/` and writes `s3://churn-data/train/`.
#[tokio::test]
async fn artifacts_with_the_schemas_that_were_kept() {
    let store = Arc::new(ObjectStoreSchemas::in_memory());
    let imported = "{\"dataset_id\": \"s3://churn-data/raw/\", \"created_at\": \"2026-05-01T00:00:00Z\", \
        \"schema\": {\"format\": \"csv\", \"fields\": {\"z\": \"int64\", \"a\": \"string\"}}}";
    import_jsonl(imported.as_bytes(), &*store, "2026-06-01T00:00:00Z".parse().unwrap()).await.unwrap();
    let app = |config| {
        let state = AppState::new(Account::new(Fake::Answers), config).unwrap();
        router(state.with_schemas(Arc::<ObjectStoreSchemas>::clone(&store)))
    };
    let schemas = |answer: &Answer, graph: &str| -> Vec<Value> {
        let artifacts = answer.json()[graph]["artifacts"].as_array().unwrap().clone();
        artifacts.iter().filter_map(|artifact| Some(json!([artifact["uri"], artifact.get("schema")?]))).collect()
    };
    let without = get(app(config()), "/lineage?pipeline=churn").await;
    assert_eq!(schemas(&without, "graph"), [] as [Value; 0]);
    let with = get(app(config()), "/lineage?pipeline=churn&includeSchema=true").await;
    assert!(with.body.contains(r#""fields":{"z":"int64","a":"string"}"#), "{}", with.body);
    assert_eq!(schemas(&with, "graph"), schemas(&with, "graphPipeline"));
    insta::assert_snapshot!("artifact", format!("{:#}", schemas(&with, "graph")[0]));
    let mut hidden = config();
    hidden.dataset_buckets = Some("lake".parse().unwrap());
    let hidden = get(app(hidden), "/lineage?pipeline=churn&includeSchema=true").await;
    assert_eq!(schemas(&hidden, "graph"), [] as [Value; 0]);
}

/// What an object holds leaves in no answer.
#[tokio::test]
async fn values_stay_where_they_are() {
    let account = orders(Fake::Answers);
    account.put(
        "mixed/a.json",
        "{\"a\": \"hunter2\", \"b\": 1}\n{\"a\": 3, \"b\": {\"c\": \"hunter2\"}}\n{\"a\": hunter2}\n",
    );
    account.put("mixed/b.csv", "a;b\nhunter2;\"hunter2\n");
    account.put("mixed/c.json", "\"hunter2\"");
    let app = app_of(account);
    for path in ["mixed", "mixed/a.json", "mixed/b.csv", "mixed/c.json"] {
        let schema = format!("/datasets/lake/{path}/schema");
        let posted = post(&app, &format!("{schema}/versions"), "").await;
        for answer in [get(app.clone(), &schema).await, posted] {
            assert!(!answer.text().contains("hunter2"), "{path}: {}", answer.text());
        }
    }
}
