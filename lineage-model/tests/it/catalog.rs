//! Catalogues of pipelines and domains, and the lineage of a whole domain.

use std::collections::BTreeMap;
use std::future::{pending, ready};

use futures_executor::block_on;
use lineage_model::collect::{
    CatalogQuery, CollectError, DomainQuery, LineageQuery, by_domain, catalog, lineage_until, overview, pipelines,
};
use lineage_model::document::View;
use lineage_model::source::{
    Bucket, Domain, ExecutionSummary, MockLineageSource, Pipeline, PipelineSummary, SourceError, SourceErrorKind,
    UserContext,
};
use lineage_model::{Observed, PipelineName, Region, Timestamp};
use serde_json::{Value, json};

use crate::gated::Gated;

fn region(name: &str) -> Region {
    Region::new(name).unwrap()
}

fn at(day: i64) -> Option<Timestamp> {
    Some(Timestamp::from_unix(1_700_000_000 + 86_400 * day, 0).unwrap())
}

fn arn(name: &str) -> String {
    format!("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/{}", name.to_lowercase())
}

fn summary(name: &str, day: i64, tags: &[(&str, &str)]) -> PipelineSummary {
    let tags: BTreeMap<_, _> = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    PipelineSummary {
        name: name.into(),
        arn: arn(name),
        created: at(day),
        last_modified: at(day + 1),
        tags: Observed::known(tags),
        ..PipelineSummary::default()
    }
}

fn domain(id: &str, name: &str) -> Domain {
    Domain { id: id.into(), arn: format!("arn:{id}"), name: name.into(), ..Domain::default() }
}

fn denied(action: &'static str) -> SourceError {
    SourceError::new(SourceErrorKind::AccessDenied, action, "r", "access denied for Bearer ghp_planted1234567890")
}

/// eu-west-1 with three pipelines and two domains; eu-west-2 that answers nothing but its domains.
fn source() -> MockLineageSource {
    let mut source = MockLineageSource::default();
    source.pipelines.expect_pipelines().returning(|region| {
        if region.as_str() == "eu-west-2" {
            return Err(denied("sagemaker:ListPipelines"));
        }
        let by = Observed::known(UserContext { domain_id: Some("d-2".into()), ..UserContext::default() });
        let made = PipelineSummary { created_by: by, display_name: Some("Churn".into()), ..summary("Churn", 3, &[]) };
        let unread = Observed::Denied { gap: denied("sagemaker:ListTags").gap() };
        let unread = PipelineSummary { tags: unread, ..summary("Price", 1, &[]) };
        Ok(vec![summary("Abalone", 2, &[("DomainName", "studio-a"), ("ApiKey", "planted")]), made, unread])
    });
    source.pipelines.expect_domains().returning(|region| match region.as_str() {
        "eu-west-1" => Ok(vec![domain("d-1", "studio-a"), domain("d-2", "studio-b")]),
        _ => Ok(vec![domain("d-9", "other")]),
    });
    source
}

fn with_latest(source: &mut MockLineageSource, expected: &'static [&'static str]) {
    source.executions.expect_latest_executions().times(1).returning(move |_, asked| {
        assert_eq!(asked.iter().map(|pipeline| pipeline.name.as_str()).collect::<Vec<_>>(), expected);
        let latest = |pipeline: &PipelineSummary| match pipeline.name.as_str() {
            "Abalone" => Ok(Some(ExecutionSummary {
                arn: format!("{}/execution/a1", pipeline.arn),
                status: "Failed".into(),
                started: at(5),
                last_modified: at(6),
                ..ExecutionSummary::default()
            })),
            "Churn" => Ok(None),
            _ => Err(denied("sagemaker:ListPipelineExecutions")),
        };
        asked.iter().map(latest).collect()
    });
}

fn names(document: &Value) -> Vec<&str> {
    let pipelines = document["regions"][0]["pipelines"].as_array().unwrap();
    pipelines.iter().map(|pipeline| pipeline["name"].as_str().unwrap()).collect()
}

