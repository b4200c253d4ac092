//! The catalogues and the lineage of a whole domain.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use lineage_http::{AppState, ServerConfig, router};
use lineage_model::source::SourceErrorKind;

use crate::client::{Answer, app, app_of, config, get, region};
use crate::fake::{Account, Fake};

const ROUTES: [&str; 3] = ["/sagemaker/pipelines", "/sagemaker/overview", "/sagemaker/catalog"];
const BY_DOMAIN: &str = "/lineage/by-domain?domain=studio-a";

fn regions(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let body = answer.json();
    let regions = body["regions"].as_array().unwrap().iter();
    regions.map(|region| region["region"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn regions_of_a_request() {
    const BOTH: [&str; 2] = ["eu-west-1", "us-east-1"];
    for route in ROUTES {
        let ask = async |query: &str| regions(&get(app(Fake::Answers), &format!("{route}{query}")).await);
        assert_eq!(ask("").await, BOTH, "{route}");
        assert_eq!(ask("?regions=us-east-1").await, ["us-east-1"], "{route}");
        assert_eq!(ask("?regions=us-east-1,%20eu-west-1%20,us-east-1,").await, BOTH, "{route}");
    }
}

#[tokio::test]
async fn regions_where_none_are_listed() {
    for route in ROUTES {
        let mut config = ServerConfig::default();
        let app = |config: &ServerConfig| router(AppState::new(Account::new(Fake::Answers), config.clone()).unwrap());
        let none = get(app(&config), route).await;
        assert_eq!((none.status, &none.json()["message"]), (StatusCode::BAD_REQUEST, &"regions is required".into()));
        assert_eq!(regions(&get(app(&config), &format!("{route}?regions=sa-east-1")).await), ["sa-east-1"]);
        config.default_region = Some(region("eu-west-1"));
        assert_eq!(regions(&get(app(&config), route).await), ["eu-west-1"]);
    }
}

#[tokio::test]
async fn filters() {
    for (query, expected) in [
        ("", 1),
        ("&name=CHU", 1),
        ("&name=other", 0),
        ("&name=", 1),
        ("&domainName=studio-a", 1),
        ("&domainName=studio-b", 0),
        ("&domainId=d-aaaa", 1),
        ("&domainId=d-bbbb", 0),
        ("&domainName=studio-a&domainId=d-aaaa&name=churn", 1),
        ("&domainName=Caf%C3%A9%20Studio", 0),
    ] {
        let answer = get(app(Fake::Answers), &format!("/sagemaker/pipelines?regions=eu-west-1{query}")).await;
        let body = answer.json();
        assert_eq!(body["regions"][0]["pipelines"].as_array().unwrap().len(), expected, "{query}");
        assert_eq!(body["warnings"], serde_json::json!([]), "{query}");
    }
}

#[tokio::test]
async fn latest_executions_cost_calls_and_are_asked_for() {
    for (route, query, calls) in [
        ("/sagemaker/pipelines", "", 0),
        ("/sagemaker/pipelines", "?includeLatestExec=true", 2),
        ("/sagemaker/overview", "", 0),
        ("/sagemaker/overview", "?includeLatestExec=1", 2),
        ("/sagemaker/catalog", "?includeLatestExec=1", 0),
    ] {
        let account = Account::new(Fake::Answers);
        let mut config = config();
        // What a deployment says about lineage is not said about lists.
        config.include_latest_exec = true;
        let app = router(AppState::new(Arc::<Account>::clone(&account), config).unwrap());
        get(app, &format!("{route}{query}")).await;
        assert_eq!(account.calls("sagemaker:ListPipelineExecutions"), calls, "{route}{query}");
    }
}

#[tokio::test]
async fn catalogues_are_kept_like_any_answer() {
    for route in ROUTES {
        let account = Account::new(Fake::Answers);
        let app = app_of(Arc::clone(&account));
        let first = get(app.clone(), &format!("{route}?regions=eu-west-1")).await;
        let calls = account.calls("sagemaker:Search");
        for spelling in ["regions=eu-west-1,eu-west-1,", "region=eu-west-1"] {
            let second = get(app.clone(), &format!("{route}?{spelling}")).await;
            assert!(calls > 0 && account.calls("sagemaker:Search") == calls, "{route}?{spelling}");
            assert_eq!(first.text(), second.text());
        }
        assert!(first.headers.contains_key(header::ETAG));
    }
}

#[tokio::test]
async fn refused_parameters() {
    let many = (0..65).map(|number| format!("us-east-{number}")).collect::<Vec<_>>().join(",");
    let mut answers = Vec::new();
    for uri in [
        "/sagemaker/pipelines?regions=",
        "/sagemaker/pipelines?region=mars",
        "/sagemaker/pipelines?region=eu-west-1&regions=us-east-1",
        "/lineage/by-domain?domain=studio-a&regions=eu-west-1",
        "/sagemaker/pipelines?regions=,",
        "/sagemaker/pipelines?regions=eu-west-1,mars",
        "/sagemaker/pipelines?regions=eu-west-1;us-east-1",
        "/sagemaker/pipelines?regions=ap-northeast-2",
        "/sagemaker/pipelines?domainName=",
        "/sagemaker/pipelines?domainId=%0a",
        "/sagemaker/pipelines?name=%00",
        "/sagemaker/pipelines?includeLatestExec=yes",
        "/sagemaker/pipelines?profile=admin",
        "/sagemaker/overview?regions=mars",
        "/sagemaker/overview?includeLatestExec=",
        "/sagemaker/catalog?regions=mars",
        "/sagemaker/catalog?account=prod",
        "/lineage/by-domain",
        "/lineage/by-domain?domain=",
        "/lineage/by-domain?domain=a%1bb",
        "/lineage/by-domain?domain=studio-a&region=mars",
        "/lineage/by-domain?domain=studio-a&view=graph",
        "/lineage/by-domain?domain=studio-a&limit=0",
        "/lineage/by-domain?domain=studio-a&limit=-1",
        "/lineage/by-domain?domain=studio-a&limit=many",
        "/lineage/by-domain?domain=studio-a&limit=99999999999999999999999",
        "/lineage/by-domain?domain=studio-a&cursor=%00",
        "/lineage/by-domain?domain=studio-a&includeLatestExec=2",
        "/lineage?pipeline=churn&domain=",
        "/lineage?pipeline=churn&includeDeployments=maybe",
    ] {
        let account = Account::new(Fake::Answers);
        let answer = get(app_of(Arc::clone(&account)), uri).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{uri}");
        assert!(account.is_unasked(), "{uri}");
        answers.push(format!("{uri}\n    {}", answer.json()["message"]));
    }
    insta::assert_snapshot!(answers.join("\n"));
    let mut config = config();
    config.allowed_regions.clear();
    let app = router(AppState::new(Account::new(Fake::Answers), config).unwrap());
    let answer = get(app, &format!("/sagemaker/catalog?regions={many}")).await;
    assert_eq!(answer.json()["message"], "regions names more than 64 regions");
}

#[tokio::test]
async fn the_lineage_of_a_domain() {
    let answer = get(app(Fake::Answers), &format!("{BY_DOMAIN}&view=data&colour=red")).await;
    let body = answer.json();
    assert_eq!(
        (answer.status, &body["region"], &body["domain"]),
        (StatusCode::OK, &"eu-west-1".into(), &"studio-a".into())
    );
    assert_eq!((&body["count"], body["results"].as_array().unwrap().len()), (&1.into(), 1));
    assert_eq!(body["warnings"][0]["code"], "unknown-parameter");
    for query in ["includeLatestExec=true", "limit=1"] {
        assert_eq!(get(app(Fake::Answers), &format!("{BY_DOMAIN}&{query}")).await.status, StatusCode::OK, "{query}");
    }
}

#[tokio::test]
async fn a_domain_that_is_not_there() {
    let mut answers = Vec::new();
    for uri in [
        "/lineage/by-domain?domain=studio-b",
        "/lineage/by-domain?domain=studio-a&cursor=!",
        "/lineage?pipeline=churn&domain=studio-b",
        "/lineage?pipeline=churn&domain=studio-a",
    ] {
        let answer = get(app(Fake::Answers), uri).await;
        answers.push(format!("{} {uri}\n    {}", answer.status.as_u16(), answer.json()["message"]));
    }
    insta::assert_snapshot!(answers.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_is_no_failed_list() {
    for route in ROUTES {
        for fake in [Fake::Fails(SourceErrorKind::Unavailable), Fake::Hangs] {
            let answer = get(app(fake), route).await;
            assert_eq!(regions(&answer), ["eu-west-1", "us-east-1"], "{route} {fake:?}");
            let body = answer.json();
            assert_eq!(body["regions"][0]["pipelines"], serde_json::json!([]), "{route} {fake:?}");
            assert!(body["regions"][0]["error"].is_string(), "{route} {fake:?}");
            let cache_control = answer.headers[header::CACHE_CONTROL].to_str().unwrap();
            assert_ne!(cache_control, "private, max-age=30", "{route} {fake:?}");
        }
    }
}
