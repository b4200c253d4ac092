//! Places that are offline stores of feature groups.

use lineage_model::definition::PipelineDefinition;
use lineage_model::document::{LineageDocument, PipelineRef, View};
use lineage_model::graph::{ExecutionFacts, LineageGraph};
use lineage_model::source::{FeatureGroupStore, OfflineStore};
use serde_json::{Value, json};

fn store(name: &str, s3_uri: &str, resolved: Option<&str>) -> FeatureGroupStore {
    let resolved_s3_uri = resolved.map(str::to_owned);
    let offline_store = OfflineStore { s3_uri: s3_uri.into(), resolved_s3_uri, ..OfflineStore::default() };
    FeatureGroupStore { name: name.into(), arn: format!("arn:fg/{name}"), offline_store }
}

fn stores() -> Vec<FeatureGroupStore> {
    vec![
        store("customers", "s3://lake/fs", Some("s3://lake/fs/1/offline-store/customers-17/data")),
        store("visits", "s3://lake/fs", Some("s3://lake/fs/1/offline-store/visits-18/data")),
        store("alone", "s3://lake/alone", Some("s3://lake/alone/store/data")),
        store("twin-1", "s3://lake", Some("s3://lake/twins")),
        store("twin-2", "s3://lake", Some("s3://lake/twins")),
        store("unresolved", "s3://lake/base", None),
    ]
}

/// A step that reads `reads`, after one that writes into the feature group `writes`.
fn document(reads: &str, writes: &str, execution: bool) -> Value {
    let output = json!({"OutputName": "features", "FeatureStoreOutput": {"FeatureGroupName": writes}});
    let definition = json!({"Steps": [
        {"Name": "Ingest", "Type": "Processing", "Arguments": {"ProcessingOutputConfig": {"Outputs": [output]}}},
        {"Name": "Train", "Type": "Processing", "Arguments": {"ProcessingInputs":
            [{"InputName": "in", "S3Input": {"S3Uri": reads}}]}}]});
    let definition = PipelineDefinition::parse(&definition.to_string()).unwrap();
    let graph = LineageGraph::with_offline_stores(definition, &stores());
    let graph = if execution { graph.apply_execution(&ExecutionFacts::default()) } else { graph };
    serde_json::to_value(LineageDocument::new(&graph, PipelineRef::default(), View::Both, None)).unwrap()
}

#[test]
fn a_place_is_that_of_one_feature_group_or_of_none() {
    let check = |uri: &str, expected: Option<&str>| {
        let artifact = &document(uri, "online-only", false)["graph"]["artifacts"][1];
        assert_eq!(artifact["uri"], uri);
        let group = expected.map(|name| json!({"name": name, "arn": format!("arn:fg/{name}")}));
        assert_eq!(artifact.get("featureGroup"), group.as_ref(), "{uri}");
        assert_eq!(artifact["kind"], if group.is_some() { "featureGroup" } else { "dataset" });
    };
    check("s3://lake/fs/1/offline-store/customers-17/data", Some("customers"));
    check("S3://lake/fs/1/offline-store/customers-17/data/year=2026/", Some("customers"));
    check("s3://lake/fs/1/offline-store/visits-18", Some("visits"));
    check("s3://lake/fs/1/offline-store/visits-18/metadata/", Some("visits"));
    check("s3://lake/fs/1/offline-store", None);
    check("s3://lake/fs/1/offline-store/visits-1", None);
    // A folder that holds a store may hold anything else.
    check("s3://lake/alone/store/data/x", Some("alone"));
    check("s3://lake/alone/store", None);
    check("s3://lake/alone", None);
    check("s3://lake/base/x", None);
    check("s3://lake", None);
    check("s3://lake/twins/data", None);
    check("s3://other/alone/store", None);
}

#[test]
fn data_flows_through_a_feature_group() {
    for execution in [false, true] {
        for writes in ["customers", "arn:aws:sagemaker:us-east-1:111122223333:feature-group/customers"] {
            let document = document("s3://lake/fs/1/offline-store/customers-17/data/year=2026", writes, execution);
            let edges = json!([{"from": "Ingest", "to": "Train", "via": "s3", "label": "in"}]);
            assert_eq!(document["graph"]["edges"], edges);
            let output = &document["graph"]["nodes"][0]["outputs"][0];
            assert_eq!(output["uri"], "s3://lake/fs/1/offline-store/customers-17/data");
        }
    }
}

#[test]
fn a_group_without_a_history_keeps_its_name() {
    let check = |named: &str, arn: Option<&str>| {
        let artifact = &document("s3://lake/x", named, true)["graph"]["artifacts"][0];
        assert_eq!(artifact["uri"], format!("feature-group://{named}"));
        assert_eq!(artifact["featureGroup"], json!({"name": "online-only", "arn": arn}));
    };
    check("online-only", None);
    let arn = "arn:aws:sagemaker:us-east-1:111122223333:feature-group/online-only";
    check(arn, Some(arn));
}