#[test]
fn pipelines_of_regions() {
    let mut source = source();
    with_latest(&mut source, &["Abalone", "Churn", "Price"]);
    let mut query = CatalogQuery::new(vec![region("eu-west-2"), region("eu-west-1"), region("eu-west-2")]);
    query.latest_executions = true;
    let document = block_on(pipelines(&source, &query, pending()));
    insta::assert_json_snapshot!(document);
    assert!(!serde_json::to_string(&document).unwrap().contains("planted"));
}

#[test]
fn an_overview_of_regions() {
    let mut source = source();
    with_latest(&mut source, &["Churn", "Abalone", "Price"]);
    source.pipelines.expect_domain().times(3).returning(|_, id| match id {
        "d-1" => {
            let url = Some("https://d-1.studio.eu-west-1.sagemaker.aws".into());
            let home_efs_file_system_id = Some("fs-1".into());
            let status = Some("InService".into());
            Ok(Domain { url, home_efs_file_system_id, status, created: at(0), ..domain(id, "studio-a") })
        }
        "d-9" => Ok(domain(id, "other")),
        _ => Err(denied("sagemaker:DescribeDomain")),
    });
    let mut query = CatalogQuery::new(vec![region("eu-west-1"), region("eu-west-2")]);
    query.latest_executions = true;
    insta::assert_json_snapshot!(block_on(overview(&source, &query, pending())));
}

#[test]
fn a_catalog_of_regions() {
    let query = CatalogQuery::new(vec![region("eu-west-1"), region("eu-west-2")]);
    insta::assert_json_snapshot!(block_on(catalog(&source(), &query, pending())));
}

#[test]
fn only_what_passes_the_filters_is_listed_and_asked_about() {
    let check = |filter: fn(&mut CatalogQuery), expected: &'static [&'static str]| {
        let mut source = source();
        if !expected.is_empty() {
            with_latest(&mut source, expected);
        }
        let mut query = CatalogQuery::new(vec![region("eu-west-1")]);
        query.latest_executions = true;
        filter(&mut query);
        let document = serde_json::to_value(block_on(pipelines(&source, &query, pending()))).unwrap();
        assert_eq!(names(&document), expected);
    };
    check(|query| query.name = Some("C".into()), &["Churn", "Price"]);
    check(|query| query.domain_name = Some("studio-b".into()), &["Churn"]);
    check(|query| query.domain_id = Some("d-1".into()), &["Abalone"]);
    check(|query| (query.domain_id, query.domain_name) = (Some("d-1".into()), Some("studio-b".into())), &[]);
    check(|query| query.domain_name = Some("nowhere".into()), &[]);
}

#[test]
fn what_a_deadline_cuts_off_is_a_warning() {
    let query = CatalogQuery::new(vec![region("eu-west-1")]);
    let document = serde_json::to_value(block_on(catalog(&Gated::new(source()), &query, ready(())))).unwrap();
    let told = "time ran out before everything of eu-west-1 was read";
    assert_eq!(document["regions"], json!([{"region": "eu-west-1", "domains": [], "pipelines": [], "error": told}]));
    let warning = json!({"code": "deadline", "message": told, "action": null, "resource": "eu-west-1"});
    assert_eq!(document["warnings"], json!([warning, warning]));
}

/// A domain of four pipelines that share two buckets: one cannot be read, one has an invalid definition.
fn studio() -> MockLineageSource {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().times(..2).returning(|_| Ok(Vec::new()));
    source.pipelines.expect_pipelines().returning(|_| {
        let inside = |name: &str| summary(name, 1, &[("DomainId", "d-1")]);
        let outside = summary("Other", 1, &[("DomainId", "d-2")]);
        Ok(vec![inside("D"), inside("B"), outside, inside("A"), inside("C")])
    });
    source.pipelines.expect_domains().returning(|_| Ok(vec![domain("d-1", "studio-a")]));
    source.pipelines.expect_pipeline().returning(|_, name| {
        let port = |name: &str, uri: &str| json!({"InputName": name, "S3Input": {"S3Uri": uri}});
        let inputs = [port("a", "s3://lake-a/x"), port("b", "s3://lake-b/x")];
        let step = json!({"Name": "P", "Type": "Processing", "Arguments": {"ProcessingInputs": inputs}});
        let definition = match name.as_str() {
            "B" => return Err(denied("sagemaker:DescribePipeline")),
            "C" => "{".to_owned(),
            _ => json!({"Steps": [step]}).to_string(),
        };
        Ok(Pipeline { name: name.to_string(), arn: arn(name.as_str()), definition, ..Pipeline::default() })
    });
    source
}

