use lineage_model::Observed;
use lineage_model::source::PipelineSource;
use serde_json::{Value, json};

use super::{pipeline_name, region};
use crate::fake::{Answer, FakeAws, Fault};

#[tokio::test(start_paused = true)]
async fn a_pipeline_as_described() {
    let aws = FakeAws::new();
    aws.answer(
        "DescribePipeline",
        json!({
            "PipelineArn": "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn",
            "PipelineName": "Churn",
            "PipelineDisplayName": "Churn model",
            "PipelineDescription": "monthly",
            "RoleArn": "arn:aws:iam::111122223333:role/pipelines",
            "PipelineStatus": "Mothballed",
            "PipelineDefinition": "{\"Version\":\"2020-12-01\"}",
            "CreationTime": 1_767_225_600.123,
            "LastModifiedTime": 1_767_225_601,
            "LastRunTime": 1_767_225_602.5,
            "CreatedBy": {
                "UserProfileArn": "arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-abc/ana",
                "UserProfileName": "ana",
                "DomainId": "d-abc"
            },
            "LastModifiedBy": {}
        }),
    );
    let pipeline = aws.source().pipeline(&region(), &pipeline_name()).await.unwrap();
    insta::assert_json_snapshot!(pipeline);
    assert_eq!(aws.log()[0].about, "Churn");
}

#[tokio::test(start_paused = true)]
async fn search_tells_tags_in_one_call_a_hundred() {
    let aws = FakeAws::new();
    aws.handle("Search", |call| {
        assert_eq!(call.text("Resource"), "Pipeline");
        assert_eq!(call.body["MaxResults"], 100);
        // An empty page is not the last one.
        match call.text("NextToken") {
            "" => {
                Answer::json(json!({"Results": [found("b", json!([{"Key": "Team", "Value": "x"}]))], "NextToken": "1"}))
            }
            "1" => Answer::json(json!({"Results": [], "NextToken": "2"})),
            "2" => Answer::json(json!({"Results": [found("a", json!([]))]})),
            token => panic!("{token}"),
        }
    });
    let pipelines = aws.source().pipelines(&region()).await.unwrap();
    assert_eq!(names(&pipelines), ["a", "b"]);
    assert_eq!(pipelines[1].tags.value().unwrap()["Team"], "x");
    assert_eq!(pipelines[1].created_by.value().unwrap().domain_id.as_deref(), Some("d-abc"));
    assert_eq!(aws.log().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_comes_again_ends_the_list() {
    let aws = FakeAws::new();
    aws.handle("Search", |call| {
        let next = if call.text("NextToken") == "1" { "2" } else { "1" };
        Answer::json(json!({"Results": [found("p", json!([]))], "NextToken": next}))
    });
    let pipelines = aws.source().pipelines(&region()).await.unwrap();
    assert_eq!(aws.log().len(), 3);
    assert_eq!(pipelines.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn without_search_pipelines_are_listed_and_their_tags_asked_for() {
    let aws = FakeAws::new();
    aws.fault("Search", Fault::Denied, 1);
    aws.handle("ListPipelines", |call| match call.text("NextToken") {
        "" => Answer::json(json!({"PipelineSummaries": [listed("b"), listed("denied")], "NextToken": "1"})),
        _ => Answer::json(json!({"PipelineSummaries": [listed("a")]})),
    });
    aws.handle("ListTags", |call| {
        assert!(call.body["MaxResults"].as_i64().unwrap() >= 50);
        match (call.text("ResourceArn"), call.text("NextToken")) {
            ("arn:denied", _) => Answer::error(400, "AccessDeniedException", "no"),
            (_, "") => Answer::json(json!({"Tags": [{"Key": "k", "Value": "1"}], "NextToken": "1"})),
            _ => Answer::json(json!({"Tags": [{"Key": "l", "Value": "2"}]})),
        }
    });
    let pipelines = aws.source().pipelines(&region()).await.unwrap();
    assert_eq!(names(&pipelines), ["a", "b", "denied"]);
    assert_eq!(pipelines[0].tags.value().unwrap().len(), 2);
    let Observed::Denied { gap } = &pipelines[0].created_by else { panic!("{:?}", pipelines[0].created_by) };
    assert_eq!((gap.action.as_str(), gap.resource.as_str()), ("sagemaker:Search", "eu-west-1"));
    let Observed::Denied { gap } = &pipelines[2].tags else { panic!("{:?}", pipelines[2].tags) };
    assert_eq!((gap.action.as_str(), gap.resource.as_str()), ("sagemaker:ListTags", "arn:denied"));
}

#[tokio::test(start_paused = true)]
async fn domains_of_all_pages_by_id() {
    let aws = FakeAws::new();
    aws.handle("ListDomains", |call| match call.text("NextToken") {
        "" => Answer::json(json!({"Domains": [domain("d-b")], "NextToken": "1"})),
        _ => Answer::json(json!({"Domains": [domain("d-a")]})),
    });
    aws.answer("DescribeDomain", {
        let mut domain = domain("d-a");
        domain["HomeEfsFileSystemId"] = "fs-1".into();
        domain
    });
    let source = aws.source();
    let domains = source.domains(&region()).await.unwrap();
    assert_eq!(domains.iter().map(|domain| domain.id.as_str()).collect::<Vec<_>>(), ["d-a", "d-b"]);
    let domain = source.domain(&region(), "d-a").await.unwrap();
    assert_eq!(domain.home_efs_file_system_id.as_deref(), Some("fs-1"));
    assert_eq!((domain.name.as_str(), domain.status.as_deref()), ("studio", Some("InService")));
}

fn found(name: &str, tags: Value) -> Value {
    json!({"Pipeline": {"PipelineName": name, "PipelineArn": format!("arn:{name}"), "Tags": tags,
        "CreatedBy": {"DomainId": "d-abc"}}})
}

fn listed(name: &str) -> Value {
    json!({"PipelineName": name, "PipelineArn": format!("arn:{name}"), "CreationTime": 1_767_225_600})
}

fn domain(id: &str) -> Value {
    json!({"DomainId": id, "DomainArn": format!("arn:{id}"), "DomainName": "studio", "Status": "InService",
        "CreationTime": 1_767_225_600, "Url": "https://studio.example"})
}

fn names(pipelines: &[lineage_model::source::PipelineSummary]) -> Vec<&str> {
    pipelines.iter().map(|pipeline| pipeline.name.as_str()).collect()
}
