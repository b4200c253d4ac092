//! The OpenAPI document: it is what the code says, it has all routes and no others, and answers are as it says. Every
//! answer that any test of the router gets is held against it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use axum::http::Method;
use jsonschema::Validator;
use lineage_http::{openapi, routes};
use serde_json::Value;

use crate::client::Answer;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(openapi()).unwrap());

#[test]
fn the_committed_document_is_what_the_code_says() {
    let text = serde_json::to_string_pretty(&*DOCUMENT).unwrap() + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(COMMITTED, &text).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap();
    assert!(committed == text, "openapi.json is not what the code says; write it with UPDATE_OPENAPI=1");
}

/// The operations, by method and path.
fn operations() -> impl Iterator<Item = (Method, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().iter();
        operations.map(|(method, operation)| (method.to_uppercase().parse().unwrap(), path.as_str(), operation))
    })
}

/// What a page is made of is not described.
const PAGES: [&str; 8] = ["/", "/page.js", "/page-sql.js", "/page.css", "/icon.svg", "/docs", "/docs/", "/docs/{file}"];

#[test]
fn every_operation_has_a_route_and_every_route_an_operation() {
    let is_of = |path: &str, route: &str| match route.split_once("{*") {
        Some((start, _)) => path.starts_with(start),
        None => path == route,
    };
    for (method, path, operation) in operations() {
        let route = routes().into_iter().find(|route| is_of(path, route.path)).expect(path);
        let (_, scope) = route.methods.iter().find(|(of, _)| *of == method).expect(path);
        let expected = scope.map(|scope| scope.as_str()).into_iter().collect::<Vec<_>>();
        let security = operation["security"].as_array().unwrap();
        let roles = security.iter().flat_map(|one| one.as_object().unwrap().values());
        assert!(
            roles.into_iter().all(|roles| *roles == Value::from(expected.clone())),
            "{method} {path}: {security:?}"
        );
        assert_eq!(security.is_empty(), route.is_public, "{method} {path}");
    }
    for route in routes().into_iter().filter(|route| !PAGES.contains(&route.path)) {
        for (method, _) in route.methods {
            let described = operations().any(|(of, path, _)| of == method && is_of(path, route.path));
            assert!(described, "{method} {} is not described", route.path);
        }
    }
}

#[test]
fn operations_are_described_in_full() {
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations() {
        for key in ["summary", "description", "operationId"] {
            assert!(operation[key].as_str().is_some_and(|text| !text.is_empty()), "{method} {path} has no {key}");
        }
        assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{method} {path}");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{method} {path}");
        for parameter in parameters(operation) {
            assert!(parameter["description"].is_string(), "{method} {path} {}", parameter["name"]);
        }
    }
    let text = DOCUMENT.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(DOCUMENT.pointer(reference).is_some(), "{reference} is nowhere");
    }
}

