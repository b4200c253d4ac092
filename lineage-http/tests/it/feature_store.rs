//! `GET /featurestore/feature-groups` and `GET /featurestore/feature-groups/{name}`.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use lineage_model::source::SourceErrorKind;

use crate::client::{app, app_of, get};
use crate::fake::{Account, Fake};

const LIST: &str = "/featurestore/feature-groups";
const ONE: &str = "/featurestore/feature-groups/Customers";

#[tokio::test]
async fn good_answers() {
    for (name, uri) in [
        ("list", LIST),
        ("one", "/featurestore/feature-groups/Customers?includeDescriptions=true"),
        ("without_stores", "/featurestore/feature-groups/orders?colour=red"),
    ] {
        insta::assert_snapshot!(name, get(app(Fake::Answers), uri).await.text());
    }
}

#[tokio::test]
async fn names_that_hold_a_text() {
    for (part, expected) in [("", 2), ("CUST", 1), ("r", 2), ("orders", 1), ("x", 0)] {
        let body = get(app(Fake::Answers), &format!("{LIST}?nameContains={part}")).await.json();
        assert_eq!(body["items"].as_array().unwrap().len(), expected, "{part}");
    }
}

#[tokio::test]
async fn descriptions_cost_a_call_each_and_are_asked_for() {
    for (query, calls) in [("", 0), ("?includeDescriptions=0", 0), ("?includeDescriptions=1", 3)] {
        let account = Account::new(Fake::Answers);
        get(app_of(Arc::clone(&account)), &format!("{ONE}{query}")).await;
        assert_eq!(account.calls("sagemaker:DescribeFeatureMetadata"), calls, "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn descriptions_that_are_not_told() {
    for (name, fake) in [
        ("descriptions_denied", Fake::FailsLater(SourceErrorKind::AccessDenied)),
        ("descriptions_unavailable", Fake::FailsLater(SourceErrorKind::Unavailable)),
        ("descriptions_too_late", Fake::HangsLater),
    ] {
        let answer = get(app(fake), &format!("{ONE}?includeDescriptions=true")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let body = answer.json();
        assert!(body["features"].as_array().unwrap().iter().all(|feature| feature["description"].is_null()));
        let cache_control = answer.headers[header::CACHE_CONTROL].to_str().unwrap();
        insta::assert_snapshot!(name, format!("{cache_control}\n{:#}", body["warnings"]));
    }
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_source() {
    let mut answers = Vec::new();
    for uri in [LIST, ONE] {
        for fake in [
            Fake::Fails(SourceErrorKind::AccessDenied),
            Fake::Fails(SourceErrorKind::Throttled),
            Fake::Fails(SourceErrorKind::NotFound),
            Fake::Hangs,
        ] {
            let answer = get(app(fake), uri).await;
            assert!(!answer.body.contains("inner cause"), "{}", answer.body);
            answers.push(format!("{} {uri} {fake:?}\n    {}", answer.status.as_u16(), answer.json()["message"]));
        }
    }
    insta::assert_snapshot!(answers.join("\n"));
}

#[tokio::test]
async fn refused_parameters() {
    let mut answers = Vec::new();
    for uri in [
        "/featurestore/feature-groups?region=mars",
        "/featurestore/feature-groups?nameContains=a%00b",
        "/featurestore/feature-groups?nameContains=x&nameContains=x",
        "/featurestore/feature-groups?account=prod",
        "/featurestore/feature-groups?profile=prod",
        "/featurestore/feature-groups/Customers?region=ap-northeast-2",
        "/featurestore/feature-groups/Customers?includeDescriptions=yes",
        "/featurestore/feature-groups/-x",
        "/featurestore/feature-groups/x_",
        "/featurestore/feature-groups/a%2Fb",
        "/featurestore/feature-groups/%1b%5b2J",
        "/featurestore/feature-groups/%ff",
        "/featurestore/feature-groups/arn%3Aaws%3Asagemaker",
        "/featurestore/feature-groups/other",
        "/featurestore/feature-groups/",
        "/featurestore/feature-groups/Customers/features",
    ] {
        let account = Account::new(Fake::Answers);
        let answer = get(app_of(Arc::clone(&account)), uri).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{uri}");
        assert!(answer.status == StatusCode::NOT_FOUND || account.is_unasked(), "{uri}");
        answers.push(format!("{} {uri}\n    {}", answer.status.as_u16(), answer.json()["message"]));
    }
    insta::assert_snapshot!(answers.join("\n"));
}
