use lineage_model::BucketName;
use lineage_schema::DatasetId;

#[test]
fn a_prefix_ends_in_one_slash() {
    let bucket = BucketName::new("bucket").unwrap();
    let check = |prefix: &str, expected: &str| {
        let id = DatasetId::prefix(&bucket, prefix);
        assert_eq!(id.as_str(), expected);
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
        assert_eq!(serde_json::from_str::<DatasetId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    };
    check("", "s3://bucket/");
    check("/", "s3://bucket/");
    check("p", "s3://bucket/p/");
    check("p/", "s3://bucket/p/");
    check("p//", "s3://bucket/p/");
    check("a//b", "s3://bucket/a//b/");
    check("a b/%2F/é=1/schema/versions", "s3://bucket/a b/%2F/é=1/schema/versions/");
}

#[test]
fn an_object_has_its_uri() {
    let bucket = BucketName::new("bucket").unwrap();
    assert_eq!(DatasetId::object(&bucket, "a/b.csv").as_str(), "s3://bucket/a/b.csv");
    assert_eq!(DatasetId::object(&bucket, "a/").as_str(), "s3://bucket/a/");
    assert_eq!("S3://bucket/a.csv".parse(), Ok(DatasetId::object(&bucket, "a.csv")));
    assert_eq!("s3://bucket".parse(), Ok(DatasetId::prefix(&bucket, "")));
    for bad in ["", "bucket/a", "s3:/bucket/a", "s3://B/a", "s3:///a", "https://bucket/a"] {
        assert!(bad.parse::<DatasetId>().is_err(), "{bad}");
    }
}
