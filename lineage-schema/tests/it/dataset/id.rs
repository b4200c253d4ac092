use lineage_model::BucketName;
use lineage_schema::DatasetId;
use proptest::prelude::*;

/// Texts of what matters in a path, and of anything.
fn path() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c./%= ]{0,12}", "\\PC{0,40}", ".{0,40}", any::<String>(), "(\\.\\./|/|a|\u{0}|é){0,600}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn an_id_reads_back_as_itself_and_leads_nowhere_else(path in path()) {
        let bucket = || BucketName::new("lake").unwrap();
        let below = DatasetId::below(bucket(), &path);
        if let Ok(id) = &below {
            prop_assert!(!id.is_object() && !id.key().ends_with("//"));
            prop_assert_eq!(id.key().trim_end_matches('/'), path.trim_end_matches('/'));
        }
        for id in [below, DatasetId::object(bucket(), &path), path.parse(), format!("s3://lake/{path}").parse()] {
            let Ok(id) = id else { continue };
            prop_assert_eq!(id.to_string().parse(), Ok(id.clone()));
            prop_assert!(id.key().len() <= 1024 && !id.key().contains(char::is_control));
            prop_assert!(id.key().split('/').all(|segment| segment != "." && segment != ".."));
        }
    }
}
