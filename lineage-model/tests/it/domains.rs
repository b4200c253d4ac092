//! The domain of a pipeline, asked for with its lineage.

use std::collections::BTreeMap;

use futures_executor::block_on;
use lineage_model::collect::{CollectError, LineageQuery, lineage};
use lineage_model::source::{Domain, MockLineageSource, Pipeline, SourceError, SourceErrorKind, UserContext};
use lineage_model::{PipelineName, Region};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/churn";

type Tags = Result<BTreeMap<String, String>, SourceErrorKind>;

fn tagged(key: &str, value: &str) -> Tags {
    Ok([(key.to_owned(), value.to_owned())].into())
}

/// The lineage's domain and the actions of its warnings; none when the pipeline is in another domain.
fn check(wanted: &str, tags: Tags, created_in: Option<&str>, listed: bool, expected: Option<(Value, Vec<&str>)>) {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    let created_by = created_in.map(|id| UserContext { domain_id: Some(id.into()), ..UserContext::default() });
    source.pipelines.expect_pipeline().times(1).returning(move |_, _| {
        let (arn, created_by) = (ARN.into(), created_by.clone());
        Ok(Pipeline { arn, created_by, definition: r#"{"Steps": []}"#.into(), ..Pipeline::default() })
    });
    let failed = |kind, action| SourceError::new(kind, action, "r", "failed");
    let tags = tags.map_err(|kind| failed(kind, "sagemaker:ListTags"));
    source.pipelines.expect_tags().times(1).withf(|_, arn| arn == ARN).returning(move |_, _| tags.clone());
    source.pipelines.expect_domains().times(1).returning(move |_| match listed {
        true => {
            let domain = |id: &str, name: &str| Domain { id: id.into(), name: name.into(), ..Domain::default() };
            Ok(vec![domain("d-1", "studio-a"), domain("d-2", "studio-b")])
        }
        false => Err(failed(SourceErrorKind::AccessDenied, "sagemaker:ListDomains")),
    });
    let mut query = LineageQuery::new(Region::new("us-east-1").unwrap(), PipelineName::new("churn").unwrap());
    query.domain = Some(wanted.to_owned());
    match (block_on(lineage(&source, &query)), expected) {
        (Ok(document), Some((domain, actions))) => {
            let document = serde_json::to_value(document).unwrap();
            assert_eq!(document["domain"], domain);
            let warnings = document["warnings"].as_array().unwrap();
            assert_eq!(warnings.iter().map(|w| w["action"].as_str().unwrap()).collect::<Vec<_>>(), actions);
        }
        (Err(CollectError::DomainMismatch { domain }), None) => assert_eq!(domain, wanted),
        (found, expected) => panic!("{found:?} instead of {expected:?}"),
    }
}

#[test]
fn a_pipeline_is_in_the_domain_or_not_found() {
    let a = || Some((json!({"DomainId": "d-1", "DomainName": "studio-a"}), vec![]));
    check("studio-a", tagged("DomainName", "studio-a"), None, true, a());
    check("d-1", tagged("DomainName", "studio-a"), None, true, a());
    check("studio-a", tagged("Env", "dev"), Some("d-1"), true, a());
    check("studio-b", tagged("DomainName", "studio-a"), Some("d-2"), true, None);
    check("studio-a", tagged("Env", "dev"), None, true, None);
    check("nowhere", tagged("Env", "dev"), Some("d-1"), true, None);
    check("nowhere", tagged("Env", "dev"), None, false, None);
}

#[test]
fn what_cannot_be_read_refuses_nothing() {
    let denied = || Err(SourceErrorKind::AccessDenied);
    let (tags, domains) = ("sagemaker:ListTags", "sagemaker:ListDomains");
    let a = || json!({"DomainId": "d-1", "DomainName": "studio-a"});
    check("studio-a", denied(), Some("d-1"), true, Some((a(), vec![tags])));
    check("studio-a", denied(), None, true, Some((Value::Null, vec![tags])));
    check("studio-a", denied(), Some("d-2"), true, Some((Value::Null, vec![tags])));
    let id = || json!({"DomainId": "d-1", "DomainName": null});
    check("d-1", tagged("DomainId", "d-1"), None, false, Some((id(), vec![domains])));
    check("studio-a", tagged("DomainId", "d-1"), None, false, Some((Value::Null, vec![domains])));
    check("d-2", tagged("DomainId", "d-1"), None, false, None);
}
