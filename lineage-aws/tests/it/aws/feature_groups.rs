use std::time::Duration;

use lineage_model::source::{FeatureGroupSource, SourceErrorKind};
use serde_json::json;

use super::region;
use crate::fake::{Answer, FakeAws, Fault};

#[tokio::test(start_paused = true)]
async fn feature_groups_by_name() {
    let aws = FakeAws::new();
    aws.handle("ListFeatureGroups", |call| {
        let group = |name| {
            json!({"FeatureGroupName": name, "FeatureGroupArn": format!("arn:{name}"),
            "CreationTime": 1_767_225_600, "FeatureGroupStatus": "Created"})
        };
        match call.text("NextToken") {
            "" => Answer::json(json!({"FeatureGroupSummaries": [group("visits")], "NextToken": "1"})),
            _ => Answer::json(json!({"FeatureGroupSummaries": [group("customers")]})),
        }
    });
    let groups = aws.source().feature_groups(&region()).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["customers", "visits"]);
    assert_eq!(groups[0].status.as_deref(), Some("Created"));
}

#[tokio::test(start_paused = true)]
async fn features_of_all_pages() {
    let aws = FakeAws::new();
    aws.handle("DescribeFeatureGroup", |call| {
        let mut group = json!({
            "FeatureGroupName": "customers", "FeatureGroupArn": "arn:customers", "FeatureGroupStatus": "Created",
            "RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at", "RoleArn": "arn:role",
            "CreationTime": 1_767_225_600,
            "OnlineStoreConfig": {"EnableOnlineStore": true, "StorageType": "InMemory",
                "SecurityConfig": {"KmsKeyId": "key"}},
            "OfflineStoreConfig": {
                "S3StorageConfig": {"S3Uri": "s3://b/fs", "ResolvedOutputS3Uri": "s3://b/fs/1/data", "KmsKeyId": "key"},
                "DataCatalogConfig": {"Catalog": "AwsDataCatalog", "Database": "fs", "TableName": "customers"},
                "TableFormat": "Iceberg"},
            "FeatureDefinitions": [{"FeatureName": "id", "FeatureType": "String"}], "NextToken": "1"
        });
        if call.text("NextToken") == "1" {
            group["FeatureDefinitions"] = json!([
                {"FeatureName": "at", "FeatureType": "Fractional"},
                {"FeatureName": "embedding", "FeatureType": "Fractional", "CollectionType": "Vector",
                    "CollectionConfig": {"VectorConfig": {"Dimension": 8}}}
            ]);
            group["NextToken"] = serde_json::Value::Null;
        }
        Answer::json(group)
    });
    insta::assert_json_snapshot!(aws.source().feature_group(&region(), "customers").await.unwrap());
    assert_eq!(aws.log().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn offline_stores_with_search_and_without() {
    let group = |name: &str| {
        let mut group = json!({"FeatureGroupName": name, "FeatureGroupArn": format!("arn:{name}")});
        if name != "online" {
            group["OfflineStoreConfig"] = json!({"S3StorageConfig":
                {"S3Uri": "s3://b/fs", "ResolvedOutputS3Uri": format!("s3://b/fs/{name}/data")}});
        }
        group
    };
    let aws = FakeAws::new();
    aws.handle("Search", move |call| {
        assert_eq!(call.text("Resource"), "FeatureGroup");
        let found = |name| json!({"FeatureGroup": group(name)});
        match call.text("NextToken") {
            "" => Answer::json(json!({"Results": [found("visits"), found("online")], "NextToken": "1"})),
            _ => Answer::json(json!({"Results": [found("customers")]})),
        }
    });
    let listed = ["visits", "online", "deleted", "customers"].map(|name| json!({"FeatureGroupName": name}));
    aws.answer("ListFeatureGroups", json!({"FeatureGroupSummaries": listed}));
    aws.handle("DescribeFeatureGroup", move |call| match call.text("FeatureGroupName") {
        "deleted" => Answer::error(400, "ResourceNotFound", "no such group"),
        name => Answer::json(group(name)),
    });
    let stores = aws.source().offline_stores(&region()).await.unwrap();
    insta::assert_json_snapshot!(stores);
    assert_eq!(aws.log().len(), 2);

    aws.fault("Search", Fault::Denied, 1);
    assert_eq!(aws.source().offline_stores(&region()).await.unwrap(), stores);
    assert_eq!(aws.log().len(), 2 + 1 + 1 + 4);

    aws.fault("Search", Fault::Denied, 1).fault("DescribeFeatureGroup", Fault::Denied, 1);
    let error = aws.source().offline_stores(&region()).await.unwrap_err();
    assert_eq!((error.kind, error.action), (SourceErrorKind::AccessDenied, "sagemaker:DescribeFeatureGroup"));
}

/// Lineage asks for all groups: where each is a call of its own they are few, and leave the others their turn.
#[tokio::test(start_paused = true)]
async fn without_search_few_groups_are_described_a_few_at_once() {
    for (groups, described) in [(100, true), (101, false)] {
        let aws = FakeAws::at(Duration::from_millis(50));
        aws.fault("Search", Fault::Denied, 1);
        aws.handle("ListFeatureGroups", move |call| {
            let page: usize = call.text("NextToken").parse().unwrap_or(0);
            let end = (page * 100 + 100).min(groups);
            let listed: Vec<_> =
                (page * 100..end).map(|index| json!({"FeatureGroupName": format!("g{index}")})).collect();
            let next = (end < groups).then(|| (page + 1).to_string());
            Answer::json(json!({"FeatureGroupSummaries": listed, "NextToken": next}))
        });
        aws.handle("DescribeFeatureGroup", |call| {
            Answer::json(json!({"FeatureGroupName": call.text("FeatureGroupName"), "OfflineStoreConfig": {}}))
        });
        match aws.source().offline_stores(&region()).await {
            Ok(stores) => assert!(described && stores.len() == groups, "{groups}"),
            Err(error) => {
                assert!(!described, "{error}");
                assert_eq!(error.kind, SourceErrorKind::Unavailable);
                assert!(error.message.contains("more than 100 feature groups"), "{error}");
            }
        }
        assert_eq!(aws.count("DescribeFeatureGroup"), if described { groups } else { 0 });
        assert!(aws.most_in_flight() <= 8);
    }
}

#[tokio::test(start_paused = true)]
async fn the_description_of_a_feature() {
    let aws = FakeAws::new();
    aws.handle("DescribeFeatureMetadata", |call| {
        let described = call.text("FeatureName") == "id";
        Answer::json(json!({"FeatureGroupName": "customers", "FeatureName": call.text("FeatureName"),
            "Description": described.then_some("who")}))
    });
    let source = aws.source();
    for (feature, expected) in [("id", Some("who")), ("at", None)] {
        let described = source.feature_description(&region(), "customers", feature).await.unwrap();
        assert_eq!(described.as_deref(), expected);
    }
}
