//! Requests that choose an account.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use lineage_http::{AppState, router};

use crate::client::{config, get, region};
use crate::fake::{Account, Fake};

/// A server whose own account panics, with `prod` in one region and `dev` wherever the server allows.
fn app() -> Router {
    let state = AppState::new(Account::new(Fake::Panics), config()).unwrap();
    let account: Arc<Account> = Account::new(Fake::Answers);
    let state = state.with_account("prod", Arc::<Account>::clone(&account), [region("us-east-1")].into());
    router(state.with_account("dev", Arc::<Account>::clone(&account), [].into()).with_profile("mine", account))
}

#[tokio::test]
async fn the_account_answers() {
    for route in [
        "/lineage?pipeline=churn&",
        "/sagemaker/executions?pipeline=churn&",
        "/lineage/by-domain?domain=studio-a&",
        "/featurestore/feature-groups?",
        "/featurestore/feature-groups/orders?",
    ] {
        for (query, status) in [
            ("account=dev", StatusCode::OK),
            ("account=dev&region=us-east-1", StatusCode::OK),
            ("account=prod&region=us-east-1", StatusCode::OK),
            // The server's default region is not one of the account's, which has but one.
            ("account=prod", StatusCode::OK),
            ("profile=mine", StatusCode::OK),
            ("", StatusCode::INTERNAL_SERVER_ERROR),
        ] {
            assert_eq!(get(app(), &format!("{route}{query}")).await.status, status, "{route}{query}");
        }
    }
}

#[tokio::test]
async fn lists_are_of_the_regions_of_the_account() {
    for route in ["/sagemaker/pipelines", "/sagemaker/overview", "/sagemaker/catalog"] {
        for (account, expected) in [("prod", &["us-east-1"][..]), ("dev", &["eu-west-1", "us-east-1"])] {
            let body = get(app(), &format!("{route}?account={account}")).await.json();
            let regions = body["regions"].as_array().unwrap().iter().map(|region| region["region"].as_str().unwrap());
            assert_eq!(regions.collect::<Vec<_>>(), expected, "{route} {account}");
        }
    }
}

#[tokio::test]
async fn refused_choices() {
    let mut answers = Vec::new();
    for query in [
        "account=",
        "account=other",
        "account=..%2Fprod",
        "account=prod&account=prod",
        "account=prod&profile=mine",
        "account=prod&region=eu-west-1",
    ] {
        let answer = get(app(), &format!("/lineage?pipeline=churn&{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        answers.push(format!("{query}\n    {}", answer.json()["message"]));
    }
    insta::assert_snapshot!(answers.join("\n"));
}
