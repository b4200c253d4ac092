//! `/sagemaker/executions`.

use axum::http::StatusCode;
use lineage_model::source::SourceErrorKind;

use crate::client::{Answer, app, app_of, get};
use crate::fake::{Account, Fake};

const URI: &str = "/sagemaker/executions?pipeline=churn";

/// The answer of the other route, as this one would give it.
fn as_here(answer: &Answer) -> String {
    answer.text().replace("\"/lineage\"", "\"/sagemaker/executions\"")
}

#[tokio::test]
async fn a_pipeline_that_cannot_be_read_is_told_as_lineage_tells_it() {
    use SourceErrorKind::{AccessDenied, CredentialsUnavailable, Throttled, Timeout, Unavailable};
    let kinds = [AccessDenied, CredentialsUnavailable, Throttled, Timeout, Unavailable].map(Fake::Fails);
    for (fake, pipeline) in kinds.map(|fake| (fake, "churn")).into_iter().chain([(Fake::Answers, "other")]) {
        let here = get(app(fake), &format!("/sagemaker/executions?pipeline={pipeline}")).await;
        let there = get(app(fake), &format!("/lineage?pipeline={pipeline}")).await;
        assert_eq!(here.text(), as_here(&there), "{fake:?} {pipeline}");
        assert!(here.status.as_u16() >= 404, "{fake:?} {pipeline}");
    }
}

#[tokio::test(start_paused = true)]
async fn executions_that_cannot_be_listed() {
    let denied = get(app(Fake::FailsLater(SourceErrorKind::AccessDenied)), URI).await;
    let message = "this server may not call sagemaker:ListPipelineExecutions";
    assert_eq!((denied.status, &denied.json()["message"]), (StatusCode::BAD_GATEWAY, &message.into()));
    assert_eq!(get(app(Fake::HangsLater), URI).await.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(get(app(Fake::Hangs), URI).await.status, StatusCode::GATEWAY_TIMEOUT);
}

/// A definition that cannot be read is no reason not to tell how it ran.
#[tokio::test]
async fn the_definition_is_not_looked_at() {
    let answer = get(app(Fake::Garbles), &format!("{URI}&colour=red")).await;
    insta::assert_snapshot!(answer.text());
}

#[tokio::test]
async fn refused_parameters() {
    let mut answers = Vec::new();
    for query in [
        "",
        "pipeline=",
        "pipeline=a%20b",
        "pipeline=churn&pipeline=sales",
        "pipeline=churn&limit=",
        "pipeline=churn&limit=0",
        "pipeline=churn&limit=101",
        "pipeline=churn&limit=2.5",
        "pipeline=churn&regions=eu-west-1",
        "pipeline=churn&region=mars",
        "pipeline=churn&account=prod",
        "pipeline=churn&profile=admin",
    ] {
        let account = Account::new(Fake::Answers);
        let answer = get(app_of(account.clone()), &format!("/sagemaker/executions?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(account.is_unasked(), "{query}");
        answers.push(format!("{query}\n    {}", answer.json()["message"]));
    }
    insta::assert_snapshot!(answers.join("\n"));
}

#[cfg(feature = "demo")]
#[tokio::test]
async fn of_the_demo_account() {
    let mut config = lineage_http::ServerConfig::default();
    config.default_region = Some(crate::client::region("ap-northeast-2"));
    let state = lineage_http::AppState::new(std::sync::Arc::new(lineage_aws::demo()), config).unwrap();
    let app = lineage_http::router(state);
    let of = async |query: &str| get(app.clone(), &format!("/sagemaker/executions?pipeline={query}")).await;
    let all = of("CustomerChurnTraining").await.json();
    insta::assert_json_snapshot!(all);
    let newest = of("CustomerChurnTraining&limit=1").await.json();
    assert_eq!(newest["executions"].as_array().unwrap()[..], all["executions"].as_array().unwrap()[..1]);
    assert_eq!(of("LifetimeValueExperiment").await.json()["executions"], serde_json::json!([]));
    assert_eq!(of("MerchantRiskTraining").await.status, StatusCode::NOT_FOUND);
    assert_eq!(of("MerchantRiskTraining&region=us-east-1").await.status, StatusCode::OK);
}
