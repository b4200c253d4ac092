//! Whatever a caller sends, the answer is a refusal in the one shape, and nothing is asked for it.

use std::fmt::Write;
use std::sync::Arc;

use axum::http::StatusCode;
use lineage_model::BucketName;
use proptest::prelude::*;
use serde_json::json;

use crate::client::{Answer, app, app_of, get, request, send};
use crate::fake::{Account, Fake};

fn ask(fake: Fake, uri: &str) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(get(app(fake), uri))
}

fn encoded(value: &str) -> String {
    value.bytes().fold(String::new(), |mut out, byte| {
        write!(out, "%{byte:02x}").unwrap();
        out
    })
}

/// All that ask AWS, up to the next parameter.
const ROUTES: [&str; 12] = [
    "/lineage?pipeline=churn&",
    "/lineage/by-domain?domain=studio-a&",
    "/sagemaker/pipelines?",
    "/sagemaker/overview?",
    "/sagemaker/catalog?",
    "/sagemaker/executions?pipeline=churn&",
    "/featurestore/feature-groups?",
    "/featurestore/feature-groups/Customers?",
    "/datasets/lake/orders/schema?",
    "/datasets/lake/orders/schema/versions?",
    "/datasets/lake/orders/schema/versions/1?",
    "/datasets/lake/orders/schema/diff?",
];

/// Text as it comes, and text that is nearly right.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,100}",
        "[a-z0-9./@:?#\\\\-]{0,40}",
        "(us|eu|ap)-(east|west)-1[.:/@%\r\n\u{0}]{1,3}[a-z.]{0,20}",
        "(\\.\\./){1,5}[a-z]{0,8}",
    ]
}

proptest! {
    // A thousand values in all routes together: the source panics when it is asked.
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn values_that_choose_a_host_or_an_account(
        route in prop::sample::select(&ROUTES[..]),
        name in "region|profile|account",
        value in value(),
    ) {
        let name = if name == "region" && route.starts_with("/sagemaker") && !route.contains("pipeline=") { "regions" } else { &name };
        let answer = ask(Fake::Panics, &format!("{route}{name}={}", encoded(&value)));
        prop_assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        prop_assert_eq!(&answer.json()["status"], 400);
    }
}

proptest! {
    #[test]
    fn names_in_paths(name in value()) {
        prop_assume!(!name.is_empty());
        let answer = ask(Fake::Panics, &format!("/featurestore/feature-groups/{}", encoded(&name)));
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        prop_assert!(is_name || answer.status == StatusCode::BAD_REQUEST, "{name:?} {}", answer.status);
    }

    #[test]
    fn names_of_buckets(bucket in value(), suffix in "schema(/versions(/1)?|/diff)?") {
        prop_assume!(BucketName::new(bucket.as_str()).is_err());
        let answer = ask(Fake::Panics, &format!("/datasets/{}/orders/{suffix}", encoded(&bucket)));
        // Without any bucket there is nothing at the path.
        prop_assert!(matches!(answer.status.as_u16(), 400 | 404) && (answer.status == 400 || bucket.is_empty()), "{}", answer.status);
    }

    /// Each is the name of a prefix in the bucket and nothing else, or refused.
    #[test]
    fn prefixes(prefix in value(), suffix in "schema(/versions(/1)?|/diff)?") {
        let account = Account::new(Fake::Answers);
        let app = app_of(Arc::clone(&account));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let answer = runtime.block_on(get(app, &format!("/datasets/lake/{}/{suffix}", encoded(&prefix))));
        prop_assert!(matches!(answer.status.as_u16(), 400 | 404), "{}", answer.status);
        prop_assert!(answer.status == StatusCode::NOT_FOUND || account.is_unasked());
    }

    #[test]
    fn values_of_any_parameter_of_any_route(
        route in prop::sample::select(&ROUTES[..]),
        name in "regions?|domain|domainName|domainId|name|nameContains|limit|cursor|includeDescriptions|policy|save|maxFiles|from|to|[a-z]{1,5}",
        value in value(),
    ) {
        let answer = ask(Fake::Answers, &format!("{route}{name}={}", encoded(&value)));
        prop_assert!(answer.status.as_u16() < 500, "{}", answer.status);
        if answer.status != StatusCode::OK {
            prop_assert_eq!(&answer.json()["status"], answer.status.as_u16());
        }
    }

    #[test]
    fn values_of_any_parameter(
        name in "pipeline|region|view|includeLatestExec|execution|profile|format|domain|layout|[a-z]{1,5}",
        value in value(),
    ) {
        let answer = ask(Fake::Answers, &format!("/lineage?pipeline=churn&{name}={}", encoded(&value)));
        prop_assert!(answer.status.as_u16() < 500, "{}", answer.status);
        if answer.status != StatusCode::OK {
            prop_assert_eq!(&answer.json()["status"], answer.status.as_u16());
        }
    }

    #[test]
    fn bodies_about_sql(sql in "(?s).{0,60}|(select|from|insert into|with|as|values|case|when|end|'|\"|`|[(),;.*]|[a-z]| |\\n){0,40}", key in "sql|dialect|schemas|[a-z]{0,3}") {
        let mut request = request("POST", "/sql/lineage");
        *request.body_mut() = json!({"sql": sql, &key: sql}).to_string().into();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let answer = runtime.block_on(send(app(Fake::Panics), request));
        prop_assert!(matches!(answer.status.as_u16(), 200 | 400 | 422), "{} {}", answer.status, answer.body);
        prop_assert!(answer.status == StatusCode::OK || answer.json()["status"] == answer.status.as_u16());
    }

    #[test]
    fn query_strings(query in "[a-z&=%+;#0-9]{0,60}") {
        let uri = format!("/lineage?{}", query.replace('#', ""));
        prop_assert!(ask(Fake::Answers, &uri).status.as_u16() < 500);
    }

    #[test]
    fn paths(path in "(/|//|%2f|%2e|lineage|health|ready|by-domain|sagemaker|catalog|featurestore|feature-groups|\\.\\.){0,6}") {
        let answer = ask(Fake::Answers, &format!("/{path}"));
        if answer.status != StatusCode::OK {
            prop_assert_eq!(&answer.json()["status"], answer.status.as_u16());
            prop_assert!(answer.headers.contains_key("x-request-id"));
        }
    }
}
