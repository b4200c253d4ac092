//! What a caller may see: scopes, regions, accounts and Studio domains.

mod seen;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header;
use lineage_http::AppState;
use lineage_http::auth::{Grants, Scope};
use lineage_schema::store::{ObjectStoreSchemas, import_jsonl};
use serde_json::Value;

use crate::callers::{accounts, app_for, ask, domains, regions, scopes};
use crate::client::{config, region, request, send};
use crate::fake::{Account, Fake};

fn state(account: &Arc<Account>) -> AppState {
    let mut config = config();
    config.dataset_buckets = Some("*".parse().unwrap());
    AppState::new(Arc::<Account>::clone(account), config).unwrap()
}

/// The regions of a list, or its status and why there is none.
fn listed(body: &Value) -> String {
    let Some(regions) = body["regions"].as_array() else { return format!("{} {}", body["status"], body["detail"]) };
    regions.iter().map(|region| region["region"].as_str().unwrap()).collect::<Vec<_>>().join(",")
}

#[tokio::test]
async fn regions_are_those_of_the_server_the_account_and_the_caller() {
    let account = Account::new(Fake::Answers);
    let limited = state(&account)
        .with_account("one", Arc::<Account>::clone(&account), [region("us-east-1")].into())
        .with_account("any", Arc::<Account>::clone(&account), [].into())
        .with_profile("mine", Arc::<Account>::clone(&account));
    let mut config = config();
    (config.allowed_regions, config.default_region) = ([].into(), None);
    let open = AppState::new(Arc::<Account>::clone(&account), config).unwrap();
    let callers = || {
        [
            ("all", Grants::all()),
            ("eu", regions(&["eu-west-1", "eu-west-2"])),
            ("us", regions(&["us-east-1"])),
            ("none", regions(&[])),
        ]
    };
    let (limited, open) = (app_for(limited, callers()), app_for(open, callers()));
    let mut told = Vec::new();
    for (name, app, queries) in [
        (
            "limited",
            limited,
            &[
                "",
                "regions=us-east-1",
                "regions=eu-west-1,us-east-1",
                "region=eu-west-2",
                "account=one",
                "account=any",
                "profile=mine",
                "account=one&region=eu-west-1",
            ][..],
        ),
        ("open", open, &["", "region=us-east-1", "regions=eu-west-1,eu-west-2"]),
    ] {
        for caller in ["all", "eu", "us", "none"] {
            for query in queries {
                let list = ask(&app, caller, "GET", &format!("/sagemaker/catalog?{query}")).await;
                let one = query.replace("regions=", "region=");
                let one = ask(&app, caller, "GET", &format!("/lineage?pipeline=churn&{one}")).await;
                let why = if one.status.is_success() { Value::Null } else { one.json()["detail"].clone() };
                let one = format!("{} {why}", one.status.as_u16());
                told.push(format!("{name:7} {caller:4} {query:28} {} / {one}", listed(&list.json())));
            }
        }
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn accounts_are_those_of_the_caller() {
    let account = Account::new(Fake::Answers);
    let state = state(&account)
        .with_account("prod", Arc::<Account>::clone(&account), [].into())
        .with_account("dev", Arc::<Account>::clone(&account), [].into())
        .with_profile("mine", Arc::<Account>::clone(&account));
    let callers = [
        ("all", Grants::all()),
        ("own", accounts(&[Grants::OWN])),
        ("dev", accounts(&["dev"])),
        ("both", accounts(&["dev", Grants::OWN])),
        ("gone", accounts(&["gone"])),
    ];
    let app = app_for(state, callers);
    let names = ["", "account=prod", "account=dev", "account=other", "account=own", "profile=mine"];
    for route in [
        "/lineage?pipeline=churn",
        "/sagemaker/pipelines?",
        "/datasets/lake/schema/versions?",
        "/featurestore/feature-groups?",
    ] {
        let refused = async |caller: &str| {
            let mut refused = Vec::new();
            for name in names {
                let answer = ask(&app, caller, "GET", &format!("{route}&{name}")).await;
                let known = ask(&app, "all", "GET", &format!("{route}&{name}")).await;
                if answer.status != known.status {
                    assert_eq!(answer.status.as_u16(), 400, "{route} {caller} {name}");
                    refused.push(name);
                }
            }
            refused
        };
        assert_eq!(refused("own").await, ["account=prod", "account=dev", "profile=mine"], "{route}");
        assert_eq!(refused("dev").await, ["", "account=prod", "account=own", "profile=mine"], "{route}");
        assert_eq!(refused("both").await, ["account=prod", "profile=mine"], "{route}");
        assert_eq!(
            refused("gone").await,
            ["", "account=prod", "account=dev", "account=own", "profile=mine"],
            "{route}"
        );
    }
    // One that may not be seen is refused as one that is not there.
    let refusal = async |name: &str| {
        let answer = ask(&app, "own", "GET", &format!("/lineage?pipeline=churn&account={name}")).await;
        answer.text().replace(name, "NAME")
    };
    assert_eq!(refusal("prod").await, refusal("other").await);
}

const SAVING: &str = "/datasets/lake/orders/schema?save=true";

#[tokio::test]
async fn what_a_scope_is_for() {
    let account = Account::new(Fake::Answers);
    account.put("orders/a.csv", "id,amount\n1,2.5\n");
    let app = app_for(
        state(&account),
        [
            ("lineage", scopes(&[Scope::LineageRead])),
            ("reader", scopes(&[Scope::LineageRead, Scope::SchemaRead])),
            ("blind", scopes(&[Scope::SchemaWrite])),
            ("writer", scopes(&[Scope::SchemaRead, Scope::SchemaWrite])),
        ],
    );
    for (caller, method, uri, expected) in [
        ("lineage", "GET", "/lineage?pipeline=churn", 200),
        ("lineage", "GET", "/lineage?pipeline=churn&includeSchema=true", 403),
        ("lineage", "GET", "/sagemaker/pipelines", 403),
        ("reader", "GET", "/lineage?pipeline=churn&includeSchema=true", 200),
        ("reader", "GET", "/datasets/lake/orders/schema", 200),
        ("reader", "GET", SAVING, 403),
        // Who asks for the headers alone changes nothing.
        ("reader", "HEAD", SAVING, 200),
        ("reader", "POST", "/datasets/lake/orders/schema/versions", 403),
        ("reader", "GET", "/datasets/lake/orders/schema/versions", 404),
        // Who saves is answered with the schema.
        ("blind", "GET", SAVING, 403),
        ("blind", "POST", "/datasets/lake/orders/schema/versions", 403),
        ("writer", "POST", "/datasets/lake/orders/schema/versions", 201),
        ("reader", "GET", "/datasets/lake/orders/schema/versions", 200),
    ] {
        assert_eq!(ask(&app, caller, method, uri).await.status.as_u16(), expected, "{caller} {method} {uri}");
    }
    assert_eq!(send(app, request("GET", SAVING)).await.status.as_u16(), 401);
}

/// Without the scope for schemas, no kept schema says what a star stands for.
#[tokio::test]
async fn kept_schemas_say_nothing_to_who_may_not_read_them() {
    let store = Arc::new(ObjectStoreSchemas::in_memory());
    let imported = "{\"dataset_id\": \"s3://lake/raw/\", \"created_at\": \"2026-05-01T00:00:00Z\", \
        \"schema\": {\"format\": \"csv\", \"fields\": {\"hidden_id\": \"int64\"}}}";
    import_jsonl(imported.as_bytes(), &*store, "2026-06-01T00:00:00Z".parse().unwrap()).await.unwrap();
    let account = Account::new(Fake::Answers);
    account.put("etl/load.sql", "INSERT INTO mart.orders SELECT * FROM parquet.`s3://lake/raw/`");
    let app = app_for(
        state(&account).with_schemas(store),
        [("lineage", scopes(&[Scope::LineageRead])), ("reader", scopes(&[Scope::LineageRead, Scope::SchemaRead]))],
    );
    // In both orders, so that neither answer is the other's.
    for (caller, expected) in [("reader", true), ("lineage", false), ("reader", true)] {
        let answer = ask(&app, caller, "GET", "/lineage?pipeline=sales&includeColumns=true").await;
        assert_eq!(answer.status.as_u16(), 200);
        assert_eq!(answer.body.contains("hidden_id"), expected, "{caller} {}", answer.body);
        assert!(answer.body.contains("columnLineage"), "{}", answer.body);
    }
}

/// An answer is shared by those who may see the same, whoever they are, and by nobody else.
#[tokio::test]
async fn answers_are_kept_for_those_who_may_see_the_same() {
    let account = Account::new(Fake::Answers);
    let callers = [
        ("first", domains(&["studio-a"])),
        ("second", domains(&["studio-a"])),
        ("by-id", domains(&["d-aaaa"])),
        ("other", domains(&["studio-b"])),
        ("region", regions(&["eu-west-1"])),
        ("scope", scopes(&[Scope::LineageRead])),
        ("all", Grants::all()),
    ];
    let app = app_for(state(&account), callers);
    let mut loads = 0;
    for (caller, is_new, status) in [
        ("first", true, 200),
        ("second", false, 200),
        ("by-id", true, 200),
        ("other", true, 404),
        ("first", false, 200),
        ("region", true, 200),
        ("scope", true, 200),
        ("all", true, 200),
        ("second", false, 200),
    ] {
        let answer = ask(&app, caller, "GET", "/lineage?pipeline=churn").await;
        loads += usize::from(is_new);
        assert_eq!((answer.status.as_u16(), account.calls("sagemaker:DescribePipeline")), (status, loads), "{caller}");
    }
    // The tag of an answer opens none that its reader may not see.
    let answer = ask(&app, "first", "GET", "/lineage?pipeline=churn").await;
    let mut again = request("GET", "/lineage?pipeline=churn");
    again.headers_mut().insert(header::IF_NONE_MATCH, answer.headers[header::ETAG].clone());
    again.headers_mut().insert(header::AUTHORIZATION, "other".parse().unwrap());
    assert_eq!(send(app, again).await.status.as_u16(), 404);
}

#[tokio::test]
async fn nobody_in_particular_may_do_nothing() {
    let app: Router = app_for(state(&Account::new(Fake::Answers)), [("idle", Grants::new([]))]);
    for route in lineage_http::routes() {
        for (method, scope) in route.methods {
            let uri = route.path.replace("{*path}", "lake/schema").replace("{name}", "orders");
            let mut request = request(method.as_str(), &uri);
            request.headers_mut().insert(header::AUTHORIZATION, "idle".parse().unwrap());
            *request.body_mut() = Body::from("{}");
            let status = send(app.clone(), request).await.status.as_u16();
            assert_eq!(status == 403, scope.is_some(), "{method} {uri}: {status}");
        }
    }
}
