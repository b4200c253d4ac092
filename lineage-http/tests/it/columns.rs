//! `includeColumns`: what the SQL of steps says about columns.

use std::sync::Arc;

use lineage_http::{AppState, router};
use lineage_model::source::SourceErrorKind;
use lineage_schema::store::{ObjectStoreSchemas, import_jsonl};
use serde_json::{Value, json};

use crate::client::{app_of, config, get};
use crate::fake::{Account, Fake};

const SCRIPT: &str = "CREATE TABLE lake.orders USING parquet LOCATION 's3://lake/orders' AS
    SELECT o.*, upper(o.country) AS land FROM parquet.`s3://churn-data/raw` o WHERE note <> 'hunter2'";

fn sales() -> Arc<Account> {
    let account = Account::new(Fake::Answers);
    account.put("etl/load.sql", SCRIPT);
    account
}

/// What has column lineage, and the warnings.
fn told(body: &Value) -> Value {
    let of = |graph: &str, list: &str| -> Vec<Value> {
        let list = body[graph][list].as_array().into_iter().flatten();
        list.filter(|entry| entry.get("columnLineage").is_some()).cloned().collect()
    };
    json!({"nodes": of("graph", "nodes"), "edges": of("graph", "edges"), "artifacts": of("graph", "artifacts"),
        "warnings": body["warnings"]})
}

#[tokio::test]
async fn columns_of_artifacts_and_edges() {
    let account = sales();
    let app = app_of(Arc::clone(&account));
    let without = get(app.clone(), "/lineage?pipeline=sales").await;
    assert!(!without.body.contains("columnLineage"), "{}", without.body);
    assert_eq!(account.calls("s3:GetObject"), 0);
    let with = get(app.clone(), "/lineage?pipeline=sales&includeColumns=true").await;
    assert!(!with.body.contains("hunter2"), "{}", with.body);
    assert_eq!(account.calls("s3:GetObject"), 1);
    assert_eq!(with.json()["graph"], with.json()["graphPipeline"]);
    insta::assert_snapshot!("columns", format!("{:#}", told(&with.json())));
    let again = get(app_of(sales()), "/lineage?pipeline=sales&includeColumns=1").await;
    assert_eq!(again.body, with.body);
}

#[tokio::test]
async fn kept_schemas_are_the_catalogue() {
    let store = Arc::new(ObjectStoreSchemas::in_memory());
    let imported = "{\"dataset_id\": \"s3://lake/raw/\", \"created_at\": \"2026-05-01T00:00:00Z\", \
        \"schema\": {\"format\": \"csv\", \"fields\": {\"id\": \"int64\", \"land\": \"string\"}}}";
    import_jsonl(imported.as_bytes(), &*store, "2026-06-01T00:00:00Z".parse().unwrap()).await.unwrap();
    let app = |config| {
        let account = sales();
        account.put("etl/load.sql", "INSERT INTO mart.orders SELECT * FROM parquet.`s3://lake/raw/`");
        router(AppState::new(account, config).unwrap().with_schemas(Arc::<ObjectStoreSchemas>::clone(&store)))
    };
    let mut hidden = config();
    hidden.dataset_buckets = Some("other".parse().unwrap());
    for (config, expected) in [(config(), vec!["id", "land"]), (hidden, vec!["*"])] {
        let answer = get(app(config), "/lineage?pipeline=sales&includeColumns=true").await;
        assert!(!answer.body.contains("\"schema\""), "{}", answer.body);
        let body = answer.json();
        // Neither place is an artifact.
        let edges = body["graph"]["nodes"][0]["columnLineage"].as_array().unwrap();
        let columns: Vec<_> = edges.iter().map(|edge| edge["to"]["column"].as_str().unwrap()).collect();
        assert_eq!(columns, expected);
    }
}

#[tokio::test]
async fn a_script_that_is_denied_is_a_warning() {
    let account = sales();
    account.becomes(Fake::FailsLater(SourceErrorKind::AccessDenied));
    let answer = get(app_of(account), "/lineage?pipeline=sales&includeColumns=true").await.json();
    let denied = answer["warnings"].as_array().unwrap().iter().find(|warning| warning["action"] == "s3:GetObject");
    assert_eq!(denied.unwrap()["code"], "access-denied");
    let artifacts = answer["graph"]["artifacts"].as_array().unwrap();
    assert!(
        artifacts.iter().any(|artifact| artifact["uri"] == "s3://lake/people/" && artifact["columnLineage"].is_array())
    );
}

#[cfg(feature = "demo")]
#[tokio::test]
async fn columns_of_a_domain() {
    let app = router(AppState::new(Arc::new(lineage_aws::demo()), config()).unwrap());
    let path = "/lineage/by-domain?region=us-east-1&domain=risk-studio";
    assert!(!get(app.clone(), path).await.body.contains("columnLineage"));
    let answer = get(app.clone(), &format!("{path}&includeColumns=true")).await.json();
    let one = get(app, "/lineage?region=us-east-1&pipeline=FraudFeatureRefresh&includeColumns=true").await.json();
    assert_eq!(answer["results"][0]["data"]["graph"], one["graph"]);
    insta::assert_snapshot!("demo", format!("{:#}", told(&one)["artifacts"]));
}
