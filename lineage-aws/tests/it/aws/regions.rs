//! Lists of several regions, on tokio's paused clock.

use std::future::pending;
use std::time::Duration;

use lineage_model::Region;
use lineage_model::collect::{CatalogQuery, pipelines};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::fake::{Answer, FakeAws};

const LATENCY: Duration = Duration::from_millis(50);

/// 500 pipelines a region, a fifth of them in the domain; `dead` refuses everything.
fn account(dead: &'static str) -> FakeAws {
    let aws = FakeAws::at(LATENCY);
    let refused = || Answer::error(400, "AccessDeniedException", "not authorized");
    aws.handle("Search", move |call| {
        if call.region == dead {
            return refused();
        }
        let page: usize = call.text("NextToken").parse().unwrap_or(0);
        let record = |index: usize| {
            let tags = json!([{"Key": "DomainName", "Value": format!("studio-{}", index % 5)}]);
            json!({"Pipeline": {"PipelineName": format!("p{index}"), "PipelineArn": format!("arn:p{index}"), "Tags": tags}})
        };
        let records: Vec<_> = (page * 100..page * 100 + 100).map(record).collect();
        let next = (page < 4).then(|| (page + 1).to_string());
        Answer::json(json!({"Results": records, "NextToken": next}))
    });
    aws.handle("ListPipelines", move |_| refused());
    aws.handle(
        "ListDomains",
        move |call| {
            if call.region == dead { refused() } else { Answer::json(json!({"Domains": []})) }
        },
    );
    aws
}

async fn list(aws: &FakeAws, regions: &[&str]) -> (Value, Duration) {
    let mut query = CatalogQuery::new(regions.iter().map(|region| Region::new(*region).unwrap()).collect());
    query.domain_name = Some("studio-3".to_owned());
    let start = Instant::now();
    let document = pipelines(&aws.source(), &query, pending()).await;
    (serde_json::to_value(document).unwrap(), start.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_catalogue_with_a_domain_filter_takes_six_calls_a_region() {
    let aws = account("");
    let (document, elapsed) = list(&aws, &["eu-west-1"]).await;
    assert_eq!(document["regions"][0]["pipelines"].as_array().unwrap().len(), 100);
    assert_eq!((aws.log().len(), elapsed), (6, 5 * LATENCY));
}

/// As long as the slowest region takes alone; one that refuses is a warning and costs the others nothing.
#[tokio::test(start_paused = true)]
async fn regions_are_listed_at_once_and_a_dead_one_is_a_warning() {
    let aws = account("us-east-1");
    let (document, elapsed) = list(&aws, &["ap-northeast-2", "eu-west-1", "us-east-1", "us-west-2"]).await;
    assert_eq!(elapsed, 5 * LATENCY);
    let found: Vec<_> = document["regions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|region| {
            (
                region["region"].as_str().unwrap(),
                region["pipelines"].as_array().unwrap().len(),
                region["error"].is_string(),
            )
        })
        .collect();
    let expected =
        [("ap-northeast-2", 100, false), ("eu-west-1", 100, false), ("us-east-1", 0, true), ("us-west-2", 100, false)];
    assert_eq!(found, expected);
    let warnings = document["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["action"] == "sagemaker:ListPipelines"), "{warnings:?}");
    assert!(warnings.iter().all(|warning| warning["resource"] == "us-east-1"), "{warnings:?}");
}