#[test]
fn the_lineage_of_a_domain() {
    let mut source = studio();
    source.buckets.expect_bucket().times(2).returning(|_, bucket| Ok(Bucket::new(bucket.clone())));
    let mut query = DomainQuery::new(region("eu-west-1"), "studio-a");
    query.view = View::Data;
    let document = block_on(by_domain(&source, &query, pending())).unwrap();
    insta::assert_json_snapshot!(document);
    assert!(!serde_json::to_string(&document).unwrap().contains("planted"));
}

#[test]
fn a_domain_in_pages() {
    let page = |cursor: Option<&str>| {
        let mut query = DomainQuery::new(region("eu-west-1"), "d-1");
        (query.limit, query.cursor, query.posture) = (Some(3), cursor.map(str::to_owned), false);
        let document = block_on(by_domain(&studio(), &query, pending()))?;
        let names: Vec<_> = document.results.iter().map(|result| result.pipeline.clone()).collect();
        Ok::<_, CollectError>((names.concat(), document.count, document.next_cursor))
    };
    assert_eq!(page(None).unwrap(), ("ABC".into(), 3, Some("C".into())));
    assert_eq!(page(Some("C")).unwrap(), ("D".into(), 1, None));
    assert_eq!(page(Some("A")).unwrap(), ("BCD".into(), 3, None));
    assert_eq!(page(Some("Z")).unwrap(), (String::new(), 0, None));
    assert!(matches!(page(Some("../x")), Err(CollectError::MalformedCursor)));
}

#[test]
fn a_domain_without_pipelines_is_not_found() {
    let query = DomainQuery::new(region("eu-west-1"), "nowhere");
    let error = block_on(by_domain(&studio(), &query, pending())).unwrap_err();
    assert!(matches!(error, CollectError::DomainNotFound { domain } if domain == "nowhere"));
    let error = block_on(by_domain(&Gated::new(studio()), &query, ready(()))).unwrap_err();
    assert!(matches!(error, CollectError::Deadline));
}

/// What a domain's lineage costs without `Search`: one warning, and only where a tag does not tell already.
#[test]
fn who_made_a_pipeline_counts_where_no_tag_tells() {
    let check = |tags: &[(&str, &str)], warnings: usize| {
        let mut source = MockLineageSource::default();
        let created_by = Observed::Denied { gap: denied("sagemaker:Search").gap() };
        let listed =
            ["A", "B"].map(|name| PipelineSummary { created_by: created_by.clone(), ..summary(name, 1, tags) });
        source.pipelines.expect_pipelines().returning(move |_| Ok(listed.to_vec()));
        source.pipelines.expect_domains().returning(|_| Ok(Vec::new()));
        let query = CatalogQuery::new(vec![region("eu-west-1")]);
        let document = serde_json::to_value(block_on(catalog(&source, &query, pending()))).unwrap();
        let told = document["warnings"].as_array().unwrap();
        assert!(told.iter().all(|warning| warning["action"] == "sagemaker:Search"));
        assert_eq!(told.len(), warnings);
    };
    check(&[("Env", "dev")], 1);
    check(&[("DomainId", "d-1")], 0);
}

