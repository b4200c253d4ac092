//! Whatever a caller sends, the answer is a refusal in the one shape, and nothing is asked for it.

use std::fmt::Write;

use axum::http::StatusCode;
use proptest::prelude::*;

use crate::client::{Answer, app, get};
use crate::fake::Fake;

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
    #[test]
    fn values_that_choose_a_host_or_an_account(name in "region|profile|account", value in value()) {
        let answer = ask(Fake::Panics, &format!("/lineage?pipeline=churn&{name}={}", encoded(&value)));
        prop_assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        prop_assert_eq!(&answer.json()["status"], 400);
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
    fn query_strings(query in "[a-z&=%+;#0-9]{0,60}") {
        let uri = format!("/lineage?{}", query.replace('#', ""));
        prop_assert!(ask(Fake::Answers, &uri).status.as_u16() < 500);
    }

    #[test]
    fn paths(path in "(/|//|%2f|%2e|lineage|health|ready|by-domain|\\.\\.){0,6}") {
        let answer = ask(Fake::Answers, &format!("/{path}"));
        if answer.status != StatusCode::OK {
            prop_assert_eq!(&answer.json()["status"], answer.status.as_u16());
            prop_assert!(answer.headers.contains_key("x-request-id"));
        }
    }
}
