use lineage_model::source::FeatureGroupSource;
use serde_json::json;

use super::region;
use crate::fake::{Answer, FakeAws};

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