/// That a domain has no pipeline is known only when everything was read that tells of one.
#[test]
fn what_could_not_be_read_is_no_missing_domain() {
    let check = |wanted: &str, pipeline: PipelineSummary, are_listed: bool, expected: Option<&[&str]>| {
        let mut source = MockLineageSource::default();
        source.pipelines.expect_pipelines().returning(move |_| Ok(vec![pipeline.clone()]));
        source.pipelines.expect_domains().returning(move |_| match are_listed {
            true => Ok(vec![domain("d-1", "studio-a"), domain("d-2", "studio-b")]),
            false => Err(denied("sagemaker:ListDomains")),
        });
        let query = DomainQuery::new(region("eu-west-1"), wanted);
        match (block_on(by_domain(&source, &query, pending())), expected) {
            (Ok(document), Some(expected)) => {
                assert_eq!(document.count, 0);
                let told = document.warnings.iter().map(|told| told.action.as_deref().unwrap_or(&told.message));
                assert_eq!(told.collect::<Vec<_>>(), expected);
            }
            (Err(CollectError::DomainNotFound { .. }), None) => {}
            (found, expected) => panic!("{found:?} instead of {expected:?}"),
        }
    };
    let arn = "arn:aws:sagemaker:eu-west-1:1:domain/d-2";
    let by_arn = || summary("A", 1, &[("sagemaker:domain-arn", arn)]);
    let unclear = "pipelines of which it is not known whether they are in the domain: 1";
    let (domains, tags, search) = ("sagemaker:ListDomains", "sagemaker:ListTags", "sagemaker:Search");
    check("studio-a", by_arn(), true, None);
    check("studio-a", by_arn(), false, Some(&[domains, unclear]));
    check("d-1", by_arn(), false, None);
    let named = || summary("A", 1, &[("DomainName", "studio-b")]);
    check("studio-a", named(), false, None);
    check("d-1", named(), false, Some(&[domains, unclear]));
    let unread = Observed::Denied { gap: denied(tags).gap() };
    check("studio-a", PipelineSummary { tags: unread, ..named() }, true, Some(&[tags, unclear]));
    let unread = || Observed::Denied { gap: denied(search).gap() };
    let untagged = |created_by| PipelineSummary { created_by, ..summary("A", 1, &[]) };
    check("studio-a", untagged(unread()), true, Some(&[search, unclear]));
    check("studio-a", PipelineSummary { created_by: unread(), ..named() }, true, None);
    check("studio-a", untagged(Observed::NotConfigured), true, None);
    check("studio-a", untagged(Observed::NotRead), true, Some(&[unclear]));
}

/// One call for the feature groups, one a pipeline and seven for a bucket, which is known for all then; the second bucket is left out for all.
#[test]
fn the_pipelines_of_a_domain_share_one_budget() {
    let results = |budget| {
        let mut source = studio();
        source.buckets.expect_bucket().times(1).returning(|_, bucket| Ok(Bucket::new(bucket.clone())));
        let mut query = DomainQuery::new(region("eu-west-1"), "studio-a");
        query.budget = budget;
        serde_json::to_value(block_on(by_domain(&source, &query, pending())).unwrap()).unwrap()
    };
    let told = json!("calls that the budget does not hold were not made: 7");
    let found = results(1 + 1 + 7 + 3);
    let message = |at: usize| &found["results"][at]["data"]["warnings"][0]["message"];
    assert_eq!((message(0), message(3), &found["nextCursor"]), (&told, &told, &Value::Null));
    // The fourth pipeline is for the next page.
    let found = results(1 + 1 + 7 + 2);
    assert_eq!((&found["count"], &found["nextCursor"]), (&json!(3), &found["results"][2]["pipeline"]));
    assert_eq!(found["warnings"][0]["code"], "budget");
}

/// A server collects in a task of its own: everything that is awaited meanwhile can be sent to one.
#[test]
fn answers_can_be_collected_in_a_task() {
    fn sendable(_: impl Future + Send) {}
    let source = MockLineageSource::default();
    let query = CatalogQuery::new(Vec::new());
    sendable(pipelines(&source, &query, pending()));
    sendable(overview(&source, &query, pending()));
    sendable(catalog(&source, &query, pending()));
    sendable(by_domain(&source, &DomainQuery::new(region("eu-west-1"), "studio-a"), pending()));
    let query = LineageQuery::new(region("eu-west-1"), PipelineName::new("churn").unwrap());
    sendable(lineage_until(&source, &query, pending()));
}
