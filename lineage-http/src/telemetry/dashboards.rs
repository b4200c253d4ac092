//! What is shown and warned of by `deploy/` is what there is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use axum::http::Method;
use serde_json::Value;

use super::Telemetry;
use super::labels::{
    CallLabels, CallResult, LookupLabels, RejectedLabels, RequestLabels, RouteLabels, StoreLabels, StoreOperation,
    method,
};

/// The labels of every figure, by the names that a scrape has: of each there is one.
fn figures() -> BTreeMap<String, BTreeSet<String>> {
    let telemetry = Telemetry::new();
    let figures = telemetry.figures();
    let route = RouteLabels { route: "/lineage".to_owned(), method: method(&Method::GET) };
    let request = RequestLabels { route: route.route.clone(), method: route.method, status: 200 };
    let (service, operation) = ("S3".to_owned(), "GetObject".to_owned());
    let call = CallLabels { service: service.clone(), operation: operation.clone() };
    let lookup = LookupLabels { result: "hit" };
    figures.requests.get_or_create(&request).inc();
    figures.requests_left.get_or_create(&route).inc();
    figures.request_duration.get_or_create(&route).observe(1.0);
    figures.rejected.get_or_create(&RejectedLabels { reason: "overload" }).inc();
    figures.response_cache.get_or_create(&lookup).inc();
    figures.store_operations.get_or_create(&StoreLabels { operation: "save", result: "ok" }).inc();
    figures.store_duration.get_or_create(&StoreOperation { operation: "save" }).observe(1.0);
    figures.aws.calls.get_or_create(&CallResult { service, operation, result: "ok" }).inc();
    figures.aws.duration.get_or_create(&call).observe(1.0);
    figures.aws.throttles.get_or_create(&call).inc();
    figures.aws.retries.get_or_create(&call).inc();
    figures.aws.facts_cache.get_or_create(&lookup).inc();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for line in telemetry.text().lines().filter(|line| !line.starts_with('#')) {
        let (series, _) = line.rsplit_once(' ').unwrap();
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        found.entry(name.to_owned()).or_default().extend(selected(labels));
    }
    found
}

/// The names of labels in what stands between braces, as series and queries have it.
fn selected(labels: &str) -> impl Iterator<Item = String> {
    let labels = labels.split('}').next().unwrap_or_default().split(',');
    labels.filter_map(|label| Some(label.split_once('=')?.0.trim_end_matches('!').trim().to_owned()))
}

/// Each figure in a query, with the labels that are asked of it.
fn asked(query: &str) -> Vec<(String, Vec<String>)> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let mut asked = Vec::new();
    for (at, _) in ["lineage_", "process_"].iter().flat_map(|start| query.match_indices(start)) {
        let rest = query.get(at..).unwrap_or_default();
        let (name, after) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
        asked.push((
            name.to_owned(),
            after.strip_prefix('{').map_or_else(Vec::new, |labels| selected(labels).collect()),
        ));
    }
    asked
}

/// The labels that a query groups by.
fn grouped(query: &str) -> BTreeSet<String> {
    let lists = query.split("by (").skip(1).filter_map(|rest| rest.split(')').next());
    lists.flat_map(|list| list.split(',')).map(|label| label.trim().to_owned()).collect()
}

fn expressions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("expr").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| expressions(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| expressions(item, found)),
        _ => {}
    }
}

fn check(queries: &[String], least: usize) {
    // What Prometheus adds.
    let of_prometheus = ["job", "instance"].map(str::to_owned);
    let figures = figures();
    let mut shown = BTreeSet::new();
    for query in queries {
        let asked = asked(query);
        assert!(!asked.is_empty(), "nothing of the server: {query}");
        let mut known = BTreeSet::from(of_prometheus.clone());
        for (name, labels) in asked {
            let has = figures.get(&name).unwrap_or_else(|| panic!("there is no {name}: {query}"));
            known.extend(has.iter().cloned());
            for label in labels {
                assert!(has.contains(&label) || of_prometheus.contains(&label), "{name} has no {label}: {query}");
            }
            shown.insert(name);
        }
        assert!(grouped(query).is_subset(&known), "{query}");
    }
    assert!(shown.len() >= least, "{shown:?}");
}

fn deployed(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy").join(path)).unwrap()
}

#[test]
fn the_dashboard_shows_what_there_is() {
    let mut queries = Vec::new();
    expressions(&serde_json::from_str(&deployed("grafana/sagemaker-lineage.json")).unwrap(), &mut queries);
    check(&queries, 16);
}

#[test]
fn alerts_are_about_what_there_is() {
    let alerts = deployed("prometheus/alerts.yaml");
    let queries = alerts.lines().filter_map(|line| line.trim().strip_prefix("expr: ").map(str::to_owned));
    let queries: Vec<_> = queries.collect();
    assert_eq!(queries.len(), alerts.matches("- alert: ").count());
    check(&queries, 5);
}

#[test]
fn a_name_or_label_that_is_not_there_is_found() {
    for wrong in ["rate(lineage_http_request_total[5m])", "lineage_aws_calls_total{kind=\"x\"}"] {
        assert!(std::panic::catch_unwind(|| check(&[wrong.to_owned()], 0)).is_err(), "{wrong}");
    }
}
