//! `/me`.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use lineage_http::auth::{Grants, Scope};
use lineage_http::{AppState, ServerConfig, router};

use crate::callers::{accounts, app_for, ask, regions, scopes};
use crate::client::{config, get, region, request, send};
use crate::fake::{Account, Fake};

/// Accounts that panic when they are asked.
fn state(config: ServerConfig) -> AppState {
    let account = Account::new(Fake::Panics);
    AppState::new(Arc::<Account>::clone(&account), config)
        .unwrap()
        .with_account("prod", Arc::<Account>::clone(&account), [region("us-east-1")].into())
        .with_account("dev", Arc::<Account>::clone(&account), [].into())
        .with_profile("mine", account)
}

#[tokio::test]
async fn where_nobody_is_asked() {
    let answer = get(router(state(config())), "/me?colour=red").await;
    insta::assert_snapshot!(answer.text());
}

#[tokio::test]
async fn settings_of_the_server() {
    let mut config = ServerConfig::default();
    let of = async |config: &ServerConfig| get(router(state(config.clone())), "/me").await.json();
    let open = of(&config).await;
    assert_eq!((&open["defaultRegion"], &open["accounts"][0]["regions"]), (&().into(), &serde_json::json!([])));
    assert_eq!((&open["includeLatestExec"], &open["readOnly"]), (&false.into(), &false.into()));
    config.recorded_regions = [region("us-east-1"), region("ap-northeast-2")].into();
    config.default_region = Some(region("ap-northeast-2"));
    (config.include_latest_exec, config.read_only) = (true, true);
    let set = of(&config).await;
    assert_eq!((&set["includeLatestExec"], &set["readOnly"]), (&true.into(), &true.into()));
    assert_eq!(set["defaultRegion"], "ap-northeast-2");
    // What callers must be allowed to read before they can save it.
    let read_only = async |config: &ServerConfig| {
        let app = app_for(state(config.clone()), [("all", Grants::all())]);
        ask(&app, "all", "GET", "/me").await.json()["readOnly"].as_bool()
    };
    let mut asking = ServerConfig::default();
    assert_eq!(read_only(&asking).await, Some(true));
    asking.dataset_buckets = Some("lake".parse().unwrap());
    assert_eq!(read_only(&asking).await, Some(false));
    // Other accounts are not recorded.
    let expected = serde_json::json!([
        {"name": "own", "regions": ["ap-northeast-2", "us-east-1"]},
        {"name": "dev", "regions": []},
        {"name": "prod", "regions": ["us-east-1"]},
    ]);
    assert_eq!(set["accounts"], expected);
}

#[tokio::test]
async fn what_each_caller_may_choose_from() {
    let mut without_own = accounts(&["prod", "gone"]);
    without_own.scopes = [Scope::CatalogRead, Scope::LineageRead].into();
    let callers = || {
        [
            ("all", Grants::all()),
            ("prod", without_own.clone()),
            ("eu", regions(&["eu-west-1", "eu-west-2"])),
            ("none", regions(&[])),
            ("idle", scopes(&[])),
        ]
    };
    let mut open = config();
    (open.allowed_regions, open.default_region) = ([].into(), None);
    let mut told = Vec::new();
    for (name, config) in [("limited", config()), ("open", open)] {
        let app = app_for(state(config), callers());
        for (caller, _) in callers() {
            let answer = ask(&app, caller, "GET", "/me").await;
            assert_eq!(
                (answer.status, &answer.headers[header::CACHE_CONTROL]),
                (StatusCode::OK, &"no-store".parse().unwrap())
            );
            told.push(format!("{name} {}", answer.body));
        }
        assert_eq!(send(app, request("GET", "/me")).await.status, StatusCode::UNAUTHORIZED);
    }
    insta::assert_snapshot!(told.join("\n"));
}

/// Each region that is told may be asked about, and no other one.
#[tokio::test]
async fn what_is_told_may_be_chosen() {
    let account = Account::new(Fake::Answers);
    let callers = || [("all", Grants::all()), ("us", regions(&["us-east-1"])), ("prod", accounts(&["prod"]))];
    let state = AppState::new(Arc::<Account>::clone(&account), config()).unwrap();
    let app = app_for(state.with_account("prod", account, [region("us-east-1")].into()), callers());
    for (caller, _) in callers() {
        let me = ask(&app, caller, "GET", "/me").await.json();
        for name in ["own", "prod"] {
            let mine = me["accounts"].as_array().unwrap().iter().find(|account| account["name"] == name);
            for region in ["eu-west-1", "us-east-1", "sa-east-1"] {
                let is_told = mine.is_some_and(|mine| mine["regions"].as_array().unwrap().contains(&region.into()));
                let uri = format!("/lineage?pipeline=churn&account={name}&region={region}");
                let status = ask(&app, caller, "GET", &uri).await.status;
                assert_eq!(status == StatusCode::OK, is_told, "{caller} {uri}: {status}");
            }
        }
    }
}