fn parameters(operation: &'static Value) -> impl Iterator<Item = &'static Value> {
    operation["parameters"].as_array().into_iter().flatten().map(resolved)
}

/// What is meant, when it is said elsewhere.
fn resolved(value: &'static Value) -> &'static Value {
    let place = value["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
    let elsewhere = place.map(|place| DOCUMENT.pointer(place).unwrap());
    elsewhere.unwrap_or(value)
}

/// Holds an answer against the document, if its operation is described there.
pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    let asked = if method == Method::HEAD { &Method::GET } else { method };
    let fits = |(of, template, _): &(Method, &str, &Value)| of == asked && is_at(path, template);
    // The longer one says more: a prefix may hold what looks like the end of another path.
    let Some((_, template, operation)) = operations().filter(fits).max_by_key(|(_, template, _)| template.len()) else {
        return;
    };
    let status = answer.status.as_str();
    let response = resolved_in(&operation["responses"], status);
    let response = response.unwrap_or_else(|| panic!("{method} {template} may not answer {status}: {}", answer.body));
    let documented: BTreeSet<_> =
        response["headers"].as_object().into_iter().flatten().map(|(name, _)| name.to_lowercase()).collect();
    for name in answer.headers.keys().map(|name| name.as_str()).filter(|name| !GENERAL.contains(name)) {
        assert!(documented.contains(name), "{method} {template} {status} has a header {name} that nobody described");
    }
    let Some(content_type) = answer.headers.get("content-type").filter(|_| method != Method::HEAD) else { return };
    let content_type = content_type.to_str().unwrap().split(';').next().unwrap();
    let schema = &response["content"][content_type]["schema"];
    assert!(!schema.is_null(), "{method} {template} {status} may not be {content_type}");
    if content_type.ends_with("json") {
        let json: Value = serde_json::from_str(&answer.body).unwrap();
        let wrong: Vec<_> = validator(schema).iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{method} {template} {status}: {wrong:#?}\n{json:#}");
    }
}

/// Headers of the protocol, and those that keep browsers safe.
const GENERAL: [&str; 13] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "content-length",
    "content-type",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "referrer-policy",
    "vary",
    "x-content-type-options",
    "x-frame-options",
];

fn resolved_in(object: &'static Value, key: &str) -> Option<&'static Value> {
    object.get(key).map(resolved)
}

/// Whether a path is one of a template, in which `{prefix}` stands for any number of segments and all else for one.
fn is_at(path: &str, template: &str) -> bool {
    let path: Vec<_> = path.split('/').collect();
    let (start, end) = template.split_once("/{prefix}/").unwrap_or((template, ""));
    let start: Vec<_> = start.split('/').collect();
    let end: Vec<_> = end.split('/').filter(|segment| !segment.is_empty()).collect();
    let fits = |(segment, template): (&&str, &&str)| match *template {
        "{version}" => !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()),
        template => template.starts_with('{') || *segment == template,
    };
    let is_long_enough = if end.is_empty() { path.len() == start.len() } else { path.len() >= start.len() + end.len() };
    is_long_enough && path.iter().zip(&start).all(fits) && path[path.len() - end.len()..].iter().zip(&end).all(fits)
}

fn validator(schema: &'static Value) -> Arc<Validator> {
    static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let mut validators = VALIDATORS.lock().unwrap();
    let made = validators.entry(schema.to_string()).or_insert_with(|| {
        let mut whole = schema.clone();
        whole["components"] = DOCUMENT["components"].clone();
        Arc::new(jsonschema::draft202012::new(&whole).unwrap())
    });
    Arc::clone(made)
}

#[test]
fn a_wrong_answer_is_told_from_a_right_one() {
    let problem = &DOCUMENT["components"]["responses"]["NotFound"]["content"]["application/problem+json"]["schema"];
    let mut answer: BTreeMap<&str, Value> =
        ["type", "title", "detail", "instance", "message", "requestId"].map(|key| (key, Value::from("x"))).into();
    answer.insert("status", Value::from(404));
    assert!(validator(problem).is_valid(&serde_json::to_value(&answer).unwrap()));
    answer.insert("status", Value::from("404"));
    assert!(!validator(problem).is_valid(&serde_json::to_value(&answer).unwrap()));
    answer.remove("status");
    assert!(!validator(problem).is_valid(&serde_json::to_value(&answer).unwrap()));
}

#[cfg(feature = "demo")]
mod demo {
    use std::sync::Arc;

    use axum::Router;
    use axum::body::Body;
    use axum::http::Method;
    use lineage_http::{AppState, ServerConfig, router};
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use serde_json::Value;

    use super::{operations, parameters};
    use crate::client::{Answer, region, request, send};

    fn app() -> Router {
        let mut config = ServerConfig::default();
        config.default_region = Some(region("ap-northeast-2"));
        router(AppState::new(Arc::new(lineage_aws::demo()), config).unwrap())
    }

    fn text(value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    /// The operation with its examples, and with `more` in its query.
    async fn ask(
        app: &Router,
        method: &Method,
        path: &str,
        operation: &'static Value,
        more: Option<(&str, String)>,
    ) -> Answer {
        let mut uri = path.to_owned();
        let mut query = Vec::new();
        for parameter in parameters(operation).filter(|parameter| parameter["required"] == true) {
            let (name, example) = (parameter["name"].as_str().unwrap(), text(&parameter["example"]));
            let example = utf8_percent_encode(&example, NON_ALPHANUMERIC).to_string();
            match parameter["in"].as_str() {
                Some("path") => uri = uri.replace(&format!("{{{name}}}"), &example),
                _ => query.push(format!("{name}={example}")),
            }
        }
        let more = more.map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)));
        query.extend(more);
        let mut request = request(method.as_str(), &format!("{uri}?{}", query.join("&")));
        let body = &operation["requestBody"]["content"]["application/json"]["example"];
        if !body.is_null() {
            *request.body_mut() = Body::from(body.to_string());
        }
        send(app.clone(), request).await
    }

    /// What is made has to be there before it can be read.
    fn in_order() -> Vec<(Method, &'static str, &'static Value)> {
        let mut all: Vec<_> = operations().collect();
        all.sort_by_key(|(method, ..)| method != Method::POST);
        all
    }

    #[tokio::test]
    async fn the_examples_work() {
        let app = app();
        // Signing in takes a provider; the tests of that hold its answers against the document, too.
        for (method, path, operation) in in_order().into_iter().filter(|(_, path, _)| !path.starts_with("/auth/")) {
            let answer = ask(&app, &method, path, operation, None).await;
            assert!(answer.status.is_success(), "{method} {path}: {}", answer.body);
        }
    }

    #[tokio::test]
    async fn every_parameter_is_known_and_does_as_its_schema_says() {
        let app = app();
        for (method, path, operation) in in_order() {
            ask(&app, &method, path, operation, None).await;
            for parameter in parameters(operation).filter(|parameter| parameter["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                let schema = &parameter["schema"];
                let values = match schema["type"].as_str() {
                    _ if parameter["required"] == true => continue,
                    Some("boolean") => vec!["true".to_owned(), "0".to_owned()],
                    Some("integer") => vec![text(&schema["minimum"])],
                    _ if schema["enum"].is_array() => schema["enum"].as_array().unwrap().iter().map(text).collect(),
                    _ => vec!["nobody-has-it".to_owned()],
                };
                for value in values {
                    let answer = ask(&app, &method, path, operation, Some((name, value.clone()))).await;
                    let at = format!("{method} {path} {name}={value}: {}", answer.body);
                    assert!(!answer.body.contains("unknown-parameter"), "{at}");
                    assert!(answer.status.as_u16() < 500, "{at}");
                    if schema["type"] != "string" || schema["enum"].is_array() {
                        assert!(answer.status.is_success() || name == "cursor" || name == "region", "{at}");
                    }
                }
            }
        }
    }
}
