use std::time::Duration;

use futures_util::future::join_all;
use lineage_aws::{AssumeRole, AwsSettings, AwsSource, measure};
use lineage_model::Region;
use lineage_model::source::{BucketSource, PipelineSource, SourceErrorKind};
use serde_json::json;

use super::{bucket_name, pipeline_name, region};
use crate::fake::{Answer, Call, FakeAws};

const ROLE: &str = "arn:aws:iam::444455556666:role/sagemaker-lineage";

fn credentials(_: &Call) -> Answer {
    Answer::xml(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         <AccessKeyId>ASIAOTHER</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
         <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
    )
}

async fn source(aws: &FakeAws, role: AssumeRole) -> AwsSource {
    AwsSource::assume_role(&aws.config(), role, AwsSettings::default()).await
}

#[tokio::test(start_paused = true)]
async fn a_role_is_assumed_once_for_all_regions_and_services() {
    let aws = FakeAws::at(Duration::from_millis(50));
    aws.bucket("data", "eu-west-1");
    aws.handle("AssumeRole", |call| {
        assert_eq!((call.signer.as_str(), call.region.as_str()), ("AKIDEXAMPLE", "us-east-1"));
        assert_eq!(call.parameter("RoleArn"), Some(&*ROLE.replace(':', "%3A").replace('/', "%2F")));
        assert_eq!(call.parameter("RoleSessionName"), Some("sagemaker-lineage"));
        assert_eq!(call.parameter("ExternalId"), Some("team-42"));
        credentials(call)
    });
    aws.handle("DescribePipeline", |call| {
        assert_eq!(call.signer, "ASIAOTHER");
        Answer::json(json!({"PipelineName": "Churn"}))
    });
    let mut role = AssumeRole::new(ROLE);
    role.external_id = Some("team-42".to_owned());
    let source = source(&aws, role).await;
    let (there, name) = (Region::new("us-west-2").unwrap(), pipeline_name());
    let here = region();
    let all = join_all([&here, &there, &here].map(|region| source.pipeline(region, &name)));
    let (answers, cost) = measure(all).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    source.bucket(&here, &bucket_name("data")).await.unwrap();
    assert_eq!((aws.count("AssumeRole"), cost.calls), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn the_partition_of_the_role_says_where_it_is_assumed() {
    for (arn, region_asked) in [
        ("arn:aws-cn:iam::444455556666:role/r", "cn-north-1"),
        ("arn:aws-us-gov:iam::444455556666:role/r", "us-gov-west-1"),
        ("arn:aws-iso:iam::444455556666:role/r", "us-iso-east-1"),
        ("arn:aws-iso-b:iam::444455556666:role/r", "us-isob-east-1"),
        ("arn:aws-eusc:iam::444455556666:role/r", "eusc-de-east-1"),
        (ROLE, "us-east-1"),
    ] {
        let aws = FakeAws::new();
        aws.handle("AssumeRole", credentials).answer("DescribePipeline", json!({}));
        source(&aws, AssumeRole::new(arn)).await.pipeline(&region(), &pipeline_name()).await.unwrap();
        assert_eq!(aws.log()[0].region, region_asked);
    }
}

#[tokio::test(start_paused = true)]
async fn a_role_that_may_not_be_assumed() {
    let aws = FakeAws::new();
    aws.handle("AssumeRole", |_| {
        let message = "User: arn:aws:iam::111122223333:user/ana is not authorized";
        Answer::new(
            403,
            format!(
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>{message}</Message></Error></ErrorResponse>"
            ),
        )
    });
    let error = source(&aws, AssumeRole::new(ROLE)).await.pipeline(&region(), &pipeline_name()).await.unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str()),
        (SourceErrorKind::CredentialsUnavailable, "credentials are missing or not valid")
    );
    assert_eq!(aws.count("DescribePipeline"), 0);
}
